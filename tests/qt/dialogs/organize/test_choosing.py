"""Rule, way and destination as a person chooses them, and the plan that follows."""

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from gridsne_desktop.layout.grid import Grid
from gridsne_desktop.organize.steps import StepKind
from gridsne_desktop.qt.dialogs.organize.dialog import OrganizeDialog
from gridsne_desktop.qt.dialogs.organize.phase import Phase
from gridsne_desktop.qt.dialogs.plan_table import NAME, PHOTO, STATE
from tests.qt.dialogs.conftest import tree
from tests.qt.dialogs.organize.conftest import Open, choose, column, folders, press, settled

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def _has_folder(dialog: OrganizeDialog, name: str) -> bool:
    return name in folders(dialog)


def test_nothing_can_be_done_before_a_folder_is_chosen(open_dialog: Open) -> None:
    dialog = open_dialog()
    assert dialog.plan is None
    assert not dialog.buttons.go.isEnabled()
    assert "Choose the folder" in dialog.said


def test_it_begins_as_the_sorted_copy_did(open_dialog: Open, grid: Grid, tmp_path: Path) -> None:
    dialog = open_dialog(tmp_path / "sorted")
    own_names = [grid.photos[index].path.name for index in grid.order()]
    assert column(dialog, PHOTO) == own_names
    assert column(dialog, NAME) == [
        f"{number:04}_{name}" for number, name in enumerate(own_names, start=1)
    ]
    size = sum(photo.size for photo in grid.photos)
    assert dialog.buttons.go.text() == f"&Copy 12 photos ({size / 1000:.0f} kB)"


def test_whatever_is_chosen_nothing_on_the_disk_is_touched(
    open_dialog: Open, tmp_path: Path, qtbot: QtBot
) -> None:
    before = tree(tmp_path)
    dialog = open_dialog(tmp_path / "new" / "sorted")
    for rule in ("groups", "date", "rows", "regions", "order"):
        choose(dialog, qtbot, rule=rule)
        for way in StepKind.MOVE, StepKind.HARD_LINK, StepKind.SYMBOLIC_LINK, StepKind.COPY:
            choose(dialog, qtbot, way=way)
            assert dialog.phase is Phase.READY
            assert dialog.plan is not None
            assert (dialog.plan.rule, dialog.plan.way) == (rule, way)
    assert tree(tmp_path) == before


