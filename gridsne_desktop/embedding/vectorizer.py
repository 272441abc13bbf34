"""What turns pixels into a vector, whatever it is inside."""

from typing import Protocol

from gridsne_desktop.embedding.models import Model
from gridsne_desktop.embedding.network import CPU, Network
from gridsne_desktop.embedding.palette import COLOUR, Palette
from gridsne_desktop.embedding.tensor import Vector
from gridsne_desktop.library.decode import Pixels


class Vectorizer(Protocol):
    """A model in memory. Any threads may use one at the same time; each call uses one core."""

    def vector(self, pixels: Pixels) -> Vector:
        """The vector, float32 (d,), of a decoded photo of any size; NaN if it has none.

        Raises:
            Cancelled: `stop` was called.
            MemoryError: There is no memory for it; the next photo may have some.
            GridsneError: The model failed, and would with other photos.
        """

    def stop(self) -> None:
        """End all calls that run now, and refuse all later ones: they raise `Cancelled`."""


def open_model(model: Model, *, provider: str = CPU) -> Vectorizer:
    """Load `model`, to be computed by `provider`.

    Raises:
        GridsneError: Its file is missing or damaged, or onnxruntime does not load.
        ProviderFailed: The provider does not take it.
    """
    return Palette() if model is COLOUR else Network(model, provider=provider)
