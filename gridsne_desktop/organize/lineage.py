"""Undos of runs, undos of undos, and what of a run is in force after all of them.

Nothing is written into the journal of a run that is taken back: its undo's journal says so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from gridsne_desktop.organize.journal import Done
from gridsne_desktop.organize.record import Record, is_ours, journal_paths, read_ends, read_record

Undos: TypeAlias = Mapping[str, Sequence[Record]]
"""The undos of each run, the oldest first, by its name."""


@dataclass(frozen=True, slots=True)
class Balance:
    """What has become of the acknowledged steps of a run, by their numbers.

    Attributes:
        standing: Steps in force, and where they left things: after a redo as that did.
        back: Steps that were taken back, and where the undo left things.
    """

    standing: dict[int, Done] = field(default_factory=dict)
    back: dict[int, Done] = field(default_factory=dict)


def balance(record: Record, undos: Undos) -> Balance:
    """The steps of a run that stand and those that were taken back, undos of undos counted."""
    result = Balance(standing=dict(record.done))
    for undo in undos.get(record.run, ()):
        of_undo = balance(undo, undos)
        for number in undo.done:
            back = undo.steps[number].back if number in undo.steps else None
            if back is None:
                continue
            if number in of_undo.standing:
                result.standing.pop(back, None)
                result.back[back] = of_undo.standing[number]
            elif number in of_undo.back:
                result.back.pop(back, None)
                result.standing[back] = of_undo.back[number]
    return result


def undos_of(record: Record) -> Undos:
    """The undos of a run, their undos and so on, from the journals beside its own."""
    names = _undoing(record.path.parent)
    found: dict[str, list[Record]] = {}
    waiting = [record.run]
    while waiting:
        run = waiting.pop()
        undos = [undo for path in names.get(run, ()) if (undo := read_record(path)) is not None]
        found[run] = undos
        waiting += [undo.run for undo in undos]
    return found


def _undoing(journals: Path) -> dict[str, list[Path]]:
    """The journals that undo each run; only ends are read."""
    found: dict[str, list[Path]] = {}
    for path in journal_paths(journals):
        header, _ = read_ends(path)
        if is_ours(header) and header.get("undoes"):
            found.setdefault(str(header["undoes"]), []).append(path)
    return found
