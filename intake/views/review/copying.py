"""The summary as plain text, to be pasted into another record system."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from intake.actions.exports import note_download
from intake.models import Intake
from intake.roles import CLINICIAN
from intake.stored.copied_text import source_of_text, text_of
from intake.views.access import StaffRequest, audience
from intake.views.confirming import READING, fresh
from intake.views.review.assessed import assessed_intake, version_of
from intake.views.review.closed import closed
from intake.views.throttled import throttled


@require_safe
@audience(CLINICIAN, reads="intake")
@throttled("export")
@fresh(*READING)
def text(request: StaffRequest, intake_id: uuid.UUID, number: int) -> HttpResponse:
    """The brief of one version; ``?plan=yes`` with the plan. Of a signed one, what was signed.

    What was entered in error is not handed out.
    """
    intake = assessed_intake(intake_id)
    version = version_of(intake, number)
    if intake.state == Intake.State.IN_ERROR:
        return closed(request, intake)
    source = source_of_text(intake, version)
    said = text_of(source, intake, with_plan=request.GET.get("plan") == "yes")
    note_download(actor=request.user, of=source)
    return HttpResponse(said, content_type="text/plain; charset=utf-8")


@require_safe
@audience(CLINICIAN, reads="intake")
@throttled("export")
@fresh(*READING)
def page(request: StaffRequest, intake_id: uuid.UUID, number: int) -> HttpResponse:
    """Both texts to select and copy by hand: without a script, or where the clipboard is out of reach."""
    intake = assessed_intake(intake_id)
    version = version_of(intake, number)
    if intake.state == Intake.State.IN_ERROR:
        return closed(request, intake)
    source = source_of_text(intake, version)
    texts = [
        ("brief", "Brief", text_of(source, intake, with_plan=False)),
        ("plan", "Brief and plan", text_of(source, intake, with_plan=True)),
    ]
    note_download(actor=request.user, of=source)
    context = {
        "intake": intake,
        "patient": intake.patient,
        "texts": texts,
        "note": "Nothing that is kept for the clinician alone stands in it.",
        "back": ("Review", reverse("review", args=[intake.pk])),
    }
    return render(request, "intake/review/copy_text.html", context)
