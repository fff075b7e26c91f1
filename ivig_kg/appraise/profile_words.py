"""The evidence profile as sections of tables and sentences, which all of its formats print."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ivig_kg.appraise.profile import NOT_STATED, HarmLine, Line, Profile
from ivig_kg.appraise.rates import Row
from ivig_kg.appraise.records import Result

__all__ = ["Section", "notes_of", "sections_of"]

_NO_EVENT = "No event in few patients does not show that there is no harm: see the upper end."
_ELSEWHERE = "Harms in other patients, and what labels warn of, are not shown: ask harms."


class Section(NamedTuple):
    """A part of a profile.

    Args:
        title: what it is about.
        columns: the heads of a table; empty where there is none.
        rows: its rows; a text for each column.
        words: sentences beside the table, or instead of it.
    """

    title: str
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    words: tuple[str, ...] = ()


def sections_of(profile: Profile) -> Iterator[Section]:
    """Yield the parts of a profile; what is not known is said, and what was left out."""
    yield _question(profile)
    yield _judged(profile)
    yield _why(profile)
    yield _stated(profile)
    yield _counts(profile)
    yield _effects(profile)
    yield _harms(profile)
    yield _only_said(profile)
    yield from _optional(profile)


def _optional(profile: Profile) -> Iterator[Section]:
    if profile.readings:
        rows = tuple(
            (each.title, ", ".join(each.about) or "no study", each.effect, each.label)
            for each in profile.readings
        )
        columns = ("document", "on", "thinks", "in our words")
        yield Section("What documents think of the studies of others: never counted", columns, rows)
    if profile.untold:
        rows = tuple(
            (each.title, each.design or NOT_STATED, str(each.enrolled or NOT_STATED), each.label)
            for each in profile.untold
        )
        columns = ("study", "design", "patients", "what is known")
        yield Section("Studies without a result here", columns, rows)
    if profile.narrower:
        told = tuple((name, cell.told) for name, cell in profile.narrower)
        yield Section("Narrower treatments: not counted above", ("treatment", "held on it"), told)
    if profile.near:
        near = tuple((term.label, term.match, cell.told) for term, cell in profile.near)
        heads = ("subtype", "to this one", "held on it")
        yield Section("Narrower and close subtypes: not counted above", heads, near)
    if profile.lost:
        yield Section("Left out by choice", words=tuple(f"{each}." for each in profile.lost))


def notes_of(profile: Profile) -> tuple[str, ...]:
    """Return what must be read with a profile."""
    open_lines = sum(not line.judged.reviewed for line in profile.lines)
    return (
        (
            "A profile after GRADE, from what the graph holds: certainty and its reasons are "
            f"judgements of this project; {len(profile.lines)} shown, {open_lines} unreviewed."
        ),
        (
            "rated down: named as a reason for the certainty; not named: other reasons are, which "
            "is no finding that there is no concern; not rated: no certainty was given."
        ),
        (
            "Intervals are Wilson 95 % intervals. Patients are listed by study and never added up. "
            "Claims and recommendations are no evidence."
        ),
        *((profile.scope.left_out,) if profile.scope.left_out else ()),
        f"{profile.scope.made}.",
    )


def _question(profile: Profile) -> Section:
    scope, said = profile.scope, [each for each, _ in profile.said]
    controls = dict.fromkeys(f"{s.comparator} ({s.title})" for s in said if s.comparator)
    label = profile.term.label
    rows = (
        ("population", label if label == scope.condition else f"{label} in {scope.condition}"),
        ("intervention", scope.treatment),
        ("comparator", ", ".join(controls) or "none stated here"),
        ("outcomes", ", ".join(dict.fromkeys(each.outcome for each in said)) or NOT_STATED),
        ("in the graph", profile.cell.told + _elsewhere(profile)),
    )
    return Section("Question", ("PICO", "here"), rows)


def _elsewhere(profile: Profile) -> str:
    """Return which narrower and close subtypes have studies, where this one has none."""
    near = [term.label for term, cell in profile.near if cell.studies]
    told = ", ".join(near)
    return f"; of narrower or close subtypes: {told}" if near and not profile.cell.studies else ""


def _judged(profile: Profile) -> Section:
    first, last = ("outcome", "studies"), ("certainty", "level (OCEBM 2009)")
    columns = (*first, *profile.domains, *last)
    rows = tuple(_judged_row(line, profile.domains) for line in profile.lines)
    words: tuple[str, ...] = ()
    if profile.withheld:
        words = (f"Not shown: {profile.withheld} judgements on evidence that was left out.",)
    elif not rows:
        words = ("Nobody has judged the certainty of this evidence.",)
    return Section("Certainty of the evidence", columns if rows else (), rows, words)


def _judged_row(line: Line, domains: tuple[str, ...]) -> tuple[str, ...]:
    judged = line.judged
    outcome = judged.outcome + " (indirect: other patients)" * (judged.direct is False)
    statement = "statement" if line.others == 1 else "statements"
    more = f"; and {line.others} {statement} that no study makes itself" if line.others else ""
    return (
        outcome,
        f"{len(line.studies)}: {'; '.join(line.listed)}".removesuffix(": ") + more,
        *(line.domains[domain] for domain in domains),
        judged.certainty or NOT_STATED,
        judged.level or NOT_STATED,
    )


def _why(profile: Profile) -> Section:
    rows = []
    for line in profile.lines:
        judged = line.judged
        raised = f" Also: {', '.join(line.raised)}." if line.raised else ""
        state = "reviewed" if judged.reviewed else "unreviewed"
        rows.append((judged.outcome, judged.because + raised, state))
    if not rows:
        return Section("Why", words=("No judgement is shown.",))
    return Section("Why", ("outcome", "because", "review"), tuple(rows))


def _stated(profile: Profile) -> Section:
    rows = tuple(
        (
            said.title,
            said.label,
            said.points + "; other patients (indirect)" * (not said.direct),
            said.design or NOT_STATED,
            str(said.patients or NOT_STATED),
            said.verification + "; derived here" * _derived(results),
        )
        for said, results in profile.said
    )
    if not rows:
        absence = f"No study of this pair {_where(profile)}."
        return Section("What studies say", words=(absence,))
    columns = ("study", "in our words", "points", "design", "patients", "read as")
    return Section("What studies say", columns, rows)


def _derived(results: Sequence[Result]) -> bool:
    return bool(results) and all(result.arithmetic for result in results)


def _where(profile: Profile) -> str:
    return "is left" if profile.scope.left_out else "is in the graph"


def _counts(profile: Profile) -> Section:
    rows = tuple(map(_count_row, profile.rates.rows))
    if not rows:
        return Section("Counts", words=(f"No count of who improved {_where(profile)}.",))
    columns = ("study and measure", "improved", "improved or stable", "control", "patients")
    return Section("Counts", columns, rows, (profile.refusal,))


def _count_row(row: Row) -> tuple[str, ...]:
    direct = "of the condition" if row.statement.direct else "others (indirect)"
    return (
        row.label,
        str(row.improved or NOT_STATED),
        str(row.either or NOT_STATED),
        str(row.control or "none"),
        direct,
    )


def _effects(profile: Profile) -> Section:
    rows = tuple(
        (said.title, said.outcome, said.comparator or NOT_STATED, result.effect)
        for said, results in profile.said
        for result in results
        if result.effect
    )
    if not rows:
        return Section("Effects", words=("No study here gives an effect with its size.",))
    return Section("Effects", ("study", "outcome", "compared with", "as the source gives it"), rows)


def _harms(profile: Profile) -> Section:
    rows = tuple(map(_harm_row, profile.harms))
    title = f"Harms of {profile.scope.treatment} in {profile.scope.condition}, any subtype"
    if not rows:
        return Section(title, words=(f"No count of harms {_where(profile)}.", _ELSEWHERE))
    none = any(each.rate is not None and each.rate.events == 0 for each in profile.harms)
    columns = ("harm", "study", "patients", "had it", "effect", "read as")
    return Section(title, columns, rows, (_NO_EVENT, _ELSEWHERE) if none else (_ELSEWHERE,))


def _harm_row(each: HarmLine) -> tuple[str, ...]:
    control = f"; control {each.control}" if each.control else ""
    return (
        each.harm.outcome,
        each.harm.title,
        each.harm.form,
        str(each.rate or NOT_STATED) + control,
        each.harm.told or NOT_STATED,
        each.harm.verification,
    )


def _only_said(profile: Profile) -> Section:
    title = "Only said, without a study: claims and recommendations"
    rows = tuple((word.role, word.told, word.label) for word in profile.words)
    if not rows:
        return Section(title, words=(f"No claim and no recommendation {_where(profile)}.",))
    return Section(title, ("kind", "by whom, and what", "in our words"), rows)
