"""Which programs a Linux desktop has for a type of file: freedesktop.org's MIME applications.

Read as "Association between MIME types and applications" 1.0.1 and the "Desktop Entry
Specification" 1.5 say; desktops' own programs (GIO) do the same. Knows no Qt.
"""

import configparser
import os
import shlex
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_ENTRY: Final = "Desktop Entry"
_CACHE: Final = "MIME Cache"
_DEFAULT: Final = "Default Applications"
_ADDED: Final = "Added Associations"
_REMOVED: Final = "Removed Associations"
_FILES: Final = {"%f", "%F"}
_URLS: Final = {"%u", "%U"}
_PERCENT: Final = "%"


@dataclass(frozen=True, slots=True)
class Application:
    """A program that opens files.

    Attributes:
        name: As menus say it.
        command: The program and its arguments; `%f`, `%F`, `%u` or `%U` stands for the files.
    """

    name: str
    command: tuple[str, ...]

    def words(self, paths: Sequence[Path]) -> list[str]:
        """The program and its arguments with `paths` in their place, one at least.

        A program that takes one file gets the first.
        """
        words: list[str] = []
        for word in self.command:
            if word in ("%F", "%U"):
                words += [_told(word, path) for path in paths]
            elif word in ("%f", "%u"):
                words.append(_told(word, paths[0]))
            elif word == "%c":
                words.append(self.name)
            elif not _is_field(word):
                words.append(word.replace("%%", "%"))
        return words


def applications(
    mime_types: Sequence[str], *, environment: Mapping[str, str], language: str = ""
) -> tuple[Application, ...]:
    """The programs for any of these types, those that the person prefers first.

    Args:
        mime_types: The file's type, then those that it is a kind of.
        environment: `XDG_DATA_HOME` and the like, as in `os.environ`.
        language: Two letters, or more: `de`, `de_DE`; names are told in it where there are any.
    """
    folders = _data_folders(environment)
    found: dict[str, Application] = {}
    for name in _names(mime_types, environment, folders):
        application = _read(name, folders, language)
        if application is not None and application not in found.values():
            found.setdefault(name, application)
    return tuple(found.values())


def _told(field: str, path: Path) -> str:
    return path.as_uri() if field in _URLS else str(path)


def _is_field(word: str) -> bool:
    return len(word) == len("%i") and word[0] == _PERCENT and word[1] != _PERCENT


def _names(
    types: Sequence[str], environment: Mapping[str, str], folders: Sequence[Path]
) -> Iterator[str]:
    """Names of .desktop files; an association that a person removed is heeded."""
    lists = [_parsed(path) for path in _lists(environment, folders)]
    caches = [_parsed(folder / "mimeinfo.cache") for folder in folders]
    for each in types:
        removed: set[str] = set()
        for group in (_DEFAULT, _ADDED):
            for file in lists:
                yield from (name for name in _entries(file, group, each) if name not in removed)
                removed |= set(_entries(file, _REMOVED, each))
        for file in caches:
            yield from (name for name in _entries(file, _CACHE, each) if name not in removed)


def _data_folders(environment: Mapping[str, str]) -> list[Path]:
    home = environment.get("HOME", "")
    own = environment.get("XDG_DATA_HOME") or f"{home}/.local/share"
    shared = environment.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    return [Path(folder) / "applications" for folder in (own, *shared.split(":")) if folder]


def _lists(environment: Mapping[str, str], folders: Sequence[Path]) -> Iterator[Path]:
    home = environment.get("HOME", "")
    own = environment.get("XDG_CONFIG_HOME") or f"{home}/.config"
    shared = environment.get("XDG_CONFIG_DIRS") or "/etc/xdg"
    desktops = environment.get("XDG_CURRENT_DESKTOP", "").lower()
    names = [f"{desktop}-mimeapps.list" for desktop in desktops.split(":") if desktop]
    for folder in (*map(Path, (own, *shared.split(":"))), *folders):
        for name in (*names, "mimeapps.list"):
            yield folder / name


def _parsed(path: Path) -> configparser.RawConfigParser:
    """The groups of a file; none where it is missing or is no such file."""
    parser = configparser.RawConfigParser(
        delimiters=("=",), comment_prefixes=("#",), strict=False, default_section=""
    )
    parser.optionxform = str  # type: ignore[assignment, method-assign] # keys have cases
    try:
        parser.read_string(path.read_text(encoding="utf-8", errors="replace"))
    except (OSError, configparser.Error):
        return configparser.RawConfigParser()
    return parser


def _entries(file: configparser.RawConfigParser, group: str, key: str) -> list[str]:
    text = file.get(group, key, fallback="")
    return [name.strip() for name in text.split(";") if name.strip()]


def _read(name: str, folders: Sequence[Path], language: str) -> Application | None:
    """The program of a .desktop file, the person's own before the system's; None: none to show."""
    for folder in folders:
        # A dash may stand for a folder: `kde-gwenview.desktop` is `kde/gwenview.desktop`.
        for path in (folder / name, folder / name.replace("-", "/", 1)):
            if path.is_file():
                return _application(_parsed(path), language)
    return None


def _application(file: configparser.RawConfigParser, language: str) -> Application | None:
    if any(_is_true(file, key) for key in ("Hidden", "NoDisplay", "Terminal")):
        return None
    try:
        command = tuple(shlex.split(file.get(_ENTRY, "Exec", fallback="")))
    except ValueError:  # a quotation that does not end
        return None
    wants = file.get(_ENTRY, "TryExec", fallback="") or (command[0] if command else "")
    if not command or not _is_there(wants):
        return None
    if not (_FILES | _URLS) & set(command):
        command = (*command, "%F")
    return Application(_name(file, language) or Path(command[0]).name, command)


def _is_true(file: configparser.RawConfigParser, key: str) -> bool:
    return bool(file.get(_ENTRY, key, fallback="").strip() == "true")


def _is_there(program: str) -> bool:

    return shutil.which(program, mode=os.F_OK | os.X_OK) is not None


def _name(file: configparser.RawConfigParser, language: str) -> str:
    keys = [f"Name[{each}]" for each in (language, language.partition("_")[0]) if each]
    return next(
        (name for key in (*keys, "Name") if (name := file.get(_ENTRY, key, fallback=""))), ""
    )
