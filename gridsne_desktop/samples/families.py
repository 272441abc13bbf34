"""The families of sample photos; a new one is one line here."""

from collections.abc import Callable
from typing import Final, TypeAlias

import numpy as np

from gridsne_desktop.samples import (
    evening,
    fields,
    fruit,
    garden,
    land,
    paper,
    patterns,
    sky,
    textile,
    water,
)
from gridsne_desktop.samples.canvas import Pixels, Size

Painter: TypeAlias = Callable[[np.random.Generator, Size], Pixels]
"""Paints one photo: (generator, (width, height)) → uint8 (height, width, 3), sRGB."""

FAMILIES: Final[dict[str, Painter]] = {
    "sunset": evening.sunset,
    "sea": water.sea,
    "forest": land.forest,
    "mountain": land.mountain,
    "desert": land.desert,
    "city": evening.city,
    "flower": garden.flower,
    "planet": sky.planet,
    "textile": textile.textile,
    "document": paper.document,
    "leaves": garden.leaves,
    "underwater": water.underwater,
    "snow": fields.snow,
    "fruit": fruit.fruit,
    "painting": patterns.painting,
    "glass": patterns.glass,
    "galaxy": sky.galaxy,
    "meadow": fields.meadow,
    "balloon": fields.balloon,
    "aurora": evening.aurora,
    "fireworks": evening.fireworks,
    "lights": evening.lights,
    "stones": patterns.stones,
    "tiles": patterns.tiles,
}
