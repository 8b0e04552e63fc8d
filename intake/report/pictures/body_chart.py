"""Where it hurts: low back, legs and feet from the front and the back, marked areas numbered and named beside them.

The outlines are those of the screen. The worst place is hatched, so that it stands out in grey too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from intake.clinical.telling.body_map import VIEWS, Point
from intake.clinical.working.findings import PainPlace, PainPlaces
from intake.report.engine.plate import (
    LEAST,
    WHITE,
    Label,
    Plate,
    box,
    mixed,
    number,
    numbers,
    stroke,
    together,
    wrapped,
)
from intake.report.engine.setting import fill
from intake.report.engine.shapes import Picture
from intake.report.engine.styles import ACCENT, INK, PALE, QUIET
from intake.report.engine.text import capital

from .body_places import BODIES, FOLDS, PLACES, SEAMS, Place

WIDTH, HEIGHT = 195, 138
"""What it takes on a page, unless the list of places is long."""

_LEFT, _RIGHT, _BOTTOM = 25, 235, 512
"""What is drawn of the body map, in its own units; its top is 0."""
_GAP, _HEAD, _FOOT, _LIST = 14, 13, 13, 80
"""Points: between the parts, over and under the figures, and the list's least width."""
_LEADING = 11
"""From line to line of the list."""
_OUTLINE, _FOLD, _MARKED = mixed(QUIET, 0.7), mixed(QUIET, 0.35), fill(mixed(ACCENT, 0.3))


@lru_cache(maxsize=256)
def body_chart(places: PainPlaces, width: float = WIDTH, height: float = HEIGHT) -> Picture:
    """Where it hurts, on a body.

    Args:
        width: in points.
        height: in points, at most, unless the list of places is longer.
    """
    listed, note, why_none = places.marked, places.note, places.why_none
    scale = min((height - _HEAD - _FOOT) / _BOTTOM, (width - _LIST - 2 * _GAP) / (2 * (_RIGHT - _LEFT)))
    view = (_RIGHT - _LEFT) * scale
    room = width - 2 * view - 2 * _GAP
    entries = [(str(at), capital(each.text)) for at, each in enumerate(listed, 1)]
    entries += [("", note)] if note else []
    rows = _list(entries or [("", why_none)], room)
    height = _HEAD + max(_BOTTOM * scale + _FOOT, len(rows) * _LEADING)
    top = height - _HEAD
    origins = [(at * (view + _GAP) - _LEFT * scale, top) for at in range(len(VIEWS))]
    bodies = (_body(at, origin, scale, is_marked=bool(listed)) for at, origin in enumerate(origins))
    operators = together((*bodies, *_marks(listed, origins, scale)))
    labels = (
        *_numbers(listed, origins, scale),
        *_names(origins, view, scale),
        *_legend(rows, width - room, top, _indent(len(entries)), quiet=not listed),
    )
    marked = f"Marked: {', '.join(entry.text for entry in listed)}.{f' {note}.' if note else ''}"
    alt = f"Body chart. {marked if listed else f'{why_none}.'}"
    return Picture(width, height, alt, Plate(operators, labels))


def _placed(origin: Point, scale: float) -> str:
    """From here on in the units of the body map, whose heights run down."""
    s = f"{scale:.4f}"
    return f"{s} 0 0 -{s} {numbers(*origin)} cm"


@lru_cache(maxsize=64)
def _body(view: int, origin: Point, scale: float, *, is_marked: bool) -> str:
    inside = PALE if is_marked else WHITE
    body = f"{fill(inside)} {stroke(_OUTLINE, 0.6 / scale)} {BODIES[view]} B"
    over = f"{stroke(inside, 1.4 / scale)} {SEAMS[view]} S {stroke(_FOLD, 0.6 / scale)} {FOLDS[view]} S"
    return f"q 1 j {_placed(origin, scale)} {body} {over} Q"


def _marks(listed: Sequence[PainPlace], origins: Sequence[Point], scale: float) -> Iterator[str]:
    for view, origin in enumerate(origins):
        drawn = [
            _mark(PLACES[site], scale, hatched=entry.is_worst)
            for entry in listed
            for site in entry.sites
            if site in PLACES and PLACES[site].view == view
        ]
        if drawn:
            yield f"q {_placed(origin, scale)} {_MARKED} {stroke(ACCENT, 0.9 / scale)} {' '.join(drawn)} Q"


def _mark(place: Place, scale: float, *, hatched: bool) -> str:
    if not hatched:
        return f"{place.path} B"
    (x, y), aside = place.number_at, any(place.aside)
    ground = "" if aside else f"q {fill(WHITE)} {box(x - 3.4 / scale, y - 4.4 / scale, 6.8 / scale, 8.8 / scale)} f Q"
    hatching = f"q {place.path} W n {number(0.75 / scale)} w {place.hatching} S Q"
    return f"{place.path} f {hatching} {ground} {number(1.3 / scale)} w {place.path} S {number(0.9 / scale)} w"


def _numbers(listed: Sequence[PainPlace], origins: Sequence[Point], scale: float) -> Iterator[Label]:
    for at, entry in enumerate(listed, 1):
        for site in entry.sites:
            if place := PLACES.get(site):
                (left, top), (x, y), (right, up) = origins[place.view], place.number_at, place.aside
                x, y = left + x * scale + right, top - y * scale + up - 3.2
                align = "center" if up or not right else "left" if right > 0 else "right"
                yield Label(x, y, str(at), LEAST, bold=True, align=align)


def _names(origins: Sequence[Point], view: float, scale: float) -> Iterator[Label]:
    for (left, top), view_of_body, name in zip(origins, VIEWS, ("Front", "Back"), strict=True):
        start, foot = left + _LEFT * scale, top - _BOTTOM * scale - _FOOT + 3
        yield Label(start + view / 2, top + 3, name, LEAST, colour=QUIET, align="center")
        yield Label(start, foot, view_of_body.left_of_picture, LEAST, bold=True)
        yield Label(start + view, foot, view_of_body.right_of_picture, LEAST, bold=True, align="right")


def _list(entries: Sequence[tuple[str, str]], room: float) -> list[tuple[str, str]]:
    """Lines with the number before the first of each place."""
    return [
        ("" if at else label, row)
        for label, text in entries
        for at, row in enumerate(wrapped(text, LEAST, room - _indent(len(entries))))
    ]


def _indent(entries: int) -> float:
    return 2 * LEAST if entries > 9 else 1.1 * LEAST


def _legend(rows: Sequence[tuple[str, str]], x: float, top: float, indent: float, *, quiet: bool) -> Iterator[Label]:
    for at, (label, row) in enumerate(rows):
        y = top - LEAST - at * _LEADING + 3
        if label:
            yield Label(x, y, label, LEAST, bold=True, colour=ACCENT)
        yield Label(x if quiet else x + indent, y, row, LEAST, colour=QUIET if quiet else INK)
