"""What the parsers of pyoxigraph raise, as errors of this project: readable, with the right line.

Where the SPARQL parser stops is not where it says: it compares keywords by their length, and so
reports the place behind the longest keyword it tried, or the end of the text when that is nearer.
Padding behind every query removes the second, the length of the keyword takes off the first.
"""

from __future__ import annotations

import re
from itertools import pairwise

from ivig_kg.engine.tokens import UPDATE_WORDS, Token, tokenise
from ivig_kg.errors import InvalidInput, IvigKgError, RemoteFailure, SyntaxFault

__all__ = ["document_fault", "query_fault"]

_DOCUMENT = re.compile(r"(?:Parser error [a-z0-9 ]+: )?(?P<reason>.*)", re.DOTALL)
_QUERY = re.compile(r"error at (?P<line>\d+):(?P<column>\d+): expected (?P<wanted>.*)", re.DOTALL)
_ABSOLUTE = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*:")
_KEYWORD = re.compile(r"(?:^|, |one of )(?P<keyword>[A-Z][A-Z_]+)(?=, |$)")
_PHRASE = re.compile(r"(?:one of )?(?P<phrase>(?:The|Duplicated|Multiple) [A-Za-z ]+)")

_HINTS = {
    "No scheme found in an absolute IRI": "a relative IRI; write it in full or with a prefix",
    "has not been declared": "declare it with an @prefix line, or mend the spelling",
    "Unexpected end": "the text ends inside a statement: is a quote, bracket or ' .' missing?",
    "Invalid UTF-8": "save the file as UTF-8",
    "Invalid IRI code point": "percent-encode the character, or mend the IRI",
}


def document_fault(error: SyntaxError, where: str) -> SyntaxFault:
    """Return what the parser of an RDF document found, with its place."""
    found = _DOCUMENT.fullmatch(error.msg)
    reason = found["reason"] if found else error.msg
    hints = [hint for sign, hint in _HINTS.items() if sign in reason]
    message = "; ".join([f"does not parse: {reason}", *hints])
    return SyntaxFault(message, where=where, line=error.lineno or 0)


def query_fault(error: Exception, text: str) -> IvigKgError:
    """Return what went wrong while a query was parsed or run.

    Args:
        error: what the store raised.
        text: the query as it was handed to the store, with its padding.

    Returns:
        SyntaxFault (no SPARQL), InvalidInput (an update, an unknown function) or RemoteFailure (the
        endpoint of a SERVICE).
    """
    if isinstance(error, SyntaxError):
        return _not_a_query(error, text)
    if isinstance(error, UnicodeEncodeError):
        line = text.count("\n", 0, error.start) + 1
        return SyntaxFault("half a character (a surrogate); mend it", where="query", line=line)
    in_service = "service" in text.lower() and "custom function" not in str(error)
    if isinstance(error, OSError) or in_service:
        return RemoteFailure(f"query: the endpoint of SERVICE failed: {error}")
    return InvalidInput(f"query: cannot be run: {error}")


def _not_a_query(error: SyntaxError, text: str) -> InvalidInput:
    try:
        tokens = tuple(tokenise(text))
    except SyntaxFault as fault:
        return fault
    if _is_update(tokens):
        return InvalidInput("query: this is an update; the graph is changed in its files only")
    return _undeclared(tokens) or _relative(tokens) or _at_place(error, text)


def _is_update(tokens: tuple[Token, ...]) -> bool:
    words = (token.word for token in tokens if token.kind == "word")
    first = next((word for word in words if word not in {"PREFIX", "BASE", "VERSION"}), "")
    return first in UPDATE_WORDS


def _undeclared(tokens: tuple[Token, ...]) -> SyntaxFault | None:
    declared = set()
    for before, token in pairwise((Token("operator", "", 0), *tokens)):
        prefix = token.text.partition(":")[0]
        if before.word == "PREFIX":
            declared.add(prefix)
        elif token.kind == "name" and prefix not in declared:
            message = f"the prefix {prefix}: is not declared; add a PREFIX line for it"
            return SyntaxFault(message, where="query", line=token.line)
    return None


def _relative(tokens: tuple[Token, ...]) -> SyntaxFault | None:
    if any(token.word == "BASE" for token in tokens):
        return None
    for token in tokens:
        if token.kind == "iri" and not _ABSOLUTE.match(token.text):
            message = f"{token.text} is a relative IRI; write it in full or with a prefix"
            return SyntaxFault(message, where="query", line=token.line)
    return None


def _at_place(error: SyntaxError, text: str) -> SyntaxFault:
    found = _QUERY.fullmatch(error.msg)
    if found is None:
        return SyntaxFault(f"not SPARQL: {error.msg}", where="query")
    place = _place(text, found)
    rest = text[place:].split(maxsplit=1)
    phrase = _PHRASE.match(found["wanted"])
    near = f"near {rest[0][:40]!r}" if rest else "at its end (is a bracket or a clause missing?)"
    message = f": {phrase['phrase']}" if phrase else f" {near}"
    line = text.count("\n", 0, place) + 1
    return SyntaxFault(f"not SPARQL 1.1{message}", where="query", line=line)


def _place(text: str, found: re.Match[str]) -> int:
    lines = text.split("\n")[: int(found["line"]) - 1]
    place = sum(len(line) + 1 for line in lines) + int(found["column"]) - 1
    place -= min(map(len, _KEYWORD.findall(found["wanted"])), default=0)
    return min(place, len(text.rstrip()))
