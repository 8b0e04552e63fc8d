"""What the review page says of a signature, addenda, a voiding and the documents."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import Max

from intake.clinical.rules.questions.context import pt
from intake.models import AuditEvent, Document, Intake, Patient, Signature
from intake.stored import details
from intake.stored.printing import LAYOUT
from intake.summary.signed import PARTS


def context(intake: Intake) -> dict[str, Any]:
    """Nothing for what is not signed."""
    if not intake.is_frozen:
        return {}
    documents = list(documents_of(intake))
    signature = Signature.objects.select_related("version").get(intake=intake)
    return {
        "signature": signature,
        **_details(intake, signature),
        "addenda": [
            (addendum, [PARTS.get(part, part) for part in addendum.corrects]) for addendum in intake.addenda.all()
        ],
        "voiding": getattr(intake, "voiding", None),
        "newest_document": documents[0],
        "older_documents": documents[1:],
        "layout": LAYOUT,
    }


def _details(intake: Intake, signature: Signature) -> dict[str, Any]:
    """Which of the person's details were corrected since, and what the document says."""
    differing = details.differing_from_signed(intake.patient, signature)
    if not differing:
        return {}
    corrections = AuditEvent.objects.filter(record_type="patient", record_id=str(intake.patient_id), action="correct")
    last = corrections.aggregate(last=Max("at"))["last"]
    born, answers = signature.person.get("date_of_birth"), signature.version.answers
    return {
        "differing_since": differing,
        # An addendum written since the last correction may say so already.
        "answered_since": last is not None and intake.addenda.filter(written_at__gt=last).exists(),
        "signed_born": datetime.date.fromisoformat(born) if born else None,
        "signed_estimate": signature.person.get("birth_estimate", ""),
        "signed_age": answers.get(pt.age_years.id),
        "signed_sex": dict(Patient.SexAtBirth.choices).get(answers.get(pt.sex.id)),
    }


def documents_of(intake: Intake) -> Any:
    """Newest first, each with its copy, without their bytes."""
    documents = Document.objects.filter(intake=intake).select_related("copy")
    return documents.defer("pdf", "copy__pdf").order_by("-number")
