"""`models`: what turns photos into vectors, and how more of it gets here."""

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from gridsne_desktop.cli.words import count, print_json, tell
from gridsne_desktop.embedding.adding import add_model
from gridsne_desktop.embedding.models import Model
from gridsne_desktop.embedding.preprocessing import Numbers, Pooling, Preprocessing
from gridsne_desktop.embedding.shelf import find_model, shelf
from gridsne_desktop.embedding.upkeep import download_model, remove_model, verify_model
from gridsne_desktop.paths import models_folder
from gridsne_desktop.progress import Run
from gridsne_desktop.settings import DEFAULT_MODEL

_MEGABYTE: Final = 10**6


def models(options: argparse.Namespace, run: Run) -> None:
    """Do `options.action` with `options.what`.

    Raises:
        GridsneError: It cannot be done, or a model is damaged.
        Cancelled: The run was cancelled.
    """
    least, most = COUNTS[options.action]
    given = len(options.what)
    if given < least:
        options.fail("say which model")
    if most is not None and given > most:
        options.fail(f"`{options.action}` takes {'one model' if most else 'nothing more'}")
    if options.name is not None and options.action != "add":
        options.fail("--name is for `models add`")
    ACTIONS[options.action](options, run)


def _list(options: argparse.Namespace, _run: Run) -> None:
    """Print what there is and what could be downloaded."""
    found = shelf(models_folder())
    if options.json:
        here = [_facts(model, is_here=True) for model in found.models.values()]
        there = [_facts(entry.model, is_here=False) for entry in found.missing.values()]
        broken = [{"name": name, "error": str(error)} for name, error in found.broken.items()]
        print_json({"models": here + there, "broken": broken, "folder": str(models_folder())})
        return
    for model in found.models.values():
        tell(_line(model) + (", the default" if model.name == DEFAULT_MODEL else ""))
    if found.missing:
        tell("To be downloaded with `gridsne-desktop models download NAME`:")
    for entry in found.missing.values():
        tell(_line(entry.model))
    for name, error in found.broken.items():
        tell(f"{name} cannot be used: {error}")


def _download(options: argparse.Namespace, run: Run) -> None:
    """Download one model of the catalogue."""
    [name] = options.what
    model = download_model(name, folder=models_folder(), fetch=_fetch, run=run)
    _tell_here(model, options)


def _add(options: argparse.Namespace, _run: Run) -> None:
    """Take in a person's own ONNX file."""
    path = Path(options.what[0])
    added = add_model(path, folder=models_folder(), name=options.name)
    wanted = added.model.preprocessing
    told = added.settings.name if added.settings else "the file, else as for ImageNet"
    _tell_here(added.model, options)
    tell(f"By {told}: {_prepared(wanted)}.")
    if added.settings is None:
        tell(f"Where that is wrong: remove it, write {path.with_suffix('.json').name}, add again.")


def _remove(options: argparse.Namespace, _run: Run) -> None:
    """Delete one model from the app's folder."""
    [name] = options.what
    remove_model(name, folder=models_folder())
    if options.json:
        print_json({"removed": name})
    tell(f"Removed {name}.")


def _verify(options: argparse.Namespace, run: Run) -> None:
    """Read all of every model and compare it with what it should be."""
    found = shelf(models_folder())
    chosen = [find_model(name) for name in options.what] or list(found.models.values())
    errors = {model.name: verify_model(model, run=run) for model in chosen}
    if not options.what:
        errors |= found.broken
    damaged = {name: error for name, error in errors.items() if error is not None}
    if options.json:
        print_json({"checked": list(errors), "damaged": {n: str(e) for n, e in damaged.items()}})
    tell(f"{count(len(errors), 'model')} checked, {len(damaged)} damaged.")
    if damaged:
        *others, last = damaged.values()
        for error in others:
            tell(str(error))
        raise last


ACTIONS: Final[Mapping[str, Callable[[argparse.Namespace, Run], None]]] = MappingProxyType(
    {"list": _list, "download": _download, "add": _add, "remove": _remove, "verify": _verify}
)
COUNTS: Final[Mapping[str, tuple[int, int | None]]] = MappingProxyType(
    {"list": (0, 0), "download": (1, 1), "add": (1, 1), "remove": (1, 1), "verify": (0, None)}
)
"""Action → the least and the most words after it; None: any number."""


def _fetch(url: str, *, target: Path, size: int, sha256: str, run: Run) -> None:
    """Download a file; what can do that is imported only now, for nothing else needs a network."""
    from gridsne_desktop.embedding.download import fetch

    fetch(url, target=target, size=size, sha256=sha256, run=run)


def _facts(model: Model, *, is_here: bool) -> dict[str, Any]:
    return {
        "name": model.name,
        "title": model.title,
        "source": model.source,
        "installed": is_here,
        "default": model.name == DEFAULT_MODEL,
        "dimensions": model.dimensions,
        "bytes": model.size,
        "sha256": model.sha256,
        "licence": model.licence,
        "origin": model.origin,
        "preprocessing": model.preprocessing.as_json(),
    }


def _line(model: Model) -> str:
    return (
        f"  {model.name}: {model.title}, {model.dimensions} numbers a photo, "
        f"{max(1, round(model.size / _MEGABYTE))} MB, {model.licence}, {model.source}"
    )


def _tell_here(model: Model, options: argparse.Namespace) -> None:
    if options.json:
        print_json(_facts(model, is_here=True))
    tell(f"{model.title} is here: `--model {model.name}`.")


def _prepared(wanted: Preprocessing) -> str:
    colours = f"mean {_three(wanted.mean)}, deviation {_three(wanted.std)}"
    if wanted.numbers is Numbers.UINT8:
        colours = "colours as they are"
    pooled = "" if wanted.pooling is Pooling.NONE else f" ({wanted.pooling})"
    return (
        f"{wanted.framing} to {wanted.edge} × {wanted.edge} pixels, {colours}; "
        f"vectors are {wanted.output}{pooled}"
    )


def _three(numbers: tuple[float, float, float]) -> str:
    return "/".join(f"{number:g}" for number in numbers)
