"""Files as they should not be (bad-inputs 1 to 18), in the content and beside it.

Each is tried by every command that reads files. Whatever happens, it is told in words, and no byte
of the content is another afterwards.
"""

from __future__ import annotations

import gzip
import io
import os
import subprocess
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.thorough

Run = Callable[..., subprocess.CompletedProcess[str]]
Done = subprocess.CompletedProcess[str]
Hash = Callable[[Path], str]
Tried = Callable[[bytes], dict[str, Done]]
PREFIX = "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
NAME = "data/sources/bad.ttl"


def line(value: str) -> bytes:
    return f"{PREFIX}<https://example.org/a> rdfs:label {value} .\n".encode(
        "utf-8", "surrogatepass"
    )


@pytest.fixture
def tried(call: Run, small: Path, here: Path, hashed: Hash) -> Tried:
    """Return what puts bytes into the content and beside it, and runs all that reads them."""

    def tries(data: bytes) -> dict[str, Done]:
        (small / NAME).write_bytes(data)
        (here / "bad.ttl").write_bytes(data)
        before = hashed(small), hashed(here)
        done = {
            "check": call("check", "--content", small),
            "format": call("format", "--check", "--content", small),
            "ask": call("ask", "uncited-claims", "--content", small),
            "export": call("export", "--format", "nq", "--content", small),
        }
        (small / NAME).unlink()
        done["outside"] = call("check", "--content", small, "bad.ttl")
        (small / NAME).write_bytes(data)
        assert (hashed(small), hashed(here)) == before
        return done

    return tries


def refused(done: Done, *said: str, code: int = 3) -> None:
    """Require that a command ended with this code, these words, and nothing on stdout."""
    assert (done.returncode, done.stdout) == (code, "")
    assert "bad.ttl" in done.stderr
    assert [words for words in said if words not in done.stderr] == []


def test_bad_input_01_nothing_at_all(tried: Tried) -> None:
    for data in (b"", b"# only a remark\n", PREFIX.encode()):
        done = tried(data)
        refused(done["check"], f"{NAME}: contains no statements")
        refused(done["outside"], "bad.ttl: contains no statements")
        assert done["ask"].returncode == 0


def test_bad_input_02_a_byte_order_mark_is_taken_or_named_by_all_alike(tried: Tried) -> None:
    done = tried(b"\xef\xbb\xbf" + line('"a"@en'))
    named = {name: "byte order mark" in each.stderr for name, each in done.items()}
    taken = {name: each.returncode in {0, 1} for name, each in done.items()}
    assert all(taken.values()) or all(named.values())


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (line('"Sjögren"').decode().encode("utf-16"), ("UTF-16", "save it as UTF-8")),
        (line('"Sjögren"').decode().encode("latin-1"), ("not UTF-8 at byte ", ", line 2")),
    ],
    ids=["UTF-16", "Latin-1"],
)
def test_bad_input_03_another_encoding(tried: Tried, data: bytes, said: tuple[str, ...]) -> None:
    done = tried(data)
    for name in ("check", "format", "outside"):
        refused(done[name], *said)
    for name in ("ask", "export"):
        refused(done[name], f"{NAME}:")


def test_bad_input_04_cut_off_in_a_literal(tried: Tried) -> None:
    done = tried(line('"a"@en') + b'<https://example.org/b> rdfs:label "cut')
    for name in ("check", "format", "ask", "export", "outside"):
        refused(done[name], "bad.ttl:3: does not parse")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"<<<<<<< HEAD\n" + line('"a"') + b"=======\n>>>>>>> x\n", ":1: git conflict marker"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n", "Git-LFS pointer"),
        (b"<!DOCTYPE html>\n<html><body>404</body></html>\n", ":1: a web page (HTML)"),
    ],
    ids=["conflict", "LFS pointer", "web page"],
)
def test_bad_input_05_what_is_only_called_turtle(tried: Tried, data: bytes, said: str) -> None:
    done = tried(data)
    for name in ("check", "format", "outside"):
        refused(done[name], said)
    for name in ("ask", "export"):
        refused(done[name], f"{NAME}:1: ")


