"""A person's ONNX file is understood as it is, or refused with the reason."""

import numpy as np
import pytest

from gridsne_desktop.embedding.inspection import Finding, inspect
from gridsne_desktop.embedding.preprocessing import (
    IMAGENET_MEAN,
    Layout,
    Numbers,
    Pooling,
    Preprocessing,
)
from gridsne_desktop.errors import GridsneError
from tests import onnx_files
from tests.onnx_files import FLOAT, FLOAT16, INT64, NHWC, UINT8, after_mean, mean_colour, node


def found(data: bytes, **wishes: object) -> Finding:
    return inspect(data, name="net.onnx", wishes=wishes)


def test_a_usual_model_is_taken_as_imagenets_are() -> None:
    finding = found(mean_colour())
    assert finding.dimensions == 3
    assert finding.preprocessing == Preprocessing(
        edge=32, shorter_side=37, input="photo", output="embedding", pooling=Pooling.NONE
    )
    assert finding.preprocessing.mean == IMAGENET_MEAN


@pytest.mark.parametrize("kind", [FLOAT, FLOAT16, UINT8])
@pytest.mark.parametrize(
    ("shape", "layout", "edge"),
    [
        (("n", 3, 32, 32), Layout.NCHW, 32),
        ((1, 3, 48, 48), Layout.NCHW, 48),
        (("n", 3, "h", "w"), Layout.NCHW, 224),
        (NHWC, Layout.NHWC, 32),
        (("n", "h", "w", 3), Layout.NHWC, 224),
        (("n", "c", 32, 32), Layout.NCHW, 32),
        (("n", "c", "h", "w"), Layout.NCHW, 224),
    ],
)
def test_layout_size_and_type_are_read_from_the_file(
    kind: int, shape: onnx_files.Shape, layout: Layout, edge: int
) -> None:
    wanted = found(mean_colour(kind, shape)).preprocessing
    assert (wanted.layout, wanted.edge) == (layout, edge)
    assert wanted.numbers is {
        FLOAT: Numbers.FLOAT32, FLOAT16: Numbers.FLOAT16, UINT8: Numbers.UINT8
    }[kind]  # fmt: skip
    assert (wanted.mean == (0, 0, 0)) is (kind == UINT8)


def test_a_large_square_is_cut_out_of_no_more_than_is_read() -> None:
    assert found(mean_colour(shape=(1, 3, 1000, 1000))).preprocessing.shorter_side == 1024


def test_of_tokens_the_first_is_the_vector_unless_wished_otherwise() -> None:
    finding = found(onnx_files.tokens())
    assert finding.preprocessing.pooling is Pooling.CLS
    assert finding.dimensions == 32
    assert found(onnx_files.tokens(), pooling="mean").preprocessing.pooling is Pooling.MEAN


def test_wishes_are_obeyed_where_the_file_leaves_them_open() -> None:
    wanted = found(
        mean_colour(shape=("n", 3, "h", "w")),
        edge=96, framing="squash", mean=[0.5, 0.5, 0.5], std=[0.5, 0.5, 0.5], resampling="lanczos",
    ).preprocessing  # fmt: skip
    assert (wanted.edge, wanted.least_side, wanted.mean) == (96, 96, (0.5, 0.5, 0.5))


@pytest.mark.parametrize(
    ("wishes", "complaint"),
    [
        ({"edge": 64}, '"edge" is 64, but the file takes 32'),
        ({"layout": "NHWC"}, "\"layout\" is 'NHWC', but the file takes 'NCHW'"),
        ({"input": "x"}, "\"input\" is 'x'"),
        ({"output": "x"}, "\"output\" is 'x', but the file gives .'embedding'"),
        ({"pooling": "cls", "output": "embedding"}, '"pooling" cls is not for an output'),
        ({"size": 3}, '"size" is no setting; there are edge, framing'),
        ({"mean": [1, 2]}, '"mean" must be three numbers'),
        ({"mean": [1, 2, "3"]}, '"mean" must hold numbers'),
        ({"mean": [1, 2, float("nan")]}, "three finite numbers"),
        ({"std": [1, 0, 1]}, '"std" must be three numbers above 0'),
        ({"scale": 10**400}, "too large"),
        ({"scale": 0}, '"scale" must be above 0'),
        ({"scale": True}, '"scale" must hold numbers'),
        ({"shorter_side": 31}, '"shorter_side" must be from 32'),
        ({"shorter_side": 40.0}, "whole number"),
        ({"framing": "stretch"}, '"framing" must be one of crop, squash'),
        ({"framing": ["crop"]}, "must be one of"),
    ],
)
def test_wishes_that_cannot_be_are_named(wishes: dict[str, object], complaint: str) -> None:
    with pytest.raises(GridsneError, match=complaint) as caught:
        found(mean_colour(), **wishes)
    assert caught.value.title.startswith("The settings for net.onnx do not fit: ")
    assert "JSON file beside it" in caught.value.detail


