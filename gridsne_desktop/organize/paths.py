"""Paths by the thousand: as text, where `pathlib` would take most of the time."""

import os
from pathlib import Path


def folder_of(path: Path) -> str:
    """The folder that a file lies in; as `path.parent`, but text."""
    return os.path.dirname(path)  # noqa: PTH120 — ten times as quick
