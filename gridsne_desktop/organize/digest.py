"""The digest by which a file's bytes are known again."""

import hashlib
import os
from pathlib import Path
from typing import Final

from gridsne_desktop.progress import Run

CHUNK_BYTES: Final = 1 << 20
"""Between two looks at Cancel and two reports."""

BINARY: Final = getattr(os, "O_BINARY", 0)
"""Windows else changes line ends."""


def digest_of(path: Path, *, run: Run, from_disk: bool = False) -> str:
    """BLAKE2b of a file's bytes, 64 bytes in hex.

    Args:
        path: The file.
        run: Asked after every chunk.
        from_disk: Ask the system to read the disk rather than what it has kept in memory.

    Raises:
        Cancelled: The run was cancelled.
        OSError: The file cannot be read.
    """
    hasher = hashlib.blake2b()
    descriptor = os.open(path, os.O_RDONLY | BINARY)
    try:
        if from_disk and hasattr(os, "posix_fadvise"):
            os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
        while chunk := os.read(descriptor, CHUNK_BYTES):
            run.check()
            hasher.update(chunk)
    finally:
        os.close(descriptor)
    return hasher.hexdigest()
