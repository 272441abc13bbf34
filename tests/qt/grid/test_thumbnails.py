"""Thumbnails that make room for others are there again when they are wanted."""

import threading

from hypothesis import given
from hypothesis import strategies as st

from gridsne_desktop.photo import Photo
from gridsne_desktop.qt.grid.thumbnails import Thumbnails
from gridsne_desktop.qt.grid.tile_store import TileStore
from tests.qt.grid.conftest import filled_store, photos_named

ROOM = 100


def jpeg(slot: int) -> bytes:
    return bytes([slot]) * 10


def again(photo: Photo) -> bytes | None:
    """Photos of even numbers lie somewhere else, too."""
    number = int(photo.path.stem.split()[-1])
    return jpeg(number) if number % 2 == 0 else None


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 39)), max_size=120))
def test_no_thumbnail_is_ever_lost(does: list[tuple[bool, int]]) -> None:
    thumbnails, put = Thumbnails(photos_named(40), again, room=ROOM), set()
    for is_put, slot in does:
        if is_put:
            thumbnails.put(slot, jpeg(slot))
            put.add(slot)
        assert thumbnails.get(slot) == (jpeg(slot) if slot in put else None)
    assert [thumbnails.has(slot) for slot in range(40)] == [slot in put for slot in range(40)]
    assert thumbnails.bytes_kept <= ROOM + 10 * sum(slot % 2 for slot in put)


def test_what_was_looked_at_last_stays_in_memory() -> None:
    asked: list[Photo] = []

    def noted(photo: Photo) -> bytes | None:
        asked.append(photo)
        return b"0" * 10

    thumbnails = Thumbnails(photos_named(12), noted, room=ROOM)
    for slot in range(10):
        thumbnails.put(slot, jpeg(slot))
    thumbnails.get(0)
    thumbnails.put(10, jpeg(10))
    assert thumbnails.peek(0) == jpeg(0)
    assert thumbnails.peek(1) is None


def test_without_another_place_all_stay() -> None:
    thumbnails = Thumbnails(photos_named(40), room=ROOM)
    for slot in range(40):
        thumbnails.put(slot, jpeg(slot))
    assert all(thumbnails.peek(slot) == jpeg(slot) for slot in range(40))


def test_many_threads_may_put_and_get_at_once() -> None:
    thumbnails = Thumbnails(photos_named(40), again, room=ROOM)
    wrong: list[int] = []

    def work(start: int) -> None:
        for slot in [*range(start, 40, 4)] * 20:
            thumbnails.put(slot, jpeg(slot))
            if thumbnails.get(slot) != jpeg(slot):
                wrong.append(slot)

    threads = [threading.Thread(target=work, args=(start,)) for start in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
    assert thumbnails.bytes_kept <= ROOM + 10 * 20


def test_a_new_store_knows_what_the_old_one_had_let_go() -> None:
    old = filled_store(3)
    data = old.jpeg(1)
    new = TileStore(photos_named(3), lambda _photo: data)
    newest = TileStore(photos_named(3), lambda _photo: data)
    new.adopt(old)
    newest.adopt(new)
    assert newest.filled == 3
    assert newest.jpeg(1) == data
