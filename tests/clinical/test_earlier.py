"""What of an earlier intake may be confirmed, and what is asked anew: a property of each question."""

from __future__ import annotations

from typing import Any

import pytest

from intake.clinical.language.condition import RuleError
from intake.clinical.language.conditions import always
from intake.clinical.language.kinds import CLINICIAN, FRONT_DESK, YesNo
from intake.clinical.rules.questions import QUESTIONS, SCORES, SECTIONS
from intake.clinical.working.earlier import earlier_answers
from tests.clinical.cases import EXAMPLES, case_of

STABLE = [question for question in QUESTIONS.values() if question.stable_when]


def shown(document: dict[str, Any], private: tuple[str, ...] = ()) -> dict[str, tuple[Any, str]]:
    return {id_: (each.stored, each.said) for id_, each in earlier_answers(document, private).items()}


def test_history_long_term_conditions_medicines_and_allergies_are_stable() -> None:
    for id_ in ("hx.diabetes", "hx.cancer", "hx.smoking", "rx.current", "rx.names", "rx.allergies", "pt.height_cm"):
        assert QUESTIONS[id_].stable_when


def test_no_symptom_no_pain_no_mood_and_no_finding_is() -> None:
    groups = {question.id.partition(".")[0] for question in STABLE}
    assert groups == {"ctx", "pt", "hx", "rx"}
    assert not [item.id for score in SCORES for item in score.items if item.stable_when]


def test_nor_what_is_private_or_a_clinicians_to_ask() -> None:
    assert not [question.id for question in STABLE if question.private or question.by != FRONT_DESK]


@pytest.mark.parametrize("kept_from_others", [{"private": True}, {"by": CLINICIAN}])
def test_a_private_question_cannot_be_made_stable(kept_from_others: dict[str, Any]) -> None:
    with pytest.raises(RuleError, match="is private"):
        YesNo("Is it?", stable_when=always, **kept_from_others)


def test_what_happened_within_a_span_of_time_or_in_the_painful_place_is_asked_anew() -> None:
    for id_ in ("hx.immobile_3d", "hx.surgery_12wk", "hx.leg_plaster", "hx.prosthetic_joint", "pt.weight_kg"):
        assert not QUESTIONS[id_].stable_when


def test_that_the_list_of_medicines_is_complete_is_asked_anew() -> None:
    """So that a medicine begun since then is not known, and never excluded, until somebody says so today."""
    given = {"rx.current": ["statin"], "rx.list_complete": True, "rx.names": "simvastatin 20 mg"}
    assert list(shown(given)) == ["rx.current", "rx.names"]


def test_it_is_shown_as_it_is_stored_and_in_words() -> None:
    given = {"hx.diabetes": False, "hx.cancer": "past", "rx.current": ["statin", "nsaid"], "phq.q1": 2}
    found = shown(given)
    assert found.keys() == {"hx.diabetes", "hx.cancer", "rx.current"}
    assert found["hx.diabetes"] == (False, "No")
    assert found["rx.current"] == (["statin", "nsaid"], "Statin, Anti-inflammatory painkiller (NSAID)")


@pytest.mark.parametrize("state", ["unknown", "declined", "na", None])
def test_what_was_not_answered_is_asked_anew(state: str | None) -> None:
    assert shown({"hx.diabetes": state}) == {}


@pytest.mark.parametrize(("age", "is_shown"), [(17, False), (18, True), (None, False)])
def test_a_height_stays_of_adults(age: int | None, is_shown: bool) -> None:
    assert ("pt.height_cm" in shown({"pt.age_years": age, "pt.height_cm": 171})) is is_shown


def test_what_the_question_of_today_has_no_place_for_is_not_shown_nor_half_of_it() -> None:
    assert shown({"hx.cancer": "perhaps", "rx.current": ["statin", "no_such_medicine"], "hx.no_such": True}) == {}


def test_what_was_answered_alone_is_not_shown() -> None:
    assert list(shown({"hx.gout": True, "hx.diabetes": True}, ("hx.gout",))) == ["hx.diabetes"]


def test_of_the_history_one_key_and_a_fifth_of_the_questions_are_left() -> None:
    """Issue 13 asks for 25 % when nothing changed. The whole intake is counted in tests/journeys/test_repeat_intake.py:
    symptoms, pain and mood are asked anew, and are most of it."""
    history = next(section for section in SECTIONS if section.id == "history")
    anew = [question for question in history.questions if not question.stable_when]
    assert (len(anew) + 1) / len(history.questions) <= 0.25


def test_of_a_whole_intake_at_most_five_in_six_questions_are_asked_one_by_one() -> None:
    given = {id_: answer for id_, answer in EXAMPLES["V04"]["answers"].items() if answer is not None}
    case, earlier = case_of(given), earlier_answers(given)
    asked = [q for q in QUESTIONS.values() if q.by == FRONT_DESK and case.is_asked(q)]
    assert len([q for q in asked if q.id not in earlier]) / len(asked) <= 5 / 6
