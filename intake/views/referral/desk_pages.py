"""The front desk follows referrals: who, where to, how soon, what is due. It never sees why, nor any letter."""

from __future__ import annotations

import uuid
from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from intake.models import Referral, ReferralEvent
from intake.roles import FRONT_DESK
from intake.stored.referrals import lists
from intake.stored.referrals.desk import desk_row, desk_rows
from intake.views.access import StaffRequest, audience
from intake.views.referral import recording
from intake.views.referral.lists import ROWS
from intake.views.referral.loaded import loaded
from intake.views.referral.record_actions import record_posted
from intake.views.referral.recording import NOTHING_SENT, Outcome

_ROLES = (FRONT_DESK,)
"""What may be recorded here; of somebody who is a clinician too, the rest stands on the clinician's page."""
DUE, ALL, ENDED = "due", "all", "ended"
TITLES = {DUE: "For the front desk", ALL: "All open", ENDED: "Ended"}
"""Of its lists, in their order."""


@require_safe
@audience(FRONT_DESK, reads="list")
def show_list(request: StaffRequest) -> HttpResponse:
    """What the front desk has to do next, overdue first.

    ``?list=all`` with what waits for a clinician; ``?list=ended`` what is over, cancelled or closed, and
    ``&after=`` the last one of the page before.
    """
    asked = request.GET.get("list", "")
    name = asked if asked in TITLES else DUE
    shown = _ended(request) if name == ENDED else _open(request, name)
    context = {"name": name, "lists": TITLES, "now": timezone.now(), **shown}
    return render(request, "intake/referral/desk_list.html", context)


def _open(request: StaffRequest, name: str) -> dict[str, Any]:
    sent = lists.everything().filter(sent_at__isnull=False)
    listed = sent if name == ALL else sent.filter(owner=Referral.Owner.DESK)
    page = Paginator(listed, ROWS).get_page(request.GET.get("page"))
    rows = desk_rows(page.object_list)  # type: ignore[arg-type]  # a slice of them
    return {"rows": rows, "page": page}


def _ended(request: StaffRequest) -> dict[str, Any]:
    """There is no end of them: they are not counted, and a page begins after the last row of the one before."""
    after = None
    with suppress(ValueError):
        after = Referral.objects.filter(pk=uuid.UUID(request.GET.get("after", ""))).first()
    found = desk_rows(lists.ended(after)[: ROWS + 1])
    following = found[ROWS - 1].id if len(found) > ROWS else None
    return {"rows": found[:ROWS], "begun": after is not None, "following": following}


@require_safe
@audience(FRONT_DESK, reads="referral")
def show(request: StaffRequest, referral_id: uuid.UUID) -> HttpResponse:
    return _page(request, _sent(referral_id))


@require_POST
@audience(FRONT_DESK, reads="referral")
def record(request: StaffRequest, referral_id: uuid.UUID) -> HttpResponse:
    """What the service answered, the appointment, whether the person came, an attempt to contact them."""
    referral = _sent(referral_id)
    outcome = record_posted(request.user, referral, _ROLES, request.POST)
    if not outcome.is_recorded:
        return _page(request, _sent(referral_id), outcome)
    messages.success(request, "Recorded.")
    return redirect("desk-referral", referral.pk)


def _sent(referral_id: uuid.UUID) -> Referral:
    """What was never sent is the clinician's alone, and not found here."""
    referral = loaded(referral_id)
    if referral.sent_at is None:
        raise Http404
    return referral


def _page(request: StaffRequest, referral: Referral, outcome: Outcome = NOTHING_SENT) -> HttpResponse:
    attempts = referral.events.filter(kind=ReferralEvent.Kind.CONTACT).select_related("recorded_by")
    context = {
        "referral": desk_row(referral),
        "patient": referral.patient,
        **recording.offered(referral, _ROLES, outcome),
        "attempts": attempts.defer("words").order_by("-number"),
        "changed_by": referral.changed_by,
        "changed_at": referral.changed_at,
        "is_desks": referral.owner == Referral.Owner.DESK,
        "is_open": referral.is_open,
        "now": timezone.now(),
    }
    return render(request, "intake/referral/desk_referral.html", context, status=outcome.page_status)
