"""What all tests of the content start from: where it is, its prefixes, its ontology and shapes."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from ivig_kg.answer import Triple
from ivig_kg.content import Content, ContentFile, find_content
from ivig_kg.engine.parse import parse
from ivig_kg.namespaces import Namespaces, read_namespaces


@pytest.fixture(scope="session")
def content() -> Content:
    return find_content()


@pytest.fixture(scope="session")
def namespaces(content: Content) -> Namespaces:
    return read_namespaces(content)


@pytest.fixture(scope="session")
def shape_triples(content: Content) -> list[Triple]:
    return _triples(content.below("ontology/shapes"))


@pytest.fixture(scope="session")
def ontology(content: Content) -> list[Triple]:
    """Return the ontology without its shapes: what pySHACL is to see as data."""
    files = content.below("ontology")
    return _triples(file for file in files if not file.path.startswith("ontology/shapes/"))


def _triples(files: Iterable[ContentFile]) -> list[Triple]:
    return [triple for file in files for triple in parse(file.data, where=file.path).triples]
