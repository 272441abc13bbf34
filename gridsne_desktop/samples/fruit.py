"""A still life: fruit on a table.

The figures in a painting are a matter of taste, tried by eye; they have no other source.
"""

import numpy as np

from gridsne_desktop.samples.canvas import (
    Field,
    Light,
    Pixels,
    Place,
    Size,
    aspect_of,
    coordinates,
    finish,
    glow,
    hypotenuse,
    mix,
    patch,
    pick,
    ramp,
    rgb,
    shine,
    size_of,
    smoothstep,
    soften,
)
from gridsne_desktop.samples.noise import noise

# Skin in the shade, in the light · kind: how long, how large, with a stalk
FRUIT = (
    ("8a1a14 d8302a ff7a5a", 0.98, 1.0, True),
    ("4a7a14 94c02a dcf07a", 0.98, 1.0, True),
    ("b85a0a f8921a ffc46a", 1.0, 0.95, False),
    ("b8920a f8d42a fff49a", 0.78, 0.85, False),
    ("3a1440 6a2a74 b87ac0", 1.0, 0.7, False),
    ("b84a2a f8945a ffd09a", 1.0, 0.95, True),
    ("5a0a1c a81a34 f06a7a", 1.0, 0.5, True),
)
ROOMS = (
    "2a1c18 5a3a2c|8a5430",
    "d8c8b0 f4ead8|b08a60",
    "1c2c3a 3a5a70|5a4030",
    "6a7a64 a8b498|c8b090",
    "3a1a24 7a3a44|2a1a18",
    "a8c0d0 e0ecf0|f0e8dc",
)


def fruit(rng: np.random.Generator, size: Size) -> Pixels:
    """Fruit on a table, in the light of a window."""
    wall, table = pick(rng, ROOMS).split("|")
    _x, y = coordinates(size)
    edge = float(rng.uniform(0.5, 0.68))
    side = float(rng.choice([-1.0, 1.0]))
    light = (aspect_of(size) * (0.5 - 0.4 * side), 0.2)
    image = ramp(glow(size, light, 0.75) * 0.9 + 0.15 * noise(rng, size, cells=3), wall)
    grain = noise(rng, size, cells=24, stretch=14, octaves=4)
    wood = rgb(table) * (0.72 + 0.3 * grain + 0.25 * glow(size, light, 0.9))
    image = soften(mix(image, wood, smoothstep(edge - 0.006, edge + 0.006, y)), 0.004)
    kinds = [FRUIT[int(k)] for k in rng.choice(len(FRUIT), int(rng.integers(1, 4)), replace=False)]
    radius = float(rng.uniform(0.11, 0.17)) * min(1.0, aspect_of(size))
    count = int(rng.integers(3, 8))
    feet = np.sort(rng.uniform(edge + 0.06, 0.9, count))
    spacing = rng.permutation(count)
    for foot, slot in zip(feet, spacing, strict=True):
        skin, long, large, stalked = kinds[int(rng.integers(len(kinds)))]
        across = aspect_of(size) * (0.12 + 0.76 * (int(slot) + 0.5) / count) + float(
            rng.normal(0, 0.02)
        )
        real = radius * large * (0.85 + 0.35 * (float(foot) - edge))
        image = _round_fruit(rng, image, (across, float(foot)), (real, long, side), (skin, stalked))
    return finish(rng, image, vignette=0.4)


def _round_fruit(
    rng: np.random.Generator,
    image: Light,
    foot: Place,
    form: tuple[float, float, float],
    look: tuple[str, bool],
) -> Light:
    size = size_of(image)
    radius, long, side = form
    skin, stalked = look
    centre = foot[1] - radius * long * 0.95
    everywhere = coordinates(size)
    area = patch(size, foot, radius * 4)
    x, y = (axis[area] for axis in everywhere)
    image[area] *= 1 - _shadow(x - foot[0], y - foot[1], radius, side)
    area = patch(size, (foot[0], centre), radius * 1.4)
    x, y = (axis[area] for axis in everywhere)
    right, down = (x - foot[0]) / radius, (y - centre) / (radius * long)
    edge = 1 / (radius * size[1])
    cover = smoothstep(1 + edge, 1 - edge, hypotenuse(right, down))
    image[area] = mix(image[area], _skin(rng, right, down, side, skin), cover)
    if stalked:
        up = (centre - radius * long * 0.8 - y) / (radius * 0.5)
        lean = float(rng.uniform(-0.3, 0.3)) * up
        stalk = smoothstep(0.06, 0.03, np.abs(right - lean)) * ((up > 0) & (up < 1))
        image[area] = mix(image[area], rgb("4a3018"), stalk.astype(np.float32))
    return image


def _shadow(x: Field, y: Field, radius: float, side: float) -> Field:
    """What the fruit takes from the light on the table: a long soft shadow and a dark foot."""
    cast = np.square((x - side * radius * 0.7) / (radius * 1.5)) + np.square(y / (radius * 0.34))
    contact = np.square(x / (radius * 0.8)) + np.square(y / (radius * 0.16))
    values: Field = 0.5 * np.exp(-cast) + 0.4 * np.exp(-contact)
    return values


def _skin(rng: np.random.Generator, right: Field, down: Field, side: float, colours: str) -> Light:
    """The lit ball; `right` and `down` are −1 to 1 across it, `side` is where the shade is."""
    extent = size_of(right)
    toward = np.sqrt(np.clip(1 - right**2 - down**2, 0, 1))
    light = -side * right * 0.55 - down * 0.5 + toward * 0.65
    pores = noise(rng, extent, cells=10, octaves=2) - 0.5
    blush = noise(rng, extent, cells=1.4, octaves=3) - 0.5
    skin = ramp(0.12 + 0.72 * np.clip(light, 0, 1) + 0.06 * pores + 0.16 * blush, colours)
    shade = 0.42 + 0.62 * smoothstep(-0.5, 0.7, light) + 0.12 * np.clip(down, 0, 1)
    spark = np.square((right + side * 0.38) / 0.2) + np.square((down + 0.42) / 0.15)
    return shine(skin * shade, rgb("ffffff"), 0.7 * np.exp(-spark))
