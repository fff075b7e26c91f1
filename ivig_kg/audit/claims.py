"""The audit itself: what the canned question ``audit`` answers, read into claims and totals."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from ivig_kg.answer import Answer, Cell, Iri, Term
from ivig_kg.answer.cells import in_order
from ivig_kg.answer.wording import Wording
from ivig_kg.content import Content
from ivig_kg.errors import InvalidInput

__all__ = ["NOT_JUDGED", "Audit", "Claim", "Totals", "read_audit"]

NOT_JUDGED = "not judged"
_MISSING = frozenset({"none", "not stated", NOT_JUDGED})  # what the query says for an empty cell
_NEEDED = ("statement", "label", "section", "cited_as", "cited_support", "overall_support")
_BEST_FIRST = ("supported", "partly", "unverified", "no citation", "unknown")


class Claim(NamedTuple):
    """One statement of the document, with the judgement on it; or the judgement on the whole.

    Args:
        statement: its IRI.
        curie: the same as CURIE.
        identifier: its own identifier, such as C41; empty when it has none.
        label: what it says, in our words.
        section: where it stands; empty when that is not stated.
        item: the number of the item there; empty when that is not stated.
        cited_as: the numbers that the text prints, or in words where it stands in what the claim
            sums up; empty when it cites nothing.
        cited_support: what the cited source gives it, in words, or ``not judged``.
        overall_support: what all that is known here gives it, in words, or ``not judged``.
        faults: what is wrong with it, in words.
        reason: why it is judged so; empty when it is not judged.
        supporting: CURIEs of the statements that speak for it.
        opposing: CURIEs of those that speak against it.
        compared_with: CURIEs of what it was compared with.
        said_for: source and words of the statements that speak for it.
        said_against: the same of those that speak against it.
        reviewed: whether a second person has found claim and judgement faithful.
    """

    statement: str
    curie: str
    identifier: str
    label: str
    section: str
    item: str
    cited_as: str
    cited_support: str
    overall_support: str
    faults: tuple[str, ...] = ()
    reason: str = ""
    supporting: tuple[str, ...] = ()
    opposing: tuple[str, ...] = ()
    compared_with: tuple[str, ...] = ()
    said_for: tuple[str, ...] = ()
    said_against: tuple[str, ...] = ()
    reviewed: bool = False

    @property
    def name(self) -> str:
        """Return its identifier, else its CURIE."""
        return self.identifier or self.curie

    @property
    def mark(self) -> str:
        """Return the citation as it is shown: ``[6]`` or ``[no citation]``."""
        return f"[{self.cited_as or 'no citation'}]"

    @property
    def judged(self) -> bool:
        """Say whether there is a judgement on it."""
        return self.overall_support != NOT_JUDGED

    @property
    def sides(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Return what speaks for it, what against, and what it was compared with, for showing."""
        return (
            ("for", _shown(self.said_for, self.supporting)),
            ("against", _shown(self.said_against, self.opposing)),
            ("compared with", _shown((), self.compared_with)),
        )


class Totals(NamedTuple):
    """The counts of an audit; words map to numbers of claims, in a fixed order.

    Args:
        claims: how many claims there are.
        judged: how many of them are judged.
        unreviewed: how many of them rest on a claim or judgement that nobody has reviewed.
        overall: claims by what all that is known gives them.
        cited: claims by what their cited source gives them.
        faults: claims by fault, the most frequent first.
    """

    claims: int
    judged: int
    unreviewed: int
    overall: Mapping[str, int]
    cited: Mapping[str, int]
    faults: Mapping[str, int]

    @property
    def sentence(self) -> str:
        """Return how many claims there are, are judged, and are not reviewed."""
        count = f"{self.claims} claim{'' if self.claims == 1 else 's'}"
        return f"{count}, {self.judged} judged; {self.unreviewed} of {self.claims} unreviewed"

    @property
    def words(self) -> tuple[str, ...]:
        """Return the judgements that occur, the best first."""
        return tuple(sorted({*self.overall, *self.cited}, key=_rank))


