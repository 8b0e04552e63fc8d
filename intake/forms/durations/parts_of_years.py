"""Some time in a month, a season or a year: "mid October", "June '24", "last summer", "since 2019"."""

from __future__ import annotations

import re
from collections.abc import Callable

from .amounts import amount
from .dates import MONTH, month_of, month_or_day, whole_month, without_frame
from .standpoint import (
    MONTHS,
    Date,
    Reading,
    Standpoint,
    end_of_month,
    months_text,
    whole_year,
)

_PARTS = {"start": "start", "beginning": "start", "early": "early", "mid": "mid", "middle": "mid", "late": "late"}
_PARTS |= {"end": "end", "back end": "end"}
_PART = rf"(?:(?:the )?({'|'.join(_PARTS)})(?: of)?[ -](?:the |in )?)"
_SAID_PART = {"start": "the start of ", "end": "the end of ", "early": "early ", "mid": "mid ", "late": "late "}
_SEASONS = {"spring": "spring", "summer": "summer", "autumn": "autumn", "fall": "autumn", "winter": "winter"}
_SEASON = rf"({'|'.join(_SEASONS)})(?:time)?"
_FIRST_MONTH = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
_YEAR = r"(?:,? (?:of |in )?'?([0-9]{4}|(?<=')[0-9]{2}))"
_RELATIVE = {"this year": 0, "last year": 1, "year before last": 2, "year before": 1}


def parts_of_years(text: str, seen: Standpoint) -> Reading | None:
    """None where no such time was said."""
    text = without_frame(text)
    text = re.sub(r"\b(?:the )?(this year|last year|year before last)$", lambda found: _year_named(found, seen), text)
    return _year(text, seen) or _month(text, seen) or _season(text, seen) or _counted_back(text, seen)


def _year_named(found: re.Match[str], seen: Standpoint) -> str:
    """The year in figures behind something else: "June last year". By itself it keeps its words."""
    if not found.string[: found.start()].strip():
        return found[0]
    return str(seen.today.year - _RELATIVE[found[1]])


# A year ---------------------------------------------------------------------------------------------------------------


def _year(text: str, seen: Standpoint) -> Reading | None:
    now = seen.today.year
    if found := re.fullmatch(r"this year(?:, ([0-9]{4}))?", text):
        return _whole_year(f"this year, {now}", now, seen)
    if text in _RELATIVE:
        year = now - _RELATIVE[text]
        return _whole_year(f"in {year}", year, seen)
    if found := re.fullmatch(r"(?:some ?time in |year )?([0-9]{4})|'([0-9]{2})", text):
        year_found = whole_year(found[1] or found[2], seen.today)
        said = "in" if text.startswith("some") else "since"
        return _whole_year(f"{said} {year_found}", year_found, seen) if year_found else None
    if found := re.fullmatch(rf"{_PART}(?:year )?'?([0-9]{{4}}|(?<=')[0-9]{{2}}|year|this year)", text):
        part = _PARTS[found[1]]
        year_found = now if "year" in found[2] else whole_year(found[2], seen.today)
        return _part_of_year(part, year_found, seen) if year_found else None
    if found := re.fullmatch(r"(?:the )?(early |mid |late )?'?((?:19|20)?[0-9]0)'?s", text):
        first = whole_year(found[2], seen.today)
        return seen.span(f"since the {first}s", Date(first, 1, 1), Date(first + 9, 12, 31)) if first else None
    return None


def _whole_year(said: str, year: int, seen: Standpoint) -> Reading:
    return seen.span(said, Date(year, 1, 1), Date(year, 12, 31))


def _part_of_year(part: str, year: int, seen: Standpoint) -> Reading | None:
    """A third of it, or its first or last month."""
    months = {"start": (1, 1), "early": (1, 4), "mid": (5, 8), "late": (9, 12), "end": (12, 12)}[part]
    first = Date(year, months[0], 1)
    if first > seen.today:
        return None
    return seen.span(f"since {_SAID_PART[part]}{year}", first, end_of_month(year, months[1]))


# A month --------------------------------------------------------------------------------------------------------------


