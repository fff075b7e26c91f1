"""Running the reasoner on a content: new relations, or faults with the axioms behind them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from time import monotonic
from typing import Protocol

from ivig_kg.axioms import Axiom, Speaker, module_of
from ivig_kg.content import Content
from ivig_kg.engine.parse import parse
from ivig_kg.errors import InvalidInput, LimitReached
from ivig_kg.infer.explain import irreducible
from ivig_kg.infer.inferred import text_of, turtle_of
from ivig_kg.infer.relations import Relation, circles, new_relations, told_above
from ivig_kg.infer.tbox import Terminology, read_terminology
from ivig_kg.model import Finding
from ivig_kg.namespaces import Namespaces
from ivig_kg.reason import Classes
from ivig_kg.turtle.shape_order import order_of

__all__ = ["EXPLAINING", "Inference", "Inferrer", "Reasoner", "infer"]

EXPLAINING = 120.0
"""Seconds for all explanations together; what has none by then is named alone."""

_RULE = "reason"


class Reasoner(Protocol):
    """What classifies: HermiT, or whatever does the same."""

    def classify(self, ntriples: bytes, *, seconds: float) -> Classes:
        """Classify the axioms that N-Triples say, within some seconds."""
        ...


@dataclass(frozen=True)
class Inference:
    """What a reasoner made of a content.

    Args:
        relations: what follows and no file says; nothing where there are faults.
        findings: the faults: axioms that cannot all hold, classes that can have no members, two
            classes that come out as one; each with the axioms behind it where these were found.
        text: the file of what was inferred, as it should be.
        before: the file as it is; nothing where there is none.
        words: the relations in words.
    """

    relations: tuple[Relation, ...] = ()
    findings: tuple[Finding, ...] = ()
    text: str = ""
    before: str = ""
    words: tuple[str, ...] = ()

    @property
    def stale(self) -> bool:
        """Say whether the file is another than it should be."""
        return self.text != self.before


def infer(
    content: Content, namespaces: Namespaces, reasoner: Reasoner, *, seconds: float = 60.0
) -> Inference:
    """Read the axioms of a content, run the reasoner, and write down what follows as text.

    Args:
        content: the content.
        namespaces: its prefixes.
        reasoner: what classifies.
        seconds: for one run of the reasoner.

    Raises:
        InvalidInput: the axioms hold an import, or a literal beyond the reasoner.
        LimitReached: the reasoner took too long or too much memory.
    """
    terminology = read_terminology(content)
    labels = terminology.labels

    def label(iri: str) -> str:
        return " ".join(labels.get(iri, "").split()) or namespaces.show(iri)

    found = Inferrer(terminology, reasoner, label, seconds).infer()
    if found.findings:
        return found
    shapes = content.below("ontology/shapes")
    order = order_of([t for f in shapes for t in parse(f.data, where=f.path).triples])
    return replace(
        found,
        text=turtle_of(found.relations, terminology.digest, namespaces, order),
        before=text_of(content),
        words=tuple(
            f"{label(one.below)} is a kind of {label(one.above)}" for one in found.relations
        ),
    )


@dataclass(frozen=True)
class Inferrer:
    """Asks a reasoner about a terminology.

    Args:
        terminology: the axioms.
        reasoner: what classifies.
        label: returns the label of an IRI.
        seconds: for one run of the reasoner.
        explaining: seconds for all explanations together.
    """

    terminology: Terminology
    reasoner: Reasoner
    label: Callable[[str], str]
    seconds: float = 60.0
    explaining: float = EXPLAINING

    def infer(self) -> Inference:
        """Return what follows, or the faults.

        Raises:
            LimitReached: the reasoner took too long or too much memory.
        """
        classes = self.reasoner.classify(self.terminology.ntriples(), seconds=self.seconds)
        deadline = monotonic() + self.explaining
        if not classes.consistent:
            return Inference(findings=(self._inconsistent(deadline),))
        if classes.empty:
            return Inference(findings=tuple(self._empty(classes, deadline)))
        if doubles := circles(classes.pairs):
            return Inference(findings=tuple(map(self._double, doubles)))
        return Inference(new_relations(classes.pairs, self.terminology.axioms))

    def _inconsistent(self, deadline: float) -> Finding:
        behind = self._behind((), lambda classes: not classes.consistent, deadline)
        message = "the axioms of the ontology cannot all hold at once"
        return Finding("ontology", 0, self._told(message, behind), _RULE)

    def _empty(self, classes: Classes, deadline: float) -> list[Finding]:
        above = told_above(self.terminology.axioms, classes.empty)
        roots = {iri for iri in classes.empty if _is_root(iri, above)}
        found = [self._of_root(iri, deadline) for iri in sorted(roots)]
        kin = sorted(classes.empty - roots)
        return found + [self._of_kin(iri, sorted(above[iri] & roots)) for iri in kin]

    def _of_root(self, iri: str, deadline: float) -> Finding:
        behind = self._behind((iri,), lambda classes: iri in classes.empty, deadline)
        path, line = self.terminology.place_of(iri)
        message = f"{self.label(iri)}: can have no members"
        return Finding(path, line, self._told(message, behind), _RULE, iri)

    def _of_kin(self, iri: str, roots: Sequence[str]) -> Finding:
        path, line = self.terminology.place_of(iri)
        above = ", ".join(map(self.label, roots))
        message = f"{self.label(iri)}: can have no members, being under one that has none: {above}"
        return Finding(path, line, message, _RULE, iri)

    def _double(self, pair: Relation) -> Finding:
        path, line = self.terminology.place_of(pair.below)
        message = (
            f"{self.label(pair.below)} and {self.label(pair.above)} come out as one class: weaken "
            "a definition, or merge them"
        )
        return Finding(path, line, message, _RULE, pair.below)

    def _behind(
        self, names: Sequence[str], faulty: Callable[[Classes], bool], deadline: float
    ) -> list[Axiom] | None:
        """Return an irreducible set of axioms behind a fault, or None when time is up."""

        def is_faulty(axioms: Sequence[Axiom]) -> bool:
            left = deadline - monotonic()
            if left <= 0:
                raise LimitReached("no time left to explain")
            seconds = min(left, self.seconds)
            said = self.terminology.ntriples(axioms, names)
            return faulty(self.reasoner.classify(said, seconds=seconds))

        try:
            module = module_of(self.terminology.axioms, names)
            return irreducible(module if is_faulty(module) else self.terminology.axioms, is_faulty)
        except (LimitReached, InvalidInput):  # part of the axioms may be none that it takes
            return None

    def _told(self, message: str, behind: Sequence[Axiom] | None) -> str:
        if behind is None:
            return f"{message} (which axioms make it so was not found in time)"
        say = Speaker(self.label).say
        lines = []
        for number, axiom in enumerate(behind, 1):
            path, line = self.terminology.place(axiom)
            place = f"{path}:{line}" if line else path
            lines.append(f"\n  {number}. {say(axiom)} ({place})")
        return f"{message}, because of these axioms together:{''.join(lines)}"


def _is_root(iri: str, above: Mapping[str, Collection[str]]) -> bool:
    """Say whether no other class without members explains this one; of a circle, one is a root."""
    circle = {other for other in above[iri] if iri in above[other]} | {iri}
    return iri == min(circle) and circle >= set(above[iri])
