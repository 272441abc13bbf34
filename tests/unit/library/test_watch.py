"""What is noticed of the photos in a folder while somebody works in it."""

import os
import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from gridsne_desktop.errors import Cancelled
from gridsne_desktop.library.changes import Changes
from gridsne_desktop.library.disk_events import DiskEvents
from gridsne_desktop.library.scan import scan
from gridsne_desktop.library.watch import Events, Pace, Ringer, watch
from gridsne_desktop.progress import Run

PATIENCE_SECONDS = 30.0
PIECE = b"a piece of a photo"
RINGING = Pace(quiet=0.05, at_most=0.2, patrol=3600, patrol_alone=3600)
PATROLLING = Pace(quiet=0.05, at_most=0.2, patrol=3600, patrol_alone=0.1)


def deaf(paths: Sequence[Path], *, recursive: bool, on_event: Callable[[], None]) -> Events | None:
    """A system that does not watch folders."""
    del paths, recursive, on_event
    return None


class Writing(Run):
    """Whenever the watch pauses, another piece of a photo is written."""

    def __init__(self, path: Path, pieces: int) -> None:
        super().__init__()
        self._path, self._left = path, pieces

    def wait(self, seconds: float) -> None:
        if self._left:
            self._left -= 1
            with self._path.open("ab") as file:
                file.write(PIECE)
        super().wait(seconds)


class Watched:
    """Folders under watch, and what was told of them."""

    def __init__(
        self,
        *paths: Path,
        recursive: bool = True,
        pace: Pace = RINGING,
        ringer: Ringer | None = None,
        ours: frozenset[Path] = frozenset(),
        run: Run | None = None,
    ) -> None:
        known = scan(paths, recursive=recursive, run=Run()).photos
        self.told: list[Changes] = []
        self.error: BaseException | None = None
        self._run = run or Run()
        self._news = threading.Condition()

        def work() -> None:
            try:
                watch(
                    paths,
                    known,
                    recursive=recursive,
                    run=self._run,
                    on_changes=self._on_changes,
                    is_ours=ours.__contains__,
                    pace=pace,
                    ringer=ringer,
                )
            except BaseException as error:  # noqa: BLE001 - looked at in `end`
                self.error = error

        self._thread = threading.Thread(target=work)
        self._thread.start()

    def _on_changes(self, changes: Changes) -> None:
        with self._news:
            self.told.append(changes)
            self._news.notify_all()

    @property
    def names(self) -> dict[str, list[str]]:
        """What is different by now: the names in each of the four kinds."""
        with self._news:
            last = self.told[-1] if self.told else Changes()
        kinds = {
            "new": [photo.path.name for photo in last.new],
            "changed": [photo.path.name for photo in last.changed],
            "renamed": [f"{r.before.path.name} → {r.after.path.name}" for r in last.renamed],
            "removed": [photo.path.name for photo in last.removed],
        }
        return {kind: names for kind, names in kinds.items() if names}

    def until(self, **expected: list[str]) -> None:
        """Wait until just this was told."""
        with self._news:
            done = self._news.wait_for(lambda: self.names == expected, PATIENCE_SECONDS)
        assert done, f"{self.names} is told, not {expected}"

    def end(self) -> None:
        self._run.cancel()
        self._thread.join(PATIENCE_SECONDS)
        assert not self._thread.is_alive()
        assert isinstance(self.error, Cancelled)


Watching = Callable[..., Watched]


@pytest.fixture
def watching() -> Iterator[Watching]:
    """`watching(folder, ...)` starts to watch; all threads are over after the test."""
    before = set(threading.enumerate())
    all_watched: list[Watched] = []

    def begin(*paths: Path, **options: object) -> Watched:
        all_watched.append(Watched(*paths, **options))  # type: ignore[arg-type]
        return all_watched[-1]

    yield begin
    for watched in all_watched:
        watched.end()
    assert set(threading.enumerate()) <= before


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "photos"
    (made / "sea").mkdir(parents=True)
    for place, name in enumerate(("1.jpg", "2.jpg", "sea/3.jpg")):
        (made / name).write_bytes(b"photo" * (place + 1))
    return made


def test_a_photo_that_appears_is_new_and_gone_again_nothing_is_different(
    watching: Watching, folder: Path
) -> None:
    watched = watching(folder)
    (folder / "sea" / "4.jpg").write_bytes(b"another photo")
    watched.until(new=["4.jpg"])
    (folder / "sea" / "4.jpg").unlink()
    watched.until()


def test_what_happened_before_the_watch_is_told_at_once(watching: Watching, folder: Path) -> None:
    def ringer(paths: Sequence[Path], *, recursive: bool, on_event: Callable[[], None]) -> None:
        del paths, recursive, on_event
        (folder / "4.jpg").write_bytes(b"came while the others were read")

    watching(folder, ringer=ringer).until(new=["4.jpg"])


def test_photos_edited_renamed_and_deleted_are_told_apart(watching: Watching, folder: Path) -> None:
    watched = watching(folder)
    (folder / "1.jpg").write_bytes(b"edited")
    (folder / "2.jpg").rename(folder / "sea" / "two.jpg")
    (folder / "sea" / "3.jpg").unlink()
    watched.until(changed=["1.jpg"], renamed=["2.jpg → two.jpg"], removed=["3.jpg"])


def test_an_edit_that_keeps_the_size_is_noticed(watching: Watching, folder: Path) -> None:
    watched = watching(folder)
    os.utime(folder / "1.jpg", ns=(1, 1))
    watched.until(changed=["1.jpg"])


