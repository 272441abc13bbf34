"""The documents name what there is; links lead somewhere."""

import argparse
import re
from pathlib import Path

import pytest

from gridsne_desktop.cli.arguments import parser
from gridsne_desktop.organize.rules import RULES

PROJECT = Path(__file__).resolve().parents[2]
GUIDE = PROJECT / "docs" / "guide.md"
DOCUMENTS = sorted([*PROJECT.glob("*.md"), *PROJECT.glob("docs/**/*.md")])
LINK = re.compile(r"\[[^\]]*\]\(([^)#:]+)\)")


def command_line_options() -> list[tuple[str, str]]:
    """Every (command, option) of the command line."""
    found = []
    for action in parser()._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, command in action.choices.items():
                options = [text for act in command._actions for text in act.option_strings]
                found += [(name, option) for option in options if option not in {"-h", "--help"}]
    return found


@pytest.mark.parametrize(("command", "option"), command_line_options())
def test_the_guide_explains_every_option(command: str, option: str) -> None:
    chapter = GUIDE.read_text(encoding="utf-8").partition(f"### {command}")[2]
    assert f"`{option}" in chapter.partition("\n### ")[0]


@pytest.mark.parametrize("rule", RULES)
def test_the_guide_explains_every_rule(rule: str) -> None:
    assert f"`{rule}`" in GUIDE.read_text(encoding="utf-8")


def test_the_architecture_names_every_room() -> None:
    text = (PROJECT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    rooms = {
        path.stem
        for path in (PROJECT / "gridsne_desktop").iterdir()
        if path.suffix in {"", ".py"} and not path.name.startswith(("_", "resources"))
    }
    assert {room for room in rooms - {"py"} if f"`{room}`" not in text} == set()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(PROJECT)))
def test_every_link_leads_to_a_file(document: Path) -> None:
    targets = LINK.findall(document.read_text(encoding="utf-8"))
    assert [target for target in targets if not (document.parent / target).exists()] == []
