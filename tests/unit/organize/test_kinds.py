"""Moves, links and the Trash: done, refused with a sentence, whole bundles or none."""

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from gridsne_desktop.errors import GridsneError
from gridsne_desktop.organize import exclusive
from gridsne_desktop.organize.digest import digest_of
from gridsne_desktop.organize.exclusive import rename_by_link, rename_by_reservation
from gridsne_desktop.organize.execute import Outcome, RunStopped, execute, resume, unfinished
from gridsne_desktop.organize.record import Record, read_record
from gridsne_desktop.organize.steps import Plan, Step, StepKind
from gridsne_desktop.progress import Run
from tests.unit.organize.disks import mounted
from tests.unit.organize.faults import FolderTrash
from tests.unit.organize.made import OLD_NS, photo

posix = pytest.mark.skipif(os.name != "posix", reason="POSIX only")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return photo(tmp_path / "in" / "a.jpg", b"beach").path


@pytest.fixture
def into(tmp_path: Path) -> Path:
    return tmp_path / "sorted"


@pytest.fixture
def trash(tmp_path: Path) -> FolderTrash:
    return FolderTrash(tmp_path / "trash")


def step(kind: StepKind, source: Path, target: Path, bundle: Path | None = None) -> Step:
    facts = source.stat()
    return Step(kind, source, target, facts.st_size, facts.st_mtime_ns, source.name, bundle)


def done(tmp_path: Path, *steps: Step, into: Path | None = None) -> Outcome:
    plan = Plan(into or tmp_path / "sorted", "test", steps, way=steps[0].kind)
    trash = FolderTrash(tmp_path / "trash")
    return execute(plan, journals=tmp_path / "journals", run=Run(), trash=trash)


def record_of(outcome: Outcome) -> Record:
    assert outcome.journal is not None
    record = read_record(outcome.journal)
    assert record is not None
    return record


def reasons(outcome: Outcome) -> list[str]:
    return [problem.reason for problem in outcome.problems]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_copy_is_known_again_by_its_digest(tmp_path: Path, source: Path, into: Path) -> None:
    outcome = done(tmp_path, step(StepKind.COPY, source, into / "x" / "a.jpg"))
    left = record_of(outcome).done[0]
    assert (left.at, left.size, left.mtime_ns) == (into / "x" / "a.jpg", 5, OLD_NS)
    assert left.digest in (None, digest_of(source, run=Run()))  # None: it shares its blocks


