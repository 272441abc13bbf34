"""Names that every file system takes: Windows, macOS and Linux."""

import re
import unicodedata
from typing import Final

MAX_NAME: Final = 255
"""Bytes of UTF-8 (ext4, APFS) and units of UTF-16 (NTFS, exFAT; HFS+ after decomposing)."""

MAX_ENDING: Final = 16
"""Characters, with the dot; what is longer is a part of the name that happens to follow a dot."""

SUBSTITUTE: Final = "_"

_FORBIDDEN: Final = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
"""learn.microsoft.com: Naming Files, Paths, and Namespaces. A superset of the other systems'."""

_ORDINARY: Final = re.compile(
    r"(?!(CON|PRN|AUX|NUL|COM\d|LPT\d)\s*(\.|$))[\w .,()+=@~'&#-]*[\w()+=@~'&#-]",
    re.ASCII | re.IGNORECASE,
)
"""Names that nothing is wrong with, as most are: only a short cut."""

_INVISIBLE: Final = frozenset({"Cc", "Cs", "Zl", "Zp"})
"""Unicode categories: controls, bytes that are no text (lone surrogates), line separators."""

_RESERVED: Final = re.compile(
    r"(CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(COM|LPT)[0-9¹²³])", re.IGNORECASE
)
"""Device names of Windows, whatever their ending."""


def legal_name(name: str, *, prefix: str = "", suffix: str = "", room: int = 0) -> str:
    """`prefix` + `name` + `suffix`, made legal everywhere; the suffix stands before the ending.

    Only the middle of the name is shortened: prefix, suffix and ending are kept. What cannot
    stand in a name (a newline, a byte that is no text) becomes `_`. So many bytes as `room` are
    left for what companions add to the name.

    Raises:
        ValueError: Prefix and suffix leave no room for a name.
    """
    if not suffix and _is_ordinary(prefix + name, room):
        return prefix + name
    stem, ending = split_ending(_printable(name))
    stem = _printable(prefix) + stem
    if _RESERVED.fullmatch(stem.partition(".")[0].rstrip()):
        device, dot, rest = stem.partition(".")
        stem = f"{device.rstrip()}{SUBSTITUTE}{dot}{rest}"
    tail = _printable(suffix) + ending.rstrip(". ")
    if not tail:
        stem = stem.rstrip(". ")
    return _shortened(stem or SUBSTITUTE, tail, least=len(prefix) + 1, most=MAX_NAME - room)


def is_legal(name: str) -> bool:
    """Whether every system can have a file or a folder called `name`."""
    return legal_name(name) == name


def split_ending(name: str) -> tuple[str, str]:
    """The name and its ending with the dot: (`IMG_1`, `.jpg`); no ending is an empty one."""
    stem, dot, ending = name.rpartition(".")
    if not stem.strip(".") or not ending.strip() or len(ending) >= MAX_ENDING:
        return name, ""
    return stem, dot + ending


def name_key(name: str) -> str:
    """Equal for names that some file system takes for the same: case and composition differ."""
    if name.isascii():
        return name.lower()
    folded = unicodedata.normalize("NFD", name).casefold()
    return unicodedata.normalize("NFC", folded)


def _is_ordinary(name: str, room: int) -> bool:
    return len(name) <= MAX_NAME - room and _ORDINARY.fullmatch(name) is not None


def _printable(name: str) -> str:
    visible = _FORBIDDEN.sub(SUBSTITUTE, name)
    return "".join(
        SUBSTITUTE if unicodedata.category(letter) in _INVISIBLE else letter for letter in visible
    )


def _shortened(stem: str, tail: str, *, least: int, most: int) -> str:
    """`stem` + `tail` with the stem cut until it fits, at a whole letter with its accents."""
    while _length(stem + tail) > most:
        stem = _without_last_letter(stem)
        if len(stem) < least:
            raise ValueError("the prefix, the suffix and the ending leave no room for a name")
        if not tail:
            stem = stem.rstrip(". ") or SUBSTITUTE
    return stem + tail


def _without_last_letter(stem: str) -> str:
    end = len(stem) - 1
    while end > 0 and unicodedata.combining(stem[end]):
        end -= 1
    return stem[:end]


def _length(name: str) -> int:
    """The longest that a file system takes this name for (UTF-16 never exceeds UTF-8)."""
    if name.isascii():
        return len(name)
    decomposed = unicodedata.normalize("NFD", name)
    return max(len(name.encode("utf-8")), len(decomposed.encode("utf-16-le")) // 2)
