"""What belongs to a photo is found by its name, and keeps belonging to it under another name."""

import unicodedata

import pytest

from gridsne_desktop.organize.sidecars import belongings, renamed

LONG = "a photo with a name so long that Takeout cuts it off.jpg"


@pytest.mark.parametrize(
    ("photo", "companion"),
    [
        ("a.jpg", "a.jpg.xmp"),
        ("a.jpg", "A.XMP"),
        ("IMG_1.HEIC", "IMG_1.AAE"),
        ("IMG_1.HEIC", "IMG_1_HEVC.MOV"),
        ("IMG_1.JPG", "img_1.mov"),
        ("a.jpg", "a.CR3"),
        ("a.jpg", "a.thm"),
        ("a.jpg", "a.jpg.pp3"),
        ("a.jpg", "a.dop"),
        ("a.jpg", "a.on1"),
        ("a.jpg", "a.txt"),
        ("a.jpg", "a.jpg.json"),
        ("a.jpg", "a.jpg.supplemental-metadata.json"),
        ("a.jpg", "a.jpg.suppl.json"),
        ("a(1).jpg", "a.jpg(1).json"),
        ("a(1).jpg", "a.jpg.supplemental-metadata(1).json"),
        (LONG, f"{LONG[:46]}.json"),
        (f"{LONG[:-4]}(1).jpg", f"{LONG[:46]}(1).json"),
        ("a-edited.jpg", "a.jpg.json"),
        ("a-edited(1).jpg", "a.jpg.supplemental-metadata(1).json"),
        (unicodedata.normalize("NFC", "é.jpg"), unicodedata.normalize("NFD", "é.xmp")),
    ],
)
def test_a_companion_is_found_and_follows_its_photo(photo: str, companion: str) -> None:
    found = belongings({photo: ()}, [photo, companion, "other.jpg", "other.xmp"])
    assert found.companions == {photo: (companion,)}
    assert not (found.shared or found.staying or found.orphans)
    target = renamed(companion, photo, "0001_new.jpg")
    again = belongings({"0001_new.jpg": ()}, ["0001_new.jpg", target])
    assert again.companions == {"0001_new.jpg": (target,)}
    assert renamed(companion, photo, photo) == companion


def test_a_sidecar_of_two_photos_belongs_to_both() -> None:
    found = belongings({"a.jpg": (), "a.png": ()}, ["a.jpg", "a.png", "a.xmp"])
    assert found.companions == {"a.jpg": ("a.xmp",), "a.png": ("a.xmp",)}
    assert found.shared == {"a.xmp"}


def test_a_sidecar_of_a_whole_name_belongs_to_that_one_alone() -> None:
    found = belongings({"a.jpg": (), "a.png": ()}, ["a.jpg", "a.png", "a.png.xmp"])
    assert found.companions == {"a.jpg": (), "a.png": ("a.png.xmp",)}


def test_a_sidecar_of_a_raw_file_belongs_to_its_photo_once() -> None:
    names = ["a.jpg", "a.cr3", "a.cr3.xmp", "a.xmp"]
    found = belongings({"a.jpg": ["a.cr3"]}, names)
    assert found.companions == {"a.jpg": ("a.cr3", "a.cr3.xmp", "a.xmp")}
    assert not found.shared


def test_a_sidecar_that_another_file_needs_too_stays() -> None:
    found = belongings({"a.jpg": ()}, ["a.jpg", "a.mp4", "a.xmp"])
    assert found.companions == {"a.jpg": ("a.xmp",)}
    assert found.staying == {"a.xmp"}


def test_what_looks_like_a_companion_and_has_no_photo_is_an_orphan() -> None:
    alone = ["b.xmp", "c.aae", "d_HEVC.MOV", "e.jpg.json"]
    others = ["a.jpg", "readme.txt", "package.json", "film.mp4", "film.xmp", "a.MOV"]
    found = belongings({"a.jpg": ()}, [*alone, *others])
    assert found.orphans == tuple(alone)


def test_the_companions_of_photos_that_are_not_asked_about_are_no_orphans() -> None:
    found = belongings({"a.jpg": ()}, ["a.jpg", "b.jpg", "b.xmp", "b.mov", "b.cr2"])
    assert (found.companions, found.orphans) == ({"a.jpg": ()}, ())


def test_a_photo_edited_in_google_photos_shares_the_originals_json_and_nothing_else() -> None:
    names = ["a.jpg", "a-edited.jpg", "a.jpg.json", "a.jpg.xmp"]
    found = belongings({"a.jpg": (), "a-edited.jpg": ()}, names)
    assert found.companions == {
        "a.jpg": ("a.jpg.json", "a.jpg.xmp"),
        "a-edited.jpg": ("a.jpg.json",),
    }
    assert found.shared == {"a.jpg.json"}
    alone = belongings({"a-edited.jpg": ()}, names)
    assert alone.companions == {"a-edited.jpg": ("a.jpg.json",)}
    assert alone.staying == {"a.jpg.json"}


def test_an_edited_photo_with_a_json_of_its_own_needs_no_other() -> None:
    names = ["a-edited.jpg", "a-edited.jpg.json", "a.jpg", "a.jpg.json"]
    found = belongings({"a-edited.jpg": (), "a.jpg": ()}, names)
    assert found.companions == {"a-edited.jpg": ("a-edited.jpg.json",), "a.jpg": ("a.jpg.json",)}
