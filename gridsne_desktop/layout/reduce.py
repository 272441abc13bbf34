"""Vectors to points in the plane: like beside like."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from gridsne_desktop.layout.components import principal_components, unit_rows
from gridsne_desktop.layout.grid import Points
from gridsne_desktop.layout.neighbours import Vectors, nearest
from gridsne_desktop.progress import Run, Stage

OnPoints: TypeAlias = Callable[[Points], None]
"""Is given points of its own: float32 (n, 2) in [0, 1]²."""

FEWEST_FOR_TSNE = 8
"""Below this t-SNE's neighbourhoods mean nothing; the two widest directions show everything."""

COMPONENTS = 128
"""Principal components kept. Among the 10 nearest photos of a room of a house 0.954 show the
same room, with all 1,280 numbers 0.938; the grid gains a little (0.885 against 0.881 of adjacent
pairs), and finding neighbours costs a tenth."""

NEIGHBOURS_PER_PERPLEXITY = 3
"""A perplexity of p looks at 3 p neighbours (van der Maaten 2014, Barnes-Hut t-SNE)."""

EXAGGERATION = 12.0
"""Factor on all attraction in the first phase (van der Maaten and Hinton 2008)."""

EARLY_ITERATIONS = 250
MAIN_ITERATIONS = 250
ITERATIONS = EARLY_ITERATIONS + MAIN_ITERATIONS
"""Half of openTSNE's main phase: 250 more iterations keep no more neighbours together
(10-neighbour recall 0.775 either way at 8,000 photos, 0.49 at 3,000, 0.44 at 400)."""

MOMENTUM = 0.8
"""In both phases, as openTSNE's default."""

REPORT_EVERY = 5
"""Iterations between two reports: 100 pictures of the whole way."""

INITIAL_SPREAD = 1e-4
"""Standard deviation of the first points (Kobak and Berens 2019)."""

JITTER = 0.01
"""Share of that spread added at random, so that equal photos do not stay one point."""

FFT_FROM = 20_000
"""From here on openTSNE's interpolation in place of its Barnes-Hut tree, whose time grows
faster; at 10,000 interpolation still took twice as long (66 s against 32 s)."""

THREADS = 1
"""On an idle two-core machine two threads are 1.2 to 1.6 times as fast (800 to 2,500 photos, the
same bits), on a busy one, and a window that shows the points is busy, 2 to 5 times slower."""


class _Reducer(Protocol):
    def __call__(
        self, vectors: Vectors, /, *, perplexity: float, seed: int, run: Run, on_points: OnPoints
    ) -> Points: ...


def reduce(
    vectors: Vectors,
    *,
    perplexity: float,
    seed: int,
    run: Run,
    on_points: OnPoints | None = None,
    reducer: str = "tsne",
) -> Points:
    """The photos' points on the map: the more alike two vectors, the nearer their points.

    Args:
        vectors: float32 (n, d), finite; compared by their angle.
        perplexity: About how many neighbours count; lowered where there are few photos.
        seed: Of all randomness: the same input and seed give the same points, bit for bit.
        run: Told the iterations done, and asked whether to go on.
        on_points: Given copies of the points on their way; changes nothing in the result.
        reducer: A key of `REDUCERS`.

    Returns:
        float32 (n, 2) in [0, 1]²: the map keeps its proportions, its longer side fills the
        square, the shorter one is centred.

    Raises:
        Cancelled: The run was cancelled.
        ValueError: The vectors are no finite matrix.
    """
    if vectors.ndim != 2 or not np.isfinite(vectors).all():
        raise ValueError(f"the vectors must be a finite matrix, not of shape {vectors.shape}")
    run.report(Stage.REDUCE, 0, ITERATIONS)
    follow = on_points or _look_away
    points = np.empty((0, 2), dtype=np.float32)
    if len(vectors):
        make = REDUCERS[reducer]
        points = make(vectors, perplexity=perplexity, seed=seed, run=run, on_points=follow)
    run.report(Stage.REDUCE, ITERATIONS, ITERATIONS)
    follow(points.copy())
    return points


