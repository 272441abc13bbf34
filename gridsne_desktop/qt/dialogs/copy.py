"""Copying photos: choose a folder, see what would be done, do exactly that."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPushButton, QWidget

from gridsne_desktop.errors import GridsneError
from gridsne_desktop.organize.execute import Outcome, execute
from gridsne_desktop.organize.plan import Plan
from gridsne_desktop.organize.volumes import free_bytes
from gridsne_desktop.photo import Photo
from gridsne_desktop.progress import Progress, Run
from gridsne_desktop.qt import background
from gridsne_desktop.qt.background import Newest
from gridsne_desktop.qt.dialogs import copy_words, parts
from gridsne_desktop.qt.dialogs.destination import FolderField
from gridsne_desktop.qt.dialogs.error import ErrorDialog
from gridsne_desktop.qt.dialogs.plan_rows import rows_after, rows_before
from gridsne_desktop.qt.dialogs.plan_table import PlanTable
from gridsne_desktop.qt.dialogs.thumbnails import Thumbnails
from gridsne_desktop.qt.dialogs.work_line import Tone, WorkLine
from gridsne_desktop.qt.task import Bug, Task

_SIZE = (860, 620)
_NO_DESTINATION = "Choose the folder that the copies go to. A new one is made if it is not there."


Planner: TypeAlias = Callable[[Path, Run], Plan]
"""The plan of copying into a folder; called on a worker thread, touches nothing."""


@dataclass(frozen=True, slots=True)
class Words:
    """What a dialog says of itself.

    Attributes:
        title: Of its window.
        promise: What will be made, in a line.
        explanation: How, and that nothing else happens.
    """

    title: str
    promise: str
    explanation: str


@dataclass(frozen=True, slots=True)
class _Preview:
    """A plan, and the bytes free where it goes."""

    plan: Plan
    free: int


class CopyDialog(QDialog):
    """Copies photos into a folder that the person chooses.

    The plan that is shown is the very one that is executed; the preview touches nothing.

    Args:
        words: What the dialog says of itself.
        planner: What makes the plan.
        thumbnail: A photo's thumbnail (its true shape), called on the GUI thread for the rows
            that are seen. None: it is on its way, ask again; a null image: there is none.
        journals: The folder for the journal of what is done.
        open_folder: Opens a folder in the file manager.
        into: The folder that is proposed.

    Signals:
        copying: The `Plan` that is being executed from now on.
        copied: The `Outcome` of a copy that was not stopped.
    """

    copying = Signal(object)
    copied = Signal(object)

    def __init__(
        self,
        words: Words,
        planner: Planner,
        *,
        thumbnail: Callable[[Photo], QImage | None],
        journals: Path,
        open_folder: Callable[[Path], None],
        into: Path | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._words, self._plan_for = words, planner
        self._journals = journals
        self._open_folder = open_folder
        self._plan: Plan | None = None
        self._is_done = False
        self._stopped: int | None = None
        self._copying: Task | None = None
        self._planner = Newest(at_once=1, parent=self)
        self._planner.arrived.connect(self._on_planned)
        self._planner.failed.connect(self._on_refused)
        self.setWindowTitle(self.tr(words.title))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._table = PlanTable(thumbnails=Thumbnails(thumbnail, self), parent=self)
        self._lay_out()
        self.resize(*_SIZE)
        self._destination.setFocus()
        if into is None:
            self._make_plan()
        else:
            self._destination.set_path(into)

    @property
    def plan(self) -> Plan | None:
        """The plan that is shown, to be executed or executed; None while there is none."""
        return self._plan

    @property
    def is_busy(self) -> bool:
        """Whether a plan is being made or executed."""
        return self._copying is not None or self._planner.is_busy

    @property
    def destination(self) -> FolderField:
        """Where the folder is chosen."""
        return self._destination

    @property
    def table(self) -> PlanTable:
        """The preview."""
        return self._table

    @property
    def copy_button(self) -> QPushButton:
        """Says what it will do, and does it."""
        return self._copy

    @property
    def open_button(self) -> QPushButton:
        """Opens the folder, once there is something in it."""
        return self._open

    @property
    def said(self) -> str:
        """What the dialog says about the plan and the work, as a person reads it."""
        return f"{self._facts.text()}\n{self._work.text}".strip()

    def _lay_out(self) -> None:
        self._destination = FolderField(self.tr("&Into the folder"), self)
        self._destination.edited.connect(self._on_destination_edited)
        self._destination.settled.connect(self._make_plan)
        self._facts = parts.sentence("", self)
        self._work = WorkLine(self)
        column = parts.new_layout(self)
        column.addWidget(parts.title(self.tr(self._words.promise), self))
        column.addWidget(parts.sentence(self.tr(self._words.explanation), self))
        column.addWidget(self._destination)
        column.addWidget(self._facts)
        column.addWidget(self._table, stretch=1)
        column.addWidget(self._work)
        column.addWidget(self._new_buttons())

    def _new_buttons(self) -> QDialogButtonBox:
        role = QDialogButtonBox.ButtonRole
        buttons = parts.close_buttons(self)
        self._close = buttons.button(QDialogButtonBox.StandardButton.Close)
        self._open = QPushButton(self.tr("&Open folder"), self)
        self._copy = QPushButton(self)
        buttons.addButton(self._open, role.ActionRole)
        buttons.addButton(self._copy, role.ActionRole)
        self._copy.setDefault(True)
        self._open.clicked.connect(self._on_open)
        self._copy.clicked.connect(self._on_copy)
        self._open.hide()
        return buttons

    def _show_state(self) -> None:
        """Let every part say what is true now."""
        is_copying = self._copying is not None
        has_steps = self._plan is not None and bool(self._plan.steps)
        can_copy = has_steps and not is_copying and not self._is_done
        self._destination.setEnabled(not is_copying)
        self._copy.setText(copy_words.button_text(None if self._is_done else self._plan))
        self._copy.setEnabled(can_copy)
        self._close.setEnabled(True)
        self._close.setText(self.tr("Cancel") if is_copying else self.tr("Close"))

    @Slot()
    def _on_destination_edited(self) -> None:
        self._planner.drop()
        self._plan, self._is_done, self._stopped = None, False, None
        self._open.hide()
        self._work.say("")
        self._show_state()

    @Slot()
    def _make_plan(self) -> None:
        into = self._destination.path
        self._plan, self._is_done = None, False
        if into is None:
            self._planner.drop()
            self._table.show_nothing()
            self._tell(self.tr(_NO_DESTINATION))
        else:
            self._tell(self.tr("Looking what is there…"))
            plan_for = self._plan_for
            self._planner.ask(lambda run: _previewed(plan_for, into, run))
        self._show_state()

    def _tell(self, text: str, *, bad: bool = False) -> None:
        parts.set_tone(self._facts, quiet=not bad, bad=bad)
        self._facts.setText(text)

    @Slot(object)
    def _on_planned(self, preview: _Preview) -> None:
        plan = self._plan = preview.plan
        needs_more = plan.bytes_to_copy > preview.free
        self._tell(copy_words.totals(plan, preview.free), bad=needs_more)
        self._table.plan_model.show_rows(rows_before(plan), into=plan.into)
        if self._stopped is not None:
            total, self._stopped = self._stopped, None
            self._work.say(copy_words.stopped(total - len(plan.steps), total), tone=Tone.PLAIN)
        self._show_state()

    @Slot(object)
    def _on_refused(self, error: GridsneError) -> None:
        self._table.show_nothing()
        self._tell(str(error), bad=True)
        self._show_state()

    @Slot()
    def _on_copy(self) -> None:
        plan = self._plan
        if plan is None or self._copying is not None:
            return
        journals = self._journals
        task = Task(lambda run: execute(plan, journals=journals, run=run))
        task.progressed.connect(self._on_progressed)
        task.succeeded.connect(self._on_copied)
        task.cancelled.connect(self._on_stopped)
        task.failed.connect(self._on_failed)
        self._copying = task
        self.copying.emit(plan)
        self._work.show_work(self.tr("Copying…"))
        self._show_state()
        background.start(task)

    @Slot(object)
    def _on_progressed(self, progress: Progress) -> None:
        if self._copying is None or self._copying.is_cancelled or self._plan is None:
            return
        text = copy_words.progress_text(progress, self._plan)
        self._work.show_work(text, done=progress.done, total=progress.total)

    @Slot(object)
    def _on_copied(self, outcome: Outcome) -> None:
        plan, self._copying, self._is_done = self._plan, None, True
        if plan is None:
            raise RuntimeError("a copy ended that has no plan")
        tone = Tone.BAD if outcome.problems else Tone.PLAIN
        self._work.say(copy_words.result(outcome, plan), tone=tone)
        self._tell(copy_words.totals_after(plan, outcome))
        self._table.plan_model.show_rows(rows_after(plan, outcome), into=plan.into)
        self._open.show()
        self._show_state()
        self._close.setFocus()
        self.copied.emit(outcome)

    @Slot()
    def _on_stopped(self) -> None:
        self._stopped = len(self._plan.steps) if self._plan is not None else None
        self._look_again()

    @Slot(object)
    def _on_failed(self, error: GridsneError) -> None:
        if isinstance(error, Bug):
            self._work.say(error.title, tone=Tone.BAD)
            ErrorDialog(error, self).open()
        else:
            self._work.say(str(error), tone=Tone.BAD)
        self._look_again()

    def _look_again(self) -> None:
        """After a copy that did not end: what is there now decides what is left to do."""
        plan, self._copying = self._plan, None
        self._open.setVisible(plan is not None and plan.into.is_dir())
        self._make_plan()

    @Slot()
    def _on_open(self) -> None:
        into = self._destination.path
        if into is not None:
            self._open_folder(into)

    def reject(self) -> None:
        """Stop copying and stay to say how far it got; else close."""
        if self._copying is not None:
            self._work.show_work(self.tr("Stopping…"))
            self._close.setEnabled(False)
            self._copying.cancel()
            return
        self._planner.drop()
        super().reject()


def _previewed(plan_for: Planner, into: Path, run: Run) -> _Preview:
    """The plan, and the room where it goes (on a worker thread)."""
    return _Preview(plan_for(into, run), free_bytes(into))
