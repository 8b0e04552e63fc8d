"""What was closed or cancelled goes on, as it was before."""

from __future__ import annotations

import uuid

from django.contrib.auth.models import User
from django.utils import timezone

from intake.actions.audit import audited, record
from intake.actions.referrals.beginning import check_none_open
from intake.actions.referrals.events import (
    add_event,
    check_revision,
    is_recorded,
    locked_referral,
    save_changed,
    set_next,
)
from intake.actions.referrals.refusals import NotCompleteError
from intake.actions.referrals.told import check_code, check_words
from intake.actions.refused import NotPossibleError
from intake.actions.rights import check_role
from intake.models import Referral, ReferralEvent
from intake.models.referral_reasons import REOPENED
from intake.models.referral_states import BESIDE
from intake.stored.referrals.history import began


@audited
def reopen_referral(
    *,
    actor: User,
    referral: Referral,
    revision: int,
    reason: str,
    words: str = "",
    token: uuid.UUID | None = None,
) -> Referral:
    """Back to the state before it ended, for whoever had it then.

    Args:
        reason: a code of ``REOPENED``; with ``other`` in words, too.

    Raises:
        PermissionDenied: not a clinician.
        StaleReferralError: it was changed since the page was shown.
        NotPossibleError: neither closed nor cancelled.
        OpenReferralError: the person has another open one to this service by now.
        NotCompleteError: the reason is missing.
    """
    check_role(actor, *BESIDE["reopen_referral"].roles)
    referral = locked_referral(referral)
    if is_recorded(referral, token):
        return referral
    check_revision(referral, revision)
    ended = began(referral)
    if not referral.allows("reopen_referral") or ended is None:
        raise NotPossibleError("Only a referral that was closed or cancelled can be reopened.")
    errors: dict[str, str] = {}
    check_words(words, errors)
    check_code(REOPENED, reason, words, errors)
    if errors:
        raise NotCompleteError(errors)
    check_none_open(referral.patient, referral.service)
    now, before = timezone.now(), referral.state
    referral.state = ended.before
    set_next(referral, now)
    add_event(
        referral,
        ReferralEvent.Kind.REOPENED,
        actor,
        before=before,
        after=referral.state,
        happened_at=now,
        reason=reason,
        words=words.strip(),
        due_at=referral.due_at,
        token=token,
    )
    save_changed(referral, actor)
    record(actor=actor, action="reopen", on=referral)
    return referral
