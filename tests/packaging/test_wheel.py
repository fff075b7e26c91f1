"""The built wheel, installed in a new environment and run in an empty folder."""

from __future__ import annotations

import os
import subprocess
import sys
import urllib.request
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.packaging


def run(*words: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("IVIG_KG")}
    return subprocess.run(
        [str(word) for word in words],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    built = run(sys.executable, "-m", "build", "--wheel", "--outdir", folder, ROOT, cwd=folder)
    assert built.returncode == 0, built.stdout + built.stderr
    (found,) = folder.glob("ivig_kg-*.whl")
    return found


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("installed")
    assert run(sys.executable, "-m", "venv", "env", cwd=folder).returncode == 0
    done = run(folder / "env/bin/pip", "install", "-q", wheel, cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder / "env/bin/ivig-kg"


def test_wheel_holds_all_content_and_nothing_else(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    content = [p for f in ("ontology", "data", "queries") for p in (ROOT / f).rglob("*.*")]
    expected = {f"ivig_kg/_content/{path.relative_to(ROOT).as_posix()}" for path in content}
    assert expected <= names
    parts = [
        p for f in ("deploy", "static", "templates") for p in (ROOT / "ivig_kg/web" / f).iterdir()
    ]
    assert len(parts) > 12
    assert {path.relative_to(ROOT).as_posix() for path in parts} <= names
    tops = {name.split("/")[0] for name in names}
    assert tops == {"ivig_kg", next(t for t in tops if t.endswith(".dist-info"))}


def test_ask_in_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    answer = run(installed, "ask", "uncited-claims", "--format", "tsv", cwd=tmp_path)
    assert answer.returncode == 0, answer.stderr
    assert len(answer.stdout.splitlines()) == 15
    assert "(package)" in answer.stderr
    assert list(tmp_path.iterdir()) == []


def test_check_show_and_export_in_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    for words in (
        ["check"],
        ["show", "C41"],
        ["show", "MONDO:0016218"],
        ["export", "--format", "nq"],
        ["questions"],
        ["ontology", "--format", "svg"],
    ):
        done = run(installed, *words, cwd=tmp_path)
        assert done.returncode == 0, (words, done.stderr)


@pytest.mark.java
def test_the_reasoner_in_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    done = run(installed, "reason", "--check", cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "neuropathy with ataxia" in done.stdout


def test_foreign_query_in_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "ask.rq").write_text("ASK { ?s ?p ?o }", encoding="utf-8")
    done = run(installed, "ask", "ask.rq", "--format", "json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert '"boolean": true' in done.stdout


def test_serve_in_an_empty_folder(wheel: Path, installed: Path, tmp_path: Path) -> None:
    refused = run(installed, "serve", "--port", "0", cwd=tmp_path)
    assert refused.returncode == 7
    assert "pip install 'ivig-kg[serve]'" in refused.stderr
    done = run(installed.with_name("pip"), "install", "-q", f"{wheel}[serve]", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    environment = {k: v for k, v in os.environ.items() if not k.startswith("IVIG_KG")}
    with subprocess.Popen(
        [installed, "serve", "--port", "0"],
        cwd=tmp_path,
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
    ) as server:
        assert server.stderr is not None
        line = next(line for line in server.stderr if line.startswith("serving "))
        origin = line.split()[1]
        for path, shown in (
            ("", "no medical advice"),
            ("statement/ivig-summary-41", "What speaks against it"),
            ("sparql?query=ASK%7B%7D", "true"),
            ("static/style.css", "prefers-color-scheme"),
        ):
            with urllib.request.urlopen(origin + path) as answer:  # noqa: S310 (our own)
                assert shown in answer.read().decode()
        server.terminate()
        server.stderr.read()
    assert server.returncode == 0
    assert list(tmp_path.iterdir()) == []


def test_packaged_content_is_read_only_and_init_copies_it(installed: Path, tmp_path: Path) -> None:
    assert run(installed, "init", "mine", cwd=tmp_path).returncode == 0
    checked = run(installed, "check", "--content", "mine", cwd=tmp_path)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert run(installed, "format", "--check", "--content", "mine", cwd=tmp_path).returncode == 0
    agents = tmp_path / "mine/data/agents.ttl"
    agents.write_text(agents.read_text(encoding="utf-8") + "\n\n", encoding="utf-8")
    assert run(installed, "format", "--check", "--content", "mine", cwd=tmp_path).returncode == 1
