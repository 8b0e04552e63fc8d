"""The service view: what is counted, that small numbers cannot be read off it, and that it asks no more of more."""

from __future__ import annotations

import datetime
import itertools
import re
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from intake.actions.intakes import reopen_intake
from intake.clinical.rules.questions import QUESTIONS, SECTIONS
from intake.models import Alert, CountedAssessment, Intake, Referral, ReferralEvent, Service
from intake.stored.assessments import findings
from intake.views.service_view.figure import BAR_MOST, Bar, BarChart, ColumnChart, Figure, Part, bar
from intake.views.service_view.intakes import Nested
from intake.views.service_view.periods import Period
from intake.views.service_view.small_numbers import FEWER, HELD_BACK, LEAST, alone, part, parts_of, share
from tests import factories, over_time
from tests.factories import People
from tests.many_intakes import many_intakes
from tests.views.pages import forbidden, title, words

PAGE = "/service-view/"
OF_CHANGED_DAYS = 4
"""Queries that are asked only of days of which something has changed since the view before."""
NOW = datetime.datetime(2026, 11, 26, 12, tzinfo=datetime.UTC)
"""A Thursday."""
TODAY = NOW.date()
DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def lead(people: People) -> Client:
    client = Client()
    client.force_login(people.clinical_lead)
    return client


def page(lead: Client, weeks: int = 12) -> Any:
    return lead.get(f"{PAGE}?weeks={weeks}")


def figures(lead: Client, weeks: int = 12) -> dict[str, Figure]:
    return {figure.id: figure for figure in page(lead, weeks).context["figures"]}


def table(figure: Figure) -> dict[str, tuple[str, ...]]:
    return {row[0]: tuple(row[1:]) for row in figure.rows}


def counted_intakes(people: People, about: list[dict[str, Any]]) -> list[Intake]:
    return many_intakes(people.front_desk, about)


# Small numbers


def test_a_number_from_1_to_4_is_not_told() -> None:
    assert [alone(number).text for number in (0, 1, 4, 5, 12345)] == ["0", FEWER, FEWER, "5", "12,345"]


@pytest.mark.parametrize(
    ("numbers", "told"),
    [
        ([10, 20, 30], ["10", "20", "30"]),
        ([3, 20, 30], [FEWER, HELD_BACK, "30"]),  # one alone would be the total without the others
        ([2, 1, 30], [FEWER, FEWER, HELD_BACK]),  # the two together would be 3
        ([3, 4, 30], [FEWER, FEWER, "30"]),
        ([3, 0, 30], [FEWER, "0", HELD_BACK]),
        ([0, 0, 9], ["0", "0", "9"]),
        ([4, 4, 30], [FEWER, FEWER, HELD_BACK]),  # two that are fewer than 5 and 8 together are 4 each
        ([1, 5, 30], [FEWER, HELD_BACK, HELD_BACK]),  # of 6, what is not fewer than 5 leaves 1
        ([4, 4, 0], [HELD_BACK, HELD_BACK, HELD_BACK]),
        ([1, 5], [HELD_BACK, HELD_BACK]),
        ([1, 1, 1, 1, 1], [HELD_BACK] * 5),
        ([3], [FEWER]),
        ([], []),
    ],
)
def test_a_second_number_is_held_back(numbers: list[int], told: list[str]) -> None:
    assert [shown.text for shown in parts_of(numbers)] == told


@given(st.lists(st.integers(0, 40), max_size=12), st.sets(st.integers(0, 11)))
def test_nothing_small_follows_from_the_total(numbers: list[int], held_back: set[int]) -> None:
    shown = parts_of(numbers, {place for place in held_back if place < len(numbers)})
    hidden = [number for number, told in zip(numbers, shown, strict=True) if told.number is None]
    assert all(told.number in (None, number) for number, told in zip(numbers, shown, strict=True))
    assert not any(told.number in range(1, LEAST) for told in shown)
    others = [number for number, told in zip(numbers, shown, strict=True) if told.number]
    if sum(numbers) >= LEAST and hidden and (others or len(hidden) > 1):
        assert len(hidden) > 1 or not any(number for number in numbers if number not in hidden)
        assert sum(hidden) >= LEAST or not others


