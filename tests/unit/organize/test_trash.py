"""What goes to the Trash can be had back; what the Trash cannot take stays where it is."""

import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from gridsne_desktop.organize.trash import SYSTEM_TRASH, native
from gridsne_desktop.organize.trash.freedesktop import NO_TRASH, FreedesktopTrash
from gridsne_desktop.organize.trash.native import NativeTrash
from tests.unit.organize.disks import make_read_only, mounted
from tests.unit.organize.made import OLD_NS, photo

linux = pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="another kind of Trash")


@linux
@pytest.mark.parametrize(
    "name",
    ["évening 🌅.jpg", ".hidden", "%41 b.jpg", "ä" * 124 + ".jpeg", os.fsdecode(b"\xff.jpg")],
)
def test_a_file_is_found_in_the_trash_unchanged(tmp_path: Path, home: Path, name: str) -> None:
    path = photo(tmp_path / name, b"bytes").path
    before = path.stat()
    place = SYSTEM_TRASH.put(path)
    assert place is not None
    assert place.parent == home / ".local/share/Trash/files"
    after = place.stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, OLD_NS)
    assert not path.exists()
    assert SYSTEM_TRASH.find(path, size=5, mtime_ns=OLD_NS) == place


@linux
def test_other_programs_can_read_where_a_file_was(tmp_path: Path, home: Path) -> None:
    SYSTEM_TRASH.put(photo(tmp_path / "ä b.jpg").path)
    note = (home / ".local/share/Trash/info/ä b.jpg.trashinfo").read_text().splitlines()
    assert note[:2] == ["[Trash Info]", f"Path={tmp_path}/%C3%A4%20b.jpg"]
    assert note[2].startswith("DeletionDate=20")


@linux
def test_many_files_of_one_name_are_told_apart(tmp_path: Path) -> None:
    trash = FreedesktopTrash()
    places = [trash.put(photo(tmp_path / "a.jpg", bytes([number])).path) for number in range(40)]
    assert [place.read_bytes() for place in places] == [bytes([number]) for number in range(40)]
    later = FreedesktopTrash().put(photo(tmp_path / "a.jpg", b"later").path)
    assert later not in places


@linux
def test_what_was_taken_out_again_is_forgotten(tmp_path: Path, home: Path) -> None:
    path = photo(tmp_path / "a.jpg").path
    place = SYSTEM_TRASH.put(path)
    assert place is not None
    info = home / ".local/share/Trash/info"
    SYSTEM_TRASH.forget(place)
    assert len(list(info.iterdir())) == 1, "what still lies there keeps its note"
    place.rename(path)
    SYSTEM_TRASH.forget(place)
    assert list(info.iterdir()) == []


@linux
def test_a_killed_run_finds_only_what_it_has_put_there(tmp_path: Path) -> None:
    path = photo(tmp_path / "a.jpg", b"same").path
    SYSTEM_TRASH.put(photo(tmp_path / "other" / "a.jpg", b"same").path)
    place = SYSTEM_TRASH.put(path)
    assert SYSTEM_TRASH.find(path, size=4, mtime_ns=OLD_NS) == place
    assert SYSTEM_TRASH.find(path, size=4, mtime_ns=OLD_NS + 1) is None
    assert SYSTEM_TRASH.find(tmp_path / "none.jpg", size=4, mtime_ns=OLD_NS) is None


@linux
def test_a_link_goes_itself_even_one_that_leads_nowhere(tmp_path: Path) -> None:
    link = tmp_path / "link.jpg"
    link.symlink_to(tmp_path / "nowhere.jpg")
    place = SYSTEM_TRASH.put(link)
    assert place is not None
    assert place.readlink() == tmp_path / "nowhere.jpg"


