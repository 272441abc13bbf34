"""Decoders that a person may add: their wheels' licences stay out of the default install."""

import importlib
import importlib.util
import logging
import shlex
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from gridsne_desktop.errors import Unreadable

_log = logging.getLogger(__name__)

_registering = threading.Lock()


@dataclass(frozen=True, slots=True)
class Extra:
    """A package that lets Pillow read one more format.

    Attributes:
        name: Of the extra: `gridsne-desktop[name]`.
        package: What pip calls it.
        module: What Python calls it.
        register: Makes Pillow know it; called once.
    """

    name: str
    package: str
    module: str
    register: Callable[[], None]

    @property
    def is_installed(self) -> bool:
        """Whether it was there when this process first asked."""
        return _is_installed(self.module)

    @property
    def advice(self) -> str:
        """How the person gets it; the same words each time, so that they can be counted."""
        command = _pip_install(self.package)
        if command is None:
            return f"install gridsne-desktop[{self.name}] the way you installed gridsne-desktop"
        return f"run {command} and start gridsne-desktop again"

    def load(self) -> None:
        """Let Pillow read the format; any thread may call it, the first call imports.

        Raises:
            Unreadable: The package is there but does not work.
        """
        try:
            with _registering:
                _register(self)
        except Exception as error:
            _log.warning("%s cannot be used", self.package, exc_info=error)
            raise Unreadable(
                f"The package {self.package} that reads it does not work: {error}."
            ) from error


def _register_heif() -> None:
    """One thread a photo: every core decodes a photo of its own."""
    heif = importlib.import_module("pillow_heif")
    heif.register_heif_opener(
        thumbnails=False, depth_images=False, aux_images=False, decode_threads=1
    )


def _register_jpeg_xl() -> None:
    plugin: Any = importlib.import_module("pillow_jxl.JpegXLImagePlugin")
    plugin.DECODE_THREADS = 0  # its word for none beside the calling thread


HEIC: Final = Extra("heic", "pillow-heif", "pillow_heif", _register_heif)
JPEG_XL: Final = Extra("jxl", "pillow-jxl-plugin", "pillow_jxl", _register_jpeg_xl)


@cache
def _is_installed(module: str) -> bool:
    """Asked for every photo of the format, so remembered."""
    return importlib.util.find_spec(module) is not None


@cache
def _register(extra: Extra) -> None:
    extra.register()


@cache
def _pip_install(package: str) -> str | None:
    """The command that installs `package` for this Python; None where pip is not there."""
    if getattr(sys, "frozen", False) or importlib.util.find_spec("pip") is None:
        return None
    words = [sys.executable, "-m", "pip", "install", package]
    return subprocess.list2cmdline(words) if sys.platform == "win32" else shlex.join(words)
