"""Keeping the answers of the canned questions, as they stand, in a store that is being built.

They are what is asked most, and one that counts a million statements takes seconds. An answer is
found again by the whole text of its query, so a question asked of anything else is not affected.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from ivig_kg.answer.packed import pack
from ivig_kg.catalog import Catalog, fill
from ivig_kg.content import Content
from ivig_kg.engine.disk import StoredGraphs
from ivig_kg.engine.holding import Holding
from ivig_kg.engine.tokens import is_fickle
from ivig_kg.engine.workers import run_bounded
from ivig_kg.errors import InvalidInput, IvigKgError, UsageError
from ivig_kg.namespaces import Namespaces
from ivig_kg.store import keep_answer

__all__ = ["keep_answers"]

_SECONDS, _ROWS = 60.0, 100_000  # what asks for more is asked when it is asked


def keep_answers(
    graphs: StoredGraphs,
    content: Content,
    namespaces: Namespaces,
    *,
    tell: Callable[[str], None],
) -> dict[str, str]:
    """Ask each question of a filled folder as it stands, and keep its answer there.

    Args:
        graphs: the folder.
        content: whose questions they are.
        namespaces: its prefixes.
        tell: is told what is not kept, and why.

    Returns:
        By the names of the answers, the SHA-256 of what is kept of each.

    Raises:
        OSError: an answer cannot be written.
    """
    holding = Holding(stored=graphs)
    ask = partial(run_bounded, holding=holding, timeout=_SECONDS, rows=_ROWS)
    kept = {}
    for name, text in _texts(Catalog(content, namespaces)):
        try:
            data = pack(ask(text))
        except (InvalidInput, ValueError):
            continue  # whoever asks it is told; or it is no SELECT
        except IvigKgError as error:
            tell(f"store: the answer of {name} is not kept ({error})")
            continue
        key, value = keep_answer(graphs.folder, text, data)
        kept[key] = value
    return kept


def _texts(catalog: Catalog) -> Iterator[tuple[str, str]]:
    for name in catalog.questions:
        try:
            text = fill(catalog.question(name), {})
            fickle = is_fickle(text)
        except (InvalidInput, UsageError):
            continue  # a broken header, or no SPARQL: likewise
        if not fickle:
            yield name, text
