"""What is seen at a glance: the scores as gauges, and where it hurts."""

from __future__ import annotations

from collections.abc import Iterator

from .blocks import Beside, Block
from .body_chart import body_chart
from .gauges import gauge, pain_gauge
from .headings import heading
from .scores import SHOWN
from .styles import GUTTER, WIDTH
from .summary import Summary

_CHART = 178.0
_GAUGE = (WIDTH - _CHART - 2 * GUTTER) / 2


def pictures(summary: Summary, scale: float) -> Iterator[Block]:
    assessment = summary.assessment
    gauges = [gauge(assessment.score(score_id), assessment, _GAUGE) for score_id in SHOWN]
    gauges.append(pain_gauge(assessment, _GAUGE))
    scores: list[Block] = [heading("Scores", scale=scale)]
    scores.append(Beside([(_GAUGE, gauges[:3]), (_GAUGE, gauges[3:])], GUTTER))
    height = max(112, round(150 * scale))
    chart = [heading("Where it hurts", scale=scale)]
    chart.append(body_chart(assessment.line("pain.sites"), assessment.line("pain.main_region"), _CHART, height))
    yield Beside([(WIDTH - _CHART - GUTTER, scores), (_CHART, chart)], GUTTER, before=4)
