"""Makes a content of any size in the model of this project, the same for the same seed.

Use: python tests/benchmarks/generate.py FOLDER STATEMENTS [--seed N] [--errors N]

The folder gets the content of this project, made-up subtypes six deep, made-up treatments, and
sources of eight made-up statements each. What is planted on purpose stands in planted.json:
duplicates, disputes (a study for and one against, in a subtype, of a treatment that nobody else
has) and errors (more patients improved than there were). Nothing in it is true of anything.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

__all__ = ["Planted", "make"]

ROOT = Path(__file__).resolve().parents[2]
PER_SOURCE, PER_FILE = 8, 250  # statements of a source, sources of a file
SUBTYPES, DEEP, TREATMENTS, DISPUTED = 400, 6, 60, 20
EFFECTS = ("Improves", "NoBenefitShown", "NotStated", "Mixed", "Worsens")
WEIGHTS = (50, 15, 20, 10, 5)
DESIGNS = (
    "CaseReport",
    "CaseSeries",
    "UncontrolledRetrospectiveStudy",
    "RandomisedControlledTrial",
)
OUTCOMES = (
    "Improvement",
    "NeuropathicPain",
    "Disability",
    "Symptoms",
    "ImprovementOrStabilisation",
)
QUARREL = "MadeUpDisputedTreatment"
PREFIXES = """@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix ivig: <https://w3id.org/ivig-kg/ontology#> .
@prefix src: <https://w3id.org/ivig-kg/source/> .
@prefix study: <https://w3id.org/ivig-kg/study/> .
@prefix st: <https://w3id.org/ivig-kg/statement/> .
@prefix agent: <https://w3id.org/ivig-kg/agent/> .

"""


@dataclass(frozen=True)
class Planted:
    """What was put in: statements, and of them duplicates, disputes (subtypes) and errors."""

    statements: int
    duplicates: int
    disputed: int
    errors: int


@dataclass(frozen=True)
class _Plan:
    """What is made: where errors are, how many duplicates and disputes, and by which chance."""

    planted: Planted
    subtypes: list[str]
    wrong: frozenset[int]
    chance: random.Random


def make(folder: Path, statements: int, *, seed: int = 1, errors: int = 0) -> Planted:
    """Make a content in a folder that is not there yet, and say what was planted."""
    chance = random.Random(seed)  # noqa: S311 (no secret)
    for name in ("ontology", "queries", "data"):
        shutil.copytree(ROOT / name, folder / name)
    terms = list(_subtypes(SUBTYPES))
    (folder / "ontology/terms/made-up.ttl").write_text(PREFIXES + "".join(_terms(terms)), "utf-8")
    hundredth = statements // 100
    planted = Planted(statements, hundredth, min(DISPUTED, hundredth), errors)
    wrong = frozenset(chance.sample(range(statements), errors))
    plan = _Plan(planted, [name for name, _, _ in terms], wrong, chance)
    sources = -(-statements // PER_SOURCE)
    for first in range(0, sources, PER_FILE):
        numbers = range(first, min(first + PER_FILE, sources))
        text = PREFIXES + "".join(_source(number, plan) for number in numbers)
        (folder / f"data/sources/made-up-{first:07}.ttl").write_text(text, "utf-8")
    (folder / "planted.json").write_text(json.dumps(asdict(planted), indent=1) + "\n", "utf-8")
    return planted


def _subtypes(number: int) -> Iterator[tuple[str, str, int]]:
    """Yield name, parent and depth of made-up subtypes: a tree that is six deep."""
    level, made, width = ["PeripheralNeuropathy"], 0, round(number ** (1 / DEEP))
    for depth in range(1, DEEP + 1):
        below: list[str] = []
        share = number - made if depth == DEEP else len(level) * width
        for n in range(min(share, number - made)):
            name = f"MadeUpSubtype{made}"
            yield name, level[n % len(level)], depth
            below.append(name)
            made += 1
        level = below


def _terms(subtypes: list[tuple[str, str, int]]) -> Iterator[str]:
    for n, (name, parent, depth) in enumerate(subtypes):
        yield _term(name, f"made-up subtype {n}, {depth} deep", parent)
    for n in range(TREATMENTS):
        parent = "Treatment" if n < TREATMENTS // 6 else f"MadeUpTreatment{n % (TREATMENTS // 6)}"
        yield _term(f"MadeUpTreatment{n}", f"made-up treatment {n}", parent)
    yield _term(QUARREL, "made-up treatment that studies dispute", "Treatment")


def _term(name: str, label: str, parent: str) -> str:
    return f"""ivig:{name}
  a owl:Class ;
  rdfs:label "{label}"@en ;
  rdfs:subClassOf ivig:{parent} ;
  dcterms:source "Made up."@en ;
  skos:definition "Made up: {label}."@en .

