"""What a clinic sets for itself: what the rules make of it, and that nothing changes where it says nothing."""

from __future__ import annotations

import pytest

from intake.clinical.assessment import assess
from intake.clinical.language.conditions import Truth
from intake.clinical.language.instruments import ReachesClinicsLimit
from intake.clinical.rules.questions.mood import phq2
from intake.clinical.rules.rule_set import STEPS
from intake.clinical.rules.site_settings import DEFAULT, SiteSettings
from intake.clinical.working.case import Case
from intake.exchange.contract import read_answers
from tests.clinical.cases import EXAMPLES, Document

LIMIT = ReachesClinicsLimit(phq2, lambda settings: settings.phq2_step_up, "2, or 3 where the clinic says so")
M01 = next(step for step in STEPS if step.id == "M01")


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
    assert [question.id for question in LIMIT.evidence(case)] == ["phq.q1"]
    assert [question.id for question in LIMIT.open_questions(case)] == ["phq.q2"]
    assert [question.id for question in LIMIT.questions()] == ["phq.q1", "phq.q2"]


def test_what_it_says() -> None:
    assert LIMIT.sentence == "The PHQ-2 total reaches the clinic's limit (2, or 3 where the clinic says so)."
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


def test_the_default_is_what_the_rule_book_says() -> None:
    assert DEFAULT.as_document() == {"phq2_step_up": 2}


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=EXAMPLES)
def test_saying_the_default_aloud_changes_nothing(example: Document) -> None:
    answers = read_answers(example["answers"])
    assert assess(answers, SiteSettings(2)).whole() == assess(answers).whole()
