"""Whether an assessment still goes by the person's details: birth date and sex can be corrected after it was made."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.db.models import F
from django.db.models.fields.json import KeyTextTransform

from intake.clinical.rules.questions.context import pt
from intake.models import AnswerVersion, Patient, Signature

BIRTH_DATE, SEX = "birth date", "sex recorded at birth"
ASSESSED_WITH = {
    "assessed_age": F(f"current__version__answers__{pt.age_years.id}"),
    "assessed_sex": F(f"current__version__answers__{pt.sex.id}"),
}
"""For the rows of a list of intakes, which hold no answers beside these two."""
SIGNED_WITH = {
    "signed_born": F("signature__person__date_of_birth"),
    # As text: 1956 is JSON, too.
    "signed_estimate": KeyTextTransform("birth_estimate", "signature__person"),
}
"""For the same rows: the birth date as it was signed, or what was known of it."""


def differing(patient: Patient, version: AnswerVersion) -> tuple[str, ...]:
    """Which of the details are not those that this version was assessed with."""
    given = version.answers
    return _differing(patient, version.assessment.assessed_on, given.get(pt.age_years.id), given.get(pt.sex.id))


def _differing(patient: Patient, assessed_on: datetime.date, age: Any, sex: str | None) -> tuple[str, ...]:
    """The same, of what was assessed: age and sex as the rules used them."""
    pairs = {BIRTH_DATE: (age, patient.age_on(assessed_on)), SEX: (sex, patient.sex_at_birth or None)}
    return tuple(name for name, (used, known) in pairs.items() if used != known)


def differing_in_row(intake: Any) -> tuple[str, ...]:
    """The same, of a row of a list, which was annotated with ``ASSESSED_WITH``."""
    return _differing(intake.patient, intake.current.assessed_on, intake.assessed_age, intake.assessed_sex)


def corrected(names: Iterable[str]) -> str:
    """Why there is a new version, as a clause."""
    said = [f"the {name}" for name in dict.fromkeys(names)]
    return f"assessed again because {' and '.join(said)} {'was' if len(said) == 1 else 'were'} corrected"


def differing_from_signed(patient: Patient, signature: Signature) -> tuple[str, ...]:
    """Which of the details are not those of the signed document."""
    printed, sex = signature.person, signature.version.answers.get(pt.sex.id)
    return _differing_from_printed(patient, printed.get("date_of_birth"), printed.get("birth_estimate"), sex)


def differing_in_signed_row(intake: Any) -> tuple[str, ...]:
    """The same, of a row of a list, which was annotated with that and with ``SIGNED_WITH``."""
    return _differing_from_printed(intake.patient, intake.signed_born, intake.signed_estimate, intake.assessed_sex)


def _differing_from_printed(patient: Patient, born: str | None, estimate: str | None, sex: Any) -> tuple[str, ...]:
    today = patient.date_of_birth
    pairs = {
        BIRTH_DATE: (born or estimate or "", today.isoformat() if today else patient.birth_estimate),
        SEX: (sex, patient.sex_at_birth or None),
    }
    return tuple(name for name, (printed, known) in pairs.items() if printed != known)
