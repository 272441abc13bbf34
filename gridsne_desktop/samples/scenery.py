"""What landscapes share: clouds, stars, ridges, still water, firs, flocks of birds."""

import numpy as np

from gridsne_desktop.samples.canvas import (
    Colour,
    Field,
    Light,
    Line,
    Place,
    Size,
    Sketch,
    aspect_of,
    coordinates,
    glow,
    mix,
    patch,
    rgb,
    shine,
    size_of,
    smoothstep,
)
from gridsne_desktop.samples.noise import noise, profile, sample


def add_clouds(
    rng: np.random.Generator,
    image: Light,
    *,
    lit: str,
    shade: str,
    amount: float = 0.5,
    stretch: float = 2.5,
    cells: float = 3.0,
    light_from: float = -0.03,
) -> Light:
    """Clouds with a bright and a dark side.

    Args:
        rng: The source of randomness.
        image: The sky.
        lit: Colour of the side in the light.
        shade: Colour of the other side.
        amount: 0 a clear sky, 1 an overcast one.
        stretch: How many times wider than tall the clouds are.
        cells: Clouds from top to bottom.
        light_from: Height of the light over the cloud; below 0 it comes from above.
    """
    size = size_of(image)
    shape = noise(rng, size, cells=cells, stretch=stretch, octaves=7, gain=0.55)
    edge = 0.9 - 0.6 * amount
    cover = smoothstep(edge - 0.12, edge + 0.22, shape)
    shift = round(light_from * size[1]) or -1
    slope = shape - np.roll(shape, -shift, axis=0)
    light = np.clip(0.5 + slope * 3.2, 0, 1)
    return mix(image, mix(rgb(shade), rgb(lit), light), cover * 0.92)


def add_stars(rng: np.random.Generator, image: Light, *, count: int, below: float = 1.0) -> Light:
    """Stars from the top down to `below`, few bright and many faint."""
    width, height = size_of(image)
    field = np.zeros((height, width), dtype=np.float32)
    rows = rng.integers(0, max(1, int(below * height)), count)
    columns = rng.integers(0, width, count)
    field[rows, columns] = rng.random(count, dtype=np.float32) ** 3 * 0.9 + 0.1
    bright = np.flatnonzero(rng.random(count) < 0.02)
    radius = 0.0035
    for row, column in zip(rows[bright], columns[bright], strict=True):
        place = (column / height, row / height)
        area = patch((width, height), place, 4 * radius)
        field[area] += 0.8 * glow((width, height), place, radius)[area]
    return shine(image, rgb("f4f2ff"), field)


def outline(
    rng: np.random.Generator,
    size: Size,
    *,
    base: float,
    rise: float,
    cells: float = 2.0,
    gain: float = 0.5,
    octaves: int = 7,
) -> Line:
    """The upper edge of a row of hills, y for each column: from `base` up by `rise`."""
    across = max(1.0, cells * aspect_of(size))
    heights = profile(rng, size[0], cells=across, gain=gain, octaves=octaves)
    return (np.float32(base) - np.float32(rise) * heights).astype(np.float32)


def below(size: Size, edge: Line) -> Field:
    """1 under the line `edge`, with a smooth step of a pixel."""
    _, y = coordinates(size)
    return np.clip((y - edge[None, :]) * np.float32(size[1]) + np.float32(0.5), 0, 1)


def ripples(rng: np.random.Generator, size: Size, horizon: float, *, fine: float = 1.0) -> Field:
    """Waves on water seen from the shore, 0 to 1: small at the horizon, large at the feet."""
    x, y = coordinates(size)
    near = np.clip((y - horizon) / max(1 - horizon, 1e-3), 0, 1)
    distance = 1 / (near + np.float32(0.06))
    texture = noise(rng, (384, 384), cells=14 * fine, stretch=3.0, octaves=4, gain=0.6)
    centred = x - np.float32(aspect_of(size) / 2)
    return sample(texture, centred * distance * np.float32(0.22), distance * np.float32(0.45))


def reflect(
    rng: np.random.Generator, image: Light, horizon: float, *, colour: str, clear: float = 0.75
) -> Light:
    """Still water below `horizon` that mirrors what stands above it.

    Args:
        rng: The source of randomness.
        image: The landscape; what it has below the horizon is replaced.
        horizon: y of the far shore.
        colour: The water's own colour.
        clear: 1 a perfect mirror, 0 only the water's own colour.
    """
    width, height = size_of(image)
    first = int(horizon * height)
    _, y = coordinates((width, height))
    # Only the rows of the water.
    y = y[first:]
    waves = ripples(rng, (width, height), horizon)[first:] - np.float32(0.5)
    near = np.clip((y - horizon) / (1 - horizon), 0, 1)
    mirrored = 2 * horizon - y + waves * (0.02 + 0.11 * near)
    rows = np.clip(mirrored * height, 0, max(0, first - 1)).astype(np.int32)
    places = rows * np.int32(width) + np.arange(width, dtype=np.int32)
    water = np.take(image.reshape(3, -1), places, axis=1)
    water = mix(water, rgb(colour), np.float32(1 - clear) + 0.3 * near)
    water *= 1 + 0.35 * waves * near
    reflected = image.copy()
    reflected[:, first:] = mix(image[:, first:], water, (y >= horizon).astype(np.float32))
    return reflected


def add_fir(
    rng: np.random.Generator,
    sketch: Sketch,
    foot: Place,
    height: float,
    colour: Colour,
) -> None:
    """A fir tree: a ragged stack of hanging branches on a short trunk."""
    x, y = foot
    tiers = 9
    width = height * rng.uniform(0.17, 0.24)
    sketch.box((x - height * 0.015, y - height * 0.15), (x + height * 0.015, y), colour * 0.7)
    right: list[Place] = []
    left: list[Place] = []
    for tier in range(tiers):
        part = (tier + 1) / tiers
        level = y - height * (1 - 0.94 * part)
        reach = width * part**0.9
        for side, points in ((1.0, right), (-1.0, left)):
            ragged = rng.uniform(0.8, 1.15)
            points.append((x + side * reach * ragged, level))
            points.append((x + side * reach * 0.5, level - height * 0.012))
    sketch.polygon([(x, y - height), *right, *reversed(left)], colour)


def add_birds(rng: np.random.Generator, image: Light, *, count: int, around: Place) -> Light:
    """A flock of far birds."""
    size = size_of(image)
    sketch = Sketch(size)
    for _ in range(count):
        x = around[0] + rng.normal(0, 0.12)
        y = around[1] + rng.normal(0, 0.05)
        span = rng.uniform(0.009, 0.02)
        lift = span * rng.uniform(0.3, 0.7)
        wings = [
            (x - span, y - lift),
            (x - span * 0.5, y - lift * 1.1),
            (x, y),
            (x + span * 0.5, y - lift * 1.1),
            (x + span, y - lift),
        ]
        sketch.line(wings, rgb("1a141f"), 0.0035, opacity=0.9)
    return sketch.over(image)
