"""Which answers close a step, in a few words: what a list of things to be done says of what left it."""

from __future__ import annotations

from intake.clinical.rules.rule_set import STEPS
from intake.clinical.working.findings import WholeAssessment

NAMED_AT_MOST = 4

_STEPS = {step.id: step for step in STEPS}


def closing_answers(step_id: str, found: WholeAssessment) -> str:
    """Those answers of this result that the step looks at to be settled, a whole questionnaire by its total.

    Empty where the step looks at flags alone, or where today's rules do not have it.
    """
    if (step := _STEPS.get(step_id)) is None:
        return ""
    repeated = {item.id for score in step.repeats for item in score.items}
    looked_at = repeated or {question.id for question in (step.settled_when or step.when).looks_at}
    lines = [line for line in found.lines if line.question in looked_at and line.state == "answered"]
    scores = found.scores_told_by(lines)
    inside = {line.question for score in scores for line in score.items}
    told = [f"{score.name} {score.text}" for score in scores]
    told += [f"{line.brief}: {line.said}" for line in lines if line.question not in inside]
    more = len(told) - NAMED_AT_MOST
    return "; ".join(told[:NAMED_AT_MOST]) + (f"; and {more} more" if more > 0 else "")
