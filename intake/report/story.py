"""The order of the report: what stands on its first page, what follows, and what is for the clinician alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from .afterwards import addenda
from .answers import answers
from .blocks import Block, stacked_height
from .clinician_page import clinician_page
from .combined import combined
from .conflicts import conflicts
from .decision import decision, limitations
from .flow import after, needed, pour, room_left
from .identity import identity
from .item9 import item9
from .page import FIRST, IN_COLUMNS, Furniture, column_frames, draw_furniture, later_frames
from .patterns import patterns
from .pictures import pictures
from .rules import rules
from .scores import scores
from .sheet import Sheet
from .signed import VOID
from .sources import sources
from .steps import further_steps, key_steps, moved_up
from .summary import Summary
from .text import clipped
from .urgency import urgency
from .wells import wells

Section = Callable[[Summary, float], Iterator[Block]]

FIRST_PAGE: tuple[Section, ...] = (identity, urgency, item9, combined, pictures, key_steps)
BEFORE_STEPS: tuple[Section, ...] = (patterns, scores, wells)
AFTER_STEPS: tuple[Section, ...] = (answers, conflicts, rules, sources, limitations)
_SCALES = (1.1, 1.05, 1.0, 0.96, 0.92, 0.89, 0.86, 0.83, 0.8, 0.78, 0.76, 0.75)
_WITH_EASE = 0.92


def tell(sheet: Sheet, summary: Summary) -> None:
    """Draw the whole report, at the largest scale at which it has room on two pages."""
    first, further = _two_pages(summary) or _more_pages(summary)
    pour(sheet, first, after(FIRST, later_frames()))
    pour(sheet, further, column_frames())
    shared = sheet.number_of_pages
    if alone := list(clinician_page(summary)):
        pour(sheet, alone, later_frames())
    numbers = dict.fromkeys(range(shared, sheet.number_of_pages), "Clinician only")
    draw_furniture(sheet, furniture(summary), numbers)


Parts = tuple[list[Block], list[Block]]
"""What stands on the first page, and what follows."""


def _two_pages(summary: Summary) -> Parts | None:
    for scale in _SCALES:
        first = _first(summary, scale)
        room = FIRST.height - stacked_height(first, FIRST.width)
        if room < 0:
            continue
        moved, steps = moved_up(summary, scale, room)
        if not needed(_further(summary, scale, moved), IN_COLUMNS):
            lines = room_left(_further(summary, scale, moved), IN_COLUMNS)
            return [*first, *steps], _further(summary, scale, moved, lines)
    return None


def _more_pages(summary: Summary) -> Parts:
    """The first page complete, if it can be; what follows may as well be read with ease."""
    scale = next((s for s in _SCALES if not needed(_first(summary, s), [FIRST])), _SCALES[-1])
    return _first(summary, scale), _further(summary, _WITH_EASE)


def _first(summary: Summary, scale: float) -> list[Block]:
    return [block for section in FIRST_PAGE for block in section(summary, scale)]


def _further(summary: Summary, scale: float, moved: int = 0, room: float = 0) -> list[Block]:
    """``moved``: how many steps stand on the first page already; ``room``: for more lines to write on."""
    return [
        *(block for section in BEFORE_STEPS for block in section(summary, scale)),
        *further_steps(summary, scale, moved),
        *(block for section in AFTER_STEPS for block in section(summary, scale)),
        *decision(summary, scale, room),
        *addenda(summary, scale),
    ]


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
