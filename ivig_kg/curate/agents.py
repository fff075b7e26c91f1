"""Who somebody is: an agent of data/agents.ttl, by name or by what git calls them."""

from __future__ import annotations

from ivig_kg.answer import Iri, lexical
from ivig_kg.ask import Asker
from ivig_kg.errors import UsageError
from ivig_kg.revisions import identity

__all__ = ["agent_of", "agent_of_git", "same_person"]

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
    if given is not None:
        return Iri(_by_name(asker, given, {row[0]: row[1] for row in _rows(asker)}))
    found = agent_of_git(asker, folder)
    if len(found) == 1:
        return found.pop()
    who = identity(folder)
    if not who.name and not who.email:
        raise UsageError(f"git knows no user.name and user.email here: {_HOW}")
    shown = " ".join(filter(None, (who.name, f"<{who.email}>" if who.email else "")))
    if found:
        several = ", ".join(sorted(asker.namespaces.show(agent.value) for agent in found))
        raise UsageError(
            f"git's user, {shown}, is several agents ({several}): take ivig:gitIdentity from all "
            "but one in data/agents.ttl"
        )
    raise UsageError(f"git's user, {shown}, is nobody in data/agents.ttl: {_HOW}")


def agent_of_git(asker: Asker, folder: str) -> set[Iri]:
    """Return the agents that git's user in a folder is; there should be one at most."""
    who = identity(folder)
    return {Iri(row[0]) for row in _rows(asker) if row[2] and row[2] in {who.name, who.email}}


def same_person(asker: Asker, agent: Iri) -> set[Iri]:
    """Return an agent and all that git knows by the same name or address."""
    rows = _rows(asker)
    own = {row[2] for row in rows if row[0] == agent.value and row[2]}
    return {agent, *(Iri(row[0]) for row in rows if row[2] in own)}


def _rows(asker: Asker) -> list[tuple[str, ...]]:
    return [tuple(map(lexical, row)) for row in asker.look_up("agents").rows]


def _by_name(asker: Asker, given: str, agents: dict[str, str]) -> str:
    base = asker.namespaces.base("agent")
    for iri, label in agents.items():
        if given in (iri, iri.removeprefix(base), f"agent:{iri.removeprefix(base)}", label):
            return iri
    known = ", ".join(f"{iri.removeprefix(base)} ({label})" for iri, label in agents.items())
    raise UsageError(f"--agent {given[:80]!r} is nobody in data/agents.ttl; there are: {known}")
