"""Organize… from the window: what the wall shows becomes folders, and the wall knows."""

import shutil
from pathlib import Path

import numpy as np
from PySide6.QtWidgets import QApplication

from gridsne_desktop.qt.dialogs.organize.dialog import OrganizeDialog
from gridsne_desktop.qt.dialogs.organize.phase import Phase
from gridsne_desktop.qt.state import State
from tests.app.window.conftest import Start, Visit
from tests.app.window.test_window_photos import wall_of


def open_dialog(at: Visit) -> OrganizeDialog:
    wall_of(at)
    at.window.actions_by_name.organize.trigger()
    at.until(lambda: QApplication.activeModalWidget() is not None)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, OrganizeDialog)
    at.until(lambda: dialog.phase is Phase.READY)
    return dialog


def wish(at: Visit, dialog: OrganizeDialog, *, rule: str, way: str = "copy") -> None:
    dialog.form.rule.choose(rule)
    dialog.form.way.choose(way)
    at.until(lambda: dialog.plan is not None)


def ranks_of_what_is_there(at: Visit) -> dict[str, int]:
    """Where each photo stands, once the wall knows all by the paths that they have now."""
    wall = at.desk.workspace.wall
    at.until_state(State.ARRANGED)
    at.until(lambda: all(photo.path.exists() for photo in wall.photos))
    return {photo.path.name: wall.rank(i) for i, photo in enumerate(wall.photos)}


def test_the_groups_of_the_wall_become_folders(start: Start, many_photos: Path) -> None:
    def visit(at: Visit) -> None:
        dialog = open_dialog(at)
        wish(at, dialog, rule="groups")
        assert dialog.plan is not None
        folders = {step.target.parent.name for step in dialog.plan.steps}
        assert len(folders) > 1
        assert len(dialog.plan.steps) == len(at.names)
        dialog.reject()

    assert start(visit, many_photos) == 0


def test_only_the_selected_photos_go_into_a_folder(start: Start, few_photos: Path) -> None:
    def visit(at: Visit) -> None:
        wall = wall_of(at)
        wall.select(np.array([1, 4]))
        dialog = open_dialog(at)
        wish(at, dialog, rule="regions")
        assert dialog.plan is not None
        assert {step.source for step in dialog.plan.steps} == {wall.photos[i].path for i in (1, 4)}
        dialog.reject()

    assert start(visit, few_photos) == 0


def test_photos_moved_within_their_folder_keep_their_cells_and_come_back(
    start: Start, few_photos: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "mine"
    shutil.copytree(few_photos, folder)

    def visit(at: Visit) -> None:
        wall = wall_of(at)
        before = {photo.path.name: wall.rank(i) for i, photo in enumerate(wall.photos)}
        dialog = open_dialog(at)
        wish(at, dialog, rule="rows", way="move")
        dialog.destination.set_path(folder)
        at.until(lambda: dialog.plan is not None and dialog.plan.into == folder)
        dialog.buttons.go.click()
        at.until(lambda: dialog.phase is Phase.DONE)
        assert ranks_of_what_is_there(at) == before
        dialog.buttons.undo.click()
        at.until(lambda: dialog.phase is Phase.UNDONE)
        assert ranks_of_what_is_there(at) == before
        assert {path.parent for path in folder.rglob("*.jpg")} == {folder}
        dialog.reject()
        assert not at.desk.living.changes

    assert start(visit, folder) == 0


def test_what_organize_did_is_undone_by_ctrl_z_and_done_again(
    start: Start, few_photos: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "mine"
    shutil.copytree(few_photos, folder)
    names = {path.name for path in folder.iterdir()}

    def visit(at: Visit) -> None:
        wall_of(at)
        dialog = open_dialog(at)
        wish(at, dialog, rule="rows", way="move")
        dialog.destination.set_path(folder)
        at.until(lambda: dialog.plan is not None and dialog.plan.into == folder)
        dialog.buttons.go.click()
        at.until(lambda: dialog.phase is Phase.DONE)
        dialog.reject()
        stood = ranks_of_what_is_there(at)
        undo, redo = at.window.actions_by_name.undo, at.window.actions_by_name.redo
        at.until(lambda: undo.text() == f"&Undo Move of {len(names)} Photos")
        undo.trigger()
        at.until(lambda: {path.name for path in folder.glob("*.jpg")} == names)
        at.until(lambda: not at.desk.files.runs.is_busy)
        assert ranks_of_what_is_there(at) == stood
        at.until(lambda: redo.text() == f"&Redo Move of {len(names)} Photos")
        redo.trigger()
        at.until(lambda: not list(folder.glob("*.jpg")) and not at.desk.files.runs.is_busy)
        assert ranks_of_what_is_there(at) == stood

    assert start(visit, folder) == 0