def test_a_folder_of_photos_moved_in_and_out_again(
    watching: Watching, folder: Path, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    (elsewhere / "deep").mkdir(parents=True)
    (elsewhere / "deep" / "5.jpg").write_bytes(b"five")
    (elsewhere / "4.jpg").write_bytes(b"four")
    watched = watching(folder)
    elsewhere.rename(folder / "trip")
    watched.until(new=["4.jpg", "5.jpg"])
    (folder / "trip" / "deep" / "6.jpg").write_bytes(b"later, in the folder that came")
    watched.until(new=["4.jpg", "5.jpg", "6.jpg"])
    (folder / "trip").rename(tmp_path / "away")
    watched.until()
    shutil.move(folder / "sea", tmp_path / "sea")
    watched.until(removed=["3.jpg"])


def test_a_photo_in_a_folder_made_just_now_is_noticed(watching: Watching, folder: Path) -> None:
    watched = watching(folder)
    (folder / "new" / "newer").mkdir(parents=True)
    (folder / "new" / "newer" / "4.jpg").write_bytes(b"four")
    watched.until(new=["4.jpg"])


def test_a_photo_that_is_being_written_waits_until_it_is_whole(
    watching: Watching, folder: Path
) -> None:
    watched = watching(folder, run=Writing(folder / "4.jpg", pieces=40))
    watched.until(new=["4.jpg"])
    sizes = [photo.size for changes in watched.told for photo in changes.new]
    assert sizes == [40 * len(PIECE)]


def test_hidden_files_other_files_and_our_own_are_no_news(watching: Watching, folder: Path) -> None:
    ours = folder / "photos grid.png"
    watched = watching(folder, ours=frozenset({ours}))
    (folder / ".hidden.jpg").write_bytes(b"hidden")
    (folder / ".cache").mkdir()
    (folder / ".cache" / "thumb.jpg").write_bytes(b"hidden")
    (folder / "letter.txt").write_bytes(b"no photo")
    (folder / ".gridsne-1.part").write_bytes(b"our own")
    (folder / ".gridsne-1.part").rename(ours)
    (folder / "4.jpg").write_bytes(b"the only one that counts")
    watched.until(new=["4.jpg"])
    assert [len(changes.fresh) for changes in watched.told] == [1]


def test_sub_folders_that_do_not_belong_are_not_watched(watching: Watching, folder: Path) -> None:
    watched = watching(folder, recursive=False)
    (folder / "sea" / "4.jpg").write_bytes(b"not open")
    (folder / "5.jpg").write_bytes(b"open")
    watched.until(new=["5.jpg"])


def test_single_photos_are_watched_without_their_neighbours(
    watching: Watching, folder: Path
) -> None:
    watched = watching(folder / "1.jpg", folder / "2.jpg")
    (folder / "4.jpg").write_bytes(b"a neighbour")
    (folder / "2.jpg").unlink()
    (folder / "1.jpg").write_bytes(b"edited")
    watched.until(changed=["1.jpg"], removed=["2.jpg"])


def test_where_the_system_does_not_ring_a_patrol_finds_it(watching: Watching, folder: Path) -> None:
    watched = watching(folder, pace=PATROLLING, ringer=deaf)
    (folder / "4.jpg").write_bytes(b"four")
    watched.until(new=["4.jpg"])
    (folder / "1.jpg").unlink()
    watched.until(new=["4.jpg"], removed=["1.jpg"])


def test_a_drive_that_is_unplugged_takes_no_photo_away(
    watching: Watching, folder: Path, tmp_path: Path
) -> None:
    watched = watching(folder, pace=PATROLLING, ringer=deaf)
    (folder / "4.jpg").write_bytes(b"four")
    watched.until(new=["4.jpg"])
    folder.rename(tmp_path / "unplugged")
    (tmp_path / "unplugged" / "1.jpg").unlink()
    (tmp_path / "unplugged").rename(folder)
    watched.until(new=["4.jpg"], removed=["1.jpg"])
    assert all(len(changes.removed) < 2 for changes in watched.told)


def test_reading_the_photos_does_not_ring(folder: Path) -> None:
    rang = threading.Event()
    events = DiskEvents.started([folder], recursive=True, on_event=rang.set)
    assert events is not None
    for path in folder.rglob("*.jpg"):
        path.read_bytes()
    assert events.is_alive
    events.stop()  # its threads are over: nothing can come any more
    assert not rang.is_set()


class Pausing(Run):
    """Tells that the watch pauses, and for how long first."""

    def __init__(self) -> None:
        super().__init__()
        self.first: float | None = None
        self.pauses = threading.Event()

    def wait(self, seconds: float) -> None:
        if self.first is None:
            self.first = seconds
        self.pauses.set()
        super().wait(seconds)


def test_nobody_looks_before_photos_that_have_just_been_arranged_are_at_rest(
    watching: Watching, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[Path] = []
    run = Pausing()
    pace = Pace(quiet=3600, at_most=3600, patrol=3600, patrol_alone=3600)
    monkeypatch.setattr(
        "gridsne_desktop.library.watch.scan", lambda paths, **_options: looks.extend(paths)
    )
    watched = watching(folder, pace=pace, run=run)
    assert run.pauses.wait(PATIENCE_SECONDS)
    watched.end()
    assert run.first == pace.quiet
    assert looks == []
