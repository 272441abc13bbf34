"""What is said to have happened between two looks at a folder."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from gridsne_desktop.library.changes import Changes, Rename, compare
from gridsne_desktop.photo import Photo

ROOT = Path(__file__).resolve().parent

PATHS = [ROOT / folder / name for folder in "ab" for name in ("1.jpg", "2.jpg", "3.jpg")]

photos = st.builds(Photo, st.sampled_from(PATHS), st.integers(0, 1), st.integers(0, 1))
looks = st.lists(photos, unique_by=lambda photo: photo.path).map(tuple)


def photo(name: str, *, size: int = 1, time: int = 1) -> Photo:
    return Photo(ROOT / name, size, time)


@given(before=looks, after=looks)
def test_every_photo_is_told_exactly_once(
    before: tuple[Photo, ...], after: tuple[Photo, ...]
) -> None:
    changes = compare(before, after)
    paths = {known.path for known in before}
    same = set(before) & set(after)
    told_after = [*changes.fresh, *same]
    assert sorted(told_after, key=str) == sorted(after, key=str)
    left = [*changes.removed, *(rename.before for rename in changes.renamed), *same]
    left += [known for known in before if known.path in {c.path for c in changes.changed}]
    assert sorted(left, key=str) == sorted(before, key=str)
    assert all(changed.path in paths for changed in changes.changed)


@given(look=looks)
def test_nothing_happened_if_all_is_as_before(look: tuple[Photo, ...]) -> None:
    assert not compare(look, look[::-1])


@given(before=looks, after=looks)
def test_what_is_undone_is_told_the_other_way_round(
    before: tuple[Photo, ...], after: tuple[Photo, ...]
) -> None:
    there, back = compare(before, after), compare(after, before)
    assert len(there.new) == len(back.removed)
    assert len(there.removed) == len(back.new)
    assert len(there.changed) == len(back.changed)
    assert len(there.renamed) == len(back.renamed)


@given(before=looks, after=looks)
def test_a_renamed_photo_is_the_same_in_size_and_time(
    before: tuple[Photo, ...], after: tuple[Photo, ...]
) -> None:
    for rename in compare(before, after).renamed:
        assert rename.before.path != rename.after.path
        assert rename.before.size == rename.after.size
        assert rename.before.mtime_ns == rename.after.mtime_ns


def test_a_photo_under_another_name_is_renamed_and_an_edited_one_changed() -> None:
    before = (photo("a.jpg", size=1), photo("b.jpg", size=2))
    after = (photo("c.jpg", size=1), photo("b.jpg", size=3))
    assert compare(before, after) == Changes(
        renamed=(Rename(before[0], after[0]),), changed=(after[1],)
    )


def test_alike_photos_moved_together_keep_their_names() -> None:
    before = (photo("x/1.jpg"), photo("x/2.jpg"))
    after = (photo("y/2.jpg"), photo("y/1.jpg"))
    renamed = compare(before, after).renamed
    assert [(r.before.path.name, r.after.path.name) for r in renamed] == [
        ("2.jpg", "2.jpg"),
        ("1.jpg", "1.jpg"),
    ]


def test_a_copy_with_the_same_time_beside_its_photo_is_new() -> None:
    assert compare((photo("a.jpg"),), (photo("a.jpg"), photo("copy.jpg"))) == Changes(
        new=(photo("copy.jpg"),)
    )


def test_what_is_refused_is_not_told() -> None:
    changes = compare((photo("a.jpg"),), (photo("b.jpg"), photo("c.jpg", size=5)))
    assert changes.only(lambda p: p.path.name != "c.jpg") == Changes(renamed=changes.renamed)
    assert not changes.only(lambda _: False)
