"""What goes to the Trash can be had back; what the Trash cannot take stays where it is."""

import os
import stat
import sys
from pathlib import Path

import pytest

from gridsne_desktop.organize.trash import NO_TRASH, SYSTEM_TRASH, SystemTrash
from tests.unit.organize.disks import make_read_only, mounted
from tests.unit.organize.made import OLD_NS, photo

pytestmark = pytest.mark.skipif(
    sys.platform in {"win32", "darwin"}, reason="the person's own Trash must not be touched"
)


def test_a_file_in_the_trash_is_found_there_and_unchanged(tmp_path: Path, home: Path) -> None:
    path = photo(tmp_path / "évening 🌅.jpg").path
    before = path.stat()
    place = SYSTEM_TRASH.put(path)
    assert place == home / ".local/share/Trash/files/évening 🌅.jpg"
    after = place.stat()
    assert (after.st_ino, after.st_size, after.st_mtime_ns) == (
        before.st_ino,
        before.st_size,
        OLD_NS,
    )
    assert not path.exists()


@pytest.mark.parametrize("count", [3, 40])
def test_files_of_one_name_are_told_apart(tmp_path: Path, count: int) -> None:
    trash = SystemTrash()
    places = {}
    for number in range(count):
        path = photo(tmp_path / "a.jpg", str(number).encode()).path
        places[number] = trash.put(path)
    assert [p and p.read_text() for p in places.values()] == [str(n) for n in range(count)]


def test_what_was_taken_out_again_is_forgotten(tmp_path: Path, home: Path) -> None:
    path = photo(tmp_path / "a.jpg").path
    place = SYSTEM_TRASH.put(path)
    assert place is not None
    info = home / ".local/share/Trash/info"
    assert [note.name for note in info.iterdir()] == ["a.jpg.trashinfo"]
    SYSTEM_TRASH.forget(place)
    assert list(info.iterdir()) != [], "what still lies there keeps its note"
    place.rename(path)
    SYSTEM_TRASH.forget(place)
    assert list(info.iterdir()) == []


def test_a_killed_run_finds_what_it_has_put_there(tmp_path: Path) -> None:
    path, other = photo(tmp_path / "ä b%.jpg").path, photo(tmp_path / "other" / "ä b%.jpg").path
    places = [SYSTEM_TRASH.put(other), SYSTEM_TRASH.put(path)]
    size = len(os.fsencode(path))
    assert SystemTrash().find(path, size=size, mtime_ns=OLD_NS) == places[1]
    assert SystemTrash().find(path, size=size, mtime_ns=OLD_NS + 1) is None
    assert SystemTrash().find(tmp_path / "none.jpg", size=size, mtime_ns=OLD_NS) is None


def test_a_write_protected_photo_stays_so_in_the_trash(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = photo(tmp_path / "a.jpg").path
    path.chmod(stat.S_IRUSR)
    monkeypatch.setattr(os, "access", _as_told_to_a_person)
    place = SYSTEM_TRASH.put(path)
    assert place is not None
    assert stat.S_IMODE(place.stat().st_mode) == stat.S_IRUSR


def test_what_the_trash_cannot_take_stays_and_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = photo(tmp_path / "a.jpg").path
    path.chmod(stat.S_IRUSR)
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(OSError, match=NO_TRASH):
        SYSTEM_TRASH.put(path)
    assert path.read_bytes() == os.fsencode(path)
    assert stat.S_IMODE(path.stat().st_mode) == stat.S_IRUSR


def test_a_file_that_is_gone_is_told_as_gone(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        SYSTEM_TRASH.put(tmp_path / "a.jpg")


def test_another_disk_has_a_trash_of_its_own(tmp_path: Path) -> None:
    with mounted(tmp_path / "disk", megabytes=1) as disk:
        path = photo(disk / "folder" / "a.jpg").path
        place = SYSTEM_TRASH.put(path)
        assert place == disk / f".Trash-{os.getuid()}" / "files" / "a.jpg"
        assert SYSTEM_TRASH.find(path, size=place.stat().st_size, mtime_ns=OLD_NS) == place


def test_a_disk_that_takes_no_trash_loses_nothing(tmp_path: Path) -> None:
    with mounted(tmp_path / "disk", megabytes=1) as disk:
        path = photo(disk / "a.jpg").path
        make_read_only(disk)
        with pytest.raises(OSError, match=NO_TRASH):
            SYSTEM_TRASH.put(path)
        assert path.read_bytes() == os.fsencode(path)


def _as_told_to_a_person(path: bytes, mode: int) -> bool:
    """`os.access` tells an administrator that everything may be written."""
    return not mode & os.W_OK or bool(Path(os.fsdecode(path)).stat().st_mode & stat.S_IWUSR)
