"""Feed damaged photos to `decode`: `python -m benchmarks.fuzz [--count 100000] [--seed 0]`.

Small JPEG, PNG, WebP, TIFF and GIF files are mutated by a seeded generator. Each must give pixels
or the sentence of an `Unreadable`, within 10 seconds and 1 GiB. A second process decodes them, so
that a crash or a hang costs one input, is named, and the run goes on after it.
"""

import argparse
import queue
import random
import subprocess
import sys
import tempfile
import threading
import time
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any, Final, Literal

import numpy as np
from PIL import Image

PATIENCE_SECONDS: Final = 10.0
"""Longer on one input is a hang."""
MEMORY_BYTES: Final = 2**30
"""What the decoding process may use at most, all in all."""
_ADDRESS_BYTES: Final = 4 * MEMORY_BYTES
"""Libraries and threads reserve addresses that they never use; this only guards the machine."""
STARTING_SECONDS: Final = 60.0
"""For importing everything on a busy machine."""

_SIDE: Final = 40
_MOST_EDITS: Final = 8
_LONGEST_PIECE: Final = 64
_HEADER: Final = 64
_IN_HEADER: Final = 0.2
"""Of all edits, within so many bytes of the start, where sizes are claimed."""
_MENDED: Final = 0.7
"""Of PNG inputs: with checksums that are right again, else damage never gets past them."""
_EDGE_VALUES: Final = (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF)
_ORDERS: Final[tuple[Literal["big", "little"], ...]] = ("big", "little")
_READY, _BUG = "ready", "bug"


@dataclass(slots=True)
class Report:
    """What became of the inputs.

    Attributes:
        outcomes: "pixels" or the kind of sentence → how often.
        failures: Inputs that crashed, hung or raised anything else: (number, what happened).
        peak_bytes: The most memory that the decoding process had at once.
    """

    outcomes: Counter[str] = field(default_factory=Counter)
    failures: list[tuple[int, str]] = field(default_factory=list)
    peak_bytes: int = 0


def fuzz(count: int, *, seed: int) -> Report:
    """Decode `count` mutated photos, one after the other."""
    report, first = Report(), 0
    while first < count:
        first = _run_from(first, count, seed, report)
    return report


def mutated(index: int, *, seed: int) -> tuple[str, bytes]:
    """The ending and the content of input number `index`: always the same for a seed."""
    dice = random.Random(f"{seed} {index}")
    ending, content = dice.choice(originals())
    changed = bytearray(content)
    for _ in range(min(dice.randint(1, _MOST_EDITS), dice.randint(1, _MOST_EDITS))):
        dice.choice(_EDITS)(dice, changed)
    if ending == ".png" and dice.random() < _MENDED:
        _mend(changed)
    return ending, bytes(changed)


def originals() -> list[tuple[str, bytes]]:
    """(ending, content) of one small photo for each way in which the decoders differ."""
    if not _ORIGINALS:
        _ORIGINALS.extend(_made())
    return _ORIGINALS


_ORIGINALS: Final[list[tuple[str, bytes]]] = []


