"""Evening and night: sunsets, northern lights, cities, fireworks, lights out of focus.

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
    tint,
)
from gridsne_desktop.samples.noise import noise, profile, sample
from gridsne_desktop.samples.scenery import (
    add_birds,
    add_clouds,
    add_stars,
    below,
    outline,
    reflect,
)

# Sky from top to horizon · the sun's light · clouds in the light · clouds in the shade · land
SUNSETS = (
    "27305f 7b4a80 d9686b ffb05c ffdf8e|ffe9b0|ff9d6b|6b4a78|251a2e",
    "15406e 5c7f9e c9a68c ffc36f fff0b8|fff3cf|ffd19a|7d7f95|2a2a38",
    "3a1842 8c2358 dd4350 ff8a3c ffcf5a|ffe08a|ff7a55|57204f|1f0e20",
    "35507e 8f86b2 dfa3b4 ffc4b0 ffe6cf|fff0dc|ffc3bd|8a86ac|3a3650",
    "131b3f 3b3470 8d4a8d e8768f ffb69a|ffd9c0|f58fa0|403468|140f26",
    "5b2a1c a8441f e87722 ffab2e ffe27a|fff0a8|ffbc55|7b3a22|24100a",
)
AURORAS = (
    "38f5a0 2fd08f 7a4dd8",
    "56ffc2 20b7c9 4a5be0",
    "9dff7a 33e28d d04fb0",
    "ff7ab8 a05cff 34d6c0",
)
DUSKS = (
    "0a1030 1f2a5c 4d4a86 c9788a",
    "060a1c 0e1a38 1d3358 3a6078",
    "140a26 3a1d4c 8a3a5c f08a55",
    "04060f 0a0f22 141d3a 273252",
)
BURSTS = ("ff5a4a", "ffd45a", "6ad0ff", "ff7ad0", "9aff7a", "ffffff", "c08aff", "ffa03c")
LAMPS = (
    "ffb347 ff8a3c ffd98a ff6a4a",
    "5ac8ff 8a7aff ff7ad0 ffffff",
    "ffd24a ff4a5a 4affa0 4aa0ff",
    "ffe6b0 ffc46a fff6dd e89a5a",
    "5affd0 4a9aff a0ffef 7a6aff",
)


def sunset(rng: np.random.Generator, size: Size) -> Pixels:
    """The low sun among clouds, over hills or over water."""
    sky, sun, lit, shade, land = pick(rng, SUNSETS).split("|")
    _, y = coordinates(size)
    horizon = float(rng.uniform(0.58, 0.82))
    image = ramp(y / np.float32(horizon), sky)
    place = (
        aspect_of(size) * float(rng.uniform(0.2, 0.8)),
        horizon - float(rng.uniform(-0.01, 0.2)),
    )
    image = shine(image, rgb(sun), 0.6 * glow(size, place, 0.45))
    amount = float(rng.uniform(0.35, 0.85))
    image = add_clouds(rng, image, lit=lit, shade=shade, amount=amount, stretch=5, light_from=0.025)
    image = shine(image, rgb(sun), 0.75 * glow(size, place, 0.16))
    image = shine(image, rgb(sun), disc(size, place, float(rng.uniform(0.035, 0.07)), 0.008))
    if rng.random() < 0.5:
        image = reflect(rng, image, horizon, colour=land, clear=0.85)
    else:
        image = _hills(rng, image, horizon, land, lit)
    if rng.random() < 0.5:
        around = (aspect_of(size) * float(rng.uniform(0.2, 0.8)), float(rng.uniform(0.15, 0.45)))
        image = add_birds(rng, image, count=int(rng.integers(4, 14)), around=around)
    return finish(rng, image)


def _hills(rng: np.random.Generator, image: Light, horizon: float, land: str, haze: str) -> Light:
    size = size_of(image)
    layers = 4
    for layer in range(layers):
        part = layer / (layers - 1)
        base = horizon + 0.04 + (1.02 - horizon) * part * 0.75
        edge = outline(rng, size, base=base, rise=0.14, cells=1.5 + part, gain=0.42)
        colour = rgb(haze) * 0.55 * (1 - part) + rgb(land) * part
        image = mix(image, colour, below(size, edge))
    return image


def aurora(rng: np.random.Generator, size: Size) -> Pixels:
    """Curtains of light in the polar sky."""
    _, y = coordinates(size)
    horizon = float(rng.uniform(0.66, 0.85))
    image = ramp(y / np.float32(horizon), "050a1e 0a1a38 123a52 1d5560")
    image = add_stars(rng, image, count=size[0] * size[1] // 400, below=horizon)
    colours = pick(rng, AURORAS)
    for _ in range(int(rng.integers(2, 4))):
        image = _curtain(rng, image, horizon, colours)
    is_lake = rng.random() < 0.5
    edge = outline(rng, size, base=horizon + 0.01, rise=float(rng.uniform(0.08, 0.22)), cells=2.5)
    image = mix(image, rgb("060d18"), below(size, edge))
    if is_lake:
        image = reflect(rng, image, horizon, colour="06202a", clear=0.9)
    else:
        snow = outline(rng, size, base=horizon + 0.08, rise=0.08, cells=1.0, octaves=3)
        image = mix(image, ramp(y, "2a5a66 2a5a66 1e4450 0f2530"), below(size, snow))
    return finish(rng, image)


def _curtain(rng: np.random.Generator, image: Light, horizon: float, colours: str) -> Light:
    size = size_of(image)
    _, y = coordinates(size)
    low, high = (float(end) for end in np.sort(rng.uniform(0.25, 0.9, 2)) * horizon)
    foot = low + (high - low + 0.1) * profile(rng, size[0], cells=2.0, octaves=3, gain=0.35)
    rays = profile(rng, size[0], cells=30.0, octaves=3, gain=0.7)
    folds = profile(rng, size[0], cells=3.0, octaves=3)
    height = 0.14 + 0.34 * rays
    above = (foot[None, :] - y) / height[None, :]
    strength = np.exp(-np.clip(above, 0, None) * 1.8) * smoothstep(-0.16, 0.05, above)
    strength = strength * (0.25 + 0.75 * folds * (0.55 + 0.45 * rays))[None, :]
    light = ramp(above / 2.2, colours)
    return 1 - (1 - image) * (1 - light * (strength * 0.95))


def city(rng: np.random.Generator, size: Size) -> Pixels:
    """Lit towers at night, over water or above a street of lights."""
    _x, y = coordinates(size)
    shore = float(rng.uniform(0.68, 0.84))
    image = ramp(y / np.float32(shore), pick(rng, DUSKS))
    image = add_stars(rng, image, count=150, below=0.4)
    if rng.random() < 0.4:
        moon = (aspect_of(size) * float(rng.uniform(0.15, 0.85)), float(rng.uniform(0.1, 0.25)))
        image = shine(
            image, rgb("fff2d0"), disc(size, moon, 0.035, 0.006) + 0.3 * glow(size, moon, 0.1)
        )
    lamp = pick(rng, ("ffcf80", "ffe2a8", "a8dcff", "ffb868"))
    image = shine(image, rgb(lamp), 0.4 * np.exp(-np.square((y - shore) / 0.16)))
    for layer in range(3):
        image = _towers(rng, image, shore, layer / 2, lamp)
    if rng.random() < 0.75:
        image = reflect(rng, image, shore, colour="060a18", clear=0.92)
    else:
        image = mix(image, rgb("0a0a14"), (y > shore).astype(np.float32))
        image = _street(rng, image, shore)
    bloom = soften(np.clip(image - 0.35, 0, 1), 0.018)
    return finish(rng, 1 - (1 - image) * (1 - bloom * 0.9), vignette=0.35)


def _towers(
    rng: np.random.Generator, image: Light, foot: float, nearness: float, lamp: str
) -> Light:
    size = size_of(image)
    sketch = Sketch(size)
    wall = rgb("3a4468") * (1 - nearness) + rgb("0b0e1c") * nearness
    left = -0.05
    while left < aspect_of(size):
        width = float(rng.uniform(0.05, 0.13)) * (0.7 + 0.5 * nearness)
        centre = 1 - abs(left / aspect_of(size) - 0.5)
        height = float(rng.beta(2, 3.2)) * 0.75 * centre * (1.1 - 0.45 * nearness) + 0.06
        colour = wall * float(rng.uniform(0.85, 1.2))
        sketch.box((left, foot - height), (left + width, foot), colour)
        if rng.random() < 0.3:
            tip = foot - height - float(rng.uniform(0.02, 0.09))
            sketch.line([(left + width / 2, tip), (left + width / 2, foot - height)], colour, 0.004)
        _windows(rng, sketch, (left, foot - height), (width, height), lamp)
        left += width + float(rng.choice([0.0, 0.004, 0.03]))
    return sketch.over(image)


def _windows(
    rng: np.random.Generator, sketch: Sketch, corner: Place, extent: Place, lamp: str
) -> None:
    step = (float(rng.uniform(0.011, 0.018)), float(rng.uniform(0.014, 0.022)))
    share = rng.uniform(0.2, 0.65)
    warm = tint(rng, lamp, 0.1)
    for row in range(int(extent[1] / step[1]) - 1):
        for column in range(int(extent[0] / step[0]) - 1):
            if rng.random() < share:
                left = corner[0] + (column + 0.7) * step[0]
                top = corner[1] + (row + 0.7) * step[1]
                light = warm * float(rng.uniform(0.55, 1.05))
                sketch.box((left, top), (left + step[0] * 0.5, top + step[1] * 0.55), light)


def _street(rng: np.random.Generator, image: Light, shore: float) -> Light:
    size = size_of(image)
    vanish = (aspect_of(size) * float(rng.uniform(0.35, 0.65)), shore - 0.02)
    sketch = Sketch(size)
    for colour, side in (("ffd9a0", -1.0), ("fff2d8", -0.55), ("ff4a3a", 0.5), ("ff5a4a", 1.0)):
        for lane in rng.uniform(0.75, 1.15, 4):
            end = (vanish[0] + side * float(lane) * 0.75, 1.02)
            sketch.line(
                [vanish, end], tint(rng, colour), float(rng.uniform(0.002, 0.007)), opacity=0.85
            )
    return sketch.over(image, blur=0.002)


def fireworks(rng: np.random.Generator, size: Size) -> Pixels:
    """Bursts of sparks over dark water."""
    _, y = coordinates(size)
    shore = float(rng.uniform(0.74, 0.88))
    image = ramp(
        y / np.float32(shore),
        pick(rng, ("04050f 0a0d24 1c1a3c", "02060d 071a2a 123048", "0a0412 1c0c2a 3a1a3c")),
    )
    smoke = noise(rng, size, cells=2.5, octaves=5)
    sketch = Sketch(size)
    for _ in range(int(rng.integers(2, 6))):
        place = (aspect_of(size) * float(rng.uniform(0.15, 0.85)), float(rng.uniform(0.15, 0.5)))
        colour = pick(rng, BURSTS)
        radius = float(rng.uniform(0.12, 0.3))
        image = shine(image, rgb(colour), 0.35 * glow(size, place, radius) * (0.4 + smoke))
        _burst(rng, sketch, place, radius, colour)
    image = sketch.over(image)
    bloom = soften(sketch.light(), 0.012)
    image = 1 - (1 - image) * (1 - np.clip(bloom * 1.4, 0, 1))
    image = _towers(rng, image, shore, 1.0, "ffcf80") if rng.random() < 0.5 else image
    return finish(rng, reflect(rng, image, shore, colour="03050c", clear=0.9), vignette=0.2)


def _burst(
    rng: np.random.Generator, sketch: Sketch, place: Place, radius: float, colour: str
) -> None:
    time = np.linspace(0.12, 1, 9)
    droop = float(rng.uniform(0.05, 0.4)) * radius
    heart = pick(rng, (colour, "fff4d8"))
    parts = np.linspace(0, 1, len(time) - 1).tolist()
    sparks = [mix(rgb(heart), rgb(colour), part) for part in parts]
    for _ in range(int(rng.integers(60, 130))):
        angle, tilt = rng.uniform(0, 2 * np.pi), np.sqrt(rng.random()) * 0.85 + 0.15
        reach = radius * tilt * rng.uniform(0.85, 1.05)
        path = place + np.stack([np.cos(angle) * time, np.sin(angle) * time], axis=1) * reach
        path[:, 1] += droop * time**2
        for start, (part, spark) in enumerate(zip(parts, sparks, strict=True)):
            points = path[start : start + 2]
            sketch.line(points, spark, 0.0015 + 0.002 * part, opacity=0.25 + 0.75 * part)
        sketch.oval((float(path[-1, 0]), float(path[-1, 1])), (0.003, 0.003), rgb("fffff2"))


def lights(rng: np.random.Generator, size: Size) -> Pixels:
    """Lamps out of focus: overlapping discs of coloured light."""
    x, y = coordinates(size)
    ground = pick(
        rng,
        (
            "0a0714 2a1430 120a1c",
            "03101c 0c2a3c 04101a",
            "1a0c06 4a2410 140804",
            "08140f 143428 06100c",
        ),
    )
    image = ramp(sample(noise(rng, (96, 96), cells=2, octaves=2), x * 0.8, y * 0.8), ground)
    colours = pick(rng, LAMPS).split()
    usual = float(rng.uniform(0.03, 0.1))
    sweep, tilt = float(rng.uniform(0.1, 0.5)), float(rng.uniform(-0.6, 0.6))
    for _ in range(int(rng.integers(35, 65))):
        across = float(rng.uniform(-0.05, 1.05))
        place = (
            across * aspect_of(size),
            0.5 + tilt * (across - 0.5) + float(rng.normal(0, sweep)),
        )
        radius = usual * float(rng.lognormal(0, 0.35))
        light = tint(rng, pick(rng, colours), 0.05)
        area = patch(size, place, radius * 1.1)
        distance = hypotenuse(x[area] - place[0], y[area] - place[1])
        spot = smoothstep(radius, radius * 0.94, distance)
        rim = spot * smoothstep(radius * 0.8, radius * 0.95, distance)
        strength = np.float32(rng.uniform(0.15, 0.65))
        image[area] = shine(image[area], light, (spot * 0.75 + rim * 0.5) * strength)
    return finish(rng, image, vignette=0.4)
