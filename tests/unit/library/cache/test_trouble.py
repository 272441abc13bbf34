"""A cache that is damaged, held or refused: a note at worst, never an error or a lie."""

import random
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from gridsne_desktop.errors import Cancelled
from gridsne_desktop.library.cache import Cache
from gridsne_desktop.library.cache.cache import BROKEN, BUSY, DAMAGED, OTHER_VERSION
from gridsne_desktop.library.cache.database import PAGE_BYTES, SCHEMA_VERSION
from tests.unit.library.cache.made import KIND, data, fill, held, key, photo
from tests.unit.organize.disks import make_read_only, mounted

COUNT = 40
LARGE = 20_000
FIRST = "photos-1.sqlite"
HEADER_BYTES = 100


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a cache with small items and large ones; to be copied."""
    folder = tmp_path_factory.mktemp("sound")
    with Cache(folder) as cache:
        fill(cache, COUNT)
        cache.keep(key(COUNT), {KIND: data(COUNT, LARGE)})
    return folder / FIRST


def contents(cache: Cache) -> dict[int, bytes]:
    return held(cache, COUNT + 1)


def truth(number: int) -> bytes:
    return data(number, LARGE if number == COUNT else 500)


def check_only_truth(cache: Cache) -> int:
    """Everything that the cache gives is what was kept; how many items that is."""
    found = contents(cache)
    assert found == {number: truth(number) for number in found}
    places = cache.keys_of([photo(number) for number in range(COUNT)])
    assert all(k in (None, key(number)) for number, k in enumerate(places))
    return len(found)


def flipped(content: bytes, position: int, bit: int) -> bytes:
    changed = bytearray(content)
    changed[position] ^= 1 << bit
    return bytes(changed)


def some_positions(size: int) -> Iterator[int]:
    yield from range(HEADER_BYTES)
    yield from random.Random(5).sample(range(HEADER_BYTES, size), 150)


def test_a_flipped_bit_anywhere_is_never_an_error_and_never_a_wrong_item(
    sound: Path, tmp_path: Path
) -> None:
    content = sound.read_bytes()
    lost = 0
    for position in some_positions(len(content)):
        folder = tmp_path / str(position)
        folder.mkdir()
        (folder / FIRST).write_bytes(flipped(content, position, position % 8))
        with Cache(folder) as cache:
            lost += check_only_truth(cache) < COUNT + 1
            fill(cache, COUNT)
            cache.keep(key(COUNT), {KIND: truth(COUNT)})
        with Cache(folder) as again:
            assert check_only_truth(again) == COUNT + 1
            verdict = again.verify()
            assert check_only_truth(again) == COUNT + 1 or verdict.damaged or verdict.was_broken
        shutil.rmtree(folder)
    assert lost > 50


@pytest.mark.parametrize("number", [0, 17, COUNT])
@pytest.mark.parametrize("place", ["first", "middle", "last"])
def test_a_flipped_bit_in_stored_data_is_noticed_and_said(
    sound: Path, tmp_path: Path, number: int, place: str
) -> None:
    content = sound.read_bytes()
    mark = b"<%d>" % number
    start_of_data = content.index(mark * 100)
    offset = {"first": 0, "middle": 250, "last": 499}[place]
    (tmp_path / FIRST).write_bytes(flipped(content, start_of_data + offset, 3))
    with Cache(tmp_path) as cache:
        assert set(contents(cache)) == set(range(COUNT + 1)) - {number}
        assert cache.notes == (DAMAGED,)
        cache.keep(key(number), {KIND: truth(number)})
    with Cache(tmp_path) as again:
        assert check_only_truth(again) == COUNT + 1
        assert again.notes == ()


def test_verify_finds_and_drops_what_is_damaged(sound: Path, tmp_path: Path) -> None:
    content = sound.read_bytes()
    for number in (3, 30):
        content = flipped(content, content.index(b"<%d>" % number * 100) + 9, 0)
    (tmp_path / FIRST).write_bytes(content)
    with Cache(tmp_path) as cache:
        first, second = cache.verify(), cache.verify()
        assert (first.checked, first.damaged, first.was_broken) == (2 * COUNT + 1, 2, False)
        assert (second.checked, second.damaged) == (2 * COUNT - 1, 0)
        assert set(contents(cache)) == set(range(COUNT + 1)) - {3, 30}
        assert cache.notes == ()


def test_verify_sets_a_broken_file_aside(sound: Path, tmp_path: Path) -> None:
    shutil.copy(sound, tmp_path / FIRST)
    with closing(sqlite3.connect(sound)) as database:
        query = "SELECT rootpage FROM sqlite_master WHERE name='sqlite_autoindex_contents_1'"
        [page] = database.execute(query).fetchone()
    with (tmp_path / FIRST).open("r+b") as file:
        file.seek((page - 1) * PAGE_BYTES)
        file.write(bytes(PAGE_BYTES))
    with Cache(tmp_path) as cache:
        assert not cache.notes
        assert cache.verify().was_broken
        assert list(cache.notes) == [BROKEN]
        assert (cache.verify().checked, cache.file) == (0, tmp_path / "photos-2.sqlite")


def test_a_stopped_verify_leaves_everything(sound: Path, tmp_path: Path) -> None:
    shutil.copy(sound, tmp_path / FIRST)

    def stop() -> None:
        raise Cancelled

    with Cache(tmp_path) as cache:
        with pytest.raises(Cancelled):
            cache.verify(stop)
        assert check_only_truth(cache) == COUNT + 1


@pytest.mark.parametrize(
    "content",
    [b"no database" * 1000, b"SQLite format 3\0" + b"\xff" * 5000, b"\0" * 20_000],
    ids=["text", "only the first bytes", "zeros"],
)
def test_a_broken_file_is_set_aside_and_said(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FIRST).write_bytes(content)
    with Cache(tmp_path) as cache:
        assert cache.notes == (BROKEN,)
        fill(cache, COUNT)
    assert (tmp_path / "photos.broken-1").read_bytes() == content
    with Cache(tmp_path) as again:
        assert len(held(again, COUNT)) == COUNT
        assert again.notes == ()


def test_a_file_cut_short_is_set_aside_when_that_shows(sound: Path, tmp_path: Path) -> None:
    content = sound.read_bytes()
    for share in range(1, 10):
        folder = tmp_path / str(share)
        folder.mkdir()
        (folder / FIRST).write_bytes(content[: len(content) * share // 10])
        with Cache(folder) as cache:
            check_only_truth(cache)
            fill(cache, COUNT)
        with Cache(folder) as again:
            assert len(held(again, COUNT)) == COUNT


def test_an_empty_file_is_a_new_cache(tmp_path: Path) -> None:
    (tmp_path / FIRST).touch()
    with Cache(tmp_path) as cache:
        fill(cache, COUNT)
        assert cache.notes == ()


@pytest.mark.parametrize("statement", [f"PRAGMA user_version={SCHEMA_VERSION + 1}",
                                       "PRAGMA application_id=7"])  # fmt: skip
def test_another_versions_file_is_set_aside(sound: Path, tmp_path: Path, statement: str) -> None:
    shutil.copy(sound, tmp_path / FIRST)
    with closing(sqlite3.connect(tmp_path / FIRST)) as database:
        database.execute(statement)
    with Cache(tmp_path) as cache:
        assert cache.notes == (OTHER_VERSION,)
        assert contents(cache) == {}


@pytest.mark.parametrize("table", ["items", "places", "contents"])
def test_a_file_without_a_table_is_set_aside(sound: Path, tmp_path: Path, table: str) -> None:
    shutil.copy(sound, tmp_path / FIRST)
    with closing(sqlite3.connect(tmp_path / FIRST)) as database:
        database.execute(f"DROP TABLE {table}")
    with Cache(tmp_path) as cache:
        assert cache.notes == (BROKEN,)
        fill(cache, COUNT)
        assert len(held(cache, COUNT)) == COUNT


def test_only_the_last_broken_file_is_kept(tmp_path: Path) -> None:
    for _ in range(3):
        with Cache(tmp_path) as cache:
            file = cache.file
        assert file is not None
        file.write_bytes(b"broken" * 1000)
    with Cache(tmp_path):
        pass
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "photos-4.sqlite",
        "photos.broken-3",
    ]
    with Cache(tmp_path) as cache:
        cache.clear()
    assert [path.name for path in tmp_path.iterdir()] == ["photos-4.sqlite"]


def test_a_file_that_breaks_while_it_is_used_is_replaced(sound: Path, tmp_path: Path) -> None:
    shutil.copy(sound, tmp_path / FIRST)
    size = sound.stat().st_size
    with Cache(tmp_path) as cache:
        with (tmp_path / FIRST).open("r+b") as file:
            file.seek(0)
            file.write(b"\xff" * size)
        check_only_truth(cache)
        fill(cache, COUNT)
        cache.flush()
        fill(cache, COUNT)
        cache.flush()
        assert cache.notes == (BROKEN,)
        assert len(held(cache, COUNT)) == COUNT


def test_a_program_that_keeps_the_broken_file_does_not_harm_the_new_one(tmp_path: Path) -> None:
    with Cache(tmp_path) as late:
        fill(late, COUNT)
        late.flush()
        with Cache(tmp_path) as cache:
            cache._rebuild(BROKEN)
            fill(cache, COUNT)
            cache.flush()
            fill(late, COUNT)
            late.close()
            assert len(held(cache, COUNT)) == COUNT
        with Cache(tmp_path) as again:
            assert len(held(again, COUNT)) == COUNT
            assert again.verify().damaged == 0


def test_a_cache_that_another_program_holds_is_done_without(sound: Path, tmp_path: Path) -> None:
    shutil.copy(sound, tmp_path / FIRST)
    with closing(sqlite3.connect(tmp_path / FIRST, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode=EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        with Cache(tmp_path) as cache:
            assert cache.notes == (BUSY,)
            fill(cache, COUNT)
            assert contents(cache) == {}
            assert not cache.clear()
    with Cache(tmp_path) as again:
        assert check_only_truth(again) == COUNT + 1


def test_a_program_that_does_not_end_its_writing_stops_only_ours(
    sound: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gridsne_desktop.library.cache.database.BUSY_MS", 20)
    shutil.copy(sound, tmp_path / FIRST)
    with closing(sqlite3.connect(tmp_path / FIRST, isolation_level=None)) as other:
        with Cache(tmp_path) as cache:
            other.execute("BEGIN IMMEDIATE")
            cache.keep(key(99), {KIND: b"new"})
            cache.flush()
            assert cache.items([key(99)], KIND) == {key(99): b"new"}
            assert cache.notes == (BUSY,)
            assert check_only_truth(cache) == COUNT + 1
            other.execute("COMMIT")
            cache.flush()
        with Cache(tmp_path) as again:
            assert again.items([key(99)], KIND) == {key(99): b"new"}


def test_after_waiting_in_vain_some_times_nothing_is_kept_any_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gridsne_desktop.library.cache.database.BUSY_MS", 1)
    with Cache(tmp_path) as cache:
        assert cache.file is not None
        with closing(sqlite3.connect(cache.file, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            fill(cache, 1000)
            assert held(cache, 1000) == {}
            assert cache.notes == (BUSY,)


def test_a_read_only_disk_is_read(sound: Path, tmp_path: Path) -> None:
    with mounted(tmp_path / "disk", megabytes=4) as disk:
        shutil.copy(sound, disk / FIRST)
        make_read_only(disk)
        with Cache(disk) as cache:
            check_only_truth(cache)
            fill(cache, COUNT)
            cache.flush()
            assert len(cache.notes) == 1
            assert "cannot be written" in cache.notes[0]


def test_a_full_disk_stops_only_the_writing(tmp_path: Path) -> None:
    with mounted(tmp_path / "disk", megabytes=1) as disk, Cache(disk) as cache:
        fill(cache, 500, size=10_000)
        assert len(cache.notes) == 1
        assert "full" in cache.notes[0]
        found = held(cache, 500)
        assert 0 < len(found) < 500
        assert found == {number: data(number, 10_000) for number in found}


def test_a_disk_that_is_full_from_the_start_has_no_cache(tmp_path: Path) -> None:
    with mounted(tmp_path / "disk", megabytes=1) as disk:
        filler = disk / "filler"
        with filler.open("wb", buffering=0) as file, pytest.raises(OSError, match="No space"):
            while True:
                file.write(bytes(4096))
        with Cache(disk) as cache:
            fill(cache, COUNT)
            cache.flush()
            assert len(cache.notes) == 1
            assert "cannot be written" in cache.notes[0]
            assert held(cache, COUNT) == {}


@pytest.mark.parametrize("in_the_way", ["folder", "file"])
def test_something_in_the_caches_place_is_left_there(tmp_path: Path, in_the_way: str) -> None:
    if in_the_way == "folder":
        (tmp_path / "cache" / FIRST).mkdir(parents=True)
    else:
        (tmp_path / "cache").write_text("mine")
    with Cache(tmp_path / "cache") as cache:
        assert len(cache.notes) == 1
        assert "cannot be written" in cache.notes[0]
        fill(cache, COUNT)
        assert held(cache, COUNT) == {}
    assert (tmp_path / "cache" / FIRST).is_dir() or (tmp_path / "cache").read_text() == "mine"


def test_a_folder_that_vanishes_costs_only_the_cache(tmp_path: Path) -> None:
    with Cache(tmp_path / "cache") as cache:
        fill(cache, COUNT)
        cache.flush()
        shutil.rmtree(tmp_path / "cache")
        for _ in range(3):
            check = held(cache, COUNT)
            assert check == {number: data(number) for number in check}
            fill(cache, COUNT)
            cache.flush()
