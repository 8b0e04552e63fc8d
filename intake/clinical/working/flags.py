"""Which red flags are present, and which cannot be excluded."""

from __future__ import annotations

from collections.abc import Iterable

from intake.clinical.language.kinds import CLINICIAN
from intake.clinical.rules import confidential
from intake.clinical.rules.red_flag import TIERS
from intake.clinical.rules.red_flags import RED_FLAGS

from .case import Case, Raised
from .findings import CANNOT_EXCLUDE, PRESENT, FlagFinding
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
        pointer = confidential.POINTER if truth else confidential.OPEN
        found.append(
            FlagFinding(
                id=flag.id,
                title=flag.title,
                tier=flag.tier,
                tier_text=TIERS[flag.tier],
                status=PRESENT if truth else CANNOT_EXCLUDE,
                condition=flag.when.sentence,
                action=flag.action,
                sources=flag.sources,
                physical=flag.physical,
                because=lines.because(flag.when) if truth else (),
                hint=lines.because(flag.hint) if pointed_to and flag.hint else (),
                open_mark=flag.open_mark if pointed_to else "",
                missing=missing,
                waits_for=None if truth else "clinician" if by_clinician else "anyone",
                held=flag.when.held_sentence(case) if truth else "",
                alert_kind=flag.alert_kind,
                call=flag.call,
                asks_for_answer=flag.asks_for_answer,
                gives_contacts=flag.gives_contacts,
                pointer=pointer if flag.id in confidential.FLAGS else "",
            )
        )
    return tuple(found)


def lowest_tier(flags: Iterable[FlagFinding]) -> int:
    """The most urgent of them; 0 where there is none."""
    return min((flag.tier for flag in flags), default=0)
