"""What is seen at a glance: the scores on their scales with those of the visit before, and where it hurts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from intake.clinical.working.trend import CAUTION, JOINED, Trend
from intake.report.engine.blocks import Block, Paragraph
from intake.report.engine.headings import Heading, Section
from intake.report.engine.shapes import Beside, Picture
from intake.report.engine.styles import COLUMN, GUTTER, QUIET_SMALL, WIDTH
from intake.report.engine.words import put
from intake.report.pictures.body_chart import WIDTH as CHART
from intake.report.pictures.body_chart import body_chart
from intake.report.pictures.gauges import gauge, rating_gauge
from intake.report.pictures.timeline import timeline
from intake.report.pictures.trend_strip import trend_strip
from intake.report.summary import Summary, date_text

from .afterwards import see_correction

_GAUGE = WIDTH - CHART - GUTTER
_STRIP = (COLUMN - GUTTER) / 2


def at_a_glance(summary: Summary) -> Iterator[Block]:
    scores = [Heading("Scores"), *see_correction(summary, "scores"), *_gauges(summary)]
    where = [Heading("Where it hurts"), *see_correction(summary, "places"), body_chart(summary.assessment.places)]
    yield Beside([(_GAUGE, scores), (CHART, where)], GUTTER, before=4, keeps=True)


def _gauges(summary: Summary) -> Iterator[Picture]:
    earlier = {trend.measure.id: _before(trend) for trend in summary.history}
    for score in summary.assessment.leading_scores:
        yield gauge(score, _GAUGE, earlier.get(score.id, ""))


def _before(trend: Trend) -> str:
    """``before: 21 on 3 Sep 2026``; empty where there is no visit before this one."""
    if len(trend.points) < 2:
        return ""
    reading = trend.points[-2].reading
    return f"before: {reading.text} on {date_text(reading.on)}"


def over_time(summary: Summary) -> Iterator[Block]:
    """Since when, how strong, and the scores from visit to visit, two beside each other."""
    now = [rating_gauge(rating, _STRIP) for rating in summary.assessment.ratings]
    if since := timeline(summary.assessment.times, _STRIP):
        now.insert(0, since)
    trends = [trend for trend in summary.history if len(trend.points) > 1]
    highest = max((strip.tall for trend in trends if (strip := trend_strip(trend, _STRIP))), default=0)
    strips = [strip for trend in trends if (strip := trend_strip(trend, _STRIP, highest))]
    pairs = [*_in_pairs(now), *_in_pairs(strips)]
    rows: list[Block] = [Beside([(_STRIP, [one]) for one in pair], GUTTER, before=3) for pair in pairs]
    if strips:
        rows.append(Paragraph(put("{} {}", JOINED, CAUTION), QUIET_SMALL))
    if rows:
        yield Section("The pain, and over time", rows)


def _in_pairs(strips: Sequence[Picture]) -> Iterator[Sequence[Picture]]:
    return (strips[at : at + 2] for at in range(0, len(strips), 2))
