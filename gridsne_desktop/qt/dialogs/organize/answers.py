"""What a person answers about conflicts, wherever it is said, becomes part of the wish."""

from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from gridsne_desktop.organize.steps import Conflict, Resolution
from gridsne_desktop.qt.dialogs.organize.compare import CompareDialog
from gridsne_desktop.qt.dialogs.organize.form import OrganizeForm
from gridsne_desktop.qt.dialogs.organize.pane import PreviewPane


class Answers(QObject):
    """Brings answers from the pane, and from where photos are compared, to the form."""

    def __init__(self, form: OrganizeForm, pane: PreviewPane, window: QWidget) -> None:
        super().__init__(window)
        self._form, self._pane, self._window = form, pane, window
        pane.tree.named.connect(form.name_group)
        pane.table.resolved.connect(self._on_resolved)
        pane.table.resolved_all.connect(form.resolve_all)
        pane.conflicts.resolved_all.connect(form.resolve_all)
        pane.compare_asked.connect(self._compare)

    @Slot(object, object)
    def _on_resolved(self, photo: Path, resolution: Resolution) -> None:
        self._form.resolve({photo: resolution})

    @Slot(object)
    def _compare(self, conflict: Conflict) -> None:
        dialog = CompareDialog(conflict, count=self._pane.conflicts.count, parent=self._window)
        dialog.chosen.connect(self._on_compared)
        dialog.open()

    @Slot(object, object, bool)
    def _on_compared(self, photo: Path, resolution: Resolution, is_for_all: bool) -> None:
        if is_for_all:
            self._form.resolve_all(resolution)
        else:
            self._form.resolve({photo: resolution})
