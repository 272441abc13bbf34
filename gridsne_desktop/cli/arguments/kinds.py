"""What the words after an option may be."""

import argparse

from gridsne_desktop.embedding.shelf import find_model
from gridsne_desktop.errors import GridsneError
from gridsne_desktop.library.cache.limit import GIGABYTE, LEAST_LIMIT
from gridsne_desktop.settings import ArrangeSettings

_MOST_GIGABYTES = 1_000_000


def aspect(text: str) -> float:
    """Width ÷ height of `W:H`, e.g. 1.78 of `16:9`."""
    width, separator, height = text.partition(":")
    try:
        ratio = float(width) / float(height if separator else "1")
        ArrangeSettings(aspect=ratio)
    except (ValueError, ZeroDivisionError):
        raise argparse.ArgumentTypeError(f"'{text}' is not a shape like 16:9") from None
    return ratio


def positive(text: str) -> int:
    """A whole number from 1 up."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"'{text}' is not a whole number from 1 up")
    return int(text)


def model(name: str) -> str:
    """The name of a model that can be used."""
    try:
        return find_model(name).name
    except GridsneError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def gigabytes(text: str) -> float:
    """A size in GB."""
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not LEAST_LIMIT / GIGABYTE <= number <= _MOST_GIGABYTES:
        raise argparse.ArgumentTypeError(
            f"'{text}' is not a size from {LEAST_LIMIT / GIGABYTE} to {_MOST_GIGABYTES} GB"
        )
    return number
