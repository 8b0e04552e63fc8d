"""What is seen at a glance: the scores as gauges, and where it hurts."""

from __future__ import annotations

from collections.abc import Iterator

from intake.clinical.trend import CAUTION, JOINED

from .blocks import Beside, Block, Paragraph, Sized
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


def pictures(summary: Summary) -> Iterator[Block]:
    assessment = summary.assessment
    gauges: list[Block] = [gauge(assessment.score(score_id), assessment, _GAUGE) for score_id in SHOWN]
    gauges.append(pain_gauge(assessment, _GAUGE))
    if since := timeline(assessment, _GAUGE):
        gauges.append(since)
    scores: list[Block] = [heading("Scores"), _in_two_columns(gauges), *_over_time(summary)]
    where: list[Block] = [heading("Where it hurts"), Sized(lambda scale: _chart(summary, scale))]
    yield Beside([(WIDTH - _CHART - GUTTER, scores), (_CHART, where)], GUTTER, before=4)


def _in_two_columns(blocks: list[Block]) -> Block:
    half = (len(blocks) + 1) // 2
    return Beside([(_GAUGE, blocks[:half]), (_GAUGE, blocks[half:])], GUTTER)


def _over_time(summary: Summary) -> Iterator[Block]:
    strips = [strip for trend in summary.history if (strip := trend_strip(trend, _GAUGE))]
    if strips:
        yield subheading("Over time")
        yield _in_two_columns(list(strips))
        yield Paragraph(put("{} {}", JOINED, CAUTION), QUIET_FINE)


def _chart(summary: Summary, scale: float) -> Block:
    sites, worst = (summary.assessment.line(question) for question in ("pain.sites", "pain.main_region"))
    return body_chart(sites, worst, _CHART, max(112, round(150 * scale)))
