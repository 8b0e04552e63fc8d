"""How a score that is followed over time is compared from intake to intake."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Holds = Callable[[float, float], bool]
"""Given an earlier and a later score."""

NO_RULE = "The rule book holds no rule for change here: none is marked."


@dataclass(frozen=True)
class ChangeRule:
    mark: str
    says: str
    """When it is marked, in words."""
    holds: Holds
    since_before: bool = False
    """Compared with the whole score before, too: a rise after a fall is not hidden by a high first score."""


@dataclass(frozen=True)
class Change:
    """What is marked of a score that is followed; a score without one is not followed."""

    rules: tuple[ChangeRule, ...] = ()
    note: str = NO_RULE
    sources: tuple[str, ...] = ()


def fell_by(points: float) -> Holds:
    # Rounded, for a PEG is a mean of three: 26/3 - 23/3 is a whole point.
    return lambda earlier, later: round(earlier - later, 6) >= points


def fell_by_share(share: float) -> Holds:
    return lambda earlier, later: earlier > 0 and round(earlier - later, 6) >= round(share * earlier, 6)
