"""Vectors to points in the plane: like beside like."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from gridsne_desktop.layout.grid import Points
from gridsne_desktop.layout.neighbours import Neighbours, Vectors, check_vectors
from gridsne_desktop.layout.search import KeptNeighbours
from gridsne_desktop.layout.umap_map import FEWEST as FEWEST_FOR_UMAP
from gridsne_desktop.layout.umap_map import umap_points
from gridsne_desktop.progress import Run, Stage
from gridsne_desktop.settings import DEFAULT_REDUCER

OnPoints: TypeAlias = Callable[[Points], None]
"""Is given points of its own: float32 (n, 2) in [0, 1]²."""

FEWEST_FOR_TSNE = 8
"""Below this t-SNE's neighbourhoods mean nothing; the two widest directions show everything."""

FEWEST_NEIGHBOURS = 30
"""What the refinement of the grid looks at; a search for fewer would be no faster."""

NEIGHBOURS_PER_PERPLEXITY = 3
"""A perplexity of p looks at 3 p neighbours (van der Maaten 2014, Barnes-Hut t-SNE)."""

EXAGGERATION = 12.0
"""Factor on all attraction in the first phase (van der Maaten and Hinton 2008)."""

EARLY_ITERATIONS = 75
MAIN_ITERATIONS = 75
ITERATIONS = EARLY_ITERATIONS + MAIN_ITERATIONS
"""A short way: what 250 + 250 iterations gain in the map, the refinement of the grid gains anyway
(decision 0012)."""

MOMENTUM = 0.8
"""In both phases, as openTSNE's default."""

REPORT_EVERY = 3
"""Iterations between two reports: 50 pictures of the whole way."""

SEARCH = 50
"""What the search for neighbours counts for in the progress, in iterations."""

TOTAL = SEARCH + ITERATIONS

INITIAL_SPREAD = 1e-4
"""Standard deviation of the first points (Kobak and Berens 2019)."""

JITTER = 0.01
"""Share of that spread added at random, so that equal photos do not stay one point."""

FFT_FROM = 3_000
"""From here on openTSNE's interpolation in place of its Barnes-Hut tree, whose time grows faster:
75 + 75 iterations take 1.9 s of processor against 1.4 at 2,000, 3.0 against 11.6 at 10,000."""

THREADS = 1
"""On an idle two-core machine two threads are 1.2 to 1.6 times as fast (800 to 2,500 photos, the
same bits), on a busy one, and a window that shows the points is busy, slower than one."""


class _Reducer(Protocol):
    def __call__(self, task: "_Task", /) -> Points: ...


@dataclass(frozen=True, slots=True)
class _Task:
    """What every reducer is given; `vectors` has a row at least."""

    vectors: Vectors
    neighbours: KeptNeighbours
    perplexity: float
    seed: int
    run: Run
    on_points: OnPoints


def reduce(
    vectors: Vectors,
    *,
    perplexity: float,
    seed: int,
    run: Run,
    on_points: OnPoints | None = None,
    reducer: str = DEFAULT_REDUCER,
    neighbours: KeptNeighbours | None = None,
) -> Points:
    """The photos' points on the map: the more alike two vectors, the nearer their points.

    Args:
        vectors: float32 (n, d), finite; compared by their angle.
        perplexity: About how many neighbours count; lowered where there are few photos.
        seed: Of all randomness: the same input and seed give the same points, bit for bit.
        run: Told the iterations done, and asked whether to go on.
        on_points: Given copies of the points on their way; changes nothing in the result.
        reducer: A key of `REDUCERS`.
        neighbours: Those of `vectors`, at least `neighbours_needed(perplexity)` each; used, and
            searched, only by a reducer that needs them. None: of its own.

    Returns:
        float32 (n, 2) in [0, 1]²: the map keeps its proportions, its longer side fills the
        square, the shorter one is centred.

    Raises:
        Cancelled: The run was cancelled.
        GridsneError: The reducer is an extra that is not installed, or has failed.
        ValueError: The vectors are no finite matrix.
    """
    check_vectors(vectors)
    run.report(Stage.REDUCE, 0, TOTAL)
    follow = on_points or _look_away
    points = np.empty((0, 2), dtype=np.float32)
    if len(vectors):
        kept = neighbours or KeptNeighbours(vectors, count=neighbours_needed(perplexity))
        points = REDUCERS[reducer](_Task(vectors, kept, perplexity, seed, run, follow))
    run.report(Stage.REDUCE, TOTAL, TOTAL)
    follow(points.copy())
    return points


def unit_square(points: NDArray[np.floating]) -> Points:
    """A copy of `points` moved and scaled into [0, 1]², with its proportions."""
    low, high = points.min(axis=0), points.max(axis=0)
    side = float((high - low).max())
    scaled = (points - (low + high) / 2) / (side if side > 0 else 1.0) + 0.5
    return np.asarray(np.clip(scaled, 0.0, 1.0), dtype=np.float32)


