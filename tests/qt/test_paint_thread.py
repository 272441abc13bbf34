"""Pictures are painted on the thread that asks for it."""

import subprocess
import sys
from pathlib import Path

import pytest

PAINTING = """
import os, sys
from pathlib import Path
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from gridsne_desktop.qt.paint_thread import paint_alone

application = QGuiApplication([])
if sys.argv[1] == "alone":
    paint_alone()
large = QImage(2000, 2000, QImage.Format.Format_RGB32)
large.fill(0)
large.scaled(900, 900, mode=Qt.TransformationMode.SmoothTransformation)
names = [path.read_text().strip() for path in Path("/proc/self/task").glob("*/comm")]
print(sum("pooled" in name for name in names), "QT_NO_GUI_THREADPOOL" in os.environ)
"""


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="only Linux names threads so")
def test_qt_shares_out_no_pictures_once_it_was_told() -> None:
    def helpers(how: str) -> tuple[int, str]:
        words = [sys.executable, "-c", PAINTING, how]
        said = subprocess.run(words, check=True, capture_output=True, text=True).stdout.split()
        return int(said[0]), said[1]

    assert helpers("together")[0] > 0
    assert helpers("alone") == (0, "False")
