"""Runs that are killed, or fail, at every one of their system calls.

`python -m tests.unit.organize.faults_everywhere FOLDER WISH WAYS FAULT` does so with one plan and
prints as JSON at how many points, and what was wrong afterwards. It is a program of its own
because it forks: its child is killed, and it is the program that starts again.
"""

import errno
import itertools
import json
import os
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gridsne_desktop.errors import GridsneError
from gridsne_desktop.organize.execute import execute, resume, settle, unfinished
from gridsne_desktop.organize.journal import FINISHED
from gridsne_desktop.organize.record import Record, read_record, records
from gridsne_desktop.organize.steps import Plan, StepKind
from gridsne_desktop.organize.undo import plan_undo
from gridsne_desktop.progress import Run
from tests.unit.organize.faults import FOREIGN_PART, Fault, Tree, World, faulty

WISHES = {
    "copy": StepKind.COPY,
    "move": StepKind.MOVE,
    "hard link": StepKind.HARD_LINK,
    "symbolic link": StepKind.SYMBOLIC_LINK,
}
BUNDLES = (("a.jpg", "a.xmp"), ("b.heic", "b.mov"))


@dataclass
class Trial:
    """One plan, done again and again with a fault at another point."""

    world: World
    wish: str
    ways: str

    def prepare(self) -> Plan:
        """A fresh tree and the plan that will meet the fault."""
        self.world.build()
        self.before = self.world.now()
        plan = self.world.plan(WISHES[self.wish.removeprefix("undo ")])
        if not self.wish.startswith("undo"):
            return plan
        with faulty(self.ways):
            outcome = execute(plan, journals=self.world.journals, run=Run(), trash=self.world.trash)
        assert outcome.journal is not None
        record = read_record(outcome.journal)
        assert record is not None
        self.before, self.first = self.world.now(), self.before
        return plan_undo(record, run=Run())

    def execute(self, plan: Plan) -> None:
        execute(plan, journals=self.world.journals, run=Run(), trash=self.world.trash)

    def resume(self, record: Record) -> None:
        resume(record, run=Run(), trash=self.world.trash)

    def newest(self) -> Record:
        return records(self.world.journals)[-1]

    def roll_back(self) -> None:
        """Take the run back, as the app does when it starts."""
        with faulty(self.ways):
            record = settle(self.newest(), trash=self.world.trash)
            plan = plan_undo(record, run=Run())
            if plan.steps:
                self.execute(plan)

    def wrong(self, *, is_settled: bool) -> Iterator[str]:
        """What is lost, half, or too much."""
        now = {name: told for name, told in self.world.now().items() if told[1]}
        files = [
            content for name, (content, _) in now.items() if not (self.world.tree / name).is_dir()
        ]
        here = Counter(files) + Counter(c.decode() for c in self.world.trash.contents())
        wanted = Counter(
            content
            for name, (content, _) in self.before.items()
            if content and not content.startswith("/")
        )
        if missing := wanted - here:
            yield f"lost: {dict(missing)}"
        if self.before[f"sorted/{FOREIGN_PART}"] != now.get(f"sorted/{FOREIGN_PART}"):
            yield "a foreign file was touched"
        for name, (content, _) in now.items():
            path = self.world.tree / name
            is_part = path.name.startswith(".gridsne-") and path.name != FOREIGN_PART
            if is_part and is_settled:
                yield f"a part is left: {name}"
            is_half = not path.is_dir() and not path.is_symlink() and content not in wanted
            if is_half and not is_part and (is_settled or content):
                yield f"half a file: {name}: {content!r}"

    def torn(self) -> Iterator[str]:
        """Bundles that are in two places; photos that were to be replaced for nothing."""
        for bundle in BUNDLES:
            if len({(self.world.tree / "in" / name).exists() for name in bundle}) > 1:
                yield f"a bundle is torn: {bundle}"
        if not (self.world.into / "old.jpg").exists():
            yield "what was to be replaced is gone"


def files(tree: Tree) -> Tree:
    """Without folders' times, which are those of their making."""
    return {name: (told[0], told[1] if told[0] else 0) for name, told in tree.items()}


def difference(now: Tree, then: Tree) -> str:
    return str(
        {
            n: (now.get(n), then.get(n))
            for n in now.keys() | then.keys()
            if now.get(n) != then.get(n)
        }
    )


def killed(action: Callable[[], None]) -> bool:
    """Whether a child that does `action` is killed.

    Raises:
        RuntimeError: It failed by itself.
    """
    child = os.fork()
    if not child:
        try:
            action()
        except BaseException:  # noqa: BLE001 — whatever it is, the parent says so
            import traceback

            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    status = os.waitpid(child, 0)[1]
    if os.WIFSIGNALED(status):
        return True
    if os.WEXITSTATUS(status):
        raise RuntimeError("the child failed by itself")
    return False


