"""What would change this: what is said about answers must come true when somebody gives them."""

from __future__ import annotations

import itertools
import random
from typing import Any

import pytest
from hypothesis import strategies as st

from intake.clinical.assessment import assess, assess_case
from intake.clinical.language.answers import Answer, Answers
from intake.clinical.language.kinds import Choices, Integer, Question
from intake.clinical.rules.combined import COMBINED_RULES
from intake.clinical.rules.questions import QUESTIONS
from intake.clinical.rules.questions.examination import ex
from intake.clinical.rules.questions.mood import mh, phq
from intake.clinical.rules.questions.pain import pain, peg
from intake.clinical.rules.questions.symptoms import sx
from intake.clinical.rules.red_flags import RED_FLAGS
from intake.clinical.rules.site_settings import STEP_UPS, SiteSettings
from intake.clinical.telling.outcomes import Tried
from intake.clinical.telling.possible_answers import answers_text, possible_answers
from intake.clinical.telling.settling import BY_PROXY, OF_DETAILS, Settling, Undecided, settling, undecided_rules
from intake.clinical.working.case import Case
from intake.clinical.working.findings import WholeAssessment
from intake.exchange.contract import as_contract, read_answers
from tests.clinical.cases import A_FEW, DAILY, EXAMPLES, Document, assessed, case_of
from tests.clinical.test_properties import answer_to, documents
from tests.lanes import invented, sweep

Given = dict[Question, Answer]


def undecided(document: Document) -> list[Undecided]:
    case = case_of(document)
    rules = undecided_rules(assess_case(case).whole())
    tried = Tried(case)
    return [Undecided(tried, rule) for rule in rules]


def found(document: Document, rule_id: str) -> Settling:
    case = case_of(document)
    return next(s for s in settling(case, assess_case(case).whole()) if s.rule_id == rule_id)


def state(result: WholeAssessment, rule_id: str) -> bool | None:
    """True where the rule is present, None where it is open, False where it is absent."""
    states: dict[str, bool | None] = {f.id: True if f.status == "present" else None for f in result.flags}
    states |= {rule.id: True for rule in result.combined.rules} | {rule.id: None for rule in result.combined.undecided}
    return states.get(rule_id, False)


def after(document: Document, given: Given) -> WholeAssessment:
    """The assessment once these answers are given as well, through the front door."""
    told = {q.id: list(a) if isinstance(a, tuple) else a for q, a in given.items()}
    return assess(read_answers(document | told)).whole()


def lists(question: Question, answers: list[Answer], chance: random.Random) -> list[Answer]:
    """The answers; and where one can tick several, some of them ticked together."""
    if not isinstance(question, Choices) or not answers:
        return answers
    some = [chance.sample(answers, min(size, len(answers))) for size in (2, 3)]
    return [*answers, *(question.ticked_together(few) for few in some), question.ticked_together(answers)]


MUCH_OPEN = ("SPARSE-NERVE", "LIST-OPEN", "PROXY", "DANGER-D01b-DESK")
SOME = [*A_FEW[:4], *MUCH_OPEN]
"""Every answer that is tried is an assessment: all of the worked cases are for the long way."""


@pytest.mark.parametrize("example", sweep(EXAMPLES, few=SOME))
def test_what_is_said_of_single_answers_comes_true(example: str) -> None:
    document = EXAMPLES[example]["answers"]
    chance = random.Random(example)  # noqa: S311  # picks answers, keeps no secret
    for rule in undecided(document):
        for question, truth in itertools.product(rule.questions, (True, False)):
            answers = rule.deciding(question, truth=truth)
            wrong = [a for a in answers if state(after(document, {question: a}), rule.id) is not truth]
            assert wrong == [], (rule.id, question.id, truth)
            if isinstance(question, Choices) and answers and "alone" not in rule.text(question, truth=truth):
                pool = answers if not truth else list(possible_answers(question, rule.tried.case))
                for ticked in lists(question, pool, chance):
                    if truth and not any(set(a) <= set(ticked) for a in answers):  # type: ignore[arg-type]
                        continue
                    assert state(after(document, {question: ticked}), rule.id) is truth, (rule.id, ticked)


@pytest.mark.parametrize("example", sweep(EXAMPLES, few=SOME))
def test_answers_that_exclude_together_do(example: str) -> None:
    document = EXAMPLES[example]["answers"]
    chance = random.Random(example)  # noqa: S311  # picks answers, keeps no secret
    for rule in undecided(document):
        together = rule.together()
        if not together:
            continue
        each = {question: lists(question, answers, chance) for question, answers in together.items()}
        assert len(each) > 1
        assert not any(rule.deciding(question, truth=False) for question in rule.questions)
        tries: list[Given] = [{q: answers[0] for q, answers in each.items()}]
        tries += [{q: chance.choice(answers) for q, answers in each.items()} for _ in range(3)]
        for answers in tries:
            assert state(after(document, answers), rule.id) is False, (rule.id, answers)


