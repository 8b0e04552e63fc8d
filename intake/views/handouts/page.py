"""A handout as a page for a phone: public, and without a word about any person. And as a PDF, to be looked at."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from intake.actions.handouts import cannot_be_given
from intake.clinical.rules import rule_set
from intake.clinical.rules.handouts import HANDOUTS, Handout
from intake.clinical.telling.handouts import missing
from intake.models import ClinicProfile
from intake.roles import ADMINISTRATOR, CLINICAL_LEAD, CLINICIAN
from intake.views.access import StaffRequest, audience
from intake.views.handouts.printed import approval_notice, printed_today
from intake.views.review.exports import attached
from intake.views.throttled import throttled

MINUTES_KEPT = 5
"""In a cache: a number that the clinic corrects is soon right on every phone."""


@login_not_required
@require_safe
def page(request: HttpRequest, handout_id: str) -> HttpResponse:
    """For everybody. It sets no cookie and asks for none. Two queries."""
    handout, clinic = _handout(handout_id), ClinicProfile.load()
    numbers = clinic.handout_numbers
    context = {
        "handout": handout,
        "clinic": clinic,
        "numbers": numbers,
        "lacking": missing(handout, numbers),
        "notice": approval_notice(),
        "version": rule_set.VERSION,
    }
    response = render(request, "intake/handouts/page.html", context)
    patch_cache_control(response, public=True, max_age=60 * MINUTES_KEPT)
    return response


page.audience, page.reads = ("everybody",), None  # type: ignore[attr-defined]


@require_safe
@audience(CLINICAL_LEAD, CLINICIAN, ADMINISTRATOR, reads=None)
@throttled("pdf")
def pdf(request: StaffRequest, handout_id: str) -> HttpResponse:
    """Nobody's: for whoever answers for its words."""
    handout, clinic = _handout(handout_id), ClinicProfile.load()
    if lacking := missing(handout, clinic.handout_numbers):
        messages.warning(request, cannot_be_given(lacking))
        return redirect("rule-book")
    return attached(f"handout-{handout.id}.pdf", printed_today(request, handout, clinic))


def _handout(handout_id: str) -> Handout:
    if handout_id not in HANDOUTS:
        raise Http404
    return HANDOUTS[handout_id]
