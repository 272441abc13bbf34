"""Sorted copy: the photos of a grid, named so that any file manager shows its order."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from gridsne_desktop.layout.grid import Grid
from gridsne_desktop.layout.orders import SIMILARITY
from gridsne_desktop.organize.plan import Plan, make_plan
from gridsne_desktop.organize.rules import Subject
from gridsne_desktop.photo import Photo
from gridsne_desktop.progress import Run
from gridsne_desktop.qt.dialogs import copy_words
from gridsne_desktop.qt.dialogs.copy import CopyDialog, Words

_WORDS = Words(
    title="Sorted copy",
    promise="A copy of these photos, in the grid's order",
    explanation="Every photo is copied under its own name with a number in front, so that any "
    "file manager shows the order of the grid. The photos themselves stay as they are; nothing "
    "is overwritten.",
)


class SortedCopyDialog(CopyDialog):
    """Copies the photos of `grid`, sorted by `sort`; other arguments are those of `CopyDialog`."""

    def __init__(
        self,
        grid: Grid,
        *,
        thumbnail: Callable[[Photo], QImage | None],
        journals: Path,
        open_folder: Callable[[Path], None],
        into: Path | None = None,
        sort: str = SIMILARITY,
        parent: QWidget | None = None,
    ) -> None:
        def plan_for(into: Path, run: Run) -> Plan:
            return make_plan(Subject(grid), into=into, rule="order", journals=journals, run=run)

        super().__init__(
            replace(_WORDS, promise=copy_words.heading(sort)),
            plan_for,
            thumbnail=thumbnail,
            journals=journals,
            open_folder=open_folder,
            into=into,
            parent=parent,
        )
