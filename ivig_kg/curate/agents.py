"""Who somebody is: an agent of data/agents.ttl, by name or by what git calls them."""

from __future__ import annotations

from ivig_kg.answer import Cell, Iri, Literal
from ivig_kg.ask import Asker
from ivig_kg.errors import UsageError
from ivig_kg.revisions import identity

__all__ = ["agent_of"]

_HOW = "enter yourself with 'ivig-kg agent', or name one with --agent"


def agent_of(asker: Asker, given: str | None, folder: str) -> Iri:
    """Return the agent who is at work.

    Args:
        asker: what asks the content.
        given: a label, CURIE, IRI or the local name of one; None for whoever git says.
        folder: where git is asked.

    Raises:
        UsageError: data/agents.ttl knows nobody of that name.
    """
    rows = [tuple(map(_text, row)) for row in asker.look_up("agents").rows]
    if given is not None:
        return Iri(_by_name(asker, given, {row[0]: row[1] for row in rows}))
    who = identity(folder)
    known = {called for called in (who.email, who.name) if called}
    if not known:
        raise UsageError(f"git knows no user.name and user.email here: {_HOW}")
    found = {row[0] for row in rows if row[2] in known}
    if len(found) == 1:
        return Iri(found.pop())
    shown = " ".join(
        called for called in (who.name, f"<{who.email}>" if who.email else "") if called
    )
    several = "nobody" if not found else "several agents"
    raise UsageError(f"git's user, {shown}, is {several} in data/agents.ttl: {_HOW}")


def _by_name(asker: Asker, given: str, agents: dict[str, str]) -> str:
    base = asker.namespaces.base("agent")
    for iri, label in agents.items():
        if given in (iri, iri.removeprefix(base), f"agent:{iri.removeprefix(base)}", label):
            return iri
    known = ", ".join(f"{iri.removeprefix(base)} ({label})" for iri, label in agents.items())
    raise UsageError(f"--agent {given[:80]!r} is nobody in data/agents.ttl; there are: {known}")


def _text(cell: Cell) -> str:
    return cell.value if isinstance(cell, Iri | Literal) else ""
