"""Somebody comes by the site's identity provider. Their groups there decide on the roles that it may give."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass

from django.contrib.auth.models import Group, User
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError

from intake.actions.audit import audited, record
from intake.actions.refused import NotPossibleError
from intake.actions.role_changes import mark_staff
from intake.actions.sessions import sign_out_everywhere
from intake.models import Identity
from intake.stored.second_person import needs_second_person

NOT_ACTIVE = "Your account at this site is not active."
TWO_PEOPLE = "Your account has a role that two people give. Please sign in with your user name and password."
LINKED = "Your account at this site belongs to somebody else at the provider."


@dataclass(frozen=True)
class Claims:
    """What the provider says of a person, checked."""

    issuer: str
    subject: str
    username: str = ""
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    """Empty where the provider has not verified it."""
    roles: Collection[str] = ()
    """Those that their groups stand for."""


@audited
def sign_on(*, claims: Claims, given: Collection[str], by_email: bool) -> User:
    """Their account, with the roles that they have at the provider now. A newcomer without any sees whom to ask.

    Args:
        given: the roles that the provider gives and takes away. Others are given here alone.
        by_email: whether a first sign-on finds the account with the person's address.

    Raises:
        NotPossibleError: the account is not active, linked to somebody else, or not to be linked by its address.
    """
    user = _known(claims) or (_linked(claims) if by_email else None) or _made(claims)
    if not user.is_active:
        raise NotPossibleError(NOT_ACTIVE)
    _set_roles(user, wanted=set(claims.roles) & set(given), given=given)
    record(actor=user, action="sign on", on=user)
    return user


def _known(claims: Claims) -> User | None:
    identity = Identity.objects.filter(issuer=claims.issuer, subject=claims.subject).select_related("user").first()
    return identity.user if identity else None


def _linked(claims: Claims) -> User | None:
    """By a verified address that one account alone has. Never an account that may do everything.

    Nor one with a role which needs two people, whoever gives it: an administrator alone writes its address.
    """
    found = list(User.objects.filter(email__iexact=claims.email, is_superuser=False)[:2]) if claims.email else []
    if len(found) != 1:
        return None
    if Identity.objects.filter(user=found[0]).exists():
        raise NotPossibleError(LINKED)
    if needs_second_person(found[0]):
        raise NotPossibleError(TWO_PEOPLE)
    return _identified(found[0], claims, "link")


def _made(claims: Claims) -> User:
    """Never under the name of an account that is there."""
    name = User(
        username=_free_name(claims), first_name=claims.first_name, last_name=claims.last_name, email=claims.email
    )
    name.set_unusable_password()
    name.save()
    return _identified(name, claims, "take on")


def _identified(user: User, claims: Claims, action: str) -> User:
    Identity.objects.create(user=user, issuer=claims.issuer, subject=claims.subject)
    record(actor=None, action=f"{action} by single sign-on", on=user)
    return user


def _free_name(claims: Claims) -> str:
    own = f"person-{hashlib.sha256(f'{claims.issuer} {claims.subject}'.encode()).hexdigest()[:12]}"
    try:
        UnicodeUsernameValidator()(claims.username)
    except ValidationError:
        return own
    taken = len(claims.username) > 150 or User.objects.filter(username__iexact=claims.username).exists()
    return own if taken else claims.username


def _set_roles(user: User, *, wanted: set[str], given: Collection[str]) -> None:
    """A superuser stays one, and nobody becomes one.

    Who may do less than before is signed out everywhere else: a screen that they have handed over would open no page
    any more, nor be taken back.
    """
    held = set(user.groups.filter(name__in=given).values_list("name", flat=True))
    user.groups.add(*Group.objects.filter(name__in=wanted - held))
    user.groups.remove(*Group.objects.filter(name__in=held - wanted))
    if held - wanted:
        sign_out_everywhere(user)
    for name in sorted(wanted ^ held):
        record(actor=None, action=f"{'give' if name in wanted else 'remove'} {name}", on=user)
    mark_staff(user)
