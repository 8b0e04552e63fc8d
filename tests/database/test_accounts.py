"""The account that runs the site, on PostgreSQL: it works with it, and can change nothing that is kept."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, transaction
from django.test import Client

from intake.actions.alerts import note_mailed
from intake.actions.heartbeat import beat, let_go, take_hold
from intake.actions.intakes import reopen_intake
from intake.database import accounts, triggers
from intake.models import AuditEvent, Signature
from intake.models.written_once import WrittenOnce
from intake.operation import readiness
from intake.operation.jobs import Jobs
from tests import factories, referring
from tests.factories import People

pytestmark = pytest.mark.postgresql


@pytest.fixture
def role(db: None) -> str:
    name = f"clinic_site_{uuid.uuid4().hex[:12]}"
    accounts.make(connection, name, None)
    return name


def become(role: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f'SET LOCAL ROLE "{role}"')


@pytest.fixture
def as_site(people: People, role: str) -> Iterator[None]:
    become(role)
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


FORBIDDEN = [
    "ALTER TABLE intake_signature DISABLE TRIGGER ALL",
    "ALTER TABLE intake_intake ADD COLUMN x int",
    "DROP TRIGGER guard_intake_signature_update_kept ON intake_signature",
    "DROP FUNCTION guard_intake_signature_update_kept() CASCADE",
    "CREATE OR REPLACE FUNCTION guard_intake_signature_update_kept() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN END'",
    "CREATE TABLE mine (x int)",
    "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "DROP TABLE intake_signature CASCADE",
    "TRUNCATE intake_intake CASCADE",
    "TRUNCATE django_session",
    "DELETE FROM intake_alert",
    "UPDATE django_migrations SET name = name",
    "DELETE FROM django_migrations",
    "SET session_replication_role = replica",
    "CREATE ROLE another SUPERUSER",
]
KEPT = {model._meta.db_table: model._meta.pk.column for model in WrittenOnce.__subclasses__()}
REFUSED = re.compile(r"permission denied|must be (owner|superuser)|must have")


def refused(statement: str) -> bool:
    """By rights, and not by a guard, which says something else."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except ProgrammingError as error:
        return bool(REFUSED.search(str(error)))
    return False


def test_the_database_itself_refuses_what_would_undo_the_guards(as_site: None) -> None:
    assert [statement for statement in FORBIDDEN if not refused(statement)] == []


def test_the_database_itself_refuses_to_change_what_is_kept(as_site: None) -> None:
    changes = ("UPDATE {0} SET {1} = {1}", "DELETE FROM {0}", "TRUNCATE {0} CASCADE")
    tried = [change.format(table, key) for table, key in KEPT.items() for change in changes]
    assert [statement for statement in tried if not refused(statement)] == []


def test_the_site_works_with_it(people: People, role: str) -> None:
    become(role)
    signed = factories.signed(people)
    factories.sign(people.clinician, factories.submitted(people.front_desk, {"phq.q9": 1}))
    reopen_intake(actor=people.front_desk, intake=factories.submitted(people.front_desk, "V01"))
    alert = factories.draft(people.front_desk, {"phq.q9": 1}).alerts.first()
    assert alert
    note_mailed(alerts=[alert])
    referring.signed(people)
    assert Signature.objects.filter(intake=signed).exists()
    assert AuditEvent.objects.exists()


def test_pages_jobs_and_readiness_work_with_it(people: People, role: str) -> None:
    client = Client()
    client.force_login(people.clinician)
    become(role)
    assert client.get("/queue/").status_code == 200
    assert readiness.faults() == []
    assert Jobs().round()
    beat(name="jobs")
    assert take_hold(name="jobs", by="me")
    let_go(name="jobs", by="me")
    assert triggers.missing(connection) == []


def test_what_may_change_what_is_kept_is_told(people: People, role: str) -> None:
    assert "can change what was signed" in accounts.complaint(connection)
    become(role)
    assert accounts.complaint(connection) == ""


def test_it_does_what_is_left_to_do(people: People, role: str, capsys: pytest.CaptureFixture[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f'GRANT UPDATE ON intake_auditevent TO "{role}"')
    call_command("database_accounts", "--role", role)
    said = capsys.readouterr().out
    assert f"{role} has its rights on" in said
    assert "was made" not in said
    become(role)
    assert accounts.complaint(connection) == ""


def test_a_table_of_a_later_migration_has_its_rights(people: People, role: str) -> None:
    assert accounts.site_roles(connection) == [role]
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE later (x int)")
        become(role)
        cursor.execute("INSERT INTO later VALUES (1)")  # at once
        cursor.execute("RESET ROLE")
        cursor.execute(f'REVOKE ALL ON django_session FROM "{role}"')
        call_command("migrate", verbosity=0)
        become(role)
        cursor.execute("DELETE FROM django_session")  # and what else it does with it, since migrate has run


def test_its_password_is_set_and_told_to_nobody(
    people: People, role: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "password"
    file.write_text("a password for this test\n")
    seen: list[Any] = []

    def look(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        seen.append((str(sql), params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(look):
        call_command("database_accounts", "--role", role, "--password-file", str(file))
    assert "SCRAM-SHA-256" in str(seen)
    assert "a password for this test" not in str(seen) + capsys.readouterr().out


@pytest.mark.parametrize("name", ["postgres", "Clinic", "a b", 'x"; DROP TABLE y; --'])
def test_a_role_that_may_do_everything_or_has_no_proper_name_is_refused(name: str, db: None) -> None:
    with pytest.raises(CommandError):
        call_command("database_accounts", "--role", name)