@given(st.lists(st.integers(0, 12), max_size=12))
def test_no_small_number_is_the_only_one_that_fits_the_total(numbers: list[int]) -> None:
    shown = parts_of(numbers)
    few, held_back = (
        [n for n, told in zip(numbers, shown, strict=True) if told.text == text] for text in (FEWER, HELD_BACK)
    )
    if few and sum(numbers) >= LEAST:
        hidden = sum(few) + sum(held_back)
        assert hidden > len(few) + LEAST * len(held_back)
        assert held_back or hidden < (LEAST - 1) * len(few)


def test_what_is_left_of_a_whole_is_small_too() -> None:
    assert [part(number, 20).text for number in (0, 3, 10, 17, 20)] == ["0", FEWER, "10", HELD_BACK, "20"]
    assert [share(number, 20) for number in (0, 3, 10, 17, 20)] == ["0 %", "–", "50 %", "–", "100 %"]
    assert share(0, 0) == share(3, 4) == "–"


# Intakes


def test_intakes_by_week_urgency_pattern_and_level(lead: Client, people: People) -> None:
    week = [{"on": TODAY, "tier": 0, "pattern": "none", "combined_level": "C0"}] * 8
    week += [{"on": TODAY, "tier": 2, "pattern": "several", "combined_level": "C3"}] * 6
    before = [{"on": TODAY - 10 * DAY, "tier": 2, "pattern": "not_worked_out", "combined_level": ""}] * 7
    too_old = [{"on": TODAY - 100 * DAY}] * 9
    not_counted = [{"on": TODAY, "state": "in_error"}] * 5
    ahead = [{"on": TODAY + DAY}] * 5
    counted_intakes(people, [*week, *before, *too_old, *not_counted, *ahead])
    shown = figures(lead)
    weeks = table(shown["weeks"])
    assert len(weeks) == 12
    assert (weeks["23 Nov 2026"], weeks["16 Nov 2026"], weeks["9 Nov 2026"]) == (("14",), ("7",), ("0",))
    assert table(shown["tiers"])["Tier 2, same day"] == ("13", "62 %")
    assert table(shown["tiers"])["No flag present"] == ("8", "38 %")
    assert table(shown["patterns"])["None is clear"] == ("8",)
    assert table(shown["patterns"])["Several lead"] == ("6",)
    assert table(shown["levels"])["None"] == ("7", "33 %")
    assert "12 weeks, 7 Sep 2026 to 26 Nov 2026: 21 intakes" in words(page(lead))
    assert "Last year, 1 Dec 2025 to 26 Nov 2026: 30 intakes" in words(page(lead, 52))


def test_no_number_under_five_is_on_the_page(lead: Client, people: People) -> None:
    counted_intakes(
        people,
        [
            *[{"on": TODAY, "tier": 0, "pattern": "nerve", "combined_level": "C0"}] * 3,
            *[{"on": TODAY - 8 * DAY, "tier": 1, "pattern": "none", "combined_level": "C1"}] * 2,
            *[{"on": TODAY, "tier": 2, "pattern": "none", "combined_level": "C4", "flags": [("RF02", "x", True)]}] * 21,
        ],
    )
    for figure in figures(lead).values():
        for row in figure.rows:
            assert not set(row[1:]) & {"1", "2", "3", "4"}, (figure.id, row)
        for each in figure.chart.bars if figure.chart else ():
            assert each.text not in {"1", "2", "3", "4"}, (figure.id, each)
            assert not each.parts or each.text not in (FEWER, HELD_BACK)  # nor by its length
    assert table(figures(lead)["tiers"]) == {
        "Tier 1, emergency now": (FEWER, "–"),
        "Tier 2, same day": ("21", "81 %"),
        "Tier 3, urgent (within 2 weeks)": ("0", "0 %"),
        "Tier 4, routine, noted": ("0", "0 %"),
        "No flag present": (FEWER, "–"),
    }