def test_a_copy_that_the_disk_gives_back_otherwise_is_not_kept(
    tmp_path: Path, source: Path, into: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gridsne_desktop.organize.copying.clone", lambda *_: False)
    real = os.write

    def flips(descriptor: int, data: bytes) -> int:
        return real(descriptor, b"beacH" if bytes(data) == b"beach" else data)

    monkeypatch.setattr("os.write", flips)
    outcome = done(tmp_path, step(StepKind.COPY, source, into / "a.jpg"))
    assert "differed" in reasons(outcome)[0]
    assert names(into) == []


@pytest.mark.parametrize("way", ["kernel", "link", "reservation"])
def test_a_move_keeps_the_very_file(
    tmp_path: Path, source: Path, into: Path, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    only(way, monkeypatch)
    before = source.stat()
    outcome = done(tmp_path, step(StepKind.MOVE, source, into / "b.jpg"))
    after = (into / "b.jpg").stat()
    assert reasons(outcome) == []
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert names(source.parent) == []


def only(way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let renaming know only this way."""

    def no_links(*_: object, **__: object) -> None:
        raise PermissionError(1, "no links here")

    if way != "kernel":
        monkeypatch.setattr(exclusive, "kernel_rename", lambda *_: 22)
    if way == "reservation":
        monkeypatch.setattr("os.link", no_links)


@pytest.mark.parametrize("way", ["kernel", "link", "reservation"])
@pytest.mark.parametrize("kind", [StepKind.MOVE, StepKind.COPY])
def test_nothing_that_appeared_meanwhile_is_overwritten(
    tmp_path: Path, source: Path, into: Path, kind: StepKind, way: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    only(way, monkeypatch)
    monkeypatch.setattr("os.path.lexists", lambda path: str(path) == str(source))
    photo(into / "a.jpg", b"somebody else's")
    outcome = done(tmp_path, step(kind, source, into / "a.jpg"))
    assert "not overwritten" in reasons(outcome)[0]
    assert (into / "a.jpg").read_bytes() == b"somebody else's"
    assert source.read_bytes() == b"beach"
    assert names(into) == ["a.jpg"]


@pytest.mark.parametrize("rename", [rename_by_link, rename_by_reservation])
def test_a_rename_that_is_done_but_reported_failed_loses_nothing(
    source: Path, rename: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "unlink" if rename is rename_by_link else "replace"
    real = getattr(os, name)

    def does_and_complains(*words: object) -> None:
        monkeypatch.setattr(os, name, real)
        real(*words)
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, name, does_and_complains)
    assert callable(rename)
    rename(source, source.with_name("b.jpg"))
    assert {p.name: p.read_bytes() for p in source.parent.iterdir()} == {"b.jpg": b"beach"}


def test_a_move_to_another_disk_is_a_verified_copy_and_then_removes_the_source(
    tmp_path: Path, source: Path
) -> None:
    with mounted(tmp_path / "other", megabytes=4) as disk:
        outcome = done(tmp_path, step(StepKind.MOVE, source, disk / "b.jpg"), into=disk)
        assert ((disk / "b.jpg").read_bytes(), names(disk)) == (b"beach", ["b.jpg"])
        assert (disk / "b.jpg").stat().st_mtime_ns == OLD_NS
        assert record_of(outcome).done[0].digest is not None
    assert not source.exists()


def test_a_source_that_changes_while_it_moves_to_another_disk_stays(
    tmp_path: Path, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def changes(_: Path) -> None:
        source.write_bytes(b"changed")

    monkeypatch.setattr("gridsne_desktop.organize.kinds.move.flush_folder", changes)
    with mounted(tmp_path / "other", megabytes=4) as disk:
        outcome = done(tmp_path, step(StepKind.MOVE, source, disk / "b.jpg"), into=disk)
        assert "changed" in reasons(outcome)[0]
        assert names(disk) == []
    assert source.read_bytes() == b"changed"


@posix
def test_a_link_moves_as_a_link_also_to_another_disk(tmp_path: Path, source: Path) -> None:
    link = tmp_path / "links" / "l.jpg"
    link.parent.mkdir()
    link.symlink_to(source)
    with mounted(tmp_path / "other", megabytes=4) as disk:
        done(tmp_path, step(StepKind.MOVE, link, disk / "l.jpg"), into=disk)
        assert (disk / "l.jpg").readlink() == source
        assert not os.path.lexists(link)


@posix
def test_a_link_that_would_lead_nowhere_from_there_stays(
    tmp_path: Path, source: Path, into: Path
) -> None:
    link = source.with_name("l.jpg")
    link.symlink_to("a.jpg")
    outcome = done(tmp_path, step(StepKind.MOVE, link, into / "l.jpg"))
    assert "no longer lead" in reasons(outcome)[0]
    assert link.readlink() == Path("a.jpg")


@posix
@pytest.mark.parametrize("kind", [StepKind.HARD_LINK, StepKind.SYMBOLIC_LINK])
def test_links_lead_to_the_photo_and_are_taken_away_only_while_they_do(
    tmp_path: Path, source: Path, into: Path, kind: StepKind
) -> None:
    target = into / "a.jpg"
    done(tmp_path, step(kind, source, target))
    assert target.samefile(source)
    away = step(StepKind.UNLINK, source, target)
    other = target.with_name("other.jpg")
    target.rename(other)
    photo(target, b"somebody else's")
    assert "no longer a link" in reasons(done(tmp_path, away))[0]
    assert target.read_bytes() == b"somebody else's"
    other.replace(target)
    assert reasons(done(tmp_path, away)) == []
    assert (names(into), source.read_bytes()) == ([], b"beach")


@posix
def test_the_photo_itself_is_never_taken_for_its_link(tmp_path: Path, source: Path) -> None:
    outcome = done(tmp_path, step(StepKind.UNLINK, source, source), into=source.parent)
    assert "no longer a link" in reasons(outcome)[0]
    assert source.exists()


@posix
def test_a_link_stays_where_its_photo_is_gone(tmp_path: Path, source: Path, into: Path) -> None:
    done(tmp_path, step(StepKind.HARD_LINK, source, into / "a.jpg"))
    away = step(StepKind.UNLINK, source, into / "a.jpg")
    source.unlink()
    assert "its link was left" in reasons(done(tmp_path, away))[0]
    assert (into / "a.jpg").read_bytes() == b"beach"


@posix
def test_a_hard_link_to_another_disk_is_refused_with_what_to_do(
    tmp_path: Path, source: Path
) -> None:
    with mounted(tmp_path / "other", megabytes=4) as disk:
        outcome = done(tmp_path, step(StepKind.HARD_LINK, source, disk / "a.jpg"), into=disk)
        assert "another disk" in reasons(outcome)[0]
        assert names(disk) == []


@posix
def test_a_file_system_without_symbolic_links_is_told(
    tmp_path: Path, source: Path, into: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr("os.symlink", refuse)
    outcome = done(tmp_path, step(StepKind.SYMBOLIC_LINK, source, into / "a.jpg"))
    assert "knows no symbolic links" in reasons(outcome)[0]


def test_a_file_goes_to_the_trash_and_comes_back(
    tmp_path: Path, source: Path, trash: FolderTrash
) -> None:
    outcome = done(tmp_path, step(StepKind.TRASH, source, source), into=source.parent)
    place = record_of(outcome).done[0].at
    assert place is not None
    assert (place.read_bytes(), names(source.parent)) == (b"beach", [])
    done(tmp_path, step(StepKind.RESTORE, place, source), into=source.parent)
    assert (source.read_bytes(), source.stat().st_mtime_ns) == (b"beach", OLD_NS)
    assert trash.contents() == []


def test_a_file_that_changed_does_not_go_to_the_trash(tmp_path: Path, source: Path) -> None:
    planned = step(StepKind.TRASH, source, source)
    source.write_bytes(b"changed")
    assert "changed" in reasons(done(tmp_path, planned, into=source.parent))[0]
    assert source.read_bytes() == b"changed"


def test_folders_go_only_when_they_are_empty(tmp_path: Path, source: Path, into: Path) -> None:
    (into / "empty").mkdir(parents=True)
    steps = [
        Step(StepKind.REMOVE_FOLDER, folder, folder, 0, 0)
        for folder in (into / "empty", source.parent)
    ]
    outcome = done(tmp_path, *steps)
    assert [problem.reason for problem in outcome.problems] == [
        "This folder is not empty; it was left."
    ]
    assert names(into) == []
    assert source.exists()


def bundle(folder: Path) -> list[Path]:
    return [photo(folder / name, name.encode()).path for name in ("b.heic", "b.mov", "b.xmp")]


def steps_of(kind: StepKind, files: Sequence[Path], into: Path) -> list[Step]:
    return [step(kind, path, into / path.name, files[0]) for path in files]


@pytest.mark.parametrize("bad", [0, 1, 2])
def test_a_bundle_moves_whole_or_not_at_all(tmp_path: Path, into: Path, bad: int) -> None:
    files = bundle(tmp_path / "in")
    other = photo(tmp_path / "in" / "c.jpg").path
    steps = [*steps_of(StepKind.MOVE, files, into), step(StepKind.MOVE, other, into / "c.jpg")]
    files[bad].write_bytes(b"changed since")
    outcome = done(tmp_path, *steps)
    assert names(tmp_path / "in") == ["b.heic", "b.mov", "b.xmp"]
    assert names(into) == ["c.jpg"]
    assert len(outcome.problems) == 3
    assert sum("could not follow" in reason for reason in reasons(outcome)) == 2
    assert sorted(record_of(outcome).failed) == [0, 1, 2]
    assert sorted(record_of(outcome).done) == [3]


def test_what_was_to_be_replaced_comes_back_where_the_new_one_cannot(
    tmp_path: Path, source: Path, into: Path
) -> None:
    old = photo(into / "a.jpg", b"old").path
    steps = [
        step(StepKind.TRASH, old, old, source),
        step(StepKind.COPY, source, into / "a.jpg", source),
    ]
    source.unlink()
    outcome = done(tmp_path, *steps)
    assert old.read_bytes() == b"old"
    assert len(outcome.problems) == 2


def test_of_a_copied_bundle_the_others_stay(tmp_path: Path, into: Path) -> None:
    files = bundle(tmp_path / "in")
    steps = steps_of(StepKind.COPY, files, into)
    files[1].unlink()
    outcome = done(tmp_path, *steps)
    assert names(into) == ["b.heic", "b.xmp"]
    assert len(outcome.problems) == 1


def test_of_many_copies_one_that_the_disk_gives_back_otherwise_is_made_again(
    tmp_path: Path, into: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gridsne_desktop.organize.copying.clone", lambda *_: False)
    files = [photo(tmp_path / "in" / f"{n}.jpg", b"photo %d" % n).path for n in range(20)]
    damaged: list[Path] = []

    def damages_one(path: Path, *, run: Run, from_disk: bool = False) -> str:
        if path.read_bytes() == b"photo 7" and not damaged:
            damaged.append(path)
            path.write_bytes(b"rotten!")
        return digest_of(path, run=run, from_disk=from_disk)

    monkeypatch.setattr("gridsne_desktop.organize.copying.digest_of", damages_one)
    outcome = done(tmp_path, *(step(StepKind.COPY, path, into / path.name) for path in files))
    assert len(damaged) == 1
    assert outcome.problems == ()
    assert [(into / path.name).read_bytes() for path in files] == [p.read_bytes() for p in files]
    assert names(into) == sorted(path.name for path in files)


def test_of_many_copies_one_whose_bundle_cannot_be_done_leaves_no_part(
    tmp_path: Path, into: Path
) -> None:
    old, new, other = (
        photo(path).path for path in (into / "old.jpg", tmp_path / "new.jpg", tmp_path / "b.jpg")
    )
    steps = [
        step(StepKind.TRASH, old, old, new),
        step(StepKind.COPY, new, old, new),
        step(StepKind.COPY, other, into / "b.jpg"),
    ]
    old.write_bytes(b"changed since")
    outcome = done(tmp_path, *steps)
    assert len(outcome.problems) == 2
    assert names(into) == ["b.jpg", "old.jpg"]
    assert old.read_bytes() == b"changed since"


@posix
def test_a_stopped_run_goes_on_as_the_same_run(tmp_path: Path, into: Path) -> None:
    files = bundle(tmp_path / "in")
    steps = [step(StepKind.COPY, path, into / path.name) for path in files]
    real, last = os.write, files[1].read_bytes()
    with pytest.MonkeyPatch.context() as patch, pytest.raises(RunStopped, match="No space"):

        def fills(descriptor: int, content: bytes) -> int:
            if bytes(content) == last:
                raise OSError(28, "No space left on device")
            return real(descriptor, content)

        patch.setattr("os.write", fills)
        done(tmp_path, *steps)
    journals = list((tmp_path / "journals").iterdir())
    record = read_record(journals[0])
    assert record is not None
    assert record.ended == "stopped"
    assert record.open_steps == ()
    outcome = resume(record, run=Run(), trash=FolderTrash(tmp_path / "trash"))
    assert len(outcome.already_there) + len(outcome.done) == 3
    assert 0 < len(outcome.done) < 3
    assert names(into) == [path.name for path in files]
    assert list((tmp_path / "journals").iterdir()) == journals
    assert record_of(outcome).ended == "finished"
    assert unfinished(tmp_path / "journals") == []


def test_times_of_folders_are_told_before_and_after_and_set_at_the_end(
    tmp_path: Path, source: Path, into: Path
) -> None:
    os.utime(source.parent, ns=(OLD_NS, OLD_NS))
    outcome = done(tmp_path, step(StepKind.MOVE, source, into / "x" / "a.jpg"))
    record = record_of(outcome)
    assert record.times[source.parent] == OLD_NS
    assert record.folders == (into, into / "x")
    assert record.left[source.parent] == source.parent.stat().st_mtime_ns > OLD_NS
    shutil.rmtree(into)
    plan = Plan(into, "test", (step(StepKind.COPY, tmp_path / "journals" / record.path.name,
        source.parent / "copy"),), undoes=record.run, times={source.parent: OLD_NS})  # fmt: skip
    execute(plan, journals=tmp_path / "journals", run=Run())
    assert source.parent.stat().st_mtime_ns == OLD_NS


def test_a_run_under_way_cannot_be_resumed(tmp_path: Path, source: Path, into: Path) -> None:
    refused: list[str] = []

    class Meddles(Run):
        def report(self, *_: object) -> None:
            for path in (tmp_path / "journals").iterdir():
                record = read_record(path)
                assert record is not None
                with pytest.raises(GridsneError, match="under way") as caught:
                    resume(record, run=Run())
                refused.append(caught.value.detail)
            assert unfinished(tmp_path / "journals") == []

    plan = Plan(into, "test", (step(StepKind.COPY, source, into / "a.jpg"),))
    assert len(execute(plan, journals=tmp_path / "journals", run=Meddles()).done) == 1
    assert refused
