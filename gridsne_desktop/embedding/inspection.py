"""Whether a person's ONNX file makes vectors of photos, and how; told by trying it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np
import numpy.typing as npt

from gridsne_desktop.embedding.network import open_session, quiet_run
from gridsne_desktop.embedding.preprocessing import (
    AS_THEY_ARE,
    MOST_PIXELS,
    Layout,
    Numbers,
    Pooling,
    Preprocessing,
    changed,
)
from gridsne_desktop.embedding.tensor import Vectors, tensor, vectors_of
from gridsne_desktop.errors import GridsneError
from gridsne_desktop.library.decode import Pixels

if TYPE_CHECKING:
    import onnxruntime as ort

Outputs: TypeAlias = Mapping[str, npt.NDArray[np.floating]]
"""Name → what the model gave under it."""

Shape: TypeAlias = Sequence[int | str | None]
"""Of an input or output; what is free has a name or is None."""

LEAST_DIMENSIONS: Final = 2
SHORTER_OF_EDGE: Final = 8 / 7
"""The usual proportion of the side a photo is scaled to and the square cut out of it: 256 : 224."""
PREFERRED: Final = ("image_embeds", "embedding", "embeddings", "pooler_output")
"""Outputs that hold a vector, as exporters call them; else the first that could be one."""
SAME: Final = 1e-6
"""Two vectors closer than this tell two quite different photos as little apart as rounding."""

_EXTERNAL: Final = re.compile(rb"\x6a(?:[\x00-\x7f]|[\x80-\xff][\x00-\x7f])\x0a\x08location\x12")
"""In an ONNX file: TensorProto.external_data (field 13) beginning with the key "location"."""
_NUMBERS: Final = {
    "tensor(uint8)": Numbers.UINT8,
    "tensor(float16)": Numbers.FLOAT16,
    "tensor(float)": Numbers.FLOAT32,
}
_TEXT: Final = frozenset({"tensor(int64)", "tensor(int32)", "tensor(string)"})
_TEXT_RANK: Final = 2
_USUAL_EDGE: Final = 224
_COLOURS: Final = 3
_MOST_COLOURS: Final = 4
"""An axis of so many is no side of a photo."""
_MOST_LETTERS: Final = 200
_TOKENS_RANK: Final = 3
_LEAST_PATCH: Final = 8
"""Pixels along a patch of the finest vision transformers (DINO ViT-S/8)."""
_SPECIAL_TOKENS: Final = 16
_MOST_DIMENSIONS: Final = 4096
"""Of a token; ViT-g has 1,408. A detector's places at 640 × 640 pixels are 8,400."""
_VECTOR_RANK: Final = 2


class _Unfit(Exception):
    """The model is not one for photos; the message ends a sentence that begins with its file."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a model turned out to be.

    Attributes:
        preprocessing: How photos go in and vectors come out.
        dimensions: Numbers in a vector.
    """

    preprocessing: Preprocessing
    dimensions: int


def inspect(data: bytes, *, name: str, wishes: Mapping[str, object]) -> Finding:
    """What the ONNX file called `name` is, whose bytes are `data`.

    It is tried on two samples. What neither the file nor `wishes` tell is as ImageNet's models
    have it.

    Args:
        data: The whole file.
        name: For the sentences.
        wishes: Some settings of `Preprocessing`, as JSON has them.

    Raises:
        GridsneError: It makes no vectors of photos, or not with those wishes.
    """
    try:
        session = _session(data)
        wanted = _input(session, wishes)
        tried = _tried(session, wanted)
        shapes = {each.name: each.shape for each in session.get_outputs()}
        wanted = _output(tried[0], shapes, wanted, wishes)
        vectors = np.vstack([vectors_of(each[wanted.output], wanted.pooling) for each in tried])
        _check(vectors)
    except _Unfit as error:
        raise GridsneError(
            f"{name} {error}.",
            "Choose an ONNX file, all in one, that takes photos (n, 3, height, width) and gives "
            "vectors (n, d) or tokens (n, tokens, d).",
        ) from error
    except ValueError as error:
        raise GridsneError(
            f"The settings for {name} do not fit: {error}.",
            "Correct the JSON file beside it; docs/guide.md says what it may hold.",
        ) from error
    return Finding(wanted, vectors.shape[1])


