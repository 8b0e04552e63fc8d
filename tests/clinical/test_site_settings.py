"""What a clinic sets for itself: what the rules make of it, and that nothing changes where it says nothing."""

from __future__ import annotations

import pytest

from intake.clinical.assessment import assess
from intake.clinical.language.condition import Truth
from intake.clinical.language.instruments import ReachesClinicsLimit
from intake.clinical.rules.facts import risky_alcohol
from intake.clinical.rules.questions.mood import phq2
from intake.clinical.rules.rule_set import STEPS
from intake.clinical.rules.site_settings import DEFAULT, SiteSettings
from intake.clinical.working.case import Case
from intake.exchange.contract import as_contract, read_answers
from tests.clinical.cases import DAILY, EXAMPLES, VIGNETTES, Document
from tests.lanes import sweep

LIMIT = ReachesClinicsLimit(phq2, lambda settings: settings.phq2_step_up, "2, or 3 where the clinic says so")

M01 = next(step for step in STEPS if step.id == "M01")


def drinks(total: int) -> Document:
    """AUDIT-C answered in full, with this total."""
    return {"auditc.q1": min(total, 4), "auditc.q2": max(0, total - 4), "auditc.q3": 0}


@pytest.mark.parametrize(
    ("answers", "from_2", "from_3"),
    [
        pytest.param({"phq.q1": 0, "phq.q2": 1}, False, False, id="1"),
        pytest.param({"phq.q1": 1, "phq.q2": 1}, True, False, id="2"),
        pytest.param({"phq.q1": 1, "phq.q2": 2}, True, True, id="3"),
        pytest.param({"phq.q1": 0}, None, None, id="0 to 3, one missing"),
        pytest.param({"phq.q1": 2}, True, None, id="2 to 5, one missing"),
        pytest.param({"phq.q1": 3, "phq.q2": "declined"}, True, True, id="3 to 6, one declined"),
        pytest.param({"phq.q1": "unknown"}, None, None, id="0 to 6, one not known"),
        pytest.param({}, None, None, id="blank"),
        pytest.param({"phq.q1": 3, "phq.q2": 3, "ctx.respondent": "proxy"}, None, None, id="by proxy: never scored"),
        pytest.param({"pt.age_years": 8}, False, False, id="a child, not asked: 0"),
    ],
)
def test_a_total_against_the_clinics_limit(answers: Document, from_2: Truth, from_3: Truth) -> None:
    read = read_answers(answers)
    assert LIMIT.truth(Case(read)) is from_2
    assert LIMIT.truth(Case(read, SiteSettings(phq2_step_up=2))) is from_2
    assert LIMIT.truth(Case(read, SiteSettings(phq2_step_up=3))) is from_3
    assert (~LIMIT).truth(Case(read, SiteSettings(3))) is (None if from_3 is None else not from_3)


def test_its_evidence_and_its_open_questions() -> None:
    case = Case(read_answers({"phq.q1": 2}), SiteSettings(3))
    assert [question.id for question in LIMIT.evidence(case)] == ["phq2"]
    assert [question.id for question in LIMIT.open_questions(case)] == ["phq.q2"]
    assert [question.id for question in LIMIT.questions()] == ["phq.q1", "phq.q2"]


def test_what_it_says() -> None:
    assert LIMIT.sentence == "The PHQ-2 total reaches the clinic's limit of 2, or 3 where the clinic says so."
    assert LIMIT.say(negated=True).startswith("the PHQ-2 total stays below the clinic's limit")
    assert M01.when.sentence.startswith(f"({LIMIT.sentence[:-1]}, and not all nine PHQ-9 items were answered), or ")


@pytest.mark.parametrize("total", range(7))
def test_the_step_that_asks_for_the_whole_phq9_looks_at_it(total: int) -> None:
    """The rule book raises it for every PHQ-9 that was begun, too: there the limit alone decides nothing so far."""
    begun = {"phq.q1": min(total, 3), "phq.q2": max(0, total - 3)}
    whole = begun | {f"phq.q{number}": 0 for number in range(3, 10)}
    for settings in (SiteSettings(2), SiteSettings(3)):
        first = M01.when.parts[0]
        assert first.truth(Case(read_answers(begun), settings)) is (total >= settings.phq2_step_up)
        assert M01.when.truth(Case(read_answers(begun), settings)) is True
        assert M01.when.truth(Case(read_answers(whole), settings)) is False


