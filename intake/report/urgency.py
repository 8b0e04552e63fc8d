"""How urgent it is: the overall tier, the flags present with their answers, and those that could not be excluded."""

from __future__ import annotations

from collections.abc import Iterator

from reportlab.platypus import Flowable

from intake.clinical.findings import Assessment, FlagFinding
from intake.clinical.red_flags import TIERS

from . import confidential
from .lines import asked_once, said_labels, said_lines
from .parts import barred, heading, paragraph, quiet, subheading
from .styles import ACCENT, BARRED, BARRED_TITLE, BODY, OVERALL, PART, RED, RED_TINT, SMALL, TINT, UNDER_OVERALL, web
from .summary import Summary
from .text import Markup, capital, counted, put, together

EMERGENCY = 1
ACTION = "Suggested action, for the clinician to decide"


def urgency(summary: Summary) -> Iterator[Flowable]:
    assessment = summary.assessment
    yield from _overall(assessment)
    if assessment.present:
        yield from heading("Red flags present")
        for flag in assessment.present:
            yield from _present(flag, assessment)
    yield from _not_excluded(assessment)


def said_tier(tier: int) -> str:
    return TIERS[tier]


# The overall tier ---------------------------------------------------------------------------------------------------


def _overall(assessment: Assessment) -> list[Flowable]:
    """One glance: how urgent, how much is open, and item 9 where it needs a word, always on the first page."""
    tier, number_open = assessment.tier, _number_open(assessment)
    rows = [(OVERALL, put("{}", _headline(tier, number_open)))]
    if tier:
        flags = counted(len(assessment.present), "red flag present", "red flags present")
        others = f"{number_open} could not be excluded" if number_open else "the others are absent in the answers given"
        rows.append((UNDER_OVERALL, put("{}; {}.", flags, others)))
    if number_open:
        tier_open = said_tier(assessment.tier_open)
        rows.append((UNDER_OVERALL, put("Most urgent among those not excluded: <b>{}</b>.", tier_open)))
    if assessment.item9.attention:
        meaning = assessment.item9.meaning
        rows.append((UNDER_OVERALL, put("PHQ-9 item 9 (better off dead, or hurting oneself): <b>{}</b>", meaning)))
    bar, tint = (RED, RED_TINT) if tier == EMERGENCY else (ACCENT, TINT)
    return barred(rows, bar, tint)


def _headline(tier: int, number_open: int) -> str:
    if tier:
        return f"Overall: {said_tier(tier)} (tier {tier})"
    if number_open:
        return f"No red flags among the questions answered; {number_open} could not be excluded"
    return "No red flag is present in the answers given"


def _number_open(assessment: Assessment) -> int:
    return len(assessment.open_to_anyone) + len(assessment.open_to_clinician)


# Present ------------------------------------------------------------------------------------------------------------


def _present(flag: FlagFinding, assessment: Assessment) -> list[Flowable]:
    bar = RED if flag.tier == EMERGENCY else ACCENT
    if flag == confidential.finding(assessment):
        return barred([(BARRED_TITLE, put("{}  <b>{}</b>", _tier_mark(flag.tier), confidential.POINTER))], bar)
    title = put("{}  <b>{}</b>  {}", _tier_mark(flag.tier), flag.title, _quiet(flag.id))
    because = put("Because: {}.", said_lines(flag.because))
    action = put("<i>{}:</i> {}", ACTION, flag.action)
    return barred([(BARRED_TITLE, title), (BARRED, because), (BARRED, action)], bar)


def _tier_mark(tier: int) -> Markup:
    """In words; red is for emergencies alone."""
    return put('<font color="{}"><b>{}</b></font>', web(RED if tier == EMERGENCY else ACCENT), said_tier(tier).upper())


def _quiet(id_: str) -> Markup:
    return quiet(id_, 8)


# Not excluded -------------------------------------------------------------------------------------------------------


def _not_excluded(assessment: Assessment) -> Iterator[Flowable]:
    number = _number_open(assessment)
    if not number:
        return
    yield from heading("Could not be excluded from the answers given")
    flags = counted(number, "red-flag question", "red-flag questions")
    yield paragraph(BODY, "<b>{} could not be excluded because of missing answers.</b>", flags)
    yield from _open_group("Ask the person", assessment.open_to_anyone, assessment)
    yield from _open_group("For the clinician to ask or examine", assessment.open_to_clinician, assessment)


def _open_group(title: str, flags: tuple[FlagFinding, ...], assessment: Assessment) -> Iterator[Flowable]:
    if not flags:
        return
    yield from subheading(PART, "{} ({})", title, len(flags))
    for tier in sorted({flag.tier for flag in flags}):
        names = together("; ", (_open_name(flag) for flag in flags if flag.tier == tier))
        yield paragraph(SMALL, "<b>{}:</b> {}.", capital(said_tier(tier)), names)
    if labels := said_labels(asked_once(assessment, (flag.missing for flag in flags))):
        yield paragraph(SMALL, "<b>Open questions:</b> {}.", labels)


def _open_name(flag: FlagFinding) -> Markup:
    if flag.id == confidential.FLAG:
        return put("{}", confidential.POINTER)
    return put("{} {}", flag.title, _quiet(f"({flag.id})"))
