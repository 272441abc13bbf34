"""Where session, photos, bar and actions are wired together."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from gridsne_desktop.embedding.shelf import with_usable_model
from gridsne_desktop.layout.arrangement import Arrangement
from gridsne_desktop.layout.grid import Grid
from gridsne_desktop.layout.orders import SIMILARITY
from gridsne_desktop.progress import Progress
from gridsne_desktop.qt.actions import Able, Actions
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
from gridsne_desktop.qt.preferences import Preferences
from gridsne_desktop.qt.runs.interrupted_bar import InterruptedBar
from gridsne_desktop.qt.runs.room import RunsRoom
from gridsne_desktop.qt.session import Session, State
from gridsne_desktop.qt.settings_store import SettingsStore, ViewSettings
from gridsne_desktop.qt.sorting import Sorting
from gridsne_desktop.qt.travelling import Travelling
from gridsne_desktop.qt.undoing import Undoing
from gridsne_desktop.qt.viewing import Viewing
from gridsne_desktop.qt.workspace import Workspace
from gridsne_desktop.settings import MAX_SEED, ArrangeSettings


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
        self._bar, self._actions, self._store, self._window = bar, actions, store, window
        self._view = store.load("view", ViewSettings())
        self._shows_photos = False
        self.keeper = Keeper(self)
        settings, self._note = with_usable_model(store.load("arrange", ArrangeSettings()))
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
        self._wire_session()
        self._wire_sorting()
        self._wire_living()
        self._wire_workspace()
        self._wire_bar()
        self._wire_actions()
        self._apply_view()

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
        session.progressed.connect(self._bar.show_progress)
        shown = session.shown
        shown.store_replaced.connect(self._on_store_replaced)
        shown.cast_changed.connect(workspace.recast)
        shown.photos_embedded.connect(workspace.keep_slots)
        shown.points_moved.connect(workspace.move_points)
        shown.grid_moved.connect(self.viewing.move_grid)
        session.arranged.connect(self._on_arranged)
        session.repinned.connect(self._on_repinned)
        session.settings_restored.connect(self.refresh)
        session.failed.connect(self._operations.show_error)
        session.idle.connect(self.keeper.close)
        for part in (self.keeper, self._finding, self._menu, self.files):
            part.failed.connect(self._operations.show_error)

        self._operations.progressed.connect(self._on_export_progressed)
        self._operations.export_toggled.connect(self._on_export_toggled)

    def _wire_sorting(self) -> None:
        self.sorting.sorted.connect(self.refresh)
        self.sorting.progressed.connect(self._on_sorting_progressed)
        self.sorting.toggled.connect(self._on_sorting_toggled)
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
        self._bar.progress.cancel_asked.connect(self._cancel)
        self._bar.stopped.continue_asked.connect(self.session.continue_)
        self._bar.stopped.rest_asked.connect(self.session.arrange_rest)
        self._bar.colour.chosen.connect(self._on_colour_chosen)

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
            (actions.models, self._ask_models),
            (actions.preferences, self._ask_preferences),
            (actions.open_photo, self._open_current),
            (actions.rearrange, self.session.reopen),
            (actions.shuffle, self._shuffle),
            (actions.stop, self._cancel),
        ):
            action.triggered.connect(slot)
        actions.lasso.toggled.connect(wall.set_lasso)
        actions.minimap.triggered.connect(self._on_minimap)
        actions.hover_card.triggered.connect(self._on_hover_card)
        actions.whole_photos.triggered.connect(self._on_whole_photos)
        actions.subfolders.triggered.connect(self._on_subfolders)
        actions.shape_chosen.connect(self._on_shape_chosen)
        actions.blanks_chosen.connect(self._on_blanks_chosen)

    def _apply_view(self) -> None:
        view, workspace, actions = self._view, self.workspace, self._actions
        workspace.set_animated(view.animated)
        workspace.wall.set_tile_fit(view.whole_photos)
        workspace.minimap.set_wanted(view.minimap)
        workspace.card.set_wanted(view.hover_card)
        actions.whole_photos.setChecked(view.whole_photos)
        actions.minimap.setChecked(view.minimap)
        actions.hover_card.setChecked(view.hover_card)
        self.looking.apply(view)

    def _change_view(self, **fields: object) -> None:
        self._view = self._store.change("view", ViewSettings(), **fields)
        self._apply_view()

    def _change_arranging(self, settings: ArrangeSettings) -> None:
        self._store.save("arrange", settings)
        self.session.change(settings)
        self.refresh()

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
        self._show_bar(state)
        self.refresh()

    @Slot()
    def _on_loupe_toggled(self) -> None:
        self._show_bar(self.session.state)
        self.refresh()

    def _show_bar(self, state: State) -> None:
        bar, session = self._bar, self.session
        works = state is State.WORKING
        bar.setVisible(works or (state is not State.NOTHING_OPEN and not self.workspace.has_loupe))
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
        notes, self._note = (self._note, *self.keeper.new_notes()), ""
        if any(notes):
            self._bar.status.say(" ".join(filter(None, notes)))

    @Slot()
    def _cancel(self) -> None:
        self._bar.progress.show_stopping()
        if self.session.state is State.WORKING:
            self.session.cancel()
        elif self._operations.is_exporting:
            self._operations.cancel_export()
        else:
            self.sorting.cancel()

    @Slot(bool)
    def _on_whole_photos(self, whole: bool) -> None:
        self._change_view(whole_photos=whole)

    @Slot(bool)
    def _on_minimap(self, wanted: bool) -> None:
        self._change_view(minimap=wanted)

    @Slot(bool)
    def _on_hover_card(self, wanted: bool) -> None:
        self._change_view(hover_card=wanted)

    @Slot()
    def _on_selection_changed(self) -> None:
        self._bar.status.show_selected(*self.workspace.wall.selected)

    @Slot(bool)
    def _on_subfolders(self, recursive: bool) -> None:
        self._change_arranging(replace(self.session.settings, recursive=recursive))

    @Slot(float)
    def _on_colour_chosen(self, share: float) -> None:
        self._change_arranging(replace(self.session.settings, colour=share))

    @Slot(float)
    def _on_shape_chosen(self, aspect: float) -> None:
        if not aspect:
            wall = self.workspace.wall
            aspect = wall.width() / max(1, wall.height())
        self._change_arranging(replace(self.session.settings, aspect=aspect, columns=None))

    @Slot(str)
    def _on_blanks_chosen(self, blanks: str) -> None:
        self._change_arranging(replace(self.session.settings, blanks=blanks))

    @Slot()
    def _shuffle(self) -> None:
        seed = (self.session.settings.seed + 1) % (MAX_SEED + 1)
        self._change_arranging(replace(self.session.settings, seed=seed))

    @Slot()
    def _ask_models(self) -> None:
        from gridsne_desktop.qt.dialogs.models import ModelsDialog  # not before the first paint

        dialog = ModelsDialog(self.session.settings.model, self._window, cache=self.keeper.cache)
        dialog.chosen.connect(self._on_model_chosen)
        dialog.open()

    @Slot(str)
    def _on_model_chosen(self, name: str) -> None:
        self._change_arranging(replace(self.session.settings, model=name))

    @Slot()
    def _ask_preferences(self) -> None:
        dialog = Preferences(self.session.settings, self._view, self._window, keeper=self.keeper)
        dialog.accepted.connect(self._on_preferences_accepted)
        dialog.open()

    @Slot()
    def _on_preferences_accepted(self) -> None:
        dialog = self.sender()
        if isinstance(dialog, Preferences):
            view = dialog.view_settings()
            self._change_view(animated=view.animated, slide_seconds=view.slide_seconds)
            self._change_arranging(dialog.arrange_settings())

    @Slot()
    def _open_current(self) -> None:
        if self.workspace.wall.current is not None:
            self.workspace.open_photo(self.workspace.wall.current)

    @Slot()
    def _on_export_toggled(self) -> None:
        if self.session.state is not State.WORKING:
            if self._operations.is_exporting:
                self._bar.begin_progress()
            else:
                self._show_bar(self.session.state)
        self.refresh()

    @Slot(object)
    def _on_repinned(self, arrangement: Arrangement) -> None:
        self.workspace.show_badges(self.sorting.arrange(arrangement))
        self.refresh()

    @Slot(object)
    def _on_sorting_progressed(self, progress: Progress) -> None:
        if self.session.state is not State.WORKING and not self._operations.is_exporting:
            self._bar.show_line(self._bar.progress)
            self._bar.show_progress(progress)

    @Slot()
    def _on_sorting_toggled(self) -> None:
        if self.sorting.is_busy:
            self._bar.progress.begin()
        elif self.session.state is not State.WORKING:
            self._show_bar(self.session.state)
        self.refresh()

    @Slot(object)
    def _on_export_progressed(self, progress: Progress) -> None:
        if self.session.state is not State.WORKING:
            self._bar.show_progress(progress)


def _name(paths: Sequence[Path]) -> str:
    """What is open, in a word: `houses`, `houses and 2 more`."""
    if not paths:
        return ""
    first = paths[0].name or str(paths[0])
    return first if len(paths) == 1 else f"{first} and {len(paths) - 1} more"