@dataclass(frozen=True, repr=False)
class Audit:
    """The claims of one document in reading order, judged.

    Args:
        document: the IRI of the document.
        curie: the same as CURIE.
        title: its label.
        claims: its claims in reading order.
        whole: the judgement on the document as a whole; empty when there is none.
        notes: what must be read with it (review state, disclaimer).
        version: the version of the content.
        digest: the SHA-256 of the content.
    """

    document: str
    curie: str
    title: str
    claims: tuple[Claim, ...]
    whole: tuple[Claim, ...] = ()
    notes: tuple[str, ...] = ()
    version: str = ""
    digest: str = ""

    def __repr__(self) -> str:
        """Say what it is; the claims may be many."""
        return f"<Audit of {self.curie}: {self.totals.sentence}>"

    @cached_property
    def totals(self) -> Totals:
        """Count the claims."""
        claims = self.claims
        return Totals(
            claims=len(claims),
            judged=sum(claim.judged for claim in claims),
            unreviewed=sum(not claim.reviewed for claim in claims),
            overall=_counted(claim.overall_support for claim in claims),
            cited=_counted(claim.cited_support for claim in claims),
            faults=dict(Counter(sorted(f for claim in claims for f in claim.faults)).most_common()),
        )

    @property
    def sections(self) -> Iterator[tuple[str, tuple[Claim, ...]]]:
        """Yield the claims by the section they stand in, in reading order."""
        for section, claims in groupby(self.claims, lambda claim: claim.section):
            yield section or "no section stated", tuple(claims)

    @property
    def absence(self) -> str:
        """Return the sentence for a document on which there is no judgement; else nothing."""
        if self.whole or self.totals.judged:
            return ""
        count = self.totals.claims
        held = f"{count} of its statements are" if count != 1 else "1 of its statements is"
        return f"There is no judgement on this document or its claims in this answer; {held} in it."

    def titled(self, title: str) -> Audit:
        """Return the audit with this title, where it is one."""
        return replace(self, title=title) if title else self

    def _repr_html_(self) -> str:
        """Return what a notebook shows: the page's main part, without style."""
        from ivig_kg.audit.page import to_fragment  # noqa: PLC0415 - only notebooks pay for it

        return to_fragment(self)


def read_audit(answer: Answer, document: str, *, content: Content | None = None) -> Audit:
    """Read the answer to the question ``audit``.

    Args:
        answer: rows in reading order; a row whose statement is the document is about the whole.
        document: the IRI of the document.
        content: what was asked, for its version and hash.

    Raises:
        InvalidInput: a column is missing.
    """
    if missing := [name for name in _NEEDED if name not in answer.columns]:
        raise InvalidInput(f"question {answer.question}: no column {', '.join(missing)}")
    wording = Wording({}, answer.prefixes)
    rows = [_claim(row, wording) for row in answer]
    whole = tuple(claim for claim in rows if claim.statement == document)
    return Audit(
        document=document,
        curie=wording.identified(Iri(document)),
        title=next((claim.label for claim in whole), "") or wording.identified(Iri(document)),
        claims=tuple(claim for claim in rows if claim.statement != document),
        whole=whole,
        notes=answer.notes,
        version=content.version if content else "",
        digest=content.digest if content else "",
    )


def _claim(row: Mapping[str, Cell], wording: Wording) -> Claim:
    def text(name: str) -> str:
        shown = " ".join(in_order(row.get(name), wording.identified))
        return "" if shown in _MISSING else shown

    def items(name: str) -> tuple[str, ...]:
        found = in_order(row.get(name), wording.identified)
        return tuple(each for each in found if each not in _MISSING)

    statement = row["statement"]
    return Claim(
        statement=statement.value if isinstance(statement, Iri) else text("statement"),
        curie=text("statement"),
        identifier=text("identifier"),
        label=text("label"),
        section=text("section"),
        item=text("item"),
        cited_as=", ".join(items("cited_as")),
        cited_support=_words(row["cited_support"]) or NOT_JUDGED,
        overall_support=_words(row["overall_support"]) or NOT_JUDGED,
        faults=tuple(word for word in in_order(row.get("faults"), _word) if word not in _MISSING),
        reason=text("reason"),
        supporting=items("for"),
        opposing=items("against"),
        compared_with=items("compared_with"),
        said_for=items("said_for"),
        said_against=items("said_against"),
        reviewed=text("review") == "reviewed",
    )


def _words(cell: Cell) -> str:
    return " ".join(in_order(cell, _word))


def _word(term: Term) -> str:
    """Return a code as words, from its local name: that costs no look-up of labels."""
    if not isinstance(term, Iri):
        return term.value
    local = re.split("[#/]", term.value)[-1]
    return re.sub("(?<=[a-z])(?=[A-Z])", " ", local).lower()


def _counted(words: Iterable[str]) -> dict[str, int]:
    counts = Counter(words)
    return {word: counts[word] for word in sorted(counts, key=_rank)}


def _rank(word: str) -> tuple[int, str]:
    if word == NOT_JUDGED:
        return len(_BEST_FIRST) + 1, word
    return (_BEST_FIRST.index(word) if word in _BEST_FIRST else len(_BEST_FIRST)), word


def _shown(said: tuple[str, ...], curies: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words, in which each statement is named; else the CURIEs alone."""
    return said or ((", ".join(curies),) if curies else ())
