"""Writing our own files whole or not at all."""

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from gridsne_desktop.errors import GridsneError

PART_PREFIX = ".gridsne-"
PART_SUFFIX = ".part"
"""Names of unfinished files: hidden, ours, and safe to delete."""


@contextmanager
def whole_file(target: Path) -> Iterator[BinaryIO]:
    """Open a file that appears at `target` complete, or not at all.

    The bytes go to a temporary name in the same folder, are flushed to the disk, and then
    replace `target`. This is for files of our own that the person chose to write again
    (a picture, a grid.json), never for photos.

    Raises:
        GridsneError: The folder cannot be written or the disk is full.
    """
    temporary = target.parent / f"{PART_PREFIX}{uuid.uuid4().hex}{PART_SUFFIX}"
    try:
        with temporary.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
    except OSError as error:
        raise writing_failed(target, error) from error
    finally:
        temporary.unlink(missing_ok=True)


def writing_failed(target: Path, error: OSError) -> GridsneError:
    """The error to show where `target` could not be written."""
    reason = error.strerror or str(error)
    return GridsneError(
        f"{target.name} could not be written: {reason}.",
        f"Choose another place than {target.parent}, or make room there, and try again.",
    )


def flush_folder(folder: Path) -> None:
    """Make the names in `folder` last through a power cut; Windows does so by itself."""
    if os.name != "posix":
        return
    with suppress(OSError):  # some network folders cannot, and a folder may be gone again
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