def dies(name: str, real: Callable[..., Any], words: tuple[Any, ...]) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def dies_within(name: str, real: Callable[..., Any], words: tuple[Any, ...]) -> None:
    """Killed with half of what was to be written; elsewhere after the call."""
    if name == "write":
        real(words[0], bytes(words[1])[: len(words[1]) // 2])
    else:
        real(*words)
    os.kill(os.getpid(), signal.SIGKILL)


def kill_everywhere(trial: Trial) -> Iterator[str | None]:
    """Kill at every call; None for each point after which all was right."""
    trial.prepare()
    with faulty(trial.ways):
        trial.execute(trial.prepare())
    whole = files(trial.world.now())
    for at, fault in itertools.product(itertools.count(), (dies, dies_within)):
        plan = trial.prepare()

        def run(plan: Plan = plan, at: int = at, fault: Fault = fault) -> None:
            with faulty(trial.ways, fault, at=at):
                trial.execute(plan)

        if not killed(run):
            return
        said = [f"{fault.__name__} {at}: {text}" for text in after_kill(trial, at, whole)]
        yield "; ".join(said) or None


def after_kill(trial: Trial, at: int, whole: Tree) -> Iterator[str]:
    """Start again, and resume or roll back in turn; what is wrong then."""
    yield from trial.wrong(is_settled=False)
    found = unfinished(trial.world.journals)
    if not found:
        if trial.world.now() != trial.before:
            yield "it has begun and is not offered"
        return
    if at % 3 == 0:
        trial.roll_back()
        if trial.wish.startswith("undo"):
            if files(trial.world.now()) != files(trial.before):
                yield f"not rolled back: {difference(files(trial.world.now()), files(trial.before))}"
        elif trial.world.now() != trial.before:
            yield f"not rolled back: {difference(trial.world.now(), trial.before)}"
    else:
        if at % 3 == 1:  # killed once more

            def run() -> None:
                with faulty(trial.ways, dies, at=at % 7 * 2):
                    trial.resume(found[0])

            killed(run)
        with faulty(trial.ways):
            if trial.newest().ended is None:
                trial.resume(trial.newest())
        if files(trial.world.now()) != whole:
            yield f"not finished: {difference(files(trial.world.now()), whole)}"
        if trial.wish.startswith("undo") and trial.world.now() != trial.first:
            yield f"not as at first: {difference(trial.world.now(), trial.first)}"
    yield from trial.wrong(is_settled=True)
    if unfinished(trial.world.journals):
        yield "still unfinished"


def raises(number: int, *, is_done: bool = False) -> Fault:
    def fault(name: str, real: Callable[..., Any], words: tuple[Any, ...]) -> None:
        if is_done:
            real(*words)
        raise OSError(number, os.strerror(number))

    return fault


ERRORS = {
    "ENOSPC": (raises(errno.ENOSPC), 1),
    "EACCES": (raises(errno.EACCES), 1),
    "EIO": (raises(errno.EIO), 1),
    "EXDEV": (raises(errno.EXDEV), 1),
    "EIO although done": (raises(errno.EIO, is_done=True), 1),
    "ENOSPC for some time": (raises(errno.ENOSPC), 12),
    "EIO for good": (raises(errno.EIO), 10**6),
}


def fail_everywhere(trial: Trial, error: str) -> Iterator[str | None]:
    """Let every call fail once; None for each point after which all was right."""
    fault, calls = ERRORS[error]
    for at in itertools.count():
        plan = trial.prepare()
        met: list[str] = []

        def told(name: str, real: Callable[..., Any], words: tuple[Any, ...]) -> Any:
            met.append(name)
            return fault(name, real, words)

        said: list[str] = []
        try:
            with faulty(trial.ways, told, at=at, to=at + calls):
                trial.execute(plan)
        except GridsneError:
            pass
        except Exception as bug:  # noqa: BLE001 — told with the point at which it was
            said.append(f"{type(bug).__name__}: {bug}")
        if not met:
            return
        said += after_failure(trial)
        yield f"{error} at {at} ({met[0]}): {'; '.join(said)}" if said else None


def after_failure(trial: Trial) -> Iterator[str]:
    """Settle, resume and take back; what is wrong on the way."""
    found = records(trial.world.journals) if trial.world.journals.exists() else []
    ran = [record for record in found if record.undoes] if "undo" in trial.wish else found
    yield from trial.wrong(is_settled=bool(ran) and ran[-1].ended is not None)
    if not ran:
        if trial.world.now() != trial.before:
            yield "it has begun and left no journal"
        return
    with faulty(trial.ways):
        if ran[-1].is_whole and ran[-1].ended != FINISHED:
            trial.resume(ran[-1])
    yield from trial.wrong(is_settled=True)
    if trial.wish == "move":
        yield from trial.torn()
    trial.roll_back()
    if files(trial.world.now()) != files(trial.before):
        yield f"not taken back: {difference(files(trial.world.now()), files(trial.before))}"


def vanish_everywhere(trial: Trial, victim: str) -> Iterator[str | None]:
    """Let a photo vanish before every call."""
    for at in itertools.count():
        plan = trial.prepare()
        path = trial.world.tree / victim
        content = path.read_text()
        met: list[str] = []
        unlink = os.unlink

        def vanishes(name: str, real: Callable[..., Any], words: tuple[Any, ...]) -> Any:
            if path.exists():
                unlink(path)
                met.append("vanished")
            else:
                met.append("had gone already")
            return real(*words)

        said: list[str] = []
        try:
            with faulty(trial.ways, vanishes, at=at):
                trial.execute(plan)
        except GridsneError as error:
            said.append(f"stopped: {error}")
        except Exception as bug:  # noqa: BLE001 — told with the point at which it was
            said.append(f"{type(bug).__name__}: {bug}")
        if not met:
            return
        for text in trial.wrong(is_settled=True):
            if text != f"lost: { ({content: 1}) }":
                said.append(text)
        yield f"{victim} at {at}: {'; '.join(said)}" if said else None


def main(folder: str, wish: str, ways: str, fault: str) -> None:
    """Print points and failures."""
    trial = Trial(World(Path(folder)), wish, ways)
    if fault == "kill":
        results = list(kill_everywhere(trial))
    elif fault in ERRORS:
        results = list(fail_everywhere(trial, fault))
    else:
        results = list(vanish_everywhere(trial, fault))
    wrong = [text for text in results if text]
    sys.stdout.write(json.dumps({"points": len(results), "wrong": wrong}))


if __name__ == "__main__":
    main(*sys.argv[1:])