def test_a_week_is_hidden_alike_in_each_period(lead: Client, people: People) -> None:
    """Or the week that one of them holds back could be read off another one."""
    numbers = {1: 3, 2: 9, 3: 7, 6: 5, 7: 6, 20: 3, 30: 8}
    monday = Period(4).mondays[-1]
    about = [{"on": monday - back * 7 * DAY} for back, number in numbers.items() for _ in range(number)]
    counted_intakes(people, about)
    by_period = [table(figures(lead, weeks)["weeks"]) for weeks in (4, 12, 52)]
    for shorter, longer in itertools.pairwise(by_period):
        assert {week: longer[week] for week in shorter} == shorter
    told = list(by_period[2].values())
    assert told[-2:] == [(FEWER,), ("0",)]
    assert told[-4:-2] == [(HELD_BACK,), ("9",)]
    assert told[-8:-6] == [("6",), ("5",)]
    assert (told[-31], told[-21]) == ((HELD_BACK,), (FEWER,))


def test_a_longer_period_does_not_tell_how_few_it_has_more(lead: Client, people: People) -> None:
    counted_intakes(people, [{"on": TODAY}] * 20 + [{"on": TODAY - 100 * DAY, "tier": 1}] * 3)
    shown = page(lead, 52)
    assert "1 Dec 2025 to 26 Nov 2026: 20 intakes. The few before 7 Sep 2026 are left out" in words(shown)
    assert table(figures(lead, 52)["tiers"]) == table(figures(lead, 4)["tiers"])
    counted_intakes(people, [{"on": TODAY - 100 * DAY, "tier": 1}] * 2)
    assert "1 Dec 2025 to 26 Nov 2026: 25 intakes. Numbers of many" in words(page(lead, 52))


def test_a_longer_period_does_not_tell_of_which_urgency_pattern_or_level_its_few_more_are(
    lead: Client, people: People
) -> None:
    """Ten more in all, of which one is of tier 1: 6 less 5 would tell of one person."""
    counted_intakes(people, [{"on": TODAY, "tier": 1}] * 5 + [{"on": TODAY, "tier": 2}] * 20)
    earlier = TODAY - 60 * DAY
    counted_intakes(people, [{"on": earlier, "tier": 1}] + [{"on": earlier, "tier": 2}] * 9)
    shorter, longer = (figures(lead, weeks) for weeks in (4, 12))
    assert table(shorter["tiers"])["Tier 1, emergency now"][0] == "5"
    assert table(longer["tiers"])["Tier 1, emergency now"] == (HELD_BACK, "–")
    assert table(longer["tiers"])["Tier 2, same day"][0] == HELD_BACK  # or it would be the total without the other
    told = Nested([TODAY, earlier])
    told.add("pattern", TODAY, 5)
    told.add("pattern", earlier, 1)
    assert told.parts(["pattern"]) == [(None, HELD_BACK)]


def test_flags_per_100_and_the_quiet_share(lead: Client, people: People) -> None:
    flagged = {"on": TODAY, "tier": 2, "flags": [("RF02", "Deep vein thrombosis", True)]}
    pointed = {"on": TODAY, "tier": 0, "tier_open": 2, "flags": [("RF02", "Deep vein thrombosis", False)]}
    rare = {"on": TODAY, "tier": 1, "flags": [("RF30", "Stroke signs", True)]}
    quiet = {"on": TODAY, "tier": 0}
    old = {"on": TODAY, "tier": 3, "pattern": ""}
    counted_intakes(people, [flagged] * 10 + [pointed] * 6 + [rare] * 4 + [quiet] * 20 + [old] * 10)
    flags = figures(lead)["flags"]
    assert table(flags) == {"RF02 Deep vein thrombosis": ("10", "6", "40.0")}
    assert flags.notes[0] == "Quiet: no flag present, and none pointed to: 20 of 50 intakes (40 %)."
    assert flags.notes[1].startswith("10 intakes were assessed before these were counted")
    assert table(figures(lead)["patterns"])["Assessed before this was counted"] == ("10",)


