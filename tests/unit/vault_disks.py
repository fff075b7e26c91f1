"""Disks that fail or die at a chosen step, and what the tests write on them."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from ivig_kg.vault import Disk, Vault

STEPS = frozenset(name for name in vars(Disk) if not name.startswith("_"))
WRITING = STEPS - {"read", "read_end", "status", "close"}
OLD: dict[str, bytes | None] = {
    "data/one.ttl": b"one, old\n" * 9,
    "data/two.ttl": None,
    "data/new/deep/three.ttl": None,
}
NEW = {path: f"{path}, new\n".encode() * 5 for path in OLD}
STAYS = {"data/other.ttl": b"another\n"}


class Killed(BaseException):
    """The process is gone: no handler of its may touch the disk any more."""


class CountedDisk(Disk):
    """A disk that counts calls, waits for nothing, and fails as told.

    Args:
        fail: is asked with the number of a call (from 0) and its name, and raises.
        late: whether it is asked after the call took effect.
    """

    def __init__(
        self, fail: Callable[[int, str], None] = lambda _step, _name: None, *, late: bool = False
    ) -> None:
        self.calls: list[str] = []
        self._fail = fail
        self._late = late

    def __getattribute__(self, name: str) -> Any:  # noqa: ANN401 (any method)
        found = super().__getattribute__(name)
        return partial(self._step, name, found) if name in STEPS else found

    def _step(self, name: str, call: Callable[..., Any], *given: Any) -> Any:  # noqa: ANN401
        step = len(self.calls)
        self.calls.append(name)
        if not self._late and name != "close":  # what dies closes its files
            self._fail(step, name)
        result = call(*given)
        if self._late or name == "close":
            try:
                self._fail(step, name)
            except BaseException:
                if name in {"create", "open_end"}:
                    self._forget(result)
                raise
        return result

    def _forget(self, descriptor: int) -> None:
        os.close(descriptor)

    def fsync(self, descriptor: int) -> None:
        assert os.fstat(descriptor)

    def fsync_folder(self, path: Path) -> None:
        assert path.is_dir()


def error(code: int) -> OSError:
    return OSError(code, os.strerror(code))


def once(step: int, code: int = errno.EIO) -> Callable[[int, str], None]:
    """Fail at one step."""

    def fail(now: int, _name: str) -> None:
        if now == step:
            raise error(code)

    return fail


def from_then_on(
    step: int, code: int = errno.EIO, names: frozenset[str] = STEPS
) -> Callable[[int, str], None]:
    """Fail at a step and all later ones of some names."""

    def fail(now: int, name: str) -> None:
        if now >= step and name in names:
            raise error(code)

    return fail


def killed(step: int) -> Callable[[int, str], None]:
    """Die at a step."""

    def fail(now: int, _name: str) -> None:
        if now >= step:
            raise Killed

    return fail


def both(
    first: Callable[[int, str], None], second: Callable[[int, str], None]
) -> Callable[[int, str], None]:
    """Fail in one way, and in another."""

    def fail(now: int, name: str) -> None:
        first(now, name)
        second(now, name)

    return fail


def exits(step: int) -> Callable[[int, str], None]:
    """End the process at a step, with nothing tidied up."""

    def fail(now: int, _name: str) -> None:
        if now == step:
            os._exit(9)

    return fail


def lay_out(base: Path, files: Mapping[str, bytes | None] = OLD) -> Path:
    """Write files in a new root below a folder, and return it."""
    root = base / "content"
    for path, data in {**files, **STAYS}.items():
        if data is not None:
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(data)
    return root


def found(root: Path) -> dict[str, bytes | None]:
    """Return everything below a root: bytes of files, None for folders."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes() if path.is_file() else None
        for path in root.rglob("*")
    }


def whole(files: Mapping[str, bytes | None]) -> dict[str, bytes | None]:
    """Return what ``found`` should say when exactly these files are there."""
    there = {path: data for path, data in {**files, **STAYS}.items() if data is not None}
    above = {str(folder): None for path in there for folder in Path(path).parents}
    return {**{name: None for name in above if name != "."}, **there}


def vault_of(root: Path, disk: Disk | None = None, wait: float = 5.0) -> Vault:
    """Return a vault whose state is beside the root."""
    return Vault(root, state=root.parent / "state", wait=wait, disk=disk or CountedDisk())


def steps_of_a_commit(base: Path) -> list[str]:
    """Return the names of all steps of a commit of three files, with its lock."""
    disk = CountedDisk()
    vault = vault_of(lay_out(base), disk)
    with vault.locked("a dry run"):
        vault.commit(NEW, OLD)
    return disk.calls


class Child:
    """A forked child that is heard, told to go on, signalled and waited for.

    Args:
        act: what it does; it is given what says some bytes to us, and what waits for our word.
    """

    def __init__(
        self, act: Callable[[Callable[[bytes], object], Callable[[], object]], None]
    ) -> None:
        hear, say = os.pipe()
        listen, tell = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            code = 70
            try:
                os.close(tell)  # so that it hears our end, too
                act(partial(os.write, say), partial(os.read, listen, 1))
                code = 0
            finally:
                os._exit(code)
        os.close(say)
        os.close(listen)
        self._hear, self._tell = hear, tell

    def heard(self) -> bytes:
        """Return what it says next; nothing when it has ended."""
        return os.read(self._hear, 65536)

    def go_on(self) -> None:
        """Let it go on from where it waits."""
        os.write(self._tell, b".")

    def ended(self) -> tuple[int, bytes]:
        """Wait until it ends; return its exit code, and what else it said."""
        with os.fdopen(self._hear, "rb") as stream:
            said = stream.read()
        os.close(self._tell)
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1]), said
