"""Storing what is counted of an assessment over many intakes: a part of ``store_assessment``, in its transaction."""

from __future__ import annotations

from collections import Counter, defaultdict

from intake.clinical.language.kinds import FRONT_DESK
from intake.clinical.rules.questions import CATALOGUE
from intake.clinical.working.findings import Assessment as Findings
from intake.models import Assessment, CountedAssessment, CountedFlag, CountedSection, UnansweredQuestion
from intake.models.counted import NONE_CLEAR, NOT_WORKED_OUT, SEVERAL


def count_assessment(*, assessment: Assessment, found: Findings) -> CountedAssessment:
    """``found``: what may be shared. A page of numbers for the clinical lead can be printed and left lying about."""
    pattern, name = _leading(found)
    counted = CountedAssessment(
        assessment=assessment,
        assessed_on=assessment.assessed_on,
        tier=assessment.tier,
        tier_open=assessment.tier_open,
        combined_level=assessment.combined_level,
        pattern=pattern,
        pattern_name=name,
    )
    counted.save()
    # A confidential flag is its pointer here; two of them in one assessment are counted as one.
    flags = {(flag.id, flag.title): flag for flag in (*found.pointed_to, *found.present)}
    CountedFlag.objects.bulk_create(
        CountedFlag(counted=counted, flag=id_, title=title, tier=flag.tier, present=flag in found.present)
        for (id_, title), flag in flags.items()
    )
    _count_questions(counted, found)
    return counted


def _leading(found: Findings) -> tuple[str, str]:
    if found.patterns is None:
        return NOT_WORKED_OUT, ""
    leading = found.leading_patterns
    if len(leading) == 1:
        return leading[0].id, leading[0].name
    return (SEVERAL if leading else NONE_CLEAR), ""


def _count_questions(counted: CountedAssessment, found: Findings) -> None:
    """What the front desk asks, as far as it was asked. What is kept apart is not counted."""
    states: dict[str, Counter[str]] = defaultdict(Counter)
    for line in found.lines:
        if line.by == FRONT_DESK and line.state in ("answered", "unknown", "declined", "blank"):
            states[CATALOGUE.section_of[line.question]][line.state] += 1
    CountedSection.objects.bulk_create(
        CountedSection(
            counted=counted,
            section=section,
            asked=state.total(),
            answered=state["answered"],
            unknown=state["unknown"],
            declined=state["declined"],
        )
        for section, state in states.items()
    )
    UnansweredQuestion.objects.bulk_create(
        UnansweredQuestion(counted=counted, question=line.question)
        for line in found.lines
        if line.by == FRONT_DESK and line.state == "blank"
    )
