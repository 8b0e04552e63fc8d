"""Whose form it is: lines to write on, or what is on record; in the order and words of the screen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from intake.clinical.language.answers import Answers, NotAnswered
from intake.clinical.rules.questions.context import pt
from intake.report.engine.blocks import Block
from intake.report.engine.setting import set_text
from intake.report.engine.shapes import Beside, hairline
from intake.report.engine.sheet import Sheet
from intake.report.engine.styles import QUIET, WIDTH
from intake.report.engine.tagging import NO_NUMBERS
from intake.report.engine.words import put
from intake.report.summary import Person, date_text

from .answer import is_ticked
from .styles import ANSWER, WRITTEN
from .ticks import Tick, Ticks

SEX: dict[Any, str] = {
    **pt.sex.labels,
    NotAnswered.UNKNOWN: "Not known",
    NotAnswered.DECLINED: "Chose not to answer",
}

_GUTTER = 18.0
_HALF = (WIDTH - _GUTTER) / 2
_SEX = "Sex recorded at birth"


def person_block(person: Person | None, answers: Answers) -> Iterator[Block]:
    born = date_text(person.date_of_birth) if person and person.date_of_birth else ""
    born = born or (f"{person.birth_estimate} (estimated)" if person and person.birth_estimate else "")
    number = Entry("Record number", person.record_number if person else "")
    family = Entry("Family name", person.family_name if person else "")
    given = Entry("Given names", person.given_name if person else "")
    for entries in ([number], [family, given], [Entry("Date of birth", born)]):
        yield Beside([(_HALF, [entry]) for entry in entries], _GUTTER, after=1)
    yield Entry(_SEX, "", [Tick(label, is_ticked(answers[pt.sex], value)) for value, label in SEX.items()], 96.0)


@dataclass
class Entry(Block):
    """A label, and after it what is on record, a line to write on, or boxes."""

    label: str
    on_record: str
    ticks: list[Tick] | None = None
    room: float = 68.0
    """For the label, in points."""
    before: float = 3
    after: float = 3

    def height(self, width: float) -> float:
        if self.ticks:
            return Ticks(self.ticks).height(width - self.room)
        return set_text(put("{}", self.on_record), WRITTEN, width - self.room).height + 7

    def draw(self, sheet: Sheet, x: float, top: float, width: float) -> None:
        upper = top - (0 if self.ticks else 6)
        label = put("{}\u00a0", self.label)  # the blank keeps it apart from what is on record
        with sheet.tag("P"):
            sheet.show(set_text(label, ANSWER, 1e4), x, upper)
            if self.on_record.strip():
                sheet.show(set_text(put("{}", self.on_record), WRITTEN, width - self.room), x + self.room, upper)
        if self.ticks:
            with sheet.inside("L", NO_NUMBERS):
                Ticks(self.ticks).draw(sheet, x + self.room, top, width - self.room)
        elif not self.on_record.strip():
            with sheet.artifact():
                hairline(sheet, x + self.room, top - 17, width - self.room, QUIET)
