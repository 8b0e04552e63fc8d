"""The floor: the same words and lines at the same places, each by one call of ReportLab's canvas. No layout at all.

The calls are recorded beforehand from the finished document. Fonts are registered once, as ReportLab's guide says.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from .document_numbers import filled
from .tagged_canvas import TaggedCanvas


def prepare(documents: Sequence[dict[str, Any]]) -> Callable[[int], bytes]:
    for name, file in documents[0]["faces"].items():
        pdfmetrics.registerFont(TTFont(name, file))

    def made(run: int) -> bytes:
        document = documents[run % len(documents)]
        page = document["page"]
        canvas = TaggedCanvas((page["width"], page["height"]), "F1", document["title"])
        for calls in document["calls"]:
            for name, arguments in calls:
                if name == "drawString":
                    x, y, text = arguments
                    canvas.drawString(x, y, filled(text, run))
                elif name == "path":
                    _draw(canvas, *arguments)
                else:
                    getattr(canvas, name)(*arguments)
            canvas.showPage()
        return canvas.finished()

    return made


def _draw(canvas: TaggedCanvas, segments: list[tuple[str, list[float]]], paint: str) -> None:
    path = canvas.beginPath()
    for operator, numbers in segments:
        if operator == "l":
            path.lineTo(*numbers)
        elif operator == "c":
            path.curveTo(*numbers)
        elif operator == "m":
            path.moveTo(*numbers)
        else:
            path.close()
    if paint == "W":
        canvas.clipPath(path, stroke=0, fill=0)
    else:
        canvas.drawPath(path, stroke=paint in "SsB", fill=paint in ("f", "f*", "B"))
