"""How urgent it is, in the sentences that stand first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from intake.clinical.language.numbers import counted
from intake.clinical.rules.red_flags import TIERS
from intake.clinical.working.findings import PRESENT, FlagFinding
from intake.clinical.working.flags import lowest_tier


def headline(flags: Sequence[FlagFinding]) -> str:
    """Never "no red flags" while one is not excluded."""
    if tier := lowest_tier(flags, PRESENT):
        return f"Overall: {TIERS[tier]} (tier {tier})"
    if number_open := len(flags):
        return f"No red flags among the questions answered; {number_open} could not be excluded"
    return "No red flag is present in the answers given"


def counted_flags(flags: Sequence[FlagFinding], tier_open: int) -> Iterator[str]:
    """How many are present and how many open."""
    present = sum(flag.status == PRESENT for flag in flags)
    number_open = len(flags) - present
    if present:
        others = f"{number_open} could not be excluded" if number_open else "the others are absent in the answers given"
        yield f"{counted(present, 'red flag present', 'red flags present')}; {others}."
    if number_open:
        yield f"Most urgent among those not excluded: {TIERS[tier_open]}."
