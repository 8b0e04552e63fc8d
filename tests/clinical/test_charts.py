"""One geometry for charts: dates and scores to scale, whichever way heights grow, and labels that have room."""

import datetime

import pytest

from intake.clinical.telling.charts import Frame, Plot, with_room
from intake.clinical.working.trend import FOLLOWED, Reading, trend

FIRST = datetime.date(2026, 1, 1)
SCREEN = Frame(left=40, right=240, zero=160, greatest=20)
PAPER = Frame(left=10, right=110, zero=9, greatest=27)
MEASURE = next(iter(FOLLOWED.values()))


def plot(frame: Frame, *readings: tuple[int, float, float]) -> Plot:
    """Readings as days after the first, least and greatest."""
    days = [FIRST + datetime.timedelta(days=day) for day, _, _ in readings]
    found = trend(MEASURE, [Reading(day, low, high) for day, (_, low, high) in zip(days, readings, strict=True)])
    return Plot(found, frame, days[0], days[-1])


@pytest.mark.parametrize("frame", [SCREEN, PAPER])
def test_dates_and_scores_are_to_scale(frame: Frame) -> None:
    greatest = MEASURE.greatest
    places = plot(frame, (0, 0, 0), (25, greatest / 3, greatest), (100, greatest, greatest)).places
    assert [place.x for place in places] == [frame.left, frame.left + (frame.right - frame.left) / 4, frame.right]
    assert (places[0].least, places[2].least) == (frame.zero, frame.greatest)
    assert places[1].least == pytest.approx(frame.zero + (frame.greatest - frame.zero) / 3)
    assert places[1].greatest == frame.greatest


def test_a_single_day_stands_in_the_middle() -> None:
    assert plot(SCREEN, (0, 3, 3), (0, 4, 4)).places[0].x == (SCREEN.left + SCREEN.right) / 2


def test_a_line_joins_whole_scores_that_follow_each_other() -> None:
    shown = plot(SCREEN, (0, 9, 9), (10, 8, 8), (20, 5, 9), (30, 4, 4))
    assert shown.joined == ((shown.places[0], shown.places[1]),)


@pytest.mark.parametrize(
    ("middles", "kept"),
    [
        ([50], [0]),
        ([10, 50, 90], [0, 1, 2]),
        ([10, 30, 90], [0, 2]),
        ([10, 75, 90], [0, 2]),
        ([80, 90], [1]),
    ],
)
def test_the_last_label_has_room_and_the_others_where_there_is_some(middles: list[float], kept: list[int]) -> None:
    assert list(with_room(middles, [20] * len(middles), 4)) == kept
