"""Who has something to do with which referrals. One query each, by an index, and never a letter."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.auth.models import User
from django.db.models import BooleanField, Case, Count, Q, QuerySet, Value, When
from django.utils import timezone

from intake.models import Patient, Referral, Service
from intake.models.referral import ReferralQuerySet
from intake.models.referral_states import AT_ONCE, ReferralState
from intake.roles import CLINICIAN, FRONT_DESK

OWNER = Referral.Owner
OWNED = (OWNER.REFERRER, OWNER.DESK)
"""By whoever has the next thing to do. What has ended is nobody's, and found by no index of these."""
_STAYS = (ReferralState.CLOSED, ReferralState.CANCELLED)
"""Of what has ended, what both sides can still look up. What was entered in error was never meant for anybody."""


def rows() -> ReferralQuerySet:
    """For a list: with the person, the service and the referrer, without the letter."""
    return Referral.objects.select_related("patient", "service", "referrer", "changed_by").defer("letter")


def marked(found: ReferralQuerySet) -> ReferralQuerySet:
    """Each row says whether it is to be decided at once."""
    at_once = Case(When(state__in=AT_ONCE, then=Value(True)), default=Value(False), output_field=BooleanField())
    return found.annotate(at_once=at_once)


def to_do() -> ReferralQuerySet:
    """Whatever somebody has something more to do with, by the index of what is due."""
    return Referral.objects.filter(owner__in=OWNED, due_at__isnull=False)


def mine(user: User, roles: Collection[str]) -> ReferralQuerySet:
    """What this user has to do next, what is to be decided at once first.

    Their own, and of whoever works at the front desk what the desk has to do.
    """
    return _chosen(Referral.objects.standing().filter(_mine(user, roles))).order_by("-at_once", "due_at", "pk")


def overdue(user: User, roles: Collection[str], now: datetime.datetime) -> ReferralQuerySet:
    """Of those, what is late, the latest first. The count of every page is of these, and leads to them."""
    late = Referral.objects.filter(_mine(user, roles), due_at__lt=now)
    return _chosen(late).order_by("due_at", "pk")


def overdue_count(user: User, roles: Collection[str]) -> int:
    """The same as a number, for every page: one query. Nothing that is not late is looked at."""
    late = Referral.objects.filter(due_at__lt=timezone.now()).order_by()
    parts = [late.filter(part).values("pk") for part in _parts(user, roles)]
    return late.none().union(*parts, all=True).count() if parts else 0


def everything() -> ReferralQuerySet:
    """All open ones of everybody, what is due first on top."""
    return marked(rows()).standing().order_by("due_at", "pk")


def counts(user: User, roles: Collection[str], now: datetime.datetime) -> dict[str, int]:
    """How many stand on each list of a clinician; in one query."""
    own = _mine(user, roles)
    found: dict[str, int] = Referral.objects.standing().aggregate(
        mine=Count("pk", filter=own), overdue=Count("pk", filter=own & Q(due_at__lt=now)), all=Count("pk")
    )
    return found


def waiting(service: Service | int | None = None) -> ReferralQuerySet:
    """What a service has to answer, or the desk to chase there: by service, the latest first."""
    waits = marked(rows()).standing().filter(owner=OWNER.DESK)
    if service is not None:
        waits = waits.filter(service=service)
    return waits.order_by("service__name", "service", "due_at", "pk")


def by_service(now: datetime.datetime) -> list[dict[str, Any]]:
    """For whom people wait: each service with how many the front desk chases there, and how many of those are late."""
    waits = Referral.objects.standing().filter(owner=OWNER.DESK).order_by().values("service", "service__name")
    counted = waits.annotate(open=Count("pk"), overdue=Count("pk", filter=Q(due_at__lt=now)))
    return list(counted.order_by("-overdue", "service__name"))


def ended(after: Referral | None = None) -> ReferralQuerySet:
    """What was sent and is over: what was sent last first, or what comes after that one."""
    found = rows().filter(sent_at__isnull=False, state__in=_STAYS).order_by("-sent_at", "pk")
    if after is None or after.sent_at is None:
        return found
    beyond = Q(sent_at__lt=after.sent_at) | Q(sent_at=after.sent_at, pk__gt=after.pk)
    return found.filter(beyond, sent_at__lte=after.sent_at)  # the last by the index


def of_person(patient: Patient) -> ReferralQuerySet:
    """All of a person, the newest first."""
    return marked(rows()).filter(patient=patient).order_by("-made_at", "pk")


def open_to(patient: Patient, service: Service) -> ReferralQuerySet:
    """The open one to a service, and its duplicates after it."""
    return rows().standing().filter(patient=patient, service=service).order_by("made_at", "pk")


def _chosen(found: QuerySet[Referral]) -> ReferralQuerySet:
    """Chosen first and joined afterwards: SQLite goes by both indexes then, and looks at nothing that has ended."""
    return marked(rows()).filter(pk__in=found.values("pk"))


def _mine(user: User, roles: Collection[str]) -> Q:
    return reduce(or_, _parts(user, roles), Q(pk__in=()))


def _parts(user: User, roles: Collection[str]) -> list[Q]:
    """What this user has to do next, in parts that have no row in common: each goes by an index.

    A clinician has also what nobody else would decide: whoever referred has left, or is no clinician any more.
    """
    parts = []
    if CLINICIAN in roles:
        here = User.objects.filter(is_active=True, groups__name=CLINICIAN)
        left = Q(owner=OWNER.REFERRER) & ~Q(referrer=user) & ~Q(referrer__in=here)
        parts += [Q(owner=OWNER.REFERRER, referrer=user), left]
    return [*parts, Q(owner=OWNER.DESK)] if FRONT_DESK in roles else parts
