"""The sample photos: painted here, the same for everyone, whole or not there."""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from gridsne_desktop.errors import Cancelled, GridsneError
from gridsne_desktop.files import PART_PREFIX, PART_SUFFIX
from gridsne_desktop.progress import Progress, Run, Stage
from gridsne_desktop.samples import (
    FAMILIES,
    GENERATOR_VERSION,
    SAMPLE_COUNT,
    folder,
    make_samples,
    sample_folder,
)

SMALL = (96, 72)
"""Width and height at which painting is quick."""


@pytest.fixture(autouse=True, scope="module")
def _small_photos() -> Iterator[None]:
    """The same painters on small canvases: a folder takes a second, not ten."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(folder, "SIZES", (SMALL, SMALL[::-1]))
        yield


@pytest.fixture(scope="module")
def all_photos(_small_photos: None, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ...]:
    """What a new user gets; to be looked at only."""
    return make_samples(tmp_path_factory.mktemp("new") / "samples", run=Run())


@pytest.fixture
def _two_of_each(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder, "SAMPLE_COUNT", 2 * len(FAMILIES))


def contents(place: Path) -> dict[str, bytes]:
    return bytes_of(place.iterdir())


def bytes_of(photos: Iterable[Path]) -> dict[str, bytes]:
    return {photo.name: photo.read_bytes() for photo in photos}


def cancelled_after(photos: int) -> Run:
    def on_progress(progress: Progress) -> None:
        if progress.done >= photos:
            run.cancel()

    run = Run(on_progress)
    return run


def test_a_new_user_gets_hundreds_of_photos_of_many_kinds(all_photos: tuple[Path, ...]) -> None:
    assert len(all_photos) == len(set(all_photos)) == SAMPLE_COUNT >= 300
    assert all(photo.is_file() for photo in all_photos)
    kinds = Counter(photo.stem.rsplit("-", 1)[0] for photo in all_photos)
    assert len(kinds) >= 12
    assert max(kinds.values()) - min(kinds.values()) <= 1


def test_every_photo_is_an_upright_rgb_jpeg(all_photos: tuple[Path, ...]) -> None:
    for path in all_photos:
        with Image.open(path) as picture:
            picture.load()
            assert (picture.format, picture.mode) == ("JPEG", "RGB")
            assert picture.size in folder.SIZES
            assert not picture.getexif()


def test_the_same_seed_gives_the_same_photos_byte_for_byte(
    tmp_path: Path, all_photos: tuple[Path, ...]
) -> None:
    again = make_samples(tmp_path, count=30, seed=0, run=Run())

    assert bytes_of(again) == bytes_of(all_photos[:30])


def test_another_seed_gives_other_photos(tmp_path: Path, all_photos: tuple[Path, ...]) -> None:
    others = make_samples(tmp_path, count=30, seed=6, run=Run())

    one, other = bytes_of(all_photos[:30]), bytes_of(others)
    assert one.keys() == other.keys()
    assert all(one[name] != other[name] for name in one)


def test_fewer_photos_are_the_first_of_the_many(
    tmp_path: Path, all_photos: tuple[Path, ...]
) -> None:
    few = make_samples(tmp_path, count=7, run=Run())

    assert [path.name for path in few] == [path.name for path in all_photos[:7]]
    assert bytes_of(few) == bytes_of(all_photos[:7])


@pytest.mark.parametrize("count", [0, 1, 2])
def test_any_small_number_of_photos_can_be_had(tmp_path: Path, count: int) -> None:
    assert len(make_samples(tmp_path, count=count, run=Run())) == count
    assert len(list(tmp_path.iterdir())) == count


def test_a_negative_number_of_photos_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="0 or more"):
        make_samples(tmp_path, count=-1, run=Run())


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("size", [(96, 72), (72, 96), (80, 80), (480, 360)])
def test_a_painter_fills_any_format(family: str, size: tuple[int, int]) -> None:
    pixels = FAMILIES[family](np.random.default_rng(3), size)

    assert pixels.shape == (size[1], size[0], 3)
    assert pixels.dtype == np.uint8
    assert pixels.std() > 8, "the photo is nearly one flat colour"


@pytest.mark.parametrize("family", FAMILIES)
def test_a_painter_depends_on_nothing_but_its_arguments(family: str) -> None:
    first, second = (FAMILIES[family](np.random.default_rng(9), SMALL) for _ in range(2))

    assert np.array_equal(first, second)


@pytest.mark.parametrize("family", FAMILIES)
def test_the_photos_of_a_family_differ_from_one_another(family: str) -> None:
    photos = [FAMILIES[family](np.random.default_rng(seed), SMALL) for seed in range(6)]

    for number, photo in enumerate(photos):
        for other in photos[:number]:
            difference = np.abs(photo.astype(np.float64) - other).mean()
            assert difference > 4, "two photos look alike"


def test_progress_counts_the_photos(tmp_path: Path) -> None:
    heard: list[Progress] = []
    make_samples(tmp_path, count=5, run=Run(heard.append))

    assert {progress.stage for progress in heard} == {Stage.SAMPLES}
    assert [progress.done for progress in heard] == sorted(progress.done for progress in heard)
    assert (heard[-1].done, heard[-1].total) == (5, 5)


def test_a_file_of_the_person_is_never_overwritten(tmp_path: Path) -> None:
    mine = tmp_path / "sea-01.jpg"
    mine.write_bytes(b"my holiday")

    with pytest.raises(GridsneError, match=r"different sea-01\.jpg"):
        make_samples(tmp_path, count=len(FAMILIES), run=Run())

    assert contents(tmp_path) == {"sea-01.jpg": b"my holiday"}


def test_other_files_in_the_folder_stay_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "holiday.jpg").write_bytes(b"mine")
    make_samples(tmp_path, count=2, run=Run())

    assert contents(tmp_path)["holiday.jpg"] == b"mine"


def test_a_stopped_job_leaves_whole_photos_and_can_be_taken_up_again(
    tmp_path: Path, all_photos: tuple[Path, ...]
) -> None:
    complete = bytes_of(all_photos[:60])
    with pytest.raises(Cancelled):
        make_samples(tmp_path, count=60, run=cancelled_after(1))
    stopped = contents(tmp_path)
    make_samples(tmp_path, count=60, run=Run())

    assert len(stopped) < len(complete)
    assert stopped.items() <= complete.items()
    assert contents(tmp_path) == complete


def test_a_place_that_cannot_be_written_is_told_clearly(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")

    with pytest.raises(GridsneError, match="could not be written"):
        make_samples(tmp_path / "file" / "samples", count=1, run=Run())
    with pytest.raises(GridsneError, match="could not be written"):
        sample_folder(Run(), cache=tmp_path / "file")


@pytest.mark.usefixtures("_two_of_each")
def test_the_ready_folder_is_made_once_and_then_kept(tmp_path: Path) -> None:
    ready = sample_folder(Run(), cache=tmp_path / "cache")
    times = {path.name: path.stat().st_mtime_ns for path in ready.iterdir()}
    again = sample_folder(Run(), cache=tmp_path / "cache")

    assert again == ready
    assert len(times) == 2 * len(FAMILIES)
    assert {path.name: path.stat().st_mtime_ns for path in ready.iterdir()} == times
    assert str(GENERATOR_VERSION) in ready.name
    assert list((tmp_path / "cache").iterdir()) == [ready]


@pytest.mark.usefixtures("_two_of_each")
def test_a_killed_half_made_folder_is_never_used_and_is_cleared_away(tmp_path: Path) -> None:
    killed = tmp_path / f"{PART_PREFIX}samples-killed{PART_SUFFIX}"
    killed.mkdir()
    (killed / "sea-01.jpg").write_bytes(b"half a pho")
    ready = sample_folder(Run(), cache=tmp_path)

    assert len(list(ready.iterdir())) == 2 * len(FAMILIES)
    assert (ready / "sea-01.jpg").read_bytes() != b"half a pho"
    assert list(tmp_path.iterdir()) == [ready]


@pytest.mark.usefixtures("_two_of_each")
def test_cancelling_the_first_use_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        sample_folder(cancelled_after(1), cache=tmp_path)

    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("_two_of_each")
def test_photos_that_a_cache_cleaner_took_are_painted_again(tmp_path: Path) -> None:
    ready = sample_folder(Run(), cache=tmp_path)
    before = contents(ready)
    (ready / "sea-01.jpg").unlink()
    (ready / "city-02.jpg").unlink()

    assert sample_folder(Run(), cache=tmp_path) == ready
    assert contents(ready) == before
