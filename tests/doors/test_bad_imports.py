"""Files as they should not be (bad-inputs 1 to 17), sent in by ``import``.

What is refused is told in words that say where and what, and no byte of the content is another.
"""

from __future__ import annotations

import gzip
import io
import json
import os
import socket
import subprocess
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from tests.doors.small_desk import HEAD, acting, copied, refused, sheet, statement, untouched

pytestmark = pytest.mark.thorough

Done = subprocess.CompletedProcess[str]
Run = Callable[..., Done]
Take = Callable[..., Done]
S = "https://w3id.org/ivig-kg/statement/mori-2005-12"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
SEEN_IN = "https://w3id.org/ivig-kg/ontology#seenIn"
GOOD = HEAD + statement()


@pytest.fixture(scope="module")
def desk(shipped: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return a content that no test of this file changes."""
    yield from untouched(shipped, tmp_path_factory.mktemp("desk"))


@pytest.fixture
def own(desk: Path, tmp_path: Path) -> Path:
    """Return a content that a test may change."""
    return copied(desk, tmp_path / "own")


@pytest.fixture
def take(call: Run, desk: Path, here: Path) -> Take:
    """Return what sends a file in; the content stays as it is unless it is the test's own."""
    act = acting(call, desk)

    def takes(name: str, data: str | bytes, *words: str, into: Path | None = None) -> Done:
        raw = data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass")
        (here / name).write_bytes(raw)
        return act("import", name, *words, into=into)

    return takes


def as_json(turtle: str) -> list[dict[str, object]]:
    """Return Turtle as expanded JSON-LD."""
    quads = ox.parse(turtle.encode(), ox.RdfFormat.TURTLE)
    written = ox.serialize(quads, format=ox.RdfFormat.JSON_LD)
    nodes: list[dict[str, object]] = json.loads(written or b"[]")
    return nodes


def as_lines(turtle: str) -> str:
    return "".join(f"{q} .\n" for q in ox.parse(turtle.encode(), ox.RdfFormat.TURTLE))


NOTHING = "contains no statements"


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("bad.ttl", "", NOTHING),
        ("bad.ttl", "# only a remark\n", NOTHING),
        ("bad.ttl", HEAD, NOTHING),
        ("bad.nt", "\n", NOTHING),
        ("bad.jsonld", "[]", NOTHING),
        ("bad.jsonld", "", "bad.jsonld:1: is not JSON"),
        ("bad.tsv", "", "is empty; it has no row of headings"),
        ("bad.tsv", "# a note\n", "is empty; it has no row of headings"),
        ("bad.csv", "kind,label\n,\n", "has no row below its headings"),
    ],
)
def test_bad_input_01_nothing_to_take_in(take: Take, name: str, data: str, said: str) -> None:
    refused(take(name, data), 3, name, said)


def test_bad_input_02_a_byte_order_mark_is_taken_off(take: Take, own: Path) -> None:
    assert take("bad.ttl", b"\xef\xbb\xbf" + GOOD.encode(), into=own).returncode == 0
    again = take("bad.tsv", b"\xef\xbb\xbf" + sheet([{}]).encode(), into=own)
    assert again.stdout.startswith("1 new, 0 already present\nst:mori-2005-13 entered")
    for path in (own / "data").rglob("*.ttl"):
        assert b"\xef\xbb\xbf" not in path.read_bytes()


@pytest.mark.parametrize("suffix", ["ttl", "nt", "jsonld", "tsv"])
def test_bad_input_03_another_encoding(take: Take, suffix: str) -> None:
    name, text = f"bad.{suffix}", "a\tb\nSjögren\tc\n"
    refused(take(name, text.encode("utf-16")), 3, f"{name}:1: UTF-16", "save it as UTF-8")
    # a, tab, b, line feed, S, j: the seventh byte is the one.
    refused(take(name, text.encode("latin-1")), 3, f"{name}:2: not UTF-8 at byte 7", "0xF6")


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("bad.ttl", GOOD + 'st:mori-2005-13 rdfs:label "cut', "does not parse"),
        ("bad.nt", as_lines(GOOD) + f'<{S}> <{LABEL}> "cut', "does not parse"),
        ("bad.jsonld", json.dumps(as_json(GOOD))[:-40], "is not JSON"),
        ("bad.csv", sheet([{}], ",") + '"cut', "its quotes do not pair"),
    ],
)
def test_bad_input_04_cut_off(take: Take, name: str, data: str, said: str) -> None:
    refused(take(name, data), 3, f"{name}:", said)


