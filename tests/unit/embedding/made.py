"""What the tests of the embedding are made from."""

import dataclasses
import hashlib
import struct
from pathlib import Path

from gridsne_desktop.embedding.models import MODELS, Model, read_model
from gridsne_desktop.photo import Photo

ACCURATE = "efficientnet-lite0"
"""The model in float32."""
HEAD_BIAS = b"conv_head.bias\x4a\x80\x28"
"""In the model's file: name, then protobuf's tag and length of 1,280 float32 numbers."""


def photo_of(path: Path) -> Photo:
    """The photo at `path`, as the scan would find it."""
    facts = path.stat()
    return Photo(path, facts.st_size, facts.st_mtime_ns)


def changed_model(target: Path, *, head_bias: float) -> Model:
    """The accurate model, written to `target` with another bias of all 1,280 features."""
    shipped = MODELS[ACCURATE]
    before, name, after = read_model(shipped).partition(HEAD_BIAS)
    bias = struct.pack("<f", head_bias) * shipped.dimensions
    data = before + name + bias + after[len(bias) :]
    target.write_bytes(data)
    digest = hashlib.sha256(data).hexdigest()
    return dataclasses.replace(shipped, file=str(target), sha256=digest)
