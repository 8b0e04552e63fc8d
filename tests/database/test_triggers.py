"""A guard that is there and refuses nothing counts as missing."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from intake.database import triggers
from intake.models import Signature
from tests import factories
from tests.factories import People

TABLE = Signature._meta.db_table
GUARD = f"guard_{TABLE}_update_kept"
ON, CALL = f"ON {TABLE}", f"EXECUTE FUNCTION {GUARD}()"
DROP, CREATE = f"DROP TRIGGER {GUARD}", f"CREATE TRIGGER {GUARD} BEFORE UPDATE"
NOTHING = f"{GUARD}() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN NEW; END$$"

ON_SQLITE = [
    [DROP],
    [DROP, f"{CREATE} {ON} WHEN 1 = 0 BEGIN SELECT 1; END"],
    [DROP, f"{CREATE} ON auth_user BEGIN SELECT 1; END"],
    [DROP, f'CREATE TRIGGER "guard_Decoy; --" BEFORE UPDATE {ON} BEGIN SELECT 1; END'],
]
ON_POSTGRESQL = [
    [f"{DROP} {ON}"],
    [f"DROP FUNCTION {GUARD} CASCADE"],
    [f"CREATE OR REPLACE FUNCTION {NOTHING}"],
    [f"ALTER FUNCTION {GUARD} SET search_path = pg_temp"],
    [f"ALTER TABLE {TABLE} DISABLE TRIGGER {GUARD}"],
    [f"ALTER TABLE {TABLE} DISABLE TRIGGER USER"],
    [f"ALTER TABLE {TABLE} ENABLE TRIGGER {GUARD}"],  # which sleeps in a session that calls itself a replica
    [f"{DROP} {ON}", f"{CREATE} {ON} FOR EACH ROW WHEN (false) {CALL}"],
    [f"{DROP} {ON}", f"{CREATE} OF name {ON} FOR EACH ROW {CALL}"],
    [f"{DROP} {ON}", f"{CREATE} {ON} FOR EACH STATEMENT {CALL}"],
    [f"{DROP} {ON}", f"CREATE TRIGGER {GUARD} AFTER UPDATE {ON} FOR EACH ROW {CALL}"],
    [f"{DROP} {ON}", f"{CREATE} ON auth_user FOR EACH ROW {CALL}"],
    [f"{CREATE} ON auth_user FOR EACH ROW {CALL}", f"{DROP} {ON}", f"DROP FUNCTION {GUARD} CASCADE"],
    [f"{DROP} {ON}", f'CREATE TRIGGER "guard_Decoy; --" BEFORE UPDATE {ON} FOR EACH ROW {CALL}'],
    [
        "CREATE SCHEMA other",
        f"CREATE TABLE other.{TABLE} (LIKE {TABLE})",
        f"{DROP} {ON}",
        f"{CREATE} ON other.{TABLE} FOR EACH ROW {CALL}",
    ],
]


def execute(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def test_an_altered_guard_counts_as_missing_and_is_put_right(db: None) -> None:
    assert triggers.missing(connection) == []
    for statements in ON_SQLITE if connection.vendor == "sqlite" else ON_POSTGRESQL:
        with transaction.atomic():
            for sql in statements:
                execute(sql)
            assert GUARD in triggers.missing(connection), statements
            triggers.put_up(connection)
            assert triggers.missing(connection) == []
            transaction.set_rollback(True)


def test_a_column_added_by_hand_counts_until_it_is_guarded(db: None) -> None:
    execute("ALTER TABLE intake_intake ADD COLUMN more text")
    assert triggers.missing(connection) == ["guard_intake_intake_update_frozen"]
    triggers.put_up(connection)
    assert triggers.missing(connection) == []


def refused(*statements: str) -> None:
    """The last of these."""
    with transaction.atomic():
        *before, last = statements
        for sql in before:
            execute(sql)
        with pytest.raises(IntegrityError, match="refused, the record"):
            execute(last)
        transaction.set_rollback(True)


def test_one_is_put_up_after_rows_were_written_in_the_same_transaction(people: People) -> None:
    """PostgreSQL changes no trigger of a table while a foreign key of a row just written has not been looked at."""
    execute(f"{DROP} {ON}" if connection.vendor == "postgresql" else DROP)
    with transaction.atomic():
        factories.signed(people)
        triggers.put_up(connection)
    assert triggers.missing(connection) == []


@pytest.mark.postgresql
def test_a_session_that_calls_itself_a_replica_is_refused_too(people: People) -> None:
    factories.signed(people)
    refused("SET LOCAL session_replication_role = replica", "UPDATE intake_signature SET name = 'x'")


@pytest.mark.postgresql
def test_a_temporary_table_of_the_same_name_deceives_no_guard(people: People) -> None:
    factories.signed(people)
    columns = "(intake_id, number, answers, catalogue_version, author_id, made_at)"
    copied = "SELECT intake_id, 99, answers, catalogue_version, author_id, made_at FROM intake_answerversion"
    unsigned = "CREATE TEMP TABLE intake_intake (id uuid, state text)"
    refused(unsigned, f"INSERT INTO intake_answerversion {columns} {copied}")
