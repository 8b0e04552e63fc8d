"""The second step of signing in. A code or a recovery code works once, however many send it at the same moment."""

from __future__ import annotations

import logging
import re

from django.contrib.auth.hashers import check_password
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django_otp_webauthn.models import WebAuthnCredential

from intake.actions.audit import audited, record
from intake.actions.throttle import refill, spend
from intake.models import Authenticator, RecoveryCode
from intake.passkeys import RefusedPasskeyError, SitePasskeys, State
from intake.sealing import UnreadableError, sealed_anew

log = logging.getLogger(__name__)

AUTHENTICATOR = "authenticator"
RECOVERY_CODE = "recovery code"
PASSKEY = "passkey"
IDENTITY_PROVIDER = "identity provider"
LONGEST = 40
"""Characters that are looked at: more than any code has."""


class TooManyTriesError(Exception):
    """So many codes were tried for this person that no further one is looked at for a while."""


def check_code(*, user: User, code: str) -> bool:
    """Whether this proves now that it is the person: of their authenticator, or a recovery code. It is used up.

    Raises:
        TooManyTriesError: it was not looked at.
    """
    return bool(factor_of_code(user=user, code=code))


def factor_of_code(*, user: User, code: str) -> str:
    """Like ``check_code``; returns which factor it was of, or nothing."""
    _spend_try(user)
    bare = re.sub(r"[\s-]", "", code).lower()[:LONGEST]
    used = _use_authenticator(user, bare) if re.fullmatch("[0-9]{6}", bare) else _use_recovery_code(user, bare)
    return used or _refuse(user, "code")


def use_passkey(*, user: User, passkeys: SitePasskeys, state: State, answer: str) -> WebAuthnCredential:
    """The person's own key has signed what the page asked of it.

    Raises:
        RefusedPasskeyError: the answer does not fit, or the key is somebody else's.
        TooManyTriesError: it was not looked at.
    """
    _spend_try(user)
    try:
        with transaction.atomic():
            used = passkeys.used(user, state, answer)
            record(actor=user, action=f"use {PASSKEY}", on=user)
    except RefusedPasskeyError:
        _refuse(user, PASSKEY)
        raise
    refill(kind="code", key=str(user.pk))
    log.info("Second factor of user %s: %s", user.pk, PASSKEY)
    return used


def _spend_try(user: User) -> None:
    """The one place where guesses at a factor are counted, before any is looked at. Raises TooManyTriesError."""
    if spend(kind="code", key=str(user.pk)):
        raise TooManyTriesError


def _use_authenticator(user: User, code: str) -> str:
    """An UPDATE that asks for an earlier step lets one of several requests with the same code through."""
    known = Authenticator.objects.filter(pk=user.pk).first()
    try:
        step = known.fitting_step(code) if known else None
        anew = sealed_anew(known.sealed_key) if known else ""
    except UnreadableError:
        log.exception("The authenticator of user %s was sealed with another SECRET_KEY.", user.pk)
        return ""
    if step is None:
        return ""
    unused = Authenticator.objects.filter(pk=user.pk, sealed_key=known.sealed_key, last_step__lt=step)  # type: ignore[union-attr]
    return _use(user, unused, AUTHENTICATOR, last_step=step, sealed_key=anew, used_at=timezone.now())


def _use_recovery_code(user: User, code: str) -> str:
    left = RecoveryCode.objects.filter(user=user, used_at=None)
    fitting = next((each.pk for each in left if check_password(code, each.hashed)), None)
    return _use(user, left.filter(pk=fitting), RECOVERY_CODE, used_at=timezone.now()) if fitting else ""


@audited
def _use(user: User, unused: object, factor: str, **now: object) -> str:
    if not unused.update(**now):  # type: ignore[attr-defined]
        return ""
    record(actor=user, action=f"use {factor}", on=user)
    refill(kind="code", key=str(user.pk))
    log.info("Second factor of user %s: %s", user.pk, factor)
    return factor


@audited
def _refuse(user: User, what: str) -> str:
    record(actor=user, action=f"wrong {what}", on=user)
    log.warning("Second factor of user %s refused: %s", user.pk, what)
    return ""
