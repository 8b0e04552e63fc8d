"""Finding a person by what one has of them: one search for the front desk and for clinicians. It sees no findings."""

from __future__ import annotations

import re
from typing import NamedTuple

from django.db.models import Q, QuerySet

from intake.models import Patient, SearchTerm
from intake.models.search_term import BORN, PHONE, PHONE_DIGITS, bare, kept_term, record_term

AT_MOST = 20
DATE = re.compile(r"\b(?P<day>[0-9]{1,2})([ ./-])(?P<month>[0-9]{1,2})\2(?P<year>[0-9]{4})\b")
"""Day, month, year."""
_ISO_DATE = re.compile(r"\b([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})\b")
_WORDS = 8
_SHORTEST_PHONE = 5


class Found(NamedTuple):
    people: list[Patient]
    more: bool
    """There are more than these."""


def day_first(text: str) -> str:
    """With every date that begins with the year as ``DATE`` reads it."""
    return _ISO_DATE.sub(r"\3-\2-\1", text)


def find_people(text: str) -> Found:
    """Those whom every word tells of, as the beginning of a part of a name, the record number, or the year or date of
    birth; and those whose record number or telephone the whole is. One query, whatever is typed.

    Args:
        text: as typed. ``18 4 1968``, ``18/4/1968`` and ``1968-04-18`` are one day.
    """
    dated = DATE.sub(lambda date: f"{date['year']}{int(date['month']):02}{int(date['day']):02}", day_first(text))
    words = [word for word in map(bare, dated.split()) if word][:_WORDS]
    whole = Q(term=record_term(text))
    if (digits := bare(text)).isdecimal() and len(digits) >= _SHORTEST_PHONE:
        whole |= Q(term=PHONE + digits[-PHONE_DIGITS:])
    people = Q(pk__in=_with_term(whole))
    if words:
        every_word = Q()
        for word in words:
            every_word &= Q(pk__in=_with_term(_of_word(word)))
        people |= every_word
    rows = (
        Patient.objects.filter(people)
        .select_related("merged_into__merged_into")
        .order_by("family_name_folded", "given_name", "date_of_birth", "pk")[: AT_MOST + 1]
    )
    # A record that was merged leads to the one in use.
    in_use = list(dict.fromkeys(row.record_in_use for row in rows))
    return Found(in_use[:AT_MOST], len(rows) > AT_MOST)


def _with_term(wanted: Q) -> QuerySet[SearchTerm, object]:
    return SearchTerm.objects.filter(wanted).values("patient")


def _of_word(word: str) -> Q:
    wanted = Q(term__begins=kept_term(word)) | Q(term=record_term(word))
    is_year_or_day = word.isdecimal() and len(word) in (4, 8)
    return wanted | Q(term__begins=BORN + word) if is_year_or_day else wanted
