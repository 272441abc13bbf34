"""Beyond the air: planets and galaxies.

The figures in a painting are a matter of taste, tried by eye; they have no other source.
"""

import math

import numpy as np

from gridsne_desktop.samples.canvas import (
    Field,
    Light,
    Pixels,
    Place,
    Size,
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
    turned,
)
from gridsne_desktop.samples.noise import noise, sample
from gridsne_desktop.samples.scenery import add_stars

GIANTS = (
    "7a4a2c c89a6a f0d8b0 b87848 e8c490 8a5a3a",
    "1a3a7a 3a7ac0 9ad0f0 4a90d0 c8ecff 2a5aa0",
    "5a3a6a a87ab8 e8c8e0 8a5a98 f0d8d0 6a4a80",
    "4a6a5a 8ab098 e0e8c8 a0b888 d0d8a8 5a7a68",
    "8a2a24 d8644a f8b890 b84434 f0d0a8 701c1c",
)
ROCKS = (
    "123a7a 1a5aa0 2a7ac0 d8c890 5a8a4a 3a6a34 f0f0f0",
    "3a1c14 6a3420 a85a34 d08a5a e8b890",
    "2a2a30 54545c 84848c b8b8bc e0e0e0",
    "0a3a3a 1a6a60 3a9a80 8a7a4a c8b070 f4f0d8",
    "1c0806 48100a a82a10 f07020 ffd060",
)
NEBULAE = (
    "04030c 1a0f3a 5a2a78 c85a98 ffb8a0|ffe8d0",
    "02060e 0a2440 1a5a7a 5ab0b8 e0f0d8|e8ffff",
    "080306 3a0e1c 8a2a2c e07a4a ffe0a0|fff0d0",
    "03030e 14143c 2c3a8a 6a7ae0 d0d8ff|fff4e0",
    "020806 0c2a24 2a6a4a a0b870 f8e8b0|fffce0",
)


