"""What the pages that put something right have in common: the intake, the way back, a button pressed twice."""

from __future__ import annotations

import uuid

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse

from intake.models import Correction, Intake, Patient
from intake.roles import CLINICIAN, FRONT_DESK
from intake.views.access import StaffRequest


def intake_with_person(intake_id: uuid.UUID) -> Intake:
    """Raises Http404."""
    return get_object_or_404(Intake.objects.select_related("patient", "author"), pk=intake_id)


def intake_page(request: StaffRequest, intake: Intake) -> str:
    """The address of the page on which whoever asks sees the intake."""
    if CLINICIAN in request.roles and intake.current_id:
        return reverse("review", args=[intake.pk])
    return reverse("intake", args=[intake.pk]) if FRONT_DESK in request.roles else person_page(request, intake.patient)


def person_page(request: StaffRequest, patient: Patient) -> str:
    page = "patient" if FRONT_DESK in request.roles else "person"
    return reverse(page, args=[patient.pk])


def pressed_twice(request: StaffRequest, intake: Intake, kind: Correction.Kind, reason: str) -> bool:
    """The newest correction is this very one: a browser shows the last reply only, so it is answered as the first."""
    last = intake.corrections.order_by("-pk").first()
    return last is not None and (last.kind, last.made_by_id, last.reason) == (kind, request.user.pk, reason)


def clinicians() -> QuerySet[User]:
    """Whom to ask for what only they can do."""
    return User.objects.filter(is_active=True, groups__name=CLINICIAN).order_by("last_name", "first_name", "username")
