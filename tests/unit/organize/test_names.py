"""Names of copies are legal everywhere and keep what they can of the photo's own name."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridsne_desktop.organize.names import MAX_NAME, legal_name, name_key, split_ending

ANY_NAME = st.text(
    st.characters() | st.sampled_from('.. \n\t/\\:*?"<>|\x00\x7f\u2028\udcff́e漢😀CONaux'),
    min_size=1,
    max_size=300,
)


@given(ANY_NAME, st.sampled_from(["", "0001_", "99999_"]), st.sampled_from(["", " (2)"]))
def test_every_name_becomes_one_that_every_system_takes(
    name: str, prefix: str, suffix: str
) -> None:
    legal = legal_name(name, prefix=prefix, suffix=suffix)
    assert legal.startswith(prefix)
    assert 0 < len(legal.encode("utf-8")) <= MAX_NAME
    for form in ("NFC", "NFD"):
        assert len(unicodedata.normalize(form, legal).encode("utf-16-le")) <= 2 * MAX_NAME
    assert not set(legal) & set('<>:"/\\|?*')
    assert all(unicodedata.category(letter) not in {"Cc", "Cs", "Zl", "Zp"} for letter in legal)
    assert legal[-1] not in ". "
    assert suffix in legal


@given(ANY_NAME, st.sampled_from(["", "0001_"]))
def test_a_legal_name_stays_as_it_is(name: str, prefix: str) -> None:
    legal = legal_name(name, prefix=prefix)
    assert legal_name(legal) == legal


@given(ANY_NAME)
def test_the_file_system_here_takes_the_name(
    tmp_path_factory: pytest.TempPathFactory, name: str
) -> None:
    path = tmp_path_factory.getbasetemp() / legal_name(name, prefix="0001_")
    path.write_bytes(b"")
    path.unlink()


@given(ANY_NAME)
def test_names_that_differ_only_in_case_or_composition_have_one_key(name: str) -> None:
    legal = legal_name(name)
    for form in ("NFC", "NFD"):
        assert name_key(unicodedata.normalize(form, legal)) == name_key(legal)
    assert name_key(legal.casefold()) == name_key(legal)


@pytest.mark.parametrize(
    ("name", "legal"),
    [
        ("IMG_1234.jpg", "0001_IMG_1234.jpg"),
        ("Ärger mit Ümlaut.JPG", "0001_Ärger mit Ümlaut.JPG"),
        ("写真 😀.jpeg", "0001_写真 😀.jpeg"),
        ("two\nlines.jpg", "0001_two_lines.jpg"),
        ("what? 12:30.png", "0001_what_ 12_30.png"),
        ("bad\udcffbyte.jpg", "0001_bad_byte.jpg"),
        ("ends in dots...", "0001_ends in dots"),
        ("a.jpg ", "0001_a.jpg"),
        (".hidden", "0001_.hidden"),
        ("no ending", "0001_no ending"),
    ],
)
def test_a_name_keeps_all_that_is_legal(name: str, legal: str) -> None:
    assert legal_name(name, prefix="0001_") == legal


@pytest.mark.parametrize(
    "name", ["con", "AUX.jpg", "Com1.tar.gz", "lpt³.png", "NUL .jpg", "conin$"]
)
def test_a_device_of_windows_is_no_name(name: str) -> None:
    legal = legal_name(name)
    assert legal.partition(".")[0].endswith("_")
    assert Path(legal).suffix == Path(name).suffix


@pytest.mark.parametrize("letter", ["a", "é", "é", "漢", "😀", "\u0390"])
def test_a_name_of_250_bytes_keeps_its_ending_and_whole_letters(letter: str) -> None:
    name = letter * (250 // len(letter.encode())) + ".jpeg"
    legal = legal_name(name, prefix="0001_", suffix=" (2)")
    assert legal.startswith("0001_" + letter)
    assert legal.endswith(" (2).jpeg")
    assert set(legal.removeprefix("0001_").removesuffix(" (2).jpeg")) == set(letter)
    middle = legal.removeprefix("0001_").removesuffix(" (2).jpeg")
    assert len(middle) % len(letter) == 0


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("a.jpg", ("a", ".jpg")),
        ("a.b.jpg", ("a.b", ".jpg")),
        ("a", ("a", "")),
        (".jpg", (".jpg", "")),
        ("Mr. Somebody and his family", ("Mr. Somebody and his family", "")),
    ],
)
def test_an_ending_is_short_and_follows_a_name(name: str, parts: tuple[str, str]) -> None:
    assert split_ending(name) == parts


def test_no_room_for_a_name_is_an_error() -> None:
    with pytest.raises(ValueError, match="no room"):
        legal_name("a.jpg", prefix="x" * 255)
