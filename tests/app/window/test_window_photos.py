"""What one does with photos in the window: likes, files, other names, other programs."""

import shutil
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QDrag, QDragEnterEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from gridsne_desktop.__main__ import main
from gridsne_desktop.qt.dialogs.copy_to import CopyToDialog
from gridsne_desktop.qt.dialogs.rename import RenameDialog
from gridsne_desktop.qt.drop import DropOverlay
from gridsne_desktop.qt.grid.wall import Wall
from gridsne_desktop.qt.handing_out import OURS, mime_of
from gridsne_desktop.qt.state import State
from tests.app.window.conftest import Start, Visit
from tests.qt.grid.test_hands import drag

SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


def wall_of(at: Visit) -> Wall:
    at.until_state(State.ARRANGED)
    wall = at.desk.workspace.wall
    at.until(lambda: wall.is_settled)
    wall.setFocus()
    return wall


def says(at: Visit, text: str) -> bool:
    return any(text in label.text() for label in at.window.bar.findChildren(QLabel))


def test_s_selects_the_photos_most_like_one_and_again_more(start: Start, many_photos: Path) -> None:
    def visit(at: Visit) -> None:
        wall = wall_of(at)
        wall.set_current(7)
        QTest.keyClick(wall, Qt.Key.Key_S)
        at.until(lambda: len(wall.selection) == 25)
        first = set(wall.selection.tolist())
        assert 7 in first
        assert says(at, f"24 photos most like {wall.photos[7].path.name}")
        more = next(b for b in at.window.bar.findChildren(QPushButton) if b.text() == "More")
        QTest.mouseClick(more, Qt.MouseButton.LeftButton)
        at.until(lambda: len(wall.selection) == 49)
        assert first < set(wall.selection.tolist())
        QTest.keyClick(wall, Qt.Key.Key_S, SHIFT)
        at.until(lambda: set(wall.selection.tolist()) == first)
        QTest.keyClick(wall, Qt.Key.Key_Escape)
        assert len(wall.selection) == 0
        assert not says(at, "most like")

    assert start(visit, many_photos) == 0


