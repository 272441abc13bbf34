"""What could compute instead of the processor: tried once, used if it is right and faster."""

import json
import logging
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Final, TypeVar

from gridsne_desktop.embedding.models import Model
from gridsne_desktop.embedding.network import (
    CPU,
    ProviderFailed,
    offered,
    runtime_version,
)
from gridsne_desktop.embedding.trial import LEAST_COSINE, LEAST_GAIN, RECIPE, Figures, compare
from gridsne_desktop.library.cache import Cache, Key
from gridsne_desktop.library.cache.key import key_of
from gridsne_desktop.progress import Run
from gridsne_desktop.settings import Processor

_log = logging.getLogger(__name__)
_T = TypeVar("_T")

NOT_TRIED: Final = frozenset({"AzureExecutionProvider", "TensorrtExecutionProvider"})
"""The first would send photos away, which is promised not to happen; the second takes minutes to
prepare a model, cannot be cancelled meanwhile, and comes with CUDA, which needs neither."""

TITLES: Final = {
    "CUDAExecutionProvider": "CUDA",
    "DmlExecutionProvider": "DirectML",
    "CoreMLExecutionProvider": "Core ML",
    "OpenVINOExecutionProvider": "OpenVINO",
    "MIGraphXExecutionProvider": "MIGraphX",
    "DnnlExecutionProvider": "oneDNN",
    "XnnpackExecutionProvider": "XNNPACK",
    "QNNExecutionProvider": "QNN",
    "WebGpuExecutionProvider": "WebGPU",
}
KIND: Final = b"trial"
ENDED: Final = "the program ended while it was tried; after clearing the cache it is tried again"
NOTHING_ELSE: Final = (
    "The processor computes: the installed onnxruntime offers nothing else. Packages such as "
    "onnxruntime-gpu, onnxruntime-directml or onnxruntime-openvino, in its place, do."
)


class Judgement(StrEnum):
    """What came of a trial."""

    USED = "used"
    WRONG = "wrong"
    SLOWER = "slower"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One provider compared with the processor, with one model.

    Attributes:
        provider: onnxruntime's name for it.
        judgement: What came of it; only one that is "used" may be.
        cosine: The least between its vectors and the processor's; NaN is written as 0.
        rate: Photos a second with all workers.
        cpu_rate: The processor's.
        effort: Milliseconds of the processor's time a photo.
        cpu_effort: Without the provider.
        reason: Why it failed; empty if it did not.
    """

    provider: str
    judgement: Judgement
    cosine: float = 0.0
    rate: float = 0.0
    cpu_rate: float = 0.0
    effort: float = 0.0
    cpu_effort: float = 0.0
    reason: str = ""

    @property
    def sentence(self) -> str:
        """What came of it and why, for the person."""
        title = title_of(self.provider)
        rates = f"{self.rate:.0f} photos a second, the processor {self.cpu_rate:.0f}"
        match self.judgement:
            case Judgement.USED:
                return (
                    f"{title} may compute: {rates}; the vectors agree (cosine {self.cosine:.5f})."
                )
            case Judgement.SLOWER:
                return (
                    f"{title} is not used, since it gains too little: {rates}; it keeps the "
                    f"processor busy for {self.effort:.0f} instead of {self.cpu_effort:.0f} ms."
                )
            case Judgement.WRONG if self.reason:
                return f"{title} is not used: {self.reason}."
            case Judgement.WRONG:
                return (
                    f"{title} is not used, since its vectors are others than the processor's "
                    f"(cosine {self.cosine:.4f}, at least {LEAST_COSINE} is needed)."
                )
        return f"{title} is not used, since it fails: {self.reason}."


@dataclass(frozen=True, slots=True)
class Choice:
    """What computes, and why.

    Attributes:
        provider: onnxruntime's name for it.
        trials: Of all that could.
        notes: Sentences about it for the person.
    """

    provider: str = CPU
    trials: tuple[Trial, ...] = ()
    notes: tuple[str, ...] = ()

    def without(self, error: ProviderFailed) -> "Choice":
        """The processor, since what was chosen failed in the middle of its work."""
        note = f"{title_of(self.provider)} failed ({error}); the processor computes instead."
        _log.warning("%s", note)
        return replace(self, provider=CPU, notes=(*self.notes, note))


def choose(model: Model, *, processor: Processor, cache: Cache | None, run: Run) -> Choice:
    """What computes the vectors of `model`; what was not tried before is tried now.

    Args:
        model: Whose vectors.
        processor: What the person wishes.
        cache: Where trials are kept; None tries anew.
        run: For cancelling, between two steps of a trial.

    Raises:
        Cancelled: The run was cancelled.
        GridsneError: onnxruntime does not load, or not even the processor can compute the model.
    """
    if processor is Processor.CPU:
        return Choice()
    trials = tuple(_tried(model, name, cache, run) for name in candidates())
    used = [trial for trial in trials if trial.judgement is Judgement.USED]
    best = max(used, key=lambda trial: trial.rate).provider if used else CPU
    notes = tuple(trial.sentence for trial in trials) or (NOTHING_ELSE,)
    for note in notes:
        _log.info("%s", note)
    return Choice(best, trials, notes)


def candidates() -> tuple[str, ...]:
    """The providers of the installed onnxruntime that may be tried."""
    return tuple(name for name in offered() if name not in NOT_TRIED)


def known_trials(model: Model, *, cache: Cache) -> tuple[Trial, ...]:
    """The trials of `model` that there were, to be shown; nothing is tried."""
    found = (_recalled(_key(model, name), name, cache) for name in candidates())
    return tuple(trial for trial in found if trial is not None)


def falling_back(
    choice: Choice, work: Callable[[str], _T], *, on_failure: Callable[[Choice], None]
) -> _T:
    """What `work` makes with the chosen provider or, if that fails, with the processor.

    Args:
        choice: What is tried first.
        work: Takes the provider's name.
        on_failure: Called in between with what is chosen now. It has to forget what the provider
            computed: the vectors of two are never mixed.
    """
    try:
        return work(choice.provider)
    except ProviderFailed as error:
        choice = choice.without(error)
        on_failure(choice)
        return work(choice.provider)


def title_of(provider: str) -> str:
    """The provider's name for the person."""
    return TITLES.get(provider, provider.removesuffix("ExecutionProvider"))


