"""Push: make a store hold a content, file by file, and go on where the last push broke off."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ivig_kg.errors import UsageError
from ivig_kg.namespaces import Namespaces
from ivig_kg.transfer.ledger import File, Ledger, ledger_graph, ledger_of, triple_of_hash
from ivig_kg.transfer.target import Target

__all__ = ["Choice", "Pushed", "push"]

_FEW = 3


class Choice(NamedTuple):
    """What a push does beyond the usual.

    Args:
        everything: send also what was sent before, since somebody may have changed it there.
        take_away: take graphs away however many these are.
    """

    everything: bool = False
    take_away: bool = False


_USUAL = Choice()


@dataclass(frozen=True)
class Pushed:
    """What a push did: graphs sent, graphs that were there already, graphs taken away."""

    sent: int
    same: int
    dropped: int


def push(
    files: Sequence[File],
    target: Target,
    namespaces: Namespaces,
    tell: Callable[[int, int, str], None],
    choice: Choice = _USUAL,
) -> Pushed:
    """Send what differs, and take away the graphs of files that have gone.

    Before anything changes, all graphs that are to be touched stand in the ledger without a hash;
    each gets it once it is whole. Two pushes at once are not kept apart.

    Args:
        files: all that the store is to hold.
        target: the store.
        namespaces: the prefixes of the content.
        tell: called with a number, that of all, and the path of the file just sent.
        choice: what is done beyond the usual.

    Raises:
        UsageError: it would take away many graphs, as one of another content does.
        RemoteFailure: the store failed; another push goes on from there.
    """
    there, whole = target.ledger(), ledger_of(files)
    known = {} if choice.everything else there.hashes
    changed = [f for f in files if known.get(f[0]) != whole.hashes[f[0]]]
    gone, ledger = _gone(there, whole, namespaces, choice), ledger_graph(namespaces)
    if not changed and not gone:
        return Pushed(0, len(files), 0)
    kept = dict(whole.hashes.items() - {(graph, whole.hashes[graph]) for graph, *_ in changed})
    target.put(ledger, Ledger({**there.files, **whole.files}, kept).turtle(namespaces))
    for graph in gone:
        target.drop(graph)
    for number, (graph, path, turtle) in enumerate(changed, 1):
        target.put(graph, turtle)
        target.add(ledger, triple_of_hash(graph, whole.hashes[graph], namespaces))
        tell(number, len(changed), path)
    if gone:
        target.put(ledger, whole.turtle(namespaces))
    return Pushed(len(changed), len(files) - len(changed), len(gone))


def _gone(there: Ledger, whole: Ledger, namespaces: Namespaces, choice: Choice) -> list[str]:
    """Return the graphs to take away: ours alone, whatever the ledger there says."""
    ours = namespaces.base("graph")
    gone = sorted(g for g in there.files if g.startswith(ours) and g not in whole.files)
    if not choice.take_away and len(gone) > _FEW and len(gone) * 4 > len(there.files):
        raise UsageError(
            f"push: it would take away {len(gone)} of the {len(there.files)} graphs there, which "
            "are perhaps of another content; give --take-away if that is meant"
        )
    return gone
