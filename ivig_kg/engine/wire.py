"""The form in which a parent and its query process talk: a header in JSON, then blocks of bytes.

Where several messages follow one another, each has its size in front.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, BinaryIO

__all__ = ["PREFIX", "pack", "received", "size_of", "sized", "unpack"]

PREFIX = 8
"""How many bytes a size takes."""


def pack(header: Mapping[str, Any], blocks: Sequence[bytes] = ()) -> bytes:
    """Return a message: eight bytes for the length of the head, the head, the blocks."""
    head = json.dumps({"header": dict(header), "sizes": [len(block) for block in blocks]}).encode()
    return b"".join((len(head).to_bytes(PREFIX, "big"), head, *blocks))


def unpack(message: bytes) -> tuple[dict[str, Any], list[bytes]]:
    """Return the header and the blocks of a message.

    Raises:
        ValueError: it is not exactly one whole message.
    """
    place = PREFIX + int.from_bytes(message[:PREFIX], "big")
    head = json.loads(message[PREFIX:place])
    blocks = []
    for size in head["sizes"]:
        blocks.append(message[place : place + size])
        place += size
    if place != len(message):
        raise ValueError(f"a message of {place} bytes came as {len(message)}")
    return head["header"], blocks


def sized(message: bytes) -> bytes:
    """Return a message with its size in front."""
    return len(message).to_bytes(PREFIX, "big") + message


def size_of(prefix: bytes) -> int:
    """Return the size that stands in front of a message."""
    return int.from_bytes(prefix, "big")


def received(stream: BinaryIO) -> bytes:
    """Read one message that has its size in front; nothing where the stream ends.

    Raises:
        ValueError: the stream ends within a message.
    """
    prefix = stream.read(PREFIX)
    if not prefix:
        return b""
    message = stream.read(size_of(prefix))
    if len(message) != size_of(prefix):
        raise ValueError(f"a message of {size_of(prefix)} bytes ended at {len(message)}")
    return message
