"""A clinician has the same answers assessed again, with today's rules."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from intake.actions.intakes import StaleError, reassess_intake
from intake.actions.refused import NotPossibleError
from intake.clinical.telling.difference import said_changes
from intake.roles import CLINICIAN
from intake.stored.assessments import findings
from intake.views.access import StaffRequest, audience
from intake.views.posted import read_token
from intake.views.review.assessed import assessed_intake, version_of
from intake.views.review.closed import closed


@require_POST
@audience(CLINICIAN, reads="intake")
def reassess(request: StaffRequest, intake_id: uuid.UUID) -> HttpResponse:
    """A new version, and what the rules say otherwise of it."""
    intake = assessed_intake(intake_id)
    before = version_of(intake)
    try:
        version = reassess_intake(actor=request.user, intake=intake, token=read_token(request.POST))
    except StaleError as stale:
        return closed(request, stale.intake)
    except NotPossibleError as refused:
        messages.warning(request, str(refused))
        return redirect("review", intake.pk)
    if version == before:
        messages.info(request, "This intake is assessed with today's rules already.")
    else:
        changes = (
            said_changes(findings(before.assessment).whole(), findings(version.assessment).whole())
            or "no flag has changed"
        )
        messages.success(request, f"Version {version.number}, the same answers with today's rules: {changes}.")
    return redirect("review", intake.pk)
