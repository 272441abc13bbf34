"""The canvas of a sample photo: colours, light and shapes as arrays.

Lengths and places are in heights of the photo: y runs from 0 (top) to 1, x from 0 to
width ÷ height, so that a circle is a circle in every format.
"""

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageColor, ImageDraw, ImageFilter

Pixels: TypeAlias = NDArray[np.uint8]
"""A photo's pixels, (h, w, 3), sRGB."""
Light: TypeAlias = NDArray[np.floating[Any]]
"""A photo in the making, float32 (h, w, 3), sRGB, 0 dark to 1 bright."""
Field: TypeAlias = NDArray[np.floating[Any]]
"""One number for each pixel, float32 (h, w)."""
Colour: TypeAlias = NDArray[np.floating[Any]]
"""Red, green, blue, (3,), 0 to 1, sRGB."""
Line: TypeAlias = NDArray[np.floating[Any]]
"""One number for each column of pixels, float32 (w,)."""
Size: TypeAlias = tuple[int, int]
"""Width and height in pixels."""
Place: TypeAlias = tuple[float, float]
"""x and y in heights of the photo."""
Outline: TypeAlias = NDArray[np.floating[Any]] | Sequence[Place]
"""Places along a line or around a shape; an array is (n, 2)."""
Ink: TypeAlias = Colour | Sequence[float]
"""A colour, or one with its opacity as a fourth number."""

OVERSAMPLING = 2
"""Sketches are drawn so many times larger; shrinking them smooths their edges."""


def rgb(colour: str) -> Colour:
    """The colour written as `ffb36b`, as three numbers from 0 to 1."""
    return np.array(ImageColor.getrgb(f"#{colour}"), dtype=np.float32) / 255


def pick(rng: np.random.Generator, options: Sequence[str]) -> str:
    """One of `options`."""
    return options[int(rng.integers(len(options)))]


def tint(rng: np.random.Generator, colour: str, amount: float = 0.06) -> Colour:
    """A colour near `colour`: no two things in nature have the very same."""
    near = rgb(colour) * (1 + rng.normal(0, amount)) + rng.normal(0, amount / 2, 3)
    return np.clip(near, 0, 1).astype(np.float32)


def coordinates(size: Size) -> tuple[Field, Field]:
    """The x and the y of every pixel's centre."""
    width, height = size
    x = (np.arange(width, dtype=np.float32) + 0.5) / height
    y = (np.arange(height, dtype=np.float32) + 0.5) / height
    return np.broadcast_to(x, (height, width)), np.broadcast_to(y[:, None], (height, width))


def aspect_of(size: Size) -> float:
    """The photo's width in heights."""
    return size[0] / size[1]


def ramp(field: Field, colours: str) -> Light:
    """Colour each number from 0 to 1 by evenly spaced `colours`, written `0b1d51 e8716f`."""
    stops = np.stack([rgb(colour) for colour in colours.split()])
    at = np.linspace(0, 1, len(stops))
    shades = np.linspace(0, 1, 1024)
    table = np.stack([np.interp(shades, at, stops[:, k]) for k in range(3)], axis=1)
    table = table.astype(np.float32)
    return table[(np.clip(field, 0, 1) * (len(shades) - 1)).astype(np.int32)]


def smoothstep(low: float, high: float, field: Field) -> Field:
    """0 below `low`, 1 above `high`, smooth in between (falling where high < low)."""
    t = np.clip((field - np.float32(low)) / np.float32(high - low), 0, 1)
    values: Field = t * t * (3 - 2 * t)
    return values


def mix(image: Light, colour: Light | Colour, cover: Field) -> Light:
    """Lay `colour` (one, or one a pixel) over `image` where `cover` is 1."""
    return image + (colour - image) * np.clip(cover, 0, 1)[..., None]


def shine(image: Light, colour: Colour, strength: Field) -> Light:
    """Add light as a screen does: it brightens and never burns out."""
    return 1 - (1 - image) * (1 - np.clip(strength, 0, 1)[..., None] * colour)


def glow(size: Size, place: Place, radius: float) -> Field:
    """Light falling off around `place`: 1 there, about a third at `radius`."""
    x, y = coordinates(size)
    values: Field = np.exp(
        -(np.square(x - place[0]) + np.square(y - place[1])) / np.float32(radius**2)
    )
    return values


def disc(size: Size, place: Place, radius: float, soft: float = 0.0) -> Field:
    """A round patch with an edge `soft` heights wide (at least one pixel)."""
    x, y = coordinates(size)
    distance = np.hypot(x - place[0], y - place[1])
    edge = max(soft, 1 / size[1])
    values: Field = np.clip((radius - distance) / np.float32(edge) + np.float32(0.5), 0, 1)
    return values


