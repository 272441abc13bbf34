"""Make the built-in model in 8 bits: `python packaging/quantize_model.py` (maintainers only).

Needs what the app does not: `pip install onnx`, beside the app's own libraries. Reads
`resources/models/efficientnet-lite0.onnx`, looks at what its layers compute on the sample photos
(the app paints them itself: nothing else is needed to make the file again), and writes
`efficientnet-lite0-int8.onnx` beside it. The same machine and libraries give the same bytes.

Every convolution becomes an integer one, between QuantizeLinear and DequantizeLinear nodes
(ONNX operators, opset 13), with one scale for each filter. Three details keep it accurate:

- (pixel − 127) / 128 *is* a quantization, so the pixels go into the first layer as they are;
- ranges are those with the least squared error, not from minimum to maximum;
- what rounding the filters does to a channel's mean is taken off its bias
  (Nagel et al. 2019, "Data-Free Quantization", section 4.2, here with measured means).

Filters keep 7 bits: processors without VNNI add two products 255 · w in 16 bits, and with 8 bits
that overflows without a word (`vpmaddubsw`).
"""

import hashlib
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
import onnxruntime as ort
from onnx import TensorProto, helper, numpy_helper

from gridsne_desktop.embedding.crop import crop
from gridsne_desktop.library.decode import decode
from gridsne_desktop.progress import Run
from gridsne_desktop.samples import make_samples

MODELS = Path(__file__).resolve().parent.parent / "resources" / "models"
SOURCE, TARGET = MODELS / "efficientnet-lite0.onnx", MODELS / "efficientnet-lite0-int8.onnx"

ACTIVATION_STEPS = 255
FILTER_MOST = 64
"""255 · 64 + 255 · 64 < 2¹⁵."""
DEPTHWISE_MOST = 127
"""Depthwise kernels multiply one pair at a time, in 32 bits."""
BIAS_MOST = 2**28
"""Of a bias in int32, so that what is added to it has room."""
CLASSIFIER_MOST = 127
PIXEL_SCALE, PIXEL_ZERO = 1 / 128, 127
BINS = 4096
"""Of the histogram of a layer's values."""
SHARES = np.linspace(0.3, 1.0, 36)
"""Tried as the kept share of a range."""
OPSET, IR_VERSION = 17, 8


@dataclass(slots=True)
class Layer:
    """What a tensor's values are on the sample photos.

    Attributes:
        low, high: The extremes.
        counts: Histogram between them, (BINS,).
        means: Of each channel.
    """

    low: float = 0.0
    high: float = 0.0
    counts: np.ndarray | None = None
    means: np.ndarray | float = 0.0


class Numbers:
    """A scale and a zero point: value = scale · (integer − zero), integers from 0 to 255."""

    def __init__(self, low: float, high: float) -> None:
        self.scale = np.float32((high - low) / ACTIVATION_STEPS)
        self.zero = np.uint8(np.clip(np.rint(-low / self.scale), 0, ACTIVATION_STEPS))


def sample_pixels() -> Iterator[np.ndarray]:
    """The sample photos as the network sees them, uint8 (1, 224, 224, 3) each."""
    with tempfile.TemporaryDirectory() as folder:
        for path in make_samples(Path(folder), run=Run()):
            yield crop(decode(path))[np.newaxis]


def measured(model: onnx.ModelProto) -> dict[str, Layer]:
    """Name of a tensor → what it is on the sample photos."""
    names = [n.output[0] for n in model.graph.node if n.op_type in ("Conv", "Clip", "Add", "Mul")]
    watched = onnx.ModelProto()
    watched.CopyFrom(model)
    for name in names:
        watched.graph.output.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, None))
    session = ort.InferenceSession(watched.SerializeToString(), providers=["CPUExecutionProvider"])
    photos = list(sample_pixels())
    layers = {name: Layer() for name in names}
    for photo in photos:
        for name, values in zip(names, session.run(names, {"pixels": photo}), strict=True):
            layer = layers[name]
            layer.low = min(layer.low, float(values.min()))
            layer.high = max(layer.high, float(values.max()))
            layer.means = layer.means + values[0].mean((1, 2), dtype=np.float64) / len(photos)
    for photo in photos:
        for name, values in zip(names, session.run(names, {"pixels": photo}), strict=True):
            layer = layers[name]
            counts, _ = np.histogram(values, BINS, (layer.low, layer.high))
            layer.counts = counts if layer.counts is None else layer.counts + counts
    return layers


def best_numbers(layer: Layer) -> Numbers:
    """The scale and zero point whose rounding and clipping loses the least square."""
    edges = np.linspace(layer.low, layer.high, BINS + 1)
    centres = (edges[1:] + edges[:-1]) / 2

    def loss(numbers: Numbers) -> float:
        integers = np.rint(centres / numbers.scale + numbers.zero)
        kept = (np.clip(integers, 0, ACTIVATION_STEPS) - numbers.zero) * numbers.scale
        return float((layer.counts * (kept - centres) ** 2).sum())

    lows = SHARES * layer.low if layer.low < 0 else [0.0]
    tried = (Numbers(low, share * layer.high) for low in lows for share in SHARES)
    return min(tried, key=loss)


