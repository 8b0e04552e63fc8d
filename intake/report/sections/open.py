"""What cannot be excluded and something points to, answers that do not fit, and how much is not asked yet."""

from __future__ import annotations

from collections.abc import Iterator

from intake.clinical.working.findings import FlagFinding
from intake.report.engine.blocks import Block, Paragraph
from intake.report.engine.headings import Section
from intake.report.engine.lists import listed
from intake.report.engine.styles import BODY
from intake.report.engine.words import Words, put
from intake.report.summary import Summary

from .urgency import tier_mark

FLAGS, OPEN, CONFLICTS = 2, 1, 1
"""Told in full on the first page: of flags, of the open questions of each, and of answers that do not fit."""


def still_open(summary: Summary) -> Iterator[Block]:
    assessment = summary.assessment
    rows: list[Block] = []
    if assessment.pointed_to:
        texts = [_pointed_to(flag, summary) for flag in assessment.pointed_to[:FLAGS]]
        if others := assessment.pointed_to[FLAGS:]:
            texts.append(put("<b>{}.</b>", "; ".join(flag.title for flag in others)))
        rows.append(listed(texts, BODY))
    if assessment.warnings:
        said = " ".join(warning.text for warning in assessment.warnings[:CONFLICTS])
        if (more := len(assessment.warnings) - CONFLICTS) > 0:
            said = f"{said} {more} more in the record."
        rows.append(Paragraph(put("<b>Answers do not fit together:</b> {}", said), BODY))
    # The sentences before count the flags that stand here by name.
    if sentences := " ".join(assessment.counted[bool(assessment.present) + bool(assessment.pointed_to) :]):
        rows.append(Paragraph(put("{}", sentences), BODY))
    if rows:
        yield Section("Cannot be excluded" if assessment.pointed_to else "Still open", rows)


def _pointed_to(flag: FlagFinding, summary: Summary) -> Words:
    """The flag, its hint, and what is open."""
    hint, missing = summary.told.text(flag.hint, 1), _open(flag)
    return put("{}  <b>{}.</b> {}. <q>Open:</q> {}.", tier_mark(flag), flag.title, hint, missing)


def _open(flag: FlagFinding) -> str:
    """The first questions that would settle it; all of them stand in the record."""
    labels = list(dict.fromkeys(line.brief for line in flag.missing))
    more = f" and {len(labels) - OPEN} more" if len(labels) > OPEN else ""
    return f"{'; '.join(labels[:OPEN])}{more}"
