"""Back and forward through the places that the person has seen, as in a browser."""

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Slot

from gridsne_desktop.qt.actions import Actions
from gridsne_desktop.qt.grid.trail import Place, Trail
from gridsne_desktop.qt.workspace import Workspace


class Travelling(QObject):
    """Wires the two actions with the workspace."""

    def __init__(self, workspace: Workspace, actions: Actions, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace, self._actions = workspace, actions
        self._trail = Trail()
        workspace.leaving.connect(self._on_leaving)
        workspace.store_replaced.connect(self._on_store_replaced)
        workspace.back_requested.connect(self.back)
        workspace.forward_requested.connect(self.forward)
        actions.back.triggered.connect(self.back)
        actions.forward.triggered.connect(self.forward)
        self._refresh()

    def jump(self, move: Callable[[], None]) -> None:
        """Do `move`; if it leads to another place, this one can be gone back to."""
        here = self._workspace.place
        move()
        if self._workspace.place != here:
            self._leave(here)

    @Slot()
    def back(self) -> None:
        """Go to the place before, if there is one."""
        if self._trail.can_go_back:
            self._go_to(self._trail.back(self._workspace.place))

    @Slot()
    def forward(self) -> None:
        """Go to the place after, if there is one."""
        if self._trail.can_go_forward:
            self._go_to(self._trail.forward(self._workspace.place))

    def _go_to(self, place: Place) -> None:
        self._workspace.go_to(place)
        self._refresh()

    def _leave(self, here: Place) -> None:
        self._trail.leave(here, now=time.monotonic())
        self._refresh()

    @Slot()
    def _on_leaving(self) -> None:
        self._leave(self._workspace.place)

    @Slot()
    def _on_store_replaced(self) -> None:
        self._trail.clear()
        self._refresh()

    def _refresh(self) -> None:
        self._actions.back.setEnabled(self._trail.can_go_back)
        self._actions.forward.setEnabled(self._trail.can_go_forward)
