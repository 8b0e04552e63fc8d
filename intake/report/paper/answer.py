"""Room for the answer to a question, by its kind: boxes with the screen's words, or a line to write on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from intake.clinical.language.answers import Answer, NotAnswered
from intake.clinical.language.kinds import Control, Question
from intake.report.engine.blocks import Block
from intake.report.engine.setting import set_text, text_width
from intake.report.engine.shapes import hairline
from intake.report.engine.sheet import Sheet
from intake.report.engine.styles import QUIET
from intake.report.engine.tagging import NO_NUMBERS
from intake.report.engine.words import put

from .styles import ANSWER, WRITTEN
from .ticks import Tick, Ticks

HOW_TO_WRITE = {
    Control.DATE: "day, month, year",
    Control.DURATION: "such as “3 weeks”, “2 years” or “since March”",
}
"""How a line may be filled in, where a unit does not say it."""
_ROOM = 19.0
"""For a line of handwriting."""


def is_ticked(answer: Answer, value: Answer) -> bool:
    return value in answer if isinstance(answer, tuple) else answer == value


def ticks(question: Question, answer: Answer) -> list[Tick]:
    return [Tick(label, is_ticked(answer, value)) for value, label in question.choices_offered]


@dataclass
class Written(Block):
    """A line to write on and what it is measured in; or what was answered."""

    question: Question
    answer: Answer

    @property
    def _answer_text(self) -> str:
        return "" if isinstance(self.answer, NotAnswered) else self.question.say_at_desk(self.answer)

    def height(self, width: float) -> float:
        text = self._answer_text
        return set_text(put("{}", text), WRITTEN, width).height if text else _ROOM

    def draw(self, sheet: Sheet, x: float, top: float, width: float) -> None:
        if text := self._answer_text:
            with sheet.tag("P"):
                sheet.show(set_text(put("{}", text), WRITTEN, width), x, top)
            return
        # A duration is written with the unit that the person chooses.
        unit = put("{}", "" if self.question.control is Control.DURATION else self.question.unit)
        end = text_width(unit, ANSWER) + 4 if unit else 0
        with sheet.artifact():
            hairline(sheet, x, top - _ROOM + 4, width - end, QUIET)
        if unit:
            with sheet.tag("P"):
                sheet.show(set_text(unit, ANSWER, width), x + width - end + 4, top - _ROOM + 4 + ANSWER.drop)


@dataclass
class Places(Block):
    """Items of a list: places from the back down to the toes, in two halves, each with its left and its right."""

    question: Question
    answer: Answer
    name: float = 143.0
    """Room for the name of a place, in points."""
    side: float = 41.0

    @property
    def _half(self) -> int:
        return (len(self.question.body_regions) + 1) // 2

    @property
    def _each(self) -> float:
        return ANSWER.leading + 1.6

    def height(self, width: float) -> float:
        return self._half * self._each

    def draw(self, sheet: Sheet, x: float, top: float, width: float) -> None:
        half = width / 2
        with sheet.artifact():
            for column, rows in enumerate((self._half, len(self.question.body_regions) - self._half)):
                for line in range(1, rows):
                    hairline(sheet, x + column * half, top - line * self._each, half - 8, thickness=0.4)
        for place, (region, name) in enumerate(self.question.body_regions.items()):
            column, row = divmod(place, self._half)
            with sheet.inside("LI"), sheet.inside("LBody"):
                left, upper = x + column * half, top - row * self._each - 0.8
                with sheet.tag("P"):
                    sheet.show(set_text(put("{}", name), ANSWER, self.name), left, upper)
                sides = self._sides(region)
                with sheet.inside("L", NO_NUMBERS):
                    Ticks(sides, (2 * self.side / len(sides),) * len(sides)).draw(sheet, left + self.name, upper, width)

    def _sides(self, region: str) -> Sequence[Tick]:
        if region in (answer for answer, _ in self.question.choices_offered):
            return [Tick("Middle", is_ticked(self.answer, region))]
        left, right = (is_ticked(self.answer, f"{region}_{side}") for side in "LR")
        return [Tick("Left", left), Tick("Right", right)]
