"""Landscapes by day: mountains, deserts, forests, snow, meadows, balloons over the land.

The figures in a painting are a matter of taste, tried by eye; they have no other source.
"""

import numpy as np

from gridsne_desktop.samples.canvas import (
    Light,
    Pixels,
    Place,
    Size,
    Sketch,
    aspect_of,
    coordinates,
    disc,
    finish,
    glow,
    mix,
    pick,
    ramp,
    rgb,
    shine,
    size_of,
    smoothstep,
    soften,
)
from gridsne_desktop.samples.noise import noise, profile
from gridsne_desktop.samples.scenery import (
    add_clouds,
    add_fir,
    below,
    outline,
    reflect,
)

# Sky from top to horizon · snow in the light · rock in the shade · nearest land
PEAKS = (
    "2f6fb8 7fb0dd d6e8f2|fffaf0|4a5a78|1f3a2a",
    "5a6aa8 d99ab0 ffd9b8|ffd9c0|5a4a78|2a2440",
    "3a7aa8 9cc8d8 f0f0e0|f4f8ff|56646e|2c4a2c",
    "20304f 5a7090 c8c8c8|e8eef8|33405a|16202a",
    "4a90c8 b8dcf0 fff4d8|fff4dc|7a6650|4a5a24",
)
# Sky · sand in the light · sand in the shade
SANDS = (
    "3f86c4 a8d0e6 f6e6c4|f0b870|8a4a2a",
    "f09a5a ffc98a ffe8c0|e8884a|5c2430",
    "5a4a8a c88aa0 ffc8a0|d89a7a|4a2c4c",
    "2a6fae 7ab4d8 dfeaf0|f4d8a0|a8743c",
    "1c2a58 4a5a94 c0a0b0|a8829a|2c2048",
)
WOODS = (
    "e8f0d8 a8c890 4a7a4a 12301c",
    "fff0c0 d8b860 6a7a30 1c2410",
    "dce8f0 9ab4c0 4a6a74 10242c",
    "ffe0c0 e0a070 7a5a40 241814",
    "d0e8e0 70b098 2a6a58 08241e",
)


def mountain(rng: np.random.Generator, size: Size) -> Pixels:
    """A range with snow on it, above hills or mirrored in a lake."""
    sky, snow, rock, land = pick(rng, PEAKS).split("|")
    _, y = coordinates(size)
    foot = float(rng.uniform(0.6, 0.78))
    image = ramp(y / np.float32(foot), sky)
    amount = float(rng.uniform(0.1, 0.6))
    image = add_clouds(rng, image, lit="ffffff", shade="b8c4d4", amount=amount)
    rise = float(rng.uniform(0.34, 0.52))
    haze = rgb(sky.split()[-1])
    image = _massif(rng, image, (foot, rise * 0.8), (snow, rock), 0.55 * haze + 0.1)
    image = _massif(
        rng, image, (foot + 0.04, rise * float(rng.uniform(0.6, 0.95))), (snow, rock), None
    )
    image = mix(image, haze, 0.6 * np.exp(-np.square((y - foot) / 0.07)))
    if rng.random() < 0.5:
        wood = outline(rng, size, base=foot + 0.015, rise=0.05, cells=20, gain=0.7)
        image = mix(image, rgb(land), below(size, wood))
        return finish(rng, reflect(rng, image, foot + 0.01, colour="1c4a5c", clear=0.8))
    for part in (0.0, 0.5, 1.0):
        edge = outline(rng, size, base=foot + 0.08 + 0.24 * part, rise=0.12, cells=1.5, gain=0.4)
        near = rgb(land) * (0.6 + 0.6 * part) + haze * 0.35 * (1 - part)
        grass = near * (0.75 + 0.5 * noise(rng, size, cells=10, octaves=4))
        image = mix(image, grass, below(size, edge))
    return finish(rng, image)


