"""Open land: snow, meadows, balloons over the hills.

The figures in a painting are a matter of taste, tried by eye; they have no other source.
"""

import math

import numpy as np

from gridsne_desktop.samples.canvas import (
    Field,
    Light,
    Line,
    Pixels,
    Place,
    Size,
    Sketch,
    aspect_of,
    coordinates,
    disc,
    dye,
    finish,
    glow,
    mix,
    palette,
    pick,
    ramp,
    rgb,
    shine,
    size_of,
    smoothstep,
    tint,
)
from gridsne_desktop.samples.noise import noise
from gridsne_desktop.samples.scenery import add_clouds, add_fir, add_stars, below, outline

# Sky · snow in the light · snow in the shade · firs
WINTERS = (
    "8ab4dc c8deee f4f4f0|ffffff|a8c0e0|2a4a50",
    "6a78b0 d8a8c0 ffdcc8|ffece4|a09cd0|2c3050",
    "b8c4d0 d8e0e6 eef0f2|fafcff|b8c6d4|4a5a64",
    "16224a 3a4a84 8a90b8|b8c4ec|4a5a9c|0c1428",
    "f0b080 ffd8a8 fff0d8|fff4e0|c0a8c4|4a3c44",
)
# Sky · far grass · near grass · flowers
MEADOWS = (
    "3a86d4 8ac0ec e0f0f8|a8c860|3a7a24|ff4a3a ffd23a ffffff",
    "4a9ad8 a8d8f0 f4f8f0|c0d070|4a8a2c|ffe03a ffc01a fff4a0",
    "5a8ac0 c8b8d0 ffe4c8|b0b060|4a6a2a|b070e0 8a5ad0 e0a0f0",
    "70b0d8 c0e0ec fff8e0|d0c878|708a30|ffffff fff0c0 ff90b0",
    "f0a868 ffd498 fff0c8|d8b050|7a7424|ff6a3a e03a2a ffd060",
    "4a80c8 90bce8 d8e8f4|90b868|2c6a34|5a8aff 3a60e0 c0d8ff",
)
PETALS = tuple((math.cos(turn), math.sin(turn)) for turn in (k * math.pi / 3 for k in range(6)))
"""Where they are around the heart of a flower."""
BALLOON_SKIES = (
    "2f7fd0 8cc4f0 e8f4fa",
    "5a6ab0 e0a0b0 ffe0b8",
    "f09a6a ffd0a0 fff0d0",
    "4aa8c8 b0e0e8 f8f4e0",
)
SILKS = (
    "e8403a ffd24a",
    "2a6ad0 ffffff",
    "ff8a2a fff0c8 d83a5a",
    "3aa870 ffe06a",
    "8a4ac0 ffb0d0",
    "e83a4a ffffff 2a5ab0",
    "ff5a3a ffb02a ffe85a 4ab05a 3a7ad0 8a4ab8",
    "1a3a5a f0c850",
)


def snow(rng: np.random.Generator, size: Size) -> Pixels:
    """Hills under snow with firs; snow is falling in some."""
    sky, lit, shade, wood = pick(rng, WINTERS).split("|")
    _x, y = coordinates(size)
    horizon = float(rng.uniform(0.38, 0.58))
    image = ramp(y / np.float32(horizon), sky)
    is_night = rgb(lit).mean() < 0.8
    image = add_stars(rng, image, count=300, below=0.4) if is_night else image
    place = (
        aspect_of(size) * float(rng.uniform(0.15, 0.85)),
        horizon * float(rng.uniform(0.4, 0.9)),
    )
    image = shine(
        image, rgb("fff4dc"), disc(size, place, 0.03, 0.008) + 0.35 * glow(size, place, 0.2)
    )
    layers = 4
    for layer in range(layers):
        part = layer / (layers - 1)
        edge = outline(
            rng, size, base=horizon + 0.06 + 0.42 * part, rise=0.16, cells=0.9, octaves=3, gain=0.3
        )
        drift = noise(rng, size, cells=2.5, stretch=3, octaves=5, gain=0.4)
        depth = np.clip((y - edge[None, :]) * 2.2, 0, 1)
        ground = mix(rgb(lit), rgb(shade), depth * 0.75 + (drift - 0.5) * 0.9)
        ground = mix(ground, rgb(sky.split()[-1]), 0.5 * (1 - part))
        image = mix(image, ground, below(size, edge))
        image = _wood(rng, image, edge, part, (wood, lit))
    if rng.random() < 0.3 and not is_night:
        return finish(rng, image, vignette=0.15)
    return finish(rng, _falling_snow(rng, image), vignette=0.2)


