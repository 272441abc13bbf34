"""The canvas of a sample photo: colours, light and shapes as arrays.

Lengths and places are in heights of the photo: y runs from 0 (top) to 1, x from 0 to
width ÷ height, so that a circle is a circle in every format.

While it is painted a photo is three planes, red, green and blue, each in one piece: NumPy
works on long rows of numbers, three times as fast as on triples. It also lets a light, a
colour and a field be multiplied as they are.
"""

import math
from collections.abc import Sequence
from functools import cache
from types import EllipsisType
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageColor, ImageDraw, ImageFilter

Pixels: TypeAlias = NDArray[np.uint8]
"""A photo's pixels, (h, w, 3), sRGB."""
Light: TypeAlias = NDArray[np.floating[Any]]
"""A photo in the making, float32 (3, h, w), sRGB, 0 dark to 1 bright."""
Field: TypeAlias = NDArray[np.floating[Any]]
"""One number for each pixel, float32 (h, w)."""
Colour: TypeAlias = NDArray[np.floating[Any]]
"""Red, green, blue, float32 (3, 1, 1), 0 to 1, sRGB."""
Palette: TypeAlias = NDArray[np.floating[Any]]
"""Several colours side by side, float32 (3, n), sRGB."""
Line: TypeAlias = NDArray[np.floating[Any]]
"""One number for each column of pixels, float32 (w,)."""
Size: TypeAlias = tuple[int, int]
"""Width and height in pixels."""
Place: TypeAlias = tuple[float, float]
"""x and y in heights of the photo."""
Outline: TypeAlias = NDArray[np.floating[Any]] | Sequence[Place]
"""Places along a line or around a shape; an array is (n, 2)."""
Area: TypeAlias = tuple[EllipsisType, slice, slice]
"""Some rows and columns of a light or of a field."""

OVERSAMPLING = 2
"""Sketches are drawn so many times larger; shrinking them smooths their edges."""
SHARPEST_BLUR = 2
"""Pixels; what is to be blurred more is blurred smaller, which takes less time."""


@cache
def rgb(colour: str) -> Colour:
    """The colour written as `ffb36b`, as three numbers from 0 to 1."""
    numbers = np.array(ImageColor.getrgb(f"#{colour}"), dtype=np.float32) / 255
    numbers.flags.writeable = False
    return numbers.reshape(3, 1, 1)


def palette(colours: str) -> Palette:
    """The colours written as `0b1d51 e8716f`, side by side."""
    return np.concatenate([rgb(colour)[..., 0] for colour in colours.split()], axis=1)


def pick(rng: np.random.Generator, options: Sequence[str]) -> str:
    """One of `options`."""
    return options[int(rng.integers(len(options)))]


def tint(rng: np.random.Generator, colour: str, amount: float = 0.06) -> Colour:
    """A colour near `colour`: no two things in nature have the very same."""
    near = rgb(colour) * (1 + rng.normal(0, amount)) + rng.normal(0, amount / 2, (3, 1, 1))
    return near.clip(0, 1).astype(np.float32)


def coordinates(size: Size) -> tuple[Field, Field]:
    """The x and the y of every pixel's centre."""
    width, height = size
    x, y = _centres(width, height), _centres(height, height)
    return np.broadcast_to(x, (height, width)), np.broadcast_to(y[:, None], (height, width))


def _centres(count: int, height: int) -> Line:
    return (np.arange(count, dtype=np.float32) + np.float32(0.5)) / np.float32(height)


def size_of(image: Light | Field) -> Size:
    """Its width and height in pixels."""
    return image.shape[-1], image.shape[-2]


def aspect_of(size: Size) -> float:
    """The photo's width in heights."""
    return size[0] / size[1]


def ramp(field: Field, colours: str) -> Light:
    """Colour each number from 0 to 1 by evenly spaced `colours`, written `0b1d51 e8716f`."""
    stops = palette(colours)
    at = np.linspace(0, 1, stops.shape[1])
    shades = np.linspace(0, 1, 1024)
    table = np.stack([np.interp(shades, at, plane) for plane in stops]).astype(np.float32)
    return dye((np.clip(field, 0, 1) * (len(shades) - 1)).astype(np.int32), table)


def dye(number: NDArray[np.integer[Any]], colours: Palette) -> Light:
    """Give each pixel the colour of its number."""
    return np.take(colours, number, axis=1)


def smoothstep(low: float, high: float, field: Field) -> Field:
    """0 below `low`, 1 above `high`, smooth in between (falling where high < low)."""
    t = np.clip((field - np.float32(low)) * np.float32(1 / (high - low)), 0, 1)
    values: Field = t * t * (3 - 2 * t)
    return values


