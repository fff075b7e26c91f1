"""Whatever kills a process that writes, and however many write at once: nothing is lost or half."""

from __future__ import annotations

import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]
Hash = Callable[[Path], str]
SOURCE = "data/sources/mori-2005.ttl"
REVIEWS = "data/reviews/mori-2005.ttl"
HEAD = (
    "kind\tlabel\tstated in\tlocator\tcondition\tsubtype\tpopulation stated\tmodality\t"
    "verification\tpopulation: n\n"
)


def sheet(folder: Path, label: str) -> Path:
    """Write a sheet of one statement and return its path."""
    row = f"study description\t{label}\tmori-2005\tabstract\tSjogren syndrome\t"
    path = folder / f"{label.replace(' ', '-')}.tsv"
    path.write_text(f"{HEAD}{row}peripheral neuropathy\tyes\tasserted\tabstract\t7\n", "utf-8")
    return path


def blocks(path: Path) -> Iterator[tuple[str, str]]:
    text = path.read_text("utf-8") if path.exists() else ""
    for block in text.split("\n\n"):
        if re.match(r"(?:st|entry):", block):
            yield block.partition("\n")[0], block


@dataclass
class State:
    """The made-up statements, their status, and the entries on them, read without our code."""

    statuses: dict[str, str]
    entries: list[tuple[str, list[str], str]]

    @classmethod
    def of(cls, content: Path) -> State:
        statuses = {
            name: found[1]
            for name, block in blocks(content / SOURCE)
            if '"Made up ' in block and (found := re.search(r"ivig:status ivig:(\w+)", block))
        }
        entries = []
        for name, block in blocks(content / REVIEWS):
            after = re.search(r"ivig:statusAfter ivig:(\w+)", block)
            entries.append((name, re.findall(r"concerns (\S+)", block), after[1] if after else ""))
        return cls(statuses, entries)

    def last(self, thing: str) -> str:
        return next((after for _, things, after in reversed(self.entries) if thing in things), "")

    def require_whole(self) -> None:
        """Require that each statement has the status that its last entry gave it."""
        assert self.statuses == {thing: self.last(thing) for thing in self.statuses}
        named = {thing for _, things, _ in self.entries for thing in things}
        assert named <= set(self.statuses)


def acts(content: Path, here: Path, number: int, chance: random.Random) -> list[str]:
    """Return the words of the next act: import, review, supersede and undo in turn."""
    state = State.of(content)
    drafts = [one for one, status in state.statuses.items() if status == "Draft"]
    current = [one for one, status in state.statuses.items() if status in {"Draft", "Accepted"}]
    why = ["--why", "For the test.", "--content", str(content), "--agent"]
    if number % 4 == 1 and drafts:
        return ["review", chance.choice(drafts), "--accept", *why, "test-reviewer"]
    if number % 4 == 2 and len(current) > 1:
        return ["supersede", *chance.sample(current, 2), *why, "test-curator"]
    if number % 4 == 3 and state.entries:
        things = [thing for _, things, _ in state.entries for thing in things]
        return ["undo", chance.choice(things), *why, "test-reviewer"]
    path = str(sheet(here, f"Made up {number}"))
    return ["import", path, "--content", str(content), "--agent", "test-curator"]


def killed(words: list[str], seconds: float, log: Path) -> bool:
    """Run an act in a child, kill it after some seconds, and say whether it had ended well."""
    from ivig_kg.cli import main  # noqa: PLC0415 (loaded once, before the fork)

    child = os.fork()
    if child == 0:
        handle = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(handle, 1)
        os.dup2(handle, 2)
        sys.stdout = os.fdopen(1, "w")
        sys.stderr = os.fdopen(2, "w")
        code = 70
        try:
            main(words)
        except SystemExit as ended:
            code = ended.code if isinstance(ended.code, int) else 71
        finally:
            os._exit(code)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status) == 0
        time.sleep(0.002)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) == 0


def survive(content: Path, here: Path, kills: int, seed: int) -> tuple[int, int]:
    """Kill so many acts and return how many had ended well before, and how many were killed."""
    from ivig_kg.check import shapes, touched  # noqa: F401, PLC0415 (as above)
    from ivig_kg.curate import graphs, life, sheet, undone  # noqa: F401, PLC0415 (as above)
    from ivig_kg.vault import Vault  # noqa: PLC0415 (as above)

    chance = random.Random(seed)  # noqa: S311 (the same moments each time)
    first = time.monotonic()
    assert killed(acts(content, here, 0, chance), 60.0, here / "log.txt")
    longest = 1.4 * (time.monotonic() - first)  # of an act that nobody kills
    well = 0
    for number in range(1, kills + 1):
        before = State.of(content)
        words = acts(content, here, number, chance)
        log = here / "log.txt"
        good = killed(words, chance.uniform(0.0, longest), log)
        well += good
        with Vault(content).locked("the test") as _:
            pass
        assert [path.name for path in content.rglob("*.part")] == []
        after = State.of(content)
        after.require_whole()
        assert set(before.statuses) <= set(after.statuses), words
        assert [e for e in before.entries if e not in after.entries] == [], words
        if good and "nothing to do" not in log.read_text():
            assert after.entries != before.entries or "already present" in log.read_text(), words
    return well, kills - well


