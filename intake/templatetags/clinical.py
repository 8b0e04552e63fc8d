"""What pages look up beside a finding. Nothing here decides anything."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.utils import timezone
from django.utils.formats import date_format

from intake.clinical.language.kinds import FRONT_DESK
from intake.clinical.rules.red_flag import TIERS
from intake.clinical.telling.explanation import Reason
from intake.clinical.working.findings import Findings, Line, SourceFinding
from intake.models import Intake
from intake.models.intake import FROM_PATIENT
from intake.stored import details

register = template.Library()

_MARKS = {
    "V": "read in the source",
    "K": "from general knowledge, still to be checked",
    "D": "a decision of this product",
}
_TRUTHS = {True: ("holds", "✓", "holds"), False: ("fails", "✗", "does not hold"), None: ("open", "?", "not known")}
"""A truth as a class, a sign and words."""
_JOINS = {"all": "all of:", "any": "any of:", "known": "known to hold:", "not known": "not known to hold:"}


@register.filter
def tier(number: int) -> str:
    """``1 emergency now``; for 0 that no flag is present, which is not the same as excluded."""
    return f"{number} {TIERS.get(number, '')}".rstrip() if number else "none present"


@register.filter
def years(age: Any) -> str:
    """``70``; ``65 to 75`` where the birth date is estimated."""
    return " to ".join(map(str, age)) if isinstance(age, list) else str(age)


@register.filter
def mark(letter: str) -> str:
    """What a provenance mark stands for."""
    return _MARKS[letter]


@register.filter
def cited(assessment: Findings, ids: Iterable[str]) -> list[SourceFinding]:
    """The sources with these ids."""
    return [assessment.source(id_) for id_ in ids]


@register.filter
def of_rule(kept: Mapping[str, Any], rule_id: str) -> Any:
    """What is kept under a rule's id; nothing where nothing is."""
    return kept.get(rule_id)


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
def looked_at(reason: Reason, assessment: Findings) -> list[Line]:
    """The answers a part looked at. A score says its total, so that only items without an answer are named."""
    lines = [assessment.line(question_id) for question_id in reason.questions]
    return [line for line in lines if line.state != "answered"] if reason.value and len(lines) > 1 else lines


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
    return length_text(max(timezone.now() - since, datetime.timedelta()))


def length_text(length: datetime.timedelta) -> str:
    hours, minutes = divmod(int(length.total_seconds() // 60), 60)
    if length.days:
        return f"{length.days} day{'s' * (length.days > 1)} {hours % 24} h"
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"


@register.filter
def clock(at: datetime.datetime) -> str:
    """``09:41`` today, ``3 Nov, 09:41`` on another day."""
    there = timezone.localtime(at)
    return date_format(there, "H:i" if there.date() == timezone.localdate() else "j M, H:i")
