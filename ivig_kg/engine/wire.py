"""The form in which a parent and its query process talk: a header in JSON, then blocks of bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

__all__ = ["pack", "unpack"]

_PREFIX = 8


def pack(header: Mapping[str, Any], blocks: Sequence[bytes] = ()) -> bytes:
    """Return a message: eight bytes for the length of the head, the head, the blocks."""
    head = json.dumps({"header": dict(header), "sizes": [len(block) for block in blocks]}).encode()
    return b"".join((len(head).to_bytes(_PREFIX, "big"), head, *blocks))


def unpack(message: bytes) -> tuple[dict[str, Any], list[bytes]]:
    """Return the header and the blocks of a message.

    Raises:
        ValueError: it is not exactly one whole message.
    """
    place = _PREFIX + int.from_bytes(message[:_PREFIX], "big")
    head = json.loads(message[_PREFIX:place])
    blocks = []
    for size in head["sizes"]:
        blocks.append(message[place : place + size])
        place += size
    if place != len(message):
        raise ValueError(f"a message of {place} bytes came as {len(message)}")
    return head["header"], blocks
