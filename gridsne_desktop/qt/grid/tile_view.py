"""Tiles on the screen: how large, and on the way to where."""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF

from gridsne_desktop.qt.grid import camera as cameras
from gridsne_desktop.qt.grid.camera import ACTUAL_SCALE, Box
from gridsne_desktop.qt.grid.flight import ZOOM_SECONDS
from gridsne_desktop.qt.grid.tile_painting import TilePainting

_STEP_FACTOR: Final = 1.5
"""One zoom by key or menu."""
_REVEAL_MARGIN: Final = 0.1
"""Of a tile, around one that the keyboard has come to."""
_LARGEST_TOGETHER: Final = 160.0
"""View px a tile where some photos are shown together: what is around them is seen, too."""


class TileView(TilePainting):
    """Tiles that are zoomed and panned; knows nothing of what a person does to them."""

    def fit(self) -> None:
        """Show everything, also after the window changes its size."""
        self._is_fitted = True
        self._look(self._fitted_camera())

    def actual_size(self) -> None:
        """Show tiles as large as thumbnails are: 256 px."""
        self.zoom_to(ACTUAL_SCALE, self._focus_point())

    def zoom_in(self) -> None:
        """Show tiles half as large again."""
        self.zoom_to(self._flight.goal.scale * _STEP_FACTOR, self._focus_point())

    def zoom_out(self) -> None:
        """Show tiles smaller, by as much as `zoom_in` shows them larger."""
        self.zoom_to(self._flight.goal.scale / _STEP_FACTOR, self._focus_point())

    def zoom_by(self, factor: float, at: QPointF) -> None:
        """Zoom further by `factor`; what is under the view point stays there."""
        self.zoom_to(self._flight.goal.scale * factor, at)

    def zoom_to(self, scale: float, at: QPointF) -> None:
        """Zoom to `scale` (view px a tile); what is under the view point stays there."""
        if self.photos:
            self._is_fitted = False
            low, high = self.scale_limits()
            goal = self.camera.zoomed(min(max(scale, low), high), at.x(), at.y())
            self._look(goal, seconds=ZOOM_SECONDS)

    def pan_by(self, dx: float, dy: float) -> None:
        """Move everything by view px, at once, on whole device px."""
        if self.photos:
            self._is_fitted = False
            moved = self.camera.panned(dx, dy)
            moved = moved.within(self._cast.content, self.width(), self.height())
            self._flight.jump(moved.on_pixels(self.devicePixelRatioF()))
            self._wake()

    def reveal(self, index: int) -> None:
        """Move just so far that a photo's tile is in view, if it is not."""
        x, y = self._cast.motion.goal[index].tolist()
        side = 1 + 2 * _REVEAL_MARGIN
        box = Box(x - _REVEAL_MARGIN, y - _REVEAL_MARGIN, side, side)
        goal = self._flight.goal.showing(box, self.width(), self.height())
        if goal != self._flight.goal:
            self._is_fitted = False
            self._look(goal.on_pixels(self.devicePixelRatioF()), seconds=ZOOM_SECONDS)

    def bring_into_view(self, indexes: NDArray[np.intp]) -> None:
        """Fly to where all of these photos' tiles are in view, as large as that allows."""
        if not len(indexes):
            return
        places = self._cast.motion.goal[indexes].astype(float)
        (left, top), (right, bottom) = places.min(axis=0), places.max(axis=0)
        box = Box(left, top, right - left + 1, bottom - top + 1)
        goal = cameras.fitted(box, self.width(), self.height())
        if goal.scale > _LARGEST_TOGETHER:
            middle = box.x + box.width / 2, box.y + box.height / 2
            goal = cameras.centred(_LARGEST_TOGETHER, *middle, self.width(), self.height())
        if goal.scale <= self._fitted_camera().scale:
            self.fit()
            return
        self._is_fitted = False
        goal = goal.filled(self._cast.content, self.width(), self.height())
        self._look(goal.on_pixels(self.devicePixelRatioF()))

    def scale_limits(self) -> tuple[float, float]:
        """The smallest and the largest scale, in view px a tile."""
        return cameras.scale_limits(self._cast.content, self.width(), self.height())

    def _focus_point(self) -> QPointF:
        """What a zoom by key or menu keeps in its place."""
        return QPointF(self.width() / 2, self.height() / 2)
