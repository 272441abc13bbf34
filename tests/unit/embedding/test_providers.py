"""What could compute instead of the processor is tried, compared, and used if it is better.

onnxruntime's usual package offers one provider beside the processor, Azure's, which leaves these
models to the processor: it loads, computes, and is as right and as fast. What the package was built
without (CUDA) is a provider that cannot be loaded.
"""

import json
import signal
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from gridsne_desktop.embedding import providers, trial
from gridsne_desktop.embedding.memory import vector_kind
from gridsne_desktop.embedding.models import MODELS
from gridsne_desktop.embedding.network import CPU, Network, ProviderFailed, offered, open_session
from gridsne_desktop.embedding.providers import (
    ENDED,
    NOTHING_ELSE,
    Choice,
    Judgement,
    Trial,
    choose,
    falling_back,
    judged,
    known_trials,
)
from gridsne_desktop.embedding.trial import Figures, compare, pictures
from gridsne_desktop.errors import Cancelled
from gridsne_desktop.library.cache import Cache
from gridsne_desktop.progress import Run
from gridsne_desktop.settings import DEFAULT_MODEL, Processor
from tests.unit.library.cache.made import start

MODEL = MODELS[DEFAULT_MODEL]
AZURE, CUDA = "AzureExecutionProvider", "CUDAExecutionProvider"
BETTER = Figures(
    cosine=0.99999, is_repeatable=True, gain=3.0, rate=120, cpu_rate=40, effort=2, cpu_effort=25
)


def automatic(cache: Cache | None, run: Run | None = None) -> Choice:
    return choose(MODEL, processor=Processor.AUTOMATIC, cache=cache, run=run or Run())


@pytest.fixture
def has_azure(monkeypatch: pytest.MonkeyPatch) -> None:
    """A provider that computes; the only one that this package offers may else not be tried."""
    if AZURE not in offered():
        pytest.skip("this onnxruntime has no such provider")
    monkeypatch.setattr(providers, "NOT_TRIED", frozenset())
    monkeypatch.setattr(providers, "offered", lambda: (AZURE,))


@pytest.fixture
def has_cuda(monkeypatch: pytest.MonkeyPatch) -> None:
    """A provider that is offered and cannot be loaded."""
    monkeypatch.setattr(providers, "offered", lambda: (CUDA,))


def forbid_trials(monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_: object) -> Figures:
        raise AssertionError("it was tried")

    monkeypatch.setattr(providers, "compare", forbidden)


@pytest.mark.usefixtures("has_azure")
def test_what_only_equals_the_processor_is_not_used(tmp_path: Path) -> None:
    with Cache(tmp_path) as cache:
        choice = automatic(cache)
    assert choice.provider == CPU
    [found] = choice.trials
    assert (found.judgement, round(found.cosine, 6)) == (Judgement.SLOWER, 1.0)
    assert found.rate > 0 < found.cpu_rate
    assert choice.notes[0].startswith("Azure is not used, since it gains too little: ")


@pytest.mark.usefixtures("has_azure")
def test_a_trial_is_made_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Cache(tmp_path) as cache:
        first = automatic(cache)
    forbid_trials(monkeypatch)
    with Cache(tmp_path) as cache:
        assert automatic(cache) == first
        assert known_trials(MODEL, cache=cache) == first.trials
        with pytest.raises(AssertionError, match="it was tried"):
            choose(
                replace(MODEL, sha256="0" * 64),
                processor=Processor.AUTOMATIC,
                cache=cache,
                run=Run(),
            )
        monkeypatch.setattr(providers, "runtime_version", lambda: "99.0")
        with pytest.raises(AssertionError, match="it was tried"):
            automatic(cache)


