"""Which photos of a messy folder are found, in which order, and what is said about the rest."""

import os
import random
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridsne_desktop.errors import Cancelled, GridsneError
from gridsne_desktop.library import extras
from gridsne_desktop.library.scan import Scan, scan
from gridsne_desktop.progress import Progress, Run, Stage
from tests import bad_photos

needs_links = pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")


def put(folder: Path, *names: str) -> None:
    """Write small files; a scan looks at names, never inside."""
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"photo")


def look(*paths: Path, recursive: bool = True) -> Scan:
    return scan(paths, recursive=recursive, run=Run())


def names(found: Scan, folder: Path) -> list[str]:
    return [photo.path.relative_to(folder).as_posix() for photo in found.photos]


def reasons(found: Scan, folder: Path) -> dict[str, str]:
    return {each.path.relative_to(folder).as_posix(): each.reason for each in found.problems}


def test_photos_come_in_the_order_people_count(tmp_path: Path) -> None:
    put(tmp_path, "b.jpg", "IMG_10.jpg", "img_9.jpg", "a/z.jpg", "a 2/x.jpg", "a 10/x.jpg", "C.jpg")
    assert names(look(tmp_path), tmp_path) == [
        "b.jpg", "C.jpg", "img_9.jpg", "IMG_10.jpg", "a/z.jpg", "a 2/x.jpg", "a 10/x.jpg",
    ]  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(
    st.sets(
        st.text(st.characters(codec="utf-8", exclude_characters='/\\:*?"<>|\0'), min_size=1)
        .map(lambda text: f"n{text}.jpg")
        .filter(lambda name: len(name.encode()) < 250 and name.isprintable()),
        max_size=8,
    ),
    st.randoms(use_true_random=False),
)
def test_the_order_does_not_depend_on_how_a_disk_lists_its_files(
    wished: set[str], dice: random.Random
) -> None:
    orders = []
    for _ in range(2):
        with tempfile.TemporaryDirectory() as home:
            shuffled = sorted(wished)
            dice.shuffle(shuffled)
            put(Path(home), *shuffled)
            orders.append(names(look(Path(home)), Path(home)))
    assert orders[0] == orders[1]
    assert set(orders[0]) == wished


def test_a_photo_carries_its_facts(tmp_path: Path) -> None:
    put(tmp_path, "photo.jpg")
    (photo,) = look(tmp_path).photos
    facts = (tmp_path / "photo.jpg").stat()
    assert photo.path == tmp_path / "photo.jpg"
    assert (photo.size, photo.mtime_ns) == (5, facts.st_mtime_ns)


def test_endings_count_in_any_case_and_other_files_are_passed_over(tmp_path: Path) -> None:
    put(tmp_path, "1.JPG", "2.JpEg", "3.webp", "notes.txt", "1.xmp", "film.mov", "no-ending")
    found = look(tmp_path)
    assert names(found, tmp_path) == ["1.JPG", "2.JpEg", "3.webp"]
    assert found.problems == ()


def test_photos_that_need_an_extra_are_named_and_countable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(extras, "_is_installed", lambda _module: False)
    put(tmp_path, "phone.HEIC", "tablet.heif", "camera.nef", "new.jxl")
    found = look(tmp_path)
    assert names(found, tmp_path) == ["camera.nef"]
    said = reasons(found, tmp_path)
    assert said["phone.HEIC"] == said["tablet.heif"]
    assert "pillow-heif" in said["phone.HEIC"]
    assert "pillow-jxl-plugin" in said["new.jxl"]


def test_an_empty_photo_is_still_a_photo(tmp_path: Path) -> None:
    bad_photos.empty(tmp_path)
    assert names(look(tmp_path), tmp_path) == ["empty.jpg"]


def test_an_empty_folder_and_one_without_photos_have_none(tmp_path: Path) -> None:
    assert look(tmp_path) == Scan(photos=(), problems=())
    put(tmp_path, "letter.txt")
    assert look(tmp_path) == Scan(photos=(), problems=())


