"""Registering people and correcting their details."""

from __future__ import annotations

import copy
import datetime

from django.contrib.auth.models import User

from intake.actions.appointments import link_expected
from intake.actions.audit import audited, record
from intake.actions.intakes import work_out_again
from intake.actions.locking import locked_people
from intake.models import AnswerVersion, Intake, Patient, SearchTerm
from intake.stored import details, people_search

_WORKED_OUT_FROM = {
    "date_of_birth": details.BIRTH_DATE,
    "estimate": details.BIRTH_DATE,
    "sex_at_birth": details.SEX,
}


_NO_DETAILS = ("id", "family_name_folded", "registered_at", "merged_into_id")
_DETAILS = [field.attname for field in Patient._meta.concrete_fields if field.attname not in _NO_DETAILS]


class ChangedMeanwhileError(Exception):
    """Somebody corrected the same detail otherwise, since it was read. Nothing was written."""


class BornLaterError(Exception):
    """The birth date lies after an assessment of this person. Nothing was written."""

    def __init__(self, assessed_on: datetime.date) -> None:
        self.assessed_on = assessed_on
        super().__init__("born after an assessment")


@audited
def register_patient(*, actor: User, patient: Patient) -> Patient:
    """Store a new person. Raises IntegrityError where the record number is taken."""
    patient.save(force_insert=True)
    _keep_search_terms(patient)
    link_expected(actor=actor, patient=patient)
    record(actor=actor, action="register", on=patient)
    return patient


@audited
def correct_patient(*, actor: User, patient: Patient, read: Patient | None = None) -> Patient:
    """Store corrected details. What is not signed is assessed again where birth date or sex was corrected.

    What is signed stays as it is: its page says that the details have changed since. The person comes before their
    intakes, as everywhere: whoever starts, moves or corrects waits here, and whoever saves, submits or signs holds one
    intake, which is waited for.

    Args:
        read: the record as it was when the corrections were made on it. Only what differs from it is written, so that
            nothing is lost that was corrected since; without it, everything is.

    Raises:
        ChangedMeanwhileError: one of these details was corrected otherwise since it was read.
        BornLaterError: an assessment that is not signed would be before the birth.
        NotPossibleError: the record was merged into another.
    """
    now = locked_people(patient.pk)[patient.pk]
    before = copy.copy(now)
    for field in _DETAILS:
        ours, theirs = getattr(patient, field), getattr(now, field)
        if read and ours == (was := getattr(read, field)):
            continue
        if read and theirs not in (was, ours):
            raise ChangedMeanwhileError
        setattr(now, field, ours)
    patient = now
    patient.save(force_update=True)
    _keep_search_terms(patient)
    fields = [field for field in _WORKED_OUT_FROM if getattr(before, field) != getattr(patient, field)]
    if fields:
        note = details.corrected(_WORKED_OUT_FROM[field] for field in fields)
        for intake in unsigned_intakes(patient):
            check_birth(intake, patient)
            work_out_again(actor=actor, intake=intake, cause=AnswerVersion.Cause.DETAILS, note=note)
    record(actor=actor, action="correct", on=patient)
    return patient


def unsigned_intakes(*people: Patient) -> list[Intake]:
    """Drafts and what waits for a signature, each locked; for actions that hold these people's records."""
    open_states = (Intake.State.DRAFT, Intake.State.SUBMITTED)
    return list(Intake.objects.select_for_update().filter(patient__in=people, state__in=open_states).order_by("pk"))


def _keep_search_terms(patient: Patient) -> None:
    SearchTerm.objects.filter(patient=patient).delete()
    terms = sorted(people_search.search_terms(patient))
    SearchTerm.objects.bulk_create(SearchTerm(patient=patient, term=term) for term in terms)


def check_birth(intake: Intake, patient: Patient) -> None:
    """Raises BornLaterError where this person was not born on the day of the assessment."""
    intake.patient = patient
    days = [intake.encounter_date(), *([intake.current.assessed_on] if intake.current else [])]
    if patient.born_from and min(days) < patient.born_from:
        raise BornLaterError(min(days))
