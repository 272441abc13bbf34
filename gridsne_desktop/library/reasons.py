"""Photos that were left out, together with those that share their reason."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from gridsne_desktop.errors import Cause
from gridsne_desktop.photo import Problem

_TITLES: Final = {
    Cause.DAMAGED: "damaged",
    Cause.EMPTY: "empty",
    Cause.TOO_LARGE: "too large",
    Cause.NO_PHOTO: "not a photo",
    Cause.FORBIDDEN: "not allowed to be read",
    Cause.GONE: "no longer there",
    Cause.DISK: "not delivered by the disk",
    Cause.OTHER: "for other reasons",
}
"""What follows the count of a group; `Cause.EXTRA` has sentences of its own."""
_BEFORE_ADVICE: Final = ": "
"""In `Format.refusal`, between what is missing and how to get it."""


@dataclass(frozen=True, slots=True)
class Group:
    """Problems with one cause; of missing extras, those of one extra and format.

    Attributes:
        cause: Theirs.
        problems: In the order in which they were given. At least one.
    """

    cause: Cause
    problems: tuple[Problem, ...]

    def __post_init__(self) -> None:
        if not self.problems:
            raise ValueError("a group needs problems")

    @property
    def advice(self) -> str:
        """What the person can do about all of them, in one sentence; empty: nothing."""
        return self.problems[0].reason if self.cause is Cause.EXTRA else ""

    @property
    def remedy(self) -> str:
        """The advice without what is missing, which `title` says: `run … and start …`."""
        return self.advice.partition(_BEFORE_ADVICE)[2].removesuffix(".")

    @property
    def title(self) -> str:
        """How many and why, as one says it: `12 HEIC photos need the package …`, `3 damaged`."""
        count = len(self.problems)
        if self.cause is not Cause.EXTRA:
            return f"{count:,} {_TITLES[self.cause]}"
        missing = self.advice.partition(_BEFORE_ADVICE)[0]
        if count == 1:
            missing = missing.replace(" photos need ", " photo needs ")
        return f"{count:,} {missing}"


def grouped(problems: Iterable[Problem]) -> tuple[Group, ...]:
    """The problems by their reasons: what an extra would cure first, then the most frequent."""
    groups: dict[tuple[Cause, str], list[Problem]] = {}
    for problem in problems:
        shared = problem.reason if problem.cause is Cause.EXTRA else ""
        groups.setdefault((problem.cause, shared), []).append(problem)
    made = (Group(cause, tuple(members)) for (cause, _), members in groups.items())
    return tuple(sorted(made, key=_rank))


def missing_extras(groups: Sequence[Group]) -> tuple[Group, ...]:
    """The groups that an extra would cure, where they hold most of all problems; else none."""
    cured = tuple(group for group in groups if group.advice)
    is_most = 2 * _size(cured) > _size(groups)
    return cured if is_most else ()


def _size(groups: Iterable[Group]) -> int:
    return sum(len(group.problems) for group in groups)


def _rank(group: Group) -> tuple[bool, bool, int]:
    return group.cause is not Cause.EXTRA, group.cause is Cause.OTHER, -len(group.problems)
