"""The report's pictures: what they show they say in words, and nothing unanswered is drawn as an answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.lib.units import mm

from intake.clinical.language.instruments import Band
from intake.clinical.language.kinds import inside_sentence
from intake.clinical.language.numbers import days_text
from intake.clinical.rules.instruments import PHQ9
from intake.clinical.rules.questions.pain import REGIONS, pain
from intake.clinical.telling.body_map import BACK, FRONT, VIEWS
from intake.clinical.telling.pain_places import places_of, region_of
from intake.clinical.working.findings import Line, PainTimes
from intake.clinical.working.trend import FOLLOWED, Measure, Reading, trend
from intake.report.engine.faces import BOLD, REGULAR
from intake.report.engine.plate import LEAST, Label, Plate, stroke
from intake.report.engine.setting import fill
from intake.report.engine.shapes import Picture
from intake.report.engine.sheet import Sheet
from intake.report.engine.styles import ACCENT, COLUMN, GUTTER, INK, WIDTH
from intake.report.pictures.body_chart import WIDTH as CHART
from intake.report.pictures.body_chart import body_chart
from intake.report.pictures.gauges import gauge, rating_gauge
from intake.report.pictures.timeline import timeline
from intake.report.pictures.trend_strip import trend_strip
from tests import lanes
from tests.clinical.cases import EXAMPLES, NOTHING_POSITIVE, assessed
from tests.lanes import each

PHQ9_CHANGE, GAD7_CHANGE, PEG_CHANGE, PAIN_CHANGE = (FOLLOWED[id_] for id_ in ("phq9", "gad7", "peg", "pain"))
SITES = [area.site for view in VIEWS for area in view.areas]
SCORES = ("phq9", "gad7", "auditc", "peg")
PHQ9_ITEMS = {f"phq.q{item}": 2 for item in range(1, 10)}


def plate(picture: Picture) -> Plate:
    return cast(Plate, picture.paint)


def labels(picture: Picture) -> list[str]:
    return [label.text for label in plate(picture).labels]


def label(picture: Picture, text: str) -> Label:
    """The only one with this text."""
    (found,) = (word for word in plate(picture).labels if word.text == text)
    return found


def named(picture: Picture) -> list[str]:
    """What the list of a body chart says, each entry as one line."""
    said: list[str] = []
    for word in plate(picture).labels:
        if word.text.isdigit() and word.colour == ACCENT:
            said.append("")
        elif said:
            said[-1] = f"{said[-1]} {word.text}".strip()
    return said


def steps(picture: Picture) -> list[tuple[float, float]]:
    """Where each step of a gauge begins, and how wide it is."""
    found = re.findall(r"([0-9.]+) [0-9.]+ ([0-9.]+) [0-9.]+ re", plate(picture).operators)
    return [(float(x), float(wide)) for x, wide in found]


def chart(sites: list[str], worst: str = "") -> Picture:
    marked = Line("pain.sites", "", "", "Not answered", sites or None, "front_desk", "answered" if sites else "blank")
    if worst:
        worst_line = Line("pain.main_region", "", "", REGIONS[worst], worst, "front_desk")
    else:
        worst_line = Line("pain.main_region", "", "", "Does not know", None, "front_desk", "unknown")
    return body_chart(places_of(marked, worst_line, REGIONS))


def gauge_of(answers: dict[str, Any], score: str, width: float = 250) -> Picture:
    return gauge(assessed(answers).score(score), width)


def pain_of(answers: dict[str, Any], width: float = 250) -> Picture:
    return rating_gauge(assessed(answers).ratings[0], width)


def time_of(width: float = 250, **answers: Any) -> Picture | None:
    found = assessed(NOTHING_POSITIVE | {f"pain.{name}": answer for name, answer in answers.items()})
    return timeline(found.times, width)


def reading(measure: Measure, day: date, least: float, greatest: float) -> Reading:
    missing = round((greatest - least) / measure.greatest * measure.items)
    return Reading(day, least, greatest, missing, measure.decimals)


def strip(measure: Measure, *spans: tuple[float, float], width: float = 250) -> Picture:
    days = [date(2026, 1, 5) + timedelta(days=31 * place) for place in range(len(spans))]
    readings = [reading(measure, day, *span) for day, span in zip(days, spans, strict=True)]
    made = trend_strip(trend(measure, readings), width)
    assert made
    return made


MARKER, BRACKET = re.escape(fill(INK)), re.escape(stroke(INK, 1.3))
CURVES = re.compile(r"(?<= )c(?= )")


def drawn_at(width: float) -> Iterator[Picture | None]:
    for name in ("V10", "V14", "PROXY", "EMPTY"):
        yield from (gauge_of(EXAMPLES[name]["answers"], score, width) for score in SCORES)
        yield pain_of(EXAMPLES[name]["answers"], width)
    yield gauge_of(NOTHING_POSITIVE | PHQ9_ITEMS, "phq9", width)
    yield gauge_of(NOTHING_POSITIVE | PHQ9_ITEMS | {"phq.q4": "unknown", "phq.q5": "declined"}, "phq9", width)
    yield gauge_of(NOTHING_POSITIVE | {"peg.p": 4, "peg.e": 9, "peg.g": "unknown"}, "peg", width)
    yield gauge_of(NOTHING_POSITIVE | {"auditc.q1": 2, "auditc.q2": "unknown"}, "auditc", width)
    yield strip(PHQ9_CHANGE, (22, 22), (5, 5), (14, 14), width=width)
    yield strip(PHQ9_CHANGE, (12, 21), (27, 27), (0, 0), width=width)
    yield strip(GAD7_CHANGE, (9, 9), (3, 12), width=width)
    yield strip(PAIN_CHANGE, (10, 10), (0, 0), width=width)
    fall = {"mechanism": "fall_low", "onset_speed": "hours_to_days"}
    yield time_of(width, duration_days=400, injury_days_ago=364, **fall)
    yield time_of(width, duration_days=3, injury_days_ago=3650, **fall)
    yield time_of(width, duration_days=36500)
    yield time_of(width, duration_days=0)
    yield time_of(width, duration_days="unknown", injury_days_ago=12, **fall)


WIDTHS = ((COLUMN - GUTTER) / 2, 170, 210, WIDTH - CHART - GUTTER, COLUMN)
"""Two trends beside each other, the timeline in the column of text, a gauge beside the body chart; and others."""

PAGE_WIDTHS = (WIDTHS[0], *WIDTHS[-2:])


@cache
def pictures() -> dict[str, Picture]:
    """By name; every day at the widths of the pages."""
    found = [
        chart(["calf_L", "knee_front_R"], "calf"),
        chart(SITES, "thigh_outer"),
        chart(SITES, "big_toe"),
        chart(["calf_L", "knee_front_R", "low_back"], "calf"),
        chart([]),
        chart(["low_back"], "shin"),
        *(
            picture
            for width in (WIDTHS if lanes.all_of_them else PAGE_WIDTHS)
            for picture in drawn_at(width)
            if picture
        ),
    ]
    return {f"{number}: {picture.width:g} {picture.alt[:60]}": picture for number, picture in enumerate(found)}


@each(pictures)
def test_all_words_stand_inside_the_picture_and_can_be_read(picture: Picture) -> None:
    stand_inside(picture)


def stand_inside(picture: Picture) -> None:
    for word in plate(picture).labels:
        assert word.size >= LEAST
        assert word.left >= -0.6, word.text
        assert word.right <= picture.width + 0.6, word.text
        assert 1 <= word.y <= picture.tall - 0.65 * word.size, word.text


@each(pictures)
def test_no_words_run_into_each_other(picture: Picture) -> None:
    stand_apart(picture)


def stand_apart(picture: Picture) -> None:
    found = plate(picture).labels
    for place, one in enumerate(found):
        for other in found[place + 1 :]:
            beside = one.right <= other.left + 0.3 or other.right <= one.left + 0.3
            apart = abs(one.y - other.y) >= 0.66 * (one.size if one.y < other.y else other.size)
            assert beside or apart, (one.text, other.text)


@each(pictures)
def test_painting_twice_writes_the_same_and_leaves_nothing_behind(picture: Picture) -> None:
    written = []
    for _ in range(2):
        sheet = Sheet()
        picture.draw(sheet, 40, 700, picture.width)
        written.append("\n".join(sheet._code))
    assert written[0] == written[1]
    operators = plate(picture).operators.split()
    assert operators.count("q") == operators.count("Q")


def test_words_read_without_their_places_stay_apart() -> None:
    """As a reader does who takes the text of the file alone."""
    picture = chart(["knee_front_R", "calf_L"], "calf")
    sheet = Sheet()
    picture.draw(sheet, 40, 700, picture.width)
    last = re.findall(r"\(([^()]*)\) Tj ET", "\n".join(sheet._code))
    assert len(last) == len(labels(picture))
    assert set(last) == {face.code[" "] for face in (REGULAR, BOLD)}


# The body chart -------------------------------------------------------------------------------------------------------


def test_the_body_chart_names_what_is_marked_the_worst_first() -> None:
    picture = chart(["knee_front_R", "calf_L"], "calf")
    assert picture.alt == "Body chart. Marked: left calf (worst), right front of the knee."
    assert {"Left calf (worst)", "Right front of the knee"} <= set(named(picture))


@given(st.lists(st.sampled_from(SITES), min_size=1, unique=True), st.sampled_from(["", *REGIONS]))
def test_every_marked_area_is_numbered_and_named_with_its_side(sites: list[str], worst: str) -> None:
    picture = chart(sites, worst)
    listed = picture.alt.removeprefix("Body chart. Marked: ").partition(".")[0]
    for site in sites:
        name = inside_sentence(REGIONS[region_of(site)])
        sides = {"_L": "left", "_R": "right"}
        if site != "low_back":
            assert re.search(rf"\b{sides[site[-2:]]}( and right)? {re.escape(name)}", listed), site
        else:
            assert name in listed
    regions = len({region_of(site) for site in sites})
    numbers = [text for text in labels(picture) if text.isdigit()]
    if regions == 1:
        assert not numbers, "one place needs none"
        return
    assert sorted(set(numbers), key=int) == [str(number) for number in range(1, regions + 1)]
    assert len(numbers) == regions + len(sites), "one in the list, and one on each area"
    assert ("(worst" in listed) == (worst in {region_of(site) for site in sites})
    assert bool(worst) == ("Does not know".lower() not in picture.alt)


@pytest.mark.parametrize("view", [FRONT, BACK])
def test_an_area_is_marked_on_the_side_where_the_reader_looks_for_it(view: Any) -> None:
    """From the front the person's right is on our left; from the back the reverse."""
    for area in view.areas:
        if area.site == "low_back":
            continue
        picture = chart([area.site, "low_back"], region_of(area.site))
        on_body, _ = sorted((word for word in plate(picture).labels if word.text == "1"), key=lambda word: word.x)
        sides = [word for word in plate(picture).labels if word.text in ("Right", "Left")]
        pair = sorted(sides, key=lambda word: word.x)[slice(0, 2) if view is FRONT else slice(2, 4)]
        nearest = min(pair, key=lambda side: abs((side.left + side.right) / 2 - (on_body.left + on_body.right) / 2))
        assert nearest.text[0] == area.site[-1], area.site


