"""The answers of an assessment as far as they may be shared, as a case that conditions can be asked about.

What is kept apart was never answered here: no condition that looks at it comes out true.
"""

from __future__ import annotations

from collections.abc import Iterator

from intake.clinical.language.answers import Answer, Answers, NotAnswered
from intake.clinical.rules.questions import QUESTIONS
from intake.clinical.rules.site_settings import SiteSettings
from intake.clinical.working.case import Case, Raised
from intake.clinical.working.findings import PRESENT, Assessment

_STATES = {"unknown": NotAnswered.UNKNOWN, "declined": NotAnswered.DECLINED}


def shared_case(assessment: Assessment, settings: SiteSettings) -> Case:
    case = Case(Answers(dict(_answers(assessment))), settings)
    case.flags = {
        flag.id: Raised(
            present=flag.status == PRESENT,
            tier=flag.tier,
            physical=flag.physical,
            waits_for_clinician=flag.waits_for == "clinician",
            pointed_to=flag.is_pointed_to,
        )
        for flag in assessment.flags
        if flag.id
    }
    return case


def _answers(assessment: Assessment) -> Iterator[tuple[str, Answer]]:
    """An answer that has no place in today's catalogue counts as not given."""
    for line in assessment.lines:
        question = QUESTIONS.get(line.question)
        if question is None:
            continue
        if line.state == "answered":
            answer = question.place(line.answer).answer
            if answer is not NotAnswered.BLANK:
                yield line.question, answer
        elif line.state in _STATES:
            yield line.question, _STATES[line.state]
