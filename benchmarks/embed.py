"""Photos a second of `embed` against raw onnxruntime: `python -m benchmarks.embed [FOLDER]`.

All ways see the same photos in the same run, in turn, with the same number of threads: raw
`session.run` on tensors that lie ready; `embed` on pixels that lie ready (what our own
machinery costs); `embed` from the files (what a person waits for). Without FOLDER: the samples.
`embed` loads the model each time, as in the app. Processor time is the figure to trust where
other programs run.
"""

import argparse
import statistics
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import onnxruntime as ort

from gridsne_desktop.embedding.crop import crop
from gridsne_desktop.embedding.embedder import embed
from gridsne_desktop.embedding.models import MODELS, read_model
from gridsne_desktop.embedding.workers import core_count
from gridsne_desktop.errors import Unreadable
from gridsne_desktop.library.decode import Pixels, decode
from gridsne_desktop.library.scan import scan
from gridsne_desktop.paths import cache_folder
from gridsne_desktop.photo import Photo
from gridsne_desktop.progress import Run
from gridsne_desktop.samples import sample_folder
from gridsne_desktop.settings import DEFAULT_MODEL

MODEL = MODELS[DEFAULT_MODEL]
MOST_PHOTOS = 400
"""All tensors lie in memory, 150 KB each, and their decoded pixels, about 250 KB each."""
WARM_UP = 8
RAW = "onnxruntime, raw"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, help="photos; default: the samples")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--workers", type=int, default=core_count())
    options = parser.parse_args()
    folder = options.folder or sample_folder(Run(), cache=cache_folder())
    photos, pixels = _readable(scan([folder], recursive=True, run=Run()).photos[:MOST_PHOTOS])
    if not photos:
        raise SystemExit(f"No photo in {folder} can be read.")
    ways = _ways(photos, pixels, options.workers)
    rounds = _measured(ways, options.repeats)
    print(f"{len(photos)} photos, {options.workers} threads, median of {options.repeats} repeats")
    print(f"{'':24}{'photos/s':>10}{'÷ raw':>8}{'CPU ms':>10}{'÷ raw':>8}")
    raw = rounds[RAW]
    for name, costs in rounds.items():
        wall, cpu = (statistics.median(column) for column in zip(*costs, strict=True))
        both = list(zip(costs, raw, strict=True))
        speed = statistics.median(theirs[0] / ours[0] for ours, theirs in both)
        work = statistics.median(ours[1] / theirs[1] for ours, theirs in both)
        each = 1000 * cpu / len(photos)
        print(f"{name:24}{len(photos) / wall:10.1f}{speed:8.2f}{each:10.1f}{work:8.2f}")


def _readable(found: Sequence[Photo]) -> tuple[list[Photo], list[Pixels]]:
    photos, pixels = [], []
    for photo in found:
        try:
            pixels.append(decode(photo.path))
        except Unreadable as problem:
            print(f"left out: {photo.path.name}: {problem}")
            continue
        photos.append(photo)
    return photos, pixels


def _ways(
    photos: list[Photo], pixels: list[Pixels], workers: int
) -> dict[str, Callable[[], object]]:
    """Each takes all the photos to their vectors once."""
    tensors = [crop(photo)[np.newaxis] for photo in pixels]
    ready = {photo.path: array for photo, array in zip(photos, pixels, strict=True)}
    session = _session()

    def raw() -> None:
        with ThreadPoolExecutor(workers) as pool:
            list(pool.map(lambda x: session.run(["embedding"], {"pixels": x}), tensors))

    def ours(read: Callable[[Path], Pixels]) -> Callable[[], object]:
        return lambda: embed(photos, model=MODEL, run=Run(), known={}, decode=read, workers=workers)

    for tensor in tensors[:WARM_UP]:
        session.run(["embedding"], {"pixels": tensor})
    return {
        RAW: raw,
        "embed, pixels ready": ours(ready.__getitem__),
        "embed, from the files": ours(decode),
    }


def _session() -> ort.InferenceSession:
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    return ort.InferenceSession(read_model(MODEL), options, providers=["CPUExecutionProvider"])


def _measured(
    ways: dict[str, Callable[[], object]], repeats: int
) -> dict[str, list[tuple[float, float]]]:
    """Seconds of wall clock and of processor that each way takes, `repeats` times in turn."""
    costs: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
    for _ in range(repeats):
        for name, way in ways.items():
            wall, cpu = time.perf_counter(), time.process_time()
            way()
            costs[name].append((time.perf_counter() - wall, time.process_time() - cpu))
    return costs


if __name__ == "__main__":
    main()
