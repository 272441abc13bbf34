"""How the person looks at the photos: grid, map or list; how large; sorted by what."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Slot

from gridsne_desktop.layout.grid import Grid, Points
from gridsne_desktop.layout.orders import SIMILARITY
from gridsne_desktop.qt.actions import Actions
from gridsne_desktop.qt.bottom_bar import BottomBar
from gridsne_desktop.qt.grid.places import View
from gridsne_desktop.qt.sorting import Sorting
from gridsne_desktop.qt.workspace import Workspace

_VIEWS = (View.GRID, View.MAP)
_LIST = len(_VIEWS)
"""The place of each in the bar's switch."""


Jump = Callable[[Callable[[], None]], None]
"""Does a move; if it leads to another place, one can come back from there."""


class Viewing(QObject):
    """Wires the switch of views, zoom and *Sort By* with the workspace and the sorting."""

    def __init__(
        self,
        sorting: Sorting,
        workspace: Workspace,
        actions: Actions,
        bar: BottomBar,
        *,
        jump: Jump,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._jump = jump
        self._sorting, self._workspace = sorting, workspace
        self._actions, self._bar = actions, bar
        bar.switch.chosen.connect(self._choose)
        workspace.wall.view_changed.connect(self._tell)
        workspace.list_toggled.connect(self._on_list_toggled)
        actions.toggle_view.triggered.connect(self._toggle)
        actions.photo_list.triggered.connect(workspace.show_list)
        for action, move in (
            (actions.fit, workspace.fit),
            (actions.actual_size, workspace.actual_size),
            (actions.zoom_in, workspace.zoom_in),
            (actions.zoom_out, workspace.zoom_out),
        ):
            action.triggered.connect(partial(self._leap, move))
        actions.sort_chosen.connect(self._sort_by)
        sorting.sorted.connect(self._on_sorted)
        sorting.dates_known.connect(self._show_dates)

    def refresh(self) -> None:
        """Say in menu and bar what is in force."""
        self._actions.show_sort(self._sorting.wanted)
        self._tell()

    def show_seen(self) -> None:
        """Show the arrangement as it is sorted, and say so."""
        seen = self._sorting.seen
        if seen is None:
            return
        self._bar.status.show_arrangement(seen)
        if seen.sort != SIMILARITY:
            self._bar.status.say(f"Sorted by {seen.sort}", "By similarity", self._sort_by_likeness)
        self._workspace.show_arrangement(seen)
        self._show_dates()

    @Slot(object, object)
    def move_grid(self, grid: Grid, points: Points | None) -> None:
        """A grid on its way: who looks at photos in another order is not disturbed."""
        seen = self._sorting.seen
        if seen is None or seen.sort == SIMILARITY:
            self._workspace.move_grid(grid, points)
        elif points is not None:
            self._workspace.move_points(points)

    @Slot(str)
    def _sort_by(self, sort: str) -> None:
        self._sorting.choose(sort)
        self._actions.show_sort(self._sorting.wanted)

    def _sort_by_likeness(self) -> None:
        self._sort_by(SIMILARITY)

    @Slot()
    def _on_sorted(self) -> None:
        self.show_seen()
        self.refresh()

    @Slot()
    def _show_dates(self) -> None:
        self._workspace.photo_list.show_dates(self._sorting.taken)

    @Slot(int)
    def _choose(self, index: int) -> None:
        self._workspace.show_list(index == _LIST)
        if index != _LIST:
            self._jump(partial(self._workspace.wall.set_view, _VIEWS[index]))
        self._tell()

    def _leap(self, move: Callable[[], None], _checked: bool = False) -> None:
        self._jump(move)

    @Slot()
    def _toggle(self) -> None:
        """From the grid to the map and back; from the list to where one came from."""
        if self._workspace.has_list:
            self._workspace.show_list(False)
        else:
            self._choose(1 - _VIEWS.index(self._workspace.wall.view))

    @Slot(bool)
    def _on_list_toggled(self, is_list: bool) -> None:
        if is_list:
            self._sorting.want_dates()
        self._tell()

    @Slot()
    def _tell(self) -> None:
        is_list = self._workspace.has_list
        view = self._workspace.wall.view
        self._bar.switch.show_chosen(_LIST if is_list else _VIEWS.index(view))
        self._actions.photo_list.setChecked(is_list)
