"""Thumbnails that have just arrived come out of the ground softly."""

from typing import Final

FADE_SECONDS: Final = 0.22
_MOST: Final = 64
"""When more arrive at once nobody could follow them: they are there at once."""


class Fades:
    """When each fresh tile came. The clock comes in as an argument."""

    def __init__(self) -> None:
        self._came: dict[int, float] = {}

    def __bool__(self) -> bool:
        return bool(self._came)

    def begin(self, indexes: list[int], *, now: float) -> None:
        """These tiles got their pixels now."""
        if len(indexes) <= _MOST:
            self._came.update(dict.fromkeys(indexes, now))

    def veils(self, now: float) -> list[tuple[int, float]]:
        """Each fresh tile and how much of it is still veiled, 1 to 0; the rest is forgotten."""
        self._came = {i: came for i, came in self._came.items() if now - came < FADE_SECONDS}
        return [(i, 1 - (now - came) / FADE_SECONDS) for i, came in self._came.items()]

    def forget(self) -> None:
        """All tiles are there."""
        self._came.clear()
