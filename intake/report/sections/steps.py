"""What the clinician may consider: key entries first, then the others in their order, each step with boxes to tick."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from intake.clinical.working.findings import Assessment, StepFinding, StepGroup
from intake.report.engine.blocks import Block, Paragraph, Stack
from intake.report.engine.headings import column_heading, column_part, heading, subheading
from intake.report.engine.lists import LEGEND, Step, checklist
from intake.report.engine.styles import BODY, DENSE, QUIET_DENSE, STEP, WIDTH, Style
from intake.report.engine.words import put
from intake.report.summary import Summary

FOR_CONSIDERATION = "For consideration by the clinician"
WITH_NOTES = f"{FOR_CONSIDERATION}. {LEGEND}; a line for a note."
LATER = "Later, once the emergency has been dealt with"

_APART = 0.6
_GREY = "In grey: what of its rule holds, the rule, its sources."
_NOTE = 66
"""Room for a note beside a step, in points."""


class _Entry(NamedTuple):
    """What is printed as one: steps under the heading of their group, or a step by itself, without one."""

    heading: str
    steps: list[StepFinding]


def _entries(assessment: Assessment, groups: Iterable[StepGroup], *, later: bool = False) -> list[_Entry]:
    """In the order given, with those of their steps that can wait for the end of an emergency, or with the others."""
    chosen = (
        _Entry(group.heading, [step for step in assessment.steps_of(group) if step.later == later]) for group in groups
    )
    return [entry for entry in chosen if entry.steps]


def key_steps(summary: Summary) -> Iterator[Block]:
    yield heading("Key steps", WITH_NOTES)
    entries = _entries(summary.assessment, summary.assessment.leading_groups)
    for entry in entries:
        yield _on_first_page(summary, entry) if entry.heading else plain_steps(summary, entry.steps)
    if not entries:
        yield Paragraph(put("None beyond those listed further on."), BODY)


class FurtherSteps:
    """The entries that do not lead: the most urgent on the first page, as far as it has room, the others behind it."""

    def __init__(self, summary: Summary) -> None:
        assessment = summary.assessment
        rest = [group for group in assessment.step_groups if group not in assessment.leading_groups]
        self._summary = summary
        self._now = _entries(assessment, rest)
        self._later = _entries(assessment, assessment.step_groups, later=True)

    def moved_up(self, scale: float, room: float) -> tuple[int, list[Block]]:
        """As many entries as there is room for on the first page, and how many they are."""
        title = heading("Further steps", "the most urgent; the others follow").at(scale)
        moved: list[Block] = []
        left = room - title.before - title.height(WIDTH) - title.after
        for entry in self._now:
            block = _on_first_page(self._summary, entry).at(scale)
            left -= block.before + block.height(WIDTH) + block.after
            if left < 0:
                break
            moved.append(block)
        return (len(moved), [title, *moved]) if moved else (0, [])

    def blocks(self, moved: int) -> Iterator[Block]:
        """``moved``: how many entries stand on the first page already."""
        now, legend = self._now[moved:], put("{}. {}. {}", FOR_CONSIDERATION, LEGEND, _GREY)
        for title, entries in (("Further steps", now), (LATER, self._later)):
            if entries:
                yield column_heading(title, FOR_CONSIDERATION.lower() if title == LATER else "")
                if entries is (now or self._later):
                    yield Paragraph(legend, QUIET_DENSE, keeps=True)
                for entry in entries:
                    rows = [_row(self._summary, step, DENSE) for step in entry.steps]
                    yield _checklist(column_part(entry.heading) if entry.heading else None, rows)


def _on_first_page(summary: Summary, entry: _Entry) -> Block:
    rows = [_row(summary, step, STEP, _NOTE) for step in entry.steps]
    return _checklist(subheading(entry.heading) if entry.heading else None, rows)


def _checklist(title: Block | None, rows: list[Step]) -> Block:
    made = checklist(rows, before=1.6)
    return Stack([title, made]) if title else made


def _row(summary: Summary, step: StepFinding, style: Style, note: float = 0) -> Step:
    """What it says, with what of its rule holds, its id and its sources."""
    about = put("{} {} {}", _held_text(summary, step), step.id, summary.cited(step.sources))
    words = put("<b>{}:</b> {} <q>{}</q>", step.urgency_text, step.text, about)
    return Step(words, style, _choice(summary, step), note, after=_APART)


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
