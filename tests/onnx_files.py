"""Tiny ONNX files, encoded by hand: the tests need no package for it.

Field numbers: onnx/onnx, onnx/onnx.proto3; encoding: Protocol Buffers, "Encoding".
"""

from collections.abc import Mapping, Sequence

import numpy as np

FLOAT, UINT8, INT64, FLOAT16, DOUBLE = 1, 2, 7, 10, 11
"""TensorProto.DataType."""
_INT_KIND, _INTS_KIND = 2, 7
"""AttributeProto.AttributeType."""

Shape = Sequence[int | str]
Tensors = Mapping[str, tuple[int, Shape]]
"""Name → type and shape; a dimension that is a text is free."""


def _varint(number: int) -> bytes:
    parts = []
    while number > 0x7F:
        parts.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*parts, number])


def number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def chunk(field: int, value: bytes | str) -> bytes:
    data = value.encode() if isinstance(value, str) else value
    return _varint(field << 3 | 2) + _varint(len(data)) + data


def node(kind: str, inputs: Sequence[str], output: str, **attributes: int | list[int]) -> bytes:
    data = b"".join(chunk(1, name) for name in inputs) + chunk(2, output) + chunk(4, kind)
    for name, value in attributes.items():
        if isinstance(value, int):
            held = number(3, value) + number(20, _INT_KIND)
        else:
            held = b"".join(number(8, each) for each in value) + number(20, _INTS_KIND)
        data += chunk(5, chunk(1, name) + held)
    return data


def weights(name: str, values: np.ndarray) -> bytes:
    dims = b"".join(number(1, side) for side in values.shape)
    return dims + number(2, FLOAT) + chunk(8, name) + chunk(9, values.astype("<f4").tobytes())


def whole_numbers(name: str, values: Sequence[int]) -> bytes:
    data = np.array(values, "<i8").tobytes()
    return number(1, len(values)) + number(2, INT64) + chunk(8, name) + chunk(9, data)


def external(name: str, file: str, count: int) -> bytes:
    """Weights that are in another file."""
    place = chunk(1, "location") + chunk(2, file)
    return number(1, count) + number(2, FLOAT) + chunk(8, name) + chunk(13, place) + number(14, 1)


def model(
    nodes: Sequence[bytes],
    *,
    inputs: Tensors,
    outputs: Tensors,
    held: Sequence[bytes] = (),
) -> bytes:
    """An ONNX file of opset 13; `held` are its weights."""
    graph = b"".join(chunk(1, each) for each in nodes) + chunk(2, "graph")
    graph += b"".join(chunk(5, each) for each in held)
    graph += b"".join(chunk(11, _value(name, *tensor)) for name, tensor in inputs.items())
    graph += b"".join(chunk(12, _value(name, *tensor)) for name, tensor in outputs.items())
    return number(1, 8) + chunk(7, graph) + chunk(8, chunk(1, "") + number(2, 13))


def _value(name: str, kind: int, shape: Shape) -> bytes:
    dims = b"".join(
        chunk(1, chunk(2, side) if isinstance(side, str) else number(1, side)) for side in shape
    )
    return chunk(1, name) + chunk(2, chunk(1, number(1, kind) + chunk(2, dims)))


NCHW: Shape = ("n", 3, 32, 32)
NHWC: Shape = ("n", 32, 32, 3)


def mean_colour(kind: int = FLOAT, shape: Shape = NCHW, *, input: str = "photo") -> bytes:  # noqa: A002
    """Gives the mean of each colour, `embedding` (n, 3), as float32."""
    axes = [1, 2] if shape[-1] == 3 else [2, 3]
    nodes = [
        node("Cast", [input], "cast", to=FLOAT),
        node("ReduceMean", ["cast"], "embedding", axes=axes, keepdims=0),
    ]
    return model(nodes, inputs={input: (kind, shape)}, outputs={"embedding": (FLOAT, ("n", 3))})


def tokens(shape: Shape = NCHW) -> bytes:
    """Gives `last_hidden_state` (n, 3, 32): a token a colour, the mean of each column."""
    nodes = [node("ReduceMean", ["photo"], "last_hidden_state", axes=[2], keepdims=0)]
    return model(
        nodes,
        inputs={"photo": (FLOAT, shape)},
        outputs={"last_hidden_state": (FLOAT, ("n", 3, "w"))},
    )


def after_mean(*nodes: bytes, held: Sequence[bytes] = (), shape: Shape = ("n", 3)) -> bytes:
    """`nodes` make `out` of `mean` (n, 3), the means of the colours."""
    first = node("ReduceMean", ["photo"], "mean", axes=[2, 3], keepdims=0)
    return model(
        [first, *nodes],
        inputs={"photo": (FLOAT, NCHW)},
        outputs={"out": (FLOAT, shape)},
        held=held,
    )


def text() -> bytes:
    """Takes `input_ids` as a model of text does."""
    return model(
        [node("Cast", ["input_ids"], "out", to=FLOAT)],
        inputs={"input_ids": (INT64, ("n", 77))},
        outputs={"out": (FLOAT, ("n", 77))},
    )


def of_inputs(inputs: Tensors) -> bytes:
    """Gives the first of several inputs back."""
    first = next(iter(inputs))
    return model(
        [node("Cast", [first], "out", to=FLOAT)],
        inputs=inputs,
        outputs={"out": (FLOAT, inputs[first][1])},
    )
