"""What the demo makes at once is what migrations make one after the other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from intake.management import new_tables

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="the demo's database is a file"),
]


@pytest.fixture
def made(tmp_path: Path) -> Iterator[BaseDatabaseWrapper]:
    connections["new"] = new = connection.copy("new")  # type: ignore[assignment]
    new.settings_dict = connection.settings_dict | {"NAME": str(tmp_path / "new.sqlite3")}
    assert new_tables.is_empty(new)
    new_tables.make_tables(new)
    yield new
    new.close()
    del connections["new"]


def rows(database: BaseDatabaseWrapper, query: str, *given: str) -> list[Any]:
    with database.cursor() as cursor:
        cursor.execute(query, given)
        return sorted(cursor.fetchall(), key=repr)


def shape(database: BaseDatabaseWrapper) -> dict[str, Any]:
    """By table: columns, indexes, references, names of checks. And all names of indexes, and all guards."""
    tables = rows(database, "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    columns = "SELECT name, type, [notnull], dflt_value, pk FROM pragma_table_info(%s)"
    of_index = "(SELECT group_concat(coalesce(name, '-')) FROM pragma_index_info(l.name))"
    indexes = f"SELECT [unique], partial, {of_index} FROM pragma_index_list(%s) l"  # noqa: S608 (nothing from outside)
    references = "SELECT [table], [from], [to], on_delete FROM pragma_foreign_key_list(%s)"
    told: dict[str, Any] = {
        name: (
            *(rows(database, query, name) for query in (columns, indexes, references)),
            sorted(re.findall(r'CONSTRAINT "(\w+)"', sql)),
        )
        for name, sql in tables
    }
    told["indexes"] = rows(database, "SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")
    told["guards"] = rows(database, "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    return told


def test_tables_and_rows_are_those_that_migrations_make(made: BaseDatabaseWrapper) -> None:
    assert shape(made) == shape(connection)
    for query in (
        "SELECT app, name FROM django_migrations",
        "SELECT name FROM auth_group",
        "SELECT app_label, model FROM django_content_type",
        "SELECT group_id, codename FROM auth_group_permissions JOIN auth_permission p ON p.id = permission_id",
        "SELECT number, action, record_type, record_id, previous FROM intake_auditevent",
    ):
        assert rows(made, query) == rows(connection, query) != []


def test_what_holds_a_table_is_not_empty(made: BaseDatabaseWrapper) -> None:
    assert not new_tables.is_empty(made)