@pytest.mark.parametrize("example", sweep(EXAMPLES.values(), few=DAILY, ids=EXAMPLES))
def test_everything_open_is_told_and_only_that(example: Document) -> None:
    case = case_of(example["answers"])
    assessment = assess_case(case).whole()
    told = settling(case, assessment)
    flags = [flag.id for flag in assessment.flags if flag.status == "cannot_exclude"]
    rules = [rule.id for rule in assessment.combined.undecided]
    assert [(s.rule_id, s.kind) for s in told] == [
        *((id_, "flag") for id_ in flags),
        *((id_, "combined") for id_ in rules),
    ]
    for one in told:
        assert one.questions or one.notes
        assert {asked.question for asked in one.questions}.isdisjoint(question.id for question in OF_DETAILS)
        assert len({asked.question for asked in one.questions}) == len(one.questions)


def test_working_it_out_changes_nothing_of_the_case() -> None:
    document = EXAMPLES["V12"]["answers"]
    case = case_of(document)
    result = assess_case(case).whole()
    settling(case, result)
    assert as_contract(result) == as_contract(assessed(document))
    assert as_contract(assess_case(case).whole()) == as_contract(result)


# In words -------------------------------------------------------------------------------------------------------------


def test_v12_cauda_equina_needs_two_answers() -> None:
    rf02a = found(EXAMPLES["V12"]["answers"], "RF02a")
    words = {asked.question: (asked.makes_true, asked.makes_false) for asked in rf02a.questions}
    saddle = f"“{sx.sensory.labels['saddle_numbness']}”"
    sexual = f"“{sx.bladder_bowel.labels['sexual_dysfunction']}”"
    assert words == {
        "sx.sensory": (saddle, ""),
        "sx.bladder_bowel": (f"anything but “None of these” or {sexual}", ""),
    }
    assert [(told.question, told.words) for told in rf02a.together] == [
        ("sx.sensory", "“None of these”"),
        ("sx.bladder_bowel", "“None of these”"),
    ]


def test_one_answer_may_decide_both_ways() -> None:
    rf21 = found({}, "RF21")
    assert [(a.question, a.by, a.makes_true, a.makes_false) for a in rf21.questions] == [
        ("mh.unsafe_at_home", "clinician", "“Yes”", "“No”")
    ]
    assert (rf21.together, rf21.notes) == ((), ())


def test_an_item_of_a_score_says_its_spans() -> None:
    (asked,) = found(EXAMPLES["V12"]["answers"], "CB02").questions
    assert (asked.question, asked.makes_true, asked.makes_false) == ("peg.g", "8 or more", "7 or less")
    (item9,) = found(EXAMPLES["V12"]["answers"], "CB10").questions
    assert (item9.makes_true, item9.makes_false) == ("“Several days” or more", "“Not at all”")


def test_several_ticks_are_not_promised_what_one_does() -> None:
    """RF18c needs three signs of mania: any one tick excludes it, three do not."""
    (mania,) = [asked for asked in found({}, "RF18c").questions if asked.question == "mh.mania"]
    assert (mania.makes_true, mania.makes_false) == ("", "any one alone")


def test_a_place_on_both_sides_is_said_once() -> None:
    (places,) = [asked for asked in found({}, "RF09c").questions if asked.question == "pain.sites"]
    assert places.makes_false == "anything but “Groin”"


def test_a_medicine_list_is_asked_with_the_question_that_closes_it() -> None:
    settled = [s for s in settling_of("LIST-OPEN") if any(a.question == "rx.list_complete" for a in s.questions)]
    assert settled
    assert all(any(asked.question == "rx.current" for asked in s.questions) for s in settled)


def settling_of(name: str) -> tuple[Settling, ...]:
    case = case_of(EXAMPLES[name]["answers"])
    return settling(case, assess_case(case).whole())


def test_age_is_not_asked_but_pointed_to() -> None:
    rf34 = next(s for s in settling_of("AGE-MISSING") if s.rule_id == "RF34")
    assert rf34.questions == ()
    assert rf34.notes == ("Age comes from the person's details, which the front desk keeps.",)


def test_by_proxy_questionnaires_settle_nothing() -> None:
    told = [s for s in settling_of("PROXY") if BY_PROXY in s.notes]
    assert {s.rule_id for s in told} >= {"RF24", "CB01"}
    assert all(s.questions == () for s in told)


def test_by_proxy_item_9_counts_where_a_rule_looks_at_it_alone() -> None:
    rf17a = found({"ctx.respondent": "proxy", "pt.age_years": 50}, "RF17a")
    item9 = next(asked for asked in rf17a.questions if asked.question == "phq.q9")
    assert item9.makes_true == "“Several days” or more"


