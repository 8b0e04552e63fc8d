"""A clinician writes the letter of a referral, and sees how it looks on paper."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from intake.actions.exports import note_download
from intake.actions.referrals import OpenReferralError, StaleReferralError, save_letter
from intake.actions.refused import NotPossibleError
from intake.clinical.telling.letter import letter_as_json, letter_from_json
from intake.models import Referral
from intake.roles import CLINICIAN
from intake.stored.referrals.letter_printing import draft_pdf
from intake.views.access import StaffRequest, audience
from intake.views.confirming import READING, fresh
from intake.views.posted import read_number
from intake.views.referral.letter_form import LetterForm
from intake.views.referral.letter_signing_forms import usual_signer
from intake.views.referral.loaded import head, loaded
from intake.views.referral.record_actions import OPEN_THERE
from intake.views.review.exports import attached
from intake.views.throttled import throttled


@require_http_methods(["GET", "HEAD", "POST"])
@audience(CLINICIAN, reads="referral")
def letter(request: StaffRequest, referral_id: uuid.UUID) -> HttpResponse:
    """All of it, to be changed. What is signed is amended in its stead."""
    referral = loaded(referral_id)
    if _is_closed(referral):
        messages.warning(request, "The letter is signed, or the referral has ended. What is signed can be amended.")
        return redirect("referral", referral.pk)
    form = LetterForm(referral, letter_from_json(referral.letter), request.POST if request.method == "POST" else None)
    return _save(request, referral, form) if request.method == "POST" else _page(request, referral, form)


def _is_closed(referral: Referral) -> bool:
    return not referral.allows("save_letter") or referral.documents.exists()


def _save(request: StaffRequest, referral: Referral, form: LetterForm) -> HttpResponse:
    """What is there already, word for word, is no conflict: it was sent again, since its answer was lost."""
    revision = read_number(request.POST, "revision")
    if not form.is_valid():
        return _page(request, referral, form, status=422 if revision == referral.revision else 409)
    try:
        save_letter(
            actor=request.user,
            referral=referral,
            revision=revision,
            letter=letter_as_json(form.written),
            service=form.chosen_service,
            urgency=form.cleaned_data["urgency"],
        )
    except StaleReferralError:
        now = loaded(referral.pk)
        return _page(request, now, LetterForm(now, letter_from_json(now.letter), request.POST), status=409)
    except OpenReferralError:
        form.add_error("service", OPEN_THERE)
        return _page(request, referral, form, status=422)
    except NotPossibleError as refused:
        messages.warning(request, str(refused))
        return redirect("referral", referral.pk)
    messages.success(request, "The letter is saved.")
    return redirect("referral-sign" if request.POST.get("then") == "sign" else "referral-letter", referral.pk)


def _page(request: StaffRequest, referral: Referral, form: LetterForm, *, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {
        **head(referral),
        "form": form,
        "wants": referral.service.wants,
        "stale": status == 409,
        "differing": form.differing() if status == 409 else [],
    }
    return render(request, "intake/referral/letter.html", context, status=status)


@require_safe
@audience(CLINICIAN, reads="referral")
@throttled("pdf")
@fresh(*READING)
def preview(request: StaffRequest, referral_id: uuid.UUID) -> HttpResponse:
    """The letter as it is saved, marked as a draft; none once it is signed, or where it is void."""
    referral = loaded(referral_id)
    if _is_closed(referral) or referral.is_void:
        return redirect("referral", referral.pk)
    note_download(actor=request.user, of=referral)
    return attached(f"letter-{referral.number}-draft.pdf", draft_pdf(referral, usual_signer(request.user)))
