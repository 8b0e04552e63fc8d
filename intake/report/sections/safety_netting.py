"""What to tell the person to look out for and whom to call, and when to meet again."""

from __future__ import annotations

from collections.abc import Iterator

from intake.clinical.working.findings import StepFinding
from intake.report.engine.blocks import Block, Paragraph
from intake.report.engine.headings import Section
from intake.report.engine.lists import listed
from intake.report.engine.styles import BODY, ITEM
from intake.report.engine.words import put
from intake.report.summary import Summary, date_text

from .item9 import contacts_text

CATEGORY = "Safety-netting"


def is_safety_net(step: StepFinding) -> bool:
    return step.category == CATEGORY


def safety_netting(summary: Summary) -> Iterator[Block]:
    steps = [step for step in summary.assessment.steps if is_safety_net(step)]
    rows: list[Block] = [listed((put("{}", step.text) for step in steps), ITEM)] if steps else []
    if any(step.gives_contacts for step in steps) or summary.assessment.item9.contacts_due:
        rows.append(Paragraph(put("<b>Contacts:</b> {}", contacts_text(summary)), BODY))
    if rows:
        yield Section(CATEGORY, rows)


def follow_up(summary: Summary) -> Iterator[Block]:
    """What was agreed, by its date."""
    signed = summary.signed
    dated = [step for step in (*signed.steps, *signed.own_steps) if step.due] if signed else []
    if dated:
        by_date = sorted(dated, key=lambda step: step.due or summary.assessed_on)
        texts = [
            put("<b>{}:</b> {} <q>({})</q>", date_text(step.due), step.text, step.owner) for step in by_date if step.due
        ]
        yield Section("Follow-up", [listed(texts, ITEM)])