def in_words(question: Question, *answers: Any, document: Document | None = None, alone: bool = False) -> str:
    return answers_text(question, possible_answers(question, case_of(document or {})), answers, alone=alone)


def test_answers_in_words() -> None:
    assert in_words(mh.plan) == ""
    assert in_words(mh.plan, True, False) == "any answer"
    assert in_words(phq.q1, 0) == "“Not at all”"
    assert in_words(phq.q1, 0, 1) == "“Several days” or less"
    assert in_words(phq.q1, 1, 2) == "“Several days” to “More than half the days”"
    assert in_words(peg.g, 0, 1, 9, 10) == "1 or less or 9 or more"
    assert in_words(peg.g, 5) == "5"
    days = possible_answers(pain.duration_days, case_of({}))
    assert in_words(pain.duration_days, *(day for day in days if day >= 90)) == "3 months or more"  # type: ignore[operator]
    assert in_words(sx.skin, ("red",), ("warm",), alone=True).endswith(" alone")


def test_every_limit_has_a_number_on_each_side() -> None:
    days = possible_answers(pain.duration_days, case_of({}))
    assert {13, 14, 15, 27, 28, 29, 89, 90, 91} <= set(days)
    assert {37.9, 38, 38.1} <= set(possible_answers(ex.temp_c, case_of({})))
    assert possible_answers(pain.nrs_avg, case_of({})) == tuple(range(11))


def test_what_can_be_answered() -> None:
    assert possible_answers(mh.plan, case_of({})) == (False, True)
    assert "not_examined" not in possible_answers(ex.pulses, case_of({}))
    assert possible_answers(QUESTIONS["ctx.encounter_date"], case_of({})) == ()
    assert possible_answers(QUESTIONS["rx.current"], case_of({}))[0] == ("none",)
    longer = possible_answers(QUESTIONS["rx.current"], case_of({"rx.current": ["opioid"]}))
    assert all(answer[0] == "opioid" and len(answer) == 2 for answer in longer)  # type: ignore[index,arg-type]
    assert not any("none" in answer for answer in longer)  # type: ignore[operator]
    for question in QUESTIONS.values():
        for answer in possible_answers(question, case_of({})):
            assert question.parse(list(answer) if isinstance(answer, tuple) else answer) == answer
            if isinstance(question, Integer):
                assert isinstance(answer, int)


def test_a_list_with_everything_ticked_can_still_be_closed() -> None:
    medicines = [option for option in QUESTIONS["rx.current"].options if option != "none"]  # type: ignore[attr-defined]
    document = EXAMPLES["LIST-OPEN"]["answers"] | {"rx.current": medicines}
    case = case_of(document)
    assert possible_answers(QUESTIONS["rx.current"], case) == ()
    assert len(settling(case, assess_case(case).whole())) == len(undecided(document))


@invented(documents(), st.randoms(use_true_random=False), few=15, many=60)
def test_whatever_was_answered_what_is_said_comes_true(document: Document, chance: random.Random) -> None:
    for rule in undecided(document):
        told = rule.settling()
        assert told.questions or told.notes
        for question in rule.questions:
            for truth in (True, False):
                answers = rule.deciding(question, truth=truth)
                if answers:
                    given_now = {question: chance.choice(answers)}
                    assert state(after(document, given_now), rule.id) is truth
        if together := rule.together():
            given_all = {question: chance.choice(answers) for question, answers in together.items()}
            assert state(after(document, given_all), rule.id) is False


def test_a_case_without_answers_is_asked_about_too() -> None:
    case = Case(Answers({}))
    assert len(settling(case, assess_case(case).whole())) == len(undecided({}))


FEW_ANSWERS = st.lists(st.sampled_from(list(QUESTIONS)).flatmap(answer_to), max_size=6).map(dict)


@invented(documents() | FEW_ANSWERS, st.sampled_from(STEP_UPS), few=15, many=60)
def test_what_is_found_once_for_everybody_is_what_would_be_found_for_this_person(document: Document, up: int) -> None:
    """Where nothing is answered that a rule depends on, what settles it is not worked out again."""
    case = Case(read_answers(document), SiteSettings(phq2_step_up=up))
    assessment = assess_case(case).whole()
    alone = tuple(Undecided(Tried(case), rule).settling() for rule in undecided_rules(assessment))
    assert settling(case, assessment) == alone


def test_no_rule_that_is_settled_looks_at_flags() -> None:
    """A case that is only tried has no flags worked out."""
    assert [rule.id for rule in (*RED_FLAGS, *COMBINED_RULES) for leaf in rule.when.leaves if leaf.on_flags] == []
