"""What counts clinically, and who did it, is written once: no way in Django changes or deletes it."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction
from pytest_django import DjangoDbBlocker

from intake.models import (
    Addendum,
    Alert,
    AnswerVersion,
    AssessedScore,
    Assessment,
    AuditEvent,
    ClinicianTold,
    Correction,
    CountedAssessment,
    CountedFlag,
    CountedSection,
    Document,
    DocumentCopy,
    HandoutGiven,
    Logo,
    Merge,
    OpenedAnswer,
    ReferralDocument,
    ReferralEvent,
    ReleaseTexts,
    RuleSetApproval,
    Signature,
    SubmissionToken,
    UnansweredQuestion,
    Voiding,
)
from intake.models.written_once import WrittenOnce, WrittenOnceError
from tests import factories, referring
from tests.factories import People
from tests.stored_once import stored_once

pytestmark = pytest.mark.django_db

FIELD: dict[type[WrittenOnce], str] = {
    AnswerVersion: "answers",
    AssessedScore: "value",
    Assessment: "result",
    ReleaseTexts: "fingerprint",
    AuditEvent: "action",
    SubmissionToken: "version_id",
    Signature: "name",
    Addendum: "text",
    Voiding: "reason",
    Document: "sha256",
    DocumentCopy: "sha256",
    RuleSetApproval: "approved",
    Correction: "reason",
    Merge: "reason",
    Logo: "png",
    OpenedAnswer: "reason",
    ClinicianTold: "name",
    CountedAssessment: "tier",
    CountedFlag: "title",
    CountedSection: "asked",
    UnansweredQuestion: "question",
    ReferralEvent: "words",
    ReferralDocument: "sha256",
    HandoutGiven: "title",
}
KINDS = list(FIELD)
ATTEMPTS: dict[str, Callable[[Any, Any, str], object]] = {
    "save": lambda kind, row, field: row.save(),
    "save one field": lambda kind, row, field: row.save(update_fields=[field]),
    "delete": lambda kind, row, field: row.delete(),
    "update all": lambda kind, row, field: kind.objects.update(**{field: getattr(row, field)}),
    "update some": lambda kind, row, field: kind.objects.filter(pk=row.pk).update(**{field: getattr(row, field)}),
    "delete all": lambda kind, row, field: kind.objects.all().delete(),
    "delete some": lambda kind, row, field: kind.objects.filter(pk=row.pk).delete(),
    "bulk update": lambda kind, row, field: kind.objects.bulk_update([row], [field]),
    "update or create": lambda kind, row, field: kind.objects.update_or_create({field: None}, pk=row.pk),
    "overwrite in bulk": lambda kind, row, field: kind.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["pk"], update_fields=[field]
    ),
}


def one_of_each(people: People) -> None:
    done = factories.submitted(people.front_desk, "V01")
    assert done.current
    CountedFlag.objects.create(counted=done.current.counted, flag="RF02", title="x", tier=2, present=True)
    by, printed = people.clinician, {"name": "Carol Clinician", "role": "GP"}
    decided = {"person": {}, "letterhead": {}, "decisions": {}, "still_open": [], "rule_set_approved": False}
    Signature.objects.create(intake=done, version=done.versions.get(), signed_by=by, **printed, **decided)
    Addendum.objects.create(intake=done, number=1, reason="late result", text="CK normal", written_by=by, **printed)
    Voiding.objects.create(intake=done, kind="identity", reason="wrong birth date", voided_by=by, **printed)
    kept = {"pdf": b"%PDF", "sha256": "0" * 64, "layout": 2}
    document = Document.objects.create(id="A1", intake=done, number=1, status="SIGNED", **kept)
    DocumentCopy.objects.create(document=document, **kept)
    Correction.objects.create(intake=done, kind="answered", state_before="draft", made_by=by)
    other = factories.patient(people.front_desk)
    Merge.objects.create(kind="merged", kept=other, merged=done.patient, reason="one person", made_by=by)
    Logo.keep(b"a picture")
    alert = Alert.objects.create(intake=done, flag="RF17a", title="x", tier=1, because=[], raised_by=by)
    ClinicianTold.objects.create(intake=done, alert=alert, call="safety", name="Dr Roe", told_by=by)
    OpenedAnswer.objects.create(intake=done, question="phq.q9", of_revision=1, reason="she rang", opened_by=by)
    referring.signed(people)
    what = {"handout": "foot-care", "title": "Feet", "version": "1", "fingerprint": "", "approved": False}
    HandoutGiven.objects.create(
        intake=done, patient=done.patient, how="shown", with_name=False, given_by=people.clinician, **what
    )
    today = datetime.date(2026, 11, 26)
    RuleSetApproval.objects.create(rule_set_version="1", approved=True, decided_on=today, made_by=by, **printed)


@pytest.fixture(scope="module")
def people(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[People]:
    """And a row of each kind, stored once for all tests here."""
    with stored_once(django_db_blocker):
        made = factories.people()
        one_of_each(made)
        yield made


def test_all_that_is_written_once_is_tried_here() -> None:
    assert set(KINDS) == set(WrittenOnce.__subclasses__())


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("attempt", ATTEMPTS.values(), ids=ATTEMPTS)
def test_nothing_changes_or_deletes_a_row(
    attempt: Callable[[Any, Any, str], object], kind: type[WrittenOnce], people: People
) -> None:
    before = list(kind.objects.order_by("pk").values())
    with pytest.raises(WrittenOnceError), transaction.atomic():
        attempt(kind, kind.objects.first(), FIELD[kind])
    assert list(kind.objects.order_by("pk").values()) == before


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_row_under_an_old_key_is_refused(kind: type[WrittenOnce], people: People) -> None:
    old = kind.objects.values().first()
    with pytest.raises(IntegrityError), transaction.atomic():
        kind(**old).save()


def test_rows_that_point_at_clinical_rows_do_not_take_them_along(people: People) -> None:
    done = factories.submitted(people.front_desk, "V01")
    with pytest.raises(models.ProtectedError), transaction.atomic():
        done.delete()
    assert done.versions.count() == 1
