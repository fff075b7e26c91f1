"""A screen in front of pySHACL: shacl-rust says which things have nothing wrong with them.

It is believed only in this: that a thing on which it reports nothing has no violation. Where it
reports something, pySHACL is asked, and its word is told. It was compared with pySHACL, result by
result, on what stands in ``tests/content/test_fast_shapes.py``. What it takes otherwise there: days
before the year 1 and after 9999, and values that are none of their datatype; things that have such
a value are always shown to pySHACL (the caller knows them from the stage of literals).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from importlib import metadata
from importlib.util import find_spec

from ivig_kg.answer import Blank, Literal, Triple
from ivig_kg.errors import MissingPart
from ivig_kg.process import beside

__all__ = ["COVERED", "TRIED", "Screen", "screen_of"]

TRIED = frozenset({"0.2.12"})
"""The versions of shacl-rust that were compared with pySHACL."""

_SH = "http://www.w3.org/ns/shacl#"
_SAY_NOTHING = ("name", "description", "order", "message", "NodeShape", "PropertyShape")
COVERED = frozenset(
    (
        *_SAY_NOTHING,
        *("targetClass", "property", "path", "zeroOrMorePath", "node", "or"),
        *("closed", "ignoredProperties", "minCount", "maxCount"),
        *("class", "datatype", "nodeKind", "IRI", "in", "hasValue"),
        *("pattern", "minLength", "maxLength", "languageIn"),
        *("minInclusive", "maxInclusive", "minExclusive", "maxExclusive"),
        *("lessThan", "lessThanOrEquals"),
    )
)
"""The terms of SHACL that shapes may use, so that the screen is used for them."""

_PLAIN = (
    "the shapes use what the fast engine was not compared with pySHACL on (%s): "
    "check with --engine pyshacl"
)


class Screen:
    """Says which things pySHACL must look at, for one set of shapes."""

    def __init__(self, shapes: str) -> None:
        """Take the shapes as N-Triples."""
        self._shapes = shapes

    def suspects(self, lines: str) -> frozenset[str] | None:
        """Return the IRIs of the things on which the fast engine reports something.

        None where it fails itself: then nothing is known of any thing.

        Args:
            lines: N-Triples of the things, with the classes of their values, and what stands above
                those.
        """
        # In a copy of this process: shacl-rust starts threads, of which copies that are made later
        # would have the locks and not the threads, and wait for ever.
        with beside(partial(_reported, lines, self._shapes)) as told:
            return told()


def _reported(lines: str, shapes: str) -> frozenset[str] | None:
    import shacl_rust  # type: ignore[import-untyped]  # noqa: PLC0415 (an extra)

    try:
        # Its other index took two and a half times as long for the same results (0.2.12).
        report = shacl_rust.validate(
            lines, shapes, data_format="nt", shapes_format="nt", experimental_index=True
        )
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # noqa: BLE001 (a panic of Rust is no Exception; pySHACL is asked then)
        return None
    nodes = (result["focusNode"] for result in report["results"])
    return frozenset(node.removeprefix("<").removesuffix(">") for node in nodes)


def screen_of(shapes: Iterable[Triple], lines: str, engine: str = "auto") -> Screen | None:
    """Return the screen that is to be used for some shapes; None where pySHACL looks at all.

    Args:
        shapes: the triples of all shapes.
        lines: the same as N-Triples.
        engine: ``auto`` (the screen where it is installed, was compared, and covers the shapes),
            ``fast`` (the screen, or an error) or ``pyshacl``.

    Raises:
        MissingPart: ``fast`` was asked for, and it is not there, or cannot be trusted with these.
    """
    fault = "" if engine == "pyshacl" else _fault(shapes)
    if engine == "fast" and fault:
        raise MissingPart(fault)
    return None if engine == "pyshacl" or fault else Screen(lines)


def _fault(shapes: Iterable[Triple]) -> str:
    """Return why the screen cannot be used, or nothing."""
    if find_spec("shacl_rust") is None:
        return "the fast engine needs shacl-rust: pip install 'ivig-kg[fast]'"
    version = metadata.version("shacl-rust")
    if version not in TRIED:
        return (
            f"shacl-rust {version} was not compared with pySHACL: pip install 'ivig-kg[fast]' "
            "brings one that was"
        )
    beyond = sorted(_beyond(shapes))
    return _PLAIN % ", ".join(f"sh:{name}" for name in beyond) if beyond else ""


def _beyond(shapes: Iterable[Triple]) -> set[str]:
    """Return the terms of SHACL in the shapes that the comparison does not cover."""
    held = list(shapes)
    used = {term.value for triple in held for term in triple if not isinstance(term, Literal)}
    paths = {t.object for t in held if t.predicate.value == f"{_SH}path"}
    stars = {t.subject for t in held if t.predicate.value == f"{_SH}zeroOrMorePath"}
    lists = {"path with a list" for path in paths - stars if isinstance(path, Blank)}
    return lists | ({iri.removeprefix(_SH) for iri in used if iri.startswith(_SH)} - COVERED)
