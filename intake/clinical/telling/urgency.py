"""How urgent it is, in the sentences that stand first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from intake.clinical.language.numbers import counted
from intake.clinical.rules.red_flag import TIERS
from intake.clinical.rules.red_flags import RED_FLAGS
from intake.clinical.working.findings import PRESENT, FlagFinding
from intake.clinical.working.flags import lowest_tier


def headline(flags: Sequence[FlagFinding]) -> str:
    """Never "no red flags" while one is not excluded."""
    if tier := lowest_tier(flag for flag in flags if flag.status == PRESENT):
        return f"Overall: {TIERS[tier]} (tier {tier})"
    return f"None of the {len(RED_FLAGS)} rules is met by the answers given; this does not exclude a serious cause"


def counted_flags(flags: Sequence[FlagFinding]) -> Iterator[str]:
    """How many are present, and how many of the others cannot be excluded: those that something points to, and the rest."""
    if present := sum(flag.status == PRESENT for flag in flags):
        yield f"{counted(present, 'red flag present', 'red flags present')}."
    if pointed_to := [flag for flag in flags if flag.is_pointed_to]:
        most_urgent = TIERS[lowest_tier(pointed_to)]
        yield f"{counted(len(pointed_to), 'cannot be excluded', 'cannot be excluded')} while an answer points to it, most urgent: {most_urgent}."
    if questions := unasked(flags):
        yield f"{counted(len(questions), 'question', 'questions')} not yet asked or examined."


def named(flags: Iterable[FlagFinding]) -> str:
    """``Possible cauda equina syndrome and 2 more``, of the same urgency. Nothing confidential: those are pointers."""
    titles = list(dict.fromkeys(flag.shared().title for flag in flags))
    return f"{titles[0]} and {len(titles) - 1} more" if len(titles) > 1 else "".join(titles)


def unasked(flags: Iterable[FlagFinding]) -> list[str]:
    """The open questions of the flags that nothing points to, each once, in the order of the flags."""
    quiet = (flag for flag in flags if flag.is_quiet)
    return list(dict.fromkeys(line.question for flag in quiet for line in flag.missing))
