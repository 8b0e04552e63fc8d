"""The hand that changes tables, for migrations: guards step aside for it inside its own transaction, and only there."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Model


class GuardedSchemaEditor(BaseDatabaseSchemaEditor):
    """Guards in the way of a table that changes are down for that one operation, in a transaction of their own or the
    migration's: whatever fails or is killed brings them back, and nobody else ever meets the table without them.

    After each operation all are up that the tables can have by then, and once more before the migration is kept.
    SQLite's remaking of a table is made of the steps below: create another, delete the table, rename the other.
    """

    _inside = 0

    @contextlib.contextmanager
    def without(self, names: Iterable[str]) -> Iterator[None]:
        from intake.database import triggers  # the models, which come after the database

        with transaction.atomic(using=self.connection.alias):
            triggers.take_down(self.connection, names)
            self._inside += 1
            try:
                yield
            finally:
                self._inside -= 1
            if not self._inside:
                triggers.put_up(self.connection)

    @contextlib.contextmanager
    def _changing(self, table: str) -> Iterator[None]:
        from intake.database import triggers

        if self.collect_sql:
            yield
            return
        with self.without(triggers.in_the_way(self.connection, table)):
            yield

    def __exit__(self, *error: Any) -> None:
        from intake.database import triggers

        if error[0] is not None or self.collect_sql:
            super().__exit__(*error)
            return
        with contextlib.ExitStack() as stack:
            stack.push(super().__exit__)
            triggers.put_up(self.connection)

    def create_model(self, model: type[Model]) -> None:
        with self._changing(model._meta.db_table):
            super().create_model(model)

    def delete_model(self, model: type[Model], **options: Any) -> None:
        with self._changing(model._meta.db_table):
            super().delete_model(model, **options)

    def alter_db_table(self, model: type[Model], old_db_table: str, new_db_table: str) -> None:
        with self._changing(old_db_table):
            super().alter_db_table(model, old_db_table, new_db_table)

    def add_field(self, model: type[Model], field: Any) -> None:
        with self._changing(model._meta.db_table):
            super().add_field(model, field)

    def alter_field(self, model: type[Model], old_field: Any, new_field: Any, strict: bool = False) -> None:
        with self._changing(model._meta.db_table):
            super().alter_field(model, old_field, new_field, strict)

    def remove_field(self, model: type[Model], field: Any) -> None:
        with self._changing(model._meta.db_table):
            super().remove_field(model, field)
