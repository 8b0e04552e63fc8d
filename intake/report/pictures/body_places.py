"""The areas of the body map as drawn on paper, in the units of the body map: made once, when this is imported."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from intake.clinical.telling.body_map import VIEWS, WIDTH, Area, Point, mirrored
from intake.clinical.telling.pain_places import region_of
from intake.report.engine.plate import line

MIDDLE = WIDTH / 2
_NUMBER_AT = {"groin": 0.65, "thigh_outer": 0.3, "thigh_inner": 0.7}
"""How far down its area a number stands: areas side by side have theirs at different heights."""
_BESIDE = ("hip_side", "thigh_outer", "ankle", "achilles_heel", "heel_under")
_UNDER = ("toes", "big_toe")
"""Areas too small for a number: theirs stands outside the body."""
_HATCH = 9


@dataclass(frozen=True)
class Place:
    """An area as it is drawn, in the units of the body map."""

    view: int
    path: str
    hatching: str
    number_at: Point
    aside: Point
    """Where the number stands from there, in points."""

    @property
    def is_under(self) -> bool:
        """Its number stands under the feet."""
        return self.aside[1] < 0


def _place(view: int, area: Area) -> Place:
    region = region_of(area.site)
    half = len(area.points) // 2
    row = half - 1 if region in _UNDER else round((half - 1) * _NUMBER_AT.get(region, 0.5))
    (x0, y0), (x1, y1) = area.points[row], area.points[-1 - row]
    at, aside = ((x0 + x1) / 2, (y0 + y1) / 2), (0.0, 0.0)
    if region in _BESIDE:  # a leg's outer outline comes first
        at, aside = (x0, y0), (-1.1 if x0 < x1 else 1.1, 0)
    elif region in _UNDER:
        aside = (0 if region == "big_toe" else -5.5 if x0 < MIDDLE else 5.5, -4)
    path = f"{_shape(area.points)} h"
    return Place(view, path, _hatching(area.points), at, aside)


def _shape(points: Sequence[Point]) -> str:
    return line([(round(x), round(y)) for x, y in points])


def _hatching(points: Sequence[Point]) -> str:
    """Slanted lines over all of the area, to be clipped by it."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    left, top, bottom = int(min(xs)), int(min(ys)), int(max(ys)) + 1
    starts = range(left - (bottom - top), int(max(xs)) + 1, _HATCH)
    return " ".join(line(((x, bottom), (x + bottom - top, top))) for x in starts)


PLACES = {area.site: _place(at, area) for at, view in enumerate(VIEWS) for area in view.areas}
BODIES = tuple(" ".join(f"{_shape(outline)} h" for outline in view.outlines) for view in VIEWS)
_FOLDS = (
    (((70, 64), (90, 86), (128, 108)), ((76, 240), (80, 264), (92, 270), (104, 264), (108, 240))),
    (((62, 120), (84, 128), (118, 119)), ((74, 252), (92, 247), (108, 252))),
)
"""What tells the front from the back: groin and kneecap, or the folds of buttock and knee; on our left."""
_SEAM_TO = (100, 50)
"""How far down a view's two halves are one: no line runs there."""
FOLDS = tuple(" ".join(line(points) for fold in folds for points in (fold, mirrored(fold))) for folds in _FOLDS)
SEAMS = tuple(line(((MIDDLE, 10), (MIDDLE, end))) for end in _SEAM_TO)
