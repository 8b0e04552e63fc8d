"""A person's own factors: set up, replaced, added, taken away. The pages ask for one they have before each change."""

from __future__ import annotations

import secrets

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.db import transaction
from django.utils.crypto import get_random_string
from django_otp_webauthn.models import WebAuthnCredential

from intake.actions.audit import audited, record
from intake.actions.refused import NotPossibleError
from intake.models import Authenticator, RecoveryCode
from intake.passkeys import SitePasskeys, State
from intake.sealing import seal

KEY_BYTES = 20
"""As long as the hash that makes codes of it."""
RECOVERY_CODES = 10
_EASILY_READ = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that look alike on paper: i, l, o, 0, 1."""
LAST_ONE = "This is the only factor you have. Set up an authenticator app first."
HAS_ONE = "Your account has a second factor already, set up a moment ago. Please use that one."


def new_key() -> bytes:
    """For an authenticator that is not set up yet."""
    return secrets.token_bytes(KEY_BYTES)


@audited
def set_up_authenticator(*, user: User, key: bytes, step: int, is_first: bool) -> Authenticator:
    """Codes of this key count from now on, and those of the person's earlier authenticator do not.

    Args:
        step: of the code that the person has typed, which is used up by that.
        is_first: no factor was given for this change, so it can only be the first.

    Raises:
        NotPossibleError: they have one by now.
    """
    _check_first(user, is_first)
    now = {"sealed_key": seal(key), "last_step": step}
    Authenticator.objects.filter(pk=user.pk).delete()
    authenticator = Authenticator.objects.create(user=user, **now)
    record(actor=user, action="set up authenticator", on=user)
    return authenticator


@audited
def add_passkey(
    *, user: User, passkeys: SitePasskeys, state: State, answer: str, name: str, is_first: bool
) -> WebAuthnCredential:
    """The browser made a key, which counts from now on.

    Args:
        is_first: no factor was given for this change, so it can only be the first.

    Raises:
        NotPossibleError: they have one by now.
        RefusedPasskeyError: the browser's answer does not fit, or this key is known already.
    """
    _check_first(user, is_first)
    with transaction.atomic():
        added = passkeys.added(user, state, answer)
        added.name = name
        added.save(update_fields=["name"])
    record(actor=user, action="add passkey", on=user)
    return added


@audited
def remove_passkey(*, user: User, passkey: WebAuthnCredential) -> None:
    """Raises NotPossibleError where the person would have no factor left."""
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    others = WebAuthnCredential.objects.filter(user=user).exclude(pk=passkey.pk)
    if not others.exists() and not Authenticator.objects.filter(pk=user.pk).exists():
        raise NotPossibleError(LAST_ONE)
    passkey.delete()
    record(actor=user, action="remove passkey", on=user)


def renew_recovery_codes(*, user: User) -> list[str]:
    """Ten new ones, to be shown once; the earlier ones end. Hashed first: on SQLite nobody else saves meanwhile."""
    codes = ["-".join(get_random_string(4, _EASILY_READ) for _ in range(3)) for _ in range(RECOVERY_CODES)]
    _replace_recovery_codes(user, [make_password(code.replace("-", "")) for code in codes])
    return codes


@audited
def _replace_recovery_codes(user: User, hashed: list[str]) -> None:
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    RecoveryCode.objects.filter(user=user).delete()
    RecoveryCode.objects.bulk_create(RecoveryCode(user=user, hashed=each) for each in hashed)
    record(actor=user, action="renew recovery codes", on=user)


def _check_first(user: User, is_first: bool) -> None:
    """Two sign-ins with a stolen password must not both set up a first factor: the later would end the earlier."""
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if is_first and (
        Authenticator.objects.filter(pk=user.pk).exists() or WebAuthnCredential.objects.filter(user=user).exists()
    ):
        raise NotPossibleError(HAS_ONE)
