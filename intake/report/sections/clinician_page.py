"""A last page for the clinician alone, where there is something on safeguarding that belongs on no shared copy."""

from __future__ import annotations

from collections.abc import Iterator

from intake.clinical.working.findings import FlagFinding, WholeAssessment
from intake.report.engine.blocks import Block, Paragraph
from intake.report.engine.headings import Section
from intake.report.engine.lists import Step, checklist, listed
from intake.report.engine.shapes import Lines
from intake.report.engine.styles import BODY, ITEM, TITLE
from intake.report.engine.text import capital
from intake.report.engine.words import put
from intake.report.summary import Summary

from .decision import decided_steps, left_open, reviewed_flags, shared_ids
from .lines import line_text
from .steps import step_text
from .unread import HEADING as HEADING_UNREAD
from .unread import unread_texts
from .urgency import ACTION

HEADING = "Clinician-only page: do not copy or hand out"
TAKE_OUT = "Take this page out before the report is copied, shared or read with somebody else in the room."


def clinician_page(summary: Summary) -> Iterator[Block]:
    """Nothing, where nothing is kept apart."""
    whole = summary.assessment.whole()
    flags = [flag for flag in whole.flags if flag.pointer]
    steps = [step for step in whole.steps if step.confidential]
    typed = [each for each in summary.unread if each.confidential]
    if not (steps or typed or any(flag in whole.present for flag in flags) or any(_decided(summary))):
        return
    yield Paragraph(put("{}", HEADING), TITLE, "H1")
    yield Paragraph(put("{}", TAKE_OUT), BODY)
    rows: list[Block] = [Paragraph(line_text(line), BODY) for line in whole.lines if line.pointer]
    for flag in flags:
        rows += _flag(flag, summary, whole)
    yield Section("Safeguarding", rows)
    if typed:
        yield Section(f"{HEADING_UNREAD}: counted as not answered", [listed(unread_texts(typed), ITEM)])
    if steps:
        rows = [checklist([Step(step_text(summary, step), BODY) for step in steps])]
        rows += [Paragraph(put("{}, rule in words: {}", step.id, step.condition), BODY) for step in steps]
        yield Section("Steps", rows)
    if decided := list(_decided(summary)):
        yield Section("Decided", decided)
    yield Section("Notes for the clinician only", [Lines(8, 22)])


def _decided(summary: Summary) -> Iterator[Block]:
    """What was decided and left open about what is kept to this page."""
    if summary.signed:
        signed, shared = summary.signed, shared_ids(summary)
        yield from decided_steps("", (step for step in signed.steps if step.id not in shared))
        yield from reviewed_flags(flag for flag in signed.reviewed if flag.id not in shared)
        yield from left_open(item for item in signed.left_open if item.id not in shared)


def _flag(flag: FlagFinding, summary: Summary, whole: WholeAssessment) -> Iterator[Block]:
    state = "present" if flag in whole.present else "cannot be excluded from the answers given"
    tier = f"tier {flag.tier}, {flag.tier_text}"
    yield Paragraph(put("<b>{} ({})</b>: {}; {}.", flag.title, flag.id, state, tier), BODY)
    yield Paragraph(put("<q>{}:</q> {}", ACTION, flag.action), BODY)
    yield Paragraph(put("Rule in words: {} {}", capital(flag.condition), summary.cited(flag.sources)), BODY)
