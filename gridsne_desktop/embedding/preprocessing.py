"""How a model wants its photos, and where its vector is in what it gives."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from enum import StrEnum
from math import isfinite
from typing import Any, Final

MOST_PIXELS: Final = 1024
"""Along a side: 32 such squares of a panorama being read still fit the memory of one photo."""
MOST_SCALE: Final = 1e6
_CHANNELS: Final = 3

IMAGENET_MEAN: Final = (0.485, 0.456, 0.406)
IMAGENET_STD: Final = (0.229, 0.224, 0.225)
"""Of red, green and blue from 0 to 1 in ImageNet's photos.

Source: pytorch/vision, torchvision/transforms/_presets.py.
"""


class Framing(StrEnum):
    """What of a photo becomes the square."""

    CROP = "crop"
    SQUASH = "squash"


class Resampling(StrEnum):
    """How pixels are made fewer or more; the names of Pillow's filters."""

    BILINEAR = "bilinear"
    BICUBIC = "bicubic"
    LANCZOS = "lanczos"


class Layout(StrEnum):
    """The axes of a model's input: n photos, c channels, h rows, w columns."""

    NCHW = "NCHW"
    NHWC = "NHWC"


class Numbers(StrEnum):
    """What a model's input is made of; names of NumPy's types."""

    UINT8 = "uint8"
    FLOAT16 = "float16"
    FLOAT32 = "float32"


class Pooling(StrEnum):
    """How what a model gives becomes one vector."""

    NONE = "none"
    CLS = "cls"
    MEAN = "mean"


@dataclass(frozen=True, slots=True, kw_only=True)
class Preprocessing:
    """From uint8 sRGB pixels to a model's input, and from its output to a vector.

    Attributes:
        edge: Pixels along each side of the square that the model sees.
        shorter_side: What a photo's shorter side is scaled to before the central square is cut
            out of it; without a meaning where photos are squashed.
        framing: Whether the square is cut out, or all of the photo is squashed into it.
        resampling: The filter that scales.
        scale: What a pixel's value, 0 to 255, is multiplied by; 1/255 makes it 0 to 1.
        mean: Taken off red, green and blue after that.
        std: What they are divided by then.
        layout: The order of the input's axes.
        numbers: The input's type; uint8 gets the pixels as they are: all else is in the file.
        input: The input's name in the file.
        output: The output's name in the file.
        pooling: `none` for an output (n, d); of an output (n, tokens, d), its first token or the
            mean of all. What comes out is always brought to length 1.
    """

    edge: int = 224
    shorter_side: int = 256
    framing: Framing = Framing.CROP
    resampling: Resampling = Resampling.BICUBIC
    scale: float = 1 / 255
    mean: tuple[float, float, float] = IMAGENET_MEAN
    std: tuple[float, float, float] = IMAGENET_STD
    layout: Layout = Layout.NCHW
    numbers: Numbers = Numbers.FLOAT32
    input: str = "pixel_values"
    output: str = ""
    pooling: Pooling = Pooling.NONE

    def __post_init__(self) -> None:
        if not 1 <= self.edge <= MOST_PIXELS:
            raise ValueError(f'"edge" must be from 1 to {MOST_PIXELS}, not {self.edge}')
        least = self.edge if self.framing is Framing.CROP else 1
        if not least <= self.shorter_side <= MOST_PIXELS:
            raise ValueError(
                f'"shorter_side" must be from {least} to {MOST_PIXELS}, not {self.shorter_side}'
            )
        if not 0 < self.scale <= MOST_SCALE:
            raise ValueError(f'"scale" must be above 0, not {self.scale:g}')
        if not all(isfinite(number) for number in self.mean):
            raise ValueError(f'"mean" must be three finite numbers, not {self.mean}')
        if not all(isfinite(number) and number > 0 for number in self.std):
            raise ValueError(f'"std" must be three numbers above 0, not {self.std}')
        if self.numbers is Numbers.UINT8 and not self._keeps_pixels:
            raise ValueError('a model that takes uint8 needs "scale" 1, "mean" 0 and "std" 1')

    @property
    def least_side(self) -> int:
        """Pixels that a decoded photo's shorter side should have."""
        return self.edge if self.framing is Framing.SQUASH else self.shorter_side

    @property
    def _keeps_pixels(self) -> bool:
        return self.scale == 1 and set(self.mean) == {0} and set(self.std) == {1}

    def as_json(self) -> dict[str, object]:
        """What `changed` reads."""
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in asdict(self).items()
        }


AS_THEY_ARE: Final[Mapping[str, object]] = {
    "scale": 1,
    "mean": [0, 0, 0],
    "std": [1, 1, 1],
    "numbers": "uint8",
}
"""For models that take pixels as uint8 and know their own mean."""

KEYS: Final = frozenset(field.name for field in fields(Preprocessing))


def changed(base: Preprocessing, wishes: Mapping[str, object]) -> Preprocessing:
    """`base` with the values of `wishes`, as JSON has them.

    Raises:
        ValueError: A key or a value is none that there is; the message is a sentence's end.
    """
    unknown = sorted(set(wishes) - KEYS)
    if unknown:
        raise ValueError(f'"{unknown[0]}" is no setting; there are {", ".join(sorted(KEYS))}')
    read: dict[str, Any] = {
        key: _read(key, value, getattr(base, key)) for key, value in wishes.items()
    }
    return replace(base, **read)


def _read(key: str, value: object, like: object) -> object:
    """`value` in the type of `like`."""
    if isinstance(like, StrEnum):
        kinds = [str(kind) for kind in type(like)]
        if value in kinds:
            return type(like)(value)
        raise ValueError(f'"{key}" must be one of {", ".join(kinds)}, not {value!r}')
    if isinstance(like, str):
        if isinstance(value, str) and value:
            return value
        raise ValueError(f'"{key}" must be a name, not {value!r}')
    if isinstance(like, int):
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        raise ValueError(f'"{key}" must be a whole number, not {value!r}')
    if isinstance(like, float):
        return _number(key, value)
    if isinstance(value, list) and len(value) == _CHANNELS:
        return tuple(_number(key, number) for number in value)
    raise ValueError(f'"{key}" must be three numbers, not {value!r}')


def _number(key: str, value: object) -> float:
    try:
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return float(value)
    except OverflowError as error:
        raise ValueError(f'"{key}" holds a number that is too large') from error
    raise ValueError(f'"{key}" must hold numbers, not {value!r}')
