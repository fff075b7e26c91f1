"""Queries of a user's own: through the gate, with parameters where they have our kind of header."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from ivig_kg.catalog import fill, read_question
from ivig_kg.content import ContentFile
from ivig_kg.engine.gate import admit
from ivig_kg.errors import RefusedQuery, SyntaxFault, UsageError

if TYPE_CHECKING:
    from ivig_kg.answer import Answer
    from ivig_kg.ask import Asker, Given
    from ivig_kg.backing import Backing

__all__ = ["Bounds", "ask_foreign", "ask_foreign_file"]


class Bounds(NamedTuple):
    """What a query may do.

    Args:
        timeout: seconds until it is ended.
        allow_service: the address of the one host that SERVICE may call; None for none.
    """

    timeout: float = 60.0
    allow_service: str | None = None


def ask_foreign(text: str, asker: Asker, backing: Backing, bounds: Bounds) -> Answer:
    """Answer a query.

    Raises:
        RefusedQuery: the gate does not let it through.
        LimitReached: it took too long or too much.
        SyntaxFault: it is not SPARQL.
        UsageError: the host is no address.
    """
    host = bounds.allow_service
    admit(text, graphs=asker.namespaces.base("graph"), allow_service=host)
    if host is not None and not host.startswith(("http://", "https://")):
        raise UsageError(f"{host[:80]!r} is no http or https address of a host")
    answer = backing.answer(text, timeout=bounds.timeout, service=host is not None)
    return asker.named(answer)


def ask_foreign_file(
    file: ContentFile,
    parameters: Mapping[str, Given],
    asker: Asker,
    backing: Backing,
    bounds: Bounds,
) -> Answer:
    """Answer the query in a file, which messages name.

    Raises:
        RefusedQuery: the gate does not let it through.
        LimitReached: it took too long or too much.
        SyntaxFault: it is not SPARQL.
        UsageError: a parameter or value that it does not take.
    """
    question = read_question(file, asker.namespaces)
    text = fill(question, asker.bound(question, parameters))
    try:
        return ask_foreign(text, asker, backing, bounds)
    except SyntaxFault as fault:
        if fault.where != "query":
            raise
        raise SyntaxFault(fault.reason, where=file.path, line=fault.line) from None
    except RefusedQuery as fault:
        raise RefusedQuery(f"{file.path}{str(fault).removeprefix('query')}") from None
