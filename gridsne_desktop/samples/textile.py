"""Cloth: tartan, stripes, zigzag, dots, knitting.

The figures in a painting are a matter of taste, tried by eye; they have no other source.
"""

import numpy as np

from gridsne_desktop.samples.canvas import (
    Field,
    Light,
    Palette,
    Pixels,
    Size,
    coordinates,
    dye,
    finish,
    hypotenuse,
    mix,
    palette,
    pick,
    smoothstep,
    turned,
)
from gridsne_desktop.samples.noise import noise, wave

YARNS = (
    "b8283a f4e8d8 1c3a5a e8b84a",
    "2a4a7a 8ab0d8 f4f0e4 d8603a",
    "2a5a3c d8c88a 7a2a2a f4ead4",
    "e8a0b0 f8ecec 8a6a9a 5a8a9a",
    "3a2a24 c88a4a f0d8a8 7a3a24",
    "f0c040 3a8a8a f4f0e8 d84a3a",
    "24242c 8a8a94 e8e8ec c83a3a",
)


def textile(rng: np.random.Generator, size: Size) -> Pixels:
    """Cloth in soft folds: tartan, stripes, zigzag, dots or knitting."""
    x, y = coordinates(size)
    yarns = palette(pick(rng, YARNS))
    folds = noise(
        rng,
        size,
        cells=float(rng.uniform(1.2, 2.2)),
        stretch=float(rng.choice([0.4, 1.0])),
        octaves=2,
    )
    angle = float(rng.choice([0.0, 0.35, 0.785, -0.3]))
    right, down = x + 0.12 * folds, y + 0.1 * folds
    right, down = turned(right, down, angle)
    weaves = (_tartan, _stripes, _zigzag, _dots, _knitting)
    cloth = weaves[int(rng.integers(len(weaves)))](rng, right, down, yarns)
    step = max(1, size[1] // 90)
    slope = (folds - np.roll(folds, (step, step), axis=(0, 1))) * (size[1] / 40)
    threads = 0.5 + 0.25 * np.sin(right * 560) + 0.25 * np.sin(down * 560)
    shade = 0.9 + np.clip(slope, -0.4, 0.35) + 0.12 * (threads - 0.5)
    return finish(rng, cloth * shade, vignette=0.25, grain=0.02)


def _tartan(rng: np.random.Generator, x: Field, y: Field, yarns: Palette) -> Light:
    period = float(rng.uniform(0.18, 0.4))
    sett = rng.choice([0, 0, 0, 1, 1, 2, 3], 24)
    sett = np.concatenate([np.repeat(sett[:8], 3), np.repeat(sett[7::-1], 3)])
    warp, weft = (
        sett[(wave(axis, period) * len(sett)).astype(np.int32) % len(sett)] for axis in (x, y)
    )
    twill = (wave(x + y, 0.012) < 0.5).astype(np.float32)
    return mix(dye(warp, yarns), dye(weft, yarns), 0.25 + 0.5 * twill)


def _stripes(rng: np.random.Generator, x: Field, y: Field, yarns: Palette) -> Light:
    period = float(rng.uniform(0.12, 0.35))
    order = rng.integers(yarns.shape[1], size=int(rng.integers(4, 12)))
    bend = 0.02 * np.sin(y * float(rng.uniform(4, 12))) * float(rng.choice([0.0, 1.0]))
    stripe = (wave(x + bend, period) * len(order)).astype(np.int32) % len(order)
    return dye(stripe, yarns[:, order])


def _zigzag(rng: np.random.Generator, x: Field, y: Field, yarns: Palette) -> Light:
    wide, tall = float(rng.uniform(0.08, 0.2)), float(rng.uniform(0.03, 0.1))
    tooth = np.abs(wave(x, wide) - 0.5) * 2 * tall * float(rng.uniform(0.7, 1.6))
    band = np.floor((y + tooth) / tall * 1.5).astype(np.int32)
    return dye(band % yarns.shape[1], yarns)


def _dots(rng: np.random.Generator, x: Field, y: Field, yarns: Palette) -> Light:
    period = float(rng.uniform(0.06, 0.15))
    row = np.floor(y / period)
    right = wave(x + (row % 2) * (period / 2), period) - 0.5
    down = wave(y, period) - 0.5
    reach = hypotenuse(right, down) if rng.random() < 0.6 else np.abs(right) + np.abs(down)
    ground, *inks = (yarn.reshape(3, 1, 1) for yarn in yarns.T)
    spots = mix(ground, inks[int(rng.integers(3))], smoothstep(0.36, 0.32, reach))
    return mix(spots, inks[int(rng.integers(3))], smoothstep(0.2, 0.16, reach))


def _knitting(rng: np.random.Generator, x: Field, y: Field, yarns: Palette) -> Light:
    wide = float(rng.uniform(0.022, 0.04))
    tall = wide * 0.8
    lean = np.abs(wave(x, wide) - 0.5) * tall * 1.4
    row = np.floor((y + lean) / tall).astype(np.int32)
    column = np.floor(x / wide).astype(np.int32)
    motif = rng.integers(0, 2, (8, 4))
    motif = np.concatenate([motif, motif[:, ::-1]], axis=1)
    bands = rng.integers(yarns.shape[1], size=(12, 2))
    band = (row // 8) % len(bands)
    colours = dye(bands[band, motif[row % 8, column % 8]], yarns)
    across, along = np.abs(wave(x, wide) - 0.5) * 2, wave(y + lean, tall)
    stitch = (0.62 + 0.45 * np.sin(along * np.pi)) * (0.72 + 0.32 * np.sin(across * np.pi))
    painted: Light = colours * stitch
    return painted
