"""What a person gets of a folder whose photos are being read: all vectors, or clear reasons."""

import logging
import os
import sys
import threading
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from gridsne_desktop.embedding.embedder import Embedding, Vector, embed
from gridsne_desktop.embedding.models import MODELS
from gridsne_desktop.errors import Cancelled, GridsneError, Unreadable
from gridsne_desktop.library.decode import Pixels, decode
from gridsne_desktop.photo import Photo, Problem
from gridsne_desktop.progress import Progress, Run
from gridsne_desktop.settings import DEFAULT_MODEL
from tests.unit.embedding.made import changed_model, photo_of

MODEL = MODELS[DEFAULT_MODEL]
PATIENCE = 60.0
"""Seconds after which a test that would wait for ever fails instead."""


@pytest.fixture
def photos(tmp_path: Path) -> list[Photo]:
    """Six different photos of different shapes."""
    rng = np.random.default_rng(3)
    for number in range(6):
        pixels = rng.integers(0, 256, (6 + number, 9, 3), dtype=np.uint8)
        size = (260 + 40 * number, 300)
        Image.fromarray(pixels).resize(size).save(tmp_path / f"{number}.png")
    return [photo_of(path) for path in sorted(tmp_path.iterdir())]


def threads() -> set[threading.Thread]:
    return set(threading.enumerate())


def test_every_photo_has_a_vector_of_length_one(photos: list[Photo]) -> None:
    embedding = embed(photos, model=MODEL, run=Run(), known={})
    assert embedding.photos == tuple(photos)
    assert embedding.vectors.shape == (6, 1280)
    assert embedding.vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(embedding.vectors, axis=1), 1, atol=1e-6)
    assert embedding.problems == ()


def test_a_folder_without_photos_has_no_vectors() -> None:
    embedding = embed([], model=MODEL, run=Run(), known={})
    assert (embedding.photos, embedding.vectors.shape) == ((), (0, 1280))


def test_the_vectors_are_the_same_bits_on_one_and_on_four_threads(photos: list[Photo]) -> None:
    one = embed(photos, model=MODEL, run=Run(), known={}, workers=1)
    four = embed(photos[::-1], model=MODEL, run=Run(), known={}, workers=4)
    assert one.vectors.tobytes() == four.vectors[::-1].tobytes()


def test_copies_of_a_photo_have_the_same_vector(photos: list[Photo], tmp_path: Path) -> None:
    copy = tmp_path / "copy.png"
    copy.write_bytes(photos[0].path.read_bytes())
    vectors = embed([photos[0], photo_of(copy)], model=MODEL, run=Run(), known={}).vectors
    assert np.array_equal(vectors[0], vectors[1])


def test_a_bad_photo_is_named_and_the_others_are_read(photos: list[Photo]) -> None:
    photos[2].path.write_bytes(photos[2].path.read_bytes()[:100])
    embedding = embed(photos, model=MODEL, run=Run(), known={})
    assert embedding.photos == tuple(photos[:2] + photos[3:])
    [problem] = embedding.problems
    assert problem.path == photos[2].path
    assert problem.reason.endswith(".")


def test_problems_come_in_the_order_of_the_photos(photos: list[Photo]) -> None:
    second_is_through = threading.Event()

    def refuse_the_first_last(path: Path) -> Pixels:
        if path == photos[0].path:
            assert second_is_through.wait(PATIENCE)
        elif path == photos[2].path:
            second_is_through.set()
        raise Unreadable("It is a drawing.")

    embedding = embed(
        photos, model=MODEL, run=Run(), known={}, decode=refuse_the_first_last, workers=2
    )
    assert [problem.path for problem in embedding.problems] == [photo.path for photo in photos]
    assert embedding.vectors.shape == (0, 1280)


