"""A place in the queue as one number: by tier, then by what cannot be excluded, then by what was not asked.

The lower comes first, before the longer wait. Where a tier is 0, which is none, it comes after 4.
"""

from __future__ import annotations

_TIER = 100
_NONE = 9


def queue_place(tier: int, tier_open: int, tier_unasked: int) -> int:
    return _TIER * (tier or _NONE) + 10 * (tier_open or _NONE) + (tier_unasked or _NONE)


def tier_of(place: int) -> int:
    tier = place // _TIER
    return 0 if tier == _NONE else tier


def places_of(tier: int) -> tuple[int, int]:
    """The first and the last of this tier."""
    first = _TIER * (tier or _NONE)
    return first, first + _TIER - 1
