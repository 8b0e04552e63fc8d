"""What is loaded of referrals that somebody has something to do with, and the steps that they carry out."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.utils import timezone

from intake.models import FollowUp, Referral
from intake.models.referral_states import ReferralState
from intake.views.follow_up import planned


def loaded() -> QuerySet[Referral]:
    """With the person, the service and the referrer, and without the letter."""
    return Referral.objects.select_related("patient", "service", "referrer", "intake__current").only(
        *("patient", "service__name", "referrer__first_name", "referrer__last_name", "referrer__username"),
        *("intake__current__assessed_on", "urgency", "state", "owner", "due_at", "steps", "appointment_at"),
    )


def by_time(now: datetime.datetime) -> Case:
    """To the minute what is overdue; the others by days, as steps are."""
    ends = _ends(now)
    return Case(
        *(When(due_at__lt=ends[group], then=Value(group)) for group in ends),
        default=Value(planned.LATER),
        output_field=IntegerField(),
    )


def in_group(group: int, now: datetime.datetime) -> Q:
    """The same as conditions that an index serves."""
    ends = _ends(now)
    within = Q(due_at__lt=ends[group]) if group in ends else Q()
    return within & Q(due_at__gte=ends[group - 1]) if group else within


def _ends(now: datetime.datetime) -> dict[int, datetime.datetime]:
    """By group, until when. Of what is later, there is no end."""
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    today_ends = midnight + datetime.timedelta(days=1)
    return {planned.OVERDUE: now, planned.DUE: today_ends, planned.COMING: today_ends + planned.AHEAD}


def steps_of(referrals: Sequence[Referral]) -> dict[Referral, list[FollowUp]]:
    """The open follow-ups that each carries out, in one query."""
    people = {referral.patient_id for referral in referrals}
    ids = {step for referral in referrals for step in referral.steps}
    open_ones = planned.newest().filter(patient__in=people, step__in=ids).order_by("due_by", "pk") if ids else ()
    rows = list(open_ones)
    return {
        referral: [row for row in rows if row.patient_id == referral.patient_id and row.step in referral.steps]
        for referral in referrals
    }


def steps_left(referral: Referral) -> list[FollowUp]:
    """What a closed referral carried out, and nobody has closed."""
    if referral.state != ReferralState.CLOSED:
        return []
    return list(planned.newest().filter(patient=referral.patient_id, step__in=referral.steps))
