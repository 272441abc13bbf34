"""Names that are taken: told, compared, answered one by one or all at once."""

import os
from collections.abc import Sequence
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from gridsne_desktop.organize.steps import Resolution, StepKind
from gridsne_desktop.qt.dialogs.organize.compare import CompareDialog
from gridsne_desktop.qt.dialogs.organize.dialog import OrganizeDialog
from gridsne_desktop.qt.dialogs.plan_table import NAME, STATE
from tests.qt.dialogs.organize.conftest import Open, choose, column, press, settled

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

NEXT_CENTURY = 4102444800  # in 2100

KEEP, SKIP, REPLACE = "Conflict: keep both ▾", "Conflict: skip ▾", "Conflict: replace ▾"


@pytest.fixture
def into(tmp_path: Path) -> Path:
    """A folder where two of the cold photos' names are taken."""
    cold = tmp_path / "sorted" / "cold"
    cold.mkdir(parents=True)
    for number in 7, 9:
        taken = cold / f"photo{number:02}.png"
        Image.new("RGB", (90, 90), "red").save(taken)
        os.utime(taken, (NEXT_CENTURY, NEXT_CENTURY))
    return tmp_path / "sorted"


@pytest.fixture
def dialog(open_dialog: Open, into: Path, qtbot: QtBot) -> OrganizeDialog:
    new = open_dialog(into)
    choose(new, qtbot, rule="groups")
    new.pane.tree.look_at(("cold",))
    return new


def answers(dialog: OrganizeDialog) -> Sequence[Resolution]:
    assert dialog.plan is not None
    return [conflict.resolution for conflict in dialog.plan.conflicts]


def click_state(dialog: OrganizeDialog, row: int) -> None:
    table = dialog.pane.table
    place = table.visualRect(table.model().index(row, STATE)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)


def pick(menu: QWidget | None, *texts: str) -> None:
    """Choose in a menu, and in its submenus, by Return."""
    for text in texts:
        assert isinstance(menu, QMenu)
        action = next(one for one in menu.actions() if one.text().replace("&", "") == text)
        menu.setActiveAction(action)
        QTest.keyClick(menu, Qt.Key.Key_Return)
        menu = QApplication.activePopupWidget()


def test_the_bar_tells_how_many_names_are_taken(dialog: OrganizeDialog) -> None:
    assert dialog.pane.conflicts.text == "2 names are taken there by other files."
    assert column(dialog, STATE) == [KEEP, "New", KEEP, "New", "New"]
    assert column(dialog, NAME)[0] == "photo07 (2).png"


def test_there_is_no_bar_where_no_name_is_taken(
    open_dialog: Open, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog = open_dialog(tmp_path / "elsewhere")
    choose(dialog, qtbot, rule="groups")
    assert dialog.pane.conflicts.text == ""


def test_a_click_on_a_state_answers_for_that_photo_alone(
    dialog: OrganizeDialog, qtbot: QtBot
) -> None:
    click_state(dialog, 0)
    pick(QApplication.activePopupWidget(), "Skip")
    assert not dialog.buttons.go.isEnabled()  # the plan on the screen is no longer what is wished
    settled(dialog, qtbot)
    assert sorted(column(dialog, STATE)) == sorted([SKIP, "New", KEEP, "New", "New"])
    assert dialog.buttons.go.text().startswith("&Copy 11 photos")


def test_a_click_on_another_state_asks_nothing(dialog: OrganizeDialog) -> None:
    click_state(dialog, 1)
    assert QApplication.activePopupWidget() is None


def test_return_on_a_row_answers_by_the_keyboard(dialog: OrganizeDialog, qtbot: QtBot) -> None:
    dialog.pane.table.setFocus()
    dialog.pane.table.selectRow(0)
    QTest.keyClick(dialog.pane.table, Qt.Key.Key_Return)
    menu = QApplication.activePopupWidget()
    assert menu is not None
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return):
        QTest.keyClick(menu, key)
    settled(dialog, qtbot)
    assert Resolution.REPLACE in answers(dialog)


def test_what_is_replaced_is_seen_going_to_the_trash_under_its_photo(
    dialog: OrganizeDialog, into: Path, qtbot: QtBot
) -> None:
    click_state(dialog, 0)
    pick(QApplication.activePopupWidget(), "Replace")
    settled(dialog, qtbot)
    assert column(dialog, STATE)[:2] == [REPLACE, "Goes to the Trash"]
    assert column(dialog, NAME)[:2] == ["photo07.png", "Trash"]
    assert dialog.plan is not None
    trashed = [step.source for step in dialog.plan.steps if step.kind is StepKind.TRASH]
    assert trashed == [into / "cold" / "photo07.png"]


def test_one_answer_can_be_for_all(dialog: OrganizeDialog, qtbot: QtBot) -> None:
    click_state(dialog, 0)
    pick(QApplication.activePopupWidget(), "Apply to All", "Skip")
    settled(dialog, qtbot)
    assert answers(dialog) == [Resolution.SKIP] * 2
    menu = dialog.pane.conflicts.for_all.menu()
    menu.popup(QPoint())
    pick(menu, "Replace")
    settled(dialog, qtbot)
    assert answers(dialog) == [Resolution.REPLACE] * 2


def test_another_destination_asks_anew(
    dialog: OrganizeDialog, into: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog.form.resolve_all(Resolution.REPLACE)
    for path in (tmp_path / "elsewhere", into):
        dialog.destination.set_path(path)
        settled(dialog, qtbot)
    assert answers(dialog) == [Resolution.KEEP_BOTH] * 2


def test_both_photos_are_compared_and_the_answer_is_given_there(
    dialog: OrganizeDialog, qtbot: QtBot
) -> None:
    press(dialog.pane.conflicts.compare)
    compare = dialog.findChild(CompareDialog)
    assert isinstance(compare, CompareDialog)
    qtbot.waitUntil(lambda: compare.new.has_picture and compare.there.has_picture)
    assert "(newer)" in compare.there.text
    compare.buttons[Resolution.SKIP].click()
    settled(dialog, qtbot)
    assert sorted(answers(dialog)) == [Resolution.KEEP_BOTH, Resolution.SKIP]


def test_an_answer_while_comparing_can_be_for_all(dialog: OrganizeDialog, qtbot: QtBot) -> None:
    press(dialog.pane.conflicts.compare)
    compare = dialog.findChild(CompareDialog)
    assert isinstance(compare, CompareDialog)
    press(compare.to_all)
    press(compare.buttons[Resolution.REPLACE])
    settled(dialog, qtbot)
    assert answers(dialog) == [Resolution.REPLACE] * 2


def test_what_cannot_be_read_says_so_in_the_place_of_its_picture(
    dialog: OrganizeDialog, into: Path, qtbot: QtBot
) -> None:
    for path in (into / "cold").iterdir():
        path.write_bytes(b"no photo")
    press(dialog.pane.conflicts.compare)
    compare = dialog.findChild(CompareDialog)
    assert isinstance(compare, CompareDialog)
    qtbot.waitUntil(lambda: "8 bytes" in compare.there.text)
    assert not compare.there.has_picture
    assert len(compare.there.text.splitlines()) == 3
    QTest.keyClick(compare, Qt.Key.Key_Escape)
    assert not compare.isVisible()
    assert dialog.isVisible()
