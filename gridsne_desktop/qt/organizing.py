"""Organize: what the window's photos are planned by, and what becomes of the wall afterwards."""

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication, QWidget

from gridsne_desktop import paths as app_paths
from gridsne_desktop.embedding.embedder import Embedding, Vectors
from gridsne_desktop.errors import GridsneError
from gridsne_desktop.layout.arrangement import Arrangement
from gridsne_desktop.layout.grouping import grouping_of
from gridsne_desktop.layout.groups import Groups
from gridsne_desktop.library.cache import Cache
from gridsne_desktop.library.taken import dates_taken
from gridsne_desktop.organize.plan import make_plan
from gridsne_desktop.organize.rules import RULES, RuleOptions, Subject, distinct_names
from gridsne_desktop.organize.steps import Plan, StepKind
from gridsne_desktop.photo import Photo
from gridsne_desktop.progress import Run
from gridsne_desktop.qt.actions import Actions
from gridsne_desktop.qt.background import Newest
from gridsne_desktop.qt.dialogs.opening import open_in_turns
from gridsne_desktop.qt.dialogs.organize.dialog import OrganizeDialog
from gridsne_desktop.qt.dialogs.organize.form import About
from gridsne_desktop.qt.dialogs.organize.preview import Result
from gridsne_desktop.qt.dialogs.organize.wish import Wish
from gridsne_desktop.qt.grid.selection import Indexes
from gridsne_desktop.qt.reveal import Revealer
from gridsne_desktop.qt.runs.file_runs import FileRuns
from gridsne_desktop.qt.session import Session
from gridsne_desktop.qt.settings_store import SettingsStore
from gridsne_desktop.qt.sorting import Sorting
from gridsne_desktop.qt.workspace import Workspace

_ORGANIZED = "copies"
"""Under which the settings keep the folder that photos went to last."""

_NO_GROUPS = "Only once all photos are arranged."


@dataclass(frozen=True, slots=True, eq=False)
class _Known:
    """What is known of the photos of an arrangement before there is a plan."""

    arrangement: Arrangement
    about: About
    subject: Subject
    vectors: Callable[[Run], Embedding] | None


