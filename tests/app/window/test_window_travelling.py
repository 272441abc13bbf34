"""Going back and forward through places, full screen, the lasso's switch: in the window."""

from pathlib import Path

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from gridsne_desktop.qt.grid.places import View
from gridsne_desktop.qt.settings_store import ViewSettings
from gridsne_desktop.qt.state import State
from tests.app.window.conftest import Start, Visit

Key = Qt.Key
NONE, ALT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.AltModifier
HASTE_MS = 700
"""A place that is left sooner was only passed through."""


def rest(at: Visit, qtbot: QtBot) -> None:
    at.until(lambda: not at.desk.workspace.wall.is_moving)
    qtbot.wait(HASTE_MS)


def can_go(at: Visit) -> list[str]:
    """Which of the two ways the View menu offers."""
    actions = at.window.actions_by_name
    ways = {"Back": actions.back, "Forward": actions.forward}
    return [name for name, action in ways.items() if action.isEnabled()]


def press_side_button(widget: QWidget, button: Qt.MouseButton) -> None:
    place = QPointF(widget.rect().center())
    everywhere = widget.mapToGlobal(place)
    kind = QEvent.Type.MouseButtonPress
    QApplication.sendEvent(widget, QMouseEvent(kind, place, everywhere, button, button, NONE))


def test_back_and_forward_lead_through_the_places_seen(
    start: Start, few_photos: Path, qtbot: QtBot
) -> None:
    def visit(at: Visit) -> None:
        at.until_state(State.ARRANGED)
        actions, workspace = at.window.actions_by_name, at.desk.workspace
        wall = workspace.wall
        wall.set_animated(False)
        assert not can_go(at)
        actions.fit.trigger()  # all is seen already: no other place
        assert not can_go(at)
        everything = wall.camera
        actions.zoom_in.trigger()
        near = wall.camera
        rest(at, qtbot)
        workspace.open_photo(0)
        photo = workspace.loupe.photo
        rest(at, qtbot)
        QTest.keyClick(workspace.loupe, Key.Key_Left, ALT)
        assert wall.isVisible()
        assert wall.camera == near
        QTest.keyClick(wall, Key.Key_Left, ALT)
        assert wall.camera == everything
        assert can_go(at) == ["Forward"]
        QTest.keyClick(wall, Key.Key_Right, ALT)
        assert wall.camera == near
        QTest.keyClick(wall, Key.Key_Right, ALT)
        assert workspace.has_loupe
        assert workspace.loupe.photo == photo
        assert can_go(at) == ["Back"]

    assert start(visit, few_photos) == 0


def test_the_side_buttons_of_a_mouse_go_back_and_forward(
    start: Start, few_photos: Path, qtbot: QtBot
) -> None:
    def visit(at: Visit) -> None:
        at.until_state(State.ARRANGED)
        workspace = at.desk.workspace
        workspace.wall.set_animated(False)
        at.window.actions_by_name.toggle_view.trigger()
        rest(at, qtbot)
        workspace.open_photo(1)
        press_side_button(workspace.loupe.view, Qt.MouseButton.BackButton)
        shown = [workspace.wall.view]
        for button in (Qt.MouseButton.BackButton, Qt.MouseButton.ForwardButton):
            press_side_button(workspace.wall, button)
            shown.append(workspace.wall.view)
        assert shown == [View.MAP, View.GRID, View.MAP]
        assert workspace.wall.isVisible()

    assert start(visit, few_photos) == 0


def test_esc_leaves_the_full_screen_when_nothing_else_is_to_be_left(
    start: Start, few_photos: Path
) -> None:
    def visit(at: Visit) -> None:
        at.until_state(State.ARRANGED)
        workspace, full_screen = at.desk.workspace, at.window.actions_by_name.full_screen
        full_screen.trigger()
        assert at.window.isFullScreen()
        workspace.open_photo(0)
        QTest.keyClick(workspace.loupe, Key.Key_Escape)
        assert not workspace.has_loupe
        assert at.window.isFullScreen()
        QTest.keyClick(workspace.wall, Key.Key_Escape)
        assert not at.window.isFullScreen()
        assert not full_screen.isChecked()

    assert start(visit, few_photos) == 0


def test_what_is_selected_is_counted_and_weighed_in_the_bar(start: Start, few_photos: Path) -> None:
    def visit(at: Visit) -> None:
        at.until_state(State.ARRANGED)
        at.until(at.window.bar.status.isVisible)

        def told() -> list[str]:
            labels = at.window.bar.status.findChildren(QLabel)
            return [label.text() for label in labels if label.isVisible()]

        at.window.actions_by_name.select_all.trigger()
        assert any(text.startswith("9 selected · ") for text in told())
        assert "3 × 3" not in told()
        at.window.actions_by_name.select_none.trigger()
        assert not any("selected" in text for text in told())
        assert "3 × 3" in told()

    assert start(visit, few_photos) == 0


def test_keys_switch_lasso_and_minimap_and_the_minimap_is_kept(
    start: Start, few_photos: Path
) -> None:
    def visit(at: Visit) -> None:
        at.until_state(State.ARRANGED)
        wall = at.desk.workspace.wall
        QTest.keyClick(wall, Key.Key_L)
        assert wall.cursor().shape() == Qt.CursorShape.CrossCursor
        QTest.keyClick(wall, Key.Key_L)
        assert wall.cursor().shape() == Qt.CursorShape.ArrowCursor
        wall.set_animated(False)
        at.desk.workspace.minimap.set_animated(False)
        wall.zoom_by(4, QPointF(0, 0))
        assert at.desk.workspace.minimap.isVisible()
        QTest.keyClick(wall, Key.Key_N)
        assert not at.desk.workspace.minimap.is_on
        assert not at.window._store.load("view", ViewSettings()).minimap

    assert start(visit, few_photos) == 0