@pytest.fixture
def kept_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.mark.crash
@pytest.mark.usefixtures("kept_state")
def test_200_kills_lose_nothing(curated: Path, here: Path, call: Run) -> None:
    well, ill = survive(curated, here, 200, 2)
    print(f"\n200 acts: {well} ended well, {ill} were killed or refused")  # noqa: T201
    assert ill > 50, "the moments are too late to show anything"
    assert well > 20, "the moments are too early to show anything"
    done = call("check", "--content", curated)
    assert (done.returncode, done.stdout) == (0, "")


def crowd(content: Path, here: Path, env: dict[str, str], size: tuple[int, int]) -> list[str]:
    """Let processes add statements to one source at once; return the labels acknowledged."""
    processes, adds = size
    script = (
        "import subprocess, sys\n"
        "for path in sys.argv[2:]:\n"
        "    done = subprocess.run([sys.executable, '-m', 'ivig_kg', 'import', path, '--agent',\n"
        "        'test-curator', '--wait', '300', '--content', sys.argv[1]], capture_output=True)\n"
        "    print(path if done.returncode == 0 else done.stderr.decode(), flush=True)\n"
    )
    children = [
        subprocess.Popen(
            [
                *(sys.executable, "-c", script, str(content)),
                *(str(sheet(here, f"Made up {one} {add}")) for add in range(adds)),
            ],
            stdout=subprocess.PIPE,
            env=env,
            cwd=here,
            text=True,
        )
        for one in range(processes)
    ]
    return [line for child in children for line in child.communicate(timeout=900)[0].splitlines()]


@pytest.mark.crash
@pytest.mark.parametrize("size", [(8, 5)], ids=["8x5"])
def test_many_add_to_one_source_at_once(
    curated: Path, here: Path, environment: dict[str, str], call: Run, size: tuple[int, int]
) -> None:
    acknowledged = crowd(curated, here, environment, size)
    assert [line for line in acknowledged if not line.endswith(".tsv")] == []
    state = State.of(curated)
    assert len(acknowledged) == len(state.statuses) == size[0] * size[1]
    text = (curated / SOURCE).read_text("utf-8")
    for path in acknowledged:
        label = Path(path).stem.replace("-", " ")
        assert text.count(f'"{label}"@en') == 1
    state.require_whole()
    assert list(curated.rglob("*.part")) == []
    done = call("check", "--content", curated)
    assert (done.returncode, done.stdout) == (0, "")


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path | None]:
    """Return a folder on a file system of 4 MB; None where none may be mounted."""
    folder = tmp_path / "disk"
    folder.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(folder)]
    try:
        mounted = subprocess.run(words, capture_output=True, check=False).returncode == 0
    except OSError:
        mounted = False
    yield folder if mounted else None
    if mounted:
        subprocess.run(["umount", str(folder)], check=True)  # noqa: S607 (whichever umount)


@pytest.mark.crash
def test_bad_input_32_a_full_disk_leaves_all_as_it_was(
    curated: Path, here: Path, environment: dict[str, str], tiny_disk: Path | None, hashed: Hash
) -> None:
    def limited() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))  # smaller than the file

    content, limit = curated, limited
    if tiny_disk is not None:
        content = shutil.copytree(curated, tiny_disk / "content")
        filled = tiny_disk / "filled"
        with suppress(OSError), filled.open("wb", buffering=0) as stream:
            while True:
                stream.write(bytes(1024))
    print(f"\na full disk by {'a tmpfs of 4 MB' if tiny_disk else 'a limit on file size'}")  # noqa: T201
    before = hashed(content)
    done = subprocess.run(
        [
            *(sys.executable, "-m", "ivig_kg", "import", str(sheet(here, "Made up 1"))),
            *("--agent", "test-curator", "--content", str(content)),
        ],
        env=environment,
        cwd=here,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=None if tiny_disk else limit,
    )
    assert (done.returncode, done.stdout) == (4, ""), done.stderr
    assert "Traceback" not in done.stderr
    assert hashed(content) == before
    assert list(content.rglob("*.part")) == []
