"""The other parts of a letter: the case, what is taken, had, examined and tried, and what the person needs."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from intake.clinical.language.kinds import inside_sentence
from intake.clinical.rules.questions import QUESTIONS
from intake.clinical.rules.questions.context import ctx, pt
from intake.clinical.rules.questions.history import TRIED
from intake.clinical.rules.questions.mood import mh, soc
from intake.clinical.telling.notices import DRAFT
from intake.clinical.telling.one_line import one_line
from intake.clinical.working.case import Case
from intake.clinical.working.findings import Assessment
from intake.clinical.working.lines import Lines

from .answers import answer_line, is_settled, is_telling, lines_of
from .shape import LetterLine
from .told_in_private import is_examined, is_open_to_all

NOT_EXAMINED = "Nothing was examined, or it was not entered."
NOT_RECORDED = "not recorded"
BY_CLASS = "By class: "

_HISTORY = tuple(
    question.id for question in QUESTIONS.values() if question.id.startswith("hx.") and question not in TRIED
)
_AROUND = tuple(
    question.id
    for question in (pt.pregnancy, soc.support, soc.strain, mh.bereaved_2mo, mh.substance_change, mh.new_med_mood)
)
"""Told in private, and never sent unless a clinician ticks it."""


@dataclass(frozen=True)
class Details:
    """What the record says of how a service can reach and speak with the person. What is empty is not recorded."""

    language: str = ""
    interpreter: bool | None = None
    contact: str = ""
    """How they may be reached: ``phone, letter``."""
    safe_contact: str = ""
    """How to contact them safely, as they asked."""


def case_lines(assessment: Assessment, case: Case) -> Iterator[LetterLine]:
    """The one line without what was told in private, what the person came with, and who answered."""
    line = one_line(Lines(case), assessment.scores, is_open_to_all)
    yield LetterLine("case.one_line", line)
    said = assessment.own_words
    if said.complaint:
        yield LetterLine("case.own_words", f"{said.said_by[:1].upper()}{said.said_by[1:]}: “{said.complaint}”")
    if said.hopes:
        yield LetterLine("case.hopes", f"Hopes for help with: “{said.hopes}”")
    for notice in assessment.notices:
        if notice.kind != DRAFT:
            yield LetterLine(f"case.notice.{notice.kind}", notice.title)


def medicine_lines(assessment: Assessment) -> Iterator[LetterLine]:
    found = assessment.medicines
    if found.names:
        yield LetterLine("medicines.names", found.names)
    yield LetterLine("medicines.classes", f"{BY_CLASS}{found.classes}")
    yield LetterLine("medicines.list", found.list_text)


def allergy_lines(assessment: Assessment) -> Iterator[LetterLine]:
    yield LetterLine("allergies.told", assessment.medicines.allergies)


def history_lines(assessment: Assessment, told: Collection[str]) -> Iterator[LetterLine]:
    """What the person has or had; what they were not asked of it is not told as a "no"."""
    asked = {*_HISTORY, *_AROUND} - {*told}
    for line in assessment.lines:
        if line.question in asked and is_telling(line):
            yield answer_line("history", line)
    if all(line.state == "blank" for line in assessment.lines if line.question in _HISTORY):
        yield LetterLine("history.blank", "Not answered")


def examination_lines(assessment: Assessment, told: Collection[str]) -> Iterator[LetterLine]:
    """What was found, also where it is as usual: a service asks for it."""
    examined = [line for line in assessment.lines if is_examined(line.question) and is_settled(line)]
    for line in examined:
        if line.question not in told:
            yield answer_line("examination", line)
    if examined and assessment.news2:
        news2 = assessment.news2
        yield LetterLine("examination.news2", " ".join((f"{news2.text}.", *news2.cautions)))
    if not examined:
        yield LetterLine("examination.none", NOT_EXAMINED)


def tried_lines(assessment: Assessment) -> Iterator[LetterLine]:
    for line in lines_of(assessment, *TRIED):
        yield answer_line("tried", line)


def access_lines(details: Details, assessment: Assessment) -> Iterator[LetterLine]:
    """What the record says, else what was answered at the assessment."""
    language = details.language or "".join(line.given or "" for line in lines_of(assessment, ctx.language))
    yield LetterLine("access.language", f"Language: {language or NOT_RECORDED}")
    yield LetterLine("access.interpreter", _interpreter(details, assessment))
    if details.contact:
        yield LetterLine("access.contact", f"Can be reached by: {details.contact}")
    if details.safe_contact:
        text = f"How to contact safely: {details.safe_contact}"
        yield LetterLine("access.safe_contact", text, sent=False, private=True)


def _interpreter(details: Details, assessment: Assessment) -> str:
    if details.interpreter is not None:
        return "Interpreter needed" if details.interpreter else "No interpreter needed"
    for line in lines_of(assessment, ctx.interpreter):
        if line.state == "answered":
            return f"Interpreter at the assessment: {inside_sentence(line.said)}"
    return f"Interpreter: {NOT_RECORDED}"
