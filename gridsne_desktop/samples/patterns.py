"""Patterns: paintings, stained glass, stone walls, painted tiles.

The figures in a painting are a matter of taste, tried by eye; they have no other source.
"""

import numpy as np

from gridsne_desktop.samples.canvas import (
    Light,
    Pixels,
    Size,
    Sketch,
    aspect_of,
    coordinates,
    dye,
    finish,
    glow,
    hypotenuse,
    mix,
    palette,
    pick,
    ramp,
    rgb,
    smoothstep,
    soften,
    soften_field,
    tint,
    turned,
)
from gridsne_desktop.samples.noise import cells, noise, sample, wave

PAINTS = (
    "1a2a4a e84a2a f8b82a f4ead4 2a8a8a",
    "2a1a3a b83a6a f88a5a ffe0a0 4a6ab8",
    "0e3a4a 3a9a8a f0e0b0 e8845a 8a2a3a",
    "f4f0e8 1c1c24 d83a2a 2a5ab0 f0c830",
    "3a2a5a 7a5ac0 e0a0d0 f8f0ff 4ac0d0",
    "4a3a1a b88a2a e8d08a 5a7a4a 2a3a3a",
)
GLASSES = (
    "c81e2e e8681e f8c02a 1e5ac8 2a9ad0 f8f0d0",
    "1e3ab0 2a7ae0 7ad0f8 e8f4ff 7a3ac8",
    "1e7a3c 6ac04a d8e86a f8c83a 2a9a9a",
    "8a1e6a d83a8a f8a0b8 f8d07a 5a2ab0",
    "e8a01e f8d85a f8f4c8 c8501e 8a2a1e",
)
STONES = (
    "5a5a60 8a8a8e b0aca8 d0ccc4",
    "6a4a3a a07858 c8a888 e8d8c0",
    "2a3440 4a5a6a 7a8a94 a8b4b8",
    "7a3a34 a8685a 5a6a70 c8b8a8",
    "e0dcd4 c8c0b4 f4f0e8 a09890",
)
GLAZES = (
    "f4f4ec 1e4a9a 7aa8d8 f0c84a",
    "f8f0e0 2a7a6a e89a3a 8ac0b0",
    "f4ece0 8a2a34 e0b060 3a5a7a",
    "fcf8f0 3a3a6a d86a8a 8a9ac8",
    "f0f4f0 e0702a 2a6a9a f4d070",
)


def painting(rng: np.random.Generator, size: Size) -> Pixels:
    """An abstract painting: flowing paint, fields of colour, shapes, or strokes."""
    styles = (_flow, _colour_fields, _shapes, _strokes)
    image = styles[int(rng.integers(len(styles)))](rng, size, pick(rng, PAINTS))
    relief = noise(rng, size, cells=50, stretch=2.5, octaves=3, gain=0.7)
    weave = relief - np.roll(relief, (1, 1), axis=(0, 1))
    return finish(rng, image * (1 + 0.35 * weave), vignette=0.08, grain=0.01)


def _flow(rng: np.random.Generator, size: Size, paints: str) -> Light:
    x, y = coordinates(size)
    first, second = (noise(rng, size, cells=2.2, octaves=3) for _ in range(2))
    texture = noise(rng, (384, 384), cells=3, octaves=3, gain=0.4)
    field = sample(texture, x * 0.5 + first * 0.9, y * 0.5 + second * 0.9)
    veins = 0.5 + 0.5 * np.sin(field * float(rng.uniform(14, 30)))
    image = ramp(smoothstep(0.1, 0.9, field), paints)
    painted: Light = image * (0.8 + 0.25 * veins)
    return painted


def _colour_fields(rng: np.random.Generator, size: Size, paints: str) -> Light:
    x, y = coordinates(size)
    colours = [rgb(paint) for paint in rng.permutation(paints.split())]
    image = colours[0] * (0.9 + 0.2 * noise(rng, size, cells=4))
    count = int(rng.integers(2, 4))
    edges = np.linspace(0.06, 0.94, count + 1) + np.concatenate(
        [[0], rng.normal(0, 0.07, count - 1), [0]]
    )
    across = x / np.float32(aspect_of(size))
    for number in range(count):
        fray = (noise(rng, size, cells=9, octaves=4, gain=0.6) - 0.5) * 0.05
        inside = smoothstep(0.07, 0.1, np.minimum(across, 1 - across) + fray)
        inside = inside * smoothstep(0.0, 0.03, y - np.float32(edges[number]) - 0.015 + fray)
        inside = inside * smoothstep(0.0, 0.03, np.float32(edges[number + 1]) - 0.015 - y + fray)
        brush = 0.8 + 0.35 * noise(rng, size, cells=6, stretch=3, octaves=5)
        image = mix(image, colours[number + 1] * brush, inside * 0.93)
    return image


