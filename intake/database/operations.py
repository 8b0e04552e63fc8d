"""What a migration says when it changes rows that guards keep."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import SeparateDatabaseAndState
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from intake.database import triggers
from intake.database.schema_editor import GuardedSchemaEditor

OF_A_NEW_DATABASE = {"new": True}
"""The hints of a RunPython that puts rows into a database that holds none: the demo's is made without migrations."""


class WithoutGuards(SeparateDatabaseAndState):
    """Runs operations while the guards against these events on the table of this model are down.

    How to write a migration here: add, alter and remove models and columns as everywhere. Guards in the way of a table
    step aside by themselves, and are up again after that one operation. Rows are another matter: guards stay up while
    RunPython and RunSQL run, those of the migration's own new tables too. Inserting into a table that is written once
    needs nothing, unless the intake is signed. What a guard refuses, the migration names, narrowly: which table, which
    events, around which operation. ::

        WithoutGuards("assessment", ["UPDATE"], [migrations.RunPython(fill_columns, migrations.RunPython.noop)])

    That is one transaction: if it fails or is killed, the guards were never down. Forwards and backwards alike. RunSQL
    that alters a guarded table names INSERT, UPDATE and DELETE.
    """

    reduces_to_sql = False
    serialization_expand_args = ["operations"]

    def __init__(self, model: str, events: Sequence[str], operations: Sequence[Operation]) -> None:
        """``events``: some of INSERT, UPDATE, DELETE."""
        super().__init__(database_operations=operations, state_operations=operations)
        self.model, self.events, self.operations = model, events, operations

    @property
    def reversible(self) -> bool:  # type: ignore[override]
        return all(operation.reversible for operation in self.operations)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        given = {"model": self.model, "events": self.events, "operations": self.operations}
        return type(self).__qualname__, [], given

    def describe(self) -> str:
        inside = ", ".join(operation.describe() for operation in self.operations)
        return f"Without the guards of {self.model} against {', '.join(self.events)}: {inside}"

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        with self._guards_down(app_label, schema_editor, from_state):
            super().database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        with self._guards_down(app_label, schema_editor, from_state):
            super().database_backwards(app_label, schema_editor, from_state, to_state)

    def _guards_down(self, app_label: str, schema_editor: Any, state: ProjectState) -> Any:
        editor: GuardedSchemaEditor = schema_editor
        table = state.apps.get_model(app_label, self.model)._meta.db_table
        return editor.without(triggers.on(editor.connection, table, self.events))
