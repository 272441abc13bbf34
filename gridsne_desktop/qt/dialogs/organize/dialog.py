"""Organize: a rule, a way, a destination; see what would be done; do exactly that; undo it."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TypeAlias

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from gridsne_desktop.errors import GridsneError
from gridsne_desktop.organize.steps import Plan
from gridsne_desktop.photo import Photo
from gridsne_desktop.progress import Progress, Run
from gridsne_desktop.qt.background import Newest
from gridsne_desktop.qt.dialogs import parts
from gridsne_desktop.qt.dialogs.destination import FolderField
from gridsne_desktop.qt.dialogs.error import ErrorDialog
from gridsne_desktop.qt.dialogs.organize import words
from gridsne_desktop.qt.dialogs.organize.answers import Answers
from gridsne_desktop.qt.dialogs.organize.buttons import Buttons
from gridsne_desktop.qt.dialogs.organize.doing import Doing
from gridsne_desktop.qt.dialogs.organize.form import About, FormArea
from gridsne_desktop.qt.dialogs.organize.pane import PreviewPane
from gridsne_desktop.qt.dialogs.organize.phase import Phase
from gridsne_desktop.qt.dialogs.organize.preview import (
    Preview,
    Result,
    Shown,
    Sums,
    preview_of,
)
from gridsne_desktop.qt.dialogs.organize.wish import Wish
from gridsne_desktop.qt.dialogs.thumbnails import Thumbnails
from gridsne_desktop.qt.dialogs.words import counted
from gridsne_desktop.qt.dialogs.work_line import Tone, WorkLine
from gridsne_desktop.qt.task import Bug

_SIZE = QSize(1040, 720)
_LEAST_SIZE = QSize(800, 560)

Planner: TypeAlias = Callable[[Wish, Path, Run], Plan]
"""The plan of a wish into a folder; called on a worker thread, touches nothing."""


class OrganizeDialog(QDialog):
    """Organizes photos on the disk by a rule.

    The plan that is shown is the very one that is executed; the preview touches nothing.

    Args:
        about: What is known of the photos.
        planner: What makes the plan.
        thumbnail: A photo's thumbnail (its true shape), called on the GUI thread for what is seen.
        journals: The folder for the journals of what is done.
        open_folder: Opens a folder in the file manager.
        into: The folder that is proposed; None: none.
        parent: The window.
        is_made_at_once: Otherwise `making` is for whoever opens it to go through: it takes three
            turns of the event loop.

    Attributes:
        making: Makes the dialog, step by step.

    Signals:
        working: The `Plan` that is being executed from now on; that of an undo, too.
        worked: The `Result` of one, also where it was stopped.
    """

    working = Signal(object)
    worked = Signal(object)

    def __init__(
        self,
        about: About,
        planner: Planner,
        *,
        thumbnail: Callable[[Photo], QImage | None],
        journals: Path,
        open_folder: Callable[[Path], None],
        into: Path | None = None,
        parent: QWidget | None = None,
        is_made_at_once: bool = True,
    ) -> None:
        super().__init__(parent)
        self._about, self._plan_for = about, planner
        self._open_folder = open_folder
        self._phase = Phase.CHOOSING
        self._preview: Preview | None = None
        self._is_undo = False
        self._before_undo = Phase.DONE
        self._planner = Newest(at_once=1, parent=self)
        self._planner.arrived.connect(self._on_planned)
        self._planner.failed.connect(self._on_refused)
        self._doing = Doing(journals, self)
        self.setWindowTitle(self.tr("Organize"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumSize(_LEAST_SIZE)
        self.resize(_SIZE)
        self.making = self._making(thumbnail, into)
        if is_made_at_once:
            for _ in self.making:
                pass

    def _making(
        self, thumbnail: Callable[[Photo], QImage | None], into: Path | None
    ) -> Iterator[None]:
        self._form_area = FormArea(self._about, self)
        self.form = self._form_area.form
        yield
        self.destination = FolderField(self.tr("&Into the folder"), self)
        self.pane = PreviewPane(Thumbnails(thumbnail, self), self)
        yield
        self.buttons = Buttons(self)
        Answers(self.form, self.pane, self)
        self._lay_out()
        self._connect()
        self.form.setFocus()
        if into is None:
            self._make_plan()
        else:
            self.destination.set_path(into)

    @property
    def phase(self) -> Phase:
        """Where it stands."""
        return self._phase

    @property
    def plan(self) -> Plan | None:
        """The plan that is shown and can be executed; None while there is none."""
        return self._preview.sums.plan if self._preview is not None else None

    @property
    def is_busy(self) -> bool:
        """Whether a plan is being made or executed."""
        return self._doing.is_busy or self._planner.is_busy

    @property
    def said(self) -> str:
        """What the dialog says about the plan and the work, as a person reads it."""
        return f"{self._facts.text()}\n{self._work.text}".strip()

    def _lay_out(self) -> None:
        self._facts = parts.sentence("", self)
        self._work = WorkLine(self)
        right = QVBoxLayout()
        right.setSpacing(parts.SPACING)
        right.addWidget(self.destination)
        right.addWidget(self.pane, stretch=1)
        sides = QHBoxLayout()
        sides.setSpacing(parts.MARGIN)
        sides.addWidget(self._form_area)
        sides.addLayout(right, stretch=1)
        column = parts.new_layout(self)
        count = counted(self._about.photos, "photo")
        column.addWidget(parts.title(self.tr("Organize {0}").format(count), self))
        column.addLayout(sides, stretch=1)
        column.addWidget(self._facts)
        last = QHBoxLayout()
        last.setSpacing(parts.MARGIN)
        last.addWidget(self._work, stretch=1)
        last.addWidget(self.buttons, alignment=Qt.AlignmentFlag.AlignBottom)
        column.addLayout(last)

    def _connect(self) -> None:
        self.form.changed.connect(self._make_plan)
        self.form.in_place_asked.connect(self._on_in_place)
        self.destination.edited.connect(self._on_destination_edited)
        self.destination.settled.connect(self._make_plan)
        self.buttons.go.clicked.connect(self._on_go)
        self.buttons.undo.clicked.connect(self._on_undo)
        self.buttons.open.clicked.connect(self._on_open)
        self.buttons.rejected.connect(self.reject)
        self._doing.began.connect(self._on_began)
        self._doing.progressed.connect(self._on_progressed)
        self._doing.done.connect(self._on_done)
        self._doing.stopped.connect(self._on_stopped)
        self._doing.refused.connect(self._on_nothing_done)

    def _enter(self, phase: Phase) -> None:
        """Let every part say what is true now."""
        self._phase = phase
        may_wish = phase in (Phase.CHOOSING, Phase.READY, Phase.UNDONE)
        self.form.setEnabled(may_wish)
        self.destination.setEnabled(may_wish)
        self.pane.allow_answers(is_allowed=may_wish)
        sums = self._preview.sums if self._preview is not None else None
        self.buttons.show_phase(phase, sums, self.form.chosen_way, is_undo=self._is_undo)

    @Slot()
    def _on_destination_edited(self) -> None:
        self._planner.drop()
        self._preview = None
        self.form.forget_answers()
        self._enter(Phase.CHOOSING)

    @Slot()
    def _make_plan(self) -> None:
        if self._doing.is_busy:
            return
        into, wish = self.destination.path, self.form.wish()
        self._preview, self._is_undo = None, False
        if self._phase is not Phase.CHOOSING:
            self._work.say("")
        if into is None:
            self._planner.drop()
            self.pane.show_nothing()
            self._tell(self.tr(words.NO_DESTINATION))
        else:
            self._tell(self.tr(words.LOOKING))
            self._planner.ask(partial(_previewed, self._plan_for, wish, into))
        self._enter(Phase.CHOOSING)

    def _tell(self, text: str, *, bad: bool = False) -> None:
        parts.set_tone(self._facts, quiet=not bad, bad=bad)
        self._facts.setText(text)
        self._facts.setVisible(bool(text))

    def _show(self, shown: Shown, plan: Plan, *, can_resolve: bool) -> None:
        into, from_ = plan.into, self._about.folder
        if plan.undoes is not None:
            into, from_ = from_, into
        self.pane.show_plan(
            shown,
            into=into,
            from_=from_,
            are_named=can_resolve and plan.rule == "groups",
            can_resolve=can_resolve,
        )

    @Slot(object)
    def _on_planned(self, preview: Preview) -> None:
        self._preview = preview
        self.form.show_cost(preview.sums.total)
        self._tell(words.totals(preview), bad=words.needs_more_room(preview))
        self._show(preview.shown, preview.sums.plan, can_resolve=True)
        self._enter(Phase.READY)

    @Slot(object)
    def _on_refused(self, error: GridsneError) -> None:
        self.pane.show_nothing()
        self._tell(str(error), bad=True)
        self._enter(Phase.CHOOSING)
        if isinstance(error, Bug):
            ErrorDialog(error, self).open()

    @Slot()
    def _on_go(self) -> None:
        if self._phase is Phase.READY and self._preview is not None:
            self._doing.begin(self._preview.sums)
        elif self._phase is Phase.STOPPED:
            self._doing.go_on()
        elif self._phase is Phase.UNDONE:
            self._make_plan()

    @Slot()
    def _on_undo(self) -> None:
        self._is_undo, self._before_undo = True, self._phase
        self._work.show_work(self.tr(words.LOOKING))
        self._enter(Phase.WORKING)
        self._doing.take_back()

    @Slot(object)
    def _on_began(self, sums: Sums) -> None:
        self.working.emit(sums.plan)
        self._work.show_work(words.working(sums.plan))
        self._enter(Phase.WORKING)

    @Slot(object)
    def _on_progressed(self, progress: Progress) -> None:
        if self._doing.sums is not None and self._phase is Phase.WORKING:
            text = words.progress_text(progress, self._doing.sums)
            self._work.show_work(text, done=progress.done, total=progress.total)

    @Slot(object)
    def _on_done(self, result: Result) -> None:
        tone = Tone.BAD if result.outcome.problems else Tone.PLAIN
        text = words.undone(result) if self._is_undo else words.result(result)
        self._end(result, text, tone, Phase.UNDONE if self._is_undo else Phase.DONE)

    @Slot(object, object)
    def _on_stopped(self, result: Result, error: GridsneError | None) -> None:
        text = str(error) if error is not None else words.stopped(result)
        self._end(result, text, Tone.BAD if error is not None else Tone.PLAIN, Phase.STOPPED)

    def _end(self, result: Result, text: str, tone: Tone, phase: Phase) -> None:
        self._preview = None
        self._tell("")
        self._work.say(text, tone=tone)
        self._show(result.shown, result.plan, can_resolve=False)
        self._enter(phase)
        self.worked.emit(result)

    @Slot(object)
    def _on_nothing_done(self, error: GridsneError | None) -> None:
        text = str(error) if error is not None else self.tr("Stopped. Nothing was done.")
        if isinstance(error, Bug):
            ErrorDialog(error, self).open()
        if self._is_undo:
            self._is_undo = False
            self._enter(self._before_undo)
        else:
            self._make_plan()
        self._work.say(text, tone=Tone.BAD if error is not None else Tone.PLAIN)

    @Slot()
    def _on_in_place(self) -> None:
        self.destination.set_path(self._about.folder)

    @Slot()
    def _on_open(self) -> None:
        into = self.destination.path
        if into is not None:
            self._open_folder(into)

    def reject(self) -> None:
        """Stop what is being done and stay to say how far it got; else close."""
        if self._doing.is_busy:
            self._work.show_work(self.tr("Stopping…"))
            self.buttons.close_button.setEnabled(False)
            self._doing.cancel()
            return
        self._planner.drop()
        super().reject()


def _previewed(plan_for: Planner, wish: Wish, into: Path, run: Run) -> Preview:
    """The plan and all that is shown of it (on a worker thread)."""
    return preview_of(plan_for(wish, into, run))
