"""No letter tells what is kept apart, nor what was told in private and not ticked: over every question there is."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from intake.clinical.assessment import assess
from intake.clinical.language.kinds import Question
from intake.clinical.rules.confidential import KEPT
from intake.clinical.rules.one_line import CLAUSES
from intake.clinical.rules.questions import QUESTIONS
from intake.clinical.rules.red_flags import RED_FLAGS
from intake.clinical.telling.letter import Letter, LetterLine, draft_letter, letter_as_json
from intake.clinical.working.lines import Lines
from intake.exchange.contract import read_answers
from intake.report.letter import letter_pdf
from tests.clinical.cases import EXAMPLES, case_of
from tests.lanes import each, sweep
from tests.report.letters import KINDS, completed, document, drafted, steps_to_refer, text, ticked

TELLING = re.compile(
    r"unsafe at home|feels? unsafe|safeguarding|RF21|dependants|in the person's care|domestic|violence|abuse",
    re.IGNORECASE,
)
PRIVATE = [question for question in QUESTIONS.values() if question.private and question not in KEPT]
LOW = EXAMPLES["V10"]["answers"]
"""Somebody of whom nearly everything is asked."""
TYPED = "zebra crossing"
NUMBERS = {"ex.temp_c": 39.7, "ex.hr": 147, "ex.rr": 29, "ex.sbp": 83, "ex.spo2": 87, "ex.abpi_min": 0.43}
NUMBERS |= {"pt.height_cm": 172, "pt.weight_kg": 81}


def values(question: Question) -> list[Any]:
    """Answers that can be recognised on paper."""
    if question.own_words:
        return [TYPED]
    if question.choices_offered:
        options = [offered.answer for offered in question.choices_offered]
        return [[option] for option in options] if question.several else options
    return [NUMBERS.get(question.id, 7), "declined", "unknown"]


def answered(question: Question, value: Any) -> dict[str, Any]:
    """Asked of everybody, whatever else is answered: a woman of 30 who is pregnant is asked most."""
    opened = {"pt.sex": "female", "pt.age_years": 30, "sx.bladder_bowel": ["urinary_incontinence"]}
    return LOW | opened | {question.id: value}


CASES = [(question.id, value) for question in PRIVATE for value in values(question)]
FEW = [(question.id, values(question)[0]) for question in PRIVATE]


def recognised(question_id: str, answers: dict[str, Any]) -> set[str]:
    """What the answer is called: with its label, and in the one line."""
    question, case = QUESTIONS[question_id], case_of(answers)
    line = Lines(case).all[question_id]
    told = {f"{line.brief}: {line.said}", line.said} if question.own_words else {f"{line.brief}: {line.said}"}
    for clause in CLAUSES:
        if clause.asks == (question,) and clause.when.truth(case):
            told.add(clause.words(line.given))
    return {words.rstrip(".") for words in told if words}


def without_titles(shown: str) -> str:
    """Flags keep their titles, which are the same whatever made them so."""
    for flag in RED_FLAGS:
        shown = shown.replace(flag.title, "").replace(flag.title.partition(" (")[0], "")
    return shown


def test_private_answers_of_every_kind_are_there_to_be_ticked() -> None:
    given = {
        "hx.ivdu": True,
        "soc.support": "no",
        "asq.q1": True,
        "ex.pulses": "absent",
        "sx.belly_groin": ["vomiting"],
    }
    opened = {"pt.sex": "female", "pt.age_years": 30, "pt.pregnancy": "pregnant", "ex.notes": TYPED}
    letter = drafted(LOW | given | opened)
    keys = {line.key.partition(".")[2] for line in letter.lines() if line.private}
    told = {key for key in keys for question_id in (*given, *opened) if key.endswith(question_id)}
    assert {re.sub(r"^RF\w+\.", "", key) for key in told} >= {*given, "pt.pregnancy", "ex.notes"} - {"sx.belly_groin"}


def lines_of(letter: Letter, question_id: str) -> list[LetterLine]:
    return [line for line in letter.lines() if line.key.endswith(f".{question_id}")]


@pytest.mark.parametrize(("question_id", "value"), sweep(CASES, few=FEW, ids=[f"{q}-{v}" for q, v in CASES]))
def test_what_was_told_in_private_is_printed_only_where_it_was_ticked(question_id: str, value: Any) -> None:
    answers = answered(QUESTIONS[question_id], value)
    letter = completed(drafted(answers))
    words = recognised(question_id, answers)
    for kind in KINDS:
        assert [word for word in words if word in without_titles(text(document(letter, kind)))] == []
    lines = lines_of(letter, question_id)
    assert not [line for line in lines if line.sent or not line.private]
    every = ticked(letter)
    for kind in KINDS:
        shown = text(document(every, kind))
        assert all((line.text in shown) == (kind != "patient") for line in lines)


def everything_ticked(question_id: str) -> Letter:
    value = "2026-11-20" if question_id == "ctx.encounter_date" else values(QUESTIONS[question_id])[0]
    kept = {"mh.unsafe_at_home": True, "soc.dependants": ["children"]}
    return ticked(completed(drafted(answered(QUESTIONS[question_id], value) | kept)))


@each({id_: id_ for id_ in QUESTIONS})
def test_whatever_is_answered_nothing_confidential_is_in_the_letter(question_id: str) -> None:
    assert TELLING.findall(json.dumps(letter_as_json(everything_ticked(question_id)))) == []


@pytest.mark.parametrize("question_id", sweep(QUESTIONS, few=[*QUESTIONS][::8]))
def test_whatever_is_answered_nothing_confidential_is_on_any_document(question_id: str) -> None:
    letter = everything_ticked(question_id)
    for kind in KINDS:
        assert TELLING.findall(text(document(letter, kind))) == []


KEPT_ANSWERS = [
    *({"mh.unsafe_at_home": value} for value in (True, False, "declined", "unknown")),
    *({"mh.unsafe_at_home": True, "soc.dependants": value} for value in (["children"], ["none"], "declined")),
]


@pytest.mark.parametrize("example_id", ["V10", "V31", "EMPTY", "PROXY", "RF21-fires"])
def test_the_letter_is_the_same_whatever_was_answered_about_safety_at_home(example_id: str) -> None:
    """Not even a count, a pointer or a tier tells that there is something."""
    answers = {id_: v for id_, v in EXAMPLES[example_id]["answers"].items() if QUESTIONS[id_] not in KEPT}
    step = steps_to_refer(assess(read_answers(answers)))
    letter = completed(drafted(answers, *step))
    for kept in KEPT_ANSWERS:
        other = completed(drafted(answers | kept, *step))
        assert other == letter
    for kind in KINDS:
        assert letter_pdf(document(ticked(other), kind)) == letter_pdf(document(ticked(letter), kind))


@pytest.mark.parametrize("step", ["H17", "M14", "M15"])
def test_a_step_that_tells_of_it_proposes_nothing(step: str) -> None:
    found = assess(read_answers(LOW | {"mh.unsafe_at_home": True, "mh.self_neglect": True}))
    assert step in {each.id for each in found.whole().steps} or step == "M15"
    letter = draft_letter(found, [step])
    assert (letter.reason, letter.question) == ("", "")


@pytest.mark.parametrize("example_id", ["V10", "V31", "V33", "PROXY"])
def test_no_document_holds_a_private_line_that_nobody_ticked(example_id: str) -> None:
    letter = completed(drafted(EXAMPLES[example_id]["answers"]))
    for kind in KINDS:
        shown = text(document(letter, kind))
        assert [line.key for line in letter.lines() if line.private and line.text in shown] == []


def test_the_whole_is_never_asked_for() -> None:
    """What was made to be shared is enough."""
    found = assess(read_answers(LOW | {"mh.unsafe_at_home": True}))
    assert draft_letter(found.shared(), ["R09"]) == draft_letter(found, ["R09"])
