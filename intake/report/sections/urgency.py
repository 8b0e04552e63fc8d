"""How urgent it is: the overall tier and the flags present, with their answers and what to consider."""

from __future__ import annotations

from collections.abc import Iterator

from intake.clinical.working.findings import PRESENT, Assessment, FlagFinding
from intake.report.engine.blocks import Block, Paragraph, Stack
from intake.report.engine.headings import Section
from intake.report.engine.shapes import Barred
from intake.report.engine.styles import ACCENT, BODY, OVERALL, RED, RED_TINT, STRONG, TINT
from intake.report.engine.tagging import NO_NUMBERS
from intake.report.engine.words import Words, put
from intake.report.summary import Summary
from intake.summary.entries import beginning

from .afterwards import see_correction

EMERGENCY = 1
ACTION = "Consider"
WITH_ACTION = 3
"""So many of the most urgent flags say what to do on the first page; it stands with every flag in the record."""


def urgency(summary: Summary) -> Iterator[Block]:
    assessment = summary.assessment
    rows: list[Block] = [*see_correction(summary, "urgency"), _overall(assessment)]
    flags = [_present(flag, place, summary) for place, flag in enumerate(assessment.present)]
    if flags:
        rows.append(Stack(flags, "L", NO_NUMBERS))
    yield Section("Urgency", rows)


def _overall(assessment: Assessment) -> Block:
    """One glance: how urgent, how much is open, and item 9 first where nothing may reassure above it."""
    found = assessment.item9
    rows: list[Block] = [Paragraph(put("{}", assessment.headline), OVERALL if assessment.tier else STRONG)]
    if found.attention and not assessment.tier:
        about = put("PHQ-9 item 9 (better off dead, or hurting oneself): {}", found.meaning)
        rows.insert(0, Paragraph(put("<b>{}</b>", found.conflict or about), BODY))
    bar, tint = (RED, RED_TINT) if assessment.tier == EMERGENCY else (ACCENT, TINT)
    return Barred(rows, bar, tint, before=0, after=3)


def tier_mark(flag: FlagFinding) -> Words:
    """In words, since red alone would not be seen by everybody; it is for emergencies that are present alone."""
    is_red = flag.tier == EMERGENCY and flag.status == PRESENT
    return put("<b><r>{}</r></b>" if is_red else "<b><a>{}</a></b>", flag.tier_text.upper())


def _present(flag: FlagFinding, place: int, summary: Summary) -> Block:
    words = [put("{}  <b>{}.</b>", tier_mark(flag), flag.title)]
    if flag.because:
        words.append(put(" {}.", summary.told.text(flag.because, 1 if place else 2)))
        if place < WITH_ACTION:
            words.append(put(" <q>{}:</q> {}", ACTION, _action(flag, in_full=not place)))
    joined = Words(span for part in words for span in part)
    return Stack([Paragraph(joined, BODY, "LBody")], "LI")


def _action(flag: FlagFinding, *, in_full: bool) -> str:
    """A sentence of the most urgent, a clause of the next; all of it stands in the record."""
    if not in_full:
        return beginning(flag.action)
    first, _, rest = flag.action.partition(". ")
    return f"{first}." if rest else flag.action
