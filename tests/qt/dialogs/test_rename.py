"""The dialog Rename says what else gets the new name, and gives it."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from gridsne_desktop.qt.dialogs.rename import RenameDialog
from tests.unit.organize.made import photo


def test_the_sidecars_that_will_follow_are_named_and_follow(qtbot: QtBot, tmp_path: Path) -> None:
    for name in ("a.jpg", "a.xmp", "a.jpg.json", "b.xmp"):
        photo(tmp_path / name)
    dialog = RenameDialog([tmp_path / "a.jpg"])
    qtbot.addWidget(dialog)
    dialog.open()
    qtbot.waitUntil(lambda: "a.xmp" in dialog.said)
    assert "a.jpg.json" in dialog.said
    assert "b.xmp" not in dialog.said
    dialog.name.setText("new")
    with qtbot.waitSignal(dialog.renamed):
        dialog.rename_button.click()
    assert {path.name for path in tmp_path.iterdir()} == {
        "new.jpg", "new.xmp", "new.jpg.json", "b.xmp",
    }  # fmt: skip


def test_closing_at_once_leaves_nothing_behind(qtbot: QtBot, tmp_path: Path) -> None:
    photo(tmp_path / "a.jpg")
    dialog = RenameDialog([tmp_path / "a.jpg"])
    dialog.open()
    with qtbot.waitSignal(dialog.destroyed):
        dialog.reject()
