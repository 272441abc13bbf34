"""The menu moves the blank cells, and the window remembers where."""

from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from gridsne_desktop.embedding import embedder
from gridsne_desktop.layout.arrangement import Arrangement
from gridsne_desktop.qt.preferences import Preferences
from gridsne_desktop.qt.state import State
from tests.app.window.conftest import Start, Visit


def arranged(at: Visit) -> Arrangement | None:
    idle = at.desk.session.state is State.ARRANGED
    return at.desk.session.arrangement if idle else None


def blanks_in_force(at: Visit) -> str | None:
    arrangement = arranged(at)
    return arrangement.blanks if arrangement else None


def entries(at: Visit) -> dict[str, QAction]:
    """What Arrange, Blank Cells offers."""
    menus = {menu.title(): menu for menu in at.window.menuBar().findChildren(QMenu)}
    return {action.text().replace("&", ""): action for action in menus["&Blank Cells"].actions()}


def choose(at: Visit, text: str) -> None:
    entries(at)[text].trigger()
    assert [name for name, action in entries(at).items() if action.isChecked()] == [text]


def test_blank_cells_stand_where_the_menu_says_and_stay_so(
    start: Start, few_photos: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forbidden(*_: object, **__: object) -> None:
        raise AssertionError

    def visit(at: Visit) -> None:
        at.until_state(State.ARRANGED)
        first = arranged(at)
        monkeypatch.setattr(embedder, "decode_photo", forbidden)
        choose(at, "At the Edges")
        at.until(lambda: blanks_in_force(at) == "edges")
        choose(at, "Between Groups")
        at.until(lambda: blanks_in_force(at) == "margins")
        with_margins = arranged(at)
        assert with_margins is not None
        assert with_margins.groups is not None
        choose(at, "At the End")
        at.until(lambda: blanks_in_force(at) == "end")
        again = arranged(at)
        assert first is not None
        assert again is not None
        assert again.grid.cells.tolist() == first.grid.cells.tolist()
        assert again.groups is None
        choose(at, "Between Groups")
        at.until(lambda: blanks_in_force(at) == "margins")

    assert start(visit, few_photos) == 0

    def visit_again(at: Visit) -> None:
        at.until_state(State.ARRANGED)
        assert blanks_in_force(at) == "margins"
        assert entries(at)["Between Groups"].isChecked()
        at.window.actions_by_name.preferences.trigger()
        dialog = at.opened(Preferences)
        assert dialog.arrange_settings().blanks == "margins"
        dialog.reject()

    assert start(visit_again, few_photos) == 0