def neighbours_needed(perplexity: float) -> int:
    """How many neighbours of each photo the stages after the vectors look at."""
    return max(FEWEST_NEIGHBOURS, int(NEIGHBOURS_PER_PERPLEXITY * perplexity))


def _pca(task: _Task, /) -> Points:
    """The two directions in which the vectors differ most; nothing is random."""
    return unit_square(_plane(task))


def _random(task: _Task, /) -> Points:
    """Points by lot, alike or not: what every other way is to be better than."""
    random = np.random.default_rng(task.seed)
    return unit_square(random.random((len(task.vectors), 2)))


def _tsne(task: _Task, /) -> Points:
    """t-SNE by openTSNE (Poličar et al. 2024), from a PCA start."""
    if len(task.vectors) < FEWEST_FOR_TSNE:
        return _pca(task)
    map_ = _started_map(task)
    watch = _Watch(task.run, task.on_points)
    map_ = map_.optimize(EARLY_ITERATIONS, exaggeration=EXAGGERATION, callbacks=watch)
    task.run.check()
    map_ = map_.optimize(MAIN_ITERATIONS, callbacks=watch.after(EARLY_ITERATIONS))
    task.run.check()
    return unit_square(np.asarray(map_))


def _umap(task: _Task, /) -> Points:
    """UMAP (McInnes, Healy and Melville 2018), an extra, from a PCA start."""
    n = len(task.vectors)
    if n < FEWEST_FOR_UMAP:
        return _pca(task)
    start = _first_points(_plane(task), task.seed)
    near = _neighbours(task).first(min(n - 1, round(task.perplexity)))
    components = task.neighbours.components(task.run)
    points = umap_points(components, near, start, seed=task.seed, check=task.run.check)
    return unit_square(points)


REDUCERS: Final[dict[str, _Reducer]] = {
    "tsne": _tsne,
    "pca": _pca,
    "random": _random,
    "umap": _umap,
}
"""The ways from vectors to points, by name."""


@dataclass(frozen=True, slots=True)
class _Watch:
    """Called by openTSNE while it works; True asks it to stop (raising would break it)."""

    run: Run
    on_points: OnPoints
    done: int = 0

    def after(self, iterations: int) -> "_Watch":
        return _Watch(self.run, self.on_points, self.done + iterations)

    def __call__(self, iteration: int, error: float, points: NDArray[np.float64]) -> bool:
        del error
        if self.run.is_cancelled:
            return True
        self.run.report(Stage.REDUCE, SEARCH + self.done + iteration, TOTAL)
        self.on_points(unit_square(np.asarray(points)))
        return False


def _started_map(task: _Task) -> Any:  # noqa: ANN401 - openTSNE has no types
    """An openTSNE embedding of the vectors, before its first iteration."""
    from openTSNE import TSNEEmbedding
    from openTSNE.affinity import PerplexityBasedNN
    from openTSNE.nearest_neighbors import PrecomputedNeighbors

    n = len(task.vectors)
    perplexity = min(task.perplexity, (n - 1) / NEIGHBOURS_PER_PERPLEXITY)
    start = _first_points(_plane(task), task.seed)
    near = _neighbours(task).first(min(n - 1, int(NEIGHBOURS_PER_PERPLEXITY * perplexity)))
    return TSNEEmbedding(
        start,
        PerplexityBasedNN(
            knn_index=PrecomputedNeighbors(near.indexes, near.distances),
            perplexity=perplexity,
            n_jobs=THREADS,
        ),
        negative_gradient_method="fft" if n >= FFT_FROM else "bh",
        momentum=MOMENTUM,
        callbacks_every_iters=REPORT_EVERY,
        n_jobs=THREADS,
        random_state=task.seed,
    )


def _neighbours(task: _Task) -> Neighbours:
    """The neighbours, the search told as the first part of the progress."""

    def tell(share: float) -> None:
        task.run.report(Stage.REDUCE, int(share * SEARCH), TOTAL)

    return task.neighbours.get(task.run, tell)


def _first_points(plane: NDArray[np.float64], seed: int) -> NDArray[np.float64]:
    spread = float(plane[:, 0].std())
    start = plane * (INITIAL_SPREAD / spread) if spread > 0 else plane
    random = np.random.default_rng(seed)
    jitter: NDArray[np.float64] = random.normal(0, JITTER * INITIAL_SPREAD, start.shape)
    return start + jitter


def _plane(task: _Task) -> NDArray[np.float64]:
    return plane_of(task.neighbours.components(task.run))


def plane_of(components: Vectors) -> NDArray[np.float64]:
    """float64 (n, 2): the first two of principal components; 0 where there are fewer."""
    plane = np.zeros((len(components), 2))
    plane[:, : components.shape[1]] = components[:, :2]
    return plane


def _look_away(points: Points) -> None:
    """Nobody watches."""
    del points