def planet(rng: np.random.Generator, size: Size) -> Pixels:
    """A world with bands or continents, lit from one side; some have rings, some a moon."""
    image = add_stars(rng, _space(rng, size), count=size[0] * size[1] // 500)
    is_giant = rng.random() < 0.5
    colours = pick(rng, GIANTS if is_giant else ROCKS)
    radius = float(rng.choice([0.2, 0.28, 0.36, 0.6]))
    place = (aspect_of(size) * float(rng.uniform(0.35, 0.65)), float(rng.uniform(0.42, 0.58)))
    if radius > 0.5:
        place = (aspect_of(size) * float(rng.choice([0.2, 0.8])), float(rng.choice([0.8, 0.95])))
    light = float(rng.uniform(0, 2 * np.pi))
    has_ring = radius < 0.3 and rng.random() < 0.55
    ring = _ring(rng, size, place, radius) if has_ring else None
    band = rgb(colours.split()[2])
    if ring is not None:
        image = mix(image, band * 0.8, ring[0] * 0.9 * (1 - ring[1]))
    image = _globe(rng, image, (place, radius), light, (colours, is_giant))
    if ring is not None:
        image = mix(image, band, ring[0] * 0.9 * ring[1])
    elif rng.random() < 0.5:
        far = radius * float(rng.uniform(1.3, 1.6))
        moon = (
            place[0] + far * float(np.cos(light + 1)),
            place[1] - abs(far * float(np.sin(light + 1))),
        )
        image = _globe(rng, image, (moon, radius * 0.13), light, (ROCKS[2], False))
    return finish(rng, image, vignette=0.2)


def _space(rng: np.random.Generator, size: Size) -> Light:
    haze = pick(
        rng,
        (
            "020208 060818 14183a",
            "020208 0c0618 2c1438",
            "020406 06121a 0e2c3a",
            "030303 0c0a0c 241a1c",
        ),
    )
    return ramp(noise(rng, size, cells=2, octaves=5), haze)


def _globe(
    rng: np.random.Generator,
    image: Light,
    ball: tuple[Place, float],
    light: float,
    ground: tuple[str, bool],
) -> Light:
    size = size_of(image)
    (place, radius), (colours, is_giant) = ball, ground
    area = patch(size, place, radius * 1.7)
    x, y = (axis[area] for axis in coordinates(size))
    right, down = (x - place[0]) / radius, (y - place[1]) / radius
    toward = np.sqrt(np.clip(1 - right**2 - down**2, 0, 1))
    tilt = float(rng.uniform(-0.5, 0.5))
    along, up = turned(right, down, tilt)
    longitude = np.arctan2(along, toward) / 3 + 1
    latitude = np.arcsin(np.clip(up, -1, 1)) / 3 + 1
    relief = sample(noise(rng, (512, 512), cells=3.5, octaves=7, gain=0.55), longitude, latitude)
    if is_giant:
        swirl = sample(noise(rng, (512, 512), cells=9, stretch=4, octaves=5), longitude, latitude)
        bands = np.sin(latitude * float(rng.uniform(22, 44)) + swirl * 2.4) * 0.5 + 0.5
        surface = ramp(bands * 0.75 + swirl * 0.25, colours)
    else:
        surface = ramp(smoothstep(0.15, 0.85, relief), colours)
        clouds = smoothstep(
            0.55,
            0.8,
            sample(noise(rng, (512, 512), cells=5, stretch=2, octaves=6), longitude, latitude),
        )
        surface = mix(
            surface, rgb("ffffff"), clouds * np.float32(0.75 if len(colours) > 40 else 0.1)
        )
    day = right * (math.cos(light) * 0.75) - down * (abs(math.sin(light)) * 0.75) + toward * 0.55
    shade = smoothstep(-0.15, 0.9, day)
    halo = np.exp(-np.clip(hypotenuse(right, down) - 1, 0, 9) * 14) * smoothstep(-0.4, 0.8, day)
    around = shine(image[area], rgb(colours.split()[2]), halo * 0.6)
    rim = np.power(1 - toward, 3) * shade
    surface = shine(surface * (0.02 + 1.05 * shade), rgb("b0d8ff"), rim * 0.5)
    image[area] = mix(around, surface, disc(size, place, radius)[area])
    return image


def _ring(rng: np.random.Generator, size: Size, place: Place, radius: float) -> tuple[Field, Field]:
    x, y = coordinates(size)
    turn = float(rng.uniform(-0.5, 0.5))
    right, down = x - place[0], y - place[1]
    along, across = turned(right, down, turn)
    across = across / float(rng.uniform(0.18, 0.4))
    distance = (hypotenuse(along, across) / radius).astype(np.float32)
    grooves = np.interp(distance, np.linspace(1.2, 2.3, 90), rng.uniform(0.35, 1, 90)).astype(
        np.float32
    )
    cover = smoothstep(1.3, 1.36, distance) * smoothstep(2.2, 2.12, distance) * grooves
    gap = 1 - np.exp(-np.square((distance - 1.85) / 0.035))
    return (cover * gap).astype(np.float32), (across > 0).astype(np.float32)


def galaxy(rng: np.random.Generator, size: Size) -> Pixels:
    """A spiral of stars, or a glowing cloud of gas."""
    colours, core = pick(rng, NEBULAE).split("|")
    is_spiral = rng.random() < 0.6
    image = _spiral(rng, size, colours, core) if is_spiral else _nebula(rng, size, colours)
    return finish(rng, add_stars(rng, image, count=size[0] * size[1] // 250), vignette=0.3)


def _spiral(rng: np.random.Generator, size: Size, colours: str, core: str) -> Light:
    x, y = coordinates(size)
    place = (aspect_of(size) * float(rng.uniform(0.38, 0.62)), float(rng.uniform(0.4, 0.6)))
    turn, flat = float(rng.uniform(0, np.pi)), float(rng.uniform(0.35, 1.0))
    right, down = x - place[0], y - place[1]
    along, across = turned(right, down, turn)
    across = across / flat
    distance = hypotenuse(along, across).astype(np.float32) + np.float32(1e-3)
    wind = float(rng.choice([-1.0, 1.0])) * float(rng.uniform(2.2, 3.8))
    angle = np.arctan2(across, along) + wind * np.log(distance * 9 + 0.3)
    dust = noise(rng, size, cells=6, octaves=6, gain=0.62)
    arms = 0.5 + 0.5 * np.cos(angle * float(rng.integers(2, 4)) + (dust - 0.5) * 4)
    reach = float(rng.uniform(0.24, 0.36))
    light = (0.15 + 0.95 * arms**1.6 * (0.35 + dust)) * np.exp(-distance / reach) * 1.7
    image = ramp(np.clip(light, 0, 1).astype(np.float32), colours)
    sparks = rng.random(distance.shape, dtype=np.float32) < 0.03 * np.clip(light, 0, 1)
    image = shine(image, rgb("ffffff"), sparks.astype(np.float32) * 0.6)
    centre = np.exp(-np.square(distance / 0.06)) + 0.5 * np.exp(-distance / 0.07)
    return shine(image, rgb(core), centre.astype(np.float32))


def _nebula(rng: np.random.Generator, size: Size, colours: str) -> Light:
    x, y = coordinates(size)
    bend = noise(rng, size, cells=2, octaves=4)
    texture = noise(rng, (512, 512), cells=4, octaves=7, gain=0.58)
    filaments = 1 - np.abs(2 * sample(texture, x * 0.7 + bend * 0.5, y * 0.7 + bend * 0.35) - 1)
    place = (aspect_of(size) * float(rng.uniform(0.3, 0.7)), float(rng.uniform(0.3, 0.7)))
    body = glow(size, place, float(rng.uniform(0.35, 0.6))) * (0.35 + bend)
    image = ramp(np.clip(body * (0.35 + 0.75 * filaments**2), 0, 1), colours)
    dark = smoothstep(0.55, 0.8, noise(rng, size, cells=3, octaves=6))
    image = image * (1 - 0.75 * dark)
    for _ in range(int(rng.integers(1, 5))):
        star = (place[0] + float(rng.normal(0, 0.2)), place[1] + float(rng.normal(0, 0.2)))
        image = shine(image, rgb("f4f8ff"), glow(size, star, 0.01) + 0.35 * glow(size, star, 0.05))
    return image
