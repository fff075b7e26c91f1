"""The house (design, section 4): imports go down, foreign packages have one door."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "ivig_kg"
FILES = sorted(PACKAGE.rglob("*.py"))

LAYERS = {
    0: {"errors", "version"},
    1: {"answer"},
    2: {"content", "process"},
    3: {"namespaces", "model", "markup"},
    4: {
        "engine",
        "catalog",
        "names",
        "shacl",
        "turtle",
        "pages",
        "draw",
        "axioms",
        "mappings",
        "reason",
        "vault",
        "sheets",
        "revisions",
        "stats",
        "store",
    },
    5: {
        "infer",
        "transfer",
        "ask",
        "audit",
        "check",
        "show",
        "style",
        "export",
        "copying",
        "listing",
        "reference",
        "todo",
        "forms",
        "search",
        "appraise",
        "load",
    },
    6: {"backing", "conform", "curate", "diff", "publish"},
    7: {"foreign"},
    8: {"graph"},
    9: {"web"},
    10: {"cli"},  # of the two doors, the command line opens the other
    11: {"__main__", "__init__"},
}
LAYER_OF = {part: layer for layer, parts in LAYERS.items() for part in parts}
BEHIND = {
    "pyoxigraph": {"engine"},
    "SPARQLWrapper": {"engine"},
    "pyshacl": {"shacl"},
    "shacl_rust": {"shacl"},
    "rdflib": {"shacl", "graph"},
    "owlready2": {"reason"},
    "filelock": {"vault"},
    "openpyxl": {"sheets"},
    "statsmodels": {"stats"},
    "numpy": {"stats"},
    "starlette": {"web"},
    "uvicorn": {"web"},
    "jinja2": {"web"},
    "httptools": {"web"},
    "click": {"cli"},
}
QUERY = re.compile(
    r"\b(?:SELECT|CONSTRUCT|ASK|DESCRIBE|INSERT|DELETE)\b[^\n]*[{<]|\bPREFIX\s+\w*:\s*<"
    r"|@prefix\s+\w*:\s*<http"
)
VAGUE = {"utils", "util", "helpers", "helper", "common", "misc"}
OURS = {"codes", "curation-codes", "designs", "levels"}  # files of the model, not of a subject


@cache
def tree_of(file: Path) -> ast.Module:
    return ast.parse(file.read_text("utf-8"))


def part_of(file: Path) -> str:
    """Return the top-level part a file belongs to: ``engine`` for engine/child.py."""
    first = file.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def imports(tree: ast.AST) -> Iterator[str]:
    """Yield the full names of all modules imported, whether at the top, late or for types only."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative import"
            module = node.module or ""
            if module == "ivig_kg":
                yield from (f"ivig_kg.{alias.name}" for alias in node.names)
            else:
                yield module


def own_part(module: str) -> str | None:
    """Return the part of ours that an import names; None for foreign ones."""
    first, _, rest = module.partition(".")
    if first != "ivig_kg":
        return None
    part = rest.partition(".")[0]
    return part if part in LAYER_OF else "__init__"


def broken_rules(file: Path) -> Iterator[str]:
    part = part_of(file)
    for module in imports(tree_of(file)):
        target = own_part(module)
        if target is not None and target != part and LAYER_OF[target] >= LAYER_OF[part]:
            yield f"layer {LAYER_OF[part]} ({part}) imports {module} of layer {LAYER_OF[target]}"
        doors = BEHIND.get(module.partition(".")[0])
        if doors is not None and part not in doors:
            yield f"{part} imports {module}, which stands behind {', '.join(doors)}"


def strings(file: Path) -> Iterator[tuple[int, str]]:
    """Yield the strings of a file that are no docstrings; an f-string with its gaps as ``…``."""
    tree = tree_of(file)
    skipped: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            skipped.add(id(node.value))  # docstrings of modules, classes, functions, attributes
        if isinstance(node, ast.JoinedStr):
            pieces = [p.value if isinstance(p, ast.Constant) else "…" for p in node.values]
            skipped.update(id(p) for p in node.values)
            yield node.lineno, "".join(map(str, pieces))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in skipped:
            yield node.lineno, str(node.value)


