"""Pooling: refused with its reasons; allowed where studies are alike, and then as metafor pools.

The numbers are those of tests/unit/test_stats_pool.py: Pritz 1997, by R's metafor.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import cache
from itertools import combinations
from typing import cast

import pytest

import ivig_kg
from ivig_kg.answer import Literal
from ivig_kg.appraise import Pooling
from ivig_kg.appraise.tables import pooling_answer
from ivig_kg.content import Content, find_content
from ivig_kg.errors import MissingPart, UsageError
from ivig_kg.graph import KnowledgeGraph
from tests.unit.test_stats_pool import DE_BRUIN, METAFOR, PRITZ, needs_statsmodels

FEW = PRITZ[:3]
NUMBERS = cast("tuple[float, ...]", METAFOR[0].values[1])
STUDY = """
src:pool-{n} a ivig:ResearchArticle ; rdfs:label "Pool {n}" ; ivig:reports study:pool-{n} .
study:pool-{n} a ivig:Study ; rdfs:label "Pool {n}" ; ivig:studyDesign ivig:CaseSeries .
st:pool-{n}-1 a ivig:EffectStatement ; rdfs:label "{events} of {total} improved" ;
  ivig:statedIn src:pool-{n} ; ivig:condition ivig:SjogrenSyndrome ;
  ivig:subtype ivig:PainfulSensoryNeuropathy ; ivig:treatment ivig:IntravenousImmunoglobulin ;
  ivig:outcome ivig:NeuropathicPain ; ivig:effect ivig:NotStated ;
  ivig:verification ivig:Abstract ; ivig:status ivig:Draft ;
  ivig:result st:pool-{n}-1.result-1 .
st:pool-{n}-1.result-1 a ivig:OutcomeResult ; ivig:improved {events} ; ivig:total {total} ;
  ivig:instrument ivig:VisualAnalogueScale ; ivig:derivation ivig:Printed ;
  ivig:responseDefinition "a third less" ; ivig:timeTo "12 wk" .
"""
OVERLAP = """
as:pool-{one}-{two} a ivig:OverlapAssessment ; ivig:overlapOf study:pool-{one}, study:pool-{two} ;
  ivig:overlap ivig:OverlapExcluded ; ivig:because "Made up." ; ivig:status ivig:Draft .
