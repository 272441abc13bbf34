"""Progress and time as the person reads them."""

import pytest

from gridsne_desktop.progress import Progress, Stage
from gridsne_desktop.qt.words import STAGES, duration, progress_detail, stage_seconds


def test_every_stage_has_plain_words() -> None:
    assert set(STAGES) == set(Stage)


@pytest.mark.parametrize(
    ("progress", "words"),
    [
        (Progress(Stage.SCAN, 1234, 0, 3.0), "1,234 found"),
        (Progress(Stage.EMBED, 0, 400, 0.0), "0 of 400"),
        (Progress(Stage.EMBED, 120, 400, 5.0), "120 of 400 · 24 a second · 12 s left"),
        (Progress(Stage.EMBED, 400, 400, 16.0), "400 of 400 · 25 a second"),
        (Progress(Stage.REDUCE, 125, 250, 0.5), "50 %"),
        (Progress(Stage.REDUCE, 125, 250, 2.0), "50 % · 2 s left"),
        (Progress(Stage.ASSIGN, 0, 0, 2.0), ""),
        (Progress(Stage.EXPORT, 2**40, 2**41, 120.0), "50 % · 2 min left"),
    ],
)
def test_progress_tells_what_is_known(progress: Progress, words: str) -> None:
    assert progress_detail(progress) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.0, "1 s"), (59.4, "59 s"), (60, "1 min"), (3540, "59 min"), (3900, "1 h 5 min")],
)
def test_durations_are_said_as_one_says_them(seconds: float, words: str) -> None:
    assert duration(seconds) == words


def test_stages_that_took_no_time_are_not_mentioned() -> None:
    seconds = {"scan": 0.01, "embed": 6.1, "reduce": 1.4, "assign": 0.1}
    assert stage_seconds(seconds) == "read 6.1 s · arranged 1.4 s · snapped 0.1 s"
