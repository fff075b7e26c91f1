"""HTTP as it comes off the wire: heads of requests bounded in size and in time.

uvicorn bounds neither with its parser in C, so a client could hold a connection, or our memory, by
sending a head for ever (slow loris).
"""

from __future__ import annotations

import asyncio
from typing import Any, cast
from weakref import WeakSet

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

__all__ = ["BoundedProtocol", "unsent"]

_PATIENCE = 10.0  # seconds for the head of a request, and for a client to read on
_LARGEST_HEAD = 80 * 2**10  # bytes: a query of 16 KB, percent-encoded, and room for headers
_OPEN: WeakSet[_Joined] = WeakSet()
_ANSWER = (
    b"HTTP/1.1 %s\r\ncontent-type: text/plain; charset=utf-8\r\ncontent-length: 0\r\n"
    b"connection: close\r\n\r\n"
)


def unsent() -> int:
    """Return the bytes of all answers that clients have not read yet."""
    return sum(transport.waiting() for transport in _OPEN)


class _Joined:
    """A transport that sends what is written in one turn of the loop at once.

    uvicorn writes head and body of an answer apart, and a packet more costs as much as a lookup.
    """

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._transport, self._loop = transport, loop
        self._held: list[bytes] = []
        self._written = self._read = 0
        self._watched = False
        _OPEN.add(self)

    def write(self, data: bytes) -> None:
        self._held.append(data)
        if len(self._held) == 1:
            self._loop.call_soon(self._flush)

    def close(self) -> None:
        self._flush()
        self._transport.close()

    def waiting(self) -> int:
        """Return the bytes that the client has not read yet."""
        return self._transport.get_write_buffer_size()

    def _flush(self) -> None:
        pieces, self._held = self._held, []
        if pieces:
            data = b"".join(pieces)
            self._written += len(data)
            self._transport.write(data)
            if not self._watched and self.waiting():
                self._watch()

    def _watch(self) -> None:
        self._watched, self._read = True, self._written - self.waiting()
        self._loop.call_later(_PATIENCE, self._look)

    def _look(self) -> None:
        """Hang up on a client that has read nothing for a while."""
        self._watched = False
        if self.waiting() and self._written - self.waiting() == self._read:
            self._transport.abort()
        elif self.waiting():
            self._watch()

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 (whatever a transport has)
        return getattr(self._transport, name)


class BoundedProtocol(HttpToolsProtocol):
    """The protocol of uvicorn, which gives up on heads that are too large or too slow."""

    _timer: asyncio.TimerHandle | None = None
    _head = 0
    _in_head = True

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first head."""
        super().connection_made(cast("asyncio.Transport", _Joined(transport, self.loop)))
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        self._stop_waiting()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take a piece, as long as the head that it belongs to is not too large."""
        if self._in_head:
            self._head += len(data)
            if self._head > _LARGEST_HEAD and not self._may_hold_a_body(data):
                self._give_up(b"431 Request Header Fields Too Large")
                return
        super().data_received(data)
        if self._head and self._timer is None:  # the rest of a head is to come
            self._wait()

    def on_message_begin(self) -> None:
        """Take what comes for a head."""
        super().on_message_begin()
        self._in_head = True

    def on_headers_complete(self) -> None:
        """Wait no more: the head is whole."""
        self._stop_waiting()
        self._in_head, self._head = False, 0
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Expect the next head."""
        super().on_message_complete()
        self._in_head, self._head = True, 0

    def _may_hold_a_body(self, data: bytes) -> bool:
        """Say whether the head ends in this piece, so that the rest is a body."""
        return b"\r\n\r\n" in data[: _LARGEST_HEAD - (self._head - len(data))]

    def _wait(self) -> None:
        self._timer = self.loop.call_later(_PATIENCE, self._give_up, b"408 Request Timeout")

    def _stop_waiting(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _give_up(self, status: bytes) -> None:
        transport: Any = self.transport
        self._stop_waiting()
        if transport is not None and not transport.is_closing():
            transport.write(_ANSWER % status)
            transport.close()