class Organizing(QObject):
    """The verb *Organize…*."""

    def __init__(
        self,
        session: Session,
        sorting: Sorting,
        workspace: Workspace,
        store: SettingsStore,
        actions: Actions,
        runs: FileRuns,
        *,
        cache: Cache,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._session, self._sorting, self._workspace = session, sorting, workspace
        self._store, self._cache, self._window = store, cache, window
        self._runs, self._revealer = runs, Revealer(self)
        self._looking = Newest(at_once=1, parent=self)
        self._looking.arrived.connect(self._open)
        self._looking.failed.connect(session.failed)
        actions.organize.triggered.connect(self._ask)

    @Slot()
    def _ask(self) -> None:
        """Show what would be made of the photos on the wall, once all of them were looked at."""
        arrangement, vectors = self._sorting.seen, self._session.reader()
        if arrangement is not None:
            chosen = self._workspace.wall.selection
            self._looking.ask(partial(_known, arrangement, chosen, vectors))

    @Slot(object)
    def _open(self, known: "_Known") -> None:
        if self._sorting.seen is not known.arrangement or QApplication.activeModalWidget():
            return
        in_force = self._session.arrangement
        dialog = OrganizeDialog(
            known.about,
            SubjectPlanner(
                known.subject,
                journals=app_paths.journal_folder(),
                cache=self._cache,
                vectors=known.vectors,
                shown=in_force.groups if in_force is not None else None,
            ),
            thumbnail=self._workspace.thumbnail_of,
            journals=app_paths.journal_folder(),
            open_folder=self._revealer.open_folder,
            into=self._proposed(),
            parent=self._window,
            is_made_at_once=False,
        )
        dialog.working.connect(self._on_working)
        dialog.worked.connect(self._on_worked)
        open_in_turns(dialog, dialog.making)

    def _proposed(self) -> Path:
        opened = self._session.paths[0]
        return self._store.folder(_ORGANIZED, opened.parent) / f"{opened.name} sorted"

    @Slot(object)
    def _on_working(self, plan: Plan) -> None:
        if plan.undoes is None:
            self._store.save_folder(_ORGANIZED, plan.into.parent)
        self._runs.expect(plan)

    @Slot(object)
    def _on_worked(self, result: Result) -> None:
        """What was done can be undone from the menu, too, and the wall follows."""
        self._runs.take_in(result.plan, result.outcome)


class SubjectPlanner:
    """Makes plans of photos, on one thread at a time; what it found out once it keeps.

    Args:
        subject: The photos.
        journals: The folder of the journals.
        cache: What is known of the photos.
        vectors: What gives the vectors that they were arranged by; None: nothing.
        shown: int32 (n,): the groups that the wall shows; None: it shows none.
    """

    def __init__(
        self,
        subject: Subject,
        *,
        journals: Path,
        cache: Cache | None,
        vectors: Callable[[Run], Embedding] | None = None,
        shown: Groups | None = None,
    ) -> None:
        self._subject, self._journals, self._cache = subject, journals, cache
        self._vectors, self._shown = vectors, shown

    def __call__(self, wish: Wish, into: Path, run: Run) -> Plan:
        """The plan of `wish` into the folder `into`; nothing on the disk is touched.

        Raises:
            GridsneError: The wish cannot be fulfilled, or the folder cannot be used.
            Cancelled: The run was cancelled.
        """
        self._find_out(RULES[wish.rule].needs, run)
        return make_plan(
            _named(self._subject, wish.names),
            into=into,
            rule=wish.rule,
            way=wish.way,
            options=_options(wish),
            resolutions=wish.resolutions,
            otherwise=wish.otherwise,
            remove_emptied=wish.removes_emptied and wish.way is StepKind.MOVE,
            run=run,
            journals=self._journals,
        )

    def _find_out(self, needs: frozenset[str], run: Run) -> None:
        photos = self._subject.grid.photos
        if needs & {"taken", "groups"} and self._subject.taken is None:
            taken = dates_taken(photos, cache=self._cache, run=run)
            self._subject = replace(self._subject, taken=taken)
        if "groups" in needs and self._subject.groups is None and self._vectors is not None:
            vectors = _vectors_of(photos, self._vectors(run))
            groups = grouping_of(
                vectors,
                self._subject.grid,
                groups=self._shown,
                taken=self._subject.taken,
                run=run,
            )
            self._subject = replace(self._subject, groups=groups)


def _vectors_of(photos: Sequence[Photo], embedding: Embedding) -> Vectors:
    """The vectors of `photos`, row by row.

    Raises:
        GridsneError: One of them has none.
    """
    rows = {photo: row for row, photo in enumerate(embedding.photos)}
    missing = next((photo for photo in photos if photo not in rows), None)
    if missing is not None:
        raise GridsneError(
            f"“{missing.path.name}” can no longer be read.", "Arrange the folder anew (F5)."
        )
    return embedding.vectors[[rows[photo] for photo in photos]]


def _known(
    arrangement: Arrangement,
    selection: Indexes,
    vectors: Callable[[Run], Embedding] | None,
    _run: Run,
) -> _Known:
    """Look at all photos (on a worker thread: it takes 50 ms for 10,000)."""
    photos, chosen = arrangement.grid.photos, tuple(selection.tolist())
    about = About(
        photos=len(photos),
        chosen=len(chosen),
        size=sum(photo.size for photo in photos),
        folder=Path(os.path.commonpath({photo.path.parent for photo in photos})),
        sort=arrangement.sort,
        no_groups="" if vectors else _NO_GROUPS,
    )
    return _Known(arrangement, about, Subject.of(arrangement, chosen=chosen), vectors)


def _options(wish: Wish) -> RuleOptions:
    named = {"name": wish.folder} if wish.folder else {}
    return RuleOptions(order=wish.order, dates=wish.dates, **named)


def _named(subject: Subject, names: Mapping[str, str]) -> Subject:
    """The subject with the person's own names of groups."""
    groups = subject.groups
    if groups is None or not names:
        return subject
    own = tuple(names.get(name, name) for name in distinct_names(groups.names))
    return replace(subject, groups=replace(groups, names=own))
