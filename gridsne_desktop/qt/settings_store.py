"""What the person chose, kept from one start to the next."""

import dataclasses
import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from PySide6.QtCore import QByteArray, QSettings

from gridsne_desktop.settings import NOT_KEPT

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

RECENT_FOLDERS: Final = 10
LEAST_SLIDE_SECONDS: Final = 1.0
MOST_SLIDE_SECONDS: Final = 120.0

_T = TypeVar("_T", bound="DataclassInstance")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewSettings:
    """How the window looks.

    Attributes:
        scheme: "system", "light" or "dark".
        whole_photos: Whether tiles show whole photos rather than fill their square.
        animated: Whether tiles fly and slides fade; off for people whom motion disturbs.
        minimap: Whether the whole wall is shown small while photos are out of sight.
        hover_card: Whether a photo that the pointer rests on tells its details.
        slide_seconds: How long a slideshow shows each photo, 1 to 120.
    """

    scheme: str = "system"
    whole_photos: bool = False
    animated: bool = True
    minimap: bool = True
    hover_card: bool = True
    slide_seconds: float = 4.0

    def __post_init__(self) -> None:
        if self.scheme not in ("system", "light", "dark"):
            raise ValueError(f"no colour scheme is called {self.scheme}")
        if not LEAST_SLIDE_SECONDS <= self.slide_seconds <= MOST_SLIDE_SECONDS:
            raise ValueError(f"a photo cannot be shown for {self.slide_seconds} seconds")


class SettingsStore:
    """An INI file of named values; one that is missing or broken reads as its default."""

    def __init__(self, path: Path) -> None:
        self._settings = QSettings(str(path), QSettings.Format.IniFormat)

    def load(self, group: str, default: _T) -> _T:
        """The dataclass kept under `group`; each broken field keeps its value in `default`."""
        loaded = default
        for field in _kept(default):
            kept = self._read(f"{group}/{field.name}")
            if kept is None or not _fits(kept, getattr(default, field.name)):
                continue
            value = tuple(kept) if isinstance(kept, list) else kept
            try:
                loaded = dataclasses.replace(loaded, **{field.name: value})
            except (ValueError, TypeError):
                _log.warning("The setting %s/%s is broken: %r", group, field.name, kept)
        return loaded

    def save(self, group: str, values: "DataclassInstance") -> None:
        """Keep the dataclass `values` under `group`, but for the fields that are `NOT_KEPT`."""
        for field in _kept(values):
            self._write(f"{group}/{field.name}", getattr(values, field.name))

    def change(self, group: str, default: _T, **fields: object) -> _T:
        """Keep some fields of the dataclass under `group` anew; the whole of it comes back."""
        changed = dataclasses.replace(self.load(group, default), **fields)
        self.save(group, changed)
        return changed

    def recent(self) -> tuple[Path, ...]:
        """The folders opened last, newest first; some may be gone by now."""
        kept = self._read("recent/folders")
        if not isinstance(kept, list):
            return ()
        paths = [Path(text) for text in kept if isinstance(text, str)]
        return tuple(path for path in paths if path.is_absolute())[:RECENT_FOLDERS]

    def add_recent(self, folders: Sequence[Path]) -> None:
        """Put `folders` first among the recent ones."""
        merged = dict.fromkeys([*folders, *self.recent()])
        self._write("recent/folders", [str(path) for path in merged][:RECENT_FOLDERS])

    def clear_recent(self) -> None:
        """Forget the recent folders."""
        self._settings.remove("recent/folders")

    def geometry(self) -> QByteArray:
        """The window's place and size as Qt saved it; empty at first."""
        kept = self._settings.value("window/geometry")
        return kept if isinstance(kept, QByteArray) else QByteArray()

    def save_geometry(self, geometry: QByteArray) -> None:
        """Keep the window's place and size."""
        self._settings.setValue("window/geometry", geometry)

    def folder(self, use: str, default: Path | None = None) -> Path:
        """The folder last used for `use` ("open", "export"), else `default` or home."""
        kept = self._read(f"folders/{use}")
        if isinstance(kept, str) and Path(kept).is_absolute():
            return Path(kept)
        return default or Path.home()

    def save_folder(self, use: str, folder: Path) -> None:
        """Keep the folder used for `use`."""
        self._write(f"folders/{use}", str(folder))

    def flush(self) -> None:
        """Write to the disk now."""
        self._settings.sync()
        if self._settings.status() is not QSettings.Status.NoError:
            _log.warning("The settings could not be kept in %s", self._settings.fileName())

    def _read(self, key: str) -> Any:  # noqa: ANN401 - whatever stands in the file
        text = self._settings.value(key)
        if not isinstance(text, str):
            return None
        try:
            return json.loads(text)
        except ValueError:
            _log.warning("The setting %s is broken: %r", key, text)
            return None

    def _write(self, key: str, value: object) -> None:
        self._settings.setValue(key, json.dumps(value))


def _kept(values: "DataclassInstance") -> "list[dataclasses.Field[Any]]":
    return [field for field in dataclasses.fields(values) if NOT_KEPT not in field.metadata]


def _fits(kept: object, default: object) -> bool:
    """Whether a value read from a file is of the default's kind."""
    if isinstance(default, bool) or isinstance(kept, bool):
        return isinstance(default, bool) and isinstance(kept, bool)
    if isinstance(default, float):
        return isinstance(kept, (int, float))
    if default is None:
        return True
    if isinstance(default, tuple):
        return isinstance(kept, list) and len(kept) == len(default)
    return isinstance(kept, type(default))
