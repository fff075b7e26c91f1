"""Entering an agent: a person who curates, with their interests, or a program."""

from __future__ import annotations

import re
from typing import NamedTuple

from ivig_kg.answer import Literal, Term, Triple
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
    name, interests = agent.name, agent.interests
    if not _NAME.fullmatch(name):
        raise UsageError(f"{name[:80]!r}: lower case, digits and hyphens, such as first-last")
    bench, iri = desk.bench(), desk.iri(f"agent:{name}")
    if bench.home(iri.value):
        raise UsageError(f"agent:{name} is in {_AGENTS} already; edit it there")
    who = identity(desk.content.root)
    called = agent.called or who.email or who.name
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
    note = f"agent:{name} is known now, to git as {called}" if called else f"agent:{name} is known"
    return Done((note,), tuple(desk.write(bench)), "", (iri.value,))
