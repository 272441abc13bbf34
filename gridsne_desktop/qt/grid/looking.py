"""A view of tiles that a hand pushes about, and that finds back to where it was."""

from typing import Final

from PySide6.QtCore import QPointF, Signal, Slot
from PySide6.QtWidgets import QWidget

from gridsne_desktop.layout.grid import Grid
from gridsne_desktop.qt.grid import camera as cameras
from gridsne_desktop.qt.grid.camera import Box, Camera
from gridsne_desktop.qt.grid.glide import Glide
from gridsne_desktop.qt.grid.motion import FLIGHT_SECONDS
from gridsne_desktop.qt.grid.overview import Overview
from gridsne_desktop.qt.grid.tile_motion import FRAME_MS
from gridsne_desktop.qt.grid.tile_store import TileStore
from gridsne_desktop.qt.grid.tile_view import TileView
from gridsne_desktop.qt.grid.tiles import GAP

_SMART_ZOOM_SECONDS: Final = 0.35
"""Long enough to see where one is being taken."""


class LookingView(TileView):
    """What the camera does under a hand.

    Signals:
        leaving: The person is about to jump to another place: this one is worth coming back to.
    """

    leaving = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._glide = Glide()
        self._glide_from = self.camera
        self._zoomed: tuple[Camera, Camera | None] | None = None

    @property
    def place(self) -> Camera | None:
        """What is shown, or will be in a moment; None: all, whatever the window's size."""
        return None if self._is_fitted else self._flight.goal

    @property
    def overview(self) -> Overview:
        """What a small picture of the whole wall is made from."""
        cast = self._cast
        version, places = cast.store.version, cast.motion.goal
        return Overview(cast.store, version, cast.slots, places, cast.content)

    @property
    def shows_all(self) -> bool:
        """Whether no photo is out of sight, or will be in a moment."""
        seen, content = self._seen_by(self._flight.goal), self._cast.content
        return (
            seen.x <= content.x
            and seen.y <= content.y
            and seen.x + seen.width >= content.x + content.width
            and seen.y + seen.height >= content.y + content.height
        )

    @property
    def seen(self) -> Box:
        """What of the world is shown."""
        return self._seen_by(self.camera)

    def _seen_by(self, camera: Camera) -> Box:
        return Box(camera.x, camera.y, self.width() / camera.scale, self.height() / camera.scale)

    def go_to(self, place: Camera | None) -> None:
        """Look at a place that was `place` before."""
        if place is None:
            self.fit()
        else:
            self._is_fitted = False
            self._look(place)

    def centre_on(self, x: float, y: float) -> None:
        """Have a place of the world in the middle, at once."""
        camera = self.camera
        middle_x, middle_y = camera.to_view(x, y)
        self.pan_by(self.width() / 2 - middle_x, self.height() / 2 - middle_y)

    def hold(self) -> None:
        """A hand is laid on: what glides stops."""
        self._glide.stop()

    def push_by(self, dx: float, dy: float) -> None:
        """Move everything by view px, at once; it may be let go of in the middle of it."""
        self._glide.push(dx, dy, now=self._now())
        self.pan_by(dx, dy)

    def let_go(self) -> None:
        """Glide on as fast as everything was pushed, and come to rest."""
        if self._is_animated and self._glide.let_go(now=self._now()):
            self._glide_from = self.camera
            self._set_pace()
        else:
            self._glide.stop()

    def smart_zoom(self, at: QPointF) -> None:
        """Show the photo under the view point as large as the view, or go back from it."""
        index = self.photo_at(at)
        if self._zoomed is not None and self._flight.goal == self._zoomed[0]:
            before = self._zoomed[1]
            self._zoomed = None
            self.leaving.emit()
            self.go_to(before)
        elif index is not None:
            x, y = self._cast.motion.goal[index].tolist()
            goal = cameras.fitted(Box(x, y, 1 - GAP, 1 - GAP), self.width(), self.height())
            self._zoomed = goal, self.place
            self.leaving.emit()
            self._is_fitted = False
            self._look(goal, seconds=_SMART_ZOOM_SECONDS)

    def _look(self, goal: Camera, *, seconds: float = FLIGHT_SECONDS) -> None:
        self._glide.stop()
        super()._look(goal, seconds=seconds)

    def _set_store(self, store: TileStore, grid: Grid | None, *, aspect: float) -> None:
        super()._set_store(store, grid, aspect=aspect)
        self._glide.stop()
        self._zoomed = None

    def _arrive(self) -> None:
        self._glide.stop()
        super()._arrive()

    def _pace(self) -> int | None:
        return FRAME_MS if self._glide.is_moving else super()._pace()

    @Slot()
    def _on_tick(self) -> None:
        if self._glide.is_moving:
            self._glide_on()
        super()._on_tick()

    def _glide_on(self) -> None:
        before = self.camera
        aimed = self._glide_from.panned(*self._glide.way(self._now()))
        self.pan_by((before.x - aimed.x) * aimed.scale, (before.y - aimed.y) * aimed.scale)
        if not self._glide.is_moving:
            self._after_moving()
