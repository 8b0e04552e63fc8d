"""All possible answers tried at once say the same as each answer tried by itself."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import strategies as st

from intake.clinical.language.answers import Answer
from intake.clinical.language.conditions import at_least_of, sure, yes
from intake.clinical.language.kinds import Question
from intake.clinical.rules import rule_set
from intake.clinical.rules.combined import COMBINED_RULES
from intake.clinical.rules.questions import QUESTIONS
from intake.clinical.rules.questions.context import ctx
from intake.clinical.rules.questions.history import hx
from intake.clinical.rules.questions.mood import phq9
from intake.clinical.rules.raised import pattern, pattern_strong
from intake.clinical.rules.red_flags import RED_FLAGS
from intake.clinical.telling.outcomes import Outcomes, Tried
from intake.clinical.working.case import Case
from intake.exchange.contract import read_answers
from tests.clinical.cases import EXAMPLES, Document, case_of
from tests.clinical.test_properties import NO_VALUE, VALUES, documents
from tests.lanes import invented, sweep

OPEN: dict[str, Document] = {
    "nothing": {},
    "an adult": {"pt.age_years": 50, "pt.sex": "female", "pain.present": True},
    "no pain": {"pt.age_years": 50, "pain.present": False, "rx.current": ["ssri"]},
    "a child": {"pt.age_years": 9, "pain.present": True},
    "by proxy": {"pt.age_years": 50, "ctx.respondent": "proxy", "phq.q1": 2},
    **{name: EXAMPLES[name]["answers"] for name in ("V12", "LIST-OPEN", "AGE-MISSING")},
}
SOME_MORE = (
    at_least_of(2, yes(hx.pad), yes(hx.cvd), yes(hx.gout)),
    at_least_of(3, yes(hx.pad), sure(yes(hx.cvd)), ~yes(hx.gout)),
    pattern("VAS") & (phq9 >= 10),
    ~pattern_strong("NEU"),
)


def truths(outcomes: Outcomes, question: Question, answers: tuple[Answer, ...]) -> list[bool | None]:
    """What the rule comes to with each answer, as the bits say."""
    holding = outcomes.chosen(question, outcomes.holds)
    failing = outcomes.chosen(question, outcomes.fails)
    return [True if answer in holding else False if answer in failing else None for answer in answers]


@pytest.mark.parametrize("document", sweep(OPEN.values(), few=[OPEN["an adult"], OPEN["by proxy"]], ids=OPEN))
def test_every_answer_makes_of_every_rule_what_it_makes_alone(document: Document) -> None:
    case = case_of(document)
    tried = Tried(case)
    for when in (*(rule.when for rule in (*RED_FLAGS, *COMBINED_RULES)), *SOME_MORE):
        questions = [question for question in QUESTIONS.values() if question in when.looks_at]
        outcomes = Outcomes(tried, when, questions)
        open_ = outcomes.left_open()
        for question in questions:
            answers = tried.answers(question)
            cases = [Case(read_answers(document | {question.id: as_typed(answer)})) for answer in answers]
            assert truths(outcomes, question, answers) == [when.truth(changed) for changed in cases]
            for answer, changed in zip(answers, cases, strict=True):
                if when.truth(changed) is None:
                    left = {other for other, bits in open_.items() if answer in outcomes.chosen(question, bits)}
                    assert left == set(when.open_questions(changed)), (question.id, answer)


def as_typed(answer: Answer) -> Any:
    return list(answer) if isinstance(answer, tuple) else answer


@invented(documents(), st.data(), few=20, many=60)
def test_a_case_with_more_answers_is_the_case_of_all_of_them(document: Document, data: st.DataObject) -> None:
    more = data.draw(st.dictionaries(st.sampled_from(list(QUESTIONS)), st.just(None), min_size=1, max_size=3))
    given_now = {QUESTIONS[id_]: QUESTIONS[id_].parse(data.draw(VALUES[id_])) for id_ in more}
    before = case_of(document)
    after = before.with_answers(given_now)
    whole = case_of(document | {q.id: as_typed(answer) for q, answer in given_now.items()})
    assert {id_: after.answer(q) for id_, q in QUESTIONS.items()} == {
        id_: whole.answer(q) for id_, q in QUESTIONS.items()
    }
    assert after.by_proxy == whole.by_proxy


@invented(documents() | st.dictionaries(st.sampled_from(list(QUESTIONS)), NO_VALUE, max_size=3), few=3, many=25)
def test_what_an_answer_opens_and_closes_is_known(document: Document) -> None:
    tried = Tried(case_of(document))
    for question in QUESTIONS.values():
        changed = {
            other
            for case in tried.cases(question)
            for other in QUESTIONS.values()
            if case.answer(other) != tried.case.answer(other)
        }
        assert changed <= tried.changed(question)


def test_who_answers_changes_what_every_score_comes_to() -> None:
    tried = Tried(case_of({f"phq.q{number}": 3 for number in range(1, 10)}))
    outcomes = Outcomes(tried, phq9 >= 10, [ctx.respondent])
    assert outcomes.chosen(ctx.respondent, outcomes.holds) == ["self", "clinician"]
    assert outcomes.chosen(ctx.respondent, outcomes.fails) == []


def test_conditions_that_are_written_twice_are_one() -> None:
    assert yes(hx.pad) is yes(hx.pad)
    assert (phq9 >= 10) is (phq9 >= 10)
    assert (phq9 >= 10) is not (phq9 >= 11)


def test_the_walk_meets_every_part_once_each_before_its_own() -> None:
    condition = ~(yes(hx.pad) & sure(yes(hx.cvd) | yes(hx.gout)))
    assert [type(part).__name__ for part in condition.walk()] == [
        *("Not", "AllOf", "Yes", "Sure", "AnyOf", "Yes", "Yes"),
    ]
    assert list(condition.leaves) == [yes(hx.pad), yes(hx.cvd), yes(hx.gout)]
    into = [part.say() for part in condition.walk(into=lambda part: bool(part.parts))]
    assert len(into) == 4
    for _, rule in rule_set.conditions():
        assert {question for leaf in rule.leaves for question in leaf.questions()} == set(rule.questions())
