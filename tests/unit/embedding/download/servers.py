"""Servers on this computer that behave as badly as those of the world, and a proxy."""

import http.client
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

PIECE = 1 << 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How a server answers one question.

    Attributes:
        status: Sent instead of the file, unless it is 200.
        data: The file, if it is another than the server's.
        etag: Sent with it, and compared with If-Range.
        ranges: Whether Range is honoured; and whether If-Range is.
        shift: Added to the first byte that a range is said to begin with.
        length: Said instead of the true Content-Length; None as text says nothing.
        cut: Bytes that are sent before the connection breaks.
        hangs: Bytes that are sent before nothing happens any more.
        endless: Whether the file never ends.
        headers: Sent as well.
    """

    status: int = 200
    data: bytes | None = None
    etag: str = '"one"'
    ranges: bool = True
    if_range: bool = True
    shift: int = 0
    length: str | None = ""
    cut: int | None = None
    hangs: int | None = None
    endless: bool = False
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class Server:
    """A running server.

    Attributes:
        manners: How it answers its questions, one after the other; the last one from then on.
        asked: The headers of each question so far.
    """

    data: bytes
    manners: list[Manner]
    address: str = ""
    asked: list[Any] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        return f"{self.address}/model.onnx"

    @property
    def ranges(self) -> list[str | None]:
        """The Range of each question so far."""
        return [headers["Range"] for headers in self.asked]


@contextmanager
def served(data: bytes, *manners: Manner, certificate: Path | None = None) -> Iterator[Server]:
    """A server of `data` with such manners; of https, if it has a certificate."""
    server = Server(data, list(manners) or [Manner()])

    class Handler(_Handler):
        owner = server

    with _running(Handler, certificate) as port:
        scheme = "https" if certificate else "http"
        server.address = f"{scheme}://localhost:{port}"
        try:
            yield server
        finally:
            server.stopping.set()


@contextmanager
def _running(
    handler: type[BaseHTTPRequestHandler], certificate: Path | None = None
) -> Iterator[int]:
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as httpd:
        httpd.daemon_threads = True
        if certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            httpd.socket = context.wrap_socket(httpd.socket, server_side=True)
        thread = threading.Thread(target=httpd.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield httpd.server_address[1]
        finally:
            httpd.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    owner: Server
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        owner = self.owner
        owner.asked.append(self.headers)
        manner = owner.manners.pop(0) if len(owner.manners) > 1 else owner.manners[0]
        self.close_connection = True
        with suppress(OSError):
            self._answer(manner, owner.data if manner.data is None else manner.data)

    def _answer(self, manner: Manner, data: bytes) -> None:
        first = self._first(manner)
        if manner.status != 200:
            self.send_response(manner.status)
            first, data = 0, b"no"
        elif first >= len(data) > 0:
            self.send_response(416)
            self.send_header("Content-Range", f"bytes */{len(data)}")
            first, data = 0, b""
        elif first:
            self.send_response(206)
            begin = first + manner.shift
            self.send_header("Content-Range", f"bytes {begin}-{len(data) - 1}/{len(data)}")
        else:
            self.send_response(200)
        if manner.etag:
            self.send_header("ETag", manner.etag)
        if manner.length is not None and not manner.endless:
            self.send_header("Content-Length", manner.length or str(len(data) - first))
        for name, value in manner.headers:
            self.send_header(name, value)
        self.end_headers()
        self._send(data[first:], manner)

    def _first(self, manner: Manner) -> int:
        asked = self.headers["Range"]
        if not asked or not manner.ranges:
            return 0
        condition = self.headers["If-Range"]
        if condition and manner.if_range and condition != manner.etag:
            return 0
        return int(asked.removeprefix("bytes=").removesuffix("-"))

    def _send(self, data: bytes, manner: Manner) -> None:
        stop = manner.cut if manner.cut is not None else manner.hangs
        for begin in range(0, len(data[:stop]), PIECE):
            self.wfile.write(data[:stop][begin : begin + PIECE])
        if manner.hangs is not None:
            self.owner.stopping.wait(60)
        while manner.endless and not self.owner.stopping.is_set():
            self.wfile.write(bytes(PIECE))

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


@dataclass(slots=True)
class Proxy:
    """A running proxy; `passed` are the addresses that were asked for through it."""

    address: str = ""
    passed: list[str] = field(default_factory=list)


@contextmanager
def proxied() -> Iterator[Proxy]:
    """A proxy for http (passing questions on) and https (a tunnel)."""
    proxy = Proxy()

    class Handler(_ProxyHandler):
        owner = proxy

    with _running(Handler) as port:
        proxy.address = f"http://127.0.0.1:{port}"
        yield proxy


class _ProxyHandler(BaseHTTPRequestHandler):
    owner: Proxy

    def do_GET(self) -> None:
        self.owner.passed.append(self.path)
        parts = urlsplit(self.path)
        line = http.client.HTTPConnection(parts.netloc, timeout=10)
        line.request("GET", parts.path, headers={"Range": self.headers["Range"] or "bytes=0-"})
        answer = line.getresponse()
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer.read())
        line.close()

    def do_CONNECT(self) -> None:
        self.owner.passed.append(self.path)
        host, _, port = self.path.partition(":")
        with socket.create_connection((host, int(port)), timeout=10) as other:
            self.send_response(200)
            self.end_headers()
            back = threading.Thread(target=_pump, args=(other, self.connection))
            back.start()
            _pump(self.connection, other)
            back.join()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


def _pump(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while piece := source.recv(PIECE):
            target.sendall(piece)
    for end in (source, target):
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
