"""An audit for programs: one JSON object.

Keys: ``document`` (iri, curie, title), ``content`` (version, sha256), ``claims`` and ``whole``
(lists; each entry has the fields of ``Claim``), ``totals`` (claims, judged, unreviewed, and by
word: overall, cited, faults), ``notes``. A field without value is an empty text or list.
"""

from __future__ import annotations

from ivig_kg.answer.interchange import dumped
from ivig_kg.audit.claims import Audit

__all__ = ["to_json"]


def to_json(audit: Audit) -> str:
    """Return an audit as JSON."""
    return dumped(
        {
            "document": {"iri": audit.document, "curie": audit.curie, "title": audit.title},
            "content": {"version": audit.version, "sha256": audit.digest},
            "claims": [claim._asdict() for claim in audit.claims],
            "whole": [claim._asdict() for claim in audit.whole],
            "totals": audit.totals._asdict(),
            "notes": audit.notes,
        }
    )
