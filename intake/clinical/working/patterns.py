"""Which features of each pain type the answers show."""

from __future__ import annotations

from intake.clinical.rules.patterns import AMOUNTS, PATTERNS, Feature, Pattern

from .case import Case
from .findings import FeatureFinding, PatternFinding


def work_out_patterns(case: Case) -> None:
    """Fill in the case's patterns alone: what the combined rules look at."""
    for pattern in PATTERNS:
        pattern_finding(case, pattern)


def pattern_finding(case: Case, pattern: Pattern) -> PatternFinding:
    truths = [(feature, feature.when.truth(case)) for feature in pattern.features]
    supports = [f for f, truth in truths if truth and f.weight > 0]
    against = [f for f, truth in truths if truth and f.weight < 0]
    points = sum(f.weight for f in (*supports, *against))
    reported = [(f.weight, truth) for f, truth in truths if f.weight > 0 and not f.exam]
    known = sum(weight for weight, truth in reported if truth is not None)
    enough = known * 2 >= sum(weight for weight, _ in reported)
    category = _category(points, len(supports), enough=enough)
    case.patterns[pattern.id] = category
    return PatternFinding(
        id=pattern.id,
        name=pattern.name,
        points=points,
        maximum=pattern.maximum,
        category=category,
        supports=tuple(map(_feature, supports)),
        against=tuple(map(_feature, against)),
        unknown=tuple(_feature(f) for f, truth in truths if truth is None and not f.exam),
    )


def _feature(feature: Feature) -> FeatureFinding:
    return FeatureFinding(feature.id, feature.text, feature.weight, feature.when.sentence, feature.sources)


def _category(points: int, supporting: int, *, enough: bool) -> str:
    for amount, (least_points, least_supporting) in AMOUNTS.items():
        if points >= least_points and supporting >= least_supporting:
            return amount
    return "few" if enough else "insufficient"
