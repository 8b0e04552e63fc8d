"""The body map: low back and both legs from the front and the back, own drawing. What can be marked is an area.

Pure geometry, for whatever draws it. A leg is drawn between an outer and an inner outline; an area is a piece of that
band. The other leg is its mirror image. From the front the person faces us: their right is on our left.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

Point = tuple[float, float]
Outline = Sequence[Point]
"""Where an outline stands, from the top down: each as height and distance from the left."""

WIDTH, HEIGHT = 260, 520
STEP = 9
"""How far apart the points of an outline are, about."""

_OUTER: Outline = (
    *((8, 76), (34, 68), (66, 56), (98, 48), (130, 46), (175, 52), (215, 61), (240, 66)),
    *((262, 68), (290, 65), (318, 64), (345, 70), (372, 79), (392, 83), (406, 82)),
)
_INNER: Outline = (
    *((8, 130), (104, 130), (116, 127), (140, 126), (175, 123), (215, 119), (240, 116)),
    *((262, 115), (290, 115), (318, 115), (345, 112), (372, 109), (392, 108), (406, 109)),
)
_FOOT_OUTER = ((414, 80), (430, 72), (450, 65), (470, 61), (486, 61), (500, 66), (508, 76))
_FOOT_INNER = ((414, 110), (430, 115), (450, 119), (470, 122), (486, 122), (500, 119), (508, 110))


@dataclass(frozen=True)
class Piece:
    """Part of the leg on our left: from one height to another, from one share of its width to another."""

    region: str
    top: float
    bottom: float
    start: float = 0
    end: float = 1
    outlines: tuple[Outline, Outline] = (_OUTER, _INNER)

    def points(self) -> list[Point]:
        return [*self.edge(self.start), *reversed(self.edge(self.end))]

    def edge(self, share: float) -> list[Point]:
        outer, inner = self.outlines
        steps = max(1, round((self.bottom - self.top) / STEP))
        heights = [self.top + (self.bottom - self.top) * step / steps for step in range(steps + 1)]
        return [(at(outer, y) + (at(inner, y) - at(outer, y)) * share, y) for y in heights]


@dataclass(frozen=True)
class Area:
    """What can be marked: an option of the question, and its outline."""

    site: str
    points: tuple[Point, ...]

    @property
    def path(self) -> str:
        """As SVG writes it."""
        return svg_path(self.points)


@dataclass(frozen=True)
class View:
    name: str
    left_of_picture: str
    """Whose side stands on our left: the person's "Right" from the front, their "Left" from the back."""
    areas: tuple[Area, ...]
    outlines: tuple[tuple[Point, ...], ...]
    """The body behind the areas."""

    @property
    def right_of_picture(self) -> str:
        return "Left" if self.left_of_picture == "Right" else "Right"

    @property
    def body(self) -> str:
        return " ".join(svg_path(outline) for outline in self.outlines)


def svg_path(points: Sequence[Point]) -> str:
    return f"M{' '.join(f'{x:.0f},{y:.0f}' for x, y in points)}Z"


def at(outline: Outline, y: float) -> float:
    """Where a smooth line through the outline's points stands at this height."""
    for (y0, x0), (y1, x1) in pairwise(outline):
        if y <= y1:
            share = (y - y0) / (y1 - y0)
            eased = share * share * (3 - 2 * share)
            return x0 + (x1 - x0) * (share + eased) / 2
    return outline[-1][1]


def mirrored(points: Sequence[Point]) -> tuple[Point, ...]:
    return tuple((WIDTH - x, y) for x, y in points)


def _sides(pieces: Sequence[Piece], ours: str, other: str) -> Iterator[Area]:
    for piece in pieces:
        yield Area(f"{piece.region}_{ours}", tuple(piece.points()))
        yield Area(f"{piece.region}_{other}", mirrored(piece.points()))


_FOOT = (_FOOT_OUTER, _FOOT_INNER)
_THIRD = 1 / 3

_FRONT = (
    Piece("hip_side", 40, 104, end=_THIRD),
    Piece("groin", 66, 110, start=_THIRD),
    Piece("thigh_outer", 106, 222, end=_THIRD),
    Piece("thigh_front", 112, 222, start=_THIRD, end=2 * _THIRD),
    Piece("thigh_inner", 116, 222, start=2 * _THIRD),
    Piece("knee_front", 225, 275),
    Piece("shin", 278, 370),
    Piece("ankle", 373, 406),
    Piece("foot_top", 414, 464, outlines=_FOOT),
    Piece("toes", 467, 508, end=0.55, outlines=_FOOT),
    Piece("big_toe", 467, 508, start=0.57, outlines=_FOOT),
)
_BACK = (
    Piece("buttock", 52, 118),
    Piece("thigh_back", 121, 222),
    Piece("knee_back", 225, 275),
    Piece("calf", 278, 355),
    Piece("achilles_heel", 358, 406),
    Piece("heel_under", 414, 444, outlines=_FOOT),
    Piece("foot_sole", 447, 508, outlines=_FOOT),
)


_FLANK = Piece("low_back", 8, 49).edge(0)
_LOW_BACK = Area("low_back", (*_FLANK, *reversed(mirrored(_FLANK))))

_LEG_AND_FOOT = (tuple(Piece("", 8, 406).points()), tuple(Piece("", 414, 508, outlines=_FOOT).points()))
_BODY = tuple(outline for ours in _LEG_AND_FOOT for outline in (ours, mirrored(ours)))

FRONT = View("Front", "Right", tuple(_sides(_FRONT, "R", "L")), _BODY)
BACK = View("Back", "Left", (_LOW_BACK, *_sides(_BACK, "L", "R")), _BODY)
VIEWS = (FRONT, BACK)
