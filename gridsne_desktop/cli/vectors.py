"""`embed`: vectors for other programs, and reading them again."""

import argparse
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np

from gridsne_desktop.cli.commands import open_cache
from gridsne_desktop.cli.words import (
    check_target,
    count,
    no_photos,
    tell,
    tell_notes,
    tell_problems,
)
from gridsne_desktop.embedding.embedder import Embedding, Vector, embed
from gridsne_desktop.embedding.palette import COLOUR
from gridsne_desktop.embedding.providers import Choice, choose, falling_back
from gridsne_desktop.embedding.shelf import find_model
from gridsne_desktop.errors import GridsneError
from gridsne_desktop.files import whole_file
from gridsne_desktop.library.cache import Cache
from gridsne_desktop.library.scan import scan
from gridsne_desktop.photo import Photo
from gridsne_desktop.progress import Run
from gridsne_desktop.settings import Processor

ENDING: Final = ".npz"
_WRITE_VECTORS: Final = "Write them with `gridsne-desktop embed FOLDER -o vectors.npz`."
_ARRAYS: Final = frozenset({"paths.npy", "vectors.npy", "model.npy"})


def embed_folders(options: argparse.Namespace, run: Run) -> None:
    """Write the vectors of the photos in `options.paths`.

    Raises:
        GridsneError: No photo could be read, or the file cannot be written.
        Cancelled: The run was cancelled; no file was written.
    """
    target: Path = options.output
    if target.suffix.lower() != ENDING:
        raise GridsneError(
            f"{target.name} does not end in {ENDING}.", "Vectors are written as NumPy's .npz."
        )
    check_target(target, is_ours=is_vector_file)
    found = scan(options.paths, recursive=options.recursive, run=run)
    with open_cache(options) as cache:
        embedding, choice = _embedded(found.photos, options, cache, run)
        tell_notes(cache)
    problems = (*found.problems, *embedding.problems)
    if not embedding.photos:
        raise no_photos(options.paths, problems)
    write_vectors(embedding, target, model=options.model)
    tell(f"{count(len(embedding.photos), 'photo')}, {embedding.vectors.shape[1]} numbers each.")
    tell(f"Wrote {target}")
    for note in choice.notes:
        tell(note)
    tell_problems(problems)


def _embedded(
    photos: Sequence[Photo], options: argparse.Namespace, cache: Cache | None, run: Run
) -> tuple[Embedding, Choice]:
    """The vectors of `photos`, and what computed them."""
    model, choices = find_model(options.model), list[Choice]()
    processor = Processor.CPU if model is COLOUR else Processor(options.processor)
    choices.append(choose(model, processor=processor, cache=cache, run=run))

    def work(provider: str) -> Embedding:
        return embed(photos, model=model, run=run, known={}, cache=cache, provider=provider)

    embedding = falling_back(choices[0], work, on_failure=choices.append)
    return embedding, choices[-1]


def write_vectors(embedding: Embedding, target: Path, *, model: str) -> None:
    """Write `paths` (text (n,)), `vectors` (float32 (n, d)) and `model` (text), as one .npz.

    Raises:
        GridsneError: It cannot be written.
    """
    paths = np.array([str(photo.path) for photo in embedding.photos])
    with whole_file(target) as file:
        np.savez(file, paths=paths, vectors=embedding.vectors, model=np.array(model))


def read_vectors(path: Path) -> tuple[dict[Path, Vector], str]:
    """The vector of each photo that `write_vectors` wrote, and the model's name.

    Raises:
        GridsneError: The file cannot be read, or `write_vectors` did not write it.
    """
    try:
        if not is_vector_file(path):
            raise _no_vectors(path)
        with np.load(path, allow_pickle=False) as file:
            paths, vectors, model = file["paths"], file["vectors"], str(file["model"])
    except OSError as error:
        raise GridsneError(
            f"{path} could not be read: {error.strerror or error}.", _WRITE_VECTORS
        ) from error
    except (ValueError, zipfile.BadZipFile, zlib.error) as error:
        raise _no_vectors(path) from error
    if paths.shape != vectors.shape[:1] or vectors.ndim != 2 or vectors.dtype != np.float32:
        raise _no_vectors(path)
    if not np.isfinite(vectors).all():
        raise _no_vectors(path)
    return dict(zip(map(Path, paths.tolist()), vectors, strict=True)), model


def _no_vectors(path: Path) -> GridsneError:
    return GridsneError(f"{path} holds no vectors that gridsne-desktop wrote.", _WRITE_VECTORS)


def is_vector_file(path: Path) -> bool:
    """Whether `write_vectors` wrote `path`."""
    try:
        with zipfile.ZipFile(path) as file:
            return set(file.namelist()) == _ARRAYS
    except zipfile.BadZipFile:
        return False