def unit_square(points: NDArray[np.floating]) -> Points:
    """A copy of `points` moved and scaled into [0, 1]², with its proportions."""
    low, high = points.min(axis=0), points.max(axis=0)
    side = float((high - low).max())
    scaled = (points - (low + high) / 2) / (side if side > 0 else 1.0) + 0.5
    return np.asarray(np.clip(scaled, 0.0, 1.0), dtype=np.float32)


def _pca(
    vectors: Vectors, /, *, perplexity: float, seed: int, run: Run, on_points: OnPoints
) -> Points:
    """The two directions in which the vectors differ most; nothing is random."""
    del perplexity, seed, on_points  # every reducer takes the same
    return unit_square(_plane(principal_components(unit_rows(vectors), 2, run=run)))


def _tsne(
    vectors: Vectors, /, *, perplexity: float, seed: int, run: Run, on_points: OnPoints
) -> Points:
    """t-SNE by openTSNE (Poličar et al. 2024), from exact neighbours and a PCA start."""
    if len(vectors) < FEWEST_FOR_TSNE:
        return _pca(vectors, perplexity=perplexity, seed=seed, run=run, on_points=on_points)
    components = principal_components(unit_rows(vectors), COMPONENTS, run=run)
    map_ = _started_map(components, perplexity=perplexity, seed=seed, run=run)
    watch = _Watch(run, on_points)
    map_ = map_.optimize(EARLY_ITERATIONS, exaggeration=EXAGGERATION, callbacks=watch)
    run.check()
    map_ = map_.optimize(MAIN_ITERATIONS, callbacks=watch.after(EARLY_ITERATIONS))
    run.check()
    return unit_square(np.asarray(map_))


REDUCERS: Final[dict[str, _Reducer]] = {"tsne": _tsne, "pca": _pca}
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
        self.run.report(Stage.REDUCE, self.done + iteration, ITERATIONS)
        self.on_points(unit_square(np.asarray(points)))
        return False


def _started_map(components: Vectors, *, perplexity: float, seed: int, run: Run) -> Any:  # noqa: ANN401 - openTSNE has no types
    """An openTSNE embedding of the components, before its first iteration."""
    from openTSNE import TSNEEmbedding
    from openTSNE.affinity import PerplexityBasedNN
    from openTSNE.nearest_neighbors import PrecomputedNeighbors

    n = len(components)
    perplexity = min(perplexity, (n - 1) / NEIGHBOURS_PER_PERPLEXITY)
    count = min(n - 1, int(NEIGHBOURS_PER_PERPLEXITY * perplexity))
    neighbours = nearest(unit_rows(components), count=count, run=run)
    return TSNEEmbedding(
        _first_points(components, seed),
        PerplexityBasedNN(
            knn_index=PrecomputedNeighbors(neighbours.indexes, neighbours.distances),
            perplexity=perplexity,
            n_jobs=THREADS,
        ),
        negative_gradient_method="fft" if n >= FFT_FROM else "bh",
        momentum=MOMENTUM,
        callbacks_every_iters=REPORT_EVERY,
        n_jobs=THREADS,
        random_state=seed,
    )


def _first_points(components: Vectors, seed: int) -> NDArray[np.float64]:
    plane = _plane(components)
    spread = float(plane[:, 0].std())
    start = plane * (INITIAL_SPREAD / spread) if spread > 0 else plane
    random = np.random.default_rng(seed)
    jitter: NDArray[np.float64] = random.normal(0, JITTER * INITIAL_SPREAD, start.shape)
    return start + jitter


def _plane(components: Vectors) -> NDArray[np.float64]:
    """The first two components; 0 where there are fewer."""
    plane = np.zeros((len(components), 2))
    plane[:, : components.shape[1]] = components[:, :2]
    return plane


def _look_away(points: Points) -> None:
    """Nobody watches."""
    del points
