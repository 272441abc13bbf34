"""What the cache keeps, for how long, and for whom."""

import sqlite3
import threading
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridsne_desktop.library.cache import Cache
from gridsne_desktop.library.cache.cache import PHOTOS_A_TRANSACTION
from gridsne_desktop.library.cache.key import Fingerprint, fingerprint, key_of
from gridsne_desktop.library.cache.limit import (
    DEFAULT_LIMIT,
    LEAST_LIMIT,
    read_limit,
    write_limit,
)
from gridsne_desktop.library.cache.rows import AT_ONCE
from gridsne_desktop.library.cache.thumbnails import from_jpeg, to_jpeg
from gridsne_desktop.photo import Photo
from tests.unit.library.cache.made import KIND, LONG_AGO, aged, data, fill, held, key, photo, start

A_DAY = 86_400.0


def test_what_is_kept_is_there_at_once_and_after_the_next_start(tmp_path: Path) -> None:
    with Cache(tmp_path) as cache:
        fill(cache, 3)
        assert held(cache, 3) == {n: data(n) for n in range(3)}
    with Cache(tmp_path) as again:
        assert held(again, 5) == {n: data(n) for n in range(3)}
        assert again.keys_of([photo(2), photo(4), photo(0)]) == [key(2), None, key(0)]
        assert again.notes == ()


def test_kinds_do_not_mix(tmp_path: Path) -> None:
    with Cache(tmp_path) as cache:
        cache.keep(key(0), {b"one": b"1", b"two": b"2"})
        for _ in range(2):
            assert cache.items([key(0)], b"one") == {key(0): b"1"}
            assert cache.items([key(0)], b"three") == {}
            cache.flush()


def test_newer_data_replace_older(tmp_path: Path) -> None:
    with Cache(tmp_path) as cache:
        for content in (b"old", b"new"):
            cache.keep(key(0), {KIND: content})
            cache.flush()
        assert cache.items([key(0)], KIND) == {key(0): b"new"}


@pytest.mark.parametrize("change", ["size", "mtime_ns"])
def test_a_changed_file_is_not_known_by_its_place(tmp_path: Path, change: str) -> None:
    facts = {"size": photo(0).size, "mtime_ns": photo(0).mtime_ns}
    facts[change] += 1
    with Cache(tmp_path) as cache:
        fill(cache, 1)
        cache.flush()
        assert cache.keys_of([Photo(photo(0).path, **facts)]) == [None]


def test_a_file_changed_just_now_is_not_trusted_to_its_clock(tmp_path: Path) -> None:
    now = LONG_AGO / 1e9
    with Cache(tmp_path, clock=lambda: now) as cache:
        for number, age in ((0, 1), (1, 3)):
            of = Photo(photo(number).path, 10, LONG_AGO - age * 10**9)
            place = of.path, Fingerprint(key(number), of.size, of.mtime_ns)
            cache.keep(key(number), {KIND: b"x"}, place=place)
            cache.flush()
            assert cache.keys_of([of]) == [None if age < 2 else key(number)]
        assert set(cache.items([key(0), key(1)], KIND)) == {key(0), key(1)}


def test_names_that_are_no_unicode_are_known_again(tmp_path: Path) -> None:
    of = Photo(Path("/photos/\udcff.jpg").absolute(), 1, LONG_AGO)
    with Cache(tmp_path) as cache:
        cache.keep(key(0), {}, place=(of.path, Fingerprint(key(0), of.size, of.mtime_ns)))
        cache.flush()
        assert cache.keys_of([of]) == [key(0)]


def test_a_full_transaction_is_on_the_disk_without_waiting_for_the_end(tmp_path: Path) -> None:
    with Cache(tmp_path) as writer, Cache(tmp_path) as reader:
        fill(writer, PHOTOS_A_TRANSACTION - 1)
        assert held(reader, PHOTOS_A_TRANSACTION) == {}
        fill(writer, PHOTOS_A_TRANSACTION)
        assert len(held(reader, PHOTOS_A_TRANSACTION)) == PHOTOS_A_TRANSACTION


