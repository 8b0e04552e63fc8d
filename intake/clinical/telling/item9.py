"""PHQ-9 item 9 in the person's own words, with what they mean."""

from __future__ import annotations

from collections.abc import Iterable

from intake.clinical.language.answers import NotAnswered
from intake.clinical.rules.questions.mood import phq
from intake.clinical.working.findings import FlagFinding, Item9Finding, Line, StepFinding

_MEANING = (
    "Not reported in the last 2 weeks. This does not exclude suicidal thoughts",
    "Reported on several days",
    "Reported on more than half the days",
    "Reported nearly every day",
)
_NOT_A_NO = "A missing answer is not a “no”."


def item9_finding(
    line: Line, by_proxy: bool, flags: Iterable[FlagFinding], steps: Iterable[StepFinding]
) -> Item9Finding:
    """``line``: the item's own, answered or not."""
    answered, skipped = line.state == "answered", line.state == NotAnswered.SKIPPED.value
    if answered:
        said, by = phq.q9.labels[line.answer], " (answered by somebody else)" * by_proxy
        meaning = after = f"{_MEANING[line.answer]}{by}."
    elif skipped:
        said, meaning = line.said, "Not asked at this age."
        after = meaning
    else:
        said, meaning = line.said, f"Not answered. {_NOT_A_NO}"
        after = _NOT_A_NO if meaning.startswith(said) else meaning
    found: tuple[FlagFinding | StepFinding, ...] = (*flags, *steps)
    attention = line.answer > 0 if answered else not skipped
    return Item9Finding(
        question=line.wording,
        said=said,
        quoted=f"“{said}”" if answered else said,
        meaning=meaning,
        after=after,
        attention=attention,
        contacts_due=attention or any(each.gives_contacts for each in found),
        by_proxy=by_proxy and answered,
    )
