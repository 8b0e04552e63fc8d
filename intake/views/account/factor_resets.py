"""Somebody has lost all their factors: an administrator proposes to end them, and a second person confirms."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from intake.actions.factor_resets import (
    ONES_OWN,
    confirm_factor_reset,
    propose_factor_reset,
    withdraw_factor_reset,
)
from intake.actions.refused import NotPossibleError
from intake.models import FactorReset
from intake.roles import ADMINISTRATOR, CLINICAL_LEAD
from intake.stored.factors import may_confirm, resets_waiting
from intake.views.access import StaffRequest, audience


class PersonChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: User) -> str:
        return f"{obj.get_full_name() or obj.get_username()} ({obj.get_username()})"


class ProposeForm(forms.Form):
    person = PersonChoice(
        User.objects.filter(is_active=True).order_by("last_name", "first_name", "username"),
        empty_label="Choose a person",
        error_messages={"required": "Please choose a person."},
    )

    def __init__(self, actor: User, posted: object = None, person: str = "") -> None:
        super().__init__(posted, initial={"person": person} if person.isascii() and person.isdigit() else {})  # type: ignore[arg-type]
        self.actor = actor

    def clean_person(self) -> User:
        if self.cleaned_data["person"] == self.actor:
            raise forms.ValidationError(ONES_OWN)
        person: User = self.cleaned_data["person"]
        return person


@require_http_methods(["GET", "HEAD", "POST"])
@audience(ADMINISTRATOR, CLINICAL_LEAD, reads=None)
def show(request: StaffRequest) -> HttpResponse:
    """What waits, and for an administrator the form to propose one more."""
    proposes = ADMINISTRATOR in request.roles
    if request.method != "POST":
        form = ProposeForm(request.user, person=request.GET.get("person", "")) if proposes else None
        return _page(request, form)
    if not proposes:
        raise PermissionDenied
    form = ProposeForm(request.user, request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    propose_factor_reset(actor=request.user, user=form.cleaned_data["person"])
    messages.success(request, "Proposed. A second person confirms it here within seven days.")
    return redirect("factor-resets")


@require_POST
@audience(ADMINISTRATOR, CLINICAL_LEAD, reads=None)
def confirm(request: StaffRequest, reset_id: int) -> HttpResponse:
    reset = get_object_or_404(FactorReset, pk=reset_id)
    try:
        user = confirm_factor_reset(actor=request.user, reset=reset)
    except NotPossibleError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"{user.get_username()} is signed out everywhere, and sets up new factors.")
    # A clinical lead finds it among all that waits for them.
    return redirect("confirmations" if CLINICAL_LEAD in request.roles else "factor-resets")


@require_POST
@audience(ADMINISTRATOR, reads=None)
def withdraw(request: StaffRequest, reset_id: int) -> HttpResponse:
    reset = get_object_or_404(FactorReset, pk=reset_id)
    try:
        withdraw_factor_reset(actor=request.user, reset=reset)
    except NotPossibleError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Taken back. Nothing was changed.")
    return redirect("factor-resets")


def _page(request: StaffRequest, form: ProposeForm | None, *, status: int = 200) -> HttpResponse:
    waiting = [(reset, may_confirm(request.user, request.roles, reset)) for reset in resets_waiting()]
    return render(request, "intake/second_factor/resets.html", {"form": form, "waiting": waiting}, status=status)
