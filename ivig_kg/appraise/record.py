"""An appraisal for programs: one JSON object.

All have ``about`` (subtype, treatment, condition, left_out, content, made, disclaimer). A rate is
an object of events, total, share, low and high: fractions of one, the interval that of Wilson at
95 %. What is not stated is null or an empty list; texts are in words, ``iri`` identifies.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ivig_kg.answer.interchange import dumped
from ivig_kg.appraise.beside import Reading
from ivig_kg.appraise.evidence_map import Cell, CellStudy, EvidenceMap
from ivig_kg.appraise.forest import Forest
from ivig_kg.appraise.profile import HarmLine, Line, Profile
from ivig_kg.appraise.rates import Rate, Row
from ivig_kg.appraise.records import Result, Statement
from ivig_kg.appraise.scope import Scope
from ivig_kg.appraise.terms import Term

__all__ = ["forest_json", "map_json", "profile_json"]


def map_json(found: EvidenceMap) -> str:
    """Return an evidence map as JSON: rows and columns, and the cells that hold something."""
    return dumped(
        {
            "about": _about(found.scope),
            "rows": [_term(term) for term in found.rows],
            "columns": [{"iri": iri, "label": label} for iri, label in found.columns.items()],
            "cells": [_cell(cell) for term in found.rows for cell in found.of_row(term.iri)],
            "left_out": found.left_out,
            "statements": found.statements,
            "unreviewed": found.unreviewed,
        }
    )


def forest_json(forest: Forest) -> str:
    """Return a forest as JSON: its rows and the refusal to pool them."""
    return dumped(
        {
            "about": _about(forest.scope),
            "refusal": forest.refusal,
            "rows": [_row(row) for row in forest.rates.rows],
            "left_out": [_row(out.row) | {"because": out.why} for out in forest.rates.left_out],
        }
    )


def profile_json(profile: Profile) -> str:
    """Return an evidence profile as JSON."""
    return dumped(
        {
            "about": _about(profile.scope),
            "subtype": _term(profile.term),
            "cell": _cell(profile.cell),
            "judged": [_line(line) for line in profile.lines],
            "rates": [_row(row) for row in profile.rates.rows],
            "withheld_judgements": profile.withheld,
            "statements": [_said(said, results) for said, results in profile.said],
            "harms": [_harm(each) for each in profile.harms],
            "claims_and_recommendations": [
                {
                    "iri": word.iri,
                    "role": word.role,
                    "stance": word.stance,
                    "told": word.told,
                    "label": word.label,
                }
                for word in profile.words
            ],
            "readings": [_reading(each) for each in profile.readings],
            "without_result": [
                {"iri": each.iri, "study": each.title, "label": each.label}
                for each in profile.untold
            ],
            "left_out": list(profile.lost),
            "narrower_treatments": [
                {"treatment": name, "told": cell.told} for name, cell in profile.narrower
            ],
            "near": [{**_term(term), "told": cell.told} for term, cell in profile.near],
            "refusal": profile.refusal,
        }
    )


def _about(scope: Scope) -> dict[str, Any]:
    return {
        "subtype": scope.subtype,
        "treatment": scope.treatment,
        "condition": scope.condition,
        "left_out": list(scope.sieve.told),
        "content": {"version": scope.version, "sha256": scope.digest},
        "made": scope.drawn,
        "disclaimer": scope.disclaimer,
    }


def _term(term: Term) -> dict[str, Any]:
    return {
        "iri": term.iri,
        "label": term.label,
        "match": term.match,
        "depth": term.depth,
        "parents": list(term.parents),
        "also_under": list(term.also),
        "close": list(term.close),
    }


def _cell(cell: Cell) -> dict[str, Any]:
    return {
        "subtype": cell.subtype,
        "treatment": cell.treatment,
        "word": cell.word or None,
        "disputed": cell.disputed or None,
        "certainty": cell.certainty or None,
        "studies": [_study(study) for study in cell.studies],
        "indirect": [_study(study) for study in cell.indirect],
        "claimed_by": list(cell.claimed),
        "advised_by": list(cell.recommended),
        "otherwise_said_by": list(cell.otherwise),
        "left_out": list(cell.left_out),
        "claims_and_recommendations": list(cell.statements),
        "told": cell.told,
    }


def _study(study: CellStudy) -> dict[str, Any]:
    return {
        "iri": study.iri,
        "label": study.title,
        "direction": study.direction,
        "design": study.design or None,
        "patients": study.patients,
        "marks": list(study.marks),
        "statements": list(study.statements),
    }


def _rate(rate: Rate | None) -> dict[str, Any] | None:
    if rate is None:
        return None
    low, high = rate.interval
    shown = {"share": round(rate.share, 4), "low": round(low, 4), "high": round(high, 4)}
    return {"events": rate.events, "total": rate.total, **shown}


def _row(row: Row) -> dict[str, Any]:
    said, result = row.statement, row.result
    return {
        "subtype": {"iri": row.term.iri, "label": row.term.label, "match": row.term.match},
        "study": {"iri": said.study, "label": said.title, "design": said.design or None},
        "statement": said.iri,
        "source": said.source,
        "treatment": {"iri": said.treatment, "label": said.given},
        "outcome": said.outcome,
        "instrument": result.instrument or None,
        "assessor": result.assessor or None,
        "from": result.since or None,
        "to": result.until or None,
        "improved": _rate(row.improved),
        "improved_or_stable": _rate(row.either),
        "definition": result.definition or None,
        "counted": row.counted or None,
        "worsened": result.worsened,
        "control": _rate(row.control),
        "among": list(result.among),
        "co_treatment": list(said.beside),
        "derivation": result.arithmetic or result.derivation,
        "direct": said.direct,
        "verification": said.verification,
        "year": said.year,
        "reviewed": said.reviewed,
    }


def _said(said: Statement, results: Sequence[Result]) -> dict[str, Any]:
    return {
        "iri": said.iri,
        "label": said.label,
        "study": said.title,
        "direction": said.direction,
        "effect": said.effect,
        "outcome": said.outcome,
        "comparator": said.comparator or None,
        "patients": said.patients,
        "effects": [result.effect for result in results if result.effect],
        "direct": said.direct,
        "verification": said.verification,
    }


def _reading(reading: Reading) -> dict[str, Any]:
    return {
        "iri": reading.iri,
        "document": reading.title,
        "on": list(reading.about),
        "effect": reading.effect,
        "label": reading.label,
    }


def _harm(line: HarmLine) -> dict[str, Any]:
    harm = line.harm
    return {
        "iri": harm.iri,
        "label": harm.label,
        "outcome": harm.outcome,
        "study": harm.title,
        "subtype": harm.form,
        "rate": _rate(line.rate),
        "control": _rate(line.control),
        "effect": harm.told or None,
        "verification": harm.verification,
    }


def _line(line: Line) -> dict[str, Any]:
    judged = line.judged
    return {
        "iri": judged.iri,
        "outcome": judged.outcome,
        "studies": list(line.studies),
        "designs": list(line.designs),
        "patients": dict(line.patients),
        "other_statements": line.others,
        "domains": dict(line.domains),
        "raised": list(line.raised),
        "certainty": judged.certainty or None,
        "level": judged.level or None,
        "direct": judged.direct,
        "because": judged.because,
        "for": list(judged.supporting),
        "against": list(judged.opposing),
        "inconclusive": list(judged.open),
        "reviewed": judged.reviewed,
    }
