"""Looking at photos in the window: in order, side by side, one after the other."""

from pathlib import Path

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from gridsne_desktop.qt.actions import Actions
from gridsne_desktop.qt.loupe.slideshow import Slideshow
from gridsne_desktop.qt.preferences import Preferences
from gridsne_desktop.qt.settings_store import ViewSettings
from gridsne_desktop.qt.state import State
from tests.app.window.conftest import Start, Visit


def shown(at: Visit) -> str:
    photo = at.desk.workspace.loupe.photo
    assert photo is not None
    return photo.path.name


def in_order(at: Visit) -> list[str]:
    wall = at.desk.workspace.wall
    return [wall.photos[index].path.name for index in wall.order]


def actions(at: Visit) -> Actions:
    return at.window.actions_by_name


def slideshow(at: Visit) -> Slideshow:
    found = at.desk.looking.slideshow
    assert found is not None
    return found


def test_the_large_photo_goes_on_in_reading_order_and_to_both_ends(
    start: Start, few_photos: Path
) -> None:
    def visit(at: Visit) -> None:
        at.until_state(State.ARRANGED)
        workspace, names = at.desk.workspace, in_order(at)
        workspace.open_photo(int(workspace.wall.order[0]))
        seen = []
        for key in (
            Qt.Key.Key_Backspace, Qt.Key.Key_Space, Qt.Key.Key_PageDown, Qt.Key.Key_PageDown,
            Qt.Key.Key_PageUp, Qt.Key.Key_Backspace, Qt.Key.Key_End, Qt.Key.Key_Space,
            Qt.Key.Key_Home,
        ):  # fmt: skip
            QTest.keyClick(workspace.loupe, key)
            seen.append(names.index(shown(at)))
        assert seen == [0, 1, 2, 3, 2, 1, 8, 8, 0]
        at.until(lambda: workspace.loupe.is_settled)

    assert start(visit, few_photos) == 0


def test_a_click_in_the_filmstrip_goes_there_and_the_arrows_still_walk_the_grid(
    start: Start, few_photos: Path
) -> None:
    def visit(at: Visit) -> None:
        at.until_state(State.ARRANGED)
        workspace, names = at.desk.workspace, in_order(at)
        workspace.open_photo(int(workspace.wall.order[0]))
        strip = workspace.loupe.strip
        at.until(strip.isVisible)
        place = strip.rect_of(4).center().toPoint()
        QTest.mouseClick(strip, Qt.MouseButton.LeftButton, pos=place)
        assert shown(at) == names[4]
        QTest.keyClick(workspace.loupe, Qt.Key.Key_Down)
        assert shown(at) == names[7]
        QTest.keyClick(workspace.loupe, Qt.Key.Key_Escape)
        assert workspace.wall.current == int(workspace.wall.order[7])

    assert start(visit, few_photos) == 0


def test_two_to_four_selected_photos_can_be_compared_and_stay_selected(
    start: Start, few_photos: Path
) -> None:
    def visit(at: Visit) -> None:
        at.until_state(State.ARRANGED)
        workspace = at.desk.workspace
        wall, order = workspace.wall, workspace.wall.order
        able = []
        for count in range(6):
            wall.select(np.sort(order[:count]))
            able.append(actions(at).compare.isEnabled())
        assert able == [False, False, True, True, True, False]
        wall.select(np.sort(order[:3]))
        QTest.keyClick(at.window, Qt.Key.Key_C)
        compared = [pane.compared for pane in workspace.comparison.panes]
        assert [one.index for one in compared if one is not None] == order[:3].tolist()
        assert not actions(at).select_all.isEnabled()
        QTest.keyClick(workspace.comparison, Qt.Key.Key_Tab)
        assert workspace.chosen_paths() == [wall.photos[int(order[1])].path]
        QTest.keyClick(workspace.comparison, Qt.Key.Key_Escape)
        assert wall.isVisible()
        assert wall.selection.tolist() == sorted(order[:3].tolist())
        QTest.keyClick(at.window, Qt.Key.Key_C)
        QTest.keyClick(workspace.comparison, Qt.Key.Key_Return)
        assert shown(at) == in_order(at)[0]
        at.until(lambda: workspace.loupe.is_settled)

    assert start(visit, few_photos) == 0


def test_a_slideshow_begins_at_the_current_photo_and_ends_where_one_leaves_it(
    start: Start, few_photos: Path
) -> None:
    def visit(at: Visit) -> None:
        at.until_state(State.ARRANGED)
        workspace = at.desk.workspace
        workspace.open_photo(int(workspace.wall.order[4]))
        actions(at).slideshow.trigger()
        show = slideshow(at)
        assert show.place == 4
        QTest.keyClick(show, Qt.Key.Key_Right)
        QTest.keyClick(show, Qt.Key.Key_Escape)
        assert at.desk.looking.slideshow is None
        assert shown(at) == in_order(at)[5]
        at.until(lambda: workspace.loupe.is_settled)

    assert start(visit, few_photos) == 0


def test_a_slideshow_of_a_selection_shows_only_that(start: Start, few_photos: Path) -> None:
    def visit(at: Visit) -> None:
        at.until_state(State.ARRANGED)
        wall = at.desk.workspace.wall
        chosen = np.sort(wall.order[2:5])
        wall.select(chosen)
        QTest.keyClick(at.window, Qt.Key.Key_F8)
        show = slideshow(at)
        places = [show.place]
        for _ in range(3):
            QTest.keyClick(show, Qt.Key.Key_Right)
            places.append(show.place)
        assert places == [0, 1, 2, 0]
        QTest.keyClick(show, Qt.Key.Key_Escape)
        assert wall.selection.tolist() == chosen.tolist()

    assert start(visit, few_photos) == 0


def test_closing_the_window_ends_the_slideshow(start: Start, few_photos: Path) -> None:
    def visit(at: Visit) -> None:
        at.until_state(State.ARRANGED)
        actions(at).slideshow.trigger()
        assert slideshow(at).isVisible()

    assert start(visit, few_photos) == 0


def test_the_time_a_slide_stays_is_a_preference_that_is_kept(
    start: Start, few_photos: Path
) -> None:
    def visit(at: Visit) -> None:
        at.until_state(State.ARRANGED)
        actions(at).preferences.trigger()
        dialog = at.opened(Preferences)
        assert dialog.view_settings().slide_seconds == 4
        dialog._slide.setValue(9)
        dialog.accept()
        assert at.window._store.load("view", ViewSettings()).slide_seconds == 9

    assert start(visit, few_photos) == 0
