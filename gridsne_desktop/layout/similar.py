"""The photos most like one photo, by what the grid is refined by."""

from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from gridsne_desktop.layout.components import unit_rows
from gridsne_desktop.layout.cores import single_threaded_products
from gridsne_desktop.layout.neighbours import Vectors
from gridsne_desktop.layout.search import KeptNeighbours
from gridsne_desktop.progress import Run

Indexes: TypeAlias = NDArray[np.intp]
"""intp (m,): rows of the vectors, all different."""

SIMILAR_COUNT: Final = 24
"""Unless one wishes otherwise: as many as stand in the two rings around a cell."""


class Similar:
    """Finds who is most like whom: prepared once, then asked as often as one likes."""

    def __init__(self, vectors: Vectors, *, run: Run) -> None:
        """Prepare float32 (n, d) vectors, compared as neighbours on the grid are.

        Raises:
            Cancelled: The run was cancelled.
        """
        self._rows = unit_rows(KeptNeighbours(vectors, count=1).components(run))

    def likeness(self, index: int) -> NDArray[np.float32]:
        """float32 (n,): the cosine, from -1 to 1, of each photo's angle to photo `index`."""
        with single_threaded_products():  # as everywhere, so that every machine says the same
            return np.asarray(self._rows @ self._rows[index], dtype=np.float32)

    def most(self, index: int, *, count: int) -> Indexes:
        """The up to `count` photos most like photo `index`, the most alike first, never itself.

        Of equals the earlier comes first.
        """
        order: Indexes = np.argsort(-self.likeness(index), kind="stable")
        others: Indexes = order[order != index]
        return others[:count]
