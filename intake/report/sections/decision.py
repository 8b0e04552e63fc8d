"""The end of the report: what it cannot do, and the clinician's own decision."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from intake.report.engine.blocks import Block, Paragraph, Stack
from intake.report.engine.headings import column_heading, column_part
from intake.report.engine.lists import listed
from intake.report.engine.shapes import Beside, Lines
from intake.report.engine.styles import COLUMN, HANGING_TEXT, QUIET_DENSE, TEXT
from intake.report.engine.words import Words, put
from intake.report.signed import Decision, Signed
from intake.report.summary import Summary

from .afterwards import said_signer

_TITLE = "My assessment and decision"
_CHOICES = {"accepted": "Accepted", "done": "Done", "not_needed": "Not needed", "": "Left open"}
_WRITE_IN = ("Name and role", "Signature", "Date and time")
_DRAFT = "this report is a draft until a clinician has signed it"
_APART, _LINE = 8, 12.5

LIMITATIONS = (
    "This report was produced from self-reported answers using published screening tools and a rule set "
    "written for this product. The pattern points, pain-mood levels and several thresholds are expert "
    "judgement and have not been validated. Questionnaires miss cases: for example, a walking-pain "
    "questionnaire missed about half of people with peripheral artery disease in general practice, and most "
    "people who died by suicide in one large study had answered 'not at all' to PHQ-9 item 9. Missing answers "
    "are not negative answers. The rules do not cover all causes of leg pain or low mood. If the report and "
    "your clinical judgement differ, follow your clinical judgement."
)
"""Printed in full. Source: rule book I.5."""


def limitations(_summary: Summary) -> Iterator[Block]:
    yield column_heading("Limitations")
    yield Paragraph(put("{}", LIMITATIONS), TEXT)


def decision(summary: Summary, room: float = 0) -> Iterator[Block]:
    """What was decided; before that, a line to write on, and as many more as there is room for."""
    if summary.signed:
        yield from _decided(summary, summary.signed)
        return
    parts: list[Block] = [column_heading(_TITLE, _DRAFT), Lines(min(6, 1 + int(room / _LINE)), _LINE)]
    each = (COLUMN - 2 * _APART) / 3
    boxes = [(each, [Lines(1, 15), Paragraph(put("{}", label), QUIET_DENSE)]) for label in _WRITE_IN]
    parts.append(Beside(boxes, _APART))
    yield Stack(parts, whole=True)


def _decided(summary: Summary, signed: Signed) -> Iterator[Block]:
    """As it was signed; what belongs to safeguarding stands on the clinician-only page."""
    shared = shared_ids(summary)
    yield column_heading(_TITLE)
    yield Paragraph(put("{}", signed.text or "No assessment of their own was written."), TEXT)
    yield from decided_steps("Steps", [step for step in signed.steps if step.id in shared])
    yield from decided_steps("The clinician's own steps", signed.own_steps)
    yield from reviewed_flags(signed, [flag.id for flag in signed.reviewed if flag.id in shared])
    yield from left_open(signed, [item.id for item in signed.left_open if item.id in shared])
    yield column_part("Signature")
    yield Paragraph(put("Signed by <b>{}</b>.", said_signer(signed.by)), TEXT)


def shared_ids(summary: Summary) -> set[str]:
    """Of the flags and steps that the shared pages tell of."""
    flags, steps = summary.assessment.flags, summary.assessment.steps
    return {*(flag.id for flag in flags), *(step.id for step in steps)}


def decided_steps(title: str, steps: Sequence[Decision]) -> Iterator[Block]:
    if steps:
        yield column_part(title)
        yield listed(map(_said, steps), HANGING_TEXT)


def _said(step: Decision) -> Words:
    named = put(" <q>{}</q>", step.id) if step.id else ""
    reason = put(" Reason: {}", step.reason) if step.reason else ""
    return put("<b>{}:</b> {}{}{}", _CHOICES[step.choice], step.text, named, reason)


def reviewed_flags(signed: Signed, ids: Collection[str]) -> Iterator[Block]:
    if ids:
        yield column_part("Red flags, clinically reviewed")
        reviewed = (flag for flag in signed.reviewed if flag.id in ids)
        told = (put("<b>{}</b> <q>{}</q>: {}", flag.title, flag.id, flag.words) for flag in reviewed)
        yield listed(told, HANGING_TEXT)


def left_open(signed: Signed, ids: Collection[str]) -> Iterator[Block]:
    if ids:
        yield column_part("Still open at the signature, with the clinician's word on each")
        items = (item for item in signed.left_open if item.id in ids)
        told = (put("{} <q>{}</q>. <b>Word:</b> {}", item.label, item.id, item.words) for item in items)
        yield listed(told, HANGING_TEXT)
