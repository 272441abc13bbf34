"""What moves is known, from the reading, from the cache, or from the header."""

from pathlib import Path

import pytest
from PIL import Image

from gridsne_desktop.errors import Cancelled
from gridsne_desktop.library import animation
from gridsne_desktop.library.animation import ANIMATED, Animations
from gridsne_desktop.library.cache import Cache
from gridsne_desktop.library.cache.key import fingerprint
from gridsne_desktop.library.decode import is_animated
from gridsne_desktop.photo import Photo
from gridsne_desktop.progress import Run
from tests import bad_photos
from tests.unit.library.cache.made import aged

MOVING = (".gif", ".png", ".webp", ".avif")


def photo_at(path: Path) -> Photo:
    facts = path.stat()
    return Photo(path, facts.st_size, facts.st_mtime_ns)


def folder_of(folder: Path) -> tuple[list[Photo], frozenset[Path]]:
    """Photos of which some move, and which; none of them changes again."""
    moving = [bad_photos.animated(folder, ending) for ending in MOVING]
    still = [bad_photos.photo(folder)]
    for ending in MOVING:
        still.append(folder / f"still{ending}")
        bad_photos.corners().save(still[-1])
    return [photo_at(aged(path)) for path in [*moving, *still]], frozenset(moving)


def known_to(cache: Cache, photos: list[Photo]) -> None:
    """Make the cache know the photos' places, as reading them does."""
    for photo in photos:
        seen = fingerprint(photo.path)
        assert seen is not None
        cache.keep(seen.key, {}, place=(photo.path, seen))
    cache.flush()


@pytest.fixture
def headers(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The photos whose headers are looked at."""
    looked: list[Path] = []

    def look(path: Path) -> bool | None:
        looked.append(path)
        return is_animated(path)

    monkeypatch.setattr(animation, "is_animated", look)
    return looked


def test_each_format_that_may_move_is_told_by_its_header(tmp_path: Path) -> None:
    photos, moving = folder_of(tmp_path)
    assert Animations(None).among(photos, run=Run()) == moving


def test_what_was_noted_while_reading_is_not_looked_at_again(
    tmp_path: Path, headers: list[Path]
) -> None:
    photos, moving = folder_of(tmp_path)
    animations = Animations(None)
    for photo in photos:
        assert animations.decode(photo.path).shape[2] == 3
    headers.clear()
    assert animations.among(photos, run=Run()) == moving
    assert animations.among(photos, run=Run()) == moving
    assert headers == []


def test_a_later_start_asks_only_the_cache(tmp_path: Path, headers: list[Path]) -> None:
    photos, moving = folder_of(tmp_path)
    with Cache(tmp_path / "cache") as cache:
        known_to(cache, photos)
        assert Animations(cache).among(photos, run=Run()) == moving
        assert len(headers) == 2 * len(MOVING)
    headers.clear()
    with Cache(tmp_path / "cache") as cache:
        assert Animations(cache).among(photos, run=Run()) == moving
    assert headers == []


def test_an_older_cache_gains_what_it_lacks_and_a_damaged_item_is_asked_anew(
    tmp_path: Path, headers: list[Path]
) -> None:
    photos, moving = folder_of(tmp_path)
    with Cache(tmp_path / "cache") as cache:
        known_to(cache, photos)
        key = cache.keys_of(photos[:1])[0]
        assert key is not None
        cache.keep(key, {ANIMATED: b"what?"})
        assert Animations(cache).among(photos, run=Run()) == moving
        assert headers[0] == photos[0].path
        assert cache.items([key], ANIMATED) == {key: b"\x01"}


def test_a_photo_that_became_another_is_told_anew(tmp_path: Path) -> None:
    photos, moving = folder_of(tmp_path)
    animations = Animations(None)
    animations.decode(photos[0].path)
    assert photos[0].path in animations.among(photos, run=Run())
    Image.new("RGB", (9, 9)).save(photos[0].path)
    changed = [photo_at(photos[0].path), *photos[1:]]
    assert animations.among(changed, run=Run()) == moving - {photos[0].path}


def test_a_photo_that_cannot_be_reached_is_not_kept_as_standing(tmp_path: Path) -> None:
    photos, _ = folder_of(tmp_path)
    with Cache(tmp_path / "cache") as cache:
        known_to(cache, photos)
        photos[0].path.rename(tmp_path / "away")
        assert photos[0].path not in Animations(cache).among(photos, run=Run())
        (tmp_path / "away").rename(photos[0].path)
        assert photos[0].path in Animations(cache).among(photos, run=Run())


def test_looking_can_be_cancelled(tmp_path: Path) -> None:
    photos, _ = folder_of(tmp_path)
    run = Run()
    run.cancel()
    with pytest.raises(Cancelled):
        Animations(None).among(photos, run=run)
