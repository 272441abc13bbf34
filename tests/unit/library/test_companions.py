"""A photo in several files is one photo."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridsne_desktop.library import extras
from gridsne_desktop.library.companions import Bundle, bundles, is_clip
from gridsne_desktop.library.scan import Scan, scan
from gridsne_desktop.progress import Run

HOME = Path("/photos")


def found(*names: str) -> dict[str, list[str]]:
    """The photo of each bundle among files with these names → its companions."""
    return {
        bundle.photo.name: [path.name for path in bundle.companions]
        for bundle in bundles(HOME / name for name in names)
    }


def look(folder: Path, *names: str, given: list[Path] | None = None) -> Scan:
    for name in names:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(b"photo")
    return scan(given or [folder], recursive=True, run=Run())


@pytest.fixture(params=[True, False], ids=["with extras", "without extras"])
def has_extras(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    monkeypatch.setattr(extras, "_is_installed", lambda _module: request.param)
    return bool(request.param)


def test_a_raw_stands_behind_its_jpeg_whatever_the_case() -> None:
    assert found("IMG_1.CR3", "img_1.jpg", "IMG_2.NEF", "IMG_3.JPG") == {"img_1.jpg": ["IMG_1.CR3"]}


def test_a_live_photo_and_its_clip_are_one() -> None:
    assert found("IMG_1.HEIC", "IMG_1.MOV") == {"IMG_1.HEIC": ["IMG_1.MOV"]}
    assert found("IMG_2.JPG", "IMG_2_HEVC.MOV") == {"IMG_2.JPG": ["IMG_2_HEVC.MOV"]}


def test_a_clip_belongs_to_the_heic_rather_than_to_a_jpeg_made_of_it(has_extras: bool) -> None:
    photo = "IMG_1.HEIC" if has_extras else "IMG_1.JPG"
    assert found("IMG_1.HEIC", "IMG_1.JPG", "IMG_1.MOV") == {photo: ["IMG_1.MOV"]}


def test_a_raw_beside_a_heic_is_shown_itself_where_the_heic_cannot_be(has_extras: bool) -> None:
    shown, behind = ("a.HEIC", "a.DNG") if has_extras else ("a.DNG", "a.HEIC")
    assert found("a.HEIC", "a.DNG") == {shown: [behind]}


def test_what_stands_for_itself_is_no_bundle() -> None:
    assert found("a.jpg", "a.heic", "b.nef", "b.dng", "c.png", "c.cr2", "film.mov", "d.jpg") == {}


def test_accents_that_macos_keeps_apart_are_the_same_name() -> None:
    assert found("caf\u00e9.jpg", "cafe\u0301.nef") == {"caf\u00e9.jpg": ["cafe\u0301.nef"]}


def test_a_bundle_of_one_file_is_a_bug() -> None:
    with pytest.raises(ValueError, match="no companions"):
        Bundle(HOME / "a.jpg", ())


STEMS = st.sampled_from(["a", "A", "b", "b_HEVC", "é"])
ENDINGS = st.sampled_from([".jpg", ".JPEG", ".heic", ".nef", ".DNG", ".mov", ".MOV", ".png"])


@given(st.sets(st.tuples(STEMS, ENDINGS), max_size=12))
def test_every_file_has_one_place_and_the_order_does_not_matter(
    names: set[tuple[str, str]],
) -> None:
    paths = sorted(HOME / f"{stem}{ending}" for stem, ending in names)
    made = bundles(paths)
    assert made == bundles(reversed(paths))
    placed = [path for bundle in made for path in (bundle.photo, *bundle.companions)]
    assert len(placed) == len(set(placed))
    assert set(placed) <= set(paths)
    assert not any(is_clip(bundle.photo) for bundle in made)


def test_a_folder_of_pairs_lists_each_photo_once_and_knows_what_stands_behind(
    tmp_path: Path,
) -> None:
    seen = look(tmp_path, "1.JPG", "1.NEF", "2.nef", "3.jpg", "3.mov", "sub/1.NEF", "film.mov")
    names = [photo.path.relative_to(tmp_path).as_posix() for photo in seen.photos]
    assert names == ["1.JPG", "2.nef", "3.jpg", "sub/1.NEF"]
    assert seen.bundles == (
        Bundle(tmp_path / "1.JPG", (tmp_path / "1.NEF",)),
        Bundle(tmp_path / "3.jpg", (tmp_path / "3.mov",)),
    )
    assert seen.problems == ()


def test_files_given_together_are_bundled_and_a_raw_given_alone_is_shown(tmp_path: Path) -> None:
    together = look(
        tmp_path, "1.JPG", "1.NEF", "1.MOV",
        given=[tmp_path / "1.NEF", tmp_path / "1.MOV", tmp_path / "1.JPG"],
    )  # fmt: skip
    assert [photo.path.name for photo in together.photos] == ["1.JPG"]
    assert together.problems == ()
    alone = look(tmp_path, given=[tmp_path / "1.NEF"])
    assert [photo.path.name for photo in alone.photos] == ["1.NEF"]


def test_a_heic_that_a_raw_stands_in_for_is_no_problem(tmp_path: Path, has_extras: bool) -> None:
    seen = look(tmp_path, "1.HEIC", "1.DNG", "2.HEIC")
    assert [photo.path.name for photo in seen.photos] == (
        ["1.HEIC", "2.HEIC"] if has_extras else ["1.DNG"]
    )
    assert [problem.path.name for problem in seen.problems] == ([] if has_extras else ["2.HEIC"])
