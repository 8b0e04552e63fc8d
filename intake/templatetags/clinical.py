"""Findings in words, where a finding holds a number or an id. Nothing here decides anything."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django import template
from django.utils import timezone
from django.utils.formats import date_format

from intake.clinical.language.kinds import FRONT_DESK
from intake.clinical.rules.combined import LEVELS
from intake.clinical.rules.red_flags import TIERS
from intake.clinical.telling.explanation import Reason
from intake.clinical.telling.settling import Settling
from intake.clinical.working.findings import Assessment, Line, ScoreFinding, SourceFinding, WellsFinding
from intake.models import Assessment as StoredAssessment
from intake.models import Intake
from intake.models.intake import FROM_PATIENT
from intake.stored import details

register = template.Library()

_FEATURES = {
    "several": "several features",
    "some": "some features",
    "few": "few features",
    "insufficient": "insufficient data",
}
_URGENCIES = {
    "now": "Now",
    "same contact": "In the same contact",
    "same day": "Same day",
    "2 weeks": "Within 2 weeks",
    "routine": "Routine",
}
_WELLS = {
    "likely": "“DVT likely” (2 points or more)",
    "unlikely": "“DVT unlikely” (1 point or less)",
    "indeterminate": "not decided until the open items are known",
}
_MARKS = {
    "V": "read in the source",
    "K": "from general knowledge, still to be checked",
    "D": "a decision of this product",
}
_TRUTHS = {True: ("holds", "✓", "holds"), False: ("fails", "✗", "does not hold"), None: ("open", "?", "not known")}
"""A truth as a class, a sign and words."""
_JOINS = {"all": "all of:", "any": "any of:", "known": "known to hold:", "not known": "not known to hold:"}
_UNSCORED = {
    "declined": "not answered",
    "not_done": "not answered",
    "not_applicable": "not asked at this age",
    "proxy": "by proxy, not scored",
}


@register.filter
def tier(number: int) -> str:
    """``1 emergency now``; for 0 that no flag is present, which is not the same as excluded."""
    return f"{number} {TIERS[number]}" if number else "none present"


@register.filter
def category(name: str) -> str:
    return _FEATURES[name]


@register.filter
def urgency(name: str) -> str:
    return _URGENCIES[name]


@register.filter
def mark(letter: str) -> str:
    """What a provenance mark stands for."""
    return _MARKS[letter]


@register.filter
def cited(assessment: Assessment, ids: Iterable[str]) -> list[SourceFinding]:
    """The sources with these ids."""
    return [assessment.source(id_) for id_ in ids]


@register.filter
def reason(stored: StoredAssessment, rule_id: str) -> Reason | None:
    """Why a rule said what it said, as it was kept with the assessment."""
    return stored.reason(rule_id)


@register.filter
def settling(stored: StoredAssessment, rule_id: str) -> Settling | None:
    """What would settle a rule that is open."""
    return stored.settling.get(rule_id)


@register.filter
def truth_name(truth: bool | None) -> str:
    return _TRUTHS[truth][0]


@register.filter
def truth_sign(truth: bool | None) -> str:
    return _TRUTHS[truth][1]


@register.filter
def truth(truth: bool | None) -> str:
    return _TRUTHS[truth][2]


@register.filter
def joins(reason: Reason) -> str:
    """How the parts make the whole: ``any of:``. A single part needs no such word."""
    if reason.joined == "all" and len(reason.parts) == 1:
        return "which means:"
    return _JOINS.get(reason.joined, f"{reason.joined} these:")


@register.filter
def looked_at(reason: Reason, assessment: Assessment) -> list[Line]:
    """The answers a part looked at. A score says its total, so that only items without an answer are named."""
    lines = [assessment.line(question_id) for question_id in reason.questions]
    return [line for line in lines if line.state != "answered"] if reason.value and len(lines) > 1 else lines


@register.filter
def result(score: ScoreFinding) -> str:
    """``14 of 27``, ``10 to 16 of 27`` where items are missing, or why there is no total."""
    states = {item.state for item in score.items}
    if states == {"na"}:
        return "Not asked" if score.missing else "Not asked, counts as 0"
    if score.missing == len(score.items):
        return "Not scored" if "answered" in states else "Not answered"
    return f"{_span(score.min, score.max)} of {score.greatest:g}"


@register.filter
def wells(finding: WellsFinding) -> str:
    """``2 to 4 points: ...``"""
    least, greatest = finding.min or 0, finding.max or 0
    return f"{_span(least, greatest)} points: {_WELLS[finding.result or 'indeterminate']}"


@register.filter
def answered(score: ScoreFinding) -> int:
    """How many of the items count."""
    return len(score.items) - score.missing


@register.filter
def phq9(assessment: StoredAssessment) -> str:
    """The PHQ-9 in the queue: a total, a range where items are missing, or why there is none."""
    unscored = _UNSCORED.get(assessment.mood_screen)
    return unscored or _span(assessment.phq9_min, assessment.phq9_max)


@register.filter
def together(assessment: StoredAssessment) -> str:
    """Pain and mood together, in the queue."""
    if assessment.combined_level:
        return LEVELS[assessment.combined_level][0]
    return {
        "adult": "Cannot be decided yet",
        "minor": "Not worked out under 18",
        "age_missing": "Not worked out, age missing",
    }[assessment.scope]


@register.filter
def details_differ(intake: Intake) -> str:
    """In the queue, what the assessment did not go by: ``birth date and sex recorded at birth``."""
    return " and ".join(details.differing_in_row(intake))


@register.filter
def signed_details_differ(intake: Intake) -> str:
    """In a person's list of intakes, what the signed document says otherwise than the person's details."""
    return " and ".join(details.differing_in_signed_row(intake))


@register.filter
def by_proxy(line: Line, answered_by_proxy: bool) -> bool:
    """Somebody else gave this answer: not the clinician's own, and not what follows from who the patient is."""
    given = line.state == "answered" and line.by == FRONT_DESK and line.question not in FROM_PATIENT
    return answered_by_proxy and given


@register.filter
def waiting(since: datetime.datetime) -> str:
    """How long since then: ``2 h 10 min``, ``3 days 4 h``."""
    minutes = max(0, int((timezone.now() - since).total_seconds() // 60))
    hours, days = minutes // 60, minutes // (24 * 60)
    if days:
        return f"{days} day{'s' * (days > 1)} {hours % 24} h"
    return f"{hours} h {minutes % 60} min" if hours else f"{minutes} min"


@register.filter
def clock(at: datetime.datetime) -> str:
    """``09:41`` today, ``3 Nov, 09:41`` on another day."""
    there = timezone.localtime(at)
    return date_format(there, "H:i" if there.date() == timezone.localdate() else "j M, H:i")


def _span(least: float, greatest: float) -> str:
    return _number(least) if least == greatest else f"{_number(least)} to {_number(greatest)}"


def _number(value: float) -> str:
    """A mean may have a decimal: one is enough, since a third never rounds across a band's edge."""
    return f"{value:.1f}" if value % 1 else f"{value:g}"
