"""What the clinician may consider: key steps first, the others by urgency and category, each with boxes to tick."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from intake.clinical.findings import StepFinding
from intake.clinical.steps import URGENCIES

from . import confidential
from .parts import TickBox, heading, paragraph, quiet, table
from .styles import BODY, COLUMN_HEAD, PART, STEP, STEP_GROUP, WIDTH
from .summary import Summary
from .text import put

FOR_CONSIDERATION = "For consideration by the clinician"
LATER = "Later, once the emergency has been dealt with"

_URGENCY = {
    "now": "Now",
    "same contact": "In the same contact",
    "same day": "Same day",
    "2 weeks": "Within 2 weeks",
    "routine": "Routine",
}
_BOX, _NOTE = 12.5 * mm, 20 * mm
_WIDTHS = (WIDTH - 3 * _BOX - _NOTE, _BOX, _BOX, _BOX, _NOTE)
_ROOM = 120
"""For a title, the names of the columns and the first step."""
_LOOKS: tuple[tuple[Any, ...], ...] = (
    ("TOPPADDING", (1, 1), (-1, -1), 3.5),
    ("ALIGN", (1, 0), (3, -1), "CENTER"),
    ("RIGHTPADDING", (1, 0), (3, -1), 0),
    ("LEFTPADDING", (4, 0), (4, -1), 6),
)


def key_steps(summary: Summary) -> Iterator[Flowable]:
    steps = [step for step in _shared(summary, summary.assessment.leading_steps) if not step.later]
    yield from heading("Key steps", FOR_CONSIDERATION, room=_ROOM)
    if steps:
        yield plain_steps(summary, steps)
    else:
        yield paragraph(BODY, "None beyond those listed further on.")


def further_steps(summary: Summary) -> Iterator[Flowable]:
    assessment = summary.assessment
    shared = _shared(summary, assessment.steps)
    now = [step for step in shared if not step.later and step.id not in assessment.key_steps]
    later = [step for step in shared if step.later]
    if now:
        yield from heading("Further steps", FOR_CONSIDERATION, room=_ROOM)
        yield _grouped_steps(summary, now)
    if later:
        yield from heading(LATER, FOR_CONSIDERATION, room=_ROOM)
        yield _grouped_steps(summary, later)


def plain_steps(summary: Summary, steps: Iterable[StepFinding]) -> Flowable:
    """In the order given, each with its urgency."""
    rows = [_head(), *(_row(summary, step, put("<b>{}:</b> ", _URGENCY[step.urgency])) for step in steps)]
    return table(rows, _WIDTHS, *_LOOKS, head_rows=1)


def _grouped_steps(summary: Summary, steps: list[StepFinding]) -> Flowable:
    """By urgency, and within it by category: one table, so that it breaks between any two steps."""
    rows, looks = [_head()], [*_LOOKS]
    by_urgency = sorted(steps, key=lambda step: URGENCIES.index(step.urgency))
    for urgency, urgent in groupby(by_urgency, key=lambda step: step.urgency):
        _add_title(rows, looks, paragraph(STEP_GROUP, "{}", _URGENCY[urgency]), keep=2)
        for category, chosen in groupby(urgent, key=lambda step: step.category):
            _add_title(rows, looks, paragraph(PART, "{}", category), keep=1)
            rows += [_row(summary, step) for step in chosen]
    return table(rows, _WIDTHS, *looks, head_rows=1)


def _add_title(rows: list[list[Any]], looks: list[tuple[Any, ...]], title: Flowable, *, keep: int) -> None:
    """A row over the whole width that stays with the rows below it."""
    place = len(rows)
    rows.append([title, "", "", "", ""])
    looks += [
        ("SPAN", (0, place), (-1, place)),
        ("NOSPLIT", (0, place), (-1, place + keep)),
        ("TOPPADDING", (0, place), (-1, place), 4 if keep > 1 else 2),
        ("BOTTOMPADDING", (0, place), (-1, place), 1),
        ("LINEBELOW", (0, place), (-1, place), 0, None),
    ]


def _shared(summary: Summary, steps: Iterable[StepFinding]) -> list[StepFinding]:
    return confidential.shared_steps(summary.assessment, steps)


def _head() -> list[Any]:
    words = (paragraph(COLUMN_HEAD, "{}", word) for word in ("Accept", "Not needed", "Done", "Note"))
    return ["", *words]


def _row(summary: Summary, step: StepFinding, urgency: str = "") -> list[Any]:
    why = quiet(put("Why: {}  {}  {}", step.why, step.id, summary.cited(step.sources)), 7.1)
    choice = summary.signed.choice(step.id) if summary.signed else ""
    boxes = (TickBox(ticked=choice == column) for column in ("accepted", "not_needed", "done"))
    return [paragraph(STEP, "{}{}  {}", urgency, step.text, why), *boxes, ""]
