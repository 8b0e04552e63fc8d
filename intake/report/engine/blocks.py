"""What pages are made of. A block knows its height at a width, draws itself there, and may be parted.

Blocks are made for one document: they keep their lines, and what was parted remembers its tag. All measures are points.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .setting import Set, set_text
from .sheet import Sheet
from .styles import Style
from .tagging import Element
from .words import Words


class Block:
    before: float = 0
    """Room above, left out at the top of a page."""
    after: float = 0
    keeps: bool = False
    """Stays with what follows."""

    def height(self, width: float) -> float:
        raise NotImplementedError

    def draw(self, sheet: Sheet, x: float, top: float, width: float) -> None:
        """Its upper left corner at (x, top)."""
        raise NotImplementedError

    def split(self, width: float, room: float) -> tuple[Block, Block] | None:
        """A part that has room, and the rest; None where it cannot be parted there."""
        return None


class Paragraph(Block):
    """Text with a tag of its own: P, H1, H2, H3, LBody, Caption ..."""

    def __init__(self, words: Words, style: Style, role: str = "P", *, keeps: bool = False) -> None:
        self.words = words
        self.style = style
        self.role = role
        self.before = style.before
        self.after = style.after
        self.keeps = keeps
        self._kept: tuple[float, Set] | None = None

    def _set(self, width: float) -> Set:
        """Asked again and again for one width while pages are made."""
        if self._kept is None or self._kept[0] != width:
            self._kept = (width, set_text(self.words, self.style, width))
        return self._kept[1]

    def height(self, width: float) -> float:
        return self._set(width).height

    def draw(self, sheet: Sheet, x: float, top: float, width: float) -> None:
        if self.role == "H1":
            sheet.bookmark(self.words.text, top)
        sheet.begin(sheet.element(self.role))
        sheet.show(self._set(width), x, top)
        sheet.end()

    def split(self, width: float, room: float) -> tuple[Block, Block] | None:
        return _parted(_Lines(self._set(width), self.role, []), width, room)


@dataclass
class _Lines(Block):
    """Some lines of a paragraph; its parts, wherever they stand, are one element."""

    text: Set
    role: str
    element: list[Element]
    """Empty until the first part is drawn."""
    before: float = 0
    after: float = 0

    def height(self, width: float) -> float:
        return self.text.height

    def draw(self, sheet: Sheet, x: float, top: float, width: float) -> None:
        if not self.element:
            self.element.append(sheet.element(self.role))
        sheet.begin(self.element[0])
        sheet.show(self.text, x, top)
        sheet.end()

    def split(self, width: float, room: float) -> tuple[Block, Block] | None:
        return _parted(self, width, room)


def _parted(lines: _Lines, width: float, room: float) -> tuple[Block, Block] | None:
    """At least two lines on each side: one alone reads badly."""
    count = lines.text.count
    fitting = min(int(room / lines.text.style.leading + 0.01), count - 2)
    if fitting < 2:
        return None
    head, tail = lines.text.cut(fitting)
    after = lines.text.style.after
    return _Lines(head, lines.role, lines.element), _Lines(tail, lines.role, lines.element, after=after)


class Stack(Block):
    """Blocks one below the other, as one that may be parted between and within them.

    Args:
        role: of an element around them all; none where it is empty.
        whole: never parted.
    """

    def __init__(self, blocks: Sequence[Block], role: str = "", attributes: str = "", *, whole: bool = False) -> None:
        self.blocks = blocks
        self.role = role
        self.attributes = attributes
        self.whole = whole
        self.before = blocks[0].before if blocks else 0
        self.after = blocks[-1].after if blocks else 0
        self.keeps = bool(blocks) and blocks[-1].keeps
        self._element: list[Element] | None = None
        """Of all parts of what was parted; empty until the first is drawn."""

    def height(self, width: float) -> float:
        return stacked_height(self.blocks, width)

    def draw(self, sheet: Sheet, x: float, top: float, width: float) -> None:
        if not self.role:
            draw_stacked(self.blocks, sheet, x, top, width)
            return
        element = self._element if self._element is not None else []
        if not element:
            element.append(sheet.element(self.role, self.attributes))
        with sheet.within(element[0]):
            draw_stacked(self.blocks, sheet, x, top, width)

    def split(self, width: float, room: float) -> tuple[Block, Block] | None:
        if self.whole:
            return None
        head, tail = taken(self.blocks, width, room)
        if not head or not tail:
            return None
        element = self._element if self._element is not None else []
        return self._part(head, element), self._part(tail, element)

    def _part(self, blocks: Sequence[Block], element: list[Element]) -> Stack:
        part = Stack(blocks, self.role, self.attributes)
        part._element = element
        return part


def gap(above: Block | None, below: Block) -> float:
    """The larger of the two rooms between neighbours; none above the first."""
    return max(above.after, below.before) if above is not None else 0


def stacked_height(blocks: Sequence[Block], width: float) -> float:
    height, above = 0.0, None
    for block in blocks:
        height += gap(above, block) + block.height(width)
        above = block
    return height


def draw_stacked(blocks: Sequence[Block], sheet: Sheet, x: float, top: float, width: float) -> None:
    above = None
    for block in blocks:
        top -= gap(above, block)
        block.draw(sheet, x, top, width)
        top -= block.height(width)
        above = block


def taken(blocks: Sequence[Block], width: float, room: float) -> tuple[list[Block], list[Block]]:
    """As many of the blocks as there is room for, the last one parted if it can be, and the rest."""
    used, above = 0.0, None
    for place, block in enumerate(blocks):
        start = used + gap(above, block)
        used = start + block.height(width)
        if used > room + 0.01:
            parted = block.split(width, room - start)
            head = [*blocks[:place], *([parted[0]] if parted else [])]
            if not parted:
                while head and head[-1].keeps:
                    head.pop()
            tail = [parted[1], *blocks[place + 1 :]] if parted else list(blocks[len(head) :])
            return head, tail
        above = block
    return list(blocks), []
