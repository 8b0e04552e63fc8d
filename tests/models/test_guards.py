"""A signed intake attacked by every path there is: application, ORM, raw SQL. Not a byte of it changes."""

from __future__ import annotations

import contextlib
import sqlite3
import uuid
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core import checks
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connection, models, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from intake.actions import hand_over, signing
from intake.actions.copies import copy_without_record
from intake.actions.intakes import StaleError, complete_intake, reopen_intake, save_draft, submit_intake
from intake.checks import GUARDS
from intake.database import triggers
from intake.models import (
    Addendum,
    Alert,
    AnswerVersion,
    AssessedScore,
    Assessment,
    ClinicianTold,
    Document,
    DocumentCopy,
    Intake,
    Referral,
    ReferralDocument,
    ReferralEvent,
    Review,
    Signature,
    SubmissionToken,
    Voiding,
    guards,
)
from intake.models.written_once import WrittenOnce, WrittenOnceError
from tests import factories, referring
from tests.factories import People
from tests.test_access import ADDRESSES, patterns

KEPT: tuple[type[models.Model], ...] = (
    Intake,
    AnswerVersion,
    Assessment,
    SubmissionToken,
    Review,
    Alert,
    ClinicianTold,
    Signature,
    Addendum,
    Voiding,
    Document,
    DocumentCopy,
)
SIGNER: dict[str, Any] = {"name": "Carol Clinician", "role": "GP", "printer": factories.stand_in_pdf}
Refused = (DatabaseError, WrittenOnceError, models.ProtectedError, StaleError, signing.NotPossibleError)
STATES = pytest.mark.parametrize("state", ["signed", "void"])
Raw = dict[str, list[tuple[Any, ...]]]


def prepared(people: People, state: str) -> Intake:
    """Signed with a review and an acknowledged alert, copied, amended; or void after that."""
    done = factories.submitted(people.front_desk, "V11")
    Review.objects.create(intake=done, text="Seen.", revision=1)
    by = people.clinician
    Alert.objects.create(
        intake=done,
        flag="RF17a",
        title="Thoughts",
        tier=2,
        because=[],
        raised_by=people.front_desk,
        acknowledged_at=timezone.now(),
        acknowledged_by=by,
        outcome="Spoken with",
    )
    told: dict[str, Any] = {"call": "safety", "name": "Dr Lee", "told_by": people.front_desk}
    ClinicianTold.objects.create(intake=done, alert=done.alerts.all()[0], **told)
    done = factories.sign(by, done)
    copy_without_record(actor=by, document=done.documents.get(), printer=factories.stand_in_pdf)
    signing.add_addendum(actor=by, intake=done, number=1, reason="late result", text="CK normal", **SIGNER)
    if state == "void":
        signing.void_intake(actor=by, intake=done, kind="identity", reason="wrong birth date", **SIGNER)
    return Intake.objects.get(pk=done.pk)


def rows() -> Raw:
    """As the database holds them."""
    found: Raw = {}
    with connection.cursor() as cursor:
        for model in KEPT:
            table = model._meta.db_table
            cursor.execute(f"SELECT * FROM {table} ORDER BY 1")  # noqa: S608
            found[table] = [tuple(map(bytes_of, row)) for row in cursor.fetchall()]
    return found


