"""Rates of the shipped content, beside the counts of the domain facts, read by hand."""

from __future__ import annotations

from functools import cache
from typing import Unpack

import pytest

import ivig_kg
from ivig_kg.appraise import Appraiser, Choice, Rate, Rates
from ivig_kg.appraise.rates import Row
from ivig_kg.errors import UsageError

# study, subtype, instrument, improved, improved or stable, of: facts.md, the section beside each
GOLDEN = [
    ("Hum\u0103 2020", "peripheral neuropathy", "", 18, 22, 22),  # 1.3: 18 improved, 4 stabilised
    ("Rist 2011", "peripheral neuropathy", "modified Rankin Scale", 8, 18, 19),  # 1.4, measure A
    ("Rist 2011", "peripheral neuropathy", "global evaluation", 9, 15, 19),  # 1.4, measure B
    ("Rist 2011", "peripheral neuropathy", "global evaluation", 7, 10, 10),  # 1.4, derived
    ("Rist 2011", "neuropathy with conduction block", "", None, 1, 1),  # 1.4, subgroups
    ("Rist 2011", "sensorimotor neuropathy", "", None, 5, 5),  # 1.4, improved *or stabilised*
    ("Rist 2011", "nonataxic sensory neuropathy", "", None, 4, 4),  # 1.4, the same
    ("Rist 2011", "sensory ataxic neuropathy", "", 2, 5, 9),  # 1.4: 2 improved, 3 stable
    ("Kizawa 2006", "painful sensory neuropathy", "", 1, None, 1),  # 2.1, E2
    ("Morozumi 2009", "painful sensory neuropathy", "visual analogue scale", 5, None, 5),  # 1.2
    ("Morozumi 2009", "painful sensory neuropathy", "quantitative sensory testing", 1, None, 1),
    ("Japanese case report", "sensory ataxic neuropathy", "", 1, None, 1),  # 2.1, E5
    ("Case report (oalib)", "sensory ganglionopathy", "", 1, None, 1),  # 2.1, E6
    ("Geerts 2021", "small fiber neuropathy", "PI-NRS", 12, None, 30),  # 2.1, E9
]
WILSON = [  # facts.md, section 8
    *((5, 5, 0.57, 1.00), (2, 9, 0.06, 0.55), (8, 19, 0.23, 0.64), (9, 19, 0.27, 0.68)),
    *((15, 19, 0.57, 0.91), (18, 22, 0.61, 0.93), (7, 10, 0.40, 0.89)),
]


@cache
def appraise() -> Appraiser:
    return ivig_kg.open().appraise


def rates(**choice: Unpack[Choice]) -> Rates:
    found = appraise().rates(**choice)
    assert isinstance(found, Rates)
    return found


def counts(row: Row) -> tuple[str, str, str, int | None, int | None, int | None]:
    improved, either = (rate.events if rate else None for rate in (row.improved, row.either))
    title, instrument = row.statement.title, row.result.instrument
    return title, row.term.label, instrument, improved, either, row.result.total


def every_rate(found: Rates) -> list[Rate]:
    rates_ = [rate for row in found.rows for rate in (row.improved, row.either, row.control)]
    return [rate for rate in rates_ if rate]


def test_each_row_is_in_the_facts_and_each_count_of_the_facts_is_a_row() -> None:
    assert sorted(map(str, map(counts, rates().rows))) == sorted(map(str, GOLDEN))


@pytest.mark.parametrize(("events", "total", "low", "high"), WILSON)
def test_intervals_are_those_of_the_facts(events: int, total: int, low: float, high: float) -> None:
    same = [rate for rate in every_rate(rates()) if (rate.events, rate.total) == (events, total)]
    assert same
    for rate in same:
        assert (round(rate.interval.low, 2), round(rate.interval.high, 2)) == (low, high)


@pytest.mark.thorough  # importing statsmodels takes two seconds
def test_intervals_are_those_of_statsmodels() -> None:
    library = pytest.importorskip(
        "statsmodels.stats.proportion", reason="compares with statsmodels: ivig-kg[meta]"
    )
    for rate in every_rate(rates()):
        theirs = library.proportion_confint(rate.events, rate.total, 0.05, "wilson")
        assert tuple(rate.interval) == pytest.approx(theirs, abs=1e-12)


