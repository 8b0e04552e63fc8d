"""A clinician refers a person: what for, how soon, to whom. The letter is begun with what the intake holds."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from intake.actions.referrals.letters import begin_referral
from intake.actions.refused import NotPossibleError
from intake.clinical.telling.letter import draft_letter
from intake.models import Intake, Review, Service
from intake.models.referral_limits import Urgency
from intake.roles import CLINICIAN
from intake.stored.assessments import findings
from intake.views.access import StaffRequest, audience
from intake.views.referral.proposed import Referring
from intake.views.review.assessed import assessed_intake, version_of


ACCEPTED = Review.Choice.ACCEPTED
OWN = "own:"
"""What the id of an own step begins with on this page."""


class ReferForm(forms.Form):
    """What for, how soon, to whom: all of it proposed."""

    steps = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    urgency = forms.ChoiceField(choices=Urgency)
    service = forms.ChoiceField(
        widget=forms.RadioSelect, error_messages={"required": "Choose whom the letter goes to."}
    )

    def __init__(self, referring: Referring, review: Review, asked: Sequence[str], posted: Any = None) -> None:
        super().__init__(posted)
        accepted = referring.accepted(review)
        asked = [step.id for step in accepted if step.id in asked]
        urgency = referring.urgency(asked)
        self.proposed = referring.services_for(asked, urgency)
        self.others = [service for service in referring.services if service not in self.proposed]
        free = [service for service in self.proposed if not referring.open_to(service)]
        own = {f"{OWN}{id_}": each["text"] for id_, each in review.own_in_order.items() if each["choice"] == ACCEPTED}
        self.fields["steps"].choices = [*((step.id, step.text) for step in accepted), *own.items()]
        self.own = own
        self.fields["service"].choices = [(str(service.pk), service.name) for service in referring.services]
        self.initial = {"steps": asked, "urgency": urgency, "service": str(free[0].pk) if free else ""}
        self.tracked = {str(row.service_id): row for row in referring.open}

    @property
    def steps(self) -> list[str]:
        """Ids of those that the rules raised."""
        return [id_ for id_ in self.cleaned_data["steps"] if id_ not in self.own]

    @property
    def own_steps(self) -> list[str]:
        """The clinician's own, in words."""
        return [self.own[id_] for id_ in self.cleaned_data["steps"] if id_ in self.own]

    def clean_service(self) -> Service:
        chosen: str = self.cleaned_data["service"]
        return next(service for service in (*self.proposed, *self.others) if str(service.pk) == chosen)

    def rows(self, services: Sequence[Service]) -> list[tuple[Service, Any, bool]]:
        """Each service with the referral that is open to it, and whether it is the one chosen."""
        chosen = str(self["service"].value() or "")
        return [(each, self.tracked.get(str(each.pk)), str(each.pk) == chosen) for each in services]

    @property
    def first_rows(self) -> list[tuple[Service, Any, bool]]:
        return self.rows(self.proposed)

    @property
    def other_rows(self) -> list[tuple[Service, Any, bool]]:
        return self.rows(self.others)


@require_http_methods(["GET", "HEAD", "POST"])
@audience(CLINICIAN)
def refer(request: StaffRequest, intake_id: uuid.UUID) -> HttpResponse:
    """``?step=R04``: what is asked for; without it, any accepted step that refers, or none."""
    intake = assessed_intake(intake_id)
    shared = findings(version_of(intake).assessment).shared()
    referring, review = Referring(intake, shared), Review.of(intake)
    if not referring.begins:
        messages.warning(request, "A letter can be made of an intake that is submitted or signed, and of no other.")
        return redirect("review", intake.pk)
    posted = request.POST if request.method == "POST" else None
    form = ReferForm(referring, review, _asked(request, referring, review), posted)
    if not form.is_valid():
        return _page(request, intake, form)
    urgency, service = form.cleaned_data["urgency"], form.cleaned_data["service"]
    letter = draft_letter(shared, form.steps, urgency=urgency, own_steps=form.own_steps)
    try:
        referral = begin_referral(
            actor=request.user, intake=intake, steps=form.steps, service=service, urgency=urgency, letter=letter
        )
    except NotPossibleError as refused:
        form.add_error("service", str(refused))
        return _page(request, intake, form)
    return redirect("referral-letter", referral.pk)


def _asked(request: StaffRequest, referring: Referring, review: Review) -> list[str]:
    """The steps asked for, else the only one that was accepted."""
    accepted = [step.id for step in referring.accepted(review)]
    return request.GET.getlist("step") or (accepted if len(accepted) == 1 else [])


def _page(request: StaffRequest, intake: Intake, form: ReferForm) -> HttpResponse:
    context = {"intake": intake, "patient": intake.patient, "form": form}
    return render(request, "intake/referral/refer.html", context, status=422 if form.errors else 200)
