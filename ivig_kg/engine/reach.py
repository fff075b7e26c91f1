"""What a foreign query may not do outside the graph: SERVICE, FROM elsewhere, updates.

pyoxigraph's parser works without a scanner, so that ``trueSERVICE?e{``, ``service:x {`` and, behind
a less-than sign, code that looks like an IRI all mean something to it. Those are refused here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ivig_kg.engine.tokens import UPDATE_WORDS, Token, undo_escapes
from ivig_kg.errors import RefusedQuery

__all__ = ["refuse_reaching_out"]

_ORIGIN = re.compile(
    r"(?P<scheme>https?)://(?P<host>[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])"
    r"(?::(?P<port>[0-9]+))?(?=[/?#]|$)",
    re.IGNORECASE,
)
_PORTS = {"http": "80", "https": "443"}
_HIDDEN_SERVICE = re.compile(r"(?:true|false)?service", re.IGNORECASE)
_PLAIN_IRI = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*://|[^'#()!]*$")
_LOCAL_ESCAPE = re.compile(r"\\(.)")
_NOTHING = Token("operator", "", 0)


def refuse_reaching_out(
    tokens: Sequence[Token], graphs: str, allow_service: str | None = None
) -> None:
    """Refuse a query that changes data, reads graphs from elsewhere or calls endpoints.

    Args:
        tokens: the query.
        graphs: the namespace of the graphs that FROM may name.
        allow_service: the endpoint whose scheme, host and port SERVICE may call.

    Raises:
        RefusedQuery: it does one of these, or may do so in another reading.
    """
    padded = (_NOTHING, _NOTHING, *tokens, _NOTHING, _NOTHING)
    prefixes: dict[str, str] = {}
    for place, token in enumerate(tokens, start=2):
        before, after = padded[place - 2 : place], padded[place + 1 : place + 3]
        if token.word == "PREFIX":
            prefixes[after[0].text] = after[1].text[1:-1]
        _refuse_update(token)
        _refuse_ambiguous(token, before, after[0])
        if token.word.endswith("FROM"):  # ASKFROM is read as two words
            _require_own_graph(token, after, prefixes, graphs)
        if token.word == "SERVICE":
            _require_allowed(token, after, allow_service)


def _refuse_update(token: Token) -> None:
    if token.word in UPDATE_WORDS:
        raise RefusedQuery(
            f"query:{token.line}: {token.word} is SPARQL Update, and questions change nothing; the "
            "graph is changed in its files (see CONTRIBUTING.md)"
        )


def _refuse_ambiguous(token: Token, before: Sequence[Token], after: Token) -> None:
    hidden = (token.kind == "word" and "SERVICE" in token.word and token.word != "SERVICE") or (
        token.kind == "name" and after.text == "{" and _HIDDEN_SERVICE.match(token.text)
    )
    if hidden:
        raise RefusedQuery(
            f"query:{token.line}: {token.text} can be read as SERVICE; put spaces around keywords, "
            "and give the prefix another name"
        )
    if token.kind == "iri" and _may_be_less_than(before) and not _PLAIN_IRI.match(token.text):
        raise RefusedQuery(
            f"query:{token.line}: {token.text} can be read as an IRI or as a comparison; write the "
            "IRI in full (with its scheme and //), or a space behind the less-than sign"
        )


def _may_be_less_than(before: Sequence[Token]) -> bool:
    """Say whether ``<`` may be an operator here: something that has a value stands before it."""
    declares = before[0].word == "PREFIX"
    return not declares and (before[1].kind != "operator" or before[1].text in {")", "]", "}"})


def _require_own_graph(
    token: Token, after: Sequence[Token], prefixes: dict[str, str], graphs: str
) -> None:
    named = after[1] if after[0].word == "NAMED" else after[0]
    iri = _expanded(named, prefixes)
    if not iri.startswith(graphs) or "/../" in iri or "/./" in iri:
        raise RefusedQuery(
            f"query:{token.line}: FROM {named.text} is no graph of this content, and nothing is "
            f"fetched; graphs are named {graphs}… in full, or leave FROM out to ask all of them"
        )


def _expanded(token: Token, prefixes: dict[str, str]) -> str:
    if token.kind == "iri":
        return undo_escapes(token.text[1:-1])
    prefix, colon, local = token.text.partition(":")
    return undo_escapes(prefixes.get(prefix + colon, "")) + _LOCAL_ESCAPE.sub(r"\1", local)


def _require_allowed(token: Token, after: Sequence[Token], allowed: str | None) -> None:
    if allowed is None:
        raise RefusedQuery(
            f"query:{token.line}: SERVICE is refused, since it lets a query call other computers; "
            "ask the endpoint itself, and join the answers"
        )
    endpoint = after[1] if after[0].word == "SILENT" else after[0]
    iri = undo_escapes(endpoint.text[1:-1]) if endpoint.kind == "iri" else ""
    if _origin(iri) is None or _origin(iri) != _origin(allowed):
        raise RefusedQuery(
            f"query:{token.line}: SERVICE may call {allowed} and nothing else here; write that "
            f"endpoint as an IRI in angle brackets (found: {endpoint.text or 'nothing'})"
        )


def _origin(iri: str) -> tuple[str, str, str] | None:
    found = _ORIGIN.match(iri)
    if found is None:
        return None
    scheme = found["scheme"].lower()
    return scheme, found["host"].lower(), found["port"] or _PORTS[scheme]
