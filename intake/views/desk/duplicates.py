"""People who may be registered twice: found, and shown side by side with what was typed."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.db.models import Case, F, Q, QuerySet, Value, When
from django.db.models.functions import Replace, Upper
from django.http import QueryDict

from intake.models import Patient
from intake.models.patient import folded
from intake.views.desk.patient_form import PatientForm, detail_text

ANYWAY = "register-anyway"
"""The field that says who was looked at and found to be somebody else."""
TOLD_APART_BY = {"record_number", "family_name", "given_name", "date_of_birth"}
SHOWN = 5
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
    labels = {name: str(form[name].label) for name in form.fields}
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
    """Those with the same number, with the same birth date, or with the same surname where a birth date is missing."""
    number, born = Upper(Value(_squeezed(typed.record_number))), typed.date_of_birth  # the database's idea of case
    same_name = Q(family_name_folded=folded(typed.family_name)) & (Q(date_of_birth=None) if born else Q())
    same = Q(squeezed=number) | same_name | (Q(date_of_birth=born) if born else Q(pk=None))
    by_number = Upper(Replace(F("record_number"), Value(" "), Value("")))
    first = Case(When(squeezed=number, then=0), default=1)
    people = Patient.objects.alias(squeezed=by_number).filter(same).exclude(pk=typed.pk).exclude(merged_into=typed.pk)
    return people.order_by(first, "registered_at")[:_LOOKED_AT]


def _likeness(typed: Patient, other: Patient) -> int:
    """3 for the same number, 2 for the same surname, 1 for a name spelt nearly so; 0 for somebody else."""
    if _squeezed(typed.record_number) == _squeezed(other.record_number):
        return 3
    family = _near(typed.family_name, other.family_name)
    given = _near(typed.given_name, other.given_name)
    if not (typed.date_of_birth and other.date_of_birth):
        return int(family and given)
    swapped = _near(typed.family_name, other.given_name) and _near(typed.given_name, other.family_name)
    same = folded(typed.family_name) == folded(other.family_name)
    return 2 if same else int(family or given or swapped)


def _squeezed(number: str) -> str:
    return "".join(number.split()).upper()


def _near(one: str, other: str) -> bool:
    letters, others = _letters(one), _letters(other)
    return bool(letters and others) and SequenceMatcher(None, letters, others, autojunk=False).ratio() >= _NEAR


def _letters(name: str) -> str:
    """The bare letters: without marks, hyphens and spaces."""
    return "".join(filter(str.isalpha, unicodedata.normalize("NFKD", folded(name))))
