"""The top of the first page: the clinic, the title, whose report this is, what it is, and how it was made."""

from __future__ import annotations

from collections.abc import Iterator

from intake.clinical.telling.notices import DRAFT, NOT_APPROVED
from intake.report.engine.blocks import Block, Paragraph
from intake.report.engine.shapes import Rule
from intake.report.engine.styles import BODY, FINE, NOTICE, PERSON, TITLE
from intake.report.engine.text import capital, clipped
from intake.report.engine.words import Words, put, together
from intake.report.summary import Summary, date_text, time_text

from .afterwards import void_notice
from .letterhead import letterhead

TITLE_TEXT = "Leg pain and mood: intake summary for the clinician"
WHAT_IT_IS = "Decision support for a qualified clinician. Not a diagnosis. Does not replace assessment."


def identity(summary: Summary) -> Iterator[Block]:
    yield letterhead(summary.letterhead, summary.status, summary.under_status)
    yield from void_notice(summary)
    yield Paragraph(put("{}", TITLE_TEXT), TITLE, "H1")
    yield Rule()
    yield from _person(summary)
    yield Rule()
    of_rules, of_answers = _notices(summary)
    yield Paragraph(put("{} {}", WHAT_IT_IS, together(" ", of_rules)), NOTICE)
    yield Paragraph(_made(summary), FINE)
    for notice in of_answers:
        yield Paragraph(notice, BODY)


def _person(summary: Summary) -> Iterator[Block]:
    yield Paragraph(put("{}", summary.person.name), PERSON)
    record = summary.person.record_number.strip() or "not recorded"
    about = put("{}  ·  Record number <b>{}</b>", capital(summary.born(" at assessment date")), record)
    if summary.ages:
        about = put("{}  ·  <b>{}</b>", about, summary.ages)
    yield Paragraph(about, BODY)


def _made(summary: Summary) -> Words:
    about = summary.assessment.circumstances
    taken = "" if about.assessed_on else "Not answered, taken as "
    pairs = (
        ("Rule set", summary.assessment.rule_set),
        ("Made", time_text(summary.made_at)),
        ("Assessment date", f"{taken}{date_text(summary.assessed_on)}"),
        *about.told,
        ("Instruments", about.instruments),
    )
    return together("  ·  ", (put("<q>{}</q> {}", label, clipped(text, 110)) for label, text in pairs))


def _notices(summary: Summary) -> tuple[list[Words], list[Words]]:
    """What is to be known of the rules, and of who answered."""
    of_rules, of_answers = [], []
    for notice in summary.notices:
        if notice.kind in (DRAFT, NOT_APPROVED):
            of_rules.append(put("{}", f"{notice.title} {notice.text}".strip()))
        else:
            of_answers.append(put("<b>{}</b> {}", notice.title, notice.text))
    return of_rules, of_answers
