"""How long ago, as people say it: an amount ("3 weeks", "half a year"), or a day ("yesterday", "since March").

What can mean two things is refused with a reason: a guess could move somebody across a limit of the rules.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import NoReturn

DAYS = {"d": 1, "day": 1, "w": 7, "wk": 7, "week": 7, "fortnight": 14, "m": 30, "mo": 30, "mth": 30, "month": 30}
DAYS |= {"y": 365, "yr": 365, "year": 365}
"""How many days each is."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_DAYS_AGO = {"today": 0, "this morning": 0, "tonight": 0, "just now": 0, "yesterday": 1, "last night": 1}
_DAYS_AGO |= {"day before yesterday": 2}
_LONGEST = 60

_UNIT = "|".join(sorted(DAYS, key=len, reverse=True))
_PART = rf"(?<![a-z])([0-9]{{0,5}}(?:\.[0-9]{{1,3}})?) ?({_UNIT})s?\b"
_AROUND = re.compile(r"^(?:about|around|approximately|approx\.?|roughly|nearly|almost|more than|over|for|ca\.?|~) ?")
_MONTH = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)


class NotUnderstoodError(ValueError):
    """What was said, and how to say it so that it is clear."""


@dataclass(frozen=True)
class Understood:
    days: int
    since: datetime.date

    @property
    def text(self) -> str:
        """As it is shown back: 63 days, since 20 Sep 2026."""
        return f"{self.days} day{'' if self.days == 1 else 's'}, since {self.since.day} {self.since:%b %Y}"


def understood(text: str, today: datetime.date) -> Understood:
    """How long ago, seen from this day.

    Raises:
        NotUnderstoodError: it can be read in no way, or in two.
    """
    said = " ".join(text.lower().replace("’", "'").split()).rstrip(".")
    if not said or len(said) > _LONGEST:
        _refuse()
    since = _day(re.sub(r"^(?:(?:since|from|on|in) )?(?:the )?", "", said), today)
    if since is None and (year := re.fullmatch(r"(?:since|from|in) ((?:19|20)[0-9]{2})", said)):
        if int(year[1]) >= today.year - 1:
            raise NotUnderstoodError("so short ago the year is not enough: please give the month too")
        since = datetime.date(int(year[1]), 1, 1)
    days = _amount(said) if since is None else (today - since).days
    if days < 0:
        raise NotUnderstoodError(f"{since:%d %b %Y} is after the date of this assessment")
    try:
        return Understood(days, today - datetime.timedelta(days=days))
    except OverflowError:
        _refuse()


def _refuse() -> NoReturn:
    raise NotUnderstoodError("please say it as “3 weeks”, “2 years”, “since March”, “yesterday” or “20 Sep 2026”")


# An amount ------------------------------------------------------------------------------------------------------------


def _amount(said: str) -> int:
    said = _in_digits(re.sub(r"^since |,? ago$|\bnow$", "", said).strip())
    if re.search(r"[0-9] ?(?:-|–|to|or) ?[0-9]", said):
        raise NotUnderstoodError("two numbers are not clear: please give one, such as “3 weeks”")
    if re.fullmatch(r"(?:19|20)[0-9]{2}", said):
        raise NotUnderstoodError(f"“{said}” may be a year: please write “since {said}” or “{said} days”")
    if re.fullmatch(r"[0-9]{1,9}", said):
        return int(said)
    if hours := re.fullmatch(r"([0-9]{1,4}) ?(?:h|hours?|hrs?)", said):
        return int(hours[1]) // 24
    if not re.fullmatch(rf"{_PART}(?:(?:,| and|,? &)? ?{_PART})*", said):
        _refuse()
    parts = re.findall(_PART, said)
    if not all(number for number, _ in parts):
        _refuse()
    return int(sum(float(number) * DAYS[unit] for number, unit in parts))


def _in_digits(said: str) -> str:
    said = _AROUND.sub("", _AROUND.sub("", said))
    said = re.sub(r"([0-9]),5\b", r"\1.5", said)
    said = re.sub(r"\ba couple(?: of)?\b", "2", said)
    said = re.sub(r"\b(?:the (?:last|past)) ", "", said)
    said = re.sub(rf"\b({'|'.join(_NUMBERS)})\b", lambda found: str(_NUMBERS.index(found[1]) + 1), said)
    said = re.sub(rf"\b(?:a|1) ({_UNIT}) and a half\b", r"1.5 \1", said)
    said = re.sub(r"\b([0-9]+)(?: and a half| ?½| 1/2)", r"\1.5", said)
    said = re.sub(r"\b(?:a )?half(?: of)?(?: an?)? |½ ?(?:an? )?", "0.5 ", said)
    return re.sub(r"\ban? ", "1 ", said)


# A day ----------------------------------------------------------------------------------------------------------------


def _day(said: str, today: datetime.date) -> datetime.date | None:
    """The day that is named; none where none is."""
    if said in _DAYS_AGO:
        return today - datetime.timedelta(days=_DAYS_AGO[said])
    if named := re.fullmatch(r"(?:last )?(mon|tue|wed|thu|fri|sat|sun)(?:day|s|sday|nesday|rs|rsday|urday)?", said):
        back = (today.weekday() - _WEEKDAYS.index(named[1])) % 7
        if back == 0 or said.startswith("last "):
            raise NotUnderstoodError("a day of the week is not clear here: please give the date")
        return today - datetime.timedelta(days=back)
    if found := re.fullmatch(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})", said):
        return _date(int(found[1]), int(found[2]), int(found[3]))
    if found := re.fullmatch(r"([0-9]{1,2})[./-]([0-9]{1,2})[./-]([0-9]{4})", said):
        day, month = int(found[1]), int(found[2])
        if day != month and day <= 12:
            raise NotUnderstoodError(f"“{said}” may be two dates: please write the month as a word, such as 3 Apr 2026")
        return _date(int(found[3]), month, day)
    return _named(said, today)


def _named(said: str, today: datetime.date) -> datetime.date | None:
    """A month by its name, with a day or a year or neither; the first of it, the latest that has begun."""
    day_of = r"([0-9]{1,2})(?:st|nd|rd|th)?\b"
    found = re.fullmatch(rf"(?:{day_of}(?: of)? )?{_MONTH}(?: {day_of})?,?(?: ([0-9]{{4}}))?", said)
    if not found or (found[1] and found[3]):
        return None
    month, day = _MONTHS.index(found[2][:3]) + 1, int(found[1] or found[3] or 1)
    if found[4]:
        return _date(int(found[4]), month, day)
    this_year = _date(today.year, month, day)
    return this_year if this_year <= today else _date(today.year - 1, month, day)


def _date(year: int, month: int, day: int) -> datetime.date:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        raise NotUnderstoodError("there is no such date") from None
