"""Where runs, wall, notes and actions are wired together."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from gridsne_desktop.qt.actions import Actions
from gridsne_desktop.qt.bottom_bar import BottomBar
from gridsne_desktop.qt.living import Living
from gridsne_desktop.qt.runs.file_runs import FileRuns
from gridsne_desktop.qt.runs.following import Following
from gridsne_desktop.qt.runs.notes import Notes
from gridsne_desktop.qt.runs.verbs import Verbs
from gridsne_desktop.qt.session import Session
from gridsne_desktop.qt.settings_store import SettingsStore
from gridsne_desktop.qt.workspace import Workspace


class RunsRoom(QObject):
    """Owns everything about runs in a window; the desk asks `runs`.

    Signals:
        changed: Other things can be undone now.
        failed: A `GridsneError` to show.
    """

    changed = Signal()
    failed = Signal(object)

    def __init__(
        self,
        session: Session,
        workspace: Workspace,
        living: Living,
        bar: BottomBar,
        actions: Actions,
        store: SettingsStore,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        following = Following(session, workspace, living, self)
        self.notes = Notes(bar.runs, workspace, self)
        self.runs = FileRuns(session, following, self.notes, window)
        self.verbs = Verbs(
            self.runs, session, workspace, store, actions.files, say=bar.status.say, window=window
        )
        self.runs.changed.connect(self.changed)
        self.runs.failed.connect(self.failed)

    def shut_down(self) -> None:
        """Wait for nothing any more."""
        self.notes.shut_down()
