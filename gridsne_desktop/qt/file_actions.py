"""The menu Photos: what can be done with the files of the chosen photos."""

from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

KEYS: Final = tuple(range(1, 10))
"""Those that send photos to folders."""

Add = Callable[..., QAction]
"""Adds an action to a menu: the menu, its text, its keys."""


class FileActions(QObject):
    """The actions by name.

    Signals:
        destination_chosen: The key, 1 to 9, that says where the chosen photos shall go.
    """

    destination_chosen = Signal(int)

    def __init__(self, menu: QMenu, add: Add, window: QWidget) -> None:
        super().__init__(window)
        self.copy_to = add(menu, "Copy &to…")
        self.move_to = add(menu, "&Move to…", "M")
        self.send_menu = menu.addMenu("Copy or Move to &Key")
        self._keys = {key: self._new_key(key, window) for key in KEYS}
        self.send_menu.addSeparator()
        self.destinations = add(menu, "&Destinations…")
        self.send_menu.addAction(self.destinations)
        menu.addSeparator()
        self.rename = add(menu, "&Rename…", "F2")
        self.trash = add(menu, "Move to T&rash", "Del", "Ctrl+Backspace")
        self.trash.setAutoRepeat(False)  # a key held down too long takes one photo, not all
        self.show_destinations({})

    def key(self, key: int) -> QAction:
        """What a key does."""
        return self._keys[key]

    def show_destinations(self, names: Mapping[int, str]) -> None:
        """Say what each key does: "Copy to Best"; empty: nothing yet."""
        for key, action in self._keys.items():
            name = names.get(key, "").replace("&", "&&")
            action.setText(name or f"Key {key}…")

    @property
    def actions(self) -> tuple[QAction, ...]:
        """Those that can be done whenever photos are arranged, small or large."""
        menu = self.send_menu.menuAction()
        return (self.copy_to, self.move_to, self.trash, menu, *self._keys.values())

    def _new_key(self, key: int, window: QWidget) -> QAction:
        action = self.send_menu.addAction("")
        action.setMenuRole(QAction.MenuRole.NoRole)
        action.setShortcut(QKeySequence(str(key)))
        action.setAutoRepeat(False)
        action.setData(key)
        action.triggered.connect(self._on_key)
        window.addAction(action)
        return action

    @Slot()
    def _on_key(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.destination_chosen.emit(int(action.data()))