def hypotenuse(x: Field, y: Field) -> Field:
    """How far each place is from 0, 0; five times as fast as the careful `np.hypot`."""
    values: Field = np.sqrt(x * x + y * y)
    return values


def turned(x: Field, y: Field, angle: float) -> tuple[Field, Field]:
    """The places in a frame turned by `angle` (radians)."""
    # From math: numbers of NumPy's would make the fields float64, which takes twice as long.
    cosine, sine = math.cos(angle), math.sin(angle)
    return x * cosine + y * sine, y * cosine - x * sine


def mix(image: Light | Colour, colour: Light | Colour, cover: Field | float) -> Light:
    """Lay `colour` (one, or one a pixel) over `image` where `cover` is 1."""
    mixed: Light = (colour - image) * np.clip(cover, 0, 1, dtype=np.float32)
    mixed += image
    return mixed


def shine(image: Light, colour: Colour, strength: Field) -> Light:
    """Add light as a screen does: it brightens and never burns out."""
    lit: Light = 1 - image
    lit *= np.clip(strength, 0, 1) * colour
    lit += image
    return lit


def glow(size: Size, place: Place, radius: float) -> Field:
    """Light falling off around `place`: 1 there, about a third at `radius`."""
    across, down = (
        np.exp(-np.square((_centres(count, size[1]) - at) / np.float32(radius)))
        for count, at in zip(size, place, strict=True)
    )
    values: Field = down[:, None] * across
    return values


def disc(size: Size, place: Place, radius: float, soft: float = 0.0) -> Field:
    """A round patch with an edge `soft` heights wide (at least one pixel)."""
    x, y = coordinates(size)
    distance = hypotenuse(x - place[0], y - place[1])
    edge = max(soft, 1 / size[1])
    values: Field = np.clip((radius - distance) * np.float32(1 / edge) + np.float32(0.5), 0, 1)
    return values


def patch(size: Size, place: Place, reach: float) -> Area:
    """The rows and columns within `reach` of `place`: what is small is painted there only."""
    first, last = (np.array(place) + step * reach for step in (-1, 1))
    low = np.maximum(0, np.floor(first * size[1])).astype(int)
    high = np.maximum(low + 1, np.ceil(last * size[1]).astype(int))
    return ..., slice(int(low[1]), int(high[1])), slice(int(low[0]), int(high[0]))


def to_pixels(image: Light) -> Pixels:
    """The photo as bytes."""
    return np.ascontiguousarray(np.moveaxis(_bytes(image), 0, -1))


def _bytes(numbers: Light | Field) -> NDArray[np.uint8]:
    return (np.clip(numbers, 0, 1) * 255 + np.float32(0.5)).astype(np.uint8)


def soften(image: Light, radius: float) -> Light:
    """Out of focus: blurred by `radius` heights."""
    return np.stack([soften_field(plane, radius) for plane in image])


def soften_field(field: Field, radius: float) -> Field:
    """The same for one plane of numbers from 0 to 1."""
    pixels = radius * field.shape[0]
    picture = Image.fromarray(_bytes(field))
    # What is blurred so far has no detail that a smaller picture could lose.
    smaller = max(1, int(pixels / SHARPEST_BLUR))
    blurred = picture.reduce(smaller).filter(ImageFilter.GaussianBlur(pixels / smaller))
    if smaller > 1:
        blurred = blurred.resize(picture.size, Image.Resampling.BICUBIC)
    return np.asarray(blurred, dtype=np.float32) / 255


def finish(
    rng: np.random.Generator, image: Light, *, vignette: float = 0.25, grain: float = 0.014
) -> Pixels:
    """What a camera adds: darker corners and a little grain (it hides banding, too)."""
    width, height = size_of(image)
    x, y = coordinates((width, height))
    from_centre = np.square((x * height / width - 0.5) * 2) + np.square((y - 0.5) * 2)
    finished = image * (1 - np.float32(vignette / 2) * from_centre)
    # Even numbers are quicker than normal ones; so many of them have the spread `grain`.
    spread = np.float32(grain * 12**0.5)
    finished += (rng.random((height, width), dtype=np.float32) - np.float32(0.5)) * spread
    return to_pixels(finished)