def _made() -> Iterator[tuple[str, bytes]]:
    values = np.random.default_rng(0).integers(0, 255, (_SIDE, _SIDE, 4), dtype=np.uint8)
    rgba = Image.fromarray(values)
    rgb, grey = rgba.convert("RGB"), rgba.convert("L")
    exif = Image.Exif()
    exif[0x0112] = 6
    deep = Image.fromarray(np.arange(_SIDE * _SIDE, dtype=np.uint16).reshape(_SIDE, _SIDE))
    frames: dict[str, Any] = {"save_all": True, "append_images": [grey.convert("RGB"), rgb]}
    for ending, image, options in (
        ("jpg", rgb, {"exif": exif}),
        ("jpg", rgb, {"progressive": True}),
        ("jpg", grey, {"restart_marker_blocks": 1}),
        ("jpg", rgb.convert("CMYK"), {}),
        ("png", rgb, {"exif": exif}),
        ("png", rgba, {}),
        ("png", rgb.quantize(16), {}),
        ("png", deep, {}),
        ("png", rgb, frames),
        ("webp", rgb, {"exif": exif}),
        ("webp", rgba, {"lossless": True}),
        ("webp", rgb, frames),
        ("tif", rgb, {"exif": exif}),
        ("tif", rgb, {"compression": "tiff_lzw"}),
        ("tif", rgb, {"compression": "tiff_adobe_deflate"}),
        ("tif", rgb, {"compression": "jpeg"}),
        ("tif", grey, {"compression": "packbits"}),
        ("tif", grey.convert("1"), {"compression": "group4"}),
        ("tif", grey.convert("F"), {}),
        ("tif", deep, {}),
        ("gif", rgb.quantize(64), {"interlace": 1}),
        ("gif", rgb, frames),
    ):
        stored = BytesIO()
        kind = {"jpg": "JPEG", "tif": "TIFF"}.get(ending, ending.upper())
        image.save(stored, kind, **options)
        yield f".{ending}", stored.getvalue()


def _place(dice: random.Random, content: bytearray) -> int:
    end = len(content) if dice.random() > _IN_HEADER else min(_HEADER, len(content))
    return dice.randrange(end) if end else 0


def _flip_a_bit(dice: random.Random, content: bytearray) -> None:
    if content:
        content[_place(dice, content)] ^= 1 << dice.randrange(8)


def _set_a_byte(dice: random.Random, content: bytearray) -> None:
    if content:
        content[_place(dice, content)] = dice.randrange(256)


def _set_an_edge_value(dice: random.Random, content: bytearray) -> None:
    size, order = dice.choice((1, 2, 4)), dice.choice(_ORDERS)
    value = dice.choice(_EDGE_VALUES) & ((1 << 8 * size) - 1)
    at = _place(dice, content)
    content[at : at + size] = value.to_bytes(size, order)


def _cut_a_piece(dice: random.Random, content: bytearray) -> None:
    at = _place(dice, content)
    del content[at : at + dice.randint(1, _LONGEST_PIECE)]


def _repeat_a_piece(dice: random.Random, content: bytearray) -> None:
    at = _place(dice, content)
    content[at:at] = content[at : at + dice.randint(1, _LONGEST_PIECE)] * dice.randint(1, 4)


def _borrow_a_piece(dice: random.Random, content: bytearray) -> None:
    other = dice.choice(originals())[1]
    start = dice.randrange(len(other))
    at = _place(dice, content)
    content[at:at] = other[start : start + dice.randint(1, _LONGEST_PIECE)]


def _mend(content: bytearray) -> None:
    """Make the checksums of a PNG's chunks right, as far as its lengths lead."""
    at = len(b"\x89PNG\r\n\x1a\n")
    while at + 12 <= len(content):
        end = at + 8 + int.from_bytes(content[at : at + 4])
        if end + 4 > len(content):
            return
        content[end : end + 4] = zlib.crc32(content[at + 4 : end]).to_bytes(4)
        at = end + 4


def _cut_the_end(dice: random.Random, content: bytearray) -> None:
    del content[_place(dice, content) :]


_EDITS: Final[tuple[Callable[[random.Random, bytearray], None], ...]] = (
    *(_flip_a_bit, _set_a_byte, _set_an_edge_value) * 4,
    _cut_a_piece, _repeat_a_piece, _borrow_a_piece, _cut_the_end,
)  # fmt: skip