class Quantizer:
    """Writes the model again, node by node, in integers."""

    def __init__(self, model: onnx.ModelProto, layers: dict[str, Layer]) -> None:
        self._model, self._layers = model, layers
        self._weights = {i.name: numpy_helper.to_array(i) for i in model.graph.initializer}
        self._clipped = {n.input[0] for n in model.graph.node if n.op_type == "Clip"}
        self._numbers: dict[str, Numbers] = {}
        self._renamed: dict[str, str] = {}
        self._nodes: list[onnx.NodeProto] = []
        self._constants: dict[str, onnx.TensorProto] = {}

    def model(self) -> onnx.ModelProto:
        """The whole model: the same inputs and outputs."""
        for node in self._model.graph.node:
            if node.op_type == "Mul":
                self._pixels(node)
            elif node.op_type == "Conv":
                self._conv(node)
            elif node.op_type == "Gemm":
                self._classifier(node)
            elif node.op_type not in ("Cast", "Sub"):
                self._copy(node)
        graph = helper.make_graph(
            self._nodes,
            TARGET.stem,
            self._model.graph.input,
            self._model.graph.output,
            list(self._constants.values()),
        )
        opsets = [helper.make_opsetid("", OPSET)]
        model = helper.make_model(graph, opset_imports=opsets, producer_name="gridsne-desktop")
        model.ir_version = IR_VERSION
        onnx.checker.check_model(model, full_check=True)
        return model

    def _pixels(self, node: onnx.NodeProto) -> None:
        """In place of Cast, Sub and Mul: the bytes are integers of the first layer already."""
        numbers = Numbers(0, 1)
        numbers.scale, numbers.zero = np.float32(PIXEL_SCALE), np.uint8(PIXEL_ZERO)
        name = node.output[0]
        self._numbers[name] = numbers
        self._dequantize("planes", name, numbers.scale, numbers.zero)

    def _conv(self, node: onnx.NodeProto) -> None:
        source, filters_name, bias_name = node.input
        filters, bias = self._weights[filters_name], self._weights[bias_name].astype(np.float64)
        step = self._numbers[source].scale
        is_depthwise = filters.shape[1] == 1
        most = DEPTHWISE_MOST if is_depthwise else FILTER_MOST
        # Some channels are dead: their filter is 0, and only their bias asks for a scale.
        least = np.abs(bias) / (BIAS_MOST * step)
        largest = np.abs(filters).max(axis=(1, 2, 3))
        scales = np.maximum(largest / most, least).astype(np.float32)
        each = scales[:, None, None, None]
        integers = np.clip(np.rint(filters / each), -most, most).astype(np.int8)
        off = (integers * each - filters).sum(axis=(2, 3), dtype=np.float64)
        means = self._layers[source].means
        bias = bias - (off[:, 0] * means if is_depthwise else off @ means)
        self._integers(filters_name, integers, scales)
        bias_scales = (scales * step).astype(np.float32)
        self._integers(bias_name, np.rint(bias / bias_scales).astype(np.int32), bias_scales)
        self._copy(node)

    def _classifier(self, node: onnx.NodeProto) -> None:
        """Only its weights get smaller; it computes in floats, from the embedding as it is."""
        name = node.input[1]
        weights = self._weights[name]
        scales = (np.abs(weights).max(axis=1) / CLASSIFIER_MOST).astype(np.float32)
        self._integers(name, np.rint(weights / scales[:, None]).astype(np.int8), scales)
        self._copy(node)

    def _copy(self, node: onnx.NodeProto) -> None:
        """The node, reading quantized tensors; its output is quantized where it was measured."""
        copy = onnx.NodeProto()
        copy.CopyFrom(node)
        for place, name in enumerate(node.input):
            copy.input[place] = self._renamed.get(name, name)
            if name in self._weights and f"{name}.q" not in self._constants:
                self._constant(name, self._weights[name])
        self._nodes.append(copy)
        name = node.output[0]
        if name in self._layers and name not in self._clipped:
            self._quantize(name, best_numbers(self._layers[name]))

    def _quantize(self, name: str, numbers: Numbers) -> None:
        self._numbers[name] = numbers
        self._constant(f"{name}.scale", numbers.scale)
        self._constant(f"{name}.zero", numbers.zero)
        inputs = [name, f"{name}.scale", f"{name}.zero"]
        self._nodes.append(
            helper.make_node("QuantizeLinear", inputs, [f"{name}.q"], name=f"{name}.q")
        )
        self._dequantize(f"{name}.q", f"{name}.dq", numbers.scale, numbers.zero, of=name)
        self._renamed[name] = f"{name}.dq"

    def _integers(self, name: str, integers: np.ndarray, scales: np.ndarray) -> None:
        """A constant `name`, stored as integers with a scale for each of the first axis."""
        self._constant(f"{name}.q", integers)
        self._dequantize(f"{name}.q", name, scales, np.zeros(len(scales), integers.dtype))

    def _dequantize(
        self, source: str, target: str, scale: np.ndarray, zero: np.ndarray, *, of: str = ""
    ) -> None:
        stem = of or target
        self._constant(f"{stem}.scale", scale)
        self._constant(f"{stem}.zero", zero)
        inputs = [source, f"{stem}.scale", f"{stem}.zero"]
        axis = {"axis": 0} if np.ndim(scale) else {}
        self._nodes.append(
            helper.make_node("DequantizeLinear", inputs, [target], name=target, **axis)
        )

    def _constant(self, name: str, value: np.ndarray) -> None:
        self._constants[name] = numpy_helper.from_array(np.asarray(value), name)


def main() -> None:
    """Write the model and print what `embedding/models.py` must know."""
    source = onnx.load(SOURCE)
    data = Quantizer(source, measured(source)).model().SerializeToString(deterministic=True)
    TARGET.write_bytes(data)
    print(f"{TARGET.name}: {len(data)} bytes, sha256 {hashlib.sha256(data).hexdigest()}")


if __name__ == "__main__":
    main()
