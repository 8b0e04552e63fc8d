"""A clinician's lists of referrals: which stand on each, in which order, and how many."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db.models import BooleanField, Case, Count, Q, Value, When

from intake.models import Referral
from intake.models.referral import ReferralQuerySet
from intake.models.referral_states import AT_ONCE
from intake.roles import CLINICIAN
from intake.stored.referrals import lists

ROWS = 25
MINE, OVERDUE, WAITING, ALL = "mine", "overdue", "waiting", "all"
TITLES = {MINE: "Yours to decide", OVERDUE: "Overdue", WAITING: "Waiting, by service", ALL: "All open"}
"""In their order."""


def marked(rows: ReferralQuerySet) -> ReferralQuerySet:
    """Each row says whether it is to be decided at once."""
    at_once = Case(When(state__in=AT_ONCE, then=Value(True)), default=Value(False), output_field=BooleanField())
    return rows.annotate(at_once=at_once)


def rows_of(name: str, user: User, now: datetime.datetime) -> ReferralQuerySet:
    """Of the referrer's own, what is to be decided at once first; of every list, what is due first."""
    everything = marked(lists.rows()).standing()
    if name == MINE:
        return everything.filter(_own(user)).order_by("-at_once", "due_at", "pk")
    return (everything.filter(due_at__lt=now) if name == OVERDUE else everything).order_by("due_at", "pk")


def counts(user: User, now: datetime.datetime) -> dict[str, int]:
    """How many stand on each list; in one query."""
    found: dict[str, int] = Referral.objects.standing().aggregate(
        mine=Count("pk", filter=_own(user)), overdue=Count("pk", filter=Q(due_at__lt=now)), all=Count("pk")
    )
    return found


def by_service(now: datetime.datetime) -> list[dict[str, Any]]:
    """For whom people wait: each service with how many the front desk chases there, and how many of those are late."""
    waiting = Referral.objects.filter(owner=Referral.Owner.DESK).order_by().values("service", "service__name")
    counted = waiting.annotate(open=Count("pk"), overdue=Count("pk", filter=Q(due_at__lt=now)))
    return list(counted.order_by("-overdue", "service__name"))


def _own(user: User) -> Q:
    """Also what nobody else would decide: whoever referred has left, or is no clinician any more."""
    here = User.objects.filter(is_active=True, groups__name=CLINICIAN)
    return Q(owner=Referral.Owner.REFERRER) & (Q(referrer=user) | ~Q(referrer__in=here))