@pytest.mark.parametrize("suffix", ["ttl", "jsonld"])
@pytest.mark.parametrize(
    ("data", "said"),
    [
        (f"<<<<<<< HEAD\n{GOOD}=======\n>>>>>>> x\n", ":1: git conflict marker"),
        ("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n", "Git-LFS pointer"),
        ("<!DOCTYPE html>\n<html><body>404</body></html>\n", ":1: a web page (HTML"),
    ],
    ids=["conflict", "LFS pointer", "web page"],
)
def test_bad_input_05_what_is_only_called_so(take: Take, suffix: str, data: str, said: str) -> None:
    refused(take(f"bad.{suffix}", data), 3, said)


@pytest.mark.parametrize("iri", ["http://a b", "http://a{b}", "http://a|b", "a", "", "http://a^"])
def test_bad_input_06_what_is_no_iri_is_refused_and_not_passed_over(take: Take, iri: str) -> None:
    refused(take("bad.ttl", HEAD + statement(more=f"\n  ivig:seenIn <{iri}> ;")), 3, "bad.ttl:18:")
    refused(take("bad.nt", f"<{S}> <{SEEN_IN}> <{iri}> .\n"), 3, "bad.nt:1: does not parse")
    (node,) = as_json(GOOD)
    # By the letter of JSON-LD 1.1 a reader leaves these out and says nothing.
    for lost in ({SEEN_IN: {"@id": iri}}, {"@type": iri}):
        done = take("bad.jsonld", json.dumps([{**node, **lost}]))
        refused(done, 3, f"bad.jsonld: {iri!r} is no address")


def test_bad_input_06_what_no_context_explains_is_not_passed_over(take: Take) -> None:
    (node,) = as_json(GOOD)
    done = take("bad.jsonld", json.dumps([{**node, "colour": "red"}]))
    refused(done, 3, "bad.jsonld: the key 'colour' is no address, and no @context explains it")


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ('"a\x00b"', "U+0000"),
        ('"a\x1bb"', "U+001B"),
        ('"a\\u0000b"', "U+0000"),
        ('"a\\uD800b"', "U+D800"),
        ('"a\ufffeb"', "U+FFFE"),
    ],
)
def test_bad_input_07_characters_that_are_none(take: Take, value: str, code: str) -> None:
    refused(take("bad.ttl", HEAD + statement(f"{value}@en")), 3, "bad.ttl:11: ", code)
    refused(take("bad.nt", f"<{S}> <{LABEL}> {value} .\n"), 3, "bad.nt:1: ", code)
    refused(take("bad.jsonld", f'{{"@id": "{S}", "{LABEL}": {value}}}'), 3, "bad.jsonld", code)
    if "\ufffe" in value:  # a sheet has no escapes; all of these are tried in its own tests
        refused(take("bad.tsv", sheet([{"label": value}])), 3, "bad.tsv:2:2 label: ", code)


def test_bad_input_08_letters_and_accents_apart_are_put_together(take: Take, own: Path) -> None:
    apart = "Sjo\u0308gren, made up"
    text = HEAD + statement(f'"{apart}"@en')
    done = take("bad.ttl", text, into=own)
    assert (done.returncode, done.stdout[:5]) == (0, "1 new")
    assert "a letter and its accent stood apart: put together" in done.stderr
    stored = (own / "data/sources/mori-2005.ttl").read_text("utf-8")
    assert f'rdfs:label "{unicodedata.normalize("NFC", apart)}"@en' in stored
    for again in (take("bad.ttl", text, into=own), take("bad.nt", as_lines(text), into=own)):
        assert (again.returncode, again.stdout) == (0, "0 new, 1 already present\n")
    rows = take("bad.tsv", sheet([{"label": apart}]), into=own)
    assert "bad.tsv: warning: a letter and its accent stood apart" in rows.stderr
    assert unicodedata.is_normalized("NFC", (own / "data/sources/mori-2005.ttl").read_text("utf-8"))


XML = """<?xml version="1.0"?>
<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/hostname"><!ENTITY b "&a;&a;">]>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">&b;</rdf:RDF>
"""


@pytest.mark.parametrize("suffix", ["rdf", "owl", "xml", "json", "txt", "ods", "gz"])
def test_bad_input_09_what_is_not_taken_says_what_is(take: Take, suffix: str) -> None:
    said = "an import takes files that end in .tsv, .csv, .xlsx, .ttl, .trig, .nt, .nq, .jsonld"
    refused(take(f"bad.{suffix}", XML), 3, f"bad.{suffix}: ", said)


