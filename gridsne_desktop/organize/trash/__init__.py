"""The system's Trash: where files go that a run takes away, and where they lie there.

`freedesktop` is Linux' own, by its specification; `native` asks Windows and macOS for theirs.
"""

import sys
from pathlib import Path
from typing import Final, Protocol

from gridsne_desktop.organize.trash.freedesktop import FreedesktopTrash
from gridsne_desktop.organize.trash.native import NativeTrash


class Trash(Protocol):
    """Where files go that a run takes away; tests have one of their own."""

    def put(self, path: Path) -> Path | None:
        """Move a file or a link there; where it lies now, None where nobody knows.

        Raises:
            OSError: The Trash cannot take it; `strerror` says why, and it stays where it is.
        """

    def find(self, path: Path, *, size: int, mtime_ns: int) -> Path | None:
        """Where a file lies that was at `path` once, as after a killed `put`; None: not there."""

    def forget(self, place: Path) -> None:
        """Let the Trash forget a file that was moved out of it again, from `place`.

        Raises:
            OSError: Its note cannot be removed.
        """


SYSTEM_TRASH: Final[Trash] = (
    NativeTrash() if sys.platform in {"win32", "darwin"} else FreedesktopTrash()
)
"""The person's own."""
