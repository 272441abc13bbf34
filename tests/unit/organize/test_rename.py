"""A photo gets another name, or keeps its own; nothing else is ever touched."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridsne_desktop.errors import GridsneError
from gridsne_desktop.organize.names import legal_name
from gridsne_desktop.organize.rename import plan_rename, rename
from tests.unit.organize.made import OLD_NS, photo


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_photo_and_its_companions_get_the_same_name(tmp_path: Path) -> None:
    old = ["IMG_1.HEIC", "IMG_1.DNG", "IMG_1_HEVC.MOV"]
    files = [photo(tmp_path / name, name.encode()).path for name in old]
    rename(plan_rename(files, "Oma "))
    assert contents(tmp_path) == {
        "Oma.HEIC": b"IMG_1.HEIC",
        "Oma.DNG": b"IMG_1.DNG",
        "Oma_HEVC.MOV": b"IMG_1_HEVC.MOV",
    }
    assert {path.stat().st_mtime_ns for path in tmp_path.iterdir()} == {OLD_NS}


def test_sidecars_are_renamed_with_their_photo_but_not_those_that_others_need(
    tmp_path: Path,
) -> None:
    for name in ("a.jpg", "a.jpg.xmp", "a.aae", "b.jpg", "b.png", "b.xmp"):
        photo(tmp_path / name, name.encode())
    rename(plan_rename([tmp_path / "a.jpg"], "x"))
    rename(plan_rename([tmp_path / "b.jpg"], "y"))
    assert sorted(contents(tmp_path)) == [
        "b.png", "b.xmp", "x.aae", "x.jpg", "x.jpg.xmp", "y.jpg"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("stem", "said"),
    [
        ("  ", "needs a name"),
        ("a/b", "Not every system"),
        ("what?", "“what_.jpg” would do"),
        ("CON", "Not every system"),
        ("there", "is there already"),
    ],
)
def test_a_name_that_cannot_be_is_refused_with_the_reason(
    tmp_path: Path, stem: str, said: str
) -> None:
    one = photo(tmp_path / "a.jpg").path
    photo(tmp_path / "there.jpg", b"mine")
    before = contents(tmp_path)
    with pytest.raises(GridsneError, match=said):
        plan_rename([one], stem)
    assert contents(tmp_path) == before


def test_a_name_that_is_taken_meanwhile_is_not_overwritten_and_all_go_back(tmp_path: Path) -> None:
    files = [photo(tmp_path / f"a{end}", end.encode()).path for end in (".jpg", ".dng")]
    targets = plan_rename(files, "b")
    photo(tmp_path / "b.dng", b"new")
    with pytest.raises(GridsneError, match=r"“b\.dng” is there already"):
        rename(targets)
    assert contents(tmp_path) == {"a.jpg": b".jpg", "a.dng": b".dng", "b.dng": b"new"}


def test_a_photo_that_is_gone_is_told_by_its_name(tmp_path: Path) -> None:
    one = photo(tmp_path / "a.jpg").path
    targets = plan_rename([one], "b")
    one.unlink()
    with pytest.raises(GridsneError, match=r"“a\.jpg” is no longer there"):
        rename(targets)
    assert contents(tmp_path) == {}


def test_only_the_case_of_a_name_may_change(tmp_path: Path) -> None:
    one = photo(tmp_path / "img.jpg", b"1").path
    rename(plan_rename([one], "IMG"))
    assert contents(tmp_path) == {"IMG.jpg": b"1"}


def test_where_there_are_no_links_nothing_is_overwritten_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(1, "no links here")

    monkeypatch.setattr("os.link", refuse)
    one = photo(tmp_path / "a.jpg", b"1").path
    rename(plan_rename([one], "b"))
    assert contents(tmp_path) == {"b.jpg": b"1"}
    targets = plan_rename([tmp_path / "b.jpg"], "c")
    photo(tmp_path / "c.jpg", b"2")
    with pytest.raises(GridsneError):
        rename(targets)
    assert contents(tmp_path) == {"b.jpg": b"1", "c.jpg": b"2"}


@settings(max_examples=60, deadline=None)
@given(stem=st.text(max_size=12), others=st.lists(st.sampled_from("abc"), unique=True))
def test_whatever_is_typed_no_content_is_lost(
    tmp_path_factory: pytest.TempPathFactory, stem: str, others: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("rename")
    one = photo(folder / "one.jpg", b"one").path
    for name in others:
        photo(folder / f"{name}.jpg", name.encode())
    before = sorted(contents(folder).values())
    try:
        rename(plan_rename([one], stem))
    except GridsneError:
        assert one.exists()
    assert sorted(contents(folder).values()) == before
    assert all(legal_name(name) == name for name in contents(folder))
