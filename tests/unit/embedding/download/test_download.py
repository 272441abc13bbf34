"""A download arrives whole and right, or not at all, whatever the server does."""

import random
import threading
import time
from pathlib import Path

import pytest

from gridsne_desktop import __version__
from gridsne_desktop.embedding.download import Patience
from gridsne_desktop.embedding.download.part import part_path
from gridsne_desktop.errors import Cancelled, GridsneError
from gridsne_desktop.progress import Progress, Run, Stage
from tests.unit.embedding.download.made import (
    FILE,
    HASTY,
    CancelledAt,
    Watched,
    get,
    left_beside,
)
from tests.unit.embedding.download.servers import Manner, served

SIZE = len(FILE)
WRONG = bytes(SIZE)


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """In a folder that is made by the download."""
    return tmp_path / "models" / "model.onnx"


def test_a_file_arrives_whole_and_nothing_else(target: Path) -> None:
    seen: list[Progress] = []
    with served(FILE) as server:
        get(server.url, target, run=Run(seen.append))
    assert target.read_bytes() == FILE
    assert left_beside(target) == set()
    assert {progress.stage for progress in seen} == {Stage.DOWNLOAD}
    assert (seen[0].done, seen[-1].done, seen[-1].total) == (0, SIZE, SIZE)


def test_the_server_learns_the_program_and_its_version_and_no_more(target: Path) -> None:
    with served(FILE) as server:
        get(server.url, target)
    assert dict(server.asked[0]) == {
        "Host": server.address.removeprefix("http://"),
        "User-Agent": f"gridsne-desktop/{__version__}",
        "Accept-Encoding": "identity",
        "Connection": "close",
    }


def test_what_is_there_already_is_not_asked_for(target: Path) -> None:
    target.parent.mkdir()
    target.write_bytes(FILE)
    with served(FILE) as server:
        get(server.url, target)
    assert server.asked == []
    assert left_beside(target) == set()


def test_a_damaged_target_is_replaced(target: Path) -> None:
    target.parent.mkdir()
    target.write_bytes(WRONG)
    with served(FILE) as server:
        get(server.url, target)
    assert target.read_bytes() == FILE


@pytest.mark.parametrize("seed", range(5))
def test_dropped_connections_are_taken_up_where_they_broke(target: Path, seed: int) -> None:
    chance = random.Random(seed)
    cuts = [Manner(cut=chance.randrange(100_000, 300_000)) for _ in range(10)]
    with served(FILE, *cuts, Manner()) as server:
        get(server.url, target)
    assert target.read_bytes() == FILE
    assert len(server.asked) > 4
    begins = [int((text or "bytes=0-")[6:-1]) for text in server.ranges]
    assert begins == sorted(set(begins))
    assert {headers["If-Range"] for headers in server.asked[1:]} == {'"one"'}


def test_a_file_of_which_less_and_less_comes_is_given_up(target: Path) -> None:
    """Each answer brings something new, but so little that it would take for ever."""
    with served(FILE, Manner(cut=100)) as server, pytest.raises(GridsneError) as caught:
        get(server.url, target)
    assert len(server.asked) == HASTY.tries
    assert caught.value.title == (
        "model.onnx could not be downloaded: the connection ended too early."
    )
    assert "what has arrived is kept" in caught.value.detail
    assert not target.exists()


