"""Six pain types: which features speak for and against each. No ranking by likelihood, no percentage."""

from __future__ import annotations

from collections.abc import Iterator

from intake.clinical.working.findings import FeatureFinding, PatternFinding
from intake.report.engine.blocks import Block, Paragraph
from intake.report.engine.headings import column_heading
from intake.report.engine.lists import listed
from intake.report.engine.styles import HANGING_TEXT, QUIET_TEXT, TEXT
from intake.report.engine.words import Words, put, together
from intake.report.summary import Summary

TITLE = "Features consistent with (not a diagnosis)"
NOT_TO_DELAY = "Do not use this list to delay the action above."
NOTHING_SPEAKS = "Nothing in the answers for or against it"
NO_PATTERN = "No clear pattern from the answers."

_CATEGORIES = {
    "several": "several features",
    "some": "some features",
    "few": "few features",
    "insufficient": "insufficient data",
}
_SUPPRESSED = {
    "minor": "Not worked out: the person is under 18, and the pain types are for adults.",
    "age_missing": "Not worked out until the age is entered: the pain types are for adults.",
}
_ABOUT = (
    "Points count features given in the answers, with weights set by expert judgement. They are not validated and not "
    "a probability. More than one pattern is normal."
)


def patterns(summary: Summary) -> Iterator[Block]:
    assessment = summary.assessment
    yield column_heading(TITLE)
    text = TEXT
    if assessment.tier in (1, 2):
        yield Paragraph(put("<b>{}</b>", NOT_TO_DELAY), text)
    if assessment.patterns is None:
        yield Paragraph(put("{}", _SUPPRESSED[assessment.scope]), text)
        return
    if not any(pattern.category in ("several", "some") for pattern in assessment.patterns):
        yield Paragraph(put("<b>{}</b>", NO_PATTERN), text)
    if assessment.mixed:
        yield Paragraph(put("<b>Mixed picture:</b> features of more than one type stand side by side."), text)
    points = [pattern.points for pattern in assessment.patterns]
    told = (_pattern(pattern, summary, joint=points.count(pattern.points) > 1) for pattern in assessment.patterns)
    yield listed(told, HANGING_TEXT)
    yield Paragraph(put("{}", _ABOUT), QUIET_TEXT)


def _pattern(pattern: PatternFinding, summary: Summary, *, joint: bool) -> Words:
    points = f"{pattern.points} of {pattern.maximum} points".replace("-", "−")
    category = _CATEGORIES[pattern.category]
    title = put("{}: {}{}, {}", pattern.name, points, " (joint)" if joint else "", category)
    rows = (("For", pattern.supports), ("Against", pattern.against), ("Not known", pattern.unknown))
    given = [put("<a>{}:</a> {}", name, _features(features)) for name, features in rows if features]
    shown = (feature for _, features in rows for feature in features)
    cited = summary.cited(dict.fromkeys(source for feature in shown for source in feature.sources))
    return put("<b>{}.</b> {}. <q>{}</q>", title, together(". ", given or [NOTHING_SPEAKS]), cited)


def _features(features: tuple[FeatureFinding, ...]) -> Words:
    return together("; ", (put("{} <q>({})</q>", feature.text, feature.id) for feature in features))