def _shapes(rng: np.random.Generator, size: Size, paints: str) -> Light:
    colours = paints.split()
    ground = mix(rgb(pick(rng, colours)), rgb("f8f0e0"), 0.6)
    image = ground * (0.88 + 0.2 * noise(rng, size, cells=3))
    for _ in range(int(rng.integers(3, 5))):
        sketch = Sketch(size)
        for _ in range(int(rng.integers(4, 8))):
            place = (aspect_of(size) * float(rng.random()), float(rng.random()))
            colour, extent = tint(rng, pick(rng, colours)), float(rng.lognormal(-2.3, 0.5))
            kind = int(rng.integers(4))
            if kind == 0:
                sketch.oval(place, (extent, extent), colour)
                sketch.oval(place, (extent * 0.6, extent * 0.6), tint(rng, pick(rng, colours)))
            elif kind == 1:
                sketch.polygon(np.array(place) + rng.normal(0, extent * 1.2, (3, 2)), colour)
            elif kind == 2:
                ends = np.array(place) + rng.normal(0, 0.4, (2, 2))
                sketch.line(ends, rgb("1c1c24"), float(rng.uniform(0.003, 0.012)))
            else:
                bend = np.linspace(0, 5, 40)
                curve = np.stack([bend * 0.09, np.sin(bend * 1.6) * extent * 0.6], axis=1)
                sketch.line(np.array(place) + curve, colour, float(rng.uniform(0.006, 0.02)))
        image = sketch.over(image, opacity=0.88)
    return image


def _strokes(rng: np.random.Generator, size: Size, paints: str) -> Light:
    flow = noise(rng, size, cells=1.6, octaves=2)
    hue = noise(rng, size, cells=2.2, octaves=3)
    base = ramp(hue, paints)
    image = soften(base, 0.03)
    for length, count in ((0.12, 420), (0.06, 900)):
        sketch = Sketch(size)
        for _ in range(count):
            column, row = int(rng.integers(size[0])), int(rng.integers(size[1]))
            angle = flow[row, column] * 7
            reach = np.array([np.cos(angle), np.sin(angle)]) * length * rng.uniform(0.3, 0.6)
            place = np.array([column, row]) / size[1]
            colour = np.clip(
                base[:, row, column] * rng.uniform(0.75, 1.25) + rng.normal(0, 0.05, 3), 0, 1
            )
            sketch.line(
                np.stack([place - reach, place + reach]),
                colour,
                length * float(rng.uniform(0.1, 0.24)),
            )
        image = sketch.over(image)
    return image


def glass(rng: np.random.Generator, size: Size) -> Pixels:
    """Stained glass: coloured panes between strips of lead, light behind them."""
    x, y = coordinates(size)
    colours = palette(pick(rng, GLASSES))
    middle = (aspect_of(size) / 2, 0.5)
    right, down = x - middle[0], y - middle[1]
    distance = hypotenuse(right, down)
    is_rose = rng.random() < 0.55
    fine = float(rng.uniform(5, 10))
    if is_rose:
        spokes = int(rng.choice([8, 12, 16]))
        around = np.abs(wave(np.arctan2(down, right), 2 * np.pi / spokes) - 0.5) * 2
        _, border, owner = cells(rng, around * 1.7, distance * fine, spread=0.85)
        border = border * np.clip(distance * 4, 0.15, 1)
    else:
        _, border, owner = cells(rng, x * fine, y * fine, spread=0.9)
    shuffle = rng.integers(0, colours.shape[1], owner.max() + 1)
    brightness = rng.uniform(0.7, 1.15, owner.max() + 1).astype(np.float32)
    pane = dye(owner, colours[:, shuffle] * brightness)
    streaks = noise(rng, size, cells=9, stretch=0.5, octaves=4)
    light = 0.5 + 0.75 * glow(size, (middle[0], float(rng.uniform(0.2, 0.6))), 0.55)
    pane = pane * (light * (0.75 + 0.45 * streaks))
    lead = smoothstep(0.05, 0.025, border)
    image = mix(pane, rgb("0e0c10"), lead)
    if is_rose:
        image = mix(
            image,
            rgb("14100f"),
            smoothstep(0.025, 0.015, np.abs(distance - 0.47 * min(1, aspect_of(size)))),
        )
    return finish(rng, image + 0.35 * soften(image, 0.025), vignette=0.35)


