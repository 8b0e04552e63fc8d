"""What is seen at a glance: the scores as gauges, and where it hurts."""

from __future__ import annotations

from collections.abc import Iterator

from .blocks import Beside, Block, Sized
from .body_chart import body_chart
from .gauges import gauge, pain_gauge
from .headings import heading
from .scores import SHOWN
from .styles import GUTTER, WIDTH
from .summary import Summary

_CHART = 178.0
_GAUGE = (WIDTH - _CHART - 2 * GUTTER) / 2


def pictures(summary: Summary) -> Iterator[Block]:
    assessment = summary.assessment
    gauges = [gauge(assessment.score(score_id), assessment, _GAUGE) for score_id in SHOWN]
    gauges.append(pain_gauge(assessment, _GAUGE))
    scores: list[Block] = [heading("Scores"), Beside([(_GAUGE, gauges[:3]), (_GAUGE, gauges[3:])], GUTTER)]
    where: list[Block] = [heading("Where it hurts"), Sized(lambda scale: _chart(summary, scale))]
    yield Beside([(WIDTH - _CHART - GUTTER, scores), (_CHART, where)], GUTTER, before=4)


def _chart(summary: Summary, scale: float) -> Block:
    sites, worst = (summary.assessment.line(question) for question in ("pain.sites", "pain.main_region"))
    return body_chart(sites, worst, _CHART, max(112, round(150 * scale)))
