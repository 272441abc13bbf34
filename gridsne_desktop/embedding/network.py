"""A model, ready to run; the only place that knows onnxruntime."""

from types import ModuleType
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from gridsne_desktop.embedding.models import Model, read_model
from gridsne_desktop.errors import Cancelled, GridsneError
from gridsne_desktop.library.decode import Pixels

Vector: TypeAlias = npt.NDArray[np.float32]
"""(d,), of length 1; read-only."""

Vectors: TypeAlias = npt.NDArray[np.float32]
"""(n, d), rows of length 1."""

Logits: TypeAlias = npt.NDArray[np.float32]
"""(n, classes), one number per ImageNet class, the largest for the likeliest."""

_QUIET: Final = 4
"""onnxruntime's severity "fatal": what goes wrong arrives as an exception, not on stderr."""


class Network:
    """A model in memory. Any threads may use one at the same time; each call uses one core."""

    def __init__(self, model: Model) -> None:
        """Load `model`.

        Raises:
            GridsneError: Its file is missing or damaged, or onnxruntime does not load.
        """
        data = read_model(model)
        ort = _onnxruntime()
        options = ort.SessionOptions()
        # Two threads inside a call spin while they wait, and halve the speed of a busy machine;
        # so the callers are the threads.
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = _QUIET
        self._session = ort.InferenceSession(data, options, providers=["CPUExecutionProvider"])
        self._options = ort.RunOptions()
        self._options.log_severity_level = _QUIET
        self._stopped = False

    def vectors(self, pixels: Pixels) -> Vectors:
        """The vectors, float32 (n, d), of uint8 (n, edge, edge, 3); a row is NaN if it has none.

        Raises:
            Cancelled: `stop` was called.
        """
        features = self._run("embedding", pixels)
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            unit: Vectors = features / np.linalg.norm(features, axis=1, keepdims=True)
        unit[~np.isfinite(unit).all(axis=1)] = np.nan
        return unit

    def logits(self, pixels: Pixels) -> Logits:
        """The logits, float32 (n, classes), of uint8 (n, edge, edge, 3).

        Raises:
            Cancelled: `stop` was called.
        """
        return self._run("logits", pixels)

    def stop(self) -> None:
        """End all calls that run now, and refuse all later ones: they raise `Cancelled`."""
        self._stopped = True
        self._options.terminate = True

    def _run(self, output: str, pixels: Pixels) -> npt.NDArray[np.float32]:
        try:
            result: npt.NDArray[np.float32] = self._session.run(
                [output], {"pixels": pixels}, self._options
            )[0]
        except Exception as error:
            # onnxruntime has no type of its own for a call that was told to end.
            if self._stopped:
                raise Cancelled from error
            raise
        return result


def _onnxruntime() -> ModuleType:
    """The library, imported at its first use: it takes a quarter of a second.

    Raises:
        GridsneError: It is there, but the system cannot load it.
    """
    try:
        import onnxruntime
    except ImportError as error:
        raise GridsneError(
            f"onnxruntime, which runs the model, could not be loaded: {error}.",
            "Install gridsne-desktop again. On Windows it also needs Microsoft's Visual C++ "
            "Redistributable, which Microsoft offers free of charge.",
        ) from error
    onnxruntime.disable_telemetry_events()
    module: ModuleType = onnxruntime
    return module
