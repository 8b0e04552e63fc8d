"""Room for the answer to a question, by its kind: boxes with the screen's words, or a line to write on."""

from __future__ import annotations

from reportlab.platypus import Flowable

from intake.clinical.answers import Answer, NotAnswered
from intake.clinical.questions.kinds import Choice, Choices, Decimal, Integer, Item, Question, Sites, YesNo

from .paper_ticks import Tick, laid_out
from .parts import WritingLine, paragraph, table
from .styles import HAIRLINE, QUIET, TICK_LINE, WRITTEN

DATE = "day, month, year"
DURATION = "such as “3 weeks”, “2 years” or “since March”"
_SCALE_TO = 10


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


def room_for(question: Question, answer: Answer, width: float) -> Flowable:
    if isinstance(question, Sites):
        return _sites(question, answer, width)
    ticks = [Tick(label, ticked=is_ticked(answer, value)) for label, value in options(question)]
    return laid_out(ticks, width) if ticks else _written(question, answer)


def _written(question: Question, answer: Answer) -> Flowable:
    """A line to write on, and what it is measured in; or what was answered."""
    if not isinstance(answer, NotAnswered):
        return paragraph(WRITTEN, "{}", question.say_at_desk(answer))
    unit = question.unit if isinstance(question, Integer | Decimal) else DATE
    says = paragraph(TICK_LINE, "{}", DURATION if unit == "days" else unit)
    return table([[WritingLine(16, QUIET), says]], (110, 220), ("VALIGN", (0, 0), (-1, -1), "BOTTOM"), rules=False)


def _sites(question: Sites, answer: Answer, width: float) -> Flowable:
    """The places from the back down to the toes, in two halves, each place with its left and its right."""
    places = [_place(question, region, answer) for region in question.regions]
    half = (len(places) + 1) // 2
    blank: list[Flowable | str] = ["", "", ""]
    rows = [[*left, *right] for left, right in zip(places[:half], [*places[half:], blank], strict=False)]
    widths = (width / 2 - 100, 46, 54)
    close = (("TOPPADDING", (0, 0), (-1, -1), 1.4), ("BOTTOMPADDING", (0, 0), (-1, -1), 1.6))
    return table(rows, widths * 2, *close, ("LINEABOVE", (0, 1), (-1, -1), 0.4, HAIRLINE), rules=False)


def _place(question: Sites, region: str, answer: Answer) -> list[Flowable | str]:
    name = paragraph(TICK_LINE, "{}", question.regions[region])
    if region in question.labels:
        return [name, Tick("Middle", ticked=is_ticked(answer, region)), ""]
    left, right = (is_ticked(answer, f"{region}_{side}") for side in "LR")
    return [name, Tick("Left", ticked=left), Tick("Right", ticked=right)]
