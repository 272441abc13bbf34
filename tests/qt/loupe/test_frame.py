"""Where a photo lies in the window, for photos and windows of any size."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gridsne_desktop.qt.loupe.frame import MAX_SCALE, Frame, fitted

SIDES = st.integers(1, 30_000)
WINDOWS = st.tuples(st.integers(1, 4000), st.integers(1, 3000))
PLACES = st.tuples(st.floats(0, 4000), st.floats(0, 3000))
FACTORS = st.floats(0.05, 20)


@st.composite
def frames(draw: st.DrawFn) -> Frame:
    """A photo fit, then zoomed and panned at will."""
    frame = fitted(draw(SIDES), draw(SIDES), draw(WINDOWS))
    for _ in range(draw(st.integers(0, 3))):
        frame = frame.zoomed(frame.scale * draw(FACTORS), at=draw(PLACES))
        frame = frame.panned(draw(st.floats(-5000, 5000)), draw(st.floats(-5000, 5000)))
    return frame


@given(SIDES, SIDES, WINDOWS)
def test_fit_shows_the_whole_photo_in_the_middle(
    width: int, height: int, window: tuple[int, int]
) -> None:
    frame = fitted(width, height, window)
    wide, high = frame.extent
    assert wide <= window[0]
    assert high <= window[1]
    assert abs(2 * frame.left + wide - window[0]) <= 1
    assert abs(2 * frame.top + high - window[1]) <= 1
    assert frame.source == (0, 0, width, height)


@given(frames())
def test_there_is_never_a_gap_on_one_side_while_the_other_side_is_cut_off(frame: Frame) -> None:
    for edge, extent, room in (
        (frame.left, frame.extent[0], frame.window[0]),
        (frame.top, frame.extent[1], frame.window[1]),
    ):
        if extent > room:
            assert room - extent <= edge <= 0
        else:
            assert edge >= 0
            assert edge + extent <= room


@given(frames())
def test_what_is_seen_lies_inside_the_photo_and_the_window(frame: Frame) -> None:
    left, top, right, bottom = frame.seen
    assert 0 <= left < right <= frame.window[0]
    assert 0 <= top < bottom <= frame.window[1]
    x0, y0, x1, y1 = frame.source
    assert 0 <= x0 < x1 <= frame.width
    assert 0 <= y0 < y1 <= frame.height


@given(frames(), st.tuples(st.floats(0, 1), st.floats(0, 1)), st.floats(1.01, 4))
def test_the_point_under_the_cursor_stays_there_when_zooming_in(
    frame: Frame, part: tuple[float, float], factor: float
) -> None:
    assume(frame.extent[0] >= frame.window[0] and frame.extent[1] >= frame.window[1])
    assume(frame.scale * factor <= MAX_SCALE)
    at = part[0] * frame.window[0], part[1] * frame.window[1]
    zoomed = frame.zoomed(frame.scale * factor, at=at)
    for axis, before, after in ((0, frame.left, zoomed.left), (1, frame.top, zoomed.top)):
        there = after + (at[axis] - before) / frame.extent[axis] * zoomed.extent[axis]
        assert there == pytest.approx(at[axis], abs=1), axis


def test_a_line_of_pixels_in_a_window_of_one_pixel_stays_under_the_cursor() -> None:
    zoomed = fitted(1, 3, (1, 1)).zoomed(4 / 3, at=(1.0, 1.0))
    assert zoomed.extent == (1, 4)
    assert (zoomed.left, zoomed.top) == (0, -3)


@given(frames(), SIDES, SIDES, WINDOWS, st.floats(1.01, 6), PLACES)
def test_a_photo_that_follows_another_is_zoomed_alike_and_shows_the_same_place(
    leader: Frame, width: int, height: int, window: tuple[int, int], factor: float,
    at: tuple[float, float],
) -> None:  # fmt: skip
    frame = fitted(width, height, window)
    begun = fitted(leader.width, leader.height, leader.window)
    after = begun.zoomed(begun.scale * factor, at=at)
    followed = frame.following(begun, after)
    if after.is_fit:
        assert followed.is_fit
    elif after.is_scale(1.0):
        assert followed.is_scale(1.0)
    elif frame.scale * after.scale / begun.scale <= MAX_SCALE:
        assert followed.scale / frame.scale == pytest.approx(after.scale / begun.scale)
    for axis in (0, 1):
        side, room = followed.extent[axis], window[axis]
        share = after.middle[axis]
        if side > room and room / 2 <= share * side <= side - room / 2:
            assert followed.middle[axis] * side == pytest.approx(share * side, abs=1)


def test_at_100_percent_photos_of_two_sizes_are_both_at_100_percent_and_come_back_to_fit() -> None:
    large, small = fitted(4000, 3000, (500, 400)), fitted(3000, 4000, (500, 400))
    close = large.zoomed(1.0, at=(250.0, 200.0))
    followed = small.following(large, close)
    assert followed.scale == 1.0
    assert followed.following(close, large).is_fit


def test_zooming_out_ends_at_fit_and_zooming_in_ends_somewhere() -> None:
    frame = fitted(4000, 3000, (1000, 700))
    assert frame.zoomed(1e-9).is_fit
    assert frame.zoomed(1e9).scale == MAX_SCALE


def test_a_small_photo_can_be_seen_smaller_than_fit_at_100_percent() -> None:
    frame = fitted(200, 100, (1000, 700))
    assert frame.scale == 5
    assert frame.zoomed(1.0).extent == (200, 100)


def test_a_resized_window_keeps_fit_fit_and_the_middle_in_the_middle() -> None:
    fit = fitted(4000, 3000, (1000, 700))
    assert fit.resized((500, 900)).is_fit
    close = fit.zoomed(1.0, at=(300.0, 300.0))
    grown = close.resized((1100, 900))
    assert (grown.left - 550, grown.top - 450) == (close.left - 500, close.top - 350)
