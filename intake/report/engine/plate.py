"""A small picture as data: operators first, then words. The same picture is the same operators, whatever the thread."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from reportlab.lib.colors import Color

from .faces import BOLD, REGULAR
from .setting import Used, fill, set_text
from .sheet import Sheet
from .styles import INK, plain
from .words import put

LEAST = 9
"""The smallest type, in points."""
WHITE = Color(1, 1, 1)


@dataclass(frozen=True)
class Label:
    """One line of text at a baseline; points, from the lower left corner of the picture."""

    x: float
    y: float
    text: str
    size: float
    bold: bool = False
    colour: Color = INK
    align: str = "left"

    @property
    def width(self) -> float:
        return text_width(self.text, self.size, bold=self.bold)

    @property
    def left(self) -> float:
        return self.x - self.width * {"left": 0, "center": 0.5, "right": 1}[self.align]

    @property
    def right(self) -> float:
        return self.left + self.width


@dataclass(frozen=True)
class Plate:
    """Draws itself with its lower left corner at a point of the page."""

    operators: str
    labels: tuple[Label, ...]

    def __call__(self, sheet: Sheet, x: float, y: float) -> None:
        drawn, used = self._drawn
        sheet.draw(f"q 1 0 0 1 {x:.2f} {y:.2f} cm {drawn} Q")
        if used:
            sheet.embed(used)

    @cached_property
    def _drawn(self) -> tuple[str, frozenset[Used]]:
        """Made once, at no place of a page, so that pages and threads can share it."""
        parts, used = [f"q {self.operators} Q"] if self.operators else [], set[Used]()
        for label in self.labels:
            style = plain(label.size, label.bold, label.colour)
            text = set_text(put("{}", label.text), style, _NO_LIMIT)
            # The space keeps the words of two labels apart where the text is read without its places.
            space = (BOLD if label.bold else REGULAR).code[" "]
            parts.append(f"BT {number(label.left)} {number(label.y)} Td {text.body} ({space}) Tj ET")
            used |= text.used
        return " ".join(parts), frozenset(used)


_NO_LIMIT = 1e6


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """In points."""
    return (BOLD if bold else REGULAR).width(text) * size / 1000


def wrapped(text: str, size: float, room: float) -> Iterator[str]:
    """Lines no wider than the room, save where a single word is."""
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if line and text_width(longer, size) > room:
            yield line
            line = word
        else:
            line = longer
    if line:
        yield line


# Operators ------------------------------------------------------------------------------------------------------------


def number(value: float) -> str:
    """As short as it can be said, to a hundredth of a point."""
    return f"{value:.2f}".rstrip("0").rstrip(".") if round(value, 2) else "0"


def numbers(*values: float) -> str:
    return " ".join(map(number, values))


def stroke(colour: Color, width: float) -> str:
    return f"{fill(colour).upper()} {number(width)} w"


def box(x: float, y: float, width: float, height: float) -> str:
    return f"{numbers(x, y, width, height)} re"


def line(points: Sequence[tuple[float, float]]) -> str:
    """A path through the points, neither closed nor painted."""
    return " ".join(f"{numbers(x, y)} {'l' if place else 'm'}" for place, (x, y) in enumerate(points))


def disc(x: float, y: float, radius: float) -> str:
    """A circle of four curves, not painted."""
    r, k = radius, radius * 0.5523
    curves = ((r, k, k, r, 0, r), (-k, r, -r, k, -r, 0), (-r, -k, -k, -r, 0, -r), (k, -r, r, -k, r, 0))
    drawn = (f"{numbers(x + a, y + b, x + c, y + d, x + e, y + f)} c" for a, b, c, d, e, f in curves)
    return " ".join((f"{numbers(x + r, y)} m", *drawn))


def mixed(colour: Color, share: float) -> Color:
    """So much of the colour, the rest white."""
    return Color(*(1 - share * (1 - part) for part in colour.rgb()))


def together(parts: Iterable[str]) -> str:
    return " ".join(filter(None, parts))
