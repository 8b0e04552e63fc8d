"""PHQ-9 item 9, in the person's own words and apart from any score, with whom to call."""

from __future__ import annotations

from collections.abc import Iterator

from intake.report.engine.blocks import Block, Paragraph
from intake.report.engine.headings import Section
from intake.report.engine.styles import BODY, STRONG
from intake.report.engine.words import NOTHING, Words, put, together
from intake.report.summary import Summary

from .afterwards import see_correction

NO_CONTACTS = "Use your local crisis pathway."


def contacts_text(summary: Summary) -> Words:
    """Services with their numbers, each of which stays on one line."""
    numbers = [
        put("{} <b>{}</b>", service, number.replace(" ", "\u00a0")) for service, number in summary.letterhead.emergency
    ]
    return put("{}.", together(", ", numbers)) if numbers else put(NO_CONTACTS)


def item9(summary: Summary) -> Iterator[Block]:
    found = summary.assessment.item9
    rows: list[Block] = [*see_correction(summary, "item9")]
    if found.conflict:
        rows.append(Paragraph(put("{}", found.conflict), STRONG))
    contacts = NOTHING
    if found.contacts_due:
        contacts = put(" <b>Crisis contacts:</b> {}", contacts_text(summary))
    text = put("<b>{}</b>. {}{}", found.quoted, found.after, contacts)
    yield Section("PHQ-9 item 9", [*rows, Paragraph(text, BODY)])
