"""The guards as triggers of a database: which are up, putting them up, taking them down."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import NamedTuple

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from intake.models.guards import PREFIX, Guard, every_guard, guarded_models, guards

_BITS = {"INSERT": 4, "DELETE": 8, "UPDATE": 16, "TRUNCATE": 32}
"""Of PostgreSQL's pg_trigger.tgtype, which also holds 2 (before) and 1 (for each row)."""

REMEDY = (
    "Run manage.py migrate, which puts them up, then manage.py verify_document --all, which looks at what was signed."
)


class Trigger(NamedTuple):
    """As the database has it."""

    table: str
    body: str
    """SQLite: the whole statement. PostgreSQL: what its function does."""
    fires: str = ""
    """PostgreSQL: when, and whether at all."""


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """The guards that are not there, or not as they have to be: altered, outdated, disabled. Two queries."""
    columns, schema = _tables(connection)
    wanted = {guard.name: _wanted(guard, connection.vendor, schema) for guard in guards(connection.vendor, columns)}
    there = standing(connection)
    names = [guard.name for guard in every_guard(connection.vendor)]
    return [name for name in names if name not in wanted or there.get(name) != wanted[name]]


def complaint(lost: list[str]) -> str:
    """In one line, for the log and the person at the terminal."""
    more = f" and {len(lost) - 1} more" if len(lost) > 1 else ""
    return f"Guards that keep signed records from being changed are missing or altered: {lost[0]}{more}."


def has_tables(connection: BaseDatabaseWrapper) -> bool:
    """Not a database that nobody has migrated."""
    return bool(_tables(connection)[0])


def put_up(connection: BaseDatabaseWrapper) -> None:
    """All that the tables as they are now can have. One that is as it has to be is left alone."""
    with transaction.atomic(using=connection.alias):
        columns, schema = _tables(connection)
        wanted = {guard.name: guard for guard in guards(connection.vendor, columns)}
        there = standing(connection)
        right = {name for name, guard in wanted.items() if there.get(name) == _wanted(guard, connection.vendor, schema)}
        take_down(connection, there.keys() - right)
        _execute(
            connection, [sql for name in wanted.keys() - right for sql in _create(wanted[name], connection, schema)]
        )


def take_down(connection: BaseDatabaseWrapper, names: Iterable[str]) -> None:
    """Only inside a transaction that puts them up again: never down for anybody else, nor after a failure."""
    there = standing(connection)
    quoted = connection.ops.quote_name
    statements: list[str] = []
    for name in names:
        if connection.vendor == "sqlite":
            statements.append(f"DROP TRIGGER {quoted(name)}")
        else:
            statements.append(f"DROP TRIGGER {quoted(name)} ON {quoted(there[name].table)}")
            statements.append(f"DROP FUNCTION IF EXISTS {quoted(name)}() CASCADE")
    _execute(connection, statements)


