"""A draft is discarded and restored by the front desk; what was submitted is withdrawn and restored by a clinician."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intake.actions.corrections import discard_draft, mark_in_error, restore_draft, restore_intake
from intake.actions.intakes import StaleError
from intake.actions.refused import NotPossibleError
from intake.models import Correction, Intake
from intake.roles import CLINICIAN, FRONT_DESK
from intake.stored import corrections
from intake.stored.corrections import DISCARDED_FOR
from intake.views.access import StaffRequest, audience
from intake.views.desk.beginning import begin_at
from intake.views.posted import read_revision
from intake.views.putting_right import pages
from intake.views.putting_right.reason import ReasonForm

LISTED = 100


@dataclass(frozen=True)
class Withdrawal:
    """One of the two ways, as its page goes about it."""

    act: Callable[..., Intake]
    kind: Correction.Kind
    template: str
    done: str


DISCARDING = Withdrawal(
    discard_draft,
    Correction.Kind.DISCARDED,
    "intake/putting_right/discard.html",
    "The draft is discarded. It can be restored here.",
)
IN_ERROR = Withdrawal(
    mark_in_error,
    Correction.Kind.IN_ERROR,
    "intake/putting_right/in_error.html",
    "The intake is marked as entered in error. It can be restored here.",
)


@require_http_methods(["GET", "HEAD", "POST"])
@audience(FRONT_DESK, reads="intake")
def discard(request: StaffRequest, intake_id: uuid.UUID) -> HttpResponse:
    """A draft that nobody needs: kept for 30 days, and then out of reach."""
    return _withdraw(request, pages.intake_with_person(intake_id), DISCARDING)


@require_http_methods(["GET", "HEAD", "POST"])
@audience(CLINICIAN, reads="intake")
def in_error(request: StaffRequest, intake_id: uuid.UUID) -> HttpResponse:
    """What should not have been submitted: it leaves queue and trend, and stays readable."""
    return _withdraw(request, pages.intake_with_person(intake_id), IN_ERROR)


def _withdraw(request: StaffRequest, intake: Intake, way: Withdrawal) -> HttpResponse:
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if not intake.allows(way.act.__name__):
        return _not_now(request, intake, way, form)
    if not form.is_valid():
        return _page(request, intake, way, form, status=422 if form.errors else 200)
    reason, revision = form.cleaned_data["reason"], read_revision(request.POST)
    try:
        intake = way.act(actor=request.user, intake=intake, revision=revision, reason=reason)
    except (StaleError, NotPossibleError):
        intake = pages.intake_with_person(intake.pk)
        if not intake.allows(way.act.__name__):
            return _not_now(request, intake, way, form)
        return _page(request, intake, way, form, status=409, stale=True)
    messages.success(request, way.done)
    return redirect(pages.intake_page(request, intake))


def _not_now(request: StaffRequest, intake: Intake, way: Withdrawal, form: ReasonForm) -> HttpResponse:
    """Done already, by the first of two presses; or somebody else was quicker, which its page shows."""
    if form.is_valid() and pages.pressed_twice(request, intake, way.kind, form.cleaned_data["reason"]):
        messages.success(request, way.done)
    else:
        messages.warning(request, f"Nothing was changed. {why_not(intake)}")
    return redirect(pages.intake_page(request, intake))


def why_not(intake: Intake) -> str:
    """Why the intake cannot be withdrawn or moved, as a sentence."""
    if intake.is_with_person:
        return "The person is answering the private questions. Please take the screen back first."
    if intake.is_draft and intake.current_id:
        return "This intake was submitted before: a clinician can mark it as entered in error."
    if intake.is_draft:
        return "This intake is a draft: the front desk can discard it."
    return f"This intake is {intake.get_state_display().lower()} by now."


def _page(
    request: StaffRequest, intake: Intake, way: Withdrawal, form: ReasonForm, *, status: int, stale: bool = False
) -> HttpResponse:
    if not form.errors:
        begin_at(form)
    context = {
        "intake": intake,
        "patient": intake.patient,
        "form": form,
        "stale": stale,
        "back": pages.intake_page(request, intake),
        "until": timezone.now() + DISCARDED_FOR,
    }
    return render(request, way.template, context, status=status)


@require_POST
@audience(FRONT_DESK, reads="intake")
def restore(request: StaffRequest, intake_id: uuid.UUID) -> HttpResponse:
    """A discarded draft is its author's again."""
    return _restore(request, pages.intake_with_person(intake_id), restore_draft)


@require_POST
@audience(CLINICIAN, reads="intake")
def restore_from_error(request: StaffRequest, intake_id: uuid.UUID) -> HttpResponse:
    """It was no error: it waits again as it did."""
    return _restore(request, pages.intake_with_person(intake_id), restore_intake)


def _restore(request: StaffRequest, intake: Intake, act: Callable[..., Intake]) -> HttpResponse:
    try:
        act(actor=request.user, intake=intake)
        messages.success(request, "It is restored, with all that was typed.")
    except NotPossibleError as refused:
        if pages.pressed_twice(request, intake, Correction.Kind.RESTORED, ""):
            messages.success(request, "It is restored, with all that was typed.")
        else:
            messages.warning(request, str(refused))
    return redirect(pages.intake_page(request, intake))


@require_safe
@audience(FRONT_DESK, reads="list")
def discarded(request: StaffRequest) -> HttpResponse:
    """Every draft that was discarded in the last 30 days, whoever did it."""
    rows = corrections.discarded(at_most=LISTED + 1)
    context = {"rows": rows[:LISTED], "more": len(rows) > LISTED, "days": DISCARDED_FOR.days}
    return render(request, "intake/putting_right/discarded.html", context)
