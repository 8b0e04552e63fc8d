"""The clinician's worklist of what is due: done, or not needed, with words."""

from __future__ import annotations

from itertools import groupby

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intake.actions.follow_up import MovedOnError, close_follow_up, reopen_follow_up
from intake.models import FollowUp
from intake.roles import CLINICIAN
from intake.views.access import StaffRequest, audience
from intake.views.follow_up import planned
from intake.views.follow_up.filters import Filters
from intake.views.follow_up.one_list import by_owner, one_list


class CloseForm(forms.Form):
    state = forms.ChoiceField(choices=[(s, s.label) for s in (FollowUp.State.DONE, FollowUp.State.NOT_NEEDED)])
    words = forms.CharField(max_length=1000, required=False)

    def clean(self) -> None:
        if self.cleaned_data.get("state") == FollowUp.State.NOT_NEEDED and self.cleaned_data.get("words") == "":
            self.add_error("words", "Say in a few words why it is not needed.")


@require_safe
@audience(CLINICIAN, reads="list")
def worklist(request: StaffRequest) -> HttpResponse:
    """Overdue, due now and coming, by whose it is; what is due later on a page of its own."""
    filters = Filters.read(request.GET)
    listed = one_list(request.user, filters, request.GET.get("after", ""))
    groups = groupby(listed.rows, key=lambda row: row.group)
    context = {
        "following": listed.following,
        "begun": "after" in request.GET,
        "groups": [(planned.HEADINGS[key], by_owner(rows)) for key, rows in groups],
        "counts": {planned.HEADINGS[group]: number for group, number in listed.counts.items()},
        "filters": filters,
        "later": filters.when == "later",
        "today": timezone.localdate(),
        "now": timezone.now(),
    }
    return render(request, "intake/follow_up/worklist.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@audience(CLINICIAN, reads="followup")
def close(request: StaffRequest, follow_up_id: int) -> HttpResponse:
    """One follow-up. Closing what somebody closed meanwhile changes nothing, and says who did."""
    follow_up = get_object_or_404(planned.loaded(), pk=follow_up_id)
    form = CloseForm(request.POST if request.method == "POST" else None, initial={"words": follow_up.words})
    if not form.is_valid():
        return _page(request, follow_up, form, status=422 if form.errors else 200)
    try:
        close_follow_up(actor=request.user, follow_up=follow_up, **form.cleaned_data)
    except MovedOnError:
        return _page(request, planned.loaded().get(pk=follow_up.pk), form, status=409)
    messages.success(request, f"Marked as {FollowUp.State(form.cleaned_data['state']).label.lower()}.")
    return redirect("person", follow_up.patient_id) if _came_from_person(request) else redirect("follow-up")


@require_POST
@audience(CLINICIAN, reads="followup")
def reopen(request: StaffRequest, follow_up_id: int) -> HttpResponse:
    follow_up = get_object_or_404(FollowUp, pk=follow_up_id)
    try:
        reopen_follow_up(actor=request.user, follow_up=follow_up)
        messages.success(request, "Open again.")
    except MovedOnError:
        messages.info(request, "It is open already.")
    return redirect("person", follow_up.patient_id)


def _page(request: StaffRequest, follow_up: FollowUp, form: CloseForm, *, status: int) -> HttpResponse:
    context = {
        "follow_up": follow_up,
        "patient": follow_up.patient,
        "form": form,
        "today": timezone.localdate(),
        "to_person": _came_from_person(request),
    }
    return render(request, "intake/follow_up/close.html", context, status=status)


def _came_from_person(request: StaffRequest) -> bool:
    return request.POST.get("from") == "person"
