"""What is seen at a glance: the scores as gauges, and where it hurts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from intake.clinical.findings import Assessment
from intake.clinical.trend import CAUTION, JOINED

from .blocks import Beside, Block, Paragraph, Picture, Sized, Stack
from .body_chart import body_chart
from .gauges import gauge, pain_gauge
from .headings import heading, subheading
from .scores import SHOWN
from .styles import GUTTER, QUIET_FINE, WIDTH
from .summary import Summary
from .timeline import timeline
from .trend_strip import trend_strip
from .words import put

_CHART = 178.0
_GAUGE = (WIDTH - _CHART - 2 * GUTTER) / 2
_LEAST, _MOST = 3.5, 15.0
"""Between the rows of gauges: the more, the higher the body chart beside them is."""


def pictures(summary: Summary) -> Iterator[Block]:
    gauges = list(_gauges(summary.assessment))
    strips = [strip for trend in summary.history if (strip := trend_strip(trend, _GAUGE))]
    over_time = [subheading("Over time"), _in_rows(strips, _LEAST)] if strips else []
    room = 0 if strips else 1
    scores = [
        heading("Scores"),
        Sized(lambda scale: _in_rows(gauges, _between(gauges, room * _chart(summary, scale).tall))),
        *over_time,
    ]
    where: list[Block] = [heading("Where it hurts"), Sized(lambda scale: _chart(summary, scale))]
    yield Beside([(WIDTH - _CHART - GUTTER, scores), (_CHART, where)], GUTTER, before=4)
    if strips:
        yield Paragraph(put("{} {}", JOINED, CAUTION), QUIET_FINE)


def _gauges(assessment: Assessment) -> Iterator[Picture]:
    for score_id in SHOWN:
        yield gauge(assessment.score(score_id), assessment, _GAUGE)
    yield pain_gauge(assessment, _GAUGE)
    if since := timeline(assessment, _GAUGE):
        yield since


def _in_rows(pictures: Sequence[Picture], between: float) -> Block:
    """Two in a row, their tops in line."""
    return Stack([Beside([(_GAUGE, [one]) for one in row], GUTTER, after=between) for row in _rows(pictures)])


def _rows(pictures: Sequence[Picture]) -> list[Sequence[Picture]]:
    return [pictures[at : at + 2] for at in range(0, len(pictures), 2)]


def _between(pictures: Sequence[Picture], room: float) -> float:
    rows = [max(picture.tall for picture in row) for row in _rows(pictures)]
    return min(max((room - sum(rows)) / max(len(rows) - 1, 1), _LEAST), _MOST)


def _chart(summary: Summary, scale: float) -> Picture:
    sites, worst = (summary.assessment.line(question) for question in ("pain.sites", "pain.main_region"))
    return body_chart(sites, worst, _CHART, max(112, round(150 * scale)))
