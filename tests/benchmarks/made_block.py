"""A made-up block: fourteen articles, a guideline and a summary on them, and what is judged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from made_article import (  # type: ignore[import-not-found]  # beside it
    AGAINST,
    DESIGNS,
    PER_SOURCE,
    Article,
    Plan,
    article,
)
from made_other import TAIL  # type: ignore[import-not-found]  # beside it
from made_summary import MADE, PRAISE, Judged, summary  # type: ignore[import-not-found]

__all__ = ["ARTICLES", "WHOLE", "Block", "block"]

ARTICLES = 14
WHOLE = (ARTICLES + 2) * PER_SOURCE  # statements
CHANGED = {3: "Retracted", 4: "Superseded", 5: "Accepted"}  # the last statement of these articles


@dataclass(frozen=True)
class Block:
    """The Turtle of a block, by the folder it goes to, and how many statements are in it."""

    sources: str
    assessments: str
    reviews: str
    statements: int


def block(number: int, room: int, plan: Plan, judged: Judged) -> Block:
    """Make a block; where there is no room for a whole one, articles alone.

    Args:
        number: which block, from 0.
        room: how many statements may still be made.
        plan: of what.
        judged: counts what is judged.
    """
    first, whole = number * ARTICLES, room >= WHOLE
    count = ARTICLES if whole else -(-min(room, WHOLE) // PER_SOURCE)
    articles = [
        article(
            first + n,
            min(PER_SOURCE, room - n * PER_SOURCE),
            CHANGED.get(n, "") if whole else "",
            plan,
        )
        for n in range(count)
    ]
    sources = [one.text for one in articles]
    assessments = list(_disagreements(articles, first, plan, judged))
    if not whole:
        return Block("".join(sources), "".join(assessments), "", min(room, WHOLE))
    judged.changed += len(CHANGED)
    name = f"{number:06}"
    sources.append(_guideline(name, articles, plan))
    claims, fidelity = summary(name, articles, plan, judged)
    sources.append(claims)
    assessments += [fidelity, *_evidence(name, articles), _others(name, articles)]
    return Block("".join(sources), "".join(assessments), _entries(name, articles), WHOLE)


def _disagreements(
    articles: list[Article], first: int, plan: Plan, judged: Judged
) -> Iterator[str]:
    for n in range(0, len(articles) - 1, 2):
        if (first + n) // 2 >= plan.disputed:
            return
        judged.disagreements += 1
        sides = "".join(f"  ivig:side st:{articles[n + i].name}-1 ;\n" for i in (0, 1))
        yield f"""as:disagreement-{articles[n].name}
  a ivig:Disagreement ;
  rdfs:label "Made up: {articles[n].name}"@en ;
{sides}  ivig:disagreementKind ivig:DirectionOfEffect ;
  ivig:because "Made up."@en ;
{MADE}"""


def _guideline(block_: str, articles: list[Article], plan: Plan) -> str:
    """Make a guideline: six recommendations, what to watch, and why."""
    name, condition = f"made-guideline-{block_}", articles[0].condition
    head = f"""src:{name}
  a ivig:ClinicalGuideline ;
  rdfs:label "Made-up guideline {block_}"@en ;
  dcterms:title "Made-up guideline {block_}" ;
  dcterms:issued "2020"^^xsd:gYear ;
  ivig:identification ivig:Confirmed ;
  ivig:verification ivig:Abstract ;
  ivig:coversCondition ivig:{condition} .

"""
    ways = ("For", "AsOption", "Against", "For", "For", "AsOption")
    bodies = [
        f'  ivig:subtype ivig:{said.subtype} ;\n  ivig:recommendationNumber "{n}" ;\n'
        f"  ivig:recommends ivig:{way} ;\n  ivig:statedLevel ivig:Ocebm4 ;\n"
        for n, (way, said) in enumerate(
            zip(ways, (one.said[1] for one in articles), strict=False), 1
        )
    ]
    given = [one.said[1].treatment for one in articles[:6]] + [plan.treatment()] * 2
    kinds = ["Recommendation"] * 6 + ["Safety", "Monitoring"]
    bodies += [
        "  ivig:outcome ivig:RenalDysfunction ;\n  ivig:effect ivig:IncreasesRisk ;\n",
        "  ivig:advises ivig:Hydration ;\n",
    ]
    return head + "".join(
        f"""st:{name}-{n}
  a ivig:{kind}Statement ;
  rdfs:label "Made up: {kind}"@en ;
  ivig:statedIn src:{name} ;
  ivig:locator "table" ;
  ivig:condition ivig:{condition} ;
  ivig:populationStated true ;
  ivig:treatment ivig:{treatment} ;
{body}  ivig:modality ivig:Asserted ;
{TAIL}"""
        for n, (kind, treatment, body) in enumerate(zip(kinds, given, bodies, strict=True), 1)
    )


def _evidence(block_: str, articles: list[Article]) -> Iterator[str]:
    """Judge four bodies of evidence, each of one article; the last is indirect."""
    for n, one in enumerate(articles[6:10]):
        said = one.said[2]
        side = (
            "For"
            if said.effect == PRAISE
            else "Against"
            if said.effect in AGAINST
            else "Inconclusive"
        )
        yield f"""as:evidence-made-{block_}-{n}
  a ivig:EvidenceAssessment ;
  rdfs:label "Made up: {said.treatment} in {said.subtype}"@en ;
  ivig:condition ivig:{one.condition} ;
  ivig:subtype ivig:{said.subtype} ;
  ivig:treatment ivig:{said.treatment} ;
  ivig:outcome ivig:{said.outcome} ;
  ivig:evidence{side} st:{said.name} ;
  ivig:ocebmLevel ivig:{DESIGNS[one.design]} ;
  ivig:certainty ivig:CertaintyVeryLow ;
  ivig:certaintyReason ivig:RiskOfBias ;
  ivig:certaintyReason ivig:Imprecision ;
  ivig:directness ivig:{"Indirect" if n == 3 else "Direct"} ;
  ivig:because "Made up."@en ;
{MADE}"""


def _others(block_: str, articles: list[Article]) -> str:
    """Judge an overlap of two studies, and one article overtaken by another."""
    return f"""as:overlap-made-{block_}
  a ivig:OverlapAssessment ;
  ivig:overlapOf study:{articles[0].name} ;
  ivig:overlapOf study:{articles[1].name} ;
  ivig:overlap ivig:PossibleOverlap ;
  ivig:because "Made up."@en ;
{MADE}as:currency-made-{block_}
  a ivig:CurrencyAssessment ;
  ivig:assesses src:{articles[0].name} ;
  ivig:currency ivig:Superseded ;
  ivig:newerSource src:{articles[9].name} ;
  ivig:because "Made up."@en ;
{MADE}"""


def _entries(block_: str, articles: list[Article]) -> str:
    """Say who changed the status of three statements."""
    texts = []
    for n, (place, act) in enumerate(CHANGED.items(), 1):
        name = articles[place].name
        newer = f"  ivig:replacement st:{name}-7 ;\n" if act == "Superseded" else ""
        texts.append(f"""entry:made-{block_}-{n}
  a ivig:CurationEntry ;
  ivig:act ivig:{act} ;
  ivig:concerns st:{name}-8 ;
  ivig:statusBefore ivig:Draft ;
  ivig:statusAfter ivig:{act} ;
{newer}  ivig:because "Made up."@en ;
  dcterms:creator agent:made-up-reviewer ;
  dcterms:created "2026-11-25"^^xsd:date .

""")
    return "".join(texts)
