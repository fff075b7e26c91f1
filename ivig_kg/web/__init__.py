"""The door for browsers and programs: SPARQL, an API and pages over HTTP, reading only.

Needs the extra ``serve`` (Starlette, uvicorn, Jinja2), which only this package imports.
"""

from __future__ import annotations

__all__: list[str] = []
