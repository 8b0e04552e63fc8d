"""The last time that a holiday came: "since Easter", "last Christmas", "since half term", "2 years this Christmas"."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator

from .dates import without_frame
from .parts_of_years import years_before
from .standpoint import MONTHS, Date, Reading, Standpoint, date_text, months_text, weekday_text

_Days = Callable[[int], Date]
_DAY = datetime.timedelta(days=1)
_JUST_NOW = 7
"""In days: of a holiday that was so short ago, the one of last year may be meant."""


def easter(year: int) -> Date:
    """Easter Sunday of the western churches (Meeus, Jones, Butcher)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return Date(year, month, day + 1)


def _fixed(month: int, day: int) -> _Days:
    return lambda year: Date(year, month, day)


def _weekday(number: int, weekday: int, month: int) -> _Days:
    """The first, second ... such weekday of a month; the last with -1."""

    def day(year: int) -> Date:
        if number < 0:
            end = Date(year + month // 12, month % 12 + 1, 1) - _DAY
            return end - ((end.weekday() - weekday) % 7) * _DAY
        first = Date(year, month, 1)
        return first + ((weekday - first.weekday()) % 7 + 7 * (number - 1)) * _DAY

    return day


def _from_easter(days: int) -> _Days:
    return lambda year: easter(year) + days * _DAY


_NAMED: tuple[tuple[str, str, _Days], ...] = (
    (r"christmas eve|xmas eve", "", _fixed(12, 24)),
    (r"boxing day", "", _fixed(12, 26)),
    (r"christmas(?: day| time)?|xmas(?: day)?|crimbo", "Christmas", _fixed(12, 25)),
    (r"new year'?s eve|hogmanay|nye", "", _fixed(12, 31)),
    (r"(?:the )?new year(?:'?s(?: day)?)?", "", _fixed(1, 1)),
    (r"valentine'?s?(?: day)?", "", _fixed(2, 14)),
    (r"st\.? patrick'?s?(?: day)?|st\.? paddy'?s(?: day)?", "", _fixed(3, 17)),
    (r"ash wednesday", "", _from_easter(-46)),
    (r"pancake day|shrove tuesday|mardi gras", "", _from_easter(-47)),
    (r"palm sunday", "", _from_easter(-7)),
    (r"good friday", "", _from_easter(-2)),
    (r"easter monday", "", _from_easter(1)),
    (r"easter(?: sunday)?", "Easter", easter),
    (r"whitsun|pentecost|whit sunday", "", _from_easter(49)),
    (r"ascension(?: day)?", "", _from_easter(39)),
    (r"independence day", "", _fixed(7, 4)),
    (r"hallowe'?en", "", _fixed(10, 31)),
    (r"bonfire night|guy fawkes(?: night)?|fireworks night", "", _fixed(11, 5)),
    (r"remembrance day|veterans day|armistice day", "", _fixed(11, 11)),
    (r"memorial day", "", _weekday(-1, 0, 5)),
    (r"labor day", "", _weekday(1, 0, 9)),
    (r"australia day", "", _fixed(1, 26)),
    (r"anzac day", "", _fixed(4, 25)),
    (r"(?:the )?melbourne cup(?: day)?", "", _weekday(1, 1, 11)),
    (r"(?:the )?(?:august|summer|late summer) bank holiday", "", _weekday(-1, 0, 8)),
    (r"(?:the )?early may bank holiday|may day", "", _weekday(1, 0, 5)),
    (r"(?:the )?(?:spring|late may|whitsun) bank holiday", "", _weekday(-1, 0, 5)),
)
"""How each is called, its name where it is shown, and when it is. The first that fits counts."""

_DIWALI = (
    "2015-11-11 2016-10-30 2017-10-19 2018-11-07 2019-10-27 2020-11-14 2021-11-04 2022-10-24 2023-11-12 2024-11-01 "
    "2025-10-20 2026-11-08 2027-10-29 2028-10-17 2029-11-05 2030-10-26 2031-11-14 2032-11-02 2033-10-22 2034-11-10 "
    "2035-10-30"
)
"""It follows the moon by rules of its own. Without a day listed here it is not understood."""
_DIWALI_DAYS = [Date.fromisoformat(day) for day in _DIWALI.split()]


def holidays(text: str, seen: Standpoint) -> Reading | None:
    """None where no holiday was said."""
    text = re.sub(r"^(?:just )?(?:after|before) ", "", without_frame(text))
    text = re.sub(r"^last ", "", text)
    return _by_country(text, seen) or _school(text, seen) or _by_the_moon(text, seen) or _named(text, seen)


def _named(text: str, seen: Standpoint) -> Reading | None:
    for words, name, day_of in _NAMED:
        if found := re.fullmatch(rf"(?:{words})(?:,? (?:([0-9]{{4}})|[0-9]+ [a-z]+ ([0-9]{{4}})))?", text):
            return _on_year(int(found[1] or found[2] or 0), name, day_of, seen)
        if found := re.fullmatch(rf"(?:it ?(?:will be|'ll be|is) )?(.+) (?:this|next|come|at) (?:{words})", text):
            return years_before(found[1], day_of, name or words.partition("|")[0].title(), seen)
    return None


def _on_year(year: int, name: str, day_of: _Days, seen: Standpoint) -> Reading | None:
    """That of a year, or the last one gone."""
    if year:
        if not 1900 <= year <= seen.today.year or day_of(year) > seen.today:
            return None
        said = f"since {name}, {date_text(day_of(year))}" if name else ""
        return seen.since(day_of(year), said)
    day, before = _last_two(day_of, seen)
    if seen.ago(day) <= _JUST_NOW:
        both = ((weekday_text(one), seen.since(one)) for one in (day, before))
        return seen.asked(f"{weekday_text(day)}, or last year?", *both)
    return seen.since(day, f"since {name}, {date_text(day)}" if name else "")


def _last_two(day_of: _Days, seen: Standpoint) -> tuple[Date, Date]:
    days = [day_of(seen.today.year - back) for back in range(3)]
    gone = [day for day in days if day <= seen.today]
    return gone[0], gone[1]


def _by_country(text: str, seen: Standpoint) -> Reading | None:
    """Those that fall on other days elsewhere, and two of one name."""
    if re.fullmatch(r"thanksgiving(?: day)?", text):
        return _on_year(0, "", _weekday(2, 0, 10) if seen.country == "CA" else _weekday(4, 3, 11), seen)
    if re.fullmatch(r"father'?s'? day", text):
        return _on_year(0, "", _weekday(1, 6, 9) if seen.is_southern else _weekday(3, 6, 6), seen)
    if re.fullmatch(r"labour day", text) and seen.is_us:
        return _on_year(0, "", _weekday(1, 0, 9), seen)
    if re.fullmatch(r"mother'?s'? day|mothering sunday", text):
        here, elsewhere = _last_two(_from_easter(-21), seen)[0], _last_two(_weekday(2, 6, 5), seen)[0]
        if seen.is_us or seen.is_southern:
            return seen.since(elsewhere)
        asked = _or_text(here, elsewhere)
        uk, us = (
            (f"{date_text(here)} (uk)", seen.since(here)),
            (f"{date_text(elsewhere)} (us, au)", seen.since(elsewhere)),
        )
        return seen.asked(asked, uk, us)
    if re.fullmatch(r"(?:the )?(?:may|last) bank holiday", text) and "may" in text:
        first, last = _last_two(_weekday(1, 0, 5), seen)[0], _last_two(_weekday(-1, 0, 5), seen)[0]
        first, last = sorted((first, last))
        both = ((date_text(day), seen.since(day)) for day in (first, last))
        return seen.asked(_or_text(first, last), *both)
    return None


def _or_text(first: Date, last: Date) -> str:
    year = "" if first.year == last.year else f" {first.year}"
    return f"{first.day} {MONTHS[first.month - 1]}{year} or {date_text(last)}?"


# School holidays: about when they are, since each place has its own -------------------------------------------------

_HALF_TERMS = ((2, 9, 2, 20, "mid February"), (5, 25, 6, 5, "late May"), (10, 19, 10, 30, "late October"))


def _school(text: str, seen: Standpoint) -> Reading | None:
    text = re.sub(r"^the ", "", text)
    if re.fullmatch(r"half[ -]term(?:, [a-z]+ [a-z]+ [0-9]{4})?", text):
        terms = [
            (Date(year, m1, d1), Date(year, m2, d2), name)
            for year in (seen.today.year, seen.today.year - 1)
            for m1, d1, m2, d2, name in reversed(_HALF_TERMS)
        ]
        first, last, name = next(term for term in terms if term[0] <= seen.today)
        return seen.span(f"since half term, {name} {first.year}", first, last)
    if re.fullmatch(r"(?:christmas|xmas|chrissy) (?:school )?holidays?(?:, .*)?", text):
        return _holidays("Christmas holidays", (12, 20), (1, 31 if seen.is_southern else 5), seen)
    if re.fullmatch(r"(?:summer )?(?:school )?(?:summer )?holidays?(?:, .*)?|summer hols|school hols", text):
        if seen.is_southern:
            return _holidays("summer school holidays", (12, 20), (1, 31), seen)
        if seen.is_us:
            return _holidays("summer school holidays", (6, 10), (8, 31), seen)
        return _holidays("summer school holidays", (7, 20), (9, 4), seen)
    return None


def _holidays(name: str, starts: tuple[int, int], ends: tuple[int, int], seen: Standpoint) -> Reading:
    for year in (seen.today.year, seen.today.year - 1):
        first, last = Date(year, *starts), Date(year + (ends < starts), *ends)
        if first <= seen.today:
            break
    return seen.span(f"since the {name}, {months_text(first, last)}", first, last)


# By the moon ----------------------------------------------------------------------------------------------------------


def _from_islamic(year: int, month: int, day: int) -> Date:
    """By the tabular calendar: a day off at most from what is seen in the sky."""
    number = day + (59 * (month - 1) + 1) // 2 + (year - 1) * 354 + (3 + 11 * year) // 30
    return Date.fromordinal(number + 227014)


def _last_islamic(month: int, day: int, seen: Standpoint) -> Date:
    year = (seen.today.year - 622) * 33 // 32 + 2
    days: Iterator[Date] = (_from_islamic(year - back, month, day) for back in range(5))
    return next(one for one in days if one <= seen.today)


def _by_the_moon(text: str, seen: Standpoint) -> Reading | None:
    """A day either way, by place."""
    if re.fullmatch(r"diwali|deepavali|divali", text):
        day = next((day for day in reversed(_DIWALI_DAYS) if day <= seen.today), None)
        if day is None or seen.ago(day) > 400:
            return None
        return seen.span(f"since {date_text(day)}", day - _DAY, day + _DAY)
    if re.fullmatch(r"ramadan|ramzan|ramadhan(?:, .*)?", text.partition(",")[0]):
        first = _last_islamic(9, 1, seen)
        last = first + 29 * _DAY
        return seen.span(f"since Ramadan, {months_text(first, last)}", first - _DAY, last + _DAY)
    days = {"Eid al-Fitr": _last_islamic(10, 1, seen), "Eid al-Adha": _last_islamic(12, 10, seen)}
    readings = {
        name: (
            f"{name}, about {date_text(day)}",
            seen.span(f"since {name}, about {date_text(day)}", day - _DAY, day + _DAY),
        )
        for name, day in days.items()
    }
    if re.fullmatch(r"(?:the )?eid", text):
        first, last = sorted(days.values())
        asked = f"Eid in {MONTHS[first.month - 1]} or in {MONTHS[last.month - 1]} {last.year}?"
        both = [reading for _, reading in sorted(readings.values(), key=lambda one: -(one[1].low or 0))]
        low, high = seen.ago(last), seen.ago(first)
        words = tuple(words for words, _ in sorted(readings.values(), key=lambda one: -(one[1].low or 0)))
        return Reading(asked, low, high, words) if both else None
    named = re.fullmatch(r"(?:big |small )?eid (?:al|ul|ul-|el)[ -]?(fitr|adha).*", text)
    return readings[f"Eid al-{named[1].capitalize()}"][1] if named else None
