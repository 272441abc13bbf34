"""Photos that were read before are not read again, whatever became of their names."""

import os
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from gridsne_desktop.embedding.embedder import Embedding, embed
from gridsne_desktop.embedding.memory import vector_kind
from gridsne_desktop.embedding.models import MODELS
from gridsne_desktop.embedding.palette import COLOUR
from gridsne_desktop.errors import Cancelled
from gridsne_desktop.library.cache import Cache
from gridsne_desktop.library.cache.key import fingerprint
from gridsne_desktop.library.cache.squares import SQUARE, Squares
from gridsne_desktop.library.cache.thumbnails import THUMBNAIL, from_jpeg
from gridsne_desktop.library.decode import Pixels, decode
from gridsne_desktop.library.scan import scan
from gridsne_desktop.photo import Photo
from gridsne_desktop.progress import Progress, Run
from gridsne_desktop.settings import DEFAULT_MODEL
from tests.unit.embedding.made import changed_model, photo_of
from tests.unit.library.cache.made import aged, start

MODEL = MODELS[DEFAULT_MODEL]


def make_photos(folder: Path, count: int, *, side: int = 300) -> list[Photo]:
    """Different photos, last changed long ago."""
    rng = np.random.default_rng(3)
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        pixels = rng.integers(0, 256, (6, 9, 3), dtype=np.uint8)
        path = folder / f"{number:03}.png"
        Image.fromarray(pixels).resize((side + number, side)).save(path, compress_level=1)
        aged(path)
    return [photo_of(path) for path in sorted(folder.iterdir())]


@pytest.fixture
def photos(tmp_path: Path) -> list[Photo]:
    return make_photos(tmp_path / "photos", 6)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The cache's."""
    return tmp_path / "cache"


def decode_nothing(path: Path) -> Pixels:
    raise AssertionError(f"{path} was read again")


def read(
    photos: list[Photo], folder: Path | None, decode: Callable[[Path], Pixels] = decode
) -> Embedding:
    """Embed with a cache that is opened and closed, as a start of the app would."""
    if folder is None:
        return embed(photos, model=MODEL, run=Run(), known={}, decode=decode)
    with Cache(folder) as cache:
        embedding = embed(photos, model=MODEL, run=Run(), known={}, decode=decode, cache=cache)
        assert cache.notes == ()
    return embedding


def test_the_second_start_reads_no_photo_and_has_the_same_bits(
    photos: list[Photo], folder: Path
) -> None:
    without = read(photos, None)
    cold = read(photos, folder)
    warm = read(photos[::-1], folder, decode_nothing)
    assert cold.vectors.tobytes() == without.vectors.tobytes()
    assert warm.vectors[::-1].tobytes() == without.vectors.tobytes()
    assert not warm.vectors.flags.writeable


def test_renamed_moved_and_copied_photos_are_not_read_again(
    photos: list[Photo], folder: Path, tmp_path: Path
) -> None:
    first = read(photos, folder)
    elsewhere = tmp_path / "elsewhere" / "deep"
    elsewhere.mkdir(parents=True)
    photos[0].path.rename(photos[0].path.with_name("renamed.png"))
    photos[1].path.rename(elsewhere / "moved.PNG")
    (elsewhere / "copy.png").write_bytes(photos[2].path.read_bytes())
    os.utime(photos[3].path)  # touched
    paths = ["photos/renamed.png", "elsewhere/deep/moved.PNG", "elsewhere/deep/copy.png"]
    found = [photo_of(tmp_path / path) for path in paths] + [photo_of(photos[3].path)]
    again = read(found, folder, decode_nothing)
    assert again.vectors.tobytes() == first.vectors[:4].tobytes()


def test_a_photo_known_by_content_is_known_by_its_new_place_next_time(
    photos: list[Photo], folder: Path, tmp_path: Path
) -> None:
    read(photos[:1], folder)
    moved = photo_of(photos[0].path.rename(tmp_path / "moved.png"))
    read([moved], folder)
    with Cache(folder) as cache:
        assert cache.keys_of([moved]) != [None]
    moved.path.unlink()  # even so: known photos are not opened
    assert len(read([moved], folder, decode_nothing).photos) == 1


