"""What needs two people: an administrator proposes, and a clinical lead who is neither them nor the person decides."""

from __future__ import annotations

from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from intake.actions.audit import audited, audited_block, record
from intake.actions.refused import NotPossibleError
from intake.actions.rights import check_role
from intake.actions.role_changes import mark_staff
from intake.actions.staff import OneTimePassword, set_one_time_password, without_password
from intake.models import Proposal, StaffMember
from intake.roles import CLINICAL_LEAD
from intake.stored.second_person import confirmed_roles, needs_second_person

OTHER_ADDRESS = "The e-mail address of this person was changed meanwhile. Please look at it again."
MEANWHILE = "This was decided or taken back meanwhile."
SIGNS_IN_FIRST = "This person signs in first, and chooses a password that nobody else has seen."


@audited
def propose_way_in(*, actor: User, user: User) -> User:
    """Somebody with a clinical role lost their password: whoever gave them a new one alone could sign as them."""
    if not needs_second_person(user):
        raise NotPossibleError("An administrator gives this person a new way in alone.")
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    Proposal.objects.get_or_create(user=user, role="", outcome="", defaults={"proposed_by": actor})
    record(actor=actor, action="propose new way in", on=user)
    return user


@audited
def confirm_role(*, actor: User, proposal: Proposal) -> User:
    """The person has the role from now on.

    Raises:
        PermissionDenied: the actor is no clinical lead, or proposed it, or it is about them.
        NotPossibleError: decided meanwhile; or an administrator may still know the password.
    """
    proposal = _to_decide(actor, proposal)
    if proposal.user.last_login is None or StaffMember.of(proposal.user).must_change_password:
        raise NotPossibleError(SIGNS_IN_FIRST)
    _give(proposal.user, proposal.role)
    return _decide(actor, proposal, Proposal.Outcome.CONFIRMED, "confirm")


def confirm_way_in(*, actor: User, proposal: Proposal, by_mail: bool, address: str) -> str:
    """Returns the one-time password, which the lead hands over; empty by mail, where the invitation comes next.

    Args:
        address: the person's, as the page showed it to the lead. An administrator alone may change it.

    Raises:
        NotPossibleError: decided meanwhile, or the address is another one by now.
    """
    made = None if by_mail else OneTimePassword()
    with audited_block():
        proposal = _to_decide(actor, proposal)
        if proposal.user.email != address:
            raise NotPossibleError(OTHER_ADDRESS)
        if made:
            set_one_time_password(proposal.user, made)
        else:
            without_password(proposal.user)
        _decide(actor, proposal, Proposal.Outcome.CONFIRMED, "confirm")
    return made.text if made else ""


@audited
def refuse_proposal(*, actor: User, proposal: Proposal) -> User:
    return _decide(actor, _to_decide(actor, proposal), Proposal.Outcome.REFUSED, "refuse")


@audited
def give_role_on_server(*, user: User, role: str, second_person: str) -> User:
    """The way to the first clinical lead, and to a role of the only one: who runs the server names the second person.

    Raises:
        NotPossibleError: the role needs nobody; or there is a clinical lead who can confirm it.
    """
    if role not in confirmed_roles():
        raise NotPossibleError("An administrator gives this role in the admin site.")
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    waiting = user.proposals.waiting().filter(role=role).first()
    proposal = waiting or Proposal(user=user, role=role)
    leads = User.objects.filter(is_active=True, groups__name=CLINICAL_LEAD)
    if lead := leads.exclude(pk__in=[user.pk, proposal.proposed_by_id or user.pk]).first():
        raise NotPossibleError(
            f"{lead.get_username()} is a clinical lead here, and can confirm it under “Waiting for you”."
        )
    proposal.second_person = second_person
    _give(user, role)
    return _decide(None, proposal, Proposal.Outcome.CONFIRMED, "give on the server")


def _give(user: User, role: str) -> None:
    user.groups.add(Group.objects.get(name=role))
    mark_staff(user)


def _to_decide(actor: User, proposal: Proposal) -> Proposal:
    check_role(actor, CLINICAL_LEAD)
    user = User.objects.select_for_update(no_key=True).get(pk=proposal.user_id)
    proposal = Proposal.objects.get(pk=proposal.pk)
    if actor.pk in (user.pk, proposal.proposed_by_id):
        raise PermissionDenied
    if proposal.outcome:
        raise NotPossibleError(MEANWHILE)
    proposal.user = user
    return proposal


def _decide(actor: User | None, proposal: Proposal, outcome: str, verb: str) -> User:
    proposal.outcome, proposal.decided_by, proposal.decided_at = outcome, actor, timezone.now()
    proposal.save()
    record(actor=actor, action=f"{verb} {proposal.what}", on=proposal.user)
    return proposal.user