@pytest.mark.parametrize("suffix", ["ttl", "nt", "jsonld", "tsv"])
def test_bad_input_09_entities_under_another_name_are_not_read(take: Take, suffix: str) -> None:
    refused(take(f"bad.{suffix}", XML), 3, f"bad.{suffix}:")


def test_bad_input_10_nothing_is_fetched_for_json_ld(take: Take) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0)
        url = f"http://127.0.0.1:{server.getsockname()[1]}/context.jsonld"
        inner = {"a": {"@id": "http://x/a", "@context": [url]}}
        for context in (url, [{}, url], {"@import": url}, inner, "file:///etc/hostname"):
            done = take("bad.jsonld", json.dumps({"@context": context, "@id": S}))
            refused(done, 3, url if url in str(context) else "file:///etc/hostname", "is elsewhere")
        with pytest.raises(BlockingIOError):
            server.accept()


DEEP = 20_000
NESTED = {
    "blank nodes": "[ rdfs:seeAlso " * DEEP + "1" + " ]" * DEEP,
    "lists": "(" * DEEP + ")" * DEEP,
    "open": "[ rdfs:seeAlso " * DEEP,
}


@pytest.mark.parametrize("form", NESTED)
def test_bad_input_11_nested_beyond_measure(take: Take, form: str) -> None:
    said = "does not parse" if form == "open" else "a blank node in what is said of st:mori-2005-12"
    done = take("bad.ttl", HEAD + f"st:mori-2005-12 rdfs:seeAlso {NESTED[form]} .\n")
    refused(done, 3, "bad.ttl:9: ", said)


@pytest.mark.parametrize("data", ["[" * DEEP + "]" * DEEP, '{"a":' * DEEP + "1" + "}" * DEEP])
def test_bad_input_11_json_nested_beyond_measure(take: Take, data: str) -> None:
    refused(take("bad.jsonld", data), 5, "bad.jsonld:1: nested deeper than 64")


@pytest.mark.parametrize("suffix", ["ttl", "jsonld", "csv", "xlsx"])
def test_bad_input_12_the_limit_of_size_is_said(
    call: Run, here: Path, desk: Path, suffix: str
) -> None:
    with (here / f"big.{suffix}").open("wb") as stream:
        stream.truncate(2**26 + 1)  # 64 MB and a byte, on no disk
    done = call("import", f"big.{suffix}", "--agent", "test-curator", "--content", desk)
    refused(done, 5, f"big.{suffix}: 67,108,865 bytes or more, over the limit of 67,108,864")


def zipped() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a.ttl", GOOD)
    return stream.getvalue()


@pytest.mark.parametrize("suffix", ["ttl", "jsonld"])
def test_bad_input_13_an_archive(take: Take, suffix: str) -> None:
    refused(take(f"bad.{suffix}", gzip.compress(GOOD.encode(), mtime=0)), 3, "a gzip archive")
    refused(take(f"bad.{suffix}", zipped()), 3, "a zip archive")


def test_bad_input_13_an_archive_is_no_workbook(take: Take) -> None:
    refused(take("bad.xlsx", zipped()), 3, "bad.xlsx: a zip archive, but no workbook")


ODD = {
    "folder": "a folder; name a file in it",
    "pipe": "a pipe; save its text to a file",
    "dangling": "a link to nowhere, which does not exist",
    "circle": "cannot be read (",
    "nothing": "no such file; check its name",
    "zero": "a device, not a file",
}


@pytest.mark.parametrize("suffix", ["ttl", "tsv"])
@pytest.mark.parametrize("kind", ODD)
def test_bad_input_13_what_is_no_file(
    call: Run, here: Path, desk: Path, kind: str, suffix: str
) -> None:
    path = here / f"{kind}.{suffix}"
    targets = {"dangling": "nowhere", "circle": path.name, "zero": "/dev/zero"}
    if kind in targets:
        path.symlink_to(targets[kind])
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    done = call("import", path.name, "--agent", "test-curator", "--content", desk)
    refused(done, 4, path.name, ODD[kind])


def test_bad_input_14_the_same_file_twice_adds_nothing(
    take: Take, own: Path, hashed: Callable[[Path], str]
) -> None:
    done = take("new.ttl", GOOD, into=own)
    assert done.stdout == "1 new, 0 already present\nst:mori-2005-12 entered\n"
    before = hashed(own)
    whole = HEAD + statement() + statement('"Another"@en', name="mori-2005-13")
    forms = {"new.ttl": GOOD, "new.nt": as_lines(GOOD), "new.jsonld": json.dumps(as_json(GOOD))}
    for name, data in forms.items():
        again = take(name, data, into=own)
        assert (again.returncode, again.stdout) == (0, "0 new, 1 already present\n")
    assert hashed(own) == before
    more = take("more.ttl", whole, into=own)
    assert more.stdout == "1 new, 1 already present\nst:mori-2005-13 entered\n"


