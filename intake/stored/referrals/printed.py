"""What a letter holds, as it is printed and kept, and whether it still names the person as they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import timezone

from intake.models import ClinicProfile, Patient, Referral, ReferralDocument, RuleSetApproval, Service

NAMED = {
    "family_name": "family name",
    "given_name": "given names",
    "date_of_birth": "birth date",
    "birth_estimate": "birth date",
    "sex": "sex recorded at birth",
    "record_number": "record number",
}
"""By key of the person on a letter: what tells people apart."""
REACHED = {"address": "address", "phone": "phone"}


@dataclass(frozen=True)
class Signer:
    """As printed."""

    name: str
    role: str
    registration_number: str


def content(document: ReferralDocument, signer: Signer, amended: str = "") -> dict[str, Any]:
    """All that is printed, as JSON: nothing is read from anywhere else when it is printed, or printed again.

    Args:
        amended: why, where there was a letter before.
    """
    referral, clinic = document.referral, ClinicProfile.load()
    assessment = referral.version.assessment
    return {
        "letter": referral.letter,
        "referral": referral.number,
        "number": document.number,
        "document_id": document.pk,
        "kind": str(document.kind),
        "urgency": referral.urgency,
        "person": person_on_letter(referral.patient),
        "service": service_on_letter(referral.service),
        "referrer": {
            "name": signer.name,
            "role": signer.role,
            "registration_number": signer.registration_number,
            "practice": clinic.name,
            "phone": clinic.phone,
            "at": document.made_at.isoformat(),
        },
        "letterhead": {
            "clinic": clinic.name,
            "address": clinic.address,
            "phone": clinic.phone,
            "email": clinic.email,
            "logo": clinic.logo_id,
            "emergency": [list(contact) for contact in clinic.contacts],
            "time_zone": settings.TIME_ZONE,
        },
        "paper": clinic.paper,
        "status": "amended" if amended else "signed",
        "assessed_on": assessment.assessed_on.isoformat(),
        "rule_set": assessment.rule_set_version,
        "approved": RuleSetApproval.holds_for(assessment.fingerprint),
        "made_at": timezone.localtime(document.made_at).isoformat(),
        "amended": {"number": document.number, "reason": amended} if amended else None,
    }


def person_on_letter(patient: Patient) -> dict[str, Any]:
    born = patient.date_of_birth
    return {
        "family_name": patient.family_name,
        "given_name": patient.given_name,
        "date_of_birth": born.isoformat() if born else None,
        "birth_estimate": patient.birth_estimate,
        "sex": patient.sex_at_birth,
        "record_number": patient.record_number,
        "address": patient.address,
        "phone": patient.phone,
        "gp": patient.gp,
        "language": patient.preferred_language,
        "interpreter": patient.interpreter_needed,
    }


def service_on_letter(service: Service) -> dict[str, str]:
    return {
        "name": service.name,
        "kind": service.kind,
        "address": service.address,
        "phone": service.phone,
        "email": service.email,
    }


def names_other_details(referral: Referral) -> tuple[str, ...]:
    """Which details on the newest letter are not the person's any more; nothing where none is signed. One query."""
    kept = referral.documents.filter(kind=ReferralDocument.Kind.LETTER).order_by("-number")
    newest = kept.values_list("content__person", flat=True).first()
    if newest is None:
        return ()
    today = person_on_letter(referral.patient)
    differing = [word for key, word in (NAMED | REACHED).items() if newest.get(key) != today[key]]
    return tuple(dict.fromkeys(differing))


def goes_to_other_service(referral: Referral) -> bool:
    """It was redirected since its newest letter was signed, which names the service before."""
    kept = referral.documents.filter(kind=ReferralDocument.Kind.LETTER).order_by("-number")
    named = kept.values_list("content__service__name", flat=True).first()
    return named is not None and named != referral.service.name
