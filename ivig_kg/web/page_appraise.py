"""The pages of appraisals: evidence map, forest, profile and gaps, each with its form."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from ivig_kg.appraise import forest_page, map_page, profile_page
from ivig_kg.appraise.map_words import title_of
from ivig_kg.appraise.profile import Profile
from ivig_kg.appraise.tables import left_out_answer
from ivig_kg.pages import Html
from ivig_kg.web.addresses import with_query
from ivig_kg.web.appraising import profile_of
from ivig_kg.web.choosing import Chosen, given, read
from ivig_kg.web.page_choice import choice_form
from ivig_kg.web.page_frame import Link, link, page
from ivig_kg.web.page_gaps import gaps_section, gaps_title
from ivig_kg.web.page_table import table_of
from ivig_kg.web.snapshot import Snapshot

__all__ = ["evidence_map", "forest", "gaps", "profile"]

_TABS = {"/map": "Map", "/forest": "Forest", "/profile": "Profile", "/gaps": "Gaps"}
_MAP, _FOREST, _PROFILE, _GAPS = _TABS
_PICTURE = (("Picture (SVG)", "svg"), ("JSON", "json"))
_RATES = (("CSV of the rates", "csv"), ("CSV for a spreadsheet", "sheet"))
_ROWS = (("CSV", "csv"), ("CSV for a spreadsheet", "sheet"), ("JSON records with notes", "records"))


@dataclass(frozen=True)
class _Asked:
    """What a page was asked for, and what all of these pages have."""

    snapshot: Snapshot
    at: str
    chosen: Chosen
    every: bool

    @property
    def form(self) -> Html:
        return choice_form(self.snapshot, self.at, self.chosen, every=self.every)

    def where(self, subtype: str, treatment: str) -> str:
        """Return the address of a profile with the same choice of what counts."""
        pairs = self.chosen.pairs(self.snapshot, subtype=subtype, treatment=treatment)
        return with_query(_PROFILE, pairs)

    def downloads(self, name: str, forms: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
        pairs, path = self.chosen.pairs(self.snapshot), f"/api/appraise/{name}"
        return [(text, with_query(path, [*pairs, ("format", form)])) for text, form in forms]

    def page(
        self,
        title: str,
        body: Html,
        downloads: Sequence[tuple[str, str]],
        **more: object,
    ) -> Response:
        pairs = self.chosen.pairs(self.snapshot)
        known: dict[str, object] = {"left_out": None, "behind": (), **more}
        return page(
            self.snapshot,
            "appraise.html",
            here=_MAP,
            current="page" if self.at == _MAP else "true",
            at=self.at,
            tabs=[(path, with_query(path, pairs), text) for path, text in _TABS.items()],
            title=title,
            body=body,
            downloads=downloads,
            **known,
        )


def evidence_map(request: Request, snapshot: Snapshot) -> Response:
    """Show what is studied: subtypes by treatments; each cell leads to its profile.

    Raises:
        UsageError: an unknown parameter, name or value.
    """
    asked = _asked(request, snapshot, _MAP, every=True)
    found = snapshot.graph.appraise.map(**asked.chosen.choice)
    body = map_page.to_section(found, asked.where, asked.form)
    return asked.page(title_of(found), body, asked.downloads("map", _PICTURE))


def forest(request: Request, snapshot: Snapshot) -> Response:
    """Show who fared well, of how many, as a picture and as a table.

    Raises:
        UsageError: an unknown parameter, name or value.
    """
    asked = _asked(request, snapshot, _FOREST)
    found = snapshot.graph.appraise.forest(**asked.chosen.choice)
    rates = found.rates
    said = [(row.statement.iri, row.statement.label) for row in rates.rows]
    return asked.page(
        found.title,
        forest_page.to_section(found, asked.form),
        [*asked.downloads("forest", _PICTURE), *asked.downloads("rates", _RATES)],
        left_out=table_of(snapshot, left_out_answer(rates)) if rates.left_out else None,
        behind=_behind(snapshot, [("Statements", said)]),
    )


def profile(request: Request, snapshot: Snapshot) -> Response:
    """Show what is known of one treatment in one subtype.

    Raises:
        UsageError: an unknown parameter, name or value.
    """
    asked = _asked(request, snapshot, _PROFILE)
    found = profile_of(snapshot, asked.chosen)
    forms = (("Markdown", "md"), ("JSON", "json"))
    return asked.page(
        found.title,
        profile_page.to_section(found, asked.form),
        asked.downloads("profile", forms),
        behind=_behind(snapshot, _said_in(found)),
    )


def gaps(request: Request, snapshot: Snapshot) -> Response:
    """Show what nobody studied, and studies without a result.

    Raises:
        UsageError: an unknown parameter, name or value.
    """
    asked = _asked(request, snapshot, _GAPS, every=True)
    found = snapshot.graph.appraise.gaps(**asked.chosen.choice)
    body = gaps_section(snapshot, found, asked.where, asked.form)
    return asked.page(gaps_title(found), body, asked.downloads("gaps", _ROWS))


def _asked(request: Request, snapshot: Snapshot, at: str, *, every: bool = False) -> _Asked:
    values = given(request.query_params.multi_items(), form=True)
    return _Asked(snapshot, at, read(snapshot, values, every=every, form=True), every)


def _said_in(found: Profile) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return what a profile rests on, by kind: IRIs and what they are called."""
    return [
        ("Statements of studies", [(said.iri, said.label) for said, _ in found.said]),
        ("Judgements", [(line.judged.iri, "") for line in found.lines]),
        ("Statements on harms", [(each.harm.iri, each.harm.label) for each in found.harms]),
        ("Claims and recommendations", [(word.iri, word.label) for word in found.words]),
        ("What documents think of others' studies", [(r.iri, r.label) for r in found.readings]),
        ("Studies without a result", [(each.statement, each.label) for each in found.untold]),
    ]


def _behind(
    snapshot: Snapshot, kinds: Iterable[tuple[str, Sequence[tuple[str, str]]]]
) -> list[tuple[str, list[Link]]]:
    """Return the things that a page rests on, each once, by kind."""
    return [
        (heading, [link(snapshot, iri, text) for iri, text in dict(things).items()])
        for heading, things in kinds
        if things
    ]
