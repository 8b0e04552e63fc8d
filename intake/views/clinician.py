"""The clinician sees what waits, why it was flagged, and adds what only a clinician asks or examines."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from intake.actions.intakes import StaleError, complete_intake
from intake.clinical.case import Case
from intake.forms import SectionForm
from intake.models import Intake, Preferences
from intake.roles import CLINICIAN
from intake.views import completing, review_page, worklist
from intake.views.access import StaffRequest, audience
from intake.views.assessed import assessed_intake, version_of
from intake.views.patient_form import SearchForm
from intake.views.posted import read_revision, read_token
from intake.views.queue_filters import Filters

ROWS = 25
FOUND_AT_MOST = 100
"""A search has no pages: their addresses would have to say what was searched for."""


@require_http_methods(["GET", "HEAD", "POST"])
@audience(CLINICIAN)
def queue(request: StaffRequest) -> HttpResponse:
    """Most urgent first. Search is by POST, so that no name stands in an address."""
    search = SearchForm(request.POST if request.method == "POST" else None)
    searched = search.is_valid()
    filters = Filters.read(request.GET, searched=searched)
    intakes = worklist.chosen(filters, request.user)
    if searched:
        intakes = intakes.filter(patient__in=search.found())
    listed = worklist.rows(intakes, filters)
    page = Paginator(listed, FOUND_AT_MOST if searched else ROWS).get_page(request.GET.get("page"))
    context = {
        "search": search,
        "searched": searched,
        "page": page,
        "calling": worklist.calling(),
        "filters": filters,
        "tiers": filters.tiers(worklist.by_tier(intakes)),
        "keys": Preferences.of(request.user).single_keys,
    }
    return render(request, "intake/queue.html", context, status=422 if search.errors else 200)


@require_safe
@audience(CLINICIAN)
def review(request: StaffRequest, intake_id: uuid.UUID, number: int | None = None) -> HttpResponse:
    """One version, the newest unless another is asked for: what the rules say of it, and why."""
    intake = assessed_intake(intake_id)
    return render(request, "intake/review.html", review_page.context(intake, version_of(intake, number), request))


@require_http_methods(["GET", "HEAD", "POST"])
@audience(CLINICIAN)
def complete(request: StaffRequest, intake_id: uuid.UUID) -> HttpResponse:
    """The clinician's own questions, and those that keep flags open; or just those asked for, from the review."""
    intake = assessed_intake(intake_id)
    if intake.is_frozen:
        return _signed_already(request, intake)
    if request.method == "POST" and "token" in request.POST:
        return _save(request, intake)
    asked = completing.asked_for(request.POST) if request.method == "POST" else completing.questions(intake)
    form = SectionForm(asked, intake.answers, {})
    if request.method == "POST":
        form.focus_first()
    return _form_page(request, intake, form, token=uuid.uuid4())


def _save(request: StaffRequest, intake: Intake) -> HttpResponse:
    revision, token = read_revision(request.POST), read_token(request.POST)
    asked = completing.posted_questions(request.POST.get("asked", ""))
    form = SectionForm(asked, intake.answers, {}, request.POST)
    if not form.is_valid():
        return _form_page(request, intake, form, token=token, status=422)
    changes = {question.id: form.changes[question.id] for _, question in form.differing(intake.answers)}
    try:
        before = version = version_of(intake)
        if changes:
            version = complete_intake(
                actor=request.user, intake=intake, revision=revision, changes=changes, token=token
            )
    except StaleError as stale:
        if stale.intake.is_frozen:
            return _signed_already(request, stale.intake)
        return _stale_page(request, stale.intake, form, token)
    messages.success(request, completing.saved(before, version))
    return redirect("review", intake.pk)


def _signed_already(request: StaffRequest, intake: Intake) -> HttpResponse:
    messages.warning(request, "This intake is signed: its answers do not change any more. Corrections are addenda.")
    return redirect("review", intake.pk)


def _stale_page(request: StaffRequest, intake: Intake, form: SectionForm, token: uuid.UUID) -> HttpResponse:
    """Somebody saved meanwhile: what was typed stays, each other saved answer is named, saving again is a choice."""
    case = Case(intake.read_answers())
    for name, question in list(form.differing(intake.answers)):
        form.add_error(name, f"Saved meanwhile: “{question.say_answer(case.stored(question))}”.")
    return _form_page(request, intake, form, token=token, status=409, stale=True)


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
