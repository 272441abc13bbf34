"""What was done, step by step, so that it can be undone and done again."""

from collections.abc import Callable
from typing import Final, Generic, TypeVar

MOST_STEPS: Final = 50

_T = TypeVar("_T")


class History(Generic[_T]):
    """States in the order in which they came about, one of which is in force.

    Bounded: beyond `most` states, or beyond `room` in all, the oldest are forgotten.
    """

    def __init__(
        self,
        *,
        most: int = MOST_STEPS,
        room: int | None = None,
        size_of: Callable[[_T], int] = lambda _state: 1,
    ) -> None:
        """An empty history.

        Args:
            most: States that are kept, 1 or more.
            room: What all of them together may take, in the units of `size_of`; the newest is kept
                however large it is. None: any.
            size_of: What one state takes.

        Raises:
            ValueError: Not even one state could be kept.
        """
        if most < 1:
            raise ValueError(f"a history keeps at least 1 state, not {most}")
        self._most, self._room, self._size_of = most, room, size_of
        self._states: list[_T] = []
        self._now = -1

    def __len__(self) -> int:
        return len(self._states)

    @property
    def current(self) -> _T | None:
        """The state in force; None: nothing was done yet."""
        return self._states[self._now] if self._states else None

    @property
    def later(self) -> _T | None:
        """The state that `redo` brings back; None: there is none."""
        return self._states[self._now + 1] if self.can_redo else None

    @property
    def can_undo(self) -> bool:
        """Whether there is an earlier state."""
        return self._now > 0

    @property
    def can_redo(self) -> bool:
        """Whether there is a later state, one that was undone."""
        return self._now + 1 < len(self._states)

    def push(self, state: _T) -> None:
        """A new state is in force; those that were undone are forgotten."""
        del self._states[self._now + 1 :]
        self._states.append(state)
        while len(self._states) > 1 and self._is_full():
            del self._states[0]
        self._now = len(self._states) - 1

    def replace(self, state: _T) -> None:
        """The state in force is this one instead; the first one if there is none."""
        if self._states:
            self._states[self._now] = state
        else:
            self.push(state)

    def change_all(self, change: Callable[[_T], _T]) -> None:
        """Every state that is kept is what `change` makes of it from now on."""
        self._states = [change(state) for state in self._states]

    def undo(self) -> _T:
        """The state before the one in force, in force from now on.

        Raises:
            IndexError: There is none.
        """
        if not self.can_undo:
            raise IndexError("there is nothing to undo")
        self._now -= 1
        return self._states[self._now]

    def redo(self) -> _T:
        """The state after the one in force, in force from now on.

        Raises:
            IndexError: There is none.
        """
        if not self.can_redo:
            raise IndexError("there is nothing to redo")
        self._now += 1
        return self._states[self._now]

    def stand_at(self, state: _T) -> None:
        """`state` itself, one that is kept, is in force from now on.

        Raises:
            ValueError: It is not kept.
        """
        for place, kept in enumerate(self._states):
            if kept is state:
                self._now = place
                return
        raise ValueError("this state is not kept")

    def forget_later(self) -> None:
        """Forget the states that were undone."""
        del self._states[self._now + 1 :]

    def clear(self) -> None:
        """Forget everything."""
        self._states.clear()
        self._now = -1

    def _is_full(self) -> bool:
        if len(self._states) > self._most:
            return True
        return self._room is not None and sum(map(self._size_of, self._states)) > self._room
