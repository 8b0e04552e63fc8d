"""Two records side by side, detail by detail."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.formats import date_format

from intake.clinical.language.numbers import span
from intake.models import Intake, Patient
from intake.models.patient import folded
from intake.views.desk.patient_form import PatientForm, detail_text

TOLD_APART_BY = ("family_name", "given_name", "date_of_birth", "record_number", "sex_at_birth", "phone")


@dataclass(frozen=True)
class Beside:
    """One detail of both."""

    label: str
    here: str
    there: str

    @property
    def verdict(self) -> str:
        if not (self.here and self.there):
            return "Given once" if self.here or self.there else "Not given"
        return "Same" if folded(self.here) == folded(self.there) else "Different"


def details(here: Patient, there: Patient, fields: tuple[str, ...] = ()) -> list[Beside]:
    """These fields of both records; all that the front desk fills in where none are named."""
    form = PatientForm()
    return [
        Beside(str(form[name].label), detail_text(here, name), detail_text(there, name))
        for name in fields or PatientForm.Meta.fields
    ]


def changes(intake: Intake, to: Patient) -> list[Beside]:
    """What the intake goes by and that is different with the other person: age on its day, and sex."""
    day = intake.encounter_date()
    rows = [
        Beside(f"Age on {date_format(day, 'j M Y')}", _years(intake.patient.ages_on(day)), _years(to.ages_on(day))),
        *details(intake.patient, to, ("sex_at_birth",)),
    ]
    return [row for row in rows if row.here != row.there]


def _years(ages: tuple[int, int] | None) -> str:
    return f"{span(*ages)} years" if ages else ""
