"""What can be taken away: the summary as a PDF, and signed documents. Their names say nothing of the person."""

from __future__ import annotations

import uuid
from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from intake.actions.copies import copy_without_record
from intake.actions.exports import note_download
from intake.actions.refused import NotPossibleError
from intake.models import Document, Intake
from intake.roles import CLINICIAN
from intake.stored.printing import document_pdf, draft_pdf
from intake.views.access import StaffRequest, audience
from intake.views.confirming import READING, fresh
from intake.views.review.assessed import assessed_intake, version_of
from intake.views.review.closed import closed
from intake.views.throttled import throttled

WITHOUT = "-without-record"


@require_safe
@audience(CLINICIAN, reads="intake")
@throttled("pdf")
@fresh(*READING)
def summary(request: StaffRequest, intake_id: uuid.UUID, number: int) -> HttpResponse:
    """The PDF of one version: the same bytes each time. ``?record=no`` leaves the record out.

    Of a signed version, the newest document as it is stored, whose copy without the record is asked for on the review.
    What was entered in error is not handed out.
    """
    record = request.GET.get("record") != "no"
    intake = assessed_intake(intake_id)
    version = version_of(intake, number)
    if intake.state == Intake.State.IN_ERROR:
        return closed(request, intake)
    if intake.is_frozen and version.assessment.pk == intake.current_id:
        if not record:
            return redirect("review", intake.pk)
        return _handed_out(request, Document.objects.filter(intake=intake).latest("number"))
    short_id = intake.pk.hex[:8]
    pdf = draft_pdf(version, intake.patient, f"{short_id}-{version.number}", record=record)
    note_download(actor=request.user, of=version)
    return attached(f"summary-{short_id}-v{version.number}{'' if record else WITHOUT}.pdf", pdf)


@require_safe
@audience(CLINICIAN, reads="document")
@throttled("pdf")
@fresh(*READING)
def document(request: StaffRequest, document_id: str) -> HttpResponse:
    """The exact bytes, as they were made."""
    return _handed_out(request, get_object_or_404(Document, pk=document_id))


@require_POST
@audience(CLINICIAN, reads="document")
@throttled("pdf")
@fresh("POST")
def without_record(request: StaffRequest, document_id: str) -> HttpResponse:
    """The copy of a document without the record. By POST, since it is made when it is first asked for."""
    document = get_object_or_404(Document.objects.select_related("intake"), pk=document_id)
    printer = partial(document_pdf, record=False)
    try:
        copy = copy_without_record(actor=request.user, document=document, printer=printer)
    except NotPossibleError as refused:
        messages.warning(request, str(refused))
        return redirect("review", document.intake_id)
    note_download(actor=request.user, of=copy)
    return attached(f"document-{document.pk}{WITHOUT}.pdf", bytes(copy.pdf))


def _handed_out(request: StaffRequest, document: Document) -> HttpResponse:
    note_download(actor=request.user, of=document)
    return attached(f"document-{document.pk}.pdf", bytes(document.pdf))


def attached(name: str, pdf: bytes) -> HttpResponse:
    disposition = f'attachment; filename="{name}"'
    return HttpResponse(pdf, content_type="application/pdf", headers={"Content-Disposition": disposition})