def patch(size: Size, place: Place, reach: float) -> tuple[slice, slice]:
    """The rows and columns within `reach` of `place`: what is small is painted there only."""
    first, last = (np.array(place) + step * reach for step in (-1, 1))
    low = np.maximum(0, np.floor(first * size[1])).astype(int)
    high = np.maximum(low + 1, np.ceil(last * size[1]).astype(int))
    return slice(int(low[1]), int(high[1])), slice(int(low[0]), int(high[0]))


def to_pixels(image: Light) -> Pixels:
    """The photo as bytes."""
    return (np.clip(image, 0, 1) * 255 + 0.5).astype(np.uint8)


def soften(image: Light, radius: float) -> Light:
    """Out of focus: blurred by `radius` heights."""
    picture = Image.fromarray(to_pixels(image))
    blurred = picture.filter(ImageFilter.GaussianBlur(radius * image.shape[0]))
    return np.asarray(blurred, dtype=np.float32) / 255


def finish(
    rng: np.random.Generator, image: Light, *, vignette: float = 0.25, grain: float = 0.014
) -> Pixels:
    """What a camera adds: darker corners and a little grain (it hides banding, too)."""
    height, width = image.shape[:2]
    x, y = coordinates((width, height))
    from_centre = np.square((x * height / width - 0.5) * 2) + np.square((y - 0.5) * 2)
    image = image * (1 - np.float32(vignette / 2) * from_centre)[..., None]
    noise = rng.standard_normal((height, width, 1), dtype=np.float32)
    return to_pixels(image + noise * np.float32(grain))


class Sketch:
    """A transparent layer to draw shapes on, with smooth edges once laid over a photo."""

    def __init__(self, size: Size) -> None:
        self._size = size
        self._unit = size[1] * OVERSAMPLING
        large = (size[0] * OVERSAMPLING, size[1] * OVERSAMPLING)
        self._picture = Image.new("RGBA", large)
        self._draw = ImageDraw.Draw(self._picture)

    def polygon(self, points: Outline, colour: Ink) -> None:
        """Fill the outline through `points`; colour has 3 or (with opacity) 4 numbers."""
        self._draw.polygon(self._scaled(points), fill=_ink(colour))

    def line(
        self,
        points: Outline,
        colour: Ink,
        width: float,
    ) -> None:
        """Draw a line `width` heights thick."""
        thick = max(1, round(width * self._unit))
        self._draw.line(self._scaled(points), fill=_ink(colour), width=thick, joint="curve")

    def oval(self, place: Place, radii: Place, colour: Ink) -> None:
        """Fill an upright ellipse."""
        corners = np.array(place) + np.array([[-radii[0], -radii[1]], [radii[0], radii[1]]])
        self._draw.ellipse(self._scaled(corners), fill=_ink(colour))

    def box(self, corner: Place, opposite: Place, colour: Ink) -> None:
        """Fill an upright rectangle."""
        self._draw.rectangle(self._scaled([corner, opposite]), fill=_ink(colour))

    def layer(self, blur: float = 0.0, turn: float = 0.0) -> tuple[Light, Field]:
        """The drawing and its cover, blurred by heights and turned by degrees."""
        picture = self._picture
        if turn:
            picture = picture.rotate(turn, Image.Resampling.BICUBIC)
        picture = picture.resize(self._size, Image.Resampling.BOX)
        if blur:
            # Blurred with its opacity multiplied in: else the empty ground darkens the edges.
            soft = picture.convert("RGBa").filter(ImageFilter.GaussianBlur(blur * self._size[1]))
            picture = soft.convert("RGBA")
        layer = np.asarray(picture, dtype=np.float32) / 255
        return layer[..., :3], layer[..., 3]

    def over(self, image: Light, *, opacity: float = 1.0, blur: float = 0.0) -> Light:
        """Lay the drawing over `image`."""
        colours, cover = self.layer(blur)
        return mix(image, colours, cover * np.float32(opacity))

    def shadow_on(self, image: Light, *, strength: float, blur: float, shift: Place) -> Light:
        """Darken `image` where the drawing's shadow falls."""
        _, cover = self.layer(blur)
        down, right = (round(length * self._size[1]) for length in (shift[1], shift[0]))
        cover = np.roll(cover, (down, right), axis=(0, 1))
        return image * (1 - np.float32(strength) * cover)[..., None]

    def _scaled(self, points: Outline) -> list[tuple[float, float]]:
        scaled = np.asarray(points, dtype=np.float64) * self._unit
        return [(float(x), float(y)) for x, y in scaled]


def _ink(colour: Ink) -> tuple[int, ...]:
    parts = [round(min(1.0, max(0.0, float(part))) * 255) for part in colour]
    return tuple(parts if len(parts) == 4 else [*parts, 255])
