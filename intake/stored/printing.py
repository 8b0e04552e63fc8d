"""From what is stored to the PDF.

A signed intake's rows give the same bytes each time, whatever has changed since but the layout of the report.
"""

from __future__ import annotations

from intake.models import AnswerVersion, ClinicProfile, Document, Patient
from intake.report import LAYOUT, summary_pdf
from intake.stored.summaries import draft_summary, letterhead_of, person_of, signed_summary
from intake.summary.content import Summary
from intake.summary.signed import PARTS

__all__ = ["LAYOUT", "PARTS", "document_pdf", "draft_pdf", "letterhead_of", "person_of"]


def draft_pdf(version: AnswerVersion, patient: Patient, document_id: str, *, record: bool = True) -> bytes:
    """One version that nobody has signed, under the clinic's and the person's details of today."""
    clinic = ClinicProfile.load()
    return _pdf(draft_summary(version, patient, document_id, clinic), record=record, paper=clinic.paper)


def document_pdf(document: Document, *, record: bool = True) -> bytes:
    """The signature's document, one of an addendum, or that of the voiding: with what had been said by then.

    Made again, a stored document of today's layout has the same bytes. One of an earlier layout has not. Without the
    ``record``, it is the copy that goes to others.
    """
    paper = document.intake.signature.letterhead.get("paper", ClinicProfile.Paper.A4)
    return _pdf(signed_summary(document), record=record, paper=paper)


def _pdf(summary: Summary, *, record: bool, paper: str) -> bytes:
    return summary_pdf(
        summary.assessment,
        summary.person,
        made_at=summary.made_at,
        document_id=summary.document_id,
        letterhead=summary.letterhead,
        approved=summary.approved,
        signed=summary.signed,
        history=summary.history,
        unread=summary.unread,
        handouts=summary.handouts,
        record=record,
        paper=paper,
    )