@pytest.mark.filterwarnings("ignore:Specified provider")
@pytest.mark.usefixtures("has_cuda")
def test_what_cannot_be_loaded_says_why_and_is_tried_again(tmp_path: Path) -> None:
    with Cache(tmp_path) as cache:
        for _ in range(2):
            choice = automatic(cache)
            assert choice.provider == CPU
            assert choice.notes == (
                "CUDA is not used, since it fails: a library that it needs is missing, or its "
                "device is.",
            )
        assert known_trials(MODEL, cache=cache) == ()


@pytest.mark.filterwarnings("ignore:Specified provider")
def test_onnxruntime_does_not_go_on_with_the_processor_in_secret() -> None:
    with pytest.raises(ProviderFailed):
        open_session(Path(__file__).read_bytes(), provider=AZURE)
    with pytest.raises(ProviderFailed, match="missing"):
        Network(MODEL, provider=CUDA)


def test_the_processor_is_not_compared_with_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    forbid_trials(monkeypatch)
    assert choose(MODEL, processor=Processor.CPU, cache=None, run=Run()) == Choice()


def test_what_sends_photos_away_is_never_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    forbid_trials(monkeypatch)
    monkeypatch.setattr(providers, "offered", lambda: (AZURE, "TensorrtExecutionProvider"))
    assert automatic(None) == Choice(CPU, (), (NOTHING_ELSE,))