def _execute(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    if statements and connection.vendor == "postgresql":
        # It changes no trigger of a table while a foreign key of a row just written has not been looked at.
        statements = ["SET CONSTRAINTS ALL IMMEDIATE", *statements, "SET CONSTRAINTS ALL DEFERRED"]
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def on(connection: BaseDatabaseWrapper, table: str, events: Collection[str]) -> list[str]:
    """The names of the guards against these events on this table."""
    mine = {guard.name for guard in every_guard(connection.vendor) if guard.table == table and guard.event in events}
    return [name for name in standing(connection) if name in mine]


def in_the_way(connection: BaseDatabaseWrapper, table: str) -> list[str]:
    """The names of the guards on this table, and of those that speak of it, which stop SQLite from remaking it."""
    speaks = re.compile(rf"\b{re.escape(table)}\b")
    there = standing(connection).items()
    return [name for name, trigger in there if trigger.table == table or speaks.search(trigger.body)]


def _tables(connection: BaseDatabaseWrapper) -> tuple[dict[str, list[str]], str]:
    """The columns of the guarded tables that are there, and PostgreSQL's schema that they are in."""
    names = [model._meta.db_table for model in guarded_models()]
    marks = ", ".join(["%s"] * len(names))
    if connection.vendor == "sqlite":
        query = (
            "SELECT 'main', m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c "  # noqa: S608
            f"WHERE m.type = 'table' AND m.name IN ({marks})"
        )
    else:
        query = (
            "SELECT current_schema(), c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid "  # noqa: S608
            "WHERE c.relnamespace = current_schema()::regnamespace AND a.attnum > 0 AND NOT a.attisdropped "
            f"AND c.relname IN ({marks})"
        )
    with connection.cursor() as cursor:
        cursor.execute(query, names)
        rows = cursor.fetchall()
    columns: dict[str, list[str]] = {}
    for _, table, column in rows:
        columns.setdefault(table, []).append(column)
    return columns, rows[0][0] if rows else ""


def standing(connection: BaseDatabaseWrapper) -> dict[str, Trigger]:
    """By name: all that are there, right or not."""
    if connection.vendor == "sqlite":
        query = "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger' AND substr(name, 1, 6) = %s"
    else:
        query = (
            "SELECT t.tgname, c.relname, p.prosrc, concat_ws(' ', t.tgtype, t.tgenabled, p.proname, "
            "pg_get_expr(t.tgqual, t.tgrelid), nullif(t.tgattr::text, ''), p.proconfig::text) "
            "FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid "
            "WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace AND left(t.tgname, 6) = %s"
        )
    with connection.cursor() as cursor:
        cursor.execute(query, [PREFIX])
        return {name: Trigger(*rest) for name, *rest in cursor.fetchall()}


def _wanted(guard: Guard, vendor: str, schema: str) -> Trigger:
    if vendor == "sqlite":
        return Trigger(guard.table, _on_sqlite(guard))
    kind = _BITS[guard.event] + 2 + (guard.event != "TRUNCATE")
    return Trigger(guard.table, _body(guard, schema), f"{kind} A {guard.name}")


def _create(guard: Guard, connection: BaseDatabaseWrapper, schema: str) -> list[str]:
    if connection.vendor == "sqlite":
        return [_on_sqlite(guard)]
    each = "STATEMENT" if guard.event == "TRUNCATE" else "ROW"
    calls = f"FOR EACH {each} EXECUTE FUNCTION {guard.name}()"
    return [
        f"CREATE OR REPLACE FUNCTION {guard.name}() RETURNS trigger LANGUAGE plpgsql AS $${_body(guard, schema)}$$",
        f"CREATE TRIGGER {guard.name} BEFORE {guard.event} ON {guard.table} {calls}",
        # Always: also in a session that calls itself a replica, where other triggers sleep.
        f"ALTER TABLE {guard.table} ENABLE ALWAYS TRIGGER {guard.name}",
    ]


def _on_sqlite(guard: Guard) -> str:
    refuse = f"SELECT RAISE(ABORT, '{guard.says}')"
    return (
        f"CREATE TRIGGER {guard.name} BEFORE {guard.event} ON {guard.table} "
        f"FOR EACH ROW WHEN {guard.when} BEGIN {refuse}; END"
    )


def _body(guard: Guard, schema: str) -> str:
    """With the schema of each table: a session could put a temporary table of the same name before it."""
    refuse = f"RAISE EXCEPTION '{guard.says}' USING ERRCODE = 'integrity_constraint_violation'"
    row = "OLD" if guard.event == "DELETE" else "NEW"
    when = re.sub(r" IS (?=OLD\.)", " IS NOT DISTINCT FROM ", guard.when)
    when = re.sub(r"\bFROM (?=\w+ WHERE)", f'FROM "{schema}".', when)
    return f" BEGIN IF {when} THEN {refuse}; END IF; RETURN {row}; END "
