"""Before a second intake of a person is started: what a colleague has open, or was submitted today."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import BadRequest
from django.http import HttpResponse, QueryDict
from django.shortcuts import render

from intake.models import Intake, Patient
from intake.views.access import StaffRequest
from intake.views.desk import form_pages

SEEN = "seen"
"""The hidden field of "Start another all the same": each intake that was shown beside it."""


@dataclass(frozen=True)
class OpenIntake:
    """An intake of the person, and how far it is."""

    intake: Intake
    answered: int
    asked: int


def seen(posted: QueryDict) -> set[uuid.UUID]:
    """The intakes that were looked at. Raises BadRequest."""
    try:
        return {uuid.UUID(text) for text in posted.getlist(SEEN)}
    except ValueError:
        raise BadRequest("no such intake") from None


def page(request: StaffRequest, patient: Patient, intakes: Iterable[Intake]) -> HttpResponse:
    """Who has it, since when and how far, and the choice. Nothing was started. 409."""
    context = {"patient": patient, "others": [_how_far(intake) for intake in intakes], "field": SEEN}
    return render(request, "intake/open_beside.html", context, status=409)


def _how_far(intake: Intake) -> OpenIntake:
    rows = form_pages.progress(intake)
    return OpenIntake(intake, sum(row.answered for row in rows), sum(row.asked for row in rows))
