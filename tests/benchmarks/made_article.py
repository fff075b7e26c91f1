"""Made-up studies: an article, what it states, and its results, as Turtle."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from made_other import TAIL, other  # type: ignore[import-not-found]  # beside it
from made_terms import QUARREL, Vocabulary  # type: ignore[import-not-found]  # beside it

__all__ = ["AGAINST", "DESIGNS", "PER_SOURCE", "Article", "Plan", "Said", "article"]

PER_SOURCE = 8
EFFECTS = ("Improves", "NoBenefitShown", "NotStated", "Mixed", "Worsens")
WEIGHTS = (50, 65, 85, 95, 100)
AGAINST = frozenset({"NoBenefitShown", "Worsens"})
DESIGNS = {
    "CaseReport": "Ocebm4",
    "CaseSeries": "Ocebm4",
    "UncontrolledRetrospectiveStudy": "Ocebm4",
    "RandomisedControlledTrial": "Ocebm2b",
}
OUTCOMES = (
    "Improvement",
    "NeuropathicPain",
    "Disability",
    "Symptoms",
    "ImprovementOrStabilisation",
)
KINDS = ("Safety", "Dosing", "Mechanism", "Comparison", "Effect", "Effect", "Effect")
KINDS_AT, DUPLICATE_AT = 7, 2  # places in an article, from 1
COUNTED = 0.4  # of the statements that could do without a result
FAULTS = {
    "counts-add-up": (3,),
    "identifiers-unique": (4, 6),
    "improves-has-result": (5,),
    "nothing-dangles": (6,),
    "doses-add-up": (KINDS_AT,),
}
"""The kinds of planted errors, by the rule that finds each, and their places in an article."""


@dataclass(frozen=True)
class Said:
    """What a statement of effect says: enough to judge claims by it."""

    name: str
    subtype: str
    treatment: str
    outcome: str
    effect: str
    harmed: bool
    current: bool
    counted: bool


@dataclass(frozen=True)
class Article:
    """An article as it was made; of what it states, the current statements of effect."""

    name: str
    condition: str
    design: str
    said: tuple[Said, ...]
    text: str


@dataclass
class Plan:
    """What is made, by which chance, and how far it has come."""

    vocabulary: Vocabulary
    duplicates: int
    disputed: int
    wrong: dict[int, str]
    chance: random.Random
    counted: int = 0
    picked: int = 0
    told: set[tuple[str, str, str]] = field(default_factory=set)

    def subtype(self) -> str:
        """Pick a subtype: each once, then the earlier the likelier."""
        terms = self.vocabulary.subtypes
        place = self.picked
        if place >= len(terms):
            place = int(len(terms) * self.chance.random() ** 2)
        name: str = terms[place].name
        return name

    def treatment(self) -> str:
        """Pick a treatment: each once, then by weight."""
        names: tuple[str, ...] = self.vocabulary.treatments
        if self.picked < len(names):
            return names[self.picked]
        return self.chance.choices(names, cum_weights=self.vocabulary.weights)[0]

    def fault(self, number: int, n: int) -> str:
        """Return the error that is planted in a statement of an article, by its place; or none."""
        found = self.wrong.get(number, "")
        return found if n in FAULTS.get(found, ()) else ""

    def condition(self, number: int) -> str:
        """Pick the condition of an article: each once, then the earlier the likelier."""
        terms = self.vocabulary.conditions
        place = number if number < len(terms) else int(len(terms) * self.chance.random() ** 2)
        name: str = terms[place].name
        return name

    def about(self) -> tuple[str, str, str]:
        """Pick subtype, treatment and outcome that the article has not spoken of yet."""
        while True:
            found = self.subtype(), self.treatment(), self.chance.choice(OUTCOMES)
            self.picked += 1
            if found not in self.told:
                self.told.add(found)
                return found


def article(number: int, statements: int, status: str, plan: Plan) -> Article:
    """Make an article.

    Args:
        number: which one, from 0.
        statements: how many it states.
        status: what the last of eight is, when it is no draft.
        plan: of what.
    """
    name, chance = f"made-{number:06}", plan.chance
    plan.told.clear()
    condition, design = plan.condition(number), chance.choice(tuple(DESIGNS))
    said, texts = [], []
    for n in range(1, statements + 1):
        wrong = plan.fault(number, n) == "doses-add-up"
        kind = "Dosing" if wrong else KINDS[number % len(KINDS)] if n == KINDS_AT else "Effect"
        if kind == "Effect":
            one, text = _effect(number, n, condition, plan)
            said.append(one)
        else:
            about = condition, plan.treatment(), chance.choice(OUTCOMES)
            text = other(f"{name}-{n}", kind, about, chance, wrong=wrong)
        texts.append(text)
    if status:
        newer = f" ;\n  ivig:supersededBy st:{name}-{KINDS_AT}" if status == "Superseded" else ""
        texts[-1] = texts[-1].replace("status ivig:Draft", f"status ivig:{status}{newer}", 1)
        plan.counted -= said.pop().counted if status != "Accepted" else 0
    text = _document(number, condition, design, said[0].subtype, chance) + "".join(texts)
    return Article(name, condition, design, tuple(said), text)


def _document(number: int, condition: str, design: str, form: str, chance: random.Random) -> str:
    name = f"made-{number:06}"
    return f"""src:{name}
  a ivig:ResearchArticle ;
  rdfs:label "Made up {number}"@en ;
  dcterms:title "Made up {number}" ;
  dcterms:issued "{chance.randint(1990, 2025)}"^^xsd:gYear ;
  ivig:identification ivig:Confirmed ;
  ivig:verification ivig:Abstract ;
  ivig:coversCondition ivig:{condition} ;
  ivig:reports study:{name} .