def test_a_claim_is_nowhere_among_rates() -> None:
    """4 of 5 was seen only in the summary (facts.md, 1.6)."""
    found = [rates(), rates(subtype="ataxic sensory neuronopathy"), rates(treatment="treatment")]
    for each in found:
        assert not [row for row in each.rows if "Takahashi" in row.statement.title]
        assert not [row for row in each.rows if "ivig-summary" in row.statement.iri]
        assert not [r for r in every_rate(each) if (r.events, r.total) == (4, 5)]


def test_improved_or_stable_is_never_improved() -> None:
    composite = [row for row in rates().rows if row.improved is None]
    assert {row.term.label for row in composite} == {
        *("neuropathy with conduction block", "sensorimotor neuropathy"),
        "nonataxic sensory neuropathy",
    }
    assert all(row.counted == "as given" and row.statement.composite for row in composite)


def test_other_patients_are_marked_and_their_control_group_is_told() -> None:
    """Geerts: 12 of 30 v 9 of 30, idiopathic small fiber neuropathy (facts.md, 2.1, E9)."""
    (geerts,) = (row for row in rates().rows if not row.statement.direct)
    assert geerts.statement.title == "Geerts 2021"
    assert geerts.control
    assert (geerts.control.events, geerts.control.total) == (9, 30)
    assert (round(geerts.control.share, 1), geerts.either) == (0.3, None)
    assert [row for row in rates().rows if row.control] == [geerts]


def test_a_drug_beside_and_a_mixed_group_are_told() -> None:
    beside = {row.statement.title: row.statement.beside for row in rates().rows}
    assert [title for title, drugs in beside.items() if drugs] == ["Case report (oalib)"]
    assert "mycophenolate" in beside["Case report (oalib)"][0]
    (mixed,) = (row for row in rates().rows if row.result.among)
    assert (mixed.result.total, len(mixed.result.among)) == (10, 3)  # facts.md 1.4: 5 + 4 + 1
    assert "19 \u2212 9 = 10" in mixed.result.arithmetic


def test_other_treatments_and_conditions_have_their_own() -> None:
    """facts.md, 2.1, E13: 10 of 14 relieved; 2.2, G10: ICE, 32 of 59 v 12 of 58."""
    (wu,) = rates(treatment="immunosuppressive treatment").rows[:1]
    assert counts(wu)[3:] == (10, None, 14)
    (ice,) = rates(condition="chronic inflammatory demyelinating polyneuropathy").rows
    assert ice.improved
    assert ice.control
    assert (ice.improved.events, ice.improved.total) == (32, 59)
    assert (ice.control.events, ice.control.total, ice.statement.direct) == (12, 58, True)


def test_a_subtype_brings_its_narrower_and_close_ones_and_says_so() -> None:
    found = {row.term.label: row.term.match for row in rates(subtype="sensory neuropathy").rows}
    assert found == {
        "nonataxic sensory neuropathy": "narrower",
        "painful sensory neuropathy": "narrower",
        "sensory ataxic neuropathy": "narrower",
        "sensory ganglionopathy": "narrower",
        "small fiber neuropathy": "close",  # close to painful sensory neuropathy (design, 3)
    }
    close = rates(subtype="ataxic sensory neuronopathy").rows
    assert {(row.term.label, row.term.match) for row in close} == {
        ("sensory ataxic neuropathy", "close")
    }
    alone = rates(subtype="sensorimotor neuropathy").rows
    assert [(row.term.match, row.result.total) for row in alone] == [("same", 5)]


def years(found: Rates) -> set[int | None]:
    return {row.statement.year for row in found.rows}