def _massif(
    rng: np.random.Generator,
    image: Light,
    stand: Place,
    colours: tuple[str, str],
    haze: Light | None,
) -> Light:
    size = size_of(image)
    _, y = coordinates(size)
    foot, rise = stand
    width = size[0]
    crest = 1 - np.abs(
        2 * profile(rng, width, cells=1.3 * aspect_of(size), octaves=3, gain=0.4) - 1
    )
    jags = profile(rng, width, cells=7 * aspect_of(size), octaves=5, gain=0.55)
    edge = (foot - rise * (0.22 + 0.6 * crest + 0.18 * jags)).astype(np.float32)
    folds = noise(rng, size, cells=5, stretch=0.8, octaves=7, gain=0.6)
    step = max(1, size[1] // 120)
    slope = (folds - np.roll(folds, (step, step), axis=(0, 1))) * 9
    light = np.clip(0.5 + slope, 0, 1)
    up = (foot - y) / np.float32(rise)
    snowy = smoothstep(0.3, 0.55, up + (folds - 0.5) * 0.9)
    stone = rgb(colours[1]) * (0.65 + 0.7 * light)
    white = rgb(colours[0]) * (0.62 + 0.42 * light)
    face = mix(stone, white, snowy * (0.35 + 0.65 * light))
    if haze is not None:
        face = face * 0.5 + haze * np.float32(0.6)
    return mix(image, face, below(size, edge))


def desert(rng: np.random.Generator, size: Size) -> Pixels:
    """Dunes, each with a side in the light and a side in the shade."""
    sky, lit, dark = pick(rng, SANDS).split("|")
    _x, y = coordinates(size)
    horizon = float(rng.uniform(0.35, 0.6))
    image = ramp(y / np.float32(horizon), sky)
    sun = (aspect_of(size) * float(rng.uniform(0.1, 0.9)), horizon * float(rng.uniform(0.3, 0.9)))
    image = shine(image, rgb("fff2d0"), disc(size, sun, 0.04, 0.01) + 0.5 * glow(size, sun, 0.25))
    haze = rgb(sky.split()[-1])
    layers = int(rng.integers(3, 6))
    for layer in range(layers):
        near = (layer + 1) / layers
        base = horizon + 0.05 + (0.95 - horizon) * (layer / layers) ** 1.2
        image = _dune(rng, image, (base, 0.08 + 0.2 * near), near, (rgb(lit), rgb(dark), haze))
    return finish(rng, image, vignette=0.2)


def _dune(
    rng: np.random.Generator,
    image: Light,
    stand: Place,
    near: float,
    colours: tuple[Light, Light, Light],
) -> Light:
    size = size_of(image)
    x, y = coordinates(size)
    edge = outline(rng, size, base=stand[0], rise=stand[1], cells=1.1, octaves=2, gain=0.25)
    depth = np.clip((y - edge[None, :]) / 0.35, 0, 1)
    # The crest wanders down the slope: one side of it lies in the light, the other does not.
    crest = outline(rng, size, base=stand[0] + 0.25, rise=0.45, cells=0.9, octaves=3, gain=0.3)
    in_light = smoothstep(-0.012, 0.012 + 0.05 * near, y - crest[None, :])
    waves = noise(rng, size, cells=3, octaves=3)
    ripple = 0.5 + 0.5 * np.sin(y * (170 - 90 * near) + x * 12 + waves * 26)
    light = (0.82 - 0.3 * depth) * in_light + 0.12 + 0.07 * ripple * near * (0.3 + in_light)
    sand = mix(colours[1], colours[0], light * 1.25)
    sand = sand * (0.94 + 0.12 * waves)
    sand = mix(sand, colours[2], 0.55 * (1 - near))
    return mix(image, sand, below(size, edge))


def forest(rng: np.random.Generator, size: Size) -> Pixels:
    """Rows of firs in the mist, or trunks with the sun between them."""
    colours = pick(rng, WOODS)
    image = _firs_in_mist(rng, size, colours) if rng.random() < 0.5 else _trunks(rng, size, colours)
    place = (aspect_of(size) * float(rng.uniform(0.2, 0.8)), float(rng.uniform(-0.1, 0.25)))
    x, y = coordinates(size)
    angle = np.arctan2(x - place[0], y - place[1] + 0.3)
    rays = np.interp(angle, np.linspace(-2, 2, 256), profile(rng, 256, cells=24, octaves=3))
    beams = smoothstep(0.4, 1.0, rays.astype(np.float32)) * glow(size, place, 0.9)
    return finish(rng, shine(image, rgb("fff4d0"), beams * np.float32(rng.uniform(0.25, 0.6))))


def _firs_in_mist(rng: np.random.Generator, size: Size, colours: str) -> Light:
    _, y = coordinates(size)
    mist, far, middle, near = (rgb(colour) for colour in colours.split())
    image = mix(mist, far, 0.4 * (1 - y))
    layers = 5
    for layer in range(layers):
        part = layer / (layers - 1)
        colour = mix(mix((far + mist) / 2, middle, 2 * part), near, 2 * part - 1)
        foot = outline(rng, size, base=0.5 + 0.62 * part, rise=0.16, cells=1.2, octaves=3)
        image = mix(image, colour, below(size, foot))
        sketch = Sketch(size)
        tall = 0.14 + 0.42 * part
        for _ in range(int(38 - 26 * part)):
            x = float(rng.uniform(-0.05, aspect_of(size) + 0.05))
            column = int(np.clip(x * size[1], 0, size[0] - 1))
            stand = (x, float(foot[column]) + 0.02)
            add_fir(
                rng,
                sketch,
                stand,
                tall * float(rng.uniform(0.6, 1.15)),
                colour * rng.uniform(0.9, 1.1),
            )
        image = sketch.over(image)
        fog = smoothstep(0.35, 0.75, noise(rng, size, cells=2, stretch=4, octaves=4))
        image = mix(image, mist, fog * np.float32(0.5 * (1 - part)))
    return image


def _trunks(rng: np.random.Generator, size: Size, colours: str) -> Light:
    _x, y = coordinates(size)
    mist, far, middle, near = (rgb(colour) for colour in colours.split())
    leaves = noise(rng, size, cells=9, octaves=5, gain=0.65)
    image = ramp(
        np.clip(leaves * 0.8 + y * 0.25, 0, 1),
        f"{colours.split()[0]} {colours.split()[1]} {colours.split()[2]}",
    )
    image = soften(image, 0.01)
    for layer in range(4):
        part = layer / 3
        bark = (far * 0.6 + mist * 0.3) * (1 - part) + near * part
        sketch = Sketch(size)
        foot = 0.68 + 0.3 * part
        for _ in range(int(15 - 10 * part)):
            left, wide = (
                float(rng.uniform(0, aspect_of(size))),
                (0.012 + 0.06 * part) * float(rng.uniform(0.6, 1.3)),
            )
            lean = float(rng.normal(0, 0.02))
            sketch.polygon(
                [
                    (left, foot + 0.02),
                    (left + lean, -0.02),
                    (left + lean + wide * 0.75, -0.02),
                    (left + wide, foot + 0.02),
                ],
                bark * rng.uniform(0.85, 1.15),
            )
        image = sketch.over(image, blur=0.003 * (1 - part))
        ground = outline(rng, size, base=foot, rise=0.05, cells=4, gain=0.6)
        grass = (middle * 0.9 * (1 - part) + near * part) * (
            0.6 + 0.9 * noise(rng, size, cells=14, octaves=4)
        )
        image = mix(image, grass, below(size, ground))
        canopy = noise(rng, size, cells=7, octaves=6, gain=0.65) - y * 1.2 + 0.25 * part
        image = mix(
            image,
            middle * (1 - part) + near * part,
            smoothstep(0.32, 0.45, canopy) * np.float32(0.6),
        )
    return image
