"""What cannot be excluded: what something points to by name, all else by who can settle it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from intake.clinical.working.findings import Assessment, FlagFinding
from intake.report.engine.blocks import Block
from intake.report.engine.headings import column_heading
from intake.report.engine.lists import listed
from intake.report.engine.styles import DENSE
from intake.report.engine.text import capital
from intake.report.engine.words import Words, put, together
from intake.report.summary import Summary

from .lines import asked_once, labels_text

POINTED_TO = "Something points to it (more on the first page)"
ASK, EXAMINE = "Not answered: ask the person", "Not asked or examined: for the clinician"


def not_excluded(summary: Summary) -> Iterator[Block]:
    assessment = summary.assessment
    quiet = (
        (ASK, [flag for flag in assessment.open_to_anyone if not flag.is_pointed_to]),
        (EXAMINE, [flag for flag in assessment.open_to_clinician if not flag.is_pointed_to]),
    )
    groups = [_group(title, flags, assessment) for title, flags in quiet if flags]
    if pointed_to := assessment.pointed_to:
        groups.insert(0, put("<b><a>{}.</a></b> {}", POINTED_TO, _titles(pointed_to)))
    if groups:
        yield column_heading("Cannot be excluded from the answers given")
        yield listed(groups, DENSE)


def _group(title: str, flags: list[FlagFinding], assessment: Assessment) -> Words:
    parts = [put("<b><a>{} ({}).</a></b> {}", title, len(flags), _titles(flags))]
    if labels := labels_text(asked_once(assessment, (flag.missing for flag in flags))):
        parts.append(put("<b>Open questions:</b> {}.", labels))
    return together(" ", parts)


def _titles(flags: list[FlagFinding] | tuple[FlagFinding, ...]) -> Words:
    """By tier."""
    parts = []
    for tier, same in groupby(flags, key=lambda flag: flag.tier_text):
        names = (put("{} <q>({})</q>", flag.title, flag.id) if flag.id else put("{}", flag.title) for flag in same)
        parts.append(put("<b>{}:</b> {}.", capital(tier), together("; ", names)))
    return together(" ", parts)
