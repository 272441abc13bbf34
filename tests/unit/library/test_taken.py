"""When photos were taken: as their cameras noted it, else as their files tell."""

import os
import time
from datetime import datetime
from pathlib import Path

import pytest
from PIL import ExifTags, Image

from gridsne_desktop.errors import Cancelled
from gridsne_desktop.library.cache import Cache
from gridsne_desktop.library.cache.key import fingerprint
from gridsne_desktop.library.taken import date_in_words, dates_taken, file_time
from gridsne_desktop.photo import Photo
from gridsne_desktop.progress import Progress, Run, Stage

FILE_TIME = 1_400_000_000


def photo(path: Path, **tags: str) -> Photo:
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "Camera"  # Pillow writes none that has nothing but a sub-block
    exif.get_ifd(ExifTags.IFD.Exif).update({ExifTags.Base[tag]: text for tag, text in tags.items()})
    kind = "TIFF" if path.suffix == ".nef" else None  # as the headers of most RAW files are
    Image.new("RGB", (8, 8), "teal").save(path, format=kind, exif=exif.tobytes())
    os.utime(path, (FILE_TIME, FILE_TIME))
    facts = path.stat()
    return Photo(path, facts.st_size, facts.st_mtime_ns)


def wall_clock(text: str) -> int:
    moment = datetime.fromisoformat(text + "+00:00")
    return int(moment.timestamp()) * 10**9


@pytest.mark.parametrize("ending", ["jpg", "png", "webp", "tiff", "nef"])
def test_the_camera_s_own_time_counts(tmp_path: Path, ending: str) -> None:
    one = photo(tmp_path / f"a.{ending}", DateTimeOriginal="2019:07:21 15:04:05")
    taken = dates_taken([one], cache=None, run=Run())
    assert taken.tolist() == [wall_clock("2019-07-21T15:04:05")]
    assert date_in_words(int(taken[0])) == "2019-07-21 15:04"


def test_photos_of_one_second_stand_in_their_order(tmp_path: Path) -> None:
    burst = [
        photo(
            tmp_path / f"{part}.jpg",
            DateTimeOriginal="2019:07:21 15:04:05",
            SubsecTimeOriginal=part,
        )
        for part in ("07", "5", "12")
    ]
    taken = dates_taken(burst, cache=None, run=Run()) - wall_clock("2019-07-21T15:04:05")
    assert taken.tolist() == [70_000_000, 500_000_000, 120_000_000]


@pytest.mark.parametrize(
    "text", ["", "0000:00:00 00:00:00", "yesterday", "2019:13:40 99:00:00", "9999:01:01 00:00:00"]
)
def test_where_the_camera_tells_no_time_the_file_s_counts(tmp_path: Path, text: str) -> None:
    one = photo(tmp_path / "a.jpg", DateTimeOriginal=text)
    here = time.localtime(FILE_TIME)
    taken = dates_taken([one], cache=None, run=Run())
    assert taken.tolist() == [file_time(one)]
    assert date_in_words(int(taken[0])) == time.strftime("%Y-%m-%d %H:%M", here)


def test_photos_that_are_gone_or_broken_have_their_file_s_time(tmp_path: Path) -> None:
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"\xff\xd8\xff\xe1 nothing")
    photos = [Photo(broken, 5, 10**18), Photo(tmp_path / "gone.nef", 5, 2 * 10**18)]
    taken = dates_taken(photos, cache=None, run=Run())
    assert taken.tolist() == [file_time(one) for one in photos]


def test_a_time_beyond_all_calendars_is_no_trouble(tmp_path: Path) -> None:
    photos = [
        Photo(tmp_path / "a.jpg", 5, 2**90),
        photo(tmp_path / "b.jpg"),
        Photo(tmp_path / "c.jpg", 5, -(2**90)),
    ]
    late, usual, early = dates_taken(photos, cache=None, run=Run()).tolist()
    assert early < usual < late
    assert date_in_words(late) == "2262-04-11 23:47"


def test_what_was_read_once_is_not_read_again(tmp_path: Path) -> None:
    one = photo(tmp_path / "a.jpg", DateTimeOriginal="2019:07:21 15:04:05")
    seen = fingerprint(one.path)
    assert seen is not None
    with Cache(tmp_path / "cache") as cache:
        cache.keep(seen.key, {}, place=(one.path, seen))
        cache.flush()
        first = dates_taken([one], cache=cache, run=Run())
        one.path.unlink()
        assert dates_taken([one], cache=cache, run=Run()).tolist() == first.tolist()


def test_reading_tells_how_far_it_is_and_can_be_cancelled(tmp_path: Path) -> None:
    photos = [photo(tmp_path / f"{i}.jpg") for i in range(3)]
    told: list[Progress] = []
    dates_taken(photos, cache=None, run=Run(told.append))
    assert (told[-1].stage, told[-1].done, told[-1].total) == (Stage.DATES, 3, 3)
    run = Run()
    run.cancel()
    with pytest.raises(Cancelled):
        dates_taken(photos, cache=None, run=run)
