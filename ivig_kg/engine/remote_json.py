"""SPARQL Results JSON as it must be: no more than the Recommendation has, each name once.

What is beyond is passed over by parsers, or kills them: an error that stands beside empty results,
a column that is there twice, triples as terms within one another.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

__all__ = ["require_plain_results"]

_TOP = frozenset(("head", "results", "boolean"))
_TRIPLE = "triple"


def require_plain_results(data: bytes) -> None:
    """Refuse results with more in them than SPARQL 1.1 Query Results JSON Format has.

    Args:
        data: the document, in UTF-8.

    Raises:
        ValueError: it is no such document.
    """
    try:
        whole = json.loads(data, object_pairs_hook=_once)
    except RecursionError:
        raise ValueError("it is nested too deep") from None
    if not isinstance(whole, dict):
        raise ValueError("no results: they are an object of JSON")  # noqa: TRY004 (of the document)
    beyond = sorted(str(name) for name in whole.keys() - _TOP)
    if beyond:
        raise ValueError(f"it holds {beyond[0][:40]!r} beside the results")


def _once(pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice in one object")
    if found.get("type") == _TRIPLE:
        raise ValueError("a triple as a term, which is RDF 1.2")
    return found
