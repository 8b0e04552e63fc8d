"""PHQ-9 item 9, in the person's own words and apart from any score, with whom to call."""

from __future__ import annotations

from collections.abc import Iterator

from intake.clinical.working.findings import Assessment
from intake.report.engine.blocks import Block, Paragraph
from intake.report.engine.headings import heading
from intake.report.engine.styles import BODY
from intake.report.engine.words import Words, put, together
from intake.report.summary import Summary

_GIVE_CONTACTS = "S03"
"""The step "Give local crisis contact details": raised among others by a PHQ-9 of 5 or more."""
_SAFETY_FLAGS = ("RF17a", "RF17b", "RF17c")
NO_CONTACTS = "Use your local crisis pathway."


def item9(summary: Summary) -> Iterator[Block]:
    assessment = summary.assessment
    found = assessment.item9
    yield heading("Thoughts of death or self-harm (PHQ-9 item 9)")
    question = assessment.line("phq.q9").label.partition(": ")[2]
    if assessment.line("phq.q9").state == "answered":
        said = put("“<b>{}</b>”. {}", found.said, found.meaning)
    else:
        repeats = found.meaning.startswith(found.said)
        said = put("<b>{}</b>", found.meaning if repeats else f"{found.said}. {found.meaning}")
    contacts = put(" <b>Crisis contacts:</b> {}", _contacts(summary)) if _contacts_are_due(assessment) else put("")
    yield Paragraph(put("“{}”, last 2 weeks: {}{}", question, said, contacts), BODY)


def _contacts_are_due(assessment: Assessment) -> bool:
    raised = any(step.id == _GIVE_CONTACTS for step in assessment.steps)
    return raised or assessment.item9.attention or any(flag.id in _SAFETY_FLAGS for flag in assessment.flags)


def _contacts(summary: Summary) -> Words:
    emergency = [put("{} <b>{}</b>", service, number) for service, number in summary.letterhead.emergency]
    return put("{}.", together("  ·  ", emergency)) if emergency else put("{}", NO_CONTACTS)
