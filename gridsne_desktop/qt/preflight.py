"""Can a window open here? Asked before Qt is, which would abort the process instead of saying.

Only the standard library: `run.py` asks, too, before anything is installed.
"""

import ctypes
import importlib
import importlib.util
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

QT_PACKAGES: tuple[str, ...] = (
    "libegl1",
    "libgl1",
    "libglib2.0-0",
    "libdbus-1-3",
    "libfontconfig1",
)
QT_PACKAGES += ("libxkbcommon0", "fonts-dejavu-core")
X11_PACKAGES: tuple[str, ...] = ("libxcb-cursor0", "libxcb-icccm4", "libxcb-keysyms1")
X11_PACKAGES += ("libxkbcommon-x11-0", "libxcb-shape0")
WAYLAND_PACKAGES = ("libwayland-cursor0", "libwayland-egl1")
"""Debian packages, found by adding one by one to a bare system."""

INSTALL = "sudo apt-get install -y --no-install-recommends"

NO_DISPLAY = (
    "There is no display here (no X server or Wayland compositor answers), so no window can open. "
    "Without a window this works: gridsne-desktop arrange FOLDER -o grid.png"
)


@dataclass(frozen=True, slots=True)
class Complaint:
    """Why no window can open.

    Attributes:
        sentence: For the person, with what helps.
        packages: The Debian packages that help; none where there is no display.
    """

    sentence: str
    packages: tuple[str, ...] = ()


def complaint(environ: Mapping[str, str], *, platform: str = sys.platform) -> Complaint | None:
    """Why no window can open; None if one can.

    Args:
        environ: The process's environment variables.
        platform: As `sys.platform`; only on Linux does a display or a library miss.
    """
    try:
        importlib.import_module("PySide6.QtWidgets")
    except ImportError as error:
        return _library_missing(error, _all_packages(environ))
    if not platform.startswith("linux"):
        return None
    if not has_display(environ, platform=platform):
        return Complaint(NO_DISPLAY)
    return _plugin_complaint(environ)


def has_display(environ: Mapping[str, str], *, platform: str = sys.platform) -> bool:
    """Whether a window could be shown, if Qt has all its libraries."""
    if not platform.startswith("linux"):
        return True
    if environ.get("QT_QPA_PLATFORM") or environ.get("WAYLAND_DISPLAY"):
        return True
    return bool(environ.get("DISPLAY")) and _x_server_answers(environ["DISPLAY"])


def _x_server_answers(display: str) -> bool:
    """Whether `display` takes a connection; True as well where only the library is missing.

    A DISPLAY that nobody answers, as a closed ssh session leaves behind, makes Qt abort.
    """
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return True  # the missing library is told with its package
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(display.encode(), None)
    answers = xcb.xcb_connection_has_error(connection) == 0
    xcb.xcb_disconnect(connection)
    return bool(answers)


def _plugin_complaint(environ: Mapping[str, str]) -> Complaint | None:
    """None as soon as one of the plugins that Qt would try can be loaded."""
    first: Complaint | None = None
    for name, packages in _plugins(environ):
        plugin = _plugin_folder() / name
        if not plugin.exists():
            continue  # a distribution's Qt, whose packages bring their libraries
        try:
            ctypes.CDLL(str(plugin))
        except OSError as error:
            first = first or _library_missing(error, QT_PACKAGES + packages)
        else:
            return None
    return first


def _all_packages(environ: Mapping[str, str]) -> tuple[str, ...]:
    """What Qt and all plugins that it would try need: nobody wants to be asked twice."""
    return tuple(dict.fromkeys(sum((more for _, more in _plugins(environ)), QT_PACKAGES)))


def _plugins(environ: Mapping[str, str]) -> Iterator[tuple[str, tuple[str, ...]]]:
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


def _library_missing(error: Exception, packages: tuple[str, ...]) -> Complaint:
    return Complaint(
        f"Qt, which draws the window, misses a library of the system ({error}). "
        f"On Debian and Ubuntu this command installs it: {INSTALL} {' '.join(packages)}",
        packages,
    )