"""


def turtle(
    counts: Sequence[tuple[int, int]], *, old: str = "", new: str = "", more: str = ""
) -> str:
    """Return studies that may be pooled; ``old`` is replaced by ``new`` in the last of them."""
    spaces = ivig_kg.open().namespaces.prefixes
    parts = ["".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in spaces.items())]
    parts += [STUDY.format(n=n, events=e, total=t) for n, (e, t) in enumerate(counts, 1)]
    assert old in parts[-1]
    parts[-1] = parts[-1].replace(old, new, 1) if old else parts[-1]
    pairs = combinations(range(1, len(counts) + 1), 2)
    return "".join([*parts, *(OVERLAP.format(one=a, two=b) for a, b in pairs), more])


def alone(text: str) -> Content:
    """Return the shipped ontology and questions with this as all their data."""
    found = find_content()
    gone = dict.fromkeys(file.path for file in found.below("data"))
    return found.replaced({**gone, "data/sources/pool.ttl": text.encode()})


def pooling(text: str, **choice: str) -> Pooling:
    found = KnowledgeGraph(alone(text)).appraise.pool(**choice)  # type: ignore[arg-type]
    assert isinstance(found, Pooling)
    return found


@cache
def shipped() -> Pooling:
    return ivig_kg.open().appraise.pool()


def test_the_shipped_rates_are_not_pooled_and_every_pair_says_why() -> None:
    found = shipped()
    studies = ivig_kg.open().appraise.rates().studies
    assert (found.allowed, found.groups) == (False, ())
    pairs = {frozenset((pair.study, pair.other)) for pair in found.pairs}
    assert pairs == {frozenset(pair) for pair in combinations(studies, 2)}
    assert len(found.pairs) == len(pairs)
    for pair in found.pairs:
        assert pair.reasons, pair.titles
        assert all(pair.titles)


def test_the_reasons_are_those_of_the_facts() -> None:
    """facts.md 1.3: the review may hold Morozumi, and cannot hold Rist; 1.2: another design."""
    reasons = {pair.titles: pair.reasons for pair in shipped().pairs}
    one = reasons["Hum\u0103 2020", "Morozumi 2009"]
    assert "overlap: possible" in one
    assert "different designs" in one
    other = reasons["Hum\u0103 2020", "Rist 2011"]
    assert not any("overlap" in reason for reason in other)
    assert "an instrument is not stated" in other
    assert "overlap not assessed" in reasons["Kizawa 2006", "Morozumi 2009"]


def test_the_refusal_tells_each_reason_once_and_names_the_studies() -> None:
    told = shipped().told
    every = {reason for pair in shipped().pairs for reason in pair.reasons}
    assert told.startswith("Not pooled: ")
    for reason in every | {each.partition(" (")[0] for each in shipped().reasons}:
        assert told.count(f"{reason};") + told.count(f"{reason}.") >= 1
    for of_one in ("single patient", "control group", "other patients", "mixed subtypes"):
        assert of_one in told
    assert any("Geerts 2021" in reason for reason in shipped().reasons)
    assert [text.value for text in cells(shipped(), "study") if isinstance(text, Literal)]


def cells(found: Pooling, column: str) -> list[object]:
    answer = pooling_answer(found)
    place = answer.columns.index(column)
    return [row[place] for row in answer.rows]


def test_a_single_study_and_none_are_refused() -> None:
    assert pooling(turtle([(4, 5)])).reasons == ("one study counts who improved",)
    assert pooling(turtle([])).reasons == ("no study counts who improved",)
    assert not pooling(turtle([])).allowed


@needs_statsmodels
@pytest.mark.thorough  # importing statsmodels takes two seconds
def test_studies_that_are_alike_are_pooled_as_metafor_pools_them() -> None:
    found = pooling(turtle(PRITZ))
    assert (found.allowed, found.reasons, len(found.pairs)) == (True, (), 91)
    (group,) = found.groups
    assert (group.endpoint, group.subtype) == ("improved", "painful sensory neuropathy")
    assert group.instrument == "visual analogue scale"
    assert sorted(group.counts) == sorted(PRITZ)
    by = group.pooled
    ours = (by.estimate, *by.interval, by.tau2, by.q, by.p, by.i2)
    assert ours == pytest.approx(NUMBERS, abs=2e-6)


@needs_statsmodels
@pytest.mark.thorough
def test_what_was_pooled_is_told_with_its_method() -> None:
    found = pooling(turtle(PRITZ))
    numbers = [cells(found, name)[0] for name in ("rate", "low", "high", "tau2")]
    values = [float(each.value) for each in numbers if isinstance(each, Literal)]
    assert values == pytest.approx(NUMBERS[:4], abs=6e-5)
    (studies,) = cells(found, "studies")
    assert isinstance(studies, tuple)
    assert {f"Pool {n}: {e}/{t}" for n, (e, t) in enumerate(PRITZ, 1)} == {
        each.value for each in studies
    }
    (method,) = cells(found, "method")
    assert isinstance(method, Literal)
    assert "random effects" in method.value


MORE = "st:pool-3-1 "
CHANGES = {  # what is changed in the last of three studies: what is told against it
    "another instrument": ("VisualAnalogueScale", "PiNrs", "", "no instrument in common"),
    "no instrument": (
        "ivig:instrument ivig:VisualAnalogueScale ; ",
        "",
        "",
        "instrument is not stated",
    ),
    "another outcome": ("NeuropathicPain", "Disability", "", "no endpoint in common"),
    "another subtype": ("PainfulSensory", "SmallFiber", "", "no subtype in common"),
    "another condition": (
        "ivig:SjogrenSyndrome",
        "ivig:PrimarySjogrenSyndrome",
        "",
        "no condition",
    ),
    "another design": ("CaseSeries", "CaseReport", "", "different designs"),
    "no design": ("CaseSeries", "DesignNotStated", "", "design is not stated"),
    "something beside": ("", "", f"{MORE} ivig:coTreatment ivig:Rituximab .", "given beside"),
    "a control group": (
        *("", "", "st:pool-3-1.result-1 ivig:comparatorImproved 1 ; ivig:comparatorTotal 4 ."),
        "control group",
    ),
    "a mixed group": (
        *("", "", f"{MORE} ivig:population st:p . st:p ivig:subtype ivig:MotorNeuropathy ."),
        "mixed subtypes",
    ),
    "one patient": (
        "ivig:improved 4 ; ivig:total 8",
        "ivig:improved 1 ; ivig:total 1",
        "",
        "single",
    ),
    "other counts": ("ivig:improved 4", "ivig:improvedOrStable 4", "", "no measure that all"),
    "no definition": ('ivig:responseDefinition "a third less" ;', "", "", "counted as improved"),
    "another definition": ("a third less", "a half less", "", "no measure that all"),
    "no time": (' ; ivig:timeTo "12 wk"', "", "", "time of measuring is not stated"),
    "another time": ("12 wk", "4 wk", "", "no measure that all"),
    "second-hand": ("ivig:Abstract", "ivig:SecondaryReport", "", "known second-hand"),
    "derived": ("ivig:Printed", 'ivig:Derived ; ivig:arithmetic "1 + 3 = 4"', "", "derived"),
    "a review": ("", "", "study:pool-3 ivig:includesDesign ivig:CaseReport .", "a review"),
    "compared": ("", "", f"{MORE} ivig:comparator ivig:PlaceboOrNoTreatment .", "control group"),
    "no sum": ("ivig:improved 4 ;", "ivig:improved 4 ; ivig:worsened 5 ;", "", "do not fit"),
    "another assessor": (
        "",
        "",
        "st:pool-3-1.result-1 ivig:assessor ivig:Practitioner .",
        "no measure",
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_one_difference_and_it_is_refused(change: str) -> None:
    old, new, more, reason = CHANGES[change]
    found = pooling(turtle(FEW, old=old, new=new, more=more))
    assert not found.allowed
    assert found.groups == ()
    assert reason in found.told


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("OverlapExcluded", "PossibleOverlap", "overlap: possible"),
        ("OverlapExcluded", "Overlaps", "overlap: "),
        ("ivig:overlap ", "ivig:disregarded ", "overlap not assessed"),
        ("ivig:Draft", "ivig:Rejected", "overlap not assessed"),
    ],
)
def test_one_overlap_in_one_pair_is_enough(old: str, new: str, reason: str) -> None:
    head, mark, tail = turtle(FEW).partition("as:pool-2-3 ")
    found = pooling(head + mark + tail.replace(old, new, 1))
    against = {pair.titles: pair.reasons for pair in found.pairs}
    assert [titles for titles, why in against.items() if why] == [("Pool 2", "Pool 3")]
    assert against["Pool 2", "Pool 3"][0].startswith(reason)
    assert not found.allowed


@needs_statsmodels
@pytest.mark.thorough
def test_studies_that_differ_too_much_are_refused() -> None:
    """De Bruin 2009: I\u00b2 is 0.875 by metafor; Cochrane's handbook: considerable from 0.75."""
    assert cast("tuple[float, ...]", METAFOR[1].values[1])[6] > 0.75
    found = pooling(turtle(DE_BRUIN))
    assert (found.allowed, found.groups) == (False, ())
    assert "87%" in found.told


