"""Six pain types: which features speak for and against each. No ranking by likelihood, no percentage."""

from __future__ import annotations

from collections.abc import Iterator

from reportlab.platypus import Flowable

from intake.clinical.findings import FeatureFinding, PatternFinding

from .parts import heading, paragraph
from .styles import BODY, PATTERN, SMALL
from .summary import Summary
from .text import Markup, put, together

TITLE = "Features consistent with (not a diagnosis)"
NOT_TO_DELAY = "Do not use this list to delay the action above."
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


def patterns(summary: Summary) -> Iterator[Flowable]:
    assessment = summary.assessment
    yield from heading(TITLE)
    if assessment.tier in (1, 2):
        yield paragraph(BODY, "<b>{}</b>", NOT_TO_DELAY)
    if assessment.patterns is None:
        yield paragraph(BODY, "{}", _SUPPRESSED[assessment.scope])
        return
    if not any(pattern.category in ("several", "some") for pattern in assessment.patterns):
        yield paragraph(BODY, "<b>{}</b>", NO_PATTERN)
    if assessment.mixed:
        yield paragraph(BODY, "<b>Mixed picture:</b> features of more than one type stand side by side.")
    yield paragraph(SMALL, "{}", _ABOUT)
    points = [pattern.points for pattern in assessment.patterns]
    for pattern in assessment.patterns:
        yield from _pattern(pattern, joint=points.count(pattern.points) > 1)


def _pattern(pattern: PatternFinding, *, joint: bool) -> Iterator[Flowable]:
    points = f"{pattern.points} of {pattern.maximum} points".replace("-", "−")
    category = _CATEGORIES[pattern.category]
    title = put("{}: {}{}, {}", pattern.name, points, " (joint)" if joint else "", category)
    rows = (("For", pattern.supports), ("Against", pattern.against), ("Not known", pattern.unknown))
    given = (put("<i>{}:</i> {}", name, _features(features)) for name, features in rows)
    yield paragraph(PATTERN, '<font size="9"><b>{}.</b></font> {}.', title, together(". ", given))


def _features(features: tuple[FeatureFinding, ...]) -> Markup:
    if not features:
        return put("none")
    return together("; ", (put("{} ({})", feature.text, feature.id) for feature in features))
