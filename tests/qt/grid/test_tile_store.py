"""Thumbnails kept small."""

import dataclasses
import threading

import numpy as np
import pytest
from PIL import Image

from gridsne_desktop.library.cache.squares import Squares, from_squares, to_square
from gridsne_desktop.qt.grid.tile_store import TileStore
from gridsne_desktop.qt.grid.tiles import encode, make_tile, tiles_of_squares
from tests.qt.grid.conftest import colour_of, filled_store, photos_named, plain_photo


def middle_colour(store: TileStore, slot: int, side: int) -> tuple[int, int, int]:
    argb = int(store.level(side)[slot, side // 2 - 1, side // 2 - 1])
    assert argb >> 24 == 0xFF
    return argb >> 16 & 0xFF, argb >> 8 & 0xFF, argb & 0xFF


def test_a_photo_is_kept_in_every_size() -> None:
    store = TileStore(photos_named(3))
    assert (store.filled, store.version, store.has(1)) == (0, 0, False)
    store.put(1, plain_photo(1))
    assert (store.filled, store.version, store.has(1)) == (1, 1, True)
    for side in store.sides:
        assert middle_colour(store, 1, side) == colour_of(1)
    assert store.changed_since(0).tolist() == [1]


def test_a_thumbnail_is_the_whole_photo_and_at_most_256_px() -> None:
    store = TileStore(photos_named(2))
    store.put(0, plain_photo(0, width=600, height=300))
    thumbnail = store.thumbnail(0)
    assert thumbnail is not None
    assert thumbnail.shape == (128, 256, 3)
    assert store.thumbnail(1) is None


@pytest.mark.parametrize(("width", "height"), [(1, 1), (1, 900), (900, 1), (3, 2)])
def test_odd_shapes_have_tiles_too(width: int, height: int) -> None:
    store = TileStore(photos_named(1))
    for fit in (False, True):
        store.set_fit(fit)
        store.put(0, plain_photo(0, width=width, height=height))
        red, green, blue = colour_of(0)
        photo = np.uint32(0xFF000000 | red << 16 | green << 8 | blue)
        assert all((store.level(side)[0] == photo).any() for side in store.sides)


def test_whole_photos_leave_see_through_ground_above_and_below() -> None:
    store = TileStore(photos_named(1))
    store.put(0, plain_photo(0, width=60, height=30))
    store.set_fit(True)
    store.remake(0)
    tile = store.level(64)[0]
    assert tile[2, 31] == 0
    assert tile[31, 31] >> 24 == 0xFF
    assert store.filled == 1


def test_tiles_of_photos_that_both_stores_know_are_taken_over() -> None:
    old = filled_store(6)
    new = TileStore((*photos_named(9)[7:], *photos_named(9)[2:4]))
    new.adopt(old)
    assert [new.has(slot) for slot in range(4)] == [False, False, True, True]
    assert middle_colour(new, 2, 32) == colour_of(2)
    assert new.filled == 2
    assert new.jpeg(3) == old.jpeg(3)


def test_a_store_with_other_sizes_adopts_as_well() -> None:
    small, large = filled_store(3), TileStore(photos_named(5000))
    large.adopt(small)
    assert large.filled == 3
    assert middle_colour(large, 2, large.sides[-1]) == pytest.approx(colour_of(2), abs=4)


def test_many_threads_may_put_at_once() -> None:
    store = TileStore(photos_named(200))

    def put(start: int) -> None:
        for slot in range(start, 200, 4):
            store.put(slot, plain_photo(slot))

    threads = [threading.Thread(target=put, args=(start,)) for start in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert store.filled == store.version == 200
    assert sorted(store.changed_since(0).tolist()) == list(range(200))
    assert all(middle_colour(store, slot, 16) == colour_of(slot) for slot in range(200))


def test_a_preview_is_painted_until_the_photo_comes() -> None:
    store = TileStore(photos_named(2))
    store.put_preview(1, plain_photo(0))
    assert (store.filled, store.version, store.has(1)) == (0, 1, False)
    assert middle_colour(store, 1, store.sides[-1]) == colour_of(0)
    store.put(1, plain_photo(1))
    assert (store.filled, store.has(1)) == (1, True)
    assert middle_colour(store, 1, store.sides[-1]) == colour_of(1)


def test_a_late_preview_does_not_cover_the_photo() -> None:
    store = TileStore(photos_named(1))
    store.put(0, plain_photo(1))
    store.put_preview(0, plain_photo(0))
    assert store.changed_since(0).tolist() == [0]
    assert middle_colour(store, 0, store.sides[-1]) == colour_of(1)


def test_thumbnails_of_very_many_photos_are_half_as_large() -> None:
    store = TileStore(photos_named(20_001))
    store.put(7, plain_photo(0, width=600, height=300))
    usual = TileStore(photos_named(1))
    usual.put(0, plain_photo(0, width=600, height=300))
    store.put_jpeg(8, usual.jpeg(0) or b"")
    for slot in (7, 8):
        thumbnail = store.thumbnail(slot)
        assert thumbnail is not None
        assert thumbnail.shape == (64, 128, 3)


@pytest.mark.parametrize("fit", [False, True])
@pytest.mark.parametrize("count", [2, 5000])
def test_a_thumbnail_that_is_a_jpeg_already_is_kept_as_it_is_and_has_the_same_tiles(
    fit: bool, count: int
) -> None:
    put, put_as_jpeg = TileStore(photos_named(count)), TileStore(photos_named(count))
    for store in (put, put_as_jpeg):
        store.set_fit(fit)
    put.put(1, plain_photo(1, width=600, height=300))
    jpeg = put.jpeg(1)
    assert jpeg is not None
    put_as_jpeg.put_jpeg(1, jpeg)
    assert put_as_jpeg.jpeg(1) == jpeg
    assert (put_as_jpeg.filled, put_as_jpeg.changed_since(0).tolist()) == (1, [1])
    for side in put.sides:
        mine, theirs = (store.level(side)[1:2].view(np.uint8) for store in (put_as_jpeg, put))
        assert np.abs(mine.astype(int) - theirs).max() <= 2  # JPEG's own rounding


def squares_of(*colours: tuple[int, int, int]) -> Squares:
    squares = np.empty((len(colours), 31, 31, 3), np.uint8)
    squares[:] = np.array(colours)[:, np.newaxis, np.newaxis]
    return squares


@pytest.mark.parametrize("n", [3, 5_000, 20_001])
def test_squares_fill_the_tiles_of_many_photos_at_once(n: int) -> None:
    store = TileStore(photos_named(n), lambda _: None)
    store.put_squares(np.array([2, 0]), squares_of((200, 0, 0), (0, 0, 90)))
    assert (store.filled, store.has(0), store.has(1), store.has(2)) == (2, True, False, True)
    assert sorted(store.changed_since(0).tolist()) == [0, 2]
    for side in store.sides:
        assert store.level(side)[2, 0, 0] == 0xFFC80000
        assert store.level(side)[0, 0, 0] == 0xFF00005A
        if side >= 32:
            assert (store.level(side)[2, -1] == 0).all()  # the gap to the next tile


def test_tiles_of_squares_are_those_of_the_photo_itself() -> None:
    rng = np.random.default_rng(1)
    rough = rng.integers(0, 256, (6, 9, 3), dtype=np.uint8)
    photo = np.asarray(Image.fromarray(rough).resize((248, 186), Image.Resampling.BICUBIC))
    square = from_squares([to_square(photo)])
    for side in (3, 4, 6, 8, 12, 16, 24, 32):
        ours = tiles_of_squares(square, side=side)[0].view(np.uint8).astype(int)
        theirs = make_tile(photo, side=side, fit=False).view(np.uint8).astype(int)
        assert np.abs(ours - theirs).max() <= (2 if side == 32 else 12)
        assert np.abs(ours - theirs).mean() < 2


def test_squares_do_not_cover_what_is_better_and_the_rest_is_made_better_later() -> None:
    sharp, plain = plain_photo(0), squares_of((9, 9, 9), (9, 9, 9))
    thumbnail = encode(plain_photo(1))
    store = TileStore(photos_named(2), lambda _: thumbnail)
    store.put(0, sharp)
    before = store.level(64)[0].copy()
    store.put_squares(np.array([0, 1]), plain)
    assert (store.level(64)[0] == before).all()
    assert store.take_coarse() == {1}
    assert store.take_coarse() == set()
    store.remake(1)
    assert store.level(64)[1, 0, 0] != 0xFF090909


def test_a_photo_is_found_by_itself_and_by_an_equal_one() -> None:
    store = filled_store(5)
    equal = dataclasses.replace(store.photos[3])
    stranger = dataclasses.replace(equal, size=equal.size + 1)
    assert [store.slot_of(each) for each in store.photos] == [0, 1, 2, 3, 4]
    assert store.slot_of(equal) == 3
    assert store.slot_of(stranger) is None


def test_slots_in_another_store_are_those_of_the_same_paths() -> None:
    store = filled_store(4)
    first, _, third, _ = store.photos
    changed = dataclasses.replace(third, size=third.size + 1)
    later = TileStore((changed, photos_named(9)[8], first))
    assert later.slots_in(store).tolist() == [2, -1, 0]
    assert store.slots_in(later).tolist() == [2, -1, 0, -1]
    assert later.photos_at(np.array([2, 0])) == (first, changed)
    assert later.photos_at(np.arange(3)) is later.photos
