"""People who may be registered twice: found, and shown side by side with what was typed."""

from __future__ import annotations

import datetime
from contextlib import suppress
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.db.models import Case, Q, QuerySet, When
from django.http import QueryDict

from intake.models import Patient, SearchTerm
from intake.models.patient import folded
from intake.models.search_term import BORN, UNDATED, bare, kept_term, record_term
from intake.views.desk.patient_form import COMPARED, PatientForm, detail_text

ANYWAY = "register-anyway"
"""The field that says who was looked at and found to be somebody else."""
TOLD_APART_BY = {"record_number", "family_name", "given_name", "date_of_birth", "born_about"}
SHOWN = 5
_FOUND = 1000
"""Where no birth date is typed, of a surname that more have: those with the same given name, and as many others."""
_LOOKED_AT = 200
_NEAR = 0.75
"""How alike two names are that may be one, misspelt: of 1."""


@dataclass(frozen=True)
class Compared:
    """One field, side by side."""

    label: str
    typed: str
    on_record: str

    @property
    def verdict(self) -> str:
        if not self.on_record:
            return "Only typed now" if self.typed else "Not given"
        if not self.typed:
            return "Only on record"
        return "Same" if folded(self.typed) == folded(self.on_record) else "Different"


@dataclass(frozen=True)
class Alike:
    """Somebody on record, beside what was typed."""

    patient: Patient
    fields: list[Compared]


def alike(form: PatientForm) -> list[Alike]:
    """Who may be the person in the form, the likeliest first. One query."""
    typed = form.as_typed()
    likeness = {other: _likeness(typed, other) for other in _candidates(typed)}
    likeliest = sorted((other for other in likeness if likeness[other]), key=lambda other: -likeness[other])
    labels = {name: str(form[name].label) for name in COMPARED}
    return [
        Alike(
            other,
            [Compared(label, detail_text(typed, name), detail_text(other, name)) for name, label in labels.items()],
        )
        for other in likeliest[:SHOWN]
    ]


def not_told_apart(form: PatientForm, posted: QueryDict) -> list[Alike]:
    """All of them, while one has not been looked at. A correction that tells nobody apart asks nothing."""
    if form.instance.registered_at and TOLD_APART_BY.isdisjoint(form.changed_data):
        return []
    found = alike(form)
    return found if {str(one.patient.pk) for one in found} - set(posted.getlist(ANYWAY)) else []


def _candidates(typed: Patient) -> QuerySet[Patient]:
    """Those with the same number or birth date; and those with the same surname, where a birth date is not known or one
    slip of the key away.

    All are found in the index of terms alone, surname and birth date laid over one another there: of a common surname,
    however many have it, nobody is looked at who was born on another day.
    """
    number, family = record_term(typed.record_number), kept_term(bare(typed.family_name))
    certain = _with_term({number, *([_born(typed.date_of_birth)] if typed.date_of_birth else [])})
    same_name = _with_term({family} - {""})
    if day := typed.date_of_birth:
        found = certain.union(same_name.filter(patient__in=_with_term(_born_nearly(day))), all=True)
    else:
        same_names = same_name.filter(patient__in=_with_term({kept_term(bare(typed.given_name))} - {""}))
        found = certain.union(same_names, same_name, all=True)
    first = Case(
        When(pk__in=_with_term({number}), then=0), When(given_name__iexact=typed.given_name, then=1), default=2
    )
    people = Patient.objects.filter(pk__in=found[:_FOUND]).exclude(pk=typed.pk).exclude(merged_into=typed.pk)
    if not typed.date_of_birth:
        people = people.filter(Q(pk__in=certain) | _may_be_born_then(typed))
    return people.order_by(first, "registered_at")[:_LOOKED_AT]


def _with_term(terms: set[str]) -> QuerySet[SearchTerm, object]:
    return SearchTerm.objects.filter(term__in=terms).values("patient")


def _born(day: datetime.date) -> str:
    return f"{BORN}{day:%Y%m%d}"


def _born_nearly(day: datetime.date) -> set[str]:
    """What those are found by who may be born on this day: a slip away; in a year or month of which no more is known;
    or nobody knows when."""
    return {UNDATED, f"{BORN}{day:%Y}", f"{BORN}{day:%Y%m}", *map(_born, slips(day))}


def _may_be_born_then(typed: Patient) -> Q:
    """Of somebody without a birth date: in a time that is estimated; or nobody knows when."""
    first, last = typed.born_first, typed.born_last
    if first is None or last is None:
        return Q(pk__isnull=False)  # anybody: an empty condition is left out of alternatives
    estimated = Q(born_first__lte=last, born_last__gte=first)
    return Q(date_of_birth=None, born_first=None) | estimated | Q(date_of_birth__range=(first, last))


def slips(day: datetime.date) -> set[datetime.date]:
    """The days that one wrong digit makes of it, and day and month swapped."""
    typed = f"{day:%Y%m%d}"
    texts = {typed[:place] + digit + typed[place + 1 :] for place in range(len(typed)) for digit in "0123456789"}
    texts.add(f"{day:%Y%d%m}")
    days = set()
    for text in texts:
        with suppress(ValueError):
            days.add(datetime.date(int(text[:4]), int(text[4:6]), int(text[6:])))
    return days - {day}


def _likeness(typed: Patient, other: Patient) -> int:
    """3 for the same number, 2 for the same surname, 1 for a name spelt nearly so; 0 for somebody else."""
    if record_term(typed.record_number) == record_term(other.record_number):
        return 3
    day, estimate = typed.date_of_birth, other.estimate
    if day and estimate and not estimate.first <= day <= estimate.last:
        return 0
    family = _near(typed.family_name, other.family_name)
    given = _near(typed.given_name, other.given_name)
    if not typed.date_of_birth or typed.date_of_birth != other.date_of_birth:
        return int(family and given)
    swapped = _near(typed.family_name, other.given_name) and _near(typed.given_name, other.family_name)
    same = bare(typed.family_name) == bare(other.family_name)
    return 2 if same else int(family or given or swapped)


def _near(one: str, other: str) -> bool:
    letters, others = bare(one), bare(other)
    return bool(letters and others) and SequenceMatcher(None, letters, others, autojunk=False).ratio() >= _NEAR
