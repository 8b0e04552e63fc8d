"""Where it hurts: low back, legs and feet from the front and the back, marked areas numbered and named beside them.

The outlines are those of the screen. The worst place is hatched, so that it stands out in grey too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from reportlab.lib.colors import Color

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

WIDTH = 200
"""In points."""

_LEFT, _RIGHT, _BOTTOM = 25, 235, 512
"""What is drawn of the body map, in its own units; its top is 0."""
_SCALE = 0.207
"""Points to such a unit: with its words the picture is 45 mm high, or more."""
_VIEW, _TALL = (_RIGHT - _LEFT) * _SCALE, _BOTTOM * _SCALE
_EDGE, _GAP, _HEAD, _FOOT = 5, 14, 13, 13
"""Points: for numbers left of the figures, between the parts, and for words over and under the figures."""
_TOES = 9
"""For the numbers of toes, between feet and words."""
_LIST = WIDTH - _EDGE - 2 * _VIEW - 2 * _GAP
"""Room for names beside the figures."""
_LEADING = 11
"""From line to line of the list."""
_OUTLINE, _FOLD, _MARKED = mixed(QUIET, 0.7), mixed(QUIET, 0.35), fill(mixed(ACCENT, 0.3))

_Row = tuple[str, str]
"""A line of the list: the number before it, empty where it has none, and words."""


@lru_cache(maxsize=256)
def body_chart(places: PainPlaces) -> Picture:
    """Where it hurts, on a body. Places are numbered where there are several; what has no room beside goes below."""
    listed, note, why_none = places.marked, places.note, places.why_none
    numbered = len(listed) > 1
    foot = _FOOT + (_TOES if numbered and _has_toes(listed) else 0)
    entries = [(str(at) if numbered else "", capital(each.text)) for at, each in enumerate(listed, 1)]
    entries += [("", note)] if note else []
    indent = 0 if not numbered else 2 * LEAST if len(entries) > 9 else 1.1 * LEAST
    figures = _HEAD + _TALL + foot
    beside, below = _list(entries or [("", why_none)], indent, figures - _HEAD - 4)
    height = figures + len(below) * _LEADING
    top = height - _HEAD
    origins = [(_EDGE + at * (_VIEW + _GAP) - _LEFT * _SCALE, top) for at in range(len(VIEWS))]
    bodies = (_body(at, origin, is_marked=bool(listed)) for at, origin in enumerate(origins))
    operators = together((*bodies, *_marks(listed, origins, numbered=numbered)))
    colour = INK if listed else QUIET
    labels = (
        *(_numbers(listed, origins) if numbered else ()),
        *_names(origins, foot),
        *_legend(beside, WIDTH - _LIST, top - LEAST + 3, indent, colour),
        *_legend(below, 0, height - figures - LEAST + 1, indent, colour),
    )
    marked = f"Marked: {', '.join(entry.text for entry in listed)}.{f' {note}.' if note else ''}"
    alt = f"Body chart. {marked if listed else f'{why_none}.'}"
    return Picture(WIDTH, height, alt, Plate(operators, labels))


def _has_toes(listed: Sequence[PainPlace]) -> bool:
    return any(site in PLACES and PLACES[site].is_under for entry in listed for site in entry.sites)


def _placed(origin: Point) -> str:
    """From here on in the units of the body map, whose heights run down."""
    s = f"{_SCALE:.4f}"
    return f"{s} 0 0 -{s} {numbers(*origin)} cm"


@lru_cache(maxsize=64)
def _body(view: int, origin: Point, *, is_marked: bool) -> str:
    inside = PALE if is_marked else WHITE
    body = f"{fill(inside)} {stroke(_OUTLINE, 0.6 / _SCALE)} {BODIES[view]} B"
    over = f"{stroke(inside, 1.4 / _SCALE)} {SEAMS[view]} S {stroke(_FOLD, 0.6 / _SCALE)} {FOLDS[view]} S"
    return f"q 1 j {_placed(origin)} {body} {over} Q"


def _marks(listed: Sequence[PainPlace], origins: Sequence[Point], *, numbered: bool) -> Iterator[str]:
    for view, origin in enumerate(origins):
        drawn = [
            _mark(PLACES[site], hatched=entry.is_worst, numbered=numbered)
            for entry in listed
            for site in entry.sites
            if site in PLACES and PLACES[site].view == view
        ]
        if drawn:
            yield f"q {_placed(origin)} {_MARKED} {stroke(ACCENT, 0.9 / _SCALE)} {' '.join(drawn)} Q"


def _mark(place: Place, *, hatched: bool, numbered: bool) -> str:
    if not hatched:
        return f"{place.path} B"
    x, y = place.number_at
    ground = (
        ""
        if any(place.aside) or not numbered
        else f"q {fill(WHITE)} {box(x - 3.4 / _SCALE, y - 4.4 / _SCALE, 6.8 / _SCALE, 8.8 / _SCALE)} f Q"
    )
    hatching = f"q {place.path} W n {number(0.75 / _SCALE)} w {place.hatching} S Q"
    return f"{place.path} f {hatching} {ground} {number(1.3 / _SCALE)} w {place.path} S {number(0.9 / _SCALE)} w"


def _numbers(listed: Sequence[PainPlace], origins: Sequence[Point]) -> Iterator[Label]:
    for at, entry in enumerate(listed, 1):
        for site in entry.sites:
            if place := PLACES.get(site):
                (left, top), (x, y), (right, up) = origins[place.view], place.number_at, place.aside
                x, y = left + x * _SCALE + right, top - y * _SCALE + up - 3.2
                align = "center" if up or not right else "left" if right > 0 else "right"
                yield Label(x, y, str(at), LEAST, bold=True, align=align)


def _names(origins: Sequence[Point], foot: float) -> Iterator[Label]:
    for (left, top), view_of_body, name in zip(origins, VIEWS, ("Front", "Back"), strict=True):
        start, under = left + _LEFT * _SCALE, top - _TALL - foot + 3
        yield Label(start + _VIEW / 2, top + 3, name, LEAST, colour=QUIET, align="center")
        yield Label(start, under, view_of_body.left_of_picture, LEAST, bold=True)
        yield Label(start + _VIEW, under, view_of_body.right_of_picture, LEAST, bold=True, align="right")


def _list(entries: Sequence[_Row], indent: float, room: float) -> tuple[list[_Row], list[_Row]]:
    """Lines beside the figures, of entries that stand there whole, and those below."""
    beside: list[_Row] = []
    for place, entry in enumerate(entries):
        rows = _rows(entry, _LIST - indent)
        if (len(beside) + len(rows)) * _LEADING > room:
            return beside, [row for each in entries[place:] for row in _rows(each, WIDTH - indent)]
        beside += rows
    return beside, []


def _rows(entry: _Row, room: float) -> list[_Row]:
    label, text = entry
    return [("" if at else label, row) for at, row in enumerate(wrapped(text, LEAST, room))]


def _legend(rows: Sequence[_Row], x: float, y: float, indent: float, colour: Color) -> Iterator[Label]:
    """From the baseline of the first line on."""
    for label, row in rows:
        if label:
            yield Label(x, y, label, LEAST, bold=True, colour=ACCENT)
        yield Label(x + indent, y, row, LEAST, colour=colour)
        y -= _LEADING