def _run_from(first: int, count: int, seed: int, report: Report) -> int:
    """Decode the inputs from `first` on in one process; returns where the next must start."""
    words = [sys.executable, "-m", "benchmarks.fuzz", "--worker", str(first)]
    words += ["--count", str(count), "--seed", str(seed)]
    with (
        tempfile.TemporaryFile("w+") as complaints,
        subprocess.Popen(words, stdout=subprocess.PIPE, stderr=complaints, text=True) as worker,
    ):
        if worker.stdout is None:
            raise RuntimeError("the worker has no output")
        lines: queue.SimpleQueue[str] = queue.SimpleQueue()
        reader = threading.Thread(target=_pass_on, args=(worker.stdout, lines))
        reader.start()
        done, hung = _follow(first, lines, report)
        if hung:
            worker.kill()
        code = worker.wait()
        reader.join()
        if done < count:
            complaints.seek(0)
            what = "hung" if hung else f"ended the process with code {code}"
            report.failures.append((done, f"{what}: {complaints.read()[-2000:]}"))
            return done + 1
    return count


def _pass_on(output: Any, lines: "queue.SimpleQueue[str]") -> None:  # noqa: ANN401 (a text stream)
    for line in output:
        lines.put(line)
    lines.put("")


def _follow(first: int, lines: "queue.SimpleQueue[str]", report: Report) -> tuple[int, bool]:
    """Read a worker's lines; returns the number of inputs done, and whether the next one hangs."""
    done, patience = first, STARTING_SECONDS
    while True:
        try:
            line = lines.get(timeout=patience)
        except queue.Empty:
            return done, True
        if not line:
            return done, False
        patience = PATIENCE_SECONDS
        if line.strip() == _READY:
            continue
        peak, outcome = line.rstrip("\n").split(" ", 1)
        if int(peak) > MEMORY_BYTES >= report.peak_bytes:
            report.failures.append((done, f"took {int(peak) / 2**20:.0f} MiB: {outcome}"))
        report.peak_bytes = max(report.peak_bytes, int(peak))
        report.outcomes[outcome] += 1
        if outcome.startswith(_BUG):
            report.failures.append((done, outcome))
        done += 1


def _work(first: int, count: int, seed: int) -> None:
    """Decode inputs and write a line for each: peak of memory, outcome."""
    import resource

    from gridsne_desktop.errors import Unreadable
    from gridsne_desktop.library.decode import decode

    resource.setrlimit(resource.RLIMIT_AS, (_ADDRESS_BYTES, _ADDRESS_BYTES))
    sys.stdout.write(f"{_READY}\n")
    with tempfile.TemporaryDirectory() as folder:
        for index in range(first, count):
            ending, content = mutated(index, seed=seed)
            path = Path(folder, f"photo{ending}")
            path.write_bytes(content)
            try:
                pixels = decode(path, least_side=None if index % 4 == 0 else 256)
                outcome = "pixels" if pixels.ndim == 3 else f"{_BUG}: shape {pixels.shape}"
            except Unreadable as error:
                outcome = str(error).split(":")[0]
            except BaseException as error:  # noqa: BLE001 - finding those is what this is for
                outcome = f"{_BUG}: {error!r}".replace("\n", " ")
            sys.stdout.write(f"{_peak_bytes()} {outcome}\n")
            sys.stdout.flush()


def _peak_bytes() -> int:
    """The most memory that this process had at once.

    Linux's `ru_maxrss` would count the process that started this one, too.
    """
    import resource

    status = Path("/proc/self/status")
    if status.exists():
        return int(status.read_text(encoding="utf-8").split("VmHWM:")[1].split()[0]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # macOS counts bytes


def main() -> None:
    """Run as a program."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--worker", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.worker is not None:
        _work(options.worker, options.count, options.seed)
        return
    began = time.perf_counter()
    report = fuzz(options.count, seed=options.seed)
    print(f"{options.count} inputs, seed {options.seed}, {time.perf_counter() - began:.0f} s")
    print(f"peak of memory: {report.peak_bytes / 2**20:.0f} MiB")
    for outcome, number in report.outcomes.most_common():
        print(f"{number:8d}  {outcome}")
    print(f"failures: {len(report.failures)}")
    for index, what in report.failures:
        print(f"  {index}: {what}")
    sys.exit(bool(report.failures))


if __name__ == "__main__":
    main()