@pytest.mark.parametrize("error", [ZeroDivisionError("a fault"), MemoryError()])
def test_a_fault_of_the_decoder_costs_one_photo_and_is_logged(
    photos: list[Photo], error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    def faulty(path: Path) -> Pixels:
        if path == photos[1].path:
            raise error
        return decode(path)

    with caplog.at_level(logging.ERROR):
        embedding = embed(photos, model=MODEL, run=Run(), known={}, decode=faulty)
    assert len(embedding.photos) == 5
    assert [problem.path for problem in embedding.problems] == [photos[1].path]
    [record] = caplog.records
    assert record.exc_info is not None
    assert record.exc_info[1] is error


def test_a_photo_that_the_model_says_nothing_about_is_named(
    photos: list[Photo], tmp_path: Path
) -> None:
    blind = changed_model(tmp_path / "blind.onnx", head_bias=-1e6)
    embedding = embed(photos, model=blind, run=Run(), known={})
    assert embedding.photos == ()
    assert {problem.reason for problem in embedding.problems} == {
        "The model finds nothing in it to compare with other photos."
    }


def test_known_photos_are_not_read_again(photos: list[Photo]) -> None:
    known: dict[Photo, Vector] = {}
    first = embed(photos, model=MODEL, run=Run(), known=known)
    assert set(known) == set(photos)

    def decode_nothing(path: Path) -> Pixels:
        raise AssertionError(f"{path} was read again")

    second = embed(photos[::-1], model=MODEL, run=Run(), known=known, decode=decode_nothing)
    assert np.array_equal(second.vectors, first.vectors[::-1])


def test_a_cancelled_run_keeps_its_vectors_and_goes_on_from_them(photos: list[Photo]) -> None:
    known: dict[Photo, Vector] = {}
    read: list[int] = []
    run = Run()

    def on_read(index: int, _pixels: Pixels) -> None:
        read.append(index)
        if index == 3:
            run.cancel()

    with pytest.raises(Cancelled):
        embed(photos, model=MODEL, run=run, known=known, on_read=on_read, workers=1)
    before, read[:] = set(known), []
    assert before >= set(photos[:3])
    whole = embed(photos, model=MODEL, run=Run(), known=known, on_read=lambda i, _: read.append(i))
    assert {photos[index] for index in read} == set(photos) - before
    fresh = embed(photos, model=MODEL, run=Run(), known={})
    assert np.array_equal(whole.vectors, fresh.vectors)


def test_vectors_that_arrive_with_the_cancel_are_kept(photos: list[Photo]) -> None:
    run, fifth_is_read = Run(), threading.Event()

    class CancelAtFirst(dict[Photo, Vector]):
        """Cancels when the first vector comes, after the next three were computed, too."""

        def __setitem__(self, photo: Photo, vector: Vector) -> None:
            super().__setitem__(photo, vector)
            if len(self) == 1:
                assert fifth_is_read.wait(PATIENCE)
                run.cancel()

    def on_read(index: int, _pixels: Pixels) -> None:
        if index == 4:
            fifth_is_read.set()

    known = CancelAtFirst()
    with pytest.raises(Cancelled):
        embed(photos, model=MODEL, run=run, known=known, on_read=on_read, workers=1)
    assert set(known) >= set(photos[:4])


def test_cancelling_does_not_wait_for_the_photos_not_begun(photos: list[Photo]) -> None:
    run = Run()
    read: list[Path] = []

    def decode_and_cancel(path: Path) -> Pixels:
        read.append(path)
        run.cancel()
        return decode(path)

    with pytest.raises(Cancelled):
        embed(photos * 50, model=MODEL, run=run, known={}, decode=decode_and_cancel, workers=2)
    assert len(read) < 50 * len(photos)


def test_pixels_are_shown_as_they_are_read(photos: list[Photo]) -> None:
    shown: dict[int, Pixels] = {}
    embed(photos, model=MODEL, run=Run(), known={}, on_read=shown.__setitem__)
    assert sorted(shown) == [0, 1, 2, 3, 4, 5]
    assert np.array_equal(shown[4], decode(photos[4].path))


def test_a_fault_of_the_watcher_is_not_blamed_on_a_photo(photos: list[Photo]) -> None:
    def broken(_index: int, _pixels: Pixels) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        embed(photos, model=MODEL, run=Run(), known={}, on_read=broken)


def test_progress_counts_every_photo_once_and_in_order(photos: list[Photo]) -> None:
    seen: list[Progress] = []
    here = threading.current_thread()

    def listen(progress: Progress) -> None:
        assert threading.current_thread() is here
        seen.append(progress)

    embed(photos, model=MODEL, run=Run(listen), known={}, workers=4)
    counts = [progress.done for progress in seen]
    assert counts == sorted(set(counts))
    assert (counts[0], counts[-1]) == (0, 6)
    assert {progress.total for progress in seen} == {6}


def test_who_asks_is_told_whenever_more_is_known(photos: list[Photo]) -> None:
    known: dict[Photo, Vector] = {}
    seen: list[int] = []
    here = threading.current_thread()

    def look() -> None:
        assert threading.current_thread() is here
        seen.append(len(known))

    embed(photos, model=MODEL, run=Run(), known=known, on_known=look)
    assert seen == list(range(7))


@pytest.mark.parametrize("ending", ["done", "cancelled", "failed"])
def test_no_thread_is_left_behind(photos: list[Photo], ending: str) -> None:
    before, run = threads(), Run()

    def on_read(_index: int, _pixels: Pixels) -> None:
        if ending == "cancelled":
            run.cancel()
        if ending == "failed":
            raise ZeroDivisionError

    try:
        embed(photos, model=MODEL, run=run, known={}, on_read=on_read, workers=4)
    except (Cancelled, ZeroDivisionError) as error:
        assert ending != "done", error
    assert threads() == before


def test_no_more_photos_are_in_memory_than_there_are_threads(photos: list[Photo]) -> None:
    lock, held, most = threading.Lock(), [0], [0]

    def count(path: Path) -> Pixels:
        with lock:
            held[0] += 1
            most[0] = max(most[0], held[0])
        return decode(path)

    def release(_index: int, _pixels: Pixels) -> None:
        with lock:
            held[0] -= 1

    embed(photos * 3, model=MODEL, run=Run(), known={}, decode=count, on_read=release, workers=2)
    assert 1 <= most[0] <= 2


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has the niceness of a thread")
def test_workers_give_way_to_the_window(photos: list[Photo]) -> None:
    nice: set[int] = set()

    def on_read(_index: int, _pixels: Pixels) -> None:
        nice.add(os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))

    mine = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
    embed(photos, model=MODEL, run=Run(), known={}, on_read=on_read)
    assert nice == {max(10, mine)}
    assert os.getpriority(os.PRIO_PROCESS, threading.get_native_id()) == mine