@pytest.mark.parametrize(
    "iri", ["http://a b", "http://a{b}", "http://a|b", "http://a\nb", "relative", "", "http://a^"]
)
def test_bad_input_06_what_is_no_iri(tried: Tried, iri: str) -> None:
    done = tried(line('"a"@en') + f"<{iri}> rdfs:label 1 .\n".encode())
    for name in ("check", "format", "ask", "export", "outside"):
        refused(done[name], "bad.ttl:3: does not parse")


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ('"a\x00b"', "U+0000"),
        ('"a\x1bb"', "U+001B"),
        ('"a\\u0000b"', "U+0000"),
        ('"a\\uD800b"', "U+D800"),
        ('"a\ufffeb"', "U+FFFE"),
        ('"a\u202eb"', "U+202E"),
    ],
)
def test_bad_input_07_characters_that_are_none(tried: Tried, value: str, code: str) -> None:
    done = tried(line(value))
    for name in ("check", "format", "outside"):
        refused(done[name], "bad.ttl:2: ", code)


def test_bad_input_08_letters_and_accents_apart(tried: Tried) -> None:
    done = tried(line('"Sjo\u0308gren"@en'))
    for name in ("check", "outside"):
        assert done[name].returncode == 1
        assert "bad.ttl:2: not in Unicode normal form C" in done[name].stdout
    assert f"{NAME}:2: not in Unicode" in done["check"].stdout


XML = b"""<?xml version="1.0"?>
<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/hostname"><!ENTITY b "&a;&a;">]>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">&b;</rdf:RDF>
"""
JSON = b'{"@context": "http://127.0.0.1:9/context.jsonld", "@id": "https://example.org/a"}\n'
CSV = b"source;effect\nrist-2011;Improves\n"


@pytest.mark.parametrize("data", [XML, JSON, CSV], ids=["09 XML", "10 JSON-LD", "16 CSV"])
def test_bad_input_09_10_16_what_is_not_turtle(tried: Tried, data: bytes) -> None:
    done = tried(data)
    for each in done.values():
        refused(each, "bad.ttl:1: ")


DEEP = 10_000
NESTED = {
    "blank nodes": b"[ rdfs:seeAlso " * DEEP + b"1" + b" ]" * DEEP,
    "lists": b"(" * DEEP + b")" * DEEP,
    "open": b"[ rdfs:seeAlso " * DEEP,
}


@pytest.mark.parametrize("form", NESTED)
def test_bad_input_11_nested_beyond_measure(tried: Tried, form: str) -> None:
    data = f"{PREFIX}<https://example.org/a> rdfs:seeAlso ".encode() + NESTED[form] + b" .\n"
    for name, done in tried(data).items():
        assert done.returncode in {0, 1, 3, 5}, (name, done.stderr)
        assert len(done.stderr) < 2000
        if name == "format":
            assert ("nested deeper than 64" in done.stderr) == (form != "open")


def test_bad_input_11_a_long_text_without_strings_takes_no_time(call: Run, here: Path) -> None:
    head = "@prefix x: <https://example.org/x#> .\n"
    (here / "bad.ttl").write_text(head + "x:a x:b x:c .\n" * 5_000)
    start = time.monotonic()
    assert call("format", "--check", "bad.ttl").returncode == 1
    assert time.monotonic() - start < 1


def test_bad_input_12_larger_than_the_limit(call: Run, small: Path, here: Path) -> None:
    with (here / "bad.ttl").open("wb") as stream:
        stream.truncate(2**26 + 1)
    for act in ("check", "format"):
        done = call(act, "--content", small, "bad.ttl")
        refused(done, "67,108,865 bytes", "over the limit of 67,108,864", code=5)


def zipped() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a.ttl", line('"a"'))
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "said"),
    [(gzip.compress(line('"a"'), mtime=0), "a gzip archive"), (zipped(), "a zip archive")],
    ids=["gzip", "zip"],
)
def test_bad_input_13_an_archive(tried: Tried, data: bytes, said: str) -> None:
    done = tried(data)
    for name in ("check", "format", "outside"):
        refused(done[name], f"bad.ttl: {said}")
    for name in ("ask", "export"):
        assert done[name].returncode == 3


