"""What is seen at a glance: the scores as gauges, and where it hurts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from intake.clinical.working.findings import Assessment
from intake.clinical.working.trend import CAUTION, JOINED, Trend
from intake.report.engine.blocks import Block, Paragraph, Stack
from intake.report.engine.headings import heading, subheading
from intake.report.engine.shapes import Beside, Picture, Sized
from intake.report.engine.styles import GUTTER, QUIET_FINE, WIDTH
from intake.report.engine.words import put
from intake.report.pictures.body_chart import body_chart
from intake.report.pictures.gauges import gauge, rating_gauge
from intake.report.pictures.timeline import timeline
from intake.report.pictures.trend_strip import trend_strip
from intake.report.summary import Summary

_CHART = 178.0
_TALL, _TALL_BESIDE_HISTORY = 150, 129
"""Of the body chart, at most."""
_GAUGE = (WIDTH - _CHART - 2 * GUTTER) / 2
_STRIPS = 4
_STRIP = (WIDTH - (_STRIPS - 1) * GUTTER) / _STRIPS
_LEAST, _MOST = 2.0, 15.0
"""Between the rows of gauges: the more, the higher the body chart beside them is."""


def pictures(summary: Summary) -> Iterator[Block]:
    gauges = list(_gauges(summary.assessment))
    scores = [heading("Scores"), Sized(lambda scale: _in_rows(gauges, _chart(summary, scale).tall))]
    where: list[Block] = [heading("Where it hurts"), Sized(lambda scale: _chart(summary, scale))]
    yield Beside([(WIDTH - _CHART - GUTTER, scores), (_CHART, where)], GUTTER, before=4)
    yield from _over_time(summary.history)


def _gauges(assessment: Assessment) -> Iterator[Picture]:
    for score in assessment.leading_scores:
        yield gauge(score, _GAUGE)
    for rating in assessment.ratings:
        yield rating_gauge(rating, _GAUGE)
    if since := timeline(assessment.times, _GAUGE):
        yield since


def _in_rows(gauges: Sequence[Picture], room: float) -> Block:
    """Two in a row, their tops in line."""
    rows = [gauges[at : at + 2] for at in range(0, len(gauges), 2)]
    used = sum(max(picture.tall for picture in row) for row in rows)
    between = min(max((room - used) / (len(rows) - 1), _LEAST), _MOST)
    return Stack([Beside([(_GAUGE, [one]) for one in row], GUTTER, after=between) for row in rows])


def _over_time(history: Sequence[Trend]) -> Iterator[Block]:
    """Side by side, as high as the highest, so that their scales are in line."""
    trends = [trend for trend in history if len(trend.points) > 1]
    highest = max((strip.tall for trend in trends if (strip := trend_strip(trend, _STRIP))), default=0)
    strips = [strip for trend in trends if (strip := trend_strip(trend, _STRIP, highest))]
    if not strips:
        return
    yield subheading("Over time")
    for at in range(0, len(strips), _STRIPS):
        yield Beside([(_STRIP, [strip]) for strip in strips[at : at + _STRIPS]], GUTTER, after=2)
    yield Paragraph(put("{} {}", JOINED, CAUTION), QUIET_FINE)


def _chart(summary: Summary, scale: float) -> Picture:
    tall = _TALL_BESIDE_HISTORY if summary.history else _TALL
    return body_chart(summary.assessment.places, _CHART, round(tall * scale))
