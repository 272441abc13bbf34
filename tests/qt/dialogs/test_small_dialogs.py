"""Errors, problems and About, as a person reads and uses them."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QDialog, QLabel, QMenu, QPushButton, QTableWidget
from pytestqt.qtbot import QtBot

from gridsne_desktop import __version__
from gridsne_desktop.errors import Cause, GridsneError
from gridsne_desktop.photo import Problem
from gridsne_desktop.qt.dialogs.about import AboutDialog
from gridsne_desktop.qt.dialogs.error import ErrorDialog
from gridsne_desktop.qt.dialogs.problem_rows import AnyIndex, ProblemsModel
from gridsne_desktop.qt.dialogs.problems import ProblemsDialog
from gridsne_desktop.qt.dialogs.words import counted, data_size, on_one_line
from gridsne_desktop.qt.task import Bug

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

PROBLEMS = (
    Problem(Path("/photos/rome/a.jpg"), "The file is empty.", Cause.EMPTY),
    Problem(Path("/photos/oslo/b.jpg"), "The photo is damaged or incomplete.", Cause.DAMAGED),
    Problem(Path("/photos/oslo/line\nbreak.jpg"), "The file is empty.", Cause.EMPTY),
)
MOST_ASKED = 2_000
"""Times for about twelve rows in view; each of 6,666 would be asked for several times."""
HEIC = "HEIC photos need the package pillow-heif: run pip and start again."


def opened_dialog(dialog: QDialog, qtbot: QtBot) -> None:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(dialog)
    dialog.open()


def texts(dialog: QDialog) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(QLabel))


def click(dialog: QDialog, text: str) -> None:
    button = next(b for b in dialog.findChildren(QPushButton) if b.text().replace("&", "") == text)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


@pytest.fixture
def problems(qtbot: QtBot, opened: list[Path]) -> ProblemsDialog:
    dialog = ProblemsDialog(PROBLEMS, show_in_folder=opened.append)
    opened_dialog(dialog, qtbot)
    return dialog


def shown(dialog: ProblemsDialog) -> list[str]:
    """The names of the photos in open groups, from the top."""
    model, tree = dialog.tree.model(), dialog.tree
    groups = [model.index(row, 0) for row in range(model.rowCount())]
    opened = [group for group in groups if tree.isExpanded(group)]
    return [str(model.index(i, 0, g).data()) for g in opened for i in range(model.rowCount(g))]


def titles(dialog: ProblemsDialog) -> list[str]:
    model = dialog.tree.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def choose(dialog: ProblemsDialog, group: int, row: int | None = None) -> None:
    model = dialog.tree.model()
    index = model.index(group, 0)
    if row is not None:
        index = model.index(row, 0, index)
    dialog.tree.setCurrentIndex(index)


def test_an_error_says_what_happened_and_what_to_do_and_escape_closes_it(qtbot: QtBot) -> None:
    dialog = ErrorDialog(GridsneError("The disk is full.", "Make <b>room</b>."))
    opened_dialog(dialog, qtbot)
    assert "The disk is full." in texts(dialog)
    assert all(
        label.textFormat() is Qt.TextFormat.PlainText for label in dialog.findChildren(QLabel)
    )
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_a_bug_can_be_copied_with_its_details(qtbot: QtBot) -> None:
    dialog = ErrorDialog(Bug("Something went wrong.", "Traceback: line 1"))
    opened_dialog(dialog, qtbot)
    click(dialog, "Copy details")
    copied = QGuiApplication.clipboard().text()
    assert "Something went wrong." in copied
    assert "Traceback: line 1" in copied


def test_every_problem_is_listed_on_one_line_each_below_its_reason(
    problems: ProblemsDialog,
) -> None:
    assert "3 photos were left out" in texts(problems)
    assert titles(problems) == ["2 empty", "1 damaged"]
    assert shown(problems) == ["a.jpg", "line\N{REPLACEMENT CHARACTER}break.jpg", "b.jpg"]


def many_problems(n: int) -> list[Problem]:
    causes = (Cause.EXTRA, Cause.DAMAGED, Cause.EMPTY)
    return [
        Problem(Path(f"/photos/{i}.jpg"), HEIC if cause is Cause.EXTRA else "So.", cause)
        for i in range(n)
        for cause in [causes[i % len(causes)]]
    ]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A number for each time that something of a row is asked for."""
    roles: list[int] = []
    data = ProblemsModel.data

    def counting(self: ProblemsModel, index: AnyIndex, role: int = 0) -> object:
        roles.append(int(role))
        return data(self, index, role)

    monkeypatch.setattr(ProblemsModel, "data", counting)
    return roles


