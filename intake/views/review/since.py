"""The clinician sees on one page what changed since the person's last intake."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from intake.clinical.telling.since_last_time import AnswerGroup, since_last_time
from intake.clinical.working import trend
from intake.models import Assessment, Intake
from intake.roles import CLINICIAN
from intake.stored import history
from intake.stored.agreed import agreed_at
from intake.stored.assessments import findings
from intake.stored.last_time import before
from intake.views.access import StaffRequest, audience
from intake.views.people import over_time
from intake.views.review.assessed import assessed_intake, version_of

LISTED = 24
"""So many answers stand on the page; the rest is folded, so that it prints on one sheet."""


@require_safe
@audience(CLINICIAN, reads="intake")
def since(request: StaffRequest, intake_id: uuid.UUID) -> HttpResponse:
    """The newest version of this intake beside the person's intake before it."""
    intake = assessed_intake(intake_id)
    last = before(intake).select_related("current__version__author").first()
    compared = _compared(intake, last, last.current) if last and last.current else {}
    page = {"intake": intake, "patient": intake.patient, "last": last}
    return render(request, "intake/since/since.html", page | compared)


def _compared(intake: Intake, last: Intake, assessed: Assessment) -> dict[str, Any]:
    version = version_of(intake)
    then, now = findings(assessed).whole(), findings(version.assessment).whole()
    marks = {each.measure.id: each.points[-1].marks for each in history.up_to(intake, version)}
    found = since_last_time(then, now, marks)
    agreed = agreed_at(last, {step.id for step in then.steps if step.confidential})
    listed, folded = _cut(found.answers)
    return {
        "version": version,
        "since": found,
        "listed": listed,
        "folded": folded,
        "folded_count": sum(len(group.answers) for group in folded),
        "agreed": agreed,
        "confidential": found.holds_confidential or any(step.confidential for step in agreed),
        "charts": [each for each in over_time.measured(_up_to(intake)) if each.chart],
        "caution": trend.CAUTION,
    }


def _up_to(intake: Intake) -> list[Intake]:
    """The person's intakes that the chart draws: this one, and those before it."""
    known = {intake.pk, *before(intake).values_list("pk", flat=True)}
    return [each for each in over_time.intakes_of(intake.patient) if each.pk in known]


def _cut(groups: Iterable[AnswerGroup]) -> tuple[list[AnswerGroup], list[AnswerGroup]]:
    """The first answers, and those that are folded."""
    listed, folded, room = [], [], LISTED
    for group in groups:
        first, rest = group.answers[:room], group.answers[room:]
        room -= len(first)
        if first:
            listed.append(AnswerGroup(group.heading, first))
        if rest:
            folded.append(AnswerGroup(group.heading, rest))
    return listed, folded
