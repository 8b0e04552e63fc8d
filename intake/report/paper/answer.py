"""Room for the answer to a question, by its kind: boxes with the screen's words, or a line to write on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from intake.clinical.language.answers import Answer, NotAnswered
from intake.clinical.language.kinds import Choice, Choices, Decimal, Integer, Item, Question, Sites, YesNo
from intake.report.engine.blocks import Block
from intake.report.engine.setting import set_text, text_width
from intake.report.engine.shapes import hairline
from intake.report.engine.sheet import Sheet
from intake.report.engine.styles import QUIET
from intake.report.engine.tagging import NO_NUMBERS
from intake.report.engine.words import put

from .styles import ANSWER, WRITTEN
from .ticks import Tick, Ticks

DATE = "day, month, year"
DURATION = "such as “3 weeks”, “2 years” or “since March”"
_SCALE_TO = 10
_ROOM = 19.0
"""For a line of handwriting."""


def options(question: Question) -> list[tuple[str, Answer]]:
    """What can be ticked: the words, and the answer they stand for."""
    if isinstance(question, YesNo):
        return [("Yes", True), ("No", False)]
    if isinstance(question, Choice | Choices):
        return [(label, name) for name, label in question.labels.items()]
    if isinstance(question, Item) and question.labels:
        return [(label, value) for value, label in enumerate(question.labels)]
    if isinstance(question, Integer) and not question.unit and question.maximum <= _SCALE_TO:
        return [(str(value), value) for value in range(int(question.maximum) + 1)]
    return []


def is_ticked(answer: Answer, value: Answer) -> bool:
    return value in answer if isinstance(answer, tuple) else answer == value


def ticks(question: Question, answer: Answer) -> list[Tick]:
    return [Tick(label, is_ticked(answer, value)) for label, value in options(question)]


def unit(question: Question) -> str:
    """What a number is measured in; empty where the person may choose."""
    said = question.unit if isinstance(question, Integer | Decimal) else ""
    return "" if said == "days" else said


def to_write(question: Question) -> str:
    """How a line may be filled in, where a unit does not say it."""
    if isinstance(question, Integer | Decimal):
        return DURATION if question.unit == "days" else ""
    return DATE


@dataclass
class Written(Block):
    """A line to write on and what it is measured in; or what was answered."""

    question: Question
    answer: Answer

    def _said(self) -> str:
        return "" if isinstance(self.answer, NotAnswered) else self.question.say_at_desk(self.answer)

    def height(self, width: float) -> float:
        said = self._said()
        return set_text(put("{}", said), WRITTEN, width).height if said else _ROOM

    def draw(self, sheet: Sheet, x: float, top: float, width: float) -> None:
        if said := self._said():
            with sheet.tag("P"):
                sheet.show(set_text(put("{}", said), WRITTEN, width), x, top)
            return
        shown = put("{}", unit(self.question))
        end = text_width(shown, ANSWER) + 4 if shown else 0
        with sheet.artifact():
            hairline(sheet, x, top - _ROOM + 4, width - end, QUIET)
        if shown:
            with sheet.tag("P"):
                sheet.show(set_text(shown, ANSWER, width), x + width - end + 4, top - _ROOM + 4 + ANSWER.drop)


@dataclass
class Places(Block):
    """Items of a list: places from the back down to the toes, in two halves, each with its left and its right."""

    question: Sites
    answer: Answer
    name: float = 158.0
    """Room for the name of a place, in points."""
    side: float = 48.0

    @property
    def _half(self) -> int:
        return (len(self.question.regions) + 1) // 2

    @property
    def _each(self) -> float:
        return ANSWER.leading + 1.6

    def height(self, width: float) -> float:
        return self._half * self._each

    def draw(self, sheet: Sheet, x: float, top: float, width: float) -> None:
        half = width / 2
        with sheet.artifact():
            for column, rows in enumerate((self._half, len(self.question.regions) - self._half)):
                for line in range(1, rows):
                    hairline(sheet, x + column * half, top - line * self._each, half - 16, thickness=0.4)
        for place, (region, name) in enumerate(self.question.regions.items()):
            column, row = divmod(place, self._half)
            with sheet.inside("LI"), sheet.inside("LBody"):
                left, upper = x + column * half, top - row * self._each - 0.8
                with sheet.tag("P"):
                    sheet.show(set_text(put("{}", name), ANSWER, self.name), left, upper)
                sides = self._sides(region)
                with sheet.inside("L", NO_NUMBERS):
                    Ticks(sides, (self.side,) * len(sides)).draw(sheet, left + self.name, upper, width)

    def _sides(self, region: str) -> Sequence[Tick]:
        if region in self.question.labels:
            return [Tick("Middle", is_ticked(self.answer, region))]
        left, right = (is_ticked(self.answer, f"{region}_{side}") for side in "LR")
        return [Tick("Left", left), Tick("Right", right)]
