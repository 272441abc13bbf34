"""A picture that gets better softly: between the two it is a bit of each, in the end the better."""

from PySide6.QtGui import QColor, QImage, QPainter

from gridsne_desktop.qt.grid.softly import SOFT_SECONDS, Softly

DARK, LIGHT = QColor(0, 0, 0), QColor(200, 200, 200)


def plain(colour: QColor) -> QImage:
    image = QImage(4, 4, QImage.Format.Format_RGB32)
    image.fill(colour)
    return image


def seen(softly: Softly, better: QImage, now: float) -> int:
    """How light the picture is that a person sees."""
    shown = better.copy()
    painter = QPainter(shown)
    softly.paint(painter, now=now)
    painter.end()
    return shown.pixelColor(1, 1).lightness()


def test_what_was_shown_goes_out_steadily() -> None:
    softly = Softly()
    softly.begin(plain(DARK), now=0.0)
    shades = [seen(softly, plain(LIGHT), step / 10 * SOFT_SECONDS) for step in range(11)]
    assert shades == sorted(shades)
    assert (shades[0], shades[-1]) == (0, 200)
    assert 90 < shades[5] < 110
    assert not softly


def test_what_gets_better_meanwhile_begins_from_what_is_seen() -> None:
    softly = Softly()
    softly.begin(plain(DARK), now=0.0)
    late = 0.8 * SOFT_SECONDS
    before = seen(softly, plain(LIGHT), late)
    softly.begin(plain(LIGHT), now=late)
    assert abs(seen(softly, plain(DARK), late) - before) <= 2
    assert seen(softly, plain(DARK), late + SOFT_SECONDS) == 0


def test_at_another_place_nothing_of_it_stays() -> None:
    softly = Softly()
    softly.begin(plain(DARK), now=0.0)
    softly.forget()
    assert not softly
    assert seen(softly, plain(LIGHT), 0.0) == 200
