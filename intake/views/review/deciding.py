"""A clinician decides on the intake page: kept as one types, or with the button where there is no JavaScript."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from intake.actions.intakes import StaleError
from intake.actions.review import decide
from intake.models import Intake, Preferences, Review
from intake.roles import CLINICIAN
from intake.stored.assessments import findings
from intake.views.access import StaffRequest, audience, is_htmx
from intake.views.posted import read_page, read_revision
from intake.views.referral.proposed import Referring
from intake.views.review import decisions, review_page
from intake.views.review.assessed import assessed_intake, version_of


@require_POST
@audience(CLINICIAN, reads="intake")
def decide_on(request: StaffRequest, intake_id: uuid.UUID) -> HttpResponse:
    """Decisions on steps, marks on flags, own steps and words: what differs from what is stored is kept."""
    intake = assessed_intake(intake_id)
    posted = decisions.read(request.POST).with_groups(Review.of(intake))
    try:
        review = decide(
            actor=request.user,
            intake=intake,
            revision=read_revision(request.POST),
            changes=posted.changes,
            page=read_page(request.POST),
            seen=decisions.read_seen(request.POST),
        )
    except StaleError as stale:
        return _stale(request, stale, posted)
    if is_htmx(request):
        return _saved(request, intake, review, posted)
    if posted.errors:
        return _page(request, intake, posted, status=422)
    messages.success(request, "Decisions saved.")
    return redirect("review", intake.pk)


def _saved(request: StaffRequest, intake: Intake, review: Review, posted: decisions.Posted) -> HttpResponse:
    """The parts of the page that a save changes."""
    deciding = decisions.Deciding(review, findings(version_of(intake).assessment).whole(), True, posted=posted)
    own_saved = any(key.startswith("own:") and review.kept(key) for key in posted.typed)
    context = {
        "deciding": deciding,
        "rows": [deciding.row(key) for key in posted.typed],
        "referring": Referring(intake, deciding.found),
        "keys": Preferences.of(request.user).single_keys,
        "fresh": decisions.new_own(review_page.new_id()) if own_saved else None,
        "intake": intake,
    }
    return render(request, "intake/deciding/saved.html", context)


def _stale(request: StaffRequest, stale: StaleError, posted: decisions.Posted) -> HttpResponse:
    """Nothing was kept: both sides are shown, and what was typed stays on the page."""
    if stale.intake.is_closed and is_htmx(request):
        return render(request, "intake/deciding/closed.html", {"intake": stale.intake}, status=409)
    if stale.intake.is_closed or not stale.conflicts:
        messages.warning(request, "This page is out of date: what you see now is as it was saved or signed meanwhile.")
        address = reverse("review", args=[stale.intake.pk])
        return HttpResponse(status=204, headers={"HX-Redirect": address}) if is_htmx(request) else redirect(address)
    conflict = _conflict(stale, posted)
    if is_htmx(request):
        return render(request, "intake/deciding/conflict.html", conflict | {"intake": stale.intake}, status=409)
    return _page(request, assessed_intake(stale.intake.pk), posted, status=409, **conflict)


def _conflict(stale: StaleError, posted: decisions.Posted) -> dict[str, Any]:
    intake = assessed_intake(stale.intake.pk)
    found = findings(version_of(intake).assessment).whole()
    deciding = decisions.Deciding(Review.of(intake), found, True)
    name_of = decisions.name_of(found)
    rows = [(name_of(key).rstrip("."), deciding.row(key)) for key in posted.typed if key in stale.conflicts]
    keys = " ".join(row.key for _, row in rows)
    return {"conflicts": rows, "replace": f"{deciding.review.revision} {keys}"}


def _page(request: StaffRequest, intake: Intake, posted: decisions.Posted, *, status: int, **more: Any) -> HttpResponse:
    """The whole page again, with what was typed. A page that is out of date keeps saying so when it is sent again."""
    context = review_page.context(intake, version_of(intake), request, posted) | more
    if status == 409:
        context["revision"] = read_revision(request.POST)
    return render(request, "intake/review.html", context, status=status)
