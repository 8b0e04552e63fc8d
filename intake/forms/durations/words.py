"""Words for numbers and units, as they are typed: in figures or in letters, cut short, misspelt."""

from __future__ import annotations

import re
from functools import lru_cache

UNITS = {"minute": 0, "hour": 0, "day": 1, "week": 7, "month": 30, "year": 365}
"""How many days each is. What is shorter than a day is counted apart."""

_FORMS = {
    "minute": "min mins minute minutes",
    "hour": "h hr hrs hour hours",
    "day": "d dy dys dya day days night nights",
    "week": "w wk wks wek week weeks",
    "fortnight": "fortnight fortnights",
    "month": "m mo mos mth mths mnth mnths month months",
    "year": "y yr yrs yer year years",
    "decade": "decade decades",
}
_UNIT_OF = {form: unit for unit, forms in _FORMS.items() for form in forms.split()}
_LONG = [form for form in _UNIT_OF if len(form) > 3]
_NO_UNITS = ("mays", "says", "ways", "hears", "fears", "near", "bays", "mouth")
"""Words of their own, however like a unit they look."""

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
)
_ONES += " eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
NUMBERS = {word: number for number, word in enumerate(_ONES.split())}
_TEN = {word: 10 * tens for tens, word in enumerate(_TENS.split(), 2)} | {"fourty": 40}
_TENS_AND_ONES = re.compile(rf"\b({'|'.join(_TEN)})(?:[ -]({'|'.join(_ONES.split()[1:10])}))?\b")
_IN_LETTERS = re.compile(rf"\b({'|'.join(NUMBERS)})\b")


def plain(text: str) -> str:
    """In small letters, with one kind of dash, quote and space, and without what stands in brackets at the end."""
    text = text.casefold().translate(_SAME)
    text = re.sub(r"([0-9]?) ?½", r"\1 1/2", text)
    text = " ".join(text.split())
    return re.sub(r" ?\([^()]*\)$", "", text).rstrip(" .,;!").strip()


_SAME = {ord(dash): "-" for dash in "\u2010\u2011\u2012\u2013\u2014\u2212"}
_SAME |= {ord(quote): "'" for quote in "\u2019\u2018`\u00b4"}
_SAME |= {ord("≥"): ">=", ord("≤"): "<=", ord("×"): "x", ord("≈"): "~"}


def in_figures(text: str) -> str:
    """Numbers in letters as figures: "twenty one" is 21. Thousands lose their comma."""
    text = re.sub(r"(?<![0-9,.])([0-9]{1,3}),([0-9]{3})(?![0-9,])", r"\1\2", text)
    text = _TENS_AND_ONES.sub(lambda found: str(_TEN[found[1]] + NUMBERS.get(found[2] or "zero", 0)), text)
    text = _IN_LETTERS.sub(lambda found: str(NUMBERS[found[1]]), text)
    return re.sub(r"\b(?:a|1) hundred\b", "100", text)


@lru_cache(maxsize=512)
def unit_of(word: str) -> str | None:
    """The unit that a word stands for, one slip of the finger allowed in a long one."""
    if word in _UNIT_OF or len(word) < 4 or word in _NO_UNITS:
        return _UNIT_OF.get(word)
    return next((_UNIT_OF[form] for form in _LONG if _is_slip(word, form)), None)


def _is_slip(typed: str, meant: str) -> bool:
    """One letter is wrong, missing, too many, or two stand the wrong way round."""
    if abs(len(typed) - len(meant)) > 1 or typed[0] != meant[0]:
        return False
    start = next((i for i, (a, b) in enumerate(zip(typed, meant, strict=False)) if a != b), min(len(typed), len(meant)))
    left, right = typed[start:], meant[start:]
    return (left[1:] == right[1:] or left[1:] == right or left == right[1:] or left[:2] == right[:2][::-1]) and (
        left[:2] != right[:2][::-1] or left[2:] == right[2:]
    )
