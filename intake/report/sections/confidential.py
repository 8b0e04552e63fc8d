"""What may put the person in danger if somebody at home reads it, kept to the clinician-only page.

On the other pages the flag is called "Safeguarding": neither its name, nor the answer, nor the steps it raised appear.
Source: rule book I.7, H11.
"""

from __future__ import annotations

from collections.abc import Iterable

from intake.clinical.rules.red_flags import RED_FLAGS
from intake.clinical.working.findings import (
    Assessment,
    CombinedRuleFinding,
    FeatureFinding,
    FlagFinding,
    Line,
    ScoreFinding,
    SourceFinding,
    StepFinding,
)

_Citing = ScoreFinding | FeatureFinding | CombinedRuleFinding | FlagFinding | StepFinding

QUESTION = "mh.unsafe_at_home"
FLAG = "RF21"
POINTER = "Safeguarding: see the clinician-only page"
OPEN = "Safeguarding, to be asked only in private and never through a family member who interprets"
ELSEWHERE = "Safeguarding at home: asked in private, and kept off the pages that are shared"

_TITLE = next(flag.title for flag in RED_FLAGS if flag.id == FLAG)


def finding(assessment: Assessment) -> FlagFinding | None:
    """The flag that is kept apart; None where it is absent."""
    return next((flag for flag in assessment.flags if flag.id == FLAG), None)


def shared_lines(lines: Iterable[Line]) -> list[Line]:
    return [line for line in lines if line.question != QUESTION]


def shared_steps(assessment: Assessment, steps: Iterable[StepFinding]) -> list[StepFinding]:
    hidden = hidden_steps(assessment)
    return [step for step in steps if step not in hidden]


def hidden_steps(assessment: Assessment) -> list[StepFinding]:
    """Steps whose rule names the flag, where it is present: they would tell what was answered."""
    kept_apart = finding(assessment)
    if kept_apart is None or kept_apart not in assessment.present:
        return []
    return [step for step in assessment.steps if f"“{kept_apart.title}”" in step.condition]


def shared_sources(assessment: Assessment) -> list[SourceFinding]:
    """Without those that only what is kept apart rests on."""
    hidden, apart = hidden_steps(assessment), finding(assessment)
    patterns = assessment.patterns or ()
    parts: tuple[_Citing, ...] = (
        *assessment.scores,
        *(feature for pattern in patterns for feature in (*pattern.supports, *pattern.against, *pattern.unknown)),
        *assessment.combined.rules,
        *assessment.combined.undecided,
        *(flag for flag in assessment.flags if flag is not apart),
        *(step for step in assessment.steps if step not in hidden),
    )
    cited = {source for part in parts for source in part.sources}
    return [source for source in assessment.sources if source.id in cited]


def kept_apart(assessment: Assessment) -> set[str]:
    """The ids of the flag and of the steps that would tell of it."""
    return {FLAG, *(step.id for step in hidden_steps(assessment))}


def unnamed(sentence: str) -> str:
    """A rule in words, without the name of the flag."""
    return sentence.replace(f"“{_TITLE}”", "“Safeguarding”")
