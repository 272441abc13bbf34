"""Which line the bottom bar shows: one of the session, the export or the sorting."""

from PySide6.QtCore import QObject, Slot

from gridsne_desktop.progress import Progress
from gridsne_desktop.qt.bottom_bar import BottomBar
from gridsne_desktop.qt.keeper import Keeper
from gridsne_desktop.qt.operations import Operations
from gridsne_desktop.qt.session import Session
from gridsne_desktop.qt.sorting import Sorting
from gridsne_desktop.qt.state import State
from gridsne_desktop.qt.workspace import Workspace


class BarLines(QObject):
    """Shows what is under way, what was stopped, or what there is."""

    def __init__(
        self,
        bar: BottomBar,
        session: Session,
        workspace: Workspace,
        sorting: Sorting,
        operations: Operations,
        keeper: Keeper,
        note: str,
    ) -> None:
        """Say `note` once, as soon as somebody can see it; empty: nothing."""
        super().__init__(bar)
        self._bar, self._session, self._workspace = bar, session, workspace
        self._sorting, self._operations, self._keeper = sorting, operations, keeper
        self._note = note
        session.progressed.connect(bar.show_progress)
        operations.progressed.connect(self._on_export_progressed)
        operations.export_toggled.connect(self._on_export_toggled)
        sorting.progressed.connect(self._on_sorting_progressed)
        sorting.toggled.connect(self._on_sorting_toggled)
        bar.progress.cancel_asked.connect(self.cancel)

    def show(self, state: State) -> None:
        """Show the line that `state` asks for."""
        bar, session = self._bar, self._session
        works = state is State.WORKING
        bar.setVisible(works or (state is not State.NOTHING_OPEN and not self._workspace.has_loupe))
        if works:
            bar.show_line(bar.progress)
        elif state is State.STOPPED:
            read, found = session.photos_read, session.photos_found
            bar.stopped.show_stopped(
                read=read, found=found, may_arrange=read > 0 and not session.all_read
            )
            bar.show_line(bar.stopped)
        elif state is State.ARRANGED and session.arrangement and not session.all_read:
            arranged = len(session.arrangement.grid.photos)
            bar.stopped.show_partial(arranged=arranged, found=session.photos_found)
            bar.show_line(bar.stopped)
        elif not self._operations.is_exporting:
            bar.show_line(bar.status)
            self._tell_notes()

    def _tell_notes(self) -> None:
        """Say once what is wrong with the cache or the model, when somebody can see it."""
        if not self._bar.isVisible():
            return
        notes, self._note = (self._note, *self._keeper.new_notes()), ""
        if any(notes):
            self._bar.status.say(" ".join(filter(None, notes)))

    @Slot()
    def cancel(self) -> None:
        """Stop what the line of progress tells of."""
        self._bar.progress.show_stopping()
        if self._session.state is State.WORKING:
            self._session.cancel()
        elif self._operations.is_exporting:
            self._operations.cancel_export()
        else:
            self._sorting.cancel()

    @Slot()
    def _on_export_toggled(self) -> None:
        if self._session.state is not State.WORKING:
            if self._operations.is_exporting:
                self._bar.begin_progress()
            else:
                self.show(self._session.state)

    @Slot(object)
    def _on_sorting_progressed(self, progress: Progress) -> None:
        if self._session.state is not State.WORKING and not self._operations.is_exporting:
            self._bar.show_line(self._bar.progress)
            self._bar.show_progress(progress)

    @Slot()
    def _on_sorting_toggled(self) -> None:
        if self._sorting.is_busy:
            self._bar.progress.begin()
        elif self._session.state is not State.WORKING:
            self.show(self._session.state)

    @Slot(object)
    def _on_export_progressed(self, progress: Progress) -> None:
        if self._session.state is not State.WORKING:
            self._bar.show_progress(progress)
