"""A clinician signs a letter with their password; the letter and its copies are handed out as they were made."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from intake.actions.exports import note_download
from intake.actions.referrals import NotCompleteError, StaleReferralError, sign_letter
from intake.actions.referrals.events import is_recorded
from intake.actions.refused import NotPossibleError
from intake.clinical.telling.letter import letter_from_json
from intake.models import Referral, ReferralDocument
from intake.roles import CLINICIAN
from intake.stored.referrals.complete import lacking_to_sign
from intake.stored.referrals.letter_printing import signed_pdf
from intake.views.access import StaffRequest, audience
from intake.views.confirming import READING, fresh
from intake.views.posted import read_number, read_token
from intake.views.referral.letter_signing_forms import SignLetterForm, missing_of
from intake.views.referral.loaded import head, loaded
from intake.views.review.exports import attached
from intake.views.review.signing_forms import printed_name
from intake.views.throttled import throttled


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
@audience(CLINICIAN, reads="referral")
def sign(request: StaffRequest, referral_id: uuid.UUID) -> HttpResponse:
    """What is signed, what is missing, and the password."""
    referral = loaded(referral_id)
    if request.method == "POST" and is_recorded(referral, read_token(request.POST)):
        return _signed(request, referral)  # sent again, since its answer was lost
    if not referral.allows("sign_letter") or referral.documents.exists():
        messages.warning(request, "The letter is signed, or the referral has ended. What is signed can be amended.")
        return redirect("referral", referral.pk)
    form = SignLetterForm(request, missing_of(referral.patient), request.POST if request.method == "POST" else None)
    return _sign(request, referral, form) if request.method == "POST" else _page(request, referral, form)


def _sign(request: StaffRequest, referral: Referral, form: SignLetterForm) -> HttpResponse:
    revision = read_number(request.POST, "revision")
    if revision != referral.revision:
        return _page(request, referral, form, status=409)
    if lacking_to_sign(letter_from_json(referral.letter), referral.patient) or not form.is_valid():
        return form.checked.on(_page(request, referral, form, status=422))
    try:
        sign_letter(
            actor=request.user,
            referral=referral,
            revision=revision,
            printer=signed_pdf,
            token=read_token(request.POST),
            **form.signature,
        )
    except StaleReferralError:
        return _page(request, loaded(referral.pk), form, status=409)
    except (NotPossibleError, NotCompleteError) as refused:
        messages.warning(request, str(refused))
        return redirect("referral", referral.pk)
    return _signed(request, referral)


def _signed(request: StaffRequest, referral: Referral) -> HttpResponse:
    messages.success(request, "Signed. Nothing was sent: send the letter, then record how.")
    return redirect("referral", referral.pk)


def _page(request: StaffRequest, referral: Referral, form: SignLetterForm, *, status: int = 200) -> HttpResponse:
    letter = letter_from_json(referral.letter)
    context = {
        **head(referral),
        "letter": letter,
        "lines": sum(len(part.sent) for part in letter.parts),
        "private": [line.text for line in letter.lines() if line.private and line.sent and line.text.strip()],
        "lacking": lacking_to_sign(letter, referral.patient),
        "copies": [ReferralDocument.Kind(kind).label for kind in letter.copies],
        "form": form,
        "name": printed_name(request.user),
        "token": uuid.uuid4(),
        "stale": status == 409,
    }
    return render(request, "intake/referral/sign.html", context, status=status)


@require_safe
@audience(CLINICIAN, reads="referraldocument")
@throttled("pdf")
@fresh(*READING)
def document(request: StaffRequest, letter_id: str) -> HttpResponse:
    """The exact bytes, as they were made. What was sent can be read, also where it is void: its name says so then."""
    found = get_object_or_404(ReferralDocument.objects.select_related("referral__intake"), pk=letter_id)
    note_download(actor=request.user, of=found)
    return attached(f"{'void-' if found.referral.is_void else ''}letter-{found.pk}.pdf", bytes(found.pdf))
