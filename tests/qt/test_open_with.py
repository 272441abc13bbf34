"""The programs that a desktop has for photos, and starting one."""

import stat
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gridsne_desktop.qt.applications import Application, applications
from gridsne_desktop.qt.open_with import OpenWith

JPEG = "image/jpeg"
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="freedesktop.org's files")


class Desktop:
    """A home with programs."""

    def __init__(self, home: Path) -> None:
        self.folder = home / ".local" / "share" / "applications"
        self.config = home / ".config"
        self.folder.mkdir(parents=True, exist_ok=True)
        self.environment = {"HOME": str(home), "XDG_DATA_DIRS": str(home / "none")}

    def add(self, name: str, command: str = "/bin/true %F", **more: str) -> None:
        lines = [f"{key}={value}" for key, value in {"Name": name, "Exec": command, **more}.items()]
        text = "\n".join(["[Desktop Entry]", "Type=Application", *lines])
        (self.folder / f"{name}.desktop").write_text(text, encoding="utf-8")

    def serve(self, kind: str, *names: str) -> None:
        entries = "".join(f"{name}.desktop;" for name in names)
        text = f"[MIME Cache]\n{kind}={entries}\n"
        (self.folder / "mimeinfo.cache").write_text(text, encoding="utf-8")

    def names(self, *kinds: str, language: str = "") -> list[str]:
        found = applications(kinds or (JPEG,), environment=self.environment, language=language)
        return [each.name for each in found]


@pytest.fixture
def desktop(home: Path) -> Desktop:
    return Desktop(home)


def test_the_programs_for_a_type_are_found_the_persons_default_first(desktop: Desktop) -> None:
    for name in ("Viewer", "Editor", "Removed", "Other"):
        desktop.add(name)
    desktop.serve(JPEG, "Viewer", "Editor", "Removed")
    assert desktop.names() == ["Viewer", "Editor", "Removed"]
    (desktop.config / "mimeapps.list").write_text(
        f"[Default Applications]\n{JPEG}=Editor.desktop\n"
        f"[Added Associations]\n{JPEG}=Other.desktop;\n"
        f"[Removed Associations]\n{JPEG}=Removed.desktop;\n",
        encoding="utf-8",
    )
    assert desktop.names() == ["Editor", "Other", "Viewer"]
    assert desktop.names("image/png") == []


def test_programs_that_cannot_be_shown_or_started_are_left_out(desktop: Desktop) -> None:
    desktop.add("Good", **{"Name[de]": "Gut"})
    desktop.add("Gone", "/no/such/program %f")
    desktop.add("Hidden", NoDisplay="true")
    desktop.add("Shell", Terminal="true")
    desktop.add("Bad", '/bin/true "')
    (desktop.folder / "Broken.desktop").write_bytes(b"\xff\xfe nothing")
    desktop.serve(JPEG, "Good", "Gone", "Hidden", "Shell", "Bad", "Broken", "Missing")
    assert desktop.names() == ["Good"]
    assert desktop.names(language="de_AT") == ["Gut"]


def test_the_files_stand_where_the_program_wants_them() -> None:
    one, two = Path("/a b.jpg"), Path("/c.jpg")
    assert Application("x", ("x", "%F")).words([one, two]) == ["x", "/a b.jpg", "/c.jpg"]
    assert Application("x", ("x", "-f", "%u", "%i")).words([one, two]) == [
        "x",
        "-f",
        "file:///a%20b.jpg",
    ]
    assert Application("x", ("x", "100%%", "%c")).words([one]) == ["x", "100%", "x"]


def test_the_menu_offers_them_and_starts_the_chosen_one(
    desktop: Desktop,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("XDG_DATA_DIRS", str(tmp_path / "none"))
    program = tmp_path / "program"
    program.write_text(f'#!/bin/sh\necho "$@" > "{tmp_path}/started"\n', encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    desktop.add("Viewer & more", f"{program} %F")
    desktop.serve(JPEG, "Viewer & more")
    window = QWidget()
    qtbot.addWidget(window)
    open_with, photos = OpenWith(window), [Path("/x/one.jpg"), Path("/x/two.jpg")]
    open_with.show_for(photos)

    def entries() -> dict[str, object]:
        return {action.text(): action for action in open_with.menu.actions()}

    qtbot.waitUntil(lambda: "Viewer && more" in entries())
    assert list(entries()) == ["&Default Program", "Viewer && more", "", "&Other…"]
    next(a for a in open_with.menu.actions() if a.text() == "Viewer && more").trigger()
    started = tmp_path / "started"
    qtbot.waitUntil(lambda: started.exists() and bool(started.read_text()), timeout=20_000)
    assert started.read_text().split() == ["/x/one.jpg", "/x/two.jpg"]
