"""What says no number: "ages", "on and off for years", "since the op", "all my life"."""

from __future__ import annotations

import re

from .standpoint import LONGEST, Date, Reading, Standpoint, years_later

_YEARS_OR_LIFE = ("years: how many?", "all of life")
_WEEKS_OR_YEARS = ("weeks: how many?", "months or years: how many?")
_LONG = "a long time, not said how long"
_ABOUT_A_YEAR = ("3 to 12 months", "more than a year")
_VAGUE: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        r"(?:for )?(?:(?:a )?(?:very |quite a |such a )?long (?:time|while)|ages(?: and ages)?|time)",
        _LONG,
        _WEEKS_OR_YEARS,
    ),
    (
        r"(?:a |quite a )?(?:while|bit|time|some time)(?: now)?|some ?time",
        "some time, not said how long",
        ("less than 6 weeks", "more than 6 weeks"),
    ),
    (
        r"yonks|donkey'?s(?: years)?|donkeys years|eons|aeons|an? eternity",
        _LONG,
        ("months: how many?", "years: how many?"),
    ),
    (
        r"(?:for ?)?ever(?: and ever)?|always|as long as i can remember|(?:most|much) of (?:my|his|her|their) life",
        _LONG,
        _YEARS_OR_LIFE,
    ),
    (
        r"recent(?:ly)?|lately|not long|short while|just started|new",
        "not long, not said how long",
        ("days: how many?", "weeks: how many?"),
    ),
    (r"long[ -]?standing|long[ -]?term|long[ -]?stading", _LONG, _ABOUT_A_YEAR),
    (r"chronic(?:ally)?", "long lasting, not said how long", _ABOUT_A_YEAR),
    (r"acute(?:ly)?", "not long, not said how long", ("days: how many?", "weeks: how many?")),
    (r"(?:some |a number of |many |days and )?days", "days, number not said", ("2 to 6 days", "1 to 2 weeks")),
    (
        r"(?:some |a number of |many |lots of |weeks and )?weeks",
        "weeks, number not said",
        ("2 to 5 weeks", "6 weeks or more"),
    ),
    (
        r"(?:some |a number of |many |lots of |months and )?months",
        "months, number not said",
        ("1 to 2 months", "3 months or more"),
    ),
    (r"comes and goes", "comes and goes, not said since when", _WEEKS_OR_YEARS),
    (
        r"dunno|(?:i )?(?:don'?t|do not) (?:know|remember)|(?:not |un)sure|no idea|can'?t (?:remember|say)|\?+|n/?k",
        "not known",
        ("about how long?", "not known"),
    ),
    (
        r"(?:the )?(?:covid|corona(?:virus)?|(?:the )?pandemic)",
        "since the pandemic, or since the person had it?",
        ("since the pandemic began, spring 2020", "since the illness: when?"),
    ),
    (r"(?:my |the )?(?:op|operation|surgery|knee op|hip op)", "since the operation", ("which day?", "which month?")),
    (r"(?:my |the |a )?fall|i fell(?: over)?", "since the fall", ("which day?", "which month?")),
    (
        r"(?:my |the |an? )?(?:accident|crash|injury|car accident|rta|mva)",
        "since the injury",
        ("which day?", "which month?"),
    ),
    (r"i (?:retired|stopped work(?:ing)?)|(?:my )?retirement", "since retirement", ("which month?", "which year?")),
)
"""How it is called, how it is shown, and what is asked back: no number until that is answered."""
_EVENT = r"(?:since|after|from when|ever since|when) ((?:i|we|my|our|his|her|their|he|she|they|the|a|an|last)\b.{1,60})"
_LOCKDOWN = (Date(2020, 3, 1), Date(2020, 5, 31)), (Date(2020, 11, 1), Date(2021, 11, 30))
_DECADES = {"teens": (13, 19), "twenties": (20, 29), "thirties": (30, 39), "forties": (40, 49), "fifties": (50, 59)}
_DECADES |= {"sixties": (60, 69), "seventies": (70, 79), "eighties": (80, 89)}
NOT_KNOWN = "not known"