def test_completeness_by_section_and_by_question(lead: Client, people: People) -> None:
    asked = {"on": TODAY, "sections": [("symptoms", 10, 7, 1, 1), ("history", 4, 4, 0, 0)]}
    counted_intakes(
        people, [asked | {"unanswered": ["sx.rash", "phq.q9"]}] * 6 + [asked | {"unanswered": ["phq.q9"]}] * 6
    )
    shown = figures(lead)
    assert table(shown["sections"])["Leg and body symptoms"] == ("12", "70 %", "10 %", "10 %", "10 %")
    assert table(shown["sections"])["History"] == ("12", "100 %", "0 %", "0 %", "0 %")
    assert list(table(shown["unanswered"]).items()) == [
        (QUESTIONS["phq.q9"].short, ("12", "100")),
        ("sx.rash", ("6", "50")),  # no question of any release
    ]


def test_what_is_counted_is_what_was_assessed(people: People) -> None:
    """By the actions, and nothing of what is confidential: that flag is its pointer."""
    for case in ("V01", "V04", "V11"):
        intake = factories.submitted(people.front_desk, case)
        assert intake.current
        found, counted = findings(intake.current), intake.current.counted
        assert (counted.tier, counted.tier_open) == (found.tier, found.tier_open)
        assert counted.assessed_on == intake.current.assessed_on
        leading = found.leading_patterns
        told = {0: "none", 1: leading[0].id if leading else ""}.get(len(leading), "several")
        assert counted.pattern == (told if found.patterns is not None else "not_worked_out")
        flags = {(flag.flag, flag.present) for flag in counted.flags.all()}
        assert flags == {(f.id, True) for f in found.present} | {(f.id, False) for f in found.pointed_to}
        blank = {line.question for line in found.lines if line.by == "front_desk" and line.state == "blank"}
        assert set(counted.unanswered.values_list("question", flat=True)) == blank
        asked = [line for line in found.lines if line.by == "front_desk" and line.state not in ("na", "kept_apart")]
        assert sum(section.asked for section in counted.sections.all()) == len(asked)
        assert {section.section for section in counted.sections.all()} <= {section.id for section in SECTIONS}


def test_a_confidential_flag_is_counted_without_its_name(people: People) -> None:
    intake = factories.submitted(people.front_desk, factories.example("V01") | {"mh.unsafe_at_home": True})
    assert intake.current
    whole = findings(intake.current).whole()
    confidential = [flag for flag in whole.flags if flag.pointer and (flag.status == "present" or flag.is_pointed_to)]
    if not confidential:
        pytest.fail("this case has no confidential flag any more")
    kept = intake.current.counted.flags.filter(flag="").values_list("title", flat=True)
    assert set(kept) == {flag.pointer for flag in confidential}
    assert not intake.current.counted.flags.filter(flag__in=[flag.id for flag in confidential]).exists()


def test_submitted_again_it_counts_once_as_it_is_now(lead: Client, people: People) -> None:
    intake = factories.submitted(people.front_desk, "V01")
    again = reopen_intake(actor=people.front_desk, intake=intake)
    assert page(lead).context["total"].text == FEWER
    assert again.current_id == intake.current_id
    assert CountedAssessment.objects.count() == 1


# Alerts


def raise_alerts(people: People, waits: list[int | None]) -> None:
    (intake,) = counted_intakes(people, [{"on": TODAY, "state": "submitted"}])
    for wait in waits:
        raised = timezone.now() - 20 * DAY
        done = {} if wait is None else {"acknowledged_at": raised + datetime.timedelta(minutes=wait)}
        by = {} if wait is None else {"acknowledged_by": people.clinician, "outcome": "Spoke"}
        about = {"flag": "RF17a", "title": "x", "tier": 1, "because": [], "raised_by": people.front_desk}
        Alert.objects.create(intake=intake, raised_at=raised, **about, **done, **by)