def test_a_model_of_uint8_takes_pixels_as_they_are_or_nothing() -> None:
    with pytest.raises(GridsneError, match="takes uint8 needs"):
        found(mean_colour(UINT8), mean=[0.5, 0.5, 0.5])


def detector(
    output: tuple[int, onnx_files.Shape], *, edge: int | str = 32, turned: bool = False
) -> bytes:
    """Gives something for every place of a photo, as models that find things do."""
    order, shape = ([0, 2, 3, 1], (1, -1, 3)) if turned else ([0, 1, 2, 3], (1, 3, -1))
    nodes = [
        node("Transpose", ["photo"], "turned", perm=order),
        node("Reshape", ["turned", "shape"], "out"),
    ]
    return onnx_files.model(
        nodes,
        inputs={"photo": (FLOAT, (1, 3, edge, edge))},
        outputs={"out": output},
        held=[onnx_files.whole_numbers("shape", shape)],
    )


PHOTO = (FLOAT, onnx_files.NCHW)
UNFIT = {
    "takes text, not photos (input_ids)": onnx_files.text(),
    "takes text beside photos (photo, input_ids)": onnx_files.of_inputs(
        {"photo": PHOTO, "input_ids": (INT64, ("n", 77))}
    ),
    "takes 2 inputs (photo, mask), not just photos": onnx_files.of_inputs(
        {"photo": PHOTO, "mask": PHOTO}
    ),
    "takes tensor(double), not photos": mean_colour(onnx_files.DOUBLE),
    "takes (n, 3, 32), not photos": onnx_files.of_inputs({"photo": (FLOAT, ("n", 3, 32))}),
    "takes (n, 1, 32, 32), which has no three colours": mean_colour(shape=("n", 1, 32, 32)),
    "takes 4 photos at a time, not one": mean_colour(shape=(4, 3, 32, 32)),
    "takes photos of 48 × 32 pixels, not squares": mean_colour(shape=("n", 3, 32, 48)),
    "takes photos of 2048 × 2048 pixels, more than 1024": mean_colour(shape=(1, 3, 2048, 2048)),
    "gives no vectors, but out (1, 3, 32, 32)": onnx_files.of_inputs({"photo": PHOTO}),
    "takes 2 inputs (photo, rate), not just photos": onnx_files.of_inputs(
        {"photo": PHOTO, "rate": (INT64, ())}
    ),
    "gives no vectors, but out (1, 3, 4225)": detector((FLOAT, (1, 3, 65 * 65)), edge=65),
    "gives no vectors, but out (1, 1024, 3)": detector((FLOAT, (1, 1024, 3)), turned=True),
    "gives the same vector whatever the photo": after_mean(
        node("Sub", ["mean", "mean"], "zero"),
        node("Add", ["zero", "bias"], "out"),
        held=[onnx_files.weights("bias", np.array([[1, 2, 3]]))],
    ),
    "gives no usable numbers for a photo": after_mean(
        node("Abs", ["mean"], "abs"), node("Neg", ["abs"], "neg"), node("Log", ["neg"], "out")
    ),
    "gives no usable numbers for a photo: they are all 0": after_mean(
        node("Sub", ["mean", "mean"], "out")
    ),
    "gives a single number for a photo, not a vector": after_mean(
        node("ReduceMean", ["mean"], "out", axes=[1]), shape=("n", 1)
    ),
    "fails with a photo (": onnx_files.model(
        [
            node("Add", ["photo", "bias"], "sum"),
            node("ReduceMean", ["sum"], "out", axes=[2, 3], keepdims=0),
        ],
        inputs={"photo": (FLOAT, ("n", 3, "h", "w"))},
        outputs={"out": (FLOAT, ("n", 3))},
        held=[onnx_files.weights("bias", np.zeros((1, 3, 5, 5)))],
    ),
    "keeps its weights in a second file": after_mean(
        node("Add", ["mean", "bias"], "out"), held=[onnx_files.external("bias", "net.data", 3)]
    ),
    "is no ONNX model that onnxruntime can load (": b"this is no model" * 100,
}


@pytest.mark.parametrize("sentence", UNFIT)
def test_what_makes_no_vectors_of_photos_is_refused_with_the_reason(
    sentence: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(GridsneError) as caught:
        found(UNFIT[sentence])
    assert caught.value.title.startswith(f"net.onnx {sentence}")
    assert "\n" not in str(caught.value)
    assert "Choose an ONNX file" in caught.value.detail
    assert capfd.readouterr().err == ""


def test_places_are_no_dimensions_of_a_vector() -> None:
    with pytest.raises(GridsneError, match=r"gives no vectors, but out \(1, 3, 1024\)"):
        found(detector((FLOAT, ("n", 3, "places")), edge="side"), edge=32)


@pytest.mark.parametrize("length", [0, 1, 40, 100])
def test_a_file_that_was_cut_short_is_refused(length: int) -> None:
    with pytest.raises(GridsneError, match="is no ONNX model"):
        found(mean_colour()[:length])