def test_a_file_that_is_gone_is_told_as_gone(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        SYSTEM_TRASH.put(tmp_path / "a.jpg")


@linux
def test_another_disk_has_a_trash_of_its_own(tmp_path: Path) -> None:
    with mounted(tmp_path / "disk", megabytes=1) as disk:
        path = photo(disk / "folder" / "a.jpg", b"bytes").path
        place = SYSTEM_TRASH.put(path)
        trash = disk / f".Trash-{os.getuid()}"
        assert place == trash / "files" / "a.jpg"
        assert "Path=folder/a.jpg" in (trash / "info" / "a.jpg.trashinfo").read_text()
        assert SYSTEM_TRASH.find(path, size=5, mtime_ns=OLD_NS) == place


@linux
def test_the_shared_trash_of_a_disk_is_used_where_it_is_safe(tmp_path: Path) -> None:
    with mounted(tmp_path / "disk", megabytes=1) as disk:
        (disk / ".Trash").mkdir()
        unsafe = SYSTEM_TRASH.put(photo(disk / "a.jpg").path)
        (disk / ".Trash").chmod(stat.S_ISVTX | stat.S_IRWXU)
        safe = SYSTEM_TRASH.put(photo(disk / "a.jpg").path)
        user = str(os.getuid())
        assert unsafe == disk / f".Trash-{user}" / "files" / "a.jpg"
        assert safe == disk / ".Trash" / user / "files" / "a.jpg"


@linux
def test_a_disk_that_takes_no_trash_loses_nothing(tmp_path: Path) -> None:
    with mounted(tmp_path / "disk", megabytes=1) as disk:
        path = photo(disk / "a.jpg", b"bytes").path
        make_read_only(disk)
        with pytest.raises(OSError, match=NO_TRASH):
            SYSTEM_TRASH.put(path)
        assert path.read_bytes() == b"bytes"


def recycle_bin(folder: Path, *, name: Callable[[str], str]) -> Callable[[Path], None]:
    """A system that puts files into `folder`, under names as it likes."""
    folder.mkdir()

    def send(path: Path) -> None:
        path.rename(folder / name(path.name))

    return send


@pytest.mark.parametrize(
    "name", [lambda name: name, lambda name: f"$R{abs(hash(name))}.jpg"], ids=["macOS", "Windows"]
)
def test_a_file_is_found_whatever_the_system_calls_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: Callable[[str], str]
) -> None:
    monkeypatch.setattr(native, "_send", recycle_bin(tmp_path / "bin", name=name))
    monkeypatch.setattr(native, "_folders", lambda _: [tmp_path / "none", tmp_path / "bin"])
    trash = NativeTrash()
    for number in range(5):
        path = photo(tmp_path / f"{number}.jpg", bytes([number])).path
        path.chmod(stat.S_IRUSR)
        place = trash.put(path)
        assert place is not None
        assert place.read_bytes() == bytes([number])
        assert stat.S_IMODE(place.stat().st_mode) == stat.S_IRUSR


def test_a_note_of_windows_tells_where_a_file_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(native, "_folders", lambda _: [tmp_path])
    path, place = tmp_path / "ä.jpg", photo(tmp_path / "$RABC.jpg", b"bytes").path
    letters = f"{path}\0".encode("utf-16-le")
    header = b"\2".ljust(8, b"\0") + bytes(16) + (len(letters) // 2).to_bytes(4, "little")
    (tmp_path / "$IABC.jpg").write_bytes(header + letters)
    trash = NativeTrash()
    assert trash.find(path, size=5, mtime_ns=OLD_NS) == place
    assert trash.find(path, size=6, mtime_ns=OLD_NS) is None
    place.unlink()
    trash.forget(place)
    assert list(tmp_path.iterdir()) == []


def test_windows_deleting_a_file_instead_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = photo(tmp_path / "a.jpg", b"bytes").path
    monkeypatch.setattr(native, "_send", Path.unlink)
    monkeypatch.setattr(native, "_folders", lambda _: [])
    monkeypatch.setattr(native, "IS_WINDOWS", True)
    with pytest.raises(OSError, match=NO_TRASH):
        NativeTrash().put(path)
    assert path.read_bytes() == b"bytes"
    assert list(tmp_path.iterdir()) == [path]
