"""Small pictures for the window: at once if they are in memory, else when they come."""

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from gridsne_desktop.photo import Photo
from gridsne_desktop.qt.glances import Glances
from gridsne_desktop.qt.grid.tile_store import TileStore
from gridsne_desktop.qt.grid.tiles import encode
from tests.qt.grid.conftest import photos_named, plain_photo, slot_of


class BusyCache:
    """Answers only when it is let."""

    def __init__(self, data: bytes | None) -> None:
        self.is_free, self.data, self.asked = threading.Event(), data, 0

    def __call__(self, photo: Photo) -> bytes | None:
        del photo
        self.asked += 1
        assert self.is_free.wait(20)
        return self.data


@pytest.fixture
def glances(qtbot: QtBot) -> Iterator[Glances]:
    del qtbot
    owner = QObject()
    glances = Glances(owner)
    yield glances
    glances.shut_down()


def store_with(cache: BusyCache) -> TileStore:
    """Knows the tiles of photo 0; its thumbnail lies in the cache."""
    photos = photos_named(1)
    other = TileStore(photos, cache)
    other.put(0, plain_photo(7))
    store = TileStore(photos, cache)
    store.set_fit(False)
    for side in store.sides:
        store.level(side)[0] = other.level(side)[0]
    store._thumbnails.know(0)
    return store


def test_what_the_cache_has_comes_while_the_window_goes_on(glances: Glances, qtbot: QtBot) -> None:
    cache = BusyCache(encode(plain_photo(7)))
    glances.look_at(store_with(cache))
    for _ in range(3):
        assert glances.thumbnail(0) is None  # and not: waits for the cache
    assert slot_of(glances.stand_in(0).pixelColor(1, 1)) == 7
    with qtbot.waitSignal(glances.arrived):
        cache.is_free.set()
    image = glances.thumbnail(0)
    assert image is not None
    assert (image.width(), image.height(), slot_of(image.pixelColor(3, 3))) == (24, 16, 7)
    assert cache.asked == 1


def test_what_the_cache_has_lost_is_not_waited_for(glances: Glances, qtbot: QtBot) -> None:
    cache = BusyCache(None)
    glances.look_at(store_with(cache))
    assert glances.thumbnail(0) is None
    with qtbot.waitSignal(glances.arrived):
        cache.is_free.set()
    image = glances.thumbnail(0)
    assert image is not None
    assert image.isNull()


def test_what_is_still_to_be_read_is_on_its_way(glances: Glances) -> None:
    glances.look_at(TileStore(photos_named(1)))
    assert glances.thumbnail(0) is None
