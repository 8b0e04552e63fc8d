"""Which features of each pain type the answers show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from intake.clinical.rules.patterns import Feature, Pattern

from .findings import FeatureFinding, PatternFinding

if TYPE_CHECKING:
    from .case import Case


def pattern_finding(case: Case, pattern: Pattern) -> PatternFinding:
    truths = [feature.when.truth(case) for feature in pattern.features]
    features = list(zip(pattern.features, truths, strict=True))
    case.patterns[pattern.id] = pattern.category(truths)
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


def _feature(feature: Feature) -> FeatureFinding:
    return FeatureFinding(feature.id, feature.text, feature.weight, feature.when.sentence, feature.sources)
