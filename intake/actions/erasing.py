"""What is stored about a person is erased, as far as nothing was submitted or signed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from django.contrib.auth.models import User
from django.db import models

from intake.actions.audit import audited, record
from intake.actions.locking import locked_people
from intake.models import Alert, Appointment, Correction, Intake, Patient, SearchTerm
from intake.models.search_term import record_term
from intake.models.written_once import WrittenOnce
from intake.stored.of_person import Rows, rows_of

REASON = "Erased at the person's request"
ERASED = "Erased"
CONTACT = (
    *("phone", "second_phone", "address", "preferred_language", "interpreter_needed", "safe_contact"),
    *("gp_name", "gp_practice", "gp_phone", "gp_address", "contact_name", "contact_relation", "contact_phone"),
    *("may_phone", "may_message", "may_write", "consent_asked_on"),
)
IDENTITY = ("given_name", "date_of_birth", "sex_at_birth", "born_first", "born_last", "birth_precision")


@dataclass
class Erasure:
    """How many rows of each table."""

    deleted: Counter[str] = field(default_factory=Counter)
    blanked: Counter[str] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)
    """What the database lets nobody change or delete, and what it is about."""


@audited
def erase_person(*, actor: User, patient: Patient) -> Erasure:
    """Drafts, appointments, search terms and contact details go; what was submitted or signed stays, with the name it
    is about. Where nothing of that kind is there, the name goes, too, or the whole record.

    No guard of the database is taken down: they keep what is written once, and let the rest be erased.
    """
    rows, done = rows_of(Patient, [patient.pk]), Erasure()
    people = [row.pk for row in rows[Patient]]
    locked_people(*people, even_merged=True)
    never_submitted = list(Intake.objects.filter(patient__in=people, versions=None).values_list("pk", flat=True))
    # The one that is open comes first: a person has one open draft at a time, and each is open while it is emptied.
    for intake in Intake.objects.select_for_update().filter(pk__in=never_submitted).order_by("-state", "pk"):
        _erase_draft(actor, intake, done)
    expected = Appointment.objects.filter(patient__in=people)
    numbers = [row.record_number for row in Patient.objects.filter(pk__in=people)]
    unlinked = Appointment.objects.filter(patient=None, record_number__in=numbers)
    for going in (expected, unlinked, SearchTerm.objects.filter(patient__in=people)):
        done.deleted[_name(going.model)] += going.delete()[0]
    _erase_records(rows_of(Patient, people), done)
    record(actor=actor, action="erase", on=Patient(pk=patient.pk))
    return done


def _erase_draft(actor: User, intake: Intake, done: Erasure) -> None:
    """Never submitted. One that raised an alert leaves that, and an empty draft that was discarded."""
    rows = rows_of(Intake, [intake.pk])
    if not any(_is_kept(kind) for kind in rows) and not intake.is_closed:
        _delete(rows, done)
        return
    blank: dict[str, object] = {
        "answers": {},
        "malformed": {},
        "changed": {},
        "given_in_private": None,
        "screen_word": "",
    }
    mine = Intake.objects.filter(pk=intake.pk)
    mine.update(state=Intake.State.DRAFT, **blank)  # withdrawn, the guards let nothing of it change
    if intake.state != Intake.State.DISCARDED:
        Correction.objects.create(
            intake=intake, kind="discarded", state_before=intake.state, reason=REASON, made_by=actor
        )
    mine.update(state=Intake.State.DISCARDED)
    done.blanked[_name(Intake)] += 1


def _erase_records(left: Rows, done: Erasure) -> None:
    """The rows of the person themselves, by what is left beside them."""
    others = [row for kind in left for row in left[kind] if kind is not Patient]
    if not others and not any(row.merged_into_id for row in left[Patient]):  # type: ignore[attr-defined]
        _delete(left, done)
        return
    counts = any(isinstance(row, Intake) and row.state != Intake.State.DISCARDED for row in others)
    for row in Patient.objects.filter(pk__in=[row.pk for row in left[Patient]]):
        _blank(row, (*CONTACT, *(() if counts else IDENTITY)))
        if not counts:
            row.family_name, row.record_number = ERASED, f"{ERASED}-{row.pk.hex}"
        row.save()
        SearchTerm.objects.create(patient=row, term=record_term(row.record_number))
        done.blanked[_name(Patient)] += 1
    done.kept.update(_name(type(row)) for row in others)


def _blank(row: models.Model, names: tuple[str, ...]) -> None:
    for name in names:
        column = row._meta.get_field(name)
        setattr(row, name, None if getattr(column, "null", False) else "")


def _delete(rows: Rows, done: Erasure) -> None:
    """Those that refer to others first."""
    for kind in reversed(rows):
        done.deleted[_name(kind)] += len(rows[kind])
        kind._base_manager.filter(pk__in=[row.pk for row in rows[kind]]).delete()


def _is_kept(kind: type[models.Model]) -> bool:
    return issubclass(kind, WrittenOnce) or kind is Alert


def _name(kind: type[models.Model]) -> str:
    return str(kind._meta.verbose_name)
