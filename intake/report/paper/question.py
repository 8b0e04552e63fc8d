"""Questions on the form: the number and words of each, and room for its answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, groupby

from intake.clinical.language.answers import Answer, NotAnswered
from intake.clinical.language.kinds import Choices, Item, Question, Sites, Text, YesNo
from intake.clinical.rules.questions import SCORES
from intake.report.engine.blocks import Block, Paragraph, Stack
from intake.report.engine.shapes import Lines, Space
from intake.report.engine.styles import QUIET
from intake.report.engine.words import put

from .answer import Places, Written, options, ticks, to_write
from .grid import Grid, Row
from .item import NUMBERED, Asking, Numbered
from .styles import HELP, HINT, WORDING, WRITTEN
from .ticks import Tick, Ticks, room_of

STATES = {NotAnswered.UNKNOWN: "Does not know", NotAnswered.DECLINED: "Declined"}
MANY = "Tick all that apply."
PRIVATE = "Private: for the person to fill in."

_YES_NO = (36.0, 33.0)
_STATES = tuple(room_of(Tick(label)) for label in STATES.values())
_LINE = 112.0
"""To write a number and its unit on."""


@dataclass(frozen=True)
class Asked:
    number: int
    question: Question
    answer: Answer


def questions(asked: list[Asked], *, say_private: bool) -> Iterator[Block]:
    """As lists, under a word on when they are asked; items that are answered in the same words as a grid."""
    before = ""
    gates = list(accumulate((one.question for one in asked), _gate, initial=""))[1:]
    for (gate, words), pairs in groupby(zip(gates, asked, strict=True), key=lambda pair: (pair[0], _words(pair[1]))):
        group = [one for _, one in pairs]
        if gate != before:
            hint = f"Only if {gate}:" if gate else "For everybody:"
            yield Paragraph(put("{}", hint), HINT, keeps=True)
        before = gate
        if len(group) > 1 and words:
            yield _grid(group)
        else:
            yield Stack([_one(one, say_private=say_private) for one in group], "L", NUMBERED)


def _gate(before: str, question: Question) -> str:
    """When the question is asked, in words. A gate that hangs on a score is not said: no score stands on the form."""
    said = "" if question.always_asked else question.asked_when().say()
    return before if any(score.name in said for score in SCORES) else said


def _words(asked: Asked) -> tuple[str, ...]:
    return asked.question.labels if isinstance(asked.question, Item) else ()


def _grid(group: list[Asked]) -> Block:
    answers = [*options(group[0].question), *((label, state) for state, label in STATES.items())]
    return Grid([Row(asked.number, asked.question.wording, asked.answer) for asked in group], answers)


def _one(asked: Asked, *, say_private: bool) -> Block:
    question, answer = asked.question, asked.answer
    many = isinstance(question, Choices) and "Tick all" not in question.help
    words = put("<b>{}</b>  <q>{}</q>", question.wording, MANY) if many else put("<b>{}</b>", question.wording)
    said: list[Block] = [Paragraph(words, WORDING, keeps=True)]
    if more := _more(question, say_private=say_private):
        said.append(Paragraph(put("{}", more), HELP, keeps=True))
    if isinstance(question, Text):
        return Numbered(asked.number, [*said, _text(answer)])
    states = [Tick(label, answer is state, quiet=True) for state, label in STATES.items()]
    if isinstance(question, YesNo):
        beside = Ticks([*ticks(question, answer), *states], _YES_NO + _STATES)
        return Numbered(asked.number, [Asking(said, beside)])
    beside = Ticks(states, _STATES)
    if isinstance(question, Sites):
        return Numbered(asked.number, [Asking(said, beside, below=Places(question, answer))])
    if boxes := ticks(question, answer):
        return Numbered(asked.number, [Asking(said, beside, below=Ticks(boxes))])
    return Numbered(asked.number, [Asking(said, beside, written=Written(question, answer), line=_LINE)])


def _more(question: Question, *, say_private: bool) -> str:
    private = PRIVATE if say_private and question.private else ""
    line = to_write(question) if not options(question) and not isinstance(question, Text) else ""
    return " ".join(filter(None, (private, question.help, line)))


def _text(answer: Answer) -> Block:
    """What was written flows over pages, as long as it may be."""
    return Paragraph(put("{}", answer), WRITTEN) if isinstance(answer, str) else Stack([Lines(2, 20, QUIET), Space(4)])
