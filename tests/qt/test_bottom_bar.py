"""The bar at the bottom tells how far things are."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from gridsne_desktop.errors import Cause
from gridsne_desktop.layout.arrangement import Arrangement
from gridsne_desktop.layout.grid import Grid
from gridsne_desktop.layout.quality import Figures, Quality
from gridsne_desktop.library.formats import FORMATS
from gridsne_desktop.photo import Photo, Problem
from gridsne_desktop.progress import Progress, Stage
from gridsne_desktop.qt.bottom_bar import BottomBar
from gridsne_desktop.qt.slim import ProgressLine

ROOT = Path(__file__).resolve().parent


@pytest.fixture
def bar(qtbot: QtBot) -> BottomBar:
    made = BottomBar()
    qtbot.addWidget(made)
    made.resize(900, 44)
    made.show()
    return made


def arrangement(n: int, *, skipped: int, quality: Quality | None = None) -> Arrangement:
    photos = tuple(Photo(ROOT / f"{i}.jpg", 1, 1) for i in range(n))
    return Arrangement(
        grid=Grid(photos=photos, columns=n, rows=1, cells=np.arange(n, dtype=np.int32)),
        points=np.zeros((n, 2), np.float32),
        model="m",
        seed=0,
        problems=tuple(Problem(ROOT / f"bad {i}.jpg", "It is empty.") for i in range(skipped)),
        seconds={"embed": 6.1},
        quality=quality,
    )


def texts(widget: QWidget) -> list[str]:
    seen = [w for w in widget.findChildren(QWidget) if w.isVisible()]
    return [w.text() for w in seen if isinstance(w, (QLabel, QPushButton)) and w.text()]


def test_a_folder_whose_photos_have_all_left_has_no_shape(bar: BottomBar) -> None:
    left = arrangement(0, skipped=0)
    left = replace(left, grid=replace(left.grid, columns=20, rows=13))
    bar.status.show_arrangement(left)
    bar.show_line(bar.status)
    assert texts(bar.status) == ["No photos"]


def button(widget: QWidget, text: str) -> QPushButton:
    return next(b for b in widget.findChildren(QPushButton) if b.text() == text)


def test_an_arrangement_is_told_in_one_line(bar: BottomBar) -> None:
    bar.status.show_arrangement(arrangement(3, skipped=0))
    assert texts(bar.status) == ["3 photos", "3 × 1", "read 6.1 s"]


def label(widget: QWidget, text: str) -> QLabel:
    return next(w for w in widget.findChildren(QLabel) if w.text() == text)


def test_the_neatness_is_one_figure_that_explains_itself(bar: BottomBar) -> None:
    bar.status.show_arrangement(arrangement(3, skipped=0, quality=Quality(0.906, 0.7, 0.48, 0.6)))
    assert texts(bar.status) == ["3 photos", "3 × 1", "Neatness 91 %", "read 6.1 s"]
    explained = label(bar.status, "Neatness 91 %").toolTip()
    assert "side by side" in explained
    assert "90.6 %" in explained
    assert "4.8" in explained
    assert "sample" not in explained


def test_a_sampled_neatness_tells_how_far_to_trust_it(bar: BottomBar) -> None:
    error = Figures(0.012, 0.01, 0.01, 0.01)
    quality = Quality(0.906, 0.7, 0.48, 0.6, sample=2_500, error=error)
    bar.status.show_arrangement(arrangement(3, skipped=0, quality=quality))
    explained = label(bar.status, "Neatness 91 %").toolTip()
    assert "give or take 1.2" in explained
    assert "2,500 photos" in explained


def test_where_the_neatness_is_not_known_or_means_nothing_none_is_told(bar: BottomBar) -> None:
    bar.status.show_arrangement(arrangement(3, skipped=0, quality=Quality(0.9, 0.7, 0.5, 0.6)))
    for other in (
        arrangement(3, skipped=0),
        arrangement(2, skipped=0, quality=Quality(1, 1, 1, 1)),
    ):
        bar.status.show_arrangement(other)
        assert not any("Neatness" in text for text in texts(bar.status))


def test_skipped_photos_are_a_way_to_the_reasons(qtbot: QtBot, bar: BottomBar) -> None:
    bar.status.show_arrangement(arrangement(3, skipped=2))
    with qtbot.waitSignal(bar.status.problems_asked):
        button(bar, "2 skipped").click()


@pytest.mark.parametrize(
    ("heic", "empty", "said"),
    [
        (12, 3, "15 skipped, 12 need an extra"),
        (2, 0, "2 skipped, all need an extra"),
        (1, 0, "1 skipped, 1 needs an extra"),
        (3, 3, "6 skipped"),
    ],
)
def test_where_most_photos_lack_an_extra_the_bar_says_so_and_how_to_get_it(
    bar: BottomBar, heic: int, empty: int, said: str
) -> None:
    advice = FORMATS[".heic"].refusal
    left_out = [Problem(ROOT / f"{i}.heic", advice, Cause.EXTRA) for i in range(heic)]
    left_out += [Problem(ROOT / f"{i}.jpg", "It is empty.", Cause.EMPTY) for i in range(empty)]
    bar.status.show_arrangement(replace(arrangement(3, skipped=0), problems=tuple(left_out)))
    assert (advice in button(bar, said).toolTip()) is ("extra" in said)


def test_a_job_shows_stage_count_and_cancel(qtbot: QtBot, bar: BottomBar) -> None:
    bar.begin_progress()
    line = next(w for w in bar.findChildren(ProgressLine) if w.accessibleName() == "Progress")
    assert line.maximum() == 0  # nothing is known yet: the line wanders
    bar.show_progress(Progress(Stage.EMBED, 100, 400, 5.0))
    assert texts(bar.progress)[:2] == ["Reading photos", "100 of 400 · 20 a second · 15 s left"]
    assert line.value() / line.maximum() == pytest.approx(0.25)
    with qtbot.waitSignal(bar.progress.cancel_asked):
        button(bar.progress, "Cancel").click()


def test_more_bytes_than_qt_can_count_are_no_trouble(bar: BottomBar) -> None:
    bar.begin_progress()
    bar.show_progress(Progress(Stage.COPY, 2**40, 2**41, 5.0))
    line = next(w for w in bar.findChildren(ProgressLine) if w.accessibleName() == "Progress")
    assert line.value() / line.maximum() == pytest.approx(0.5)


def test_a_stopped_job_offers_both_ways_on(qtbot: QtBot, bar: BottomBar) -> None:
    bar.stopped.show_stopped(read=120, found=400, may_arrange=True)
    bar.show_line(bar.stopped)
    assert texts(bar.stopped) == ["Stopped: 120 of 400 photos read.", "Continue", "Arrange these"]
    with qtbot.waitSignal(bar.stopped.rest_asked):
        button(bar, "Arrange these").click()


def test_where_nothing_was_read_there_is_nothing_to_arrange(bar: BottomBar) -> None:
    bar.stopped.show_stopped(read=0, found=400, may_arrange=False)
    bar.show_line(bar.stopped)
    assert "Arrange these" not in texts(bar.stopped)
