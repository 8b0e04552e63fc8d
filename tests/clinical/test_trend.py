"""Change between intakes: which scores are compared, what is marked, and what a line may join."""

from __future__ import annotations

import datetime
from itertools import count
from typing import Any

import pytest

from intake.clinical.language.instruments import Score
from intake.clinical.rules.questions import FOLLOWED as FOLLOWED_SCORES
from intake.clinical.working.trend import FOLLOWED, NOTHING_MARKED, Measure, Reading, Trend, change_of, trend
from tests.clinical.cases import Document, assessed

PHQ9_CHANGE, GAD7_CHANGE, PEG_CHANGE, PAIN_CHANGE = (FOLLOWED[id_] for id_ in ("phq9", "gad7", "peg", "pain"))
Span = float | tuple[float, float]
FELL, HALF, REMITTED = (
    "reliable change: down by 5 or more",
    "response: down by half or more",
    "remission: below 5",
)
ROSE = "went up by 5 or more"
SINCE = " since the one before"
THIRD, POINT = "down by 30 % or more", "down by 1 point or more"


def day(number: int) -> datetime.date:
    return datetime.date(2026, 1, 1) + datetime.timedelta(days=number)


def over(measure: Measure, *spans: Span, days: Any = None) -> Trend:
    on = days or count()
    ends = [span if isinstance(span, tuple) else (span, span) for span in spans]
    readings = [Reading(day(number), *span, 0, measure.decimals) for number, span in zip(on, ends, strict=False)]
    return trend(measure, readings)


@pytest.mark.parametrize(
    ("spans", "last"),
    [
        # one or none to compare with
        ([14], ()),
        ([(11, 17)], ()),
        # down by 5, by half, below 5: each edge
        ([14, 10], ()),
        ([14, 9], (FELL,)),
        ([14, 8], (FELL,)),
        ([14, 7], (FELL, HALF)),
        ([15, 8], (FELL,)),
        ([20, 5], (FELL, HALF)),
        ([20, 4], (FELL, HALF, REMITTED)),
        ([5, 4], (REMITTED,)),
        ([6, 3], (HALF, REMITTED)),
        ([5, 0], (FELL, HALF, REMITTED)),
        # below 5 at first: nothing to respond or remit
        ([4, 2], ()),
        ([4, 0], ()),
        ([0, 0], ()),
        # up
        ([9, 13], ()),
        ([9, 14], (ROSE,)),
        ([0, 27], (ROSE,)),
        # compared with the first, and a rise with the one before, too
        ([20, 12, 18], (ROSE + SINCE,)),
        ([20, 10, 15], (FELL, ROSE + SINCE)),
        ([20, 12, 16], ()),
        ([10, 16, 9], ()),
        ([10, 16, 16], (ROSE,)),
        # a partial one is no baseline, is not compared, and breaks no comparison
        ([(11, 17), 8], ()),
        ([(11, 17), 16, 8], (FELL, HALF)),
        ([16, (0, 3)], ()),
        ([16, (20, 27)], ()),
        ([16, (11, 17), 8], (FELL, HALF)),
        ([16, 6, (0, 27), 11], (FELL, ROSE + SINCE)),
    ],
    ids=str,
)
def test_what_a_phq9_is_marked_with(spans: list[Span], last: tuple[str, ...]) -> None:
    assert over(PHQ9_CHANGE, *spans).points[-1].marks == last


@pytest.mark.parametrize(
    ("spans", "last"),
    [
        ([10, 7], (THIRD, POINT)),
        ([10, 7.1], (POINT,)),
        ([10, 9], (POINT,)),
        ([10, 9.1], ()),
        ([2, 1.4], (THIRD,)),
        ([26 / 3, 23 / 3], (POINT,)),  # as floats the difference is a shade below 1
        ([20 / 3, 14 / 3], (THIRD, POINT)),
        ([20 / 3, 15 / 3], (POINT,)),
        ([0, 0], ()),
        ([0, 5], ()),
        ([5, 8], ()),
        ([(4, 7), 2], ()),
        ([7, (0, 3)], ()),
        ([7, (0, 3), 4], (THIRD, POINT)),
    ],
    ids=str,
)
def test_what_a_peg_is_marked_with(spans: list[Span], last: tuple[str, ...]) -> None:
    assert over(PEG_CHANGE, *spans).points[-1].marks == last


@pytest.mark.parametrize("measure", [GAD7_CHANGE, PAIN_CHANGE], ids=lambda measure: measure.id)
def test_without_a_published_rule_nothing_is_marked_and_that_is_said(measure: Measure) -> None:
    assert [point.marks for point in over(measure, 10, 0, 10).points] == [(), (), ()]
    assert "none is marked" in measure.change.note


def test_changes_in_words() -> None:
    points = over(PHQ9_CHANGE, 16, (11, 17), 8, 8, 12).points
    assert [point.from_first for point in points] == ["", "", "down 8", "down 8", "down 4"]
    assert [point.from_before for point in points] == ["", "", "down 8", "no change", "up 4"]
    assert [point.from_first for point in over(PEG_CHANGE, 20 / 3, 14 / 3, 5).points] == ["", "down 2.0", "down 1.7"]


