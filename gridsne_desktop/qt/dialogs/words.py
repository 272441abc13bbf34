"""Numbers and counts as the person reads them."""

from PySide6.QtCore import QLocale

_MINUTE = 60
_HOUR = 60 * _MINUTE


def number(value: int) -> str:
    """A whole number with the person's thousands separators."""
    return QLocale().toString(value)


def counted(count: int, noun: str) -> str:
    """A number with its noun: "1 photo", "398 photos"."""
    return f"{number(count)} {noun}" if count == 1 else f"{number(count)} {noun}s"


def data_size(size: int) -> str:
    """Bytes in words, "1.2 GB", in powers of 1000 as disks and file managers count."""
    places = 0 if size < 1_000_000 else 1
    return QLocale().formattedDataSize(size, places, QLocale.DataSizeFormat.DataSizeSIFormat)


def duration(seconds: float) -> str:
    """A time in words, as exact as it is worth: "8 s", "3 min", "1 h 20 min"."""
    if seconds < _MINUTE:
        return f"{max(1, round(seconds))} s"
    if seconds < _HOUR:
        return f"{round(seconds / _MINUTE)} min"
    hours, rest = divmod(round(seconds / _MINUTE), _MINUTE)
    return f"{hours} h {rest} min" if rest else f"{hours} h"


def on_one_line(name: str) -> str:
    """A file's name without line breaks and other control characters, which a label would obey."""
    return "".join(letter if letter.isprintable() else "�" for letter in name)
