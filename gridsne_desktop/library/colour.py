"""From a photo's own colours to sRGB."""

import io
import logging
from functools import lru_cache
from typing import Final

from PIL import Image, ImageCms

_log = logging.getLogger(__name__)

GROUND: Final = (127, 127, 127)
"""Shown through transparent pixels: black and white drawings both stand out against mid grey,
and it is the network's zero."""

_PROFILES_KEPT: Final = 16
"""Transforms remembered: a folder comes from a few cameras and programs, 1 profile each."""

_MODE_OF_SPACE: Final = {"RGB": "RGB", "GRAY": "L", "CMYK": "CMYK"}
"""An ICC profile's colour space → Pillow's mode of the pixels it describes."""


def to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """`image` (L, RGB, RGBA or CMYK) as RGB in sRGB, transparent pixels over `GROUND`.

    A profile that is broken or is for another kind of pixels is ignored.
    """
    alpha = image.getchannel("A") if image.mode == "RGBA" else None
    colours = image.convert("RGB") if alpha else image
    rgb = _managed(colours, profile) if profile else None
    if rgb is None:
        rgb = colours if colours.mode == "RGB" else colours.convert("RGB")
    if alpha is None:
        return rgb
    return Image.composite(rgb, Image.new("RGB", rgb.size, GROUND), alpha)


def _managed(image: Image.Image, profile: bytes) -> Image.Image | None:
    """`image` converted by its `profile`; None where that does not work."""
    try:
        mode, transform = _transform(profile)
        if image.mode == "L" and mode == "RGB":
            image = image.convert("RGB")
        if image.mode != mode:
            _log.debug("a profile for %s pixels is ignored: the pixels are %s", mode, image.mode)
            return None
        return transform.apply(image)
    except (ImageCms.PyCMSError, OSError, ValueError) as error:
        _log.debug("a broken colour profile is ignored: %s", error)
        return None


@lru_cache(maxsize=_PROFILES_KEPT)
def _transform(profile: bytes) -> tuple[str, ImageCms.ImageCmsTransform]:
    """The mode of the pixels that `profile` describes, and their way to sRGB.

    Little CMS transforms may be used by several threads at once.

    Raises:
        ImageCms.PyCMSError, OSError, ValueError: The profile cannot be used.
    """
    source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
    space = source.profile.xcolor_space.strip()
    if space not in _MODE_OF_SPACE:
        raise ValueError(f"profiles of colour space {space} are not used")
    mode = _MODE_OF_SPACE[space]
    target = ImageCms.createProfile("sRGB")
    return mode, ImageCms.ImageCmsTransform(
        source,
        ImageCms.ImageCmsProfile(target),
        mode,
        "RGB",
        ImageCms.Intent.RELATIVE_COLORIMETRIC,
        flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,  # else print's black would be dark grey
    )
