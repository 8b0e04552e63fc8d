"""Which roles somebody has. Some need a second person: see ``proposals``."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied

from intake.actions.audit import record
from intake.models import Proposal
from intake.roles import ADMINISTRATOR
from intake.stored.second_person import confirmed_roles


def set_roles(*, actor: User, user: User, roles: Iterable[Group]) -> None:
    """Part of the actions that save an account. Taking a role away needs nobody, nor does taking a proposal back.

    Raises:
        PermissionDenied: somebody gives themselves a role, or proposes one for themselves.
    """
    # Whoever confirms a role of this person waits here, and is waited for.
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    held = {role.name: role for role in user.groups.all()}
    wanted = {role.name: role for role in roles}
    new = {name: role for name, role in wanted.items() if name not in held}
    confirmed = confirmed_roles()
    if actor.pk == user.pk and new.keys() - _waiting(user).keys() and not is_first_set_up(actor):
        raise PermissionDenied
    given = {name: role for name, role in new.items() if name not in confirmed}
    gone = {name: role for name, role in held.items() if name not in wanted}
    user.groups.remove(*gone.values())
    user.groups.add(*given.values())
    for verb, names in (("give", given), ("remove", gone)):
        for name in names:
            record(actor=actor, action=f"{verb} {name}", on=user)
    _propose(actor, user, [name for name in new if name in confirmed])
    mark_staff(user)


def _propose(actor: User, user: User, names: list[str]) -> None:
    waiting = _waiting(user)
    for name in [name for name in names if name not in waiting]:
        if actor.pk == user.pk:
            raise PermissionDenied
        Proposal.objects.create(user=user, role=name, proposed_by=actor)
        record(actor=actor, action=f"propose {name}", on=user)
    for name in [name for name in waiting if name not in names]:
        user.proposals.waiting().filter(role=name).update(outcome=Proposal.Outcome.WITHDRAWN)
        record(actor=actor, action=f"withdraw {name}", on=user)


def _waiting(user: User) -> dict[str, Proposal]:
    return {proposal.role: proposal for proposal in user.proposals.waiting() if proposal.role}


def is_first_set_up(actor: User) -> bool:
    """Who made the site gives their own account its first role: nobody else is there who could."""
    return actor.is_superuser and not User.objects.filter(is_active=True).exclude(pk=actor.pk).exists()


def mark_staff(user: User) -> None:
    """The admin site asks for the mark of staff; an administrator has it, and nobody else but a superuser."""
    is_staff = user.is_superuser or user.groups.filter(name=ADMINISTRATOR).exists()
    if is_staff != user.is_staff:
        user.is_staff = is_staff
        user.save(update_fields=["is_staff"])
