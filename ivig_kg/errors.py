"""The error tree: every failure that a user can meet, with its exit code.

IvigKgError
├── UsageError          2  the call is wrong (unknown name, missing parameter, refused path)
│   └── AmbiguousName   2  a name fits several things: the candidates are listed
├── InvalidInput        3  a file, query or value cannot be taken as it stands
│   ├── SyntaxFault     3  it does not parse (file, line, column)
│   └── RefusedQuery    3  the gate refused a foreign query
├── ContentUnavailable  4  something could not be read, written or locked
│   └── DamagedStore    4  a store on the disk has a fault, and is to be built anew
├── LimitReached        5  a time, memory, row or size limit
│   └── TimeReached     5  that of time
├── RemoteFailure       6  a remote engine failed
└── MissingPart         7  an optional part is not installed (says what to install)
"""

from __future__ import annotations

__all__ = [
    "AmbiguousName",
    "ContentUnavailable",
    "DamagedStore",
    "InvalidInput",
    "IvigKgError",
    "LimitReached",
    "MissingPart",
    "RefusedQuery",
    "RemoteFailure",
    "SyntaxFault",
    "TimeReached",
    "UsageError",
]


class IvigKgError(Exception):
    """The root of all errors of this package; its text is fit to show to a user.

    A message says what is wrong, where (``file:line`` or the name of the field), why, and how to
    mend it. ``exit_code`` is what the command line ends with (design: 0 fine, 1 findings, then as
    drawn above).
    """

    exit_code = 2


class UsageError(IvigKgError):
    """The call itself is wrong: an unknown name, a missing or surplus parameter."""

    exit_code = 2


class AmbiguousName(UsageError):
    """A name fits several things; the message lists the candidates."""


class InvalidInput(IvigKgError):
    """A file, a query or a value cannot be taken as it stands."""

    exit_code = 3


class SyntaxFault(InvalidInput):
    """A file or a query does not parse.

    Args:
        message: what is wrong and how to mend it, without the place.
        where: the file or other origin, as the user named it.
        line: the line, counted from 1; 0 when it is not known.
    """

    def __init__(self, message: str, *, where: str = "", line: int = 0) -> None:
        """Keep the place apart from the words, so that reports can print either."""
        self.where = where
        self.line = line
        self.reason = message
        place = f"{where}:{line}: " if line else f"{where}: " if where else ""
        super().__init__(f"{place}{message}")


class RefusedQuery(InvalidInput):
    """The gate refused a foreign query before it ran: too complex, or reaching out."""


class ContentUnavailable(IvigKgError):
    """Content could not be found, read, written or locked."""

    exit_code = 4


class DamagedStore(ContentUnavailable):
    """A store on the disk cannot be read: it is a cache, and is built anew from the content."""


class LimitReached(IvigKgError):
    """A limit of time, memory, rows or size was reached; nothing partial is returned."""

    exit_code = 5


class TimeReached(LimitReached):
    """The limit that was reached is that of time."""


class RemoteFailure(IvigKgError):
    """A remote engine failed or answered something that is not a result."""

    exit_code = 6


class MissingPart(IvigKgError):
    """An optional part is not installed; the message names the extra."""

    exit_code = 7