study:{name}
  a ivig:Study ;
  rdfs:label "Made up {number}"@en ;
  ivig:studyDesign ivig:{design} ;
  ivig:condition ivig:{condition} ;
  ivig:subtype ivig:{form} ;
  ivig:enrolled {chance.randint(20, 90)} ;
  ivig:verification ivig:Abstract .

"""


def _effect(number: int, n: int, condition: str, plan: Plan) -> tuple[Said, str]:
    """Make a statement of effect: by chance, or one side of a dispute."""
    chance, name = plan.chance, f"made-{number:06}-{n}"
    pair, side = divmod(number, 2)
    if n == 1 and pair < plan.disputed:
        subtype, treatment, outcome = plan.vocabulary.leaves[-1 - pair], QUARREL, OUTCOMES[0]
        effect = EFFECTS[side]
    else:
        subtype, treatment, outcome = plan.about()
        effect = chance.choices(EFFECTS, cum_weights=WEIGHTS)[0]
    fault = plan.fault(number, n)
    effect = "Improves" if fault == "improves-has-result" else effect
    harmed, result, results = _outcome(name, effect, fault, chance)
    copied = n == DUPLICATE_AT and number < plan.duplicates
    counted = bool(results) and not copied
    plan.counted += counted
    text = f"""st:{name}
  a ivig:EffectStatement ;
  rdfs:label "Made up: {effect}"@en ;
  ivig:statedIn src:made-{number:06} ;
  ivig:locator "abstract" ;
  ivig:condition ivig:{condition} ;
  ivig:subtype ivig:{subtype} ;
  ivig:populationStated true ;
  ivig:treatment ivig:{treatment} ;
  ivig:outcome ivig:{outcome} ;
  ivig:effect ivig:{effect} ;
{result}{_more(number, fault, copied=copied)}  ivig:modality ivig:Observed ;
{TAIL}{results}"""
    return Said(name, subtype, treatment, outcome, effect, harmed, not copied, counted), text


def _more(number: int, fault: str, *, copied: bool) -> str:
    """Return what a statement has beside: what it repeats, and planted errors."""
    found = f"  ivig:duplicateOf st:made-{number:06}-1 ;\n" if copied else ""
    if fault == "identifiers-unique":
        found += '  dcterms:identifier "M01" ;\n'
    if fault == "nothing-dangles":
        found += f"  ivig:seenIn src:made-nowhere-{number} ;\n"
    return found


def _outcome(name: str, effect: str, fault: str, chance: random.Random) -> tuple[bool, str, str]:
    """Return whether more were worse than better, what names the result, and the result."""
    if fault == "improves-has-result":
        return False, "", ""
    if fault == "counts-add-up" or effect == "NotStated" or chance.random() < COUNTED:
        harmed, results = _result(name, chance, wrong=fault == "counts-add-up")
        return harmed, f"  ivig:result st:{name}.result-1 ;\n", results
    return False, "  ivig:resultNotStated true ;\n" if effect == "Improves" else "", ""


def _result(name: str, chance: random.Random, *, wrong: bool) -> tuple[bool, str]:
    total = chance.randint(5, 60)
    improved = chance.randint(0, total)
    stable = chance.randint(0, total - improved)
    worsened = total - improved - stable
    improved += total * wrong
    return (
        worsened > improved,
        f"""st:{name}.result-1
  a ivig:OutcomeResult ;
  ivig:total {total} ;
  ivig:improved {improved} ;
  ivig:stable {stable} ;
  ivig:worsened {worsened} ;
  ivig:derivation ivig:Printed .

""",
    )
