"""Which factors somebody has, beside the password."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django_otp_webauthn.models import WebAuthnCredential

from intake.models import Authenticator, FactorReset
from intake.roles import ADMINISTRATOR, CLINICAL_LEAD
from intake.stored.second_person import needs_second_person


@dataclass(frozen=True)
class Factors:
    authenticator: Authenticator | None
    passkeys: list[WebAuthnCredential]
    codes_left: int
    """Recovery codes that were not used yet."""

    def __bool__(self) -> bool:
        """A recovery code alone is none: it stands in for one that is lost."""
        return bool(self.authenticator or self.passkeys)


def factors_of(user: User) -> Factors:
    """Three queries."""
    passkeys = WebAuthnCredential.objects.filter(user=user).order_by("pk")
    codes_left = user.recovery_codes.filter(used_at=None).count()
    return Factors(Authenticator.objects.filter(pk=user.pk).first(), list(passkeys), codes_left)


def resets_waiting() -> QuerySet[FactorReset]:
    return FactorReset.objects.waiting().select_related("user", "proposed_by")


def may_confirm(user: User, roles: frozenset[str], reset: FactorReset) -> bool:
    """The second person: neither who proposed it nor whom it is about."""
    return user.pk not in (reset.user_id, reset.proposed_by_id) and not roles.isdisjoint(who_confirms(reset))


def who_confirms(reset: FactorReset) -> tuple[str, ...]:
    """Of somebody whose role needs a second person, a clinical lead alone: administrators make administrators."""
    return (CLINICAL_LEAD,) if needs_second_person(reset.user) else (ADMINISTRATOR, CLINICAL_LEAD)
