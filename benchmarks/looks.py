"""How good our grids are, beside others': `python -m benchmarks.looks [vectors.npz]`.

Both looks, t-SNE with the exact squared assignment (our map, not refined), and FLAS, all on the
same vectors and judged by our own measure; mean ± standard deviation over the seeds. Of FLAS each
figure is that of the decay that is best in it, which is named. vectors.npz is what
`gridsne-desktop embed` wrote: all its photos together, then those of each of its folders; and
always the sample photos, embedded here. Needs `vc-flas` for FLAS, and says so where it is missing.
"""

import argparse
import json
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path, PurePath
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from benchmarks.flas import DECAYS, flas
from gridsne_desktop.embedding.embedder import embed
from gridsne_desktop.embedding.shelf import find_model
from gridsne_desktop.layout.assign import assign
from gridsne_desktop.layout.grid import Cells, grid_shape
from gridsne_desktop.layout.layout import LayoutMaker
from gridsne_desktop.layout.neighbours import Vectors
from gridsne_desktop.layout.quality import measure_quality
from gridsne_desktop.layout.reduce import reduce
from gridsne_desktop.library.scan import scan
from gridsne_desktop.paths import cache_folder
from gridsne_desktop.progress import Run
from gridsne_desktop.samples import sample_folder
from gridsne_desktop.settings import DEFAULT_MODEL, LOOK_NAMES, ArrangeSettings

SEEDS = 5

FEWEST = 16
"""Photos in a folder that is judged by itself."""

FIGURES = ("DPQ16", "DPQ2", "recall 24")

Way: TypeAlias = Callable[[Vectors, int], Cells]
"""From vectors and a seed to cells."""

Measured: TypeAlias = NDArray[np.float64]
"""float64 (seeds, 3): `FIGURES`."""


class Line(NamedTuple):
    """A row of the table: its figures, and what there is to say of them."""

    photos: str
    count: int
    way: str
    figures: Measured
    note: str = ""

    def __str__(self) -> str:
        means, spreads = self.figures.mean(axis=0), self.figures.std(axis=0)
        shown = [f"{mean:9.3f} ± {spread:.3f}" for mean, spread in zip(means, spreads, strict=True)]
        return (
            f"{self.photos:12}{self.count:6}  {self.way:18}{''.join(shown)}  {self.note}".rstrip()
        )

    def as_json(self) -> dict[str, object]:
        """All of it, with plain numbers."""
        return {**self._asdict(), "figures": self.figures.tolist()}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("vectors", nargs="?", type=Path)
    parser.add_argument("--seeds", type=int, default=SEEDS, metavar="N")
    parser.add_argument("--json", action="store_true", help="all that was measured, as JSON")
    options = parser.parse_args()
    if options.json:
        lines = [line.as_json() for line in _lines(options.vectors, options.seeds)]
        print(json.dumps({"figures": FIGURES, "lines": lines}))
        return
    print(f"{'photos':18}  {'way':18}" + "".join(f"{name:>17}" for name in FIGURES))
    for line in _lines(options.vectors, options.seeds):
        print(line, flush=True)


def _lines(path: Path | None, seeds: int) -> Iterator[Line]:
    for name, vectors in _sets(path):
        line = partial(Line, name, len(vectors))
        for look in LOOK_NAMES:
            yield line(f"ours, {look}", _judged(vectors, partial(_ours, look=look), seeds))
        yield line("t-SNE + exact", _judged(vectors, _exact, seeds))
        yield _best_flas(vectors, line, seeds)


def _sets(path: Path | None) -> Iterator[tuple[str, Vectors]]:
    """Names, and the vectors that go by them."""
    if path is not None:
        read = np.load(path)
        vectors = np.asarray(read["vectors"], dtype=np.float32)
        folders = np.array([PurePath(name).parent.name for name in read["paths"].tolist()])
        yield "all", vectors
        for folder in np.unique(folders):
            inside = vectors[folders == folder]
            if FEWEST <= len(inside) < len(vectors):
                yield str(folder), inside
    photos = scan([sample_folder(Run(), cache=cache_folder())], recursive=False, run=Run()).photos
    yield "samples", embed(photos, model=find_model(DEFAULT_MODEL), run=Run(), known={}).vectors


def _judged(vectors: Vectors, way: Way, seeds: int) -> Measured:
    columns, rows = grid_shape(len(vectors))
    found = []
    for seed in range(seeds):
        cells = way(vectors, seed)
        figures = measure_quality(vectors, cells=cells, columns=columns, rows=rows, run=Run())
        found.append((figures.dpq16, figures.dpq2, figures.recall_24))
    return np.array(found)


def _ours(vectors: Vectors, seed: int, *, look: str) -> Cells:
    settings = ArrangeSettings(look=look, seed=seed)
    return LayoutMaker().make(vectors, settings=settings, run=Run()).cells


def _exact(vectors: Vectors, seed: int) -> Cells:
    points = reduce(vectors, perplexity=ArrangeSettings().perplexity, seed=seed, run=Run())
    columns, rows = grid_shape(len(vectors))
    return assign(points, columns=columns, rows=rows, run=Run(), assigner="exact")


def _best_flas(vectors: Vectors, line: Callable[..., Line], seeds: int) -> Line:
    """Each figure of FLAS with the decay that is best in it."""
    columns, rows = grid_shape(len(vectors))

    def way(vectors: Vectors, seed: int, decay: float) -> Cells:
        return flas(vectors, columns, rows, decay=decay, seed=seed)

    try:
        tried = np.stack([_judged(vectors, partial(way, decay=d), seeds) for d in DECAYS])
    except ImportError:
        return line("FLAS", np.full((1, len(FIGURES)), np.nan), "vc-flas is not installed")
    best = tried.mean(axis=1).argmax(axis=0)
    figures = np.stack([tried[best[place], :, place] for place in range(len(FIGURES))], axis=1)
    return line("FLAS, best decay", figures, "decays " + " ".join(f"{DECAYS[i]}" for i in best))


if __name__ == "__main__":
    main()
