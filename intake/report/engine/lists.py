"""Lists, and the checklist of steps with its boxes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from .blocks import Block, Paragraph, Stack
from .setting import Set, set_text, stroke, text_width
from .shapes import hairline
from .sheet import Sheet
from .styles import INK, QUIET, Style, beginning_after
from .tagging import NO_NUMBERS
from .words import NOTHING, Words, put

CHOICES = {"accepted": "A", "not_needed": "N", "done": "D"}
"""The boxes of a step, in their order, with the letter in each."""
LEGEND = "Boxes: A accept, N not needed, D done"
_SAID = {"accepted": "Accepted", "not_needed": "Not needed", "done": "Done"}


def listed(texts: Iterable[Words], style: Style) -> Block:
    """A list without marks."""
    items = [Stack([Paragraph(text, style, "LBody")], "LI") for text in texts]
    return Stack(items, "L", NO_NUMBERS)


@dataclass
class Step(Block):
    """One line of a checklist: three boxes, of which one may be crossed, and the text.

    Args:
        note: room for words at the right, in points.
        lead: names the list, before the boxes of its first line.
    """

    words: Words
    style: Style
    choice: str = ""
    note: float = 0
    before: float = 0
    after: float = 1.6
    lead: Words = NOTHING
    _kept: tuple[float, Set] | None = None

    def at(self, scale: float) -> Block:
        return replace(self, style=self.style.at(scale), after=self.after * scale, _kept=None)

    @property
    def _box(self) -> float:
        return round(self.style.size * 0.92, 2)

    @property
    def _led(self) -> float:
        return text_width(self.lead, self.style) + 4 if self.lead else 0

    def _set(self, width: float) -> Set:
        """Its first line stands beside the boxes, the others below them."""
        if self._kept is None or self._kept[0] != width:
            room = round(self._led + len(CHOICES) * (self._box + 1.6) + 2, 1)
            style = beginning_after(room, self.style, self.style.colour)
            self._kept = (width, set_text(self.words, style, width - self.note))
        return self._kept[1]

    def height(self, width: float) -> float:
        return self._set(width).height

    def draw(self, sheet: Sheet, x: float, top: float, width: float) -> None:
        bottom = top - (self.style.leading + self._box) / 2
        if self.lead:
            with sheet.tag("Caption"):
                sheet.show(set_text(self.lead, self.style, width), x, top)
        with sheet.inside("LI"):
            with sheet.artifact():
                sheet.draw(f"q 1 0 0 1 {x + self._led:.2f} {bottom:.2f} cm {_boxes(self._box)} Q")
                if self.note:
                    foot = top - self.style.leading + 1
                    hairline(sheet, x + width - self.note + 8, foot, self.note - 8, QUIET, 0.4)
            if self.choice:
                self._draw_cross(sheet, x + self._led, bottom)
            with sheet.tag("LBody"):
                sheet.show(self._set(width), x, top)

    def _draw_cross(self, sheet: Sheet, x: float, bottom: float) -> None:
        """A letter, so that it is also read aloud and copied."""
        box = self._box
        left = x + list(CHOICES).index(self.choice) * (box + 1.6)
        with sheet.tag("Lbl", sheet.actual_text(_SAID[self.choice])):
            sheet.write(left + box / 2, bottom - box * 0.06, "×", box * 1.65, bold=True, align="center")


@lru_cache(maxsize=64)
def _boxes(box: float) -> str:
    """Drawn with the lower left corner of the first at 0, 0."""
    drawn = [f"{stroke(INK)} 0.5 w"]
    letters = Style(round(box * 0.72, 2), box, colour=QUIET)
    for place, letter in enumerate(CHOICES.values()):
        left, words = place * (box + 1.6), put("{}", letter)
        drawn.append(f"{left:.2f} 0 {box:.2f} {box:.2f} re S")
        middle = left + (box - text_width(words, letters)) / 2
        drawn.append(set_text(words, letters, box).operators(middle, box * 0.24 + letters.drop))
    return " ".join(drawn)


def checklist(steps: Sequence[Step], before: float = 0) -> Block:
    made = Stack(steps, "L", NO_NUMBERS)
    made.before = before
    return made
