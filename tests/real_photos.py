"""The real photos that lie beside a maintainer's checkout; tests that need them skip elsewhere."""

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"


def photo_folder(name: str) -> Path:
    """The folder of real photos called `name`; the calling test skips where it is absent."""
    folder = SHARED / "photos" / name
    if not folder.is_dir():
        pytest.skip(f"the real photos '{name}' are not on this machine")
    return folder


def photos(name: str) -> list[Path]:
    """The real photos in folder `name`, sorted; the calling test skips where they are absent."""
    return sorted(path for path in photo_folder(name).rglob("*") if path.is_file())
