"""Photos that are found again."""

from pathlib import Path

from gridsne_desktop.photo import Photo, known_again

PLACE = Path("photos").absolute()


def photo(name: str, *, size: int = 1) -> Photo:
    return Photo(PLACE / name, size, 2)


def test_photos_that_are_found_again_are_the_very_objects() -> None:
    before = (photo("a"), photo("b"), photo("c"))
    same = known_again((photo("a"), photo("b"), photo("c")), before)
    assert same is before
    changed = (photo("new"), photo("c"), photo("b", size=7))
    again = known_again(changed, before)
    assert again == changed
    assert [each in map(id, before) for each in map(id, again)] == [False, True, False]
    assert again[1] is before[2]
