"""The PDFs: the clinician's summary, an assessment and a person in, bytes out; and the intake form on paper.

They show, they never decide.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from intake.clinical.working.findings import Assessment
from intake.clinical.working.trend import Trend
from intake.report.engine.file import Properties
from intake.report.engine.scripts import add_folder as add_fonts
from intake.report.engine.sheet import Sheet
from intake.report.engine.styles import PAPERS
from intake.report.paper.form import paper_form_pdf
from intake.summary.signed import Signed

from .story import draw_report
from .summary import PRODUCT, GivenHandout, Letterhead, Person, Summary, Unread

__all__ = ["LAYOUT", "GivenHandout", "Letterhead", "Person", "Unread", "add_fonts", "paper_form_pdf", "summary_pdf"]

LAYOUT = 3
"""The number of the layout that is printed now; 1 was set small to fit two pages, 2 told no handouts. It is raised when
what is stored is printed otherwise than before, so that a document of an earlier layout is known as one."""
_NO_LETTERHEAD = Letterhead("", "", ())


def summary_pdf(
    assessment: Assessment,
    person: Person,
    *,
    made_at: datetime,
    document_id: str,
    letterhead: Letterhead = _NO_LETTERHEAD,
    approved: bool = False,
    signed: Signed | None = None,
    history: Sequence[Trend] = (),
    unread: Sequence[Unread] = (),
    handouts: Sequence[GivenHandout] = (),
    record: bool = True,
    paper: str = "A4",
) -> bytes:
    """The clinician's summary. The same arguments give the same bytes, in any thread.

    Args:
        made_at: with a time zone; printed as given, kept in the document's properties in UTC.
        document_id: printed at the foot of every page.
        approved: whether this site's clinical lead has approved the rule set.
        signed: what a clinician decided and signed, and the addenda and voiding since. Without it, a DRAFT.
        unread: what was typed and cannot be read.
        handouts: what the person was given.
        record: with all answers, rules and sources behind the brief and the plan.
        paper: A4 or Letter.
        history: scores over this and earlier intakes, one trend a measure; printed where there is an earlier one.

    Raises:
        ValueError: ``made_at`` has no time zone.
    """
    size = PAPERS[paper]
    sheet = Sheet(size)
    summary = Summary(
        assessment,
        person,
        made_at,
        document_id,
        letterhead,
        approved,
        signed,
        tuple(history),
        tuple(unread),
        tuple(handouts),
        record,
        size,
    )
    draw_report(sheet, summary)
    subject = "Decision support for a qualified clinician"
    return sheet.file(Properties("Intake summary", subject, letterhead.clinic, made_at, document_id, PRODUCT))
