"""The menu of the chosen photos."""

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from gridsne_desktop.qt.actions import Actions
from gridsne_desktop.qt.open_with import OpenWith
from gridsne_desktop.qt.workspace import Workspace


class PhotoMenu(QObject):
    """Pops up where a photo was right-clicked.

    Signals:
        failed: A `GridsneError`: a program could not be started.
    """

    failed = Signal(object)

    def __init__(self, workspace: Workspace, actions: Actions, window: QWidget) -> None:
        super().__init__(window)
        self._workspace, self._actions, self._window = workspace, actions, window
        self._open_with = OpenWith(window)
        self._open_with.failed.connect(self.failed)
        workspace.menu_requested.connect(self._pop_up)

    def _pop_up(self, place: QPoint) -> None:
        """Open the menu at a global position."""
        actions, menu = self._actions, QMenu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        open_with, files = self._open_with, actions.files
        open_with.show_for(self._workspace.chosen_paths())
        for group in (
            (actions.open_photo, open_with.menu.menuAction(), actions.show_in_folder),
            (actions.find_similar, actions.compare),
            (files.copy_to, files.move_to, files.send_menu.menuAction(), files.rename, files.trash),
            (actions.copy_files, actions.copy_path),
            (actions.pin, actions.example_menu.menuAction(), actions.unpin_all),
        ):
            menu.addActions(group)
            menu.addSeparator()
        menu.aboutToShow.connect(actions.pins_looked_at)
        menu.popup(place)