def test_a_changed_photo_is_read_again(photos: list[Photo], folder: Path) -> None:
    before = read(photos, folder)
    photos[0].path.write_bytes(photos[1].path.read_bytes())
    with Image.open(photos[2].path) as image:
        image.transpose(Image.Transpose.ROTATE_90).save(photos[2].path)
    decoded: list[Path] = []

    def note(path: Path) -> Pixels:
        decoded.append(path)
        return decode(path)

    now = [photo_of(photo.path) for photo in photos]
    after = read(now, folder, note)
    assert decoded == [photos[2].path]  # the other has a content that is known
    assert after.vectors.tobytes() == read(now, None).vectors.tobytes()
    assert np.array_equal(after.vectors[0], before.vectors[1])


def test_a_photo_that_changes_while_it_is_read_is_not_kept(
    photos: list[Photo], folder: Path
) -> None:
    def change_meanwhile(path: Path) -> Pixels:
        pixels = decode(path)
        path.write_bytes(photos[1].path.read_bytes())
        return pixels

    read(photos[:1], folder, change_meanwhile)
    with Cache(folder) as cache:
        assert cache.info().items == {}


def test_another_model_has_its_own_vectors(
    photos: list[Photo], folder: Path, tmp_path: Path
) -> None:
    other = changed_model(tmp_path / "other.onnx", head_bias=0.5)
    with Cache(folder) as cache:
        for model in (MODEL, other, MODEL):
            with_cache = embed(photos, model=model, run=Run(), known={}, cache=cache)
            without = embed(photos, model=model, run=Run(), known={})
            assert with_cache.vectors.tobytes() == without.vectors.tobytes()
        assert cache.info().items == {
            "thumbnail": 6,
            "square 1": 6,
            vector_kind(MODEL).decode(): 6,
            vector_kind(other).decode(): 6,
            vector_kind(COLOUR).decode(): 6,
        }


def test_every_photo_is_shown_once_whether_it_was_known_or_not(
    photos: list[Photo], folder: Path, tmp_path: Path
) -> None:
    read(photos[:4], folder)
    moved = photo_of(photos[3].path.rename(tmp_path / "moved.png"))
    shown: list[tuple[int, Pixels]] = []
    with Cache(folder) as cache:
        embed(
            [*photos[:3], moved, *photos[4:]],
            model=MODEL,
            run=Run(),
            known={},
            cache=cache,
            on_read=lambda index, pixels: shown.append((index, pixels)),
        )
    assert sorted(index for index, _ in shown) == list(range(6))
    for index, pixels in shown:
        assert (max(pixels.shape) <= 256) == (index < 4)


def test_thumbnails_can_be_had_as_they_lie(photos: list[Photo], folder: Path) -> None:
    read(photos[:5], folder)
    jpegs: dict[int, bytes] = {}
    decoded: dict[int, Pixels] = {}
    with Cache(folder) as cache:
        embed(
            photos, model=MODEL, run=Run(), known={}, cache=cache,
            on_read=decoded.__setitem__, on_thumbnail=jpegs.__setitem__,
        )  # fmt: skip
    assert (sorted(jpegs), sorted(decoded)) == ([0, 1, 2, 3, 4], [5])
    assert max(from_jpeg(jpegs[0]).shape) == 256


class Seen:
    """What was shown of which photos: whole thumbnails, or squares."""

    def __init__(self) -> None:
        self.jpegs: dict[int, bytes] = {}
        self.squares: dict[int, Pixels] = {}

    def take(self, indices: NDArray[np.intp], squares: Squares) -> None:
        self.squares |= dict(zip(indices.tolist(), squares, strict=True))

    def look(self, photos: list[Photo], folder: Path) -> None:
        with Cache(folder) as cache:
            embed(
                photos, model=MODEL, run=Run(), known={}, cache=cache,
                on_thumbnail=self.jpegs.__setitem__, on_squares=self.take,
            )  # fmt: skip


