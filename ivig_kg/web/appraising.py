"""Appraisals over HTTP: rates and gaps as rows, map, forest and profile as JSON, pictures, text."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from ivig_kg.appraise.formats import Shown, render
from ivig_kg.appraise.paper import LEAST, WIDEST
from ivig_kg.appraise.profile import Profile
from ivig_kg.appraise.tables import gaps_answer, left_out_answer, rates_answer, rates_brief
from ivig_kg.draw import style
from ivig_kg.errors import UsageError
from ivig_kg.names import nearest
from ivig_kg.web.addresses import with_query
from ivig_kg.web.answering import FORMAT, MEDIA, Places, format_in, liked, single, written
from ivig_kg.web.choosing import Chosen, given, look_up, read
from ivig_kg.web.guard import policy
from ivig_kg.web.problems import Problem
from ivig_kg.web.snapshot import Snapshot

__all__ = ["APPRAISALS", "WIDTH", "WIDTHS", "Appraisal", "answer", "profile_of"]

WIDTH, WIDTHS = "width", (LEAST, WIDEST)
"""The width of a picture, and its bounds in pixels."""

_ROWS = {form: media for form, media in MEDIA.items() if form != "ttl"}
_JSON, _MARKDOWN, _SVG = "application/json", MEDIA["md"], "image/svg+xml"
_FOR_PEOPLE = ("md", "table")


class Appraisal(NamedTuple):
    """What stands at an address of its own.

    Args:
        summary: what it gives.
        media: the media type of each format; the first is the one that is given unasked.
        page: the address of its page.
        every: whether all treatments are meant where none is given.
        picture: whether it is drawn.
    """

    summary: str
    media: Mapping[str, str]
    page: str
    every: bool = False
    picture: bool = False


APPRAISALS: Mapping[str, Appraisal] = {
    "rates": Appraisal("Who fared well, of how many, study by study", _ROWS, "/forest"),
    "forest": Appraisal(
        "The rates for a picture, and why they are not pooled",
        {"json": _JSON, "svg": _SVG},
        "/forest",
        picture=True,
    ),
    "map": Appraisal(
        "What is studied: subtypes by treatments",
        {"json": _JSON, "svg": _SVG},
        "/map",
        every=True,
        picture=True,
    ),
    "profile": Appraisal(
        "What is known of one treatment in one subtype, after GRADE",
        {"json": _JSON, "md": _MARKDOWN},
        "/profile",
    ),
    "gaps": Appraisal(
        "What nobody studied, and studies without a result", _ROWS, "/gaps", every=True
    ),
}
"""All appraisals by name."""


def answer(request: Request, snapshot: Snapshot) -> Response:
    """Answer GET /api/appraise/{name}: the appraisal, in the format asked for.

    Raises:
        Problem: 404, there is no such appraisal; 406, no format that the client takes.
        UsageError: an unknown parameter, name or value.
    """
    name = request.path_params["name"]
    appraisal = _named(name)
    more = (FORMAT, WIDTH) if appraisal.picture else (FORMAT,)
    values = given(request.query_params.multi_items(), more)
    form = format_in(values.pop(FORMAT, []), list(appraisal.media))
    width = _width(single(values.pop(WIDTH, []), WIDTH))
    chosen = read(snapshot, values, every=appraisal.every)
    form = form or liked(appraisal.media, request.headers.get("accept"))
    if appraisal.media is _ROWS:
        return _rows(snapshot, name, form, chosen)
    return _shown(snapshot, name, form, chosen, width)


def profile_of(snapshot: Snapshot, chosen: Chosen) -> Profile:
    """Return the profile of a subtype and a treatment, the usual ones where none are chosen."""
    usual = {each.name: each.default[0] for each in look_up(snapshot).parameters}
    subtype, treatment = (chosen.about.get(name, usual[name]) for name in ("subtype", "treatment"))
    return snapshot.graph.appraise.profile(f"<{subtype}>", f"<{treatment}>", **chosen.kept)


def _named(name: str) -> Appraisal:
    if name not in APPRAISALS:
        near = nearest(name[:80], APPRAISALS)
        known = ", ".join(APPRAISALS)
        hint = f"did you mean: {', '.join(near)}?" if near else f"there are: {known}"
        raise Problem(404, f"no appraisal is called {name[:80]!r}; {hint}")
    return APPRAISALS[name]


def _width(text: str | None) -> int:
    least, most = WIDTHS
    if text is None:
        return 0
    plain = text.isascii() and text.isdigit() and len(text) <= len(str(most))
    if not (plain and least <= int(text) <= most):
        raise UsageError(f"{WIDTH}: {text[:40]!r}; give a number of pixels from {least} to {most}")
    return int(text)


def _rows(snapshot: Snapshot, name: str, form: str, chosen: Chosen) -> Response:
    appraise = snapshot.graph.appraise
    pairs = chosen.pairs(snapshot)
    head: dict[str, object] = {"appraisal": name, "parameters": _by_name(pairs)}
    if name == "gaps":
        found = gaps_answer(appraise.gaps(**chosen.choice))
    else:
        rates = appraise.rates(**chosen.choice)
        found = rates_brief(rates) if form in _FOR_PEOPLE else rates_answer(rates)
        head["left_out"] = left_out_answer(rates).to_records()
    records = with_query(f"/api/appraise/{name}", [*pairs, (FORMAT, "records")])
    places = Places(name, records, with_query(APPRAISALS[name].page, pairs))
    return written(snapshot, snapshot.graph.asker.named(found), form, places, head)


def _shown(snapshot: Snapshot, name: str, form: str, chosen: Chosen, width: int) -> Response:
    appraise = snapshot.graph.appraise
    shown: Shown
    if name == "map":
        shown = appraise.map(**chosen.choice)
    elif name == "forest":
        shown = appraise.forest(**chosen.choice)
    else:
        shown = profile_of(snapshot, chosen)
    text = render(shown, form, width=width if form == "svg" else 0)
    appraisal, pairs = APPRAISALS[name], chosen.pairs(snapshot)
    media = appraisal.media[form]
    made = Response(text, media_type=media)
    links = [f'<{with_query(appraisal.page, pairs)}>; rel="alternate"; type="text/html"']
    for other in appraisal.media.keys() - {form}:
        there = with_query(f"/api/appraise/{name}", [*pairs, (FORMAT, other)])
        links.append(f'<{there}>; rel="alternate"; type="{appraisal.media[other]}"')
    made.headers["Link"] = ", ".join(links)
    if form == "svg":
        made.headers["Content-Disposition"] = f'inline; filename="ivig-kg-{name}.svg"'
        made.headers["Content-Security-Policy"] = policy(styles=_own_style())
    return made


def _by_name(pairs: list[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


@cache
def _own_style() -> str:
    """Return the source of styles that lets a picture have the style in it, and no other."""
    digest = sha256(f"\n{style()}".encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
