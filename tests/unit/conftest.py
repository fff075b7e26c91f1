"""What all unit tests share: none asks a content that the environment names."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _no_content_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("IVIG_KG_CONTENT", raising=False)
