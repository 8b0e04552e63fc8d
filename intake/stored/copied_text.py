"""What is copied of an intake as text: the document as it was signed, or a version that nobody has signed."""

from __future__ import annotations

from intake.exchange.plain_text import summary_text
from intake.models import AnswerVersion, ClinicProfile, Document, Intake
from intake.stored.summaries import draft_summary, signed_summary


def source_of_text(intake: Intake, version: AnswerVersion) -> AnswerVersion | Document:
    """What is handed out: of a signed version the newest document, in which what was said afterwards stands."""
    if intake.is_frozen and version.assessment.pk == intake.current_id:
        newest: Document = Document.objects.filter(intake=intake).defer("pdf").latest("number")
        return newest
    return version


def text_of(source: AnswerVersion | Document, intake: Intake, *, with_plan: bool) -> str:
    if isinstance(source, Document):
        return summary_text(signed_summary(source), with_plan=with_plan)
    document_id = f"{intake.pk.hex[:8]}-{source.number}"
    return summary_text(draft_summary(source, intake.patient, document_id, ClinicProfile.load()), with_plan=with_plan)
