"""Whether an endpoint holds the content that it is compared with, before any question is asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from ivig_kg.answer import Answer, lexical
from ivig_kg.transfer import Ledger, read_ledger

__all__ = ["other_content"]

LookUp = Callable[[str], Answer]


def other_content(here: LookUp, there: LookUp, whole: Ledger) -> str:
    """Say why the endpoint does not hold this content; nothing where it does.

    Compared are the files that push wrote down, their hashes, and the triples of each graph.

    Args:
        here: asks a look-up of the engine here.
        there: asks it of the endpoint.
        whole: the files that there have to be.

    Raises:
        RemoteFailure: the endpoint failed.
    """
    ledger = read_ledger(there)
    if not ledger.files:
        return "it holds nothing that 'ivig-kg push' sent; push there first"
    wrong = [path for graph, path in whole.files.items() if _differs(graph, ledger, whole)]
    wrong += [path for graph, path in ledger.files.items() if graph not in whole.files]
    if wrong:
        return f"it holds other content: {_some(wrong)} not as here; push there once more"
    if not there("remote-union").holds:
        return (
            "it does not ask its named graphs by default; start it so that the default graph is "
            "their union (oxigraph serve --union-default-graph)"
        )
    ours, theirs = _sizes(here), _sizes(there)
    odd = [whole.files[g] for g in whole.files if ours.get(g, 0) != theirs.get(g, 0)]
    return f"it holds other triples than were sent: {_some(odd)}" if odd else ""


def _differs(graph: str, there: Ledger, here: Ledger) -> bool:
    return there.hashes.get(graph) != here.hashes[graph]


def _sizes(look_up: LookUp) -> Mapping[str, int]:
    rows = look_up("remote-sizes").rows
    return {lexical(graph): int(lexical(count) or 0) for graph, count in rows}


def _some(paths: Sequence[str]) -> str:
    more = len(paths) - 3
    return ", ".join(sorted(paths)[:3]) + (f" and {more} more files" if more > 0 else "")
