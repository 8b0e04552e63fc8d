"""Accounts: somebody is taken on or changed, and gets a password of their own. No password is ever stored or sent."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import Group, User
from django.utils.crypto import get_random_string

from intake.actions.audit import audited, record
from intake.models import StaffMember
from intake.roles import ADMINISTRATOR

_EASILY_READ = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that look alike on paper or are heard alike: i, l, o, 0, 1."""
_CHANGED = ("username", "first_name", "last_name", "email", "is_active", "is_staff")


@audited
def take_on(*, actor: User, user: User, roles: Iterable[Group], job_title: str, registration_number: str) -> User:
    """Make an account that nobody can sign in to yet: ``invite`` or ``give_one_time_password`` comes next."""
    user.set_unusable_password()
    return _save(actor, "take on", user, roles, job_title, registration_number)


@audited
def change_person(*, actor: User, user: User, roles: Iterable[Group], job_title: str, registration_number: str) -> User:
    """Save who somebody is and what they may do. Their password stays as it is."""
    return _save(actor, "change", user, roles, job_title, registration_number)


@audited
def invite(*, actor: User, user: User) -> User:
    """No password opens this account, and earlier invitations end, until the person has chosen one."""
    user.set_unusable_password()
    return _save_password(actor, "invite", user, must_change=False)


@audited
def give_one_time_password(*, actor: User, user: User) -> str:
    """Returns it, to be shown once: only its hash is kept. At the first sign-in it has to be changed."""
    password = "-".join(get_random_string(4, _EASILY_READ) for _ in range(4))
    user.set_password(password)
    _save_password(actor, "give one-time password", user, must_change=True)
    return password


@audited
def choose_password(*, user: User, password: str) -> User:
    """The person's own, which the form has checked."""
    user.set_password(password)
    return _save_password(user, "choose password", user, must_change=False)


def _save(
    actor: User, action: str, user: User, roles: Iterable[Group], job_title: str, registration_number: str
) -> User:
    """The admin site asks for the mark of staff; an administrator has it, and nobody else but a superuser."""
    roles = list(roles)
    user.is_staff = user.is_superuser or ADMINISTRATOR in {role.name for role in roles}
    # Of an old account these alone: the person may be signing in, or choosing a password, at this moment.
    user.save(update_fields=None if user.pk is None else _CHANGED)
    user.groups.set(roles)
    known = {"job_title": job_title, "registration_number": registration_number}
    StaffMember.objects.update_or_create(user=user, defaults=known)
    record(actor=actor, action=action, on=user)
    return user


def _save_password(actor: User, action: str, user: User, *, must_change: bool) -> User:
    user.save(update_fields=["password"])
    StaffMember.objects.update_or_create(user=user, defaults={"must_change_password": must_change})
    record(actor=actor, action=action, on=user)
    return user