def stones(rng: np.random.Generator, size: Size) -> Pixels:
    """The stones of a wall, dry or wet."""
    x, y = coordinates(size)
    fine = float(rng.uniform(4.5, 11))
    bend = noise(rng, size, cells=5, octaves=2)
    _, border, owner = cells(
        rng,
        (x + 0.05 * bend) * fine,
        (y + 0.05 * bend) * fine * float(rng.uniform(1, 1.5)),
        spread=0.75,
    )
    colours = palette(pick(rng, STONES))
    stone = colours[:, rng.integers(0, colours.shape[1], owner.max() + 1)]
    stone = stone * rng.uniform(0.7, 1.15, stone.shape[1:]).astype(np.float32)
    dome = soften_field(np.sqrt(np.clip(border - 0.02, 0, 0.4) / 0.4), 0.05 / fine)
    step = max(1, size[1] // 160)
    slope = (dome - np.roll(dome, (step, step), axis=(0, 1))) * 2.2
    speckle = noise(rng, size, cells=45, octaves=3, gain=0.8)
    veins = smoothstep(0.46, 0.5, np.abs(noise(rng, size, cells=6, octaves=4) - 0.5) + 0.45)
    light = 0.28 + 0.62 * dome + np.clip(slope, -0.5, 0.5)
    image = dye(owner, stone) * (light * (0.8 + 0.35 * speckle) * (0.85 + 0.15 * veins))
    if rng.random() < 0.4:
        image = image * rgb("a8c4d0") + (smoothstep(0.16, 0.3, slope) * 0.6)
    return finish(rng, image * 1.08, vignette=0.3)


def tiles(rng: np.random.Generator, size: Size) -> Pixels:
    """Painted tiles that repeat one mirrored ornament."""
    x, y = coordinates(size)
    glaze = pick(rng, GLAZES).split()
    period = float(rng.choice([0.25, 0.34, 0.5]))
    turn = float(rng.choice([0.0, 0.0, 0.785]))
    across, along = turned(x, y, turn)
    right, down = np.abs(wave(across, period) - 0.5) * 2, np.abs(wave(along, period) - 0.5) * 2
    low, high = np.minimum(right, down), np.maximum(right, down)
    distance, angle = hypotenuse(right, down), np.arctan2(low, high)
    image = rgb(glaze[0])
    for number in range(int(rng.integers(4, 8))):
        colour = rgb(glaze[1 + number % 3])
        petals, at = float(rng.choice([4, 8, 12])), float(rng.uniform(0.15, 1.25))
        figure = distance - at * (0.75 + 0.3 * np.cos(angle * petals))
        corner = hypotenuse(1 - right, 1 - down) - at * (0.6 + 0.2 * np.cos(angle * petals))
        edge = figure if rng.random() < 0.65 else corner
        wide = float(rng.uniform(0.02, 0.12))
        image = mix(image, colour, smoothstep(wide + 0.015, wide - 0.015, np.abs(edge)))
    grout = smoothstep(0.975, 0.985, high)
    number = (np.floor(across / period) * 7 + np.floor(along / period) * 13).astype(np.int32) % 31
    image = image * (0.9 + 0.12 * rng.random(31).astype(np.float32)[number])
    bevel = smoothstep(0.9, 0.97, right) * 0.12 * np.sign(wave(across, period) - 0.5)
    image = mix(image * (1 - bevel), rgb("b0a898") * 0.8, grout)
    shine_on = glow(size, (aspect_of(size) * float(rng.random()), float(rng.random())), 0.5)
    return finish(
        rng,
        image * (0.82 + 0.3 * shine_on) * (0.94 + 0.1 * noise(rng, size, cells=4)),
    )
