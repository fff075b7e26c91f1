"""Gaps of the shipped content: what nobody studied, what is asked, trials without a result."""

from __future__ import annotations

from functools import cache
from typing import Unpack

import ivig_kg
from ivig_kg.answer import lexical
from ivig_kg.appraise import Choice, EvidenceMap, Gaps
from ivig_kg.appraise.beside import Untold
from ivig_kg.appraise.tables import gaps_answer
from ivig_kg.content import find_content
from ivig_kg.graph import KnowledgeGraph

CIDP = "chronic inflammatory demyelinating polyneuropathy"


@cache
def content() -> KnowledgeGraph:
    return ivig_kg.open()


def gaps(**choice: Unpack[Choice]) -> Gaps:
    found = content().appraise.gaps(**choice)
    assert isinstance(found, Gaps)
    return found


def mapped(**choice: Unpack[Choice]) -> EvidenceMap:
    found = content().appraise.map(**choice)
    assert isinstance(found, EvidenceMap)
    return found


def test_a_subtype_is_a_gap_or_has_a_study_of_its_own() -> None:
    found, shown = gaps(), mapped()
    studied = {key[0] for key, cell in shown.cells.items() if cell.studies}
    without = [each.term.iri for each in found.without]
    assert len(without) == len(set(without))
    assert set(without) | studied == {term.iri for term in shown.rows}
    assert not set(without) & studied


def test_by_hand() -> None:
    """facts.md 2.1 has no treatment of these; small fiber only in other patients; 1.3 and 1.4."""
    found = {each.term.label: each for each in gaps(treatment="IVIG").without}
    for empty in ("trigeminal neuropathy", "radiculoneuropathy", "vasculitic neuropathy", CIDP):
        assert (found[empty].narrower, found[empty].close) == ((), ())
    assert found["small fiber neuropathy"].close == ("painful sensory neuropathy",)
    for studied in ("sensory ataxic neuropathy", "motor neuropathy", "peripheral neuropathy"):
        assert studied not in found


def test_a_subtype_of_which_only_narrower_ones_are_studied_says_so() -> None:
    """facts.md 1.3: Hum\u0103 speaks of motor and sensorimotor neuropathy, not of the group."""
    (group,) = (
        each
        for each in gaps(treatment="IVIG").without
        if each.term.label == "neuropathy with motor involvement"
    )
    assert {"motor neuropathy", "sensorimotor neuropathy"} <= set(group.narrower)
    kinds = {
        lexical(row["subtype"]): lexical(row["gap"])
        for row in gaps_answer(gaps(treatment="IVIG"))
        if lexical(row["gap"]) in {"no study", "only narrower studied"}
    }
    assert kinds["neuropathy with motor involvement"] == "only narrower studied"
    assert kinds["trigeminal neuropathy"] == "no study"
    told = {each.term.label: bool(each.narrower) for each in gaps(treatment="IVIG").without}
    assert kinds == {
        label: "only narrower studied" if narrower else "no study"
        for label, narrower in told.items()
    }


def test_questions_are_the_hollow_cells() -> None:
    some: list[Choice] = [{}, {"treatment": "IVIG"}, {"subtype": "sensory neuropathy"}]
    for choice in some:
        shown = mapped(**choice)
        hollow = {key for key, cell in shown.cells.items() if cell.hollow}
        open_ = [(each.cell.subtype, each.cell.treatment) for each in gaps(**choice).open]
        assert sorted(open_) == sorted(hollow)
        for each in gaps(**choice).open:
            assert each.cell.studies == ()
            cell = each.cell
            assert cell.claimed or cell.recommended or cell.indirect or cell.otherwise


def test_small_fiber_neuropathy_is_asked_and_cidp_is_advised() -> None:
    """claims.tsv C39; facts.md 1.1: EULAR names CIDP."""
    open_ = {(each.term.label, each.treatment): each.cell for each in gaps().open}
    ivig = "intravenous immunoglobulin"
    assert open_["small fiber neuropathy", ivig].claimed
    assert len(open_["small fiber neuropathy", ivig].indirect) == 4
    assert [each.partition(" (")[0] for each in open_[CIDP, ivig].recommended] == ["EULAR 2020"]
    assert ("sensory ataxic neuropathy", ivig) not in open_


def test_the_trial_without_a_result_is_listed_and_those_with_one_are_not() -> None:
    """facts.md 2.1, E12: NCT03700138, n = 24; E9 and G10 have results."""
    for found in (gaps(), gaps(treatment="IVIG")):
        (trial,) = trials(found)
        assert (trial.registration, trial.enrolled) == ("NCT03700138", 24)
        assert trial.design == "randomised controlled trial"
        assert trial.label
    small = gaps(condition="idiopathic small fiber neuropathy")
    assert trials(small) == []  # Geerts, NCT02637700, has one
    assert trials(gaps(condition=CIDP)) == []  # ICE, NCT00220740, has one
    assert trials(gaps(treatment="rituximab")) == []


def trials(found: Gaps) -> list[Untold]:
    """Return the registered trials among studies without a result."""
    return [each.study for each in found.waiting if each.study.registration]


def test_geerts_would_be_listed_had_it_no_result() -> None:
    path = "data/sources/geerts-2021.ttl"
    (text,) = (file.data.decode() for file in find_content().files if file.path == path)
    bare = text.replace("ivig:effect ivig:NoDifferenceShown ;", "")
    bare = bare.replace("ivig:result ", "ivig:x ").replace("ivig:outcome ", "ivig:y ")
    changed = KnowledgeGraph(find_content().replaced({path: bare.encode()}))
    found = changed.appraise.gaps(condition="idiopathic small fiber neuropathy")
    assert [trial.registration for trial in trials(found)] == ["NCT02637700"]


def test_filters_widen_the_gaps() -> None:
    without = {each.term.iri for each in gaps().without}
    strict = {each.term.iri for each in gaps(without=["n<5", "secondary"]).without}
    assert without < strict
    assert len(gaps(reviewed_only=True).without) == len(mapped().rows)
    assert gaps(reviewed_only=True).waiting == ()
