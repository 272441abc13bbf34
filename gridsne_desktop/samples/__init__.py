"""Sample photos: painted here from random numbers, so that everyone has some to begin with.

`families` lists the painters; each is a pure function of a generator and a size. `canvas`,
`noise` and `scenery` are their tools. `folder` writes the photos.
"""

from gridsne_desktop.samples.families import FAMILIES, Painter
from gridsne_desktop.samples.folder import (
    GENERATOR_VERSION,
    SAMPLE_COUNT,
    make_samples,
    sample_folder,
)

__all__ = [
    "FAMILIES",
    "GENERATOR_VERSION",
    "SAMPLE_COUNT",
    "Painter",
    "make_samples",
    "sample_folder",
]
