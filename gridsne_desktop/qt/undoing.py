"""Undo and redo in the menu: one timeline of arranging and of what was done to files."""

from PySide6.QtCore import QObject, Slot

from gridsne_desktop.qt.actions import Actions
from gridsne_desktop.qt.runs.file_runs import FileRuns
from gridsne_desktop.qt.runs.timeline import Entry
from gridsne_desktop.qt.session import Session
from gridsne_desktop.qt.settings_store import SettingsStore
from gridsne_desktop.settings import ArrangeSettings


class Undoing(QObject):
    """Wires the two actions with session and runs; keeps the settings that come back."""

    def __init__(
        self,
        session: Session,
        runs: FileRuns,
        actions: Actions,
        store: SettingsStore,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session, self._runs = session, runs
        self._actions, self._store = actions, store
        actions.undo.triggered.connect(self._undo)
        actions.redo.triggered.connect(self._redo)
        session.settings_restored.connect(self._on_settings_restored)

    def refresh(self, *, is_possible: bool) -> None:
        """Name what can be undone and done again now: of arranging only where the wall is seen."""
        session = self._session
        to_undo, to_redo = self._run_to_undo(), self._run_to_redo()
        steps = (session.undo_name, session.redo_name) if is_possible else ("", "")
        self._actions.show_steps(
            undo=to_undo.name if to_undo else steps[0], redo=to_redo.name if to_redo else steps[1]
        )

    def _run_to_undo(self) -> Entry | None:
        """The run that was the last thing done; None: that was a step of arranging."""
        entry = self._runs.timeline.to_undo
        return entry if entry and entry.stamp > self._session.undo_stamp else None

    def _run_to_redo(self) -> Entry | None:
        """The run that comes next; None: that is a step of arranging."""
        entry = self._runs.timeline.to_redo(after=self._session.step_stamp)
        step = self._session.redo_stamp
        return entry if entry and (not step or entry.stamp < step) else None

    @Slot()
    def _undo(self) -> None:
        self._runs.when_idle(self._undo_last)

    @Slot()
    def _redo(self) -> None:
        self._runs.when_idle(self._redo_next)

    def _undo_last(self) -> None:
        entry = self._run_to_undo()
        if entry is not None:
            self._runs.undo(entry)
        else:
            self._session.undo()

    def _redo_next(self) -> None:
        entry = self._run_to_redo()
        if entry is not None:
            self._runs.undo(entry)
        else:
            self._session.redo()

    @Slot(object)
    def _on_settings_restored(self, settings: ArrangeSettings) -> None:
        self._store.save("arrange", settings)
