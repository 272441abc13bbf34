"""Where session, photos, bar and actions are wired together."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from gridsne_desktop.embedding.shelf import with_usable_model
from gridsne_desktop.layout.arrangement import Arrangement
from gridsne_desktop.layout.grid import Grid
from gridsne_desktop.layout.orders import SIMILARITY
from gridsne_desktop.qt.actions import Able, Actions
from gridsne_desktop.qt.bar_lines import BarLines
from gridsne_desktop.qt.bottom_bar import BottomBar
from gridsne_desktop.qt.filing import Filing
from gridsne_desktop.qt.finding import Finding
from gridsne_desktop.qt.grid.tile_store import TileStore
from gridsne_desktop.qt.keeper import Keeper
from gridsne_desktop.qt.living import Living
from gridsne_desktop.qt.looking import Looking
from gridsne_desktop.qt.operations import Operations
from gridsne_desktop.qt.organizing import Organizing
from gridsne_desktop.qt.photo_menu import PhotoMenu
from gridsne_desktop.qt.pinning import Pinning
from gridsne_desktop.qt.runs.interrupted_bar import InterruptedBar
from gridsne_desktop.qt.runs.room import RunsRoom
from gridsne_desktop.qt.session import Session
from gridsne_desktop.qt.settings_store import SettingsStore
from gridsne_desktop.qt.sorting import Sorting
from gridsne_desktop.qt.state import State
from gridsne_desktop.qt.travelling import Travelling
from gridsne_desktop.qt.undoing import Undoing
from gridsne_desktop.qt.viewing import Viewing
from gridsne_desktop.qt.wishes import Wishes
from gridsne_desktop.qt.workspace import Workspace
from gridsne_desktop.settings import ArrangeSettings


class Desk(QObject):
    """Owns the session; turns its signals into the workspace's slots, and the other way round.

    Signals:
        page_wanted: True: the photos; False: the start page.
        title_changed: What is open, in a word; empty: nothing.
        opened: The folders (`list[Path]`) that turned out to exist.
        busy_changed: Whether a job of the session runs.
    """

    page_wanted = Signal(bool)
    title_changed = Signal(str)
    opened = Signal(object)
    busy_changed = Signal(bool)

    def __init__(
        self,
        bar: BottomBar,
        interrupted: InterruptedBar,
        actions: Actions,
        store: SettingsStore,
        workspace: Workspace,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._bar, self._actions = bar, actions
        self._shows_photos = False
        self.keeper = Keeper(self)
        settings, note = with_usable_model(store.load("arrange", ArrangeSettings()))
        self.session = Session(
            settings, self, cache=self.keeper.cache, last_grids=self.keeper.last_grids
        )
        self.sorting = Sorting(self.session, self.keeper.cache, self)
        self.workspace = workspace
        self._travelling = Travelling(self.workspace, actions, self)
        self.viewing = Viewing(
            self.sorting, self.workspace, actions, bar, jump=self._travelling.jump, parent=self
        )
        self._operations = Operations(
            self.session, self.sorting, self.workspace, store, say=bar.status.say, window=window
        )
        self.living = Living(self.session, self)
        self._pinning = Pinning(
            self.session, self.workspace, actions, say=bar.status.say, parent=self
        )
        say = bar.status.say
        self._finding = Finding(self.session, self.workspace, actions, say=say, parent=self)
        self._filing = Filing(self.session, self.workspace, store, actions, say=say, window=window)
        self.files = RunsRoom(
            self.session, self.workspace, self.living, bar, actions, store, interrupted, window
        )
        self._organizing = Organizing(
            self.session,
            self.sorting,
            self.workspace,
            store,
            actions,
            self.files.runs,
            cache=self.keeper.cache,
            window=window,
        )
        self._menu = PhotoMenu(self.workspace, actions, window)
        self.undoing = Undoing(self.session, self.files.runs, actions, store, self)
        self.looking = Looking(self.workspace, actions, self)
        self._wishes = Wishes(
            self.session,
            self.workspace,
            self.looking,
            bar,
            actions,
            store,
            self.keeper,
            window,
        )
        self._lines = BarLines(
            bar, self.session, self.workspace, self.sorting, self._operations, self.keeper, note
        )
        self._wire_session()
        self._wire_sorting()
        self._wire_living()
        self._wire_workspace()
        self._wire_bar()
        self._wire_actions()
        self._wishes.apply_view()

    def open(self, paths: Sequence[Path]) -> None:
        """Arrange the photos of `paths`."""
        self.session.open(paths)

    @Slot()
    def open_samples(self) -> None:
        """Make and open the sample photos."""
        self.session.samples()

    @Slot()
    def refresh(self) -> None:
        """Enable what can be done now."""
        session, photos = self.session, self._shows_photos and self.workspace.has_wall
        is_arranged = session.arrangement is not None and photos
        self._actions.enable(
            Able(
                open=True,
                work=session.state is State.WORKING
                or self._operations.is_exporting
                or self.sorting.is_busy,
                folder=bool(session.paths) and session.state is not State.NOTHING_OPEN,
                wall=photos,
                arranged=is_arranged,
                loupe=photos and self.workspace.has_loupe,
                pins=self.sorting.wanted == SIMILARITY,
            )
        )
        self.undoing.refresh(is_possible=not self.workspace.has_loupe)
        self._actions.show_shape(session.settings.aspect)
        self._actions.show_blanks(session.settings.blanks)
        self._actions.subfolders.setChecked(session.settings.recursive)
        for control in (self._bar.switch, self._bar.colour):
            control.setVisible(is_arranged and not self.workspace.has_loupe)
        self._bar.colour.show_share(session.settings.colour)
        self._pinning.refresh()
        self.looking.refresh()
        self.viewing.refresh()

    def _wire_session(self) -> None:
        session, workspace = self.session, self.workspace
        session.state_changed.connect(self._on_state_changed)
        shown = session.shown
        shown.store_replaced.connect(self._on_store_replaced)
        shown.cast_changed.connect(workspace.recast)
        shown.photos_embedded.connect(workspace.keep_slots)
        shown.points_moved.connect(workspace.move_points)
        shown.grid_moved.connect(self.viewing.move_grid)
        session.arranged.connect(self._on_arranged)
        session.repinned.connect(self._on_repinned)
        session.settings_restored.connect(self.refresh)
        self._wishes.changed.connect(self.refresh)
        session.failed.connect(self._operations.show_error)
        session.idle.connect(self.keeper.close)
        for part in (self.keeper, self._finding, self._menu, self.files):
            part.failed.connect(self._operations.show_error)

        self._operations.export_toggled.connect(self.refresh)

    def _wire_sorting(self) -> None:
        self.sorting.sorted.connect(self.refresh)
        self.sorting.toggled.connect(self.refresh)
        self.sorting.failed.connect(self._operations.show_error)

    def _wire_living(self) -> None:
        self.living.noticed.connect(self._bar.offer.show_changes)
        self.living.failed.connect(self._operations.show_error)
        self._operations.will_write.connect(self.living.overlook)
        self._filing.will_write.connect(self.living.overlook)
        self._bar.offer.taken.connect(self.living.place)
        self._filing.copied.connect(self.files.runs.take_in)
        self.files.changed.connect(self.refresh)

    def _wire_workspace(self) -> None:
        workspace = self.workspace
        workspace.photo_hovered.connect(self._bar.status.show_photo)
        workspace.selection_changed.connect(self._on_selection_changed)
        workspace.loupe_toggled.connect(self._on_loupe_toggled)
        workspace.empty.open_asked.connect(self._actions.open_folder.trigger)
        workspace.empty.problems_asked.connect(self._operations.show_problems)
        workspace.empty.subfolders_asked.connect(self._actions.subfolders.trigger)

    def _wire_bar(self) -> None:
        self._bar.status.problems_asked.connect(self._operations.show_problems)
        self._bar.stopped.continue_asked.connect(self.session.continue_)
        self._bar.stopped.rest_asked.connect(self.session.arrange_rest)

    def _wire_actions(self) -> None:
        actions, wall, operations = self._actions, self.workspace.wall, self._operations
        for action, slot in (
            (actions.samples, self.session.samples),
            (actions.export, operations.ask_export),
            (actions.select_all, wall.select_all),
            (actions.select_none, wall.select_none),
            (actions.invert, wall.invert_selection),
            (actions.copy_path, operations.copy_paths),
            (actions.show_in_folder, operations.show_in_folder),
            (actions.open_photo, self._open_current),
            (actions.rearrange, self.session.reopen),
            (actions.stop, self._lines.cancel),
        ):
            action.triggered.connect(slot)
        actions.lasso.toggled.connect(wall.set_lasso)

    @Slot(object, object)
    def _on_store_replaced(self, store: TileStore, grid: Grid | None) -> None:
        self._show_photos()  # first, so that the wall knows its size when it lays out the photos
        self.sorting.forget()
        self.workspace.show_store(store, grid, aspect=self.session.settings.aspect)
        self._tell_opened()

    @Slot(object)
    def _on_arranged(self, arrangement: Arrangement) -> None:
        session = self.session
        self._show_photos()
        seen = self.sorting.arrange(arrangement)
        if seen.grid.photos:
            keeps_keys = self._bar.colour.has_keys
            self.viewing.show_seen()
            if keeps_keys:  # the next press moves the slider on
                self._bar.colour.take_keys()
        else:
            self._bar.status.show_arrangement(seen)
            self.workspace.show_reason(
                _name(session.paths),
                problems=arrangement.problems,
                recursive=session.settings.recursive,
            )
        self._tell_opened()

    def _show_photos(self) -> None:
        self._shows_photos = True
        self.page_wanted.emit(True)

    def _tell_opened(self) -> None:
        session = self.session
        self.title_changed.emit("Sample photos" if session.shows_samples else _name(session.paths))
        folders = [path for path in session.paths if path.is_dir()]
        if folders and not session.shows_samples:
            self.opened.emit(folders)

    @Slot(object)
    def _on_state_changed(self, state: State) -> None:
        if state is State.NOTHING_OPEN:
            self._shows_photos = False
            self.title_changed.emit("")
            self.page_wanted.emit(False)
        elif state is State.WORKING:
            self._bar.begin_progress()
        self.busy_changed.emit(state is State.WORKING)
        self._lines.show(state)
        self.refresh()

    @Slot()
    def _on_loupe_toggled(self) -> None:
        self._lines.show(self.session.state)
        self.refresh()

    @Slot()
    def _on_selection_changed(self) -> None:
        self._bar.status.show_selected(*self.workspace.wall.selected)

    @Slot()
    def _open_current(self) -> None:
        if self.workspace.wall.current is not None:
            self.workspace.open_photo(self.workspace.wall.current)

    @Slot(object)
    def _on_repinned(self, arrangement: Arrangement) -> None:
        self.workspace.show_badges(self.sorting.arrange(arrangement))
        self.refresh()


def _name(paths: Sequence[Path]) -> str:
    """What is open, in a word: `houses`, `houses and 2 more`."""
    if not paths:
        return ""
    first = paths[0].name or str(paths[0])
    return first if len(paths) == 1 else f"{first} and {len(paths) - 1} more"
