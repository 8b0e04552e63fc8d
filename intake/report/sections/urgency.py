"""How urgent it is: the overall tier, the flags present, and those not excluded that an answer points to."""

from __future__ import annotations

from collections.abc import Iterator

from intake.clinical.working.findings import Assessment, FlagFinding
from intake.report.engine.blocks import Block, Paragraph, Stack
from intake.report.engine.headings import heading
from intake.report.engine.lists import listed
from intake.report.engine.shapes import Barred
from intake.report.engine.styles import ACCENT, BODY, OVERALL, RED, RED_TINT, SMALL, TINT
from intake.report.engine.tagging import NO_NUMBERS
from intake.report.engine.words import NOTHING, Words, put, together
from intake.report.summary import Summary

from .lines import labels_text, reasons_text

EMERGENCY = 1
ACTION = "Suggested action"
_TO_DECIDE = "with the answers behind each; what to do is for the clinician to decide"


def urgency(summary: Summary) -> Iterator[Block]:
    assessment = summary.assessment
    yield _overall(assessment)
    if assessment.present:
        yield heading("Red flags present", _TO_DECIDE)
        yield Stack([_present(flag, assessment) for flag in assessment.present], "L", NO_NUMBERS)
    if assessment.pointed_to:
        yield heading("Cannot be excluded, and something points to it", "what does, and what is still open")
        yield listed((_pointed_to(flag, assessment) for flag in assessment.pointed_to), SMALL)


def _overall(assessment: Assessment) -> Block:
    """One glance: how urgent, how much is open, and item 9 where it needs a word, always on the first page."""
    found = assessment.item9
    rows: list[Block] = [Paragraph(put("{}", assessment.headline), OVERALL)]
    under = [put("{}", sentence) for sentence in assessment.counted]
    if found.attention:
        about = put("PHQ-9 item 9 (better off dead, or hurting oneself): <b>{}</b>", found.meaning)
        under.append(put("<b>{}</b>", found.conflict) if found.conflict else about)
        if not assessment.tier:
            # Nothing that reassures stands above it.
            rows.insert(0, Paragraph(under.pop(), BODY))
    if under:
        rows.append(Paragraph(together(" ", under), BODY))
    bar, tint = (RED, RED_TINT) if assessment.tier == EMERGENCY else (ACCENT, TINT)
    return Barred(rows, bar, tint)


def _present(flag: FlagFinding, assessment: Assessment) -> Block:
    named = put("  <q>{}</q>", flag.id) if flag.id else NOTHING
    # In words, since red alone would not be seen by everybody; it is for emergencies alone.
    mark = put("<b><r>{}</r></b>" if flag.tier == EMERGENCY else "<b><a>{}</a></b>", flag.tier_text.upper())
    body = [Paragraph(put("{}  <b>{}</b>{}", mark, flag.title, named), BODY)]
    if flag.because:
        because = reasons_text(flag.because, assessment)
        body.append(Paragraph(put("Because: {}. <q>{}:</q> {}", because, ACTION, flag.action), SMALL))
    item = Stack([Stack(body, "LBody")], "LI")
    return Barred([item], RED if flag.tier == EMERGENCY else ACCENT, pad=1, before=2.5, after=2.5)


def _pointed_to(flag: FlagFinding, assessment: Assessment) -> Words:
    """The flag, its hint, and what is open."""
    mark = put("<b><a>{}</a></b>", flag.tier_text.upper())
    hint, missing = reasons_text(flag.hint, assessment), labels_text(flag.missing)
    return put(
        "{}  <b>{}</b> <q>{}</q>. <q>Points to it:</q> {}. <q>Open:</q> {}.", mark, flag.title, flag.id, hint, missing
    )