def _month(text: str, seen: Standpoint) -> Reading | None:
    year, month = seen.today.year, seen.today.month
    if re.fullmatch(r"this month|earlier this month", text):
        return seen.span("this month", seen.today.replace(day=1), seen.today)
    for words, back in (("last month", 1), ("month before last", 2)):
        if text == words:
            then = (year * 12 + month - 1) - back
            return whole_month(then // 12, then % 12 + 1, seen, "in")
    if found := re.fullmatch(rf"{_PART}(last|this) month", text):
        then = (year * 12 + month - 1) - (found[2] == "last")
        return _part_of_month(_PARTS[found[1]], then // 12, then % 12 + 1, seen)
    if found := re.fullmatch(rf"(?:month of )?{_PART}?{MONTH}{_YEAR}", text):
        named = whole_year(found[3], seen.today)
        return _part_of_month(_PARTS.get(found[1], ""), named, month_of(found[2]), seen) if named else None
    if found := re.fullmatch(rf"(?:month of )?{MONTH} ([0-9]{{1,2}})", text):
        return month_or_day(month_of(found[1]), int(found[2]), seen)
    if found := re.fullmatch(rf"{MONTH}(?: ([0-9]{{4}}))? to {MONTH} ([0-9]{{4}})", text):
        return _months(found, seen)
    if found := re.fullmatch(rf"(last |this )?{_PART}?(last |this )?{MONTH}", text):
        number = month_of(found[4])
        years = [one for one in (year, year - 1) if _part_of_month(_PARTS.get(found[2], ""), one, number, seen)]
        is_last = "last " in (found[1], found[3])
        if is_last and number == month:
            years = years[1:]
        readings = [(one, _part_of_month(_PARTS.get(found[2], ""), one, number, seen)) for one in years]
        if is_last and len(readings) == 2:
            both = [(f"{MONTHS[number - 1]} {one}", reading) for one, reading in readings if reading]
            return seen.asked(f"{both[0][0]} or {both[1][0]}?", *both)
        return readings[0][1] if readings else None
    return None


def _part_of_month(part: str, year: int, month: int, seen: Standpoint) -> Reading | None:
    end = end_of_month(year, month)
    days = {"": (1, end.day), "start": (1, 7), "early": (1, 10), "mid": (11, 20), "late": (21, end.day)}
    first, last = days.get(part, (end.day - 6, end.day))
    start = Date(year, month, first)
    if start > seen.today:
        return None
    return seen.span(f"since {_SAID_PART.get(part, '')}{MONTHS[month - 1]} {year}", start, end.replace(day=last))


def _months(found: re.Match[str], seen: Standpoint) -> Reading | None:
    year = int(found[4])
    if not 1900 <= year <= seen.today.year + 1:
        return None
    first = Date(int(found[2] or year), month_of(found[1]), 1) if int(found[2] or year) >= 1900 else None
    last = end_of_month(year, month_of(found[3]))
    if first is None or first > min(last, seen.today):
        return None
    return seen.span(months_text(first, last), first, last)


# A season -------------------------------------------------------------------------------------------------------------


def _season(text: str, seen: Standpoint) -> Reading | None:
    if found := re.fullmatch(rf"{_PART}?{_SEASON},? (?:of )?([0-9]{{4}})(?:/| to |-)([0-9]{{2}}|[0-9]{{4}})", text):
        start = int(found[3])
        named = _SEASONS[found[2]]
        if 1900 <= start <= seen.today.year and _begins(named, start, seen).year != _ends(named, start, seen).year:
            return _of_season(named, start, seen, part=_PARTS.get(found[1], ""))
        return None
    if found := re.fullmatch(rf"{_PART}?{_SEASON}{_YEAR}", text):
        year = whole_year(found[3], seen.today)
        return _season_of(_SEASONS[found[2]], year, _PARTS.get(found[1], ""), seen) if year else None
    found = re.fullmatch(
        rf"(last |this |past )?{_PART}?(last |this )?{_SEASON}(?:, ([0-9]{{4}})(?: to [0-9]{{4}})?)?", text
    )
    if not found:
        return None
    if found[4] == "fall" and not seen.is_us and not (found[1] or found[2] or found[3] or found[5]):
        return None  # a fall is an accident here
    return _last_season(found, seen)


def _last_season(found: re.Match[str], seen: Standpoint) -> Reading | None:
    """The season that is on, or the last one gone; with "last" it is never the one that is on."""
    which = (found[1] or found[3] or "").strip()
    name, part = _SEASONS[found[4]], _PARTS.get(found[2], "")
    word = found[4]
    begun = [
        year for year in range(seen.today.year, seen.today.year - 4, -1) if _begins(name, year, seen) <= seen.today
    ]
    is_on = _ends(name, begun[0], seen) >= seen.today
    if which == "last":
        if is_on:
            begun = begun[1:]
        elif _begins(name, begun[0], seen).year == seen.today.year and name != "winter":
            both = [(f"{word} {year}", _of_season(name, year, seen, word, part)) for year in begun[:2]]
            return seen.asked(f"{both[0][0]} or {both[1][0]}?", *both)
        reading = _of_season(name, begun[0], seen, word, part)
        crosses = _begins(name, begun[0], seen).year != _ends(name, begun[0], seen).year
        return (
            Reading(f"since last {word}, {begun[0]} to {begun[0] + 1}", reading.low, reading.high)
            if crosses
            else reading
        )
    if is_on:
        reading = _of_season(name, begun[0], seen, word, part)
        return Reading(f"since this {word}, {begun[0]}", reading.low, reading.high) if not part else reading
    if which == "this" and seen.is_southern and name == "summer":
        return _either_season(name, begun[0], seen)
    return _of_season(name, begun[0], seen, word, part)


def _season_of(name: str, year: int, part: str, seen: Standpoint) -> Reading | None:
    """The season of that year; one that lies in two years is asked back."""
    if _begins(name, year, seen).year != _ends(name, year, seen).year:
        return _either_season(name, year, seen)
    return _of_season(name, year, seen, part=part) if _begins(name, year, seen) <= seen.today else None


def _either_season(name: str, year: int, seen: Standpoint) -> Reading:
    """The one that ended in that year, or the one that began in it."""
    both = []
    for start in (year - 1, year):
        first, last = _begins(name, start, seen), _ends(name, start, seen)
        if first <= seen.today:
            words = months_text(first, last) if seen.is_southern else f"{name} {start} to {start + 1}"
            both.append((words, seen.span("", first, last)))
    if len(both) == 1:
        return _of_season(name, year - 1, seen)
    return seen.asked(f"{both[0][0]} or {both[1][0]}?", *both)


def _of_season(name: str, year: int, seen: Standpoint, word: str = "", part: str = "") -> Reading:
    first, last = _begins(name, year, seen), _ends(name, year, seen)
    years = str(year) if first.year == last.year else f"{year} to {year + 1}"
    months = [(first.month - 1 + ahead) % 12 + 1 for ahead in range(3)]
    if part:
        place = {"start": 0, "early": 0, "mid": 1}.get(part, 2)
        at = Date(year + (months[place] < first.month), months[place], 1)
        first, last = at, end_of_month(at.year, at.month)
    return seen.span(f"since {_SAID_PART.get(part, '')}{word or name} {years}", first, last)


def _begins(name: str, year: int, seen: Standpoint) -> Date:
    month = _FIRST_MONTH[name] + 6 * seen.is_southern
    return Date(year, month - 12 if month > 12 else month, 1)


def _ends(name: str, year: int, seen: Standpoint) -> Date:
    first = _begins(name, year, seen)
    then = first.month + 1
    return end_of_month(first.year + then // 12, then % 12 + 1)


# Counted back from something named ------------------------------------------------------------------------------------


def _counted_back(text: str, seen: Standpoint) -> Reading | None:
    """``2 years in January``: so many years before the January to come."""
    found = re.fullmatch(
        rf"(?:it ?(?:will be|'ll be|is) )?(.+ years?|a year|.+ months?) (?:in|come|next|this) {MONTH}", text
    )
    length = amount(found[1], seen) if found else None
    if not found or not length or length.low is None or length.low != length.high or length.low > 36500:
        return None
    month = month_of(found[2])
    coming = Date(seen.today.year + (month <= seen.today.month), month, 1)
    back = round(length.low / 365 * 12) if "year" in found[1] else length.low // 30
    then = coming.year * 12 + coming.month - 1 - back
    return whole_month(then // 12, then % 12 + 1, seen)


def years_before(text: str, day_of: Callable[[int], Date], name: str, seen: Standpoint) -> Reading | None:
    """``2 years this Christmas``: so many years before the one to come."""
    length = amount(text, seen)
    if not length or length.low is None or length.low != length.high or length.low % 365 or not length.low:
        return None
    year = seen.today.year + (day_of(seen.today.year) < seen.today) - length.low // 365
    return seen.since(day_of(year), f"since {name} {year}") if year >= 1900 else None
