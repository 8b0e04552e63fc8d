"""The pictures of a finished document: shapes as SVG, and labels as text with its place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .drawn import Begin, Colour, Drawn, End, Mark, Restore, Save, Segment, Shape, Text

Node = dict[str, Any]


def pictures(document: Drawn) -> Iterator[Node]:
    """In reading order: that of the blocks they come from."""
    for marks in document.pages:
        inside: list[Mark] = []
        depth = 0
        for mark in marks:
            if isinstance(mark, Begin):
                depth = 1 if mark.element is not None and mark.element.role == "Figure" else depth + bool(depth)
                if depth == 1:
                    inside, box = [], mark.element.box if mark.element else ()
            elif isinstance(mark, End) and depth:
                depth -= 1
                if not depth:
                    yield _picture(inside, *box)
            elif depth:
                inside.append(mark)


def _picture(marks: list[Mark], left: float, low: float, right: float, top: float) -> Node:
    labels, shapes, groups, clips = [], [], [0], 0
    for mark in marks:
        match mark:
            case Text(x, y, text, state):
                look = {"size": state.size, "bold": state.font == "/F2", "colour": hexadecimal(state.fill)}
                labels.append({"x": round(x - left, 2), "y": round(top - y, 2), "text": text, **look})
            case Save():
                groups.append(0)
            case Restore():
                shapes.append("</g>" * groups.pop())
            case Shape(path, "W"):
                clips += 1
                groups[-1] += 1
                shapes.append(f'<clipPath id="c{clips}"><path d="{_path(path, left, top)}"/></clipPath>')
                shapes.append(f'<g clip-path="url(#c{clips})">')
            case Shape(path, paint, state):
                filled = f'fill="{hexadecimal(state.fill)}"' if paint in ("f", "f*", "B") else 'fill="none"'
                join = ' stroke-linejoin="round"' if state.join else ""
                line = f' stroke="{hexadecimal(state.stroke)}" stroke-width="{state.width:.3g}"{join}'
                shapes.append(f'<path d="{_path(path, left, top)}" {filled}{line if paint in "SsB" else ""}/>')
    width, height = round(right - left, 2), round(top - low, 2)
    size = f'width="{width}pt" height="{height}pt" viewBox="0 0 {width} {height}"'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{"".join(shapes)}{"</g>" * groups[0]}</svg>'
    return {"width": width, "height": height, "svg": svg, "labels": labels}


def _path(path: list[Segment], left: float, top: float) -> str:
    """Heights run down in SVG."""
    return "".join(
        f"{'z' if operator == 'h' else operator.upper()}{' '.join(_places(numbers, left, top))}"
        for operator, numbers in path
    )


def _places(numbers: list[float], left: float, top: float) -> Iterator[str]:
    for x, y in zip(numbers[::2], numbers[1::2], strict=True):
        yield f"{x - left:.2f} {top - y:.2f}"


def hexadecimal(colour: Colour) -> str:
    return f"#{''.join(f'{round(part * 255):02x}' for part in colour)}"
