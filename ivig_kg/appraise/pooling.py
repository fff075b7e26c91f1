"""Pooling: refused with its reasons, unless the question ``poolable`` finds none for any pair."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from ivig_kg.answer import Answer, Iri, lexical
from ivig_kg.appraise.rates import Rate, Rates, Row
from ivig_kg.appraise.scope import Scope
from ivig_kg.errors import InvalidInput
from ivig_kg.stats import Counts, Pooled, pool

__all__ = ["Group", "Pair", "Pooling", "pooled", "refusal_of"]

AskPairs = Callable[[Sequence[str]], Answer]
"""Answers the question ``poolable`` for these studies."""

_ENDPOINTS: dict[str, Callable[[Row], Rate | None]] = {
    "improved": lambda row: row.improved,
    "improved or stable": lambda row: row.either,
}
_FEWEST, _MOST = 2, 100  # studies
_UNLIKE = 0.75
"""From which I² on studies differ too much: "considerable" in the Cochrane Handbook 5.0.1, as table
3 of BMC Med Res Methodol 2008;8:79 gives its ranges. A rule of thumb, on the cautious side."""
_NEEDED = ("study", "other", "poolable", "reasons")


class Pair(NamedTuple):
    """Two studies, and why they are not pooled.

    Args:
        study: the IRI of the one.
        other: the IRI of the other.
        titles: both in words.
        reasons: every reason against it, in words; empty when there is none.
    """

    study: str
    other: str
    titles: tuple[str, str]
    reasons: tuple[str, ...]


class Group(NamedTuple):
    """What was pooled: one endpoint, measured in one way, in one subtype.

    Args:
        endpoint: what was counted, in words.
        subtype: the subtype, in words.
        treatment: the treatment, in words.
        outcome: what was looked at, in words.
        instrument: by what it was measured, in words.
        assessor: by whom, in words; empty when it is not stated.
        titles: the studies, in words.
        counts: how many of how many, for each study.
        pooled: what they come to together.
    """

    endpoint: str
    subtype: str
    treatment: str
    outcome: str
    instrument: str
    assessor: str
    titles: tuple[str, ...]
    counts: tuple[Counts, ...]
    pooled: Pooled


class Pooling(NamedTuple):
    """Whether the rates of one scope may be pooled, and what that gives.

    Args:
        scope: what they are about.
        pairs: the pairs of studies, with every reason against.
        reasons: reasons that lie in one study or in all.
        groups: what was pooled; empty when anything speaks against it.
        unreviewed: how many of the results nobody has reviewed.
    """

    scope: Scope
    pairs: tuple[Pair, ...]
    reasons: tuple[str, ...]
    groups: tuple[Group, ...] = ()
    unreviewed: int = 0

    @property
    def allowed(self) -> bool:
        """Say whether no reason against it was found."""
        return not self.reasons and not any(pair.reasons for pair in self.pairs)

    @property
    def told(self) -> str:
        """Return the refusal as a sentence, without the studies: reasons of most pairs first."""
        if self.allowed:
            return "Not pooled here. No reason against pooling was found: see rates --pool."
        counted = Counter(reason for pair in self.pairs for reason in pair.reasons)
        found = [reason for reason, _ in counted.most_common()]
        found += [reason.partition(" (")[0] for reason in self.reasons if reason not in found]
        return f"Not pooled: {'; '.join(dict.fromkeys(found))}."


def refusal_of(rates: Rates, ask: AskPairs) -> Pooling:
    """Return why the rates are not to be pooled; nothing is computed.

    Args:
        rates: the rates.
        ask: answers the question ``poolable`` for the IRIs of studies.
    """
    if len(rates.studies) < _FEWEST:
        number = len(rates.studies)
        told = "one study counts who improved" if number else "no study counts who improved"
        return Pooling(rates.scope, (), (told,))
    if len(rates.studies) > _MOST:
        told = (
            f"{len(rates.studies)} studies, more than the {_MOST} that are compared; choose fewer"
        )
        return Pooling(rates.scope, (), (told,))
    pairs = tuple(_pairs(rates, ask(rates.studies)))
    reasons = list(_reasons(rates.rows))
    if not reasons and not any(pair.reasons for pair in pairs) and not list(_shared(rates)):
        reasons = ["no measure that all of the studies share"]
    return Pooling(rates.scope, pairs, tuple(reasons))


def pooled(rates: Rates, ask: AskPairs) -> Pooling:
    """Return the refusal, or where nothing speaks against it what pooling gives.

    Raises:
        MissingPart: pooling is allowed, and the extra ``meta`` is not installed.
    """
    refusal = refusal_of(rates, ask)
    if not refusal.allowed:
        return refusal
    groups = tuple(_shared_groups(rates))
    unlike = [f"{g.endpoint}: I² is {g.pooled.i2:.0%}" for g in groups if g.pooled.i2 >= _UNLIKE]
    if unlike:
        told = f"{'; '.join(unlike)}; from {_UNLIKE:.0%} on it is considerable"
        return Pooling(rates.scope, refusal.pairs, (f"studies that differ too much: {told}",))
    unreviewed = sum(not row.statement.reviewed for row in rates.rows)
    return Pooling(rates.scope, refusal.pairs, (), groups, unreviewed)


def _pairs(rates: Rates, answer: Answer) -> Iterator[Pair]:
    missing = set(_NEEDED) - set(answer.columns)
    if missing:
        raise InvalidInput(f"the question poolable lacks columns: {', '.join(sorted(missing))}")
    titles = {row.statement.study: row.statement.title for row in rates.rows}
    told = set()
    for row in answer:
        one, two = lexical(row["study"]), lexical(row["other"])
        told.add(frozenset((one, two)))
        yes = lexical(row["poolable"]) == "yes"
        reasons = () if yes else _listed(row["reasons"])
        yield Pair(one, two, (titles[one], titles[two]), reasons)
    for one, two in combinations(rates.studies, 2):
        if frozenset((one, two)) not in told:  # what was not compared must not pass for poolable
            yield Pair(one, two, (titles[one], titles[two]), ("not compared",))


def _listed(cell: object) -> tuple[str, ...]:
    cells = cell if isinstance(cell, tuple) else (cell,)
    texts = (each.value for each in cells if each is not None and not isinstance(each, Iri))
    return tuple(texts) or ("not stated",)


def _reasons(rows: Iterable[Row]) -> Iterator[str]:
    """Yield what speaks against it in single studies, beyond what pairs tell."""
    found: dict[str, dict[str, None]] = {}
    reporting: dict[str, set[str]] = {}
    for row in rows:
        reporting.setdefault(row.statement.iri, set()).add(row.statement.study)
        if len(reporting[row.statement.iri]) > 1:
            reason = "a document that reports several studies, so that one count stands for each"
            found.setdefault(reason, {})[row.statement.title] = None
        for reason in _of_one(row):
            found.setdefault(reason, {})[row.statement.title] = None
    for reason, titles in found.items():
        yield f"{reason} ({', '.join(titles)})"


def _of_one(row: Row) -> Iterator[str]:
    """Yield what speaks against it in one result; what is not stated speaks against it."""
    said, result = row.statement, row.result
    against = {
        "a control group, which pooling one arm would lose": _controlled(row),
        "a result of a single patient, which gives no rate": result.total == 1,
        "other patients": not said.direct,
        "a group of mixed subtypes": bool(result.among),
        "a review, whose studies may be among the others": said.gathers,
        "counts that were derived and not printed": bool(result.arithmetic),
        "counts known second-hand alone": said.second_hand,
        "counts that do not fit together": not _fits(row),
        "an instrument is not stated": not result.instrument,
        "what counted as improved is not stated": not result.definition,
        "the time of measuring is not stated": not result.when,
    }
    yield from (reason for reason, holds in against.items() if holds)


def _controlled(row: Row) -> bool:
    return bool(row.statement.comparator) or row.result.others_total is not None


def _fits(row: Row) -> bool:
    """Say whether the counts of a result can all be true."""
    result, counts = row.result, (row.result.improved, row.result.stable, row.result.worsened)
    known = [count for count in counts if count is not None]
    within = all(0 <= count <= (result.total or 0) for count in known)
    whole = len(known) < len(counts) or sum(known) == result.total
    either = result.either is None or None in counts[:2] or result.either == sum(known[:2])
    return within and whole and either and sum(known) <= (result.total or 0)


def _shared(rates: Rates) -> Iterator[tuple[str, list[tuple[Row, Rate]]]]:
    """Yield the rows that measure one thing in one way, where each study has exactly one."""
    for endpoint, rate in _ENDPOINTS.items():
        found: dict[tuple[str, ...], list[tuple[Row, Rate]]] = {}
        for row in rates.rows:
            if got := rate(row):
                found.setdefault(_measure(row), []).append((row, got))
        for rows in found.values():
            if sorted(row.statement.study for row, _ in rows) == sorted(rates.studies):
                yield endpoint, rows


def _measure(row: Row) -> tuple[str, ...]:
    said, result = row.statement, row.result
    about = (said.subtype, said.treatment, said.condition, said.outcome)
    return *about, result.instrument, result.assessor, result.definition, result.when


def _shared_groups(rates: Rates) -> Iterator[Group]:
    for endpoint, rows in _shared(rates):
        first = rows[0][0]
        counts = tuple(Counts(rate.events, rate.total) for _, rate in rows)
        yield Group(
            endpoint,
            first.term.label,
            first.statement.given,
            first.statement.outcome,
            first.result.instrument,
            first.result.assessor,
            tuple(row.statement.title for row, _ in rows),
            counts,
            pool(counts),
        )
