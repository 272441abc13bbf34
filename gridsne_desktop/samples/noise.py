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
    total = np.zeros((1, 1), dtype=np.float32)
    for octave in range(octaves):
        down = cells * LACUNARITY**octave
        across = down * width / height / stretch
        grid = (min(width, int(across) + 2), min(height, int(down) + 2))
        # Coarse octaves grow from octave to octave: each is as small as it can be.
        total = _resized(total, grid)
        total += np.float32(gain**octave) * rng.random((grid[1], grid[0]), dtype=np.float32)
    return _unit(_resized(total, size))


def profile(
    rng: np.random.Generator, width: int, *, cells: float, octaves: int = 6, gain: float = 0.5
) -> Line:
    """A line of fractal noise from 0 to 1, (width,): the outline of hills."""
    total = np.zeros((1, width), dtype=np.float32)
    for octave in range(octaves):
        count = min(width, int(cells * LACUNARITY**octave) + 2)
        values = rng.random((1, count), dtype=np.float32)
        total += np.float32(gain**octave) * _resized(values, (width, 1))
    return _unit(total[0])


def _resized(values: Field, size: Size) -> Field:
    return np.array(Image.fromarray(values).resize(size, Image.Resampling.BICUBIC))


def _unit(values: Field) -> Field:
    low, high = values.min(), values.max()
    result: Field = (values - low) * (1 / max(high - low, np.float32(1e-6)))
    return result


def sample(texture: Field, x: Field, y: Field) -> Field:
    """Look up `texture` at places in its own heights, mirrored endlessly, between its pixels."""
    height, width = texture.shape
    column, row = (
        _mirrored(x * np.float32(height), width),
        _mirrored(y * np.float32(height), height),
    )
    left, top = np.floor(column), np.floor(row)
    right_part, low_part = column - left, row - top
    # One row and one column more, so that every pixel has neighbours to the right and below.
    stride = width + 2
    ground = np.pad(texture, (0, 2), mode="edge").ravel()
    at = (top * stride + left).astype(np.int32)
    corner, right, low, across = (np.take(ground, at + step) for step in (0, 1, stride, stride + 1))
    upper, lower = corner + (right - corner) * right_part, low + (across - low) * right_part
    values: Field = upper + (lower - upper) * low_part
    return values


def _mirrored(position: Field, count: int) -> Field:
    """The position walking to and fro between 0 and `count`."""
    turns = position * np.float32(0.5 / count)
    walked: Field = np.abs(turns - np.rint(turns)) * np.float32(2 * count)
    return walked


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
    jitter_x, jitter_y = (np.ascontiguousarray(jitter[..., axis]) for axis in (0, 1))
    home = (row - top) * across + (column - left)
    from_x, from_y = x - column.astype(np.float32), y - row.astype(np.float32)
    first = np.full(x.shape, np.inf, dtype=np.float32)
    second, owner = first.copy(), np.zeros(x.shape, dtype=np.int32)
    for down_step in (-1, 0, 1):
        for right_step in (-1, 0, 1):
            number = home + (down_step * across + right_step)
            to_x = np.take(jitter_x, number) + (right_step - from_x)
            to_y = np.take(jitter_y, number) + (down_step - from_y)
            distance = to_x * to_x + to_y * to_y
            np.minimum(second, np.maximum(first, distance), out=second)
            np.copyto(owner, number, where=distance < first)
            np.minimum(first, distance, out=first)
    first, second = np.sqrt(first), np.sqrt(second)
    return first, (second - first) / 2, owner


def wave(values: Field, period: float) -> Field:
    """How far each number is within its `period`: 0 at the start to 1 at the end, repeating."""
    part = values * np.float32(1 / period)
    result: Field = part - np.floor(part)
    return result
