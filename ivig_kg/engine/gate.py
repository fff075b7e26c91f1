"""The gate before the engine: a foreign query is admitted, or refused before anything runs.

It looks at tokens, never at text, so that comments and strings neither hide nor fake anything. What
it lets through may still be slow: the child process of ``workers`` is the wall behind it.
"""

from __future__ import annotations

from dataclasses import dataclass

from ivig_kg.engine.reach import refuse_reaching_out
from ivig_kg.engine.tokens import Token, tokenise, undo_escapes
from ivig_kg.errors import LimitReached, RefusedQuery, SyntaxFault

__all__ = ["GateLimits", "admit", "gives_graph"]


@dataclass(frozen=True)
class GateLimits:
    """What a foreign query may have at most, far above honest use and far below what kills.

    Of 1,224 public queries the longest had 12,729 characters and brackets 8 deep; pyoxigraph's
    parser overflows its stack at some 2,200 groups, and its planner takes seconds for blank nodes
    nested 100 deep or a list of 250 (traps, section 2.5).

    Args:
        size: bytes of text.
        depth: brackets open at the same time.
        blank_depth: blank nodes ``[`` and annotations ``{|`` open at the same time.
        operators: operators, and keywords that nest a pattern or an expression.
        listed: terms side by side in one pair of parentheses, or after DESCRIBE.
        growing: calls of functions that make long strings (thirty doublings want 10 GB).
    """

    size: int = 16_384
    depth: int = 64
    blank_depth: int = 24
    operators: int = 500
    listed: int = 128
    growing: int = 24


_DEFAULT = GateLimits()
_OPEN = frozenset({"(", "{", "[", "{|"})
_CLOSE = frozenset({")", "}", "]", "|}"})
_SEPARATORS = frozenset({",", ";", "."})
_ENDS_LIST = frozenset({",", "||", "&&", "=", "!=", "<", ">", "<=", ">=", "*", "/", "|"})
_CLAUSES = frozenset({"BIND", "FILTER", "GRAPH", "LATERAL", "MINUS", "OPTIONAL", "SELECT", "UNION"})
_GRAPHS = frozenset({"CONSTRUCT", "DESCRIBE"})
_FORMS = _GRAPHS | {"ASK", "SELECT"}
_GROWING = frozenset({"CONCAT", "ENCODE_FOR_URI", "GROUP_CONCAT", "REPLACE"})
_COUNTED = _CLAUSES | _GROWING | {"COALESCE", "EXISTS", "IF", "IN", "NOT", "VALUES"}


def admit(
    text: str,
    *,
    graphs: str,
    allow_service: str | None = None,
    limits: GateLimits = _DEFAULT,
) -> None:
    """Let a foreign query pass, or say why not.

    Codepoint escapes are read both ways, as SPARQL 1.1 has it (anywhere, before all else) and as
    pyoxigraph does (in strings and IRIs only): what is hidden in one reading shows in the other.

    Args:
        text: the query.
        graphs: the namespace of the graphs that FROM may name.
        allow_service: the endpoint whose scheme, host and port SERVICE may call; None for none.
        limits: how large it may be.

    Raises:
        SyntaxFault: it has no tokens of SPARQL.
        LimitReached: it is too long.
        RefusedQuery: it is too complex, changes data, or reaches out.
    """
    _require_size(text, limits)
    for reading in dict.fromkeys((undo_escapes(text), text)):
        tokens = tuple(tokenise(reading))
        _require_depth(tokens, limits)
        _require_few_operators(tokens, limits)
        _require_short_lists(tokens, limits)
        refuse_reaching_out(tokens, graphs, allow_service)


def gives_graph(text: str) -> bool:
    """Say whether a query gives triples (CONSTRUCT, DESCRIBE); not so what is no query."""
    try:
        words = (token.word for token in tokenise(text[: _DEFAULT.size]))
        return next((word in _GRAPHS for word in words if word in _FORMS), False)
    except SyntaxFault:
        return False


def _require_size(text: str, limits: GateLimits) -> None:
    try:
        size = len(text.encode("utf-8"))
    except UnicodeEncodeError as error:
        line = text.count("\n", 0, error.start) + 1
        message = "half a character (a surrogate); mend the text"
        raise SyntaxFault(message, where="query", line=line) from None
    if size > limits.size:
        raise LimitReached(
            f"query: {size:,} bytes long, and at most {limits.size:,} are read; ask for less at a "
            "time, or put the query into a content folder of your own as a canned question"
        )


# No token counts for more than one in what follows, so a query of few tokens passes unread.


def _require_depth(tokens: tuple[Token, ...], limits: GateLimits) -> None:
    if len(tokens) <= min(limits.depth, limits.blank_depth):
        return
    depth = blank = 0
    for token in tokens:
        step = (token.text in _OPEN) - (token.text in _CLOSE)
        depth = max(0, depth + step)
        blank = max(0, blank + step * (token.text in {"[", "]", "{|", "|}"}))
        if depth > limits.depth:
            raise _too_complex(token, f"brackets are nested deeper than {limits.depth}")
        if blank > limits.blank_depth:
            raise _too_complex(token, f"blank nodes are nested deeper than {limits.blank_depth}")


def _require_few_operators(tokens: tuple[Token, ...], limits: GateLimits) -> None:
    if len(tokens) <= min(limits.operators, limits.growing):
        return
    ignored = _OPEN | _CLOSE | _SEPARATORS
    counted = [
        token
        for token in tokens
        if token.word in _COUNTED or (token.kind == "operator" and token.text not in ignored)
    ]
    if len(counted) > limits.operators:
        token = counted[limits.operators]
        raise _too_complex(token, f"it has more than {limits.operators} operators and clauses")
    growing = [token for token in counted if token.word in _GROWING]
    if len(growing) > limits.growing:
        token = growing[limits.growing]
        raise _too_complex(token, f"it calls {token.word} and its like over {limits.growing} times")


def _require_short_lists(tokens: tuple[Token, ...], limits: GateLimits) -> None:
    if len(tokens) <= limits.listed:
        return
    opened, counts = ["("], [0]  # the text outside all brackets counts as a list (DESCRIBE)
    for token in tokens:
        if token.text in _CLOSE:
            opened, counts = opened[:-1] or ["("], counts[:-1] or [0]
        elif token.text in _ENDS_LIST or (token.word and len(opened) == 1):
            counts[-1] = 0
        elif token.text in _OPEN or token.kind not in {"operator", "language"}:
            counts[-1] += 1
        if opened[-1] == "(" and counts[-1] > limits.listed:
            raise _too_complex(token, f"it lists more than {limits.listed} terms side by side")
        if token.text in _OPEN:
            opened.append(token.text)
            counts.append(0)


def _too_complex(token: Token, reason: str) -> RefusedQuery:
    return RefusedQuery(
        f"query:{token.line}: too complex to be run: {reason}; split it into smaller queries"
    )
