"""Questions on the form: the number and words of each, and room for its answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, groupby

from reportlab.platypus import Flowable

from intake.clinical.answers import Answer, NotAnswered
from intake.clinical.questions import SCORES
from intake.clinical.questions.kinds import Choices, Item, Question, Text, YesNo

from .paper_answer import is_ticked, options, room_for
from .paper_ticks import Tick, width_of
from .parts import TickBox, WritingLine, paragraph, table
from .styles import GRID_HEAD, HAIRLINE, QUIET, QUIET_SMALL, TIGHT, WIDTH, WRITTEN

STATES = {NotAnswered.UNKNOWN: "Does not know", NotAnswered.DECLINED: "Declined"}
MANY = "Tick all that apply."
PRIVATE = "Private: for the person to fill in."

_NUMBER = 24.0
_YES_NO = (32.0, 32.0)
_STATES = tuple(width_of(label, quiet=True) for label in STATES.values())
_GRID_ANSWER, _GRID_STATE = 48.0, 44.0
_LINE_BELOW = ("LINEBELOW", (0, -1), (-1, -1), 0.4, HAIRLINE)


@dataclass(frozen=True)
class Asked:
    number: int
    question: Question
    answer: Answer


def questions(asked: list[Asked], *, say_private: bool) -> Iterator[list[Flowable]]:
    """What stays together: a question, or the items of a questionnaire that are answered in the same words."""
    before = ""
    gates = list(accumulate((one.question for one in asked), _gate, initial=""))[1:]
    for (gate, words), pairs in groupby(zip(gates, asked, strict=True), key=lambda pair: (pair[0], _words(pair[1]))):
        group = [one for _, one in pairs]
        grid = len(group) > 1 and words
        blocks = [[_grid(group, words)]] if grid else [_one(one, say_private=say_private) for one in group]
        if gate != before:
            hint = f"Only if {gate}" if gate else "For everybody"
            blocks[0].insert(0, paragraph(QUIET_SMALL, "<i>{}:</i>", hint))
        before = gate
        yield from blocks


def _gate(before: str, question: Question) -> str:
    """When the question is asked, in words. A gate that hangs on a score is not said: no score stands on the form."""
    said = "" if question.always_asked else question.asked_when().say()
    return before if any(score.name in said for score in SCORES) else said


def _words(asked: Asked) -> tuple[str, ...]:
    return asked.question.labels if isinstance(asked.question, Item) else ()


def _grid(group: list[Asked], words: tuple[str, ...]) -> Flowable:
    heads = [paragraph(GRID_HEAD, "{}", word) for word in (*words, *STATES.values())]
    rows: list[list[Flowable | str]] = [["", "", *heads]]
    for asked in group:
        answers = (*range(len(words)), *STATES)
        boxes = [TickBox(ticked=is_ticked(asked.answer, answer)) for answer in answers]
        rows.append([_number(asked), paragraph(TIGHT, "{}", asked.question.wording), *boxes])
    narrow = (_GRID_ANSWER,) * len(words) + (_GRID_STATE,) * len(STATES)
    middle = (("VALIGN", (2, 1), (-1, -1), "MIDDLE"), ("VALIGN", (0, 0), (-1, 0), "BOTTOM"))
    even = (("ALIGN", (2, 0), (-1, -1), "CENTER"), ("RIGHTPADDING", (2, 0), (-1, -1), 0))
    widths = (_NUMBER, WIDTH - _NUMBER - sum(narrow), *narrow)
    room = (("TOPPADDING", (0, 1), (-1, -1), 3), ("BOTTOMPADDING", (0, 1), (-1, -1), 4.5))
    return table(rows, widths, *middle, *even, *room, head_rows=1)


def _one(asked: Asked, *, say_private: bool) -> list[Flowable]:
    question = asked.question
    words: list[Flowable] = [paragraph(TIGHT, "<b>{}</b>", question.wording)]
    if more := _more(question, say_private=say_private):
        words.append(paragraph(QUIET_SMALL, "{}", more))
    if isinstance(question, Text):
        return [table([[_number(asked), words]], (_NUMBER, WIDTH - _NUMBER), rules=False), *_text(asked.answer)]
    states = [Tick(label, ticked=asked.answer is state, quiet=True) for state, label in STATES.items()]
    if isinstance(question, YesNo):
        ticks = [Tick(label, ticked=is_ticked(asked.answer, value)) for label, value in options(question)]
        widths = (_NUMBER, WIDTH - _NUMBER - sum(_YES_NO) - sum(_STATES), *_YES_NO, *_STATES)
        return [table([[_number(asked), words, *ticks, *states]], widths)]
    widths = (_NUMBER, WIDTH - _NUMBER - sum(_STATES), *_STATES)
    answer = room_for(question, asked.answer, WIDTH - _NUMBER)
    rows = [[_number(asked), words, *states], ["", answer, "", ""]]
    return [table(rows, widths, ("SPAN", (1, 1), (-1, 1)), _LINE_BELOW, rules=False)]


def _more(question: Question, *, say_private: bool) -> str:
    private = PRIVATE if say_private and question.private else ""
    many = MANY if isinstance(question, Choices) and "Tick all" not in question.help else ""
    return " ".join(filter(None, (private, question.help, many)))


def _text(answer: Answer) -> list[Flowable]:
    """What was written flows over pages, as long as it may be."""
    if isinstance(answer, str):
        return [paragraph(WRITTEN.clone("indented", leftIndent=_NUMBER, spaceAfter=6), "{}", answer)]
    lines = [["", WritingLine(16, QUIET)] for _ in range(2)]
    return [table(lines, (_NUMBER, WIDTH - _NUMBER), rules=False)]


def _number(asked: Asked) -> Flowable:
    return paragraph(TIGHT, "<b>{}</b>", asked.number)
