"""Six pain types: which features speak for and against each. No ranking by likelihood, no percentage."""

from __future__ import annotations

from collections.abc import Iterator

from intake.clinical.working.findings import PatternFinding
from intake.report.engine.blocks import Block, Paragraph
from intake.report.engine.headings import Section
from intake.report.engine.lists import listed
from intake.report.engine.styles import BODY, ITEM, QUIET_SMALL
from intake.report.engine.words import Words, put, together
from intake.report.summary import Summary

TITLE = "Features consistent with (not a diagnosis)"
NOTHING_SPEAKS = "Nothing in the answers for or against it"


def patterns(summary: Summary) -> Iterator[Block]:
    """The leading types with their features, the others in a line each."""
    assessment = summary.assessment
    rows: list[Block] = [Paragraph(put("<b>{}</b>", note), BODY) for note in assessment.patterns_notes]
    if assessment.patterns is not None:
        leading = assessment.leading_patterns
        texts = [_with_features(pattern) for pattern in leading] or [put("No pattern stands out.")]
        others = [pattern for pattern in assessment.patterns if pattern not in leading]
        texts += [put("<b>{}:</b> {}", pattern.name, f"{pattern.text}.") for pattern in others]
        rows += [listed(texts, ITEM), Paragraph(put("{}", assessment.patterns_caution), QUIET_SMALL)]
    yield Section(TITLE, rows)


def _with_features(pattern: PatternFinding) -> Words:
    rows = (("For", pattern.supports), ("Against", pattern.against))
    given = [
        put("<a>{}:</a> {}.", name, "; ".join(feature.text for feature in features))
        for name, features in rows
        if features
    ]
    return together(" ", [put("<b>{}: {}.</b>", pattern.name, pattern.text), *given])


def all_patterns(summary: Summary) -> Iterator[Block]:
    """Every feature of every type, with its id and what it rests on."""
    if summary.assessment.patterns:
        texts = (_in_full(pattern, summary) for pattern in summary.assessment.patterns)
        yield Section("Pain types, all features", [listed(texts, ITEM)])


def _in_full(pattern: PatternFinding, summary: Summary) -> Words:
    title = put("{}: {}", pattern.name, pattern.text)
    rows = (("For", pattern.supports), ("Against", pattern.against), ("Not known", pattern.unknown))
    given = [
        put("<a>{}:</a> {}", name, together("; ", (put("{} <q>({})</q>", each.text, each.id) for each in features)))
        for name, features in rows
        if features
    ]
    cited = summary.cited(dict.fromkeys(source for feature in pattern.features for source in feature.sources))
    return put("<b>{}.</b> {}. <q>{}</q>", title, together(". ", given or [NOTHING_SPEAKS]), cited)