def test_the_sides_are_named_in_words_under_each_figure() -> None:
    """Each word nearer to the other side's of its own figure than to the next figure's."""
    for picture in (chart([]), chart(["calf_L"]), chart(SITES)):
        words = [word for word in plate(picture).labels if word.text in ("Right", "Left")]
        assert [word.text for word in words] == ["Right", "Left", "Left", "Right"]
        assert len({word.y for word in words}) == 1
        within, between, also_within = (after.left - before.right for before, after in pairwise(words))
        assert 4 < max(within, also_within) < between - 4


def test_the_worst_place_has_no_side_of_its_own() -> None:
    assert "left and right calf (worst, side not asked)" in chart(["calf_L", "calf_R"], "calf").alt
    assert chart(["calf_L"], "shin").alt == "Body chart. Marked: left calf. Worst: shin (not marked)."


def test_the_worst_is_hatched_so_that_grey_shows_it() -> None:
    assert " W n " in plate(chart(["calf_L"], "calf")).operators
    assert " W n " not in plate(chart(["calf_L"])).operators


def test_a_body_without_answer_is_an_outline_with_words() -> None:
    picture = chart([])
    assert picture.alt == "Body chart. Not answered."
    assert "Not answered" in labels(picture)
    assert not [text for text in labels(picture) if text.isdigit()]


