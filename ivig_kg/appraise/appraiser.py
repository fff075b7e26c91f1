"""The appraiser: reads a choice, and gives rates, map, forest, profile and gaps."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol, Unpack

from ivig_kg.answer import Answer, lexical
from ivig_kg.appraise.evidence import Evidence
from ivig_kg.appraise.scope import EVERY, Choice, Kept, Scope, refuse_odd, texts_of
from ivig_kg.appraise.sieve import read_sieve
from ivig_kg.catalog import Catalog
from ivig_kg.content import Content
from ivig_kg.errors import UsageError
from ivig_kg.model import Parameter, Question
from ivig_kg.namespaces import Namespaces

__all__ = ["Appraiser", "Asks"]

if TYPE_CHECKING:
    from ivig_kg.appraise.evidence_map import EvidenceMap
    from ivig_kg.appraise.forest import Forest
    from ivig_kg.appraise.gaps import Gaps
    from ivig_kg.appraise.pooling import Pooling
    from ivig_kg.appraise.profile import Profile
    from ivig_kg.appraise.rates import Rates

_PARAMETERS = ("subtype", "treatment", "condition")
_WHOLE = "statements"  # the look-up that takes all of these
_DESIGN = "ivig:StudyDesign"


class Asks(Protocol):
    """What asks: look-ups and canned questions of one engine, and names."""

    @property
    def catalog(self) -> Catalog:
        """Return the question files."""
        ...

    @property
    def namespaces(self) -> Namespaces:
        """Return the prefixes."""
        ...

    def look_up(self, name: str, **values: str) -> Answer:
        """Run a look-up."""
        ...

    def find(self, name: str) -> Question:
        """Return a canned question."""
        ...

    def ask(
        self, question: Question, given: Mapping[str, str | Sequence[str]], *, reviewed_only: bool
    ) -> Answer:
        """Answer a canned question."""
        ...

    def bind(self, question: Question, name: str, given: str) -> tuple[str, ...]:
        """Return the IRI that a name means."""
        ...


class Appraiser:
    """Gives what a systematic reviewer would draw and compute by hand."""

    def __init__(self, asker: Asks, content: Content, disclaimer: str) -> None:
        """Keep what asks.

        Args:
            asker: runs look-ups and canned questions.
            content: what is asked, for its version and hash.
            disclaimer: what must stand with all that is shown.
        """
        self._asker = asker
        self._content = content
        self._disclaimer = disclaimer

    def rates(self, **choice: Unpack[Choice]) -> Rates:
        """Return who improved, and who improved or stayed stable, study by study.

        Raises:
            UsageError: an unknown name or word; the nearest are named.
        """
        from ivig_kg.appraise.rates import rates_of  # noqa: PLC0415 (cold start)

        evidence, scope = self._read(choice)
        return rates_of(evidence, scope)

    def pool(self, **choice: Unpack[Choice]) -> Pooling:
        """Return the rates pooled, or every reason why they are not to be.

        Raises:
            UsageError: an unknown name or word; the nearest are named.
            MissingPart: pooling is allowed, and the extra ``meta`` is not installed.
        """
        from ivig_kg.appraise.pooling import pooled  # noqa: PLC0415 (cold start)

        return pooled(self.rates(**choice), self._pairs(choice))

    def forest(self, **choice: Unpack[Choice]) -> Forest:
        """Return the rates for a picture, with the refusal to pool.

        Raises:
            UsageError: an unknown name or word; the nearest are named.
        """
        from ivig_kg.appraise.forest import Forest  # noqa: PLC0415 (cold start)
        from ivig_kg.appraise.pooling import refusal_of  # noqa: PLC0415 (cold start)

        rates = self.rates(**choice)
        return Forest(rates, refusal_of(rates, self._pairs(choice)).told)

    def map(self, **choice: Unpack[Choice]) -> EvidenceMap:
        """Return subtypes by treatments; all treatments where none is given.

        Raises:
            UsageError: an unknown name or word; the nearest are named.
        """
        evidence, scope = self._read(choice, every=True)
        return self._map(evidence, scope)

    def gaps(self, **choice: Unpack[Choice]) -> Gaps:
        """Return subtypes and questions without a study, and trials without a result.

        Raises:
            UsageError: an unknown name or word; the nearest are named.
        """
        from ivig_kg.appraise.gaps import gaps_of  # noqa: PLC0415 (cold start)

        evidence, scope = self._read(choice, every=True)
        return gaps_of(self._map(evidence, scope), evidence)

    def profile(self, subtype: str, treatment: str, **kept: Unpack[Kept]) -> Profile:
        """Return what is known of one treatment in one subtype, after GRADE.

        Args:
            subtype: a label, synonym, identifier, CURIE or IRI.
            treatment: the same.
            kept: what counts.

        Raises:
            UsageError: an unknown name or word; the nearest are named.
        """
        from ivig_kg.appraise.pooling import refusal_of  # noqa: PLC0415 (cold start)
        from ivig_kg.appraise.profile import profile_of  # noqa: PLC0415 (cold start)
        from ivig_kg.appraise.rates import rates_of  # noqa: PLC0415 (cold start)

        whole: Choice = {**kept, "subtype": subtype, "treatment": treatment}
        evidence, scope = self._read(whole)
        rates = rates_of(evidence, scope)
        iris = self._iris(whole)
        pair = (iris["subtype"], iris["treatment"])
        rows = (row for row in rates.rows if (row.term.iri, row.statement.treatment) == pair)
        here = replace(rates, rows=tuple(rows))
        return profile_of(
            self._map(evidence, scope),
            evidence,
            rates,
            pair=pair,
            domains=self._domains(),
            refusal=refusal_of(here, self._pairs(whole)).told,
        )

    def _read(self, choice: Choice, *, every: bool = False) -> tuple[Evidence, Scope]:
        refuse_odd(choice)
        iris = self._iris(choice, every=every)
        evidence = Evidence(self._asker.look_up, iris)
        sieve = read_sieve(
            texts_of(choice.get("without", ())),
            since=choice.get("since"),
            until=choice.get("until"),
            designs=self._designs(texts_of(choice.get("designs", ()))),
            reviewed_only=bool(choice.get("reviewed_only")),
        )
        names = self._asker.look_up("appraise-scope", **{name: iris[name] for name in _PARAMETERS})
        words = iris | {lexical(name): lexical(label) for name, label in names.rows}
        if every and not choice.get("treatment"):
            words["treatment"] = EVERY
        scope = Scope(
            subtype=words["subtype"],
            treatment=words["treatment"],
            condition=words["condition"],
            sieve=sieve,
            version=self._content.version,
            digest=self._content.digest,
            drawn=datetime.now(tz=UTC).date().isoformat(),
            disclaimer=self._disclaimer,
            prefixes=self._asker.namespaces.prefixes,
        )
        return evidence, scope

    def _map(self, evidence: Evidence, scope: Scope) -> EvidenceMap:
        from ivig_kg.appraise.map_reading import map_of  # noqa: PLC0415 (cold start)

        labels = {said.treatment: said.given for said in evidence.statements}
        labels |= {word.treatment: word.given for word in evidence.words}
        return map_of(evidence, scope, labels)

    def _iris(self, choice: Choice, *, every: bool = False) -> dict[str, str]:
        question = self._asker.catalog.lookup(f"appraise-{_WHOLE}")
        given = {"subtype": choice.get("subtype"), "treatment": choice.get("treatment")}
        given["condition"] = choice.get("condition")
        iris = {}
        for parameter in question.parameters:
            text = given.get(parameter.name)
            if text is not None:
                iris[parameter.name] = self._asker.bind(question, parameter.name, text)[0]
            elif parameter.name in given:
                iris[parameter.name] = _usual(parameter, every=every)
        return iris

    def _pairs(self, choice: Choice) -> Callable[[Sequence[str]], Answer]:
        def ask(studies: Sequence[str]) -> Answer:
            treatment = self._iris(choice)["treatment"]
            given = {"study": [f"<{iri}>" for iri in studies], "treatment": f"<{treatment}>"}
            only = bool(choice.get("reviewed_only"))
            return self._asker.ask(self._asker.find("poolable"), given, reviewed_only=only)

        return ask

    def _instances(self, kind: str) -> dict[str, str]:
        iri = self._asker.namespaces.expand(kind)
        return _labels(self._asker.look_up("instances-of", kind=iri))

    def _domains(self) -> list[str]:
        """Return the reasons for which a certainty is rated down, in the order of GRADE."""
        return [lexical(label) for _, label in self._asker.look_up("appraise-domains").rows]

    def _designs(self, names: Sequence[str]) -> list[str]:
        """Return designs as they are called here.

        Raises:
            UsageError: there is none of a name; the nearest are named.
        """
        if not names:
            return []
        from ivig_kg.names import nearest  # noqa: PLC0415 (only a design needs it)

        known = {label.casefold(): label for label in self._instances(_DESIGN).values()}
        for name in names:
            if name.casefold() not in known:
                near = nearest(name, known.values()) or sorted(known.values())
                raise UsageError(
                    f"designs: no design is called {name[:80]!r}; did you mean: {', '.join(near)}?"
                )
        return [known[name.casefold()] for name in names]


def _usual(parameter: Parameter, *, every: bool) -> str:
    """Return what a parameter means where nothing is given; of treatments, a map takes every."""
    return parameter.kind if every and parameter.name == "treatment" else parameter.default[0]


def _labels(answer: Answer) -> dict[str, str]:
    rows = [tuple(map(lexical, row)) for row in answer.rows]
    return {thing: name for thing, name, role in rows if role == "label"}
