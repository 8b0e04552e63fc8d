"""Which features of each pain type the answers show."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from intake.clinical.rules.patterns import AMOUNTS, Feature, Pattern

from .findings import FeatureFinding, PatternFinding

if TYPE_CHECKING:
    from intake.clinical.language.conditions import Truth

    from .case import Case


def pattern_finding(case: Case, pattern: Pattern) -> PatternFinding:
    truths = [feature.when.truth(case) for feature in pattern.features]
    features = list(zip(pattern.features, truths, strict=True))
    case.patterns[pattern.id] = category(pattern, truths)
    return PatternFinding(
        id=pattern.id,
        name=pattern.name,
        points=sum(feature.weight for feature, truth in features if truth),
        maximum=pattern.maximum,
        category=case.patterns[pattern.id],
        supports=tuple(_feature(f) for f, truth in features if truth and f.weight > 0),
        against=tuple(_feature(f) for f, truth in features if truth and f.weight < 0),
        unknown=tuple(_feature(f) for f, truth in features if truth is None and not f.exam),
    )


def category(pattern: Pattern, truths: Sequence[Truth]) -> str:
    """several, some, few or insufficient, from what each of its features came to."""
    features = list(zip(pattern.features, truths, strict=True))
    weights = [feature.weight for feature, truth in features if truth]
    for amount, (least_points, least_supporting) in AMOUNTS.items():
        if sum(weights) >= least_points and sum(weight > 0 for weight in weights) >= least_supporting:
            return amount
    reported = [(feature.weight, truth) for feature, truth in features if feature.weight > 0 and not feature.exam]
    known = sum(weight for weight, truth in reported if truth is not None)
    return "few" if known * 2 >= sum(weight for weight, _ in reported) else "insufficient"


def _feature(feature: Feature) -> FeatureFinding:
    return FeatureFinding(feature.id, feature.text, feature.weight, feature.when.sentence, feature.sources)
