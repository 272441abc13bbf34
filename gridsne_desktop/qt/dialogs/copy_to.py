"""Copy to: chosen photos, with all files that belong to them, under their own names."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from gridsne_desktop.organize.filing import Files, plan_filing
from gridsne_desktop.organize.plan import Plan
from gridsne_desktop.organize.steps import StepKind
from gridsne_desktop.photo import Photo
from gridsne_desktop.progress import Run
from gridsne_desktop.qt.dialogs.copy import CopyDialog, Words
from gridsne_desktop.qt.dialogs.words import counted

_EXPLANATION = (
    "Each photo is copied under its own name, together with all files that belong to it: RAW, "
    "clip, sidecars. Where a name is taken, (2) is added. The photos themselves stay as they are; "
    "nothing is overwritten."
)


class CopyToDialog(CopyDialog):
    """Copies `photos`, each with its companions; the other arguments are those of `CopyDialog`."""

    def __init__(
        self,
        photos: Sequence[Files],
        *,
        thumbnail: Callable[[Photo], QImage | None],
        journals: Path,
        open_folder: Callable[[Path], None],
        into: Path | None = None,
        parent: QWidget | None = None,
    ) -> None:
        def plan_for(into: Path, run: Run) -> Plan:
            return plan_filing(photos, into=into, way=StepKind.COPY, run=run)

        super().__init__(
            Words("Copy to", f"A copy of {counted(len(photos), 'photo')}", _EXPLANATION),
            plan_for,
            thumbnail=thumbnail,
            journals=journals,
            open_folder=open_folder,
            into=into,
            parent=parent,
        )