def test_the_chart_is_45_mm_high_and_the_longest_list_goes_on_below_the_figures() -> None:
    assert chart(["calf_L"], "calf").tall == chart([]).tall == pytest.approx(45 * mm, abs=5)
    assert chart([]).tall >= 45 * mm
    assert chart(SITES, "calf").tall < 300
    assert [word.tall for word in (chart(SITES), chart([]))] == sorted(
        (chart(SITES).tall, chart([]).tall), reverse=True
    )


def test_what_has_no_room_beside_the_figures_stands_below_them_in_its_order() -> None:
    picture = chart(SITES, "calf")
    foot = label(picture, "Front").y - 106
    ordered = [word for word in plate(picture).labels if word.text.isdigit() and word.colour == ACCENT]
    assert [int(word.text) for word in ordered] == list(range(1, 20))
    beside = [word for word in ordered if word.y >= foot]
    below = [word for word in ordered if word.y < foot]
    assert {word.left for word in below} == {0}
    assert len({word.left for word in beside}) == 1
    assert beside[0].left > 100
    for column in (beside, below):
        assert [word.y for word in column] == sorted((word.y for word in column), reverse=True)


# Gauges ---------------------------------------------------------------------------------------------------------------


def test_a_gauge_says_its_total_its_band_and_its_scale() -> None:
    picture = gauge_of(NOTHING_POSITIVE | PHQ9_ITEMS | {"phq.q9": 1}, "phq9")
    assert {"17 of 27", "moderately severe band"} <= set(labels(picture))
    assert picture.alt.startswith(
        "Gauge of PHQ-9: 17 of 27, moderately severe band. Scale from 0 to 27: minimal 0 to 4,"
    )


