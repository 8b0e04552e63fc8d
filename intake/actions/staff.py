"""Accounts: somebody is taken on or changed, and gets a password of their own. No password is ever stored or sent."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, User
from django.utils.crypto import get_random_string

from intake.actions.audit import audited, audited_block, record
from intake.actions.refused import NotPossibleError
from intake.actions.role_changes import set_roles
from intake.actions.sessions import sign_out_everywhere
from intake.models import StaffMember
from intake.stored.second_person import needs_second_person

_EASILY_READ = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that look alike on paper or are heard alike: i, l, o, 0, 1."""
_SECOND_PERSON = "A clinical lead confirms a new way in for somebody with a clinical role."
_CHANGED = ("username", "first_name", "last_name", "email", "is_active")


@audited
def take_on(*, actor: User, user: User, roles: Iterable[Group], job_title: str, registration_number: str) -> User:
    """Make an account that nobody can sign in to yet: ``invite`` or ``give_one_time_password`` comes next."""
    user.set_unusable_password()
    return _save(actor, "take on", user, roles, job_title, registration_number)


@audited
def change_person(*, actor: User, user: User, roles: Iterable[Group], job_title: str, registration_number: str) -> User:
    """Save who somebody is and what they may do. Their password stays as it is.

    Who may do less than before, or nothing any more, is signed out everywhere at once.
    """
    roles = list(roles)
    loses = not user.is_active or set(user.groups.all()) - set(roles)
    if loses:
        sign_out_everywhere(user)
    return _save(actor, "change", user, roles, job_title, registration_number)


@audited
def invite(*, actor: User, user: User) -> User:
    """No password opens this account, and earlier invitations end, until the person has chosen one.

    Raises:
        NotPossibleError: the person has a clinical role; see ``propose_way_in``.
    """
    _check_alone(user)
    without_password(user)
    record(actor=actor, action="invite", on=user)
    return user


def give_one_time_password(*, actor: User, user: User) -> str:
    """Returns it, to be shown once: only its hash is kept. At the first sign-in it has to be changed.

    Raises:
        NotPossibleError: the person has a clinical role; see ``propose_way_in``.
    """
    made = OneTimePassword()
    with audited_block():
        _check_alone(user)
        set_one_time_password(user, made)
        record(actor=actor, action="give one-time password", on=user)
    return made.text


def choose_password(*, user: User, password: str, session_key: str | None = None) -> User:
    """The person's own, which the form has checked. Their sign-ins end, save the one in which they choose it."""
    user.set_password(password)
    with audited_block():
        _save_password(user, must_change=False)
        sign_out_everywhere(user, but=session_key)
        record(actor=user, action="choose password", on=user)
    return user


def without_password(user: User) -> None:
    """Part of the actions that let somebody choose a new one: the old one and every open sign-in end."""
    user.set_unusable_password()
    _save_password(user, must_change=False)
    sign_out_everywhere(user)


class OneTimePassword:
    """Made before an action begins: to hash it takes a while, and on SQLite nobody else saves during an action."""

    def __init__(self) -> None:
        self.text = "-".join(get_random_string(4, _EASILY_READ) for _ in range(4))
        self.hashed = make_password(self.text)


def set_one_time_password(user: User, made: OneTimePassword) -> None:
    """Part of the actions that give one: the old one and every open sign-in end."""
    user.password = made.hashed
    _save_password(user, must_change=True)
    sign_out_everywhere(user)


def _check_alone(user: User) -> None:
    if needs_second_person(user):
        raise NotPossibleError(_SECOND_PERSON)


def _save(
    actor: User, action: str, user: User, roles: Iterable[Group], job_title: str, registration_number: str
) -> User:
    # Of an old account these alone: the person may be signing in, or choosing a password, at this moment.
    user.save(update_fields=None if user.pk is None else _CHANGED)
    known = {"job_title": job_title, "registration_number": registration_number}
    StaffMember.objects.update_or_create(user=user, defaults=known)
    set_roles(actor=actor, user=user, roles=roles)
    record(actor=actor, action=action, on=user)
    return user


def _save_password(user: User, *, must_change: bool) -> None:
    user.save(update_fields=["password"])
    StaffMember.objects.update_or_create(user=user, defaults={"must_change_password": must_change})
