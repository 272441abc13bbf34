"""The dialog of models, as a person uses it; downloads come from a real local server."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from gridsne_desktop.embedding.download import fetch
from gridsne_desktop.embedding.shelf import shelf
from gridsne_desktop.paths import models_folder
from gridsne_desktop.progress import Run
from gridsne_desktop.qt.dialogs.model_table import ModelTable, rows_of
from gridsne_desktop.qt.dialogs.models import ModelsDialog
from gridsne_desktop.settings import DEFAULT_MODEL
from tests import onnx_files
from tests.unit.embedding.download.servers import Manner, Server, served

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

DINO = "dinov2-small"
DATA = bytes(range(256)) * 4_000
PATIENCE_MS = 20_000


class Elsewhere:
    """Fetches what the server has, whatever was asked for."""

    def __init__(self, server: Server, *, sha256: str = "") -> None:
        self._server = server
        self._sha256 = sha256 or hashlib.sha256(DATA).hexdigest()

    def __call__(self, url: str, *, target: Path, size: int, sha256: str, run: Run) -> None:
        assert url.startswith("https://huggingface.co/")
        assert (size, len(sha256)) > (0, 63)
        fetch(self._server.url, target=target, size=len(DATA), sha256=self._sha256, run=run)


Open = Callable[..., ModelsDialog]


@pytest.fixture
def opened_models(qtbot: QtBot) -> Open:
    def make(fetch: Elsewhere | None = None) -> ModelsDialog:
        dialog = ModelsDialog(DEFAULT_MODEL, fetch=fetch)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
        qtbot.addWidget(dialog)
        dialog.open()
        return dialog

    return make


def button(dialog: ModelsDialog, text: str) -> QPushButton:
    found = dialog.findChildren(QPushButton)
    return next(b for b in found if b.text().replace("&", "").startswith(text))


def click(dialog: ModelsDialog, text: str) -> None:
    QTest.mouseClick(button(dialog, text), Qt.MouseButton.LeftButton)


def idle(qtbot: QtBot, dialog: ModelsDialog) -> None:
    qtbot.waitUntil(lambda: not dialog.is_busy, timeout=PATIENCE_MS)


def test_the_table_is_a_proper_model_and_marks_the_one_in_use() -> None:
    table = ModelTable()
    QAbstractItemModelTester(table, QAbstractItemModelTester.FailureReportingMode.Fatal)
    table.show_rows(rows_of(shelf()), used=DEFAULT_MODEL)
    standing = {
        table.row_at(row).name: table.index(row, 4).data()  # type: ignore[union-attr]
        for row in range(table.rowCount())
    }
    assert standing[DEFAULT_MODEL] == "in use"
    assert standing["efficientnet-lite0"] == "here"
    assert standing[DINO] == "not here yet"


def test_a_model_that_is_here_can_be_used(qtbot: QtBot, opened_models: Open) -> None:
    dialog = opened_models()
    assert not button(dialog, "Use").isEnabled()
    dialog.select("efficientnet-lite0")
    with qtbot.waitSignal(dialog.chosen) as told:
        click(dialog, "Use")
    assert told.args == ["efficientnet-lite0"]
    assert not button(dialog, "Remove").isEnabled()


def arrived() -> int:
    """Bytes of the model that are on the disk so far."""
    return sum(part.stat().st_size for part in (models_folder() / DINO).glob(".*.part"))


def test_a_download_that_was_cancelled_goes_on_where_it_stopped(
    qtbot: QtBot, opened_models: Open
) -> None:
    half = len(DATA) // 2
    with served(DATA, Manner(hangs=half), Manner()) as server:
        dialog = opened_models(Elsewhere(server))
        dialog.select(DINO)
        click(dialog, "Download")
        qtbot.waitUntil(lambda: len(server.asked) == 1, timeout=PATIENCE_MS)
        qtbot.waitUntil(lambda: arrived() > 0, timeout=PATIENCE_MS)
        click(dialog, "Cancel")
        idle(qtbot, dialog)
        assert dialog.says.startswith("Stopped.")
        kept = arrived()
        click(dialog, "Download")
        idle(qtbot, dialog)
        assert server.ranges[-1] == f"bytes={kept}-"
    assert (models_folder() / DINO / "model.onnx").read_bytes() == DATA


def test_wrong_bytes_are_refused_in_a_sentence(qtbot: QtBot, opened_models: Open) -> None:
    with served(DATA) as server:
        dialog = opened_models(Elsewhere(server, sha256="0" * 64))
        dialog.select(DINO)
        click(dialog, "Download")
        idle(qtbot, dialog)
    assert "model.onnx" in dialog.says or "download" in dialog.says.lower()
    assert not (models_folder() / DINO / "model.onnx").exists()
    assert button(dialog, "Download").isEnabled()


def test_closing_in_the_middle_of_a_download_waits_for_it_to_stop(
    qtbot: QtBot, opened_models: Open
) -> None:
    with served(DATA, Manner(hangs=1_000)) as server:
        dialog = opened_models(Elsewhere(server))
        dialog.select(DINO)
        click(dialog, "Download")
        qtbot.waitUntil(lambda: len(server.asked) == 1, timeout=PATIENCE_MS)
        dialog.reject()
        qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=PATIENCE_MS)


def test_a_file_of_ones_own_is_added_checked_and_removed(
    qtbot: QtBot, opened_models: Open, tmp_path: Path
) -> None:
    file = tmp_path / "Mean Colour.onnx"
    file.write_bytes(onnx_files.mean_colour())
    dialog = opened_models()
    dialog.add(file)
    idle(qtbot, dialog)
    assert "Mean Colour is here" in dialog.says
    click(dialog, "Check")
    idle(qtbot, dialog)
    assert "is as it should be" in dialog.says
    click(dialog, "Remove")
    box = next(w for w in QApplication.topLevelWidgets() if isinstance(w, QMessageBox))
    yes = next(b for b in box.buttons() if b.text().replace("&", "") == "Remove")
    QTest.mouseClick(yes, Qt.MouseButton.LeftButton)
    idle(qtbot, dialog)
    assert dialog.says == "Mean Colour is removed."
    assert file.exists()
    assert "mean-colour" not in shelf().models


def test_a_file_that_is_no_embedder_of_photos_is_refused_in_a_sentence(
    qtbot: QtBot, opened_models: Open, tmp_path: Path
) -> None:
    file = tmp_path / "words.onnx"
    file.write_bytes(onnx_files.text())
    dialog = opened_models()
    dialog.add(file)
    idle(qtbot, dialog)
    assert "words.onnx" in dialog.says
    assert "text" in dialog.says
    assert not (models_folder() / "words").exists()