def test_groups_become_folders_with_counts_and_what_is_unsure_stands_last(
    open_dialog: Open, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog = open_dialog(tmp_path / "sorted")
    choose(dialog, qtbot, rule="groups")
    assert folders(dialog) == {"cold": 5, "warm": 6, "Unsorted": 1}


def test_a_folder_of_the_tree_shows_what_comes_into_it(
    open_dialog: Open, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog = open_dialog(tmp_path / "sorted")
    choose(dialog, qtbot, rule="groups")
    place = dialog.pane.tree.visualRect(dialog.pane.tree.folder_model.index_of(("cold",)))
    QTest.mouseClick(dialog.pane.tree.viewport(), Qt.MouseButton.LeftButton, pos=place.center())
    assert column(dialog, NAME) == [f"photo{number:02}.png" for number in range(7, 12)]
    dialog.pane.tree.look_at(())
    assert len(column(dialog, NAME)) == 12


def test_the_folder_that_is_looked_at_stays_when_the_plan_is_made_anew(
    open_dialog: Open, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog = open_dialog(tmp_path / "sorted")
    choose(dialog, qtbot, rule="groups")
    dialog.pane.tree.look_at(("warm",))
    choose(dialog, qtbot, way="move")
    assert dialog.pane.tree.folder is not None
    assert dialog.pane.tree.folder.names == ("warm",)
    assert len(column(dialog, NAME)) == 6


def test_the_folder_of_a_group_gets_another_name_where_it_stands_and_again(
    open_dialog: Open, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog = open_dialog(tmp_path / "sorted")
    choose(dialog, qtbot, rule="groups")
    model = dialog.pane.tree.folder_model
    names = (("warm", "Sunset: 1", "Sunset_ 1"), ("Sunset_ 1", "Evening", "Evening"))
    for old, new, legal in names:
        index = model.index_of((old,))
        dialog.pane.tree.setCurrentIndex(index)
        QTest.keyClick(dialog.pane.tree, Qt.Key.Key_F2)
        *_, editor = (e for e in dialog.pane.tree.findChildren(QLineEdit) if e.isVisible())
        QTest.keyClicks(editor, new)
        QTest.keyClick(editor, Qt.Key.Key_Return)
        qtbot.waitUntil(partial(_has_folder, dialog, legal))
    assert folders(dialog) == {"cold": 5, "Evening": 6, "Unsorted": 1}
    assert dialog.plan is not None
    assert {step.target.parent.name for step in dialog.plan.steps} == set(folders(dialog))


def test_a_name_that_another_folder_has_is_not_taken(
    open_dialog: Open, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog = open_dialog(tmp_path / "sorted")
    choose(dialog, qtbot, rule="groups")
    model = dialog.pane.tree.folder_model
    assert not model.setData(model.index_of(("warm",)), "Cold")
    assert not model.setData(model.index_of(("warm",)), "unsorted")
    assert not model.flags(model.index_of(("Unsorted",))) & Qt.ItemFlag.ItemIsEditable


def test_dates_go_as_deep_as_wished(open_dialog: Open, tmp_path: Path, qtbot: QtBot) -> None:
    dialog = open_dialog(tmp_path / "sorted")
    choose(dialog, qtbot, rule="date")
    dialog.form.dates_box.setFocus()
    depths = []
    for key in (Qt.Key.Key_Home, Qt.Key.Key_Down, Qt.Key.Key_Down):
        QTest.keyClick(dialog.form.dates_box, key)
        settled(dialog, qtbot)
        assert dialog.plan is not None
        depths.append(
            {len(s.target.relative_to(dialog.plan.into).parts) for s in dialog.plan.steps}
        )
    assert depths == [{2}, {3}, {4}]


def test_a_selection_goes_into_one_folder_of_the_name_that_is_typed(
    open_dialog: Open, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog = open_dialog(tmp_path / "sorted")
    choose(dialog, qtbot, rule="regions")
    assert folders(dialog) == {"Selection": 2}
    dialog.form.folder_line.selectAll()
    QTest.keyClicks(dialog.form.folder_line, "Best")
    qtbot.waitUntil(lambda: folders(dialog) == {"Best": 2})
    assert dialog.buttons.go.text().startswith("&Copy 2 photos")
    assert dialog.plan is not None
    size = sum(step.size for step in dialog.plan.steps)
    assert dialog.form.way.line("copy") == f"{size:,} bytes more. The originals stay."


def test_each_way_says_what_it_costs_and_what_becomes_of_the_originals(
    open_dialog: Open, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog = open_dialog(tmp_path / "sorted")
    assert "The originals stay" in dialog.form.way.line("copy")
    assert "to write" in dialog.said
    choose(dialog, qtbot, way="hardlink")
    assert "costs no space" in dialog.said
    assert dialog.buttons.go.text() == "&Link 12 photos"


def test_a_line_that_explains_a_rule_chooses_it(
    open_dialog: Open, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog = open_dialog(tmp_path / "sorted")
    below = dialog.form.rule.button("rows").geometry().bottomLeft()
    line = dialog.form.rule.childAt(below.x() + 40, below.y() + 8)
    assert line is not None
    QTest.mouseClick(line, Qt.MouseButton.LeftButton)
    settled(dialog, qtbot)
    assert list(folders(dialog)) == ["Row 01", "Row 02", "Row 03"]


def test_what_belongs_to_a_rule_is_seen_only_while_it_is_chosen(
    open_dialog: Open, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog = open_dialog(tmp_path / "sorted")
    assert dialog.form.order_box.isVisible()
    assert not dialog.form.emptied_box.isVisible()
    choose(dialog, qtbot, rule="date", way="move")
    assert not dialog.form.order_box.isVisible()
    assert dialog.form.dates_box.isVisible()
    assert dialog.form.emptied_box.isVisible()


def test_photos_can_be_moved_within_the_folder_that_they_are_in(
    open_dialog: Open, photo_folder: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog = open_dialog(tmp_path / "sorted")
    choose(dialog, qtbot, rule="groups", way="move")
    press(dialog.form.in_place)
    settled(dialog, qtbot)
    assert dialog.destination.path == photo_folder
    assert folders(dialog) == {"cold": 5, "warm": 6, "Unsorted": 1}


def test_a_folder_that_cannot_be_used_is_refused_in_the_dialog(
    open_dialog: Open, grid: Grid, photo_folder: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog = open_dialog(tmp_path / "sorted")
    for into in (photo_folder, grid.photos[0].path):
        dialog.destination.set_path(into)
        settled(dialog, qtbot)
        assert dialog.plan is None
        assert column(dialog, NAME) == []
        assert not dialog.buttons.go.isEnabled()
    assert "is not a folder" in dialog.said


def test_typing_a_path_makes_the_plan_when_the_hand_rests(
    open_dialog: Open, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog = open_dialog()
    QTest.keyClicks(dialog.destination.line, str(tmp_path / "sorted"))
    assert dialog.plan is None
    assert not dialog.buttons.go.isEnabled()
    qtbot.waitUntil(lambda: dialog.plan is not None)
    assert dialog.buttons.go.isEnabled()


def test_what_needs_a_look_stands_first_and_can_be_seen_alone(
    open_dialog: Open, grid: Grid, tmp_path: Path
) -> None:
    gone = grid.photos[5].path
    gone.unlink()
    dialog = open_dialog(tmp_path / "sorted")
    assert column(dialog, PHOTO)[0] == gone.name
    assert column(dialog, STATE)[0] == "This photo is no longer there."
    assert "1 cannot be copied" in dialog.said
    press(dialog.pane.looks_only)
    assert column(dialog, PHOTO) == [gone.name]
    press(dialog.pane.looks_only)
    assert len(column(dialog, PHOTO)) == 12


def test_rows_and_folders_that_are_seen_get_their_thumbnails(
    open_dialog: Open, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog = open_dialog(tmp_path / "sorted")
    first = dialog.pane.table.model().index(0, PHOTO)
    qtbot.waitUntil(lambda: first.data(Qt.ItemDataRole.DecorationRole) is not None)


def test_tree_and_table_are_sound_models(open_dialog: Open, tmp_path: Path, qtbot: QtBot) -> None:
    dialog = open_dialog(tmp_path / "sorted")
    mode = QAbstractItemModelTester.FailureReportingMode.Fatal
    testers = [
        QAbstractItemModelTester(model, mode)
        for model in (dialog.pane.table.plan_model, dialog.pane.tree.folder_model)
    ]
    for rule in ("groups", "date", "rows"):
        choose(dialog, qtbot, rule=rule)
    dialog.destination.line.clear()
    assert all(tester.model() is not None for tester in testers)
