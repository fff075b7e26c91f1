"""Checking a content as of today; again only what changed since nothing was found, if asked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeAlias

from ivig_kg.catalog import Catalog
from ivig_kg.check.memory import Memory, keep, key_of, recall
from ivig_kg.check.run import Checker, Looked
from ivig_kg.check.shelf import sources_of
from ivig_kg.check.since import Again, differing, seen_of
from ivig_kg.content import Content
from ivig_kg.errors import UsageError
from ivig_kg.model import Finding
from ivig_kg.namespaces import Namespaces

_FICKLE = re.compile(r"\b(?:NOW|RAND|UUID|STRUUID)\s*\(", re.IGNORECASE)
_ABOVE = re.compile(rb"subClassOf|<[^>\n]*\\[uU]")  # also where it is written with escapes

__all__ = ["Tell", "check_content", "remembering"]

Tell: TypeAlias = Callable[[str], None]


def check_content(  # noqa: PLR0913 (all that a check depends on)
    content: Content,
    catalog: Catalog,
    namespaces: Namespaces,
    paths: Iterable[str | Path],
    more: Iterable[Finding],
    *,
    engine: str = "auto",
    changed: Tell | None = None,
) -> list[Finding]:
    """Check a content as of today, and remember it where nothing is found in the whole.

    Args:
        content: the content.
        catalog: its rules.
        namespaces: its prefixes.
        paths: as for ``Checker.check``, in any form.
        more: as for ``Checker.check``.
        engine: what looks at shapes.
        changed: look again only at what changed since a whole check found nothing, where that can
            be known; is told how much that is, or why all is looked at.

    Raises:
        UsageError: ``changed`` and some paths.
    """
    checker = Checker(content, catalog, namespaces, datetime.now(tz=UTC).date(), engine)
    given = [Path(path) for path in paths]
    if given and changed:
        raise UsageError("check finds out itself which files changed: give no PATH with --changed")
    return checker.check(given, more) if given else remembering(checker, more, changed)


def remembering(
    checker: Checker, more: Iterable[Finding] = (), tell: Tell | None = None
) -> list[Finding]:
    """Check a content, and keep in mind what was seen where nothing is found.

    Args:
        checker: what checks it.
        more: findings of others on the content.
        tell: as ``changed`` of :func:`check_content`.
    """
    content, key = checker.content, key_of(checker.content)
    fickle = any(_FICKLE.search(check.text) for check in checker.catalog.checks)
    why = "a rule asks for the time or for chance"
    memory = (why if fickle else recall(content, key, checker.today)) if tell else None
    known = memory if isinstance(memory, Memory) else None
    if tell and isinstance(memory, str):
        tell(f"check: all files, since {memory}")
    if tell and known:
        return _again(checker, known, more, tell)
    looked = checker.look()
    findings = sorted({*looked.findings, *more})
    if not findings and not fickle:
        _keep(checker, key, looked, {}, tell)
    return findings


def _again(checker: Checker, known: Memory, more: Iterable[Finding], tell: Tell) -> list[Finding]:
    sources = sources_of(checker.content, ())
    changed = differing(sources, known)
    count = len({source.path for source in sources if source.is_data} | changed)
    tell(f"check: {len(changed)} of {count} files changed since the check of {known.time}")
    if not changed:  # the rules, too, find what they found: they depend on nothing else
        return []
    looked = checker.look(
        again=lambda engine: Again(sources, engine, checker.namespaces).files(changed, known)
    )
    findings = sorted({*looked.findings, *more})
    if not findings:
        before = {path: seen.subjects for path, seen in known.files.items()}
        _keep(checker, known.key, looked, before, tell)
    return findings


def _keep(
    checker: Checker, key: str, looked: Looked, before: dict[str, bytes], tell: Tell | None
) -> None:
    content = checker.content
    sources = sources_of(content, ())
    if any(s.is_data and _ABOVE.search(s.data) for s in sources):
        return  # data that say what stands above what: a shape sees that from anywhere
    # As it is on the disk now: the rules may have changed while they were asked.
    if key != key_of(Content(content.root, content.origin)):
        return
    seen = seen_of(sources, {**before, **looked.packed})
    now = f"{datetime.now(tz=UTC):%Y-%m-%d %H:%M} UTC"
    if not keep(content, Memory(key, checker.today, now, seen)) and tell:
        tell("check: this cannot be remembered; set XDG_STATE_HOME to a folder of yours")
