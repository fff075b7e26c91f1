"""Classifying: what classes are under what others, and which can have no members.

The work is done by a child that loads owlready2, which starts Java. Both are in a process group of
their own, in a folder that is taken away, with a limit of time: whatever happens, nothing is left.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ivig_kg.errors import ContentUnavailable, InvalidInput, LimitReached, MissingPart
from ivig_kg.process import converse
from ivig_kg.reason.java import Java

__all__ = ["Classes", "Hermit"]

_PROBE = "urn:ivig-kg:probe#"
_START = "import sys; sys.path += sys.argv[1:]; from ivig_kg.reason.child import main; main()"
_KEPT = ("LD_LIBRARY_PATH", "SYSTEMROOT")


@dataclass(frozen=True)
class Classes:
    """What a reasoner found.

    Args:
        consistent: whether the axioms can all hold at once; nothing else is found where not.
        empty: the IRIs of classes that can have no members.
        pairs: each class with each class above it, by IRI, owl:Thing aside; a class with no
            members is above and below nothing here.
    """

    consistent: bool
    empty: frozenset[str] = frozenset()
    pairs: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Hermit:
    """A reasoner with its limits.

    Args:
        java: what runs it.
        memory: megabytes that Java may take for its heap.
    """

    java: Java
    memory: int = 1000

    def classify(self, ntriples: bytes, *, seconds: float) -> Classes:
        """Classify the axioms that N-Triples say.

        Args:
            ntriples: declarations and axioms; no imports, no literals that OWL 2 does not know.
            seconds: after which the reasoner is ended.

        Raises:
            LimitReached: it took too long or too much memory.
            InvalidInput: it refuses the axioms.
            MissingPart: what runs is no reasoner: it does not find what follows from a probe.
            ContentUnavailable: no process or temporary file could be made.
        """
        try:
            with TemporaryDirectory(prefix="ivig-kg-reason-") as folder:
                reply = self._asked(ntriples + _probe(), seconds, folder)
        except OSError as error:
            raise ContentUnavailable(f"reasoner: cannot be started ({error})") from error
        if "error" in reply:
            raise self._raised(str(reply["error"]), str(reply["message"]))
        pairs = frozenset((below, above) for below, above in reply["pairs"])
        if reply["consistent"] and (f"{_PROBE}it", f"{_PROBE}both") not in pairs:
            raise MissingPart(
                f"reasoner: {self.java.path} ended well and inferred nothing, not even what a "
                "probe demands: is it a Java? Name another with --java FILE"
            )
        ours = frozenset(pair for pair in pairs if not pair[0].startswith(_PROBE))
        return Classes(reply["consistent"], frozenset(reply["empty"]), ours)

    def _asked(self, ntriples: bytes, seconds: float, folder: str) -> Mapping[str, Any]:
        head = {"java": self.java.path, "memory": self.memory, "seconds": seconds}
        request = json.dumps(head).encode() + b"\n" + ntriples
        code, output, words = _converse(request, seconds, folder)
        try:
            reply: Mapping[str, Any] = json.loads(output)
        except ValueError:
            last = words.decode("utf-8", "replace").strip().rpartition("\n")[2]
            end = f"signal {-code}" if code < 0 else last or f"code {code}"
            return {"error": "Ended", "message": end}
        return reply

    def _raised(self, kind: str, message: str) -> Exception:
        if kind == "ImportError":
            return MissingPart(f"owlready2 cannot be loaded ({message}): pip install owlready2")
        if "OutOfMemoryError" in message or "GC overhead" in message:
            return LimitReached(
                f"reasoner: it needs more than {self.memory} MB; give it more with --memory"
            )
        lines = [line.strip() for line in message.splitlines() if line.strip()]
        told = [line for line in lines if not line.startswith(("at ", "Java error message"))]
        return InvalidInput(
            f"reasoner: it ended without an answer ({kind}: {(told or lines or [kind])[0][:300]})"
        )


def _probe() -> bytes:
    """Return axioms from which one thing follows: what is one and other is both."""
    owl, rdf = "http://www.w3.org/2002/07/owl#", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    under = "http://www.w3.org/2000/01/rdf-schema#subClassOf"
    it, both, one, other = (f"<{_PROBE}{name}>" for name in ("it", "both", "one", "other"))
    rows = [(name, f"{rdf}type", f"<{owl}Class>") for name in (it, both, one, other)]
    rows += [(it, under, one), (it, under, other), (both, f"{owl}equivalentClass", "_:probe")]
    rows += [("_:probe", f"{rdf}type", f"<{owl}Class>")]
    rows += [("_:probe", f"{owl}intersectionOf", "_:probe1")]
    rows += [("_:probe1", f"{rdf}first", one), ("_:probe1", f"{rdf}rest", "_:probe2")]
    rows += [("_:probe2", f"{rdf}first", other), ("_:probe2", f"{rdf}rest", f"<{rdf}nil>")]
    return "".join(f"{s} <{p}> {o} .\n" for s, p, o in rows).encode()


def _converse(request: bytes, seconds: float, folder: str) -> tuple[int, bytes, bytes]:
    command = [sys.executable, "-I", "-S", "-c", _START, *_roots()]
    env = {name: os.environ[name] for name in _KEPT if name in os.environ}
    env |= {"TMPDIR": folder, "TMP": folder, "TEMP": folder}
    try:
        return converse(command, request, seconds, env=env, folder=folder)
    except subprocess.TimeoutExpired:
        raise LimitReached(
            f"reasoner: no answer within {seconds:g} s, so it was ended; allow it more time "
            "with --timeout, or take the newest axioms out"
        ) from None


def _roots() -> list[str]:
    """Return the folders of this package and of owlready2: the child gets no other path."""
    found = find_spec("owlready2")
    if found is None or found.origin is None:
        raise MissingPart("owlready2 is not installed: pip install owlready2")
    roots = (Path(__file__).resolve().parents[2], Path(found.origin).parents[1])
    return list(dict.fromkeys(map(str, roots)))
