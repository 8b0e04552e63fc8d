"""The clinician's lists of referrals, and the table of their states."""

from __future__ import annotations

import datetime
from typing import NamedTuple

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from intake.models.referral import ReferralQuerySet
from intake.models.referral_due import next_owner
from intake.models.referral_states import AT_ONCE, CHANGES, REOPENED_FROM, Change, ReferralState
from intake.roles import ADMINISTRATOR, CLINICAL_LEAD, CLINICIAN, FRONT_DESK
from intake.stored.referrals import lists
from intake.views.access import StaffRequest, audience

ROWS = 25
MINE, OVERDUE, WAITING, ALL = "mine", "overdue", "waiting", "all"
TITLES = {MINE: "Yours", OVERDUE: "Yours, overdue", WAITING: "Waiting, by service", ALL: "All open"}
"""In their order."""
_OWNERS = {"referrer": "whoever referred", "desk": "the front desk", "nobody": "nobody"}


class StateRow(NamedTuple):
    """A state, and what the program lets whom record in it."""

    state: ReferralState
    owner: str
    at_once: bool
    desk: list[Change]
    clinician: list[Change]
    reopened: bool

    @classmethod
    def of(cls, state: ReferralState) -> StateRow:
        desk = [change for change in CHANGES[state] if FRONT_DESK in change.roles]
        others = [change for change in CHANGES[state] if FRONT_DESK not in change.roles]
        return cls(state, _OWNERS[next_owner(state)], state in AT_ONCE, desk, others, state in REOPENED_FROM)


@require_safe
@audience(CLINICIAN, reads="list")
def show(request: StaffRequest) -> HttpResponse:
    """``?list=overdue``; ``?list=waiting`` with the services, and ``&service=3`` with those who wait for one."""
    now, asked = timezone.now(), request.GET.get("list", "")
    name = asked if asked in TITLES else MINE
    service = _service(request) if name == WAITING else ""
    counts = lists.counts(request.user, request.roles, now)
    context = {
        "name": name,
        "lists": [(key, title, counts.get(key)) for key, title in TITLES.items()],
        "services": lists.by_service(now) if name == WAITING else [],
        "service": service,
        "now": now,
        "at_desk": FRONT_DESK in request.roles,
    }
    if name != WAITING or service:
        listed = lists.waiting(int(service)) if service else _listed(name, request, now)
        context["page"] = Paginator(listed, ROWS).get_page(request.GET.get("page"))
    return render(request, "intake/referral/lists.html", context)


def _listed(name: str, request: StaffRequest, now: datetime.datetime) -> ReferralQuerySet:
    if name == ALL:
        return lists.everything()
    if name == OVERDUE:
        return lists.overdue(request.user, request.roles, now)
    return lists.mine(request.user, request.roles)


def _service(request: StaffRequest) -> str:
    asked = request.GET.get("service", "")
    return asked if asked.isascii() and asked.isdigit() and len(asked) < 10 else ""


@require_safe
@audience(FRONT_DESK, CLINICIAN, CLINICAL_LEAD, ADMINISTRATOR, reads=None)
def states(request: StaffRequest) -> HttpResponse:
    """The states, and who records what in each: the table that the program itself asks."""
    return render(request, "intake/referral/states.html", {"rows": [StateRow.of(state) for state in ReferralState]})
