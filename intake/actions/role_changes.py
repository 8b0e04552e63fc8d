"""Which roles somebody has. Some need a second person: see ``proposals``."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied

from intake.actions.audit import record
from intake.models import Proposal
from intake.roles import CONFIRMED


def set_roles(*, actor: User, user: User, roles: Iterable[Group]) -> None:
    """Part of the actions that save an account. Taking a role away needs nobody, nor does taking a proposal back.

    Raises:
        PermissionDenied: somebody proposes for themselves what a second person has to confirm.
    """
    # Whoever confirms a role of this person waits here, and is waited for.
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    held = {role.name: role for role in user.groups.all()}
    wanted = {role.name: role for role in roles}
    new = {name: role for name, role in wanted.items() if name not in held}
    given = {name: role for name, role in new.items() if name not in CONFIRMED}
    gone = {name: role for name, role in held.items() if name not in wanted}
    user.groups.remove(*gone.values())
    user.groups.add(*given.values())
    for verb, names in (("give", given), ("remove", gone)):
        for name in names:
            record(actor=actor, action=f"{verb} {name}", on=user)
    _propose(actor, user, [name for name in new if name in CONFIRMED])


def _propose(actor: User, user: User, names: list[str]) -> None:
    waiting = {proposal.role: proposal for proposal in user.proposals.waiting() if proposal.role}
    for name in [name for name in names if name not in waiting]:
        if actor.pk == user.pk:
            raise PermissionDenied
        Proposal.objects.create(user=user, role=name, proposed_by=actor)
        record(actor=actor, action=f"propose {name}", on=user)
    for name in [name for name in waiting if name not in names]:
        user.proposals.waiting().filter(role=name).update(outcome=Proposal.Outcome.WITHDRAWN)
        record(actor=actor, action=f"withdraw {name}", on=user)


def needs_second_person(user: User) -> bool:
    """Whether this person has a role that nobody gives alone: then nobody gives them a way in alone, either."""
    return user.groups.filter(name__in=CONFIRMED).exists()
