"""Commands that write, where they should not or cannot (bad-inputs 31 to 35)."""

from __future__ import annotations

import contextlib
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import copytree

import pytest

from tests.doors.conftest import digest
from tests.doors.small_desk import HEAD, acting, copied, refused, statement, untouched

pytestmark = pytest.mark.thorough

Done = subprocess.CompletedProcess[str]
Run = Callable[..., Done]
RETRACT = ("retract", "st:mori-2005-9", "--why", "For the test.")


@pytest.fixture(scope="module")
def desk(shipped: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return a content that no test of this file changes."""
    yield from untouched(shipped, tmp_path_factory.mktemp("desk"))


@pytest.fixture
def own(desk: Path, tmp_path: Path) -> Path:
    """Return a content that a test may change."""
    return copied(desk, tmp_path / "own")


@pytest.fixture
def act(call: Run, desk: Path) -> Run:
    """Return what runs a command; only a content of the test's own may change."""
    return acting(call, desk)


def test_bad_input_31_a_template_is_written_here_and_over_nothing(
    call: Run, desk: Path, here: Path, tmp_path: Path
) -> None:
    (here / "there").write_text("kept", "utf-8")
    for out, said in {
        "../x": "a path with '..' is refused",
        str(tmp_path / "x"): "outside the current folder",
        "there": "exists already; name another file or give --force",
    }.items():
        refused(call("template", "--tsv", "--out", out, "--content", desk), 2, said)
    assert [path.name for path in here.iterdir()] == ["there"]
    assert (here / "there").read_text("utf-8") == "kept"


@contextlib.contextmanager
def no_more_than(size: int) -> Iterator[None]:
    """Let no file grow larger, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_bad_input_32_a_full_disk_leaves_all_as_it_was(act: Run, own: Path, here: Path) -> None:
    (here / "s.ttl").write_text(HEAD + statement(), "utf-8")
    before = digest(own)
    with no_more_than(4096):  # mori-2005.ttl has more than 10,000 bytes
        refused(act("import", "s.ttl", into=own), 4, "nothing was changed")
    with no_more_than(0):
        refused(act(*RETRACT, into=own), 4, "nothing was changed")
    assert digest(own) == before


@contextlib.contextmanager
def as_nobody() -> Iterator[None]:
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_bad_input_32_a_folder_that_is_read_only(
    call: Run, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Not below the folder of pytest, which each run of pytest closes to others.
    with tempfile.TemporaryDirectory() as name:
        folder, state = Path(name), Path(name, "state")
        own = Path(copytree(desk, folder / "own"))
        state.mkdir()
        for path, mode in ((folder, 0o755), (own, 0o755), (state, 0o777), (own / "data", 0o555)):
            path.chmod(mode)
        monkeypatch.setenv("XDG_STATE_HOME", str(state))
        before = digest(own)
        with as_nobody():
            done = call(*RETRACT, "--agent", "test-curator", "--content", own)
        assert digest(own) == before
        (own / "data").chmod(0o755)
    refused(done, 4, "nothing was changed")


HOLD = """
import sys
from pathlib import Path
from ivig_kg.vault import Vault
with Vault(Path(sys.argv[1])).locked("the other act"):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_bad_input_33_who_waits_in_vain_is_told_for_whom_and_the_dead_hold_nothing(
    act: Run, own: Path
) -> None:
    before = digest(own)
    words = (*RETRACT, "--wait", "0.2")
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(own)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        done = act(*words, into=own)
        holder = f"the content is being changed by process {other.pid} on "
        refused(done, 4, holder, "(the other act, since ", "waited 0.2 seconds")
        assert digest(own) == before
        other.kill()
    assert act(*words, into=own).returncode == 0


@pytest.mark.parametrize("name", ['x> ?p ?o } # "; DROP ALL\n', "x" * 2**20])
def test_bad_input_34_a_name_is_data_only(act: Run, name: str) -> None:
    why = ("--why", "For the test.")
    for words in (
        ("review", name, "--accept", *why),
        ("supersede", "st:mori-2005-9", name, *why),
        ("dispute", "st:mori-2005-9", "st:mori-2005-8", "--kind", name, *why),
    ):
        refused(act(*words), 2, "ivig-kg: ")
    refused(act(*RETRACT, agent=name), 2, "is nobody in data/agents.ttl")


def test_bad_input_35_a_record_that_is_spoilt_or_newer_stops_all(
    act: Run, own: Path, tmp_path: Path
) -> None:
    before = digest(own)
    refused(act("retract", "st:nothing-1", "--why", "For the test.", into=own), 2)
    (lock,) = (tmp_path / "state").rglob("lock")
    for record in (b"\x00\xff", b"{}", b'{"format": 99}'):
        (lock.parent / "manifest.json").write_bytes(record)
        done = act(*RETRACT, into=own)
        refused(done, 4, "manifest.json: the record of a change that broke off cannot be used")
    assert digest(own) == before
