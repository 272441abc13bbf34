"""One question to a server and its answer, heard on a thread: who waits can always be cancelled."""

import http.client
import queue
import socket
import ssl
import threading
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from email.message import Message
from http import HTTPStatus
from types import TracebackType
from typing import Final, Self
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit

from gridsne_desktop.embedding.download.opener import opener_of
from gridsne_desktop.errors import GridsneError
from gridsne_desktop.progress import Run

CANCEL_CHECK_SECONDS: Final = 0.05
"""How often the waiting thread looks whether the run was cancelled; shorter than one notices."""
CHUNK_BYTES: Final = 1 << 16
_CHUNKS_AHEAD: Final = 16
"""One MiB may wait for the disk; then the network waits."""
_GOODBYE_SECONDS: Final = 0.2
"""How long a thread that was told to end is waited for; looking up a name takes longer."""


class Interrupted(Exception):
    """The line broke, or the server is busy: to try again may help. The message says what happened.

    Attributes:
        wait: Seconds that the server asks for before the next question; 0 where it does not.
    """

    def __init__(self, reason: str, *, wait: int = 0) -> None:
        super().__init__(reason)
        self.wait = wait


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server says before the bytes.

    Attributes:
        status: HTTP's number.
        etag: Its name for this version of the file; empty where it has none.
        first: Index in the file of the first byte that follows.
        total: Bytes of the whole file, as the server has it; None where it does not say.
        wait: Seconds that the server asks for before the next question.
    """

    status: int
    etag: str
    first: int
    total: int | None
    wait: int

    @property
    def words(self) -> str:
        """The status as one says it: `404 Not Found`."""
        try:
            return f"{self.status} {HTTPStatus(self.status).phrase}"
        except ValueError:
            return str(self.status)


class Line:
    """A question under way; leaving the context hangs up, whatever the server is doing."""

    def __init__(self, url: str, headers: Mapping[str, str], *, stall_seconds: float) -> None:
        """Ask for `url`; a server that says nothing for `stall_seconds` has gone."""
        self._request = urllib.request.Request(url, headers=dict(headers))  # noqa: S310 - checked
        self._stall_seconds = stall_seconds
        self._heard: queue.Queue[Answer | bytes | Exception] = queue.Queue(_CHUNKS_AHEAD)
        self._socket: socket.socket | None = None
        self._hung_up = threading.Event()
        self._thread = threading.Thread(target=self._listen, name="download", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._hung_up.set()
        if self._socket is not None:
            _shut(self._socket)
        self._thread.join(_GOODBYE_SECONDS)

    def answer(self, run: Run) -> Answer:
        """What the server says first.

        Raises:
            Interrupted: It cannot be reached.
            GridsneError: It cannot be trusted.
            Cancelled: The run was cancelled.
        """
        answer = self._next(run)
        assert isinstance(answer, Answer)
        return answer

    def chunks(self, run: Run) -> Iterator[bytes]:
        """The bytes that follow, until the server ends or the line does; none is empty.

        Raises:
            Interrupted: The line broke.
            Cancelled: The run was cancelled.
        """
        while chunk := self._next(run):
            assert isinstance(chunk, bytes)
            yield chunk

    def _next(self, run: Run) -> Answer | bytes:
        gone = time.monotonic() + self._stall_seconds
        while True:
            run.check()
            try:
                heard = self._heard.get(timeout=CANCEL_CHECK_SECONDS)
            except queue.Empty:
                if time.monotonic() > gone:
                    raise Interrupted(_silence(self._stall_seconds)) from None
                continue
            if isinstance(heard, GridsneError):
                raise heard
            if isinstance(heard, Exception):
                raise self._in_words(heard) from heard
            return heard

    def _in_words(self, error: Exception) -> Exception:
        """The error to raise for what went wrong on the line."""
        cause = error.reason if isinstance(error, URLError) else error
        host = urlsplit(self._request.full_url).hostname
        if isinstance(cause, TimeoutError):
            return Interrupted(_silence(self._stall_seconds))
        if isinstance(cause, socket.gaierror):
            return Interrupted(f"the name {host} is not known to the network")
        if isinstance(cause, http.client.RemoteDisconnected):
            return Interrupted("the server hung up without an answer")
        if isinstance(cause, ssl.SSLCertVerificationError):
            return GridsneError(
                f"The server {host} cannot prove who it is: {cause.verify_message}.",
                "Nothing was downloaded. Check this computer's date and time; where a company's "
                "proxy reads along, its certificate must be known to this system.",
            )
        if isinstance(cause, OSError):
            return Interrupted(cause.strerror or str(cause))
        if isinstance(cause, http.client.HTTPException | ValueError | str):
            return Interrupted(f"the server's answer makes no sense ({cause})")
        return error

    def _listen(self) -> None:
        try:
            try:
                opener = opener_of(self._connected)
                response = opener.open(self._request, timeout=self._stall_seconds)
            except HTTPError as error:
                error.close()
                self._tell(_answer(error.code, error.headers))
                return
            with response:
                self._tell(_answer(response.status, response.headers))
                while chunk := response.read1(CHUNK_BYTES):
                    self._tell(chunk)
            self._tell(b"")
        except Exception as error:  # noqa: BLE001 - raised by who waits
            self._tell(error)

    def _tell(self, heard: Answer | bytes | Exception) -> None:
        while not self._hung_up.is_set():
            with suppress(queue.Full):
                self._heard.put(heard, timeout=CANCEL_CHECK_SECONDS)
                return
        if isinstance(heard, bytes):
            raise ConnectionAbortedError("nobody listens")  # and so reading ends

    def _connected(self, connection: socket.socket) -> None:
        self._socket = connection
        if self._hung_up.is_set():
            _shut(connection)


def _shut(connection: socket.socket) -> None:
    """End what another thread waits for; of an encrypted connection, too."""
    with suppress(OSError):  # it was closed already
        socket.socket.shutdown(connection, socket.SHUT_RDWR)


def _silence(seconds: float) -> str:
    return f"nothing was heard of the server for {seconds:g} seconds"


def _answer(status: int, headers: Message) -> Answer:
    first, total = 0, _number(headers.get("Content-Length"))
    if status in {HTTPStatus.PARTIAL_CONTENT, HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE}:
        span, _, whole = headers.get("Content-Range", "").removeprefix("bytes ").partition("/")
        first, total = _number(span.partition("-")[0]) or 0, _number(whole)
    etag, wait = headers.get("ETag", ""), _number(headers.get("Retry-After")) or 0
    return Answer(status, etag, first, total, wait)


def _number(text: str | None) -> int | None:
    """The whole number that `text` is; None if it is none."""
    text = (text or "").strip()
    return int(text) if text.isdecimal() and len(text) < 20 else None
