"""What the clinician may consider: key steps first, the others by urgency and category, each with boxes to tick."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from intake.clinical.findings import StepFinding
from intake.clinical.steps import CATEGORIES, URGENCIES

from . import confidential
from .blocks import Block, Paragraph
from .headings import column_heading, heading
from .lists import LEGEND, Step, checklist
from .styles import BODY, DENSE, QUIET_DENSE, STEP, WIDTH, Style
from .summary import Summary
from .words import NOTHING, Words, put

FOR_CONSIDERATION = "For consideration by the clinician"
LATER = "Later, once the emergency has been dealt with"

_URGENCY = {
    "now": "Now",
    "same contact": "Same contact",
    "same day": "Same day",
    "2 weeks": "2 weeks",
    "routine": "Routine",
}
_CATEGORIES = [category.title for category in CATEGORIES]
_WORTH_IT = 2
_GREY = "In grey: what of its rule holds, the rule, its sources."
_NOTE = 66
"""Room for a note beside a key step, in points."""


def key_steps(summary: Summary, scale: float) -> Iterator[Block]:
    steps = [step for step in _shared(summary, summary.assessment.leading_steps) if not step.later]
    yield heading("Key steps", f"{FOR_CONSIDERATION}. {LEGEND}; a line for a note.", scale=scale)
    if steps:
        yield plain_steps(summary, steps, STEP.at(scale))
    else:
        yield Paragraph(put("None beyond those listed further on."), BODY.at(scale))


def moved_up(summary: Summary, scale: float, room: float) -> tuple[int, list[Block]]:
    """The most urgent of the further steps that there is room for on the first page, and how many they are."""
    title = heading("Further steps", "the most urgent; the others follow", scale=scale)
    rows: list[Step] = []
    left = room - title.before - title.height(WIDTH) - title.after
    for step in _further(summary):
        row = Step(_said(summary, step), STEP.at(scale), _choice(summary, step), _NOTE)
        left -= row.height(WIDTH) + row.after
        if left < 0:
            break
        rows.append(row)
    return (len(rows), [title, checklist(rows)]) if len(rows) >= _WORTH_IT else (0, [])


def further_steps(summary: Summary, scale: float, moved: int = 0) -> Iterator[Block]:
    """``moved``: how many stand on the first page already."""
    now = _further(summary)[moved:]
    later = [step for step in _shared(summary, summary.assessment.steps) if step.later]
    for title, steps in (("Further steps", now), (LATER, later)):
        if steps:
            yield column_heading(title, FOR_CONSIDERATION.lower() if title == LATER else "", scale=scale)
            if steps is (now or later):
                yield Paragraph(put("{}. {}. {}", FOR_CONSIDERATION, LEGEND, _GREY), QUIET_DENSE.at(scale), keeps=True)
            yield from _by_category(summary, steps, scale)


def _further(summary: Summary) -> list[StepFinding]:
    """By urgency, and as in the rule set within it."""
    shared = _shared(summary, summary.assessment.steps)
    chosen = (step for step in shared if not step.later and step.id not in summary.assessment.key_steps)
    return sorted(chosen, key=_urgency)


def plain_steps(summary: Summary, steps: Iterable[StepFinding], style: Style) -> Block:
    """In the order given, each with its reason and a line for a note."""
    return checklist([Step(_explained(summary, step), style, _choice(summary, step), _NOTE) for step in steps])


def _by_category(summary: Summary, steps: list[StepFinding], scale: float) -> Iterator[Block]:
    """And within a category by urgency; the first of a category names it."""
    style = DENSE.at(scale)
    for category, chosen in groupby(sorted(steps, key=_category), key=lambda step: step.category):
        rows = []
        for step in sorted(chosen, key=_urgency):
            named = NOTHING if rows else put("<b><a>{}</a></b>  ", category)
            rows.append(
                Step(put("{}{}", named, _said(summary, step)), style, _choice(summary, step), after=0.6 * scale)
            )
        yield checklist(rows, before=1.6 * scale)


def _urgency(step: StepFinding) -> int:
    return URGENCIES.index(step.urgency)


def _category(step: StepFinding) -> int:
    return _CATEGORIES.index(step.category) if step.category in _CATEGORIES else len(_CATEGORIES)


def _shared(summary: Summary, steps: Iterable[StepFinding]) -> list[StepFinding]:
    return confidential.shared_steps(summary.assessment, steps)


def _choice(summary: Summary, step: StepFinding) -> str:
    return summary.signed.choice(step.id) if summary.signed else ""


def _said(summary: Summary, step: StepFinding) -> Words:
    about = put("{} {} {}", _held(summary, step), step.id, summary.cited(step.sources))
    return put("<b>{}:</b> {} <q>{}</q>", _URGENCY[step.urgency], step.text, about)


def _explained(summary: Summary, step: StepFinding) -> Words:
    about = put("Because: {} Why: {} {} {}", _held(summary, step), step.why, step.id, summary.cited(step.sources))
    return put("<b>{}:</b> {} <q>{}</q>", _URGENCY[step.urgency], step.text, about)


def _held(summary: Summary, step: StepFinding) -> str:
    """A flag of this report by its id, since its title stands on the first page."""
    said = confidential.unnamed(step.held or step.condition)
    for flag in summary.assessment.flags:
        said = said.replace(f"“{flag.title}”", flag.id)
    return said
