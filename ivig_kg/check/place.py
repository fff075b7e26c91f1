"""Places: in which file and on which line a thing, and what is said of it, stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ivig_kg.check.files import CheckedFile

__all__ = ["Places"]


class Places:
    """Finds the file and line of a subject, a predicate and a value."""

    def __init__(
        self,
        file_of: Callable[[str], CheckedFile | None],
        mappings: Mapping[tuple[str, str], tuple[str, int]] | None = None,
    ) -> None:
        """Take what finds the files.

        Args:
            file_of: returns the file that speaks of a subject.
            mappings: file and line of each mapping, by the IRIs of both its ends.
        """
        self._mappings = mappings or {}
        self._file_of = file_of

    def of(self, subject: str, predicate: str = "", value: str = "") -> tuple[str, int]:
        """Return the file as shown and the line; an empty name and 0 where nothing fits."""
        if (place := self._mappings.get((subject, value))) is not None:
            return place
        file = self._file_of(subject)
        if file is None:
            return "", 0
        return file.shown, file.lines.line(subject, predicate or None, value or None)
