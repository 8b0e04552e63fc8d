"""Claiming an intake, releasing it, and taking it over from a colleague by name."""

from __future__ import annotations

import uuid
from functools import partial

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.views.decorators.http import require_POST

from intake.actions.claims import ClaimRefusedError, claim_intake, release_intake, take_over_intake
from intake.models import Intake
from intake.roles import CLINICIAN
from intake.views.access import StaffRequest, audience
from intake.views.posted import read_number
from intake.views.queue.queue_filters import Filters
from intake.views.review.assessed import assessed_intake

IN_THE_QUEUE = "queue"


@require_POST
@audience(CLINICIAN, reads="intake")
def claim(request: StaffRequest, intake_id: uuid.UUID) -> HttpResponse:
    intake = assessed_intake(intake_id)
    return _try(
        request, intake, partial(claim_intake, actor=request.user, intake=intake), "You work on this intake now."
    )


@require_POST
@audience(CLINICIAN, reads="intake")
def release(request: StaffRequest, intake_id: uuid.UUID) -> HttpResponse:
    intake = assessed_intake(intake_id)
    return _try(request, intake, partial(release_intake, actor=request.user, intake=intake), "The intake is released.")


@require_POST
@audience(CLINICIAN, reads="intake")
def take_over(request: StaffRequest, intake_id: uuid.UUID) -> HttpResponse:
    """The button names the colleague: where it is somebody else's by now, nothing is taken."""
    intake, holder = assessed_intake(intake_id), read_number(request.POST, "holder")
    take = partial(take_over_intake, actor=request.user, intake=intake, holder_id=holder)
    return _try(request, intake, take, "You work on this intake now.")


def _try(request: StaffRequest, intake: Intake, act: partial[Intake], done: str) -> HttpResponse:
    try:
        act()
    except ClaimRefusedError as refused:
        messages.warning(request, _why_not(refused.intake))
    else:
        messages.success(request, done)
    # Back to the same row of the queue, filtered as it was, or to the intake's page.
    if request.POST.get("at") != IN_THE_QUEUE:
        return redirect("review", intake.pk)
    filters = Filters.read(QueryDict(request.POST.get("filters", "")))
    return redirect(f"{reverse('queue')}?{filters.query()}#open-{intake.pk}")


def _why_not(intake: Intake) -> str:
    if intake.is_closed:
        return f"This intake is {intake.get_state_display().lower()}: nothing is left to work on. Nothing was changed."
    if intake.claimed_by is None or intake.claimed_at is None:
        return "Nobody works on this intake any more: you can claim it. Nothing was changed."
    since = date_format(localtime(intake.claimed_at), "j M, H:i")
    holder = intake.claimed_by.get_full_name() or intake.claimed_by.get_username()
    return f"{holder} works on this intake since {since}. Nothing was changed."
