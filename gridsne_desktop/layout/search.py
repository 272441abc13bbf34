"""Which search finds the neighbours, and who keeps them."""

from gridsne_desktop.layout.approximate import approximately_nearest
from gridsne_desktop.layout.components import principal_components, unit_rows
from gridsne_desktop.layout.cores import OnShare
from gridsne_desktop.layout.neighbours import Neighbours, Vectors, nearest
from gridsne_desktop.progress import Run

EXACT_LIMIT = 20_000
"""Most vectors that are all compared with one another (decision 0012)."""

COMPONENTS = 128
"""Principal components by whose angle photos are compared. Among the 10 nearest photos of a room of
a house 0.954 show the same room, with all 1,280 numbers 0.938; two kinds of photos stay in one
region each where all numbers tear one of them in two (decision 0013); and it costs a tenth."""


def search(
    vectors: Vectors, *, count: int, run: Run, on_share: OnShare | None = None
) -> Neighbours:
    """The `count` nearest others of each vector: exactly up to `EXACT_LIMIT`, nearly beyond.

    The same vectors give the same bytes, however many cores there are.

    Raises:
        Cancelled: The run was cancelled.
    """
    method = nearest if len(vectors) <= EXACT_LIMIT else approximately_nearest
    return method(vectors, count=count, run=run, on_share=on_share)


class KeptNeighbours:
    """The components and the neighbours of some vectors: found when first asked for, then kept."""

    def __init__(self, vectors: Vectors, *, count: int) -> None:
        """Of `vectors`, by the angle of their components, `count` each; nothing is searched yet."""
        self.vectors = vectors
        self.count = count
        self._found: Neighbours | None = None
        self._components: Vectors | None = None

    def components(self, run: Run) -> Vectors:
        """float32 (n, up to `COMPONENTS`): the vectors' principal components.

        Raises:
            Cancelled: The run was cancelled; the next call starts anew.
        """
        if self._components is None:
            self._components = principal_components(unit_rows(self.vectors), COMPONENTS, run=run)
        return self._components

    def get(self, run: Run, on_share: OnShare | None = None) -> Neighbours:
        """The neighbours; `run` and `on_share` as in `search`.

        Raises:
            Cancelled: The run was cancelled; the next call starts anew.
        """
        if self._found is None:
            self._found = search(
                unit_rows(self.components(run)), count=self.count, run=run, on_share=on_share
            )
        return self._found
