"""What somebody has to see at once: the clinician, and without being told why the front desk and who answers alone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from intake.clinical.rules.questions.mood import phq

from .case import Case
from .findings import Assessment, FlagFinding

EMERGENCY, SAFETY = "emergency", "safety"

SAFETY_FLAGS = frozenset({"RF17a", "RF17b", "RF17c", "RF18b"})
"""A clinician is to speak with the person before they leave."""

ASKING = frozenset({"RF17c"})
"""Present because a safety question has no answer: what is missing makes the alert, and its answer settles it."""

Pair = tuple[str, Any]
"""A question with its answer, or with one option of it; with None where there is no answer."""


def call_for(assessment: Assessment) -> str:
    """``emergency`` where a flag of tier 1 is present, ``safety`` where a safety flag is, else an empty string."""
    if assessment.tier == 1:
        return EMERGENCY
    return SAFETY if any(flag.id in SAFETY_FLAGS for flag in assessment.present) else ""


def contacts_due(case: Case) -> bool:
    """Whether somebody who answers alone sees the crisis contacts at once (B.4): they report thoughts as in item 9."""
    return (phq.q9 >= 1).truth(case) is True


def alerting(assessment: Assessment) -> tuple[FlagFinding, ...]:
    """The flags present that a clinician must acknowledge, whatever the totals say and whatever else is open."""
    return tuple(flag for flag in assessment.present if flag.tier == 1 or flag.id in SAFETY_FLAGS)


def reasons(flag: FlagFinding) -> list[dict[str, Any]]:
    """The answers that made the flag, as an alert keeps them."""
    return [
        {
            "question": line.question,
            "label": line.label,
            "said": line.said,
            "answer": line.answer if line.state == "answered" else None,
        }
        for line in flag.because
    ]


def pairs(flag_id: str, because: Iterable[dict[str, Any]]) -> frozenset[Pair]:
    """What an alert tells, to be held against what earlier ones told: a pair that none of them had is news.

    Of a flag that asks for a missing answer, that is all: more answers about mood do not ask again.
    """
    told = {
        (line["question"], option)
        for line in because
        for option in (line["answer"] if isinstance(line["answer"], list) else [line["answer"]])
    }
    return frozenset(pair for pair in told if flag_id not in ASKING or pair[1] is None)


def is_settled(flag_id: str, because: Iterable[dict[str, Any]], assessment: Assessment) -> bool:
    """Whether every missing answer that this alert asked for has come."""
    answered = {line.question for line in assessment.lines if line.state == "answered"}
    return flag_id in ASKING and all(question in answered for question, _ in pairs(flag_id, because))
