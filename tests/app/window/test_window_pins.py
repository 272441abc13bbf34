"""Pins in the window: by the key, by the menus, seen on the tiles."""

from pathlib import Path

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu

from gridsne_desktop.layout.grid import Cells
from gridsne_desktop.qt.badges import Badge
from gridsne_desktop.qt.grid.wall import Wall
from gridsne_desktop.qt.state import State
from gridsne_desktop.settings import Pin
from tests.app.window.conftest import Start, Visit

CTRL = Qt.KeyboardModifier.ControlModifier


def wall_of(at: Visit) -> Wall:
    return at.desk.workspace.wall


def cells_of(at: Visit) -> Cells:
    assert at.desk.session.arrangement is not None
    return at.desk.session.arrangement.grid.cells


def pins_of(at: Visit) -> tuple[Pin, ...]:
    assert at.desk.session.arrangement is not None
    return at.desk.session.arrangement.pins


def marked(at: Visit) -> list[int]:
    return np.flatnonzero(wall_of(at).kinds & Badge.PIN).tolist()


def choose(at: Visit, index: int, *texts: str) -> None:
    """Right-click on a photo and press the entries of the menu one after the other."""
    wall = wall_of(at)
    at.until(lambda: wall.is_settled)  # no tile flies any more
    place = wall.tile_rect(index).center().toPoint()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, wall.mapToGlobal(place))
    QApplication.sendEvent(wall, event)
    menus = [w for w in QApplication.topLevelWidgets() if isinstance(w, QMenu) and w.isVisible()]
    entries: list[QAction] = menus[0].actions()
    for text in texts:
        action = next(entry for entry in entries if entry.text().replace("&", "") == text)
        assert action.isEnabled()
        submenu = action.menu()
        if isinstance(submenu, QMenu):
            entries = submenu.actions()
        else:
            action.trigger()
    menus[0].close()


def test_the_key_pins_the_selected_photos_where_they_stand_and_lets_them_go(
    start: Start, many_photos: Path
) -> None:
    def visit(at: Visit) -> None:
        at.until_state(State.ARRANGED)
        wall, cells = wall_of(at), cells_of(at)
        wall.setFocus()
        QTest.keyClick(wall, Qt.Key.Key_P, CTRL)
        assert "Select the photos to pin first" in labels(at)
        wall.select(np.array([4, 17]))
        QTest.keyClick(wall, Qt.Key.Key_P, CTRL)
        assert marked(at) == [4, 17]
        assert "2 photos pinned" in labels(at)
        assert np.array_equal(cells_of(at), cells)
        at.window.actions_by_name.shuffle.trigger()
        at.until(lambda: not np.array_equal(cells_of(at), cells))
        at.until_state(State.ARRANGED)
        assert cells_of(at)[[4, 17]].tolist() == cells[[4, 17]].tolist()
        assert marked(at) == [4, 17]
        wall.select(np.array([4]))
        QTest.keyClick(wall, Qt.Key.Key_P, CTRL)
        assert marked(at) == [17]
        assert "1 photo unpinned" in labels(at)

    assert start(visit, many_photos) == 0

    def visit_again(at: Visit) -> None:
        at.until_state(State.ARRANGED)
        assert marked(at) == [17]
        assert len(pins_of(at)) == 1

    assert start(visit_again, many_photos) == 0


def test_pinning_is_a_step_that_is_undone_and_done_again(start: Start, many_photos: Path) -> None:
    def visit(at: Visit) -> None:
        at.until_state(State.ARRANGED)
        wall, cells = wall_of(at), cells_of(at)
        wall.setFocus()
        wall.select(np.array([4, 17]))
        QTest.keyClick(wall, Qt.Key.Key_P, CTRL)
        undo, redo = at.window.actions_by_name.undo, at.window.actions_by_name.redo
        assert "Pins" in undo.text()
        undo.trigger()
        at.until(lambda: marked(at) == [])
        assert len(pins_of(at)) == 0
        redo.trigger()
        at.until(lambda: marked(at) == [4, 17])
        assert len(pins_of(at)) == 2
        assert np.array_equal(cells_of(at), cells)

    assert start(visit, many_photos) == 0


def test_the_menu_of_a_photo_makes_it_the_example_of_a_corner(
    start: Start, many_photos: Path
) -> None:
    def visit(at: Visit) -> None:
        at.until_state(State.ARRANGED)
        assert not at.window.actions_by_name.unpin_all.isEnabled()
        last = int(cells_of(at).max())
        index = int(np.flatnonzero(cells_of(at) == last // 2)[0])
        choose(at, index, "Make an Example for", "Top Left Corner")
        at.until(lambda: cells_of(at)[index] == 0)
        at.until_state(State.ARRANGED)
        assert marked(at) == [index]
        choose(at, index, "Unpin")
        assert (marked(at), cells_of(at)[index]) == ([], 0)
        choose(at, index, "Pin Here")
        assert marked(at) == [index]
        assert pins_of(at) == (Pin(wall_of(at).photos[index].path, 0, 0),)
        choose(at, index, "Unpin All")
        assert pins_of(at) == ()

    assert start(visit, many_photos) == 0


def labels(at: Visit) -> list[str]:
    return [label.text() for label in at.window.bar.findChildren(QLabel)]
