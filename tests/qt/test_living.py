"""What the window offers while photos come and go in the open folder."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from gridsne_desktop.library.changes import Changes, Rename
from gridsne_desktop.library.watch import Pace
from gridsne_desktop.photo import Photo
from gridsne_desktop.progress import Progress, Stage
from gridsne_desktop.qt.bottom_bar import BottomBar
from gridsne_desktop.qt.living import Living
from gridsne_desktop.qt.session import Session
from gridsne_desktop.qt.state import State
from gridsne_desktop.settings import ArrangeSettings

PATIENCE_MS = 60_000
ROOT = Path(__file__).resolve().parent
QUICK = Pace(quiet=0.05, at_most=0.2)


class Open:
    """A session whose folders are watched, and the bar below it."""

    def __init__(self, qtbot: QtBot) -> None:
        self._qtbot = qtbot
        self.session = Session(ArrangeSettings())
        self.living = Living(self.session, self.session, pace=QUICK)
        self.bar = BottomBar()
        qtbot.addWidget(self.bar)
        self.bar.resize(900, 44)
        self.bar.show()
        self.living.noticed.connect(self.bar.offer.show_changes)
        self.bar.offer.taken.connect(self.living.place)

    @property
    def offered(self) -> list[str]:
        return texts(self.bar.offer)[:2]

    def open(self, *paths: Path) -> None:
        self.session.open(paths)
        self.until(lambda: self.session.state is State.ARRANGED and self.session.paths == paths)

    def until(self, condition: Callable[[], bool]) -> None:
        self._qtbot.waitUntil(condition, timeout=PATIENCE_MS)

    def names(self) -> set[str]:
        assert self.session.arrangement is not None
        return {photo.path.name for photo in self.session.arrangement.grid.photos}

    def close(self) -> None:
        with self._qtbot.waitSignal(self.session.idle, timeout=PATIENCE_MS):
            self.session.close()
        self.living.stop()
        self.until(lambda: not self.living.is_watching)
        self.session.deleteLater()


@pytest.fixture
def at(qtbot: QtBot) -> Iterator[Open]:
    made = Open(qtbot)
    yield made
    made.close()


@pytest.fixture
def folder(few_photos: Path, tmp_path: Path) -> Path:
    copied = tmp_path / "living"
    shutil.copytree(few_photos, copied)
    return copied


def texts(widget: QWidget) -> list[str]:
    seen = [w for w in widget.findChildren(QWidget) if w.isVisible()]
    return [w.text() for w in seen if isinstance(w, (QLabel, QPushButton)) and w.text()]


def press(widget: QWidget, text: str) -> None:
    next(b for b in widget.findChildren(QPushButton) if b.text() == text).click()


def photos(count: int) -> tuple[Photo, ...]:
    return tuple(Photo(ROOT / f"{i}.jpg", 1, 1) for i in range(count))


def test_a_photo_copied_into_the_folder_is_offered_and_placed_by_one_click(
    at: Open, folder: Path
) -> None:
    at.open(folder)
    shutil.copy(next(folder.iterdir()), folder / "one more.jpg")
    at.until(lambda: at.offered == ["1 new photo", "Place it"])
    press(at.bar.offer, "Place it")
    at.until(lambda: "one more.jpg" in at.names())
    assert len(at.names()) == 10
    assert at.offered == []


def test_the_photos_read_before_are_not_read_again_when_new_ones_are_placed(
    at: Open, folder: Path
) -> None:
    at.open(folder)
    for name in ("a.jpg", "b.jpg"):
        shutil.copy(sorted(folder.iterdir())[-1], folder / name)
    at.until(lambda: at.offered == ["2 new photos", "Place them"])
    reading: list[Progress] = []
    at.session.progressed.connect(reading.append)
    press(at.bar.offer, "Place them")
    at.until(lambda: {"a.jpg", "b.jpg"} <= at.names())
    assert max(p.total - p.known for p in reading if p.stage is Stage.EMBED) == 2


def test_photos_that_are_gone_stay_until_the_person_wants_it(at: Open, folder: Path) -> None:
    at.open(folder)
    gone = sorted(folder.iterdir())[:2]
    for path in gone:
        path.unlink()
    at.until(lambda: at.offered == ["2 photos removed", "Update"])
    assert len(at.names()) == 9
    press(at.bar.offer, "Update")
    at.until(lambda: len(at.names()) == 7)


def test_of_single_photos_those_that_are_gone_are_no_obstacle(at: Open, folder: Path) -> None:
    opened = sorted(folder.iterdir())
    at.open(*opened)
    opened[0].unlink()
    at.until(lambda: at.offered == ["1 photo removed", "Update"])
    press(at.bar.offer, "Update")
    at.until(lambda: len(at.names()) == 8)


def test_an_offer_put_aside_returns_only_with_more(at: Open, folder: Path) -> None:
    at.open(folder)
    photo = next(folder.iterdir())
    shutil.copy(photo, folder / "a.jpg")
    at.until(lambda: bool(at.offered))
    press(at.bar.offer, "×")
    assert at.offered == []
    shutil.copy(photo, folder / "b.jpg")
    at.until(lambda: at.offered == ["2 new photos", "Place them"])


def test_an_offer_goes_when_all_is_as_it_was(at: Open, folder: Path) -> None:
    at.open(folder)
    shutil.copy(next(folder.iterdir()), folder / "a.jpg")
    at.until(lambda: bool(at.offered))
    (folder / "a.jpg").unlink()
    at.until(lambda: at.offered == [])


def test_what_the_app_writes_itself_is_not_offered(at: Open, folder: Path) -> None:
    at.open(folder)
    ours = folder / "living grid.jpg"
    at.living.overlook({ours})
    shutil.copy(next(folder.iterdir()), ours)
    shutil.copy(ours, folder / "a.jpg")
    at.until(lambda: bool(at.offered))
    assert at.offered == ["1 new photo", "Place it"]


def test_photos_in_an_empty_folder_are_offered(at: Open, few_photos: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    at.session.open([empty])
    at.until(lambda: at.session.state is State.NO_PHOTOS)
    for photo in few_photos.iterdir():
        shutil.copy(photo, empty)
    at.until(lambda: at.offered == ["9 new photos", "Place them"])


def test_another_folder_is_watched_in_place_of_the_first(
    at: Open, folder: Path, few_photos: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    shutil.copytree(few_photos, other)
    at.open(folder)
    photo = next(folder.iterdir())
    shutil.copy(photo, folder / "a.jpg")
    at.until(lambda: bool(at.offered))
    at.open(other)
    assert at.offered == []
    for name in ("b.jpg", "c.jpg"):
        shutil.copy(photo, other / name)
    at.until(lambda: at.offered == ["2 new photos", "Place them"])


def test_an_offer_waits_while_a_job_runs(qtbot: QtBot) -> None:
    bar = BottomBar()
    qtbot.addWidget(bar)
    bar.show()
    bar.begin_progress()
    bar.offer.show_changes(Changes(new=photos(12)))
    assert not bar.offer.isVisible()
    bar.show_line(bar.status)
    assert texts(bar.offer)[:2] == ["12 new photos", "Place them"]


def test_changes_are_told_in_words(qtbot: QtBot) -> None:
    bar = BottomBar()
    qtbot.addWidget(bar)
    bar.show()
    one, two, three = photos(3)
    for changes, expected in (
        (Changes(new=photos(1200), changed=(one,)), ["1,200 new photos, 1 changed", "Place them"]),
        (Changes(changed=(one, two, three), removed=(one, two)),
         ["3 photos changed, 2 removed", "Update"]),
        (Changes(renamed=(Rename(one, two),)), ["1 photo renamed", "Update"]),
    ):  # fmt: skip
        bar.offer.show_changes(changes)
        assert texts(bar.offer)[:2] == expected
