"""Each setting knows the first stage it makes stale, and refuses nonsense."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from gridsne_desktop.progress import Stage
from gridsne_desktop.settings import ArrangeSettings, Pin

NOW = ArrangeSettings()
PIN = Pin(Path("/a.jpg").absolute(), 0, 0)


@pytest.mark.parametrize(
    ("change", "stale"),
    [
        ({}, None),
        ({"recursive": False}, Stage.SCAN),
        ({"model": "another"}, Stage.EMBED),
        ({"processor": "automatic"}, Stage.EMBED),
        ({"seed": 1}, Stage.REDUCE),
        ({"reducer": "pca"}, Stage.REDUCE),
        ({"perplexity": 30.0}, Stage.REDUCE),
        ({"colour": 0.5}, Stage.REDUCE),
        ({"columns": 3}, Stage.ASSIGN),
        ({"aspect": 2.0}, Stage.ASSIGN),
        ({"pins": (PIN,)}, Stage.ASSIGN),
        ({"blanks": "edges"}, Stage.ASSIGN),
        ({"columns": 3, "seed": 4}, Stage.REDUCE),
    ],
)
def test_a_change_makes_stale_what_follows_it_and_no_more(
    change: dict[str, Any], stale: Stage | None
) -> None:
    assert replace(NOW, **change).first_stale(NOW) is stale


@pytest.mark.parametrize(
    "nonsense",
    [
        {"seed": -1},
        {"seed": 2**32},
        {"reducer": "som"},
        {"perplexity": 0.5},
        {"colour": 1.5},
        {"colour": float("nan")},
        {"columns": 0},
        {"aspect": 0.0},
        {"processor": "fast"},
        {"pins": (PIN, replace(PIN, column=1))},
        {"blanks": "nowhere"},
    ],
)
def test_nonsense_is_refused(nonsense: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"must be|at least"):
        replace(NOW, **nonsense)