@pytest.fixture
def odd(here: Path) -> dict[str, Path]:
    """Return paths that are no files."""
    (here / "folder").mkdir()
    os.mkfifo(here / "pipe.rq")
    (here / "dangling.rq").symlink_to("nowhere")
    (here / "circle.rq").symlink_to("circle.rq")
    names = ("folder", "pipe.rq", "dangling.rq", "circle.rq", "nothing.rq")
    return {**{name: here / name for name in names}, "zero": Path("/dev/zero")}


ODD = {
    "folder": "a folder; name a file in it",
    "pipe.rq": "a pipe; save its text to a file",
    "dangling.rq": "a link to nowhere, which does not exist",
    "circle.rq": "cannot be read (",
    "nothing.rq": "no such file; check its name",
    "zero": "a device, not a file",
}


@pytest.mark.parametrize("kind", ODD)
def test_bad_input_13_what_is_no_file(
    call: Run, small: Path, odd: dict[str, Path], kind: str
) -> None:
    acts = [("check",), ("format",), ("format", "--check"), ("check", "--document")]
    if kind.endswith(".rq"):
        acts.append(("ask",))
    for act in acts:
        done = call(*act, odd[kind], "--content", small)
        assert (done.returncode, done.stdout) == (4, "")
        assert ODD[kind] in done.stderr


def test_bad_input_14_the_same_file_twice_is_one_file(call: Run, small: Path, here: Path) -> None:
    text = (small / "data/agents.ttl").read_text("utf-8")
    (here / "new.ttl").write_text(text.replace("project-import", "someone"), "utf-8")
    assert call("check", "--content", small, "new.ttl").returncode == 0


def test_bad_input_14_a_file_named_twice_is_read_once(call: Run, small: Path, here: Path) -> None:
    text = (small / "data/agents.ttl").read_text("utf-8")
    (here / "new.ttl").write_text(text.replace("project-import", "someone"), "utf-8")
    assert call("check", "--content", small, "new.ttl", "./new.ttl").returncode == 0


@pytest.mark.parametrize(
    "form", ["[] rdfs:label 1 .", "<https://example.org/a> rdfs:label ( 1 ) ."]
)
def test_bad_input_15_blank_nodes_in_the_data(tried: Tried, form: str) -> None:
    done = tried(f"{PREFIX}\n{form}\n".encode())
    for name in ("check", "outside"):
        assert done[name].returncode == 1
        assert "a blank node" in done[name].stdout
        assert "give " in done[name].stdout


@pytest.mark.parametrize(
    ("head", "said"),
    [
        (
            "@prefix x: <https://example.org/1#> .\n@prefix x: <https://example.org/2#> .\n",
            "bad.ttl:2: prefix x: is bound to <https://example.org/2#> here and to",
        ),
        (
            "@prefix skos: <https://example.org/skos#> .\n",
            "bad.ttl:1: prefix skos: is bound to <https://example.org/skos#>, but ontology",
        ),
    ],
)
def test_bad_input_17_a_prefix_that_means_something_else(
    tried: Tried, head: str, said: str
) -> None:
    done = tried(head.encode() + line('"a"@en'))
    for name in ("check", "outside"):
        assert done[name].returncode == 1
        assert said in done[name].stdout


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("sh:maxCount 1", "sh:maxCout 1", "sh:maxCout"),
        ("sh:targetClass prov:SoftwareAgent", "sh:order 1", "shape:SoftwareAgent"),
        ("sh:targetClass prov:", "sh:targetClas prov:", "sh:targetClas"),
    ],
)
def test_bad_input_18_a_shape_that_checks_nothing(
    call: Run, small: Path, old: str, new: str, said: str
) -> None:
    path = small / "ontology/shapes/software-agent.ttl"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    done = call("check", "--content", small)
    assert done.returncode == 1
    assert said in done.stdout
    assert "ontology/shapes/software-agent.ttl" in done.stdout
