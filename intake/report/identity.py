"""The top of the first page: the clinic, the title, whose report this is, what it is, and how it was made."""

from __future__ import annotations

from collections.abc import Iterator

from reportlab.platypus import Flowable, HRFlowable, Spacer

from .afterwards import void_notice
from .parts import paragraph, table
from .styles import ADDRESS, BODY, CLINIC, HAIRLINE, NOTICE, PERSON, QUIET_SMALL, SMALL, TITLE, WIDTH
from .summary import Summary, said_date
from .text import capital, clipped

TITLE_TEXT = "Leg pain and mood: intake summary for the clinician"
WHAT_IT_IS = "Decision support for a qualified clinician. Not a diagnosis. Does not replace assessment."
NOT_APPROVED = "Rule set not approved at this site: for evaluation only."

_ROOM_FOR_STATUS = 130
_SCOPES = {
    "minor": "The person is under 18: score bands, the PHQ-9 pattern, the ranking of pain types and the combined level "
    "are for adults and are not reported.",
    "age_missing": "The age is missing: score bands, the PHQ-9 pattern, the ranking of pain types and the combined "
    "level are not reported until it is entered.",
}
_PROXY = (
    "Answered by somebody else (proxy): PHQ-9, GAD-7, PEG and AUDIT-C answers are shown, but not scored. "
    "Safety answers count all the same."
)


def identity(summary: Summary) -> Iterator[Flowable]:
    yield from _letterhead(summary)
    yield from void_notice(summary)
    yield paragraph(TITLE, "{}", TITLE_TEXT)
    yield from _person(summary)
    yield paragraph(NOTICE, "{}", WHAT_IT_IS)
    if not summary.approved:
        yield paragraph(BODY, "{}", NOT_APPROVED)
    yield Spacer(0, 3)
    yield _made(summary)
    yield from _notes(summary)


def _letterhead(summary: Summary) -> Iterator[Flowable]:
    """Left of the status mark."""
    clinic, address = summary.letterhead.clinic.strip(), summary.letterhead.address.strip()
    for style, text in ((CLINIC, clinic), (ADDRESS, address)):
        if text:
            yield paragraph(style.clone(style.name, rightIndent=_ROOM_FOR_STATUS), "{}", text)
    if not clinic and not address:
        yield Spacer(0, 12)


def _person(summary: Summary) -> Iterator[Flowable]:
    yield HRFlowable("100%", 0.6, color=HAIRLINE, spaceBefore=1, spaceAfter=4)
    yield paragraph(PERSON, "{}", summary.person.name)
    record = summary.person.record_number.strip() or "not recorded"
    yield paragraph(BODY, "{}  ·  Record number <b>{}</b>", capital(summary.born), record)
    answered = summary.assessment.line("pt.age_years")
    if answered.state == "answered" and answered.answer != summary.age:
        yield paragraph(BODY, "Age given in the answers, and used by the rules: <b>{}</b>", answered.said)
    yield HRFlowable("100%", 0.6, color=HAIRLINE, spaceBefore=2, spaceAfter=0)


def _made(summary: Summary) -> Flowable:
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
    cells = [(paragraph(QUIET_SMALL, "{}", label), paragraph(SMALL, "{}", clipped(said, 110))) for label, said in pairs]
    rows = [(*left, *right) for left, right in zip(cells[::2], cells[1::2], strict=True)]
    return table(
        rows,
        (74, WIDTH / 2 - 74, 62, WIDTH / 2 - 62),
        ("TOPPADDING", (0, 0), (-1, -1), 0.4),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
        rules=False,
    )


def _assessed_on(summary: Summary) -> str:
    answered = summary.assessment.line("ctx.encounter_date").state == "answered"
    return f"{'' if answered else 'Not answered, taken as '}{said_date(summary.assessed_on)}"


def _notes(summary: Summary) -> Iterator[Flowable]:
    """Why parts of the report are missing."""
    if note := _SCOPES.get(summary.assessment.scope):
        yield paragraph(BODY, "{}", note)
    if summary.by_proxy:
        yield paragraph(BODY, "<b>{}</b>", _PROXY)
