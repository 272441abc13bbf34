"""One provider and the processor, with the same pictures and all workers at once."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain, product
from typing import Final

import numpy as np

from gridsne_desktop.embedding.models import Model
from gridsne_desktop.embedding.network import Network, Vectors
from gridsne_desktop.embedding.workers import core_count
from gridsne_desktop.library.decode import Pixels
from gridsne_desktop.progress import Run

RECIPE: Final = 1
"""Raise it when a comparison means something else: all older ones are made anew."""
LEAST_COSINE: Final = 0.999
"""Float32 on another device gives 0.999999, other integer arithmetic 0.998 (decision 0014)."""
LEAST_GAIN: Final = 1.2
"""Times as fast as the processor: less is not worth other vectors, and may be chance."""
ROUNDS: Final = 5
LOOKS: Final = tuple(product((1.0, 1.25, 1.5, 1.75), (55.0, 20.0, 8.0, 8.0)))
"""How fast a picture's amplitudes fall with the frequency, and its contrast in grey levels.

Photos have about 1 and 55; the soft and dull ones are those on which integer arithmetics differ
as much as on the worst of real photos.
"""

_SEED: Final = 0
_MEAN: Final = 118.0
"""A grey level; ImageNet's mean is 104 to 124 per channel."""
_GREY: Final = 0.8
"""How far the channels of a photo agree."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What a comparison measured.

    Attributes:
        cosine: The least between the two vectors of a picture; NaN if there is none.
        is_repeatable: Whether the provider gave the same bits each time.
        gain: Times as fast as the processor, in the worst of the rounds.
        rate: Pictures a second.
        cpu_rate: The processor's.
        effort: Milliseconds of the processor's time a picture; a graphics card needs few.
        cpu_effort: Without the provider.
    """

    cosine: float
    is_repeatable: bool
    gain: float
    rate: float
    cpu_rate: float
    effort: float
    cpu_effort: float


def compare(model: Model, provider: str, run: Run) -> Figures:
    """Measure `provider` against the processor.

    Raises:
        Cancelled: The run was cancelled; noticed between two steps, of which some take seconds.
        GridsneError: The processor cannot compute the model.
        ProviderFailed: The provider cannot.
    """
    squares = pictures(model.preprocessing.edge)
    other, cpu = Network(model, provider=provider), Network(model)
    run.check()
    with ThreadPoolExecutor(core_count(), "trial") as pool:
        expected, found = _vectors(cpu, squares, pool), _vectors(other, squares, pool)
        rounds, is_repeatable = list[tuple[float, float]](), True
        cpu_rounds = list[tuple[float, float]]()
        for _ in range(ROUNDS):  # in turn, so that a busy moment hits both
            run.check()
            cpu_rounds.append(_round(cpu, squares, pool)[1:])
            run.check()
            again, *times = _round(other, squares, pool)
            rounds.append((times[0], times[1]))
            is_repeatable &= np.array_equal(again, found)
    seconds, effort = np.median(rounds, axis=0)
    cpu_seconds, cpu_effort = np.median(cpu_rounds, axis=0)
    return Figures(
        cosine=float((expected * found).sum(axis=1).min()),
        is_repeatable=is_repeatable,
        gain=float((np.array(cpu_rounds)[:, 0] / np.array(rounds)[:, 0]).min()),
        rate=float(1 / seconds),
        cpu_rate=float(1 / cpu_seconds),
        effort=float(1000 * effort),
        cpu_effort=float(1000 * cpu_effort),
    )


def pictures(edge: int) -> Pixels:
    """Clouds, uint8 (n, edge, edge, 3), from crisp to soft and dull: always the same.

    Their amplitudes fall with the frequency as those of photos do (Field 1987).
    """
    chance = np.random.default_rng(_SEED)
    down, across = np.fft.fftfreq(edge)[:, np.newaxis], np.fft.rfftfreq(edge)
    frequency = np.hypot(down, across)
    frequency[0, 0] = np.inf  # the mean is set below
    slopes, contrasts = np.array(LOOKS).T[:, :, np.newaxis, np.newaxis, np.newaxis]
    noise = chance.standard_normal((len(LOOKS), 4, edge, edge))
    layers = np.fft.irfft2(np.fft.rfft2(noise) / frequency**slopes, s=(edge, edge))
    layers /= layers.std(axis=(2, 3), keepdims=True)
    mixed = _GREY * layers[:, :1] + (1 - _GREY) * layers[:, 1:]
    levels = _MEAN + np.moveaxis(contrasts * mixed, 1, -1)
    made: Pixels = np.clip(np.rint(levels), 0, 255).astype(np.uint8)
    return made


def _vectors(network: Network, squares: Pixels, pool: ThreadPoolExecutor) -> Vectors:
    """The vectors of `squares`, one a call, as the workers compute them."""
    rows = pool.map(network.vectors, (square[np.newaxis] for square in squares))
    return np.array(list(chain.from_iterable(rows)))


def _round(
    network: Network, squares: Pixels, pool: ThreadPoolExecutor
) -> tuple[Vectors, float, float]:
    """The vectors; seconds, and seconds of processor time, a picture."""
    began, busy = time.perf_counter(), time.process_time()
    vectors = _vectors(network, squares, pool)
    n = len(squares)
    return vectors, (time.perf_counter() - began) / n, (time.process_time() - busy) / n
