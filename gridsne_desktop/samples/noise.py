"""Randomness with structure: fractal noise, ridge lines, and cells like those of a honeycomb."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from gridsne_desktop.samples.canvas import Field, Line, Size

LACUNARITY = 2
"""Each octave is so many times finer than the one before."""


def noise(
    rng: np.random.Generator,
    size: Size,
    *,
    cells: float = 3.0,
    stretch: float = 1.0,
    octaves: int = 5,
    gain: float = 0.5,
) -> Field:
    """Fractal value noise from 0 to 1.

    Args:
        rng: The source of randomness.
        size: Width and height in pixels.
        cells: Lumps of the coarsest octave from top to bottom.
        stretch: How many times wider than tall a lump is.
        octaves: Layers of detail.
        gain: Strength of an octave relative to the one before.
    """
    width, height = size
    total = np.zeros((height, width), dtype=np.float32)
    for octave in range(octaves):
        down = cells * LACUNARITY**octave
        across = down * width / height / stretch
        grid = (min(width, int(across) + 2), min(height, int(down) + 2))
        values = rng.random((grid[1], grid[0]), dtype=np.float32)
        lumps = Image.fromarray(values).resize(size, Image.Resampling.BICUBIC)
        total += np.float32(gain**octave) * np.asarray(lumps)
    return _unit(total)


def profile(
    rng: np.random.Generator, width: int, *, cells: float, octaves: int = 6, gain: float = 0.5
) -> Line:
    """A line of fractal noise from 0 to 1, (width,): the outline of hills."""
    total = np.zeros(width, dtype=np.float32)
    for octave in range(octaves):
        count = min(width, int(cells * LACUNARITY**octave) + 2)
        values = rng.random((1, count), dtype=np.float32)
        line = Image.fromarray(values).resize((width, 1), Image.Resampling.BICUBIC)
        total += np.float32(gain**octave) * np.asarray(line)[0]
    return _unit(total)


def _unit(values: Field) -> Field:
    low, high = values.min(), values.max()
    result: Field = (values - low) / max(high - low, np.float32(1e-6))
    return result


def sample(texture: Field, x: Field, y: Field) -> Field:
    """Look up `texture` at places in its own heights, mirrored endlessly, between its pixels."""
    height, width = texture.shape
    column, row = x * np.float32(height), y * np.float32(height)
    left, top = np.floor(column), np.floor(row)
    right_part, low_part = column - left, row - top
    columns = [_mirrored(left.astype(np.int32) + step, width) for step in (0, 1)]
    rows = [_mirrored(top.astype(np.int32) + step, height) for step in (0, 1)]
    upper, lower = (
        texture[line, columns[0]] * (1 - right_part) + texture[line, columns[1]] * right_part
        for line in rows
    )
    values: Field = upper * (1 - low_part) + lower * low_part
    return values


def _mirrored(index: NDArray[np.int32], count: int) -> NDArray[np.int32]:
    index = np.mod(index, 2 * count)
    return np.where(index < count, index, 2 * count - 1 - index)


def cells(
    rng: np.random.Generator, x: Field, y: Field, *, spread: float = 0.8
) -> tuple[Field, Field, NDArray[np.int32]]:
    """A jittered honeycomb (Worley 1996), about one cell a unit square of x and y.

    Args:
        rng: The source of randomness.
        x: Places, any range.
        y: Places, any range.
        spread: 0 a regular grid of cells, 1 quite irregular.

    Returns:
        Distance to the cell's heart, to the nearest border (roughly), and the cell's number.
    """
    column, row = np.floor(x).astype(np.int32), np.floor(y).astype(np.int32)
    left, top = int(column.min()) - 1, int(row.min()) - 1
    across, down = int(column.max()) - left + 2, int(row.max()) - top + 2
    jitter = ((rng.random((down, across, 2)) - 0.5) * spread + 0.5).astype(np.float32)
    first = np.full(x.shape, np.inf, dtype=np.float32)
    second, owner = first.copy(), np.zeros(x.shape, dtype=np.int32)
    for down_step in (-1, 0, 1):
        for right_step in (-1, 0, 1):
            to_row, to_column = row + down_step, column + right_step
            number = (to_row - top) * across + (to_column - left)
            heart = jitter.reshape(-1, 2)[number]
            distance = np.hypot(to_column + heart[..., 0] - x, to_row + heart[..., 1] - y)
            distance = distance.astype(np.float32)
            nearer = distance < first
            second = np.where(nearer, first, np.minimum(second, distance))
            first = np.where(nearer, distance, first)
            owner = np.where(nearer, number, owner)
    return first, (second - first) / 2, owner


def wave(values: Field, period: float) -> Field:
    """How far each number is within its `period`: 0 at the start to 1 at the end, repeating."""
    part = values / np.float32(period)
    result: Field = part - np.floor(part)
    return result
