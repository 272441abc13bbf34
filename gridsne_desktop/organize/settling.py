"""How steps ended that were under way when their program ended."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from gridsne_desktop.errors import Unreadable
from gridsne_desktop.files import PART_PREFIX, PART_SUFFIX
from gridsne_desktop.organize.copying import remove_part
from gridsne_desktop.organize.journal import Done, Journal
from gridsne_desktop.organize.kinds import KINDS
from gridsne_desktop.organize.kinds.base import Aftermath
from gridsne_desktop.organize.steps import WRITES_NEW, Step
from gridsne_desktop.organize.trash import Trash
from gridsne_desktop.progress import Run

_PART_NAME: Final = re.compile(re.escape(PART_PREFIX) + "[0-9a-f]{32}" + re.escape(PART_SUFFIX))


@dataclass(slots=True)
class Settling:
    """Settles open steps of one run.

    Attributes:
        journal: Of the run; hears how each step ended.
        steps: All of them, by number.
        done: Steps that are acknowledged, by number; grows.
        since_ns: When the run began, in ns.
        trash: Where files went.
    """

    journal: Journal
    steps: Mapping[int, Step]
    done: dict[int, Done]
    since_ns: int
    trash: Trash

    def settle(self, opened: Mapping[int, Sequence[str]]) -> dict[int, str]:
        """Settle steps that began, told with the names of parts that they may have left.

        Later steps may have filled the places that earlier ones have freed, so the last one
        comes first.

        Returns:
            Why steps failed, by number.

        Raises:
            OSError: Nobody can know now: a disk is gone or cannot be written.
        """
        failed: dict[int, str] = {}
        occupied: set[Path] = set()
        for number in sorted(self.steps, reverse=True):
            step = self.steps[number]
            if number in opened:
                reason = self._settle(number, step, opened[number], occupied)
                if reason is not None:
                    failed[number] = reason
            if number in self.done and step.kind in WRITES_NEW:
                occupied.add(step.target)
        return failed

    def _settle(
        self, number: int, step: Step, names: Sequence[str], occupied: set[Path]
    ) -> str | None:
        parts = _parts(step, names)
        left = Aftermath(parts, self.since_ns, frozenset(occupied), Run(), self.trash)
        self.done.pop(number, None)
        try:
            done = KINDS[step.kind].settle(step, left)
        except Unreadable as refusal:
            self._remove(parts)
            self.journal.failed(number, str(refusal))
            return str(refusal)
        self._remove(parts)
        if done is None:
            self.journal.not_done(number)
        else:
            self.done[number] = done
            self.journal.done(number, done)
        return None

    @staticmethod
    def _remove(parts: Sequence[Path]) -> None:
        for part in parts:
            remove_part(part)


def _parts(step: Step, names: Sequence[str]) -> tuple[Path, ...]:
    """Where the parts may lie: in the target's folder, or on the way back in the source's."""
    folders = dict.fromkeys((step.target.parent, step.source.parent))
    return tuple(
        folder / name for name in names if _PART_NAME.fullmatch(name) for folder in folders
    )
