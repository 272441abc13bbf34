"""Where the list's tiles are: each in a place of its own, found again by the pointer."""

from hypothesis import given
from hypothesis import strategies as st

from gridsne_desktop.qt.photo_list.flow import MARGIN, Flow

flows = st.builds(
    Flow,
    count=st.integers(1, 200),
    width=st.integers(1, 2000),
    side=st.integers(64, 640),
    caption=st.integers(10, 60),
)


@given(flow=flows, data=st.data())
def test_the_pointer_finds_every_tile(flow: Flow, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, flow.count - 1))
    x, y = flow.corner(place)
    assert flow.place_at(x + flow.side / 2, y + flow.side / 2) == place
    assert flow.place_at(x + flow.side / 2, y + flow.side + flow.caption + 1) is None
    assert y + flow.side + flow.caption <= flow.height
    if flow.columns > 1:
        assert x + flow.side <= flow.width - MARGIN + 1e-6


@given(flow=flows, top=st.integers(0, 3000), seen=st.integers(1, 1500))
def test_exactly_the_rows_in_view_are_painted(flow: Flow, top: int, seen: int) -> None:
    shown = flow.between(top, top + seen)
    tops = [flow.corner(place)[1] for place in range(flow.count)]
    for place, y in enumerate(tops):
        if y < top + seen and y + flow.side + flow.caption > top:
            assert place in shown
    assert len(shown) <= (seen // flow.row_height + 2) * flow.columns


@given(flow=flows, data=st.data())
def test_a_step_down_and_up_returns_except_from_a_short_last_row(
    flow: Flow, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, flow.count - 1))
    down = flow.moved(place, 0, 1)
    if down is None:
        assert place // flow.columns == flow.rows - 1
    else:
        assert down // flow.columns == place // flow.columns + 1
        assert down == flow.count - 1 or flow.moved(down, 0, -1) == place
    assert flow.moved(place, 1, 0) == (place + 1 if place + 1 < flow.count else None)
