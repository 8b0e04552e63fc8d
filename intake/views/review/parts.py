"""What stands in the closed folds of the review comes when one is opened: each is a part of the page, with an address.

An address names a rule by its place among all that the stored result states, and not by its id, which would tell
something of the person to whoever sees addresses.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from itertools import groupby
from typing import Any, NamedTuple

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from intake.clinical.rules.questions import CATALOGUE, SECTIONS
from intake.clinical.telling.settling import Settling
from intake.clinical.working.findings import Line
from intake.roles import CLINICAL_LEAD, CLINICIAN
from intake.stored import corrections
from intake.stored.assessments import read_reasons, read_settling
from intake.views.access import StaffRequest, audience, is_htmx
from intake.views.alerts.alert_list import check_may_read
from intake.views.review import review_page
from intake.views.review.assessed import assessed_intake, version_of

_SECTION_ID = {section.title: section.id for section in SECTIONS}
_Context = dict[str, Any]


class Part(NamedTuple):
    heading: str
    """Of the page of its own that it is without JavaScript."""
    section: str
    """Where on the review it belongs."""
    template: str
    shown: _Context


class Answered(NamedTuple):
    section: str
    section_id: str
    """Empty where today's form has no such section."""
    lines: list[tuple[Line, corrections.Mark | None]]
    """Each with who corrected it, if a clinician did."""


@require_safe
@audience(CLINICIAN, CLINICAL_LEAD, reads="intake", renews=True)
def part(request: StaffRequest, intake_id: uuid.UUID, number: int, kind: str, place: int) -> HttpResponse:
    """To the page's script by itself; to anybody else as a page of its own, with a way back."""
    intake = assessed_intake(intake_id)
    check_may_read(request.roles, intake)
    context = review_page.frame(intake, version_of(intake, number), request)
    try:
        found = _PARTS[kind](context, place)
    except LookupError:
        raise Http404 from None
    back = f"{reverse('review-version', args=[intake.pk, number])}#{found.section}"
    template = found.template if is_htmx(request) else "intake/review/part.html"
    return render(request, template, context | found.shown | {"part": found, "back": back})


def _why(context: _Context, place: int) -> Part:
    """The rule in words, part by part, with the answer that each part rests on, and its sources."""
    stated = review_page.statements(context["assessment"])[place]
    reasons = read_reasons(context["version"].assessment)
    shown = {"rule": stated.finding, "reason": reasons.get(stated.finding.id)}
    return Part(f"Why {stated.finding.id}", stated.section, "intake/review/_why.html", shown)


def _settling(context: _Context, place: int) -> Part:
    """Which answers would settle what is open."""
    stated = review_page.statements(context["assessment"])[place]
    settling = read_settling(context["version"].assessment)[stated.finding.id]
    return Part("What would change this?", stated.section, "intake/review/_settled_by.html", {"settling": settling})


def _open(context: _Context, _: int) -> Part:
    """The flags that nothing points to, and that cannot be excluded all the same."""
    flags, editable = review_page.quiet_flags(context["assessment"]), context["deciding"].editable
    shown = {"flags": flags, "settling": _all_settling(context), "marks": editable}
    return Part("Cannot be excluded: not yet asked or examined", "open", "intake/review/_open_list.html", shown)


def _undecided(context: _Context, _: int) -> Part:
    return Part(
        "Cannot be decided yet", "combined", "intake/review/_undecided.html", {"settling": _all_settling(context)}
    )


def _patterns(context: _Context, _: int) -> Part:
    shown = {"patterns": [each for each in context["assessment"].patterns or () if not each.is_clear]}
    return Part("Types with few features or insufficient data", "patterns", "intake/review/_pattern_list.html", shown)


def _answers(context: _Context, _: int) -> Part:
    """Every answer of the version, and who corrected it; and what can be done where the whole intake is wrong."""
    marks = corrections.marks(review_page.versions_of(context["intake"]), context["version"])
    answers = [
        Answered(name, _SECTION_ID.get(name, ""), [(line, marks.get(CATALOGUE.today(line.question))) for line in lines])
        for name, lines in groupby(context["assessment"].lines, lambda line: line.section)
    ]
    return Part("All answers", "answers", "intake/review/_answer_list.html", {"answers": answers})


def _all_settling(context: _Context) -> dict[str, Settling]:
    return read_settling(context["version"].assessment)


_PARTS: dict[str, Callable[[_Context, int], Part]] = {
    "why": _why,
    "settling": _settling,
    "open": _open,
    "undecided": _undecided,
    "patterns": _patterns,
    "answers": _answers,
}
"""By what stands in their addresses. To the first two the place in it is that of a rule among all that is stated."""