def test_the_least_recently_used_goes_first(tmp_path: Path) -> None:
    now = [LONG_AGO / 1e9]
    room = 2_000_000
    with Cache(tmp_path, limit=room, clock=lambda: now[0]) as cache:
        fill(cache, 100, size=8000)
        cache.flush()
        now[0] += A_DAY
        used = set(range(0, 100, 2))
        cache.items([key(number) for number in used], KIND)
        cache.flush()
        now[0] += A_DAY
        for number in range(100, 250):
            cache.keep(key(number), {KIND: data(number, 8000)})
        cache.flush()
        left = set(held(cache, 250))
        assert cache.info().size <= room
        gone = set(range(250)) - left
        assert gone
        assert not (gone & used and left & set(range(1, 100, 2)))
        assert max(gone) < 150
        assert [k for k in cache.keys_of([photo(n) for n in gone]) if k] == []


def test_a_lowered_limit_gives_the_disk_its_room_back(tmp_path: Path) -> None:
    with Cache(tmp_path) as cache:
        fill(cache, 200, size=10_000)
    with Cache(tmp_path, limit=500_000) as smaller:
        smaller.make_room()
        file = smaller.file
        assert 0 < len(held(smaller, 200)) < 60
    assert file is not None
    assert file.stat().st_size <= 500_000


def test_a_cleared_cache_is_empty_for_everyone_and_small(tmp_path: Path) -> None:
    with Cache(tmp_path) as other, Cache(tmp_path) as cache:
        fill(cache, 100, size=10_000)
        cache.flush()
        assert cache.clear()
        assert held(cache, 100) == held(other, 100) == {}
        fill(other, 2)
        other.flush()
        assert len(held(cache, 100)) == 2
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) < 200_000


def test_the_info_counts_photos_places_and_kinds(tmp_path: Path) -> None:
    with Cache(tmp_path, limit=10**8) as cache:
        cache.keep(key(0), {b"thumbnail": b"t", b"vector a": b"1", b"vector b": b"2"})
        fill(cache, 3)
        info = cache.info()
        assert info.items == {"thumbnail": 1, "vector a": 1, "vector b": 1, "vector test": 3}
        assert (info.photos, info.places, info.limit) == (1, 3, 10**8)
        assert info.file == cache.file
        assert info.size > 0


