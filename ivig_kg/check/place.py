"""Places: in which file and on which line a thing, and what is said of it, stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property

from ivig_kg.check.files import CheckedFile

__all__ = ["Places"]


class Places:
    """Finds the file and line of a subject, a predicate and a value."""

    def __init__(
        self,
        files: Callable[[], Iterable[CheckedFile]],
        mappings: Mapping[tuple[str, str], tuple[str, int]] | None = None,
    ) -> None:
        """Take what reads the files, which happens when the first place is asked for.

        Args:
            files: reads the files.
            mappings: file and line of each mapping, by the IRIs of both its ends.
        """
        self._mappings = mappings or {}
        self._read = files

    @cached_property
    def _files(self) -> dict[str, CheckedFile]:
        """Return which file speaks of which subject: data before ontology, given files first."""
        ordered = sorted(self._read(), key=lambda file: file.is_data)
        return {subject: file for file in ordered for subject in file.subjects}

    def of(self, subject: str, predicate: str = "", value: str = "") -> tuple[str, int]:
        """Return the file as shown and the line; an empty name and 0 where nothing fits."""
        if (place := self._mappings.get((subject, value))) is not None:
            return place
        file = self._files.get(subject)
        if file is None:
            return "", 0
        return file.shown, file.lines.line(subject, predicate or None, value or None)
