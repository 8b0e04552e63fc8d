"""What the clinician may consider: key entries on the first page, the others behind it in their order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from intake.clinical.working.findings import Assessment, StepFinding
from intake.report.engine.blocks import Block, Paragraph
from intake.report.engine.headings import Section, subheading
from intake.report.engine.lists import Step, checklist, listed
from intake.report.engine.styles import BODY, ITEM
from intake.report.engine.words import Words, put, together
from intake.report.summary import Summary
from intake.summary.entries import LATER, Entry, entries, is_safety_net


def in_lines(found: Sequence[Entry], *, boxes: bool = True) -> Block:
    """Each entry in a line; how urgent it is where that differs from the one before.

    Args:
        boxes: to tick, as long as nothing is signed.
    """
    texts, before = [], ""
    for entry in found:
        urgency = entry.steps[0].urgency_text
        texts.append(put("<b>{}:</b> {}", urgency, entry.text) if urgency != before else put("{}", entry.text))
        before = urgency
    return checklist([Step(text, BODY) for text in texts]) if boxes else listed(texts, ITEM)


def key_steps(assessment: Assessment) -> Iterator[Block]:
    """Each entry in a line, with a box."""
    if leading := entries(assessment, assessment.leading_groups):
        yield in_lines(leading)
    else:
        yield Paragraph(put("No key steps. Further steps stand on the next page."), BODY)


def further_steps(summary: Summary) -> Iterator[Block]:
    """The entries that do not lead, each in a line; steps of a group by name; and what can wait for an emergency."""
    assessment = summary.assessment
    rest = [group for group in assessment.step_groups if group not in assessment.leading_groups]
    parts = ((entries(assessment, rest), ""), (entries(assessment, assessment.step_groups, later=True), LATER))
    rows: list[Block] = []
    for every, title in parts:
        if found := [entry for entry in every if not all(map(is_safety_net, entry.steps))]:
            rows += [subheading(title)] if title else []
            rows.append(in_lines(found, boxes=not summary.signed))
    if rows:
        yield Section("Further steps", rows)


def steps_with_rules(summary: Summary) -> Iterator[Block]:
    """Every step by its entry, with what of its rule holds, why it is asked, its id and its sources."""
    assessment = summary.assessment
    rows: list[Block] = []
    for group in assessment.step_groups:
        if group.heading:
            rows.append(subheading(group.heading))
        rows.append(listed((step_text(summary, step) for step in assessment.steps_of(group)), ITEM))
    if rows:
        yield Section("Steps, with their reasons", rows)


def step_text(summary: Summary, step: StepFinding) -> Words:
    held, cited = _held_text(summary, step), summary.cited(step.sources)
    about = put("<q>Because:</q> {} <q>Why:</q> {} <q>{} {}</q>", held, step.why, step.id, cited)
    return together(" ", [put("<b>{}:</b> {}", step.urgency_text, step.text), about])


def _held_text(summary: Summary, step: StepFinding) -> str:
    """A flag of this report by its id, since its title stands on the first page."""
    text = step.held or step.condition
    for flag in summary.assessment.flags:
        text = text.replace(f"“{flag.title}”", flag.id)
    return text