def test_of_ten_thousand_problems_only_the_rows_in_view_are_asked_for(
    qtbot: QtBot, opened: list[Path], asked: list[int]
) -> None:
    dialog = ProblemsDialog(many_problems(10_000), show_in_folder=opened.append)
    opened_dialog(dialog, qtbot)
    assert titles(dialog) == [
        "3,334 HEIC photos need the package pillow-heif", "3,333 damaged", "3,333 empty"
    ]  # fmt: skip
    assert HEIC in texts(dialog)
    assert shown(dialog) == []
    asked.clear()
    dialog.search.setText("so")
    dialog.grab()
    assert 0 < len(asked) < MOST_ASKED
    assert len(shown(dialog)) == 6_666
    dialog.search.clear()
    assert shown(dialog) == []


@pytest.mark.qt_log_ignore("grabbing the keyboard")
def test_a_chosen_group_stands_for_all_its_photos(
    problems: ProblemsDialog, opened: list[Path], qtbot: QtBot
) -> None:
    choose(problems, 0)
    click(problems, "Show in file manager")
    assert opened == []
    tree = problems.tree
    tree.customContextMenuRequested.emit(tree.visualRect(tree.currentIndex()).center())
    qtbot.waitUntil(lambda: bool(problems.findChildren(QMenu)))
    [menu] = problems.findChildren(QMenu)
    next(a for a in menu.actions() if a.text().replace("&", "") == "Copy paths").trigger()
    menu.close()
    copied = QGuiApplication.clipboard().text()
    assert copied == f"{PROBLEMS[0].path}\n{PROBLEMS[2].path}"


@pytest.mark.parametrize(
    ("words", "count"), [("oslo", 2), ("EMPTY", 2), ("oslo empty", 1), ("nothing", 0)]
)
def test_problems_are_found_by_words_of_path_and_reason(
    problems: ProblemsDialog, words: str, count: int
) -> None:
    QTest.keyClicks(problems.search, words)
    assert len(shown(problems)) == count
    QTest.keyClick(problems.search, Qt.Key.Key_Return)
    assert problems.isVisible()


def test_what_is_found_can_be_copied_as_text(problems: ProblemsDialog) -> None:
    QTest.keyClicks(problems.search, "rome")
    click(problems, "Copy all as text")
    assert QGuiApplication.clipboard().text() == "/photos/rome/a.jpg\tThe file is empty."


def test_a_problem_is_shown_in_the_file_manager(
    problems: ProblemsDialog, opened: list[Path]
) -> None:
    click(problems, "Show in file manager")
    assert opened == []
    choose(problems, 1, 0)
    click(problems, "Show in file manager")
    assert opened == [PROBLEMS[1].path]


@pytest.mark.usefixtures("qapp")
def test_the_problems_are_a_sound_model() -> None:
    model = ProblemsModel([*PROBLEMS, *many_problems(9)])
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert tester.model() is model
    for text in ("oslo", "nothing is called so", ""):
        model.look_for(text)
    assert sum(model.rowCount(model.index(row, 0)) for row in range(model.rowCount())) == 12


def test_about_names_the_app_and_every_part_with_version_and_licence(qtbot: QtBot) -> None:
    dialog = AboutDialog()
    opened_dialog(dialog, qtbot)
    assert f"gridsne-desktop {__version__}" in texts(dialog)
    table = dialog.findChild(QTableWidget)
    assert table is not None
    cells = [[table.model().index(r, c).data() for c in range(3)] for r in range(table.rowCount())]
    assert all(all(cell) for cell in cells)
    names = {str(row[0]) for row in cells}
    assert {"Qt", "PySide6", "NumPy", "Pillow", "ONNX Runtime", "openTSNE", "SciPy"} <= names
    assert ["EfficientNet-Lite0", "built in", "Apache-2.0"] in cells


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (0, "0 bytes"), (1, "1 byte"), (999, "999 bytes"), (1000, "1 kB"), (82_400, "82 kB"),
        (999_700, "1.0 MB"), (1_234_567_890, "1.2 GB"), (5 * 10**18, "5,000.0 PB"),
    ],
)  # fmt: skip
def test_sizes_are_told_as_file_managers_do(size: int, words: str) -> None:
    assert data_size(size) == words


def test_counts_agree_with_their_noun() -> None:
    assert [counted(n, "photo") for n in (0, 1, 1200)] == ["0 photos", "1 photo", "1,200 photos"]


@given(st.text())
def test_any_name_is_shown_on_one_line(name: str) -> None:
    assert len(on_one_line(name).splitlines()) <= 1
