"""Many vectors from few: `python -m benchmarks.many_vectors vectors.npz 100000 -o many.npz`.

vectors.npz is what `gridsne-desktop embed` writes of some hundred photos; as many vectors as
wished come out, spread as the real ones are, so that a benchmark need not embed 100,000 photos.
"""

import argparse
from pathlib import Path

import numpy as np

from gridsne_desktop.layout.components import unit_rows
from gridsne_desktop.layout.cores import single_threaded_products
from gridsne_desktop.layout.neighbours import Vectors

BLOCK = 4_096
"""Vectors made at a time, with randomness of their own: fewer are the beginning of more."""

MOST_OF_ANOTHER = 0.5
"""A vector lies between a photo's and another's, at most half-way."""

NOISE = 0.35
"""Of the way between photos, along the directions in which they differ: no two are copies."""

DIMENSIONS = 1_280
LATENT = 200
DECAY = 0.8
FAMILY_SIZE = 50
FAMILY_SPREAD = 0.7
"""Of vectors made of nothing, as a network makes them: families of 50 that overlap, in 200
directions whose spread falls as a power of their rank."""


def main() -> None:
    """Read some vectors, write many."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("vectors", type=Path, help="what `gridsne-desktop embed` wrote")
    parser.add_argument("count", type=int)
    parser.add_argument("-o", "--output", type=Path, required=True)
    options = parser.parse_args()
    np.savez(options.output, vectors=many_vectors(real_vectors(options.vectors), options.count))


def real_vectors(path: Path) -> Vectors:
    """The vectors in a file of `gridsne-desktop embed`."""
    return np.asarray(np.load(path)["vectors"], dtype=np.float32)


def many_vectors(source: Vectors, n: int) -> Vectors:
    """`n` unit vectors around those of `source`; the same for the same source, float32 (n, d).

    Each is a photo's vector, moved towards another's and by noise of the photos' own covariance.
    """
    many = np.empty((n, source.shape[1]), dtype=np.float32)
    centred = (source - source.mean(axis=0)) / np.float32(np.sqrt(len(source)))
    with single_threaded_products():
        for number, start in enumerate(range(0, n, BLOCK)):
            random = np.random.default_rng(number)
            first, second = random.integers(0, len(source), (2, BLOCK))
            share = random.uniform(0, MOST_OF_ANOTHER, (BLOCK, 1)).astype(np.float32)
            noise = random.normal(0, NOISE, (BLOCK, len(source))).astype(np.float32)
            block = source[first] * (1 - share) + source[second] * share + noise @ centred
            many[start : start + BLOCK] = unit_rows(block)[: n - start]
    return many


def made_vectors(n: int) -> Vectors:
    """`n` unit vectors made of nothing, for who has no photos; float32 (n, `DIMENSIONS`)."""
    random = np.random.default_rng(0)
    spread = np.arange(1, LATENT + 1) ** -DECAY
    centres = random.normal(size=(max(4, n // FAMILY_SIZE), LATENT))
    latent = centres[random.integers(0, len(centres), n)]
    latent = (latent + FAMILY_SPREAD * random.normal(size=(n, LATENT))) * spread
    return unit_rows((latent @ random.normal(size=(LATENT, DIMENSIONS))).astype(np.float32))


if __name__ == "__main__":
    main()
