"""What can be taken away: the summary as a PDF, and signed documents. Their names say nothing of the person."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from intake.actions.exports import note_download
from intake.models import Document, Intake
from intake.roles import CLINICIAN
from intake.stored.printing import draft_pdf
from intake.views.access import StaffRequest, audience
from intake.views.review.assessed import assessed_intake, version_of
from intake.views.review.closed import closed


@require_safe
@audience(CLINICIAN)
def summary(request: StaffRequest, intake_id: uuid.UUID, number: int) -> HttpResponse:
    """The PDF of one version: the same bytes each time.

    Of a signed version, the newest document as it is stored. What was entered in error is not handed out.
    """
    intake = assessed_intake(intake_id)
    version = version_of(intake, number)
    if intake.state == Intake.State.IN_ERROR:
        return closed(request, intake)
    if intake.is_frozen and version.assessment.pk == intake.current_id:
        return _handed_out(request, Document.objects.filter(intake=intake).latest("number"))
    short_id = intake.pk.hex[:8]
    pdf = draft_pdf(version, intake.patient, f"{short_id}-{version.number}")
    note_download(actor=request.user, of=version)
    return attached(f"summary-{short_id}-v{version.number}.pdf", pdf)


@require_safe
@audience(CLINICIAN)
def document(request: StaffRequest, document_id: str) -> HttpResponse:
    """The exact bytes, as they were made."""
    return _handed_out(request, get_object_or_404(Document, pk=document_id))


def _handed_out(request: StaffRequest, document: Document) -> HttpResponse:
    note_download(actor=request.user, of=document)
    return attached(f"document-{document.pk}.pdf", bytes(document.pdf))


def attached(name: str, pdf: bytes) -> HttpResponse:
    disposition = f'attachment; filename="{name}"'
    return HttpResponse(pdf, content_type="application/pdf", headers={"Content-Disposition": disposition})