def bytes_of(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value


def attack(act: Callable[[], object]) -> bool:
    """Whether it was refused with an error."""
    try:
        with transaction.atomic():
            act()
    except Refused:
        return True
    return False


def execute(sql: str, params: Any = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


# Raw SQL


def other_value(field: models.Field[Any, Any]) -> str:
    """An expression that differs from what stands there, of a type the column takes."""
    column = field.column
    if isinstance(field, models.JSONField):
        return "'{\"a\": 1}'"
    if isinstance(field, models.BooleanField):
        return f"NOT {column}"
    if isinstance(field, models.BinaryField):
        return "'x'" if connection.vendor == "postgresql" else "x'00'"
    if isinstance(field, models.DateTimeField | models.DateField):
        return "'2001-01-01'"
    stored = field.target_field if field.is_relation else field
    kind = str(connection.data_types[stored.get_internal_type()])
    if "int" in kind or "real" in kind or "double" in kind:
        return f"COALESCE({column}, 0) + 1"
    if isinstance(stored, models.UUIDField):
        return "'00000000000000000000000000000001'"
    return "'x'"


def columns() -> list[tuple[type[models.Model], models.Field[Any, Any]]]:
    return [(model, field) for model in KEPT for field in model._meta.concrete_fields]


@pytest.mark.no_cover  # other tests run the same lines
@STATES
def test_no_column_of_any_row_is_updated_by_sql(state: str, people: People) -> None:
    prepared(people, state)
    before = rows()
    for model, field in columns():
        if before[model._meta.db_table]:
            sql = f"UPDATE {model._meta.db_table} SET {field.column} = {other_value(field)}"  # noqa: S608
            with pytest.raises(IntegrityError, match="refused, the record"), transaction.atomic():
                execute(sql)
    assert rows() == before


@pytest.mark.no_cover  # other tests run the same lines
@STATES
@pytest.mark.parametrize("model", KEPT, ids=lambda model: model.__name__)
def test_no_row_is_deleted_or_truncated_by_sql(model: type[models.Model], state: str, people: People) -> None:
    prepared(people, state)
    before = rows()
    table = model._meta.db_table
    tried = [f"DELETE FROM {table}"]  # noqa: S608
    if connection.vendor == "postgresql":
        tried += [f"TRUNCATE {table} CASCADE", "TRUNCATE intake_patient CASCADE", "TRUNCATE auth_user CASCADE"]
    for sql in tried:
        refused = attack(lambda sql=sql: execute(sql))
        assert refused or not before[table], sql
    assert rows() == before


@pytest.mark.no_cover  # other tests run the same lines
@STATES
@pytest.mark.parametrize("model", KEPT, ids=lambda model: model.__name__)
def test_no_row_is_overwritten_by_an_insert(model: type[models.Model], state: str, people: People) -> None:
    prepared(people, state)
    before = rows()
    table, key = model._meta.db_table, model._meta.pk.column
    if not before[table]:
        return
    names = [field.column for field in model._meta.concrete_fields]
    copied = f"INTO {table} ({', '.join(names)}) SELECT {', '.join(names)} FROM {table}"  # noqa: S608
    last = names[-1]
    tried = (
        [f"INSERT OR REPLACE {copied}", f"INSERT {copied} WHERE 1 = 1 ON CONFLICT DO UPDATE SET {last} = NULL"]
        if connection.vendor == "sqlite"
        else [f"INSERT {copied} ON CONFLICT ({key}) DO UPDATE SET {last} = EXCLUDED.{last}"]
    )
    for sql in tried:
        assert attack(lambda sql=sql: execute(sql)), sql
    assert rows() == before


def kept(row: models.Model) -> dict[str, Any]:
    """What a row holds, but for its key and what it belongs to."""
    fields = (field for field in row._meta.concrete_fields if not (field.primary_key or field.is_relation))
    return {field.name: getattr(row, field.name) for field in fields}


@pytest.mark.no_cover  # other tests run the same lines
@STATES
def test_nothing_more_is_put_to_it_by_sql(state: str, people: People) -> None:
    done = prepared(people, state)
    before = rows()
    version = done.versions.get()
    by, assessment, score = people.clinician, version.assessment, version.assessment.scores.all()[0]
    more: list[models.Model] = [
        AnswerVersion(intake=done, number=2, answers={}, catalogue_version="x", author=by),
        Alert(intake=done, flag="RF01", title="x", tier=1, because=[], raised_by=by),
        AssessedScore(**kept(score) | {"score": "another"}, assessment=assessment),
        Assessment(**kept(assessment), version=version),
    ]
    if state == "void":
        said = {"reason": "x", "text": "x", "written_by": by, "name": "x", "role": "x"}
        more.append(Addendum(intake=done, number=2, **said))
        more.append(Document(id="x", intake=done, number=9, status="VOID", pdf=b"", sha256="0"))
    for row in more:
        assert attack(row.save), row
    assert rows() == before


def test_a_review_is_not_made_after_the_signature(people: People) -> None:
    done = factories.signed(people)
    assert attack(lambda: Review.objects.create(intake=done))
    other = factories.submitted(people.front_desk, "V01")
    made = Review.objects.create(intake=other)
    assert attack(lambda: Review.objects.filter(pk=made.pk).update(intake=done))


def test_void_needs_its_reason_and_a_signature(people: People) -> None:
    signed, done = factories.signed(people), factories.submitted(people.front_desk, "V01")
    before = rows()
    assert attack(lambda: Intake.objects.filter(pk=signed.pk).update(state="void"))
    assert attack(lambda: Intake.objects.filter(pk=done.pk).update(state="void"))
    assert rows() == before


def test_a_void_intake_is_voided_with_nothing_else_changed(people: People) -> None:
    signed = factories.signed(people)
    by = people.clinician
    said = {"kind": "identity", "reason": "x", "voided_by": by, "name": "x", "role": "x"}
    Voiding.objects.create(intake=signed, **said)
    assert attack(lambda: Intake.objects.filter(pk=signed.pk).update(state="void", call="emergency"))
    assert attack(lambda: Intake.objects.filter(pk=signed.pk).update(state="submitted"))


@pytest.mark.parametrize("field", ["flag", "title", "tier", "because", "raised_at"])
def test_what_an_alert_was_raised_for_never_changes(field: str, people: People) -> None:
    done = factories.submitted(people.front_desk, "V11")
    said = {"flag": "RF17a", "title": "Thoughts", "tier": 2, "because": [], "raised_by": people.front_desk}
    raised = Alert.objects.create(intake=done, **said)
    value = {"tier": 3, "because": [1], "raised_at": timezone.now()}.get(field, "x")
    assert attack(lambda: Alert.objects.filter(pk=raised.pk).update(**{field: value}))
    assert attack(raised.delete)
    Alert.objects.filter(pk=raised.pk).update(lapsed_at=timezone.now(), mailed_at=timezone.now())


def test_an_acknowledgement_is_made_once(people: People) -> None:
    done = factories.submitted(people.front_desk, "V11")
    said = {"flag": "RF17a", "title": "Thoughts", "tier": 2, "because": [], "raised_by": people.front_desk}
    alert = Alert.objects.filter(pk=Alert.objects.create(intake=done, **said).pk)
    alert.update(acknowledged_at=timezone.now(), acknowledged_by=people.clinician, outcome="Spoken with")
    assert attack(lambda: alert.update(words="something else"))
    assert attack(lambda: alert.update(acknowledged_at=None, acknowledged_by=None, outcome=""))
    alert.update(lapsed_at=timezone.now())


def test_a_referral_with_a_signed_letter_is_never_deleted(people: People) -> None:
    """Nor its letters and what happened to it, which nothing changes either. One without a letter can go."""
    signed, draft = referring.signed(people), referring.begun(people)
    tables = [model._meta.db_table for model in (ReferralEvent, ReferralDocument, Referral)]
    for act in (
        signed.delete,
        lambda: Referral.objects.filter(pk=signed.pk).delete(),
        lambda: Referral.objects.filter(pk=signed.pk)._raw_delete("default"),
        *(lambda table=table: execute(f"DELETE FROM {table}") for table in tables),  # noqa: S608
        lambda: execute(f"UPDATE {tables[0]} SET words = 'x'"),  # noqa: S608
        lambda: execute(f"UPDATE {tables[1]} SET sha256 = 'x'"),  # noqa: S608
    ):
        assert attack(act)
    assert (signed.events.count(), signed.documents.count()) == (1, 2)
    draft.delete()
    assert Referral.objects.get() == signed


# A connection that has none of the application's settings


def test_sqlite_without_our_settings_overwrites_nothing(transactional_db: None, people: People) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("OR REPLACE is SQLite's")
    prepared(people, "void")
    half_done = factories.draft(people.front_desk, {})
    before = rows()
    bare = sqlite3.connect(connection.settings_dict["NAME"])
    for model in KEPT:
        table = model._meta.db_table
        names = [field.column for field in model._meta.concrete_fields]
        state = "WHERE state = 'void'" if model is Intake else ""
        chosen = ", ".join("'new'" if name in ("id", "token") else name for name in names)
        all_names = ", ".join(names)
        tried = [
            f"INSERT OR REPLACE INTO {table} ({all_names}) SELECT {all_names} FROM {table} {state}",  # noqa: S608
            f"INSERT OR REPLACE INTO {table} (rowid, {all_names}) SELECT rowid, {chosen} FROM {table} {state}",  # noqa: S608
        ]
        for sql in tried:
            with contextlib.suppress(sqlite3.Error), bare:
                bare.execute(sql)
    draft = " WHERE state = 'draft'"
    of_void = "(SELECT {} FROM intake_intake WHERE state = 'void')"
    for column in ("id", "rowid", "current_id"):
        with contextlib.suppress(sqlite3.Error), bare:
            bare.execute(f"UPDATE OR REPLACE intake_intake SET {column} = {of_void.format(column)}{draft}")  # noqa: S608
    bare.close()
    assert rows() == before
    assert Intake.objects.filter(pk=half_done.pk).exists()


# The ORM


@pytest.mark.no_cover  # other tests run the same lines
@STATES
@pytest.mark.parametrize("model", KEPT, ids=lambda model: model.__name__)
def test_no_way_of_the_orm(model: type[Any], state: str, people: People) -> None:
    prepared(people, state)
    before = rows()
    row = model.objects.first()
    if row is None:
        return
    names = ("answers", "text", "words", "reason", "result", "decisions", "sha256", "version", "name")
    has = {field.name for field in model._meta.concrete_fields}
    field = next(name for name in names if name in has)
    if field != "version":
        setattr(row, field, {"a": 1} if isinstance(getattr(row, field), dict | list) else "changed")
    tried: list[Callable[[], object]] = [
        row.save,
        row.delete,
        lambda: model.objects.filter(pk=row.pk).update(**{field: getattr(row, field)}),
        lambda: model.objects.all().delete(),
        lambda: model.objects.all()._raw_delete("default"),
        lambda: model.objects.bulk_update([row], [field]),
        lambda: models.QuerySet(model).filter(pk=row.pk).update(**{field: getattr(row, field)}),
        lambda: models.Model.save_base(row, force_update=True),
        lambda: models.QuerySet(model).bulk_create(
            [row], update_conflicts=True, unique_fields=[model._meta.pk.name], update_fields=[field]
        ),
    ]
    for number, act in enumerate(tried):
        assert attack(act), number
    assert rows() == before


# The application


@pytest.mark.no_cover  # other tests run the same lines
@STATES
def test_no_action(state: str, people: People) -> None:
    done = prepared(people, state)
    before = rows()
    desk, doctor, token = people.front_desk, people.clinician, uuid.uuid4()
    seen: dict[str, Any] = {"intake": done, "revision": done.revision}
    tried: list[Callable[[], object]] = [
        lambda: save_draft(actor=desk, changes={"phq.q9": 3}, malformed={"pain.nrs_now": {"a": ["b"]}}, **seen),
        lambda: submit_intake(actor=desk, token=token, **seen),
        lambda: reopen_intake(actor=desk, intake=done),
        lambda: complete_intake(actor=doctor, changes={"mh.plan": True}, token=token, **seen),
        lambda: hand_over.start_hand_over(actor=desk, intake=done),
        lambda: hand_over.spend_try(actor=desk, intake=done),
        lambda: hand_over.give_try_back(actor=desk, intake=done),
        lambda: hand_over.finish_hand_over(actor=desk, intake=done),
        lambda: hand_over.end_hand_over(actor=desk, intake=done),
        lambda: factories.sign(doctor, done),
    ]
    for act in tried:
        attack(act)
    assert rows() == before


@pytest.mark.no_cover  # other tests run the same lines
@STATES
def test_no_page(state: str, people: People) -> None:
    done = prepared(people, state)
    before = rows()
    ids = {"intake_id": done.pk, "section_id": "mood", "number": 1, "question_id": "mh.plan"}
    typed = {"revision": done.revision, "token": uuid.uuid4(), "page": "a", "asked": "mh.plan", "mh-plan": "yes"}
    typed |= {"phq-q9": "3", "review_revision": 1, "password": factories.PASSWORD, "text": "x", "key": "text"}
    clients = {role: Client() for role in ("front_desk", "clinician", "administrator")}
    for role, client in clients.items():
        client.force_login(getattr(people, role))
    for pattern in patterns():
        wanted = set(pattern.pattern.converters)
        if "POST" in ADDRESSES[str(pattern.name)][1] and "intake_id" in wanted:
            address = reverse(str(pattern.name), kwargs={key: ids[key] for key in wanted})
            for client in clients.values():
                assert client.post(address, typed).status_code < 500
                assert client.post(address, typed, headers={"HX-Request": "true"}).status_code < 500
    assert rows() == before


def test_a_password_guessed_at_a_signed_intake_counts_all_the_same(people: People) -> None:
    """The person had the screen when a colleague submitted from elsewhere."""
    draft = factories.draft(people.front_desk, factories.example("V11"))
    hand_over.start_hand_over(actor=people.front_desk, intake=draft)
    submit_intake(actor=people.front_desk, intake=draft, revision=draft.revision, token=uuid.uuid4())
    done = factories.sign(people.clinician, draft)
    left = [hand_over.spend_try(actor=people.front_desk, intake=done) for _ in range(3)]
    assert left == [hand_over.TRIES - 1, hand_over.TRIES - 2, hand_over.TRIES - 3]
    hand_over.give_try_back(actor=people.front_desk, intake=done)
    assert hand_over.spend_try(actor=people.front_desk, intake=done) == hand_over.TRIES - 3


# That they are there


def test_every_guard_is_up() -> None:
    wanted = guards.every_guard(connection.vendor)
    names = [guard.name for guard in wanted]
    assert len(names) == len(set(names))
    assert all(len(name) <= 63 for name in names)
    guarded = {guard.table for guard in wanted}
    others = (Intake, Review, Alert, Referral)
    assert guarded == {model._meta.db_table for model in (*WrittenOnce.__subclasses__(), *others)}


def test_none_is_missing(db: None) -> None:
    assert triggers.missing(connection) == []
    assert checks.run_checks(tags=[GUARDS]) == []


def test_a_missing_one_is_said_and_migrate_brings_it_back(db: None) -> None:
    guard = guards.every_guard(connection.vendor)[0]
    execute(f"DROP TRIGGER {guard.name}" + (f" ON {guard.table}" if connection.vendor == "postgresql" else ""))
    (error,) = checks.run_checks(tags=[GUARDS])
    assert error.id == "intake.E002"
    assert error.level == checks.ERROR
    call_command("migrate", verbosity=0, stdout=StringIO(), stderr=StringIO())
    assert triggers.missing(connection) == []
