"""The camera's laws."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridsne_desktop.qt.grid.camera import Box, Camera, centred, fitted, scale_limits

scales = st.floats(0.5, 4000)
places = st.floats(-500, 500)
view_points = st.floats(0, 4000)
sides = st.floats(50, 4000)
cameras = st.builds(Camera, scales, places, places)
boxes = st.builds(Box, places, places, st.floats(1, 300), st.floats(1, 300))


@given(cameras, view_points, view_points)
def test_world_and_view_are_each_others_inverse(camera: Camera, x: float, y: float) -> None:
    assert camera.to_view(*camera.to_world(x, y)) == pytest.approx((x, y), abs=1e-5)


@given(cameras, scales, view_points, view_points)
def test_zooming_keeps_what_is_under_the_cursor(
    camera: Camera, scale: float, x: float, y: float
) -> None:
    zoomed = camera.zoomed(scale, x, y)
    assert zoomed.scale == scale
    assert zoomed.to_world(x, y) == pytest.approx(camera.to_world(x, y), abs=1e-6)


@given(cameras, scales, view_points, view_points, st.floats(0, 1))
def test_what_is_under_the_cursor_stays_there_on_the_whole_way(
    camera: Camera, scale: float, x: float, y: float, share: float
) -> None:
    between = camera.towards(camera.zoomed(scale, x, y), share)
    seen = between.to_view(*camera.to_world(x, y))
    assert seen == pytest.approx((x, y), abs=0.05)


@given(cameras, cameras)
def test_the_way_starts_and_ends_exactly(start: Camera, end: Camera) -> None:
    assert start.towards(end, 1.0) == end
    assert start.towards(end, 0.0).scale == pytest.approx(start.scale)


@given(boxes, sides, sides)
def test_fitting_shows_everything_in_the_middle(box: Box, width: float, height: float) -> None:
    camera = fitted(box, width, height)
    left, top = camera.to_view(box.x, box.y)
    right, bottom = camera.to_view(box.x + box.width, box.y + box.height)
    assert left >= 0
    assert top >= 0
    assert left + right == pytest.approx(width, abs=0.01)
    assert top + bottom == pytest.approx(height, abs=0.01)


@given(boxes, sides, sides, places, places)
def test_panning_never_loses_the_photos(
    box: Box, width: float, height: float, x: float, y: float
) -> None:
    low, _ = scale_limits(box, width, height)
    held = centred(low * 4, x, y, width, height).within(box, width, height)
    left, top = held.to_view(box.x, box.y)
    right, bottom = held.to_view(box.x + box.width, box.y + box.height)
    assert right > 0
    assert bottom > 0
    assert left < width
    assert top < height


@given(cameras, st.floats(-1, 1), st.floats(-1, 1))
def test_revealing_what_is_in_view_moves_nothing(camera: Camera, dx: float, dy: float) -> None:
    width = height = 10 * camera.scale
    x, y = camera.to_world(width / 2, height / 2)
    assert camera.showing(Box(x + dx, y + dy, 1, 1), width, height) == camera


def test_revealing_moves_just_far_enough() -> None:
    camera = Camera(10.0, 0.0, 0.0)
    assert camera.showing(Box(12, 3, 1, 1), 100, 100) == Camera(10.0, 3.0, 0.0)


@given(cameras, st.sampled_from([1.0, 1.25, 1.5, 2.0, 3.0]))
def test_on_pixels_moves_by_less_than_a_pixel(camera: Camera, ratio: float) -> None:
    moved = camera.on_pixels(ratio)
    size = camera.scale * ratio
    assert abs(moved.x - camera.x) * size <= 0.5 + 1e-6
    assert moved.x * size == pytest.approx(round(moved.x * size), abs=1e-6)
