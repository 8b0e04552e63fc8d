"""How the report was made, and what it cannot do."""

from __future__ import annotations

from collections.abc import Iterator

from intake.clinical.telling.notices import LIMITATIONS, NOT_APPROVED
from intake.report.engine.blocks import Block, Paragraph
from intake.report.engine.headings import Section
from intake.report.engine.shapes import Rule
from intake.report.engine.styles import BODY, QUIET_FOOT
from intake.report.engine.words import put, together
from intake.report.summary import Summary, date_text, time_text

WHAT_IT_IS = "Decision support for a qualified clinician. Not a diagnosis."


def about(summary: Summary) -> Iterator[Block]:
    """The last lines of the first page."""
    made = summary.assessment.circumstances
    rules = [put("{}", notice.title) for notice in summary.notices_of_rules if notice.kind == NOT_APPROVED]
    later = made.assessed_on and summary.assessed_on != summary.made_at.date()
    assessed = f"Assessed {date_text(summary.assessed_on)}. " if later else ""
    told = (
        put("<b>{}</b>", WHAT_IT_IS),
        *(rules or [put("Rule set {}, approved at this site.", summary.assessment.rule_set)]),
        put("{}Made {}.", assessed, time_text(summary.made_at)),
    )
    yield Rule(before=6, after=2)
    yield Paragraph(together(" ", told), QUIET_FOOT)


def limitations(summary: Summary) -> Iterator[Block]:
    told = " ".join(f"{notice.title} {notice.text}".strip() for notice in summary.notices)
    told = f"{told} Instruments: {summary.assessment.circumstances.instruments}.".strip()
    yield Section("Limitations", [Paragraph(put("{} {}", LIMITATIONS, told), BODY)])
