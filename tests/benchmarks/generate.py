"""Makes a content of any size in the model of this project, the same for the same seed.

Use: python tests/benchmarks/generate.py FOLDER STATEMENTS [--seed N] [--errors N]

The folder gets the content of this project, made-up conditions and subtypes six deep, made-up
treatments, and blocks of sixteen documents of eight statements each (made_block.py): articles, a
guideline, a summary with marks and citations; beside them judgements of every kind, and entries
that accept, retract or supersede. Some are said more of than others, as in life: a treatment has a
twentieth of the statements, the one that the questions ask for by default a fiftieth. What is
planted on purpose stands in planted.json: duplicates, disputes (a study for and one against, of a
treatment that nobody else has) and errors, with the findings that check gives for them, no others.
Nothing in it is true of anything. It is written block by block: memory does not grow with size.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import shutil
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from made_article import FAULTS, PER_SOURCE, Plan  # type: ignore[import-not-found]  # beside it
from made_block import ARTICLES, WHOLE, Block, block  # type: ignore[import-not-found]
from made_summary import Judged  # type: ignore[import-not-found]  # beside it
from made_terms import QUARREL, vocabulary  # type: ignore[import-not-found]  # beside it

__all__ = ["QUARREL", "Planted", "make"]

ROOT = Path(__file__).resolve().parents[2]
DISPUTED, PER_FILE = 20, 16  # subtypes in dispute at most; blocks of a file
BESIDE = {
    "counts-add-up": "shape:OutcomeResult-improved",
    "nothing-dangles": "shape:Statement-seenIn",
}
"""Planted errors that a shape finds, too."""

PREFIXES = """@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix ivig: <https://w3id.org/ivig-kg/ontology#> .
@prefix src: <https://w3id.org/ivig-kg/source/> .
@prefix study: <https://w3id.org/ivig-kg/study/> .
@prefix st: <https://w3id.org/ivig-kg/statement/> .
@prefix as: <https://w3id.org/ivig-kg/assessment/> .
@prefix agent: <https://w3id.org/ivig-kg/agent/> .
@prefix entry: <https://w3id.org/ivig-kg/entry/> .

"""
REVIEWER = """agent:made-up-reviewer
  a prov:SoftwareAgent ;
  rdfs:label "made-up reviewer"@en ;
  dcterms:description "Made up: a program that stands for a second reviewer."@en .
"""


@dataclass(frozen=True)
class Planted:
    """What was put in.

    Of the statements: how many are duplicates, and how many are current statements of effect with
    a result, duplicates apart; subtypes in dispute; claims that are misattributed, or that a cited
    study goes against; disagreements that were judged; statements whose status was changed; errors,
    and the findings that they give, by rule.
    """

    statements: int
    duplicates: int
    counted: int
    disputed: int
    misattributed: int
    contradicted: int
    disagreements: int
    changed: int
    errors: int
    findings: Mapping[str, int]


def make(folder: Path, statements: int, *, seed: int = 1, errors: int = 0) -> Planted:
    """Make a content in a folder that is not there yet, and say what was planted.

    Args:
        folder: where.
        statements: how many made-up ones.
        seed: the same gives the same content.
        errors: how many errors, the kinds by turns; at most an article each.
    """
    chance = random.Random(seed)  # noqa: S311 (no secret)
    for name in ("ontology", "queries", "data"):
        shutil.copytree(ROOT / name, folder / name)
    terms = vocabulary(statements, chance)
    (folder / "ontology/terms/made-up.ttl").write_text(PREFIXES + "".join(terms.turtle()), "utf-8")
    (folder / "data/made-up-agents.ttl").write_text(PREFIXES + REVIEWER, "utf-8")
    _freshen(folder)
    hundredth = statements // 100
    wrong = _errors(statements, errors, chance)
    plan = Plan(terms, hundredth, min(DISPUTED, hundredth), wrong, chance)
    judged = Judged()
    _write(folder, statements, plan, judged)
    rules = Counter(wrong.values())
    findings = rules + Counter({BESIDE[rule]: n for rule, n in rules.items() if rule in BESIDE})
    planted = Planted(
        statements,
        plan.duplicates,
        plan.counted,
        plan.disputed,
        **asdict(judged),
        errors=errors,
        findings=dict(sorted(findings.items())),
    )
    (folder / "planted.json").write_text(json.dumps(asdict(planted), indent=1) + "\n", "utf-8")
    return planted


def _errors(statements: int, errors: int, chance: random.Random) -> dict[int, str]:
    """Return which article holds which error: articles of eight, without a dispute in them."""
    whole = statements // WHOLE * ARTICLES + statements % WHOLE // PER_SOURCE
    kinds = tuple(FAULTS)
    return {
        n: kinds[k % len(kinds)] for k, n in enumerate(sorted(chance.sample(range(whole), errors)))
    }


def _write(folder: Path, statements: int, plan: Plan, judged: Judged) -> None:
    """Write the blocks, some to a file."""
    (folder / "data/reviews").mkdir(exist_ok=True)
    made = number = 0
    while made < statements:
        blocks: list[Block] = []
        first = number
        while made < statements and len(blocks) < PER_FILE:
            blocks.append(block(number, statements - made, plan, judged))
            made, number = made + blocks[-1].statements, number + 1
        for name in ("sources", "assessments", "reviews"):
            text = "".join(getattr(one, name) for one in blocks)
            if text:
                (folder / f"data/{name}/made-up-{first:06}.ttl").write_text(
                    PREFIXES + text, "utf-8"
                )


def _freshen(folder: Path) -> None:
    """Say in inferred.ttl that it is of these axioms: no more follows from classes under others."""
    from ivig_kg.content import find_content  # noqa: PLC0415
    from ivig_kg.infer.tbox import read_terminology  # noqa: PLC0415

    path = folder / "ontology/inferred.ttl"
    digest = read_terminology(find_content(str(folder))).digest
    text = re.sub(
        r"(?m)^(# Axioms: sha256 )[0-9a-f]{64}$", rf"\g<1>{digest}", path.read_text("utf-8")
    )
    path.write_text(text, "utf-8")


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
