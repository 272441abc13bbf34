"""The slider between content and colour tells what one has chosen, once."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QSlider, QStyle, QStyleOptionSlider
from pytestqt.qtbot import QtBot

from gridsne_desktop.qt.bottom_bar import BottomBar
from gridsne_desktop.qt.colour_slider import ColourSlider


@pytest.fixture
def colour(qtbot: QtBot) -> ColourSlider:
    made = ColourSlider()
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made


def slider(colour: ColourSlider) -> QSlider:
    return colour.findChildren(QSlider)[0]


def handle(colour: ColourSlider) -> QPoint:
    inner, option = slider(colour), QStyleOptionSlider()
    inner.initStyleOption(option)
    style, part = inner.style(), QStyle.SubControl.SC_SliderHandle
    return style.subControlRect(QStyle.ComplexControl.CC_Slider, option, part, inner).center()


def test_a_drag_is_told_when_it_ends(qtbot: QtBot, colour: ColourSlider) -> None:
    told: list[float] = []
    colour.chosen.connect(told.append)
    inner, place = slider(colour), handle(colour)
    QTest.mousePress(inner, Qt.MouseButton.LeftButton, pos=place)
    for right in range(10, 60, 10):
        QTest.mouseMove(inner, place + QPoint(right, 0))
    assert inner.value() > 20
    assert told == []
    QTest.mouseRelease(inner, Qt.MouseButton.LeftButton, pos=place + QPoint(50, 0))
    qtbot.waitUntil(lambda: told == [inner.value() / 100])


def test_keys_are_told_together_after_a_pause(qtbot: QtBot, colour: ColourSlider) -> None:
    told: list[float] = []
    colour.chosen.connect(told.append)
    for _ in range(4):
        QTest.keyClick(slider(colour), Qt.Key.Key_Right)
    assert told == []
    qtbot.waitUntil(lambda: bool(told))
    assert told == [0.2]


def test_moved_back_before_the_pause_is_over_nothing_is_told(
    qtbot: QtBot, colour: ColourSlider
) -> None:
    told: list[float] = []
    colour.chosen.connect(told.append)
    QTest.keyClick(slider(colour), Qt.Key.Key_Right)
    QTest.keyClick(slider(colour), Qt.Key.Key_Left)
    QTest.keyClick(slider(colour), Qt.Key.Key_End)
    qtbot.waitUntil(lambda: bool(told))
    assert told == [1.0]


def test_showing_a_share_tells_nothing_and_never_moves_what_is_held(colour: ColourSlider) -> None:
    told: list[float] = []
    colour.chosen.connect(told.append)
    colour.show_share(0.3)
    assert slider(colour).value() == 30
    assert "30 % colour" in colour.toolTip()
    slider(colour).setSliderDown(True)
    colour.show_share(0.9)
    assert slider(colour).value() == 30
    slider(colour).setSliderDown(False)
    assert told == []


def test_the_keyboard_reaches_it_and_a_click_leaves_the_keys_with_the_photos(
    colour: ColourSlider,
) -> None:
    assert slider(colour).focusPolicy() is Qt.FocusPolicy.TabFocus
    assert slider(colour).accessibleName() == "Content or colour"
    assert slider(colour).accessibleDescription() == "content only"


@pytest.mark.parametrize(("width", "words"), [(1180, ["Content", "Colour"]), (640, [])])
def test_a_narrow_bar_has_room_for_it(qtbot: QtBot, width: int, words: list[str]) -> None:
    bar = BottomBar()
    qtbot.addWidget(bar)
    bar.stopped.show_partial(arranged=12_345, found=20_000)
    bar.show_line(bar.stopped)
    bar.resize(width, 44)
    bar.show()
    qtbot.waitUntil(lambda: bar.width() == width)
    labels = bar.colour.findChildren(QLabel)
    assert [label.text() for label in labels if label.isVisible()] == words
    assert bar.minimumSizeHint().width() <= width
