"""The pages that other parts write: the audit of a text and the reference of the ontology."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from ivig_kg.audit.page import to_section as audit_section
from ivig_kg.errors import UsageError
from ivig_kg.reference.page import to_section as reference_section
from ivig_kg.web.page_frame import page
from ivig_kg.web.problems import Problem
from ivig_kg.web.snapshot import Snapshot

__all__ = ["audit", "ontology"]


def audit(request: Request, snapshot: Snapshot) -> Response:
    """Show the audit of a text: that of ``document``, else of the one that the question names.

    Raises:
        Problem: no document is called that; the nearest are named.
    """
    document = request.query_params.get("document") or None
    try:
        found = snapshot.graph.audit(document)
    except UsageError as error:
        raise Problem(404, str(error)) from None
    body = audit_section(found, snapshot.addresses.path)
    return page(snapshot, "within.html", title=f"Audit of {found.title}", body=body, here="/audit")


def ontology(request: Request, snapshot: Snapshot) -> Response:
    """Show the reference of the ontology."""
    del request
    reference = snapshot.graph.reference()
    body = reference_section(reference, snapshot.addresses.path)
    title = reference.header.title
    return page(snapshot, "within.html", title=title, body=body, here="/ontology")
