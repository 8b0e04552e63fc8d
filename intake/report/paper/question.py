"""Questions on the form: the number and words of each, and room for its answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, groupby

from intake.clinical.language.answers import Answer, NotAnswered
from intake.clinical.language.kinds import Control, Offered, Question
from intake.clinical.rules.questions import SCORES
from intake.report.engine.blocks import Block, Paragraph, Stack
from intake.report.engine.shapes import Lines, Space
from intake.report.engine.styles import QUIET
from intake.report.engine.words import put

from .answer import HOW_TO_WRITE, Places, Written, ticks
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
    in_private: str = ""
    """What stands in the place of an answer that is not printed."""


def questions(asked: list[Asked], *, say_private: bool) -> Iterator[Block]:
    """As lists, under a word on when they are asked; three or more items with the same printed answers as a grid."""
    before = ""
    gates = list(accumulate((one.question for one in asked), _gate, initial=""))[1:]
    for (gate, printed), pairs in groupby(
        zip(gates, asked, strict=True), key=lambda pair: (pair[0], _printed(pair[1].question))
    ):
        group = [one for _, one in pairs]
        if gate != before:
            hint = f"Only if {gate}:" if gate else "For everybody:"
            yield Paragraph(put("{}", hint), HINT, keeps=True)
        before = gate
        if len(group) > 2 and printed:  # a table of two would have more heads than answers, and be hard to listen to
            answers: list[tuple[str, Answer]] = [(label, answer) for answer, label in printed]
            answers += [(label, state) for state, label in STATES.items()]
            yield Grid([Row(one.number, _wording(one), one.answer) for one in group], answers)
        else:
            yield Stack([_one(one, say_private=say_private) for one in group], "L", NUMBERED)


def _wording(asked: Asked) -> str:
    return f"{asked.question.wording} ({asked.in_private})" if asked.in_private else asked.question.wording


def _gate(before: str, question: Question) -> str:
    """When the question is asked, in words. A gate that hangs on a score is not said: no score stands on the form."""
    gate = "" if question.always_asked else question.asked_when().say()
    return before if any(score.name in gate for score in SCORES) else gate


def _printed(question: Question) -> tuple[Offered, ...]:
    """The printed answers of an instrument."""
    return question.choices_offered if question.control is Control.WORDS else ()


def _one(asked: Asked, *, say_private: bool) -> Block:
    question, answer = asked.question, asked.answer
    many = question.several and "Tick all" not in question.help
    words = put("<b>{}</b>  <q>{}</q>", question.wording, MANY) if many else put("<b>{}</b>", question.wording)
    asking: list[Block] = [Paragraph(words, WORDING, keeps=True)]
    private = f"{asked.in_private}." if asked.in_private else PRIVATE if say_private and question.private else ""
    if more := " ".join(filter(None, (private, question.help, HOW_TO_WRITE.get(question.control)))):
        asking.append(Paragraph(put("{}", more), HELP, keeps=True))
    states = [Tick(label, answer is state, quiet=True) for state, label in STATES.items()]
    beside = Ticks(states, _STATES)
    match question.control:
        case Control.TEXT:
            # What was written flows over pages, as long as it may be: it is no part of a block that stays whole.
            written = Paragraph(put("{}", answer), WRITTEN) if isinstance(answer, str) else None
            return Numbered(asked.number, [*asking, written or Stack([Lines(2, 20, QUIET), Space(4)])])
        case Control.YES_NO:
            room = Asking(asking, Ticks([*ticks(question, answer), *states], _YES_NO + _STATES))
        case Control.PLACES:
            room = Asking(asking, beside, below=Places(question, answer))
        case _ if question.choices_offered:
            room = Asking(asking, beside, below=Ticks(ticks(question, answer)))
        case _:
            room = Asking(asking, beside, written=Written(question, answer), line=_LINE)
    return Numbered(asked.number, [room])
