"""The sea, from the shore and from below.

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
    finish,
    glow,
    mix,
    pick,
    ramp,
    rgb,
    shine,
    size_of,
    smoothstep,
    tint,
)
from gridsne_desktop.samples.noise import noise, profile, sample
from gridsne_desktop.samples.scenery import add_birds, add_clouds, below, outline, ripples

# Sky from top to horizon · water from horizon to feet
SEAS = (
    "2a7ad0 7cbcf0 dcf0fa|1a5a9a 2a8ab8 5ac8c8 a0e8d8",
    "4a90c0 a8d4e8 f4f4e8|2a6a8a 3a9aa8 70d0c0 c8f0dc",
    "6a7a90 a8b4c0 d0d8dc|34505e 4a6a78 6a8a90 90a8a8",
    "f0a878 ffd0a8 ffecd0|8a7aa0 a890a8 d0a8a0 f0d0b8",
    "1a5ab0 5aa0e0 c0e0f8|0a3a7a 0e5a9a 1a7ab0 3aa0c0",
    "506a98 9aa8c8 f0d8d0|2a3a68 3a5a88 6a8aa8 a8b8c0",
)
DEPTHS = (
    "8ae8f0 2aa8d0 0a5a9a 04264a",
    "a0f0d8 3ab8a8 0e6a78 042e3c",
    "7ac8ff 2a78d8 123a94 060e3c",
    "c8f4e0 6ac8c0 2a7a98 10305a",
)
CORALS = ("ff6a7a", "ff9a4a", "ffd05a", "d05ac0", "7a5ae0", "ff5aa0", "5ae0b0")
FISHES = ("ffc02a", "ff7a2a", "4ad0ff", "ffffff", "ff4a6a", "a0f05a", "ffe46a")


def sea(rng: np.random.Generator, size: Size) -> Pixels:
    """Waves up to the horizon; here a beach, there a sail."""
    sky, water = pick(rng, SEAS).split("|")
    x, y = coordinates(size)
    horizon = float(rng.uniform(0.28, 0.55))
    image = ramp(y / np.float32(horizon), sky)
    amount = float(rng.uniform(0.15, 0.7))
    image = add_clouds(rng, image, lit="ffffff", shade="a4b4c8", amount=amount, stretch=3)
    if rng.random() < 0.35:
        isle = outline(rng, size, base=horizon + 0.005, rise=0.13, cells=1.5)
        reach = smoothstep(0.0, 0.35, np.abs(x[0] - float(rng.uniform(0, aspect_of(size)))))
        image = mix(
            image,
            rgb("5a7080") * 0.6 + rgb(sky.split()[-1]) * 0.4,
            below(size, isle + 0.13 * reach),
        )
    depth = np.clip((y - horizon) / (1 - horizon), 0, 1)
    waves = ripples(rng, size, horizon)
    surface = ramp(np.clip(depth**0.8 + (waves - 0.5) * (0.12 + 0.35 * depth), 0, 1), water)
    surface = surface * (0.92 + 0.3 * (waves - 0.5))
    foam = smoothstep(0.74, 0.86, waves) * (0.3 + depth)
    surface = mix(surface, rgb("f8fcff"), foam * np.float32(rng.uniform(0.2, 0.9)))
    light = (aspect_of(size) * float(rng.uniform(0.2, 0.8)), horizon)
    glitter = smoothstep(0.55, 0.75, waves) * np.exp(
        -np.square((x - light[0]) / (0.1 + 0.3 * depth))
    )
    surface = shine(surface, rgb("fff8e0"), glitter * np.float32(rng.uniform(0, 0.9)))
    image = mix(image, surface, (y > horizon).astype(np.float32))
    image = mix(image, rgb(sky.split()[-1]), 0.55 * np.exp(-np.square((y - horizon) / 0.02)))
    kind = rng.random()
    if kind < 0.4:
        image = _beach(rng, image)
    elif kind < 0.75:
        image = _sails(rng, image, horizon)
    else:
        image = add_birds(rng, image, count=7, around=(aspect_of(size) * 0.5, horizon * 0.5))
    return finish(rng, image, vignette=0.18)


def _beach(rng: np.random.Generator, image: Light) -> Light:
    size = size_of(image)
    x, y = coordinates(size)
    sand = tint(rng, pick(rng, ("f0d8a8", "e8c890", "d8b898", "f8e8d0")), 0.03)
    slant = float(rng.uniform(-0.25, 0.25))
    edge = outline(rng, size, base=float(rng.uniform(0.78, 0.92)), rise=0.09, cells=1.6, octaves=4)
    edge = edge + np.float32(slant) * (x[0] - np.float32(aspect_of(size) / 2))
    inland = y - edge[None, :]
    bubbles = noise(rng, size, cells=18, octaves=4, gain=0.7)
    grains = noise(rng, size, cells=60, octaves=3, gain=0.8)
    ground: Light = sand * (0.87 + 0.26 * grains * smoothstep(0.0, 0.12, inland))
    ground = mix(ground, sand * 0.62, smoothstep(0.09, 0.02, inland))
    image = mix(image, ground, below(size, edge))
    surf = np.exp(-np.square((inland + 0.012) / (0.012 + 0.03 * bubbles)))
    second = np.exp(-np.square((inland + 0.1) / (0.004 + 0.016 * bubbles)))
    return mix(image, rgb("ffffff"), (surf * 0.95 + second * 0.7) * smoothstep(0.15, 0.5, bubbles))


def _sails(rng: np.random.Generator, image: Light, horizon: float) -> Light:
    size = size_of(image)
    sketch = Sketch(size)
    for _ in range(int(rng.integers(1, 4))):
        x, tall = aspect_of(size) * float(rng.uniform(0.15, 0.85)), float(rng.uniform(0.06, 0.22))
        foot = horizon + tall * 0.25
        cloth = tint(rng, pick(rng, ("ffffff", "fff4e0", "f04a3a", "ffd06a")), 0.02)
        hull = [
            (x - tall * 0.3, foot),
            (x + tall * 0.34, foot),
            (x + tall * 0.24, foot + tall * 0.09),
            (x - tall * 0.24, foot + tall * 0.09),
        ]
        sketch.polygon(hull, tint(rng, pick(rng, ("5a3424", "f4f4f4", "24405a"))))
        sketch.polygon(
            [(x, foot - tall), (x + tall * 0.3, foot - tall * 0.06), (x, foot - tall * 0.06)], cloth
        )
        sketch.polygon(
            [
                (x - 0.02 * tall, foot - tall * 0.9),
                (x - tall * 0.27, foot - tall * 0.06),
                (x - tall * 0.02, foot - tall * 0.06),
            ],
            cloth * 0.85,
        )
        for step in range(9):
            level = foot + tall * (0.12 + 0.06 * step)
            wide = tall * float(rng.uniform(0.05, 0.25)) * (1 - step / 11)
            sketch.line([(x - wide, level), (x + wide, level)], cloth, 0.004, opacity=0.3)
    return sketch.over(image)


def underwater(rng: np.random.Generator, size: Size) -> Pixels:
    """Light falling into the sea, fish and corals."""
    x, y = coordinates(size)
    image = ramp(y * np.float32(rng.uniform(0.8, 1.1)), pick(rng, DEPTHS))
    source = (aspect_of(size) * float(rng.uniform(0.1, 0.9)), -0.25)
    angle = np.arctan2(x - source[0], y - source[1])
    rays = profile(rng, 512, cells=26, octaves=4)
    shafts = np.interp(angle, np.linspace(-1.6, 1.6, 512), rays).astype(np.float32)
    beams = smoothstep(0.4, 0.95, shafts) * np.clip(1 - y * 1.05, 0, 1)
    image = shine(image, rgb("d8fff8"), beams * 0.5 + 0.6 * glow(size, (source[0], 0.0), 0.35))
    if rng.random() < 0.7:
        image = _sea_floor(rng, image)
    colour, far = pick(rng, FISHES), Sketch(size)
    middle = (aspect_of(size) * float(rng.uniform(0.3, 0.7)), float(rng.uniform(0.25, 0.6)))
    side, shoal = float(rng.choice([-1.0, 1.0])), int(rng.choice([5, 12, 40]))
    for _ in range(shoal):
        place = (middle[0] + float(rng.normal(0, 0.26)), middle[1] + float(rng.normal(0, 0.12)))
        length = float(rng.uniform(0.6, 1.2)) * (
            0.16 if shoal < 10 else 0.09 if shoal < 20 else 0.045
        )
        _fish(far, place, length * side, tint(rng, colour, 0.06))
    image = far.over(image, opacity=0.93)
    bubbles = Sketch(size)
    for _ in range(int(rng.integers(10, 50))):
        radius = float(rng.uniform(0.003, 0.012))
        place = (source[0] + float(rng.normal(0, 0.25)), float(rng.random()))
        bubbles.oval(place, (radius, radius), rgb("e6ffff"), opacity=0.35)
        bubbles.oval(
            (place[0] - radius * 0.3, place[1] - radius * 0.3),
            (radius * 0.3, radius * 0.3),
            rgb("ffffff"),
            opacity=0.9,
        )
    return finish(rng, bubbles.over(image), vignette=0.4)


def _fish(sketch: Sketch, place: Place, length: float, colour: Light) -> None:
    x, y = place
    turn = np.linspace(0, 2 * np.pi, 28)
    body = np.stack(
        [
            x + np.cos(turn) * length * 0.38,
            y + np.sin(turn) * abs(length) * 0.2 * (1 - 0.3 * np.cos(turn + np.pi)),
        ],
        axis=1,
    )
    tail = [
        (x - length * 0.3, y),
        (x - length * 0.58, y - abs(length) * 0.19),
        (x - length * 0.5, y),
        (x - length * 0.58, y + abs(length) * 0.19),
    ]
    fin = [
        (x + length * 0.12, y - abs(length) * 0.15),
        (x - length * 0.2, y - abs(length) * 0.3),
        (x - length * 0.2, y - abs(length) * 0.1),
    ]
    sketch.polygon(tail, colour * 0.75)
    sketch.polygon(fin, colour * 0.7)
    sketch.polygon(body, colour)
    belly = np.stack(
        [x + np.cos(turn[:15]) * length * 0.34, y + np.sin(turn[:15]) * abs(length) * 0.17], axis=1
    )
    sketch.polygon(belly, colour * 0.5 + 0.45)
    for stripe in (-0.08, 0.1):
        sketch.line(
            [
                (x + length * stripe, y - abs(length) * 0.17),
                (x + length * stripe, y + abs(length) * 0.15),
            ],
            colour * 0.4,
            abs(length) * 0.05,
            opacity=0.7,
        )
    eye = (x + length * 0.25, y - abs(length) * 0.04)
    sketch.oval(eye, (abs(length) * 0.035, abs(length) * 0.035), rgb("fafaf2"))
    sketch.oval(eye, (abs(length) * 0.02, abs(length) * 0.02), rgb("0d0d14"))


def _sea_floor(rng: np.random.Generator, image: Light) -> Light:
    size = size_of(image)
    x, y = coordinates(size)
    edge = outline(rng, size, base=0.92, rise=0.14, cells=1.2, octaves=4)
    near = np.clip((y - 0.75) * 4, 0, 1)
    caustic = noise(rng, (256, 256), cells=7, octaves=3)
    net = 1 - np.abs(2 * sample(caustic, x * 0.9, y * 2.5) - 1)
    floor = mix(image, rgb("e8dcb0"), 0.35 + 0.3 * near) * (0.6 + 0.6 * smoothstep(0.7, 1.0, net))
    image = mix(image, floor, below(size, edge))
    sketch = Sketch(size)
    for _ in range(int(rng.integers(5, 13))):
        root = (float(rng.uniform(0, aspect_of(size))), float(rng.uniform(0.9, 1.02)))
        _coral(
            rng,
            sketch,
            root,
            (float(rng.uniform(0.05, 0.11)), -np.pi / 2),
            tint(rng, pick(rng, CORALS)) * 0.85,
            5,
        )
    return sketch.over(image, opacity=0.88)


def _coral(
    rng: np.random.Generator,
    sketch: Sketch,
    root: Place,
    limb: tuple[float, float],
    colour: Light,
    levels: int,
) -> None:
    length, angle = limb
    tip = (root[0] + length * float(np.cos(angle)), root[1] + length * float(np.sin(angle)))
    sketch.line([root, tip], colour, 0.004 + length * 0.16)
    sketch.oval(
        tip, (0.003 + length * 0.09, 0.003 + length * 0.09), colour * (1.25 - 0.04 * levels)
    )
    if levels:
        for turn in (-1, 1):
            bent = angle + turn * float(rng.uniform(0.2, 0.6))
            _coral(
                rng,
                sketch,
                tip,
                (length * float(rng.uniform(0.65, 0.85)), bent),
                colour,
                levels - 1,
            )
