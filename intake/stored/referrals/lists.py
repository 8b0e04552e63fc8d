"""Who has something to do with which referrals. One query each, by an index, and never a letter."""

from __future__ import annotations

import datetime

from django.contrib.auth.models import Group, User
from django.db.models import Exists, Q, QuerySet
from django.utils import timezone

from intake.models import Patient, Referral, Service
from intake.models.referral import ReferralQuerySet
from intake.models.referral_states import AT_ONCE
from intake.roles import FRONT_DESK

OWNER = Referral.Owner


def rows() -> ReferralQuerySet:
    """For a list: with the person, the service and the referrer, without the letter."""
    return Referral.objects.select_related("patient", "service", "referrer", "changed_by").defer("letter")


def mine(user: User) -> ReferralQuerySet:
    """What this user has to do next: their own, and of whoever works at the front desk what the desk has to do."""
    return _chosen(Referral.objects.standing().filter(_mine(user)))


def overdue(user: User, now: datetime.datetime | None = None) -> ReferralQuerySet:
    """Of those, what is late, the latest first."""
    return _chosen(Referral.objects.filter(_mine(user), due_at__lt=now or timezone.now()))


def overdue_count(user: User) -> int:
    """The same as a number, for every page: one query over two indexes."""
    return Referral.objects.filter(_mine(user), due_at__lt=timezone.now()).count()


def at_once(user: User) -> ReferralQuerySet:
    """What was declined, asked about, missed or cancelled of this user's referrals, whatever it is due."""
    own = rows().standing().filter(owner=OWNER.REFERRER, referrer=user, state__in=AT_ONCE)
    return own.order_by("due_at", "pk")


def referred_by(user: User) -> ReferralQuerySet:
    """All open ones of a referrer, whoever has the next thing to do."""
    return rows().standing().filter(referrer=user).order_by("due_at", "pk")


def waiting(service: Service | None = None) -> ReferralQuerySet:
    """What a service has to answer, or the desk to chase there: by service, the latest first."""
    waits = rows().standing().filter(owner=OWNER.DESK)
    if service is not None:
        waits = waits.filter(service=service)
    return waits.order_by("service__name", "service", "due_at", "pk")


def of_person(patient: Patient) -> ReferralQuerySet:
    """All of a person, the newest first."""
    return rows().filter(patient=patient).order_by("-made_at", "pk")


def open_to(patient: Patient, service: Service) -> ReferralQuerySet:
    """The open one to a service, and its duplicates after it."""
    return rows().standing().filter(patient=patient, service=service).order_by("made_at", "pk")


def _chosen(found: QuerySet[Referral]) -> ReferralQuerySet:
    """Chosen first and joined afterwards: SQLite goes by both indexes then, and looks at nothing that has ended."""
    return rows().filter(pk__in=found.values("pk")).order_by("due_at", "pk")


def _mine(user: User) -> Q:
    is_desk = Exists(Group.objects.filter(user=user.pk, name=FRONT_DESK))
    return Q(owner=OWNER.REFERRER, referrer=user) | (Q(owner=OWNER.DESK) & Q(is_desk))
