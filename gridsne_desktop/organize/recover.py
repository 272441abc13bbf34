"""Runs that were killed: what became of the step that was under way."""

import re
from pathlib import Path
from typing import Final

from gridsne_desktop.errors import GridsneError
from gridsne_desktop.files import PART_PREFIX, PART_SUFFIX
from gridsne_desktop.organize.journal import CLEANED, Journal
from gridsne_desktop.organize.record import Record, records

_PART_NAME: Final = re.compile(re.escape(PART_PREFIX) + "[0-9a-f]{32}" + re.escape(PART_SUFFIX))


def clean_up(journals: Path, into: Path) -> None:
    """Delete what killed runs have left in `into`: the parts that their journals name.

    Raises:
        GridsneError: A run into the same folder is under way.
        OSError: A part cannot be deleted.
    """
    for record in records(journals):
        if record.into == into and record.ended is None:
            _clean_up(record)


def _clean_up(record: Record) -> None:
    journal = Journal.resumed(record.path)
    if journal is None:
        raise GridsneError(
            f"Another copy into {record.into} is under way.", "Wait until it is done."
        )
    try:
        for number, parts in record.parts.items():
            for part in filter(_PART_NAME.fullmatch, parts):
                if number in record.steps:
                    (record.steps[number].target.parent / part).unlink(missing_ok=True)
    except OSError:
        journal.abandon()
        raise
    journal.close(CLEANED)
