"""How urgent it is: the overall tier, the flags present with their answers, and those that could not be excluded."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from intake.clinical.working.findings import Assessment, FlagFinding
from intake.report.engine.blocks import Block, Paragraph, Stack
from intake.report.engine.headings import heading
from intake.report.engine.lists import listed
from intake.report.engine.shapes import Barred
from intake.report.engine.styles import ACCENT, BODY, OVERALL, RED, RED_TINT, SMALL, TINT
from intake.report.engine.tagging import NO_NUMBERS
from intake.report.engine.text import capital, counted
from intake.report.engine.words import NOTHING, Words, put, together
from intake.report.summary import Summary

from .lines import asked_once, labels_text, reasons_text

EMERGENCY = 1
ACTION = "Suggested action"
_TO_DECIDE = "with the answers behind each; what to do is for the clinician to decide"


def urgency(summary: Summary) -> Iterator[Block]:
    assessment = summary.assessment
    yield _overall(assessment)
    if assessment.present:
        yield heading("Red flags present", _TO_DECIDE)
        yield Stack([_present(flag, assessment) for flag in assessment.present], "L", NO_NUMBERS)
    yield from _not_excluded(assessment)


def _overall(assessment: Assessment) -> Block:
    """One glance: how urgent, how much is open, and item 9 where it needs a word, always on the first page."""
    rows: list[Block] = [Paragraph(put("{}", assessment.headline), OVERALL)]
    under = [put("{}", sentence) for sentence in assessment.counted]
    if assessment.item9.attention:
        meaning = assessment.item9.meaning
        under.append(put("PHQ-9 item 9 (better off dead, or hurting oneself): <b>{}</b>", meaning))
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


def _not_excluded(assessment: Assessment) -> Iterator[Block]:
    number = len(assessment.open_to_anyone) + len(assessment.open_to_clinician)
    if not number:
        return
    yield heading("Could not be excluded from the answers given")
    flags = counted(number, "red-flag question", "red-flag questions")
    not_excluded = put("<b>{} could not be excluded because of missing answers.</b>", flags)
    yield Paragraph(not_excluded, SMALL, keeps=True)
    groups = (
        ("Ask the person", assessment.open_to_anyone),
        ("For the clinician to ask or examine", assessment.open_to_clinician),
    )
    yield listed((_open_group(title, of, assessment) for title, of in groups if of), SMALL)


def _open_group(title: str, flags: tuple[FlagFinding, ...], assessment: Assessment) -> Words:
    parts = [put("<b><a>{} ({}).</a></b>", title, len(flags))]
    for tier, same in groupby(flags, key=lambda flag: flag.tier_text):
        names = (put("{} <q>({})</q>", flag.title, flag.id) if flag.id else put("{}", flag.title) for flag in same)
        parts.append(put("<b>{}:</b> {}.", capital(tier), together("; ", names)))
    if labels := labels_text(asked_once(assessment, (flag.missing for flag in flags))):
        parts.append(put("<b>Open questions:</b> {}.", labels))
    return together(" ", parts)
