"""Made-up statements of a study that are no effects: harms, doses, mechanisms, comparisons."""

from __future__ import annotations

import random

__all__ = ["TAIL", "other"]

TAIL = """  ivig:verification ivig:Abstract ;
  ivig:status ivig:Draft ;
  dcterms:creator agent:project-import ;
  dcterms:created "2026-11-24"^^xsd:date .

"""
"""The end of a statement."""

OTHERS = {
    "Safety": """  ivig:outcome ivig:RenalDysfunction ;
  ivig:effect ivig:IncreasesRisk ;
  ivig:result st:{name}.result-1 ;
""",
    "Dosing": "  ivig:regimen st:{name}.regimen-1 ;\n",
    "Mechanism": """  ivig:action ivig:Inhibits ;
  ivig:mechanism ivig:ComplementInhibition ;
  ivig:target ivig:ComplementMediatedDamage ;
""",
    "Comparison": """  ivig:comparator ivig:PlasmaExchange ;
  ivig:outcome ivig:{outcome} ;
  ivig:effect ivig:NoDifferenceShown ;
""",
}
"""What statements of other kinds say."""

PARTS = {
    "Safety": """st:{name}.result-1
  a ivig:OutcomeResult ;
  ivig:total {total} ;
  ivig:events {events} ;
  ivig:derivation ivig:Printed .

""",
    "Dosing": """st:{name}.regimen-1
  a ivig:DoseRegimen ;
  ivig:dosePerDay 0.4 ;
  ivig:days 5 ;
  ivig:courseTotal {course} ;
  ivig:asPrinted "0.4 g/kg for 5 days" ;
  ivig:derivation ivig:Printed .

""",
}
"""Their results and regimens."""


def other(
    name: str, kind: str, about: tuple[str, str, str], chance: random.Random, *, wrong: bool
) -> str:
    """Make a statement of another kind: a harm, a dose, a mechanism, a comparison.

    Args:
        name: of the statement.
        kind: a key of what is said.
        about: condition, treatment and outcome.
        chance: for counts.
        wrong: give a course that is not dose times days.
    """
    condition, treatment, outcome = about
    total = chance.randint(20, 200)
    told = {
        "name": name,
        "outcome": outcome,
        "total": total,
        "events": total // 9,
        "course": "3.0" if wrong else "2.0",
    }
    own, part = OTHERS[kind].format(**told), PARTS.get(kind, "").format(**told)
    return f"""st:{name}
  a ivig:{kind}Statement ;
  rdfs:label "Made up: {kind}"@en ;
  ivig:statedIn src:{name.rpartition("-")[0]} ;
  ivig:locator "abstract" ;
  ivig:condition ivig:{condition} ;
  ivig:populationStated true ;
  ivig:treatment ivig:{treatment} ;
{own}  ivig:modality ivig:Observed ;
{TAIL}{part}"""
