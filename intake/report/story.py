"""The order of the report: what stands on its first page, what follows, and what is for the clinician alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from intake.report.engine.blocks import Block, at, stacked_height
from intake.report.engine.flow import after, needed, pour, room_left
from intake.report.engine.page import FIRST, IN_COLUMNS, Furniture, column_frames, draw_furniture, later_frames
from intake.report.engine.sheet import Sheet
from intake.report.engine.text import clipped
from intake.report.sections.afterwards import addenda
from intake.report.sections.answers import answers
from intake.report.sections.case import case
from intake.report.sections.clinician_page import clinician_page
from intake.report.sections.combined import combined, combined_rules
from intake.report.sections.conflicts import conflicts
from intake.report.sections.decision import decision, limitations
from intake.report.sections.identity import identity
from intake.report.sections.item9 import item9
from intake.report.sections.medicines import medicines
from intake.report.sections.not_excluded import not_excluded
from intake.report.sections.patterns import patterns
from intake.report.sections.pictures import pictures
from intake.report.sections.rules import rules
from intake.report.sections.scores import scores
from intake.report.sections.sources import sources
from intake.report.sections.steps import FurtherSteps, key_steps
from intake.report.sections.urgency import urgency
from intake.report.sections.wells import wells

from .signed import VOID
from .summary import Summary

Section = Callable[[Summary], Iterator[Block]]

FIRST_PAGE: tuple[Section, ...] = (identity, case, urgency, item9, medicines, combined, pictures, key_steps)
BEFORE_STEPS: tuple[Section, ...] = (patterns, combined_rules, scores, wells)
AFTER_STEPS: tuple[Section, ...] = (not_excluded, answers, conflicts, rules, sources, limitations)
_SCALES = (1.1, 1.05, 1.0, 0.96, 0.92, 0.89, 0.86, 0.83, 0.8, 0.78)
_FIRST_PAGE_SCALES = (*_SCALES, 0.76, 0.74, 0.72)
"""The first page is complete even where the others are many."""
_WITH_EASE, _ROOM_TO_WRITE = 0.92, 50


def draw_report(sheet: Sheet, summary: Summary) -> None:
    """Draw the whole report, at the largest scale at which it has room on two pages."""
    first, further = _laid_out(summary)
    pour(sheet, first, after(FIRST, later_frames()))
    pour(sheet, further, column_frames())
    shared = sheet.number_of_pages
    if alone := list(clinician_page(summary)):
        pour(sheet, alone, later_frames())
    draw_furniture(sheet, furniture(summary), shared)


Parts = tuple[list[Block], list[Block]]
"""What stands on the first page, and what follows."""


class _Layout:
    """The blocks, made once, at any scale."""

    def __init__(self, summary: Summary) -> None:
        self._first = _blocks(FIRST_PAGE, summary)
        self._before, self._after = _blocks(BEFORE_STEPS, summary), _blocks(AFTER_STEPS, summary)
        self._steps = FurtherSteps(summary)
        self._summary = summary

    def first(self, scale: float) -> list[Block]:
        return at(self._first, scale)

    def further(self, scale: float, moved: int = 0, room: float = 0) -> list[Block]:
        """``moved``: how many steps stand on the first page already; ``room``: for more lines to write on."""
        end = [*decision(self._summary, room), *addenda(self._summary)]
        return at([*self._before, *self._steps.blocks(moved), *self._after, *end], scale)

    def on_two_pages(self, scale: float) -> Parts | None:
        first = self.first(scale)
        room = FIRST.height - stacked_height(first, FIRST.width)
        if room < 0:
            return None
        moved, steps = self._steps.moved_up(scale, room)
        further = self.further(scale, moved)
        if needed(further, IN_COLUMNS):
            return None
        return [*first, *steps], self.further(scale, moved, room_left(further, IN_COLUMNS))

    def on_more_pages(self) -> Parts:
        """The first page complete, if it can be; what follows may as well be read with ease."""
        fitting = (scale for scale in _FIRST_PAGE_SCALES if not needed(self.first(scale), [FIRST]))
        scale = next(fitting, _FIRST_PAGE_SCALES[-1])
        return self.first(scale), self.further(_WITH_EASE, room=_ROOM_TO_WRITE)


def _blocks(sections: tuple[Section, ...], summary: Summary) -> list[Block]:
    return [block for section in sections for block in section(summary)]


def _laid_out(summary: Summary) -> Parts:
    """At the largest scale at which two pages hold it. What has room at a scale has room at each smaller one."""
    layout = _Layout(summary)
    found: Parts | None = None
    tried, left = 0, len(_SCALES)
    while tried < left:
        middle = (tried + left) // 2
        if parts := layout.on_two_pages(_SCALES[middle]):
            found, left = parts, middle
        else:
            tried = middle + 1
    return found or layout.on_more_pages()


def furniture(summary: Summary) -> Furniture:
    record = f"Record number {clipped(summary.person.record_number, 24) or 'not recorded'}"
    document, rule_set = clipped(summary.document_id, 40), clipped(summary.assessment.rule_set, 50)
    return Furniture(
        name=summary.person.name,
        about=f"·  {summary.born()}  ·  {record}",
        mark=summary.status,
        across=VOID if summary.status == VOID else "",
        footer=f"Self-reported, not verified  ·  Document {document}  ·  Rule set {rule_set}",
    )
