"""The answer to a canned question over HTTP: what is given, in which format, with what headers."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.responses import Response

from ivig_kg.answer import FORMATS, Answer, render
from ivig_kg.answer.interchange import dumped
from ivig_kg.errors import UsageError
from ivig_kg.model import Question
from ivig_kg.names import nearest
from ivig_kg.web.exports import as_json
from ivig_kg.web.negotiate import choose
from ivig_kg.web.problems import Problem
from ivig_kg.web.snapshot import Snapshot

__all__ = ["FORMAT", "MEDIA", "REVIEWED", "Given", "answered", "given_in", "href"]

FORMAT, REVIEWED = "format", "reviewed-only"
"""The two parameters that every question takes beside its own."""

MEDIA: Mapping[str, str] = {
    "records": "application/json",
    "json": "application/sparql-results+json",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "md": "text/markdown",
    "table": "text/plain",
    "sheet": "text/csv",
    "ttl": "text/turtle",
}
"""The media type of each format; the first is the one that is given unasked."""

_SAVED = {"csv": "", "sheet": "-sheet"}  # formats that are saved to a file, and its name's ending
_CHOICES = {"true": True, "false": False}


@dataclass(frozen=True)
class Given:
    """What a request gives for a question.

    Args:
        parameters: the question's own parameters, with the values of each.
        format: one of ``FORMATS``; None where Accept is to decide.
        reviewed_only: rest the answer on accepted statements alone.
    """

    parameters: Mapping[str, Sequence[str]]
    format: str | None = None
    reviewed_only: bool = False


def given_in(pairs: Iterable[tuple[str, str]]) -> Given:
    """Read the parameters of a request.

    Raises:
        UsageError: an unknown format, or reviewed-only that is neither true nor false.
    """
    values: defaultdict[str, list[str]] = defaultdict(list)
    for name, value in pairs:
        values[name].append(value)
    form = _single(values.pop(FORMAT, []), FORMAT)
    if form is not None and form not in FORMATS:
        near = nearest(form[:80], FORMATS) or FORMATS
        raise UsageError(f"{FORMAT}: none is called {form[:80]!r}; nearest: {', '.join(near)}")
    reviewed = _single(values.pop(REVIEWED, []), REVIEWED)
    if reviewed is not None and reviewed not in _CHOICES:
        raise UsageError(f"{REVIEWED}: {reviewed[:40]!r}; give true or false")
    return Given(values, form, _CHOICES[reviewed or "false"])


def answered(
    snapshot: Snapshot, question: Question, given: Given, accept: str | None = None
) -> Response:
    """Answer a question in the format that is given, else the one that a client likes best.

    Raises:
        Problem: 406, the client takes none.
        UsageError: an unknown parameter or value, or a format that does not fit.
    """
    found = snapshot.graph.ask(question.name, given.parameters, reviewed_only=given.reviewed_only)
    form = given.format or _chosen(found, accept)
    records = href(question.name, given, "records")
    if form == "records":
        made = _records(snapshot, found, given)
    else:
        text = render(found, form)
        text = _with_link(text, snapshot.origin + records) if form == "json" else text
        text += "".join(f"note: {note}\n" for note in found.notes) if form == "table" else ""
        # W3C's CSV and TSV are UTF-8 by registration; the rest say so.
        made = Response(text, media_type=_typed(form))
    made.headers["Link"] = (
        f'<{records}>; rel="describedby"; type="{MEDIA["records"]}", '
        f'</questions/{question.name}>; rel="alternate"; type="text/html"'
    )
    if form in _SAVED:
        name = f"ivig-kg-{question.name}{_SAVED[form]}.csv"
        made.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return made


def href(name: str, given: Given, form: str) -> str:
    """Return where the answer stands in a format: the same question with the same values."""
    pairs = [(key, value) for key, values in given.parameters.items() for value in values]
    pairs += [(REVIEWED, "true")] if given.reviewed_only else []
    return f"/api/questions/{name}?{urlencode([*pairs, (FORMAT, form)])}"


def _single(values: Sequence[str], name: str) -> str | None:
    if len(values) > 1:
        raise UsageError(f"{name}: given {len(values)} times, and takes one value")
    return values[0] if values else None


def _chosen(found: Answer, accept: str | None) -> str:
    """Return the format that a client likes best, of those that its Accept can ask for."""
    fitting = [form for form in MEDIA if form != "sheet" and _fits(found, form)]
    media = choose(accept, [MEDIA[form] for form in fitting])
    if media is None:
        there = ", ".join(MEDIA[form] for form in fitting)
        raise Problem(406, f"there is: {there}; or give {FORMAT}= one of {', '.join(FORMATS)}")
    return next(form for form in fitting if MEDIA[form] == media)


def _fits(found: Answer, form: str) -> bool:
    return form != "ttl" or found.form == "CONSTRUCT"


def _typed(form: str) -> str:
    header = "; header=present" if form in _SAVED else ""
    return f"{MEDIA[form]}; charset=utf-8{header}" if form != "json" else MEDIA[form]


def _records(snapshot: Snapshot, found: Answer, given: Given) -> Response:
    document: dict[str, object] = {
        "question": found.question,
        "summary": found.summary,
        "parameters": given.parameters,
        "reviewed_only": given.reviewed_only,
        "notes": found.notes,
        "columns": found.tabular().columns,
        "rows": found.to_records(),
    }
    return as_json(snapshot, document)


def _with_link(text: str, address: str) -> str:
    """Put an address into the head of SPARQL results JSON, where its standard has room for it."""
    results = json.loads(text)
    results["head"]["link"] = [address]
    return dumped(results)
