"""What the clinician may consider: key steps first, the others by urgency and category, each with boxes to tick."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from intake.clinical.working.findings import StepFinding
from intake.report.engine.blocks import Block, Paragraph
from intake.report.engine.headings import column_heading, heading
from intake.report.engine.lists import LEGEND, Step, checklist
from intake.report.engine.styles import BODY, DENSE, QUIET_DENSE, STEP, WIDTH
from intake.report.engine.words import Words, put
from intake.report.summary import Summary

FOR_CONSIDERATION = "For consideration by the clinician"
WITH_NOTES = f"{FOR_CONSIDERATION}. {LEGEND}; a line for a note."
LATER = "Later, once the emergency has been dealt with"

_WORTH_IT = 2
_APART = 0.6
_GREY = "In grey: what of its rule holds, the rule, its sources."
_NOTE = 66
"""Room for a note beside a key step, in points."""


def key_steps(summary: Summary) -> Iterator[Block]:
    steps = [step for step in summary.assessment.leading_steps if not step.later]
    yield heading("Key steps", WITH_NOTES)
    yield plain_steps(summary, steps) if steps else Paragraph(put("None beyond those listed further on."), BODY)


class FurtherSteps:
    """Those that are no key steps: the most urgent on the first page, as far as it has room, the others by category."""

    def __init__(self, summary: Summary) -> None:
        steps = summary.assessment.steps
        rest = [step for step in steps if not step.later and step.id not in summary.assessment.key_steps]
        self._summary = summary
        self._now = sorted(rest, key=lambda step: step.rank)
        self._later = [step for step in steps if step.later]
        self._words: dict[str, Words] = {}
        """By step: what it says, with what of its rule holds, its id and its sources."""
        for step in (*self._now, *self._later):
            about = put("{} {} {}", _held_text(summary, step), step.id, summary.cited(step.sources))
            self._words[step.id] = put("<b>{}:</b> {} <q>{}</q>", step.urgency_text, step.text, about)
        self._categories = list(dict.fromkeys(step.category for step in steps))

    def moved_up(self, scale: float, room: float) -> tuple[int, list[Block]]:
        """As many as there is room for on the first page, and how many they are."""
        title = heading("Further steps", "the most urgent; the others follow").at(scale)
        rows: list[Step] = []
        left = room - title.before - title.height(WIDTH) - title.after
        for step in self._now:
            choice = _choice(self._summary, step)
            row = Step(self._words[step.id], STEP.at(scale), choice, _NOTE, after=_APART * scale)
            left -= row.height(WIDTH) + row.after
            if left < 0:
                break
            rows.append(row)
        return (len(rows), [title, checklist(rows)]) if len(rows) >= _WORTH_IT else (0, [])

    def blocks(self, moved: int) -> Iterator[Block]:
        """``moved``: how many stand on the first page already."""
        now, legend = self._now[moved:], put("{}. {}. {}", FOR_CONSIDERATION, LEGEND, _GREY)
        for title, steps in (("Further steps", now), (LATER, self._later)):
            if steps:
                yield column_heading(title, FOR_CONSIDERATION.lower() if title == LATER else "")
                if steps is (now or self._later):
                    yield Paragraph(legend, QUIET_DENSE, keeps=True)
                yield from self._by_category(steps)

    def _by_category(self, steps: Iterable[StepFinding]) -> Iterator[Block]:
        """And within a category by urgency; the first of a category names it."""
        ordered = sorted(steps, key=lambda step: (self._categories.index(step.category), step.rank))
        for category, chosen in groupby(ordered, key=lambda step: step.category):
            rows = [Step(self._words[step.id], DENSE, _choice(self._summary, step), after=_APART) for step in chosen]
            rows[0].lead = put("<b><a>{}</a></b>", category)
            yield checklist(rows, before=1.6)


def plain_steps(summary: Summary, steps: Iterable[StepFinding]) -> Block:
    """In the order given, each with its reason and a line for a note."""
    rows: list[Step] = []
    for step in steps:
        held, cited = _held_text(summary, step), summary.cited(step.sources)
        about = put("Because: {} Why: {} {} {}", held, step.why, step.id, cited)
        words = put("<b>{}:</b> {} <q>{}</q>", step.urgency_text, step.text, about)
        rows.append(Step(words, STEP, _choice(summary, step), _NOTE))
    return checklist(rows)


def _choice(summary: Summary, step: StepFinding) -> str:
    return summary.signed.choice(step.id) if summary.signed else ""


def _held_text(summary: Summary, step: StepFinding) -> str:
    """A flag of this report by its id, since its title stands on the first page."""
    text = step.held or step.condition
    for flag in summary.assessment.flags:
        text = text.replace(f"“{flag.title}”", flag.id)
    return text