def name(file: Path) -> str:
    return file.relative_to(PACKAGE).as_posix()


def test_every_part_has_a_layer() -> None:
    assert {part_of(file) for file in FILES} <= set(LAYER_OF)


@pytest.mark.parametrize("file", FILES, ids=name)
def test_imports_go_down_only_and_foreign_packages_have_one_door(file: Path) -> None:
    assert list(broken_rules(file)) == []


@pytest.mark.parametrize("file", FILES, ids=name)
def test_no_query_and_no_turtle_stands_in_a_string(file: Path) -> None:
    assert [(line, text) for line, text in strings(file) if QUERY.search(text)] == []


@pytest.mark.parametrize("file", FILES, ids=name)
def test_files_and_functions_are_small(file: Path) -> None:
    text = file.read_text("utf-8")
    assert text.count("\n") <= 300
    assert file.stem not in VAGUE
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    found = [node for node in ast.walk(tree_of(file)) if isinstance(node, functions)]
    long = {f.name: (f.end_lineno or 0) - f.lineno + 1 for f in found}
    assert {key: lines for key, lines in long.items() if lines > 40} == {}


def known_words() -> set[str]:
    """Return labels, synonyms and local names of all terms below the roots of the vocabulary."""
    store = ox.Store()
    for path in sorted((ROOT / "ontology/terms").glob("*.ttl")):
        if path.stem not in OURS:
            store.load(path.read_bytes(), ox.RdfFormat.TURTLE)
    parent = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#subClassOf")
    below = {quad.subject for quad in store.quads_for_pattern(None, parent, None)}
    instrument = ox.NamedNode("https://w3id.org/ivig-kg/ontology#Instrument")
    below |= {quad.subject for quad in store.quads_for_pattern(None, None, instrument)}
    words = {
        quad.object.value.casefold()
        for quad in store
        if quad.subject in below
        and isinstance(quad.object, ox.Literal)
        and quad.predicate.value.endswith(("#label", "#altLabel"))
    }
    words |= {t.value.rpartition("#")[2].casefold() for t in below if isinstance(t, ox.NamedNode)}
    # Kinds of their own, though they stand under others.
    return words - {"harm", "harms", "instrument"}


def test_the_code_knows_no_disease() -> None:
    words = sorted(map(re.escape, known_words()), key=len, reverse=True)
    assert len(words) > 100
    known = re.compile(rf"(?<![\w-])(?:{'|'.join(words)})(?![\w-])")
    own_name = re.compile(r"ivig[-_]kg|ivig:|http\.response")  # that of ASGI, no outcome
    for file in FILES:
        for line, text in strings(file):
            plain = own_name.sub(" ", text.casefold())
            assert not known.search(plain), f"{file.name}:{line}: {text!r}"


@pytest.mark.parametrize("words", [["ask", "uncited-claims"], ["audit"]], ids=" ".join)
def test_asking_loads_no_heavy_package(words: list[str]) -> None:
    code = (
        "import sys, atexit\n"
        "atexit.register(lambda: print(*sorted(sys.modules), file=sys.stderr))\n"
        "from ivig_kg.cli import main\n"
        "main(sys.argv[1:])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *words], capture_output=True, text=True, check=True, cwd="/"
    )
    modules = done.stderr.splitlines()[-1].split()
    loaded = {module.partition(".")[0] for module in modules}
    assert "pyoxigraph" in loaded
    assert not loaded & {"rdflib", "pyshacl", "owlready2", "SPARQLWrapper", "yaml"}
    assert not loaded & {"html", "string", "textwrap", "pathlib", "difflib"}
    assert not {"ivig_kg.pages", "ivig_kg.show"} & set(modules)
