"""FLAS of the package `vc-flas`, which is no dependency: the others' best way to a grid."""

import numpy as np

from gridsne_desktop.layout.grid import Cells
from gridsne_desktop.layout.neighbours import Vectors

DECAYS = (0.93, 0.95, 0.97, 0.99)
"""How slowly its filter narrows: more is slower and better, up to a point that data decide."""


def flas(vectors: Vectors, columns: int, rows: int, *, decay: float, seed: int = 0) -> Cells:
    """The cells FLAS gives `vectors`, int32 (n,).

    Raises:
        ImportError: `vc-flas` is not installed.
    """
    import vc_flas

    grid = vc_flas.Grid.from_features(vectors, size=(rows, columns))
    order = np.asarray(vc_flas.flas(grid, radius_decay=decay, seed=seed).sorting).ravel()
    there = np.flatnonzero((order >= 0) & (order < len(vectors)))
    cells = np.empty(len(vectors), dtype=np.int32)
    cells[order[there]] = there
    return cells
