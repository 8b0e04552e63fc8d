"""A finished document as calls of a canvas: what somebody would write who knew every place beforehand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .drawn import Begin, Drawn, Element, End, Mark, Restore, Save, Shape, State, Text

Call = tuple[str, list[Any]]


def calls(document: Drawn) -> list[list[Call]]:
    """By page. Fonts and colours are set where they change, elements of the structure where they are first needed."""
    numbers: dict[Element, int] = {}
    return [list(_page(marks, numbers)) for marks in document.pages]


def _page(marks: list[Mark], numbers: dict[Element, int]) -> Iterator[Call]:
    known: dict[str, Any] = {}
    saved: list[dict[str, Any]] = []
    for mark in marks:
        match mark:
            case Begin(None):
                yield "artifact", []
            case Begin(Element() as element):
                yield from _elements(element, numbers)
                yield "begin", [numbers[element]]
            case End():
                yield "end", []
            case Save():
                saved.append(dict(known))
                yield "saveState", []
            case Restore():
                known = saved.pop()
                yield "restoreState", []
            case Text(x, y, text, state):
                yield from _changed(known, "setFont", [state.font[1:], state.size])
                yield from _changed(known, "setFillColorRGB", list(state.fill))
                yield "drawString", [round(x, 2), round(y, 2), text]
            case Shape(path, paint, state):
                yield from _drawn(path, paint, state, known)


def _changed(known: dict[str, Any], name: str, arguments: list[Any]) -> Iterator[Call]:
    if known.get(name) != arguments:
        known[name] = arguments
        yield name, arguments


def _drawn(path: list[tuple[str, list[float]]], paint: str, state: State, known: dict[str, Any]) -> Iterator[Call]:
    if paint in ("f", "f*", "B"):
        yield from _changed(known, "setFillColorRGB", list(state.fill))
    if paint in "SsB":
        yield from _changed(known, "setStrokeColorRGB", list(state.stroke))
        yield from _changed(known, "setLineWidth", [round(state.width, 3)])
        yield from _changed(known, "setLineJoin", [state.join])
    segments = [(operator, [round(number, 2) for number in numbers]) for operator, numbers in path]
    shape = "".join(operator for operator, _ in segments)
    if shape == "ml" and paint == "S":
        yield "line", [*segments[0][1], *segments[1][1]]
    elif shape == "mlllh" and paint != "W" and _is_upright(segments):
        (left, low), (right, high) = segments[0][1], segments[2][1]
        size = [round(right - left, 2), round(high - low, 2)]
        yield "rect", [left, low, *size, int(paint in "SsB"), int(paint in ("f", "f*", "B"))]
    else:
        yield "path", [segments, paint]


def _is_upright(segments: list[tuple[str, list[float]]]) -> bool:
    (a, b), (c, d), (e, f), (g, h) = (numbers for _, numbers in segments[:4])
    return b == d and c == e and f == h and g == a


def _elements(element: Element, numbers: dict[Element, int]) -> Iterator[Call]:
    """It and those around it, as far as they are not there yet."""
    if element in numbers:
        return
    if element.parent is not None:
        yield from _elements(element.parent, numbers)
    numbers[element] = len(numbers)
    yield "element", [element.role, None if element.parent is None else numbers[element.parent], _written(element)]


def _written(element: Element) -> str:
    """Its attributes, as PDF writes them."""
    parts = [f" /{name} <FEFF{text.encode('utf-16-be').hex().upper()}>" for name, text in element.attributes.items()]
    if element.box:
        corners = " ".join(f"{corner:g}" for corner in element.box)
        parts.append(f" /A <</O /Layout /Placement /Block /BBox [{corners}]>>")
    if "Scope" in element.attributes:
        parts = [f" /A <</O /Table /Scope /{element.attributes['Scope']}>>"]
    return "".join(parts)
