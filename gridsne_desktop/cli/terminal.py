"""Progress on a terminal: one line, written over."""

from typing import TextIO

from gridsne_desktop.progress import Progress, Stage

VERBS = {
    Stage.SCAN: "Looking for photos",
    Stage.EMBED: "Reading photos",
    Stage.REDUCE: "Arranging",
    Stage.ASSIGN: "Snapping to the grid",
    Stage.REFINE: "Bringing likes together",
    Stage.MEASURE: "Measuring the neatness",
    Stage.EXPORT: "Drawing the picture",
    Stage.COPY: "Copying",
    Stage.ORGANIZE: "Organizing",
    Stage.SAMPLES: "Making sample photos",
    Stage.DOWNLOAD: "Downloading",
    Stage.DATES: "Reading dates",
}

_ERASE_LINE = "\r\x1b[K"
_MEBIBYTE = 1 << 20


class TerminalProgress:
    """Shows progress in the last line of a terminal and takes it away again."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._is_shown = False

    def show(self, progress: Progress) -> None:
        """Write `progress` over what was shown before."""
        self._stream.write(_ERASE_LINE + describe(progress))
        self._stream.flush()
        self._is_shown = True

    def clear(self) -> None:
        """Take the line away."""
        if self._is_shown:
            self._stream.write(_ERASE_LINE)
            self._stream.flush()
            self._is_shown = False


def describe(progress: Progress) -> str:
    """E.g. `Reading photos  120 of 400  31/s  9 s left`."""
    parts = [VERBS[progress.stage], _count(progress)]
    if progress.stage in (Stage.EMBED, Stage.EXPORT) and progress.rate:
        parts.append(f"{progress.rate:.0f}/s")
    left = progress.seconds_left
    if left is not None and progress.done < progress.total:
        parts.append(f"{left:.0f} s left" if left < 90 else f"{left / 60:.0f} min left")
    return "  ".join(parts)


def _count(progress: Progress) -> str:
    if progress.stage in (Stage.COPY, Stage.DOWNLOAD):
        return f"{progress.done / _MEBIBYTE:.0f} of {progress.total / _MEBIBYTE:.0f} MB"
    if progress.total:
        return f"{progress.done} of {progress.total}"
    return f"{progress.done}"
