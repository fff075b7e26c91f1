"""Classifying: what classes are under what others, and which can have no members.

The work is done by a child that loads owlready2, which starts Java. Both are in a process group of
their own, in a folder that is taken away, with a limit of time: whatever happens, nothing is left.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ivig_kg.errors import ContentUnavailable, InvalidInput, LimitReached, MissingPart
from ivig_kg.reason.java import Java

__all__ = ["Classes", "Hermit"]

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
            ContentUnavailable: no process or temporary file could be made.
        """
        try:
            with TemporaryDirectory(prefix="ivig-kg-reason-") as folder:
                reply = self._asked(ntriples, seconds, folder)
        except OSError as error:
            raise ContentUnavailable(f"reasoner: cannot be started ({error})") from error
        if "error" in reply:
            raise self._raised(str(reply["error"]), str(reply["message"]))
        pairs = frozenset((below, above) for below, above in reply["pairs"])
        return Classes(reply["consistent"], frozenset(reply["empty"]), pairs)

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
        last = message.strip().splitlines()[-1:] or [kind]
        return InvalidInput(f"reasoner: it ended without an answer ({kind}: {last[0][:300]})")


def _converse(request: bytes, seconds: float, folder: str) -> tuple[int, bytes, bytes]:
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    with subprocess.Popen(  # noqa: S603 (our own code, by this interpreter)
        [sys.executable, "-I", "-S", "-c", _START, *_roots()],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**kept, "TMPDIR": folder, "TMP": folder, "TEMP": folder},
        cwd=folder,
        start_new_session=True,
    ) as child:
        try:
            output, words = child.communicate(request, seconds)
        except subprocess.TimeoutExpired:
            raise LimitReached(
                f"reasoner: no answer within {seconds:g} s, so it was ended; allow it more time "
                "with --timeout, or take the newest axioms out"
            ) from None
        finally:
            _end(child)
    return child.returncode, output, words


def _end(child: subprocess.Popen[bytes]) -> None:
    """Kill the whole group, Java among it, whatever made us stop waiting."""
    with suppress(OSError):  # it has ended, and nothing of its group is left
        if hasattr(os, "killpg"):
            os.killpg(child.pid, signal.SIGKILL)
        else:
            child.kill()
    child.wait()


def _roots() -> list[str]:
    """Return the folders of this package and of owlready2: the child gets no other path."""
    found = find_spec("owlready2")
    if found is None or found.origin is None:
        raise MissingPart("owlready2 is not installed: pip install owlready2")
    roots = (Path(__file__).resolve().parents[2], Path(found.origin).parents[1])
    return list(dict.fromkeys(map(str, roots)))
