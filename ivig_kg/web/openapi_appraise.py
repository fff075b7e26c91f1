"""Appraisals in the description of the API: what each takes, its formats, and what it answers."""

from __future__ import annotations

from ivig_kg.errors import ContentUnavailable
from ivig_kg.model import Question
from ivig_kg.web import choosing
from ivig_kg.web.answering import FORMAT, MEDIA, REVIEWED
from ivig_kg.web.appraising import APPRAISALS, WIDTH, WIDTHS, Appraisal
from ivig_kg.web.choosing import ABOUT, look_up
from ivig_kg.web.openapi_parts import (
    FORMATS_SAID,
    TEXT,
    Json,
    answer,
    get,
    parameter,
    problems,
    query,
    ref,
)
from ivig_kg.web.snapshot import Snapshot

__all__ = ["appraisals", "asked_in"]

_SAID = {
    "subtype": "It, and the narrower and close ones. ",
    "treatment": "It, and the narrower ones. ",
    "condition": "The patients have it, or a narrower one. ",
}
_EVERY = "All of them where none is given. A label, synonym, identifier or IRI will do, too."


def asked_in(snapshot: Snapshot) -> list[Question]:
    """Return the look-up whose parameters appraisals take; none where the content has none."""
    try:
        return [look_up(snapshot)]
    except ContentUnavailable:  # a content of one's own need not have every look-up
        return []


def appraisals(snapshot: Snapshot) -> Json:
    """Return the descriptions of all appraisals, by their addresses."""
    return {
        f"/api/appraise/{name}": _described(name, appraisal, asked, snapshot)
        for asked in asked_in(snapshot)
        for name, appraisal in APPRAISALS.items()
    }


def _described(name: str, appraisal: Appraisal, asked: Question, snapshot: Snapshot) -> Json:
    taken = [*_about(appraisal, asked, snapshot), *_kept(snapshot)]
    taken.append(query(FORMAT, {"type": "string", "enum": list(appraisal.media)}, FORMATS_SAID))
    if appraisal.picture:
        least, most = WIDTHS
        width = {"type": "integer", "minimum": least, "maximum": most}
        taken.append(query(WIDTH, width, "Of a picture, in pixels; nothing else heeds it."))
    content: Json = dict.fromkeys(appraisal.media.values(), TEXT)
    content["application/json"] = ref(name.capitalize())
    if MEDIA["json"] in content:
        content[MEDIA["json"]] = ref("SparqlResults")
    answers = {"200": answer("The appraisal", content), **problems(400, 406)}
    made = get(f"appraise-{name}", appraisal.summary, taken, answers)
    made["get"]["tags"] = ["appraise"]
    return made


def _about(appraisal: Appraisal, asked: Question, snapshot: Snapshot) -> list[Json]:
    known = {each.name: parameter(each, snapshot) for each in asked.parameters}
    for name in ABOUT:
        known[name]["description"] = _SAID[name] + known[name]["description"]
    if appraisal.every:
        known["treatment"]["description"] = _SAID["treatment"] + _EVERY
    return [known[name] for name in ABOUT]


def _kept(snapshot: Snapshot) -> list[Json]:
    word = {"type": "string", "pattern": f"^({choosing.PATTERN})$"}
    design = {"type": "string", "enum": choosing.designs(snapshot)}
    return [
        query(choosing.WITHOUT, _several(word), "Leave out: several of them; n<5 is a number."),
        query(choosing.FEWER, _number(*choosing.FEWEST), "Leave out studies of fewer patients."),
        query(choosing.SINCE, _number(*choosing.YEARS), "The first year of documents."),
        query(choosing.UNTIL, _number(*choosing.YEARS), "The last year of documents."),
        query(choosing.DESIGN, _several(design), "Only studies of one of these designs."),
        query(REVIEWED, {"type": "boolean", "default": False}, "Accepted statements alone."),
    ]


def _several(items: Json) -> Json:
    return {"type": "array", "items": items, "minItems": 1, "maxItems": choosing.MOST}


def _number(least: int, most: int) -> Json:
    return {"type": "integer", "minimum": least, "maximum": most}
