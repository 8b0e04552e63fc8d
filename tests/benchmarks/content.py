"""The summary's blocks as plain data, for engines that lay it out by themselves: what is said, in which style.

Pictures are taken from the finished document, as shapes and labels.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from reportlab.lib.colors import Color

from intake.report.engine import blocks as b
from intake.report.engine import shapes
from intake.report.engine.headings import Heading, Section
from intake.report.engine.lists import BOX, Step
from intake.report.engine.page import Mark, first_frame, later_frames
from intake.report.engine.styles import A4_SHEET, COLUMN, GUTTER, HEADING, INK, LABEL, Style
from intake.report.engine.tables import Table
from intake.report.engine.words import Words, put

from .drawn import Drawn
from .pictures import pictures

Node = dict[str, Any]


class Content:
    """What the walk over the blocks gathers on its way."""

    def __init__(self, document: Drawn) -> None:
        self.styles: list[Node] = []
        self._numbers: dict[Style, int] = {}
        self._pictures = pictures(document)

    def nodes(self, blocks: Iterable[b.Block]) -> list[Node]:
        return [{"before": block.before, "after": block.after, **self._node(block)} for block in blocks]

    def _node(self, block: b.Block) -> Node:
        match block:
            case b.Paragraph():
                text = self._text(block.words, block.style)
                look = {"keeps": block.keeps, "ruled": isinstance(block, Heading)}
                return {"kind": "text", "role": block.role, **look, **text}
            case Section():
                title = self._text(put("{}", block.title), HEADING)
                return {"kind": "section", "title": title, "keeps": block.keeps, "children": self.nodes(block.blocks)}
            case b.Stack(role="L"):
                items = [self.nodes(self._item(item)) for item in block.blocks]
                gaps = [b.gap(*pair) for pair in zip(block.blocks, block.blocks[1:], strict=False)]
                return {"kind": "list", "items": items, "gap": max(gaps, default=0)}
            case b.Stack():
                return {"kind": "stack", "children": self.nodes(block.blocks)}
            case Step():
                text = self._text(block.words, block.style)
                return {"kind": "step", "box": BOX, **text}
            case shapes.Barred():
                look = {"bar": _hex(block.bar), "tint": block.tint and _hex(block.tint)}
                inset = {"inset": block.inset, "pad": block.pad}
                return {"kind": "barred", **look, **inset, "children": self.nodes(block.blocks)}
            case shapes.Beside():
                columns = [{"width": width, "children": self.nodes(of)} for width, of in block.columns]
                return {"kind": "beside", "gutter": block.gutter, "columns": columns}
            case Table():
                return self._table(block)
            case shapes.Picture():
                return {"kind": "picture", "alt": block.alt, **next(self._pictures)}
            case shapes.Rule():
                return {"kind": "rule"}
            case shapes.Lines():
                return {"kind": "lines", "count": block.count, "each": block.each}
            case Mark():
                return {"kind": "mark", "text": block.text, "under": block.under}
            case _:
                raise TypeError(f"a block of a kind that is not known here: {type(block).__name__}")

    def _item(self, item: b.Block) -> Sequence[b.Block]:
        """What stands in an item of a list."""
        return item.blocks if isinstance(item, b.Stack) else [item]

    def _table(self, table: Table) -> Node:
        look = {"kind": "text", "role": "", "before": 0, "after": 0}
        rows = [[[look | self._text(*cell)] for cell in row] for row in table.rows]
        measures = {"widths": list(table.widths), "pad": table.pad, "apart": table.apart, "heads": table.heads}
        return {"kind": "table", "row_heads": table.row_heads, **measures, "rows": rows}

    def _text(self, words: Words, style: Style) -> Node:
        return {"style": self._number(style), "runs": _runs(words)}

    def _number(self, style: Style) -> int:
        if style not in self._numbers:
            self._numbers[style] = len(self.styles)
            measures = ("size", "leading", "drop", "hang", "shift", "bold", "letters")
            self.styles.append({"colour": _hex(style.colour), **{name: getattr(style, name) for name in measures}})
        return self._numbers[style]


def page() -> Node:
    """Sizes, in points, where text begins, and the columns of titles and of text."""
    first, later = first_frame(A4_SHEET), next(later_frames(A4_SHEET))
    return {
        "width": round(A4_SHEET.width, 3),
        "height": round(A4_SHEET.height, 3),
        "margin": round(A4_SHEET.margin, 3),
        "first_top": round(A4_SHEET.height - first.top, 3),
        "top": round(A4_SHEET.height - later.top, 3),
        "foot": round(first.top - first.height, 3),
        "label": round(LABEL, 3),
        "gutter": round(GUTTER, 3),
        "column": round(COLUMN, 3),
        "ink": _hex(INK),
    }


def _runs(words: Words) -> list[list[str]]:
    """Letters and how they look: ``b`` bold, ``q``, ``a`` or ``r`` a tone. Blanks in a row are one."""
    runs: list[list[str]] = []
    ends_blank = True
    for span in words:
        text = re.sub(" +", " ", span.text)
        if ends_blank:
            text = text.removeprefix(" ")
        if not text:
            continue
        ends_blank = text.endswith((" ", "\n"))
        look = f"{'b' if span.bold else ''}{span.tone}"
        if runs and runs[-1][1] == look:
            runs[-1][0] += text
        else:
            runs.append([text, look])
    return runs


def _hex(colour: Color) -> str:
    return f"#{colour.hexval()[2:]}"