"""


def _source(number: int, plan: _Plan) -> str:
    name, chance = f"made-{number:06}", plan.chance
    first = number * PER_SOURCE
    places = range(first, min(first + PER_SOURCE, plan.planted.statements))
    said = "".join(_statement(name, n, place, plan) for n, place in enumerate(places, 1))
    return f"""src:{name}
  a ivig:ResearchArticle ;
  rdfs:label "Made up {number}"@en ;
  dcterms:title "Made up {number}" ;
  dcterms:issued "{chance.randint(1990, 2025)}"^^xsd:gYear ;
  ivig:identification ivig:Confirmed ;
  ivig:verification ivig:Abstract ;
  ivig:seenAt "https://example.org/{number}"^^xsd:anyURI ;
  ivig:coversCondition ivig:SjogrenSyndrome ;
  ivig:reports study:{name} .

{said}study:{name}
  a ivig:Study ;
  rdfs:label "Made up {number}"@en ;
  ivig:studyDesign ivig:{chance.choice(DESIGNS)} ;
  ivig:condition ivig:SjogrenSyndrome ;
  ivig:subtype ivig:PeripheralNeuropathy ;
  ivig:enrolled {chance.randint(20, 90)} ;
  ivig:verification ivig:Abstract ;
  ivig:seenAt "https://example.org/{number}"^^xsd:anyURI .

"""


def _about(n: int, source: int, plan: _Plan) -> tuple[str, str, str, str]:
    """Return subtype, treatment, outcome and effect: by chance, or one side of a dispute."""
    chance = plan.chance
    pair, side = divmod(source, 2)
    if n == 1 and pair < plan.planted.disputed:
        return plan.subtypes[-1 - pair], QUARREL, OUTCOMES[0], EFFECTS[side]
    treatment = f"MadeUpTreatment{chance.randrange(TREATMENTS)}"
    effect = chance.choices(EFFECTS, WEIGHTS)[0]
    return chance.choice(plan.subtypes), treatment, chance.choice(OUTCOMES), effect


def _statement(source: str, n: int, place: int, plan: _Plan) -> str:
    chance, number = plan.chance, place // PER_SOURCE
    subtype, treatment, outcome, effect = _about(n, number, plan)
    total = chance.randint(5, 60)
    improved = chance.randint(0, total)
    stable = chance.randint(0, total - improved)
    worsened = total - improved - stable
    if place in plan.wrong:
        improved += total
    copied = n == 2 and number < plan.planted.duplicates  # the second of a source
    copy = f"  ivig:duplicateOf st:{source}-1 ;\n" if copied else ""
    return f"""st:{source}-{n}
  a ivig:EffectStatement ;
  rdfs:label "Made up: of {total} patients {improved} improved"@en ;
  ivig:statedIn src:{source} ;
  ivig:locator "abstract" ;
  ivig:condition ivig:SjogrenSyndrome ;
  ivig:subtype ivig:{subtype} ;
  ivig:populationStated true ;
  ivig:treatment ivig:{treatment} ;
  ivig:outcome ivig:{outcome} ;
  ivig:effect ivig:{effect} ;
  ivig:result st:{source}-{n}.result-1 ;
{copy}  ivig:modality ivig:Observed ;
  ivig:verification ivig:Abstract ;
  ivig:seenAt "https://example.org/{number}"^^xsd:anyURI ;
  ivig:status ivig:Draft ;
  dcterms:creator agent:project-import ;
  dcterms:created "2026-11-24"^^xsd:date .

st:{source}-{n}.result-1
  a ivig:OutcomeResult ;
  ivig:total {total} ;
  ivig:improved {improved} ;
  ivig:stable {stable} ;
  ivig:worsened {worsened} ;
  ivig:derivation ivig:Printed .

"""


def main() -> None:
    """Make what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("statements", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--errors", type=int, default=0)
    given = parser.parse_args()
    print(make(given.folder, given.statements, seed=given.seed, errors=given.errors))


if __name__ == "__main__":
    main()
