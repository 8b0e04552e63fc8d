"""Which features of each pain type the answers show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from intake.clinical.rules import confidential
from intake.clinical.rules.patterns import AMOUNTS, CATEGORIES, PATTERNS, Feature, Pattern

from .findings import FeatureFinding, PatternFinding

if TYPE_CHECKING:
    from .case import Case


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
    truths = [feature.when.truth(case) for feature in pattern.features]
    features = list(zip(pattern.features, truths, strict=True))
    category = case.patterns[pattern.id] = pattern.category(truths)
    return PatternFinding(
        id=pattern.id,
        name=pattern.name,
        points=sum(feature.weight for feature, truth in features if truth),
        maximum=pattern.maximum,
        category=category,
        category_text=CATEGORIES[category],
        is_clear=category in AMOUNTS,
        is_joint=False,
        supports=tuple(_feature(f) for f, truth in features if truth and f.weight > 0),
        against=tuple(_feature(f) for f, truth in features if truth and f.weight < 0),
        unknown=tuple(_feature(f) for f, truth in features if truth is None and not f.exam),
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
