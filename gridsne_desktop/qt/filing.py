"""What the person can do with the files of the chosen photos: copy them, give them other names."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from gridsne_desktop import paths as app_paths
from gridsne_desktop.layout.arrangement import Arrangement
from gridsne_desktop.organize.execute import Outcome
from gridsne_desktop.organize.plan import Plan
from gridsne_desktop.qt.actions import Actions
from gridsne_desktop.qt.dialogs.copy_to import CopyToDialog
from gridsne_desktop.qt.dialogs.opening import open_in_turns
from gridsne_desktop.qt.dialogs.rename import RenameDialog
from gridsne_desktop.qt.dialogs.words import counted
from gridsne_desktop.qt.handing_out import STACKED, mime_of, new_drag
from gridsne_desktop.qt.reveal import Revealer
from gridsne_desktop.qt.session import Session
from gridsne_desktop.qt.settings_store import SettingsStore
from gridsne_desktop.qt.state import State
from gridsne_desktop.qt.workspace import Workspace

_COPIES = "copies"
"""Under which the settings keep the folder that copies went to last."""

Say = Callable[[str], None]
"""Tells the person a result."""


class Filing(QObject):
    """The verbs of files, on the chosen photos; companions come along where files are made.

    Signals:
        will_write: The paths that the app will write to from now on.
        copied: The `Plan` of a copy and its `Outcome`.
    """

    will_write = Signal(object)
    copied = Signal(object, object)

    def __init__(
        self,
        session: Session,
        workspace: Workspace,
        store: SettingsStore,
        actions: Actions,
        *,
        say: Say,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._session, self._workspace, self._store = session, workspace, store
        self._say, self._window = say, window
        self._revealer = Revealer(self)
        self._renamed: Path | None = None
        actions.copy_files.triggered.connect(self._copy_files)
        actions.files.copy_to.triggered.connect(self._ask_copy)
        actions.files.rename.triggered.connect(self._ask_rename)
        workspace.wall.drag_wanted.connect(self._drag)
        session.state_changed.connect(self._on_state_changed)

    @Slot()
    def _copy_files(self) -> None:
        """Put the chosen photos on the clipboard, for file managers and other programs."""
        chosen = self._workspace.chosen_paths()
        if not chosen:
            self._say("Select the photos to copy first")
            return
        QGuiApplication.clipboard().setMimeData(mime_of(chosen))
        self._say(f"{counted(len(chosen), 'photo')} on the clipboard")

    @Slot()
    def _drag(self) -> None:
        """Let other programs have the selected photos; they stay where they are."""
        wall = self._workspace.wall
        photos = [wall.photos[index] for index in self._in_order()]
        images = (self._workspace.thumbnail_of(photo) for photo in photos[:STACKED])
        drag = new_drag(
            wall, [p.path for p in photos], [i for i in images if i is not None and not i.isNull()]
        )
        # Copy alone: a file manager that was allowed to move would take the photos away.
        drag.exec(Qt.DropAction.CopyAction)

    def _in_order(self) -> list[int]:
        """The selected photos, the one under the hand first, the others as one reads the grid."""
        wall = self._workspace.wall
        chosen = sorted((int(index) for index in wall.selection), key=wall.rank)
        return sorted(chosen, key=lambda index: index != wall.current)

    @Slot()
    def _ask_copy(self) -> None:
        """Show what a copy of the chosen photos would be."""
        chosen = self._workspace.chosen_paths()
        if not chosen:
            self._say("Select the photos to copy first")
            return
        companions = _companions(self._session.arrangement)
        opened = self._session.paths[0]
        dialog = CopyToDialog(
            [(path, *companions.get(path, ())) for path in chosen],
            thumbnail=self._workspace.thumbnail_of,
            journals=app_paths.journal_folder(),
            open_folder=self._revealer.open_folder,
            into=self._store.folder(_COPIES, opened.parent) / f"{opened.stem} selection",
            parent=self._window,
        )
        dialog.copying.connect(self._on_copying)
        dialog.copied.connect(self._on_copied)
        open_in_turns(dialog)

    @Slot(object)
    def _on_copying(self, plan: Plan) -> None:
        self._store.save_folder(_COPIES, plan.into.parent)
        self.will_write.emit({step.target for step in plan.steps})

    @Slot(object)
    def _on_copied(self, outcome: Outcome) -> None:
        dialog = self.sender()
        if isinstance(dialog, CopyToDialog) and dialog.plan is not None:
            self.copied.emit(dialog.plan, outcome)

    @Slot()
    def _ask_rename(self) -> None:
        """Ask for another name of the one chosen photo."""
        chosen = self._workspace.chosen_paths()
        if len(chosen) != 1:
            self._say("Select one photo to rename")
            return
        companions = _companions(self._session.arrangement)
        dialog = RenameDialog((chosen[0], *companions.get(chosen[0], ())), self._window)
        dialog.renamed.connect(self._on_renamed)
        dialog.open()

    @Slot(object)
    def _on_renamed(self, names: Mapping[Path, Path]) -> None:
        self._renamed = next(iter(names.values()))
        self._session.rename(names)

    @Slot(object)
    def _on_state_changed(self, state: State) -> None:
        """When the wall knows the new name, the renamed photo is chosen again, and named."""
        if self._renamed is None or state is State.WORKING:
            return
        path, self._renamed = self._renamed, None
        wall = self._workspace.wall
        index = next((i for i, photo in enumerate(wall.photos) if photo.path == path), None)
        if index is not None:
            wall.set_current(index)
            self._say(f"Renamed to {path.name}")


def _companions(arrangement: Arrangement | None) -> dict[Path, Sequence[Path]]:
    bundles = arrangement.bundles if arrangement is not None else ()
    return {bundle.photo: bundle.companions for bundle in bundles}
