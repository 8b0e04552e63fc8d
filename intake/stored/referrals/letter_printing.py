"""From what is stored to a letter: its first draft, and the PDF of a draft or of a document that is signed."""

from __future__ import annotations

from collections.abc import Sequence

from intake.clinical.telling.letter import Details, Letter, draft_letter
from intake.exchange.letter_text import letter_text
from intake.models import AnswerVersion, ClinicProfile, Logo, Patient, Referral, ReferralDocument
from intake.report.letter import document_from_json, letter_pdf
from intake.report.letter.document import DRAFT
from intake.stored.assessments import findings
from intake.stored.referrals.printed import Signer, content

_WAYS = {"may_phone": "phone", "may_message": "text message", "may_write": "letter"}


def first_draft(
    version: AnswerVersion, patient: Patient, steps: Sequence[str], own_steps: Sequence[str], urgency: str
) -> Letter:
    """Made once of what may be shared of these answers, and of how the person can be reached."""
    return draft_letter(
        findings(version.assessment).shared(),
        steps,
        urgency=urgency,
        own_steps=own_steps,
        details=_details(patient),
        on=version.assessment.assessed_on,
        settings=ClinicProfile.load().rule_settings,
    )


def _details(patient: Patient) -> Details:
    return Details(
        language=patient.preferred_language,
        interpreter=patient.interpreter_needed,
        contact=", ".join(way for name, way in _WAYS.items() if getattr(patient, name)),
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