def test_the_time_from_alert_to_acknowledgement(lead: Client, people: People) -> None:
    raise_alerts(people, [2] * 6 + [20] * 9 + [300] * 5 + [None] * 5)
    alerts = figures(lead)["alerts"]
    assert table(alerts) == {
        "Within 10 min": ("6",),
        "10 min to 30 min": ("9",),
        "30 min to 1 h": ("0",),
        "1 h to 4 h": ("0",),
        "Later than 4 h": ("5",),
        "Closed by itself: the answer came": ("0",),
        "Still open": ("5",),
    }
    assert alerts.notes == ("25 alerts. Half of those acknowledged were acknowledged within 20 min.",)
    assert table(figures(lead, 4)["alerts"]) == table(alerts)


def test_few_alerts_have_no_median(lead: Client, people: People) -> None:
    raise_alerts(people, [2, 3])
    assert figures(lead)["alerts"].notes == (f"{FEWER} alerts.",)


# Referrals


def referral(people: People, service: Service, *events: tuple[str, float, dict[str, Any]], state: str) -> Referral:
    """``events``: the state, the day after the sending, and what was told."""
    (intake,) = counted_intakes(people, [{"on": TODAY}])
    assert intake.current
    sent = timezone.now() - 60 * DAY
    ended = state in ("closed", "cancelled", "entered_in_error")
    made = Referral.objects.create(
        intake=intake,
        version=intake.current.version,
        patient=intake.patient,
        service=service,
        urgency="routine",
        state=state,
        owner="nobody" if ended else "desk",
        due_at=None if ended else timezone.now(),
        referrer=people.clinician,
        made_by=people.clinician,
        changed_by=people.clinician,
        sent_at=sent,
        seen_at=next((sent + day * DAY for after, day, _ in events if after == "seen"), None),
    )
    before = "draft"
    for number, (after, day, told) in enumerate([("sent", 0, {}), *events], start=1):
        due_at = sent + told.pop("due", day + 7) * DAY
        ReferralEvent.objects.create(
            referral=made,
            number=number,
            kind="changed",
            before=before,
            after=after,
            happened_at=sent + day * DAY,
            recorded_by=people.clinician,
            details=told,
            due_at=due_at,
        )
        before = after
    return made


def closed(people: People, service: Service, *, booked: float = 4, late: bool = False, answered: str = "yes") -> None:
    referral(
        people,
        service,
        ("booked", booked, {}),
        ("seen", booked + 10, {}),
        ("report_back", booked + 13, {"due": booked + 15}),
        ("closed", booked + (20 if late else 14), {"question_answered": answered}),
        state="closed",
    )


def test_referrals_by_service(lead: Client, people: People) -> None:
    pain, feet = (Service.objects.create(name=name) for name in ("Pain service", "Podiatry"))
    for place in range(10):
        closed(people, pain, booked=place, late=place > 4, answered="yes" if place > 4 else "partly")
        referral(people, feet, ("declined", 2, {}), state="declined")
        referral(people, feet, ("booked", 3, {}), ("not_attended", 9, {}), state="not_attended")
    referral(people, pain, ("booked", 3, {}), state="entered_in_error")
    shown = figures(lead)
    head = shown["referral-outcomes"].head
    told = {name: dict(zip(head[1:], row, strict=True)) for name, row in table(shown["referral-outcomes"]).items()}
    assert list(told) == ["All services", "Pain service", "Podiatry"]
    assert told["Pain service"] == {
        "Sent": "10",
        "Report received": "10",
        "Closed": "10",
        "Closed on time": "5",
        "Question answered": "5",
        "Answered partly": "5",
        "Not answered": "0",
        "Declined": "0",
        "Not attended": "0",
    }
    assert (told["Podiatry"]["Sent"], told["Podiatry"]["Declined"], told["Podiatry"]["Not attended"]) == (
        "20",
        "10",
        "10",
    )
    assert told["All services"]["Sent"] == "30"
    times = table(shown["referral-times"])
    assert times == {
        "All services": ("3", "10", "3"),
        "Pain service": ("4", "10", "3"),
        "Podiatry": ("3", "–", "–"),
    }
    assert table(figures(lead, 4)["referral-outcomes"]) == {}


