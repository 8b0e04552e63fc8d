"""Six pain types: which features speak for and against each. No ranking by likelihood, no percentage."""

from __future__ import annotations

from collections.abc import Iterator

from intake.clinical.language.kinds import inside_sentence
from intake.clinical.working.findings import PatternFinding
from intake.report.engine.blocks import Block, Paragraph
from intake.report.engine.headings import column_heading
from intake.report.engine.lists import listed
from intake.report.engine.styles import HANGING_TEXT, QUIET_TEXT, TEXT
from intake.report.engine.words import Words, put, together
from intake.report.summary import Summary

TITLE = "Features consistent with (not a diagnosis)"
NOTHING_SPEAKS = "Nothing in the answers for or against it"


def patterns(summary: Summary) -> Iterator[Block]:
    assessment = summary.assessment
    yield column_heading(TITLE)
    for note in assessment.patterns_notes:
        yield Paragraph(put("<b>{}</b>", note), TEXT)
    if assessment.patterns is not None:
        yield listed((_pattern(pattern, summary) for pattern in assessment.patterns), HANGING_TEXT)
        yield Paragraph(put("{}", assessment.patterns_caution), QUIET_TEXT)


def _pattern(pattern: PatternFinding, summary: Summary) -> Words:
    title = put("{}: {}", pattern.name, pattern.text)
    rows = (("For", pattern.supports), ("Against", pattern.against), ("Not known", pattern.unknown))
    given = [
        put("<a>{}:</a> {}", name, together("; ", (put("{} <q>({})</q>", each.text, each.id) for each in features)))
        for name, features in rows
        if features
    ]
    cited = summary.cited(dict.fromkeys(source for feature in pattern.features for source in feature.sources))
    return put("<b>{}.</b> {}. <q>{}</q>", title, together(". ", given or [NOTHING_SPEAKS]), cited)


def _short(pattern: PatternFinding) -> str:
    """``joint``."""
    return inside_sentence(pattern.name.removesuffix("-type features"))