def _tried(model: Model, provider: str, cache: Cache | None, run: Run) -> Trial:
    key = _key(model, provider)
    known = _recalled(key, provider, cache)
    if known is not None:
        return known
    ended = Trial(provider=provider, judgement=Judgement.FAILED, reason=ENDED)
    _keep(key, ended, cache)  # a driver can take the whole program with it: once is enough
    kept: Trial | None = None
    try:
        kept = judged(provider, compare(model, provider, run))
    except ProviderFailed as error:
        # Not kept: the person may mend what is missing, and to find it missing is quick.
        return Trial(provider=provider, judgement=Judgement.FAILED, reason=str(error))
    finally:
        _keep(key, kept, cache)
    return kept


def judged(provider: str, figures: Figures) -> Trial:
    """What follows from the figures of a comparison."""
    judgement, reason = Judgement.USED, ""
    if not figures.is_repeatable:
        judgement, reason = Judgement.WRONG, "it gives a photo another vector each time"
    elif not figures.cosine >= LEAST_COSINE:  # so that NaN is wrong
        judgement = Judgement.WRONG
    elif figures.gain < LEAST_GAIN or figures.effort > figures.cpu_effort:
        judgement = Judgement.SLOWER
    return Trial(
        provider=provider,
        judgement=judgement,
        cosine=figures.cosine if figures.cosine == figures.cosine else 0.0,
        rate=figures.rate,
        cpu_rate=figures.cpu_rate,
        effort=figures.effort,
        cpu_effort=figures.cpu_effort,
        reason=reason,
    )


def _key(model: Model, provider: str) -> Key:
    facts = f"{RECIPE} {model.name} {model.identity} {provider} {runtime_version()}"
    return key_of(KIND, facts.encode())


def _recalled(key: Key, provider: str, cache: Cache | None) -> Trial | None:
    data = cache.items([key], KIND).get(key, b"") if cache is not None else b""
    try:
        facts = json.loads(data)
        trial = Trial(**{**facts, "judgement": Judgement(facts["judgement"])})
    except (ValueError, TypeError, KeyError):
        return None
    return trial if trial.provider == provider else None


def _keep(key: Key, trial: Trial | None, cache: Cache | None) -> None:
    """Remember `trial`; None forgets it."""
    if cache is not None:
        data = json.dumps(asdict(trial)).encode() if trial is not None else b""
        cache.keep(key, {KIND: data})
        cache.flush()
