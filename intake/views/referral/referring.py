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

from intake.actions.referrals import OpenReferralError, begin_referral
from intake.actions.refused import NotPossibleError
from intake.clinical.telling.letter import letter_as_json
from intake.models import Intake, Review, Service
from intake.models.referral_limits import Urgency
from intake.roles import CLINICIAN
from intake.stored.assessments import findings
from intake.stored.referrals.letter_printing import first_draft
from intake.views.access import StaffRequest, audience
from intake.views.referral.proposed import Referring
from intake.views.review.assessed import assessed_intake, version_of

ACCEPTED = Review.Choice.ACCEPTED


class ReferForm(forms.Form):
    """What for, how soon, to whom: all of it proposed."""

    steps = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple, error_messages={"required": "Tick what the referral is for."}
    )
    urgency = forms.ChoiceField(choices=Urgency, widget=forms.Select({"class": "form-select"}))
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
        own = {id_: each["text"] for id_, each in review.own_in_order.items() if each["choice"] == ACCEPTED}
        self.fields["steps"].choices = [*((step.id, step.text) for step in accepted), *own.items()]  # type: ignore[attr-defined]
        self.own = own
        self.fields["service"].choices = [(str(service.pk), service.name) for service in referring.services]  # type: ignore[attr-defined]
        self.initial = {"steps": asked, "urgency": urgency, "service": str(free[0].pk) if free else ""}
        self.tracked = {str(row.service_id): row for row in referring.open}

    @property
    def raised(self) -> list[str]:
        """Ids of those that the rules raised."""
        return [id_ for id_ in self.cleaned_data["steps"] if id_ not in self.own]

    @property
    def own_steps(self) -> dict[str, str]:
        """The clinician's own, in words by their ids."""
        return {id_: self.own[id_] for id_ in self.cleaned_data["steps"] if id_ in self.own}

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
@audience(CLINICIAN, reads="intake")
def refer(request: StaffRequest, intake_id: uuid.UUID) -> HttpResponse:
    """``?step=R04``: what is asked for; without it, any accepted step that refers, or one of the clinician's own."""
    intake = assessed_intake(intake_id)
    version, review = version_of(intake), Review.of(intake)
    referring = Referring(intake, findings(version.assessment).whole())
    if not referring.begins:
        messages.warning(request, "A letter can be made of an intake that is submitted or signed, and of no other.")
        return redirect("review", intake.pk)
    posted = request.POST if request.method == "POST" else None
    form = ReferForm(referring, review, _asked(request, referring, review), posted)
    if not form.is_valid():
        return _page(request, intake, form)
    urgency, service = form.cleaned_data["urgency"], form.cleaned_data["service"]
    letter = first_draft(version, intake.patient, form.raised, list(form.own_steps.values()), urgency, service)
    try:
        referral = begin_referral(
            actor=request.user,
            intake=intake,
            steps=[*form.raised, *form.own_steps],
            service=service,
            urgency=urgency,
            letter=letter_as_json(letter),
            version=version,
        )
    except OpenReferralError as there:
        return redirect("referral", there.referral.pk)
    except NotPossibleError as refused:
        form.add_error("steps", str(refused))
        return _page(request, intake, form)
    return redirect("referral-letter", referral.pk)


def _asked(request: StaffRequest, referring: Referring, review: Review) -> list[str]:
    """The steps asked for, else the only one that was accepted."""
    accepted = [step.id for step in referring.accepted(review)]
    return request.GET.getlist("step") or (accepted if len(accepted) == 1 else [])


def _page(request: StaffRequest, intake: Intake, form: ReferForm) -> HttpResponse:
    context = {"intake": intake, "patient": intake.patient, "form": form}
    return render(request, "intake/referral/refer.html", context, status=422 if form.errors else 200)
