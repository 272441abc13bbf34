"""What was done can be undone and done again; what was undone is cut off by what is done next."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridsne_desktop.history import History

STATES = st.lists(st.integers(), min_size=1, max_size=30)
WISHES = st.lists(st.one_of(st.integers(), st.sampled_from(["undo", "redo", "clear"])), max_size=60)


def filled(states: list[int], *, most: int = 50) -> History[int]:
    history: History[int] = History(most=most)
    for state in states:
        history.push(state)
    return history


@given(states=STATES, data=st.data())
def test_redoing_what_was_undone_changes_nothing(states: list[int], data: st.DataObject) -> None:
    history = filled(states)
    count = data.draw(st.integers(0, len(states) - 1))
    undone = [history.undo() for _ in range(count)]
    assert undone == states[::-1][1 : count + 1]
    redone = [history.redo() for _ in range(count)]
    assert redone == states[len(states) - count :]
    assert history.current == states[-1]
    assert not history.can_redo


@given(states=STATES, data=st.data(), new=st.integers())
def test_a_new_step_after_undo_cuts_off_what_was_undone(
    states: list[int], data: st.DataObject, new: int
) -> None:
    history = filled(states)
    count = data.draw(st.integers(0, len(states) - 1))
    for _ in range(count):
        history.undo()
    history.push(new)
    assert history.current == new
    assert history.later is None
    assert len(history) == len(states) - count + 1


@given(states=STATES, most=st.integers(1, 10))
def test_only_so_many_steps_are_kept_and_those_are_the_last(states: list[int], most: int) -> None:
    history = filled(states, most=most)
    kept = [history.current]
    while history.can_undo:
        kept.append(history.undo())
    assert kept == states[::-1][:most]


@given(sizes=st.lists(st.integers(1, 40), min_size=1, max_size=20), room=st.integers(1, 60))
def test_all_steps_together_take_no_more_than_their_room(sizes: list[int], room: int) -> None:
    history: History[int] = History(room=room, size_of=lambda size: size)
    for size in sizes:
        history.push(size)
        kept = [history.current or 0]
        while history.can_undo:
            kept.append(history.undo())
        while history.can_redo:
            history.redo()
        assert sum(kept) <= room or kept == [size]


@given(wishes=WISHES)
def test_it_is_what_a_list_and_a_place_in_it_would_be(wishes: list[int | str]) -> None:
    history: History[int] = History()
    states: list[int] = []
    now = -1
    for wish in wishes:
        if wish == "clear":
            history.clear()
            states, now = [], -1
        elif wish == "undo" and history.can_undo:
            now -= 1
            assert history.undo() == states[now]
        elif wish == "redo" and history.can_redo:
            now += 1
            assert history.redo() == states[now]
        elif isinstance(wish, int):
            states, now = [*states[: now + 1], wish][-50:], min(now + 1, 49)
            history.push(wish)
        assert history.current == (states[now] if states else None)
        assert (history.can_undo, history.can_redo) == (now > 0, now + 1 < len(states))
        assert history.later == (states[now + 1] if history.can_redo else None)


def test_with_nothing_done_there_is_nothing_to_undo() -> None:
    history: History[int] = History()
    assert history.current is None
    with pytest.raises(IndexError, match="undo"):
        history.undo()
    with pytest.raises(IndexError, match="redo"):
        history.redo()


def test_the_state_in_force_can_be_put_right_without_forgetting_what_was_undone() -> None:
    history = filled([1, 2, 3])
    history.undo()
    history.replace(20)
    assert history.current == 20
    assert history.redo() == 3
    assert (history.undo(), history.undo()) == (20, 1)


def test_a_history_of_no_states_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        History[int](most=0)
