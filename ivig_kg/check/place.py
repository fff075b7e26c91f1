"""Places: in which file and on which line a thing, and what is said of it, stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ivig_kg.check.files import CheckedFile

__all__ = ["Places"]


class Places:
    """Finds the file and line of a subject, a predicate and a value."""

    def __init__(
        self,
        files: Sequence[CheckedFile],
        mappings: Mapping[tuple[str, str], tuple[str, int]] | None = None,
    ) -> None:
        """Note which files speak of which subject: data before ontology, given files first.

        Args:
            files: the files.
            mappings: file and line of each mapping, by the IRIs of both its ends.
        """
        self._mappings = mappings or {}
        ordered = sorted(files, key=lambda file: file.is_data)
        self._files = {subject: file for file in ordered for subject in file.subjects}

    def of(self, subject: str, predicate: str = "", value: str = "") -> tuple[str, int]:
        """Return the file as shown and the line; an empty name and 0 where nothing fits."""
        if (place := self._mappings.get((subject, value))) is not None:
            return place
        file = self._files.get(subject)
        if file is None:
            return "", 0
        return file.shown, file.lines.line(subject, predicate or None, value or None)
