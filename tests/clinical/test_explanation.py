"""Reasons: a condition part by part, with what the answers made of each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import strategies as st

from intake.clinical.assessment import assess_case
from intake.clinical.language.condition import Condition
from intake.clinical.language.conditions import always, at_least_of, has, is_, sure, yes
from intake.clinical.language.qualified import at_least
from intake.clinical.rules.facts import any_cancer, back_to_leg_pain, fever, hot_joint
from intake.clinical.rules.mood_screen import mood_screen_is
from intake.clinical.rules.questions import QUESTIONS
from intake.clinical.rules.questions.examination import ex
from intake.clinical.rules.questions.history import hx, rx
from intake.clinical.rules.questions.mood import phq9
from intake.clinical.rules.questions.pain import pain, peg_score
from intake.clinical.rules.questions.symptoms import sx
from intake.clinical.rules.raised import NAMED_AT_MOST, any_possible, flag, flag_possible, pattern
from intake.clinical.rules.site_settings import STEP_UPS, SiteSettings
from intake.clinical.telling import explanation
from intake.clinical.telling.explanation import Reason, explain, reasons
from intake.clinical.working.case import Case
from intake.clinical.working.findings import WholeAssessment
from intake.exchange.contract import read_answers
from tests.clinical.cases import DAILY, EXAMPLES, Document, case_of
from tests.clinical.test_properties import documents
from tests.clinical.test_settling import FEW_ANSWERS
from tests.lanes import invented, sweep


def every_part(reason: Reason) -> Iterator[Reason]:
    yield reason
    for part in reason.parts:
        yield from every_part(part)


def follows(reason: Reason) -> bool | None:
    """What the whole is, from its parts alone (Kleene logic)."""
    truths = [part.truth for part in reason.parts]
    true, unknown = truths.count(True), truths.count(None)
    match reason.joined.split():
        case ["all"]:
            return False if False in truths else None if unknown else True
        case ["any"]:
            return True if true else None if unknown else False
        case ["at", "least", number, "of"]:
            return at_least(int(number), true, unknown)
        case ["fewer", "than", number, "of"]:
            enough = at_least(int(number), true, unknown)
            return None if enough is None else not enough
        case ["known"]:
            return truths == [True]
        case ["not", "known"]:
            return truths != [True]
    raise AssertionError(reason.joined)


def statuses(assessment: WholeAssessment) -> dict[str, bool | None]:
    """By rule id what the assessment says, which is what its reason must come to."""
    said: dict[str, bool | None] = {flag.id: True if flag.status == "present" else None for flag in assessment.flags}
    for found in assessment.patterns or ():
        said |= {feature.id: True for feature in (*found.supports, *found.against)}
        said |= {feature.id: None for feature in found.unknown}
    said |= {rule.id: True for rule in assessment.combined.rules}
    said |= {rule.id: None for rule in assessment.combined.undecided}
    return said | {step.id: True for step in assessment.steps}


@pytest.mark.parametrize("example", sweep(EXAMPLES.values(), few=DAILY, ids=EXAMPLES))
def test_every_statement_has_a_reason_that_comes_to_the_same(example: Document) -> None:
    case = case_of(example["answers"])
    assessment = assess_case(case).whole()
    found = reasons(case, assessment)
    assert {id_: reason.truth for id_, reason in found.items()} == statuses(assessment)
    for part in (part for reason in found.values() for part in every_part(reason)):
        assert bool(part.joined) == bool(part.parts)
        assert not part.parts or part.truth == follows(part)
        assert part.parts or part.said
        assert set(part.questions) <= set(QUESTIONS)
        assert not (part.parts and (part.questions or part.value))


def told(condition: Condition, answers: Document, *, negated: bool = False) -> Any:
    """A reason as nested tuples: what is said or how it is joined, its truth, its parts."""

    def short(reason: Reason) -> Any:
        name = " = ".join(filter(None, (reason.said, reason.joined)))
        return (name, reason.truth, *map(short, reason.parts))

    return short(explain(condition, case_of(answers), negated=negated))


def said(condition: Condition, *, negated: bool = False) -> str:
    return condition.say(negated=negated)


def test_all_and_any_keep_their_parts() -> None:
    condition = yes(hx.diabetes) & (yes(hx.pad) | yes(hx.ivdu))
    assert told(condition, {"hx.diabetes": True, "hx.pad": False}) == (
        "all",
        None,
        (said(yes(hx.diabetes)), True),
        ("any", None, (said(yes(hx.pad)), False), (said(yes(hx.ivdu)), None)),
    )


@pytest.mark.parametrize(("pad", "truth"), [(True, False), (False, True), (None, None)])
def test_not_is_said_by_the_parts(pad: bool | None, truth: bool | None) -> None:
    answers = {"hx.diabetes": False, "hx.pad": pad}
    opposite = (
        "all",
        truth,
        (said(yes(hx.diabetes), negated=True), True),
        (said(yes(hx.pad), negated=True), truth),
    )
    assert told(~(yes(hx.diabetes) | yes(hx.pad)), answers) == opposite
    assert told(~~~(yes(hx.diabetes) | yes(hx.pad)), answers) == opposite
    assert told(yes(hx.diabetes) & yes(hx.pad), answers, negated=True)[0] == "any"


@pytest.mark.parametrize(
    ("negated", "joined", "truth"), [(False, "at least 2 of", None), (True, "fewer than 2 of", None)]
)
def test_at_least_says_how_many(negated: bool, joined: str, truth: None) -> None:
    condition = at_least_of(2, yes(hx.diabetes), yes(hx.pad), yes(hx.ivdu))
    answers = {"hx.diabetes": True, "hx.pad": False}
    found = told(condition, answers, negated=negated)
    assert found[:2] == (joined, truth)
    assert [part[1] for part in found[2:]] == [True, False, None]


def test_what_counts_only_where_known_is_true_or_false() -> None:
    warm, pulses = ex.temp_c >= 38, is_(ex.pulses, "absent")
    assert told(sure(pulses), {}) == (said(pulses), False)
    assert explain(sure(pulses), case_of({})).value == "counts only where it is known"
    assert told(sure(pulses), {}, negated=True) == (f"it is not known that {said(pulses)}", True)
    assert told(sure(pulses | warm), {}) == ("known", False, ("any", None, (said(pulses), None), (said(warm), None)))
    assert told(sure(pulses | warm), {"ex.temp_c": 39}, negated=True)[:2] == ("not known", False)


def test_a_fact_is_named_laid_open_once_and_then_only_named() -> None:
    reason = explain((hot_joint & fever) | hot_joint | ~hot_joint, case_of({}))
    (first, _), again, opposite = reason.parts[0].parts, reason.parts[1], reason.parts[2]
    assert (first.said, first.joined) == (hot_joint.say(), "all")
    assert first.parts[0].said == "a joint is swollen"
    assert (again.said, again.parts, again.value) == (hot_joint.say(), (), "as above")
    assert (opposite.said, opposite.joined) == (hot_joint.say(negated=True), "any")


def test_a_fact_about_one_answer_names_its_meaning() -> None:
    assert told(any_cancer, {"hx.cancer": "past"}) == (
        f"{any_cancer.say()} = all",
        True,
        (said(is_(hx.cancer, "past", "active")), True),
    )
    assert told(back_to_leg_pain, {}, negated=True)[0] == f"{back_to_leg_pain.say(negated=True)} = all"


def test_a_leaf_names_its_questions() -> None:
    assert explain(yes(hx.diabetes), case_of({})).questions == ("hx.diabetes",)
    assert explain(always(), case_of({})) == Reason("in every assessment", True)
    listed = has(rx.current, "opioid")
    assert explain(listed, case_of({"rx.current": ["statin"]})).questions == ("rx.current", "rx.list_complete")
    whole = {"rx.current": ["statin"], "rx.list_complete": True}
    assert explain(listed, case_of(whole)).questions == ("rx.current",)


@pytest.mark.parametrize(
    ("condition", "answers", "value"),
    [
        (phq9 >= 10, {"phq.q1": 1, "phq.q2": 2}, "3 to 24"),
        (phq9 >= 10, dict.fromkeys((item.id for item in phq9.items), 1), "9"),
        (phq9 >= 10, {"ctx.respondent": "proxy", "phq.q1": 1}, "0 to 27, answered by somebody else and not scored"),
        (peg_score >= 7, {"peg.p": 7, "peg.e": 7, "peg.g": 6}, "6.7"),
        (mood_screen_is("complete"), {"phq.q1": 1, "phq.q2": 2}, "2 of 9 items answered"),
        (pain.duration_days >= 90, {"pain.duration_days": 90}, ""),
    ],
)
def test_a_score_says_its_span(condition: Condition, answers: Document, value: str) -> None:
    assert explain(condition, case_of(answers)).value == value


def assessed_case(answers: Document) -> Any:
    case = case_of(answers)
    assess_case(case)
    return case


def test_a_condition_on_flags_says_their_states() -> None:
    case = assessed_case(EXAMPLES["V12"]["answers"])
    title = {flag.id: flag.title for flag in assess_case(case).whole().flags}
    assert explain(flag("RF17c"), case) == Reason(said(flag("RF17c")), True, value=f"“{title['RF17c']}” is present")
    assert explain(flag_possible("RF02a"), case).value == f"“{title['RF02a']}” cannot be excluded"
    assert explain(flag("RF04"), case).value.endswith("is absent")
    assert explain(any_possible(1), case).value == f"“{title['RF02a']}”"
    assert explain(any_possible(4), case).value == "none"
    many = explain(any_possible(1, 2), assessed_case({})).value
    assert many.count("“") == NAMED_AT_MOST
    assert many.endswith(" more")


def test_a_condition_on_a_pattern_says_its_category() -> None:
    assert explain(pattern("NEU"), assessed_case(EXAMPLES["V02"]["answers"])).value == "several features"
    assert explain(pattern("NEU"), assessed_case({})).value == "insufficient data"


def test_skin_changes_of_a_hot_joint_are_laid_open() -> None:
    found = told(hot_joint, {"sx.skin": ["red"], "sx.swelling": ["knee_joint"], "pain.duration_days": 3})
    assert found[:2] == (f"{hot_joint.say()} = all", True)
    assert (said(has(sx.skin, "red", "warm")), True) in found


@invented(documents() | FEW_ANSWERS, st.sampled_from(STEP_UPS), few=15, many=60)
def test_what_is_found_once_for_people_alike_is_what_would_be_found_for_this_person(
    document: Document, up: int
) -> None:
    case = Case(read_answers(document), SiteSettings(phq2_step_up=up))
    found = reasons(case, assess_case(case).whole())
    assert found == {id_: explain(explanation._CONDITIONS[id_], case) for id_ in found}
