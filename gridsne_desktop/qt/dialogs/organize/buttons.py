"""The dialog's last row: what can be done now, in words."""

from PySide6.QtWidgets import QDialogButtonBox, QPushButton, QWidget

from gridsne_desktop.organize.steps import StepKind
from gridsne_desktop.qt.dialogs.organize import words
from gridsne_desktop.qt.dialogs.organize.phase import Phase
from gridsne_desktop.qt.dialogs.organize.preview import Sums


class Buttons(QDialogButtonBox):
    """Undo, Open folder, the one that does it, Close."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(QDialogButtonBox.StandardButton.Close, parent)
        role = QDialogButtonBox.ButtonRole
        self.close_button = self.button(QDialogButtonBox.StandardButton.Close)
        self.undo = QPushButton(self.tr("&Undo"), self)
        self.open = QPushButton(self.tr("Open &folder"), self)
        self.go = QPushButton(self)
        for button in (self.undo, self.open, self.go):
            self.addButton(button, role.ActionRole)
        self.go.setDefault(True)

    def show_phase(self, phase: Phase, sums: Sums | None, way: StepKind, *, is_undo: bool) -> None:
        """Offer what can be done in `phase`; `sums` is what can be executed, by `way`."""
        over = phase in (Phase.STOPPED, Phase.DONE)
        self.undo.setVisible(over and not is_undo)
        self.open.setVisible(over)
        self.go.setVisible(phase is not Phase.DONE)
        self.go.setEnabled(phase in (Phase.STOPPED, Phase.UNDONE))
        if phase is Phase.STOPPED:
            self.go.setText(self.tr("&Go on"))
        elif phase is Phase.UNDONE:
            self.go.setText(self.tr("&Plan again"))
        elif phase is not Phase.WORKING:
            self.go.setText(words.button_text(sums, way))
            self.go.setEnabled(sums is not None and bool(sums.plan.steps))
        is_working = phase is Phase.WORKING
        self.close_button.setText(self.tr("Cancel") if is_working else self.tr("Close"))
        self.close_button.setEnabled(True)
        if phase is Phase.DONE:
            self.close_button.setFocus()
