"""The way to the file: redirects, proxies, encryption, names that nobody knows."""

import socket
import subprocess
import threading
from pathlib import Path

import pytest

from gridsne_desktop.errors import GridsneError
from tests.unit.embedding.download.made import FILE, HASTY, get, left_beside
from tests.unit.embedding.download.servers import Manner, proxied, served


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """The proxies of whoever runs the tests play no part."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "model.onnx"


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for localhost and its key, made for this run."""
    file = tmp_path_factory.mktemp("certificate") / "localhost.pem"
    words = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost"
    names = ["-addext", "subjectAltName=DNS:localhost"]
    places = ["-keyout", str(file), "-out", f"{file}.crt"]
    try:
        subprocess.run(
            ["openssl", *words.split(), *names, *places], check=True, capture_output=True
        )
    except (FileNotFoundError, subprocess.CalledProcessError):
        pytest.skip("there is no openssl here")
    with file.open("ab") as both:
        both.write(Path(f"{file}.crt").read_bytes())
    return file


@pytest.fixture
def trusted(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The certificate, known to this system."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    return certificate


def elsewhere(url: str, status: int = 302) -> Manner:
    return Manner(status=status, headers=(("Location", url),))


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed_and_the_range_survives(target: Path, status: int) -> None:
    with served(FILE, Manner(cut=300_000), Manner()) as store:
        with served(b"", elsewhere(store.url, status)) as server:
            get(server.url, target)
        assert store.ranges == [None, "bytes=300000-"]
        assert store.asked[1]["If-Range"] == '"one"'
    assert target.read_bytes() == FILE


def test_a_redirect_in_a_circle_ends(target: Path) -> None:
    with served(b"") as server:
        server.manners = [elsewhere(server.url)]
        with pytest.raises(GridsneError, match="302 Found"):
            get(server.url, target)
        assert len(server.asked) < 20


def test_a_redirect_with_an_endless_page_is_followed_all_the_same(target: Path) -> None:
    with served(FILE) as store:
        way = Manner(status=302, endless=True, headers=(("Location", store.url),))
        with served(b"", way) as server:
            get(server.url, target)
    assert target.read_bytes() == FILE


@pytest.mark.parametrize(
    "url",
    ["http://example.org/m", "ftp://localhost/m", "file:///etc/passwd", "http://[", "data:,x"],
)
def test_a_redirect_to_what_is_not_secure_is_refused(target: Path, url: str) -> None:
    with served(FILE, elsewhere(url)) as server, pytest.raises(GridsneError):
        get(server.url, target)
    assert left_beside(target) == set()


@pytest.mark.parametrize("url", ["http://example.org/m", "ftp://localhost/m", "file:///m", "m"])
def test_an_address_that_is_not_secure_is_refused(target: Path, url: str) -> None:
    with pytest.raises(GridsneError, match="not a secure one"):
        get(url, target)
    assert left_beside(target) == set()


def test_https_is_used_with_a_known_certificate(target: Path, trusted: Path) -> None:
    with served(FILE, Manner(cut=300_000), Manner(), certificate=trusted) as server:
        get(server.url, target)
    assert target.read_bytes() == FILE


def test_a_server_that_cannot_prove_who_it_is_is_refused(target: Path, certificate: Path) -> None:
    with served(FILE, certificate=certificate) as server:
        with pytest.raises(GridsneError, match="localhost cannot prove who it is"):
            get(server.url, target)
        assert server.asked == []


def test_https_never_becomes_http(target: Path, trusted: Path) -> None:
    with served(FILE) as open_to_all:
        way = elsewhere(open_to_all.url)
        with (
            served(b"", way, certificate=trusted) as server,
            pytest.raises(GridsneError, match="without encryption"),
        ):
            get(server.url, target)
        assert open_to_all.asked == []


@pytest.mark.parametrize("name", ["http_proxy", "HTTP_PROXY"])
def test_the_proxy_of_the_environment_is_used(
    target: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    with served(FILE) as server, proxied() as proxy:
        if name == "HTTP_PROXY":
            monkeypatch.delenv("REQUEST_METHOD", raising=False)  # of CGI, where it is forbidden
        monkeypatch.setenv(name, proxy.address)
        get(server.url, target)
        assert proxy.passed == [server.url]
    assert target.read_bytes() == FILE


def test_https_goes_through_the_proxy_in_a_tunnel(
    target: Path, trusted: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with served(FILE, certificate=trusted) as server, proxied() as proxy:
        monkeypatch.setenv("https_proxy", proxy.address)
        get(server.url, target)
        assert proxy.passed == [server.address.removeprefix("https://")]
    assert target.read_bytes() == FILE


def test_no_proxy_is_respected(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with served(FILE) as server, proxied() as proxy:
        monkeypatch.setenv("http_proxy", proxy.address)
        monkeypatch.setenv("no_proxy", "localhost")
        get(server.url, target)
        assert proxy.passed == []
    assert target.read_bytes() == FILE


def test_nobody_at_the_address_is_told_in_words(target: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        port = nobody.getsockname()[1]
    with pytest.raises(GridsneError, match=r"could not be downloaded: Connection refused\."):
        get(f"http://localhost:{port}/model.onnx", target)


def test_a_name_that_nobody_knows_is_told_in_words(target: Path) -> None:
    with pytest.raises(GridsneError, match=r"the name no\.such\.invalid is not known"):
        get("https://no.such.invalid/model.onnx", target)


@pytest.mark.parametrize("says", [b"", b"\x00\xff\n\n", b"HTTP/1.1 abc\r\n\r\n", b"SSH-2.0-x\r\n"])
def test_a_server_that_speaks_another_language_is_given_up(target: Path, says: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as strange:

        def speak() -> None:
            for _ in range(HASTY.tries):
                connection, _address = strange.accept()
                with connection:
                    connection.recv(1 << 16)
                    connection.sendall(says)

        thread = threading.Thread(target=speak)
        thread.start()
        with pytest.raises(GridsneError, match="could not be downloaded"):
            get(f"http://localhost:{strange.getsockname()[1]}/m", target)
        thread.join()
