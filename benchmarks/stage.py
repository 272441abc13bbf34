"""The stage from files to vectors against its bound: `python -m benchmarks.stage [FOLDER]`.

All ways see the same photos in turn in one run: (a) only `decode`, (b) only bare onnxruntime on
tensors that lie ready, both on every core; (c) `embed`, which does both and more, and may take the
sum of them; and the plain notebook way: Pillow decodes and shrinks the whole photo, one photo at a
time, and onnxruntime runs the float32 model with its own defaults. FOLDER holds 12-megapixel
JPEGs; without it they are made of the sample photos.
"""

import argparse
import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import onnxruntime as ort
from PIL import Image

from gridsne_desktop.embedding.crop import crop
from gridsne_desktop.embedding.embedder import embed
from gridsne_desktop.embedding.models import MODELS, read_model
from gridsne_desktop.embedding.workers import core_count
from gridsne_desktop.library.decode import decode
from gridsne_desktop.library.scan import scan
from gridsne_desktop.progress import Run
from gridsne_desktop.samples import make_samples
from gridsne_desktop.settings import DEFAULT_MODEL

NOTEBOOK_MODEL = "efficientnet-lite0"
SIZE = (4000, 3000)
MADE = 8
SHORTER, EDGE = 256, 224


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, help="12-megapixel JPEGs")
    parser.add_argument("--photos", type=int, default=96)
    parser.add_argument("--repeats", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        _fill(folder, options.folder, options.photos)
        ways = _ways(folder)
        costs: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
        for _ in range(options.repeats):
            for name, way in ways.items():
                costs[name].append(_cost(way))
    print(f"{options.photos} photos, {core_count()} cores, median of {options.repeats} repeats")
    for name, rounds in costs.items():
        wall, cpu = (statistics.median(column) for column in zip(*rounds, strict=True))
        each = 1000 * cpu / options.photos
        print(f"{name:14}{options.photos / wall:8.1f} photos/s{each:8.1f} CPU ms a photo")
    for number, kind in enumerate(("clock", "CPU")):
        a, b, c, d = ([cost[number] for cost in costs[name]] for name in costs)
        bound = statistics.median((x + y) / z for x, y, z in zip(a, b, c, strict=True))
        notebook = statistics.median(y / x for x, y in zip(c, d, strict=True))
        print(f"by {kind}: {bound:.2f} of the bound, {notebook:.1f} times the notebook way")


def _fill(folder: Path, source: Path | None, count: int) -> None:
    """`count` different files with the photos of `source` in turn."""
    if source is None:
        source = folder / "made"
        for path in make_samples(source, count=MADE, run=Run()):
            Image.open(path).resize(SIZE, Image.Resampling.BICUBIC).save(path, "JPEG", quality=92)
    found = sorted(path for path in source.iterdir() if path.is_file())
    (folder / "in").mkdir()
    for number in range(count):
        path = found[number % len(found)]
        target = folder / "in" / f"{number:04}.jpg"
        try:
            os.link(path, target)
        except OSError:
            shutil.copy(path, target)


def _ways(folder: Path) -> dict[str, Callable[[], object]]:
    photos = scan([folder / "in"], recursive=True, run=Run()).photos
    paths = [photo.path for photo in photos]
    tensors = [crop(decode(path))[np.newaxis] for path in paths]
    session = _session(DEFAULT_MODEL, threads=1)
    notebook = _session(NOTEBOOK_MODEL, threads=0)
    return {
        "(a) decode": lambda: _on_all_cores(decode, paths),
        "(b) infer": lambda: _on_all_cores(
            lambda tensor: session.run(["embedding"], {"pixels": tensor}), tensors
        ),
        "(c) embed": lambda: embed(photos, model=MODELS[DEFAULT_MODEL], run=Run(), known={}),
        "notebook": lambda: [_notebook(path, notebook) for path in paths],
    }


def _session(name: str, *, threads: int) -> ort.InferenceSession:
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    return ort.InferenceSession(
        read_model(MODELS[name]), options, providers=["CPUExecutionProvider"]
    )


def _on_all_cores(work: Callable[..., object], things: Iterable[object]) -> None:
    with ThreadPoolExecutor(core_count()) as pool:
        for _ in pool.map(work, things):
            pass


def _notebook(path: Path, session: ort.InferenceSession) -> object:
    image = Image.open(path).convert("RGB")
    scale = SHORTER / min(image.size)
    small = image.resize((round(image.width * scale), round(image.height * scale)))
    left, top = (small.width - EDGE) // 2, (small.height - EDGE) // 2
    square = np.asarray(small.crop((left, top, left + EDGE, top + EDGE)))
    return session.run(["embedding"], {"pixels": square[np.newaxis]})


def _cost(way: Callable[[], object]) -> tuple[float, float]:
    """Seconds of clock and of processor."""
    wall, cpu = time.perf_counter(), time.process_time()
    way()
    return time.perf_counter() - wall, time.process_time() - cpu


if __name__ == "__main__":
    main()
