"""Make the README's pictures: `python packaging/screenshot.py [FOLDER]`.

Opens the real window with the sample photos, on a display or with QT_QPA_PLATFORM=offscreen, waits
until all of them stand still, and saves what the window shows, `screenshot.jpg`; then what the
dialog Organize says of their groups, named, `organize.jpg`.
"""

import sys
from collections import Counter
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QApplication, QTreeView, QWidget

from gridsne_desktop import paths
from gridsne_desktop.progress import Run
from gridsne_desktop.qt import app
from gridsne_desktop.qt.dialogs.organize.dialog import OrganizeDialog
from gridsne_desktop.qt.main_window import MainWindow
from gridsne_desktop.qt.settings_store import SettingsStore
from gridsne_desktop.samples import sample_folder
from gridsne_desktop.settings import ArrangeSettings

PROJECT = Path(__file__).resolve().parent.parent
SIZE = (1280, 800)
ASPECT = 1.6
LOOK_EVERY_MS = 200
LOOKS_AT_THUMBNAILS = 10
"""How often one looks while the dialog's thumbnails arrive."""
JPEG_QUALITY = 75


class Photographer:
    """Waits for the wall to settle and the plan to be there, takes the pictures, and leaves."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.looks = 0
        self.is_wished = False
        self.timer = QTimer(interval=LOOK_EVERY_MS)
        self.timer.timeout.connect(self.look)
        self.timer.start()

    def look(self) -> None:
        """Go on if everything is there."""
        application = app.new_application()
        windows = [w for w in application.topLevelWidgets() if isinstance(w, MainWindow)]
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, OrganizeDialog):
            self.look_at_dialog(dialog)
        elif windows and windows[0].desk is not None:
            self.look_at_window(windows[0])

    def look_at_window(self, window: MainWindow) -> None:
        """Save the wall, then ask for the dialog; close the window when that is over."""
        desk = window.desk
        if self.is_wished:
            self.timer.stop()
            window.close()
        elif window.size().toTuple() != SIZE:
            window.resize(*SIZE)
            QCursor.setPos(0, 0)  # nothing is hovered
        elif desk and desk.session.arrangement and desk.workspace.wall.is_settled:
            self.save(window, "screenshot.jpg")
            window.actions_by_name.organize.trigger()

    def look_at_dialog(self, dialog: OrganizeDialog) -> None:
        """Wish for groups, wait for their thumbnails, save the dialog."""
        if not self.is_wished:
            self.is_wished = True
            dialog.form.rule.choose("groups")
            dialog.destination.set_path(Path.home() / "Pictures" / "Sorted")
        elif dialog.plan is not None and not dialog.is_busy and not named_one(dialog):
            self.looks += 1
            if self.looks == LOOKS_AT_THUMBNAILS:
                self.save(dialog, "organize.jpg")
                dialog.reject()

    def save(self, widget: QWidget, name: str) -> None:
        """Write what `widget` shows."""
        widget.grab().save(str(self.folder / name), "JPG", JPEG_QUALITY)


def named_one(dialog: OrganizeDialog) -> bool:
    """Name a folder that is named by a date after most of its photos; whether there was one."""
    tree = dialog.findChild(QTreeView)
    assert dialog.plan is not None and isinstance(tree, QTreeView)
    model = tree.model()
    top = model.index(0, 0)
    for row in range(model.rowCount(top)):
        index = model.index(row, 0, top)
        name = str(index.data(Qt.ItemDataRole.EditRole))
        if name[:1].isdigit():
            steps = (s for s in dialog.plan.steps if s.target.parent.name == name)
            kinds = Counter(step.name.rpartition("-")[0] for step in steps).most_common(2)
            return model.setData(index, " and ".join(kind for kind, _ in kinds))
    return False


def main() -> None:
    """Open the window with the samples and save pictures of it."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else PROJECT / "docs"
    folder = sample_folder(Run(), cache=paths.cache_folder())
    store = SettingsStore(paths.config_folder() / "gridsne-desktop.ini")
    store.change("arrange", ArrangeSettings(), aspect=ASPECT)
    store.flush()
    app.new_application()
    photographer = Photographer(target)
    app.run([folder])
    photographer.timer.stop()


if __name__ == "__main__":
    main()
