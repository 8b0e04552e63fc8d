"""What a letter holds, as it is printed and kept, and whether it still names the person as they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings
from django.utils import timezone

from intake.clinical.telling.letter import plain
from intake.models import ClinicProfile, Patient, Referral, ReferralDocument, RuleSetApproval, Service
from intake.models.referral_due import limits_of
from intake.models.referral_limits import Stage

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
_WAYS = {"may_phone": "phone", "may_message": "text message", "may_write": "letter"}


@dataclass(frozen=True)
class Signer:
    """As printed."""

    name: str
    role: str
    registration_number: str


def content(document: ReferralDocument, signer: Signer, amendments: Sequence[str] = ()) -> dict[str, Any]:
    """All that is printed, as JSON: nothing is read from anywhere else when it is printed, or printed again.

    Args:
        amendments: why, of each letter after the first; the last one is this document's.
    """
    referral, clinic, zone = document.referral, ClinicProfile.load(), timezone.localtime(document.made_at)
    assessment = referral.version.assessment
    seen = limits_of(clinic, referral.service)[referral.urgency, Stage.SEEN]
    return {
        "letter": referral.letter,
        "number": referral.number,
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
            "at": zone.isoformat(),
        },
        "letterhead": {
            "clinic": clinic.name,
            "address": clinic.address,
            "phone": clinic.phone,
            "email": clinic.email,
            "emergency": [list(contact) for contact in clinic.contacts],
        },
        "numbers": {name: asdict(number) for name, number in clinic.handout_numbers.items()},
        "seen_within": plain.within(seen.amount, seen.unit),
        "logo": clinic.logo_id,
        "paper": clinic.paper,
        "status": "AMENDED" if amendments else "SIGNED",
        "amended": [{"number": number, "reason": reason} for number, reason in enumerate(amendments, start=1)],
        "assessed_on": assessment.assessed_on.isoformat(),
        "rule_set": assessment.rule_set_version,
        "approved": RuleSetApproval.holds_for(assessment.fingerprint),
        "made_at": zone.isoformat(),
        "time_zone": settings.TIME_ZONE,
    }


def person_on_letter(patient: Patient) -> dict[str, Any]:
    born = patient.date_of_birth
    return {
        "family_name": patient.family_name,
        "given_name": patient.given_name,
        "date_of_birth": born.isoformat() if born else None,
        "birth_estimate": patient.birth_estimate,
        "sex": patient.get_sex_at_birth_display(),
        "record_number": patient.record_number,
        "address": patient.address,
        "phone": patient.phone,
        "gp_name": patient.gp_name,
        "gp_practice": patient.gp_practice,
        "gp_address": patient.gp_address,
        "language": patient.preferred_language,
        "interpreter": patient.interpreter_needed,
        "contact": " or ".join(may_reach_by(patient)),
    }


def may_reach_by(patient: Patient) -> list[str]:
    """The ways that the person has agreed to."""
    return [way for name, way in _WAYS.items() if getattr(patient, name)]


def service_on_letter(service: Service) -> dict[str, Any]:
    """``key`` is not printed: by it, it is the same one under another name."""
    return {
        "key": service.pk,
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
    key = kept.values_list("content__service__key", flat=True).first()
    return key is not None and key != referral.service_id