def test_hidden_and_system_folders_are_not_entered(tmp_path: Path) -> None:
    put(tmp_path, "photo.jpg", "._photo.jpg", ".gridsne-1.part", ".git/x.jpg", "Thumbs.db")
    put(tmp_path, "@eaDir/x.jpg", ".Trashes/x.jpg", "$RECYCLE.BIN/x.jpg", "sub/#recycle/x.jpg")
    found = look(tmp_path)
    assert names(found, tmp_path) == ["photo.jpg"]
    assert found.problems == ()


def test_a_hidden_folder_that_is_given_is_entered(tmp_path: Path) -> None:
    put(tmp_path, ".secret/photo.jpg")
    assert len(look(tmp_path / ".secret").photos) == 1


def test_sub_folders_can_be_left_out(tmp_path: Path) -> None:
    put(tmp_path, "a.jpg", "sub/b.jpg")
    assert names(look(tmp_path, recursive=False), tmp_path) == ["a.jpg"]


def test_folders_and_files_may_be_given_together_and_twice(tmp_path: Path) -> None:
    put(tmp_path, "one/a.jpg", "one/deep/b.jpg", "two/c.jpg", "two/d.jpg")
    one, two = tmp_path / "one", tmp_path / "two"
    found = look(two / "d.jpg", one / "deep", one, one, two / ".." / "one" / "a.jpg")
    assert names(found, tmp_path) == ["one/a.jpg", "one/deep/b.jpg", "two/d.jpg"]
    assert found == look(one, two / "d.jpg")


def test_relative_paths_become_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, "a.jpg")
    monkeypatch.chdir(tmp_path)
    assert look(Path()).photos[0].path == tmp_path / "a.jpg"


def test_a_given_file_that_is_no_photo_is_named(tmp_path: Path) -> None:
    put(tmp_path, "letter.txt", "README", "a.jpg")
    found = look(*(tmp_path / name for name in ("letter.txt", "README", "a.jpg")))
    assert names(found, tmp_path) == ["a.jpg"]
    assert reasons(found, tmp_path) == {
        "letter.txt": "Files with the ending .txt are not known as photos.",
        "README": "Files without an ending are not known as photos.",
    }


def test_a_path_that_does_not_exist_is_an_error_with_its_name(tmp_path: Path) -> None:
    put(tmp_path, "a.jpg")
    for missing in (tmp_path / "nowhere", tmp_path / "a.jpg" / "below"):
        with pytest.raises(GridsneError, match=f"{missing.name} does not exist"):
            look(tmp_path, missing)


def test_a_folder_named_like_a_photo_is_a_folder(tmp_path: Path) -> None:
    put(tmp_path, "album.jpg/a.jpg")
    assert names(look(tmp_path), tmp_path) == ["album.jpg/a.jpg"]


@needs_links
def test_links_in_circles_end(tmp_path: Path) -> None:
    put(tmp_path, "a/1.jpg", "b/2.jpg")
    (tmp_path / "a" / "to-b").symlink_to(tmp_path / "b")
    (tmp_path / "b" / "to-a").symlink_to(tmp_path / "a")
    (tmp_path / "b" / "to-self").symlink_to(tmp_path / "b")
    assert names(look(tmp_path), tmp_path) == ["a/1.jpg", "b/2.jpg"]


@needs_links
def test_a_link_up_does_not_drag_in_the_neighbours(tmp_path: Path) -> None:
    put(tmp_path, "mine/1.jpg", "others/2.jpg")
    (tmp_path / "mine" / "up").symlink_to(tmp_path)
    assert names(look(tmp_path / "mine"), tmp_path) == ["mine/1.jpg"]


@needs_links
def test_a_linked_folder_is_followed_once(tmp_path: Path) -> None:
    put(tmp_path, "album/z/own.jpg", "elsewhere/far.jpg")
    (tmp_path / "album" / "first").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "album" / "second").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "album" / "a").symlink_to(tmp_path / "album" / "z")
    assert names(look(tmp_path / "album"), tmp_path) == ["album/first/far.jpg", "album/z/own.jpg"]


@needs_links
def test_a_photo_and_links_to_it_are_one_photo_under_its_own_name(tmp_path: Path) -> None:
    put(tmp_path, "sub/z.jpg", "outside.jpg")
    (tmp_path / "sub" / "a.jpg").symlink_to("z.jpg")
    for name in ("l2.jpg", "l1.jpg"):
        (tmp_path / "sub" / name).symlink_to(tmp_path / "outside.jpg")
    assert names(look(tmp_path / "sub"), tmp_path) == ["sub/l1.jpg", "sub/z.jpg"]


