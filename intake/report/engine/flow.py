"""Blocks poured into frames, page after page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .blocks import Block, draw_stacked, taken
from .sheet import Sheet


@dataclass(frozen=True)
class Frame:
    """Where text stands on a page. ``new_page``: the page is begun for it."""

    x: float
    top: float
    width: float
    height: float
    new_page: bool = False


def pour(sheet: Sheet, blocks: Sequence[Block], frames: Iterator[Frame]) -> None:
    """Draw the blocks, going from one frame to the next where one is full.

    A block that is higher than any frame and cannot be parted runs over the foot of its frame.
    """
    rest = list(blocks)
    for frame in frames:
        if frame.new_page:
            sheet.next_page()
        head, rest = taken(rest, frame.width, frame.height)
        if not head:
            head, rest = rest[:1], rest[1:]
        draw_stacked(head, sheet, frame.x, frame.top, frame.width)
        if not rest:
            return


def after(first: Frame, others: Iterator[Frame]) -> Iterator[Frame]:
    yield first
    yield from others