def test_bad_input_14_what_is_there_is_not_overwritten(take: Take) -> None:
    done = take("bad.ttl", HEAD + statement(name="mori-2005-11"))
    refused(done, 3, "st:mori-2005-11 is there and does not say rdfs:label 'Made up'")


@pytest.mark.parametrize("number", ["0", "012", "x", "9999999999"])
def test_a_number_has_one_form_so_that_none_is_given_twice(take: Take, number: str) -> None:
    done = take("bad.ttl", HEAD + statement(name=f"mori-2005-{number}"))
    refused(done, 3, f"st:mori-2005-{number}: no name of a statement; it is st:<source>-<number>")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ('[] rdfs:label "x"@en .', ":9: a blank node as a subject"),
        (f'{statement()}_:a rdfs:label "x"@en .', ":21: a blank node as a subject"),
        ("_:a rdfs:seeAlso _:b . _:b rdfs:seeAlso _:a .", ":9: a blank node as a subject"),
        (statement(more="\n  ivig:result [ a ivig:OutcomeResult ] ;"), ":18: a blank node in what"),
        (statement(more="\n  ivig:result ( 1 ) ;"), ":18: a blank node in what is said of st:mori"),
        (
            "<https://example.org/a> rdfs:seeAlso [] .",
            ":9: <https://example.org/a> is nothing that",
        ),
    ],
)
def test_bad_input_15_blank_nodes(take: Take, data: str, said: str) -> None:
    refused(take("bad.ttl", HEAD + data), 3, f"bad.ttl{said}")


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("bad.tsv", sheet([{}]).replace("kind\t", "colour\t", 1), ":1:1 colour: no field is"),
        ("bad.tsv", sheet([{}]).replace("locator", "label", 1), ":1:4 label: columns 2 and 4 are"),
        ("bad.tsv", sheet([{}]) + "a\tb\n", ":3: has 2 cells where the headings take 21"),
        ("bad.tsv", sheet([{"label": '"two\nlines"'}]), ":2:2 label: has a line break inside"),
        ("bad.csv", sheet([{}], ";"), ":1: its cells are separated by ';'"),
        ("bad.tsv", sheet([{}], ","), ":1: its cells are separated by commas"),
    ],
)  # fmt: skip
def test_bad_input_16_a_table_that_is_none(take: Take, name: str, data: str, said: str) -> None:
    refused(take(name, data), 3, f"{name}{said}")


def test_bad_input_16_a_column_that_is_missing_is_told_by_row(take: Take) -> None:
    lines = [line.split("\t", 1)[1] for line in sheet([{}, {}]).splitlines()]
    done = take("bad.tsv", "\n".join(lines))
    refused(done, 3, *(f"bad.tsv:{row} kind: say which kind of statement" for row in (2, 3)))


def test_bad_input_16_one_bad_row_of_500_keeps_all_out_or_is_left_out(
    take: Take, own: Path
) -> None:
    rows: list[dict[str, str]] = [{"population: n": str(number)} for number in range(2, 502)]
    rows[399]["kind"] = "efect statement"  # below the headings and 399 others
    place = "401:1 kind: nothing is called 'efect statement'; nearest: ivig:EffectStatement"
    crlf = sheet(rows).replace("\n", "\r\n")
    refused(take("rows.tsv", crlf), 3, f"rows.tsv:{place}")
    few = [*rows[397:402]]
    kept = take("few.tsv", sheet(few), "--keep-good", into=own)
    assert kept.returncode == 1
    assert kept.stdout.startswith("4 new, 0 already present\n")
    assert "few.tsv:4:1 kind: nothing is called 'efect statement'" in kept.stdout
    assert (own / "data/sources/mori-2005.ttl").read_text("utf-8").count('rdfs:label "Row ') == 4


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ("@prefix x: <http://x/1#> .\n@prefix x: <http://x/2#> .\n", ":2: prefix x: is bound to"),
        ("@prefix skos: <http://x/#> .\n", ":1: prefix skos: is bound to <http://x/#>, but"),
        ("@prefix MONDO: <http://x/> .\n", ":1: prefix MONDO: is bound to <http://x/>, but"),
        ("@base <http://x/> .\n", ":1: base IRI"),
    ],
)
def test_bad_input_17_a_prefix_that_means_something_else(take: Take, head: str, said: str) -> None:
    refused(take("bad.ttl", head + GOOD), 3, f"bad.ttl{said}")