def test_few_referrals_are_not_told(lead: Client, people: People) -> None:
    pain, feet = (Service.objects.create(name=name) for name in ("Pain service", "Podiatry"))
    for place in range(9):
        closed(people, pain, late=place > 5)
    closed(people, feet)
    shown = figures(lead)
    for row in shown["referral-outcomes"].rows:
        assert not set(row[1:]) & {"1", "2", "3", "4", "6", "7"}  # 6 on time of 9 are 3 late
    assert table(shown["referral-outcomes"])["Podiatry"][0] == FEWER
    assert table(shown["referral-outcomes"])["Pain service"][0] == HELD_BACK
    assert table(shown["referral-times"])["Podiatry"] == ("–", "–", "–")


def test_what_is_left_without_a_report_is_in_no_percentage(lead: Client, people: People) -> None:
    """Of 11 sent one has no report. 5 closed, 50 % of those reported, would say so."""
    pain = Service.objects.create(name="Pain service")
    report = ("seen", 3, {}), ("report_back", 9, {})
    for _ in range(5):
        closed(people, pain)
        referral(people, pain, *report, state="report_back")
    referral(people, pain, state="sent")
    figure = figures(lead)["referral-outcomes"]
    assert table(figure)["Pain service"][:3] == ("11", HELD_BACK, "5")
    chart = figure.chart
    assert isinstance(chart, BarChart)
    assert [bar.text for bar in chart.bars if bar.label.endswith("of those reported")] == ["–"]


def test_how_many_are_closed_is_not_the_sum_of_their_answers(lead: Client, people: People) -> None:
    pain, feet = (Service.objects.create(name=name) for name in ("Pain service", "Podiatry"))
    for _ in range(8):
        closed(people, pain)
        closed(people, feet)
    for _ in range(2):
        referral(people, pain, ("seen", 3, {}), ("report_back", 9, {}), state="report_back")
    shown = figures(lead)["referral-outcomes"]
    answers = [shown.head.index(name) for name in ("Closed", "Question answered", "Answered partly", "Not answered")]
    for name in ("Pain service", "Podiatry"):  # 8 of 10 is not told, nor what would be the total without it
        row = (name, *table(shown)[name])
        assert "8" not in [row[place] for place in answers]


def test_a_longer_period_does_not_tell_how_few_referrals_it_has_more(lead: Client, people: People) -> None:
    pain = Service.objects.create(name="Pain service")
    for _ in range(20):
        referral(people, pain, ("declined", 2, {}), state="declined")
    Referral.objects.update(sent_at=NOW - 9 * DAY)
    for day in (60, 200):
        made = referral(people, pain, ("declined", 2, {}), state="declined")
        Referral.objects.filter(pk=made.pk).update(sent_at=NOW - day * DAY)
    by_period = [table(figures(lead, weeks)["referral-outcomes"])["Pain service"] for weeks in (4, 12, 52)]
    assert [row[0] for row in by_period] == ["20", HELD_BACK, HELD_BACK]
    assert [row[7] for row in by_period] == ["20", HELD_BACK, HELD_BACK]


def test_a_longer_period_does_not_tell_how_few_alerts_it_has_more(lead: Client, people: People) -> None:
    raise_alerts(people, [2] * 10)
    with time_machine.travel(NOW - 60 * DAY, tick=False):
        raise_alerts(people, [2])
    shorter, longer = (figures(lead, weeks)["alerts"] for weeks in (4, 12))
    assert shorter.rows[0][1] == "10"
    assert longer.rows[0][1] == HELD_BACK
    assert "11 alerts" not in "".join(longer.notes)


# Plots


