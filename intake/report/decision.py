"""The end of the clinical part: what this report cannot do, and the clinician's own decision."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from reportlab.platypus import Flowable, KeepTogether

from . import confidential
from .afterwards import said_signer
from .parts import WritingLine, heading, paragraph, subheading, table
from .signed import Decision, Signed
from .styles import BODY, HANGING, PART, QUIET_SMALL, WIDTH
from .summary import Summary
from .text import put

_TITLE = "My assessment and decision"
_CHOICES = {"accepted": "Accepted", "done": "Done", "not_needed": "Not needed", "": "Left open"}

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


def limitations(summary: Summary) -> Iterator[Flowable]:
    yield from heading("Limitations", room=110)
    yield paragraph(BODY, "{}", LIMITATIONS)


def decision(summary: Summary) -> Iterator[Flowable]:
    if summary.signed:
        yield from _decided(summary, summary.signed)
        return
    labels = [paragraph(QUIET_SMALL, "{}", label) for label in ("Name", "Role", "Signature", "Date and time")]
    signature = table([labels], (WIDTH / 4,) * 4, rules=False)
    parts: list[Flowable] = [*heading(_TITLE), *(WritingLine(18) for _ in range(3))]
    parts += [WritingLine(26), signature]
    parts.append(paragraph(QUIET_SMALL, "This report is a draft until a clinician has signed it."))
    yield KeepTogether(parts)


def _decided(summary: Summary, signed: Signed) -> Iterator[Flowable]:
    """As it was signed; what belongs to safeguarding stands on the clinician-only page."""
    apart = confidential.kept_apart(summary.assessment)
    yield from heading(_TITLE)
    yield paragraph(BODY, "{}", signed.text or "No assessment of their own was written.")
    yield from decided_steps("Steps", [step for step in signed.steps if step.id not in apart])
    yield from decided_steps("The clinician's own steps", signed.own_steps)
    yield from reviewed_flags(signed, [flag.id for flag in signed.reviewed if flag.id not in apart])
    yield from left_open(signed, [item.id for item in signed.left_open if item.id not in apart])
    yield from subheading(PART, "Signature")
    yield paragraph(BODY, "Signed by <b>{}</b>.", said_signer(signed.by))


def decided_steps(title: str, steps: Sequence[Decision]) -> Iterator[Flowable]:
    if steps:
        yield from subheading(PART, "{}", title)
    for step in steps:
        named = put(" ({})", step.id) if step.id else ""
        reason = put(" Reason: {}", step.reason) if step.reason else ""
        yield paragraph(HANGING, "<b>{}:</b> {}{}{}", _CHOICES[step.choice], step.text, named, reason)


def reviewed_flags(signed: Signed, ids: Collection[str]) -> Iterator[Flowable]:
    if ids:
        yield from subheading(PART, "Red flags, clinically reviewed")
    for flag in signed.reviewed:
        if flag.id in ids:
            yield paragraph(HANGING, "<b>{}</b> ({}): {}", flag.title, flag.id, flag.words)


def left_open(signed: Signed, ids: Collection[str]) -> Iterator[Flowable]:
    if ids:
        yield from subheading(PART, "Still open at the signature, with the clinician's word on each")
    for item in signed.left_open:
        if item.id in ids:
            yield paragraph(HANGING, "{} ({}). <b>Word:</b> {}", item.label, item.id, item.words)
