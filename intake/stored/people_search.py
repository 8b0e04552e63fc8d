"""Finding a person by what one has of them: one search for the front desk and for clinicians. It sees no findings."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from django.db.models import OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from intake.models import Patient, SearchTerm
from intake.models.search_term import (
    BORN,
    PHONE,
    PHONE_DIGITS,
    UNDATED,
    bare,
    kept_term,
    near_terms,
    record_term,
    terms_of,
)
from intake.stored.counted import counted, has_one

AT_MOST = 20
MANY = 500
"""Of those whom one word alone tells of, no more than these are looked at."""
COUNTED = 3000
"""Whom a word tells of is counted up to this, to begin with the rarest."""
DATE = re.compile(r"\b(?P<day>[0-9]{1,2})([ ./-])(?P<month>[0-9]{1,2})\2(?P<year>[0-9]{4})\b")
"""Day, month, year."""
_ISO_DATE = re.compile(r"\b([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})\b")
_BIRTH = re.compile("(19|20)[0-9]{2}([0-9]{4})?")
_UNDATED = Q(term=UNDATED)
_WORDS = 8
_SHORTEST_PHONE = 5
_WORDS_OF_A_NUMBER = 3
"""``DEMO 0 01`` for ``DEMO-001``."""


Wanted = list[Q]
"""What a word may be found by: each a part of the index of terms, of which no two hold the same."""


class Mismatch(NamedTuple):
    """The record number is somebody's of whom the rest that was typed does not tell."""

    patient: Patient
    typed: str
    """The rest, as it was typed."""


class Found(NamedTuple):
    people: list[Patient]
    more: bool
    """There are more than these."""
    near: list[Patient]
    """Spelt alike, or born on a day that is nearly the one typed, beside those."""
    mismatches: list[Mismatch]
    many: bool = False
    """So many that not all were looked at: these are some of them, and not the first by name."""
    left_out: bool = False
    """So many are spelt alike, or have no birth date on record, that they were not looked at."""

    @property
    def listed(self) -> list[Patient]:
        """Those that were meant, as far as anybody was: who is spelt alike only where nobody is spelt so."""
        return self.people or self.near or [each.patient for each in self.mismatches]


def day_first(text: str) -> str:
    """With every date that begins with the year as ``DATE`` reads it."""
    return _ISO_DATE.sub(r"\3-\2-\1", text)


def find_people(text: str) -> Found:
    """Those whom every word tells of, as the beginning of a part of a name, the record number, or the year or date of
    birth; and those whose record number or telephone the whole is. Four queries at most, whatever is typed.

    Apart from them: whom every word tells of but for one letter, or with day and month swapped, or whose birth date is
    not known so well; and whose record number was typed beside what is not theirs.

    Args:
        text: as typed. ``18 4 1968``, ``18/4/1968`` and ``1968-04-18`` are one day.
    """
    typed = [(bare(word), said) for word, said in _words(text) if bare(word)][:_WORDS]
    fitting, mismatches = _by_number(text, typed)
    words = [word for word, _ in typed]
    if not words:
        return Found(fitting[:AT_MOST], len(fitting) > AT_MOST, [], mismatches)
    exactly, nearly = [_of_word(word) for word in words], [_nearly(word) for word in words]
    *numbers, undated = counted(*(_people(word)[:COUNTED] for word in (*exactly, *nearly, [_UNDATED])))
    rows = list(_in_order(exactly, numbers[: len(words)])[: AT_MOST + 1])
    found = list(dict.fromkeys([*fitting, *_in_use(rows)]))
    if len(found) > AT_MOST or len(rows) > AT_MOST:
        return Found(found[:AT_MOST], True, [], mismatches, many=len(words) == 1 and numbers[0] > MANY)
    near_numbers = numbers[len(words) :]
    left_out = False
    # Where a name was typed, who has no birth date on record may be meant, too.
    if births := [] if all(map(_is_birth, words)) else [place for place, word in enumerate(words) if _is_birth(word)]:
        left_out = undated >= COUNTED
        for place in [] if left_out else births:
            nearly[place] = [*nearly[place], _UNDATED]
            near_numbers[place] += undated
    known = {*found, *(each.patient for each in mismatches)}
    if min(near_numbers) >= (COUNTED if words[1:] else MANY):
        return Found(found, False, [], mismatches, left_out=True)
    alike = _in_use(_in_order(nearly, near_numbers, one_by_one=COUNTED)[: AT_MOST + len(found)])
    near = [patient for patient in alike if patient not in known][:AT_MOST]
    return Found(found, False, near, mismatches, left_out=left_out)


def _words(text: str) -> list[tuple[str, str]]:
    """Each word, a date as ``YYYYMMDD``; and as it was typed."""
    found, end, text = [], 0, day_first(text)
    for date in DATE.finditer(text):
        found += [(word, word) for word in text[end : date.start()].split()]
        found.append((f"{date['year']}{int(date['month']):02}{int(date['day']):02}", date[0]))
        end = date.end()
    return found + [(word, word) for word in text[end:].split()]


