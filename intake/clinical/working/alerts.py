"""What somebody has to see at once: the clinician, and without being told why the front desk and who answers alone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from intake.clinical.rules.questions.mood import phq
from intake.clinical.rules.red_flag import EMERGENCY, SAFETY

from .case import Case
from .findings import Findings, FlagFinding, WholeAssessment

Pair = tuple[str, Any]
"""A question with its answer, or with one option of it; with None where there is no answer."""


def call_for(assessment: Findings) -> str:
    """``emergency`` or ``safety``: whom the flags present ask for, the more urgent of them; empty where they ask nobody."""
    calls = {flag.call for flag in assessment.whole().present}
    return next((call for call in (EMERGENCY, SAFETY) if call in calls), "")


def contacts_due(case: Case) -> bool:
    """Whether somebody who answers alone sees the crisis contacts at once (B.4): they report thoughts as in item 9."""
    return (phq.q9 >= 1).truth(case) is True


def alerting(assessment: WholeAssessment) -> tuple[FlagFinding, ...]:
    """The flags present that a clinician must acknowledge, whatever the totals say and whatever else is open."""
    return tuple(flag for flag in assessment.present if flag.alert_kind)


def reasons(flag: FlagFinding) -> list[dict[str, Any]]:
    """The answers that made the flag, as an alert keeps them."""
    return [
        {"question": line.question, "label": line.label, "said": line.said, "answer": line.given}
        for line in flag.because
    ]


def pairs(because: Iterable[dict[str, Any]], *, asks_for_answer: bool) -> frozenset[Pair]:
    """What an alert tells, to be held against what earlier ones told: a pair that none of them had is news.

    Of a flag that asks for a missing answer, that is all: more answers about mood do not ask again.
    """
    told = {
        (line["question"], option)
        for line in because
        for option in (line["answer"] if isinstance(line["answer"], list) else [line["answer"]])
    }
    return frozenset(pair for pair in told if not asks_for_answer or pair[1] is None)


def is_settled(because: Iterable[dict[str, Any]], assessment: WholeAssessment, *, asks_for_answer: bool) -> bool:
    """Whether every missing answer that this alert asked for has come."""
    answered = {line.question for line in assessment.lines if line.state == "answered"}
    asked = pairs(because, asks_for_answer=asks_for_answer)
    return asks_for_answer and all(question in answered for question, _ in asked)
