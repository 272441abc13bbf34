"""What the person can do with pins: keep photos in their cells, make them examples, let them go."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Slot

from gridsne_desktop.layout.pins import here
from gridsne_desktop.qt.actions import Actions
from gridsne_desktop.qt.dialogs.words import counted
from gridsne_desktop.qt.session import Session
from gridsne_desktop.qt.workspace import Workspace
from gridsne_desktop.settings import CORNERS, Pin

Say = Callable[[str], None]
"""Tells the person a result."""


class Pinning(QObject):
    """The verbs of pins, on the chosen photos of what the session has arranged."""

    def __init__(
        self,
        session: Session,
        workspace: Workspace,
        actions: Actions,
        *,
        say: Say,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session, self._workspace, self._actions = session, workspace, actions
        self._say = say
        actions.pin.triggered.connect(self._toggle)
        actions.unpin_all.triggered.connect(self._unpin_all)
        actions.example_chosen.connect(self._make_example)
        actions.pins_looked_at.connect(self.refresh)

    @Slot()
    def refresh(self) -> None:
        """Say on the menu what pressing it would do to the chosen photos."""
        pinned = {pin.path for pin in self._session.settings.pins}
        # More than are pinned are not all pinned: a hundred thousand need not be looked at.
        may_be = len(self._workspace.wall.selection) <= len(pinned)
        chosen = self._workspace.chosen_paths() if pinned and may_be else []
        self._actions.show_pins(
            chosen_pinned=bool(chosen) and pinned.issuperset(chosen), any_pinned=bool(pinned)
        )

    @Slot()
    def _toggle(self) -> None:
        """Pin the chosen photos where they stand; if they all are, let them go."""
        chosen, arrangement = self._workspace.chosen_paths(), self._session.arrangement
        if not chosen or arrangement is None:
            self._say("Select the photos to pin first")
            return
        pins = self._session.settings.pins
        pinned = {pin.path for pin in pins}
        new = set(chosen) - pinned
        if new:
            self._use(pins + here(arrangement.grid, new))
            self._say(f"{counted(len(new), 'photo')} pinned")
        else:
            gone = set(chosen)
            self._use(tuple(pin for pin in pins if pin.path not in gone))
            self._say(f"{counted(len(gone), 'photo')} unpinned")

    @Slot(str)
    def _make_example(self, corner: str) -> None:
        """Bring the chosen photos to a corner, and their likes with them."""
        chosen = self._workspace.chosen_paths()
        if not chosen or self._session.arrangement is None:
            self._say("Select a photo to be the example first")
            return
        kept = tuple(pin for pin in self._session.settings.pins if pin.path not in set(chosen))
        self._use(kept + tuple(Pin(path, *CORNERS[corner]) for path in chosen))

    @Slot()
    def _unpin_all(self) -> None:
        count = len(self._session.settings.pins)
        self._use(())
        self._say(f"{counted(count, 'photo')} unpinned")

    def _use(self, pins: tuple[Pin, ...]) -> None:
        self._session.change(replace(self._session.settings, pins=pins))
