"""Somebody has lost phone, passkeys and recovery codes. One person alone cannot end another's factors."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django_otp_webauthn.models import WebAuthnCredential

from intake.actions.audit import audited, record
from intake.actions.refused import NotPossibleError
from intake.actions.rights import check_role
from intake.actions.sessions import sign_out_everywhere
from intake.models import Authenticator, FactorReset, RecoveryCode
from intake.roles import ADMINISTRATOR, CLINICAL_LEAD
from intake.stored.factors import who_confirms

MEANWHILE = "This was confirmed or taken back meanwhile, or is more than seven days old."
ONES_OWN = "Nobody resets their own factors. Please ask another administrator."


@audited
def propose_factor_reset(*, actor: User, user: User) -> FactorReset:
    """Proposed again while it waits, it is one.

    Raises:
        NotPossibleError: it is about the actor.
    """
    check_role(actor, ADMINISTRATOR)
    if actor.pk == user.pk:
        raise NotPossibleError(ONES_OWN)
    _locked(user)
    old = FactorReset.objects.filter(user=user).too_old()
    old.update(outcome=FactorReset.Outcome.EXPIRED, decided_at=timezone.now())
    proposed, _ = FactorReset.objects.get_or_create(user=user, outcome="", defaults={"proposed_by": actor})
    record(actor=actor, action="propose factor reset", on=user)
    return proposed


@audited
def confirm_factor_reset(*, actor: User, reset: FactorReset) -> User:
    """The person's factors and sign-ins end. With their password alone they set up new ones.

    Raises:
        PermissionDenied: the actor proposed it, it is about them, or they have no role that confirms it.
        NotPossibleError: decided meanwhile, or too old.
    """
    check_role(actor, ADMINISTRATOR, CLINICAL_LEAD)
    if actor.pk in (reset.user_id, reset.proposed_by_id):
        raise PermissionDenied
    user = _decide(actor, reset, FactorReset.Outcome.CONFIRMED)
    # Asked now that nobody else changes this person's roles.
    check_role(actor, *who_confirms(reset))
    _end_factors(user)
    record(actor=actor, action="confirm factor reset", on=user)
    return user


@audited
def withdraw_factor_reset(*, actor: User, reset: FactorReset) -> User:
    """By any administrator, when the phone was found. Raises NotPossibleError: decided meanwhile, or too old."""
    check_role(actor, ADMINISTRATOR)
    user = _decide(actor, reset, FactorReset.Outcome.WITHDRAWN)
    record(actor=actor, action="withdraw factor reset", on=user)
    return user


@audited
def reset_factors_on_server(*, user: User, second_person: str) -> User:
    """For whoever runs the server, when nobody can get in. The audit row names no actor; the second person is kept."""
    user = _locked(user)
    waiting = FactorReset.objects.filter(user=user, outcome="").first() or FactorReset(user=user)
    waiting.outcome, waiting.decided_at = FactorReset.Outcome.CONFIRMED, timezone.now()
    waiting.second_person = second_person
    waiting.save()
    _end_factors(user)
    record(actor=None, action="reset factors on the server", on=user)
    return user


def _locked(user: User) -> User:
    return User.objects.select_for_update(no_key=True).get(pk=user.pk)


def _decide(actor: User, reset: FactorReset, outcome: FactorReset.Outcome) -> User:
    user = _locked(reset.user)
    waiting = FactorReset.objects.filter(pk=reset.pk).waiting()
    if not waiting.update(outcome=outcome, decided_by=actor, decided_at=timezone.now()):
        raise NotPossibleError(MEANWHILE)
    return user


def _end_factors(user: User) -> None:
    Authenticator.objects.filter(pk=user.pk).delete()
    RecoveryCode.objects.filter(user=user).delete()
    WebAuthnCredential.objects.filter(user=user).delete()
    sign_out_everywhere(user)
