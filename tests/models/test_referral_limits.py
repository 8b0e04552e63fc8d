"""Until when each stage of a referral is to be done: hours, days, working days, and what is due next."""

from __future__ import annotations

import datetime
import zoneinfo
from collections.abc import Iterator

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from intake.clinical.rules import steps
from intake.clinical.telling import letter
from intake.models import ClinicProfile, Service
from intake.models.referral_due import Course, limits_of, next_due
from intake.models.referral_limits import (
    Limit,
    LimitError,
    Stage,
    Unit,
    Urgency,
    WorkingDays,
    check_limits,
    due,
    read_limits,
)
from intake.models.referral_states import ReferralState

S = ReferralState
LONDON = zoneinfo.ZoneInfo("Europe/London")
CHRISTMAS = frozenset({datetime.date(2026, 12, 25), datetime.date(2026, 12, 28)})
WEEK = WorkingDays()
CLOSED_AT_CHRISTMAS = WorkingDays(closed=CHRISTMAS)


@pytest.fixture(autouse=True)
def _in_london() -> Iterator[None]:
    with timezone.override(LONDON):
        yield


def at(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text).replace(tzinfo=LONDON)


# One limit


@pytest.mark.parametrize(
    ("begun", "limit", "until", "why"),
    [
        ("2026-12-01 09:30", Limit(1, Unit.HOURS), "2026-12-01 10:30", "to the minute"),
        ("2026-12-01 22:00", Limit(4, Unit.HOURS), "2026-12-02 02:00", "across midnight"),
        ("2026-12-05 23:30", Limit(1, Unit.HOURS), "2026-12-06 00:30", "at a weekend, too"),
        ("2026-12-01 09:30", Limit(0, Unit.DAYS), "2026-12-01 23:59", "the end of the same day"),
        ("2026-12-01 23:59", Limit(1, Unit.DAYS), "2026-12-02 23:59", "late in the day"),
        ("2026-12-04 09:30", Limit(1, Unit.DAYS), "2026-12-05 23:59", "days go on at a weekend"),
        ("2026-12-01 09:30", Limit(14, Unit.DAYS), "2026-12-15 23:59", "two weeks"),
        ("2026-12-31 09:30", Limit(28, Unit.DAYS), "2027-01-28 23:59", "over the new year"),
        ("2026-12-03 09:30", Limit(1, Unit.WORKING_DAYS), "2026-12-04 23:59", "Thursday to Friday"),
        ("2026-12-04 09:30", Limit(1, Unit.WORKING_DAYS), "2026-12-07 23:59", "Friday to Monday"),
        ("2026-12-05 09:30", Limit(1, Unit.WORKING_DAYS), "2026-12-07 23:59", "Saturday to Monday"),
        ("2026-12-04 09:30", Limit(2, Unit.WORKING_DAYS), "2026-12-08 23:59", "Friday to Tuesday"),
        ("2026-12-04 09:30", Limit(0, Unit.WORKING_DAYS), "2026-12-04 23:59", "none is the same day"),
        ("2026-12-01 09:30", Limit(5, Unit.WORKING_DAYS), "2026-12-08 23:59", "a week"),
    ],
)
def test_when_a_limit_is_over(begun: str, limit: Limit, until: str, why: str) -> None:
    assert due(at(begun), limit, WEEK) == at(until), why


@pytest.mark.parametrize(
    ("begun", "days", "until"),
    [
        ("2026-12-24 09:30", 1, "2026-12-29 23:59"),  # Thursday; Friday and Monday are closed
        ("2026-12-23 09:30", 2, "2026-12-29 23:59"),
        ("2026-12-25 09:30", 1, "2026-12-29 23:59"),  # begun while it is closed
    ],
)
def test_closing_days_are_no_working_days(begun: str, days: int, until: str) -> None:
    assert due(at(begun), Limit(days, Unit.WORKING_DAYS), CLOSED_AT_CHRISTMAS) == at(until)


def test_closing_days_count_as_days_all_the_same() -> None:
    assert due(at("2026-12-24 09:30"), Limit(1, Unit.DAYS), CLOSED_AT_CHRISTMAS) == at("2026-12-25 23:59")


def test_a_clinic_that_works_at_weekends_counts_them() -> None:
    weekend = WorkingDays(frozenset({5, 6}))
    assert due(at("2026-12-04 09:30"), Limit(2, Unit.WORKING_DAYS), weekend) == at("2026-12-06 23:59")


