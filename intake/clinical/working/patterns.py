"""Which features of each pain type the answers show."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from intake.clinical.language.condition import joined
from intake.clinical.rules import confidential
from intake.clinical.rules.patterns import AMOUNTS, CATEGORIES, PATTERNS, Feature, Pattern

from .findings import FeatureFinding, PatternFinding, completed

if TYPE_CHECKING:
    from .case import Case


_SHORT = {pattern.id: pattern.short_name for pattern in PATTERNS}


def ranked_patterns(case: Case) -> tuple[PatternFinding, ...]:
    """By points, those of the same by id. The case knows them from then on."""
    found = sorted((pattern_finding(case, pattern) for pattern in PATTERNS), key=lambda p: (-p.points, p.id))
    return tuple(_beside_others(pattern, found) for pattern in found)


def _beside_others(pattern: PatternFinding, ranked: Sequence[PatternFinding]) -> PatternFinding:
    """With what it shares its points with. Where nothing speaks for either that is not worth a word."""
    others = [_SHORT[other.id] for other in ranked if other.points == pattern.points and other is not pattern]
    if not others:
        return pattern
    tied = f"; tied with {joined(others, 'and')}" if pattern.points > 0 else ""
    return completed(pattern, is_joint=True, text=f"{pattern.category_text}{tied}")


def is_mixed(ranked: Sequence[PatternFinding]) -> bool:
    """Two or more with several features, or the two best both clear and within 1 point."""
    several = sum(pattern.category == "several" for pattern in ranked) >= 2
    best, second = ranked[:2]
    return several or (best.is_clear and second.is_clear and best.points - second.points <= 1)


def pattern_finding(case: Case, pattern: Pattern) -> PatternFinding:
    truths = [feature.when.truth(case) for feature in pattern.features]
    features = list(zip(pattern.features, truths, strict=True))
    category = case.patterns[pattern.id] = pattern.category(truths)
    return completed(
        _of_pattern(pattern, category),
        points=sum([feature.weight for feature, truth in features if truth]),
        supports=tuple([_feature(f) for f, truth in features if truth and f.weight > 0]),
        against=tuple([_feature(f) for f, truth in features if truth and f.weight < 0]),
        unknown=tuple([_feature(f) for f, truth in features if truth is None and not f.exam]),
    )


@cache
def _of_pattern(pattern: Pattern, category: str) -> PatternFinding:
    """What it says of everybody."""
    return PatternFinding(
        id=pattern.id,
        name=pattern.name,
        points=0,
        maximum=pattern.maximum,
        category=category,
        category_text=CATEGORIES[category],
        text=CATEGORIES[category],
        is_clear=category in AMOUNTS,
        is_joint=False,
        supports=(),
        against=(),
        unknown=(),
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