@given(st.lists(st.sampled_from([0, 1, 2, 3, "unknown", "declined"]), min_size=9, max_size=9))
def test_phq9_is_shown_as_the_assessment_says(items: list[Any]) -> None:
    score = assessed(NOTHING_POSITIVE | {f"phq.q{at}": answer for at, answer in enumerate(items, 1)}).score("phq9")
    picture = gauge(score)
    span = f"{score.min:g}" if not score.missing else f"{score.min:g} to {score.max:g}"
    operators = plate(picture).operators
    if score.missing == 9:
        assert "PHQ-9: not answered." in picture.alt
        assert re.search(MARKER, operators) is None
    else:
        assert f"PHQ-9: {span} of 27" in picture.alt
        assert f"{span} of 27" in labels(picture)
        assert bool(re.search(BRACKET, operators)) == (score.min != score.max)
        assert ("not answered" in picture.alt) == bool(score.missing)
    if score.band:
        band = next(band for band in PHQ9.bands if band.name == score.band)
        assert band.lowest <= score.min
        assert score.max <= band.highest
        assert f"{score.band} band" in " ".join(labels(picture))


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("reached", PHQ9.bands)
def test_each_band_is_a_step_of_the_scale_and_the_one_reached_is_named_beside_the_total(
    reached: Band, width: float
) -> None:
    """No other word or number stands at the scale: at 9 points the names of five bands have no room in their steps."""
    total = int(reached.lowest)
    items = {f"phq.q{item}": min(3, max(0, total - 3 * (item - 1))) for item in range(1, 10)}
    picture = gauge_of(NOTHING_POSITIVE | items, "phq9", width)
    assert " ".join(labels(picture)) == f"PHQ-9 {total} of 27 {reached.name} band"
    boxes = steps(picture)
    assert len(boxes) == len(PHQ9.bands)
    shares = [sum(wide for _, wide in boxes[:place]) / sum(wide for _, wide in boxes) for place in range(1, len(boxes))]
    limits = [(below.highest + above.lowest) / 2 / 27 for below, above in pairwise(PHQ9.bands)]
    assert shares == pytest.approx(limits, abs=0.001)


