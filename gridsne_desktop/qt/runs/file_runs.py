"""Runs on the person's files in the window: done in turn, told, followed by the wall, undone."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from gridsne_desktop import paths as app_paths
from gridsne_desktop.organize.execute import Outcome
from gridsne_desktop.organize.steps import Plan, Step, StepKind
from gridsne_desktop.qt.dialogs.problems import ProblemsDialog
from gridsne_desktop.qt.reveal import Revealer
from gridsne_desktop.qt.runs import words, work
from gridsne_desktop.qt.runs.following import Following
from gridsne_desktop.qt.runs.notes import Notes
from gridsne_desktop.qt.runs.runner import Runner
from gridsne_desktop.qt.runs.timeline import Entry, Timeline
from gridsne_desktop.qt.runs.work import Planner, Result, Work
from gridsne_desktop.qt.session import Session


class FileRuns(QObject):
    """What other rooms ask for: `begin` a run, `undo` and `redo` the last ones.

    Signals:
        changed: Something else can be undone or done again; or the list of past runs is another.
        failed: A `GridsneError` to show.
    """

    changed = Signal()
    failed = Signal(object)

    def __init__(
        self, session: Session, following: Following, notes: Notes, window: QWidget
    ) -> None:
        super().__init__(window)
        self._session, self._following = session, following
        self._notes, self._window = notes, window
        self.runner = Runner(self)
        self.timeline = Timeline()
        self._revealer = Revealer(self)
        self._later: list[Callable[[], None]] = []
        self.runner.planned.connect(self._on_planned)
        self.runner.progressed.connect(notes.show_progress)
        self.runner.changed.connect(self._on_changed)
        self.runner.ended.connect(self._on_ended)
        self.runner.toggled.connect(self._on_toggled)
        self.runner.failed.connect(self.failed)
        notes.cancel_asked.connect(self.cancel)

    @property
    def is_busy(self) -> bool:
        """Whether files are being worked on."""
        return self.runner.is_busy

    def begin(self, plan_for: Planner, *, way: StepKind, photos: int) -> None:
        """Plan and do a run, after those that were wished before."""
        do = work.doing(plan_for, journals=app_paths.journal_folder())
        self.runner.want(Work(do, words.doing(way, photos), self._on_done))

    def expect(self, plan: Plan) -> None:
        """A run is being done elsewhere, as by a dialog: what it changes is no news."""
        self._following.expect(plan.steps)

    @Slot(object, object)
    def take_in(self, plan: Plan, outcome: Outcome) -> None:
        """A run was done elsewhere: the wall follows, and it can be undone here."""
        run = outcome.journal.stem if outcome.journal else ""
        result = Result(plan, outcome.done, outcome.problems, run)
        entry = self.timeline.of(plan.undoes) if plan.undoes is not None else None
        if entry is not None:
            self._note_back(entry, result)
        else:
            self._note_done(result)
        self.changed.emit()

    def undo(self, entry: Entry) -> None:
        """Take back what was done, or do again what was taken back."""
        self.runner.want(
            Work(
                work.undoing(entry.journal),
                words.undoing(entry.name, again=entry.is_undone),
                partial(self._on_taken_back, entry),
            )
        )

    def undo_past(self, journal: Path, name: str, *, again: bool) -> None:
        """The same of a run of the list; `name` as the menu would say it."""
        entry = self.timeline.of(journal.stem)
        if entry is None:
            entry = Entry(name, journal, 0, is_undone=again)
        self.undo(entry)

    def resume(self, journal: Path, name: str) -> None:
        """Go on with a run that was stopped or killed."""
        self.runner.want(Work(work.resuming(journal), words.going_on(name), self._on_done))

    def when_idle(self, do: Callable[[], None]) -> None:
        """Do it now, or as soon as no run is under way and none waits."""
        if self.is_busy:
            self._later.append(do)
        else:
            do()

    @Slot()
    def cancel(self) -> None:
        """Stop what is being done, and forget what waits."""
        self._later.clear()
        self._notes.show_stopping()
        self.runner.cancel()

    @Slot(object, object)
    def _on_planned(self, wanted: Work, steps: Sequence[Step]) -> None:
        del wanted
        self._following.expect(steps)

    @Slot()
    def _on_changed(self) -> None:
        under_way, waiting = self.runner.work, self.runner.waiting
        if under_way is not None:
            more = f", {waiting} more to come" if waiting else ""
            self._notes.show_work(under_way.doing + more)

    @Slot(object, object)
    def _on_ended(self, wanted: Work, result: Result) -> None:
        wanted.on_result(result)
        self.changed.emit()

    @Slot()
    def _on_toggled(self) -> None:
        if not self.is_busy:
            later, self._later = self._later, []
            for do in later:
                self.when_idle(do)
        self.changed.emit()

    def _on_done(self, result: Result) -> None:
        """A run is over, perhaps not to its end."""
        entry = self._note_done(result)
        if result.plan is None:
            self._notes.forget()
            if result.error is not None:
                self.failed.emit(result.error)
            return
        plan = result.plan
        text = words.result(plan.way, plan.into, result)
        if plan.undoes is not None:  # an undo was gone on with
            text = words.undone(words.menu_name(plan.way, result.photos), result, again=False)
        self._tell(text, result, ("Undo", entry))

    def _note_done(self, result: Result) -> Entry | None:
        """The wall follows; what was done can be undone from now on."""
        plan = result.plan
        if plan is None:
            return None
        seen = self._following.follow(plan.steps, result.done, None)
        if not result.done or not result.run or plan.undoes is not None:
            return None
        journal = app_paths.journal_folder() / f"{result.run}.jsonl"
        name = words.menu_name(plan.way, result.photos_of_run)
        entry = Entry(name, journal, self._session.new_stamp(), seen=seen)
        self._session.forget_redo()
        if (before := self.timeline.of(result.run)) is not None:  # it was gone on with
            self.timeline.forget(before)
            entry.seen = before.seen
        self.timeline.add(entry)
        return entry

    def _note_back(self, entry: Entry, result: Result) -> None:
        """The wall follows; what was undone can be done again from now on, or undone again."""
        again = entry.is_undone
        planned = result.plan.steps if result.plan else ()
        seen = self._following.follow(planned, result.done, entry.seen)
        if result.done and result.run:
            entry.journal = entry.journal.with_name(f"{result.run}.jsonl")
            entry.is_undone = not again
            entry.seen = seen if again else entry.seen
        elif not result.was_cancelled:
            self.timeline.forget(entry)  # else it would stand in the way of all before it

    def _on_taken_back(self, entry: Entry, result: Result) -> None:
        """What was done is undone, or done again; what could not be brought back is told."""
        again = entry.is_undone
        self._note_back(entry, result)
        if result.plan is None and result.error is not None:
            self._notes.forget()
            self.failed.emit(result.error)
            return
        back = entry if result.done else None
        link = "Undo" if again else "Redo"
        self._tell(words.undone(entry.name, result, again=again), result, (link, back))

    def _tell(self, text: str, result: Result, link: tuple[str, Entry | None]) -> None:
        links: list[tuple[str, Callable[[], None]]] = []
        name, entry = link
        if entry is not None:
            links.append((name, lambda: self.undo(entry)))
        if result.problems:
            links.append(("Show", lambda: self._show_left_out(text, result)))
        if result.error is not None and not result.problems:
            error = result.error
            links.append(("Show", lambda: self.failed.emit(error)))
        self._notes.say(text, *links)

    def _show_left_out(self, text: str, result: Result) -> None:
        ProblemsDialog(
            result.problems,
            show_in_folder=self._revealer.show_in_folder,
            heading=text,
            parent=self._window,
        ).open()
