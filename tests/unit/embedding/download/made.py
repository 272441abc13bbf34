"""What the tests of downloads are made from."""

import hashlib
import random
from collections.abc import Callable
from pathlib import Path

from gridsne_desktop.embedding.download import Patience, fetch
from gridsne_desktop.progress import Run, Stage

FILE = random.Random(7).randbytes(1_000_003)
SHA256 = hashlib.sha256(FILE).hexdigest()
HASTY = Patience(stall_seconds=0.5, tries=4, first_pause=0.01, longest_pause=0.02)


def get(
    url: str,
    target: Path,
    *,
    run: Run | None = None,
    patience: Patience = HASTY,
    sha256: str = SHA256,
) -> None:
    """Download `FILE`, as one without patience would."""
    fetch(url, target=target, size=len(FILE), sha256=sha256, run=run or Run(), patience=patience)


def left_beside(target: Path) -> set[str]:
    """The names in the target's folder, without the target's."""
    return {path.name for path in target.parent.iterdir()} - {target.name}


class Watched(Run):
    """A run that tells every report, however many there are in a second."""

    def __init__(self, on_bytes: Callable[[int], None]) -> None:
        super().__init__()
        self._on_bytes = on_bytes

    def report(self, stage: Stage, done: int, total: int) -> None:
        super().report(stage, done, total)
        self._on_bytes(done)


class CancelledAt(Watched):
    """A run that is cancelled as soon as so many bytes are there."""

    def __init__(self, at: int) -> None:
        super().__init__(lambda done: self.cancel() if done >= at else None)
