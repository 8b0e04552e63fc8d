"""What all writers of referrals share: the row they hold, what happened, and what is due next."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Max
from django.utils import timezone

from intake.actions.locking import locked_people
from intake.actions.referrals.refusals import StaleReferralError
from intake.actions.refused import NotPossibleError
from intake.models import ClinicProfile, Referral, ReferralEvent
from intake.models.referral_due import Course, limits_of, next_due, next_owner
from intake.models.referral_states import ReferralState

SENDINGS = (ReferralState.SENT, ReferralState.REDIRECTED)


def locked_referral(referral: Referral) -> Referral:
    """The referral as it is now, while nobody else begins, moves or redirects one of the person.

    Raises:
        NotPossibleError: the record was merged into another, or the referral went to another record meanwhile.
    """
    locked_people(referral.patient_id)
    now = Referral.objects.select_for_update().get(pk=referral.pk)
    if now.patient_id != referral.patient_id:
        raise NotPossibleError("This referral was moved to another person's record meanwhile. Please open it again.")
    return now


def is_recorded(referral: Referral, token: uuid.UUID | None) -> bool:
    """The page sent this before, under the same token."""
    return token is not None and referral.events.filter(token=token).exists()


def check_revision(referral: Referral, revision: int) -> None:
    if referral.revision != revision:
        raise StaleReferralError(referral)


def add_event(referral: Referral, kind: ReferralEvent.Kind, actor: User, **told: Any) -> ReferralEvent:
    last = referral.events.aggregate(last=Max("number"))["last"] or 0
    return ReferralEvent.objects.create(referral=referral, number=last + 1, kind=kind, recorded_by=actor, **told)


def save_changed(referral: Referral, actor: User) -> None:
    """Pages that were open before are stale from now on."""
    referral.revision += 1
    referral.changed_by, referral.changed_at = actor, timezone.now()
    referral.save()


def set_next(referral: Referral, began: datetime.datetime, *, sent: bool = False) -> None:
    """Who has the next thing to do, and until when, by the state as it is now.

    Args:
        began: when that state began.
        sent: it was sent by that, or sent on.
    """
    clinic, state = ClinicProfile.load(), ReferralState(referral.state)
    course = Course(
        state=state,
        urgency=referral.urgency,
        now=timezone.now(),
        made_at=referral.made_at,
        sent_at=referral.sent_at,
        last_sent_at=began if sent else _last_sending(referral),
        appointment_at=referral.appointment_at,
        seen_at=referral.seen_at,
        reported_at=began,
    )
    referral.owner = next_owner(state)
    referral.due_at = next_due(course, limits_of(clinic, referral.service), clinic.works)


def _last_sending(referral: Referral) -> datetime.datetime | None:
    sendings = referral.events.filter(kind=ReferralEvent.Kind.CHANGED, after__in=SENDINGS)
    last: ReferralEvent | None = sendings.last()
    return last.happened_at if last else None
