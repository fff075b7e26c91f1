"""Which files are looked at again when some changed."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

import pytest

from ivig_kg.check.memory import Memory, Seen, packed
from ivig_kg.check.shelf import Source
from ivig_kg.check.since import Again, differing, seen_of
from ivig_kg.content import find_content
from ivig_kg.engine import EmbeddedEngine
from ivig_kg.namespaces import Namespaces, read_namespaces
from tests.content.test_check_changed import TODAY

FILES = {
    "data/a.ttl": "<x:a> <x:p> <x:b> .",
    "data/b.ttl": "<x:b> <x:p> 1 .",
    "data/c.ttl": "<x:c> <x:p> 1 . <x:d> <x:p> 1 .",
    "data/d.ttl": "<x:d> <x:q> 1 . <x:e> <x:p> <x:outside> .",
    "ontology/o.ttl": "<x:o> <x:p> <x:b> .",
}
SUBJECTS = {"data/a.ttl": "a", "data/b.ttl": "b", "data/c.ttl": "cd", "data/d.ttl": "de"}


@pytest.fixture(scope="module")
def namespaces() -> Namespaces:
    return read_namespaces(find_content())


def sources_in(files: Mapping[str, str]) -> list[Source]:
    return [Source(path, path, text.encode()) for path, text in files.items()]


MEMORY = Memory(
    "key",
    TODAY,
    "",
    {
        path: Seen(sha256(FILES[path].encode()).hexdigest(), packed(f"x:{name}" for name in names))
        for path, names in SUBJECTS.items()
    },
)


def again(files: Mapping[str, str], namespaces: Namespaces) -> list[str]:
    sources = sources_in(files)
    graphs = [(namespaces.graph(path), path, text.encode()) for path, text in files.items()]
    engine = EmbeddedEngine(graphs, named=True, union_later=True)
    chosen = Again(sources, engine, namespaces).files(differing(sources, MEMORY), MEMORY)
    return [source.path for source in chosen]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, []),
        ({"data/a.ttl": "<x:a> <x:p> 2 ."}, ["data/a.ttl"]),
        # What refers to it may have a value of another class now; the ontology, too.
        ({"data/b.ttl": "<x:b> <x:p> 2 ."}, ["data/a.ttl", "data/b.ttl", "ontology/o.ttl"]),
        ({"data/b.ttl": ""}, ["data/a.ttl", "data/b.ttl", "ontology/o.ttl"]),
        # Of one thing two files speak, and of another thing there the next.
        ({"data/c.ttl": "<x:c> <x:p> 2 . <x:d> <x:p> 1 ."}, ["data/c.ttl", "data/d.ttl"]),
        # It spoke of something that another file goes on speaking of.
        ({"data/c.ttl": "<x:c> <x:p> 2 ."}, ["data/c.ttl", "data/d.ttl"]),
        ({"data/n.ttl": "<x:outside> <x:p> 2 ."}, ["data/c.ttl", "data/d.ttl", "data/n.ttl"]),
    ],
)
def test_files_that_the_change_concerns_are_looked_at(
    change: dict[str, str], expected: list[str], namespaces: Namespaces
) -> None:
    assert again({**FILES, **change}, namespaces) == expected


def test_what_referred_to_a_file_that_is_gone_is_looked_at(namespaces: Namespaces) -> None:
    files = {path: text for path, text in FILES.items() if path != "data/b.ttl"}
    assert again(files, namespaces) == ["data/a.ttl", "ontology/o.ttl"]


def test_data_that_say_what_is_above_concern_everything(namespaces: Namespaces) -> None:
    above = "<x:a> <http://www.w3.org/2000/01/rdf-schema#subClassOf> <x:b> ."
    assert again({**FILES, "data/a.ttl": above}, namespaces) == list(FILES)


def test_what_is_remembered_of_files_makes_no_difference_to_them() -> None:
    sources = sources_in(FILES)
    seen = seen_of(sources, {path: packed([]) for path in SUBJECTS})
    assert seen.keys() == SUBJECTS.keys()
    assert differing(sources, Memory("", TODAY, "", seen)) == frozenset()
    assert differing(sources, Memory("", TODAY, "", {})) == SUBJECTS.keys()
