"""The rules behind flags and the combined presentation, in words, so that a clinician can judge each for themselves.

A step says beside itself what of its rule holds; a feature of a pain type is its own rule in words.
"""

from __future__ import annotations

from collections.abc import Iterator

from intake.clinical.working.findings import FlagFinding
from intake.report.engine.blocks import Block
from intake.report.engine.headings import column_heading
from intake.report.engine.lists import listed
from intake.report.engine.styles import DENSE
from intake.report.engine.words import Words, put
from intake.report.summary import Summary

_ABOUT = "of one that holds, what makes it hold"


def rules(summary: Summary) -> Iterator[Block]:
    assessment = summary.assessment
    flags = [_flag(flag, summary) for flag in assessment.flags if flag.condition]
    found = (*assessment.combined.rules, *assessment.combined.undecided)
    entries = [*flags, *(_entry(rule.id, rule.held or rule.condition, rule.sources, summary) for rule in found)]
    if entries:
        yield column_heading("Rules in words", _ABOUT)
        yield listed(entries, DENSE)


def _flag(flag: FlagFinding, summary: Summary) -> Words:
    if flag in summary.assessment.present:
        return _entry(flag.id, flag.held or flag.condition, flag.sources, summary)
    return _entry(f"{flag.id} (cannot be excluded)", flag.condition, flag.sources, summary)


def _entry(name: str, condition: str, sources: tuple[str, ...], summary: Summary) -> Words:
    return put("<b>{}</b> {} <q>{}</q>", name, condition, summary.cited(sources))