def test_bars_are_as_long_as_their_numbers_and_columns_as_high() -> None:
    bars = [Bar("a", "10", (Part(0, 6), Part(1, 4))), Bar("b", "5", (Part(0, 5),)), Bar("c", FEWER)]
    first, second, third = BarChart(bars).pieces
    assert (first.width + second.width, third.width) == (BAR_MOST, BAR_MOST / 2)
    assert second.x == first.width
    assert [written.text for written in BarChart(bars).texts] == ["10", "5", FEWER]
    assert BarChart([Bar("x" * 90, "")]).labels[0].text == "x" * 61 + "…"
    high, low = ColumnChart(bars).pieces
    assert (high.height, high.y + high.height) == (2 * low.height, low.y + low.height)
    assert len(ColumnChart(bars).not_told) == 1
    assert ColumnChart([bar(f"{week}", alone(1234)) for week in range(52)]).texts == []
    assert BarChart([]).pieces == ColumnChart([]).pieces == []


# The page


def test_nothing_of_a_person_is_on_it(lead: Client, people: People) -> None:
    factories.submitted(people.front_desk, "V11", family_name="Lovelace", record_number="R9001")
    shown = page(lead)
    assert title(shown) == "Service view – Leg pain and mood intake"
    assert forbidden(shown) == []
    text = shown.content.decode()
    assert "Lovelace" not in text.split("</header>")[1]
    assert "R9001" not in text
    assert not re.findall(r"style=|<script(?! src)", text)


@pytest.mark.parametrize("weeks", ["", "7", "x", "-1", "9" * 400])
def test_another_period_is_the_usual_one(weeks: str, lead: Client) -> None:
    shown = lead.get(PAGE, {"weeks": weeks})
    assert shown.status_code == 200
    assert shown.context["period"].weeks == 12


def test_the_head_leads_the_clinical_lead_there_and_nobody_else(lead: Client, people: People) -> None:
    assert f'href="{PAGE}"' in lead.get("/alerts/").content.decode()
    client = Client()
    client.force_login(people.clinician)
    assert f'href="{PAGE}"' not in client.get("/queue/").content.decode()


def test_as_many_queries_whatever_there_is(lead: Client, people: People) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert page(lead, 52).status_code == 200
        return len(captured)

    one = Service.objects.create(name="Pain service")
    closed(people, one)
    raise_alerts(people, [2] * 5)
    queries()
    few = queries()
    counted_intakes(
        people,
        [{"on": TODAY - day * DAY, "flags": [("RF02", "x", True)], "unanswered": ["phq.q1"]} for day in range(60)],
    )
    raise_alerts(people, [20] * 9)
    for name in ("Podiatry", "Vascular"):
        other = Service.objects.create(name=name)
        for _ in range(3):
            closed(people, other)
    assert queries() == few + OF_CHANGED_DAYS
    assert queries() == few


def test_what_changes_of_a_day_is_told_at_once(lead: Client, people: People) -> None:
    """What was counted of each day is remembered only as long as the same assessments count."""
    flag = {"on": TODAY, "flags": [("RF02", "Saddle", True)], "unanswered": ["phq.q1"]}
    made = counted_intakes(people, [flag] * 6)

    def told() -> list[str]:
        shown = figures(lead)
        return [
            table(shown["flags"])["RF02 Saddle"][0],
            *(next(iter(table(shown[name]).values()))[0] for name in ("unanswered", "sections")),
        ]

    assert told() == ["6"] * 3
    made += counted_intakes(people, [flag])
    assert told() == ["7"] * 3
    over_time.voided(people.clinician, over_time.signed(people.clinician, made[0]))
    assert told() == ["6"] * 3
    over_time.voided(people.clinician, over_time.signed(people.clinician, made[1]))
    counted_intakes(people, [{"on": TODAY, "flags": [("RF03", "Other", True)]}] * 5)
    assert (told()[0], told()[2]) == ("5", "10")


def test_no_document_is_read(lead: Client, people: People) -> None:
    counted_intakes(people, [{"on": TODAY, "flags": [("RF02", "x", True)]}] * 6)
    with CaptureQueriesContext(connection) as captured:
        page(lead)
    for query in captured:
        assert not re.search(r'"(result|reasons|answers|letter|because)"', query["sql"]), query["sql"]
