"""`gridsne-desktop undo`, `resume` and `runs`, as a person types them."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from gridsne_desktop.organize.execute import execute
from gridsne_desktop.organize.journal import SUFFIX
from gridsne_desktop.organize.plan import make_plan
from gridsne_desktop.paths import journal_folder
from gridsne_desktop.progress import Run
from tests.app.conftest import Cli
from tests.unit.organize.disks import copy_and_die
from tests.unit.organize.made import folder_of
from tests.unit.organize.worlds import tree

pytestmark = pytest.mark.skipif(
    sys.platform in {"win32", "darwin"}, reason="the person's own Trash must not be touched"
)


class Told:
    """What a command prints as JSON."""

    def __init__(self, gridsne: Cli, capsys: pytest.CaptureFixture[str]) -> None:
        self._gridsne, self._capsys = gridsne, capsys

    def __call__(self, *words: object) -> dict[str, Any]:
        self._capsys.readouterr()
        assert self._gridsne(*words, "--json") == 0
        told = json.loads(self._capsys.readouterr().out)
        assert isinstance(told, dict)
        return told


@pytest.fixture
def told(gridsne: Cli, capsys: pytest.CaptureFixture[str]) -> Told:
    return Told(gridsne, capsys)


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A folder with the copies of 30 photos."""
    into = tmp_path / "sorted"
    plan = make_plan(folder_of(tmp_path / "photos", 30), into=into, run=Run())
    execute(plan, journals=journal_folder(), run=Run())
    return into


def test_the_last_run_is_taken_back_and_done_again(told: Told, copied: Path) -> None:
    before = tree(copied)
    undone = told("undo", "--last")
    assert len([step for step in undone["done"] if step["kind"] == "trash"]) == 30
    assert not copied.exists()
    [run] = told("runs")["runs"]
    assert (run["state"], run["undone_by"]) == ("undone", undone["journal"])
    told("undo", undone["journal"])
    assert tree(copied) == before
    assert told("runs")["runs"][0]["state"] == "finished"


def test_a_run_is_taken_back_by_its_name(told: Told, gridsne: Cli, copied: Path) -> None:
    [run] = told("runs")["runs"]
    assert (run["done"], run["into"]) == (30, str(copied))
    assert gridsne("undo", run["run"]) == 0
    assert not copied.exists()
    assert gridsne("undo", "--last") == 1, "nothing is left to be undone"


@pytest.mark.usefixtures("copied")
def test_a_dry_run_touches_nothing(
    gridsne: Cli, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before, journals = tree(tmp_path), tree(journal_folder())
    capsys.readouterr()
    assert gridsne("undo", "--last", "--dry-run") == 0
    assert (tree(tmp_path), tree(journal_folder())) == (before, journals)
    assert len(capsys.readouterr().out.splitlines()) == 31, "30 copies and their folder"


def test_what_changed_since_is_named_and_stays(
    gridsne: Cli, copied: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edited = min(copied.iterdir())
    edited.write_bytes(b"edited")
    assert gridsne("undo", "--last") == 0
    assert edited.name in capsys.readouterr().err
    assert [path.read_bytes() for path in copied.iterdir()] == [b"edited"]


def test_runs_are_listed_for_people(
    gridsne: Cli, copied: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert gridsne("runs") == 0
    told = capsys.readouterr().out
    assert "finished" in told
    assert str(copied) in told
    assert gridsne("undo", "--last") == 0
    assert gridsne("runs") == 0
    assert "redo: undo " in capsys.readouterr().out


@pytest.fixture
def killed(tmp_path: Path) -> Path:
    """A folder into which a copy of 8 photos was under way when its program was killed."""
    folder_of(tmp_path / "photos", 8)
    into = tmp_path / "sorted"
    assert copy_and_die(tmp_path / "photos", into, journal_folder(), at_report=10) < 0
    return into


def test_a_killed_run_is_rolled_back(told: Told, killed: Path, tmp_path: Path) -> None:
    photos = tree(tmp_path / "photos")
    [run] = told("runs")["runs"]
    assert (run["state"], run["open"]) == ("unfinished", run["run"])
    told("undo", run["run"])
    assert not killed.exists()
    assert tree(tmp_path / "photos") == photos
    assert told("runs")["runs"][0]["state"] == "undone"


def test_a_killed_run_is_gone_on_with(told: Told, gridsne: Cli, killed: Path) -> None:
    assert 0 < len([path for path in killed.iterdir() if path.suffix == ".jpg"]) < 8
    assert told("resume")["problems"] == []
    assert len(list(killed.iterdir())) == 8
    assert told("runs")["runs"][0]["state"] == "finished"
    assert gridsne("resume") == 1, "there is nothing to resume any more"
    assert gridsne("undo", "--last") == 0
    assert not killed.exists()


@pytest.mark.parametrize("words", [("undo", "none"), ("resume", "none"), ("undo", "--last")])
def test_a_run_that_does_not_exist_is_told(
    gridsne: Cli, words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert gridsne(*words) == 1
    assert "runs" in capsys.readouterr().err


def test_a_journal_of_a_later_version_is_told_and_left_alone(
    gridsne: Cli, capsys: pytest.CaptureFixture[str]
) -> None:
    journal_folder().mkdir(parents=True)
    path = journal_folder() / f"later{SUFFIX}"
    path.write_text('{"version": 99}\n', encoding="ascii")
    assert gridsne("runs") == 0
    assert gridsne("undo", "later") == 1
    assert gridsne("resume", "later") == 1
    assert "later version" in capsys.readouterr().err
    assert path.read_text(encoding="ascii") == '{"version": 99}\n'


def test_undo_wants_to_know_which(gridsne: Cli) -> None:
    assert gridsne("undo") == 2
    assert gridsne("undo", "some", "--last") == 2
