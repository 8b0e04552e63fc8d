"""The letter as plain text, to be pasted into another record system."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from intake.actions.exports import note_download
from intake.models import Referral, ReferralDocument
from intake.roles import CLINICIAN
from intake.stored.referrals.letter_printing import draft_document, text_of_letter
from intake.views.access import StaffRequest, audience
from intake.views.confirming import READING, fresh
from intake.views.referral.letter_signing_forms import usual_signer
from intake.views.referral.loaded import head, loaded
from intake.views.throttled import throttled


@require_safe
@audience(CLINICIAN, reads="referral")
@throttled("export")
@fresh(*READING)
def text(request: StaffRequest, referral_id: uuid.UUID) -> HttpResponse:
    """What was signed last, else the draft as it is saved. What is void is not handed out."""
    referral = loaded(referral_id)
    if referral.is_void:
        return _void(request, referral)
    return HttpResponse(_handed_out(request, referral), content_type="text/plain; charset=utf-8")


@require_safe
@audience(CLINICIAN, reads="referral")
@throttled("export")
@fresh(*READING)
def page(request: StaffRequest, referral_id: uuid.UUID) -> HttpResponse:
    """The same to select and copy by hand."""
    referral = loaded(referral_id)
    if referral.is_void:
        return _void(request, referral)
    context = {
        **head(referral),
        "texts": [("letter", "Letter", _handed_out(request, referral))],
        "note": "Only what is ticked to be sent stands in it.",
        "back": ("Referral", reverse("referral", args=[referral.pk])),
    }
    return render(request, "intake/review/copy_text.html", context)


def _handed_out(request: StaffRequest, referral: Referral) -> str:
    letters = referral.documents.filter(kind=ReferralDocument.Kind.LETTER).defer("pdf")
    signed: ReferralDocument | None = letters.order_by("number").last()
    said = text_of_letter(signed or draft_document(referral, usual_signer(request.user)))
    note_download(actor=request.user, of=signed or referral)
    return said


def _void(request: StaffRequest, referral: Referral) -> HttpResponse:
    messages.warning(request, "This letter is void: it is not copied into any record any more.")
    return redirect("referral", referral.pk)
