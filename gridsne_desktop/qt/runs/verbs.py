"""What the person can have done to the files of the chosen photos: Trash, Move to, the keys."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from gridsne_desktop.organize.filing import plan_discarding, plan_filing
from gridsne_desktop.organize.steps import Plan, StepKind
from gridsne_desktop.qt.dialogs.move_to import MoveToDialog
from gridsne_desktop.qt.dialogs.opening import open_in_turns
from gridsne_desktop.qt.file_actions import FileActions
from gridsne_desktop.qt.runs.destinations import Destination, Destinations
from gridsne_desktop.qt.runs.destinations_dialog import DestinationsDialog
from gridsne_desktop.qt.runs.file_runs import FileRuns
from gridsne_desktop.qt.runs.key_dialog import KeyDialog
from gridsne_desktop.qt.session import Session
from gridsne_desktop.qt.settings_store import SettingsStore
from gridsne_desktop.qt.workspace import Workspace

_KEPT = "destinations"
"""Under which the settings keep what the keys do."""
_MOVES = "moves"
"""The same of the folder that photos were moved to last."""

Files = tuple[Path, ...]


class Verbs(QObject):
    """Wires the actions with the runs."""

    def __init__(
        self,
        runs: FileRuns,
        session: Session,
        workspace: Workspace,
        store: SettingsStore,
        actions: FileActions,
        *,
        say: Callable[[str], None],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._runs, self._session, self._workspace = runs, session, workspace
        self._store, self._actions = store, actions
        self._say, self._window = say, window
        self._destinations = store.load(_KEPT, Destinations())
        actions.trash.triggered.connect(self._trash)
        actions.move_to.triggered.connect(self._ask_move)
        actions.destination_chosen.connect(self._send)
        actions.destinations.triggered.connect(self._ask_destinations)
        self._show_destinations()

    @Slot()
    def _trash(self) -> None:
        """Move the chosen photos to the Trash; what is shown large gives way to the next."""
        files = self._chosen("move to the Trash")
        if not files:
            return
        self._turn_over()
        self._runs.begin(
            lambda run: plan_discarding(files, run=run), way=StepKind.TRASH, photos=len(files)
        )

    @Slot()
    def _ask_move(self) -> None:
        """Show what moving the chosen photos would be."""
        files = self._chosen("move")
        if not files:
            return
        dialog = MoveToDialog(
            files,
            thumbnail=self._workspace.thumbnail_of,
            into=self._store.folder(_MOVES, self._beside()),
            parent=self._window,
        )
        dialog.wanted.connect(self._on_move_wanted)
        open_in_turns(dialog)

    @Slot(object)
    def _on_move_wanted(self, plan: Plan) -> None:
        self._store.save_folder(_MOVES, plan.into)
        self._turn_over()
        self._runs.begin(lambda _run: plan, way=StepKind.MOVE, photos=plan.photos)

    @Slot(int)
    def _send(self, key: int) -> None:
        """Do what a key does with the chosen photos; ask first where that is nothing yet."""
        files = self._chosen("send to a folder")
        if not files:
            return
        destination = self._destinations.of(key)
        if destination is not None:
            self._send_to(files, destination)
            return
        dialog = KeyDialog(
            key,
            None,
            button=self.tr("&Remember and do it"),
            beside=self._beside(),
            parent=self._window,
        )
        dialog.chosen.connect(self._bind)
        dialog.chosen.connect(partial(self._on_bound, files))
        dialog.open()

    def _on_bound(self, files: Sequence[Files], _key: int, destination: Destination) -> None:
        self._send_to(files, destination)

    def _send_to(self, files: Sequence[Files], destination: Destination) -> None:
        way, into = destination.way, destination.folder
        if way is StepKind.MOVE:
            self._turn_over()
        self._runs.begin(
            lambda run: plan_filing(files, into=into, way=way, run=run),
            way=way,
            photos=len(files),
        )

    @Slot(int, object)
    def _bind(self, key: int, destination: Destination) -> None:
        self._keep(self._destinations.bound(key, destination))

    @Slot()
    def _ask_destinations(self) -> None:
        """List the keys, to be changed."""
        dialog = DestinationsDialog(self._destinations, beside=self._beside(), parent=self._window)
        dialog.changed.connect(self._keep)
        dialog.open()

    @Slot(object)
    def _keep(self, destinations: Destinations) -> None:
        self._destinations = destinations
        self._store.save(_KEPT, destinations)
        self._show_destinations()

    def _show_destinations(self) -> None:
        self._actions.show_destinations(
            {
                key: f"{found.verb} to {found.folder.name or found.folder}" if found else ""
                for key, found in self._destinations
            }
        )

    def _chosen(self, what: str) -> list[Files]:
        """The chosen photos, each with the files that belong to it."""
        chosen = self._workspace.chosen_paths()
        if not chosen:
            self._say(f"Select the photos to {what} first")
        arrangement = self._session.arrangement
        bundles = arrangement.bundles if arrangement is not None else ()
        companions = {bundle.photo: bundle.companions for bundle in bundles}
        return [(path, *companions.get(path, ())) for path in chosen]

    def _turn_over(self) -> None:
        """Show the next photo large in the place of the one that leaves."""
        workspace = self._workspace
        if not workspace.has_loupe or workspace.current is None:
            return
        wall = workspace.wall
        order, rank = wall.order.tolist(), wall.rank(workspace.current)
        if len(order) > 1:
            workspace.show_at(order[rank + 1] if rank + 1 < len(order) else order[rank - 1])

    def _beside(self) -> Path:
        """The folder that has what is open."""
        return self._session.paths[0].parent if self._session.paths else Path.home()
