"""Progress arrives thinned, and cancelling stops at the next safe place."""

import threading

import pytest

from gridsne_desktop.errors import Cancelled
from gridsne_desktop.progress import Progress, Run, Stage


def test_first_and_last_report_of_a_stage_always_arrive() -> None:
    seen: list[Progress] = []
    run = Run(seen.append)
    for done in range(10_001):
        run.report(Stage.EMBED, done, 10_000)
    assert seen[0].done == 0
    assert seen[-1].done == 10_000


def test_reports_are_thinned() -> None:
    seen: list[Progress] = []
    run = Run(seen.append)
    for done in range(100_000):
        run.report(Stage.EMBED, done, 100_000)
    assert len(seen) < 1_000


def test_a_new_stage_is_told_at_once() -> None:
    seen: list[Progress] = []
    run = Run(seen.append)
    run.report(Stage.SCAN, 5, 0)
    run.report(Stage.EMBED, 0, 7)
    assert [(p.stage, p.total) for p in seen] == [(Stage.SCAN, 0), (Stage.EMBED, 7)]


def test_a_cancelled_run_raises_at_its_next_report() -> None:
    run = Run()
    run.report(Stage.SCAN, 1, 0)
    run.cancel()
    assert run.is_cancelled
    with pytest.raises(Cancelled):
        run.report(Stage.SCAN, 2, 0)
    with pytest.raises(Cancelled):
        run.check()


def test_rate_and_time_left_follow_from_what_is_done() -> None:
    progress = Progress(Stage.EMBED, done=30, total=120, seconds=2.0)
    assert progress.rate == pytest.approx(15.0)
    assert progress.seconds_left == pytest.approx(6.0)


@pytest.mark.parametrize(
    "progress",
    [Progress(Stage.SCAN, 5, 0, 1.0), Progress(Stage.EMBED, 0, 9, 0.0)],
    ids=["total unknown", "just begun"],
)
def test_time_left_is_unknown_rather_than_invented(progress: Progress) -> None:
    assert progress.seconds_left is None


def test_reports_are_thinned_while_the_total_is_unknown_too() -> None:
    seen: list[Progress] = []
    run = Run(seen.append)
    for done in range(100_000):
        run.report(Stage.SCAN, done, 0)
    assert len(seen) < 1_000


def test_time_left_does_not_count_what_was_known_before() -> None:
    progress = Progress(Stage.EMBED, done=110, total=120, seconds=5.0, known=100)
    assert progress.rate == pytest.approx(2.0)
    assert progress.seconds_left == pytest.approx(5.0)


def test_what_has_to_begin_anew_is_timed_anew() -> None:
    seen: list[Progress] = []
    run = Run(seen.append)
    for done in (50, 0, 100):
        run.report(Stage.DOWNLOAD, done, 100)
    assert seen[-1].known == 0
    assert seen[-1].rate > 0


def test_a_pause_ends_when_the_job_is_cancelled() -> None:
    run = Run()
    run.wait(0.0)
    threading.Timer(0.01, run.cancel).start()
    with pytest.raises(Cancelled):
        run.wait(3600)
