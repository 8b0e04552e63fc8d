"""What the database refuses of an intake that was withdrawn, and of one whose person's records were merged."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from intake.actions.corrections import discard_draft, mark_in_error, restore_draft, restore_intake
from intake.models import AnswerVersion, Correction, Intake, Merge, Patient, Review, Signature
from intake.models.written_once import WrittenOnceError
from tests import factories
from tests.factories import People


def discarded(people: People) -> Intake:
    draft = factories.draft(people.front_desk, {"pain.nrs_now": 3})
    return discard_draft(actor=people.front_desk, intake=draft, revision=draft.revision, reason="twice")


def in_error(people: People) -> Intake:
    done = factories.submitted(people.front_desk, {"pain.nrs_now": 3})
    return mark_in_error(actor=people.clinician, intake=done, revision=done.revision, reason="twice")


BOTH = pytest.mark.parametrize("withdraw", [discarded, in_error])
Withdraw = Callable[[People], Intake]


def refused(act: Callable[[], object]) -> bool:
    try:
        with transaction.atomic():
            act()
    except (DatabaseError, WrittenOnceError):
        return True
    return False


def update(intake: Intake, **values: Any) -> Callable[[], object]:
    return lambda: Intake.objects.filter(pk=intake.pk).update(**values)


@BOTH
def test_nothing_of_it_changes_until_it_is_restored(withdraw: Withdraw, people: People) -> None:
    intake = withdraw(people)
    assert refused(update(intake, answers={}))
    assert refused(update(intake, author=people.clinician))
    assert refused(update(intake, revision=99))
    assert refused(lambda: Review.objects.create(intake=intake, text="Seen."))
    version = {"answers": {}, "catalogue_version": "x", "author": people.clinician, "number": 9}
    assert refused(lambda: AnswerVersion.objects.create(intake=intake, **version))
    assert refused(lambda: connection.cursor().execute("DELETE FROM intake_intake WHERE id = %s", [key_of(intake)]))


def key_of(intake: Intake) -> str:
    return intake.pk.hex if connection.vendor == "sqlite" else str(intake.pk)


def test_it_is_not_signed(people: People) -> None:
    intake = in_error(people)
    version = intake.versions.get()
    rows: dict[str, Any] = {key: {} for key in ("person", "letterhead", "decisions", "still_open")}
    rows |= {"name": "C", "role": "GP", "rule_set_version": "x", "rule_set_approved": False}
    assert refused(lambda: Signature.objects.create(intake=intake, version=version, signed_by=people.clinician, **rows))


def test_nothing_is_withdrawn_without_its_reason(people: People) -> None:
    draft = factories.draft(people.front_desk, {})
    done = factories.submitted(people.front_desk, {})
    assert refused(update(draft, state="discarded"))
    assert refused(update(done, state="in_error"))


def test_restored_it_takes_answers_again(people: People) -> None:
    draft = restore_draft(actor=people.front_desk, intake=discarded(people))
    done = restore_intake(actor=people.clinician, intake=in_error(people))
    assert not refused(update(draft, answers={}))
    assert not refused(update(done, answers={}))


def test_the_reason_is_written_once(people: People) -> None:
    row = in_error(people).corrections.get()
    row.reason = "other"
    assert refused(row.save)
    assert refused(row.delete)
    for statement in ("UPDATE intake_correction SET reason = 'other'", "DELETE FROM intake_correction"):
        assert refused(lambda statement=statement: connection.cursor().execute(statement))  # type: ignore[misc]


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        ("in_error", {"reason": ""}),
        ("sent_back", {"reason": ""}),
        ("moved", {"reason": "x"}),
        ("lost", {"reason": "x"}),
    ],
)
def test_a_row_without_what_it_has_to_say_is_refused(kind: str, more: dict[str, Any], people: People) -> None:
    intake = factories.submitted(people.front_desk, {})
    row = {"intake": intake, "kind": kind, "state_before": "submitted", "made_by": people.clinician, **more}
    assert refused(lambda: Correction.objects.create(**row))


# Merged records


def test_what_is_signed_follows_its_person_only_where_the_records_were_merged(people: People) -> None:
    signed, other = factories.signed(people), factories.patient(people.front_desk)
    third = factories.patient(people.front_desk)
    assert refused(update(signed, patient=other))
    made = {"made_by": people.clinician, "reason": "one person"}
    Merge.objects.create(kind="merged", kept=other, merged=signed.patient, **made)
    assert refused(update(signed, patient=third))
    assert refused(update(signed, patient=other, answers={}))
    before = signed.patient
    assert not refused(update(signed, patient=other))
    assert refused(update(signed, patient=before))
    Merge.objects.create(kind="undone", kept=other, merged=before, **made)
    assert not refused(update(signed, patient=before))


def test_a_record_is_not_merged_into_itself(people: People) -> None:
    patient = factories.patient(people.front_desk)
    assert refused(lambda: Patient.objects.filter(pk=patient.pk).update(merged_into=patient))
    row = {"kind": "merged", "kept": patient, "merged": patient, "made_by": people.clinician, "reason": "x"}
    assert refused(lambda: Merge.objects.create(**row))


def test_what_a_merge_was_is_written_once(people: People) -> None:
    pair = [factories.patient(people.front_desk) for _ in range(2)]
    row = Merge.objects.create(kind="merged", kept=pair[0], merged=pair[1], made_by=people.clinician, reason="x")
    assert refused(row.delete)
    assert refused(lambda: connection.cursor().execute("UPDATE intake_merge SET kind = 'undone'"))


def test_a_draft_that_was_never_submitted_can_be_discarded_and_nothing_else(people: People) -> None:
    """Whatever is entered in error was submitted: it has an assessment."""
    draft = factories.draft(people.front_desk, {})
    row = {"intake": draft, "kind": "in_error", "state_before": "draft", "made_by": people.clinician, "reason": "x"}
    Correction.objects.create(**row)
    assert refused(update(draft, state="in_error"))
