"""Before photos are read: their embedded previews, for the eye only."""

import queue
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from gridsne_desktop.library.decode import Pixels
from gridsne_desktop.library.preview import embedded_preview

LEAST_PHOTOS: Final = 200
"""Fewer are read within some seconds anyway."""
MOST_SECONDS: Final = 5.0
"""On a slow disk (10 ms a file) the wave would else delay the real work by minutes."""


class Wave:
    """Shows the previews of photos, once each; threads take them in turn until all are shown."""

    def __init__(
        self, tasks: Sequence[tuple[int, Path]], show: Callable[[int, Pixels], None]
    ) -> None:
        """Call `show` with the index and the preview of those `tasks` that have one."""
        self._show = show
        self._pending: queue.SimpleQueue[tuple[int, Path]] = queue.SimpleQueue()
        if len(tasks) > LEAST_PHOTOS:
            for task in tasks:
                self._pending.put(task)
        self._ends = time.monotonic() + MOST_SECONDS

    def work(self, stopping: threading.Event) -> None:
        """Show what is left, until `stopping` or until it has taken too long."""
        while not stopping.is_set() and time.monotonic() < self._ends:
            try:
                index, path = self._pending.get_nowait()
            except queue.Empty:
                return
            preview = embedded_preview(path)
            if preview is not None:
                self._show(index, preview)
