"""What can be taken away: the summary as a PDF."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from intake.actions.exports import note_download
from intake.models import AnswerVersion, ClinicProfile, Patient, RuleSetApproval
from intake.report import Letterhead, Person, summary_pdf
from intake.roles import CLINICIAN
from intake.views.access import StaffRequest, audience
from intake.views.assessed import assessed_intake, version_of


@require_safe
@audience(CLINICIAN)
def summary(request: StaffRequest, intake_id: uuid.UUID, number: int) -> HttpResponse:
    """The PDF of one version: the same bytes each time, under a name that says nothing of the person."""
    intake = assessed_intake(intake_id)
    version = version_of(intake, number)
    short_id = intake.pk.hex[:8]
    pdf = _pdf(version, intake.patient, f"{short_id}-{version.number}")
    note_download(actor=request.user, version=version)
    disposition = f'attachment; filename="summary-{short_id}-v{version.number}.pdf"'
    return HttpResponse(pdf, content_type="application/pdf", headers={"Content-Disposition": disposition})


def _pdf(version: AnswerVersion, patient: Patient, document_id: str) -> bytes:
    clinic = ClinicProfile.load()
    return summary_pdf(
        version.assessment.findings,
        Person(patient.family_name, patient.given_name, patient.date_of_birth, patient.record_number),
        made_at=timezone.localtime(version.assessment.made_at),
        document_id=document_id,
        letterhead=Letterhead(clinic.name, clinic.address, clinic.contacts),
        approved=RuleSetApproval.holds_for(version.assessment.rule_set_version),
    )
