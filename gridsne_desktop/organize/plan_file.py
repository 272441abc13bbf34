"""plan.json: a plan on disk, to be read, sent to somebody or done later."""

import json
from pathlib import Path
from typing import Any, Final

from gridsne_desktop.errors import Cause, GridsneError
from gridsne_desktop.files import whole_file
from gridsne_desktop.organize.steps import WAYS, Conflict, Plan, Resolution, Step, StepKind
from gridsne_desktop.photo import Problem

VERSION: Final = 1
_BEGINNING: Final = b'{\n "plan": '
_WRITE_ONE: Final = "Write one with `gridsne-desktop organize … --plan plan.json`."
_MAY_STAND: Final = frozenset({*WAYS, StepKind.TRASH, StepKind.REMOVE_FOLDER})
"""Kinds that a plan may have which is no undo."""


def write_plan(plan: Plan, target: Path) -> None:
    """Write plan.json, whole or not at all; bytes of a path that are no text become escapes.

    Raises:
        GridsneError: The folder cannot be written or the disk is full.
        ValueError: It is the plan of an undo, which only its journal can tell.
    """
    if plan.undoes is not None:
        raise ValueError("an undo is planned when it is done")
    document = {"plan": VERSION, **plan.as_json(), "bytes_across": plan.bytes_across}
    with whole_file(target) as file:
        file.write(json.dumps(document, indent=1, ensure_ascii=True).encode("ascii") + b"\n")


def read_plan(path: Path) -> Plan:
    """Read plan.json. Whether its files are as they were is looked at when it is done.

    Raises:
        GridsneError: The file cannot be read, or is no undamaged plan of this version.
    """
    try:
        document = json.loads(path.read_bytes())
    except OSError as error:
        raise GridsneError(
            f"{path.name} could not be read: {error.strerror or error}.", _WRITE_ONE
        ) from error
    except (ValueError, RecursionError) as error:
        raise _no_plan(path, "it is no JSON") from error
    if not isinstance(document, dict) or "plan" not in document:
        raise _no_plan(path, "it is no plan")
    if document["plan"] != VERSION:
        raise _no_plan(path, f"it is of version {document['plan']}, not {VERSION}")
    try:
        return _plan(document)
    except (KeyError, TypeError, AttributeError) as error:
        raise _no_plan(path, "something in it is missing or of another kind") from error
    except (ValueError, OverflowError) as error:
        raise _no_plan(path, str(error)) from error


def is_plan_file(path: Path) -> bool:
    """Whether the file at `path` begins as every plan file that this program writes.

    Raises:
        OSError: The file cannot be read.
    """
    with path.open("rb") as file:
        return file.read(len(_BEGINNING)) == _BEGINNING


def _plan(document: dict[str, Any]) -> Plan:
    plan = Plan(
        into=_path(document["into"]),
        rule=_text(document["rule"]),
        way=StepKind(document["way"]),
        steps=tuple(map(_step, document["steps"])),
        already_there=tuple(map(_step, document["already_there"])),
        problems=tuple(
            Problem(_path(p["path"]), _text(p["reason"]), Cause(p.get("cause", Cause.OTHER)))
            for p in document["problems"]
        ),
        conflicts=tuple(
            Conflict(_path(c["photo"]), _path(c["there"]), Resolution(c["resolution"]))
            for c in document["conflicts"]
        ),
        orphans=tuple(map(_path, document["orphans"])),
        bytes_across=int(document["bytes_across"]),
    )
    if plan.way not in WAYS:
        raise ValueError(f"{plan.way} is no way to organize photos")
    for step in plan.steps:
        _check(step, plan)
    return plan


def _check(step: Step, plan: Plan) -> None:
    """What `Plan` does not look at: a damaged file must not send others' files to the Trash."""
    if step.kind not in _MAY_STAND:
        raise ValueError(f"a plan has no step {step.kind}")
    if step.kind in WAYS:
        if step.kind not in {plan.way, StepKind.COPY}:
            raise ValueError(f"its way is {plan.way}, and a step is {step.kind}")
        return
    if step.source != step.target:
        raise ValueError("what goes away goes from where it is")
    if step.kind is StepKind.TRASH and not step.target.is_relative_to(plan.into):
        raise ValueError("only what is in the plan's own folder is replaced")


def _step(told: dict[str, Any]) -> Step:
    step = Step.from_json(told)
    for path in (step.source, step.target, *filter(None, [step.photo])):
        _path(str(path))
    if step.size < 0:
        raise ValueError("a size is below 0")
    return step


def _path(told: object) -> Path:
    path = Path(_text(told))
    if not path.is_absolute() or ".." in path.parts or "\0" in str(path):
        raise ValueError(f"{path} is no absolute path")
    return path


def _text(told: object) -> str:
    if not isinstance(told, str):
        raise TypeError("no text")
    return told


def _no_plan(path: Path, why: str) -> GridsneError:
    return GridsneError(f"{path.name} is no plan that gridsne-desktop wrote: {why}.", _WRITE_ONE)