def test_a_server_without_ranges_that_drops_is_given_up(target: Path) -> None:
    half = Manner(ranges=False, cut=SIZE // 2)
    with served(FILE, half) as server, pytest.raises(GridsneError):
        get(server.url, target)
    assert len(server.asked) <= HASTY.tries + 1
    assert part_path(target).stat().st_size <= SIZE


def test_a_server_without_ranges_begins_anew(target: Path) -> None:
    with served(FILE, Manner(cut=300_000), Manner(ranges=False)) as server:
        get(server.url, target)
    assert target.read_bytes() == FILE
    assert server.ranges == [None, "bytes=300000-"]


@pytest.mark.parametrize("honest", [True, False], ids=["If-Range honoured", "If-Range ignored"])
def test_another_version_on_the_server_begins_anew(target: Path, honest: bool) -> None:
    old = Manner(data=WRONG, etag='"old"', cut=300_000)
    with served(FILE, old, Manner(etag='"new"', if_range=honest)) as server:
        get(server.url, target)
    assert target.read_bytes() == FILE
    assert server.asked[1]["If-Range"] == '"old"'


@pytest.mark.parametrize("etag", ["", 'W/"weak"'])
def test_a_version_without_a_sure_name_is_pieced_together_and_checked(
    target: Path, etag: str
) -> None:
    with served(FILE, Manner(etag=etag, cut=300_000), Manner(etag=etag)) as server:
        get(server.url, target)
    assert target.read_bytes() == FILE
    assert server.ranges == [None, "bytes=300000-"]
    assert server.asked[1]["If-Range"] is None


def test_pieces_of_two_versions_are_noticed_and_fetched_anew(target: Path) -> None:
    nameless = [Manner(data=WRONG, etag="", cut=300_000), Manner(etag="")]
    with served(FILE, *nameless) as server:
        get(server.url, target)
    assert target.read_bytes() == FILE
    assert server.ranges == [None, "bytes=300000-", None]


@pytest.mark.parametrize("shift", [-1, 1])
def test_a_range_that_begins_elsewhere_is_not_joined(target: Path, shift: int) -> None:
    with served(FILE, Manner(cut=300_000), Manner(shift=shift), Manner()) as server:
        get(server.url, target)
    assert target.read_bytes() == FILE
    assert server.ranges == [None, "bytes=300000-", None]


def test_a_range_that_the_server_refuses_begins_anew(target: Path) -> None:
    refuses = Manner(status=416, headers=(("Content-Range", f"bytes */{SIZE}"),))
    with served(FILE, Manner(cut=300_000), refuses, Manner()) as server:
        get(server.url, target)
    assert target.read_bytes() == FILE
    assert server.ranges == [None, "bytes=300000-", None]


@pytest.mark.parametrize("length", [SIZE * 2, SIZE - 1, 10])
def test_a_file_of_another_length_is_refused_at_once(target: Path, length: int) -> None:
    with served(FILE, Manner(length=str(length))) as server, pytest.raises(GridsneError) as caught:
        get(server.url, target)
    assert len(server.asked) == 1
    assert f"{length:,} bytes there, not of {SIZE:,}" in caught.value.title
    assert left_beside(target) == set()


def test_the_page_of_a_network_that_wants_a_login_spoils_nothing(target: Path) -> None:
    page = Manner(data=b"<html>Welcome to our hotel", etag="", ranges=False)
    with served(FILE, Manner(cut=300_000), page) as server:
        with pytest.raises(GridsneError, match="log in first"):
            get(server.url, target)
        server.manners = [Manner()]
        get(server.url, target)
    assert target.read_bytes() == FILE
    assert server.ranges[-1] == "bytes=300000-"


@pytest.mark.parametrize("length", [None, "many", "-1"])
def test_a_length_that_is_none_does_not_matter(target: Path, length: str | None) -> None:
    with served(FILE, Manner(length=length)) as server:
        get(server.url, target)
    assert target.read_bytes() == FILE


def test_wrong_bytes_are_never_kept(target: Path) -> None:
    with served(WRONG) as server, pytest.raises(GridsneError) as caught:
        get(server.url, target)
    assert len(server.asked) == 1
    assert caught.value.title == ("What the server sent as model.onnx is not the expected file.")
    assert not target.exists()
    assert left_beside(target) == set()


def test_one_wrong_bit_is_noticed(target: Path) -> None:
    flipped = FILE[:500_000] + bytes([FILE[500_000] ^ 1]) + FILE[500_001:]
    with served(flipped) as server, pytest.raises(GridsneError, match="not the expected file"):
        get(server.url, target)


def test_wrong_bytes_do_not_replace_what_was_there(target: Path) -> None:
    target.parent.mkdir()
    target.write_bytes(b"an earlier model")
    with served(WRONG) as server, pytest.raises(GridsneError):
        get(server.url, target)
    assert target.read_bytes() == b"an earlier model"


def test_wrong_bytes_in_pieces_are_fetched_once_more_and_no_oftener(target: Path) -> None:
    wrong = [Manner(cut=300_000), Manner(), Manner()]
    with served(WRONG, *wrong) as server, pytest.raises(GridsneError, match="not the expected"):
        get(server.url, target)
    assert server.ranges == [None, "bytes=300000-", None]
    assert left_beside(target) == set()


def test_a_server_that_never_ends_is_cut_off(target: Path) -> None:
    largest = 0

    def look(_: int) -> None:
        nonlocal largest
        if part_path(target).exists():
            largest = max(largest, part_path(target).stat().st_size)

    with served(FILE, Manner(endless=True, data=b"")) as server:
        with pytest.raises(GridsneError, match="not the expected file"):
            get(server.url, target, run=Watched(look))
        server.manners = [Manner(endless=True)]
        get(server.url, target, run=Watched(look))
    assert target.read_bytes() == FILE
    assert 0 < largest <= SIZE


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
def test_a_busy_server_is_asked_again(target: Path, status: int) -> None:
    with served(FILE, Manner(status=status), Manner(status=status), Manner()) as server:
        get(server.url, target)
    assert target.read_bytes() == FILE
    assert len(server.asked) == 3


@pytest.mark.parametrize(
    ("status", "words"),
    [(404, "404 Not Found"), (403, "403 Forbidden"), (410, "410 Gone"), (299, "says 299.")],
)
def test_a_server_without_the_file_is_not_asked_twice(
    target: Path, status: int, words: str
) -> None:
    with served(FILE, Manner(status=status)) as server, pytest.raises(GridsneError) as caught:
        get(server.url, target)
    assert words in caught.value.title
    assert len(server.asked) == 1
    assert left_beside(target) == set()


def test_a_busy_server_is_given_the_time_it_asks_for(target: Path) -> None:
    busy = Manner(status=503, headers=(("Retry-After", "1"),))
    began = time.monotonic()
    with served(FILE, busy, Manner()) as server:
        get(server.url, target)
    assert time.monotonic() - began >= 1


def test_a_server_that_asks_for_an_hour_is_not_waited_for(target: Path) -> None:
    busy = Manner(status=503, headers=(("Retry-After", "3600"),))
    with served(FILE, busy) as server, pytest.raises(GridsneError, match="503"):
        get(server.url, target)
    assert len(server.asked) == 1


def test_silence_counts_as_a_broken_line(target: Path) -> None:
    with served(FILE, Manner(hangs=300_000), Manner()) as server:
        get(server.url, target)
    assert target.read_bytes() == FILE
    assert server.ranges == [None, "bytes=300000-"]


def test_a_server_that_only_hangs_is_given_up(target: Path) -> None:
    with served(FILE, Manner(hangs=0)) as server, pytest.raises(GridsneError) as caught:
        get(server.url, target)
    assert "nothing was heard of the server for 0.5 seconds" in caught.value.title


@pytest.mark.parametrize("hangs", [0, 300_000])
def test_cancel_is_answered_at_once_while_the_server_hangs(target: Path, hangs: int) -> None:
    run, patient = Run(), Patience(stall_seconds=3600)
    before = threading.active_count()
    with served(FILE, Manner(hangs=hangs)) as server:
        cancelled: list[float] = []

        def cancel() -> None:
            cancelled.append(time.monotonic())
            run.cancel()

        threading.Timer(0.3, cancel).start()
        with pytest.raises(Cancelled):
            get(server.url, target, run=run, patience=patient)
        assert time.monotonic() - cancelled[0] < 0.5
        names = {thread.name for thread in threading.enumerate()}
        assert "download" not in names
    patience_ends = time.monotonic() + 10
    while threading.active_count() > before and time.monotonic() < patience_ends:
        time.sleep(0.01)  # the server's own threads hear a little later that it is over
    assert threading.active_count() <= before


def test_a_cancelled_download_is_taken_up_by_the_next(target: Path) -> None:
    with served(FILE) as server:
        with pytest.raises(Cancelled):
            get(server.url, target, run=CancelledAt(1))
        kept = part_path(target).stat().st_size
        assert not target.exists()
        get(server.url, target)
    assert target.read_bytes() == FILE
    assert 0 < kept < SIZE
    assert server.ranges == [None, f"bytes={kept}-"]
    assert left_beside(target) == set()


def test_what_is_left_of_another_version_is_not_gone_on_with(target: Path) -> None:
    with served(WRONG) as server:
        with pytest.raises(Cancelled):
            get(server.url, target, run=CancelledAt(1), sha256="0" * 64)
        server.data = FILE
        get(server.url, target)
    assert server.ranges == [None, None]
    assert target.read_bytes() == FILE


@pytest.mark.parametrize("note", [b"", b"{", b"[]", b'{"sha256": 1}', b"\xff"])
def test_a_damaged_note_costs_a_new_beginning_only(target: Path, note: bytes) -> None:
    target.parent.mkdir()
    part_path(target).write_bytes(b"something")
    Path(f"{part_path(target)}.json").write_bytes(note)
    with served(FILE) as server:
        get(server.url, target)
    assert target.read_bytes() == FILE
    assert server.ranges == [None]
    assert left_beside(target) == set()