def test_who_takes_squares_gets_them_instead_of_thumbnails(
    photos: list[Photo], folder: Path
) -> None:
    first, again = Seen(), Seen()
    first.look(photos[:4], folder)
    again.look(photos, folder)
    assert (first.jpegs, first.squares) == ({}, {})  # they were read
    assert again.jpegs == {}
    assert sorted(again.squares) == [0, 1, 2, 3]
    middle = decode(photos[1].path)
    assert again.squares[1].shape == (31, 31, 3)
    assert np.abs(again.squares[1].mean((0, 1)) - middle.mean((0, 1))).max() < 5


def test_photos_of_an_older_cache_get_their_squares_the_first_time(
    photos: list[Photo], folder: Path
) -> None:
    read(photos, folder)
    with Cache(folder) as cache:
        assert cache._connection is not None
        cache._connection.execute("DELETE FROM items WHERE kind=?", [SQUARE])
    first, again = Seen(), Seen()
    first.look(photos, folder)
    again.look(photos, folder)
    assert (sorted(first.jpegs), sorted(first.squares)) == ([0, 1, 2, 3, 4, 5], [])
    assert (sorted(again.jpegs), sorted(again.squares)) == ([], [0, 1, 2, 3, 4, 5])


def test_a_square_whose_thumbnail_is_lost_does_not_count(photos: list[Photo], folder: Path) -> None:
    read(photos, folder)
    with Cache(folder) as cache:
        assert cache._connection is not None
        cache._connection.execute("DELETE FROM items WHERE kind=? AND id<5", [THUMBNAIL])
    seen, again = Seen(), Seen()
    seen.look(photos, folder)
    again.look(photos, folder)
    assert 0 < len(seen.squares) < 6
    assert len(again.squares) == 6


def test_a_lost_thumbnail_is_made_again_if_it_is_wanted(photos: list[Photo], folder: Path) -> None:
    read(photos, folder)
    with Cache(folder) as cache:
        assert cache._connection is not None
        cache._connection.execute("DELETE FROM items WHERE kind=? AND id<5", [THUMBNAIL])
        embed(photos, model=MODEL, run=Run(), known={}, cache=cache, decode=decode_nothing)
        shown: dict[int, Pixels] = {}
        embed(photos, model=MODEL, run=Run(), known={}, cache=cache, on_read=shown.__setitem__)
        assert sorted(shown) == [0, 1, 2, 3, 4, 5]
        assert cache.info().items["thumbnail"] == 6


def test_a_vector_of_the_wrong_length_is_computed_again(photos: list[Photo], folder: Path) -> None:
    read(photos, folder)
    seen = fingerprint(photos[0].path)
    assert seen is not None
    with Cache(folder) as cache:
        cache.keep(seen.key, {vector_kind(MODEL): bytes(8)})
    assert read(photos, folder).vectors.tobytes() == read(photos, None).vectors.tobytes()


def test_bad_photos_are_tried_again_each_time(photos: list[Photo], folder: Path) -> None:
    photos[2].path.write_bytes(photos[2].path.read_bytes()[:100])
    for _ in range(2):
        embedding = read([photo_of(photo.path) for photo in photos], folder)
        assert [problem.path for problem in embedding.problems] == [photos[2].path]
        assert len(embedding.photos) == 5


def test_a_photo_that_is_gone_is_named(photos: list[Photo], folder: Path) -> None:
    photos[0].path.unlink()
    [problem] = read(photos, folder).problems
    assert problem.reason == "The file is no longer there."


def test_a_cancelled_run_goes_on_at_the_next_start(photos: list[Photo], folder: Path) -> None:
    run = Run()

    def on_read(index: int, _pixels: Pixels) -> None:
        if index == 3:
            run.cancel()

    with Cache(folder) as cache, pytest.raises(Cancelled):
        embed(photos, model=MODEL, run=run, known={}, cache=cache, on_read=on_read, workers=1)
    decoded: list[Path] = []
    again = read(photos, folder, lambda path: decoded.append(path) or decode(path))  # type: ignore[func-returns-value]
    assert set(decoded) <= {photo.path for photo in photos[3:]}
    assert again.vectors.tobytes() == read(photos, None).vectors.tobytes()


