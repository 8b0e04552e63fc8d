"""One referral as its clinician sees it: what is due, what can be recorded now, its letter, and all that happened."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from intake.models import Preferences, Referral, ReferralDocument
from intake.models.referral_states import ReferralState
from intake.roles import CLINICIAN
from intake.stored.referrals import history
from intake.views.access import StaffRequest, audience
from intake.views.follow_up.referred import steps_left
from intake.views.referral import recording
from intake.views.referral.happened import events_of
from intake.views.referral.loaded import head, loaded
from intake.views.referral.record_actions import record_posted
from intake.views.referral.recording import NOTHING_SENT, Outcome

_ROLES = (CLINICIAN,)
_KINDS = list(ReferralDocument.Kind)


@require_safe
@audience(CLINICIAN, reads="referral")
def show(request: StaffRequest, referral_id: uuid.UUID) -> HttpResponse:
    return _page(request, loaded(referral_id))


@require_POST
@audience(CLINICIAN, reads="referral")
def record(request: StaffRequest, referral_id: uuid.UUID) -> HttpResponse:
    """A change of state, an attempt to contact the person, a note, a hand-over, or that it goes on after all."""
    referral = loaded(referral_id)
    outcome = record_posted(request.user, referral, _ROLES, request.POST)
    if not outcome.is_recorded:
        return _page(request, loaded(referral_id), outcome)
    messages.success(request, "Recorded.")
    return redirect("referral", referral.pk)


def _page(request: StaffRequest, referral: Referral, outcome: Outcome = NOTHING_SENT) -> HttpResponse:
    context: dict[str, Any] = {
        **head(referral),
        **recording.offered(referral, _ROLES, outcome),
        "events": events_of(referral),
        "documents": sorted(history.documents(referral), key=lambda each: (-each.number, _KINDS.index(each.kind))),
        "followed_by": referral.followed_by.select_related("service").defer("letter"),
        "now": timezone.now(),
        "open_steps": steps_left(referral),
        "keys": Preferences.of(request.user).single_keys,
        "declined": referral.state == ReferralState.DECLINED,
    }
    return render(request, "intake/referral/referral.html", context, status=outcome.page_status)