def test_other_patients_are_refused() -> None:
    judged = """as:made a ivig:EvidenceAssessment ; ivig:condition ivig:SjogrenSyndrome ;
      ivig:directness ivig:Indirect ; ivig:evidenceFor st:pool-3-1 ; ivig:status ivig:Draft ."""
    changed = "ivig:IdiopathicSmallFiberNeuropathy"
    found = pooling(turtle(FEW, old="ivig:SjogrenSyndrome", new=changed, more=judged))
    assert "other patients (Pool 3)" in found.reasons


def test_two_results_of_one_measure_in_one_study_are_refused() -> None:
    more = """st:pool-3-1 ivig:result st:pool-3-1.result-2 .
      st:pool-3-1.result-2 ivig:improved 5 ; ivig:total 8 ; ivig:derivation ivig:Printed ;
        ivig:instrument ivig:VisualAnalogueScale ;
        ivig:responseDefinition "a third less" ; ivig:timeTo "12 wk" ."""
    assert not pooling(turtle(FEW, more=more)).allowed


def test_without_what_differs_the_rest_is_pooled_or_lacks_its_library(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "statsmodels.stats.meta_analysis", None)
    counts = [*FEW, (1, 1)]
    assert not pooling(turtle(counts)).allowed
    with pytest.raises(MissingPart, match=r"pip install 'ivig-kg\[meta\]'$"):
        KnowledgeGraph(alone(turtle(counts))).appraise.pool(without=["n<5"])


def test_a_refusal_needs_no_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "statsmodels.stats.meta_analysis", None)
    assert not ivig_kg.open().appraise.pool().allowed


def test_a_forest_of_poolable_studies_still_pools_nothing() -> None:
    forest = KnowledgeGraph(alone(turtle(FEW))).appraise.forest()
    assert forest.refusal.startswith("Not pooled here.")


def test_an_unknown_subtype_is_no_refusal() -> None:
    with pytest.raises(UsageError):
        ivig_kg.open().appraise.pool(subtype="no such thing")
