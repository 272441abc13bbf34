"""Writing sample photos into a folder."""

import io
import os
import shutil
import tempfile
import zlib
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from PIL import Image

from gridsne_desktop.errors import GridsneError
from gridsne_desktop.files import PART_PREFIX, PART_SUFFIX, whole_file, writing_failed
from gridsne_desktop.progress import Run, Stage
from gridsne_desktop.samples.canvas import Size
from gridsne_desktop.samples.families import FAMILIES

SAMPLE_COUNT: Final = 360
"""Fifteen of each family: a grid of 24 × 15 that fills a window."""
GENERATOR_VERSION: Final = 2
"""Raise it whenever a painter changes: a new number makes new photos on the next use."""
SIZES: Final[tuple[Size, ...]] = ((480, 360), (480, 360), (360, 480), (400, 400))
"""The formats of photos: most lie, some stand, some are square."""
JPEG_QUALITY: Final = 88
"""Above it the grain only costs bytes: a photo has about 45 KB."""
MOST_WORKERS: Final = 8
HALF_MADE: Final = f"{PART_PREFIX}samples-"


@dataclass(frozen=True, slots=True)
class _Sample:
    """One photo to paint; the same three values give the same bytes.

    Attributes:
        family: A key of `FAMILIES`.
        number: 1 the family's first.
        seed: Of all randomness.
    """

    family: str
    number: int
    seed: int

    @property
    def name(self) -> str:
        return f"{self.family}-{self.number:02d}.jpg"

    def jpeg(self) -> bytes:
        """Paint it. The names, not the order of the families, decide about the randomness."""
        entropy = (self.seed, zlib.crc32(self.family.encode()), self.number)
        rng = np.random.default_rng(entropy)
        size = SIZES[int(rng.integers(len(SIZES)))]
        data = io.BytesIO()
        picture = Image.fromarray(FAMILIES[self.family](rng, size))
        picture.save(data, "JPEG", quality=JPEG_QUALITY)
        return data.getvalue()


def make_samples(
    folder: Path, *, count: int = SAMPLE_COUNT, seed: int = 0, run: Run
) -> tuple[Path, ...]:
    """Write `count` sample photos into `folder`, spread evenly over the families.

    The same seed gives the same bytes (with one version of Pillow and NumPy). Photos that are
    there already with the very same bytes are kept, so that a stopped job can be taken up again.

    Args:
        folder: Where to; made if missing.
        count: How many photos.
        seed: Of all randomness, 0 or more.
        run: Told about every photo.

    Returns:
        The photos' paths, family by family in turn.

    Raises:
        GridsneError: A different file has a photo's name (then nothing was written), or the
            folder cannot be written.
        Cancelled: The job was cancelled; the photos written so far are whole.
    """
    samples = _plan(count, seed)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise writing_failed(folder, error) from error
    there = [sample for sample in samples if os.path.lexists(folder / sample.name)]
    missing = [sample for sample in samples if not os.path.lexists(folder / sample.name)]
    _for_each(_check_same, there, folder, done=0, total=count, run=run)
    _for_each(_write, missing, folder, done=len(there), total=count, run=run)
    return tuple(folder / sample.name for sample in samples)


def sample_folder(run: Run, *, cache: Path) -> Path:
    """The folder of the default sample photos, painted on first use.

    Args:
        run: Told about every photo.
        cache: The folder it is in; see `paths.cache_folder`.

    Raises:
        GridsneError: The cache cannot be written.
        Cancelled: The job was cancelled; nothing half-made stays.
    """
    ready = cache / f"samples-v{GENERATOR_VERSION}"
    if ready.is_dir():
        # Systems tidy caches file by file: paint again what has gone.
        samples = _plan(SAMPLE_COUNT, 0)
        missing = [sample for sample in samples if not os.path.lexists(ready / sample.name)]
        done = len(samples) - len(missing)
        _for_each(_write, missing, ready, done=done, total=len(samples), run=run)
        return ready
    try:
        cache.mkdir(parents=True, exist_ok=True)
        half_made = Path(tempfile.mkdtemp(prefix=HALF_MADE, suffix=PART_SUFFIX, dir=cache))
    except OSError as error:
        raise writing_failed(ready, error) from error
    try:
        make_samples(half_made, count=SAMPLE_COUNT, run=run)
        half_made.rename(ready)
    except (OSError, GridsneError) as error:
        # Another window of the app may have been quicker, and have cleared ours away.
        if not ready.is_dir():
            raise writing_failed(ready, error) if isinstance(error, OSError) else error from None
    finally:
        shutil.rmtree(half_made, ignore_errors=True)
    for killed in cache.glob(f"{HALF_MADE}*{PART_SUFFIX}"):
        shutil.rmtree(killed, ignore_errors=True)
    return ready


def _plan(count: int, seed: int) -> list[_Sample]:
    if count < 0:
        raise ValueError(f"the count of sample photos must be 0 or more, not {count}")
    families = list(FAMILIES)
    return [
        _Sample(families[index % len(families)], index // len(families) + 1, seed)
        for index in range(count)
    ]


def _write(sample: _Sample, folder: Path) -> None:
    data = sample.jpeg()
    with whole_file(folder / sample.name) as file:
        file.write(data)


def _check_same(sample: _Sample, folder: Path) -> None:
    target = folder / sample.name
    if target.is_file() and target.read_bytes() == sample.jpeg():
        return
    raise GridsneError(
        f"{folder.name} already has a different {sample.name}.",
        "Nothing was written. Choose an empty folder for the sample photos.",
    )


def _for_each(
    work: Callable[[_Sample, Path], None],
    samples: Sequence[_Sample],
    folder: Path,
    *,
    done: int,
    total: int,
    run: Run,
) -> None:
    """Do `work` for all samples in threads; the first error or a cancel stops the rest."""
    workers = min(MOST_WORKERS, os.cpu_count() or 1)
    with ThreadPoolExecutor(workers, thread_name_prefix="samples") as pool:
        jobs = [pool.submit(work, sample, folder) for sample in samples]
        try:
            for number, job in enumerate(as_completed(jobs), start=1):
                job.result()
                run.report(Stage.SAMPLES, done + number, total)
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
