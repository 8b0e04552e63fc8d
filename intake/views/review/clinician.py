"""The clinician sees why an intake was flagged, and adds what only a clinician asks or examines."""

from __future__ import annotations

import uuid
from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intake.actions.intakes import assess_again, complete_intake
from intake.actions.refused import NotPossibleError
from intake.clinical.rules.questions import CATALOGUE
from intake.forms.section import SectionForm
from intake.models import Intake
from intake.roles import CLINICIAN
from intake.views.access import StaffRequest, audience
from intake.views.posted import read_revision, read_token
from intake.views.review import completing, review_page
from intake.views.review.assessed import assessed_intake, version_of
from intake.views.review.closed import closed


@require_safe
@audience(CLINICIAN)
def review(request: StaffRequest, intake_id: uuid.UUID, number: int | None = None) -> HttpResponse:
    """One version, the newest unless another is asked for: what the rules say of it, and why."""
    intake = assessed_intake(intake_id)
    return render(request, "intake/review.html", review_page.context(intake, version_of(intake, number), request))


@require_POST
@audience(CLINICIAN)
def again(request: StaffRequest, intake_id: uuid.UUID) -> HttpResponse:
    """The newest answers are worked out anew, under the person's details of today."""
    intake = assessed_intake(intake_id)
    try:
        assess_again(actor=request.user, intake=intake)
    except NotPossibleError as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, "The assessment goes by the person's details of today.")
    return redirect("review", intake.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@audience(CLINICIAN)
def complete(request: StaffRequest, intake_id: uuid.UUID) -> HttpResponse:
    """The clinician's own questions, and those that keep flags open; or just those asked for, from the review."""
    intake = assessed_intake(intake_id)
    if not intake.allows("complete_intake"):
        return closed(request, intake)
    if request.method == "POST" and "token" in request.POST:
        return _save(request, intake)
    asked = completing.asked_for(request.POST) if request.method == "POST" else completing.questions(intake)
    form = completing.form(intake, asked or completing.questions(intake))
    if request.method == "POST":
        form.focus_first()
    return _form_page(request, intake, form, token=uuid.uuid4())


def _save(request: StaffRequest, intake: Intake) -> HttpResponse:
    revision, token = read_revision(request.POST), read_token(request.POST)
    page = partial(_form_page, request, token=token)
    form = completing.form(intake, completing.posted_questions(request.POST), request.POST)
    if not form.is_valid():
        return page(intake, form=form, status=422)
    answers = intake.document()
    changes = {id_: value for id_, value in CATALOGUE.as_today(form.changes).items() if value != answers.get(id_)}
    if not changes:
        newest = version_of(intake)
        messages.success(request, completing.saved_message(newest, newest))
        return redirect("review", intake.pk)
    return completing.save(request, intake, form, changes, complete_intake, page, revision=revision, token=token)


def _form_page(
    request: StaffRequest,
    intake: Intake,
    form: SectionForm,
    *,
    token: uuid.UUID,
    status: int = 200,
    stale: bool = False,
) -> HttpResponse:
    narrowed = not {"ask", "narrowed"}.isdisjoint(request.POST)
    page = completing.context(intake, form, narrowed=narrowed) | {"token": token, "stale": stale}
    return render(request, "intake/complete.html", page, status=status)
