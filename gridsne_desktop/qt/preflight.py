"""Can a window open here? Asked before Qt is, which would abort the process instead of saying."""

import ctypes
import importlib
import importlib.util
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

QT_PACKAGES = "libegl1 libgl1 libglib2.0-0 libdbus-1-3 libfontconfig1 libxkbcommon0"
X11_PACKAGES = "libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxkbcommon-x11-0 libxcb-shape0"
WAYLAND_PACKAGES = "libwayland-cursor0 libwayland-egl1"
"""Debian packages, found by adding one by one to a bare system."""

NO_DISPLAY = (
    "There is no display here (DISPLAY and WAYLAND_DISPLAY are not set), so no window can open. "
    "Without a window this works: gridsne-desktop arrange FOLDER -o grid.png"
)


def complaint(environ: Mapping[str, str], *, platform: str = sys.platform) -> str | None:
    """Why no window can open, in one sentence with what helps; None if one can.

    Args:
        environ: The process's environment variables.
        platform: As `sys.platform`; only on Linux does a display or a library miss.
    """
    is_linux = platform.startswith("linux")
    has_display = any(environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))
    if is_linux and not has_display and not environ.get("QT_QPA_PLATFORM"):
        return NO_DISPLAY
    try:
        importlib.import_module("PySide6.QtWidgets")
    except ImportError as error:
        return _library_missing(error, QT_PACKAGES)
    return _plugin_complaint(environ) if is_linux else None


def _plugin_complaint(environ: Mapping[str, str]) -> str | None:
    """None as soon as one of the plugins that Qt would try can be loaded."""
    first: str | None = None
    for name, packages in _plugins(environ):
        plugin = _plugin_folder() / name
        if not plugin.exists():
            continue  # a distribution's Qt, whose packages bring their libraries
        try:
            ctypes.CDLL(str(plugin))
        except OSError as error:
            first = first or _library_missing(error, f"{QT_PACKAGES} {packages}")
        else:
            return None
    return first


def _plugins(environ: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The plugins that Qt tries here, with the packages each needs."""
    wished = environ.get("QT_QPA_PLATFORM", "")
    if wished.startswith("wayland") or (not wished and environ.get("WAYLAND_DISPLAY")):
        yield "libqwayland.so", WAYLAND_PACKAGES
        yield "libqwayland-generic.so", WAYLAND_PACKAGES  # its name up to Qt 6.9
    if wished.startswith("xcb") or (not wished and environ.get("DISPLAY")):
        yield "libqxcb.so", X11_PACKAGES


def _plugin_folder() -> Path:
    spec = importlib.util.find_spec("PySide6")
    origin = Path(spec.origin) if spec and spec.origin else Path()
    return origin.parent / "Qt" / "plugins" / "platforms"


def _library_missing(error: Exception, packages: str) -> str:
    return (
        f"Qt, which draws the window, misses a library of the system ({error}). "
        "On Debian and Ubuntu this command installs it: "
        f"sudo apt-get install -y --no-install-recommends {packages}"
    )
