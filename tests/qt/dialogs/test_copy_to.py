"""Copy to… as a person uses it, on real files."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from gridsne_desktop.layout.grid import Grid
from gridsne_desktop.organize.plan import Plan
from gridsne_desktop.photo import Photo
from gridsne_desktop.qt.dialogs.copy_to import CopyToDialog
from gridsne_desktop.qt.dialogs.plan_table import NAME, PHOTO, STATE
from tests.qt.dialogs.conftest import tree

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def thumbnail(photo: Photo) -> QImage | None:
    return QImage(str(photo.path))


@pytest.fixture
def dialog(grid: Grid, journals: Path, opened: list[Path], qtbot: QtBot) -> CopyToDialog:
    photos = [(photo.path,) for photo in grid.photos]
    new = CopyToDialog(photos, thumbnail=thumbnail, journals=journals, open_folder=opened.append)
    new.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(new)
    new.open()
    return new


def choose(dialog: CopyToDialog, into: Path, qtbot: QtBot) -> None:
    dialog.destination.set_path(into)
    qtbot.waitUntil(lambda: not dialog.is_busy)


def column(dialog: CopyToDialog, number: int) -> list[str]:
    model = dialog.table.model()
    return [str(model.index(row, number).data()) for row in range(model.rowCount())]


def press(dialog: CopyToDialog) -> None:
    QTest.mouseClick(dialog.copy_button, Qt.MouseButton.LeftButton)


def test_nothing_can_be_copied_before_a_folder_is_chosen(dialog: CopyToDialog) -> None:
    assert dialog.plan is None
    assert not dialog.copy_button.isEnabled()
    assert "Choose the folder" in dialog.said


def test_the_preview_touches_nothing(dialog: CopyToDialog, tmp_path: Path, qtbot: QtBot) -> None:
    before = tree(tmp_path)
    choose(dialog, tmp_path / "new" / "sorted", qtbot)
    assert len(column(dialog, NAME)) == 12
    assert tree(tmp_path) == before


def test_the_preview_is_in_the_order_of_names(
    dialog: CopyToDialog, grid: Grid, tmp_path: Path, qtbot: QtBot
) -> None:
    choose(dialog, tmp_path / "sorted", qtbot)
    own_names = [photo.path.name for photo in grid.photos]
    assert column(dialog, PHOTO) == column(dialog, NAME) == own_names


def test_the_button_says_what_it_will_do(
    dialog: CopyToDialog, grid: Grid, tmp_path: Path, qtbot: QtBot
) -> None:
    choose(dialog, tmp_path / "sorted", qtbot)
    size = sum(photo.size for photo in grid.photos)
    assert size >= 1000
    assert dialog.copy_button.text() == f"&Copy 12 photos ({size / 1000:.0f} kB)"


def test_what_was_shown_is_what_is_done(
    dialog: CopyToDialog, grid: Grid, tmp_path: Path, qtbot: QtBot, opened: list[Path]
) -> None:
    into = tmp_path / "sorted"
    choose(dialog, into, qtbot)
    shown = column(dialog, NAME)
    begun: list[Plan] = []
    dialog.copying.connect(begun.append)
    with qtbot.waitSignal(dialog.copied):
        press(dialog)
    assert {step.target for plan in begun for step in plan.steps} == set(into.iterdir())
    assert sorted(path.name for path in into.iterdir()) == shown
    for photo, name in zip(grid.photos, shown, strict=True):
        assert (into / name).read_bytes() == photo.path.read_bytes()
    assert column(dialog, STATE) == ["Copied"] * 12
    assert "12 photos copied into sorted." in dialog.said
    QTest.mouseClick(dialog.open_button, Qt.MouseButton.LeftButton)
    assert opened == [into]


def test_a_copy_that_was_stopped_says_how_far_it_got_and_goes_on_from_there(
    dialog: CopyToDialog, tmp_path: Path, qtbot: QtBot
) -> None:
    into = tmp_path / "sorted"
    choose(dialog, into, qtbot)
    press(dialog)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    qtbot.waitUntil(lambda: not dialog.is_busy)
    done = len(list(into.iterdir())) if into.exists() else 0
    assert done < 12
    assert f"Stopped. {done} of 12 copied; run it again to continue." in dialog.said
    with qtbot.waitSignal(dialog.copied):
        press(dialog)
    assert len(list(into.iterdir())) == 12


def test_a_second_copy_into_the_same_folder_has_nothing_to_do(
    dialog: CopyToDialog, tmp_path: Path, qtbot: QtBot
) -> None:
    into = tmp_path / "sorted"
    choose(dialog, into, qtbot)
    with qtbot.waitSignal(dialog.copied):
        press(dialog)
    choose(dialog, into, qtbot)
    assert column(dialog, STATE) == ["Already there"] * 12
    assert not dialog.copy_button.isEnabled()


def test_a_folder_that_cannot_be_used_is_refused_in_the_dialog(
    dialog: CopyToDialog, grid: Grid, photo_folder: Path, qtbot: QtBot
) -> None:
    choose(dialog, photo_folder, qtbot)
    assert "Copies would mix with the photos there" in dialog.said
    choose(dialog, grid.photos[0].path, qtbot)
    assert "is not a folder" in dialog.said
    assert dialog.plan is None
    assert column(dialog, NAME) == []
    assert not dialog.copy_button.isEnabled()


def test_a_photo_that_vanished_is_named_first_and_the_rest_is_copied(
    dialog: CopyToDialog, grid: Grid, tmp_path: Path, qtbot: QtBot
) -> None:
    gone = grid.photos[5].path
    gone.unlink()
    choose(dialog, tmp_path / "sorted", qtbot)
    assert column(dialog, PHOTO)[0] == gone.name
    assert column(dialog, STATE)[0] == "This photo is no longer there."
    assert "1 cannot be copied" in dialog.said
    with qtbot.waitSignal(dialog.copied):
        press(dialog)
    assert len(list((tmp_path / "sorted").iterdir())) == 11
    assert "1 photo could not be copied" in dialog.said


def test_a_photo_that_vanishes_after_the_preview_is_told_afterwards(
    dialog: CopyToDialog, grid: Grid, tmp_path: Path, qtbot: QtBot
) -> None:
    choose(dialog, tmp_path / "sorted", qtbot)
    grid.photos[5].path.unlink()
    with qtbot.waitSignal(dialog.copied):
        press(dialog)
    assert column(dialog, STATE)[0] != "Copied"
    assert column(dialog, STATE).count("Copied") == 11


def test_a_folder_that_cannot_be_written_is_a_sentence_after_copy(
    dialog: CopyToDialog, tmp_path: Path, qtbot: QtBot
) -> None:
    into = tmp_path / "sorted"
    choose(dialog, into, qtbot)
    into.write_bytes(b"someone made a file of this name meanwhile")
    press(dialog)
    qtbot.waitUntil(lambda: not dialog.is_busy)
    assert "sorted" in dialog.said
    assert into.is_file()


def test_typing_a_path_makes_the_plan_when_the_hand_rests(
    dialog: CopyToDialog, tmp_path: Path, qtbot: QtBot
) -> None:
    QTest.keyClicks(dialog.destination.line, "sorted")
    assert dialog.plan is None
    dialog.destination.line.clear()
    QTest.keyClicks(dialog.destination.line, str(tmp_path / "sorted"))
    assert not dialog.copy_button.isEnabled()
    qtbot.waitUntil(lambda: dialog.plan is not None)
    assert dialog.copy_button.isEnabled()


def test_it_can_be_done_with_the_keyboard_alone(
    dialog: CopyToDialog, tmp_path: Path, qtbot: QtBot
) -> None:
    QTest.keyClicks(dialog.destination.line, str(tmp_path / "sorted"))
    qtbot.waitUntil(lambda: dialog.plan is not None)
    with qtbot.waitSignal(dialog.copied):
        QTest.keyClick(dialog, Qt.Key.Key_Return)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_rows_that_are_seen_get_their_thumbnails(
    dialog: CopyToDialog, tmp_path: Path, qtbot: QtBot
) -> None:
    choose(dialog, tmp_path / "sorted", qtbot)
    first = dialog.table.model().index(0, PHOTO)
    qtbot.waitUntil(lambda: first.data(Qt.ItemDataRole.DecorationRole) is not None)


def test_the_table_is_a_sound_model(dialog: CopyToDialog, tmp_path: Path, qtbot: QtBot) -> None:
    tester = QAbstractItemModelTester(
        dialog.table.plan_model, QAbstractItemModelTester.FailureReportingMode.Fatal
    )
    choose(dialog, tmp_path / "sorted", qtbot)
    choose(dialog, tmp_path / "photos", qtbot)
    assert tester.model() is dialog.table.plan_model
