"""The window: start page, photos and bottom bar; light enough to be painted at once."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QIcon, QKeyEvent
from PySide6.QtWidgets import QFileDialog, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from gridsne_desktop.errors import GridsneError
from gridsne_desktop.library.formats import FORMATS
from gridsne_desktop.progress import Run
from gridsne_desktop.qt.actions import Actions
from gridsne_desktop.qt.bottom_bar import BottomBar
from gridsne_desktop.qt.choosers import new_chooser
from gridsne_desktop.qt.dialogs.about import AboutDialog
from gridsne_desktop.qt.dialogs.error import ErrorDialog
from gridsne_desktop.qt.dialogs.opening import open_in_turns
from gridsne_desktop.qt.drop import DropTarget
from gridsne_desktop.qt.runs.interrupted_bar import InterruptedBar
from gridsne_desktop.qt.settings_store import SettingsStore, ViewSettings
from gridsne_desktop.qt.shortcuts import ShortcutsDialog
from gridsne_desktop.qt.start_page import StartPage
from gridsne_desktop.qt.task import Task
from gridsne_desktop.qt.theme import Theme

if TYPE_CHECKING:  # importing it brings NumPy, too slow before the first paint
    from gridsne_desktop.qt.desk import Desk
    from gridsne_desktop.qt.workspace import Workspace

TITLE = "gridsne-desktop"
_FIRST_SIZE = (1180, 800)
_SMALLEST_SIZE = (600, 440)
_PHOTO_FILTER = f"Photos ({' '.join(f'*{ending}' for ending in FORMATS)});;All files (*)"


class MainWindow(QMainWindow):
    """Able to open folders from `become_ready` on; what is opened earlier waits for it.

    Signals:
        closed: The window is gone and so is every thread of it.
    """

    closed = Signal()

    def __init__(self, store: SettingsStore, theme: Theme, icon: QIcon) -> None:
        super().__init__()
        self.desk: Desk | None = None
        self._workspace: Workspace | None = None
        self.actions_by_name = Actions(self)
        self.start = StartPage(icon, self)
        self.bar = BottomBar(self)
        self.interrupted = InterruptedBar(self)
        self.pages = QStackedWidget(self)
        self._store, self._theme = store, theme
        theme.setParent(self)
        self._waiting: tuple[Path, ...] = ()
        self._recent_task: Task | None = None
        self._is_closing = False
        self._lay_out()
        self._wire()
        self._follow_scheme(store.load("view", ViewSettings()).scheme)

    def open_paths(self, paths: Sequence[Path]) -> None:
        """Arrange the photos of `paths`, as soon as that is possible."""
        if not paths:
            return
        if self.desk is None:
            self._waiting = tuple(paths)
            self.pages.setCurrentWidget(self._blank)
        else:
            self.desk.open(paths)

    @property
    def is_closing(self) -> bool:
        """Whether nothing is to be begun any more."""
        return self._is_closing

    @property
    def waits_for_photos(self) -> bool:
        """Whether a folder is being opened whose photos come out of the cache, or soon begin to."""
        if self.desk is None:
            return bool(self._waiting)
        return self.desk.session.waits_for_known

    def become_ready(self) -> None:
        """Take in what `warm_up.load_first` has imported, and open what waits; `desk` says when.

        In two pieces: in one it would hold up the window for 15 ms.
        """
        from gridsne_desktop.qt.workspace import Workspace

        if not self._is_closing:
            self._workspace = Workspace(self)
            QTimer.singleShot(0, self._take_desk)

    @Slot()
    def _take_desk(self) -> None:
        from gridsne_desktop.qt.desk import Desk

        if self._is_closing or self._workspace is None:
            return
        self.desk = Desk(
            self.bar, self.interrupted, self.actions_by_name, self._store, self._workspace, self
        )
        self.desk.files.close_wanted.connect(self.close)
        self.pages.addWidget(self.desk.workspace)
        self.desk.page_wanted.connect(self._on_page_wanted)
        self.desk.title_changed.connect(self._on_title_changed)
        self.desk.opened.connect(self._on_opened)
        self.desk.busy_changed.connect(self.start.set_busy)
        self.start.samples_asked.connect(self.desk.open_samples)
        self.desk.refresh()
        waiting, self._waiting = self._waiting, ()
        self.open_paths(waiting)

    @Slot(object)
    def show_error(self, error: GridsneError) -> None:
        """Tell the person about `error`."""
        if not self._is_closing:
            ErrorDialog(error, self).open()

    def refresh_recent(self) -> None:
        """List the recent folders that still exist; looking may take long, so on a thread."""
        folders = self._store.recent()
        if self._recent_task is not None or self._is_closing:
            return

        def existing(run: Run) -> tuple[Path, ...]:
            del run
            return tuple(folder for folder in folders if folder.is_dir())

        self._recent_task = Task(existing, self)
        self._recent_task.succeeded.connect(self._on_recent_looked_up)
        self._recent_task.ended.connect(self._on_recent_ended)
        self._recent_task.start()

    def _lay_out(self) -> None:
        self._blank = QWidget(self)
        self.pages.addWidget(self.start)
        self.pages.addWidget(self._blank)
        self.bar.hide()
        central = QWidget(self)
        column = QVBoxLayout(central)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.interrupted)
        column.addWidget(self.pages, 1)
        column.addWidget(self.bar)
        self.setCentralWidget(central)
        self.setWindowTitle(TITLE)
        self.setMinimumSize(*_SMALLEST_SIZE)
        self.resize(*_FIRST_SIZE)
        self.restoreGeometry(self._store.geometry())

    def _wire(self) -> None:
        actions = self.actions_by_name
        DropTarget(self).dropped.connect(self._on_dropped)
        self.start.open_asked.connect(self.ask_folder)
        self.start.recent_chosen.connect(self._on_recent_chosen)
        actions.open_folder.triggered.connect(self.ask_folder)
        actions.open_photos.triggered.connect(self._ask_photos)
        actions.recent_chosen.connect(self._on_recent_chosen)
        actions.clear_recent.triggered.connect(self._clear_recent)
        actions.scheme_chosen.connect(self._on_scheme_chosen)
        actions.full_screen.toggled.connect(self._on_full_screen)
        actions.shortcuts.triggered.connect(self._show_shortcuts)
        actions.about.triggered.connect(self._show_about)
        actions.quit.triggered.connect(self.close)

    @Slot()
    def ask_folder(self) -> None:
        """Let the person choose a folder."""
        chooser = self._chooser("Open a Folder of Photos")
        chooser.setFileMode(QFileDialog.FileMode.Directory)
        chooser.setOption(QFileDialog.Option.ShowDirsOnly)
        chooser.open()

    @Slot()
    def _ask_photos(self) -> None:
        chooser = self._chooser("Open Photos")
        chooser.setFileMode(QFileDialog.FileMode.ExistingFiles)
        chooser.setNameFilter(_PHOTO_FILTER)
        chooser.open()

    def _chooser(self, title: str) -> QFileDialog:
        chooser = new_chooser(self, title, str(self._store.folder("open")))
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptOpen)
        chooser.filesSelected.connect(self._on_files_selected)
        return chooser

    @Slot(list)
    def _on_files_selected(self, names: list[str]) -> None:
        paths = [Path(name) for name in names]
        if paths:
            self._store.save_folder("open", paths[0].parent)
        self.open_paths(paths)

    @Slot(object)
    def _on_dropped(self, paths: list[Path]) -> None:
        self.activateWindow()
        self.open_paths(paths)

    @Slot(object)
    def _on_recent_chosen(self, folder: Path) -> None:
        self.open_paths([folder])

    @Slot(object)
    def _on_opened(self, folders: list[Path]) -> None:
        self._store.add_recent(folders)
        self.refresh_recent()

    @Slot()
    def _clear_recent(self) -> None:
        self._store.clear_recent()
        self._on_recent_looked_up(())

    @Slot(object)
    def _on_recent_looked_up(self, folders: tuple[Path, ...]) -> None:
        self.start.show_recent(folders)
        self.actions_by_name.show_recent(folders)

    @Slot()
    def _on_recent_ended(self) -> None:
        task, self._recent_task = self._recent_task, None
        if task is not None:
            task.deleteLater()

    @Slot(bool)
    def _on_page_wanted(self, photos: bool) -> None:
        if self.desk is not None:
            self.pages.setCurrentWidget(self.desk.workspace if photos else self.start)

    @Slot(str)
    def _on_title_changed(self, name: str) -> None:
        self.setWindowTitle(f"{name} – {TITLE}" if name else TITLE)

    @Slot(str)
    def _on_scheme_chosen(self, scheme: str) -> None:
        self._store.change("view", ViewSettings(), scheme=scheme)
        self._follow_scheme(scheme)

    def _follow_scheme(self, scheme: str) -> None:
        self._theme.follow(scheme)
        self.actions_by_name.show_scheme(scheme)

    @Slot(bool)
    def _on_full_screen(self, full: bool) -> None:
        state, flag = self.windowState(), Qt.WindowState.WindowFullScreen
        self.setWindowState(state | flag if full else state & ~flag)

    @Slot()
    def _show_shortcuts(self) -> None:
        open_in_turns(ShortcutsDialog(self.actions_by_name.groups, self))

    @Slot()
    def _show_about(self) -> None:
        open_in_turns(AboutDialog(self))

    @Slot()
    def _finish(self) -> None:
        """Cancel every thread and emit `closed` when all are over; called again as each one ends.

        As others are about to end, new ones may begin until the keeper is done.
        """
        tasks = self.findChildren(Task)
        for task in tasks:
            task.ended.connect(self._finish, Qt.ConnectionType.UniqueConnection)
            task.cancel()
        if self.desk is not None and not self.desk.keeper.is_closed:
            return
        if any(task.isRunning() for task in tasks):
            return
        for task in tasks:
            task.wait()
        if self.desk is not None:
            self.desk.workspace.shut_down()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves the full screen where nothing else wanted it."""
        full_screen = self.actions_by_name.full_screen
        if event.key() == Qt.Key.Key_Escape and full_screen.isChecked():
            full_screen.setChecked(False)
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Hide at once, cancel what runs and wait for its end without stopping the window.

        While files are being worked on, the person is asked first.
        """
        if self.desk is not None and not self._is_closing and not self.desk.files.may_close():
            event.ignore()
            return
        event.accept()
        if self._is_closing:
            return
        self._is_closing = True
        self._store.save_geometry(self.saveGeometry())
        self._store.flush()
        self.hide()
        if self.desk is not None:
            self.desk.keeper.closed.connect(self._finish)
            self.desk.looking.shut_down()
            self.desk.files.shut_down()
            self.desk.session.close()
        self._finish()
