"""Whose form it is: lines to write on, or what is on record; in the order and words of the screen."""

from __future__ import annotations

from typing import Any

from reportlab.platypus import Flowable

from intake.clinical.answers import Answers, NotAnswered
from intake.clinical.questions.context import pt

from .paper_answer import is_ticked
from .paper_ticks import Tick, laid_out
from .parts import WritingLine, paragraph, table
from .styles import QUIET, TICK_LINE, WIDTH, WRITTEN
from .summary import Person, said_date

SEX: dict[Any, str] = {
    **pt.sex.labels,
    NotAnswered.UNKNOWN: "Not known",
    NotAnswered.DECLINED: "Chose not to answer",
}

_LABEL = 92.0


def person_block(person: Person | None, answers: Answers) -> Flowable:
    born = said_date(person.date_of_birth) if person and person.date_of_birth else ""
    on_record = {
        "Record number": person.record_number if person else "",
        "Family name": person.family_name if person else "",
        "Given names": person.given_name if person else "",
        "Date of birth": born,
    }
    sex = [Tick(label, ticked=is_ticked(answers[pt.sex], value)) for value, label in SEX.items()]
    rows: list[list[Flowable]] = [[_label(label), _line(said)] for label, said in on_record.items()]
    rows.append([_label("Sex recorded at birth"), laid_out(sex, WIDTH - _LABEL)])
    return table(rows, (_LABEL, WIDTH - _LABEL), ("VALIGN", (0, 0), (-1, -1), "BOTTOM"), rules=False)


def _label(text: str) -> Flowable:
    return paragraph(TICK_LINE, "{}", text)


def _line(said: str) -> Flowable:
    return paragraph(WRITTEN, "{}", said) if said.strip() else WritingLine(18, QUIET)
