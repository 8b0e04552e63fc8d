"""Data-quality warnings: answers that do not fit together. They never change an answer. Source: rule book section 0.3."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING

from intake.clinical.language.answers import NotAnswered
from intake.clinical.language.condition import Condition
from intake.clinical.language.conditions import answered_any, has, has_number, is_, no, yes
from intake.clinical.language.kinds import FRONT_DESK, Integer, Question
from intake.clinical.rules.questions.context import PERINATAL, pt
from intake.clinical.rules.questions.mood import asq, mh, phq, phq9
from intake.clinical.rules.questions.pain import pain, peg
from intake.clinical.rules.questions.symptoms import sx

from .questions import QUESTIONS

if TYPE_CHECKING:
    from intake.clinical.working.case import Case


@dataclass(frozen=True, eq=False)
class AnswerWarning:
    id: str
    text: str
    applies: Callable[[Case], bool]
    questions: tuple[Question, ...]
    """The answers that do not fit, shown as given."""
    at_desk: str = ""
    """In words for the front desk, of answers alone. Empty where it cannot be said without a score, a safety answer or
    what it means: then it is for the clinician alone."""


def _numbers(case: Case, *questions: Integer) -> list[int]:
    """Those that were answered."""
    return [answer for answer in map(case.answer, questions) if not isinstance(answer, NotAnswered)]


def _true(condition: Condition) -> Callable[[Case], bool]:
    return lambda case: condition.truth(case) is True


SAFETY_YES = (asq.q1, asq.q2, asq.q3, asq.q5, mh.plan, mh.intent, mh.selfharm_3mo, mh.attempt_3mo)
"""Safety questions; a yes to one of them contradicts an item 9 of "Not at all"."""
_PAIN_GIVEN = has_number(pain.sites, 1) | (pain.nrs_now > 0) | (pain.nrs_worst > 0) | (pain.nrs_avg > 0) | (peg.p > 0)

WARNINGS = (
    AnswerWarning(
        "W01",
        "The worst pain is rated lower than pain now or average pain.",
        lambda case: any(
            other > worst
            for worst in _numbers(case, pain.nrs_worst)
            for other in _numbers(case, pain.nrs_now, pain.nrs_avg)
        ),
        (pain.nrs_now, pain.nrs_worst, pain.nrs_avg),
        at_desk="The worst pain is lower than the pain now or on average.",
    ),
    AnswerWarning(
        "W02",
        "The pain also starts at rest, yet walking pain goes within 10 minutes: the classic claudication pattern cannot be "
        "applied.",
        _true(yes(pain.starts_at_rest) & is_(pain.walk_relief, "le_10")),
        (pain.walk_relief, pain.starts_at_rest),
        at_desk="The pain goes within 10 minutes of standing still, yet it also starts while standing still or sitting.",
    ),
    AnswerWarning(
        "W03",
        "It is said how soon walking pain goes, yet walking is not among what makes it worse.",
        _true(
            is_(pain.walk_relief, "le_10", "gt_10", "not_relieved")
            & answered_any(pain.aggravating)
            & ~has(pain.aggravating, "walking")
        ),
        (pain.aggravating, pain.walk_relief),
        at_desk="It is said how soon the pain goes after walking, yet walking is not ticked among what makes it worse.",
    ),
    AnswerWarning(
        "W04",
        "No pain in the past 7 days is reported, yet places that hurt or a pain rating above 0 are given.",
        _true(no(pain.present) & _PAIN_GIVEN),
        (pain.present, pain.sites, pain.nrs_now, pain.nrs_worst, pain.nrs_avg, peg.p),
        at_desk="“No” to pain in the past 7 days, yet a place that hurts or a pain above 0 is given.",
    ),
    AnswerWarning(
        "W05",
        "Sex recorded at birth is male, yet pregnancy or a recent birth is given.",
        _true(is_(pt.sex, "male") & is_(pt.pregnancy, *PERINATAL)),
        (pt.sex, pt.pregnancy),
        at_desk="Sex recorded at birth is male, yet a pregnancy or a recent birth is given.",
    ),
    AnswerWarning(
        "W06",
        "PHQ-9 is 15 or more, yet the difficulty is “Not difficult at all”.",
        _true((phq9 >= 15) & phq.difficulty.equals(0)),
        (*phq9.items, phq.difficulty),
    ),
    AnswerWarning(
        "W07",
        "PHQ-9 item 9 is “Not at all”, yet a safety question was answered yes.",
        _true(phq.q9.equals(0) & reduce(operator.or_, map(yes, SAFETY_YES))),
        (phq.q9, *SAFETY_YES),
    ),
    AnswerWarning(
        "W08",
        "No swelling is reported, yet a side of the swelling is given.",
        _true(has(sx.swelling, "none") & is_(sx.swelling_side, "one", "both")),
        (sx.swelling, sx.swelling_side),
        at_desk="Nothing is swollen, yet it is said which leg is swollen.",
    ),
    AnswerWarning(
        "W10",
        "The PEG pain item and the average pain differ by 4 or more.",
        lambda case: any(
            abs(mean - item) >= 4 for mean in _numbers(case, pain.nrs_avg) for item in _numbers(case, peg.p)
        ),
        (pain.nrs_avg, peg.p),
        at_desk="The average pain is asked twice, and the two answers are 4 or more apart.",
    ),
    AnswerWarning(
        "W11",
        "Standing and walking are as usual, yet putting weight on the leg makes it worse.",
        _true(is_(sx.weight_bearing, "full") & has(pain.aggravating, "weight_bearing")),
        (pain.aggravating, sx.weight_bearing),
        at_desk="Standing and walking are as usual, yet putting weight on the leg makes the pain worse.",
    ),
)

CAUTION = "No answer was changed. Red flags were read on the more serious answer."

NONE_AND_MORE = "“None of these” was chosen together with other options; the other options count."
"""W09, for everybody."""


def none_and_more(case: Case) -> Iterator[Question]:
    """W09: the questions where ``none`` was ticked beside other options."""
    for question_id, answer in case.answers.given.items():
        if isinstance(answer, tuple) and len(answer) > 1 and "none" in answer:
            yield QUESTIONS[question_id]


def desk_warnings(case: Case) -> Iterator[tuple[str, list[Question]]]:
    """What the front desk is told, each with the questions whose answers do not fit."""
    for warning in WARNINGS:
        if warning.at_desk and warning.applies(case):
            yield warning.at_desk, [question for question in warning.questions if case.was_opened(question)]
    for question in none_and_more(case):
        if question.by == FRONT_DESK:
            yield NONE_AND_MORE, [question]
