"""UMAP's map, for who has installed it: computed by a process of its own, which can be stopped."""

import importlib.util
import multiprocessing
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gridsne_desktop.errors import GridsneError
from gridsne_desktop.layout.neighbours import Neighbours, Vectors

FEWEST: Final = 20
"""With fewer vectors UMAP's neighbourhoods are all of them: the two widest directions show more."""

LOOK_EVERY: Final = 0.1
"""Seconds between two looks whether to go on."""

STOPPED_WITHIN: Final = 5.0
"""Seconds for the process to end after it was told to."""

MIN_DISTANCE: Final = 0.1
"""How near points may come, of a spread of 1 (McInnes, Healy and Melville 2018; their default)."""


def umap_points(
    components: Vectors,
    neighbours: Neighbours,
    start: NDArray[np.float64],
    *,
    seed: int,
    check: Callable[[], None],
) -> NDArray[np.float32]:
    """The photos' points by umap-learn (McInnes, Healy and Melville 2018).

    The library cannot be interrupted and tells nothing on its way; so it works in a process of its
    own, which is ended as soon as `check` raises.

    Args:
        components: float32 (n, d), n ≥ `FEWEST`.
        neighbours: Of them, k each.
        start: float64 (n, 2): where the points begin.
        seed: Of all randomness.
        check: Called again and again while it works; may raise.

    Returns:
        float32 (n, 2), in no particular square.

    Raises:
        GridsneError: UMAP is not installed, or has failed.
    """
    if importlib.util.find_spec("umap") is None:
        raise GridsneError(
            "UMAP is not installed.",
            "Install it with: pip install 'gridsne-desktop[umap]', or choose another reducer.",
        )
    context = multiprocessing.get_context("spawn")  # a fork after Qt has run may hang
    ours, theirs = context.Pipe(duplex=False)
    work = (components, neighbours.indexes, neighbours.distances, start, seed)
    process = context.Process(target=_compute, args=(theirs, *work), daemon=True)
    process.start()
    theirs.close()
    try:
        while not ours.poll(LOOK_EVERY):
            check()
        answer: NDArray[np.float32] | str = ours.recv()
    except EOFError:
        answer = "its process ended before it was done"
    finally:
        process.terminate()
        process.join(STOPPED_WITHIN)
        ours.close()
    if isinstance(answer, str):
        raise GridsneError("UMAP could not make the map.", f"It said: {answer}.")
    return answer


def _compute(
    answer: Connection,
    components: Vectors,
    indexes: NDArray[np.int32],
    distances: NDArray[np.float32],
    start: NDArray[np.float64],
    seed: int,
) -> None:
    """Runs in the process: sends the points, or why there are none."""
    try:
        answer.send(_embedded(components, indexes, distances, start, seed))
    except Exception as error:  # noqa: BLE001 - whatever it is, the person is told
        answer.send(f"{type(error).__name__}: {error}")


def _embedded(
    components: Vectors,
    indexes: NDArray[np.int32],
    distances: NDArray[np.float32],
    start: NDArray[np.float64],
    seed: int,
) -> NDArray[np.float32]:
    umap: Any = importlib.import_module("umap")
    itself = np.arange(len(components))[:, None]  # UMAP counts a photo as its own first neighbour
    near = np.hstack([itself, indexes]).astype(np.int32)
    away = np.hstack([np.zeros_like(itself), distances]).astype(np.float32)
    embedded = umap.UMAP(
        n_neighbors=near.shape[1],
        min_dist=MIN_DISTANCE,
        init=start.astype(np.float32),
        precomputed_knn=(near, away, None),
        random_state=seed,
        n_jobs=1,
    ).fit_transform(components)
    return np.asarray(embedded, dtype=np.float32)
