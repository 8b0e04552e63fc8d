"""A referral goes to a colleague, who decides from then on."""

from __future__ import annotations

import uuid

from django.contrib.auth.models import User
from django.utils import timezone

from intake.actions.audit import audited, record
from intake.actions.referrals.events import add_event, is_recorded, locked_referral, save_changed
from intake.actions.refused import NotPossibleError
from intake.actions.rights import check_role
from intake.models import Referral, ReferralEvent
from intake.models.referral_states import BESIDE
from intake.roles import CLINICIAN


@audited
def hand_referral(
    *, actor: User, referral: Referral, to: User, words: str = "", token: uuid.UUID | None = None
) -> Referral:
    """Whose it is already, keeps it as it is.

    Args:
        token: of the page: sent twice under it, it is handed over once.

    Raises:
        PermissionDenied: not a clinician.
        NotPossibleError: it has ended, or the colleague is no clinician or has left.
    """
    check_role(actor, *BESIDE["hand_referral"].roles)
    referral = locked_referral(referral)
    if is_recorded(referral, token) or referral.referrer_id == to.pk:
        return referral
    if not referral.allows("hand_referral"):
        raise NotPossibleError("This referral has ended. It can be reopened.")
    if not User.objects.filter(pk=to.pk, is_active=True, groups__name=CLINICIAN).exists():
        raise NotPossibleError("It can only be handed to a clinician who has an account here.")
    details = {"from": referral.referrer_id, "to": to.pk}
    referral.referrer = to
    add_event(
        referral,
        ReferralEvent.Kind.HANDED,
        actor,
        happened_at=timezone.now(),
        words=words.strip(),
        details=details,
        due_at=referral.due_at,
        token=token,
    )
    save_changed(referral, actor)
    record(actor=actor, action="hand referral", on=referral)
    return referral