@pytest.mark.parametrize("score", SCORES)
@pytest.mark.parametrize(("example", "why"), [("EMPTY", "not answered"), ("PROXY", "by proxy, not scored")])
def test_what_is_not_scored_is_an_empty_scale_and_no_0(score: str, example: str, why: str) -> None:
    picture = gauge_of(EXAMPLES[example]["answers"], score)
    assert why in labels(picture)
    assert not [text for text in labels(picture) if " of " in text]
    assert not re.search(f"{MARKER}|{BRACKET}", plate(picture).operators)
    zero = gauge_of(NOTHING_POSITIVE | dict.fromkeys(PHQ9_ITEMS, 0), "phq9")
    assert re.search(MARKER, plate(zero).operators), "a 0 that was answered is marked"


def test_pain_not_rated_is_no_0() -> None:
    empty, none = (pain_of(answers) for answers in ({}, NOTHING_POSITIVE | {"pain.nrs_avg": 0}))
    assert empty.alt.startswith("Gauge of Average pain in 7 days: not answered.")
    assert none.alt.startswith("Gauge of Average pain in 7 days: 0 of 10")
    assert not re.search(MARKER, plate(empty).operators)
    assert re.search(MARKER, plate(none).operators)


def test_a_higher_total_stands_further_right_and_in_its_band() -> None:
    at = {}
    for total in range(28):
        items = {f"phq.q{item}": min(3, max(0, total - 3 * (item - 1))) for item in range(1, 10)}
        picture = gauge_of(NOTHING_POSITIVE | items, "phq9")
        tip = re.search(
            r"(?<=rg )([0-9.]+) [0-9.]+ m (?=[0-9.]+ [0-9.]+ l [0-9.]+ [0-9.]+ l f)", plate(picture).operators
        )
        assert tip
        at[total] = float(tip[1])
        inside = [place for place, (x, wide) in enumerate(steps(picture)) if x <= at[total] <= x + wide]
        (band,) = (place for place, band in enumerate(PHQ9.bands) if band.lowest <= total <= band.highest)
        assert inside == [band]
    assert sorted(at, key=at.__getitem__) == list(range(28))


def test_bands_are_those_of_adults() -> None:
    picture = gauge_of(EXAMPLES["V14"]["answers"], "phq9")
    assert "no band under 18" in picture.alt
    assert not {"minimal", "mild", "severe"} & set(labels(picture))


def test_audit_c_shows_the_cut_offs_of_the_rules() -> None:
    picture = gauge_of(NOTHING_POSITIVE, "auditc")
    below, between, above = (wide for _, wide in steps(picture))
    assert [below / between, above / between] == pytest.approx([2.5, 8.5], abs=0.02), "parted at 2.5 and 3.5 of 12"
    assert "4 or more counts as positive; 3 or more where" in picture.alt


# Trend and timeline ---------------------------------------------------------------------------------------------------


def whole_or_range(greatest: int) -> st.SearchStrategy[tuple[float, float]]:
    number = st.integers(0, greatest)
    return st.one_of(number.map(lambda n: (n, n)), st.tuples(number, number).map(lambda pair: (min(pair), max(pair))))


@given(st.data(), st.sampled_from(list(FOLLOWED.values())))
def test_a_trend_says_each_date_and_value_and_joins_whole_neighbours_only(
    data: st.DataObject, measure: Measure
) -> None:
    spans = data.draw(st.lists(whole_or_range(int(measure.greatest)), min_size=2, max_size=6))
    picture = strip(measure, *spans)
    for least, most in spans:
        assert reading(measure, date(2026, 1, 5), least, most).text in picture.alt
    assert picture.alt.count(" 2026") == len(spans)
    whole = [least == most for least, most in spans]
    operators = plate(picture).operators
    assert len(re.findall(r" re\b", operators)) == whole.count(False)
    assert len(CURVES.findall(operators)) == 4 * whole.count(True)
    joined = sum(one and other for one, other in pairwise(whole))
    # The frame is one path of three points, each join one of two.
    assert len(re.findall(r" m\b", operators)) - whole.count(True) == 1 + joined
    assert {picture.alt.split(",")[0].removesuffix(" over time"), "5 Jan 2026"} <= set(labels(picture))


