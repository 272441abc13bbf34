"""Puts together what a plan is made of: steps, what is there already, conflicts, orphans."""

from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import replace
from pathlib import Path

from gridsne_desktop.organize.emptied import emptied
from gridsne_desktop.organize.gathering import Gathered, Item, own_name, sources_of, unreachable
from gridsne_desktop.organize.listings import Folder, Folders, Identity
from gridsne_desktop.organize.names import name_key, split_ending
from gridsne_desktop.organize.placing import Placed, Placement, Placer
from gridsne_desktop.organize.sequence import in_sequence
from gridsne_desktop.organize.steps import Plan, Resolution, Step, StepKind
from gridsne_desktop.photo import Problem
from gridsne_desktop.progress import Run


class Planning:
    """One plan on its way: `place` first, then `plan`."""

    def __init__(
        self,
        gathered: Gathered,
        targets: Mapping[tuple[str, ...], Folder],
        *,
        way: StepKind,
        homes: Mapping[Identity, Path],
        run: Run,
    ) -> None:
        """Plan for `gathered`.

        Args:
            gathered: The photos and all that goes with them.
            targets: The folder of every wish, by its names.
            way: How photos come to their targets.
            homes: The photos' folders.
            run: Asked whether to go on.
        """
        self._gathered, self._targets, self._way = gathered, targets, way
        self._homes, self._run = homes, run
        self._placements: list[Placement] = []
        self._problems: list[Problem] = []

    def place(self, resolution_of: Callable[[Path], Resolution]) -> None:
        """Find all names.

        Raises:
            Cancelled: The run was cancelled.
        """
        items = self._gathered.items
        sources = sources_of(items)
        may_leave = (f.path for item in items for f in item.files if not f.is_shared)

        def placed(leaving: Set[Path]) -> list[Placement]:
            placer = Placer(
                way=self._way,
                resolution_of=resolution_of,
                sources=sources,
                leaving=leaving,
                homes=self._homes,
                run=self._run,
            )
            self._problems = []
            found = {item: self._placed(placer, item) for item in self._those_at_home_first()}
            return [placement for item in items if (placement := found[item]) is not None]

        is_moved = self._way is StepKind.MOVE
        self._placements = in_sequence(placed, may_leave if is_moved else ())

    def plan(self, into: Path, rule: str, *, folders: Folders, remove_emptied: bool) -> Plan:
        """The plan, once all is placed."""
        steps = self._as_shared(step for each in self._placements for step in self._steps(each))
        if remove_emptied:
            leaving = {step.source for step in steps if step.kind is StepKind.MOVE}
            targets = {folder.path for folder in self._targets.values()}
            steps += [_removal(folder) for folder in emptied(leaving, targets, folders)]
        return Plan(
            into=into,
            rule=rule,
            way=self._way,
            steps=tuple(steps),
            already_there=tuple(
                self._step(each.item, placed)
                for each in self._placements
                for placed in each.files
                if placed.is_done
            ),
            problems=(*self._gathered.problems, *self._problems),
            conflicts=tuple(each.conflict for each in self._placements if each.conflict),
            orphans=self._orphans(),
            bytes_across=self._bytes_across(steps),
        )

    def _those_at_home_first(self) -> list[Item]:
        """Nobody gets the name of a photo that is in its place already."""
        if self._way is not StepKind.MOVE:
            return list(self._gathered.items)
        targets = self._targets
        return sorted(
            self._gathered.items,
            key=lambda item: targets[item.wish.folder].identity != item.home.identity,
        )

    def _placed(self, placer: Placer, item: Item) -> Placement | None:
        self._run.check()
        try:
            return placer.place(item, self._targets[item.wish.folder])
        except OSError as error:
            self._problems.append(unreachable(item.wish.photo, error))
            return None

    def _steps(self, placement: Placement) -> Iterable[Step]:
        """What is replaced goes first, so that its name is free."""
        photo = placement.item.wish.photo
        for path in placement.replaced:
            facts = path.lstat()
            yield Step(StepKind.TRASH, path, path, facts.st_size, facts.st_mtime_ns, photo=photo)
        for placed in placement.files:
            if not (placed.is_done or placed.is_own):
                yield self._step(placement.item, placed)

    def _step(self, item: Item, placed: Placed) -> Step:
        return Step(
            kind=self._way,
            source=placed.file.path,
            target=placed.target,
            size=placed.file.facts.st_size,
            mtime_ns=placed.file.facts.st_mtime_ns,
            name=own_name(placed.file, item),
            photo=item.wish.photo,
        )

    def _as_shared(self, steps: Iterable[Step]) -> list[Step]:
        """Of moves of one file to several places all but the last are copies.

        So is the last where somebody needs the file who stays.
        """
        found = list(steps)
        if self._way is not StepKind.MOVE:
            return found
        needed = set(self._needed())
        for number in range(len(found) - 1, -1, -1):
            step = found[number]
            if step.kind is StepKind.MOVE and step.source in needed:
                found[number] = replace(step, kind=StepKind.COPY)
            needed.add(step.source)
        return found

    def _needed(self) -> Iterable[Path]:
        """Companions whose photo stays where it is, or that belong to other files, too."""
        yield from self._gathered.staying
        going = {each.item: each for each in self._placements}
        for item in self._gathered.items:
            placement = going.get(item)
            if placement is None or placement.stays:
                yield from (file.path for file in item.files[1:])

    def _orphans(self) -> tuple[Path, ...]:
        """Without those whose photo comes to them."""
        here = {f.path: self._homes.get(f.identity, f.path) for f in self._targets.values()}
        coming: set[tuple[Path, str]] = set()
        for placement in self._placements:
            for placed in placement.files[:1]:
                home, name = here[placed.target.parent], placed.target.name
                coming |= {(home, name_key(name)), (home, name_key(split_ending(name)[0]))}
        return tuple(
            path
            for path in self._gathered.orphans
            if (path.parent, name_key(split_ending(path.name)[0])) not in coming
        )

    def _bytes_across(self, steps: Iterable[Step]) -> int:
        there = {folder.path: folder.device for folder in self._targets.values()}
        if {item.home.device for item in self._gathered.items} <= set(there.values()) and len(
            set(there.values())
        ) == 1:
            return 0  # all on one volume, as mostly
        here = {f.path: f.facts.st_dev for item in self._gathered.items for f in item.files}
        return sum(
            step.size
            for step in steps
            if step.kind is StepKind.MOVE and there[step.target.parent] != here[step.source]
        )


def _removal(folder: Path) -> Step:
    return Step(StepKind.REMOVE_FOLDER, folder, folder, size=0, mtime_ns=0)
