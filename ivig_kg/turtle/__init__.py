"""Turtle as text: taking it in safely, writing it in one form, finding a triple's line.

intake      reads a file or bytes that a user or the content names, or says why not
characters  which characters are refused, raw or escaped
surface     what a parser no longer sees: normal form, prefixes, relative IRIs
tokens      where comments, strings and IRIs are
write       the formatter
order       who comes first: predicates, subjects, objects
spell       how an IRI or a literal is written
nest        blank nodes and lists as trees
locate      the line of a subject, predicate, object

No parser is here: that is the engine's.
"""

from __future__ import annotations

__all__: list[str] = []
