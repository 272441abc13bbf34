"""Tasks without an owner, and the newest of many wishes."""

import threading
from collections.abc import Callable

import pytest
from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gridsne_desktop.errors import GridsneError
from gridsne_desktop.progress import Run
from gridsne_desktop.qt import background
from gridsne_desktop.qt.background import Newest
from gridsne_desktop.qt.task import Task


def test_of_many_wishes_only_the_newest_arrives_and_few_are_begun(
    qtbot: QtBot, qapp: QApplication
) -> None:
    begun: list[int] = []
    arrived: list[object] = []
    gate = threading.Event()
    newest = Newest(at_once=2, parent=qapp)
    newest.arrived.connect(arrived.append)

    def job(number: int) -> Callable[[Run], int]:
        def work(run: Run) -> int:
            del run
            begun.append(number)
            gate.wait()
            return number

        return work

    for number in range(10):
        newest.ask(job(number))
    gate.set()
    qtbot.waitUntil(lambda: not newest.is_busy)
    assert arrived == [9]
    assert sorted(begun) == [0, 1, 9]
    newest.deleteLater()
    qtbot.waitUntil(lambda: not background.are_running())


def test_what_was_dropped_never_arrives(qtbot: QtBot, qapp: QApplication) -> None:
    newest = Newest(at_once=1, parent=qapp)
    arrived: list[object] = []
    newest.arrived.connect(arrived.append)
    newest.ask(lambda _run: 1)
    newest.drop()
    assert not newest.is_awaited
    qtbot.waitUntil(lambda: not newest.is_busy)
    assert arrived == []
    newest.deleteLater()


def test_a_task_that_finishes_as_another_ends_still_tells_its_outcome(qtbot: QtBot) -> None:
    gate = threading.Event()
    deleted: list[Task] = []

    class Finishing(Task):
        """As all are for a moment: Qt says so before `finished` is emitted."""

        def isFinished(self) -> bool:  # noqa: N802 - Qt's name
            return True

        def deleteLater(self) -> None:  # noqa: N802 - Qt's name
            deleted.append(self)

    finishing, other = Finishing(lambda _run: gate.wait()), Task(lambda _run: None)
    background.start(finishing)
    with qtbot.waitSignal(other.ended):
        background.start(other)
    assert deleted == []
    with qtbot.waitSignal(finishing.ended):
        gate.set()
    assert deleted == [finishing]
    assert not background.are_running()


def test_a_reason_for_failing_is_told(qtbot: QtBot, qapp: QApplication) -> None:
    newest = Newest(at_once=1, parent=qapp)

    def job(run: Run) -> None:
        del run
        raise GridsneError("The disk is full.")

    with qtbot.waitSignal(newest.failed) as failed:
        newest.ask(job)
    assert str(failed.args[0]) == "The disk is full."
    qtbot.waitUntil(lambda: not newest.is_busy)
    newest.deleteLater()


def test_a_task_outlives_the_owner_who_waited_for_it(qtbot: QtBot) -> None:
    owner = QObject()
    newest = Newest(at_once=1, parent=owner)
    gate = threading.Event()
    newest.ask(lambda _run: gate.wait())
    with qtbot.waitSignal(owner.destroyed):
        owner.deleteLater()
    assert background.are_running()
    gate.set()
    qtbot.waitUntil(lambda: not background.are_running())


@pytest.mark.usefixtures("qapp")
def test_quitting_stops_what_runs_and_waits_for_it(qtbot: QtBot) -> None:
    began = threading.Event()

    def job(run: Run) -> None:
        began.set()
        while True:
            run.check()

    task = Task(job)
    background.start(task)
    qtbot.waitUntil(began.is_set)
    application = QCoreApplication.instance()
    assert application is not None
    application.aboutToQuit.emit()
    assert task.isFinished()
    qtbot.waitUntil(lambda: not background.are_running())
