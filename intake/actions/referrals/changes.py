"""What happened to a referral, as the table of its states allows it."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import User

from intake.actions.audit import audited, record
from intake.actions.referrals.beginning import check_none_open
from intake.actions.referrals.events import (
    SENDINGS,
    add_event,
    check_revision,
    is_recorded,
    locked_referral,
    save_changed,
    set_next,
)
from intake.actions.referrals.told import ReadTold, Told, read_told
from intake.actions.refused import NotPossibleError
from intake.actions.rights import check_role
from intake.models import Referral, ReferralEvent
from intake.models.referral_states import DESK, Change, ReferralState, change_to, skipped
from intake.stored.referrals.history import began, contact_since

NOTHING: Mapping[str, Any] = {}
S = ReferralState


@audited
def record_change(
    *,
    actor: User,
    referral: Referral,
    revision: int,
    to: str,
    happened_at: datetime.datetime | None = None,
    channel: str = "",
    reason: str = "",
    words: str = "",
    details: Mapping[str, Any] = NOTHING,
    token: uuid.UUID | None = None,
) -> Referral:
    """The state is another from now on; those that a clinic on paper passed over are recorded as skipped.

    Args:
        revision: of the page that was shown.
        happened_at: when it was; now, where none is given. "Seen" and "report received" have to say.
        channel: of a sending, how.
        reason: a code of ``REASONS``, where the table asks for one; with ``other`` in words, too.
        details: as ``MAY_TELL`` has them by state. Of what cannot wait, the sending names who took it.
        token: of the page: sent twice under it, it is recorded once, and the second time is no error.

    Raises:
        PermissionDenied: neither of the front desk nor a clinician, or only a clinician may.
        StaleReferralError: it was changed since the page was shown.
        NotPossibleError: the table has no such change; nobody tried to contact the person; no letter is signed; or the
            intake is withdrawn, and it would be sent.
        OpenReferralError: redirected to a service that the person has an open one to.
        NotCompleteError: something is missing or cannot be right.
    """
    check_role(actor, *DESK)
    referral = locked_referral(referral)
    if is_recorded(referral, token):
        return referral
    check_revision(referral, revision)
    change = _allowed(actor, referral, to)
    before = began(referral)
    told = read_told(referral, change, Told(happened_at, channel, reason, words, details), before)
    if change.contact and not contact_since(referral, before):
        raise NotPossibleError("Please try to contact the person first, and note it here.")
    _apply(referral, actor, change, told, token)
    save_changed(referral, actor)
    record(actor=actor, action="record change", on=referral)
    return referral


def _allowed(actor: User, referral: Referral, to: str) -> Change:
    change = change_to(referral.state, to)
    if change is None:
        state = referral.get_state_display()
        raise NotPossibleError(f"The referral is “{state}”. “{ReferralState(to).label}” cannot be recorded next.")
    check_role(actor, *change.roles)
    if change.to == S.SENT and not referral.documents.exists():
        raise NotPossibleError("The letter has to be signed before it is sent.")
    if change.to == S.SENT and referral.is_of_withdrawn_intake:
        raise NotPossibleError("The intake was entered in error or is void. The referral cannot be sent.")
    return change


def _apply(referral: Referral, actor: User, change: Change, told: ReadTold, token: uuid.UUID | None) -> None:
    before = ReferralState(referral.state)
    if told.service:
        check_none_open(referral.patient, told.service)
        referral.service = told.service
    referral.state = change.to
    if change.to == S.SENT and referral.sent_at is None:
        referral.sent_at = told.happened_at
    elif change.to == S.SEEN:
        referral.seen_at = told.happened_at
    elif change.to == S.BOOKED:
        referral.appointment_at = told.appointment_at
        referral.appointment_where = told.details.get("appointment_where", "")
    elif change.to in (S.NOT_ATTENDED, S.APPOINTMENT_CANCELLED):  # it stands no more
        referral.appointment_at, referral.appointment_where = None, ""
    referral.confirmation = told.details.get("confirmation", referral.confirmation)
    set_next(referral, told.happened_at, sent=change.to in SENDINGS)
    passed = before
    for state in skipped(before, change.to):
        add_event(
            referral,
            ReferralEvent.Kind.SKIPPED,
            actor,
            before=passed,
            after=state,
            happened_at=told.happened_at,
        )
        passed = state
    add_event(
        referral,
        ReferralEvent.Kind.CHANGED,
        actor,
        before=before,
        after=change.to,
        happened_at=told.happened_at,
        channel=told.channel,
        reason=told.reason,
        words=told.words,
        details=told.details,
        due_at=referral.due_at,
        token=token,
    )
