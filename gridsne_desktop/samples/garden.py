"""In the garden: flowers and fallen leaves.

The figures in a painting are a matter of taste, tried by eye; they have no other source.
"""

import numpy as np

from gridsne_desktop.samples.canvas import (
    Field,
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
from gridsne_desktop.samples.noise import noise

# Petal from heart to tip · heart
BLOSSOMS = (
    "ffd0e0 ff7ab0 e83a8a|ffe06a",
    "ffffff fffaf4 f4f0ff|ffc82a",
    "fff08a ffd02a ffa81a|6a3a14",
    "8a1a2a e02a3a ff5a5a|ffd05a",
    "e0d0ff a07ae0 6a3ac0|fff08a",
    "ffe8b0 ffa85a f0642a|8a3a1a",
    "d0e4ff 6a9af0 3a5ad0|fff8d0",
    "fff4e0 ffd0c0 ff9a9a|d8e06a",
)
GARDENS = (
    "0e2a14 2a5a24 6a9a3c b0d070",
    "14281e 2e5a4a 7ab09a d8f0dc",
    "2a1a24 6a3a4a b87a7a f0d0b8",
    "101c34 2c4a7a 7aa0c8 dcecf4",
    "2a2410 6a5a24 b8a04a f4e4a0",
)
FOLIAGE = (
    "b8321a e8641a f8a82a ffd24a",
    "8a1a1a c83a1c e8742a f8c05a",
    "6a4a1a b8801c e8b82a f8e06a",
    "7a2a3a b84a3a e0883a a8a03a",
)
SOIL = (
    "1c120a 3a2414 5a3a20",
    "14180c 2a321a 4a4a28",
    "1a1a20 34343c 54545c",
    "2a1a10 5a3418 8a5428",
)


def flower(rng: np.random.Generator, size: Size) -> Pixels:
    """A flower close up before a soft garden, one large or a few."""
    garden = pick(rng, GARDENS)
    image = soften(ramp(noise(rng, size, cells=3.5, octaves=3), garden), 0.02)
    for _ in range(int(rng.integers(6, 18))):
        spot = (aspect_of(size) * float(rng.random()), float(rng.random()))
        radius = float(rng.uniform(0.03, 0.1))
        area = patch(size, spot, radius + 0.02)
        blur = disc(size, spot, radius, 0.02)[area] * np.float32(rng.uniform(0.05, 0.3))
        image[area] = shine(image[area], rgb(garden.split()[-1]), blur)
    blossom = pick(rng, BLOSSOMS)
    count = int(rng.choice([1, 1, 2, 3]))
    room = min(1.0, aspect_of(size))
    for number in range(count):
        radius = room * float(rng.uniform(0.3, 0.46)) / (1 + 0.42 * (count - 1))
        across = (number + float(rng.uniform(0.35, 0.65))) / count
        place = (aspect_of(size) * across, float(rng.uniform(0.34, 0.55)))
        image = _stem(rng, image, place, radius)
        image = _blossom(rng, image, place, radius, blossom)
    return finish(rng, image, vignette=0.35)


def _stem(rng: np.random.Generator, image: Light, place: Place, radius: float) -> Light:
    sketch = Sketch(size_of(image))
    green = tint(rng, "4a7a2c")
    down = np.linspace(0, 1.1, 20)
    bend = float(rng.uniform(-0.15, 0.15))
    path = np.stack([place[0] + bend * down**2, place[1] + (1.1 - place[1]) * down], axis=1)
    sketch.line(path, green * 0.8, radius * 0.09)
    for side in (-1.0, 1.0):
        turn = np.linspace(0, 1, 16)
        root = path[int(rng.integers(9, 14))]
        spine = root + np.stack(
            [side * turn * radius * 1.1, -0.5 * turn * radius + turn**2 * 0.2 * radius], axis=1
        )
        wide = np.sin(turn * np.pi)[:, None] * np.array([0.05, 0.22]) * radius
        sketch.polygon(
            np.concatenate([spine - wide, (spine + wide)[::-1]]), green * (1 + 0.12 * side)
        )
        sketch.line(spine, green * 1.35, radius * 0.015)
    return sketch.over(image, blur=0.002)


def _blossom(
    rng: np.random.Generator, image: Light, place: Place, radius: float, colours: str
) -> Light:
    size = size_of(image)
    petal_colours, heart = colours.split("|")
    area = patch(size, place, radius * 1.15)
    x, y = (axis[area] for axis in coordinates(size))
    right, down = x - place[0], (y - place[1]) / float(rng.uniform(0.72, 1.0))
    distance = (hypotenuse(right, down) / radius).astype(np.float32)
    angle = np.arctan2(down, right).astype(np.float32)
    count = int(rng.choice([5, 6, 8, 13, 21]))
    layers = int(rng.integers(4, 8)) if count < 7 and rng.random() < 0.6 else 2
    point = float(rng.uniform(1.6, 4.0))
    streaks = noise(rng, size, cells=30, octaves=2)[area]
    bloom = image[area]
    heart_size = 0.1 if layers > 2 else float(rng.uniform(0.16, 0.32))
    for layer in range(layers):
        shrink = 1 - layer / layers * (0.8 if layers > 2 else 0.3)
        start = float(rng.uniform(0, np.pi)) if layers > 2 else layer * np.pi / count
        around = (angle - start) * count / (2 * np.pi)
        off = np.abs(around - np.floor(around) - 0.5) * 2
        edge = shrink * (0.35 + 0.65 * np.sqrt(np.clip(1 - off**point, 0, 1)))
        part = np.clip(distance / shrink, 0, 1)
        veins = 0.5 + 0.5 * np.cos(off * 22 + streaks * 2)
        shade = (0.74 + 0.36 * part - 0.22 * off**2 + 0.06 * veins) * (0.8 + 0.22 * layer / layers)
        shade = shade * (1 - 0.12 * np.sin(angle))
        petal = ramp(part, petal_colours) * shade
        gap = smoothstep(0.0, 0.06, edge - distance)
        bloom = bloom * (1 - 0.25 * smoothstep(-0.08, 0.0, edge - distance))
        bloom = mix(
            bloom,
            petal * (0.84 + 0.16 * gap),
            smoothstep(-0.008, 0.012, edge - distance),
        )
    grains = noise(rng, size, cells=45, octaves=2)[area]
    image[area] = _heart(bloom, grains, (distance / heart_size, right - down), heart)
    return image


def _heart(image: Light, grains: Field, dome: tuple[Field, Field], colour: str) -> Light:
    distance, toward = dome
    shade = 0.7 + 0.6 * (grains - 0.3) - 0.3 * distance**2 - toward * 1.2
    image = image * (1 - 0.4 * smoothstep(1.35, 0.9, distance))
    return mix(image, rgb(colour) * shade, smoothstep(1.05, 0.95, distance))


def leaves(rng: np.random.Generator, size: Size) -> Pixels:
    """Autumn leaves on the ground, layer upon layer."""
    image = ramp(noise(rng, size, cells=8, octaves=5, gain=0.6), pick(rng, SOIL))
    colours = pick(rng, FOLIAGE).split()
    usual = float(rng.uniform(0.07, 0.16))
    maple = rng.random() < 0.55
    layers = 4
    for layer in range(layers):
        part = layer / (layers - 1)
        sketch = Sketch(size)
        for _ in range(int((1.2 if layer < 3 else 0.5) * 0.22 / usual**2 * aspect_of(size))):
            place = (
                float(rng.uniform(-0.05, aspect_of(size) + 0.05)),
                float(rng.uniform(-0.05, 1.05)),
            )
            colour = tint(rng, pick(rng, colours), 0.12) * (0.45 + 0.55 * part)
            _leaf(rng, sketch, place, usual * float(rng.uniform(0.7, 1.25)), colour, maple=maple)
        image = sketch.shadow_on(image, strength=0.6, blur=0.012, shift=(0.008, 0.016))
        image = sketch.over(image, blur=0.004 * (1 - part))
    mottle = noise(rng, size, cells=12, octaves=5, gain=0.65)
    image = image * (0.78 + 0.42 * mottle)
    sun = (aspect_of(size) * float(rng.random()), float(rng.uniform(0, 0.5)))
    return finish(rng, shine(image, rgb("ffe0a0"), 0.3 * glow(size, sun, 0.5)), vignette=0.4)


def _leaf(
    rng: np.random.Generator,
    sketch: Sketch,
    place: Place,
    length: float,
    colour: Light,
    *,
    maple: bool,
) -> None:
    turn = np.linspace(-np.pi, np.pi, 72)
    if maple:
        lobes = np.abs(np.cos(turn * 2.5)) ** 0.7 * (0.6 + 0.4 * np.cos(turn * 0.5))
        reach = (
            length
            * (0.28 + 0.62 * lobes + 0.05 * np.cos(turn * 23))
            * (0.55 + 0.45 * np.cos(turn / 2))
        )
        tips = np.array([-2, -1, 0, 1, 2]) * np.pi / 2.5
        outline = np.stack([np.cos(turn), np.sin(turn)], axis=1) * reach[:, None]
    else:
        slim = float(rng.uniform(0.3, 0.5))
        outline = np.stack(
            [
                np.cos(turn) * length * 0.9,
                np.sin(turn) * length * slim * (0.75 + 0.25 * np.cos(turn + 2.5)),
            ],
            axis=1,
        )
        tips = np.array([0.0])
    angle = float(rng.uniform(0, 2 * np.pi))
    rotation = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    sketch.polygon(outline @ rotation + np.array(place), colour)
    vein = colour * 0.62 + 0.12
    half = outline[outline[:, 1] > 0]
    sketch.polygon(np.concatenate([half, [[0.0, 0.0]]]) @ rotation + np.array(place), colour * 0.88)
    for tip in tips:
        end = np.array([np.cos(tip), np.sin(tip)]) * length * 0.62
        sketch.line(np.array([[0.0, 0.0], end]) @ rotation + np.array(place), vein, length * 0.018)
    if not maple:
        for step in np.linspace(-0.6, 0.5, 6):
            for side in (-0.26, 0.26):
                rib = np.array([[step, 0.0], [step + 0.2, side]]) * length
                sketch.line(rib @ rotation + np.array(place), vein, length * 0.012)
    stalk = np.array([[-0.9 * length, 0.0], [0.0 if maple else 0.8 * length, 0.0]])
    stalk[0, 0] = -1.15 * length if not maple else -0.75 * length
    sketch.line(stalk @ rotation + np.array(place), vein, length * 0.03)
