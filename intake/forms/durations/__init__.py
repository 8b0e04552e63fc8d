"""How long ago, as people say it: an amount ("3 weeks", "2/52"), a day, a season, a holiday, or no number at all.

What can mean several things is asked back: a guess could move somebody across a limit of the rules.
"""

from __future__ import annotations

import datetime
import re

from .amounts import amount
from .dates import date
from .holidays import holidays
from .named_days import named_days
from .parts_of_years import parts_of_years
from .standpoint import NotUnderstoodError, Reading, Standpoint, refuse
from .vague import NOT_KNOWN, event, shown_back, vague
from .words import plain

__all__ = ["LONGEST_TEXT", "NOT_KNOWN", "NotUnderstoodError", "Reading", "understood"]

LONGEST_TEXT = 80
"""In characters: nobody says a duration in more."""
_READERS = (shown_back, vague, named_days, amount, date, parts_of_years, holidays, event)
_COMES_AND_GOES = re.compile(
    r",? ?\b(?:(?:it )?(?:comes|coming) (?:and|&) go(?:es|ing)|on(?: and |-and-| & )off|off and on|intermittent(?:ly)?"
    r"|now and then|from time to time)\b,? ?"
)


def understood(
    text: str,
    today: datetime.date,
    *,
    country: str = "GB",
    born: datetime.date | None = None,
    bare_days: bool = False,
) -> Reading:
    """How long ago, seen from this day.

    Args:
        country: of the clinic, as ISO has it, or EU.
        born: the person's birth date, for "all my life" and the like.
        bare_days: the question asks for a number of days.

    Raises:
        NotUnderstoodError: it can be read in no way.
    """
    said = plain(text)
    if not said or len(said) > LONGEST_TEXT:
        refuse()
    seen = Standpoint(today, country, born, bare_days)
    comes_and_goes = bool(_COMES_AND_GOES.search(said))
    said = " ".join(_COMES_AND_GOES.sub(" ", said).split()) or "comes and goes"
    said = re.sub(r"^(?:(?:pain|started|it started|began) )+(?=[a-z0-9])", "", said)
    for reader in _READERS:
        if reading := reader(said, seen):
            return reading.also(", comes and goes") if comes_and_goes and said != "comes and goes" else reading
    refuse()
