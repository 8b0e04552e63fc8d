"""The order of the report: what stands on its first page, what follows, and what is for the clinician alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from .afterwards import addenda
from .answers import answers
from .blocks import Block
from .clinician_page import clinician_page
from .combined import combined
from .conflicts import conflicts
from .decision import decision, limitations
from .flow import fitted, pour
from .identity import identity
from .item9 import item9
from .page import FIRST, IN_COLUMNS, LATER, Furniture, column_frames, draw_furniture, later_frames
from .patterns import patterns
from .pictures import pictures
from .rules import rules
from .scores import scores
from .sheet import Sheet
from .signed import VOID
from .sources import sources
from .steps import further_steps, key_steps
from .summary import Summary
from .text import clipped
from .urgency import urgency
from .wells import wells

Section = Callable[[Summary, float], Iterator[Block]]

FIRST_PAGE: tuple[Section, ...] = (identity, urgency, item9, combined, pictures, key_steps)
FURTHER: tuple[Section, ...] = (
    patterns,
    scores,
    wells,
    further_steps,
    answers,
    conflicts,
    rules,
    sources,
    limitations,
    decision,
    addenda,
)
_FIRST_SCALES = (1.08, 1.0, 0.94, 0.89, 0.84, 0.8, 0.76)
_FURTHER_SCALES = (1.1, 1.05, 1.0, 0.96, 0.92, 0.89, 0.86, 0.83, 0.8)
_COMFORTABLE = 0.85
"""Where one page does not hold what follows the first, it may as well be read with ease."""


def tell(sheet: Sheet, summary: Summary) -> None:
    """Draw the whole report."""
    first, _ = fitted(lambda scale: _all(FIRST_PAGE, summary, scale), [FIRST], _FIRST_SCALES)
    sheet.turn_to(0)
    pour(sheet, first, _after_the_first(FIRST))
    further, fits = fitted(lambda scale: _all(FURTHER, summary, scale), IN_COLUMNS, _FURTHER_SCALES)
    pour(sheet, further if fits else _all(FURTHER, summary, _COMFORTABLE), column_frames())
    numbers = {}
    shared = sheet.number_of_pages
    if alone := list(clinician_page(summary)):
        pour(sheet, alone, later_frames())
        numbers = {page: "Clinician only" for page in range(shared, sheet.number_of_pages)}
    draw_furniture(sheet, furniture(summary), numbers)


def _after_the_first(first: object) -> Iterator:  # type: ignore[type-arg]
    from dataclasses import replace

    yield replace(FIRST, new_page=False)
    while True:
        yield LATER


def furniture(summary: Summary) -> Furniture:
    record = f"Record number {clipped(summary.person.record_number, 24) or 'not recorded'}"
    document, rule_set = clipped(summary.document_id, 40), clipped(summary.assessment.rule_set, 50)
    return Furniture(
        name=summary.person.name,
        about=f"·  {summary.born}  ·  {record}",
        mark=summary.status,
        across=VOID if summary.status == VOID else "",
        footer=f"Self-reported, not verified  ·  Document {document}  ·  Rule set {rule_set}",
    )


def _all(sections: tuple[Section, ...], summary: Summary, scale: float) -> list[Block]:
    return [block for section in sections for block in section(summary, scale)]
