"""The command line as a user runs it: a process, in an empty folder, on a copy of the content."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from tests.doors.served import Served, serving

ROOT = Path(__file__).parents[2]
FOLDERS = ("ontology", "data", "queries")
Ran = subprocess.CompletedProcess[str]


def copied(source: Path, target: Path) -> Path:
    for folder in FOLDERS:
        shutil.copytree(source / folder, target / folder)
    return target


def digest(folder: Path) -> str:
    """Return the hash of all paths and bytes below a folder."""
    whole = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        whole.update(str(path.relative_to(folder)).encode())
        if path.is_file() and not path.is_symlink():
            whole.update(path.read_bytes())
    return whole.hexdigest()


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return a copy of the shipped content that all tests read; none may have changed it."""
    folder = copied(ROOT, tmp_path_factory.mktemp("shipped"))
    before = digest(folder)
    yield folder
    assert digest(folder) == before


@pytest.fixture(scope="session")
def served(shipped: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Return a server on the shipped content; it has ended without a fault of its own."""
    folder = tmp_path_factory.mktemp("served")
    with serving(folder, shipped, "--timeout", "2", "--workers", "2") as server:
        yield server
        assert server.stop() == 0, server.log.read_text("utf-8")
    assert '"level": "error"' not in server.log.read_text("utf-8")


@pytest.fixture
def content(shipped: Path, tmp_path: Path) -> Path:
    """Return a copy of the content that a test may break."""
    return copied(shipped, tmp_path / "content")


@pytest.fixture
def small(content: Path) -> Path:
    """Return a content with the whole ontology and little data, for what reads everything."""
    shutil.rmtree(content / "data/assessments")
    shutil.rmtree(content / "data/sources")
    (content / "data/sources").mkdir()
    return content


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """Return the empty folder that commands run in."""
    folder = tmp_path / "here"
    folder.mkdir()
    return folder


AGENTS = """
agent:test-curator
  a prov:Person ;
  rdfs:label "Test Curator"@en ;
  dcterms:description "A made-up curator of the tests."@en ;
  ivig:conflictOfInterest "none declared"@en ;
  ivig:conflictOfInterestDated "2026-11-24"^^xsd:date ;
  ivig:gitIdentity "curator@example.org" .

agent:test-reviewer
  a prov:Person ;
  rdfs:label "Test Reviewer"@en ;
  dcterms:description "A made-up reviewer of the tests."@en ;
  ivig:conflictOfInterest "none declared"@en ;
  ivig:conflictOfInterestDated "2026-11-24"^^xsd:date .
"""


@pytest.fixture
def curated(content: Path) -> Path:
    """Return a content that knows a made-up curator and a made-up reviewer."""
    path = content / "data/agents.ttl"
    known = (content / "ontology/prefixes.ttl").read_text("utf-8").splitlines()
    used = ("rdfs:", "xsd:", "dcterms:", "prov:", "ivig:", "agent:")
    prefixes = [line for line in known if line.startswith("@prefix") and line.split()[1] in used]
    shipped = path.read_text("utf-8").partition("\nagent:")[2].rstrip()
    parts = ["# Agents of the tests.", "", *prefixes, "", f"agent:{shipped}", AGENTS]
    path.write_text("\n".join(parts), "utf-8")
    for rule in (content / "queries/checks").glob("ontology-*.rq"):
        rule.unlink()  # no change of data can break these, and they take their time
    return content


@pytest.fixture
def environment(shipped: Path, tmp_path: Path) -> dict[str, str]:
    """Return the environment of commands: the copied content, a terminal of 100 columns."""
    kept = {
        name: os.environ[name]
        for name in ("PATH", "HOME", "LANG", "PYTHONPATH")
        if name in os.environ
    }
    return {
        **kept,
        "IVIG_KG_CONTENT": str(shipped),
        "COLUMNS": "100",
        "PYTHONWARNINGS": "error",
        "XDG_STATE_HOME": str(tmp_path / "state"),
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_SYSTEM": os.devnull,
    }


@pytest.fixture
def run(here: Path, environment: dict[str, str]) -> Callable[..., Ran]:
    """Return what runs ``ivig-kg`` with some words and returns exit code, stdout and stderr."""

    def runs(
        *words: str | Path,
        stdin: str | bytes = b"",
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        seconds: int = 60,
    ) -> Ran:
        done = subprocess.run(
            [sys.executable, "-m", "ivig_kg", *map(str, words)],
            input=stdin.encode() if isinstance(stdin, str) else stdin,
            capture_output=True,
            check=False,
            cwd=cwd or here,
            env={**environment, **(env or {})},
            timeout=seconds,
        )
        out, err = done.stdout.decode("utf-8"), done.stderr.decode("utf-8")
        assert "Traceback" not in err, err
        assert "Warning" not in err, err
        return Ran(done.args, done.returncode, out, err)

    return runs


@pytest.fixture
def call(
    here: Path, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Ran]:
    """Return what does the same within this process: cheaper, for the many ways to be wrong."""
    from ivig_kg.cli import main  # noqa: PLC0415 (the processes of other tests do without)

    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(here)

    def calls(*words: str | Path, stdin: str | bytes = b"", cwd: Path | None = None) -> Ran:
        streams = [io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2)]
        data = stdin.encode() if isinstance(stdin, str) else stdin
        with monkeypatch.context() as patch:
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), "utf-8"))
            patch.setattr(sys, "stdout", streams[0])
            patch.setattr(sys, "stderr", streams[1])
            if cwd:
                patch.chdir(cwd)
            with pytest.raises(SystemExit) as ended:
                main(list(map(str, words)))
        out, err = (stream.buffer.getvalue().decode("utf-8") for stream in streams)
        code = ended.value.code
        assert isinstance(code, int)
        return Ran(list(map(str, words)), code, out, err)

    return calls


@pytest.fixture
def hashed() -> Callable[[Path], str]:
    """Return what hashes all that is in a folder."""
    return digest