class Sketch:
    """A transparent layer to draw shapes on, with smooth edges once laid over a photo."""

    def __init__(self, size: Size) -> None:
        self._size = size
        self._unit = size[1] * OVERSAMPLING
        large = (size[0] * OVERSAMPLING, size[1] * OVERSAMPLING)
        # Small a: opacity multiplied in; else the empty ground darkens what is shrunk or blurred.
        self._picture = Image.new("RGBa", large)
        self._draw = ImageDraw.Draw(self._picture)

    def polygon(self, points: Outline, colour: Colour) -> None:
        """Fill the outline through `points`."""
        self._draw.polygon(self._scaled(points), fill=_ink(colour, 1))

    def line(self, points: Outline, colour: Colour, width: float, *, opacity: float = 1) -> None:
        """Draw a line `width` heights thick."""
        thick = max(1, round(width * self._unit))
        joint = "curve" if len(points) > 2 else None
        ink = _ink(colour, opacity)
        self._draw.line(self._scaled(points), fill=ink, width=thick, joint=joint)

    def oval(self, place: Place, radii: Place, colour: Colour, *, opacity: float = 1) -> None:
        """Fill an upright ellipse."""
        (x, y), (wide, high) = place, radii
        corners = self._corners((x - wide, y - high), (x + wide, y + high))
        self._draw.ellipse(corners, fill=_ink(colour, opacity))

    def box(self, corner: Place, opposite: Place, colour: Colour, *, opacity: float = 1) -> None:
        """Fill an upright rectangle."""
        self._draw.rectangle(self._corners(corner, opposite), fill=_ink(colour, opacity))

    def over(self, image: Light, *, opacity: float = 1.0, blur: float = 0.0) -> Light:
        """Lay the drawing over `image`, blurred by heights."""
        drawn = self._drawn(blur)
        if drawn is None:
            return image
        area, colours, cover = drawn
        laid = image.copy()
        laid[area] *= 1 - cover * np.float32(opacity)
        laid[area] += colours * np.float32(opacity)
        return laid

    def light(self) -> Light:
        """The drawing alone, on black."""
        return self.over(np.zeros((3, self._size[1], self._size[0]), dtype=np.float32))

    def shadow_on(self, image: Light, *, strength: float, blur: float, shift: Place) -> Light:
        """Darken `image` where the drawing's shadow falls."""
        drawn = self._drawn(blur=0)
        if drawn is None:
            return image
        area, _, cover = drawn
        shadow = np.zeros((self._size[1], self._size[0]), dtype=np.float32)
        shadow[area] = cover
        down, right = (round(step * self._size[1]) for step in (shift[1], shift[0]))
        shadow = np.roll(soften_field(shadow, blur), (down, right), axis=(0, 1))
        return image * (1 - np.float32(strength) * shadow)

    def turn(self, degrees: float) -> None:
        """Turn what is drawn so far, about the photo's centre."""
        self._picture = self._picture.rotate(degrees, Image.Resampling.BILINEAR)
        self._draw = ImageDraw.Draw(self._picture)

    def _drawn(self, blur: float) -> tuple[Area, Light, Field] | None:
        """Where something is drawn; its colours times its cover, and the cover, there."""
        drawn = self._picture.getbbox()
        if drawn is None:
            return None
        margin = int(3 * blur * self._size[1]) + 1
        left, top = (max(0, edge // OVERSAMPLING - margin) for edge in drawn[:2])
        right, bottom = (
            min(most, edge // OVERSAMPLING + 1 + margin)
            for most, edge in zip(self._size, drawn[2:], strict=True)
        )
        large = self._picture.crop(
            (left * OVERSAMPLING, top * OVERSAMPLING, right * OVERSAMPLING, bottom * OVERSAMPLING)
        )
        small = large.reduce(OVERSAMPLING)
        if blur:
            small = small.filter(_slight_blur(blur * self._size[1]))
        planes = np.moveaxis(np.asarray(small), -1, 0).astype(np.float32, order="C")
        planes *= np.float32(1 / 255)
        return (..., slice(top, bottom), slice(left, right)), planes[:3], planes[3]

    def _corners(self, corner: Place, opposite: Place) -> list[float]:
        return [part * self._unit for part in (*corner, *opposite)]

    def _scaled(self, points: Outline) -> list[float]:
        scaled: list[float] = (np.asarray(points, dtype=np.float64) * self._unit).ravel().tolist()
        return scaled


def _slight_blur(pixels: float) -> ImageFilter.BoxBlur:
    """A box that spreads as far as a Gaussian of `pixels`: as good on an edge, thrice as fast."""
    return ImageFilter.BoxBlur((math.sqrt(12 * pixels**2 + 1) - 1) / 2)


def _ink(colour: Colour, opacity: float) -> tuple[int, ...]:
    strength = 255 * opacity
    bright = round(strength)
    parts = [min(bright, max(0, round(strength * part))) for part in colour.ravel().tolist()]
    return (*parts, bright)