@pytest.mark.parametrize(
    ("figures", "judgement"),
    [
        (BETTER, Judgement.USED),
        (replace(BETTER, cosine=0.9985), Judgement.WRONG),
        (replace(BETTER, cosine=float("nan")), Judgement.WRONG),
        (replace(BETTER, is_repeatable=False), Judgement.WRONG),
        (replace(BETTER, gain=1.1), Judgement.SLOWER),
        (replace(BETTER, effort=26), Judgement.SLOWER),
    ],
)
def test_only_what_is_right_and_faster_is_used(
    figures: Figures, judgement: Judgement, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(providers, "offered", lambda: (CUDA,))
    monkeypatch.setattr(providers, "compare", lambda *_: figures)
    with Cache(tmp_path) as cache:
        choice = automatic(cache)
        assert automatic(cache) == choice  # kept as it was, whatever the numbers are
    assert choice.trials[0].judgement is judgement
    assert choice.provider == (CUDA if judgement is Judgement.USED else CPU)


def test_the_fastest_of_several_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    rates = {CUDA: 100.0, "DmlExecutionProvider": 200.0, "CoreMLExecutionProvider": 150.0}
    monkeypatch.setattr(providers, "offered", lambda: tuple(rates))
    monkeypatch.setattr(providers, "compare", lambda _, name, __: replace(BETTER, rate=rates[name]))
    assert automatic(None).provider == "DmlExecutionProvider"


@pytest.mark.parametrize(
    ("figures", "sentence"),
    [
        (
            BETTER,
            "CUDA may compute: 120 photos a second, the processor 40; the vectors agree "
            "(cosine 0.99999).",
        ),
        (
            replace(BETTER, cosine=0.9985),
            "CUDA is not used, since its vectors are others than the processor's (cosine "
            "0.9985, at least 0.999 is needed).",
        ),
        (
            replace(BETTER, gain=0.9, rate=36),
            "CUDA is not used, since it gains too little: 36 photos a second, the processor 40; "
            "it keeps the processor busy for 2 instead of 25 ms.",
        ),
        (
            replace(BETTER, is_repeatable=False),
            "CUDA is not used: it gives a photo another vector each time.",
        ),
    ],
)
def test_each_judgement_is_a_sentence_with_its_figures(figures: Figures, sentence: str) -> None:
    assert judged(CUDA, figures).sentence == sentence


CRASH = """
import os, signal, sys
from pathlib import Path
from gridsne_desktop.embedding import providers
from gridsne_desktop.embedding.models import MODELS
from gridsne_desktop.library.cache import Cache
from gridsne_desktop.progress import Run
from gridsne_desktop.settings import Processor

providers.offered = lambda: ("CUDAExecutionProvider",)
providers.compare = lambda *_: os.kill(os.getpid(), signal.SIGSEGV)
with Cache(Path(sys.argv[1])) as cache:
    providers.choose(
        MODELS[sys.argv[2]], processor=Processor.AUTOMATIC, cache=cache, run=Run()
    )
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGSEGV")
@pytest.mark.usefixtures("has_cuda")
def test_a_driver_that_takes_the_program_with_it_is_not_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = start(CRASH, tmp_path, MODEL.name)
    program.communicate(timeout=60)
    assert program.returncode == -signal.SIGSEGV
    forbid_trials(monkeypatch)
    with Cache(tmp_path) as cache:
        choice = automatic(cache)
        assert choice.provider == CPU
        assert choice.notes == (f"CUDA is not used, since it fails: {ENDED}.",)
        cache.clear()
        with pytest.raises(AssertionError, match="it was tried"):
            automatic(cache)


@pytest.mark.usefixtures("has_azure")
def test_a_cancelled_trial_is_no_failed_one(tmp_path: Path) -> None:
    run = Run()
    run.cancel()
    with Cache(tmp_path) as cache:
        with pytest.raises(Cancelled):
            automatic(cache, run)
        assert known_trials(MODEL, cache=cache) == ()


@pytest.mark.parametrize("kept", [b"", b"[]", b"{}", b'{"judgement": "used"}', b"\xff"])
@pytest.mark.usefixtures("has_cuda")
def test_a_damaged_trial_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kept: bytes
) -> None:
    monkeypatch.setattr(providers, "compare", lambda *_: BETTER)
    with Cache(tmp_path) as cache:
        cache.keep(providers._key(MODEL, CUDA), {providers.KIND: kept})
        assert automatic(cache).provider == CUDA


@pytest.mark.usefixtures("has_cuda")
def test_a_trial_is_kept_as_plain_json(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(providers, "compare", lambda *_: BETTER)
    key = providers._key(MODEL, CUDA)
    with Cache(tmp_path) as cache:
        made = automatic(cache).trials[0]
        facts = json.loads(cache.items([key], providers.KIND)[key])
    assert Trial(**{**facts, "judgement": Judgement(facts["judgement"])}) == made


def test_what_fails_in_the_middle_hands_over_to_the_processor() -> None:
    told: list[Choice] = []

    def work(provider: str) -> str:
        if provider == CUDA:
            raise ProviderFailed("out of memory")
        return f"computed by {provider}"

    assert falling_back(Choice(CUDA), work, on_failure=told.append) == f"computed by {CPU}"
    assert [choice.provider for choice in told] == [CPU]
    assert told[0].notes == ("CUDA failed (out of memory); the processor computes instead.",)


def test_the_vectors_of_two_providers_are_never_mixed() -> None:
    assert vector_kind(MODEL, CPU) == vector_kind(MODEL)
    assert len({vector_kind(MODEL, name) for name in (CPU, CUDA, AZURE)}) == 3


def test_the_pictures_of_a_trial_are_always_the_same_and_as_varied_as_photos() -> None:
    made = pictures(64)
    assert made.dtype == np.uint8
    assert made.shape == (len(trial.LOOKS), 64, 64, 3)
    assert np.array_equal(made, pictures(64))
    deviations = made.std(axis=(1, 2, 3))
    assert deviations.min() < 12 < 40 < deviations.max()
    assert np.isfinite(Network(MODEL).vectors(pictures(MODEL.edge))).all()


@pytest.mark.skipif(
    not providers.candidates(), reason="this onnxruntime has nothing but the processor"
)
@pytest.mark.parametrize("name", MODELS)
def test_what_is_installed_here_is_compared(name: str) -> None:
    for provider in providers.candidates():
        figures = compare(MODELS[name], provider, Run())
        assert 0.9 < figures.cosine < 1.00001
        assert figures.is_repeatable