def _session(data: bytes) -> "ort.InferenceSession":
    if _EXTERNAL.search(data):
        raise _Unfit("keeps its weights in a second file")
    try:
        return open_session(data)
    except GridsneError:
        raise
    except Exception as error:  # of many types, all onnxruntime's own
        raise _Unfit(f"is no ONNX model that onnxruntime can load ({_line(error)})") from error


def _input(session: "ort.InferenceSession", wishes: Mapping[str, object]) -> Preprocessing:
    """How photos go in; the output is still to be found."""
    inputs = session.get_inputs()
    names = ", ".join(each.name for each in inputs) or "none"
    if any(each.type in _TEXT and len(each.shape) == _TEXT_RANK for each in inputs):
        both = any(len(each.shape) == len(Layout.NCHW) for each in inputs)
        raise _Unfit(f"takes text{' beside photos' if both else ', not photos'} ({names})")
    if len(inputs) != 1:
        raise _Unfit(f"takes {len(inputs)} inputs ({names}), not just photos")
    [only] = inputs
    if only.type not in _NUMBERS:
        raise _Unfit(f"takes {only.type}, not photos in uint8, float16 or float32")
    known = _shape(only.shape) | {"input": only.name, "numbers": str(_NUMBERS[only.type])}
    for key, value in known.items():
        if wishes.get(key, value) != value:
            raise ValueError(f'"{key}" is {wishes[key]!r}, but the file takes {value!r}')
    merged = {**known, **wishes}
    edge = merged.setdefault("edge", _USUAL_EDGE)
    if isinstance(edge, int):
        whole = merged.get("framing") == "squash"
        usual = edge if whole else min(round(edge * SHORTER_OF_EDGE), MOST_PIXELS)
        merged.setdefault("shorter_side", usual)
    defaults = AS_THEY_ARE if _NUMBERS[only.type] is Numbers.UINT8 else {}
    return changed(Preprocessing(), {**defaults, **merged})


def _shape(shape: Shape) -> dict[str, object]:
    """What an input's shape says about layout and edge; unknown sizes are names or None."""
    if len(shape) != len(Layout.NCHW):
        raise _Unfit(f"takes {_text(shape)}, not photos (n, 3, height, width)")
    if isinstance(shape[0], int) and shape[0] != 1:
        raise _Unfit(f"takes {shape[0]} photos at a time, not one")
    known: dict[str, object] = {}
    layout, sides = _layout(shape), shape[2:3]
    if layout is not None:
        known["layout"] = str(layout)
        sides = shape[2:] if layout is Layout.NCHW else shape[1:3]
    fixed = {side for side in sides if isinstance(side, int)}
    if len(fixed) > 1:
        raise _Unfit(f"takes photos of {sides[1]} × {sides[0]} pixels, not squares")
    for edge in fixed:
        if edge > MOST_PIXELS:
            raise _Unfit(f"takes photos of {edge} × {edge} pixels, more than {MOST_PIXELS}")
        known["edge"] = edge
    return known


def _layout(shape: Shape) -> Layout | None:
    """Where the three colours are; None: the file does not tell."""
    if shape[1] == _COLOURS:
        return Layout.NCHW
    if shape[3] == _COLOURS:
        return Layout.NHWC
    if isinstance(shape[1], int) and (shape[1] <= _MOST_COLOURS or isinstance(shape[3], int)):
        raise _Unfit(f"takes {_text(shape)}, which has no three colours")
    if isinstance(shape[1], int):
        return Layout.NHWC
    return Layout.NCHW if isinstance(shape[3], int) else None


