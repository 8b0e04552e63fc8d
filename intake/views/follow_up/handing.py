"""Handing what is to be done to a colleague, on whose list it stands from then on."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from intake.actions.follow_up import MovedOnError, hand_follow_up
from intake.models import FollowUp
from intake.roles import CLINICIAN
from intake.views.access import StaffRequest, audience
from intake.views.desk.calling import ClinicianField
from intake.views.follow_up import planned


class HandForm(forms.Form):
    to = ClinicianField(
        queryset=User.objects.none(),
        label="To whom",
        empty_label="Choose a clinician",
        error_messages={"required": "Choose who is to do it.", "invalid_choice": "Choose a clinician of the list."},
    )
    owner = forms.CharField(required=False, widget=forms.HiddenInput)
    """Whose it was on the page."""

    def __init__(self, follow_up: FollowUp, posted: Any = None) -> None:
        owner = follow_up.owner_id or ""
        super().__init__(posted, initial={"owner": owner})
        clinicians = User.objects.filter(is_active=True, groups__name=CLINICIAN)
        if follow_up.owner_id:
            clinicians = clinicians.exclude(pk=follow_up.owner_id)
        self.fields["to"].queryset = clinicians.order_by("last_name", "first_name", "username")  # type: ignore[attr-defined]


@require_http_methods(["GET", "HEAD", "POST"])
@audience(CLINICIAN, reads="followup")
def hand(request: StaffRequest, follow_up_id: int) -> HttpResponse:
    """What somebody closed or handed on meanwhile is told, and stays as they left it."""
    follow_up = get_object_or_404(planned.loaded(), pk=follow_up_id)
    if request.method == "POST" and request.POST.get("owner", "") != str(follow_up.owner_id or ""):
        return _page(request, follow_up, HandForm(follow_up), status=409)
    form = HandForm(follow_up, request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _page(request, follow_up, form, status=422 if form.errors else 200)
    to = form.cleaned_data["to"]
    try:
        hand_follow_up(actor=request.user, follow_up=follow_up, to=to)
    except MovedOnError:
        now = planned.loaded().get(pk=follow_up.pk)
        return _page(request, now, HandForm(now), status=409)
    messages.success(request, f"Handed to {to.get_full_name() or to.get_username()}.")
    return redirect("follow-up")


def _page(request: StaffRequest, follow_up: FollowUp, form: HandForm, *, status: int) -> HttpResponse:
    context = {
        "follow_up": follow_up,
        "patient": follow_up.patient,
        "form": form,
        "moved_on": status == 409,
        "today": timezone.localdate(),
    }
    return render(request, "intake/follow_up/hand.html", context, status=status)
