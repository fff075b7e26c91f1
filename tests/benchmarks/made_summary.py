"""A made-up summary: claims on articles, their marks and citations, and the judgement on each."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from made_article import (  # type: ignore[import-not-found]  # beside it
    AGAINST,
    PER_SOURCE,
    Article,
    Plan,
    Said,
)

__all__ = ["MADE", "PRAISE", "Judged", "summary"]

CITED, UNCITED, ASTRAY = 7, 7, 6  # claims with a mark; the claim without; the misattributed one
UNIT = 60  # code points of a sentence
PRAISE = "Improves"
MADE = """  ivig:status ivig:Draft ;
  dcterms:creator agent:project-import ;
  dcterms:created "2026-11-24"^^xsd:date .

"""
"""The end of a claim or judgement."""


@dataclass
class Judged:
    """How many claims and statements were judged in a way that questions or checks find."""

    misattributed: int = 0
    contradicted: int = 0
    disagreements: int = 0
    changed: int = 0


@dataclass
class _Summary:
    """A summary in the making."""

    name: str
    cited: list[Article]
    plan: Plan
    judged: Judged
    texts: list[str] = field(default_factory=list)
    fidelity: list[str] = field(default_factory=list)


def summary(block_: str, articles: list[Article], plan: Plan, judged: Judged) -> tuple[str, str]:
    """Make a summary of eight claims, each with a sentence, and one sentence that none covers."""
    it = _Summary(f"made-summary-{block_}", articles[:CITED], plan, judged)
    themes = "".join(
        f"  ivig:coversCondition ivig:{c} ;\n" for c in sorted({a.condition for a in articles})
    )
    it.texts.append(f"""src:{it.name}
  a ivig:EvidenceSummary ;
  rdfs:label "Made-up summary {block_}"@en ;
  dcterms:title "Made-up summary {block_}" ;
  ivig:identification ivig:Confirmed ;
  ivig:verification ivig:FullText ;
{themes}  ivig:length {UNIT * (PER_SOURCE + 1)} ;
  ivig:sha256 "{hashlib.sha256(it.name.encode()).hexdigest()}" .

""")
    for n in range(PER_SOURCE + 1):
        it.texts.append(_unit(it.name, n))
    for n in range(PER_SOURCE):
        _claim(it, n, articles[n])
    return "".join(it.texts), "".join(it.fidelity)


def _unit(summary: str, n: int) -> str:
    name = f"{summary}.unit-{n + 1}"
    return f"""src:{name}
  a ivig:TextUnit ;
  ivig:ofDocument src:{summary} ;
  ivig:unitKind ivig:Sentence ;
  ivig:section "Made up" ;
  ivig:item {n + 1} ;
  oa:start {n * UNIT} ;
  oa:end {(n + 1) * UNIT - 1} ;
  ivig:sha256 "{hashlib.sha256(name.encode()).hexdigest()}" .

"""


def _claim(it: _Summary, n: int, about: Article) -> None:
    """Make a claim that praises what an article studied, its citation, and the judgement on it."""
    said, name, vocabulary = about.said[0], f"{it.name}-{n + 1}", it.plan.vocabulary
    condition = about.condition
    if n == ASTRAY and condition not in vocabulary.elsewhere:
        condition = vocabulary.elsewhere[0]
    astray = condition != about.condition
    citation = f"  ivig:citation src:{it.name}.mark-{n + 1} ;\n" if n != UNCITED else ""
    if citation and not astray:
        citation += f"  ivig:restates st:{said.name} ;\n"
    it.texts.append(f"""st:{name}
  a ivig:EffectStatement ;
  rdfs:label "Made-up claim {n + 1} of {it.name}"@en ;
  dcterms:identifier "C{n + 1:02}" ;
  ivig:statedIn src:{it.name} ;
  ivig:passage src:{it.name}.unit-{n + 1} ;
{citation}  ivig:condition ivig:{condition} ;
  ivig:subtype ivig:{said.subtype} ;
  ivig:populationStated true ;
  ivig:treatment ivig:{said.treatment} ;
  ivig:outcome ivig:{said.outcome} ;
  ivig:effect ivig:{PRAISE} ;
  ivig:modality ivig:HasBeenShown ;
  ivig:verification ivig:FullText ;
{MADE}""")
    if citation:
        _cite(it, n, about)
    against = [
        s.name
        for one in it.cited
        for s in one.said
        if _denies(s, said, one.condition, condition, it.plan)
    ]
    it.judged.contradicted += bool(against)
    it.judged.misattributed += astray
    it.fidelity.append(_fidelity(name, about, against, astray=astray, cited=bool(citation)))


def _cite(it: _Summary, n: int, about: Article) -> None:
    """Make the mark of a claim, and say that it means the article."""
    mark = f"src:{it.name}.mark-{n + 1}"
    it.texts.append(f"""{mark}
  a ivig:CitationMark ;
  ivig:inUnit src:{it.name}.unit-{n + 1} ;
  ivig:citedAs "{n + 1}" .

""")
    it.fidelity.append(f"""as:resolution-{it.name}-{n + 1}
  a ivig:CitationResolution ;
  ivig:mark {mark} ;
  ivig:resolvesTo src:{about.name} ;
  ivig:resolution ivig:Confirmed ;
  ivig:because "Made up."@en ;
{MADE}""")


def _denies(one: Said, claim: Said, theirs: str, ours: str, plan: Plan) -> bool:
    """Return whether a study goes against a claim, by the rule of selective-reporting."""
    if one.treatment != claim.treatment or not one.current:
        return False
    close, above = plan.vocabulary.close, plan.vocabulary.above
    same = one.subtype == claim.subtype or close.get(one.subtype) == claim.subtype
    if not same and close.get(claim.subtype) != one.subtype:
        return False
    composite = one.outcome == "ImprovementOrStabilisation"
    against = one.effect in AGAINST or (one.effect == "NotStated" and one.harmed and not composite)
    alike = composite == (claim.outcome == "ImprovementOrStabilisation")
    return against and alike and (theirs in above[ours] or ours in above[theirs])


def _fidelity(name: str, about: Article, against: list[str], *, astray: bool, cited: bool) -> str:
    """Judge a claim on the first statement of an article."""
    said = about.said[0]
    helped = said.effect == PRAISE
    support = f"  ivig:supportedBy st:{said.name} ;\n" if helped else ""
    contra = "".join(f"  ivig:contradictedBy st:{one} ;\n" for one in against)
    fault = "Misattributed" if astray else "Overstated" if contra or not helped else ""
    faults = f"  ivig:fault ivig:{fault} ;\n" if fault else ""
    borne = "NoCitation" if not cited else "Supported" if helped and not astray else "NotFound"
    overall = "Disputed" if contra and helped else "Partly" if helped else "Unsupported"
    return f"""as:fidelity-{name}
  a ivig:FidelityAssessment ;
  ivig:assesses st:{name} ;
  ivig:citedSupport ivig:{borne} ;
  ivig:overallSupport ivig:{overall} ;
{faults}  ivig:comparedWith src:{about.name} ;
{support}{contra}  ivig:because "Made up."@en ;
{MADE}"""
