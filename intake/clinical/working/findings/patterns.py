"""Pain types, and pain and mood together: what speaks for each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from .confidential import not_confidential
from .line import Line


@dataclass(frozen=True)
class FeatureFinding:
    id: str
    text: str
    weight: int
    condition: str
    sources: tuple[str, ...]
    confidential: bool = False


@dataclass(frozen=True)
class PatternFinding:
    id: str
    name: str
    points: int
    maximum: int
    category: str
    """several, some, few or insufficient."""
    category_text: str
    """``several features``."""
    is_clear: bool
    """Some or several features speak for it."""
    is_joint: bool
    """Another has as many points."""
    supports: tuple[FeatureFinding, ...]
    against: tuple[FeatureFinding, ...]
    unknown: tuple[FeatureFinding, ...]
    """Features not known; those of the examination are left out."""
    text: str = ""
    """``several features; tied with nerve-type``: what a face prints in place of points."""

    @property
    def features(self) -> tuple[FeatureFinding, ...]:
        return (*self.supports, *self.against, *self.unknown)

    def shared(self) -> PatternFinding:
        if not any(feature.confidential for feature in self.features):
            return self
        return replace(
            self,
            supports=not_confidential(self.supports),
            against=not_confidential(self.against),
            unknown=not_confidential(self.unknown),
        )


def leading_patterns(patterns: Iterable[PatternFinding]) -> tuple[PatternFinding, ...]:
    """Every type with several features; where there is none, those with the most points among the clear ones."""
    clear = [pattern for pattern in patterns if pattern.is_clear]
    several = tuple(pattern for pattern in clear if pattern.category == "several")
    return several or tuple(pattern for pattern in clear if pattern.points == clear[0].points)


@dataclass(frozen=True)
class CombinedRuleFinding:
    id: str
    title: str
    condition: str
    why: str
    sources: tuple[str, ...]
    because: tuple[Line, ...]
    missing: tuple[Line, ...]
    held: str = ""
    """Where it holds, what of the condition does, in words; empty in assessments stored before it was worked out."""
    confidential: bool = False


@dataclass(frozen=True)
class CombinedFinding:
    pain: int | None
    """Pain burden 0 to 3."""
    mood: int | None
    """Mood level 0 to 3."""
    level: str | None
    """C0 to C4."""
    text: str
    review: str
    caution: str
    rules: tuple[CombinedRuleFinding, ...]
    undecided: tuple[CombinedRuleFinding, ...]

    def shared(self) -> CombinedFinding:
        if not any(rule.confidential for rule in (*self.rules, *self.undecided)):
            return self
        return replace(self, rules=not_confidential(self.rules), undecided=not_confidential(self.undecided))