def vague(text: str, seen: Standpoint) -> Reading | None:
    """None where it may say a number."""
    text = re.sub(r" ago$", "", text)
    bare = re.sub(r"^(?:for|since|ever since|from|over) ", "", text)
    if re.fullmatch(r"(?:some |many |lots of |a number of )?years(?: and years)?", bare):
        return Reading("years, number not said", 730, LONGEST)
    if re.fullmatch(r"(?:some |a number of )?hours", bare):
        return Reading("hours, number not said", 0, 1)
    for words, said, choices in _VAGUE:
        if re.fullmatch(words, bare) and not (seen.is_us and bare == "the fall"):
            return Reading(said, choices=choices)
    return _lockdown(bare, seen) or _of_life(bare, seen)


def event(text: str, seen: Standpoint) -> Reading | None:
    """Since something of which no day is known here. Comes last: what is a date is one."""
    if found := re.fullmatch(_EVENT, text):
        said = re.sub(r"\bi\b", "I", found[1])
        return Reading(f"since {said}", choices=("which month?", "which year?"))
    return None


def shown_back(text: str, seen: Standpoint) -> Reading | None:
    """A text of this file as it stands beside the field, typed or sent again."""
    for _, said, choices in _VAGUE:
        if text == said and not text.startswith("since "):
            return Reading(said, choices=choices)
    return Reading("years, number not said", 730, LONGEST) if text == "years, number not said" else None


def _lockdown(text: str, seen: Standpoint) -> Reading | None:
    (first, first_end), (later, later_end) = _LOCKDOWN
    if seen.today < later_end:
        return None
    spring = f"spring {first.year}"
    if re.fullmatch(rf"the first lockdown(?:, {spring})?", text):
        return seen.span(f"since the first lockdown, {spring}", first, first_end)
    if re.fullmatch(rf"the pandemic began(?:, {spring})?", text):
        return seen.span(f"since the pandemic began, {spring}", first, first_end)
    if re.fullmatch(r"a later (?:one|lockdown)(?:, up to late 2021)?", text):
        return seen.span("since a later lockdown, up to late 2021", later, later_end)
    if re.fullmatch(r"(?:the )?lock ?down", text):
        return Reading(
            "the first lockdown, or a later one?",
            seen.ago(later_end),
            seen.ago(first),
            (f"since the first lockdown, {spring}", "since a later one, up to late 2021"),
        )
    return None


def _of_life(text: str, seen: Standpoint) -> Reading | None:
    """By the person's age, as far as it is known."""
    born = seen.born if seen.born and seen.born <= seen.today else None
    age = (seen.today - born).days if born else None
    if re.fullmatch(
        r"(?:all (?:of )?)?(?:my|his|her|their|the person's) (?:whole |entire )?life|all of life|birth|i was born", text
    ):
        return Reading("all of life", 6570, LONGEST) if age is None else Reading("all of life", age, age)
    if re.fullmatch(r"(?:i was )?(?:an? )?(?:child|kid|little|small|young|childhood)|(?:my )?childhood", text):
        return Reading(
            "since childhood", 2190 if age is None else max(0, age - 12 * 365), LONGEST if age is None else age
        )
    if re.fullmatch(r"(?:my )?last birthday|the last birthday|my birthday", text):
        if born is None:
            return Reading("since the last birthday", 0, 365)
        this_year = years_later(born, seen.today.year - born.year)
        day = this_year if this_year <= seen.today else years_later(born, seen.today.year - born.year - 1)
        return seen.since(day, "since the last birthday")
    if found := re.fullmatch(r"(?:i was in )?my (?:early |mid |late )?([a-z]+)", text):
        return _from_age(*_DECADES[found[1]], seen) if found[1] in _DECADES else None
    if found := re.fullmatch(
        r"(?:i was |the age of |age )(?:about )?([0-9]{1,2})(?: to ([0-9]{1,2}))?(?: years old)?", text
    ):
        return _from_age(int(found[1]), int(found[2] or found[1]), seen)
    return None


def _from_age(first: int, last: int, seen: Standpoint) -> Reading:
    """By the birth date; without one it is asked."""
    said = f"since the age of {first} to {last}" if first != last else f"since the age of {first}"
    start = years_later(seen.born, first) if seen.born else None
    if seen.born is None or start is None or start > seen.today:
        return Reading(said, choices=("about how many years?", "which year?"))
    return seen.span(said, start, years_later(seen.born, last))
