"""Attempts to contact the person, and free notes: neither changes the state."""

from __future__ import annotations

import datetime
import uuid

from django.contrib.auth.models import User
from django.utils import timezone

from intake.actions.audit import audited, record
from intake.actions.referrals.events import add_event, is_recorded, locked_referral
from intake.actions.referrals.refusals import NotCompleteError
from intake.actions.referrals.told import check_words, read_time
from intake.actions.refused import NotPossibleError
from intake.actions.rights import check_role
from intake.models import Referral, ReferralEvent
from intake.models.referral_states import BESIDE


@audited
def note_contact(
    *,
    actor: User,
    referral: Referral,
    channel: str,
    reached: str,
    words: str = "",
    happened_at: datetime.datetime | None = None,
    token: uuid.UUID | None = None,
) -> Referral:
    """Somebody tried to contact the person. After a missed appointment this comes before the next one is booked.

    Args:
        reached: a value of ``ReferralEvent.Reached``.
        happened_at: now, where none is given.
        token: of the page: sent twice under it, it is noted once.

    Raises:
        PermissionDenied: neither of the front desk nor a clinician.
        NotPossibleError: the referral has ended.
        NotCompleteError: how, or whether they were reached, is missing; or it cannot have been then.
    """
    check_role(actor, *BESIDE["note_contact"].roles)
    referral = locked_referral(referral)
    if is_recorded(referral, token):
        return referral
    if not referral.allows("note_contact"):
        raise NotPossibleError("This referral has ended. It can be reopened.")
    errors: dict[str, str] = {}
    if channel not in ReferralEvent.Channel.values:
        errors["channel"] = "Please say how it was tried."
    if reached not in ReferralEvent.Reached.values:
        errors["reached"] = "Please say whether the person was reached."
    check_words(words, errors)
    at = read_time(happened_at, referral.made_at, errors)
    if errors:
        raise NotCompleteError(errors)
    add_event(
        referral,
        ReferralEvent.Kind.CONTACT,
        actor,
        happened_at=at,
        channel=channel,
        words=words.strip(),
        details={"reached": reached},
        token=token,
    )
    record(actor=actor, action="note contact", on=referral)
    return referral


@audited
def note(*, actor: User, referral: Referral, words: str, token: uuid.UUID | None = None) -> Referral:
    """Something to be known that is no change: also of a referral that has ended.

    Raises:
        PermissionDenied: neither of the front desk nor a clinician.
        NotCompleteError: no words, or too many.
    """
    check_role(actor, *BESIDE["note"].roles)
    referral = locked_referral(referral)
    if is_recorded(referral, token):
        return referral
    errors: dict[str, str] = {} if words.strip() else {"words": "Please write the note."}
    check_words(words, errors)
    if errors:
        raise NotCompleteError(errors)
    now = timezone.now()
    add_event(referral, ReferralEvent.Kind.NOTE, actor, happened_at=now, words=words.strip(), token=token)
    record(actor=actor, action="note", on=referral)
    return referral
