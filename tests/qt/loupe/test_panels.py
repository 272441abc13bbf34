"""The filmstrip below the large photo, and the facts beside it."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import ExifTags, Image
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gridsne_desktop.library.exif import Shot
from gridsne_desktop.photo import Photo
from gridsne_desktop.qt.grid.tile_store import TileStore
from gridsne_desktop.qt.loupe.dark import BAR, INK
from gridsne_desktop.qt.loupe.filmstrip import Filmstrip
from gridsne_desktop.qt.loupe.loupe import Loupe
from gridsne_desktop.qt.loupe.shot_words import shot_words
from gridsne_desktop.qt.theme import Theme
from tests.qt.loupe.conftest import NewPhoto

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

NONE = Qt.KeyboardModifier.NoModifier
LEFT = Qt.MouseButton.LeftButton


def show_strip(loupe: Loupe, n: int, *, rank: int) -> TileStore:
    """`n` photos, each of a colour of its own, in the order n - 1, …, 0."""
    store = TileStore(tuple(Photo(Path(f"/{i}.jpg").absolute(), 1, 1) for i in range(n)))
    for slot in range(n):
        store.put(slot, np.full((80, 80, 3), rgb(colour_of(slot)), np.uint8))
    loupe.show_strip(store, np.arange(n - 1, -1, -1), int, rank=rank)
    return store


def colour_of(slot: int) -> QColor:
    return QColor(40 + 50 * (slot % 4), 40 + 50 * (slot // 4 % 4), 40)


def rgb(colour: QColor) -> list[int]:
    return [colour.red(), colour.green(), colour.blue()]


def is_near(colour: QColor, other: QColor) -> bool:
    parts = zip(rgb(colour), rgb(other), strict=True)
    return all(abs(a - b) < 6 for a, b in parts)


def middle_of(strip: Filmstrip, rank: int) -> QPoint:
    return strip.rect_of(rank).center().toPoint()


def wheel(strip: Filmstrip, notches: int) -> None:
    place = QPointF(strip.rect().center())
    event = QWheelEvent(
        place, strip.mapToGlobal(place), QPoint(), QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton, NONE, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(strip, event)


def test_the_current_photo_stands_in_the_middle_and_is_marked(loupe: Loupe) -> None:
    show_strip(loupe, 40, rank=12)
    strip = loupe.strip
    assert strip.isVisible()
    assert abs(middle_of(strip, 12).x() - strip.width() / 2) <= 1
    picture = strip.grab().toImage()
    for rank in (11, 12, 13):
        assert is_near(picture.pixelColor(middle_of(strip, rank)), colour_of(39 - rank))
    edge = strip.rect_of(12).adjusted(-2, -2, 0, 0).topLeft().toPoint()
    assert is_near(picture.pixelColor(edge), INK)


def test_only_the_tiles_in_view_are_painted(loupe: Loupe) -> None:
    show_strip(loupe, 5000, rank=2500)
    assert len(loupe.strip.ranks_in_view) < 12
    assert 2500 in loupe.strip.ranks_in_view


def test_a_click_goes_to_the_photo_and_a_click_beside_the_strip_nowhere(
    loupe: Loupe, qtbot: QtBot
) -> None:
    show_strip(loupe, 40, rank=0)
    with qtbot.waitSignal(loupe.chosen) as chosen:
        QTest.mouseClick(loupe.strip, LEFT, NONE, middle_of(loupe.strip, 2))
    assert chosen.args == [37]
    with qtbot.assertNotEmitted(loupe.chosen):
        QTest.mouseClick(loupe.strip, LEFT, NONE, QPoint(3, 30))


def test_the_wheel_moves_the_strip_but_never_out_of_sight(loupe: Loupe) -> None:
    show_strip(loupe, 40, rank=0)
    wheel(loupe.strip, -4)
    assert 12 in loupe.strip.ranks_in_view
    wheel(loupe.strip, -100)
    assert abs(middle_of(loupe.strip, 39).x() - loupe.strip.width() / 2) <= 1
    wheel(loupe.strip, 100)
    assert abs(middle_of(loupe.strip, 0).x() - loupe.strip.width() / 2) <= 1


@pytest.mark.parametrize("key", [Qt.Key.Key_F, Qt.Key.Key_T])
def test_a_key_hides_the_strip_and_shows_it_again(loupe: Loupe, key: Qt.Key) -> None:
    show_strip(loupe, 40, rank=0)
    QTest.keyClick(loupe, key)
    assert not loupe.strip.isVisible()
    show_strip(loupe, 40, rank=1)
    assert not loupe.strip.isVisible()
    QTest.keyClick(loupe, key)
    assert loupe.strip.isVisible()


def test_a_photo_without_others_has_no_strip(loupe: Loupe) -> None:
    show_strip(loupe, 1, rank=0)
    assert not loupe.strip.isVisible()


@pytest.fixture
def styled(qapp: QApplication) -> Iterator[None]:
    """The app as it starts: with a style sheet, light."""
    before = qapp.palette()
    theme = Theme(qapp)
    theme.follow("light")
    yield
    qapp.setStyleSheet("")
    qapp.setPalette(before)
    theme.deleteLater()


def test_the_panel_tells_file_camera_and_companions(
    loupe: Loupe, tmp_path: Path, qtbot: QtBot
) -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Make], exif[ExifTags.Base.Model] = "Canon", "EOS R5"
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.ExposureTime] = 1 / 500
    path = tmp_path / "holiday.jpg"
    Image.new("RGB", (1200, 900), (10, 200, 10)).save(path, exif=exif)
    loupe.show_photo(Photo(path, 4_200_000, 1), notes=["RAW + JPEG: a.nef, a.jpg"])
    QTest.keyClick(loupe, Qt.Key.Key_I)
    qtbot.waitUntil(lambda: loupe.info.histogram is not None)
    rows = dict(loupe.info.rows)
    assert rows["Name"] == "holiday.jpg"
    assert rows["Folder"] == str(tmp_path)
    assert rows["Size"] == "4.2 MB"
    assert rows["Pixels"] == "1200 × 900 (1.1 MP)"
    assert rows["Camera"] == "Canon EOS R5"
    assert rows["Exposure"] == "1/500 s"
    assert rows["Also"] == "RAW + JPEG: a.nef, a.jpg"
    histogram = loupe.info.histogram
    assert histogram is not None
    assert abs(int(histogram.green.argmax()) - 200) < 4
    assert abs(int(histogram.red.argmax()) - 10) < 4
    qtbot.waitUntil(lambda: loupe.is_settled)


@pytest.mark.usefixtures("styled")
def test_the_panel_follows_the_photo_and_is_dark_under_the_light_style_sheet(
    loupe: Loupe, new_photo: NewPhoto, qtbot: QtBot
) -> None:
    loupe.show_photo(new_photo("a.png", colour=(255, 0, 0)))
    QTest.keyClick(loupe, Qt.Key.Key_I)
    qtbot.waitUntil(lambda: loupe.info.histogram is not None)
    loupe.show_photo(new_photo("b.png", colour=(0, 0, 255)))
    qtbot.waitUntil(lambda: loupe.info.histogram is not None)
    assert dict(loupe.info.rows)["Name"] == "b.png"
    assert loupe.info.histogram is not None
    assert loupe.info.histogram.blue[255] > 0
    picture = loupe.info.grab().toImage()
    assert is_near(picture.pixelColor(4, picture.height() - 4), BAR)
    QTest.keyClick(loupe, Qt.Key.Key_I)
    assert not loupe.info.isVisible()
    qtbot.waitUntil(lambda: loupe.is_settled)


@pytest.mark.parametrize(
    ("shot", "words"),
    [
        (Shot(exposure=1 / 250, aperture=2.8), ("Exposure", "1/250 s, f/2.8")),
        (Shot(exposure=30.0, aperture=11.0), ("Exposure", "30 s, f/11")),
        (Shot(exposure=0.5), ("Exposure", "0.5 s")),
        (Shot(focal_length=50.0, focal_length_35mm=75.0), ("Focal length", "50 mm (as 75 mm)")),
        (Shot(focal_length=50.0, focal_length_35mm=50.0), ("Focal length", "50 mm")),
        (
            Shot(latitude=-33.86, longitude=151.2, altitude=58.4),
            ("Place", "33.86000° S, 151.20000° E, 58 m"),
        ),
    ],
)
def test_numbers_are_told_as_photographers_say_them(shot: Shot, words: tuple[str, str]) -> None:
    assert shot_words(shot) == [words]


def test_of_what_nothing_is_known_nothing_is_told() -> None:
    assert shot_words(Shot()) == []
