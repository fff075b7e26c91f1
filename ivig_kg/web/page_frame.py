"""What all pages share: templates that escape what comes in, the frame, and links to things."""

from __future__ import annotations

import re
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import NamedTuple
from weakref import WeakKeyDictionary

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.responses import Response

from ivig_kg.answer.wording import harmless
from ivig_kg.ask import DISCLAIMER
from ivig_kg.audit.tones import tone
from ivig_kg.draw import style
from ivig_kg.errors import ContentUnavailable
from ivig_kg.graph import KnowledgeGraph
from ivig_kg.pages import Html
from ivig_kg.reference.diagram import diagram_style
from ivig_kg.web.page_holdings import Holdings, read_holdings
from ivig_kg.web.snapshot import Snapshot

__all__ = [
    "Link",
    "StaticFile",
    "holdings_of",
    "link",
    "page",
    "part",
    "static_files",
    "tone_of",
    "whole",
]

_STATIC = {"style.css": "text/css", "icon.svg": "image/svg+xml"}
_KNOWN: WeakKeyDictionary[KnowledgeGraph, Holdings] = WeakKeyDictionary()


class Link(NamedTuple):
    """A text that may lead somewhere.

    Args:
        text: what it says.
        href: where it leads; empty where it may lead nowhere.
        title: the same for looking up, such as a CURIE.
        tone: the tone of a judgement; empty where it is none.
        claim: whether it is what a text claims, which must not look like evidence.
    """

    text: str
    href: str = ""
    title: str = ""
    tone: str = ""
    claim: bool = False


class StaticFile(NamedTuple):
    """A file that pages load.

    Args:
        media: its media type.
        data: what it holds.
        mark: the beginning of its hash, by which an address names this very version.
    """

    media: str
    data: bytes
    mark: str


def page(snapshot: Snapshot, template: str, /, **values: object) -> Response:
    """Return a page.

    Args:
        snapshot: the content, for what the frame says of it.
        template: the name of the file below templates/.
        values: what the template shows, all but ``Html`` made harmless and escaped; ``status`` is
            the HTTP status, too.
    """
    text = part(
        template,
        disclaimer=DISCLAIMER,
        version=snapshot.version,
        digest=snapshot.digest[:12],
        holdings=holdings_of(snapshot),
        marks={name: file.mark for name, file in static_files().items()},
        **{"here": "", "current": "page", "twins": (), **values},
    )
    status = values.get("status", 200)
    data = text.encode("utf-8", "replace")
    return Response(
        data, status if isinstance(status, int) else 200, media_type="text/html; charset=utf-8"
    )


def part(template: str, /, **values: object) -> Html:
    """Return what a template makes of values; all but ``Html`` is made harmless and escaped."""
    known = {
        name: Markup(value) if isinstance(value, Html) else value  # noqa: S704 (escaped there)
        for name, value in values.items()
    }
    return Html(_environment().get_template(template).render(**known))


def holdings_of(snapshot: Snapshot) -> Holdings:
    """Return how much the content holds, counted once."""
    graph = snapshot.graph
    if graph not in _KNOWN:
        try:
            answer = graph.asker.look_up("holdings")
        except ContentUnavailable:  # a content of one's own need not have every look-up
            return Holdings((), "How much a second person has reviewed is not stated.")
        _KNOWN[graph] = read_holdings(answer, graph.namespaces)
    return _KNOWN[graph]


def link(snapshot: Snapshot, iri: str, text: str = "") -> Link:
    """Return the link to a thing, by its label where no text is given."""
    curie = snapshot.graph.namespaces.compact(iri) or iri
    shown = text or snapshot.labels.get(iri) or curie
    href = snapshot.addresses.href(iri) or ""
    return Link(shown, href, curie, tone_of(snapshot, iri), iri in snapshot.claims)


def tone_of(snapshot: Snapshot, iri: str) -> str:
    """Return the tone of a code that says how well something is supported; else nothing."""
    base = snapshot.graph.namespaces.expand("ivig:")
    local = iri[len(base) :] if iri.startswith(base) else ""
    found = tone(re.sub("(?<=[a-z])(?=[A-Z])", " ", local).lower())
    return "" if found == "plain" else found


@cache
def static_files() -> dict[str, StaticFile]:
    """Return the files that pages load: the styles, those of the pages to keep first; an icon."""
    drawn = f"{diagram_style()}{style()}"
    shared = files("ivig_kg.pages").joinpath("style.css").read_bytes() + drawn.encode()
    here = files("ivig_kg.web").joinpath("static")
    data = {name: here.joinpath(name).read_bytes() for name in _STATIC}
    data["style.css"] = shared + data["style.css"]
    return {
        name: StaticFile(media, data[name], sha256(data[name]).hexdigest()[:12])
        for name, media in _STATIC.items()
    }


def whole(text: str) -> Markup:
    """Return a text of several lines, made harmless and escaped line by line."""
    return Markup("\n").join(escape(harmless(line)) for line in text.split("\n"))


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(str(files("ivig_kg.web").joinpath("templates"))),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_harmless,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters["whole"] = whole
    return environment


def _harmless(value: object) -> object:
    return harmless(value) if isinstance(value, str) and not isinstance(value, Markup) else value
