"""The steps of one plan under way: journalled, in batches, bundles whole or not at all."""

import itertools
import logging
import operator
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final, TypeAlias

from gridsne_desktop.errors import Cause, Unreadable
from gridsne_desktop.organize.ahead import MOST_BYTES, MOST_COPIES, copy_ahead
from gridsne_desktop.organize.copying import remove_part
from gridsne_desktop.organize.folders import Folders, set_times
from gridsne_desktop.organize.journal import Done, Journal, part_name
from gridsne_desktop.organize.kinds import KINDS
from gridsne_desktop.organize.kinds.base import Work
from gridsne_desktop.organize.outcome import Outcome
from gridsne_desktop.organize.record import Record
from gridsne_desktop.organize.settling import Settling
from gridsne_desktop.organize.steps import Plan, Step, StepKind
from gridsne_desktop.organize.trash import Trash
from gridsne_desktop.organize.volumes import Volumes
from gridsne_desktop.photo import Problem
from gridsne_desktop.progress import Run, Stage

_log = logging.getLogger(__name__)

BATCH: Final = 1024
"""Steps that one flush of the journal tells of, after which their folders are flushed."""

_ROOM: Final[tuple[int, ...]] = (BATCH, MOST_COPIES, MOST_BYTES)
"""Steps, copies and bytes in one batch; more only where one photo needs it."""

_LEAVE_THEIR_PLACE: Final = frozenset({StepKind.MOVE, StepKind.TRASH})
"""A bundle with such steps is done whole or not at all: else it would be torn apart."""

Bundle: TypeAlias = list[tuple[int, Step]]
"""The files of one photo."""


