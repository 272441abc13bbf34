"""A model, ready to run; the only place that knows onnxruntime."""

import logging
import threading
from contextlib import AbstractContextManager, nullcontext
from types import ModuleType
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np
import numpy.typing as npt

from gridsne_desktop.embedding.crop import crop
from gridsne_desktop.embedding.models import Model, read_model
from gridsne_desktop.embedding.tensor import Vector, Vectors, tensor, vectors_of
from gridsne_desktop.errors import Cancelled, GridsneError
from gridsne_desktop.library.decode import Pixels

if TYPE_CHECKING:
    import onnxruntime as ort

__all__ = ["Logits", "Network", "Vector", "Vectors", "open_session", "quiet_run"]

_log = logging.getLogger(__name__)

Logits: TypeAlias = npt.NDArray[np.float32]
"""(n, classes), one number per ImageNet class, the largest for the likeliest."""

CPU: Final = "CPUExecutionProvider"
"""onnxruntime's name for the processor."""
_DIRECTML: Final = "DmlExecutionProvider"
"""Computes one call of a session at a time, and shares no memory between calls (its manual)."""

_QUIET: Final = 4
"""onnxruntime's severity "fatal": what goes wrong arrives as an exception, not on stderr."""
_LOGITS: Final = "logits"


class ProviderFailed(Exception):
    """What computes instead of the processor cannot; the message says why."""


class Network:
    """A `Vectorizer` that is an ONNX file."""

    def __init__(self, model: Model, *, provider: str = CPU) -> None:
        """Load `model`, to be computed by `provider`.

        Raises:
            GridsneError: Its file is missing or damaged, or onnxruntime does not load.
            ProviderFailed: The provider does not take it.
        """
        self._model, self._wanted, self._provider = model, model.preprocessing, provider
        self._turn: AbstractContextManager[object] = nullcontext()
        if provider == _DIRECTML:
            self._turn = threading.Lock()
        self._session = open_session(read_model(model), provider=provider)
        self._options = quiet_run()
        self._stopped = False

    def vector(self, pixels: Pixels) -> Vector:
        """The vector, float32 (d,), of a decoded photo of any size; NaN if it has none.

        One photo a call: some 8-bit models look at all photos of a call to choose their scale.

        Raises:
            Cancelled: `stop` was called.
            GridsneError: onnxruntime cannot run the model.
        """
        vector: Vector = self.vectors(crop(pixels, self._wanted)[np.newaxis])[0]
        return vector

    def vectors(self, squares: Pixels) -> Vectors:
        """The vectors, float32 (n, d), of uint8 (n, edge, edge, 3); a row is NaN if it has none.

        Raises:
            Cancelled: `stop` was called.
            GridsneError: onnxruntime cannot run the model.
            ProviderFailed: The provider, if it is not the processor, cannot compute them.
        """
        return vectors_of(self._run(self._wanted.output, squares), self._wanted.pooling)

    def logits(self, squares: Pixels) -> Logits:
        """The logits, float32 (n, classes), of uint8 (n, edge, edge, 3); built-in models only.

        Raises:
            Cancelled: `stop` was called.
            GridsneError: onnxruntime cannot run the model.
        """
        return self._run(_LOGITS, squares)

    def stop(self) -> None:
        """End all calls that run now, and refuse all later ones: they raise `Cancelled`."""
        self._stopped = True
        self._options.terminate = True

    def _run(self, output: str, squares: Pixels) -> npt.NDArray[np.float32]:
        feed = {self._wanted.input: tensor(squares, self._wanted)}
        try:
            with self._turn:
                result: npt.NDArray[np.float32] = self._session.run([output], feed, self._options)[
                    0
                ]
        except Exception as error:
            # onnxruntime has no type of its own for a call that was told to end.
            if self._stopped:
                raise Cancelled from error
            if self._provider != CPU:
                raise ProviderFailed(first_line(error)) from error
            _log.exception("onnxruntime failed with the model %s", self._model.name)
            raise GridsneError(
                f"The model {self._model.title} failed: {error}.", "Choose another model."
            ) from error
        return result


def open_session(data: bytes, *, provider: str = CPU) -> "ort.InferenceSession":
    """The model whose file's bytes are `data`, to be computed by `provider`.

    Raises:
        GridsneError: onnxruntime does not load.
        ProviderFailed: The provider, if it is not the processor, does not take it.
        Exception: onnxruntime cannot load the model; of many types, all its own.
    """
    library = _onnxruntime()
    options = library.SessionOptions()
    # Two threads inside a call spin while they wait, and halve the speed of a busy machine;
    # so the callers are the threads.
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = _QUIET
    if provider == CPU:
        return library.InferenceSession(data, options, providers=[CPU])
    options.use_deterministic_compute = True
    options.enable_mem_pattern = provider != _DIRECTML
    try:
        # Without its fallback: it would go on with the processor and tell nobody.
        session = library.InferenceSession(data, options, providers=[provider], enable_fallback=0)
    except Exception as error:
        raise ProviderFailed(first_line(error)) from error
    if provider not in session.get_providers():
        raise ProviderFailed("a library that it needs is missing, or its device is")
    return session


def offered() -> tuple[str, ...]:
    """What the installed onnxruntime can compute with, the processor left out.

    Raises:
        GridsneError: onnxruntime does not load.
    """
    return tuple(name for name in _onnxruntime().get_available_providers() if name != CPU)


def runtime_version() -> str:
    """The version of the installed onnxruntime.

    Raises:
        GridsneError: onnxruntime does not load.
    """
    version: str = _onnxruntime().__version__
    return version


def first_line(error: Exception) -> str:
    """What `error` says, without the pages that some libraries add."""
    return (str(error).strip() or repr(error)).splitlines()[0].rstrip(".")


def quiet_run() -> "ort.RunOptions":
    """Options of a call that reports nothing on stderr."""
    options = _onnxruntime().RunOptions()
    options.log_severity_level = _QUIET
    return options


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