def test_hard_links_are_photos_of_their_own(tmp_path: Path) -> None:
    put(tmp_path, "a.jpg")
    (tmp_path / "b.jpg").hardlink_to(tmp_path / "a.jpg")
    assert names(look(tmp_path), tmp_path) == ["a.jpg", "b.jpg"]


@needs_links
def test_links_that_lead_nowhere_are_named(tmp_path: Path) -> None:
    (tmp_path / "gone.jpg").symlink_to("nothing.jpg")
    (tmp_path / "loop.jpg").symlink_to("loop.jpg")
    (tmp_path / "loop").symlink_to("loop")
    expected = {
        "gone.jpg": "This is a link to a file that is gone.",
        "loop.jpg": "This is a link that leads back to itself.",
    }
    assert reasons(look(tmp_path), tmp_path) == expected
    assert reasons(look(tmp_path / "gone.jpg", tmp_path / "loop.jpg"), tmp_path) == expected


def test_pipes_are_passed_over_and_named_if_given(tmp_path: Path) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("no pipes in folders on this system")
    os.mkfifo(tmp_path / "pipe.jpg")
    assert look(tmp_path) == Scan(photos=(), problems=())
    found = look(tmp_path / "pipe.jpg")
    assert reasons(found, tmp_path) == {"pipe.jpg": "This is neither a photo nor a folder."}


def test_a_folder_that_may_not_be_read_is_named_and_the_rest_goes_on() -> None:
    with bad_photos.public_folder() as folder:
        put(folder, "locked/a.jpg", "open/b.jpg")
        with bad_photos.forbidden(folder / "locked"):
            found = look(folder)
            alone = look(folder / "locked")
        expected = {"locked": "This folder cannot be opened: Permission denied."}
        assert names(found, folder) == ["open/b.jpg"]
        assert reasons(found, folder) == expected
        assert (alone.photos, reasons(alone, folder)) == ((), expected)


def test_photos_that_vanish_during_the_scan_are_named(tmp_path: Path) -> None:
    put(tmp_path, *(f"{number}.jpg" for number in range(400)))
    left: set[int] = set()

    def delete_all_at_the_first_report(progress: Progress) -> None:
        if progress.total == 0 and not left:
            for number in range(400):
                (tmp_path / f"{number}.jpg").unlink()
            left.add(progress.done)

    found = scan([tmp_path], recursive=True, run=Run(delete_all_at_the_first_report))
    assert {len(found.photos)} == left
    assert len(found.photos) + len(found.problems) == 400
    assert {problem.reason for problem in found.problems} == {"The file is gone."}


@pytest.mark.skipif(sys.platform != "linux", reason="these names exist on Linux only")
def test_names_in_any_script_and_of_any_bytes_are_found(tmp_path: Path) -> None:
    for name in bad_photos.STRANGE_NAMES:
        bad_photos.photo(tmp_path, name)
    found = look(tmp_path)
    assert {photo.path.name for photo in found.photos} == set(bad_photos.STRANGE_NAMES)
    assert found.problems == ()


def test_a_cancelled_scan_stops(tmp_path: Path) -> None:
    put(tmp_path, *(f"{folder}/{number}.jpg" for folder in range(3) for number in range(100)))
    seen: list[int] = []

    def cancel(progress: Progress) -> None:
        seen.append(progress.done)
        run.cancel()

    run = Run(cancel)
    with pytest.raises(Cancelled):
        scan([tmp_path], recursive=True, run=run)
    assert seen == [256]


def test_a_scan_tells_how_many_photos_it_found(tmp_path: Path) -> None:
    put(tmp_path, *(f"{number}.jpg" for number in range(300)))
    seen: list[Progress] = []
    scan([tmp_path], recursive=True, run=Run(seen.append))
    assert [(each.stage, each.done, each.total) for each in seen] == [
        (Stage.SCAN, 256, 0),
        (Stage.SCAN, 300, 300),
    ]
