"""plan.json is read as it was written, and refused where it is damaged."""

import json
from pathlib import Path
from typing import Any

import pytest

from gridsne_desktop.errors import GridsneError
from gridsne_desktop.organize.plan import make_plan
from gridsne_desktop.organize.plan_file import is_plan_file, read_plan, write_plan
from gridsne_desktop.organize.rules import Subject
from gridsne_desktop.organize.steps import Plan, Resolution, StepKind
from gridsne_desktop.progress import Run
from tests.unit.organize.made import folder_of, in_order, photo


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    """A plan with all that a plan can have."""
    grid = folder_of(tmp_path / "in", 5)
    order = in_order(grid)
    photo(tmp_path / "out" / f"0001_{order[0].name}", b"else")
    photo(tmp_path / "out" / f"0002_{order[1].name}", order[1].read_bytes())
    order[2].unlink()
    photo(tmp_path / "in" / "orphan.xmp")
    made = make_plan(
        Subject(grid),
        into=tmp_path / "out",
        rule="order",
        way=StepKind.MOVE,
        otherwise=Resolution.REPLACE,
        run=Run(),
    )
    assert made.steps
    assert made.already_there
    assert made.problems
    assert made.conflicts
    assert made.orphans
    return made


def test_a_plan_is_read_as_it_was_written(tmp_path: Path, plan: Plan) -> None:
    write_plan(plan, tmp_path / "plan.json")
    assert read_plan(tmp_path / "plan.json") == plan
    assert is_plan_file(tmp_path / "plan.json")


def damaged(document: dict[str, Any], how: str) -> None:
    step = document["steps"][0]
    match how:
        case "version":
            document["plan"] = 2
        case "missing":
            del document["into"]
        case "kind":
            step["kind"] = "shred"
        case "other kind":
            step["kind"] = "unlink"
        case "elsewhere":
            document["steps"][-1]["target"] = "/etc/passwd"
        case "trash elsewhere":
            step.update(kind="trash", source="/etc/passwd", target="/etc/passwd")
        case "relative":
            step["source"] = "a.jpg"
        case "twice":
            document["steps"].append(document["steps"][-1])
        case "list":
            document["steps"] = 3


@pytest.mark.parametrize(
    "how",
    ["version", "missing", "kind", "other kind", "elsewhere", "trash elsewhere", "relative",
     "twice", "list"],
)  # fmt: skip
def test_a_damaged_plan_is_a_clear_error(tmp_path: Path, plan: Plan, how: str) -> None:
    path = tmp_path / "plan.json"
    write_plan(plan, path)
    document = json.loads(path.read_text())
    damaged(document, how)
    path.write_text(json.dumps(document))
    with pytest.raises(GridsneError, match=r"plan\.json is no plan"):
        read_plan(path)


@pytest.mark.parametrize("content", ["", "[]", "{}", "nonsense", '{"version": 1}'])
def test_what_is_no_plan_is_a_clear_error(tmp_path: Path, content: str) -> None:
    (tmp_path / "x.json").write_text(content)
    with pytest.raises(GridsneError, match=r"x\.json"):
        read_plan(tmp_path / "x.json")
    with pytest.raises(GridsneError, match="could not be read"):
        read_plan(tmp_path / "none.json")
