"""The top of the first page: the clinic, the title, whose report this is, what it is, and how it was made."""

from __future__ import annotations

from collections.abc import Iterator

from intake.report.engine.blocks import Block, Paragraph
from intake.report.engine.shapes import Rule
from intake.report.engine.styles import BODY, FINE, NOTICE, PERSON, TITLE
from intake.report.engine.text import capital, clipped
from intake.report.engine.words import Words, put, together
from intake.report.summary import Summary, said_date

from .afterwards import void_notice
from .letterhead import letterhead

TITLE_TEXT = "Leg pain and mood: intake summary for the clinician"
WHAT_IT_IS = "Decision support for a qualified clinician. Not a diagnosis. Does not replace assessment."
NOT_APPROVED = "Rule set not approved at this site: for evaluation only."

_SCOPES = {
    "minor": "The person is under 18: score bands, the PHQ-9 pattern, the ranking of pain types and the combined level "
    "are for adults and are not reported.",
    "age_missing": "The age is missing: score bands, the PHQ-9 pattern, the ranking of pain types and the combined "
    "level are not reported until it is entered.",
}
_BY_THE_RULES = {
    "The person is under 18": "By the age that the rules used, the person is under 18",
    "The age is missing": "The rules used no age",
}
"""How the same is said beside a date of birth that says another age."""
_PROXY = (
    "Answered by somebody else (proxy): PHQ-9, GAD-7, PEG and AUDIT-C answers are shown, but not scored. "
    "Safety answers count all the same."
)


def identity(summary: Summary) -> Iterator[Block]:
    sender = summary.letterhead
    yield letterhead(sender.clinic, sender.address, summary.status, summary.under_status)
    yield from void_notice(summary)
    yield Paragraph(put("{}", TITLE_TEXT), TITLE, "H1")
    yield Rule()
    yield from _person(summary)
    yield Rule()
    not_approved = put(" {}", NOT_APPROVED) if not summary.approved else put("")
    yield Paragraph(put("{}{}", WHAT_IT_IS, not_approved), NOTICE)
    yield Paragraph(_made(summary), FINE)
    yield from _notes(summary)


def _person(summary: Summary) -> Iterator[Block]:
    yield Paragraph(put("{}", summary.person.name), PERSON)
    record = summary.person.record_number.strip() or "not recorded"
    said = put("{}  ·  Record number <b>{}</b>", capital(summary.born), record)
    if summary.ages:
        said = put("{}  ·  <b>{}</b>", said, summary.ages)
    yield Paragraph(said, BODY)


def _made(summary: Summary) -> Words:
    assessment = summary.assessment
    pairs = (
        ("Rule set", assessment.rule_set),
        ("Made", summary.made),
        ("Assessment date", _assessed_on(summary)),
        ("Completed", assessment.line("ctx.mode").said),
        ("Answered by", assessment.line("ctx.respondent").said),
        ("Language", assessment.line("ctx.language").said),
        ("Interpreter", assessment.line("ctx.interpreter").said),
        ("Instruments", "PHQ-9, GAD-7, AUDIT-C, PEG and ASQ, English, as worded in the rule set above"),
    )
    return together("  ·  ", (put("<q>{}</q> {}", label, clipped(said, 110)) for label, said in pairs))


def _assessed_on(summary: Summary) -> str:
    answered = summary.assessment.line("ctx.encounter_date").state == "answered"
    return f"{'' if answered else 'Not answered, taken as '}{said_date(summary.assessed_on)}"


def _notes(summary: Summary) -> Iterator[Block]:
    """Why parts of the report are missing."""
    if note := _SCOPES.get(summary.assessment.scope):
        for said, by_the_rules in _BY_THE_RULES.items() if summary.ages else ():
            note = note.replace(said, by_the_rules)
        yield Paragraph(put("{}", note), BODY)
    if summary.by_proxy:
        yield Paragraph(put("<b>{}</b>", _PROXY), BODY)
