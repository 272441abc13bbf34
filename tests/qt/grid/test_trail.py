"""Back and forward through places: the laws of a browser, without a window or a clock."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from gridsne_desktop.qt.grid.camera import Camera
from gridsne_desktop.qt.grid.places import View
from gridsne_desktop.qt.grid.trail import REST_SECONDS, Place, Trail

cameras = st.builds(Camera, st.floats(1, 100), st.floats(0, 9), st.floats(0, 9))
photos = st.sampled_from([Path("a.jpg"), Path("b.jpg")])
seen = st.builds(Place, st.sampled_from(View), st.none() | cameras, st.none() | photos)


class Browsing(RuleBasedStateMachine):
    """A person who jumps, wanders, and goes back and forward, beside two plain lists."""

    def __init__(self) -> None:
        super().__init__()
        self.trail = Trail()
        self.here = Place()
        self.before: list[Place] = []
        self.after: list[Place] = []
        self.now = 0.0

    @rule(to=seen)
    def jump(self, to: Place) -> None:
        self.now += REST_SECONDS + 1
        self.trail.leave(self.here, now=self.now)
        self.before.append(self.here)
        self.after.clear()
        self.here = to

    @rule(to=seen)
    def wander(self, to: Place) -> None:
        self.here = to

    @precondition(lambda self: self.before)
    @rule()
    def back(self) -> None:
        self.after.append(self.here)
        self.here = self.trail.back(self.here)
        assert self.here == self.before.pop()

    @precondition(lambda self: self.after)
    @rule()
    def forward(self) -> None:
        self.before.append(self.here)
        self.here = self.trail.forward(self.here)
        assert self.here == self.after.pop()

    @invariant()
    def tells_what_is_possible(self) -> None:
        assert self.trail.can_go_back == bool(self.before)
        assert self.trail.can_go_forward == bool(self.after)


TestBrowsing = Browsing.TestCase


@given(st.lists(seen, min_size=1, max_size=8))
def test_places_passed_through_in_haste_are_not_come_back_to(passed: list[Place]) -> None:
    trail, start, end = Trail(), Place(photo=Path("start.jpg")), Place(photo=Path("end.jpg"))
    trail.leave(start, now=100.0)
    for number, place in enumerate(passed):
        trail.leave(place, now=100.0 + (number + 1) * REST_SECONDS / 2)
    assert trail.back(end) == start
    assert not trail.can_go_back
    assert trail.forward(start) == end


def test_other_photos_begin_a_new_trail() -> None:
    trail = Trail()
    trail.leave(Place(), now=1.0)
    trail.clear()
    assert not trail.can_go_back
    assert not trail.can_go_forward