def _by_number(text: str, typed: list[tuple[str, str]]) -> tuple[list[Patient], list[Mismatch]]:
    """Whose record number or telephone the whole is; and whose number some of the words make, whom the others fit, or
    do not fit."""
    beside: dict[str, list[tuple[str, str]]] = {record_term(text): []}
    if (digits := bare(text)).isdecimal() and len(digits) >= _SHORTEST_PHONE:
        beside[PHONE + digits[-PHONE_DIGITS:]] = []
    for first in range(len(typed)):
        for end in range(first + 1, min(first + _WORDS_OF_A_NUMBER, len(typed)) + 1):
            number, rest = "".join(word for word, _ in typed[first:end]), typed[:first] + typed[end:]
            if rest and any(map(str.isdecimal, number)) and not _is_birth(number):
                beside.setdefault(record_term(number), rest)
    numbered = SearchTerm.objects.filter(term__in=beside).select_related("patient__merged_into__merged_into")
    fitting, mismatches = [], {}
    for row in numbered.order_by("term", "patient")[: AT_MOST + 1]:
        rest, patient = beside[row.term], row.patient.record_in_use
        terms = search_terms(row.patient) | search_terms(patient)
        if all(_fits(word, terms) for word, _ in rest):
            fitting.append(patient)
        else:
            mismatches[patient] = Mismatch(patient, " ".join(said for _, said in rest))
    return fitting, [] if fitting else list(mismatches.values())


def search_terms(patient: Patient) -> set[str]:
    """What the person is found by."""
    phones = f"{patient.phone},{patient.second_phone}"
    names = (patient.family_name, patient.given_name)
    return terms_of(patient.record_number, *names, phones, patient.date_of_birth, patient.estimate)


def _fits(word: str, terms: set[str]) -> bool:
    """Whether it may be said of this person. Where no birth date is on record, every one may."""
    if _is_birth(word):
        born = [term for term in terms if term.startswith(BORN)]
        return UNDATED in born or any(one.startswith(BORN + word) or (BORN + word).startswith(one) for one in born)
    is_phone = word.isdecimal() and len(word) >= _SHORTEST_PHONE and PHONE + word[-PHONE_DIGITS:] in terms
    return is_phone or not terms.isdisjoint(near_terms(word)) or any(term.startswith(word) for term in terms)


def _in_order(words: list[Wanted], numbers: Sequence[int], one_by_one: int = MANY) -> QuerySet[Patient]:
    """Whom all of these words tell of; by one word alone, ``MANY`` of them at most.

    Those whom the rarest word tells of are looked at one by one; where none is rare, those whom the two rarest tell of,
    which their index says.

    Args:
        numbers: how many each is found by, up to ``COUNTED``.
    """
    first, *others = sorted(range(len(words)), key=lambda place: numbers[place])
    people = _people(words[first])
    if numbers[first] > one_by_one and others:
        people = people.intersection(_people(words[others.pop(0)]))
        people = people if others else people[: MANY + 1]
    else:
        people = people[: one_by_one + 1]
    rows = Patient.objects.filter(pk__in=people)
    for place in others:
        theirs = SearchTerm.objects.filter(reduce(or_, words[place]), patient=OuterRef("pk"))
        rows = rows.alias(**{f"word_{place}": has_one(theirs.values("pk"))}).filter(**{f"word_{place}": 1})
    # By a value that no index holds: else PostgreSQL goes through everybody by name, until enough were found.
    by_name = Coalesce("family_name_folded", Value(""))
    return rows.select_related("merged_into__merged_into").order_by(by_name, "given_name", "date_of_birth", "pk")


def _people(word: Wanted) -> QuerySet[SearchTerm, Any]:
    """Whoever is found by it, each read from the index alone; somebody may be there more than once."""
    first, *others = (SearchTerm.objects.filter(terms).order_by().values("patient") for terms in word)
    return first.union(*others, all=True)


def _in_use(rows: Iterable[Patient]) -> list[Patient]:
    """A record that was merged leads to the one in use."""
    return list(dict.fromkeys(row.record_in_use for row in rows))


def _is_birth(word: str) -> bool:
    """A year or a day that somebody may be born in."""
    return bool(_BIRTH.fullmatch(word))


def _of_word(word: str) -> Wanted:
    begins = [Q(term__begins=kept_term(word)), *([Q(term__begins=BORN + word)] if _is_birth(word) else [])]
    return [*begins, Q(term__in=[record_term(word)])]


def _nearly(word: str) -> Wanted:
    """What ``word`` tells of, and what is nearly so."""
    *begins, _ = _of_word(word)
    near = {record_term(word)}
    if not _is_birth(word):
        near |= near_terms(word)
    elif len(word) == len("19680418"):
        year, month, day = word[:4], word[4:6], word[6:]
        near |= {f"{BORN}{year}", f"{BORN}{year}{month}"}
        with suppress(ValueError):
            near.add(f"{BORN}{datetime.date(int(year), int(day), int(month)):%Y%m%d}")
    return [*begins, Q(term__in=sorted(near))]
