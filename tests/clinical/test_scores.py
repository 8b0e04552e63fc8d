"""A score carries its words: its value, band and cautions, the same for every face."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from intake.clinical.language.instruments import Band, Instrument, Score
from intake.clinical.rules.news2 import OXYGEN_NOT_ASKED
from intake.clinical.rules.questions import SCORES
from intake.clinical.telling.scores import score_finding
from intake.clinical.working.findings import ScoreFinding
from intake.clinical.working.lines import Lines
from intake.clinical.working.scores import scored
from tests.clinical.cases import EXAMPLES, NOTHING_POSITIVE, Document, assessed, case_of

ADULT: Document = {"pt.age_years": 50, "pain.present": True}
PHQ9 = {f"phq.q{item}": 2 for item in range(1, 10)}
PEG = {"peg.p": 5, "peg.e": 5, "peg.g": 5}
MISSING = "items not answered or not asked, so this is a range"
UNDECIDED = " and the band is indeterminate."


def score(id_: str, answers: Document) -> ScoreFinding:
    return assessed(ADULT | answers).score(id_)


@pytest.mark.parametrize(
    ("id_", "answers", "text", "full_text"),
    [
        ("phq9", PHQ9, "18 of 27", "18 of 27 (moderately severe band)"),
        ("phq9", PHQ9 | {"phq.q4": None}, "16 to 19 of 27", "16 to 19 of 27 (moderately severe band)"),
        ("phq9", PHQ9 | {"phq.q4": None, "phq.q5": None}, "14 to 20 of 27", "14 to 20 of 27"),
        ("phq9", {}, "not answered", "not answered"),
        ("phq9", {"phq.q1": 0}, "0 to 24 of 27", "0 to 24 of 27"),
        ("phq9", dict.fromkeys(PHQ9, 0), "0 of 27", "0 of 27 (minimal band)"),
        ("phq9", PHQ9 | {"ctx.respondent": "proxy"}, "by proxy, not scored", "by proxy, not scored"),
        ("phq9", {"pt.age_years": 8}, "not asked", "not asked"),
        ("phq9", PHQ9 | {"pt.age_years": 15}, "18 of 27", "18 of 27"),
        ("peg", PEG, "5.0 of 10", "5.0 of 10 (moderate band; bands are conventions, not validated)"),
        ("peg", PEG | {"peg.g": None}, "3.3 to 6.7 of 10", "3.3 to 6.7 of 10"),
        (
            "peg",
            {"peg.p": 5, "peg.e": 5, "peg.g": 6},
            "5.3 of 10",
            "5.3 of 10 (moderate band; bands are conventions, not validated)",
        ),
        (
            "peg",
            {"pain.present": False},
            "not asked, counts as 0",
            "not asked, counts as 0",
        ),
        ("auditc", {"auditc.q1": 2, "auditc.q2": 1, "auditc.q3": 0}, "3 of 12", "3 of 12"),
        ("phq2", PHQ9, "4 of 6", "4 of 6"),
    ],
)
def test_what_a_score_says(id_: str, answers: Document, text: str, full_text: str) -> None:
    found = score(id_, answers)
    assert (found.text, found.full_text) == (text, full_text)


@pytest.mark.parametrize(
    ("id_", "answers", "band_text"),
    [
        ("phq9", PHQ9, "moderately severe band"),
        ("phq9", PHQ9 | {"phq.q4": None, "phq.q5": None}, "band not decided"),
        ("phq9", PHQ9 | {"pt.age_years": 15}, "no band under 18"),
        ("phq9", PHQ9 | {"pt.age_years": None}, "no band: age missing"),
        ("phq9", {}, ""),
        ("phq2", {"phq.q1": 1}, ""),
        ("auditc", {"auditc.q1": 2, "auditc.q2": 1}, "cut-off 3 or 4, by sex at birth"),
        ("peg", {"peg.p": 5}, "band not decided"),
    ],
)
def test_what_the_scale_says_of_it(id_: str, answers: Document, band_text: str) -> None:
    assert score(id_, answers).band_text == band_text


@pytest.mark.parametrize(
    ("id_", "answers", "cautions"),
    [
        ("phq9", PHQ9, []),
        ("phq9", {}, []),
        ("phq9", PHQ9 | {"phq.q4": None, "phq.q5": "declined", "phq.q9": None}, [f"3 of 9 {MISSING}{UNDECIDED}"]),
        ("phq9", PHQ9 | {"phq.q4": None}, [f"1 of 9 {MISSING}.", "Estimate from 8 of 9 items: 18. No rule uses it."]),
        ("phq9", PHQ9 | {"phq.q4": None, "ctx.respondent": "proxy"}, []),
        ("auditc", {"auditc.q1": 2, "auditc.q2": 1}, [f"1 of 3 {MISSING}."]),
        ("phq9", PHQ9 | {"phq.q4": None, "pt.age_years": 15}, [f"1 of 9 {MISSING}."]),
        ("phq2", {"phq.q1": 1}, []),
        ("gad2", {}, []),
        ("phq_robust", PHQ9, ["Descriptive only, not for screening."]),
    ],
)  # fmt: skip
def test_each_caution_once(id_: str, answers: Document, cautions: list[str]) -> None:
    assert list(score(id_, answers).cautions) == cautions


def test_what_else_is_said_of_the_phq9_stands_with_it() -> None:
    statements = score("phq9", PHQ9 | {"phq.q9": None}).statements
    assert statements[0] == "PHQ-8 = 16 (item 9 not answered)."
    assert statements[1] == "NICE list of options for a PHQ-9 of 16 and over."
    assert statements[-1].startswith("The answers match the PHQ-9 pattern for major depressive syndrome.")
    assert score("phq9", {}).statements == ()
    assert not any("match" in said for said in score("phq9", PHQ9 | {"pt.age_years": 15}).statements)


@pytest.mark.parametrize("example", ["V02", "V10", "V12", "V14", "PROXY", "EMPTY", "AGE-8", "AGE-MISSING"])
def test_only_what_has_bands_speaks_of_a_band(example: str) -> None:
    """Whatever instruments there are."""
    found = assessed(EXAMPLES[example]["answers"])
    for rule in SCORES:
        finding = found.score(rule.id)
        assert [band.name for band in finding.bands] == [b.name for b in rule.bands if found.scope == "adult"]
        if not rule.bands:
            assert finding.band is None
            assert "band" not in f"{finding.full_text} {finding.band_text} {' '.join(finding.cautions)}"
        assert finding.leads == (rule.part_of is None)
        assert finding.decimals == rule.decimals
        assert ("Descriptive only, not for screening." in finding.cautions) == (not rule.for_screening)
        assert len(set(finding.cautions)) == len(finding.cautions)


def test_the_short_forms_that_rules_look_at_are_for_screening() -> None:
    descriptive = {score.id for score in SCORES if not score.for_screening}
    assert descriptive == {"phq_cogaff", "phq_somatic", "phq_robust"}
    assert {"phq2", "phq8", "gad2"}.isdisjoint(descriptive)


@pytest.mark.parametrize(("by", "said"), [("", "cut-off 2"), ("age", "cut-off 2, by age")])
def test_an_instrument_with_a_cut_off_and_no_bands(by: str, said: str) -> None:
    made = instrument(cut_offs=(2,), cut_offs_by=by)
    case = case_of(ADULT | {"phq.q1": 1, "phq.q2": 1})
    found = score_finding(scored(case, Score("new", "NEW", made, phq2_items()), "adult"), Lines(case), "")
    assert (found.band_text, found.full_text, found.cut_offs) == (said, "2 of 6", (2,))


def instrument(**more: Any) -> Instrument:
    return Instrument("NEW", "", (("A", ("No", "Yes")),), "", "", (), **more)


def phq2_items() -> Any:
    return next(score for score in SCORES if score.id == "phq2").items


def test_a_new_instrument_with_bands_says_all_of_this_by_itself() -> None:
    made = instrument(bands=(Band("low", 0, 2), Band("high", 3, 6)), band_note="bands are ours")
    case = case_of(ADULT | {"phq.q1": 3, "phq.q2": 1})
    found = score_finding(scored(case, Score("new", "NEW", made, phq2_items()), "adult"), Lines(case), "")
    assert found.full_text == "4 of 6 (high band; bands are ours)"
    assert (found.followed, found.leads, found.part_of) == (False, True, "")


@pytest.mark.parametrize(
    ("answers", "text", "note", "value"),
    [
        ({"pain.nrs_avg": 6}, "6 of 10", "", 6),
        ({"pain.nrs_avg": 0}, "0 of 10", "", 0),
        ({"pain.nrs_avg": "unknown"}, "does not know", "", None),
        ({}, "not answered", "", None),
        ({"pain.present": False}, "not asked", "", None),
        ({"pain.nrs_avg": 6, "ctx.respondent": "proxy"}, "6 of 10", "by proxy", 6),
        ({"ctx.respondent": "proxy"}, "not answered", "", None),
    ],
)
def test_a_rating_in_words(answers: Document, text: str, note: str, value: int | None) -> None:
    (found,) = assessed(ADULT | answers).ratings
    assert (found.text, found.note, found.value, found.greatest) == (text, note, value, 10)


VITAL_SIGNS = {"ex.rr": 16, "ex.spo2": 98, "ex.sbp": 125, "ex.hr": 72, "ex.temp_c": 36.8}


@pytest.mark.parametrize(
    ("measured", "said"),
    [
        ((), ["No vital sign was measured."]),
        (("ex.rr", "ex.spo2", "ex.sbp"), ["Not measured: heart rate and temperature."]),
        (VITAL_SIGNS, []),
    ],
    ids=["none", "some", "all"],
)
def test_what_was_not_measured_stands_beside_news2(measured: Iterable[str], said: list[str]) -> None:
    news2 = assessed(NOTHING_POSITIVE | dict.fromkeys(VITAL_SIGNS) | {id_: VITAL_SIGNS[id_] for id_ in measured}).news2
    assert news2
    assert news2.cautions == (*said, OXYGEN_NOT_ASKED)
