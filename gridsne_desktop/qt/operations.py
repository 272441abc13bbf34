"""What the person can do with the photos that are shown: a method each."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from gridsne_desktop.errors import GridsneError
from gridsne_desktop.export.png import ExportSettings, export_png
from gridsne_desktop.layout.arrangement import Arrangement
from gridsne_desktop.layout.orders import SIMILARITY
from gridsne_desktop.layout.rough import rough_grid
from gridsne_desktop.photo import Problem
from gridsne_desktop.progress import Run
from gridsne_desktop.qt.dialogs.error import ErrorDialog
from gridsne_desktop.qt.dialogs.export import ExportDialog
from gridsne_desktop.qt.dialogs.opening import open_in_turns
from gridsne_desktop.qt.dialogs.parts import copy_text
from gridsne_desktop.qt.dialogs.problems import ProblemsDialog
from gridsne_desktop.qt.dialogs.words import counted
from gridsne_desktop.qt.reveal import Revealer
from gridsne_desktop.qt.session import Session
from gridsne_desktop.qt.settings_store import SettingsStore
from gridsne_desktop.qt.sorting import Sorting
from gridsne_desktop.qt.task import Task
from gridsne_desktop.qt.workspace import Workspace

Say = Callable[[str, str, Callable[[], None]], None]
"""Tells the person a result: a text, a link's text, what the link does."""


class Operations(QObject):
    """The verbs of the menus that need an arrangement or a selection.

    Signals:
        progressed: A `Progress` of the picture being written.
        export_toggled: A picture is being written from now on, or no more.
        will_write: The paths that the app will write to from now on.
    """

    progressed = Signal(object)
    export_toggled = Signal()
    will_write = Signal(object)

    def __init__(
        self,
        session: Session,
        sorting: Sorting,
        workspace: Workspace,
        store: SettingsStore,
        *,
        say: Say,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._session, self._sorting = session, sorting
        self._workspace, self._store = workspace, store
        self._say, self._window = say, window
        self._revealer = Revealer(self)
        self._export: Task | None = None
        self._target = Path()

    @property
    def is_exporting(self) -> bool:
        """Whether a picture is being written."""
        return self._export is not None

    def cancel_export(self) -> None:
        """Stop writing the picture; nothing of it stays."""
        if self._export is not None:
            self._export.cancel()

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

    @Slot()
    def ask_export(self) -> None:
        """Ask what the picture shall be like."""
        arrangement = self._sorting.seen
        if arrangement is None or self.is_exporting:
            return
        name = self._session.paths[0].name or "photos"
        dialog = ExportDialog(
            arrangement.grid,
            self._store.load("export", ExportSettings()),
            self._window,
            blanks=arrangement.blanks,
            groups=arrangement.groups,
            sort=arrangement.sort,
            thumbnail=self._workspace.thumbnail_of,
            target=self._store.folder("export") / f"{name} grid.png",
        )
        dialog.accepted.connect(self._on_export_accepted)
        open_in_turns(dialog)

    @Slot()
    def _on_export_accepted(self) -> None:
        dialog, arrangement = self.sender(), self._sorting.seen
        if not isinstance(dialog, ExportDialog) or arrangement is None:
            return
        settings, target, aspect = dialog.settings(), dialog.target(), dialog.aspect()
        self._store.save("export", settings)
        self._store.save_folder("export", target.parent)
        self._target = target
        self.will_write.emit({target})
        self._start_export(_export_job(self._session, arrangement, aspect, settings, target))

    def _start_export(self, job: Callable[[Run], object]) -> None:
        self._export = Task(job, self)
        self._export.progressed.connect(self.progressed)
        self._export.succeeded.connect(self._on_exported)
        self._export.failed.connect(self.show_error)
        self._export.ended.connect(self._on_export_ended)
        self.export_toggled.emit()
        self._export.start()

    @Slot(object)
    def _on_exported(self, problems: tuple[Problem, ...]) -> None:
        text = f"Saved {self._target.name}"
        if problems:
            text += f"; {counted(len(problems), 'photo')} could not be read again and stayed blank"
        self._say(text, "Show", self._show_target)

    @Slot()
    def _on_export_ended(self) -> None:
        ended, self._export = self._export, None
        if ended is not None:
            ended.deleteLater()
        self.export_toggled.emit()

    def _show_target(self) -> None:
        self._revealer.show_in_folder(self._target)


def _export_job(
    session: Session,
    arrangement: Arrangement,
    aspect: float | None,
    settings: ExportSettings,
    target: Path,
) -> Callable[[Run], tuple[Problem, ...]]:
    """Writes the grid as it is on the screen, or the same map in a grid of another aspect."""
    arranging = session.settings

    def job(run: Run) -> tuple[Problem, ...]:
        grid = arrangement.grid
        if aspect is not None and arrangement.sort != SIMILARITY:
            grid = rough_grid(grid, aspect=aspect, blanks=arrangement.blanks, groups=None)
        elif aspect is not None:
            wished = replace(arranging, aspect=aspect, columns=None, blanks=arrangement.blanks)
            grid = session.reshaped(arrangement, settings=wished, run=run).grid
        return export_png(grid, target, settings=settings, run=run)

    return job
