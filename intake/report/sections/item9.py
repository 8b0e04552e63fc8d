"""PHQ-9 item 9, in the person's own words and apart from any score, with whom to call."""

from __future__ import annotations

from collections.abc import Iterator

from intake.report.engine.blocks import Block, Paragraph
from intake.report.engine.headings import heading
from intake.report.engine.styles import BODY, OVERALL
from intake.report.engine.words import NOTHING, put, together
from intake.report.summary import Summary

NO_CONTACTS = "Use your local crisis pathway."


def item9(summary: Summary) -> Iterator[Block]:
    found = summary.assessment.item9
    yield heading("Thoughts of death or self-harm (PHQ-9 item 9)")
    if found.conflict:
        yield Paragraph(put("{}", found.conflict), OVERALL)
    contacts = NOTHING
    if found.contacts_due:
        numbers = [put("{} <b>{}</b>", service, number) for service, number in summary.letterhead.emergency]
        named = put("{}.", together("  ·  ", numbers)) if numbers else NO_CONTACTS
        contacts = put(" <b>Crisis contacts:</b> {}", named)
    text = put("“{}”, last 2 weeks: <b>{}</b>. {}{}", found.question, found.quoted, found.after, contacts)
    yield Paragraph(text, BODY)
