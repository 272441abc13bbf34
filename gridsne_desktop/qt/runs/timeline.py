"""The runs of this session in the order in which they were wished, to be undone and done again."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from gridsne_desktop.layout.arrangement import Arrangement

MOST_ENTRIES: Final = 50
"""As many steps as of arranging; the older ones are in the Activity panel."""


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """What the wall showed before photos left it.

    Attributes:
        arrangement: What was in force.
        opened: What was open.
    """

    arrangement: Arrangement
    opened: tuple[Path, ...]


@dataclass(slots=True, eq=False)
class Entry:
    """One thing that was done to files, however often it was undone and done again.

    Attributes:
        name: What the menu says after "Undo".
        journal: Of the run that is taken back next: its own, or that of its last undo.
        stamp: When it was done first, as the steps of arranging count.
        is_undone: Whether it is taken back now.
        seen: What the wall showed before its photos left; None: they did not.
    """

    name: str
    journal: Path
    stamp: int
    is_undone: bool = False
    seen: Seen | None = None


class Timeline:
    """Entries by their stamps; between them lie the steps of arranging."""

    def __init__(self) -> None:
        self._entries: list[Entry] = []

    def add(self, entry: Entry) -> None:
        """Something was done; what was undone before cannot be done again."""
        self._entries = [each for each in self._entries if not each.is_undone]
        self._entries.append(entry)
        del self._entries[:-MOST_ENTRIES]

    def forget(self, entry: Entry) -> None:
        """It can neither be undone nor done again from here."""
        if entry in self._entries:
            self._entries.remove(entry)

    def of(self, run: str) -> Entry | None:
        """The entry whose last run is called `run`."""
        return next((each for each in self._entries if each.journal.stem == run), None)

    @property
    def to_undo(self) -> Entry | None:
        """What was done last and is not undone."""
        done = [each for each in self._entries if not each.is_undone]
        return max(done, key=lambda each: each.stamp, default=None)

    def to_redo(self, after: int) -> Entry | None:
        """What was undone last, unless something was done after it: later than stamp `after`."""
        undone = [each for each in self._entries if each.is_undone and each.stamp > after]
        return min(undone, key=lambda each: each.stamp, default=None)
