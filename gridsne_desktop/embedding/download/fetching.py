"""Ask until the file is whole, or until it is clear that it will not be."""

import hashlib
import logging
import shutil
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Final

from gridsne_desktop import __version__
from gridsne_desktop.embedding.download.line import Answer, Interrupted, Line
from gridsne_desktop.embedding.download.opener import check_address
from gridsne_desktop.embedding.download.part import Part, held
from gridsne_desktop.errors import GridsneError
from gridsne_desktop.paths import APP_NAME
from gridsne_desktop.progress import Run, Stage

_log = logging.getLogger(__name__)

WORTH_BYTES: Final = 1 << 16
"""So much more than ever before and the tries are counted anew; a trickle would take for ever."""
LONGEST_WAIT_SECONDS: Final = 60
"""A server that asks for more is not waited for."""
_MEGABYTE: Final = 1_000_000
_BUSY: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Answers that may be others a moment later (RFC 9110, 6585, 8470)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long one waits for a server.

    Attributes:
        stall_seconds: Silence after which a connection counts as broken.
        tries: Questions in a row that bring nothing new.
        first_pause: Seconds after the first of them; each further pause is twice as long.
        longest_pause: Seconds that no pause exceeds.
    """

    stall_seconds: float = 20.0
    tries: int = 6
    first_pause: float = 0.5
    longest_pause: float = 15.0

    def pause(self, failures: int) -> float:
        """Seconds to wait after so many failures in a row."""
        return min(self.longest_pause, self.first_pause * 2.0 ** (failures - 1))


@dataclass(frozen=True, slots=True)
class _Wanted:
    """The file that is to be at `target`: its address, length in bytes and SHA-256."""

    url: str
    target: Path
    size: int
    sha256: str


def fetch(
    url: str,
    *,
    target: Path,
    size: int,
    sha256: str,
    run: Run,
    patience: Patience | None = None,
) -> None:
    """Download `url` to `target`, which appears whole or not at all.

    What has arrived is kept beside it, and a later call goes on from there. Proxies are those of
    the environment or the system, as urllib finds them. Another program that downloads the same
    is waited for.

    Args:
        url: https; http only from this computer.
        target: Replaced if it is another file. Its folder is made if missing.
        size: Bytes of the file; no more are ever written.
        sha256: Of the file, in hexadecimal: a wrong one is never kept.
        run: For cancelling and progress in bytes.
        patience: How long to wait for a server; None is how long a person would.

    Raises:
        Cancelled: The run was cancelled.
        GridsneError: The server cannot be reached, has not got the file or sends another; the disk
            is full or may not be written.
    """
    check_address(url)
    wanted = _Wanted(url, target, size, sha256)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with held(target, sha256=sha256, size=size, run=run) as part:
            if _is_whole(wanted, run):
                part.discard()
            else:
                _complete(part, wanted, run, patience or Patience())
    except OSError as error:
        reason = error.strerror or str(error)
        raise GridsneError(
            f"{target.name} could not be written: {reason}.",
            f"Make room on the disk of {target.parent}, or see to it that you may write there, "
            "and try again.",
        ) from error
    run.report(Stage.DOWNLOAD, size, size)


def _is_whole(wanted: _Wanted, run: Run) -> bool:
    """Whether the file is there already, from earlier or from another program."""
    run.check()
    try:
        if wanted.target.stat().st_size != wanted.size:
            return False
        with wanted.target.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == wanted.sha256
    except FileNotFoundError:
        return False


def _complete(part: Part, wanted: _Wanted, run: Run, patience: Patience) -> None:
    """Fill `part` and let it appear at the target."""
    while True:
        _check_room(part, wanted)
        _fill(part, wanted, run, patience)
        if part.is_right(run):
            part.finish()
            return
        if not part.is_pieced:
            break
        _log.info("%s is wrong where it was pieced together; begun anew", wanted.target.name)
        part.begin("")
    part.discard()
    raise GridsneError(
        f"What the server sent as {wanted.target.name} is not the expected file.",
        "It was removed again. Try again in another network; if that does not help, the file has "
        "been changed where it is kept, and a newer gridsne-desktop may know a right one.",
    )


def _check_room(part: Part, wanted: _Wanted) -> None:
    folder, missing = wanted.target.parent, wanted.size - part.length
    free = shutil.disk_usage(folder).free
    if free < missing:
        raise GridsneError(
            f"There is not enough room for {wanted.target.name}: it needs "
            f"{missing / _MEGABYTE:,.1f} MB more, and {free / _MEGABYTE:,.1f} MB are free.",
            f"Make room on the disk of {folder}, and try again.",
        )


def _fill(part: Part, wanted: _Wanted, run: Run, patience: Patience) -> None:
    """Ask for what is missing until nothing is."""
    if part.length > wanted.size:
        part.begin("")
    failures, most = 0, part.length
    while part.length < wanted.size:
        run.report(Stage.DOWNLOAD, part.length, wanted.size)
        try:
            _ask(part, wanted, run, patience)
        except Interrupted as interruption:
            _log.info("%s at byte %d: %s", wanted.url, part.length, interruption)
            if part.length >= most + WORTH_BYTES:
                failures, most = 0, part.length
            failures += 1
            if failures >= patience.tries or interruption.wait > LONGEST_WAIT_SECONDS:
                raise _gave_up(wanted, interruption) from interruption
            run.wait(max(patience.pause(failures), interruption.wait))


def _ask(part: Part, wanted: _Wanted, run: Run, patience: Patience) -> None:
    """Ask once, and add what comes."""
    headers = {"User-Agent": f"{APP_NAME}/{__version__}"}
    if part.length:
        headers["Range"] = f"bytes={part.length}-"
        if part.etag.startswith('"'):  # a weak name does not vouch for every byte
            headers["If-Range"] = part.etag
    with Line(wanted.url, headers, stall_seconds=patience.stall_seconds) as line:
        _join(part, line.answer(run), wanted)
        for chunk in line.chunks(run):
            part.write(chunk[: wanted.size - part.length])
            run.report(Stage.DOWNLOAD, part.length, wanted.size)
            if part.length == wanted.size:
                return  # whatever else there may be
    raise Interrupted("the connection ended too early")


def _join(part: Part, answer: Answer, wanted: _Wanted) -> None:
    """Make `part` ready for the bytes of `answer`; it is left as it is unless they are of use.

    Raises:
        Interrupted: There are none; another question may bring some.
        GridsneError: There are none, nor will there be.
    """
    status = answer.status
    if status in _BUSY:
        raise Interrupted(f"the server says {answer.words}", wait=answer.wait)
    has_bytes = status in {HTTPStatus.OK, HTTPStatus.PARTIAL_CONTENT}
    if not has_bytes and status != HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
        raise _refused(wanted, answer)
    if answer.total not in {None, wanted.size}:
        raise _another_file(wanted, answer)
    if status == HTTPStatus.OK:
        part.begin(answer.etag)
        return
    is_same = part.etag == answer.etag or not (part.etag and answer.etag)
    if not has_bytes or answer.first != part.length or not is_same:
        part.begin("")
        raise Interrupted("the server could not go on where it had stopped")
    part.go_on()


def _gave_up(wanted: _Wanted, interruption: Interrupted) -> GridsneError:
    return GridsneError(
        f"{wanted.target.name} could not be downloaded: {interruption}.",
        "Check the connection, and try again later: what has arrived is kept.",
    )


def _refused(wanted: _Wanted, answer: Answer) -> GridsneError:
    detail = "A newer gridsne-desktop may know where the file is now."
    if answer.status == HTTPStatus.PROXY_AUTHENTICATION_REQUIRED:
        detail = "The proxy wants to know who you are: see to it in HTTPS_PROXY, and try again."
    return GridsneError(
        f"{wanted.target.name} could not be downloaded: the server says {answer.words}.", detail
    )


def _another_file(wanted: _Wanted, answer: Answer) -> GridsneError:
    return GridsneError(
        f"{wanted.target.name} could not be downloaded: the server has a file of "
        f"{answer.total:,} bytes there, not of {wanted.size:,}.",
        "Where a network wants you to log in first, do so in a browser and try again. Else the "
        "file has been changed, and a newer gridsne-desktop may know a right one.",
    )
