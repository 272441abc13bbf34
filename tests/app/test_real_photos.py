"""On real photos, neighbours on the grid share what they show. Skips where there are none."""

import json
from collections import deque
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.app.conftest import Cli
from tests.real_photos import photo_folder

SAME_ROOM_AT_LEAST = 0.85
"""Chance is 0.25: there are four kinds of rooms."""
IN_ONE_REGION_AT_LEAST = 0.95
"""Share of a set's photos that hang together on the grid."""


def labels_on_grid(layout: dict[str, Any], label_of: dict[str, str]) -> NDArray[np.str_]:
    """Each cell's label, "" where it is blank."""
    labels = np.full((layout["rows"], layout["columns"]), "", dtype="<U20")
    for photo in layout["photos"]:
        labels[photo["row"], photo["column"]] = label_of[photo["path"]]
    return labels


def same_beside_each_other(labels: NDArray[np.str_]) -> float:
    """The share of horizontally or vertically adjacent pairs with one label."""
    same, pairs = 0, 0
    for one, other in ((labels[:, 1:], labels[:, :-1]), (labels[1:], labels[:-1])):
        both = (one != "") & (other != "")
        same, pairs = same + int(((one == other) & both).sum()), pairs + int(both.sum())
    return same / pairs


def largest_region(labels: NDArray[np.str_], label: str) -> int:
    """How many cells with `label` hang together in their largest region."""
    left = {(int(row), int(column)) for row, column in np.argwhere(labels == label)}
    largest = 0
    while left:
        edge, size = deque([left.pop()]), 0
        while edge:
            row, column = edge.popleft()
            size += 1
            beside = {(row - 1, column), (row + 1, column), (row, column - 1), (row, column + 1)}
            edge.extend(beside & left)
            left -= beside
        largest = max(largest, size)
    return largest


def test_neighbours_of_a_room_show_the_same_kind_of_room(gridsne: Cli, tmp_path: Path) -> None:
    houses = photo_folder("houses")
    targets = ("--layout", tmp_path / "g.json", "-o", tmp_path / "g.png")
    assert gridsne("arrange", houses, *targets) == 0
    layout = json.loads((tmp_path / "g.json").read_text(encoding="utf-8"))
    assert len(layout["photos"]) == 400
    rooms = {p["path"]: Path(p["path"]).stem.partition("_")[2] for p in layout["photos"]}
    assert same_beside_each_other(labels_on_grid(layout, rooms)) >= SAME_ROOM_AT_LEAST


def test_two_kinds_of_photos_fall_apart_into_two_regions(gridsne: Cli, tmp_path: Path) -> None:
    folders = [photo_folder("houses"), photo_folder("objects")]
    assert gridsne("arrange", *folders, "--layout", tmp_path / "g.json") == 0
    layout = json.loads((tmp_path / "g.json").read_text(encoding="utf-8"))
    sets = {p["path"]: Path(p["path"]).parent.name for p in layout["photos"]}
    labels = labels_on_grid(layout, sets)
    for folder in folders:
        assert largest_region(labels, folder.name) >= IN_ONE_REGION_AT_LEAST * 400
