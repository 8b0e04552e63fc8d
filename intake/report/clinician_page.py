"""The last page, for the clinician alone. It is always there, so that its presence tells nothing."""

from __future__ import annotations

from collections.abc import Iterator

from reportlab.platypus import Flowable

from intake.clinical.findings import FlagFinding

from . import confidential
from .decision import decided_steps, left_open, reviewed_flags
from .lines import said_line
from .parts import WritingLine, heading, paragraph
from .steps import FOR_CONSIDERATION, plain_steps
from .styles import BODY, SMALL, TITLE
from .summary import Summary
from .text import capital
from .urgency import ACTION, said_tier

HEADING = "Clinician-only page: do not copy or hand out"
TAKE_OUT = "Take this page out before the report is copied, shared or read with somebody else in the room."


def clinician_page(summary: Summary) -> Iterator[Flowable]:
    assessment = summary.assessment
    answer = assessment.line(confidential.QUESTION)
    yield paragraph(TITLE, "{}", HEADING)
    yield paragraph(BODY, "{}", TAKE_OUT)
    yield from heading("Safeguarding")
    yield paragraph(BODY, "{}", said_line(answer))
    if answer.state != "answered":
        yield paragraph(BODY, "Ask only in private, and never through a family member who interprets.")
    flag = confidential.finding(assessment)
    if flag is not None:
        yield from _flag(flag, summary)
    if steps := confidential.hidden_steps(assessment):
        yield from heading(FOR_CONSIDERATION)
        yield plain_steps(summary, steps)
        for step in steps:
            yield paragraph(SMALL, "{}, rule in words: {}", step.id, step.condition)
    yield from _decided(summary)
    yield from heading("Notes for the clinician only")
    yield from (WritingLine(22) for _ in range(8))


def _decided(summary: Summary) -> Iterator[Flowable]:
    """What was decided and left open about what is kept to this page."""
    if summary.signed:
        apart = confidential.kept_apart(summary.assessment)
        yield from decided_steps("Steps", [step for step in summary.signed.steps if step.id in apart])
        yield from reviewed_flags(summary.signed, [flag.id for flag in summary.signed.reviewed if flag.id in apart])
        yield from left_open(summary.signed, [item.id for item in summary.signed.left_open if item.id in apart])


def _flag(flag: FlagFinding, summary: Summary) -> Iterator[Flowable]:
    state = "present" if flag in summary.assessment.present else "cannot be excluded from the answers given"
    tier = f"tier {flag.tier}, {said_tier(flag.tier)}"
    yield paragraph(BODY, "<b>{} ({})</b>: {}; {}.", flag.title, flag.id, state, tier)
    yield paragraph(BODY, "<i>{}:</i> {}", ACTION, flag.action)
    yield paragraph(BODY, "Rule in words: {} {}", capital(flag.condition), summary.cited(flag.sources))
