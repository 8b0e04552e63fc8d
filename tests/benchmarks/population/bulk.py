"""A database while very many rows are put into it: without guards, foreign keys and indexes, which come back after."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection

from intake.database import triggers

TABLES = [model._meta.db_table for model in apps.get_app_config("intake").get_models()]
_CONSTRAINTS = """
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
WHERE conrelid::regclass::text = ANY(%s) AND contype IN ('p', 'u', 'f') ORDER BY contype = 'f', contype = 'u'
"""
_INDEXES = """
SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema() AND tablename = ANY(%s)
AND indexname NOT IN (SELECT conname FROM pg_constraint)
"""


@contextlib.contextmanager
def bare() -> Iterator[None]:
    """What is put in meanwhile is looked at when all comes back. Whoever is stopped in between starts anew."""
    triggers.take_down(connection, list(triggers.standing(connection)))
    back = _bare_on_postgresql() if connection.vendor == "postgresql" else _bare_on_sqlite()
    with back:
        yield
    triggers.put_up(connection)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


@contextlib.contextmanager
def _bare_on_postgresql() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
        cursor.execute("SET maintenance_work_mem = '512MB'")
        cursor.execute(_CONSTRAINTS, [TABLES])
        constraints = cursor.fetchall()
        cursor.execute(_INDEXES, [TABLES])
        indexes = cursor.fetchall()
        for table, name, _ in reversed(constraints):
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
        for name, _ in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
    yield
    models = list(apps.get_app_config("intake").get_models())
    add = [f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {text}' for table, name, text in constraints]
    keys = [statement for statement in add if "FOREIGN KEY" not in statement]
    statements = [*keys, *(text for _, text in indexes), *(each for each in add if each not in set(keys))]
    with connection.cursor() as cursor:
        for statement in (*connection.ops.sequence_reset_sql(no_style(), models), *statements):
            cursor.execute(statement)


@contextlib.contextmanager
def _bare_on_sqlite() -> Iterator[None]:
    with connection.cursor() as cursor:
        for setting in ("foreign_keys = OFF", "synchronous = OFF", "journal_mode = OFF", "cache_size = -400000"):
            cursor.execute(f"PRAGMA {setting}")
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")
        indexes = cursor.fetchall()
        for name, _ in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
    yield
    with connection.cursor() as cursor:
        for _, statement in indexes:
            cursor.execute(statement)
        if wrong := cursor.execute("PRAGMA foreign_key_check").fetchmany(3):
            raise SystemExit(f"Rows refer to nothing: {wrong}")
    connection.close()  # the settings above go with it


def put(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Values as the database's driver takes them."""
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            cursor.connection.executemany(
                f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(columns))})", rows
            )