def _samples(edge: int) -> Pixels:
    """Two quite different squares, uint8 (2, edge, edge, 3): one drawn smoothly, one of noise."""
    y, x, colour = np.mgrid[0:edge, 0:edge, 0:_COLOURS]
    smooth = (x * (colour + 1) + y * (3 - colour)) * 255 // (4 * edge)
    noise = np.random.default_rng(0).integers(0, 64, smooth.shape) * (3 - colour)
    return np.stack([smooth, noise]).astype(np.uint8)


def _tried(session: "ort.InferenceSession", wanted: Preprocessing) -> list[Outputs]:
    """What the model gives for each of two samples."""
    names = [each.name for each in session.get_outputs()]
    tried: list[Outputs] = []
    for square in _samples(wanted.edge):
        feed = {wanted.input: tensor(square[np.newaxis], wanted)}
        try:
            values = session.run(names, feed, quiet_run())
        except Exception as error:  # onnxruntime has no common type for what it raises
            raise _Unfit(f"fails with a photo ({_line(error)})") from error
        tried.append(dict(zip(names, values, strict=True)))
    return tried


def _are_tokens(output: npt.NDArray[np.floating], declared: Shape, edge: int) -> bool:
    """Whether an output (1, tokens, d) can be tokens, not what a detector found: (1, d, places)."""
    kinds = [isinstance(side, int) for side in declared]
    if kinds[1:] == [True, False]:
        return False  # as many numbers as the photo has places
    count, dimensions = int(output.shape[1]), int(output.shape[2])
    return count <= (edge / _LEAST_PATCH) ** 2 + _SPECIAL_TOKENS and dimensions <= _MOST_DIMENSIONS


def _output(
    outputs: Outputs,
    shapes: Mapping[str, Shape],
    wanted: Preprocessing,
    wishes: Mapping[str, object],
) -> Preprocessing:
    """`wanted` with the output that holds the vector, and its pooling.

    `shapes` are those that the file declares.
    """
    ranks = {
        name: value.ndim
        for name, value in outputs.items()
        if isinstance(value, np.ndarray) and np.issubdtype(value.dtype, np.floating)
    }
    if "output" in wishes:
        if wanted.output not in ranks:
            raise ValueError(f'"output" is {wanted.output!r}, but the file gives {list(ranks)}')
        fits = [wanted.output]
    else:
        tokens = [
            name
            for name, rank in ranks.items()
            if rank == _TOKENS_RANK and _are_tokens(outputs[name], shapes[name], wanted.edge)
        ]
        single = [name for name, rank in ranks.items() if rank == _VECTOR_RANK]
        single.sort(key=lambda name: name not in PREFERRED)
        wants_tokens = wishes.get("pooling", Pooling.NONE) != Pooling.NONE
        fits = tokens if wants_tokens else single or tokens
    if not fits:
        given = ", ".join(f"{name} {_text(np.shape(value))}" for name, value in outputs.items())
        raise _Unfit(f"gives no vectors, but {given}")
    pooling = Pooling.CLS if ranks[fits[0]] == _TOKENS_RANK else Pooling.NONE
    if "pooling" in wishes:
        pooling = wanted.pooling
    return replace(wanted, output=fits[0], pooling=pooling)


def _check(vectors: Vectors) -> None:
    """Refuse vectors, float32 (2, d), that tell nothing."""
    if vectors.shape[1] < LEAST_DIMENSIONS:
        raise _Unfit("gives a single number for a photo, not a vector")
    if np.isnan(vectors).any():
        raise _Unfit("gives no usable numbers for a photo: they are all 0, infinite or NaN")
    if np.abs(vectors[0] - vectors[1]).max() < SAME:
        raise _Unfit("gives the same vector whatever the photo")


def _text(shape: Shape) -> str:
    return f"({', '.join('?' if side is None else str(side) for side in shape)})"


def _line(error: Exception) -> str:
    """The first line of what onnxruntime says, which may go on for pages."""
    lines = str(error).splitlines() or [type(error).__name__]
    return lines[0][:_MOST_LETTERS]
