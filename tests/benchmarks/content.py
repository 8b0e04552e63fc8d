"""The summary's own blocks as plain data, for an engine that lays them out by itself: what is said, in which style."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any
from unittest.mock import patch

from reportlab.lib.colors import Color

from intake.report import story
from intake.report.engine import blocks as b
from intake.report.engine import shapes
from intake.report.engine.faces import REGULAR
from intake.report.engine.headings import Heading, Section
from intake.report.engine.lists import Step
from intake.report.engine.page import Mark
from intake.report.engine.styles import HEADING, Style
from intake.report.engine.tables import Table
from intake.report.engine.words import Words, put

from .pictures import picture
from .product import assessment, summary

Node = dict[str, Any]


def document(example: str, *, record: bool) -> Node:
    """What the story lays out and what stands around it, as it is handed over on its way onto the pages."""
    with (
        patch.object(story, "pour", wraps=story.pour) as pour,
        patch.object(story, "draw_furniture", wraps=story.draw_furniture) as around,
    ):
        summary(assessment(example), 0, record=record)
    content = Content()
    parts = [content.nodes(call.args[1]) for call in pour.call_args_list]
    _, furniture, runs = around.call_args.args
    together = [parts[:2], *([part] for part in parts[2:])]  # the brief and the plan are numbered as one
    return {
        "example": example,
        "record": record,
        "fonts": str(REGULAR.file.parent),
        "runs": [
            {"number": run.number.split()[0], "alone": run.alone, "parts": of}
            for run, of in zip(runs, together, strict=True)
        ],
        "styles": content.styles,
        "furniture": {name: getattr(furniture, name) for name in ("name", "about", "mark", "footer")},
    }


class Content:
    """What the walk over the blocks gathers on its way."""

    def __init__(self) -> None:
        self.styles: list[Node] = []
        self._numbers: dict[Style, int] = {}

    def nodes(self, blocks: Iterable[b.Block]) -> list[Node]:
        return [
            {"before": block.before, "after": block.after, "keeps": block.keeps, **self._node(block)}
            for block in blocks
        ]

    def _node(self, block: b.Block) -> Node:
        match block:
            case b.Paragraph():
                ruled = isinstance(block, Heading)
                return {"kind": "text", "role": block.role, "ruled": ruled, **self._text(block.words, block.style)}
            case Section():
                title = self._text(put("{}", block.title), HEADING)
                return {"kind": "section", "title": title, "children": self.nodes(block.blocks)}
            case b.Stack(role="L"):
                items = [self.nodes(self._item(item)) for item in block.blocks]
                gaps = [b.gap(*pair) for pair in zip(block.blocks, block.blocks[1:], strict=False)]
                return {"kind": "list", "items": items, "gap": max(gaps, default=0)}
            case b.Stack():
                return {"kind": "stack", "children": self.nodes(block.blocks)}
            case Step():
                return {"kind": "step", **self._text(block.words, block.style)}
            case shapes.Barred():
                look = {"bar": _hex(block.bar), "tint": block.tint and _hex(block.tint)}
                inset = {"inset": block.inset, "pad": block.pad}
                return {"kind": "barred", **look, **inset, "children": self.nodes(block.blocks)}
            case shapes.Beside():
                columns = [{"width": width, "children": self.nodes(of)} for width, of in block.columns]
                return {"kind": "beside", "gutter": block.gutter, "columns": columns}
            case Table():
                rows = [[self._text(*cell) for cell in row] for row in block.rows]
                measures = {"widths": list(block.widths), "pad": block.pad, "apart": block.apart, "heads": block.heads}
                return {"kind": "table", **measures, "rows": rows}
            case shapes.Picture():
                return {"kind": "picture", "alt": block.alt, **picture(block)}
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

    def _text(self, words: Words, style: Style) -> Node:
        if style not in self._numbers:
            self._numbers[style] = len(self.styles)
            measures = ("size", "leading", "drop", "hang", "bold")
            self.styles.append({"colour": _hex(style.colour), **{name: getattr(style, name) for name in measures}})
        return {"style": self._numbers[style], "runs": _runs(words)}


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