def test_nothing_to_show() -> None:
    assert over(PHQ9_CHANGE).points == over(PHQ9_CHANGE).joined == ()


@pytest.mark.parametrize(
    ("measure", "span", "text"),
    [
        (PHQ9_CHANGE, (14, 14), "14"),
        (PHQ9_CHANGE, (0, 0), "0"),
        (PHQ9_CHANGE, (11, 17), "11 to 17"),
        (GAD7_CHANGE, (3, 6), "3 to 6"),
        (PEG_CHANGE, (16 / 3, 16 / 3), "5.3"),
        (PEG_CHANGE, (5, 5), "5.0"),
        (PEG_CHANGE, (11 / 3, 21 / 3), "3.7 to 7.0"),
        (PAIN_CHANGE, (6, 6), "6"),
    ],
)
def test_a_score_in_words(measure: Measure, span: Any, text: str) -> None:
    assert over(measure, span).points[0].reading.text == text


@pytest.mark.parametrize(
    ("spans", "days", "joined"),
    [
        ([16, 12, 8], (0, 1, 2), [(0, 1), (1, 2)]),
        ([16, (11, 17), 8, 4], (0, 1, 2, 3), [(2, 3)]),
        ([16, (11, 17), 8], (0, 1, 2), []),
        ([(1, 4), (11, 17)], (0, 1), []),
        ([(1, 4), 8, 9], (0, 1, 2), [(1, 2)]),
        ([8, 9, (1, 4)], (0, 1, 2), [(0, 1)]),
        ([8, 9, 4], (0, 0, 2), [(0, 2)]),  # two on one day: a line straight up would look like a range
        ([8], (0,), []),
    ],
    ids=str,
)
def test_a_line_joins_whole_neighbours_and_never_passes_a_range(
    spans: list[Span], days: tuple[int, ...], joined: list[tuple[int, int]]
) -> None:
    found = over(PHQ9_CHANGE, *spans, days=days).joined
    assert [tuple((point.reading.on - day(0)).days for point in pair) for pair in found] == joined


def test_points_stand_by_date_and_those_of_one_day_as_they_came() -> None:
    points = over(PHQ9_CHANGE, 3, 9, 5, 7, days=(5, 0, 2, 2)).points
    assert [point.reading.least for point in points] == [9, 5, 7, 3]


WHOLE = {f"phq.q{item}": 1 for item in range(1, 10)} | {f"gad.q{item}": 1 for item in range(1, 8)}
IN_PAIN = {"pain.present": True, "peg.p": 5, "peg.e": 5, "peg.g": 5, "pain.nrs_avg": 6}
NO_PAIN = "not asked: there was no pain in the back, buttock, hip, leg or foot in the past 7 days"


@pytest.mark.parametrize(
    ("answers", "unscored"),
    [
        (WHOLE | IN_PAIN, ["", "", "", ""]),
        ({}, ["not answered"] * 4),
        ({"phq.q1": 1, "gad.q1": 1, "peg.p": 1}, ["", "", "", "not answered"]),
        ({"phq.q1": "declined"}, ["not answered"] * 4),
        (WHOLE | IN_PAIN | {"ctx.respondent": "proxy"}, ["by proxy, not scored"] * 4),
        (WHOLE | IN_PAIN | {"pt.age_years": 15}, ["under 18, not scored"] * 4),
        (WHOLE | IN_PAIN | {"pt.age_years": None}, ["age missing, not scored"] * 4),
        (WHOLE | {"pain.present": False}, ["", "", NO_PAIN, NO_PAIN]),
        (WHOLE | IN_PAIN | {"pain.present": False}, ["", "", NO_PAIN, NO_PAIN]),
        (WHOLE | IN_PAIN | {"pain.present": None}, ["", "", "", ""]),
    ],
)
def test_only_adults_who_answered_for_themselves_are_compared(answers: Document, unscored: list[str]) -> None:
    found = assessed({"pt.age_years": 50} | answers)
    followed = [*(score for score in found.scores if score.followed), *found.ratings]
    assert [each.id for each in followed] == list(FOLLOWED)
    why = {each.id: each.unscored for each in followed}
    assert [why[id_] for id_ in ("phq9", "gad7", "peg", "pain")] == unscored


def test_every_rule_names_its_source_and_no_word_is_one_never_shown() -> None:
    for measure in FOLLOWED.values():
        assert bool(measure.change.rules) == bool(measure.sources)
    assert [source.id for measure in FOLLOWED.values() for source in measure.sources] == ["KS2002", "REED2023"]


def test_only_published_bands_are_drawn_over_time() -> None:
    for score in FOLLOWED_SCORES:
        names = [band.name for band in FOLLOWED[score.id].bands]
        published = isinstance(score, Score) and not score.instrument.band_note
        assert names == ([band.name for band in score.bands] if published else [])


def test_what_the_rules_do_not_follow_any_more_is_marked_with_nothing() -> None:
    assert change_of("phq9").rules
    assert change_of("old") is NOTHING_MARKED
