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

__all__ = [
    "FORMAT",
    "MEDIA",
    "REVIEWED",
    "Given",
    "Places",
    "answered",
    "format_in",
    "given_in",
    "href",
    "liked",
    "single",
    "written",
]

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


@dataclass(frozen=True)
class Places:
    """Where an answer stands.

    Args:
        name: what a file of it is called.
        records: the address of its records, in which its notes stand.
        page: the address of its page.
    """

    name: str
    records: str
    page: str


def given_in(pairs: Iterable[tuple[str, str]]) -> Given:
    """Read the parameters of a request.

    Raises:
        UsageError: an unknown format, or reviewed-only that is neither true nor false.
    """
    values: defaultdict[str, list[str]] = defaultdict(list)
    for name, value in pairs:
        values[name].append(value)
    form = format_in(values.pop(FORMAT, []), FORMATS)
    reviewed = single(values.pop(REVIEWED, []), REVIEWED)
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
    fitting = {form: media for form, media in MEDIA.items() if _fits(found, form)}
    form = given.format or liked(fitting, accept)
    places = Places(
        question.name, href(question.name, given, "records"), f"/questions/{question.name}"
    )
    head: dict[str, object] = {
        "question": found.question,
        "summary": found.summary,
        "parameters": given.parameters,
        "reviewed_only": given.reviewed_only,
    }
    return written(snapshot, found, form, places, head)


def written(
    snapshot: Snapshot, found: Answer, form: str, places: Places, head: Mapping[str, object]
) -> Response:
    """Write an answer in a format, with the headers that lead from it.

    Args:
        snapshot: the content that was asked.
        found: what it returned, with names and notes.
        form: one of ``FORMATS``.
        places: where it stands.
        head: what its records begin with.

    Raises:
        UsageError: the format does not fit.
    """
    if form == "records":
        made = _records(snapshot, found, head)
    else:
        text = render(found, form)
        text = _with_link(text, snapshot.origin + places.records) if form == "json" else text
        text += "".join(f"note: {note}\n" for note in found.notes) if form == "table" else ""
        # W3C's CSV and TSV are UTF-8 by registration; the rest say so.
        made = Response(text, media_type=_typed(form))
    made.headers["Link"] = (
        f'<{places.records}>; rel="describedby"; type="{MEDIA["records"]}", '
        f'<{places.page}>; rel="alternate"; type="text/html"'
    )
    if form in _SAVED:
        name = f"ivig-kg-{places.name}{_SAVED[form]}.csv"
        made.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return made


def href(name: str, given: Given, form: str) -> str:
    """Return where the answer stands in a format: the same question with the same values."""
    pairs = [(key, value) for key, values in given.parameters.items() for value in values]
    pairs += [(REVIEWED, "true")] if given.reviewed_only else []
    return f"/api/questions/{name}?{urlencode([*pairs, (FORMAT, form)])}"


def single(values: Sequence[str], name: str) -> str | None:
    """Return the value of a parameter that takes one; None where it is not given.

    Raises:
        UsageError: it is given several times.
    """
    if len(values) > 1:
        raise UsageError(f"{name}: given {len(values)} times, and takes one value")
    return values[0] if values else None


def format_in(values: Sequence[str], formats: Sequence[str]) -> str | None:
    """Return the format that is asked for; None where Accept is to decide.

    Raises:
        UsageError: it is none of these; the nearest are named.
    """
    form = single(values, FORMAT)
    if form is not None and form not in formats:
        near = nearest(form[:80], formats) or formats
        raise UsageError(f"{FORMAT}: none is called {form[:80]!r}; nearest: {', '.join(near)}")
    return form


def liked(media: Mapping[str, str], accept: str | None) -> str:
    """Return the format that a client likes best.

    Args:
        media: the media type of each format that there is; of several formats of one media type
            Accept can ask for the first alone.
        accept: the header, as it came.

    Raises:
        Problem: 406, it takes none.
    """
    found = choose(accept, list(media.values()))
    if found is None:
        there = ", ".join(dict.fromkeys(media.values()))
        raise Problem(406, f"there is: {there}; or give {FORMAT}= one of {', '.join(media)}")
    return next(form for form in media if media[form] == found)


def _fits(found: Answer, form: str) -> bool:
    return form != "ttl" or found.form == "CONSTRUCT"


def _typed(form: str) -> str:
    header = "; header=present" if form in _SAVED else ""
    return f"{MEDIA[form]}; charset=utf-8{header}" if form != "json" else MEDIA[form]


def _records(snapshot: Snapshot, found: Answer, head: Mapping[str, object]) -> Response:
    told: dict[str, object] = {
        "notes": found.notes,
        "columns": found.tabular().columns,
        "rows": found.to_records(),
    }
    return as_json(snapshot, {**head, **told})


def _with_link(text: str, address: str) -> str:
    """Put an address into the head of SPARQL results JSON, where its standard has room for it."""
    results = json.loads(text)
    results["head"]["link"] = [address]
    return dumped(results)
