"""What the person can do with the photos that are shown: a method each."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, Qt, Slot
from PySide6.QtWidgets import QMenu, QWidget

from gridsne_desktop import paths as app_paths
from gridsne_desktop.errors import GridsneError
from gridsne_desktop.export.png import ExportSettings
from gridsne_desktop.layout.arrangement import Arrangement
from gridsne_desktop.layout.grid import Grid
from gridsne_desktop.progress import Run
from gridsne_desktop.qt.actions import Actions
from gridsne_desktop.qt.dialogs.error import ErrorDialog
from gridsne_desktop.qt.dialogs.export import Export, ExportDialog
from gridsne_desktop.qt.dialogs.parts import copy_text
from gridsne_desktop.qt.dialogs.problems import ProblemsDialog
from gridsne_desktop.qt.dialogs.sorted_copy import SortedCopyDialog
from gridsne_desktop.qt.reveal import Revealer
from gridsne_desktop.qt.session import Session, resnapped
from gridsne_desktop.qt.settings_store import SettingsStore
from gridsne_desktop.qt.workspace import Workspace
from gridsne_desktop.settings import ArrangeSettings


class Operations(QObject):
    """The verbs of the menus that need an arrangement or a selection."""

    def __init__(
        self, session: Session, workspace: Workspace, store: SettingsStore, window: QWidget
    ) -> None:
        super().__init__(window)
        self._session, self._workspace = session, workspace
        self._store, self._window = store, window
        self._revealer = Revealer(self)

    @Slot(object)
    def show_error(self, error: GridsneError) -> None:
        """Tell the person about `error`."""
        ErrorDialog(error, self._window).open()

    @Slot()
    def show_problems(self) -> None:
        """List what was left out, and why."""
        ProblemsDialog(
            self._session.problems,
            show_in_folder=self._revealer.show_in_folder,
            parent=self._window,
        ).open()

    @Slot()
    def copy_paths(self) -> None:
        """Put the paths of the chosen photos on the clipboard, a line each."""
        copy_text("\n".join(str(path) for path in self._workspace.chosen_paths()))

    @Slot()
    def show_in_folder(self) -> None:
        """Show the first chosen photo in the file manager."""
        for path in self._workspace.chosen_paths()[:1]:
            self._revealer.show_in_folder(path)

    def pop_up_menu(self, actions: Actions, place: QPoint) -> None:
        """Open the menu of the chosen photos at a global position."""
        menu = QMenu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions([actions.open_photo, actions.show_in_folder, actions.copy_path])
        menu.popup(place)

    @Slot()
    def ask_sorted_copy(self) -> None:
        """Show what a copy in the grid's order would be."""
        arrangement = self._session.arrangement
        if arrangement is None:
            return
        dialog = SortedCopyDialog(
            arrangement.grid,
            thumbnail=self._workspace.thumbnail_of,
            journals=app_paths.data_folder() / "journals",
            open_folder=self._revealer.open_folder,
            into=self._proposed_copy(),
            parent=self._window,
        )
        dialog.copied.connect(self._on_copied)
        dialog.open()

    @Slot()
    def ask_export(self) -> None:
        """Ask what the picture shall be like."""
        arrangement = self._session.arrangement
        if arrangement is None:
            return
        name = self._session.paths[0].name or "photos"
        dialog = ExportDialog(
            arrangement.grid,
            self._store.load("export", ExportSettings()),
            regrid=_regrid(arrangement, self._session.settings),
            thumbnail=self._workspace.thumbnail_of,
            show_in_folder=self._revealer.show_in_folder,
            target=self._store.folder("export") / f"{name} grid.png",
            parent=self._window,
        )
        dialog.exported.connect(self._on_exported)
        dialog.open()

    def _proposed_copy(self) -> Path:
        opened = self._session.paths[0]
        beside = self._store.folder("copies", opened.parent)
        return beside / f"{opened.name} sorted"

    @Slot(object)
    def _on_copied(self, outcome: object) -> None:
        del outcome
        dialog = self.sender()
        if isinstance(dialog, SortedCopyDialog) and dialog.plan is not None:
            self._store.save_folder("copies", dialog.plan.into.parent)

    @Slot(object)
    def _on_exported(self, export: Export) -> None:
        self._store.save("export", export.settings)
        self._store.save_folder("export", export.target.parent)


def _regrid(arrangement: Arrangement, settings: ArrangeSettings) -> Callable[[float, Run], Grid]:
    """Makes the grid of another shape from the same map."""

    def regrid(aspect: float, run: Run) -> Grid:
        wished = replace(settings, aspect=aspect, columns=None)
        return resnapped(arrangement, settings=wished, run=run).grid

    return regrid