def _wood(
    rng: np.random.Generator, image: Light, edge: Line, part: float, colours: tuple[str, str]
) -> Light:
    size = size_of(image)
    trees = Sketch(size)
    green = rgb(colours[0]) * (0.55 + 0.45 * part) + 0.42 * (1 - part)
    middle = rng.uniform(0, aspect_of(size))
    for _ in range(int(26 - 20 * part)):
        x = float(np.clip(rng.normal(middle, 0.35), 0.01, aspect_of(size) - 0.01))
        foot = float(edge[int(x * size[1])]) + float(rng.uniform(0.01, 0.05)) * (0.3 + part)
        tall = (0.06 + 0.3 * part) * float(rng.uniform(0.6, 1.2))
        add_fir(rng, trees, (x, foot), tall, green * rng.uniform(0.85, 1.15))
        for level in np.linspace(0.12, 0.85, 6):
            wide = tall * 0.19 * level**0.9
            start = x + wide * float(rng.uniform(-0.7, -0.2))
            top = foot - tall * (1 - 0.94 * level) - tall * 0.012
            points = [
                (start - wide * 0.4, top),
                (start + wide * 0.5, top - tall * 0.035),
                (start + wide * 1.1, top),
            ]
            trees.polygon(points, rgb(colours[1]) * 0.97)
    return trees.over(image)


def _falling_snow(rng: np.random.Generator, image: Light) -> Light:
    size = size_of(image)
    for radius, count, opacity in ((0.0025, 220, 0.8), (0.005, 70, 0.7), (0.012, 14, 0.45)):
        sketch = Sketch(size)
        for _ in range(count):
            place = (float(rng.uniform(0, aspect_of(size))), float(rng.random()))
            sketch.oval(place, (radius, radius), rgb("ffffff"))
        image = sketch.over(image, opacity=opacity, blur=radius * 0.35)
    return image


def meadow(rng: np.random.Generator, size: Size) -> Pixels:
    """A field in flower under the sky of a fine day."""
    sky, far, near, petals = pick(rng, MEADOWS).split("|")
    _x, y = coordinates(size)
    horizon = float(rng.uniform(0.3, 0.55))
    image = ramp(y / np.float32(horizon), sky)
    amount = float(rng.uniform(0.25, 0.65))
    image = add_clouds(rng, image, lit="ffffff", shade="a8b8cc", amount=amount, stretch=2.2)
    for part in (0.0, 1.0):
        hills = outline(
            rng, size, base=horizon + 0.03, rise=0.14 - 0.08 * part, cells=1.3 + part, gain=0.4
        )
        image = mix(
            image, rgb(far) * (0.62 + 0.2 * part) + rgb(sky.split()[-1]) * 0.25, below(size, hills)
        )
    depth = np.clip((y - horizon) / (1 - horizon), 0, 1)
    grass = ramp(depth, f"{far} {near} {near}")
    blades = noise(rng, size, cells=28, stretch=0.35, octaves=4, gain=0.7) - 0.5
    grass = grass * (1 + blades * (0.4 + 0.9 * depth))
    edge = outline(rng, size, base=horizon + 0.03, rise=0.04, cells=1.0, octaves=2)
    image = mix(image, grass, below(size, edge))
    patches = noise(rng, size, cells=3, stretch=4, octaves=4)
    image = _flowers(rng, image, (horizon, petals), patches)
    place = (aspect_of(size) * float(rng.choice([0.1, 0.9])), 0.05)
    return finish(rng, shine(image, rgb("fff0c8"), 0.4 * glow(size, place, 0.5)), vignette=0.18)


def _flowers(
    rng: np.random.Generator, image: Light, style: tuple[float, str], patches: Field
) -> Light:
    width, height = size_of(image)
    horizon, petals = style
    sketch, foreground = Sketch((width, height)), Sketch((width, height))
    colours = petals.split()
    depths = np.sort(rng.random(1500) ** 1.7)
    for depth in depths:
        x, y = (
            float(rng.uniform(0, aspect_of((width, height)))),
            horizon + 0.05 + (0.97 - horizon) * float(depth),
        )
        row, column = min(height - 1, int(y * height)), min(width - 1, int(x * height))
        if patches[row, column] < 0.42:
            continue
        radius = 0.0022 + 0.019 * float(depth) ** 1.6 * float(rng.uniform(0.6, 1.2))
        is_near = depth > 0.82
        target = foreground if is_near else sketch
        colour = tint(rng, pick(rng, colours), 0.08) * (0.85 + 0.15 * depth)
        if depth > 0.35:
            target.line([(x, y), (x + radius * 0.3, y + radius * 4)], rgb("2c5a1e"), radius * 0.18)
        _flower_head(target, (x, y), radius, colour)
    return foreground.over(sketch.over(image), blur=0.0035)


