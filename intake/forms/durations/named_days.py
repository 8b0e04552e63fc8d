"""A day or some days as they are called from today: "yesterday", "last Friday", "the week before last"."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping

from .dates import WEEKDAY, date, weekday_of, without_frame
from .standpoint import MONTHS, WEEKDAYS, Date, Reading, Standpoint, date_text, days_text, weekday_text
from .words import in_figures

_PART = r"(?: ?(morning|afternoon|arvo|evening|night|lunchtime))?"
_SAID: Mapping[str, tuple[str, int, int]] = {
    "today": ("today", 0, 0),
    "just now": ("today", 0, 0),
    "now": ("today", 0, 0),
    "tonight": ("today", 0, 0),
    "earlier today": ("today", 0, 0),
    "this morning": ("this morning", 0, 0),
    "this afternoon": ("this afternoon", 0, 0),
    "this arvo": ("this afternoon", 0, 0),
    "this evening": ("this evening", 0, 0),
    "last night": ("last night", 0, 1),
    "overnight": ("last night", 0, 1),
    "day before yesterday": ("2 days ago", 2, 2),
    "other day": ("a few days ago", 2, 6),
    "week ago today": ("1 week", 7, 7),
    "this time last week": ("1 week", 7, 7),
    "fortnight ago today": ("2 weeks", 14, 14),
    "this time last month": ("1 month", 30, 30),
    "this time last year": ("1 year", 365, 365),
    "year ago today": ("1 year", 365, 365),
}


def named_days(text: str, seen: Standpoint) -> Reading | None:
    """None where no such day was said."""
    text = re.sub(r"^an? (?=week|fortnight|year)", "", without_frame(text))
    if text in _SAID:
        said, low, high = _SAID[text]
        return Reading(said, low, high)
    if found := re.fullmatch(rf"yesterday{_PART}", text):
        part = {"arvo": "afternoon"}.get(found[1], found[1])
        return Reading(f"yesterday {part}" if part else "yesterday", 1, 1)
    return _week(text, seen) or _weekend(text, seen) or _weekday(text, seen)


def _week(text: str, seen: Standpoint) -> Reading | None:
    start = seen.today - ((seen.today.weekday() + seen.is_us) % 7) * Date.resolution
    week = 7 * Date.resolution
    if text == "this week":
        return seen.span(text, start, seen.today)
    if text in ("earlier this week", "earlier in the week", "start of the week", "beginning of the week"):
        return seen.span("earlier this week", start, max(start, seen.today - Date.resolution))
    if text == "last week" or text.startswith("last week, "):
        first = start - week
        return seen.span(f"last week, {days_text(first, first + 6 * Date.resolution)}", first, start - Date.resolution)
    if text == "week before last":
        first = start - 2 * week
        last = first + 6 * Date.resolution
        return seen.span(days_text(first, last), first, last)
    if found := re.fullmatch(rf"(?:last week,? (?:on )?{WEEKDAY}|{WEEKDAY} (?:of )?last week)", text):
        first = start - week
        ahead = (weekday_of(found[1] or found[2]) - first.weekday()) % 7
        return _since_weekday(first + ahead * Date.resolution, seen)
    if found := re.fullmatch(r"([0-9]{1,2})(?: ([a-z]+))?(?: ([0-9]{4}))? to (.+)", text):
        return _days_between(found, seen)
    return None


def _days_between(found: re.Match[str], seen: Standpoint) -> Reading | None:
    """``9 to 15 November 2026``, as it is shown back."""
    last = re.fullmatch(r"([0-9]{1,2}) ([a-z]+) ([0-9]{4})", found[4])
    months = [name.lower() for name in MONTHS]
    if not last or last[2] not in months or (found[2] or last[2]) not in months:
        return None
    try:
        ending = Date(int(last[3]), months.index(last[2]) + 1, int(last[1]))
        first = Date(int(found[3] or last[3]), months.index(found[2] or last[2]) + 1, int(found[1]))
    except ValueError:
        return None
    return seen.span(days_text(first, ending), first, ending) if first <= min(ending, seen.today) else None


def _weekend(text: str, seen: Standpoint) -> Reading | None:
    """From Saturday to Sunday. While one is on, "the weekend" may be the one before."""
    found = re.fullmatch(r"((?:this|last|past) )?weekend(?:, (.+))?", text)
    if not found:
        return None
    this = seen.today - ((seen.today.weekday() - 5) % 7) * Date.resolution
    before = this - 7 * Date.resolution
    named = date(found[2], seen) if found[2] else None
    if named:
        first = seen.today - (named.high or 0) * Date.resolution
        return _of_weekend(first, seen)
    is_on = seen.today.weekday() >= 5
    if found[1] == "last " and is_on:
        return _of_weekend(before, seen)
    if is_on and found[1] is None:
        readings = [(f"this weekend, {date_text(this)}", this), (f"last weekend, {date_text(before)}", before)]
        asked = ((words, _of_weekend(first, seen)) for words, first in readings)
        return seen.asked("this weekend or last weekend?", *asked)
    return _of_weekend(this, seen)


def _of_weekend(first: Date, seen: Standpoint) -> Reading:
    last = first + Date.resolution
    return seen.span(f"the weekend, {days_text(first, last)}", first, last)


def _weekday(text: str, seen: Standpoint) -> Reading | None:
    """The last one gone; with weeks before it, so many weeks earlier."""
    if found := re.fullmatch(rf"(last )?{WEEKDAY}{_PART}", text):
        back = (seen.today.weekday() - weekday_of(found[2])) % 7
        last = seen.today - (back or 7) * Date.resolution
        if back or found[1]:
            return _since_weekday(last, seen)
        both = ((weekday_text(day), _since_weekday(day, seen)) for day in (seen.today, last))
        return seen.asked(f"today or last {WEEKDAYS[seen.today.weekday()]}?", *both)
    if found := re.fullmatch(rf"last {WEEKDAY} week", text):
        last = _last(weekday_of(found[1]), seen.today)
        before = last - 7 * Date.resolution
        both = ((weekday_text(day), _since_weekday(day, seen)) for day in (before, last))
        days = str(before.day) if before.month == last.month else f"{before.day} {MONTHS[before.month - 1]}"
        return seen.asked(f"{WEEKDAYS[last.weekday()]} {days} or {date_text(last)}?", *both)
    counted = rf"(?:([0-9]{{1,2}}) weeks?|(week)|(fortnight))(?: ago)?(?: (?:last|past|on|this|from))? {WEEKDAY}"
    if found := re.fullmatch(counted, in_figures(text)):
        weeks = int(found[1]) if found[1] else 1 if found[2] else 2
        weekday = weekday_of(found[4])
        if " on " in text:  # it will be so many weeks on that day
            start = seen.today + ((weekday - seen.today.weekday() - 1) % 7 + 1) * Date.resolution
        else:
            start = _last(weekday, seen.today)
        return _since_weekday(start - weeks * datetime.timedelta(days=7), seen)
    if found := re.fullmatch(rf"{WEEKDAY} (.+)", text):
        return date(text, seen)
    return None


def _last(weekday: int, today: Date) -> Date:
    return today - ((today.weekday() - weekday - 1) % 7 + 1) * Date.resolution


def _since_weekday(day: Date, seen: Standpoint) -> Reading:
    return seen.since(day, f"since {weekday_text(day)}")
