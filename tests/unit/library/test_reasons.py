"""Problems with one reason are told together, what can be cured first."""

from collections.abc import Callable
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridsne_desktop.errors import Cause, Unreadable
from gridsne_desktop.library.decode import decode
from gridsne_desktop.library.extras import HEIC, JPEG_XL, Extra
from gridsne_desktop.library.formats import FORMATS
from gridsne_desktop.library.reasons import grouped, missing_extras
from gridsne_desktop.photo import Problem
from tests import bad_photos

ROOT = Path(Path.cwd().anchor)


def problems(cause: Cause, count: int, reason: str = "So it is.") -> list[Problem]:
    return [Problem(ROOT / f"{cause} {reason} {i}.jpg", reason, cause) for i in range(count)]


def lacking(ending: str, count: int) -> list[Problem]:
    return problems(Cause.EXTRA, count, FORMATS[ending].refusal)


def titles(*parts: list[Problem]) -> list[str]:
    return [group.title for group in grouped(chain(*parts))]


def test_extras_come_first_then_the_most_frequent_and_the_rest_last() -> None:
    assert titles(
        problems(Cause.OTHER, 9), problems(Cause.EMPTY, 2), lacking(".jxl", 1),
        problems(Cause.DAMAGED, 3), lacking(".heic", 1_200),
    ) == [
        "1,200 HEIC photos need the package pillow-heif",
        "1 JPEG XL photo needs the package pillow-jxl-plugin",
        "3 damaged", "2 empty", "9 for other reasons",
    ]  # fmt: skip


@pytest.mark.parametrize(("ending", "extra"), [(".heic", HEIC), (".jxl", JPEG_XL)])
def test_the_advice_is_the_whole_sentence(ending: str, extra: Extra) -> None:
    [group] = grouped(lacking(ending, 2))
    assert extra.advice in group.advice
    assert group.remedy == extra.advice
    [damaged] = grouped(problems(Cause.DAMAGED, 1))
    assert (damaged.advice, damaged.remedy) == ("", "")


def test_extras_are_the_matter_only_where_they_cure_most() -> None:
    some = [*lacking(".heic", 3), *lacking(".jxl", 2)]
    assert len(missing_extras(grouped([*some, *problems(Cause.EMPTY, 4)]))) == 2
    assert missing_extras(grouped([*some, *problems(Cause.EMPTY, 5)])) == ()
    assert missing_extras(()) == ()


@given(st.lists(st.tuples(st.sampled_from(Cause), st.sampled_from(["One.", "Two: more."]))))
def test_every_problem_is_in_one_group_in_its_order(facts: list[tuple[Cause, str]]) -> None:
    given_ = [Problem(ROOT / f"{i}", reason, cause) for i, (cause, reason) in enumerate(facts)]
    groups = grouped(given_)
    assert sorted(str(p.path) for g in groups for p in g.problems) == sorted(
        str(p.path) for p in given_
    )
    for group in groups:
        assert {problem.cause for problem in group.problems} == {group.cause}
        places = [given_.index(problem) for problem in group.problems]
        assert places == sorted(places)


@pytest.mark.parametrize(
    ("make", "cause"),
    [
        (bad_photos.truncated, Cause.DAMAGED),
        (bad_photos.empty, Cause.EMPTY),
        (bad_photos.no_photo, Cause.NO_PHOTO),
        (bad_photos.vanished, Cause.GONE),
        (bad_photos.folder_named_like_a_photo, Cause.NO_PHOTO),
        (lambda folder: bad_photos.claim(folder, 100_000, 100_000), Cause.TOO_LARGE),
        (bad_photos.odd_psd, Cause.DAMAGED),
        (bad_photos.raw, Cause.DAMAGED),
    ],
)
def test_what_cannot_be_read_names_its_cause(
    make: Callable[[Path], Path], cause: Cause, tmp_path: Path
) -> None:
    with pytest.raises(Unreadable) as refusal:
        decode(make(tmp_path))
    assert refusal.value.cause is cause


def test_a_photo_that_may_not_be_read_names_that(tmp_path: Path) -> None:
    path = bad_photos.photo(tmp_path)
    with bad_photos.forbidden(path), pytest.raises(Unreadable) as refusal:
        decode(path)
    assert refusal.value.cause is Cause.FORBIDDEN
