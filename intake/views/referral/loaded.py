"""Loading a referral for its page, with what every page of it says."""

from __future__ import annotations

import uuid
from typing import Any

from django.shortcuts import get_object_or_404

from intake.models import Correction, Intake, Referral
from intake.models.referral_states import ReferralState
from intake.stored.referrals.printed import goes_to_other_service, names_other_details
from intake.views.review.signing_forms import printed_name

_JOINED = ("patient", "service", "intake__current", "referrer", "changed_by", "version", "follows")
_HEAVY = (
    *("intake__answers", "intake__malformed", "intake__changed"),
    *("intake__current__result", "intake__current__reasons", "version__answers", "follows__letter"),
)
_WITHDRAWN = {
    Intake.State.VOID: "The intake that the letter was made from was declared void.",
    Intake.State.IN_ERROR: "The intake that the letter was made from was entered in error.",
}
_CORRECTED = "Answers of the intake were put right since the letter was begun. Please compare."
_DUPLICATE = "Another referral to this service is open: two records of the person were merged."
_BEGUN_ELSEWHERE = (
    "The letter was begun in another person's record, from which the intake was moved. Please compare access needs: "
    "language, interpreter and how to contact the person may be somebody else's."
)
_REOPENED = "The intake was reopened: its answers are being changed. Please wait for them before the letter is signed."
_NOT_IN_USE = "This service is not in use any more. Please choose another one, or cancel the referral."
_OTHER_SERVICE = "The newest letter names the service before."


def loaded(referral_id: uuid.UUID) -> Referral:
    return get_object_or_404(Referral.objects.select_related(*_JOINED).defer(*_HEAVY), pk=referral_id)


def head(referral: Referral) -> dict[str, Any]:
    """Of each page of a referral."""
    return {
        "referral": referral,
        "patient": referral.patient,
        "intake": referral.intake,
        "referrer": printed_name(referral.referrer),
        "changed_by": printed_name(referral.changed_by),
        "changed_at": referral.changed_at,
        "warnings": _warnings(referral),
    }


def _warnings(referral: Referral) -> list[str]:
    """What has changed since the letter was made, so that it may be wrong."""
    state = Intake.State(referral.intake.state)
    said = [_WITHDRAWN[state]] if state in _WITHDRAWN else []
    if not referral.is_open:
        return said
    if referral.state == ReferralState.DRAFT:
        said += _of_a_draft(referral)
    if referral.duplicate_of_id:
        said.append(_DUPLICATE)
    if referral.is_of_older_answers:
        said.append(_CORRECTED)
    if differing := names_other_details(referral):
        said.append(f"The record now has another {' and another '.join(differing)} than the newest letter.")
    return [*said, _OTHER_SERVICE] if goes_to_other_service(referral) else said


def _of_a_draft(referral: Referral) -> list[str]:
    """What nobody can know any more from the letter itself."""
    moved = referral.intake.corrections.filter(kind=Correction.Kind.MOVED, merge=None, made_at__gte=referral.made_at)
    said = [_BEGUN_ELSEWHERE] if moved.exists() else []
    said += [_REOPENED] if referral.intake.is_draft else []
    return said if referral.service.active else [*said, _NOT_IN_USE]