def test_a_clinic_that_is_closed_all_year_gets_an_answer_all_the_same() -> None:
    days = frozenset(datetime.date(2026, 1, 1) + datetime.timedelta(days=day) for day in range(900))
    never = due(at("2026-12-04 09:30"), Limit(1, Unit.WORKING_DAYS), WorkingDays(closed=days))
    assert at("2027-12-01 00:00") < never < at("2028-01-01 00:00")


@pytest.mark.parametrize(
    ("begun", "until"),
    [
        ("2026-03-29T00:30+00:00", "2026-03-29T04:30+00:00"),  # clocks go forward at one
        ("2026-10-25T00:30+01:00", "2026-10-25T03:30+00:00"),  # and back at two
        ("2026-10-25T01:30+01:00", "2026-10-25T04:30+00:00"),  # the first half past one
        ("2026-10-25T01:30+00:00", "2026-10-25T05:30+00:00"),  # the second
    ],
)
def test_four_hours_are_four_hours_in_the_night_when_clocks_change(begun: str, until: str) -> None:
    start = datetime.datetime.fromisoformat(begun)
    ends = due(start.astimezone(LONDON), Limit(4, Unit.HOURS), WEEK)
    assert ends.astimezone(datetime.UTC) - start == datetime.timedelta(hours=4)
    assert ends == datetime.datetime.fromisoformat(until)


@pytest.mark.parametrize(
    ("begun", "until"), [("2026-03-28 12:00", "2026-03-29 23:59"), ("2026-10-24 12:00", "2026-10-25 23:59")]
)
def test_a_day_ends_at_its_own_midnight_when_clocks_change(begun: str, until: str) -> None:
    ends = due(at(begun), Limit(1, Unit.DAYS), WEEK)
    assert (ends, ends.utcoffset()) == (at(until), at(until).utcoffset())


# As they are written


def test_limits_are_read_line_by_line_and_the_last_counts() -> None:
    read = read_limits("routine: seen 42 days\n\n TWO_WEEKS : report  1 working day \nroutine: seen 1 hour")
    assert read == {
        ("routine", Stage.SEEN): Limit(1, Unit.HOURS),
        ("two_weeks", Stage.REPORT): Limit(1, Unit.WORKING_DAYS),
    }
    assert {str(limit) for limit in read.values()} == {"1 hour", "1 working day"}


CANNOT_BE_READ = """\
routine seen 4 days
soon: seen 4 days
routine: told 4 days
routine: seen -1 days
routine: seen 1000 days
routine: seen 4 weeks
routine: seen days
now: seen 4 days please"""


@pytest.mark.parametrize("line", CANNOT_BE_READ.splitlines())
def test_a_line_that_cannot_be_read_is_quoted(line: str) -> None:
    with pytest.raises(LimitError, match=line.split(":")[0]):
        read_limits(f"routine: seen 4 days\n{line}")
    with pytest.raises(ValidationError):
        check_limits(line)


def test_every_stage_of_every_urgency_has_a_limit() -> None:
    assert set(ClinicProfile().limits) == {(urgency.value, stage) for urgency in Urgency for stage in Stage}


def test_a_services_own_limits_go_before_the_sites_and_those_before_what_came() -> None:
    clinic = ClinicProfile(referral_limits="routine: seen 42 days\nroutine: report 21 days")
    limits = limits_of(clinic, Service(name="Physiotherapy", limits="routine: seen 84 days"))
    assert limits["routine", Stage.SEEN] == Limit(84, Unit.DAYS)
    assert limits["routine", Stage.REPORT] == Limit(21, Unit.DAYS)
    assert limits["routine", Stage.TAKEN] == Limit(7, Unit.DAYS)


# What is due next

MADE, SENT, AGAIN = "2026-12-01 09:00", "2026-12-02 10:00", "2026-12-07 11:00"
SEEN, REPORTED, NOW = "2026-12-09 14:00", "2026-12-11 15:00", "2026-12-11 16:00"


def next_of(state: S, urgency: Urgency, **other: str) -> datetime.datetime | None:
    course = {"made_at": MADE, "sent_at": SENT, "last_sent_at": AGAIN, "seen_at": SEEN, "reported_at": REPORTED}
    course |= {"now": NOW, "appointment_at": "2026-12-16 08:15", **other}
    given = {name: at(time) for name, time in course.items() if time}
    return next_due(Course(state=state, urgency=urgency, **given), ClinicProfile().limits, WEEK)


