"""A last page for the clinician alone, where there is something on safeguarding that belongs on no shared copy."""

from __future__ import annotations

from collections.abc import Iterator

from intake.clinical.findings import FlagFinding

from . import confidential
from .blocks import Block, Paragraph
from .decision import decided_steps, left_open, reviewed_flags
from .headings import heading
from .lines import said_line
from .lists import LEGEND
from .shapes import Lines
from .steps import FOR_CONSIDERATION, plain_steps
from .styles import BODY, SMALL, STEP, TITLE
from .summary import Summary
from .text import capital
from .urgency import ACTION, said_tier
from .words import put

HEADING = "Clinician-only page: do not copy or hand out"
TAKE_OUT = "Take this page out before the report is copied, shared or read with somebody else in the room."


def clinician_page(summary: Summary) -> Iterator[Block]:
    """Nothing, where nothing is kept apart."""
    assessment = summary.assessment
    flag = confidential.finding(assessment)
    if not _is_needed(summary, flag):
        return
    yield Paragraph(put("{}", HEADING), TITLE, "H1")
    yield Paragraph(put("{}", TAKE_OUT), BODY)
    yield heading("Safeguarding")
    yield Paragraph(said_line(assessment.line(confidential.QUESTION)), BODY)
    if flag is not None:
        yield from _flag(flag, summary)
    if steps := confidential.hidden_steps(assessment):
        yield heading("Steps", f"{FOR_CONSIDERATION}. {LEGEND}; a line for a note.")
        yield plain_steps(summary, steps, STEP)
        for step in steps:
            yield Paragraph(put("{}, rule in words: {}", step.id, step.condition), SMALL)
    yield from _decided(summary)
    yield heading("Notes for the clinician only")
    yield Lines(8, 22)


def _is_needed(summary: Summary, flag: FlagFinding | None) -> bool:
    return flag in summary.assessment.present or any(_decided(summary))


def _decided(summary: Summary) -> Iterator[Block]:
    """What was decided and left open about what is kept to this page."""
    if summary.signed:
        apart = confidential.kept_apart(summary.assessment)
        yield from decided_steps("Decided", [step for step in summary.signed.steps if step.id in apart])
        reviewed = [flag.id for flag in summary.signed.reviewed if flag.id in apart]
        yield from reviewed_flags(summary.signed, reviewed)
        yield from left_open(summary.signed, [item.id for item in summary.signed.left_open if item.id in apart])


def _flag(flag: FlagFinding, summary: Summary) -> Iterator[Block]:
    state = "present" if flag in summary.assessment.present else "cannot be excluded from the answers given"
    tier = f"tier {flag.tier}, {said_tier(flag.tier)}"
    yield Paragraph(put("<b>{} ({})</b>: {}; {}.", flag.title, flag.id, state, tier), BODY)
    yield Paragraph(put("<q>{}:</q> {}", ACTION, flag.action), BODY)
    yield Paragraph(put("Rule in words: {} {}", capital(flag.condition), summary.cited(flag.sources)), BODY)
