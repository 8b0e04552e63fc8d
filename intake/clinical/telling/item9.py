"""PHQ-9 item 9 in the person's own words, with what they mean."""

from __future__ import annotations

from collections.abc import Iterable

from intake.clinical.language.answers import NotAnswered
from intake.clinical.rules.data_quality import SAFETY_YES
from intake.clinical.rules.questions.mood import phq
from intake.clinical.working.findings import FlagFinding, Item9Finding, StepFinding
from intake.clinical.working.lines import Lines

_MEANING = (
    "Not reported in the last 2 weeks. This does not exclude suicidal thoughts",
    "Reported on several days",
    "Reported on more than half the days",
    "Reported nearly every day",
)
_NOT_A_NO = "A missing answer is not a “no”."


def item9_finding(
    lines: Lines, by_proxy: bool, flags: Iterable[FlagFinding], steps: Iterable[StepFinding]
) -> Item9Finding:
    line, conflict = lines.all[phq.q9.id], _conflict(lines)
    answered, skipped = line.state == "answered", line.state == NotAnswered.SKIPPED.value
    if answered:
        said, by = phq.q9.labels[line.answer], " (answered by somebody else)" * by_proxy
        meaning = after = "" if conflict else f"{_MEANING[line.answer]}{by}."
    elif skipped:
        said, meaning = line.said, "Not asked at this age."
        after = meaning
    else:
        said, meaning = line.said, f"Not answered. {_NOT_A_NO}"
        after = _NOT_A_NO if meaning.startswith(said) else meaning
    found: tuple[FlagFinding | StepFinding, ...] = (*flags, *steps)
    attention = bool(conflict) or (line.answer > 0 if answered else not skipped)
    return Item9Finding(
        question=line.wording,
        said=said,
        quoted=f"“{said}”" if answered else said,
        meaning=meaning,
        after=after,
        conflict=conflict,
        attention=attention,
        contacts_due=attention or any(each.gives_contacts for each in found),
        by_proxy=by_proxy and answered,
    )


def _conflict(lines: Lines) -> str:
    """``Item 9: not at all. But: ...: yes.``: the first words of its box where a safety question says otherwise (W07)."""
    said_yes = [lines.all[question.id].label for question in SAFETY_YES if lines.all[question.id].given is True]
    if lines.all[phq.q9.id].given != 0 or not said_yes:
        return ""
    return f"Item 9: {phq.q9.labels[0].lower()}. But: {'; '.join(f'{label}: yes' for label in said_yes)}."
