"""Make the README's screenshot: `python packaging/screenshot.py [FILE.jpg]`.

Opens the real window with the sample photos, on a display or with QT_QPA_PLATFORM=offscreen, waits
until all of them stand still, and saves what the window shows.
"""

import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QCursor

from gridsne_desktop import paths
from gridsne_desktop.progress import Run
from gridsne_desktop.qt import app
from gridsne_desktop.qt.main_window import MainWindow
from gridsne_desktop.qt.settings_store import SettingsStore
from gridsne_desktop.samples import sample_folder
from gridsne_desktop.settings import ArrangeSettings

PROJECT = Path(__file__).resolve().parent.parent
SIZE = (1280, 800)
ASPECT = 1.6
LOOK_EVERY_MS = 200
JPEG_QUALITY = 75


class Photographer:
    """Waits for the wall to settle, takes the picture, and closes the window."""

    def __init__(self, target: Path) -> None:
        self.target = target
        self.timer = QTimer(interval=LOOK_EVERY_MS)
        self.timer.timeout.connect(self.look)
        self.timer.start()

    def look(self) -> None:
        """Take the picture if everything is there."""
        application = app.new_application()
        windows = [w for w in application.topLevelWidgets() if isinstance(w, MainWindow)]
        if not windows or windows[0].desk is None:
            return
        window = windows[0]
        if window.size().toTuple() != SIZE:
            window.resize(*SIZE)
            QCursor.setPos(0, 0)  # nothing is hovered
        elif window.desk.session.arrangement and window.desk.workspace.wall.is_settled:
            self.timer.stop()
            window.grab().save(str(self.target), "JPG", JPEG_QUALITY)
            window.close()


def main() -> None:
    """Open the window with the samples and save a picture of it."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else PROJECT / "docs" / "screenshot.jpg"
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
