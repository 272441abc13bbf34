"""Looking at several photos: side by side, or one after the other."""

from PySide6.QtCore import QObject, Slot

from gridsne_desktop.qt.actions import Actions
from gridsne_desktop.qt.grid.selection import Indexes
from gridsne_desktop.qt.loupe.comparison import LEAST, MOST
from gridsne_desktop.qt.loupe.slideshow import Slideshow
from gridsne_desktop.qt.settings_store import ViewSettings
from gridsne_desktop.qt.workspace import Workspace


class Looking(QObject):
    """The verbs Compare and Slideshow."""

    def __init__(self, workspace: Workspace, actions: Actions, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace, self._actions = workspace, actions
        self._view = ViewSettings()
        self._slideshow: Slideshow | None = None
        self._indexes: list[int] = []
        self._is_choice = False
        actions.compare.triggered.connect(self._compare)
        actions.slideshow.triggered.connect(self._start)
        workspace.selection_changed.connect(self.refresh)

    @property
    def slideshow(self) -> Slideshow | None:
        """The slideshow that runs."""
        return self._slideshow

    def apply(self, view: ViewSettings) -> None:
        """Follow the person's choices from the next slideshow on."""
        self._view = view

    @Slot()
    def refresh(self) -> None:
        """Enable what can be done with the photos that are selected."""
        workspace = self._workspace
        has_photos = self._actions.copy_path.isEnabled()  # as all that needs no more than photos
        chosen = len(workspace.wall.selection)
        may_compare = LEAST <= chosen <= MOST and not workspace.has_loupe
        self._actions.compare.setEnabled(has_photos and may_compare)
        self._actions.slideshow.setEnabled(has_photos)

    def shut_down(self) -> None:
        """End the slideshow."""
        if self._slideshow is not None:
            self._slideshow.close()

    @Slot()
    def _compare(self) -> None:
        self._workspace.compare(self._in_order(self._workspace.wall.selection))

    @Slot()
    def _start(self) -> None:
        workspace = self._workspace
        if self._slideshow is not None or not workspace.wall.photos:
            return
        chosen = workspace.wall.selection
        self._is_choice = len(chosen) > 1 and not workspace.has_loupe
        order = self._in_order(chosen) if self._is_choice else workspace.wall.order.tolist()
        current = workspace.current
        first = order.index(current) if current is not None and current in order else 0
        self._indexes = order
        show = Slideshow(
            [workspace.wall.photos[index] for index in order],
            first=0 if self._is_choice else first,
            seconds=self._view.slide_seconds,
            is_animated=self._view.animated,
            kept=workspace.kept,
            parent=workspace.window(),
        )
        show.ended.connect(self._on_ended)
        self._slideshow = show
        show.start()

    def _in_order(self, indexes: Indexes) -> list[int]:
        return sorted(map(int, indexes), key=self._workspace.wall.rank)

    @Slot(int)
    def _on_ended(self, place: int) -> None:
        """Go on where the show ended, but leave a selection as it was."""
        self._slideshow = None
        photos, indexes = self._workspace.wall.photos, self._indexes
        if not self._is_choice and place < len(indexes) and indexes[place] < len(photos):
            self._workspace.show_at(indexes[place])
