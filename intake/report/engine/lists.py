"""Lists, and the checklist of steps with its boxes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .blocks import Block, Paragraph, Stack
from .setting import Set, set_text, stroke
from .sheet import Sheet
from .styles import INK, Style
from .tagging import NO_NUMBERS
from .words import Words

BOX = 9.0
_BESIDE = 6.0


def listed(texts: Iterable[Words], style: Style) -> Block:
    """A list without marks."""
    items = [Stack([Paragraph(text, style, "LBody")], "LI") for text in texts]
    return Stack(items, "L", NO_NUMBERS)


@dataclass
class Step(Block):
    """One line of a checklist: a box to tick, and the text beside it."""

    words: Words
    style: Style
    before: float = 0
    after: float = 3

    def _set(self, width: float) -> Set:
        return set_text(self.words, self.style, width - BOX - _BESIDE)

    def height(self, width: float) -> float:
        return self._set(width).height

    def draw(self, sheet: Sheet, x: float, top: float, width: float) -> None:
        bottom = top - (self.style.leading + BOX) / 2
        with sheet.inside("LI"):
            with sheet.artifact():
                sheet.draw(f"{stroke(INK)} 0.7 w {x:.2f} {bottom:.2f} {BOX:g} {BOX:g} re S")
            with sheet.tag("LBody"):
                sheet.show(self._set(width), x + BOX + _BESIDE, top)


def checklist(steps: Sequence[Step]) -> Block:
    return Stack(steps, "L", NO_NUMBERS)