class Execution:
    """The steps of one plan under way."""

    def __init__(
        self, plan: Plan, journal: Journal, *, run: Run, trash: Trash, record: Record
    ) -> None:
        """`record` is what the journal tells so far: what is done is not done again."""
        volumes = Volumes()
        self._plan, self._journal, self._run, self._trash = plan, journal, run, trash
        self._folders = Folders(journal, volumes, known=(*record.times, *record.folders))
        self._todo = {number: plan.steps[number] for number in record.steps_left}
        self._earlier = frozenset(record.done)
        self._done: dict[int, Done] = dict(record.done)
        self._failed: dict[int, str] = dict(record.failed)
        self._problems = [Problem(plan.steps[n].source, why) for n, why in record.failed.items()]
        self._opened: dict[int, list[str]] = {}
        self._ahead: dict[int, Done] = {}
        self._bundle: Bundle = []
        self._weights = {number: volumes.written(step) for number, step in self._todo.items()}
        self._total = sum(self._weights.values())
        self._come_to = self._written = 0
        since_ns = int(record.begun.timestamp()) * 10**9
        every = dict(enumerate(plan.steps))
        self._settling = Settling(journal, every, self._done, since_ns, trash)

    def do(self) -> None:
        """Do all steps.

        Raises:
            OSError: The rest cannot be done now; `settle` is to be called.
            Cancelled: The run was cancelled; `settle` is to be called.
        """
        self._report(0)
        self._folders.tell_times(self._todo.values())
        for batch in self._batches():
            steps = [pair for bundle in batch for pair in bundle]
            missing = self._folders.missing(step for _, step in steps)
            self._begin(((number, self._first_part(step)) for number, step in steps), missing)
            self._folders.make(missing)
            self._copy_ahead(steps)
            for bundle in batch:
                self._do_bundle(bundle)
            self._folders.flush(step for _, step in steps)

    def settle(self) -> None:
        """After `do` was stopped: leave nothing half done.

        Raises:
            OSError: The disk refuses even that; it is to be settled later.
        """
        self._settle_open()
        if self._is_whole_only(self._bundle):
            self._take_back(self._bundle)

    def finish(self) -> None:
        """Set the times that the plan wants, and tell how all is left.

        Raises:
            OSError: The journal cannot be written.
        """
        for folder, reason in set_times(self._plan.times):
            self._problems.append(Problem(folder, reason, Cause.DISK))
        self._folders.tell_left()

    def outcome(self) -> Outcome:
        """What became of the plan so far."""
        steps = self._plan.steps
        ended = self._done.keys() | self._failed.keys()
        return Outcome(
            done=tuple(steps[n] for n in sorted(self._done.keys() - self._earlier)),
            already_there=(
                *self._plan.already_there,
                *(steps[number] for number in sorted(self._earlier)),
            ),
            problems=(*self._plan.problems, *self._problems),
            journal=self._journal.path,
            unfinished=tuple(steps[n] for n in self._todo if n not in ended),
        )

    def _batches(self) -> Iterator[list[Bundle]]:
        """Bundles that the journal tells of at once; one that crosses volumes is by itself."""
        batch: list[Bundle] = []
        room = _ROOM
        for bundle in self._bundles():
            needs = self._needs(bundle)
            if batch and any(map(operator.gt, needs, room)):
                yield batch
                batch, room = [], _ROOM
            batch.append(bundle)
            room = tuple(map(operator.sub, room, needs))
        if batch:
            yield batch

    def _needs(self, bundle: Bundle) -> tuple[int, ...]:
        """What a bundle takes of `_ROOM`."""
        written = [(step.kind, self._weights[number]) for number, step in bundle]
        copies = [size for kind, size in written if kind is StepKind.COPY]
        if any(size for kind, size in written if kind is not StepKind.COPY):
            return _ROOM
        return len(bundle), len(copies), sum(copies)

    def _copy_ahead(self, steps: Bundle) -> None:
        """Write the copies of a batch together, where they are several and none is in the way."""
        copies = [
            (number, step, self._part(number))
            for number, step in steps
            if step.kind is StepKind.COPY
        ]
        if len(copies) > 1:
            self._ahead = copy_ahead(copies, run=self._run, on_bytes=self._report)
            self._written += sum(self._weights[number] for number in self._ahead)

    def _bundles(self) -> Iterator[Bundle]:
        """The steps, those of one photo together; in an undo each by itself."""
        if self._plan.undoes is not None:
            yield from ([pair] for pair in self._todo.items())
            return
        for _, group in itertools.groupby(self._todo.items(), key=_photo):
            yield list(group)

    def _do_bundle(self, bundle: Bundle) -> None:
        self._run.check()
        self._bundle = bundle
        for number, step in bundle:
            refusal = self._do(number, step)
            if refusal is not None and self._is_whole_only(bundle):
                self._take_back(bundle)
                self._leave_out(bundle, step, refusal)
                break
        self._bundle = []

    def _do(self, number: int, step: Step) -> Unreadable | None:
        """Do one step; why it was left out, None: it is done."""
        counted = self._weights[number] if number in self._ahead else 0
        try:
            done = KINDS[step.kind].do(step, self._work(number, step.target.parent))
        except Unreadable as refusal:
            self._fail(number, str(refusal), refusal.cause)
            return refusal
        self._acknowledge(number, done)
        self._written += self._weights[number] - counted
        self._come_to += 1
        self._report(0)
        return None

    def _is_whole_only(self, bundle: Bundle) -> bool:
        return self._plan.undoes is None and any(
            step.kind in _LEAVE_THEIR_PLACE for _, step in bundle
        )

    def _take_back(self, bundle: Bundle) -> None:
        """Undo what was done of a bundle, as far as can be; the rest stays done."""
        for number, step in reversed(bundle):
            done, take_back = self._done.get(number), KINDS[step.kind].take_back
            if done is None or take_back is None:
                continue
            self._begin([(number, "")])
            work = self._work(number, step.source.parent, run=Run())
            try:
                take_back(step, done, work)
            except Unreadable as refusal:
                _log.warning("%s stays where it is: %s", step.target, refusal)
                self._acknowledge(number, done)
            else:
                self._opened.pop(number)
                del self._done[number]
                self._journal.not_done(number)

    def _leave_out(self, bundle: Bundle, failing: Step, refusal: Unreadable) -> None:
        """Fail what is not done of a bundle of which one step failed."""
        reason = f"It stays with {failing.source.name}, which could not follow: {refusal}"
        for number, _ in bundle:
            if number not in self._done and number not in self._failed:
                self._fail(number, reason, refusal.cause)

    def _settle_open(self) -> None:
        opened = dict(self._opened)
        for number, reason in self._settling.settle(opened).items():
            self._failed[number] = reason
            self._problems.append(Problem(self._todo[number].source, reason))
        self._opened.clear()

    def _begin(self, steps: Iterable[tuple[int, str]], folders: Sequence[Path] = ()) -> None:
        """Tell the journal that steps begin; before, so that a failing disk leaves them open."""
        told = list(steps)
        for number, part in told:
            self._opened.setdefault(number, []).extend(filter(None, [part]))
        self._journal.begin(told, folders=folders)

    def _acknowledge(self, number: int, done: Done) -> None:
        self._journal.done(number, done)
        self._opened.pop(number)
        self._done[number] = done

    def _fail(self, number: int, reason: str, cause: Cause) -> None:
        if self._ahead.pop(number, None) is not None:
            remove_part(self._part(number))
        self._journal.failed(number, reason)
        self._opened.pop(number, None)
        self._failed[number] = reason
        self._problems.append(Problem(self._todo[number].source, reason, cause))

    def _work(self, number: int, folder: Path, *, run: Run | None = None) -> Work:
        def part() -> Path:
            told = self._opened[number]
            if not told:
                self._begin([(number, part_name())])
            return folder / self._opened[number][-1]

        on_bytes = self._report if run is None else _nobody
        ahead = self._ahead.pop(number, None)
        return Work(
            run=run or self._run, trash=self._trash, part=part, on_bytes=on_bytes, ahead=ahead
        )

    def _part(self, number: int) -> Path:
        """The part of a copy that has begun."""
        return self._todo[number].target.parent / self._opened[number][-1]

    def _first_part(self, step: Step) -> str:
        return part_name() if KINDS[step.kind].has_part else ""

    def _report(self, bytes_of_step: int) -> None:
        if self._total:
            self._run.report(Stage.COPY, self._written + bytes_of_step, self._total)
        else:
            self._run.report(Stage.ORGANIZE, self._come_to, len(self._todo))


def _nobody(_: int) -> None:
    """Progress of what is taken back is no progress."""


def _photo(pair: tuple[int, Step]) -> str:
    """As text: two paths are compared slowly."""
    return str(pair[1].photo or pair[1].source)
