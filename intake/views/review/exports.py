"""What can be taken away: the summary as a PDF."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from intake.actions.exports import note_download
from intake.models import Document, Intake
from intake.roles import CLINICIAN
from intake.stored.printing import draft_pdf
from intake.views.access import StaffRequest, audience
from intake.views.review.assessed import assessed_intake, version_of
from intake.views.review.closed import closed
from intake.views.review.signing import handed_out


@require_safe
@audience(CLINICIAN)
def summary(request: StaffRequest, intake_id: uuid.UUID, number: int) -> HttpResponse:
    """The PDF of one version: the same bytes each time, under a name that says nothing of the person.

    Of a signed version, the newest document as it is stored. What was entered in error is not handed out.
    """
    intake = assessed_intake(intake_id)
    version = version_of(intake, number)
    if intake.state == Intake.State.IN_ERROR:
        return closed(request, intake)
    if intake.is_frozen and version.assessment.pk == intake.current_id:
        return handed_out(request, Document.objects.filter(intake=intake).latest("number"))
    short_id = intake.pk.hex[:8]
    pdf = draft_pdf(version, intake.patient, f"{short_id}-{version.number}")
    note_download(actor=request.user, of=version)
    disposition = f'attachment; filename="summary-{short_id}-v{version.number}.pdf"'
    return HttpResponse(pdf, content_type="application/pdf", headers={"Content-Disposition": disposition})
