"""At the start: runs that were interrupted, and what can be done about them."""

from pathlib import Path

from PySide6.QtCore import QObject, Slot

from gridsne_desktop.errors import GridsneError
from gridsne_desktop.organize.execute import unfinished
from gridsne_desktop.organize.record import Record
from gridsne_desktop.organize.steps import StepKind
from gridsne_desktop.progress import Run
from gridsne_desktop.qt.background import Newest
from gridsne_desktop.qt.runs import past_words, words
from gridsne_desktop.qt.runs.file_runs import FileRuns
from gridsne_desktop.qt.runs.interrupted_bar import InterruptedBar


class Interrupted(QObject):
    """Looks once, on a thread; offers one run after the other."""

    def __init__(
        self, runs: FileRuns, bar: InterruptedBar, journals: Path, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._runs, self._bar = runs, bar
        self._left: list[Record] = []
        self._looker = Newest(at_once=1, parent=self)
        self._looker.arrived.connect(self._on_found)
        bar.resume_asked.connect(self._resume)
        bar.back_asked.connect(self._roll_back)
        bar.later_asked.connect(self._next)
        self._looker.ask(lambda run: _found(journals, run))

    def shut_down(self) -> None:
        """Look no more."""
        self._looker.drop()

    @Slot(object)
    def _on_found(self, records: list[Record]) -> None:
        self._left = list(records)
        self._show()

    def _show(self) -> None:
        if self._left:
            self._bar.ask(past_words.interrupted(self._left[0]))
        else:
            self._bar.hide()

    @Slot()
    def _next(self) -> None:
        del self._left[:1]
        self._show()

    @Slot()
    def _resume(self) -> None:
        record = self._left[0]
        self._runs.resume(record.path, _name(record))
        self._next()

    @Slot()
    def _roll_back(self) -> None:
        record = self._left[0]
        self._runs.undo_past(record.path, _name(record), again=record.undoes is not None)
        self._next()


def _name(record: Record) -> str:
    way = record.way if record.way is not StepKind.RESTORE else StepKind.MOVE
    return words.menu_name(way, len({s.photo or s.source for s in record.steps.values()}))


def _found(journals: Path, run: Run) -> list[Record]:
    """Killed runs (on a worker thread).

    Raises:
        GridsneError: The journals cannot be read.
    """
    run.check()
    try:
        return unfinished(journals)
    except OSError as error:
        raise GridsneError(f"What was done cannot be read: {error}.") from error
