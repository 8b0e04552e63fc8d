"""The clinician's own assessment and plan: as it was signed, or room to write it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby

from intake.report.engine.blocks import Block, Paragraph
from intake.report.engine.headings import Section, subheading
from intake.report.engine.lists import listed
from intake.report.engine.shapes import Beside, Lines, Space
from intake.report.engine.styles import BODY, COLUMN, ITEM, QUIET_SMALL
from intake.report.engine.words import NOTHING, Words, put
from intake.report.summary import Summary, date_text
from intake.summary.entries import beginning
from intake.summary.signed import Decision, LeftOpen, Reviewed, Signed

from .afterwards import see_correction, signer_text
from .steps import key_steps

CHOICES = {"accepted": "Accepted", "done": "Done", "not_needed": "Not needed", "": "Left open"}
NO_WORDS = "No assessment of their own was written."
_WRITE_IN = ("Name, role, registration", "Date and time")
_APART = 10
_LONG = 8
"""So many accepted steps stand in full."""


def decision(summary: Summary) -> Iterator[Block]:
    """What was concluded and accepted; before the signature, the key steps with boxes and lines to write on."""
    rows: list[Block] = [*see_correction(summary, "plan")]
    if summary.signed:
        yield Section("Assessment and plan", [*rows, *_decided(summary, summary.signed)])
    else:
        yield Section("To consider", [*key_steps(summary.assessment)])
        yield Section("My assessment", [Lines(2, 15), Space(4)])


def _decided(summary: Summary, signed: Signed) -> Iterator[Block]:
    yield Paragraph(put("{}", signed.text or NO_WORDS), BODY)
    shared = shared_ids(summary)
    steps = [*(step for step in signed.steps if step.id in shared), *signed.own_steps]
    for choice in ("accepted", "done"):
        chosen = sorted((step for step in steps if step.choice == choice), key=lambda step: step.due or date.max)
        for said, same in groupby(enumerate(chosen), key=lambda each: _by_whom(each[1])):
            yield subheading(said)
            yield listed((_step(step, in_full=place < _LONG) for place, step in same), ITEM)
    if reviewed := [flag for flag in signed.reviewed if flag.id in shared]:
        yield from reviewed_flags(reviewed)
    if left := sum(item.id in shared for item in signed.left_open):
        yield Paragraph(put("Open at the signature: {}, each with a word in the plan.", left), BODY)


def _by_whom(step: Decision) -> str:
    """``Accepted: Carol Clinician, by 6 Dec 2026``, as far as that was kept."""
    said = CHOICES[step.choice]
    return f"{said}: {step.owner}, by {date_text(step.due)}" if step.owner and step.due else said


def _step(step: Decision, *, in_full: bool) -> Words:
    if not in_full:
        return put("{}", beginning(step.text))
    return put("{} <q>{}</q>", step.text, step.reason) if step.reason else put("{}", step.text)


def signature(summary: Summary) -> Iterator[Block]:
    if summary.signed:
        yield Section(
            "Signature", [Paragraph(put("Signed by <b>{}</b>.", signer_text(summary.signed.by)), BODY)], keeps=True
        )
        return
    each = (COLUMN - _APART) / 2
    boxes = [(each, [Lines(1, 16), Paragraph(put("{}", label), QUIET_SMALL)]) for label in _WRITE_IN]
    yield Section("Signature", [Beside(boxes, _APART)], keeps=True)


def shared_ids(summary: Summary) -> set[str]:
    """Of the flags and steps that the shared pages tell of."""
    flags, steps = summary.assessment.flags, summary.assessment.steps
    return {*(flag.id for flag in flags), *(step.id for step in steps)}


def not_needed(summary: Summary) -> Iterator[Block]:
    """Steps that were decided against, or left open, with the reason given."""
    if not summary.signed:
        return
    shared = shared_ids(summary)
    steps = [step for step in summary.signed.steps if step.id in shared and step.choice in ("not_needed", "")]
    if steps:
        yield Section("Not needed, or left open", list(decided_steps("", steps)))
    if left := [item for item in summary.signed.left_open if item.id in shared]:
        yield Section("Open at the signature", list(left_open(left)))


def decided_steps(title: str, steps: Iterable[Decision]) -> Iterator[Block]:
    texts: list[Words] = []
    for step in steps:
        named = put(" <q>{}</q>", step.id) if step.id else NOTHING
        reason = put(" Reason: {}", step.reason) if step.reason else NOTHING
        texts.append(put("<b>{}:</b> {}{}{}", CHOICES[step.choice], step.text, named, reason))
    return _part(title, texts)


def reviewed_flags(flags: Iterable[Reviewed]) -> Iterator[Block]:
    return _part("Red flags, clinically reviewed", [put("<b>{}:</b> {}", flag.title, flag.words) for flag in flags])


def left_open(items: Iterable[LeftOpen]) -> Iterator[Block]:
    return _part("Still open at the signature", [put("<b>{}:</b> {}", item.label, item.words) for item in items])


def _part(title: str, texts: list[Words]) -> Iterator[Block]:
    if texts:
        if title:
            yield subheading(title)
        yield listed(texts, ITEM)
