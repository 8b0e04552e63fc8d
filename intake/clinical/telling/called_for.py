"""Which open questions this case calls for: what a form asks first of all that could be asked."""

from __future__ import annotations

from intake.clinical.rules.rule_set import STEPS
from intake.clinical.working.findings import WholeAssessment

_SETTLED_BY = {
    step.id: {question.id for question in step.settled_when.looks_at} for step in STEPS if step.settled_when is not None
}


def called_for(assessment: WholeAssessment) -> set[str]:
    """The ids of questions that keep a flag open which something points to, or whose answers a raised step asks for."""
    pointed_to = {line.question for flag in assessment.pointed_to for line in flag.missing}
    return pointed_to.union(*(_SETTLED_BY.get(step.id, set()) for step in assessment.steps))
