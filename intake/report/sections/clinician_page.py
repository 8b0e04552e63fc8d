"""A last page for the clinician alone, where there is something on safeguarding that belongs on no shared copy."""

from __future__ import annotations

from collections.abc import Iterator

from intake.clinical.working.findings import FlagFinding
from intake.report.engine.blocks import Block, Paragraph
from intake.report.engine.headings import heading
from intake.report.engine.lists import LEGEND
from intake.report.engine.shapes import Lines
from intake.report.engine.styles import BODY, SMALL, STEP, TITLE
from intake.report.engine.text import capital
from intake.report.engine.words import put
from intake.report.summary import Summary

from . import confidential
from .decision import decided_steps, left_open, reviewed_flags
from .lines import said_line
from .steps import FOR_CONSIDERATION, plain_steps
from .urgency import ACTION, said_tier

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
