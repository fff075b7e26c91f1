"""One exchange over HTTP, bounded as a whole: connecting, waiting, and a body that drips.

The limit of urllib is for each wait on the socket, so that a byte a second lasts for ever. Here the
exchange runs in a thread of its own; when its time is up, its socket is shut and it is left.
Nothing is followed elsewhere: no redirect, no scheme but http and https, no proxy for loopback.
"""

from __future__ import annotations

import http.client
import socket
import urllib.request
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any
from urllib.error import HTTPError

from ivig_kg.engine.remote_endpoint import Endpoint

__all__ = ["OutOfTime", "Reply", "TooMuch", "Wires", "exchange"]


class OutOfTime(Exception):
    """The time for an exchange is up."""


class TooMuch(Exception):
    """The answer is larger than it may be."""


@dataclass(frozen=True)
class Reply:
    """An answer over HTTP.

    Args:
        status: the status code.
        headers: name in lower case to value (the last one, where a name stands twice).
        body: the whole body.
        ended: whether the answer said how long it is, or came in chunks: its end is no break.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    ended: bool = True

    @property
    def kind(self) -> str:
        """Return the media type, without its parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


class Wires:
    """The sockets of an exchange, so that somebody else can shut them."""

    def __init__(self) -> None:
        """Begin with none."""
        self.open: list[socket.socket] = []

    def shut(self) -> None:
        """Shut them all; whoever waits on one wakes with an error."""
        for wire in self.open:
            with suppress(OSError):
                wire.shutdown(socket.SHUT_RDWR)


def exchange(request: urllib.request.Request, endpoint: Endpoint, seconds: float) -> Reply:
    """Send a request and return the answer, whatever its status.

    Args:
        request: what is sent, its address among it.
        endpoint: whose limits and credentials are used.
        seconds: for all of it.

    Raises:
        OutOfTime: it was not over by then.
        TooMuch: the body is larger than the endpoint may answer.
        OSError: there was no connection, or it broke.
        http.client.HTTPException: what came is no HTTP.
        ValueError: it asks for credentials by a scheme that is not known here.
    """
    wires, told = Wires(), SimpleQueue[Reply | BaseException]()
    opener = _opener(endpoint, wires)

    def works() -> None:
        try:
            told.put(_received(opener, request, endpoint, seconds))
        except BaseException as error:  # noqa: BLE001 (it is raised where it is waited for)
            told.put(error)

    Thread(target=works, daemon=True).start()
    try:
        outcome = told.get(timeout=seconds)
    except Empty:
        raise OutOfTime from None
    finally:
        wires.shut()
    if isinstance(outcome, TimeoutError):
        raise OutOfTime from None
    if isinstance(outcome, BaseException):
        raise outcome
    return outcome


def _received(
    opener: urllib.request.OpenerDirector,
    request: urllib.request.Request,
    endpoint: Endpoint,
    seconds: float,
) -> Reply:
    try:
        with opener.open(request, timeout=seconds) as response:
            return _read(response.status, response, endpoint.most)
    except HTTPError as error:
        with error:
            return _read(error.code, error, endpoint.most)
    except urllib.error.URLError as error:
        raise error.reason if isinstance(error.reason, OSError) else OSError(error) from None


def _read(status: int, response: http.client.HTTPResponse | HTTPError, most: int) -> Reply:
    headers = {name.lower(): value for name, value in response.headers.items()}
    body = response.read(most + 1)
    if len(body) > most:
        raise TooMuch
    length, chunked = headers.get("content-length", ""), "transfer-encoding" in headers
    if length.isdecimal() and not chunked and int(length) != len(body):
        raise http.client.IncompleteRead(body, int(length) - len(body))
    return Reply(status, headers, body, chunked or length.isdecimal())


def _opener(endpoint: Endpoint, wires: Wires) -> urllib.request.OpenerDirector:
    """Return what opens http and https alone, and knows the credentials of this endpoint alone."""
    opener = urllib.request.OpenerDirector()
    # None: those of the environment.
    proxies: dict[str, str] | None = {} if endpoint.loopback else None
    handlers: list[urllib.request.BaseHandler] = [
        urllib.request.ProxyHandler(proxies),
        _Http(wires),
        _Https(wires),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
    ]
    if (known := endpoint.credentials) is not None:
        keeper = urllib.request.HTTPPasswordMgrWithDefaultRealm()
        keeper.add_password(None, endpoint.url, *known)
        handlers += [
            urllib.request.HTTPDigestAuthHandler(keeper),
            urllib.request.HTTPBasicAuthHandler(keeper),
        ]
    for handler in handlers:
        opener.add_handler(handler)
    return opener


class _Http(urllib.request.HTTPHandler):
    def __init__(self, wires: Wires) -> None:
        super().__init__()
        self._wires = wires

    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(_kept(http.client.HTTPConnection, self._wires), req)


class _Https(urllib.request.HTTPSHandler):
    def __init__(self, wires: Wires) -> None:
        super().__init__()
        self._wires = wires

    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(_kept(http.client.HTTPSConnection, self._wires), req)


def _kept(kind: type[http.client.HTTPConnection], wires: Wires) -> Any:  # noqa: ANN401 (a class)
    class Kept(kind):  # type: ignore[misc, valid-type]
        def connect(self) -> None:
            super().connect()
            wires.open.append(self.sock)

    return Kept
