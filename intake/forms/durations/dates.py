"""A date in any order: "12 Nov 26", "13/11/26", "October 15th", "2026-10-15", "the 1st"."""

from __future__ import annotations

import re

from .standpoint import (
    MONTHS,
    WEEKDAYS,
    Date,
    Reading,
    Standpoint,
    date_text,
    end_of_month,
    real_date,
    whole_year,
    years_later,
)

MONTH = (
    r"(jan(?:uary)?|feb(?:ruary|uary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
WEEKDAY = r"(mon|tue|wed|thu|fri|sat|sun)(?:s?day|s|nesday|rs|rsday|urday)?"
_DAY = r"([0-9]{1,2})(?:st|nd|rd|th)?"
_ORDINAL = r"([0-9]{1,2})(?:st|nd|rd|th)"
_YEAR = r"(?:,? ?'?([0-9]{4}|[0-9]{2}))"
_FRAME = re.compile(r"^(?:(?:since|from|on|in|started|began|about|around) )*(?:the )?")
_WITH_DAY_NAME = re.compile(rf"^{WEEKDAY},? (?:the )?(?=.*[0-9])")


def month_of(word: str) -> int:
    return next(number for number, name in enumerate(MONTHS, 1) if name.lower().startswith(word[:3]))


def weekday_of(word: str) -> int:
    return next(number for number, name in enumerate(WEEKDAYS) if name.lower().startswith(word[:3]))


def without_frame(text: str) -> str:
    """Without "since the" and the like before it."""
    return _FRAME.sub("", text)


def date(text: str, seen: Standpoint) -> Reading | None:
    """A day, or the two that it may be; None where no date was said."""
    text = without_frame(text)
    text = re.sub(rf"^({WEEKDAY}) ?,? (?:the )?(?=[0-9])", "", text)  # a day name before a date says the same again
    text = re.sub(r" of (?=[a-z])", " ", text)
    if found := re.fullmatch(r"([0-9]{4})[-/. ]([0-9]{1,2})[-/. ]([0-9]{1,2})", text):
        return _on(int(found[1]), int(found[2]), int(found[3]), seen)
    if found := re.fullmatch(r"([0-9]{1,2}) ?([-/. ]) ?([0-9]{1,2}) ?[-/. ] ?([0-9]{4}|[0-9]{2})", text):
        return _in_figures(int(found[1]), int(found[3]), found[4], found[2], seen)
    if found := re.fullmatch(r"([0-9]{1,2})[-/. ]([0-9]{4})|([0-9]{4})[-/.]([0-9]{1,2})", text):
        month, year = int(found[1] or found[4]), int(found[2] or found[3])
        return whole_month(year, month, seen) if 1 <= month <= 12 and whole_year(str(year), seen.today) else None
    if found := re.fullmatch(r"([0-9]{1,2}) ?/ ?([0-9]{1,2})", text):
        return _two_figures(int(found[1]), int(found[2]), seen)
    if found := re.fullmatch(rf"{_DAY}[ -]?{MONTH}(?:[ -]?{_YEAR})?", text):
        return _named(found[1], found[2], found[3], seen)
    if found := re.fullmatch(rf"{MONTH} (?:the )?(?:{_ORDINAL}|([0-9]{{1,2}})(?=,? [0-9]{{4}}))(?:{_YEAR})?", text):
        return _named(found[2] or found[3], found[1], found[4], seen)
    if found := re.fullmatch(_ORDINAL, text):
        return _of_this_month(int(found[1]), seen)
    return None


def whole_month(year: int, month: int, seen: Standpoint, said: str = "since") -> Reading | None:
    """Some time in that month; None where it lies in the future."""
    first = Date(year, month, 1)
    if first > seen.today:
        return None
    return seen.span(f"{said} {MONTHS[month - 1]} {year}", first, end_of_month(year, month))


def day_before_month(day: int, month: int, seen: Standpoint) -> Date | None:
    """The last time that this day of the year came; None where there is no such day."""
    return next(iter(_last_times(day, month, seen)), None)


def _last_times(day: int, month: int, seen: Standpoint) -> list[Date]:
    """The last two times that it came, the later first."""
    days = (real_date(seen.today.year - back, month, day) for back in range(9))
    return [one for one in days if one and one <= seen.today][:2]


def _on(year: int, month: int, day: int, seen: Standpoint) -> Reading | None:
    """That day; one that there is not, or that has not come, is asked back."""
    if not (1900 <= year <= 2199 and 1 <= month <= 12 and 1 <= day <= 31):
        return None
    on = real_date(year, month, day)
    if on is None:
        end = end_of_month(year, month)
        near = (end, end + (day - end.day) * Date.resolution)
        gone = tuple(date_text(one) for one in near if one <= seen.today)
        return Reading("not a date", choices=gone) if gone else None
    if on > seen.today:
        return Reading("a date to come", choices=tuple(map(date_text, _last_times(day, month, seen))))
    return seen.since(on)


def _named(day: str, month: str, year: str | None, seen: Standpoint) -> Reading | None:
    """A day with the month's name, and the year or not."""
    number = month_of(month)
    if year:
        full = int(year) if len(year) == 4 else 2000 + int(year)
        return _on(full - 100 if len(year) == 2 and full > seen.today.year + 1 else full, number, int(day), seen)
    if on := day_before_month(int(day), number, seen):
        return seen.since(on)
    return _on(seen.today.year, number, int(day), seen)


def _of_this_month(day: int, seen: Standpoint) -> Reading | None:
    """The last day with this number: of this month where it has come, else of the month before."""
    year, month = seen.today.year, seen.today.month
    for _ in range(3):
        on = real_date(year, month, day)
        if on and on <= seen.today:
            return seen.since(on)
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return None


def _in_figures(first: int, second: int, year_text: str, mark: str, seen: Standpoint) -> Reading | None:
    """Day first or month first: one of them, where only one can be."""
    year = int(year_text) if len(year_text) == 4 else 2000 + int(year_text)
    if len(year_text) == 2 and year > seen.today.year + 1:
        year -= 100
    if not (1900 <= year <= 2199 and first and second):
        return None
    if first == second or second > 12 or first > 12 or (mark == "." and not seen.is_us):
        day, month = (first, second) if second <= 12 and (first != second or first <= 12) else (second, first)
        return _on(year, month, day, seen)
    as_day, as_month = Date(year, second, first), Date(year, first, second)
    if as_day > seen.today and as_month > seen.today:
        day, month = (second, first) if seen.is_us else (first, second)
        return _on(year, month, day, seen)
    both = [_gone(as_day, seen), _gone(as_month, seen)]
    if as_day > seen.today or as_month > seen.today:
        both.sort(reverse=True)
    elif seen.is_us:
        both.reverse()
    return either(both, seen)


def _gone(day: Date, seen: Standpoint) -> Date:
    return day if day <= seen.today else years_later(day, -1)


def _two_figures(first: int, second: int, seen: Standpoint) -> Reading | None:
    """Two numbers: day and month either way round, or month and year."""
    as_day, as_month = day_before_month(first, second, seen), day_before_month(second, first, seen)
    if as_day and as_month and as_day != as_month:
        return either([as_month, as_day] if seen.is_us else [as_day, as_month], seen)
    if second > 12 and 1 <= first <= 12:
        return month_or_day(first, second, seen)
    return seen.since(as_day) if as_day else None


def month_or_day(month: int, number: int, seen: Standpoint) -> Reading | None:
    """A month with a bare number: its year, or the day of it."""
    year = whole_year(f"{number:02}", seen.today)
    of_year = whole_month(year, month, seen) if year and (year >= 2000 or number > 31) else None
    day = day_before_month(number, month, seen)
    if of_year is None or day is None:
        return of_year or (seen.since(day) if day else None)
    name = f"{MONTHS[month - 1]} {year}"
    same = (day.year, day.month) == (year, month)
    readings = [(f"the month of {name}" if same else name, of_year), (date_text(day), seen.since(day))]
    texts = [name, date_text(day)]
    if not same and seen.ago(day) < 28:
        # A day of the last weeks comes before a month of years ago.
        readings.reverse()
        texts.reverse()
    return seen.asked(f"{' or '.join(texts)}?", *readings)


def either(days: list[Date], seen: Standpoint) -> Reading:
    """Both days by their dates."""
    texts = [date_text(day) for day in days]
    return seen.asked(
        f"{texts[0]} or {texts[1]}?", *((text, seen.since(d)) for text, d in zip(texts, days, strict=True))
    )