@given(st.data(), st.sampled_from(list(FOLLOWED.values())), st.integers(126, 250))
def test_the_words_of_a_trend_stand_apart(data: st.DataObject, measure: Measure, width: int) -> None:
    spans = data.draw(st.lists(whole_or_range(int(measure.greatest)), min_size=2, max_size=12))
    picture = strip(measure, *spans, width=width)
    stand_inside(picture)
    stand_apart(picture)
    assert {"0", f"{measure.greatest:g}"} <= set(labels(picture))


def test_the_last_value_is_bold_and_no_mark_is_left_out() -> None:
    picture = strip(PHQ9_CHANGE, (22, 22), (5, 5), (14, 14))
    assert [word.bold for word in plate(picture).labels if word.text == "14"] == [True, True]
    said = " ".join(labels(picture))
    assert "down 8 from first; reliable change; went up by 5 or more since the one before" in said
    assert "went up by 5 or more since the one before" in picture.alt


def test_one_intake_is_no_trend() -> None:
    assert trend_strip(trend(PHQ9_CHANGE, [Reading(date(2026, 1, 5), 7, 7)])) is None
    assert trend_strip(trend(PHQ9_CHANGE, [])) is None


def test_a_timeline_says_when_the_pain_began_and_how() -> None:
    picture = time_of(duration_days=21, onset_speed="sudden", mechanism="fall_low", injury_days_ago=30)
    assert picture
    assert picture.alt == "Time before the assessment: began 3 weeks ago; injury 1 month ago; started suddenly."
    assert {"Began 3 weeks ago", "Injury 1 month ago; started suddenly"} <= set(labels(picture))
    assert {"pain began", "injury"} <= set(labels(picture)) or {"injury, pain began", "pain began, injury"} & set(
        labels(picture)
    )


@given(st.integers(0, 20000), st.integers(0, 3650), st.integers(165, 250))
def test_two_marks_on_a_timeline_are_named_apart(began: int, injury: int, width: int) -> None:
    picture = time_of(width, duration_days=began, mechanism="fall_low", injury_days_ago=injury)
    assert picture
    stand_inside(picture)
    stand_apart(picture)
    assert "assessed" in labels(picture)


def test_what_was_said_stands_in_the_words_of_a_timeline() -> None:
    said = {"began_said": "since the summer school holidays, July to September 2026", "injury_said": "2 to 3 weeks"}
    for width in (165, 250):
        picture = timeline(PainTimes(86, "", 14, "", **said), width)
        assert picture
        stand_inside(picture)
        stand_apart(picture)
        assert f"pain: {said['began_said']}; injury: 2 to 3 weeks" in picture.alt


def test_an_unknown_start_is_not_drawn() -> None:
    assert time_of(duration_days="unknown") is None
    assert timeline(assessed({}).times) is None
    picture = time_of(duration_days="unknown", mechanism="fall_low", injury_days_ago=12)
    assert picture
    assert "began" not in picture.alt
    assert "start of the pain: does not know" in picture.alt
    assert not CURVES.search(plate(picture).operators)


def test_longer_ago_stands_further_left() -> None:
    at = []
    for days in (0, 1, 7, 90, 400, 5000):
        picture = time_of(duration_days=days)
        assert picture
        start = re.search(r"1\.4 w ([0-9.]+)", plate(picture).operators)
        assert start
        at.append(float(start[1]))
    assert at == sorted(at, reverse=True)
    assert len(set(at)) == len(at)


@given(st.integers(0, int(pain.duration_days.maximum)))
def test_days_in_words_are_the_days_answered_or_nearly(days: int) -> None:
    said = re.fullmatch(r"(about )?([0-9]+) (day|week|month|year)s?", days_text(days))
    assert said
    again = int(said[2]) * {"day": 1, "week": 7, "month": 30, "year": 365}[said[3]]
    assert again == days if not said[1] else days >= 100 and abs(again - days) <= days / 4
