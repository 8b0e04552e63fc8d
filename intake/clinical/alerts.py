"""What the front desk is told to do at once, without being told why; and whom somebody who answers alone can call."""

from __future__ import annotations

from .answers import Answers
from .case import Case
from .findings import Assessment
from .questions.mood import phq

EMERGENCY, SAFETY = "emergency", "safety"

SAFETY_FLAGS = frozenset({"RF17a", "RF17b", "RF17c", "RF18b"})
"""A clinician is to speak with the person before they leave."""


def call_for(assessment: Assessment) -> str:
    """``emergency`` where a flag of tier 1 is present, ``safety`` where a safety flag is, else an empty string."""
    if assessment.tier == 1:
        return EMERGENCY
    return SAFETY if any(flag.id in SAFETY_FLAGS for flag in assessment.present) else ""


def contacts_due(answers: Answers) -> bool:
    """Whether somebody who answers alone sees the crisis contacts at once (B.4): they report thoughts as in item 9."""
    return (phq.q9 >= 1).truth(Case(answers)) is True