@pytest.mark.parametrize(
    ("state", "urgency", "until"),
    [
        (S.DRAFT, Urgency.NOW, "2026-12-01 10:00"),
        (S.DRAFT, Urgency.SAME_DAY, "2026-12-01 13:00"),
        (S.DRAFT, Urgency.TWO_WEEKS, "2026-12-02 23:59"),
        (S.DRAFT, Urgency.ROUTINE, "2026-12-03 23:59"),
        # received or accepted, from the last sending
        (S.SENT, Urgency.NOW, "2026-12-07 12:00"),
        (S.SENT, Urgency.SAME_DAY, "2026-12-07 23:59"),
        (S.SENT, Urgency.TWO_WEEKS, "2026-12-09 23:59"),
        (S.REDIRECTED, Urgency.TWO_WEEKS, "2026-12-09 23:59"),
        (S.RECEIVED, Urgency.ROUTINE, "2026-12-14 23:59"),
        # seen, from the first sending
        (S.ACCEPTED, Urgency.NOW, "2026-12-02 23:59"),
        (S.ACCEPTED, Urgency.SAME_DAY, "2026-12-03 23:59"),
        (S.ACCEPTED, Urgency.TWO_WEEKS, "2026-12-16 23:59"),
        (S.ACCEPTED, Urgency.ROUTINE, "2026-12-30 23:59"),
        # the report, from being seen
        (S.SEEN, Urgency.NOW, "2026-12-10 23:59"),
        (S.SEEN, Urgency.SAME_DAY, "2026-12-11 23:59"),
        (S.SEEN, Urgency.TWO_WEEKS, "2026-12-16 23:59"),
        (S.SEEN, Urgency.ROUTINE, "2026-12-23 23:59"),
        # two working days from Friday
        (S.REPORT_BACK, Urgency.ROUTINE, "2026-12-15 23:59"),
        (S.NEEDS_INFO, Urgency.ROUTINE, NOW),
        (S.DECLINED, Urgency.ROUTINE, NOW),
        (S.NOT_ATTENDED, Urgency.ROUTINE, NOW),
        (S.APPOINTMENT_CANCELLED, Urgency.ROUTINE, NOW),
    ],
)
def test_what_is_due_next(state: S, urgency: Urgency, until: str) -> None:
    assert next_of(state, urgency) == at(until)


@pytest.mark.parametrize("state", [S.CLOSED, S.CANCELLED, S.ENTERED_IN_ERROR])
def test_nothing_is_due_once_it_has_ended(state: S) -> None:
    assert next_of(state, Urgency.ROUTINE) is None


@pytest.mark.parametrize(
    ("urgency", "appointment", "until", "why"),
    [
        (Urgency.TWO_WEEKS, "2026-12-14 08:15", "2026-12-15 23:59", "the working day after the appointment"),
        (Urgency.TWO_WEEKS, "2026-12-11 17:30", "2026-12-14 23:59", "after a Friday comes Monday"),
        (Urgency.TWO_WEEKS, "2026-12-21 08:15", "2026-12-16 23:59", "too late: chased when the 14 days are over"),
        (Urgency.ROUTINE, "2027-02-01 08:15", "2027-02-02 23:59", "routine: the date is known, which is enough"),
        (Urgency.SAME_DAY, "2026-12-14 08:15", "2026-12-15 23:59", "its limit has passed: not late again at once"),
    ],
)
def test_what_is_due_once_an_appointment_is_booked(urgency: Urgency, appointment: str, until: str, why: str) -> None:
    assert next_of(S.BOOKED, urgency, appointment_at=appointment) == at(until), why


def test_what_was_skipped_is_counted_from_now() -> None:
    assert next_of(S.SEEN, Urgency.TWO_WEEKS, seen_at="") == at("2026-12-18 23:59")


def test_urgencies_are_those_of_the_letter_and_every_step_has_one() -> None:
    assert dict(Urgency.choices) == letter.URGENCIES
    assert set(letter.URGENCY_OF_STEP) == set(steps.URGENCIES)
    assert set(letter.URGENCY_OF_STEP.values()) == set(letter.URGENCIES)
