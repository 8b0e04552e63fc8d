"""The PDF for the clinician: an assessment and a person in, bytes out. It shows, it never decides."""

from __future__ import annotations

from datetime import datetime

from intake.clinical.findings import Assessment

from .document import pdf
from .summary import DRAFT, Letterhead, Person, Summary

__all__ = ["Letterhead", "Person", "summary_pdf"]

_NO_LETTERHEAD = Letterhead("", "", ())


def summary_pdf(
    assessment: Assessment,
    person: Person,
    *,
    made_at: datetime,
    document_id: str,
    letterhead: Letterhead = _NO_LETTERHEAD,
    status: str = DRAFT,
    approved: bool = False,
) -> bytes:
    """The clinician's summary. The same arguments give the same bytes.

    Args:
        made_at: with a time zone; printed as given, kept in the document's properties in UTC.
        document_id: printed at the foot of every page.
        status: the mark on every page. DRAFT until a clinician has signed.
        approved: whether this site's clinical lead has approved the rule set.

    Raises:
        ValueError: ``made_at`` has no time zone.
    """
    if made_at.utcoffset() is None:
        raise ValueError("made_at needs a time zone")
    return pdf(Summary(assessment, person, made_at, document_id, letterhead, status, approved))