def test_cancelling_and_faults_end_the_showing_of_known_photos(
    photos: list[Photo], folder: Path
) -> None:
    read(photos, folder)
    before, run = threading.active_count(), Run()

    def broken(_index: int, _jpeg: bytes) -> None:
        raise ZeroDivisionError

    with Cache(folder) as cache:
        with pytest.raises(ZeroDivisionError):
            embed(photos, model=MODEL, run=run, known={}, cache=cache, on_thumbnail=broken)
        with pytest.raises(Cancelled):
            embed(
                photos, model=MODEL, run=run, known={}, cache=cache,
                on_thumbnail=lambda _index, _jpeg: run.cancel(),
            )  # fmt: skip
    assert threading.active_count() == before


def test_progress_counts_known_photos(photos: list[Photo], folder: Path) -> None:
    read(photos[:4], folder)
    seen: list[Progress] = []
    with Cache(folder) as cache:
        embed(photos, model=MODEL, run=Run(seen.append), known={}, cache=cache)
    counts = [progress.done for progress in seen]
    assert counts == sorted(counts)
    assert (counts[0], counts[-1]) == (0, 6)


EMBED = """
import os, signal, sys
from pathlib import Path
from gridsne_desktop.embedding.embedder import embed
from gridsne_desktop.embedding.models import MODELS
from gridsne_desktop.library.cache import Cache
from gridsne_desktop.library.scan import scan
from gridsne_desktop.progress import Run
from gridsne_desktop.settings import DEFAULT_MODEL

folder, place, die_at = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
photos = scan([folder], recursive=True, run=Run()).photos
seen = []

def on_read(index, pixels):
    seen.append(index)
    if len(seen) == die_at:
        os.kill(os.getpid(), signal.SIGKILL)

with Cache(place) as cache:
    print("open", flush=True)
    sys.stdin.readline()
    embedding = embed(photos, model=MODELS[DEFAULT_MODEL], run=Run(), known={}, cache=cache,
                      on_read=on_read)
    print(cache.notes, embedding.vectors.tobytes().hex(), flush=True)
"""


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> list[Photo]:
    """More photos than two transactions take; read only."""
    return make_photos(tmp_path_factory.mktemp("many"), 140, side=40)


@pytest.fixture(scope="module")
def bits(many: list[Photo]) -> str:
    """Their vectors, computed without a cache."""
    return embed(many, model=MODEL, run=Run(), known={}).vectors.tobytes().hex()


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
@pytest.mark.parametrize(("at", "kept"), [(1, 0), (60, 0), (70, 64), (139, 128)])
def test_a_program_killed_while_it_reads_goes_on_where_it_was(
    many: list[Photo], bits: str, folder: Path, at: int, kept: int
) -> None:
    program = start(EMBED, many[0].path.parent, folder, at)
    program.communicate("\n", timeout=120)
    assert program.returncode == -signal.SIGKILL
    decoded: list[Path] = []

    def note(path: Path) -> Pixels:
        decoded.append(path)
        return decode(path)

    again = read(many, folder, note)
    assert len(decoded) == len(many) - kept
    assert again.vectors.tobytes().hex() == bits
    with Cache(folder) as cache:
        assert cache.verify().damaged == 0


def test_two_programs_read_the_same_folder_at_once(
    many: list[Photo], bits: str, folder: Path
) -> None:
    programs = [start(EMBED, many[0].path.parent, folder, -1) for _ in range(2)]
    for program in programs:
        assert program.stdout
        assert program.stdout.readline() == "open\n"
    for program in programs:
        assert program.stdin
        program.stdin.write("\n")
        program.stdin.flush()
    assert [program.communicate(timeout=120)[0] for program in programs] == [f"() {bits}\n"] * 2
    assert read(many, folder, decode_nothing).vectors.tobytes().hex() == bits


def test_a_photo_replaced_by_a_folder_or_a_pipe_waits_for_nothing(
    photos: list[Photo], folder: Path
) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("this system has no pipes in folders")
    photos[0].path.unlink()
    os.mkfifo(photos[0].path)
    [problem] = read(photos[:1], folder).problems
    assert problem.reason == "This is not a file."


def test_the_scan_and_the_cache_agree_on_a_photos_facts(photos: list[Photo], folder: Path) -> None:
    read(photos, folder)
    found = scan([photos[0].path.parent], recursive=True, run=Run()).photos
    with Cache(folder) as cache:
        assert None not in cache.keys_of(found)