@pytest.mark.parametrize("wrong", [0, 1, 4, -2])
def test_a_setting_that_the_rule_book_does_not_know_cannot_be_made(wrong: int) -> None:
    with pytest.raises(ValueError, match=f"phq2_step_up: {wrong} is refused: 2 or 3 is allowed"):
        SiteSettings(phq2_step_up=wrong)


@pytest.mark.parametrize(
    ("answers", "lower", "higher"),
    [
        pytest.param({"pt.sex": "male"} | drinks(3), False, False, id="a man, 3"),
        pytest.param({"pt.sex": "male"} | drinks(4), True, False, id="a man, 4"),
        pytest.param({"pt.sex": "male"} | drinks(5), True, True, id="a man, 5"),
        pytest.param({"pt.sex": "female"} | drinks(2), False, False, id="a woman, 2"),
        pytest.param({"pt.sex": "female"} | drinks(3), True, False, id="a woman, 3"),
        pytest.param({"pt.sex": "intersex"} | drinks(3), True, False, id="intersex, 3"),
        pytest.param(drinks(3), True, False, id="sex not stated, 3"),
        pytest.param({"pt.sex": "declined"} | drinks(4), True, False, id="sex declined, 4"),
        pytest.param({"pt.sex": "female"} | drinks(5), True, True, id="a woman, 5"),
        pytest.param({"pt.sex": "male", "auditc.q1": 4}, True, None, id="a man, 4 to 12"),
        pytest.param({"pt.sex": "male"}, None, None, id="a man, not answered"),
        pytest.param({"auditc.q1": 0}, False, False, id="never drinks"),
        pytest.param({"auditc.q1": 4, "ctx.respondent": "proxy"}, None, None, id="by proxy: never scored"),
    ],
)
def test_from_where_alcohol_counts(answers: Document, lower: Truth, higher: Truth) -> None:
    read = read_answers({"pt.age_years": 50} | answers)
    assert risky_alcohol.truth(Case(read)) is lower
    assert risky_alcohol.truth(Case(read, SiteSettings(audit_cut="4/3"))) is lower
    assert risky_alcohol.truth(Case(read, SiteSettings(audit_cut="5"))) is higher


@pytest.mark.parametrize("wrong", ["3", "4", "", "5/5"])
def test_a_cut_off_that_the_rule_book_does_not_know_cannot_be_made(wrong: str) -> None:
    with pytest.raises(ValueError, match=f"audit_cut: {wrong} is refused: 4/3 or 5 is allowed"):
        SiteSettings(audit_cut=wrong)


@pytest.mark.parametrize("example", VIGNETTES)
@pytest.mark.parametrize("grams", [8, 14])
def test_the_size_of_a_drink_changes_words_alone(example: str, grams: int) -> None:
    answers, clinic = read_answers(EXAMPLES[example]["answers"]), SiteSettings(audit_drink_g=grams)
    assert as_contract(assess(answers, clinic)) == as_contract(assess(answers))
    assert clinic.drink_words != DEFAULT.drink_words
    assert clinic.drink_words.startswith("One drink here is")


@pytest.mark.parametrize("wrong", [0, 9, 20])
def test_a_drink_that_the_rule_book_does_not_know_cannot_be_made(wrong: int) -> None:
    with pytest.raises(ValueError, match=f"audit_drink_g: {wrong} is refused: 8, 10 or 14 is allowed"):
        SiteSettings(audit_drink_g=wrong)


def test_the_default_is_what_the_rule_book_says() -> None:
    assert DEFAULT.as_document() == {"phq2_step_up": 2, "audit_drink_g": 10, "audit_cut": "4/3"}


@pytest.mark.parametrize("example", sweep(EXAMPLES.values(), few=DAILY, ids=EXAMPLES))
def test_saying_the_default_aloud_changes_nothing(example: Document) -> None:
    answers = read_answers(example["answers"])
    assert assess(answers, SiteSettings(2)).whole() == assess(answers).whole()
