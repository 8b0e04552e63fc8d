"""The rules behind flags and the combined presentation, in words, so that a clinician can judge each for themselves.

A step says beside itself what of its rule holds; a feature of a pain type is its own rule in words.
"""

from __future__ import annotations

from collections.abc import Iterator

from intake.clinical.findings import CombinedRuleFinding, FlagFinding

from . import confidential
from .blocks import Block, Paragraph
from .headings import column_heading
from .lines import said_labels
from .lists import listed
from .styles import DENSE, QUIET_DENSE
from .summary import Summary
from .words import Words, put

_ABOUT = "Each red flag and each rule on pain and mood that is present, or could not be decided, with its condition."


def rules(summary: Summary, scale: float) -> Iterator[Block]:
    assessment = summary.assessment
    flags = [_flag(flag, summary) for flag in assessment.flags if flag.id != confidential.FLAG]
    found = (*assessment.combined.rules, *assessment.combined.undecided)
    entries = [*flags, *(_entry(rule.id, "", rule, summary) for rule in found)]
    if entries:
        yield column_heading("Rules in words", scale=scale)
        yield Paragraph(put("{}", _ABOUT), QUIET_DENSE.at(scale), keeps=True)
        yield listed(entries, DENSE.at(scale))


def _flag(flag: FlagFinding, summary: Summary) -> Words:
    if flag in summary.assessment.present:
        return _entry(flag.id, "", flag, summary)
    return _entry(flag.id, put(" (cannot be excluded; open: {})", said_labels(flag.missing)), flag, summary)


def _entry(id_: str, more: Words | str, rule: FlagFinding | CombinedRuleFinding, summary: Summary) -> Words:
    condition = confidential.unnamed(rule.condition)
    return put("<b>{}</b>{} {} <q>{}</q>", id_, more, condition, summary.cited(rule.sources))
