"""Which features of each pain type the answers show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from intake.clinical.rules import confidential
from intake.clinical.rules.patterns import AMOUNTS, CATEGORIES, PATTERNS, Feature, Pattern

from .case import Case
from .findings import FeatureFinding, PatternFinding


def work_out_patterns(case: Case) -> None:
    """Fill in the case's patterns alone: what the combined rules look at."""
    for pattern in PATTERNS:
        pattern_finding(case, pattern)


def ranked_patterns(case: Case) -> tuple[PatternFinding, ...]:
    """By points, those of the same by id. The case knows them from then on."""
    found = sorted((pattern_finding(case, pattern) for pattern in PATTERNS), key=lambda p: (-p.points, p.id))
    times = Counter(pattern.points for pattern in found)
    return tuple(replace(p, is_joint=True) if times[p.points] > 1 else p for p in found)


def is_mixed(ranked: Sequence[PatternFinding]) -> bool:
    """Two or more with several features, or the two best both clear and within 1 point."""
    several = sum(pattern.category == "several" for pattern in ranked) >= 2
    best, second = ranked[:2]
    return several or (best.is_clear and second.is_clear and best.points - second.points <= 1)


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
        category_text=CATEGORIES[category],
        is_clear=category in AMOUNTS,
        is_joint=False,
        supports=tuple(map(_feature, supports)),
        against=tuple(map(_feature, against)),
        unknown=tuple(_feature(f) for f, truth in truths if truth is None and not f.exam),
    )


@cache
def _feature(feature: Feature) -> FeatureFinding:
    return FeatureFinding(
        feature.id,
        feature.text,
        feature.weight,
        feature.when.sentence,
        feature.sources,
        confidential=confidential.tells(feature.when),
    )


def _category(points: int, supporting: int, *, enough: bool) -> str:
    for amount, (least_points, least_supporting) in AMOUNTS.items():
        if points >= least_points and supporting >= least_supporting:
            return amount
    return "few" if enough else "insufficient"
