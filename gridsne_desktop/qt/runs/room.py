"""Where runs, wall, notes and actions are wired together."""

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from gridsne_desktop import paths as app_paths
from gridsne_desktop.qt.actions import Actions
from gridsne_desktop.qt.bottom_bar import BottomBar
from gridsne_desktop.qt.dialogs.opening import open_in_turns
from gridsne_desktop.qt.living import Living
from gridsne_desktop.qt.reveal import Revealer
from gridsne_desktop.qt.runs.activity import ActivityDialog
from gridsne_desktop.qt.runs.closing import ClosingDialog
from gridsne_desktop.qt.runs.file_runs import FileRuns
from gridsne_desktop.qt.runs.following import Following
from gridsne_desktop.qt.runs.interrupted import Interrupted
from gridsne_desktop.qt.runs.interrupted_bar import InterruptedBar
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
        close_wanted: The person wanted to close the window, and nothing is being done any more.
    """

    changed = Signal()
    failed = Signal(object)
    close_wanted = Signal()

    def __init__(
        self,
        session: Session,
        workspace: Workspace,
        living: Living,
        bar: BottomBar,
        actions: Actions,
        store: SettingsStore,
        interrupted: InterruptedBar,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._window, self._revealer = window, Revealer(self)
        self._activity: ActivityDialog | None = None
        self._closing: ClosingDialog | None = None
        following = Following(session, workspace, living, self)
        self.notes = Notes(bar.runs, workspace, self)
        self.runs = FileRuns(session, following, self.notes, window)
        self.verbs = Verbs(
            self.runs, session, workspace, store, actions.files, say=bar.status.say, window=window
        )
        self._interrupted = Interrupted(self.runs, interrupted, app_paths.journal_folder(), self)
        actions.activity.triggered.connect(self._show_activity)
        self.runs.changed.connect(self.changed)
        self.runs.failed.connect(self.failed)

    def may_close(self) -> bool:
        """Whether nothing is being done to files; else the person is asked what shall become of it.

        `close_wanted` follows when that is done.
        """
        if not self.runs.is_busy:
            return True
        if self._closing is None:
            self._closing = ClosingDialog(self.runs, self._window)
            self._closing.may_close.connect(self.close_wanted)
            self._closing.finished.connect(self._on_closing_finished)
            self._closing.open()
        return False

    def shut_down(self) -> None:
        """Wait for nothing any more."""
        self.notes.shut_down()
        self._interrupted.shut_down()
        if self._activity is not None:
            self._activity.close()

    @Slot()
    def _show_activity(self) -> None:
        """List what was done; the list stays beside the window."""
        if self._activity is None:
            self._activity = ActivityDialog(
                self.runs,
                journals=app_paths.journal_folder(),
                open_folder=self._revealer.open_folder,
                parent=self._window,
            )
            self._activity.finished.connect(self._on_activity_finished)
            open_in_turns(self._activity, show=self._raise_activity)
        else:
            self._raise_activity()

    @Slot()
    def _raise_activity(self) -> None:
        if self._activity is not None:
            self._activity.show()
            self._activity.raise_()
            self._activity.activateWindow()

    @Slot()
    def _on_activity_finished(self) -> None:
        self._activity = None

    @Slot()
    def _on_closing_finished(self) -> None:
        self._closing = None
