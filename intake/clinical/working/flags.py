"""Which red flags are present, and which cannot be excluded."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from intake.clinical.language.kinds import CLINICIAN
from intake.clinical.rules import confidential
from intake.clinical.rules.red_flag import TIERS, RedFlag
from intake.clinical.rules.red_flags import RED_FLAGS

from .case import Case, Raised
from .findings import CANNOT_EXCLUDE, PRESENT, FlagFinding, completed
from .lines import Lines


def work_out_flags(case: Case, lines: Lines) -> tuple[FlagFinding, ...]:
    """Those that are not absent, in catalogue order. The case knows them from then on."""
    found = []
    for flag in RED_FLAGS:
        truth = flag.when.truth(case)
        if truth is False:
            continue
        missing = () if truth else lines.missing(flag.when)
        pointed_to = truth is None and flag.hint is not None and flag.hint.truth(case) is True
        by_clinician = all(line.by == CLINICIAN for line in missing)
        case.flags[flag.id] = Raised(
            present=truth is True,
            tier=flag.tier,
            physical=flag.physical,
            waits_for_clinician=by_clinician,
            pointed_to=pointed_to,
        )
        if truth:
            because, held = lines.because(flag.when), flag.when.held_sentence(case)
            found.append(completed(_of_flag(flag, PRESENT), because=because, held=held))
        else:
            found.append(
                completed(
                    _of_flag(flag, CANNOT_EXCLUDE),
                    hint=lines.because(flag.hint) if pointed_to and flag.hint else (),
                    open_mark=flag.open_mark if pointed_to else "",
                    missing=missing,
                    waits_for="clinician" if by_clinician else "anyone",
                )
            )
    return tuple(found)


@cache
def _of_flag(flag: RedFlag, status: str) -> FlagFinding:
    """What it says of everybody."""
    pointer = confidential.POINTER if status == PRESENT else confidential.OPEN
    return FlagFinding(
        id=flag.id,
        title=flag.title,
        tier=flag.tier,
        tier_text=TIERS[flag.tier],
        status=status,
        condition=flag.when.sentence,
        action=flag.action,
        sources=flag.sources,
        physical=flag.physical,
        because=(),
        missing=(),
        waits_for=None,
        alert_kind=flag.alert_kind,
        call=flag.call,
        asks_for_answer=flag.asks_for_answer,
        gives_contacts=flag.gives_contacts,
        pointer=pointer if flag.id in confidential.FLAGS else "",
    )


def lowest_tier(flags: Iterable[FlagFinding]) -> int:
    """The most urgent of them; 0 where there is none."""
    return min((flag.tier for flag in flags), default=0)
