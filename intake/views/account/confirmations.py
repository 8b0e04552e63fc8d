"""What waits for a clinical lead as the second person: roles, new ways in for those who have one, lost factors."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from intake import mail
from intake.actions.proposals import confirm_role, confirm_way_in, refuse_proposal
from intake.actions.refused import NotPossibleError
from intake.models import Proposal
from intake.roles import CLINICAL_LEAD
from intake.stored.factors import resets_waiting
from intake.views.access import StaffRequest, audience
from intake.views.account.invitation import mail_link


@require_safe
@audience(CLINICAL_LEAD, reads=None)
def show(request: StaffRequest) -> HttpResponse:
    waiting = Proposal.objects.waiting().select_related("user__staff_member", "proposed_by")
    shown = {"waiting": waiting, "resets": resets_waiting(), "mail": mail.is_set_up()}
    return render(request, "intake/confirmations/list.html", shown)


@require_POST
@audience(CLINICAL_LEAD, reads=None)
def decide(request: StaffRequest, proposal_id: int) -> HttpResponse:
    """Confirm or refuse one. A one-time password is shown on the page that comes back, and nowhere else."""
    proposal = get_object_or_404(Proposal, pk=proposal_id)
    try:
        password = _confirm(request, proposal) if "confirm" in request.POST else _refuse(request, proposal)
    except NotPossibleError as error:
        messages.error(request, str(error))
        return redirect("confirmations")
    if password:
        handed = {"person": proposal.user, "password": password}
        return render(request, "intake/confirmations/password.html", handed)
    return redirect("confirmations")


def _confirm(request: StaffRequest, proposal: Proposal) -> str:
    """Returns a one-time password, where there is one to hand over."""
    name = proposal.user.get_full_name() or proposal.user.get_username()
    if proposal.role:
        confirm_role(actor=request.user, proposal=proposal)
        messages.success(request, f"{name} has the role {proposal.role} from now on.")
        return ""
    address = request.POST.get("address", "")
    by_mail = bool(address) and mail.is_set_up()
    password = confirm_way_in(actor=request.user, proposal=proposal, by_mail=by_mail, address=address)
    # As they are now, with the old password gone: the link is made of that. It goes where the lead saw it go.
    person = User.objects.get(pk=proposal.user_id)
    person.email = address
    if by_mail and mail_link(request, person):
        messages.success(request, f"A link to choose a password was sent to {address}.")
    elif by_mail:
        messages.error(request, f"The mail to {address} was not sent. Ask for a new way in once more.")
    return password


def _refuse(request: StaffRequest, proposal: Proposal) -> str:
    refuse_proposal(actor=request.user, proposal=proposal)
    messages.success(request, "Refused. Whoever proposed it sees that nothing waits any more.")
    return ""
