"""A clinician amends a signed letter: all of it can be changed, and why is said."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from intake.actions.referrals import NotCompleteError, StaleReferralError, amend_letter
from intake.actions.referrals.events import is_recorded
from intake.actions.refused import NotPossibleError
from intake.clinical.telling.letter import letter_as_json, letter_from_json
from intake.models import Referral
from intake.roles import CLINICIAN
from intake.stored.referrals.complete import lacking_to_sign
from intake.stored.referrals.letter_printing import signed_pdf
from intake.views.access import StaffRequest, audience
from intake.views.posted import read_number, read_token
from intake.views.referral.letter_form import LetterForm
from intake.views.referral.letter_signing_forms import SignLetterForm, missing_of
from intake.views.referral.loaded import head, loaded
from intake.views.review.signing_forms import printed_name


class AmendForm(SignLetterForm):
    amendment = forms.CharField(
        label="Why it is amended", max_length=300, error_messages={"required": "Say why the letter is amended."}
    )

    @property
    def shown_fields(self) -> list[forms.BoundField]:
        return [self["amendment"], *super().shown_fields]


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
@audience(CLINICIAN, reads="referral")
def amend(request: StaffRequest, referral_id: uuid.UUID) -> HttpResponse:
    """To whom and how soon stay as they are: another service is another referral."""
    referral = loaded(referral_id)
    posted = request.POST if request.method == "POST" else None
    if posted is not None and is_recorded(referral, read_token(posted)):
        return _amended(request, referral)  # sent again, since its answer was lost
    if not referral.allows("amend_letter") or not referral.documents.exists():
        messages.warning(request, "Only the signed letter of a referral that has not ended can be amended.")
        return redirect("referral", referral.pk)
    form = LetterForm(referral, letter_from_json(referral.letter), posted, is_signed=True)
    signing = AmendForm(request, missing_of(referral.patient), posted)
    if posted is None:
        return _page(request, referral, form, signing)
    if read_number(posted, "revision") != referral.revision:
        return _page(request, referral, form, signing, status=409)
    if not form.is_valid() or lacking_to_sign(form.written, referral.patient) or not signing.is_valid():
        signing.is_valid()
        return signing.checked.on(_page(request, referral, form, signing, status=422))
    return _amend(request, referral, form, signing)


def _amend(request: StaffRequest, referral: Referral, form: LetterForm, signing: AmendForm) -> HttpResponse:
    try:
        amend_letter(
            actor=request.user,
            referral=referral,
            revision=referral.revision,
            letter=letter_as_json(form.written),
            reason=signing.cleaned_data["amendment"],
            printer=signed_pdf,
            token=read_token(request.POST),
            **signing.signature,
        )
    except StaleReferralError:
        return amend(request, referral.pk)  # since it was loaded just now: both are shown
    except (NotPossibleError, NotCompleteError) as refused:
        messages.warning(request, str(refused))
        return redirect("referral", referral.pk)
    return _amended(request, referral)


def _amended(request: StaffRequest, referral: Referral) -> HttpResponse:
    messages.success(request, "Amended and signed. The letters before stay as they were, marked as superseded.")
    return redirect("referral", referral.pk)


def _page(
    request: StaffRequest, referral: Referral, form: LetterForm, signing: AmendForm, *, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        **head(referral),
        "form": form,
        "signing": signing,
        "problems": [*form.problems, *signing.problems],
        "lacking": lacking_to_sign(form.written, referral.patient) if status == 422 and form.is_valid() else (),
        "name": printed_name(request.user),
        "token": uuid.uuid4(),
        "stale": status == 409,
        "differing": form.differing() if status == 409 else [],
    }
    return render(request, "intake/referral/amend.html", context, status=status)
