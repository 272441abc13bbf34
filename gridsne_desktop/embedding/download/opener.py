"""urllib, with connections that can be closed from outside and redirects that stay secure."""

import http.client
import socket
import urllib.request
from collections.abc import Callable
from typing import IO, Any, Final, TypeAlias
from urllib.parse import urlsplit

from gridsne_desktop.errors import GridsneError

_THIS_COMPUTER: Final = ("localhost", "127.0.0.1", "::1")

Connected: TypeAlias = Callable[[socket.socket], None]
"""Is told each socket as soon as it is connected."""


def opener_of(connected: Connected) -> urllib.request.OpenerDirector:
    """What opens addresses, through the proxies of the environment or the system."""
    return urllib.request.build_opener(_Http(connected), _Https(connected), _Redirects)


def check_address(url: str) -> None:
    """Refuse an address whose bytes others could read or change on their way.

    Raises:
        GridsneError: It is neither https nor on this computer.
    """
    parts = urlsplit(url)
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _THIS_COMPUTER):
        return
    raise GridsneError(
        f"The address {url} is not a secure one.",
        "Only addresses that begin with https:// are used for downloads.",
    )


class _Http(urllib.request.HTTPHandler):
    """Opens http addresses and tells the socket, so that it can be closed from outside."""

    def __init__(self, connected: Connected) -> None:
        super().__init__()
        self._connected = connected

    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        told = self._connected

        class Connection(http.client.HTTPConnection):
            def connect(self) -> None:
                super().connect()
                told(self.sock)

        return self.do_open(Connection, req)


class _Https(urllib.request.HTTPSHandler):
    """The same for https."""

    def __init__(self, connected: Connected) -> None:
        super().__init__()
        self._connected = connected

    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        told = self._connected

        class Connection(http.client.HTTPSConnection):
            def connect(self) -> None:
                super().connect()
                told(self.sock)

        return self.do_open(Connection, req)


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows a server elsewhere, with the same headers (Range), never to where others listen."""

    def http_error_302(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
    ) -> Any:  # noqa: ANN401 - as urllib has it
        fp.close()  # urllib would read all of its body first, and that can be endless
        return super().http_error_302(req, fp, code, msg, headers)

    http_error_301 = http_error_303 = http_error_307 = http_error_308 = http_error_302

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        check_address(newurl)
        if urlsplit(req.full_url).scheme == "https" != urlsplit(newurl).scheme:
            raise GridsneError(
                f"The server wants to send the file without encryption, from {newurl}.",
                "Nothing was downloaded; try again later, or in another network.",
            )
        return super().redirect_request(req, fp, code, msg, headers, newurl)
