"""The export dialog: what is chosen there is what is written."""

import itertools
import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from gridsne_desktop.export.picture import Mode
from gridsne_desktop.export.png import ExportSettings, export_png, picture_size
from gridsne_desktop.layout.grid import Grid
from gridsne_desktop.layout.rough import rough_grid
from gridsne_desktop.photo import Photo
from gridsne_desktop.progress import Run
from gridsne_desktop.qt.dialogs import export_form
from gridsne_desktop.qt.dialogs.export import ExportDialog
from gridsne_desktop.qt.dialogs.export_preview import ExportPreview

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

NewDialog = Callable[..., ExportDialog]


def thumbnail(photo: Photo) -> QImage | None:
    return QImage(str(photo.path))


def question(dialog: ExportDialog) -> QMessageBox:
    box = dialog.findChild(QMessageBox)
    assert box is not None
    return box


@pytest.fixture
def new_dialog(grid: Grid, tmp_path: Path, qtbot: QtBot) -> NewDialog:
    def make(settings: ExportSettings | None = None) -> ExportDialog:
        dialog = ExportDialog(
            grid,
            settings or ExportSettings(),
            thumbnail=thumbnail,
            target=tmp_path / "grid.png",
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
        qtbot.addWidget(dialog)
        dialog.open()
        return dialog

    return make


def test_it_proposes_what_was_chosen_last(new_dialog: NewDialog) -> None:
    last = ExportSettings(tile=200, gap=7, background="#1B1C1E", tile_aspect=1.23, mode="fill")
    dialog = new_dialog(last)
    assert dialog.settings() == last
    assert dialog.aspect() is None


@pytest.mark.parametrize("aspect", [1.0, 3 / 2, 4 / 3, 2 / 3, 3 / 4])
def test_every_usual_tile_shape_can_be_chosen(new_dialog: NewDialog, aspect: float) -> None:
    dialog = new_dialog()
    box = dialog.form.tile_shape_box
    assert aspect in [box.itemData(index) for index in range(box.count())]


def test_return_accepts_and_the_picture_that_is_written_is_the_one_described(
    new_dialog: NewDialog, grid: Grid, qtbot: QtBot
) -> None:
    dialog = new_dialog()
    dialog.form.tile_box.setValue(32)
    dialog.form.gap_box.setValue(2)
    dialog.form.background.set_colour(QColor("#204060"))
    with qtbot.waitSignal(dialog.accepted):
        QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert not dialog.target().exists()
    assert export_png(grid, dialog.target(), settings=dialog.settings(), run=Run()) == ()
    with Image.open(dialog.target()) as picture:
        assert picture.size == (4 * 34 + 2, 3 * 34 + 2)
        assert picture.getpixel((0, 0)) == (0x20, 0x40, 0x60)
        assert f"{picture.width} × {picture.height} pixels" in dialog.said


def test_a_picture_shape_counts_pixels_not_cells(new_dialog: NewDialog, qtbot: QtBot) -> None:
    dialog = new_dialog(ExportSettings(tile=100, gap=0, tile_aspect=0.5))
    dialog.form.shape_box.setCurrentIndex(dialog.form.shape_box.findText("Square (1:1)"))
    assert dialog.aspect() == pytest.approx(2.0)
    qtbot.waitUntil(dialog.export_button.isEnabled)
    shown = dialog.form.grid()
    assert shown is not None
    width, height = picture_size(shown.columns, shown.rows, dialog.settings())
    assert 0.5 < width / height < 2


def test_a_shape_is_found_beside_the_window_not_in_it(
    new_dialog: NewDialog, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[int] = []

    def noted(*words: object, **named: object) -> object:
        threads.append(threading.get_ident())
        return rough_grid(*words, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(export_form, "rough_grid", noted)
    dialog = new_dialog(ExportSettings())
    for shape in ("4:3", "A4 portrait", "Square (1:1)"):
        dialog.form.shape_box.setCurrentIndex(dialog.form.shape_box.findText(shape))
    assert "Finding" in dialog.said
    qtbot.waitUntil(dialog.export_button.isEnabled)
    assert "pixels" in dialog.said
    assert threads
    assert threading.get_ident() not in threads


def test_the_preview_leaves_blank_cells_blank(photo_folder: Path, qtbot: QtBot) -> None:
    photos = [Photo(p, p.stat().st_size, p.stat().st_mtime_ns) for p in photo_folder.iterdir()]
    grid = Grid(photos=tuple(photos[:2]), columns=2, rows=2, cells=np.array([1, 2], np.int32))
    dialog = ExportDialog(grid, ExportSettings(background="#FF0000", gap=0))
    qtbot.addWidget(dialog)
    dialog.show()
    shown = dialog.preview.grab().toImage()
    middle, quarter = shown.width() // 2, min(shown.width(), shown.height()) // 4
    corners = [(-1, -1), (1, -1), (-1, 1), (1, 1)]
    colours = [
        shown.pixelColor(middle + quarter * x, shown.height() // 2 + quarter * y)
        for x, y in corners
    ]
    assert [colour == QColor("#FF0000") for colour in colours] == [True, False, False, True]


def test_an_existing_picture_is_replaced_only_after_asking(
    new_dialog: NewDialog, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "grid.png").write_bytes(b"older")
    dialog = new_dialog()
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    box = question(dialog)
    assert dialog.isVisible()
    assert "grid.png" in box.text()
    QTest.keyClick(box, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    qtbot.waitUntil(lambda: dialog.findChild(QMessageBox) is None)
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    box = question(dialog)
    with qtbot.waitSignal(dialog.accepted):
        replace = next(b for b in box.findChildren(QPushButton) if "Replace" in b.text())
        QTest.mouseClick(replace, Qt.MouseButton.LeftButton)


def test_the_ending_is_added_where_it_was_not_typed(new_dialog: NewDialog, tmp_path: Path) -> None:
    dialog = new_dialog()
    dialog.file.line.setText(str(tmp_path / "my.photos"))
    assert dialog.target() == tmp_path / "my.photos.png"


def test_without_a_whole_path_nothing_can_be_exported(new_dialog: NewDialog) -> None:
    dialog = new_dialog()
    for text in ("", "grid.png", "/"):
        dialog.file.line.setText(text)
        assert not dialog.export_button.isEnabled()


def test_a_picture_that_would_be_too_large_is_refused_with_a_sentence(
    qtbot: QtBot, tmp_path: Path
) -> None:
    photos = tuple(Photo(tmp_path / f"{i}.jpg", 1, 1) for i in range(1000))
    grid = Grid(photos=photos, columns=1000, rows=1, cells=np.arange(1000, dtype=np.int32))
    dialog = ExportDialog(grid, ExportSettings(tile=2048), target=tmp_path / "grid.png")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(dialog)
    dialog.open()
    assert "too large" in dialog.said
    assert not dialog.export_button.isEnabled()


@pytest.mark.parametrize("mode", ["fit", "fill"])
def test_the_preview_shows_the_photos_on_the_background(
    new_dialog: NewDialog, grid: Grid, mode: Mode, qtbot: QtBot
) -> None:
    dialog = new_dialog(ExportSettings(background="#00FF00", gap=16, mode=mode))
    first = QColor(QImage(str(grid.photos[grid.order()[0]].path)).pixelColor(0, 0)).name()

    def colours() -> set[str]:
        image = dialog.preview.grab().toImage()
        every = range(image.width()), range(image.height())
        return {image.pixelColor(x, y).name() for x, y in itertools.product(*every)}

    qtbot.waitUntil(lambda: {"#00ff00", first} <= colours())


class _Paints(QObject):
    """Counts how often a widget is painted."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        self.count += event.type() is QEvent.Type.Paint
        return super().eventFilter(watched, event)


def test_the_preview_gets_all_its_thumbnails_and_rests_however_slow_the_machine_is(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gridsne_desktop.qt.dialogs.export_preview._SLICE_SECONDS", -1.0)
    photos = tuple(Photo(tmp_path / f"{i}.jpg", 1, 1) for i in range(16))
    grid = Grid(photos=photos, columns=4, rows=4, cells=np.arange(16, dtype=np.int32))
    late, made = set(photos[::3]), list[Photo]()

    def thumbnail(photo: Photo) -> QImage | None:
        if photo in late:  # on its way the first time
            late.remove(photo)
            return None
        made.append(photo)
        return QImage(8, 8, QImage.Format.Format_RGB32)

    preview = ExportPreview(grid, thumbnail=thumbnail)
    qtbot.addWidget(preview)
    paints = _Paints(preview)
    preview.show()
    qtbot.waitUntil(lambda: sorted(photos.index(each) for each in made) == list(range(16)))
    before = -1
    while before < paints.count:  # until nobody wants another
        before = paints.count
        qtbot.wait(60)
    assert paints.count <= 2 * len(photos)


def test_escape_closes_without_a_trace(new_dialog: NewDialog, tmp_path: Path, qtbot: QtBot) -> None:
    dialog = new_dialog()
    with qtbot.waitSignal(dialog.rejected):
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not (tmp_path / "grid.png").exists()