def _flower_head(sketch: Sketch, place: Place, radius: float, colour: Light) -> None:
    x, y = place
    if radius < 0.006:
        sketch.oval(place, (radius, radius * 0.75), colour)
        return
    for across, down in PETALS:
        petal = (x + radius * 0.6 * across, y + radius * 0.42 * down)
        sketch.oval(petal, (radius * 0.48, radius * 0.36), colour * (0.9 + 0.1 * down))
    sketch.oval(place, (radius * 0.26, radius * 0.22), rgb("f0b830"))


def balloon(rng: np.random.Generator, size: Size) -> Pixels:
    """Hot-air balloons over the hills, one large or many small."""
    sky = pick(rng, BALLOON_SKIES)
    _, y = coordinates(size)
    image = ramp(y, sky)
    amount = float(rng.uniform(0.15, 0.6))
    image = add_clouds(rng, image, lit="ffffff", shade="b8c4dc", amount=amount, stretch=3)
    land = tint(rng, pick(rng, ("3a5a34", "6a5a34", "4a4a5a", "7a4a38")))
    for part in (0.0, 0.5, 1.0):
        edge = outline(rng, size, base=0.86 + 0.09 * part, rise=0.1, cells=1.6 + part, gain=0.45)
        image = mix(
            image,
            land * (0.5 + 0.5 * part) + rgb(sky.split()[-1]) * 0.5 * (1 - part),
            below(size, edge),
        )
    count = int(rng.choice([1, 2, 4, 7, 10]))
    largest = 0.3 if count == 1 else 0.2 if count < 4 else 0.13
    for radius in np.sort(rng.uniform(0.25, 1.0, count)) * largest:
        margin = radius * 1.05
        across = float(rng.uniform(margin, max(margin + 0.01, aspect_of(size) - margin)))
        place = (across, float(rng.uniform(margin, 0.85 - radius * 1.7)))
        image = _balloon(rng, image, place, float(radius), pick(rng, SILKS))
    return finish(rng, image, vignette=0.15)


def _balloon(
    rng: np.random.Generator, image: Light, place: Place, radius: float, silk: str
) -> Light:
    size = size_of(image)
    x, y = coordinates(size)
    right, down = (x - place[0]) / radius, (y - place[1]) / radius
    # Round above, drawn in to a mouth below.
    girth = np.where(
        down < 0,
        np.sqrt(np.clip(1 - down**2, 0, 1)),
        np.clip(1 - (np.abs(down) / 1.45) ** 2.2, 0, 1),
    )
    girth = np.clip(girth.astype(np.float32), 0.16, 1)
    inside = smoothstep(
        1.0 + 1.5 / (radius * size[1]), 1.0 - 1.5 / (radius * size[1]), np.abs(right) / girth
    )
    inside = inside * ((down > -1) & (down < 1.3))
    around = np.arcsin(np.clip(right / girth, -1, 1)) / np.pi + 0.5
    colours = palette(silk)
    gores = np.floor(around * float(rng.integers(8, 15)) + np.float32(0.5)).astype(np.int32)
    if rng.random() < 0.35:
        gores = np.floor((down + 1) * 4 + np.abs(np.sin(around * np.pi * 8)) * 0.6).astype(np.int32)
    cloth = dye(gores % colours.shape[1], colours)
    bulge = np.clip(1 - np.square(right / girth * 0.8 + 0.35) - 0.25 * np.square(down + 0.4), 0, 1)
    sketch = Sketch(size)
    mouth, basket = place[1] + 1.3 * radius, place[1] + 1.62 * radius
    for side in (-1, 1):
        rope = [(place[0] + side * 0.15 * radius, mouth), (place[0] + side * 0.08 * radius, basket)]
        sketch.line(rope, rgb("40332e"), 0.012 * radius)
    corner = (place[0] - 0.1 * radius, basket)
    sketch.box(corner, (place[0] + 0.1 * radius, basket + 0.15 * radius), rgb("6b4526"))
    image = sketch.over(image)
    return mix(image, cloth * (0.45 + 0.62 * bulge), inside)
