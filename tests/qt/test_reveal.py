"""Where no file manager answers, the photo's folder is opened."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from pytestqt.qtbot import QtBot

from gridsne_desktop.qt.reveal import Revealer


class Desktop(QObject):
    """Stands where the system opens folders."""

    opened = Signal(object)

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.opened.emit(Path(url.toLocalFile()))


@pytest.fixture
def desktop() -> Iterator[Desktop]:
    receiver = Desktop()
    # The stubs ask for bytes, which the function itself refuses.
    QDesktopServices.setUrlHandler("file", receiver, "open")  # type: ignore[arg-type]
    yield receiver
    QDesktopServices.unsetUrlHandler("file")


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have their own commands")
def test_without_a_session_bus_the_folder_is_opened(
    qtbot: QtBot, desktop: Desktop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path / 'no bus'}")
    photo = tmp_path / "a photo, 100 %.jpg"
    photo.touch()
    revealer = Revealer()
    with qtbot.waitSignal(desktop.opened, timeout=10_000) as opened:
        revealer.show_in_folder(photo)
    assert opened.args == [tmp_path]


def test_a_folder_is_opened_itself(qtbot: QtBot, desktop: Desktop, tmp_path: Path) -> None:
    with qtbot.waitSignal(desktop.opened, timeout=10_000) as opened:
        Revealer().open_folder(tmp_path)
    assert opened.args == [tmp_path]