@pytest.mark.parametrize(
    ("without", "gone"),  # by hand, from the golden table and how each was read (facts.md)
    [
        (["indirect"], {"Geerts 2021"}),
        (["superseded"], set()),
        (["unverified"], set()),
        (["n<20"], {title for title, *_, total in GOLDEN if total < 20}),
        (["n<5"], {title for title, *_, total in GOLDEN if total < 5}),
        (["indirect,n<2"], {title for title, *_, total in GOLDEN if total == 1} | {"Geerts 2021"}),
    ],
)
def test_what_is_left_out_is_what_was_asked_for(without: list[str], gone: set[str]) -> None:
    found = rates(without=without)
    assert {out.row.statement.title for out in found.left_out} == gone
    assert len(found.rows) + len(found.left_out) == len(GOLDEN)
    assert all(out.why for out in found.left_out)


@pytest.mark.parametrize(
    "choice",
    [
        *({"without": [word]} for word in ("secondary", "abstract", "n<1", "n<10")),
        {"without": ["indirect,secondary", "n<5"]},
        *({"since": 2010}, {"until": 2010}, {"since": 2006, "until": 2009}),
        *({"since": 2020, "until": 2006}, {"designs": ["case report"]}, {"reviewed_only": False}),
    ],
)
def test_nothing_is_lost_and_the_difference_adds_up(choice: Choice) -> None:
    everything, found = rates(), rates(**choice)
    here = [*map(str, map(counts, found.rows))]
    left = [str(counts(out.row)) for out in found.left_out]
    assert sorted(here + left) == sorted(map(str, map(counts, everything.rows)))
    told = {label: (before, after) for label, before, after in found.difference}
    for label in {row.term.label for row in everything.rows}:
        before = sum(row.term.label == label for row in everything.rows)
        after = sum(row.term.label == label for row in found.rows)
        assert told.get(label, (before, before)) == (before, after)


def test_read_in_an_abstract_or_in_another_document() -> None:
    """facts.md 1.4: the ataxic group and the conduction block were seen second-hand."""
    left = [counts(out.row)[3:] for out in rates(without=["secondary"]).left_out]
    assert sorted(map(str, left)) == sorted(map(str, [(2, 5, 9), (None, 1, 1), (7, 10, 10)]))
    assert {counts(row)[3:] for row in rates(without=["abstract"]).rows} == set(left)
    assert rates(without=["abstract", "secondary"]).rows == ()


def test_years_bound_what_counts_and_a_year_not_stated_is_left_out_with_that_reason() -> None:
    assert years(rates(since=2011)) == {2011, 2020, 2021}
    assert years(rates(until=2009)) == {2006, 2009}
    assert rates(since=2021, until=2006).rows == ()
    why = {out.row.statement.title: out.why for out in rates(since=1900).left_out}
    unknown = "the year is not stated"  # facts.md 2.1: E5 and E6 have none
    assert why == {"Japanese case report": unknown, "Case report (oalib)": unknown}


@pytest.mark.parametrize("name", ["case report", "CASE Report"])
def test_a_design_is_known_in_any_case(name: str) -> None:
    found = rates(designs=[name])
    titles = {row.statement.title for row in found.rows}
    # a review of case reports (facts.md 1.3) is one, by the best of what it includes or its own
    assert titles - {"Hum\u0103 2020"} == {
        *("Kizawa 2006", "Japanese case report", "Case report (oalib)")
    }


def test_an_unknown_design_names_the_nearest() -> None:
    with pytest.raises(UsageError, match=r"did you mean: .*case report"):
        rates(designs=["case reportx"])


def test_nothing_is_reviewed_yet() -> None:
    assert rates(reviewed_only=True).rows == ()
    assert all(not row.statement.reviewed for row in rates().rows)


def test_a_misspelt_choice_is_refused_and_not_passed_over() -> None:
    with pytest.raises((TypeError, UsageError), match="withuot"):
        appraise().rates(withuot=["indirect"])  # type: ignore[call-arg]


def test_one_word_where_several_may_stand_is_that_word() -> None:
    """A text is a sequence of texts to Python, and to a type checker."""
    assert rates(without="indirect").rows == rates(without=["indirect"]).rows
    assert rates(designs="case series").rows == rates(designs=["case series"]).rows
