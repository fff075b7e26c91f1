"""What a reader of JSON-LD passes over in silence, by the letter of its standard.

A key that no context explains and an address that is none are left out, with all that hangs on
them. Here that is a fault, since nothing that a curator sends may get lost.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from ivig_kg.turtle.characters import describe

__all__ = ["half_of_a_pair", "passed_over"]

_BAD = re.compile(r"[\x00-\x20<>\"{}|\\^`]")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_KEYWORD = re.compile(r"@[A-Za-z]+")


def passed_over(text: str) -> list[str]:
    """Return what a reader would pass over, each once, in words.

    Args:
        text: a document that parses.

    Example:
        >>> passed_over('{"@id": "http://example.org/a", "colour": "red"}')
        ["the key 'colour' is no address, and no @context explains it: it would be passed over"]
    """
    document = json.loads(text)
    return list(dict.fromkeys(_Reader(dict(_terms(document))).faults(document)))


def half_of_a_pair(text: str) -> str:
    r"""Name the half of a surrogate pair that an escape of a text stands for; empty for none.

    Example:
        >>> half_of_a_pair('["\\ud800"]')
        'half of a surrogate pair U+D800'
    """
    try:
        said = json.dumps(json.loads(text), ensure_ascii=False)
    except json.JSONDecodeError:
        return ""
    return describe("".join(char for char in said if "\ud800" <= char <= "\udfff"))


def _terms(node: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 (whatever JSON holds)
    """Yield the terms that any context defines, wherever it stands."""
    if isinstance(node, list):
        for item in node:
            yield from _terms(item)
    elif isinstance(node, dict):
        context = node.get("@context")
        for one in context if isinstance(context, list) else [context]:
            yield from one.items() if isinstance(one, dict) else ()
        for item in node.values():
            yield from _terms(item)


class _Reader:
    def __init__(self, terms: dict[str, Any]) -> None:
        self._terms = terms

    def faults(self, node: Any) -> Iterator[str]:  # noqa: ANN401 (as above)
        if isinstance(node, list):
            for item in node:
                yield from self.faults(item)
        elif isinstance(node, dict) and "@value" in node:
            yield from self._of_pair("@type", node.get("@type"))
        elif isinstance(node, dict):
            for key, value in node.items():
                if key != "@context":
                    yield from self._of_pair(key, value)

    def _of_pair(self, key: str, value: Any) -> Iterator[str]:  # noqa: ANN401 (as above)
        if not _KEYWORD.fullmatch(key) and not self._explained(key):
            yield (
                f"the key {key[:60]!r} is no address, and no @context explains it: it would be "
                "passed over"
            )
        elif how := self._names(key):
            for one in value if isinstance(value, list) else [value]:
                if isinstance(one, str) and not (how == "term" and self._explained(one)):
                    yield from self._of_address(one)
        yield from self.faults(value)

    def _names(self, key: str) -> str:
        """Say whether the texts under a key name things: ``address``, ``term``, or not at all."""
        meant = self._terms.get(key, key)
        word = meant.get("@id", key) if isinstance(meant, dict) else meant
        if word in {"@id", "@type"}:
            return "term" if word == "@type" else "address"
        kind = meant.get("@type") if isinstance(meant, dict) else None
        return {"@id": "address", "@vocab": "term"}.get(str(kind), "")

    def _of_address(self, text: str) -> Iterator[str]:
        if not self._is_address(text):
            yield (
                f"{text[:60]!r} is no address (relative, or with a character that none has): "
                "write it in full, or as a prefix of the @context and a name"
            )

    def _is_address(self, text: str) -> bool:
        return bool(_SCHEME.match(text) or text.startswith("_:")) and not _BAD.search(text)

    def _explained(self, key: str) -> bool:
        vocabulary = isinstance(self._terms.get("@vocab"), str)
        return key in self._terms or vocabulary or self._is_address(key)
