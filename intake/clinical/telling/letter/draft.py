"""The first draft of a letter, from what may be shared of an assessment. It is made once and then only edited.

What is in it: the one line without what was told in private; the answers that make the steps so, then where it hurts, since
when and what else is wrong, as many as fit one page beside the rest; the red flags; item 9 and the scores; medicines,
allergies, history, examination, what was tried, and what the person needs. Whatever rests on a private answer is there
for a clinician to tick, and is not sent before.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from intake.clinical.rules.questions.context import ctx
from intake.clinical.rules.site_settings import DEFAULT, SiteSettings
from intake.clinical.working.findings import Assessment

from . import parts
from .findings import finding_lines
from .flags import flag_lines
from .parts import Details
from .reasons import StepsReferred
from .scores import score_lines
from .shape import PARTS, PLAIN, Letter, LetterLine, LetterPart
from .shared_case import shared_case

_NO_DETAILS = Details()


def draft_letter(
    assessment: Assessment,
    steps: Sequence[str],
    *,
    urgency: str = "",
    own_steps: Sequence[str] = (),
    details: Details = _NO_DETAILS,
    on: date | None = None,
    settings: SiteSettings = DEFAULT,
) -> Letter:
    """A letter already filled from what may be shared; nothing confidential is ever read.

    Args:
        steps: ids of the accepted steps that it carries out; one that tells of what is kept apart proposes nothing.
        urgency: a key of ``URGENCIES``; proposed from the steps where it is empty.
        own_steps: steps in the clinician's own words.
        details: of the person's record.
        on: the day of the assessment, where that was not answered.
        settings: the clinic's, with which the assessment was made.
    """
    shared = assessment.shared()
    case = shared_case(shared, settings)
    referred = StepsReferred(steps, own_steps, shared, case)
    findings = tuple(finding_lines(shared, referred.lines))
    told = {line.key.removeprefix("findings.") for line in findings}
    lines: dict[str, Iterable[LetterLine]] = {
        "case": parts.case_lines(shared, case),
        "findings": findings,
        "flags": flag_lines(shared, told, {flag.id for flag in referred.flags}),
        "scores": score_lines(shared, _day(shared, on)),
        "medicines": parts.medicine_lines(shared),
        "allergies": parts.allergy_lines(shared),
        "history": parts.history_lines(shared, told),
        "examination": parts.examination_lines(shared, told),
        "tried": parts.tried_lines(shared),
        "done": (LetterLine("done.done", ""),),
        "access": parts.access_lines(details, shared),
    }
    return Letter(
        reason=referred.reason,
        question=referred.question,
        urgency=urgency or referred.urgency,
        parts=tuple(LetterPart(id_, title, tuple(lines[id_])) for id_, title in PARTS.items()),
        plain=dict.fromkeys(PLAIN, ""),
    )


def _day(assessment: Assessment, on: date | None) -> str:
    """As the findings say a day."""
    answered = assessment.circumstances.assessed_on or (on.isoformat() if on else "")
    return ctx.encounter_date.say_answer(answered) if answered else "date not recorded"
