"""Rates, pooling and gaps as answers: columns and rows, in all formats that answers have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from ivig_kg.answer import Answer, Cell, Iri, Literal
from ivig_kg.appraise.rates import Rate, Rates, Row
from ivig_kg.appraise.records import Statement
from ivig_kg.appraise.scope import EVERY, Scope

if TYPE_CHECKING:
    from ivig_kg.appraise.gaps import Gaps
    from ivig_kg.appraise.pooling import Pooling

__all__ = ["gaps_answer", "left_out_answer", "pooling_answer", "rates_answer", "rates_brief"]

_NOT_STATED, _NONE = "not stated", "none"
_INTEGER = "http://www.w3.org/2001/XMLSchema#integer"
_DECIMAL = "http://www.w3.org/2001/XMLSchema#decimal"
_INTERVAL = (
    "Intervals are Wilson 95 % intervals: what chance alone leaves open, were the patients drawn "
    "at random from all such patients, which nobody did here."
)
_APART = (
    "Each row is one result of one study; rows of one study overlap. Improved, and improved or "
    "stable, are two endpoints: the second is never counted as the first."
)
_NOT_DIRECT = (
    "indirect: patients of another condition, named by a judgement on the evidence for this one."
)
_RATE_COLUMNS = ("rate", "low", "high")
_RATES = (
    *("subtype", "match", "treatment", "study", "outcome", "instrument", "assessor"),
    *("from", "to"),
    *("improved", "improved_or_stable", "worsened", "total"),
    *(f"improved_{each}" for each in _RATE_COLUMNS),
    *(f"improved_or_stable_{each}" for each in _RATE_COLUMNS),
    *("definition", "counted", "derivation", "among", "co_treatment"),
    *("control_improved", "control_total", *(f"control_{each}" for each in _RATE_COLUMNS)),
    *("design", "verification", "directness", "issued", "statement", "source", "review"),
)
_BRIEF = (
    *("subtype", "study", "directness", "treatment", "measured"),
    *("improved", "improved or stable", "design", "verification"),
)
_GAPS = ("gap", "subtype", "treatment", "claimed_by", "advised_by", "other_patients", "told")


def rates_answer(rates: Rates) -> Answer:
    """Return rates with all that is known of each, counts and rates as numbers."""
    rows = tuple(tuple(_rate_row(row)) for row in rates.rows)
    return _answer("rates", _RATES, rows, rates.scope, notes=tuple(_notes(rates)))


def rates_brief(rates: Rates) -> Answer:
    """Return rates for reading: a rate is one text with its interval."""
    rows = tuple(tuple(map(_text, _brief_row(row))) for row in rates.rows)
    answer = _answer("rates", _BRIEF, rows, rates.scope, notes=tuple(_notes(rates)))
    one = len({row.statement.treatment for row in rates.rows}) <= 1
    return answer.select([name for name in _BRIEF if name != "treatment"]) if one else answer


def left_out_answer(rates: Rates) -> Answer:
    """Return the results that were left out, each with the reason."""
    rows = [(out.row.term.label, out.row.label, *_told(out.row), out.why) for out in rates.left_out]
    columns = ("subtype", "left out", "improved", "improved or stable", "because")
    return _answer("rates", columns, [tuple(map(_text, row)) for row in rows], rates.scope)


def pooling_answer(pooling: Pooling) -> Answer:
    """Return what was pooled, or why nothing was."""
    return _pooled(pooling) if pooling.allowed else _refused(pooling)


def gaps_answer(gaps: Gaps) -> Answer:
    """Return gaps as rows: subtypes, then questions, then trials."""
    rows = tuple(tuple(Literal(text or _NONE) for text in row) for row in _gap_rows(gaps))
    notes = (
        _about(gaps.scope),
        (
            "A gap is one of this graph, and of studies on how patients fared: what was not "
            "entered, or could not be read, is missing as well as what nobody studied."
        ),
        ("Of other patients those studies alone stand here that a judgement on evidence names."),
        *filter(None, (gaps.scope.left_out,)),
        f"{gaps.scope.made}.",
        gaps.scope.disclaimer,
    )
    return _answer("gaps", _GAPS, rows, gaps.scope, notes=notes)


def _answer(
    name: str,
    columns: Sequence[str],
    rows: Iterable[tuple[Cell, ...]],
    scope: Scope,
    *,
    notes: tuple[str, ...] = (),
) -> Answer:
    return Answer(tuple(columns), tuple(rows), question=name, notes=notes, prefixes=scope.prefixes)


def _about(scope: Scope) -> str:
    return f"{scope.treatment} in {scope.subtype}. {scope.whom}"


def _notes(rates: Rates) -> Iterator[str]:
    yield _about(rates.scope)
    yield _APART
    yield _INTERVAL
    if any(not row.statement.direct for row in rates.rows):
        yield _NOT_DIRECT
    yield (
        "What else was given stands with a result where the source says so of it; where nothing "
        "is said, something may have been given."
    )
    if rates.scope.left_out:
        yield rates.scope.left_out
        yield f"{len(rates.left_out)} of {len(rates.left_out) + len(rates.rows)} results left out."
    for label, before, after in rates.difference:
        yield f"{label}: {_results(before)} before, {after} after."
    unreviewed = sum(not row.statement.reviewed for row in rates.rows)
    if rates.rows:
        yield f"{unreviewed} of {len(rates.rows)} rows rest on unreviewed statements."
    yield f"{rates.scope.made}."
    yield rates.scope.disclaimer


def _results(number: int) -> str:
    return f"{number} result" if number == 1 else f"{number} results"


def _rate_row(row: Row) -> Iterator[Cell]:
    said, result = row.statement, row.result
    yield Iri(row.term.iri)
    yield from map(_text, (row.term.match, said.given, said.title, said.outcome))
    yield from map(_text, (result.instrument, result.assessor, result.since, result.until))
    yield from map(_number, (result.improved, _events(row.either), result.worsened, result.total))
    yield from _rate_cells(row.improved)
    yield from _rate_cells(row.either)
    yield from map(_text, (result.definition, row.counted))
    yield _text(result.arithmetic or result.derivation)
    yield from (_list(result.among), _list(said.beside))
    yield from map(_number, (result.others_improved, result.others_total))
    yield from _rate_cells(row.control)
    yield from map(_text, (said.design, said.verification, _directness(said)))
    yield _number(said.year)
    yield from (Iri(said.iri), Iri(said.source))
    yield _text("reviewed" if said.reviewed else "unreviewed")


def _brief_row(row: Row) -> Iterator[str]:
    said = row.statement
    close = " (close)" * (row.term.match == "close")
    yield row.term.label + close
    yield said.title
    yield _directness(said)
    yield said.given
    yield "; ".join(row.measured)
    yield from _told(row)
    yield from (said.design, said.verification)


def _told(row: Row) -> tuple[str, str]:
    improved = str(row.improved or "")
    if row.improved and row.control:
        improved += f"; control {row.control}"
    return improved, str(row.either or "")


def _directness(said: Statement) -> str:
    return "direct" if said.direct else "indirect"


def _pooled(pooling: Pooling) -> Answer:
    columns = (
        *("endpoint", "subtype", "treatment", "outcome", "instrument", "assessor", "studies"),
        *("rate", "low", "high", "tau2", "i2", "q", "q_p", "method"),
    )
    rows = []
    for group in pooling.groups:
        found = group.pooled
        measured = (
            *(group.endpoint, group.subtype, group.treatment, group.outcome),
            *(group.instrument, group.assessor),
        )
        numbers = (found.estimate, *found.interval, found.tau2, found.i2, found.q, found.p)
        counts = zip(group.titles, group.counts, strict=True)
        rows.append(
            (
                *map(_text, measured),
                _list(f"{title}: {count.events}/{count.total}" for title, count in counts),
                *map(_decimal, numbers),
                _text(found.method),
            )
        )
    notes = (
        (
            "No reason against was found, which is needed and not enough: whether patients and "
            "treatments are alike remains a clinical question."
        ),
        (
            "The interval is about the middle of such studies; a new one may lie outside it. Of "
            "two or three studies it says little, as little as they can."
        ),
        f"{pooling.unreviewed} of the results pooled rest on unreviewed statements.",
        pooling.scope.disclaimer,
    )
    return _answer("pool", columns, rows, pooling.scope, notes=notes)


def _refused(pooling: Pooling) -> Answer:
    rows = [
        (_text(pair.titles[0]), _text(pair.titles[1]), _list(pair.reasons))
        for pair in pooling.pairs
        if pair.reasons
    ]
    rows += [(_text("all"), _text("all"), _text(reason)) for reason in pooling.reasons]
    notes = (
        _about(pooling.scope),
        "Not pooled. One reason is enough." if pooling.pairs else "There is nothing to pool.",
        (
            "In common means by the same name: a narrower or close subtype, or a narrower "
            "condition beside a broader one, is a reason against; so is what is not stated."
        ),
        f"{pooling.scope.made}.",
        pooling.scope.disclaimer,
    )
    return _answer("pool", ("study", "other", "reasons against"), rows, pooling.scope, notes=notes)


def _gap_rows(gaps: Gaps) -> Iterator[tuple[str, ...]]:
    condition = gaps.scope.condition
    treatment = "any treatment" if gaps.scope.treatment == EVERY else gaps.scope.treatment
    left = "is left" if gaps.scope.left_out else "is in the graph"
    for each in gaps.without:
        told = f"No study of what {treatment} did to patients with {condition} {left}"
        told += _near(each.narrower, each.close)
        kind = "only narrower studied" if each.narrower else "no study"
        yield kind, each.term.label, treatment, "", "", "", told
    for asked in gaps.open:
        cell = asked.cell
        others = ", ".join(study.title for study in cell.indirect)
        about = (asked.term.label, asked.treatment)
        told = cell.told + _near(asked.narrower, asked.close)
        claimed, advised = ", ".join(cell.claimed), ", ".join(cell.recommended)
        yield "asked, no study", *about, claimed, advised, others, told
    for waiting in gaps.waiting:
        study = waiting.study
        kind = "trial without a result" if study.registration else "treated, no result here"
        number = f"{study.enrolled} patients" if study.enrolled is not None else ""
        told = "; ".join(filter(None, (study.design, number, *waiting.labels)))
        named = f"{study.registration or study.title}: {told}"
        yield kind, study.form, study.given, "", "", "", named


def _near(narrower: Sequence[str], close: Sequence[str]) -> str:
    told = f"; of narrower subtypes: {', '.join(narrower)}" if narrower else ""
    return told + (f"; of close subtypes: {', '.join(close)}" if close else "")


def _rate_cells(rate: Rate | None) -> Iterator[Cell]:
    """Yield share and interval; one patient has none."""
    known = rate if rate and not rate.single else None
    yield _decimal(known.share if known else None)
    yield from map(_decimal, known.interval if known else (None, None))


def _events(rate: Rate | None) -> int | None:
    return rate.events if rate else None


def _text(value: str) -> Cell:
    return Literal(value or _NOT_STATED)


def _number(value: int | None) -> Cell:
    return Literal(_NOT_STATED) if value is None else Literal(str(value), _INTEGER)


def _decimal(value: float | None) -> Cell:
    return Literal(_NOT_STATED) if value is None else Literal(f"{value:.4f}", _DECIMAL)


def _list(values: Iterable[str]) -> Cell:
    return tuple(map(Literal, values)) or Literal(_NOT_STATED)