def test_ten_thousand_rows_take_few_questions(tmp_path: Path) -> None:
    count, asked = 10_000, list[str]()
    with Cache(tmp_path) as cache:
        fill(cache, count, size=10)
    with Cache(tmp_path) as cache:
        assert cache._connection is not None
        cache._connection.set_trace_callback(asked.append)
        keys = [k for k in cache.keys_of([photo(n) for n in range(count)]) if k]
        assert len(cache.items(keys, KIND)) == count
    asked = [words for words in asked if words.startswith("SELECT")]
    assert 2 <= len(asked) <= 2 * (count // AT_ONCE + 1)
    with sqlite3.connect(tmp_path / "photos-1.sqlite") as database:
        for words in (asked[0], asked[-1]):
            plan = str(database.execute(f"EXPLAIN QUERY PLAN {words}").fetchall())
            assert "SEARCH" in plan
            assert "SCAN" not in plan
    database.close()


def test_many_threads_may_use_one_cache(tmp_path: Path) -> None:
    wrong: list[int] = []

    def work(first: int) -> None:
        for number in range(first, first + 100):
            cache.keep(key(number), {KIND: data(number)})
            if cache.items([key(number)], KIND) != {key(number): data(number)}:
                wrong.append(number)

    with Cache(tmp_path) as cache:
        threads = [threading.Thread(target=work, args=(100 * n,)) for n in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert wrong == []
        assert held(cache, 400) == {n: data(n) for n in range(400)}


WRITE = """
import sys
from pathlib import Path
from gridsne_desktop.library.cache import Cache
from tests.unit.library.cache.made import KIND, data, key

first, last = int(sys.argv[2]), int(sys.argv[3])
with Cache(Path(sys.argv[1])) as cache:
    print("open", flush=True)
    sys.stdin.readline()
    for number in range(first, last):
        cache.keep(key(number), {KIND: data(number)})
    cache.flush()
    print(cache.notes, flush=True)
"""


def test_several_programs_write_at_the_same_time(tmp_path: Path) -> None:
    programs = [start(WRITE, tmp_path, first, first + 600) for first in (0, 300, 600)]
    for program in programs:
        assert program.stdout
        assert program.stdout.readline() == "open\n"
    for program in programs:
        assert program.stdin
        program.stdin.write("\n")
        program.stdin.flush()
    for program in programs:
        assert program.communicate(timeout=60)[0] == "()\n"
    with Cache(tmp_path) as cache:
        assert held(cache, 1200) == {n: data(n) for n in range(1200)}


def test_a_cache_that_nobody_asks_makes_no_file(tmp_path: Path) -> None:
    Cache(tmp_path / "cache").close()
    assert not (tmp_path / "cache").exists()
    cache = Cache(tmp_path / "cache")
    fill(cache, 1)
    cache.close()
    with Cache(tmp_path / "cache") as again:
        assert len(held(again, 1)) == 1


def test_a_closed_cache_knows_nothing_and_minds_nothing(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.close()
    fill(cache, 100)
    assert held(cache, 100) == {}
    assert cache.keys_of([photo(0)]) == [None]
    assert cache.info().file is None
    cache.close()


def test_the_same_content_has_the_same_key_under_every_name(tmp_path: Path) -> None:
    prints = []
    for name in ("a.jpg", "b.JPEG", "c d.jpe"):
        (tmp_path / name).write_bytes(b"content" * 100_000)
        prints.append(fingerprint(aged(tmp_path / name)))
    assert prints[0] is not None
    assert prints == [prints[0]] * 3
    assert (prints[0].size, prints[0].mtime_ns) == (700_000, LONG_AGO)


def test_other_content_or_another_promised_format_has_another_key(tmp_path: Path) -> None:
    keys = set()
    for name, content in (("a.jpg", b"a"), ("b.jpg", b"b"), ("c.png", b"a"), ("d", b"a")):
        (tmp_path / name).write_bytes(content)
        found = fingerprint(tmp_path / name)
        assert found is not None
        keys.add(found.key)
    assert len(keys) == 4


def test_what_is_no_file_has_no_fingerprint(tmp_path: Path) -> None:
    assert fingerprint(tmp_path) is None
    assert fingerprint(tmp_path / "gone.jpg") is None


@given(st.lists(st.binary(max_size=5), max_size=4), st.lists(st.binary(max_size=5), max_size=4))
def test_keys_are_equal_only_for_equal_parts(ours: list[bytes], theirs: list[bytes]) -> None:
    assert (key_of(*ours) == key_of(*theirs)) == (ours == theirs)


def test_a_thumbnail_is_small_and_looks_like_the_photo() -> None:
    slope = np.linspace(0, 255, 600).astype(np.uint8)
    pixels = np.broadcast_to(slope[None, :, None], (300, 600, 3))
    seen = from_jpeg(to_jpeg(pixels))
    assert seen.shape == (128, 256, 3)
    assert seen.dtype == np.uint8
    assert np.abs(seen[:, ::64].astype(int) - pixels[:128, 1::150]).max() < 8


def test_the_limit_is_kept_for_both_clients(tmp_path: Path) -> None:
    assert read_limit(tmp_path) == DEFAULT_LIMIT
    write_limit(tmp_path, 10**9)
    assert read_limit(tmp_path) == 10**9
    write_limit(tmp_path, 1)
    assert read_limit(tmp_path) == LEAST_LIMIT


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"limit_bytes": "much"}', "\x00"])
def test_a_damaged_limit_is_the_default(tmp_path: Path, text: str) -> None:
    write_limit(tmp_path, 10**9)
    next(tmp_path.iterdir()).write_text(text)
    assert read_limit(tmp_path) == DEFAULT_LIMIT
