"""The end of the report: what it cannot do, and the clinician's own decision."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from intake.clinical.telling.notices import LIMITATIONS
from intake.report.engine.blocks import Block, Paragraph, Stack
from intake.report.engine.headings import column_heading, column_part
from intake.report.engine.lists import listed
from intake.report.engine.shapes import Beside, Lines
from intake.report.engine.styles import COLUMN, HANGING_TEXT, QUIET_DENSE, TEXT
from intake.report.engine.words import Words, put
from intake.report.signed import Decision, LeftOpen, Reviewed, Signed
from intake.report.summary import Summary

from .afterwards import signer_text

_TITLE = "My assessment and decision"
_CHOICES = {"accepted": "Accepted", "done": "Done", "not_needed": "Not needed", "": "Left open"}
_WRITE_IN = ("Name and role", "Signature", "Date and time")
_DRAFT = "this report is a draft until a clinician has signed it"
_APART, _LINE = 8, 12.5


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
    yield from decided_steps("Steps", (step for step in signed.steps if step.id in shared))
    yield from decided_steps("The clinician's own steps", signed.own_steps)
    yield from reviewed_flags(flag for flag in signed.reviewed if flag.id in shared)
    yield from left_open(item for item in signed.left_open if item.id in shared)
    yield column_part("Signature")
    yield Paragraph(put("Signed by <b>{}</b>.", signer_text(signed.by)), TEXT)


def shared_ids(summary: Summary) -> set[str]:
    """Of the flags and steps that the shared pages tell of."""
    flags, steps = summary.assessment.flags, summary.assessment.steps
    return {*(flag.id for flag in flags), *(step.id for step in steps)}


def decided_steps(title: str, steps: Iterable[Decision]) -> Iterator[Block]:
    texts: list[Words] = []
    for step in steps:
        named = put(" <q>{}</q>", step.id) if step.id else ""
        reason = put(" Reason: {}", step.reason) if step.reason else ""
        texts.append(put("<b>{}:</b> {}{}{}", _CHOICES[step.choice], step.text, named, reason))
    return _part(title, texts)


def reviewed_flags(flags: Iterable[Reviewed]) -> Iterator[Block]:
    texts = [put("<b>{}</b> <q>{}</q>: {}", flag.title, flag.id, flag.words) for flag in flags]
    return _part("Red flags, clinically reviewed", texts)


def left_open(items: Iterable[LeftOpen]) -> Iterator[Block]:
    texts = [put("{} <q>{}</q>. <b>Word:</b> {}", item.label, item.id, item.words) for item in items]
    return _part("Still open at the signature, with the clinician's word on each", texts)


def _part(title: str, texts: list[Words]) -> Iterator[Block]:
    if texts:
        yield column_part(title)
        yield listed(texts, HANGING_TEXT)
