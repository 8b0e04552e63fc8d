"""The tables of an empty SQLite file, made at once as the last migration leaves them.

For the demo, which is looked at a moment after it was asked for: going through all migrations takes three quarters of
its time. A clinic's database, and whatever holds a table already, is migrated.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.core.management.sql import emit_post_migrate_signal
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations import RunPython
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations.base import Operation

from intake.database.operations import OF_A_NEW_DATABASE


def is_empty(connection: BaseDatabaseWrapper) -> bool:
    return not connection.introspection.table_names()


def make_tables(connection: BaseDatabaseWrapper) -> None:
    """All or nothing: the tables, the rows that migrations put into them, and that all of these are done."""
    executor = MigrationExecutor(connection)
    plan = [migration for migration, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())]
    state = executor.loader.project_state()
    with connection.schema_editor() as editor, editor.without(()):  # type: ignore[attr-defined]
        for model in state.apps.get_models():
            if model._meta.managed and not model._meta.proxy:
                editor.create_model(model)
        for migration in plan:
            for operation in _functions(migration.operations):
                operation.database_forwards(migration.app_label, editor, state, state)
        executor.recorder.ensure_schema()
        for migration in plan:
            executor.record_migration(migration)
        executor.check_replacements()
    emit_post_migrate_signal(verbosity=0, interactive=False, db=connection.alias, apps=state.apps, plan=[])


def _functions(operations: Iterable[Operation]) -> Iterator[RunPython]:
    """Those that have something to do where there are no rows."""
    return (each for each in operations if isinstance(each, RunPython) and each.hints == OF_A_NEW_DATABASE)
