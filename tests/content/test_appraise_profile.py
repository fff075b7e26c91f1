"""Evidence profiles of the shipped content, beside the facts; what is not known is said."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest

import ivig_kg
from ivig_kg.appraise import Profile, render
from ivig_kg.appraise.profile_words import Section, sections_of
from ivig_kg.content import find_content
from ivig_kg.errors import UsageError
from ivig_kg.graph import KnowledgeGraph

ATAXIC, SMALL = "sensory ataxic neuropathy", "small fiber neuropathy"
GBS = "Guillain-Barr\u00e9 syndrome"
SUMMARY = "Summary on IVIG in Sj\u00f6gren's neuropathies"
DOMAINS = (
    *("risk of bias", "inconsistency", "indirectness", "imprecision"),
    "publication bias",
)  # GRADE, in its own order (facts.md, 4.1)


@cache
def content() -> KnowledgeGraph:
    return ivig_kg.open()


@cache
def profile(subtype: str, treatment: str = "IVIG", condition: str = "") -> Profile:
    kept: Any = {"condition": condition} if condition else {}
    found = content().appraise.profile(subtype, treatment, **kept)
    assert isinstance(found, Profile)
    return found


def told(found: Profile) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(render(found, "json"))
    return read


def section(found: Profile, start: str) -> Section:
    (only,) = (each for each in sections_of(found) if each.title.startswith(start))
    return only


def test_sensory_ataxic_neuropathy_as_judged() -> None:
    """data/assessments/sjogren-evidence.ttl, as:evidence-sensory-ataxic."""
    (line,) = told(profile(ATAXIC))["judged"]
    assert line["iri"].endswith("evidence-sensory-ataxic")
    assert line["studies"] == ["Japanese case report", "Rist 2011"]
    assert line["patients"] == {"Japanese case report": 1, "Rist 2011": 9}
    named = ("risk of bias", "inconsistency", "imprecision")
    assert [each for each in DOMAINS if line["domains"][each] == "rated down"] == [*named]
    assert list(line["domains"]) == [*DOMAINS]
    assert "not stated" not in line["domains"].values()
    assert (line["certainty"], line["level"]) == ("very low certainty", "4")
    assert (line["outcome"], line["direct"], line["reviewed"]) == ("improvement", True, False)
    assert [iri.rpartition("/")[2] for iri in line["for"]] == ["isho-1406100284-1"]
    assert [iri.rpartition("/")[2] for iri in line["against"]] == ["rist-2011-6"]
    assert line["inconclusive"] == []


def test_sensory_ataxic_neuropathy_as_counted() -> None:
    """facts.md 1.4: of 9, 2 improved and 3 were stable; 2.1, E5: one of one."""
    rows = told(profile(ATAXIC))["rates"]
    found = {
        row["study"]["label"]: [
            (row[name]["events"], row[name]["total"]) if row[name] else None
            for name in ("improved", "improved_or_stable", "control")
        ]
        for row in rows
    }
    assert found == {
        "Japanese case report": [(1, 1), None, None],
        "Rist 2011": [(2, 9), (5, 9), None],
    }
    assert profile(ATAXIC).refusal.startswith("Not pooled: ")
    assert {each["direction"] for each in told(profile(ATAXIC))["statements"]} == {"for", "against"}


def test_its_close_subtype_stands_beside_and_is_not_counted() -> None:
    (near,) = told(profile(ATAXIC))["near"]
    assert (near["label"], near["match"]) == ("ataxic sensory neuronopathy", "close")
    assert [study.title for study in profile(ATAXIC).cell.studies] == [
        *("Japanese case report", "Rist 2011")
    ]


def test_small_fiber_neuropathy_has_other_patients_alone() -> None:
    """as:evidence-small-fiber and -indirect; facts.md 2.1, E8 to E11: 55 and 60 patients."""
    read = told(profile(SMALL))
    direct, indirect = read["judged"]
    assert (direct["direct"], direct["studies"], direct["level"]) == (True, [], None)
    assert (direct["other_statements"], direct["certainty"]) == (1, "very low certainty")
    assert (indirect["direct"], indirect["certainty"], indirect["level"]) == (False, None, None)
    patients = dict(indirect["patients"])
    assert (patients["Geerts 2021"], patients["Liu 2018"]) == (60, 55)
    assert len(patients) == 4
    assert indirect["domains"]["indirectness"] == "rated down"
    (row,) = read["rates"]
    assert (row["improved"]["events"], row["control"]["events"], row["direct"]) == (12, 9, False)
    assert read["cell"]["studies"] == []
    assert len(read["cell"]["indirect"]) == 4


def test_a_pair_without_anything_says_so() -> None:
    found = profile("trigeminal neuropathy", "plasma exchange")
    assert (found.cell.word, found.lines, found.rates.rows) == ("", (), ())
    assert (found.cell.told, found.lines, found.said) == ("no study", (), ())
    text = render(found, "md")
    for words in ("Nobody has judged", "No study ", "No claim and no recommendation is "):
        assert words in text
    read = told(found)
    assert (read["judged"], read["rates"], read["harms"]) == ([], [], [])
    assert profile(ATAXIC).cell.word


def test_domains_are_not_stated_where_a_judgement_gives_no_reason() -> None:
    """as:evidence-gbs-corticosteroids: moderate, "for reasons that were not read"; facts.md, G2."""
    found = profile(GBS, "corticosteroid", GBS)
    (line,) = (each for each in told(found)["judged"] if each["certainty"] == "moderate certainty")
    assert line["domains"] == dict.fromkeys(DOMAINS, "not stated")
    assert line["level"] == "1a"
    assert list(line["patients"].values()) == [587]
    assert section(found, "Certainty").columns[-2:][0] == "certainty"
    assert [each.direction for each in found.cell.studies] == ["against"]


def test_domains_stand_in_the_order_of_grade() -> None:
    assert profile(ATAXIC).domains == DOMAINS
    columns = section(profile(ATAXIC), "Certainty").columns
    assert [each for each in columns if each in DOMAINS] == list(DOMAINS)


@pytest.mark.parametrize(("subtype", "sums"), [(ATAXIC, (10,)), (SMALL, (115,))])
def test_patients_are_listed_by_study_and_never_added_up(
    subtype: str, sums: tuple[int, ...]
) -> None:
    """1 + 9 = 10 and 60 + 55 = 115 are nowhere."""
    for cells in section(profile(subtype), "Certainty").rows:
        words = " ".join(cells).replace(",", " ").replace(")", " ").split()
        for forbidden in sums:
            assert str(forbidden) not in words
    for line in profile(subtype).lines:
        assert list(dict(line.patients)) == list(line.studies)


def test_claims_stand_under_only_said_and_nowhere_else() -> None:
    """The two subtypes are claimed by the summary (claims.tsv, C02, C39)."""
    for subtype in (ATAXIC, SMALL):
        for each in sections_of(profile(subtype)):
            text = " ".join([*each.words, *(" ".join(row) for row in each.rows)])
            allowed = each.title.startswith(("Only said", "Question", "Narrower"))
            assert (SUMMARY in text) <= allowed, each.title
        said = section(profile(subtype), "Only said")
        assert SUMMARY in " ".join([*said.words, *(" ".join(row) for row in said.rows)])
        for line in profile(subtype).lines:
            judged = line.judged
            rests = (*judged.supporting, *judged.opposing, *judged.open)
            assert not [iri for iri in rests if "ivig-summary" in iri]


def test_without_the_summary_nothing_but_what_is_said_changes() -> None:
    claims = [f.path for f in find_content().below("data/sources/ivig-summary")]
    claims = [path for path in claims if "claims" in path]
    changed = KnowledgeGraph(find_content().replaced(dict.fromkeys(claims)))
    bare, whole = changed.appraise.profile(ATAXIC, "IVIG"), profile(ATAXIC)
    assert (bare.lines, bare.said, bare.harms) == (whole.lines, whole.said, whole.harms)
    assert (bare.rates.rows, bare.cell.claimed) == (whole.rates.rows, ())
    assert bare.cell.studies == whole.cell.studies


def test_harms_are_counts_with_their_upper_end() -> None:
    """facts.md 1.4: 1 of 19 stopped for nausea; no thrombosis, renal failure, severe effect.

    By hand, z = 1.96, z**2 = 3.8416: 0/19 goes up to 3.8416 / 22.8416 = 0.1682; 1/19 has the middle
    1 + 1.9208 = 2.9208 and the reach 1.96 * sqrt(1 * 18 / 19 + 0.9604) = 2.7071, so from
    0.2137 / 22.8416 = 0.0094 to 5.6279 / 22.8416 = 0.2464.
    """
    found = {each["outcome"]: each["rate"] for each in told(profile(ATAXIC))["harms"]}
    assert [(rate["events"], rate["total"]) for rate in found.values()] == [
        *((1, 19), (0, 19), (0, 19), (0, 19)),
    ]
    nausea, *others = found.values()
    assert (nausea["low"], nausea["high"]) == pytest.approx((0.0094, 0.2464), abs=1e-4)
    for rate in others:
        assert (rate["share"], rate["low"]) == (0, 0)
        assert rate["high"] == pytest.approx(0.1682, abs=1e-4)
    assert set(found) >= {"thrombosis", "renal failure"}
    assert "upper end" in " ".join(section(profile(ATAXIC), "Harms").words)


def test_harms_obey_what_is_left_out() -> None:
    """They were all read second-hand (facts.md 1.4, safety)."""
    kept = content().appraise.profile(ATAXIC, "IVIG", without=["secondary"])
    assert kept.harms == ()
    assert len(content().appraise.profile(ATAXIC, "IVIG", without=["n<19"]).harms) == 4
    assert content().appraise.profile(ATAXIC, "IVIG", without=["n<20"]).harms == ()


def test_what_is_left_out_leaves_the_profile_and_is_told() -> None:
    found = content().appraise.profile(ATAXIC, "IVIG", without=["n<5"])
    assert [study.title for study in found.cell.studies] == ["Rist 2011"]
    assert [said["study"] for said in told(found)["statements"]] == ["Rist 2011"]
    assert "fewer than 5" in render(found, "md")
    assert [row.statement.title for row in found.rates.rows] == ["Rist 2011"]


@pytest.mark.parametrize(
    ("subtype", "treatment", "near"),
    [
        ("sensory ataxic neuropthy", "IVIG", "sensory ataxic neuropathy"),
        (ATAXIC, "rituximb", "rituximab"),
    ],
)
def test_an_unknown_name_names_the_nearest(subtype: str, treatment: str, near: str) -> None:
    with pytest.raises(UsageError, match=near):
        content().appraise.profile(subtype, treatment)


def test_a_treatment_is_no_subtype() -> None:
    with pytest.raises(UsageError):
        content().appraise.profile("rituximab", ATAXIC)


def test_what_is_left_out_is_not_taken_for_what_no_study_states() -> None:
    """Both statements behind the judgement are of studies: isho and Rist (facts.md, 1.4 and E5)."""
    (whole,) = profile(ATAXIC).lines
    assert (whole.others, len(whole.statements)) == (0, 2)
    kept = content().appraise.profile(ATAXIC, "IVIG", without=["n<5"])
    assert [line.others for line in kept.lines if line.others] == []
    assert "no study states" not in render(kept, "md")


@pytest.mark.thorough
def test_no_other_judgement_on_ivig_rests_on_what_no_study_states() -> None:
    """Only the French review tells of case reports that nobody read (facts.md, 1.5)."""
    for term in content().appraise.map().rows:
        for line in profile(term.label).lines:
            french = "french-sfn-review-1" in str(line.judged.open)
            assert line.others == french, term.label


def test_a_study_of_a_narrower_treatment_is_not_passed_over() -> None:
    """facts.md 1.3: the autonomic form responded to glucocorticoids, which are corticosteroids."""
    assert profile("autonomic neuropathy", "glucocorticoid").cell.word == "for"
    text = render(profile("autonomic neuropathy", "corticosteroid"), "md")
    assert "glucocorticoid" in text