def test_the_command_line_names_the_same_photos(
    start: Start, many_photos: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chosen = sorted(many_photos.iterdir())[20]
    capsys.readouterr()
    assert main(["similar", str(chosen), str(many_photos)]) == 0
    told = {Path(line) for line in capsys.readouterr().out.splitlines()}

    def visit(at: Visit) -> None:
        wall = wall_of(at)
        wall.set_current([photo.path for photo in wall.photos].index(chosen))
        QTest.keyClick(wall, Qt.Key.Key_S)
        at.until(lambda: len(wall.selection) == 25)
        assert {wall.photos[i].path for i in wall.selection} == told | {chosen}

    assert start(visit, many_photos) == 0


def test_a_renamed_photo_keeps_its_cell_in_earlier_steps_too_and_its_name_is_shown(
    start: Start, many_photos: Path, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(many_photos, tmp_path / "photos"))

    def visit(at: Visit) -> None:
        wall = wall_of(at)
        at.window.actions_by_name.shuffle.trigger()  # a step to undo
        at.until_state(State.WORKING)
        wall = wall_of(at)
        old = wall.photos[9].path
        before = {p.path.name: wall.rank(i) for i, p in enumerate(wall.photos)}
        wall.set_current(9)
        QTest.keyClick(wall, Qt.Key.Key_F2)
        dialog = at.window.findChild(RenameDialog)
        assert dialog is not None
        assert dialog.name.text() == old.stem
        dialog.name.setText(wall.photos[10].path.stem)
        dialog.rename_button.click()
        at.until(lambda: "is there already" in dialog.said)
        dialog.name.setText("Zoë")
        dialog.rename_button.click()
        at.until(lambda: says(at, "Renamed to Zoë"))
        wall = wall_of(at)
        new = old.with_name(f"Zoë{old.suffix}")
        assert (new.exists(), old.exists()) == (True, False)
        after = {p.path.name: wall.rank(i) for i, p in enumerate(wall.photos)}
        assert after == {new.name if n == old.name else n: r for n, r in before.items()}
        assert [wall.photos[i].path for i in wall.selection] == [new]
        assert at.desk.session.undo_name == "Try Another Arrangement"
        at.window.actions_by_name.undo.trigger()
        at.until_state(State.ARRANGED)
        assert new in {photo.path for photo in wall.photos}

    assert start(visit, folder) == 0


def test_chosen_photos_are_copied_into_a_folder(
    start: Start, few_photos: Path, tmp_path: Path
) -> None:
    def visit(at: Visit) -> None:
        wall = wall_of(at)
        wall.select(np.array([2, 5]))
        at.window.actions_by_name.files.copy_to.trigger()
        dialog = at.window.findChild(CopyToDialog)
        assert dialog is not None
        dialog.destination.set_path(tmp_path / "out")
        at.until(lambda: dialog.plan is not None and dialog.plan.into == tmp_path / "out")
        dialog.copy_button.click()
        at.until(lambda: "2 photos copied" in dialog.said)
        chosen = {wall.photos[i].path.name for i in (2, 5)}
        assert {path.name for path in (tmp_path / "out").iterdir()} == chosen
        dialog.reject()

    assert start(visit, few_photos) == 0


def test_ctrl_c_puts_the_chosen_files_on_the_clipboard(start: Start, few_photos: Path) -> None:
    def visit(at: Visit) -> None:
        wall = wall_of(at)
        wall.select(np.array([1, 3]))
        QTest.keyClick(wall, Qt.Key.Key_C, CTRL)
        mime = QGuiApplication.clipboard().mimeData()
        paths = [wall.photos[i].path for i in (1, 3)]
        assert [Path(url.toLocalFile()) for url in mime.urls()] == paths
        assert mime.text() == "\n".join(map(str, paths))

    assert start(visit, few_photos) == 0


def test_selected_photos_can_be_dragged_to_other_programs_as_copies(
    start: Start, few_photos: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dragged: list[tuple[list[Path], Qt.DropAction]] = []

    def take(self: QDrag, actions: Qt.DropAction) -> Qt.DropAction:
        mime = self.mimeData()
        assert mime.hasFormat(OURS)
        assert not self.pixmap().isNull()
        dragged.append(([Path(url.toLocalFile()) for url in mime.urls()], actions))
        return Qt.DropAction.CopyAction

    monkeypatch.setattr(QDrag, "exec", take)
    files = {path: path.stat().st_mtime_ns for path in few_photos.iterdir()}

    def visit(at: Visit) -> None:
        wall = wall_of(at)
        wall.select(np.array([0, 4]))
        place = wall.tile_rect(4).center().toPoint()
        drag(wall, place, place + QPoint(60, 0))
        first, other = wall.photos[4].path, wall.photos[0].path
        assert dragged == [([first, other], Qt.DropAction.CopyAction)]

    assert start(visit, few_photos) == 0
    assert {path: path.stat().st_mtime_ns for path in few_photos.iterdir()} == files


def test_a_drag_is_answered_in_every_state(start: Start, few_photos: Path) -> None:
    mime = mime_of([Path("/somewhere/Holidays")])
    mime.removeFormat(OURS)  # as of another program

    def answered(at: Visit) -> bool:
        event = QDragEnterEvent(
            QPoint(9, 9),
            Qt.DropAction.CopyAction,
            mime,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(at.window, event)
        overlay = at.window.findChild(DropOverlay)
        assert overlay is not None
        return event.isAccepted() and overlay.text == "Drop to open “Holidays”"

    def visit(at: Visit) -> None:
        assert answered(at)  # nothing open
        at.window.open_paths([few_photos])
        at.until_state(State.WORKING)
        assert answered(at)
        wall = wall_of(at)
        assert answered(at)
        wall.photo_activated.emit(0)
        assert at.desk.workspace.has_loupe
        assert answered(at)

    assert start(visit) == 0
