"""Sizes, counts and names as the dialogs and the loupe show them."""

_UNITS = ("kB", "MB", "GB", "TB", "PB")
_STEP = 1000
"""Disks and file managers count in powers of 1000."""


def counted(count: int, noun: str) -> str:
    """A number with its noun: "1 photo", "1,398 photos"."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def data_size(size: int) -> str:
    """Bytes in words: "640 bytes", "82 kB", "1.2 GB"."""
    if size < _STEP:
        return counted(size, "byte")
    value = size / _STEP
    for unit in _UNITS[:-1]:
        if round(value) < _STEP:
            return f"{value:.0f} {unit}" if unit == _UNITS[0] else f"{value:.1f} {unit}"
        value /= _STEP
    return f"{value:,.1f} {_UNITS[-1]}"


def on_one_line(name: str) -> str:
    """A file's name without line breaks and other control characters, which a label would obey."""
    return "".join(
        letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in name
    )
