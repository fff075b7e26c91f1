"""Taking up a content that has changed on the disk: only when it has passed its check, all at once.

Until then, and for ever where it fails, the old content answers.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from ivig_kg.content import Content
from ivig_kg.errors import IvigKgError
from ivig_kg.graph import KnowledgeGraph
from ivig_kg.web.snapshot import Serving, Snapshot

__all__ = ["Reloader", "checked"]

_LOG = logging.getLogger(__name__)
_PERIOD = 1.0  # seconds between looks at the disk
_PATIENCE = 600.0  # seconds for a check
_NICENESS = 10  # a check gives way to those who ask
_FINDINGS = 1  # the exit code of a check that found something
_CHECK = (
    "import sys; sys.path.insert(0, sys.argv[1]); from ivig_kg.cli import main; "
    "main(['check', '--content', sys.argv[2]])"
)
_PACKAGE = str(Path(__file__).resolve().parents[2])
_SHOWN = 300

Prepare = Callable[[KnowledgeGraph], Awaitable[Snapshot]]


@dataclass
class Reloader:
    """Watches a content, and lets the server serve what has changed and passed.

    Args:
        content: where the content is.
        serving: what is served now.
        prepare: makes a snapshot that is ready to answer.
        period: seconds between looks at the disk.
        store: the folder of the store that answers in place of the files, if one does.
    """

    content: Content
    serving: Serving
    prepare: Prepare
    period: float = _PERIOD
    store: str | None = None

    async def watch(self) -> None:
        """Look at the disk again and again, until cancelled."""
        before = settled = await asyncio.to_thread(self._signature)
        while True:
            await asyncio.sleep(self.period)
            now = await asyncio.to_thread(self._signature)
            if now == before and now != settled:  # it changed, and nobody writes any more
                settled = now
                try:
                    await self.reload()
                except IvigKgError as error:
                    self._refuse(str(error))
                except Exception:  # noqa: BLE001 (the old content goes on)
                    _LOG.exception("the new content could not be taken up")
                    self._refuse("it could not be taken up; the log tells more")
            before = now

    async def reload(self) -> None:
        """Take up what is on the disk, if it is another content and passes its check.

        Raises:
            IvigKgError: it cannot be read.
        """
        new = Content(self.content.root, self.content.origin)
        digest = await asyncio.to_thread(self._digest, new)
        if digest == self.serving.snapshot.digest:
            self.serving.refused = ""
            return
        code, words = await checked(self.content.root)
        if code:
            self._refuse(words)
            return
        # What was checked must be what was read before.
        again = Content(self.content.root, self.content.origin)
        if await asyncio.to_thread(self._digest, again) != digest:
            _LOG.info("the content changed while it was checked; it is looked at again")
            return
        await self._take(await self.prepare(await asyncio.to_thread(self._opened, new)))

    def _signature(self) -> object:
        """Return what changes when a file does; nothing while the folders cannot be read."""
        with contextlib.suppress(IvigKgError):  # reload tells, should it last
            return Content(self.content.root, self.content.origin).signature()
        return None

    def _digest(self, content: Content) -> str:
        """Return the hash of a content; a large one, which has a store, is not kept in memory."""
        return content.digest if self.store is None else content.digest_of_disk()

    def _opened(self, content: Content) -> KnowledgeGraph:
        if self.store is None:
            return KnowledgeGraph(content)
        return KnowledgeGraph(content.root, store=self.store, tell=_LOG.info)

    async def _take(self, snapshot: Snapshot) -> None:
        old, self.serving.snapshot = self.serving.snapshot, snapshot
        self.serving.refused, self.serving.checked = "", True
        _LOG.info("serving version %s, sha256 %s", snapshot.version, snapshot.digest[:12])
        await old.pool.retire()
        old.graph.backing.close()

    def _refuse(self, words: str) -> None:
        # Anybody may ask whether we are ready: what is wrong where is for those who read the log.
        self.serving.refused = "what is on the disk has faults; the log and 'ivig-kg check' tell"
        _LOG.warning("the new content is not served: %s", words)


async def checked(root: str) -> tuple[int, str]:
    """Check a content in a process of its own; return its exit code, and what is wrong in short."""
    process = await asyncio.create_subprocess_exec(
        # Neither the folder we were started in nor the environment puts a module in the way.
        *(sys.executable, "-I", "-c", _CHECK, _PACKAGE, root),
        cwd="/",
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        start_new_session=True,
    )
    try:
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, process.pid, _NICENESS)
        output, words = await asyncio.wait_for(process.communicate(), _PATIENCE)
    except TimeoutError:
        return 5, f"its check took over {_PATIENCE:g} s"
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return process.returncode or 0, _in_a_line(output or words, process.returncode or 0)


def _in_a_line(output: bytes, code: int) -> str:
    lines = output.decode("utf-8", "replace").splitlines()
    told = [line for line in lines if not line.startswith(("content: ", "note: "))]
    what = "its check found faults" if code == _FINDINGS else "its check failed"
    how = "'ivig-kg check' tells all"
    return f"{what}; {how}; the first: {told[0][:_SHOWN]}" if told else f"{what}; {how}"
