"""What a photo is beside a photo is seen on large tiles and told in words."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRect
from PySide6.QtGui import QColor, QImage, QPainter

from gridsne_desktop.layout.arrangement import Arrangement
from gridsne_desktop.layout.grid import Grid
from gridsne_desktop.library.companions import Bundle
from gridsne_desktop.photo import Photo
from gridsne_desktop.qt.badges import Badge, Badges, badges_of
from gridsne_desktop.qt.grid.badge_marks import LEAST_SIDE, paint_badge
from gridsne_desktop.qt.grid.tile_store import TileStore
from gridsne_desktop.qt.grid.wall import Wall
from gridsne_desktop.settings import Pin
from tests.qt.grid.conftest import filled_store, plain_photo

Settled = Callable[[Wall], None]
FOLDER = Path("/nowhere").absolute()
ALL_KINDS = range(1, 16)


def arrangement(
    names: list[str],
    bundles: dict[str, list[str]],
    moving: set[str],
    pinned: tuple[str, ...] = (),
) -> Arrangement:
    photos = tuple(Photo(FOLDER / name, 1, 1) for name in names)
    n = len(photos)
    return Arrangement(
        grid=Grid(photos=photos, columns=n, rows=1, cells=np.arange(n, dtype=np.int32)),
        points=np.zeros((n, 2), np.float32),
        model="m",
        seed=0,
        problems=(),
        seconds={},
        bundles=tuple(
            Bundle(FOLDER / name, tuple(FOLDER / other for other in others))
            for name, others in bundles.items()
        ),
        animated=frozenset(FOLDER / name for name in moving),
        pins=tuple(Pin(FOLDER / name, 0, 0) for name in pinned),
    )


def test_each_kind_of_photo_has_its_badge_and_its_words() -> None:
    badges = badges_of(
        arrangement(
            ["plain.jpg", "pair.jpg", "live.heic", "both.jpg", "moves.gif", "raw.nef"],
            {
                "pair.jpg": ["pair.nef"],
                "live.heic": ["live.mov"],
                "both.jpg": ["both.dng", "both.mov"],
                "raw.nef": ["raw.heic"],
                "unreadable.jpg": ["unreadable.nef"],
            },
            {"moves.gif"},
        )
    )
    assert badges.kinds.tolist() == [
        0, Badge.RAW, Badge.LIVE, Badge.RAW | Badge.LIVE, Badge.ANIMATION, Badge.RAW
    ]  # fmt: skip
    assert badges.words(FOLDER / "plain.jpg") == ""
    assert badges.words(FOLDER / "pair.jpg") == "RAW + JPEG: pair.nef, pair.jpg"
    assert badges.words(FOLDER / "live.heic") == "Live Photo with live.mov"
    assert badges.lines(FOLDER / "both.jpg") == (
        "RAW + JPEG: both.dng, both.jpg", "Live Photo with both.mov"
    )  # fmt: skip
    assert badges.words(FOLDER / "moves.gif") == "Animation, first frame shown"
    assert badges.words(FOLDER / "raw.nef") == "RAW + HEIC: raw.nef, raw.heic"


def test_a_pinned_photo_has_a_badge_beside_those_it_has_anyway() -> None:
    badges = badges_of(arrangement(["a.jpg", "b.gif"], {}, {"b.gif"}, ("a.jpg", "b.gif")))
    assert badges.kinds.tolist() == [Badge.PIN, Badge.PIN | Badge.ANIMATION]
    assert badges.words(FOLDER / "b.gif") == "Animation, first frame shown · Pinned"


def painted(kind: int, colour: str, ratio: float) -> QImage:
    side = round(LEAST_SIDE * ratio)
    image = QImage(side, side, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    painter = QPainter(image)
    paint_badge(painter, kind, QRect(0, 0, side, side), ratio=ratio)
    painter.end()
    return image


def lightnesses(image: QImage) -> list[int]:
    across, down = range(image.width()), range(image.height())
    return [image.pixelColor(x, y).lightness() for x in across for y in down]


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("ratio", [1.0, 2.0])
@pytest.mark.parametrize("colour", ["white", "black", "#808080"])
def test_every_badge_is_legible_on_every_photo_and_differs_from_the_others(
    colour: str, ratio: float
) -> None:
    seen = [painted(kind, colour, ratio) for kind in ALL_KINDS]
    for image in seen:
        ground = QColor(colour).lightness()
        changed = [light for light in lightnesses(image) if light != ground]
        assert max(changed) - min(changed) > 100
        upper_edge = {image.pixel(x, 0) for x in range(image.width())}
        assert upper_edge == {QColor(colour).rgb()}  # it lies inside
    kinds = {bytes(image.constBits()) for image in seen}
    assert len(kinds) == len(seen)


@pytest.fixture
def shown(wall: Wall, settled: Settled) -> Callable[[TileStore, float], QImage]:
    def look(store: TileStore, scale: float) -> QImage:
        if wall.photos != store.photos:
            wall.show_photos(store)
        wall.zoom_to(scale, QPointF(0, 0))
        settled(wall)
        return wall.grab().toImage()

    return look


def test_only_tiles_of_badged_photos_change_and_only_where_they_are_large(
    wall: Wall, shown: Callable[[TileStore, float], QImage]
) -> None:
    store = filled_store(400)
    kinds = np.zeros(400, np.uint8)
    kinds[[0, 1]] = Badge.ANIMATION, Badge.RAW
    for scale, changes in ((LEAST_SIDE - 4.0, False), (100.0, True)):
        before = shown(store, scale)
        wall.show_badges(Badges(kinds))
        after = shown(store, scale)
        for index in (0, 1, 2):
            rect = (wall.tile_rect(index)).toRect()
            assert (before.copy(rect) != after.copy(rect)) is (changes and index < 2)
        wall.show_badges(Badges(np.zeros(400, np.uint8)))


@pytest.mark.parametrize("shape", [(16, 48), (48, 16)])
def test_the_badge_of_a_whole_photo_lies_on_the_photo(
    wall: Wall, settled: Settled, shape: tuple[int, int]
) -> None:
    store = TileStore((Photo(FOLDER / "a.gif", 1, 1),))
    height, width = shape
    store.put(0, plain_photo(0, width=width, height=height))
    wall.set_tile_fit(True)
    wall.show_photos(store)
    wall.zoom_to(200.0, QPointF(0, 0))
    settled(wall)
    before = wall.grab().toImage()
    wall.show_badges(Badges(np.array([Badge.ANIMATION], np.uint8)))
    settled(wall)
    after = wall.grab().toImage()
    ground = wall.ground()
    changed = [
        (x, y)
        for x in range(before.width())
        for y in range(before.height())
        if before.pixel(x, y) != after.pixel(x, y)
    ]
    assert changed
    assert not any(before.pixelColor(x, y) == ground for x, y in changed)


def test_a_photo_keeps_its_badge_when_others_leave(wall: Wall) -> None:
    store = filled_store(6)
    wall.show_photos(store)
    wall.show_badges(Badges(np.array([0, 1, 0, 2, 0, 4], np.uint8)))
    wall.keep_slots(np.array([5, 3, 0]))
    assert wall.kinds.tolist() == [4, 2, 0]
    wall.show_photos(filled_store(2))
    assert wall.kinds.tolist() == [0, 0]
    with pytest.raises(ValueError, match="2 photos"):
        wall.show_badges(Badges(np.zeros(3, np.uint8)))


def test_the_words_are_read_out_with_the_name(wall: Wall) -> None:
    store = filled_store(2)
    wall.show_photos(store)
    path = store.photos[0].path
    badges = Badges(np.array([1, 0], np.uint8), animated=frozenset([path]))
    wall.show_badges(badges)
    wall.set_current(0)
    said = wall.accessibleDescription()
    assert said.startswith(f"{path.name}, Animation, first frame shown, row 1")
