"""What a service declined goes to another: a new referral in its place, with the old letter to go on from."""

from __future__ import annotations

import dataclasses
import uuid

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from intake.actions.referrals import OpenReferralError, begin_referral
from intake.actions.refused import NotPossibleError
from intake.clinical.telling.letter import Letter, letter_as_json, letter_from_json
from intake.models import Referral, Service
from intake.models.referral_limits import Urgency
from intake.models.referral_states import ReferralState
from intake.roles import CLINICIAN
from intake.stored.referrals import lists
from intake.views.access import StaffRequest, audience
from intake.views.referral.loaded import head, loaded

NOBODY_ASKED = {"asked": "", "by": "", "on": ""}
"""Consent was given to the service that declined."""
OF_THE_OTHER = ("urgency", "consent")
"""What the person's copy was to say in other words of that service, and of its time."""


class ElsewhereForm(forms.Form):
    """The services that take its steps come first."""

    service = forms.ChoiceField(widget=forms.RadioSelect, error_messages={"required": "Choose whom it goes to."})
    urgency = forms.ChoiceField(choices=Urgency, widget=forms.Select({"class": "form-select"}))

    def __init__(self, referral: Referral, posted: object = None) -> None:
        super().__init__(posted, initial={"urgency": referral.urgency})  # type: ignore[arg-type]
        others = list(Service.objects.filter(active=True).exclude(pk=referral.service_id))
        taking = [each for each in others if all(each.takes(step, referral.urgency) for step in referral.steps)]
        self.services = {str(each.pk): each for each in (*taking, *others)}
        self.fields["service"].choices = [(key, each.name) for key, each in self.services.items()]  # type: ignore[attr-defined]
        standing = lists.of_person(referral.patient).standing().filter(duplicate_of=None)
        self.tracked = {str(row.service_id): row for row in standing}

    @property
    def rows(self) -> list[tuple[Service, Referral | None, bool]]:
        """Each service with the referral that is open to it, and whether it is the one chosen."""
        chosen = self["service"].value()
        return [(each, self.tracked.get(key), key == chosen) for key, each in self.services.items()]


@require_http_methods(["GET", "HEAD", "POST"])
@audience(CLINICIAN, reads="referral")
def refer_elsewhere(request: StaffRequest, referral_id: uuid.UUID) -> HttpResponse:
    """Beginning the new one closes the one that was declined."""
    referral = loaded(referral_id)
    if referral.state != ReferralState.DECLINED:
        messages.warning(request, "Only what a service declined goes to another in its place.")
        return redirect("referral", referral.pk)
    form = ElsewhereForm(referral, request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _page(request, referral, form)
    urgency = form.cleaned_data["urgency"]
    try:
        begun = begin_referral(
            actor=request.user,
            intake=referral.intake,
            steps=referral.steps,
            service=form.services[form.cleaned_data["service"]],
            urgency=urgency,
            letter=letter_as_json(_as_begun(letter_from_json(referral.letter), urgency)),
            version=referral.version,
            follows=referral,
        )
    except OpenReferralError as there:
        return redirect("referral", there.referral.pk)
    except NotPossibleError as refused:
        form.add_error("service", str(refused))
        return _page(request, referral, form)
    messages.success(
        request, "Begun with the letter as it was. Ask the person again: consent was given to the other service."
    )
    return redirect("referral-letter", begun.pk)


def _as_begun(letter: Letter, urgency: str) -> Letter:
    """What the person was told, and until when they should hear, was about the service that declined."""
    plain = {name: text for name, text in letter.plain.items() if name not in OF_THE_OTHER}
    return dataclasses.replace(letter, urgency=urgency, consent=NOBODY_ASKED, told="", hear_by="", plain=plain)


def _page(request: StaffRequest, referral: Referral, form: ElsewhereForm) -> HttpResponse:
    context = {**head(referral), "form": form}
    return render(request, "intake/referral/elsewhere.html", context, status=422 if form.errors else 200)
