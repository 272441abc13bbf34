"""Runs that were killed: what became of the steps that were under way."""

from pathlib import Path

from gridsne_desktop.errors import GridsneError
from gridsne_desktop.organize.folders import times_of
from gridsne_desktop.organize.journal import CLEANED, Journal, is_ours_to_write, is_under_way
from gridsne_desktop.organize.lineage import balance, undos_of
from gridsne_desktop.organize.record import Record, damaged, read_record, records_without_end
from gridsne_desktop.organize.settling import Settling
from gridsne_desktop.organize.trash import SYSTEM_TRASH, Trash


def unfinished(journals: Path) -> list[Record]:
    """Runs that were killed and not settled since, the oldest first; none that is under way."""
    return [
        record
        for record in records_without_end(journals)
        if (record.is_whole or record.parts)
        and is_ours_to_write(record.path)
        and not is_under_way(record.path)
    ]


def settle(record: Record, *, trash: Trash = SYSTEM_TRASH) -> Record:
    """Find out how each open step of a killed run ended, tidy up, and end its journal.

    A run that has ended already is as it was.

    Returns:
        The record as it is now: no step is open.

    Raises:
        GridsneError: It is under way.
        OSError: A disk is gone or cannot be written.
    """
    if record.ended is not None:
        return record
    journal, record = _opened(record)
    try:
        _settle(journal, record, trash)
        journal.left(times_of((*record.times, *record.folders)).items())
    except OSError:
        journal.abandon()
        raise
    journal.close(CLEANED)
    return _read(record.path)


def settle_family(record: Record, *, trash: Trash = SYSTEM_TRASH) -> Record:
    """Settle a run with its undos, theirs and so on, as far as they were killed; the last first.

    Only then is known what of the run is in force.

    Returns:
        The record of the run as it is now.

    Raises:
        GridsneError: One of them is under way.
        OSError: A disk is gone or cannot be written.
    """
    undos = (undo for some in undos_of(record).values() for undo in some)
    for undo in sorted(undos, key=lambda undo: undo.run, reverse=True):
        settle(undo, trash=trash)
    return settle(record, trash=trash)


def gone_on(record: Record, trash: Trash) -> tuple[Journal, Record]:
    """The journal of a run to be resumed, whose open steps are settled.

    Raises:
        GridsneError: It is under way, or its journal does not tell all of its steps.
        OSError: As `settle`.
    """
    journal, record = _opened(record)
    if not record.is_whole:
        journal.abandon()
        if record.parts:
            raise damaged(record.path)
        raise GridsneError("This run never began.", "Plan it anew.")
    try:
        record.plan()
    except GridsneError:
        journal.abandon()
        raise
    if balance(record, undos_of(record)).back:
        journal.abandon()
        raise GridsneError(
            "This run was taken back, so it cannot go on.", "Redo it, or plan it anew."
        )
    try:
        journal.goes_on()
        _settle(journal, record, trash)
    except OSError:
        journal.abandon()
        raise
    return journal, _read(record.path)


def _opened(record: Record) -> tuple[Journal, Record]:
    if not is_ours_to_write(record.path):
        raise GridsneError(
            f"The journal {record.path} cannot be written.",
            "Who began this run can go on with it or undo it, or can give you the journal.",
        )
    journal = Journal.resumed(record.path)
    if journal is None:
        raise GridsneError(
            f"Another run into {record.into} is under way.", "Wait until it is done."
        )
    return journal, _read(record.path)


def _settle(journal: Journal, record: Record, trash: Trash) -> None:
    since_ns = int(record.begun.timestamp()) * 10**9
    opened = {number: record.parts[number] for number in record.open_steps}
    Settling(journal, record.steps, dict(record.done), since_ns, trash).settle(opened)


def _read(path: Path) -> Record:
    record = read_record(path)
    if record is None:
        raise RuntimeError(f"{path} is no journal any more")
    return record
