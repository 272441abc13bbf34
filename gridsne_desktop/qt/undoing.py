"""Undo and redo in the menu: what they are called, and whether they are possible."""

from PySide6.QtCore import QObject, Slot

from gridsne_desktop.qt.actions import Actions
from gridsne_desktop.qt.session import Session
from gridsne_desktop.qt.settings_store import SettingsStore
from gridsne_desktop.settings import ArrangeSettings


class Undoing(QObject):
    """Wires the two actions with the session; keeps the settings that come back."""

    def __init__(
        self, session: Session, actions: Actions, store: SettingsStore, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._session, self._actions, self._store = session, actions, store
        actions.undo.triggered.connect(session.undo)
        actions.redo.triggered.connect(session.redo)
        session.settings_restored.connect(self._on_settings_restored)

    def refresh(self, *, is_possible: bool) -> None:
        """Name what can be undone and done again now; nothing unless the wall is seen."""
        session = self._session
        undo, redo = (session.undo_name, session.redo_name) if is_possible else ("", "")
        self._actions.show_steps(undo=undo, redo=redo)

    @Slot(object)
    def _on_settings_restored(self, settings: ArrangeSettings) -> None:
        self._store.save("arrange", settings)
