"""The evidence profile as sections of tables and sentences, which all of its formats print."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ivig_kg.appraise.profile import NOT_STATED, Line, Profile
from ivig_kg.appraise.rates import Row

__all__ = ["Section", "notes_of", "sections_of"]

_NONE = "none in any count here"


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
    """Yield the parts of a profile; what is not known is said."""
    yield _question(profile)
    yield _judged(profile)
    yield _why(profile)
    yield _stated(profile)
    yield _counts(profile)
    yield _harms(profile)
    yield _only_said(profile)
    if profile.near:
        rows = tuple((term.label, term.match, cell.told) for term, cell in profile.near)
        columns = ("subtype", "to this one", "held on it")
        yield Section("Narrower and close subtypes: not counted above", columns, rows)


def notes_of(profile: Profile) -> tuple[str, ...]:
    """Return what must be read with a profile."""
    open_lines = sum(not line.judged.reviewed for line in profile.lines)
    return (
        (
            "A profile after GRADE, from what the graph holds: certainty and its reasons are "
            f"judgements of this project; {open_lines} of {len(profile.lines)} are unreviewed."
        ),
        (
            "rated down: named as a reason for the certainty; not a reason: reasons are given, and "
            "this is none of them, which is no finding that there is no concern."
        ),
        (
            "Intervals are Wilson 95 % intervals. Patients are listed by study and never added up. "
            "Claims and recommendations are no evidence."
        ),
        *((profile.scope.left_out,) if profile.scope.left_out else ()),
        f"{profile.scope.made}.",
    )


def _question(profile: Profile) -> Section:
    scope = profile.scope
    controls = {row.statement.title for row in profile.rates.rows if row.control}
    rows = (
        ("population", f"{profile.term.label} in {scope.condition}"),
        ("intervention", scope.treatment),
        ("comparator", f"a control group in {', '.join(sorted(controls))}" if controls else _NONE),
        ("outcomes", ", ".join(dict.fromkeys(said.outcome for said in profile.said)) or NOT_STATED),
        ("held", profile.cell.told),
    )
    return Section("Question", ("PICO", "here"), rows)


def _judged(profile: Profile) -> Section:
    first, last = ("outcome", "studies", "patients"), ("certainty", "level (OCEBM 2009)")
    columns = (*first, *profile.domains, *last)
    rows = tuple(_judged_row(line, profile.domains) for line in profile.lines)
    words = () if rows else ("Nobody has judged the certainty of this evidence.",)
    return Section("Certainty of the evidence", columns if rows else (), rows, words)


def _judged_row(line: Line, domains: tuple[str, ...]) -> tuple[str, ...]:
    judged = line.judged
    outcome = judged.outcome + " (indirect: other patients)" * (judged.direct is False)
    designs = f" ({', '.join(line.designs)})" if line.studies else ""
    studies = f"{len(line.studies)}: {', '.join(line.studies)}{designs}" if line.studies else "0"
    more = f"; {line.others} statements of no study of its own" if line.others else ""
    return (
        outcome,
        studies + more,
        ", ".join(line.patients) or NOT_STATED,
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
        return Section("Why", words=("No judgement is held.",))
    return Section("Why", ("outcome", "because", "review"), tuple(rows))


def _stated(profile: Profile) -> Section:
    rows = tuple(
        (
            said.title,
            said.label,
            said.direction + " (indirect)" * (not said.direct),
            said.design or NOT_STATED,
            str(said.patients or NOT_STATED),
            said.verification,
        )
        for said in profile.said
    )
    if not rows:
        return Section("What studies state", words=("No study of this pair is in the graph.",))
    columns = ("study", "states", "points", "design", "patients", "read as")
    return Section("What studies state", columns, rows)


def _counts(profile: Profile) -> Section:
    rows = tuple(map(_count_row, profile.rates.rows))
    if not rows:
        return Section("Counts", words=("No study counts who improved.",))
    columns = ("study and measure", "improved", "improved or stable", "control", "points to")
    return Section("Counts", columns, rows, (profile.refusal,))


def _count_row(row: Row) -> tuple[str, ...]:
    direct = "these patients" if row.statement.direct else "other patients (indirect)"
    return (
        row.label,
        str(row.improved or NOT_STATED),
        str(row.either or NOT_STATED),
        str(row.control or "none"),
        direct,
    )


def _harms(profile: Profile) -> Section:
    rows = tuple(
        (
            each.harm.outcome,
            each.harm.title,
            each.harm.form,
            str(each.rate or NOT_STATED),
            each.harm.verification,
        )
        for each in profile.harms
    )
    title = f"Harms of {profile.scope.treatment} in {profile.scope.condition}, any subtype"
    if not rows:
        return Section(title, words=("No study here counts harms.",))
    words = ("No event in few patients does not show that there is no harm: see the upper end.",)
    return Section(title, ("harm", "study", "patients", "had it", "read as"), rows, words)


def _only_said(profile: Profile) -> Section:
    cell = profile.cell
    words = []
    if cell.claimed:
        words.append(f"Claimed by {', '.join(cell.claimed)}.")
    if cell.recommended:
        words.append(f"Advised by {', '.join(cell.recommended)}.")
    return Section(
        "Only said: no evidence", words=tuple(words) or ("No claim and no recommendation is held.",)
    )
