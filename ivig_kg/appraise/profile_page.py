"""The evidence profile for a browser."""

from __future__ import annotations

from ivig_kg.appraise import page_parts
from ivig_kg.appraise.page_parts import block, paragraphs, table
from ivig_kg.appraise.profile import Profile
from ivig_kg.appraise.profile_words import Section, notes_of, sections_of
from ivig_kg.pages import Html, joined

__all__ = ["to_fragment", "to_page", "to_section"]

_NOTHING = Html()


def to_page(profile: Profile) -> str:
    """Return a profile as a whole page."""
    scope = profile.scope
    return page_parts.page(profile.title, scope.disclaimer, _body(profile), notes_of(profile))


def to_fragment(profile: Profile) -> str:
    """Return the page's main part without style, for a notebook."""
    scope = profile.scope
    return page_parts.fragment(profile.title, scope.disclaimer, _body(profile), notes_of(profile))


def to_section(profile: Profile, lead: Html = _NOTHING) -> Html:
    """Return a profile for a page that has a header and a footer of its own.

    Args:
        profile: the profile.
        lead: what stands below the title.
    """
    return page_parts.within(
        profile.title, _body(profile), notes_of(profile), lead, profile.scope.disclaimer
    )


def _body(profile: Profile) -> Html:
    return joined(map(_section, sections_of(profile)))


def _section(section: Section) -> Html:
    parts = [paragraphs(section.words)]
    if section.columns:
        parts.insert(0, table(section.title, section.columns, section.rows))
    return block("section", title=section.title, body=joined(parts))
