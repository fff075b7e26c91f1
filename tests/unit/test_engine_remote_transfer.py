"""Push and pull against a store that may die: a push cut off loses nothing, the next one mends."""

from __future__ import annotations

from pathlib import Path

import pytest

import ivig_kg
from ivig_kg.answer import Blank, Iri, Literal, Triple
from ivig_kg.engine.remote import Endpoint, RemoteEngine
from ivig_kg.engine.remote_names import renamed
from ivig_kg.engine.remote_write import GraphStore, pieces
from ivig_kg.errors import RemoteFailure, UsageError
from ivig_kg.transfer import ByStore, Choice, Pushed, ledger_graph, ledger_of, pull, push
from tests.doors.fake_endpoint import MemoryStore, Said, endpoint

GRAPH = "https://w3id.org/ivig-kg/graph/"
KG = ivig_kg.open(Path(__file__).parents[2])
NAMES = KG.namespaces
FILES = [
    (f"{GRAPH}data/{name}.ttl", f"data/{name}.ttl", f"<a:{name}> <a:b> 'c' .\n".encode())
    for name in ("one", "two", "three", "four")
]
MANY = [
    (f"{GRAPH}data/{n}.ttl", f"data/{n}.ttl", f"<a:{n}> <a:b> 'c' .\n".encode()) for n in range(8)
]
CHANGED = [(FILES[0][0], FILES[0][1], b"<a:new> <a:b> 'c' .\n"), *FILES[2:]]


def pushed(store: MemoryStore, files: list[tuple[str, str, bytes]], **more: bool) -> Pushed:
    with endpoint(store) as fake:
        target = ByStore(Endpoint(fake.url, 5, 0), NAMES)
        return push(files, target, NAMES, lambda *_: None, Choice(**more))


def held(store: MemoryStore) -> dict[str, bytes]:
    """Return the graphs of a store, but for the ledger."""
    ledger = ledger_graph(NAMES)
    return {graph: b"".join(parts) for graph, parts in store.graphs.items() if graph != ledger}


def hashes(store: MemoryStore) -> int:
    return b"".join(store.graphs.get(ledger_graph(NAMES), [])).count(b"#sha256")


def test_a_second_push_sends_what_differs_and_takes_away_what_has_gone() -> None:
    store = MemoryStore()
    assert pushed(store, FILES) == Pushed(4, 0, 0)
    store.writes.clear()
    assert pushed(store, FILES) == Pushed(0, 4, 0)
    assert store.writes == []
    assert pushed(store, CHANGED) == Pushed(1, 2, 1)
    assert held(store) == {graph: data for graph, _, data in CHANGED}
    assert hashes(store) == 3