def test_an_unreadable_photo_keeps_the_readers_sentence(photos: list[Photo]) -> None:
    def refuse(_path: Path) -> Pixels:
        raise Unreadable("It is a drawing.")

    embedding = embed(photos[:1], model=MODEL, run=Run(), known={}, decode=refuse)
    assert embedding.problems == (Problem(photos[0].path, "It is a drawing."),)


def test_a_missing_model_stops_everything_with_a_clear_error(photos: list[Photo]) -> None:
    before = threads()
    missing = changed_model(photos[0].path.parent / "gone.onnx", head_bias=0.0)
    Path(missing.file).unlink()
    with pytest.raises(GridsneError, match="is missing"):
        embed(photos, model=missing, run=Run(), known={})
    assert threads() == before


@pytest.mark.parametrize(
    ("vectors", "complaint"),
    [
        (np.zeros((2, 4), np.float32), "as many rows"),
        (np.eye(1, 4), "float32"),
        (np.full((1, 4), 1, np.float32), "length"),
        (np.full((1, 4), np.nan, np.float32), "length"),
    ],
)
def test_an_embedding_is_valid_or_not_there(
    photos: list[Photo], vectors: Vector, complaint: str
) -> None:
    with pytest.raises(ValueError, match=complaint):
        Embedding((photos[0],), vectors)


def test_an_embedding_does_not_change(photos: list[Photo]) -> None:
    embedding = Embedding((photos[0],), np.eye(1, 4, dtype=np.float32))
    with pytest.raises(ValueError, match="read-only"):
        embedding.vectors[0, 0] = 2


def test_known_vectors_share_the_embeddings_memory(photos: list[Photo]) -> None:
    """100,000 vectors would else take twice 512 MB."""
    known: dict[Photo, Vector] = {}
    embedding = embed(photos, model=MODEL, run=Run(), known=known)
    assert all(np.shares_memory(known[photo], embedding.vectors) for photo in photos)
    assert not any(vector.flags.writeable for vector in known.values())
