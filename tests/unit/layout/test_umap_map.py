"""UMAP's map: an extra, in a process of its own."""

import importlib.util
import multiprocessing
import threading

import numpy as np
import pytest

from gridsne_desktop.errors import Cancelled, GridsneError
from gridsne_desktop.layout.reduce import reduce
from gridsne_desktop.progress import Run
from tests.unit.layout.made import families

IS_INSTALLED = importlib.util.find_spec("umap") is not None
needs_umap = pytest.mark.skipif(not IS_INSTALLED, reason="umap-learn is not installed")


@pytest.mark.skipif(IS_INSTALLED, reason="umap-learn is installed")
def test_without_the_extra_the_person_is_told_how_to_get_it() -> None:
    with pytest.raises(GridsneError) as caught:
        reduce(families(40)[0], perplexity=15, seed=0, run=Run(), reducer="umap")
    assert "gridsne-desktop[umap]" in caught.value.detail


def test_few_photos_need_no_umap() -> None:
    vectors = families(12)[0]
    points = reduce(vectors, perplexity=15, seed=0, run=Run(), reducer="umap")
    widest = reduce(vectors, perplexity=15, seed=0, run=Run(), reducer="pca")
    assert np.array_equal(points, widest)


@needs_umap
def test_umap_brings_families_together_and_is_the_same_each_time() -> None:
    vectors, kinds = families(120)
    points, again = (
        reduce(vectors, perplexity=15, seed=3, run=Run(), reducer="umap") for _ in range(2)
    )
    assert points.tobytes() == again.tobytes()
    assert ((points >= 0) & (points <= 1)).all()
    away = np.hypot(*(points[:, None] - points).T)
    np.fill_diagonal(away, np.inf)
    assert (kinds[away.argmin(axis=1)] == kinds).mean() > 0.9


@needs_umap
def test_umap_is_ended_when_the_run_is_cancelled() -> None:
    run = Run()
    threading.Timer(1.0, run.cancel).start()
    with pytest.raises(Cancelled):
        reduce(families(5_000)[0], perplexity=15, seed=0, run=run, reducer="umap")
    assert not multiprocessing.active_children()
