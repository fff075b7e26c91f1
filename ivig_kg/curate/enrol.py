"""Entering an agent: a person who curates, with their interests, or a program."""

from __future__ import annotations

import re
from typing import NamedTuple

from ivig_kg.answer import Literal, Term, Triple
from ivig_kg.curate.bench import Bench
from ivig_kg.curate.desk import Desk
from ivig_kg.curate.ledger import in_english, the_day
from ivig_kg.curate.life import Done
from ivig_kg.errors import UsageError
from ivig_kg.revisions import identity

__all__ = ["Newcomer", "enrol"]

_AGENTS = "data/agents.ttl"
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class Newcomer(NamedTuple):
    """An agent to be entered.

    Args:
        name: the local name, lower case with hyphens.
        label: the name as it is to be shown.
        about: who or what it is, in a sentence.
        interests: a person's conflicts of interest, or that there are none; None for a program.
        called: the address or name by which git knows the agent; empty to ask git.
    """

    name: str
    label: str
    about: str
    interests: str | None
    called: str = ""


def enrol(desk: Desk, agent: Newcomer) -> Done:
    """Enter an agent in data/agents.ttl.

    Args:
        desk: where.
        agent: the agent.

    Raises:
        UsageError: the name is taken, or is none.
        FindingsRefused: the content would have faults.
    """
    bench, iri = desk.bench(), desk.iri(f"agent:{agent.name}")
    interests, who = agent.interests, identity(desk.content.root)
    called = agent.called or who.email or who.name
    _refuse(desk, bench, agent, called)
    kind = "prov:SoftwareAgent" if interests is None else "prov:Person"
    said: list[tuple[str, Term]] = [
        ("rdf:type", desk.iri(kind)),
        ("rdfs:label", in_english(agent.label)),
        ("dcterms:description", in_english(agent.about)),
    ]
    if interests is not None:
        said += [
            ("ivig:conflictOfInterest", in_english(interests)),
            ("ivig:conflictOfInterestDated", the_day(desk)),
        ]
    said += [("ivig:gitIdentity", Literal(called))] if called else []
    bench.put(_AGENTS, [Triple(iri, desk.iri(verb), value) for verb, value in said])
    known = f", to git as {called}" if called else ""
    return Done(
        (f"agent:{agent.name} is known now{known}",), tuple(desk.write(bench)), "", (iri.value,)
    )


def _refuse(desk: Desk, bench: Bench, agent: Newcomer, called: str) -> None:
    if not _NAME.fullmatch(agent.name):
        raise UsageError(f"{agent.name[:80]!r}: lower case, digits and hyphens, such as first-last")
    for words in (agent.label, agent.about, agent.interests):
        if words is not None and not words.strip():
            raise UsageError("--label, --about and --interests are words; 'none declared' is one")
    if bench.home(desk.iri(f"agent:{agent.name}").value):
        raise UsageError(f"agent:{agent.name} is in {_AGENTS} already; edit it there")
    if bench.holding("rdfs:label", agent.label):
        raise UsageError(f"there is an agent called {agent.label[:80]!r} already: name another")
    for taken in bench.holding("ivig:gitIdentity", called) if called else ():
        raise UsageError(
            f"git knows {desk.namespaces.show(taken)} as {called}: one person is one agent; "
            "somebody else enters themselves from their own account of git, or give --called"
        )
