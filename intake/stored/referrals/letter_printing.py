"""From what is stored to a letter: its first draft, and the PDF of a draft or of a document that is signed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.utils import timezone

from intake.clinical.telling.letter import Details, Letter, draft_letter, plain
from intake.exchange.letter_text import letter_text
from intake.models import AnswerVersion, ClinicProfile, Logo, Patient, Referral, ReferralDocument, Service
from intake.models.referral_due import limits_of
from intake.models.referral_limits import Stage, Urgency, due
from intake.report.letter import LAYOUT, letter_pdf
from intake.stored.assessments import findings
from intake.stored.referrals.printed import Signer, content, may_reach_by
from intake.summary.letter import DRAFT, document_from_json

__all__ = ["LAYOUT", "draft_document", "draft_pdf", "first_draft", "says_by_itself", "signed_pdf", "text_of_letter"]


def first_draft(
    version: AnswerVersion,
    patient: Patient,
    steps: Sequence[str],
    own_steps: Sequence[str],
    urgency: str,
    service: Service | None = None,
) -> Letter:
    """Made once of what may be shared of these answers, and of how the person can be reached.

    Args:
        service: whose own time limits say until when the person should hear; without it, the site's do.
    """
    clinic = ClinicProfile.load()
    letter = draft_letter(
        findings(version.assessment).shared(),
        steps,
        urgency=urgency,
        own_steps=own_steps,
        details=_details(patient),
        on=version.assessment.assessed_on,
        settings=clinic.rule_settings,
    )
    return replace(letter, hear_by=hear_by(clinic, service, letter.urgency))


def hear_by(clinic: ClinicProfile, service: Service | None, urgency: str) -> str:
    """Today where it is urgent; else the day on which the person should be seen, or know when, if it is sent today."""
    now = timezone.localtime()
    if urgency in (Urgency.NOW, Urgency.SAME_DAY):
        return now.date().isoformat()
    limits = limits_of(clinic, service) if service else clinic.limits
    return due(now, limits[urgency, Stage.SEEN], clinic.works).date().isoformat()


def _details(patient: Patient) -> Details:
    return Details(
        language=patient.preferred_language,
        interpreter=patient.interpreter_needed,
        contact=", ".join(may_reach_by(patient)),
        safe_contact=patient.safe_contact,
    )


def signed_pdf(document: ReferralDocument) -> bytes:
    """From what the document holds, and from nothing else but the logo of then."""
    logo = Logo.objects.filter(pk=document.content.get("logo")).first()
    return letter_pdf(document_from_json(document.content, logo=bytes(logo.png) if logo else b""))


def draft_pdf(referral: Referral, signer: Signer) -> bytes:
    """The letter as it is saved, as it would be signed now."""
    return signed_pdf(draft_document(referral, signer))


def text_of_letter(document: ReferralDocument) -> str:
    """To be pasted into another record system: from what the document holds, and from nothing else."""
    return letter_text(document_from_json(document.content))


def says_by_itself(referral: Referral) -> dict[str, str]:
    """What the person's copy says where a clinician leaves it so, by name of ``plain.PROPOSED``: as it would be now."""
    document = document_from_json(draft_document(referral, Signer("", "", "")).content)
    return plain.proposals(document.letter, document.beside)


def draft_document(referral: Referral, signer: Signer) -> ReferralDocument:
    """In no table."""
    number = referral.documents.count() + 1
    document = ReferralDocument(
        id=f"{referral.pk.hex[:8]}-draft",
        referral=referral,
        number=number,
        kind=ReferralDocument.Kind.LETTER,
        made_at=referral.changed_at,
    )
    document.content = content(document, signer) | {"status": DRAFT}
    return document
