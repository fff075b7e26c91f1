"""The reasoner's process: takes axioms in, runs HermiT through owlready2, gives classes out."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Iterator, Mapping
from importlib import import_module
from io import BytesIO
from shutil import rmtree
from threading import Thread
from time import sleep
from typing import Any

__all__ = ["main"]

_WORLD = "urn:ivig-kg:axioms#"
_LOOK = 0.2  # seconds between two looks for the parent
_THREADS = 4  # Java collects and compiles on threads of its own


def main() -> None:
    """Answer the request on standard input, on standard output."""
    head, _, ntriples = sys.stdin.buffer.read().partition(b"\n")
    request = json.loads(head)
    _confine(request["seconds"])
    Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    try:
        reply = _classified(request, ntriples)
    except Exception as error:  # noqa: BLE001 (whatever it is, the parent says it in words)
        reply = {"error": type(error).__name__, "message": str(error)}
    sys.stdout.write(json.dumps(reply))
    sys.stdout.flush()
    os._exit(0)


def _classified(request: Mapping[str, Any], ntriples: bytes) -> dict[str, Any]:
    owlready2: Any = import_module("owlready2")  # it has no types
    reasoning: Any = import_module("owlready2.reasoning")
    owlready2.JAVA_EXE = request["java"]
    reasoning.JAVA_MEMORY = request["memory"]
    world = owlready2.World()
    world.get_ontology(_WORLD).load(fileobj=BytesIO(ntriples), format="ntriples", only_local=True)
    try:
        owlready2.sync_reasoner_hermit(world, debug=0)
    except owlready2.OwlReadyInconsistentOntologyError:
        return {"consistent": False, "empty": [], "pairs": []}
    empty = {one.iri for one in world.inconsistent_classes() if one is not owlready2.Nothing}
    pairs = {pair for one in world.classes() if one.iri not in empty for pair in _above(one)}
    return {"consistent": True, "empty": sorted(empty), "pairs": sorted(pairs)}


def _above(one: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 (owlready2 has no types)
    for above in one.ancestors():
        if above is not one and above.iri != "http://www.w3.org/2002/07/owl#Thing":
            yield one.iri, above.iri


def _end_with(parent: int) -> None:
    """End this process and Java once the parent has gone, however it went."""
    while os.getppid() == parent:
        sleep(_LOOK)
    rmtree(os.environ["TMPDIR"], ignore_errors=True)  # made by the parent, for us alone
    if hasattr(os, "killpg"):
        os.killpg(0, signal.SIGKILL)
    os._exit(1)


def _confine(seconds: float) -> None:
    """Let the system end this and Java by processor time, should the parent be gone."""
    try:
        resource: Any = import_module("resource")
    except ImportError:  # not POSIX: the clock of the parent is the limit
        return
    limit = int(seconds * _THREADS) + 10
    resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
