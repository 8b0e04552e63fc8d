"""An amount: "3 weeks", "2/52", "two or three months", "over 6 months", "a year and a half"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from .dates import day_before_month
from .standpoint import LONGEST, Reading, Standpoint
from .words import UNITS, in_figures, unit_of

_SHORTHAND = {"7": "day", "52": "week", "12": "month"}
_NUMBER = r"[0-9]{1,6}(?:[.,][0-9]{1,2})?"
_ONE = re.compile(rf"({_NUMBER})(?: (1/2))? ?([a-z]+)")
_JOINED = r"(?:,? and |, ?| ?& ?| )?"
_HALF_AFTER = re.compile(rf"({_NUMBER}) ?([a-z]+) and (?:a )?half")
_HALF_INSIDE = re.compile(rf"({_NUMBER}) and (?:a )?half ?([a-z]+)")
_RANGE = re.compile(rf"(?:between |from )?({_NUMBER}) ?(?:-|to|or|and|/) ?({_NUMBER}) ?([a-z]+)")
_ONE_OR = re.compile(rf"({_NUMBER}) ?([a-z]+) (?:or|to|-) ?({_NUMBER})")
_TWO_ENDS = re.compile(r"(?:between |from )?(.+?) ?(?:-| to | or | and ) ?(.+)")

_AROUND = "about|around|approximately|approx\\.?|aprox\\.?|roughly|abt\\.?|circa|ca\\.?|c\\.|some|maybe|probably|~"
_BEFORE = (
    ("just over", "just over|a little over|a bit over|slightly over|little over|a little more than|just more than"),
    (
        "nearly",
        "nearly|almost|just under|a little under|coming up to|coming up for|getting on for|getting on to|nigh on",
    ),
    ("nearly", "close to|not quite|approaching|going on for|going on|the best part of about"),
    ("at least", "at least|a good|good|minimum of|min|no less than|not less than|upwards of|>=|=>"),
    ("most of", "(?:the )?(?:best|better|greater) part of|most of"),
    ("over", "over|more than|longer than|in excess of|well over|greater than|>"),
    ("up to", "up to|at most|no more than|not more than|max|maximum of|<=|=<"),
    ("within", "(?:in|within) (?:the )?(?:last|past)|within"),
    ("less than", "less than|under|not even|fewer than|shorter than|<"),
    ("about", _AROUND),
)
_AFTER = (
    ("at least", r"or more|or longer|plus|at least|minimum"),
    ("plus", r"\+"),
    ("about", r"(?:or so|ish|-ish|or thereabouts|roughly|approx\.?|about|give or take)"),
    ("less than", r"or less|or under"),
)
_SAID = {
    "about": "about {}",
    "over": "over {}",
    "plus": "over {}",
    "at least": "at least {}",
    "just over": "just over {}",
}
_SAID |= {"nearly": "nearly {}", "less than": "less than {}", "up to": "up to {}", "odd": "a little over {}"}
_SAID |= {"most of": "most of {}", "within": "within the last {}", "and a bit": "just over {}"}


@dataclass(frozen=True)
class Amount:
    """From so many days to so many, which are the same where one number was said."""

    said: str
    low: Fraction
    high: Fraction
    unit: str
    """The one said last; "" where there are several."""
    rounded: bool = True
    """Half days lie between two."""

    @property
    def least(self) -> int:
        return int(self.low)

    @property
    def most(self) -> int:
        whole = int(self.high)
        return whole + 1 if self.rounded and self.high != whole else whole


def amount(text: str, seen: Standpoint) -> Reading | None:
    """What is said as an amount; None where it is none."""
    if re.fullmatch(r"(?:since|from|in) [0-9]{4}", text):
        return None  # a year
    text = _without_frame(text)
    if shorthand := _shorthand(text, seen):
        return shorthand
    text = in_figures(text)
    if bare := _bare(text, seen):
        return bare
    how, text = _qualified(text)
    found = _amount(_spelt_out(text))
    if found is None or found.high > 100 * LONGEST:
        return None
    return _read(how, found)


def _without_frame(text: str) -> str:
    """Without the words that only say that it is a duration."""
    text = re.sub(r"^(?:(?:for |over )?the (?:last|past)|past) (?=[a-z]+$)", "1 ", text)
    text = re.sub(r"^(?:(?:it'?s been|for|since|now|x|going back|lasting|(?:over|for) the (?:last|past)) )+", "", text)
    text = re.sub(r"^x(?=[0-9])|^(?:the |these )?(?:last|past) (?=[0-9a-z]+ [a-z]+)", "", text)
    ends = r"(?: history of| history|,? ago today| hx of| hx| h/o| of pain|,? ago| now| back| in total| long| already)"
    return re.sub(rf"{ends}+$", "", text)


def _qualified(text: str) -> tuple[str, str]:
    """How it was qualified, and the amount alone."""
    if odd := re.fullmatch(r"([0-9]+)[ -]odd (.+)", text):
        return "odd", f"{odd[1]} {odd[2]}"
    if bit := re.fullmatch(rf"({_NUMBER}|an?) ?(?:and a bit ([a-z]+)|([a-z]+) and a bit)", text):
        return "and a bit", f"{bit[1]} {bit[2] or bit[3]}"
    for how, words in _AFTER:
        if found := re.fullmatch(rf"(.+?) ?(?:{words})", text):
            return how, found[1]
    if plus := re.fullmatch(r"([0-9]+) ?(\+|plus|or more) ?([a-z]+)", text):
        return "plus" if plus[2] == "+" else "at least", f"{plus[1]} {plus[3]}"
    if ish := re.fullmatch(r"([0-9]+) ?(?:-?ish|or so) ([a-z]+)", text):
        return "about", f"{ish[1]} {ish[2]}"
    for how, words in _BEFORE:
        if found := re.match(rf"(?:{words})(?: ?(?:{_AROUND}))?(?![a-z]) ?", text):
            rest = text[found.end() :]
            # "good" and "some" stand before an amount, and before much else.
            return how, f"1 {rest}" if how in ("within", "most of") and unit_of(rest) else rest
    return "", text


def _spelt_out(text: str) -> str:
    """Words for small numbers as figures."""
    text = re.sub(r"\b(?:a )?(?:couple|cpl|cuple|coupl)(?: of)?(?= )", "2-3", text)
    text = re.sub(r"\b(?:a )?(?:good )?few(?= )", "3-5", text)
    text = re.sub(r"\b(?:several|sevral)(?: of)?(?= )", "4-8", text)
    text = (
        re.sub(r"(?<![0-9] )\b(?:(?:a )?half|1/2)(?: of)?(?: an?)? (?=[a-z])", "0.5 ", text)
        if "and" not in text
        else text
    )
    text = re.sub(r"\b(?:a )?half-(?=[a-z])", "0.5 ", text)
    quarters = r"(?<![0-9] )\b(?:an? |1 )?(?:([13])/4|(3 )?quarters?)(?: of)?(?: an?)? (?=[a-z])"
    text = re.sub(quarters, lambda found: "0.75 " if "3" in found[0] else "0.25 ", text)
    return re.sub(r"\b(?:an?|the) (?=[a-z])(?!half\b)", "1 ", text)


def _bare(text: str, seen: Standpoint) -> Reading | None:
    """A number, or two, without a unit."""
    if half := re.fullmatch(r"([0-9]{1,2})(?:[.,]5| 1/2| and a half)", text):
        number = Fraction(int(half[1])) + Fraction(1, 2)
        return _one_of_units(number, number, seen)
    if not (found := re.fullmatch(r"([0-9]{1,5})(?: ?(?:-|to|or) ?([0-9]{1,5}))?", text)):
        return None
    first, last = sorted((int(found[1]), int(found[2] or found[1])))
    if first != last and last >= 1900:
        return None  # a month and a year
    if first == last and 1900 <= first <= 2100:
        return _year_or_days(first, seen)
    if last == 0:
        return Reading("today", 0, 0)
    return _one_of_units(Fraction(first), Fraction(last), seen)


def _one_of_units(first: Fraction, last: Fraction, seen: Standpoint) -> Reading:
    if seen.bare_days:
        return _read("", _counted(first, last, "day"))
    units = ("week", "month") if first < 10 else ("day", "week")
    readings = [_read("", _counted(first, last, unit)) for unit in units]
    return seen.asked(f"{_range_text(first, last)} {units[0]}s or {units[1]}s?", *((one.said, one) for one in readings))


def _year_or_days(year: int, seen: Standpoint) -> Reading:
    days = Reading(f"{year:,} days", year, year)
    if year > seen.today.year:
        return seen.asked(f"a year to come, or {year:,} days?", (days.said, days))
    first = seen.today.replace(year=year, month=1, day=1)
    some_time = seen.span("", first, first.replace(month=12, day=31))
    return seen.asked(f"in {year}, or {year:,} days?", (f"some time in {year}", some_time), (days.said, days))


def _shorthand(text: str, seen: Standpoint) -> Reading | None:
    """``2/52``: the number below says the unit. One that may as well be a date is asked back."""
    found = re.fullmatch(
        r"(<=|>=|<|>|~|about |over )? ?([0-9]{1,3})(?: ?(?:-|to) ?([0-9]{1,3}))? ?/ ?(7|52|12) ?(\+)?", text
    )
    if not found:
        return None
    marks = {">": "over", "over": "over", "<": "less than", "~": "about", "about": "about", ">=": "at least"}
    how = "plus" if found[5] else (marks | {"<=": "up to"}).get((found[1] or "").strip(), "")
    unit = _SHORTHAND[found[4]]
    first, last = sorted((int(found[2]), int(found[3] or found[2])))
    reading = _read(how, _counted(Fraction(first), Fraction(last), unit))
    if how or first != last or unit == "week":
        return reading
    day = None
    if seen.is_us and first <= 12:
        day = day_before_month(int(found[4]), first, seen)
    elif not seen.is_us and first > 12:
        day = day_before_month(first, int(found[4]), seen)
    if day is None:
        return reading
    date = seen.since(day)
    asked = f"{reading.said} or {date.said.removeprefix('since ')}?"
    return seen.asked(asked, (f"{reading.said} (shorthand)", reading), (date.said, date))


# The amount itself ----------------------------------------------------------------------------------------------------


def _amount(text: str) -> Amount | None:
    if unit_of(text) in ("fortnight", "decade"):
        text = f"1 {text}"
    for pattern in (_RANGE, _ONE_OR):
        if found := pattern.fullmatch(text):
            parts = found.groups()
            first, last, word = parts if pattern is _RANGE else (parts[0], parts[2], parts[1])
            if unit := unit_of(word):
                ends = sorted((_number(first), _number(last)))
                return _counted(ends[0], ends[1], unit)
    if half := _HALF_AFTER.fullmatch(text) or _HALF_INSIDE.fullmatch(text):
        unit = unit_of(half[2])
        more = _number(half[1]) + Fraction(1, 2)
        return _counted(more, more, unit) if unit else None
    if added := _added(text):
        return added
    if ends_of := _TWO_ENDS.fullmatch(text):
        first_end, last_end = _added(ends_of[1]), _added(ends_of[2])
        if first_end and last_end and first_end.high < last_end.low:
            return Amount(f"{first_end.said} to {last_end.said}", first_end.low, last_end.high, "")
    return None


def _added(text: str) -> Amount | None:
    """``2 years 3 months``, or one of them."""
    if not re.fullmatch(rf"{_ONE.pattern}(?:{_JOINED}{_ONE.pattern}){{0,3}}", text):
        return None
    parts = []
    for number, half, word in _ONE.findall(text):
        unit = unit_of(word)
        if unit is None:
            return None
        amount = _number(number) + (Fraction(1, 2) if half else 0)
        parts.append(_counted(amount, amount, unit))
    if len(parts) == 1:
        return parts[0]
    whole = sum((part.low for part in parts), Fraction(0))
    return Amount(" ".join(part.said for part in parts), whole, whole, "")


def _counted(low: Fraction, high: Fraction, unit: str) -> Amount:
    """So many of a unit, or from so many to so many."""
    if unit == "fortnight":
        low, high, unit = 2 * low, 2 * high, "week"
    elif unit == "decade":
        low, high, unit = 10 * low, 10 * high, "year"
    elif unit == "hour" and low == high and low >= 24 and low % 24 == 0:
        low, high, unit = low / 24, high / 24, "day"
    if unit in ("hour", "minute"):
        parts = 24 if unit == "hour" else 24 * 60
        said = f"{_range_text(low, high)} {_plural(unit, high)}"
        said = f"half an {unit}" if high == Fraction(1, 2) else said
        return Amount(said, Fraction(int(low / parts)), Fraction(round(high / parts)), unit)
    if unit == "year" and low == high < 1 and (12 * low).denominator == 1 and low:
        days = Fraction(int(365 * low))
        return Amount(f"{12 * low} months", days, days, "month")
    length = UNITS[unit]
    said = f"half a {unit}" if low == high == Fraction(1, 2) else f"{_range_text(low, high)} {_plural(unit, high)}"
    return Amount(said, low * length, high * length, unit)


def _plural(unit: str, number: Fraction | int) -> str:
    return unit if number == 1 else f"{unit}s"


def _range_text(low: Fraction | int, high: Fraction | int) -> str:
    return _number_text(low) if low == high else f"{_number_text(low)} to {_number_text(high)}"


def _number_text(number: Fraction | int) -> str:
    number = Fraction(number)
    if number.denominator == 2 and number > 1:
        return f"{int(number)} and a half"
    return f"{float(number):.2f}".rstrip("0").rstrip(".") if number.denominator > 1 else f"{int(number):,}"


def _number(text: str) -> Fraction:
    return Fraction(text.replace(",", "."))


# How it was qualified -------------------------------------------------------------------------------------------------


def _read(how: str, found: Amount) -> Reading:
    """The amount within the limits that its qualifying word sets."""
    low, high = found.least, found.most
    less, more = found.low - found.low * 15 / 100, found.high + found.high * 15 / 100
    as_said: int | None = found.least
    if how == "about":
        low, high = min(round(less), max(0, low - 1)), max(round(more), high + 1)
    elif how in ("over", "plus", "at least"):
        # A plus sign takes the number itself in, and is told as "over".
        low, high = low + (how == "over"), max(round(found.high * 3 / 2), high + 1)
    elif how == "just over":
        low, high = low + 1, max(round(more), high + 1)
    elif how == "and a bit":
        length = UNITS.get(found.unit, 2) or 1
        low, high = low + 1, max(round(found.high + Fraction(length, 2)), high + 1)
    elif how == "odd":
        high = round(found.high * 6 / 5)
    elif how == "nearly":
        low, high = round(less), max(round(less), high - 1)
    elif how == "most of":
        three_quarters = int((found.high - (5 if found.unit == "year" else 0)) * 3 / 4)  # of a year: 9 months
        low, high, as_said = three_quarters, max(three_quarters, high - 1), None
    elif how == "less than":
        low, high, as_said = 0, max(0, high - 1), None
    elif how in ("up to", "within"):
        low, as_said = 0, None
    said = _SAID.get(how, "{}").format(found.said)
    if how in ("most of", "within") and found.said.startswith("1 "):
        said = said.replace("1 ", "a " if how == "most of" else "", 1)
    return Reading(said, low, high, (), as_said)
