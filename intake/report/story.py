"""The order of the report: the brief, the plan, the record behind both, and what is for the clinician alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from intake.report.engine.blocks import Block, Paragraph
from intake.report.engine.flow import after, pour
from intake.report.engine.page import Furniture, Run, draw_furniture, first_frame, later_frames
from intake.report.engine.sheet import Sheet
from intake.report.engine.styles import TITLE
from intake.report.engine.text import clipped
from intake.report.engine.words import APART, put
from intake.report.sections.about import about, limitations
from intake.report.sections.answers import answers
from intake.report.sections.case import case, in_full
from intake.report.sections.clinician_page import clinician_page
from intake.report.sections.combined import combined, combined_rules
from intake.report.sections.conflicts import conflicts
from intake.report.sections.decision import decision, not_needed, signature
from intake.report.sections.findings import examination, history
from intake.report.sections.flags import flags, rules
from intake.report.sections.glance import at_a_glance, over_time
from intake.report.sections.identity import identity
from intake.report.sections.item9 import item9
from intake.report.sections.medicines import medicines
from intake.report.sections.open import still_open
from intake.report.sections.patterns import all_patterns, patterns
from intake.report.sections.safety_netting import follow_up, safety_netting
from intake.report.sections.scores import scores
from intake.report.sections.sources import sources
from intake.report.sections.steps import further_steps, steps_with_rules
from intake.report.sections.unread import unread
from intake.report.sections.urgency import urgency
from intake.report.sections.wells import wells
from intake.summary.signed import VOID

from .summary import Summary

Part = Callable[[Summary], Iterator[Block]]

BRIEF: tuple[Part, ...] = (
    identity,
    urgency,
    case,
    decision,
    still_open,
    item9,
    at_a_glance,
    medicines,
    signature,
    about,
)
PLAN: tuple[Part, ...] = (
    in_full,
    unread,
    patterns,
    combined,
    examination,
    history,
    further_steps,
    not_needed,
    safety_netting,
    follow_up,
    over_time,
    limitations,
)
RECORD: tuple[Part, ...] = (
    flags,
    answers,
    scores,
    wells,
    conflicts,
    all_patterns,
    combined_rules,
    steps_with_rules,
    rules,
    sources,
)
PLAN_TITLE, RECORD_TITLE = "Plan and findings", "Record"


def draw_report(sheet: Sheet, summary: Summary) -> None:
    """Draw the whole report. Nothing is made smaller to find room: what does not fit goes on to the next page."""
    pages = after(first_frame(summary.paper), later_frames(summary.paper))
    pour(sheet, _blocks(BRIEF, summary), pages)
    pour(sheet, [Paragraph(put("{}", PLAN_TITLE), TITLE, "H1"), *_blocks(PLAN, summary)], pages)
    runs = [Run(sheet.number_of_pages, "Page {} of {}")]
    if summary.record:
        pour(sheet, [Paragraph(put("{}", RECORD_TITLE), TITLE, "H1"), *_blocks(RECORD, summary)], pages)
        runs.append(Run(sheet.number_of_pages - runs[0].pages, "Record {} of {}"))
    if alone := list(clinician_page(summary)):
        pour(sheet, alone, pages)
        runs.append(Run(sheet.number_of_pages - sum(run.pages for run in runs), "Page {} of {}", alone=True))
    draw_furniture(sheet, furniture(summary), runs)


def _blocks(parts: tuple[Part, ...], summary: Summary) -> list[Block]:
    return [block for part in parts for block in part(summary)]


def furniture(summary: Summary) -> Furniture:
    record = f"Record number {clipped(summary.person.record_number, 24) or 'not recorded'}"
    name = "Copy without the record" if summary.signed else "Without the record"
    without = "" if summary.record else f"{name}{APART}"
    return Furniture(
        name=summary.person.name,
        about=f"{APART}{summary.born()}{APART}{record}",
        mark=summary.status,
        across=VOID if summary.status == VOID else "",
        footer=f"{without}Self-reported, not verified{APART}Document {clipped(summary.document_id, 40)}",
    )
