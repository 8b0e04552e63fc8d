"""The clinical lead decides on the rules; clinicians and administrators see what was decided."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from intake.actions.governance import StaleRulesError, decide_rule_set
from intake.clinical.rules import rule_set
from intake.clinical.rules.handouts import HANDOUTS
from intake.clinical.telling import sign_off
from intake.fingerprint import rule_set_fingerprint
from intake.models import RuleSetApproval
from intake.roles import ADMINISTRATOR, CLINICAL_LEAD, CLINICIAN
from intake.views.access import StaffRequest, audience
from intake.views.posted import read_number
from intake.views.rules.approval_form import APPROVE, ApprovalForm


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
@audience(CLINICAL_LEAD, CLINICIAN, ADMINISTRATOR, reads=None)
def approval(request: StaffRequest) -> HttpResponse:
    """What runs here, what still needs confirming, and every decision so far."""
    may_decide = CLINICAL_LEAD in request.roles
    if request.method != "POST":
        return _page(request, ApprovalForm(request) if may_decide else None)
    if not may_decide:
        raise PermissionDenied
    form = ApprovalForm(request, request.POST)
    if not form.is_valid():
        return form.checked.on(_page(request, form, status=422))
    return _decide(request, form)


def _decide(request: StaffRequest, form: ApprovalForm) -> HttpResponse:
    given = form.cleaned_data
    try:
        decision = decide_rule_set(
            actor=request.user,
            fingerprint=request.POST.get("fingerprint", ""),
            number=read_number(request.POST, "number"),
            approved=given["decision"] == APPROVE,
            name=given["name"],
            role=given["role"],
            decided_on=given["decided_on"],
            remarks=given["remarks"],
        )
    except StaleRulesError:
        form.data = request.POST.copy()
        form.data.pop("reviewed", None)  # said of what the page showed before
        return _page(request, form, status=409)
    state = "is approved at this site" if decision.approved else "is not approved at this site"
    messages.success(request, f"Noted: rule set {decision.rule_set_version} {state}.")
    return redirect("rule-set-approval")


def _page(request: StaffRequest, form: ApprovalForm | None, *, status: int = 200) -> HttpResponse:
    decisions = list(RuleSetApproval.objects.select_related("made_by"))
    running = rule_set_fingerprint()
    context = {
        "form": form,
        "stale": status == 409,
        "number": len(decisions) + 1,
        "fingerprint": running,
        "version": rule_set.VERSION,
        "own_status": rule_set.STATUS,
        "newest": next((made for made in decisions if made.fingerprint == running), None),
        "decisions": decisions,
        "marks": sign_off.marks(),
        "kinds": sign_off.kinds(),
        "sign_off": sign_off.SIGN_OFF,
        "handouts": HANDOUTS.values(),
    }
    return render(request, "intake/rule_set_approval.html", context, status=status)