@pytest.mark.parametrize("writes", range(9))  # the ledger, then each graph and its hash
def test_a_push_cut_off_anywhere_is_made_whole_by_the_next(writes: int) -> None:
    store = MemoryStore()
    store.left = writes
    with pytest.raises(RemoteFailure, match="out of disk"):
        pushed(store, FILES)
    whole = hashes(store)
    assert whole == max(0, (writes - 1) // 2)
    store.left = None
    assert pushed(store, FILES) == Pushed(4 - whole, whole, 0)
    assert held(store) == {graph: data for graph, _, data in FILES}
    assert hashes(store) == 4


@pytest.mark.parametrize("writes", range(5))  # the ledger, what has gone, a graph, its hash, …
def test_a_change_cut_off_anywhere_is_never_taken_for_what_was_there_before(writes: int) -> None:
    store = MemoryStore()
    pushed(store, FILES)
    store.left = writes
    with pytest.raises(RemoteFailure):
        pushed(store, CHANGED)
    store.left = None
    pushed(store, FILES)  # back to what it was
    assert held(store) == {graph: data for graph, _, data in FILES}
    pushed(store, CHANGED)
    assert held(store) == {graph: data for graph, _, data in CHANGED}


@pytest.mark.parametrize("writes", range(5))
def test_what_has_gone_is_taken_away_by_the_next_push_if_one_was_cut_off(writes: int) -> None:
    store = MemoryStore()
    pushed(store, FILES)
    store.left = writes
    with pytest.raises(RemoteFailure):
        pushed(store, CHANGED)
    store.left = None
    pushed(store, CHANGED)
    assert held(store) == {graph: data for graph, _, data in CHANGED}


def test_a_push_of_another_content_takes_nothing_away_unasked() -> None:
    store = MemoryStore()
    pushed(store, MANY)
    before = held(store)
    with pytest.raises(UsageError, match="take away 5 of the 8 graphs there"):
        pushed(store, MANY[:3])
    assert held(store) == before
    assert pushed(store, MANY[:3], take_away=True) == Pushed(0, 3, 5)


def test_what_was_changed_there_is_mended_by_sending_all() -> None:
    store = MemoryStore()
    pushed(store, FILES)
    store.graphs[FILES[1][0]] = [b"<a:other> <a:b> <a:c> .\n"]
    assert pushed(store, FILES) == Pushed(0, 4, 0)
    assert pushed(store, FILES, everything=True) == Pushed(4, 0, 0)
    assert held(store) == {graph: data for graph, _, data in FILES}


def test_graphs_of_others_stay_whatever_the_ledger_says() -> None:
    store = MemoryStore()
    pushed(store, FILES)
    theirs = "http://example.org/theirs"
    store.graphs[theirs] = [b"<a:a> <a:b> <a:c> .\n"]
    store.graphs[ledger_graph(NAMES)].append(
        f'<{theirs}> <https://schema.org/name> "data/one.ttl" .\n'.encode()
    )
    pushed(store, FILES[1:])
    assert theirs in store.graphs
    assert FILES[0][0] not in store.graphs


def test_an_iri_of_a_graph_is_checked_before_it_gets_into_an_address() -> None:
    with endpoint(Said()) as fake, pytest.raises(UsageError, match="no IRI of a graph"):
        GraphStore(Endpoint(fake.url)).drop("http://x/> ; DROP ALL")
    assert fake.asked == []


def test_a_graph_that_cannot_be_deleted_is_told() -> None:
    with endpoint(Said(b"", 404)) as fake:
        GraphStore(Endpoint(fake.url)).drop(FILES[0][0])  # not there: as wanted
    assert [asked.method for asked in fake.asked] == ["DELETE"]
    with endpoint(Said(b"", 403)) as fake, pytest.raises(RemoteFailure, match="403"):
        GraphStore(Endpoint(fake.url)).drop(FILES[0][0])


def test_a_write_is_never_tried_again() -> None:
    with endpoint(Said(b"", 503)) as fake, pytest.raises(RemoteFailure, match="503"):
        GraphStore(Endpoint(fake.url, 5, 2)).put(FILES[0][0], b"")
    assert len(fake.asked) == 1


def test_pieces_keep_what_has_blank_nodes_together() -> None:
    plain = "".join(f"<a:{n}> <a:b> <a:c> .\n" for n in range(5))
    turtle = f"{plain}<a:x> <a:y> [ <a:z> [ <a:z> 1 ] ] .\n".encode()
    found = list(pieces(turtle, "a.ttl", 2))
    assert [text.count("\n") for text in found] == [3, 2, 2, 1]
    assert [text.count("_:") for text in found] == [4, 0, 0, 0]


def test_blank_nodes_get_names_that_follow_from_the_graph() -> None:
    say = Iri("a:b")

    def graph(one: str, two: str) -> list[Triple]:
        return [Triple(Blank(one), say, Blank(two)), Triple(Blank(two), say, Literal("x"))]

    first = sorted(renamed(graph("p", "q"), "g"), key=str)
    assert first == sorted(renamed(reversed(graph("q", "p")), "g"), key=str)
    assert {triple.subject.value[:1] for triple in first} == {"g"}


def test_the_hash_is_of_the_bytes_sent() -> None:
    ledger = ledger_of([("a:g", "data/a.ttl", b"abc")])
    known = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"  # FIPS 180-2, B.1
    assert ledger.hashes == {"a:g": known}


def test_pull_refuses_what_is_not_whole_or_not_ours() -> None:
    def answering(bindings: str) -> Said:
        head = '{"head":{"vars":["graph","file","hash"]},"results":{"bindings":['
        return Said(f"{head}{bindings}]}}}}".encode())

    torn = '{"graph":{"type":"uri","value":"a:g"},"file":{"type":"literal","value":"a.ttl"}}'
    for bindings, why in (("", "push there first"), (torn, "push broke off.*a:g")):
        with endpoint(answering(bindings)) as fake, pytest.raises(RemoteFailure, match=why):
            pull(RemoteEngine(fake.url), KG.catalog, NAMES, "nq")
