"""What a person gets from the window, from the first start to the last."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLabel, QPushButton, QWidget

from gridsne_desktop import cli
from gridsne_desktop.__main__ import COMMANDS, main
from gridsne_desktop.qt.colour_slider import ColourSlider
from gridsne_desktop.qt.dialogs.error import ErrorDialog
from gridsne_desktop.qt.dialogs.problems import ProblemsDialog
from gridsne_desktop.qt.drop import DropOverlay
from gridsne_desktop.qt.grid.places import View
from gridsne_desktop.qt.state import State
from gridsne_desktop.qt.task import Task
from tests.app.window.conftest import PATIENCE_MS, Start, Visit


def drag_over(window: QWidget, *paths: Path) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    here, copy = QPoint(300, 300), Qt.DropAction.CopyAction
    button, key = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(window, QDragEnterEvent(here, copy, mime, button, key))
    return mime


def drop(window: QWidget, *paths: Path) -> Qt.DropAction:
    mime = drag_over(window, *paths)
    event = QDropEvent(
        QPointF(300, 300),
        Qt.DropAction.CopyAction | Qt.DropAction.MoveAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        QEvent.Type.Drop,
    )
    QApplication.sendEvent(window, event)
    return event.dropAction()


def texts(widget: QWidget) -> list[str]:
    seen = [w for w in widget.findChildren(QWidget) if w.isVisible()]
    told = [w for w in seen if not isinstance(w.parentWidget(), ColourSlider)]
    return [w.text() for w in told if isinstance(w, (QLabel, QPushButton)) and w.text()]


def click(widget: QWidget, text: str) -> None:
    """Click the visible button that reads `text`."""
    buttons = [b for b in widget.findChildren(QPushButton) if b.isVisible()]
    next(b for b in buttons if b.text().replace("&", "") == text).click()


def dialog(kind: type[QDialog]) -> QDialog | None:
    windows = QApplication.topLevelWidgets()
    return next((w for w in windows if isinstance(w, kind) and w.isVisible()), None)


def close(kind: type[QDialog]) -> None:
    found = dialog(kind)
    assert found is not None
    found.close()


def test_a_folder_on_the_command_line_becomes_a_grid(start: Start, few_photos: Path) -> None:
    def visit(at: Visit) -> None:
        at.until_state(State.ARRANGED)
        assert at.names == {path.name for path in few_photos.iterdir()}
        assert at.window.windowTitle().startswith(few_photos.name)
        assert texts(at.window.bar)[:2] == ["9 photos", "3 × 3"]

    assert start(visit, few_photos) == 0


def test_without_a_folder_the_start_page_invites(start: Start) -> None:
    def visit(at: Visit) -> None:
        assert "Drop a folder of photos here" in texts(at.window.start)
        assert "Try it with sample photos" in [t.replace("&", "") for t in texts(at.window.start)]
        assert not at.window.bar.isVisible()

    assert start(visit) == 0


def test_a_path_that_does_not_exist_is_told_in_the_window(start: Start, tmp_path: Path) -> None:
    def visit(at: Visit) -> None:
        at.until(lambda: dialog(ErrorDialog) is not None)
        assert at.window.start.isVisible()
        close(ErrorDialog)

    assert start(visit, tmp_path / "nowhere") == 0


def test_folders_dropped_on_the_start_page_and_then_on_the_wall_are_opened(
    start: Start, few_photos: Path, many_photos: Path
) -> None:
    def visit(at: Visit) -> None:
        assert drop(at.window, few_photos) is Qt.DropAction.CopyAction
        at.until_state(State.ARRANGED)
        one = next(iter(many_photos.iterdir()))
        drop(at.window, few_photos, one)
        at.until(lambda: len(at.names) == 10 and at.desk.session.state is State.ARRANGED)
        assert one.name in at.names

    assert start(visit) == 0


def test_a_drag_shows_what_dropping_will_do_and_leaving_takes_it_away(
    start: Start, few_photos: Path
) -> None:
    def visit(at: Visit) -> None:
        overlay = at.window.findChildren(DropOverlay)[0]
        mime = drag_over(at.window, few_photos)
        assert mime.hasUrls()
        assert overlay.isVisible()
        QApplication.sendEvent(at.window, QEvent(QEvent.Type.DragLeave))
        assert not overlay.isVisible()

    assert start(visit) == 0


def test_a_drop_while_another_folder_is_read_takes_its_place(
    start: Start, few_photos: Path, many_photos: Path
) -> None:
    def visit(at: Visit) -> None:
        at.until(lambda: at.desk.session.store.filled > 0)
        drop(at.window, few_photos)
        at.until_state(State.ARRANGED)
        assert len(at.names) == 9

    assert start(visit, many_photos) == 0


def test_cancel_while_reading_keeps_the_photos_and_continue_goes_on(
    start: Start, many_photos: Path
) -> None:
    def visit(at: Visit) -> None:
        at.until(lambda: at.desk.session.store.filled > 2)
        click(at.window.bar, "Cancel")
        at.until_state(State.STOPPED)
        assert any(text.startswith("Stopped: ") for text in texts(at.window.bar))
        assert at.desk.workspace.wall.isVisible()
        assert len(at.names) == 60
        click(at.window.bar, "Continue")
        at.until_state(State.ARRANGED)
        assert texts(at.window.bar)[0] == "60 photos"

    assert start(visit, many_photos) == 0


def test_what_was_read_can_be_arranged_alone(start: Start, many_photos: Path) -> None:
    def visit(at: Visit) -> None:
        at.until(lambda: at.desk.session.store.filled > 5)
        at.desk.session.cancel()
        at.until_state(State.STOPPED)
        click(at.window.bar, "Arrange these")
        at.until_state(State.ARRANGED)
        arranged = len(at.names)
        assert 0 < arranged < 60
        assert texts(at.window.bar)[0] == f"{arranged} of 60 photos arranged."

    assert start(visit, many_photos) == 0


def test_closing_in_the_middle_of_the_work_ends_everything(start: Start, many_photos: Path) -> None:
    def visit(at: Visit) -> None:
        at.until(lambda: at.desk.session.store.filled > 0)
        assert at.desk.session.state is State.WORKING

    assert start(visit, many_photos) == 0


def test_a_thread_that_begins_while_the_window_closes_is_stopped_and_waited_for(
    start: Start, few_photos: Path, qapp: QApplication
) -> None:
    outcomes: list[str] = []

    def visit(at: Visit) -> None:
        at.until_state(State.ARRANGED)
        at.window.close()
        task = Task(lambda run: run.wait(PATIENCE_MS / 1000), at.window)
        task.cancelled.connect(lambda: outcomes.append("cancelled"))
        task.succeeded.connect(lambda: outcomes.append("went on"))
        task.succeeded.connect(qapp.quit)
        task.start()

    assert start(visit, few_photos) == 0
    assert outcomes == ["cancelled"]


def test_a_folder_without_photos_says_why_and_what_to_do(start: Start, tmp_path: Path) -> None:
    folder = tmp_path / "letters"
    folder.mkdir()

    def visit(at: Visit) -> None:
        at.until_state(State.NO_PHOTOS)
        assert "No photos in “letters”" in texts(at.desk.workspace.empty)
        assert any("Open another folder" in t.replace("&", "") for t in texts(at.window))

    assert start(visit, folder) == 0


def test_a_folder_of_broken_photos_leads_to_the_reasons(start: Start, tmp_path: Path) -> None:
    folder = tmp_path / "broken"
    folder.mkdir()
    for name in ("a.jpg", "b.jpg"):
        (folder / name).write_bytes(b"no photo")

    def visit(at: Visit) -> None:
        at.until_state(State.NO_PHOTOS)
        click(at.desk.workspace.empty, "Show what was skipped (2)")
        close(ProblemsDialog)

    assert start(visit, folder) == 0


def test_skipped_photos_are_counted_and_lead_to_the_reasons(
    start: Start, few_photos: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "mixed"
    shutil.copytree(few_photos, folder)
    (folder / "broken.jpg").write_bytes(b"no photo")

    def visit(at: Visit) -> None:
        at.until_state(State.ARRANGED)
        click(at.window.bar, "1 skipped")
        close(ProblemsDialog)

    assert start(visit, folder) == 0


def test_a_photo_that_comes_into_the_open_folder_is_offered_and_placed(
    start: Start, few_photos: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "living"
    shutil.copytree(few_photos, folder)

    def visit(at: Visit) -> None:
        at.until_state(State.ARRANGED)
        shutil.copy(next(few_photos.iterdir()), folder / "just taken.jpg")
        at.until(lambda: texts(at.window.bar.offer)[:1] == ["1 new photo"])
        click(at.window.bar, "Place it")
        at.until(lambda: "just taken.jpg" in at.names and len(at.names) == 10)
        at.until_state(State.ARRANGED)
        assert not at.window.bar.offer.isVisible()

    assert start(visit, folder) == 0


def test_a_photo_opens_large_its_neighbour_follows_and_esc_returns(
    start: Start, few_photos: Path
) -> None:
    def visit(at: Visit) -> None:
        at.until_state(State.ARRANGED)
        workspace, grid = at.desk.workspace, at.desk.session.arrangement
        assert grid is not None
        first, second = grid.grid.index_at(0), grid.grid.index_at(1)
        assert first is not None
        workspace.wall.photo_activated.emit(first)
        assert workspace.loupe.photo == grid.grid.photo_at(0)
        workspace.loupe.step_requested.emit(1, 0)
        assert workspace.loupe.photo == grid.grid.photo_at(1)
        workspace.loupe.step_requested.emit(0, -1)  # the edge: nothing is there
        assert workspace.loupe.photo == grid.grid.photo_at(1)
        workspace.loupe.closed.emit()
        assert workspace.wall.isVisible()
        assert workspace.wall.current == second

    assert start(visit, few_photos) == 0


def test_the_switch_shows_the_map_and_the_grid_again(start: Start, few_photos: Path) -> None:
    def visit(at: Visit) -> None:
        at.until_state(State.ARRANGED)
        shown: list[View] = []
        at.desk.workspace.wall.view_changed.connect(shown.append)
        at.window.actions_by_name.toggle_view.trigger()
        at.window.actions_by_name.toggle_view.trigger()
        assert shown == [View.MAP, View.GRID]

    assert start(visit, few_photos) == 0


def test_the_paths_of_the_selected_photos_go_to_the_clipboard(
    start: Start, few_photos: Path
) -> None:
    def visit(at: Visit) -> None:
        at.until_state(State.ARRANGED)
        at.window.actions_by_name.select_all.trigger()
        at.window.actions_by_name.copy_path.trigger()
        copied = QApplication.clipboard().text().splitlines()
        assert sorted(copied) == sorted(str(path) for path in few_photos.iterdir())

    assert start(visit, few_photos) == 0


def test_choices_and_recent_folders_survive_to_the_next_start(
    start: Start, few_photos: Path
) -> None:
    def choose(at: Visit) -> None:
        at.until_state(State.ARRANGED)
        actions = at.window.actions_by_name
        actions.scheme_chosen.emit("dark")
        actions.whole_photos.trigger()
        actions.shape_chosen.emit(9.0)
        at.until(lambda: at.desk.session.state is not State.WORKING)
        at.window.resize(700, 500)

    def find(at: Visit) -> None:
        at.until(lambda: few_photos.name in [r.text() for r in rows(at)])
        assert (at.window.width(), at.window.height()) == (700, 500)
        assert at.window.actions_by_name.whole_photos.isChecked()
        assert at.window.palette().window().color().lightness() < 128
        next(row for row in rows(at) if row.text() == few_photos.name).click()
        at.until_state(State.ARRANGED)
        assert texts(at.window.bar)[1] == "9 × 1"

    def rows(at: Visit) -> list[QAbstractButton]:
        every: list[QAbstractButton] = at.window.start.findChildren(QAbstractButton)
        return every

    assert start(choose, few_photos) == 0
    assert start(find) == 0


def test_a_recent_folder_that_is_gone_is_not_offered(
    start: Start, few_photos: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "soon gone"
    shutil.copytree(few_photos, folder)
    assert start(lambda at: at.until_state(State.ARRANGED), folder) == 0
    shutil.rmtree(folder)

    def visit(at: Visit) -> None:
        at.until(lambda: not at.window.actions_by_name.recent_menu.isEnabled())
        assert "soon gone" not in texts(at.window.start)

    assert start(visit) == 0


def test_without_a_display_one_sentence_says_what_works_instead(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    assert main(["some folder"]) == 1
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "gridsne-desktop arrange" in told


def test_the_commands_of_the_command_line_are_known_without_importing_it() -> None:
    assert set(COMMANDS) == cli.COMMANDS


@pytest.mark.parametrize("words", [["--help"], ["-h"], ["some folder", "--help"], ["--version"]])
def test_help_and_version_open_no_window(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 0
    assert "gridsne-desktop" in capsys.readouterr().out


def test_an_unknown_option_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--windoww"])
    assert ended.value.code == 2
    assert "--windoww" in capsys.readouterr().err
