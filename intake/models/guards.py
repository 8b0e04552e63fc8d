"""What the database itself refuses, whoever asks: triggers that keep what was written once, and what was signed.

They are made from the models' own columns, so that a new column is kept too. ``manage.py migrate`` puts them up.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from .alert import Alert
from .assessment import Assessment
from .correction import Correction, Merge
from .intake import AnswerVersion, Intake
from .review import Review
from .signature import Addendum, Document, Signature, Voiding
from .written_once import WrittenOnce

_PREFIX = "guard_"
_FROZEN = "('signed', 'void')"
_WITHDRAWN = "('discarded', 'in_error')"
Model = type[models.Model]


@dataclass(frozen=True)
class Guard:
    """Refuses the event on this table where the condition holds for the row."""

    table: str
    event: str
    """INSERT, UPDATE, DELETE; on PostgreSQL TRUNCATE too."""
    why: str
    """kept (what is written stays), frozen (the intake is signed), taken (an old row would be replaced) or withdrawn
    (the intake is discarded or entered in error)."""
    when: str = "1 = 1"
    """With ``IS`` for "equal, or both null"."""

    @property
    def name(self) -> str:
        return f"{_PREFIX}{self.table}_{self.event.lower()}_{self.why}"

    @property
    def says(self) -> str:
        said = {
            "kept": "is never changed or deleted",
            "frozen": "is signed",
            "taken": "is there already",
            "withdrawn": "is withdrawn, or no reason is stored",
        }[self.why]
        return f"{self.table}: {self.event} refused, the record {said}"


def guards(vendor: str) -> tuple[Guard, ...]:
    """All that this kind of database has to have."""
    made = [*_written_once(), *_intakes(), *_withdrawn(), *_frozen_with_the_intake(), *_alerts()]
    tables = dict.fromkeys(guard.table for guard in made)
    if vendor == "sqlite":
        return (*made, *_replaced())
    return (*made, *(Guard(table, "TRUNCATE", "kept") for table in tables))


def _written_once() -> Iterator[Guard]:
    for model in WrittenOnce.__subclasses__():
        yield Guard(model._meta.db_table, "UPDATE", "kept")
        yield Guard(model._meta.db_table, "DELETE", "kept")


def _intakes() -> Iterator[Guard]:
    """A signed intake becomes void, with its reason stored and nothing else changed; or follows its person's record."""
    same = _same(Intake, but=("state",))
    reason = f"EXISTS (SELECT 1 FROM {_table(Voiding)} v WHERE v.intake_id = OLD.id)"  # noqa: S608 (our own names)
    voided = f"OLD.state = 'signed' AND NEW.state = 'void' AND {same} AND {reason}"
    changed = f"OLD.state IN {_FROZEN} AND NOT ({voided}) AND NOT ({_merged()})"
    unsigned = "OLD.state NOT IN ('signed', 'void') AND NEW.state = 'void'"
    yield Guard(_table(Intake), "UPDATE", "frozen", f"({changed}) OR ({unsigned})")
    yield Guard(_table(Intake), "DELETE", "frozen", f"OLD.state IN {_FROZEN}")


def _merged() -> str:
    """Nothing changes but whose record it stands in, and there is the row that merged these two, or undid it."""
    table, to, back = _table(Merge), ("OLD", "NEW"), ("NEW", "OLD")
    ways = " OR ".join(
        f"(m.kind = '{kind}' AND m.merged_id = {merged}.patient_id AND m.kept_id = {kept}.patient_id)"
        for kind, (merged, kept) in (("merged", to), ("undone", back))
    )
    there = f"EXISTS (SELECT 1 FROM {table} m WHERE {ways})"  # noqa: S608 (our own names)
    return f"{_same(Intake, but=('patient',))} AND {there}"


def _withdrawn() -> Iterator[Guard]:
    """What is discarded or entered in error has its reason stored, and takes nothing more until it is restored."""
    reason = f"EXISTS (SELECT 1 FROM {_table(Correction)} c WHERE c.intake_id = OLD.id AND c.kind = NEW.state)"  # noqa: S608
    unexplained = f"NEW.state IN {_WITHDRAWN} AND NOT ({reason})"
    changed = f"OLD.state = NEW.state AND OLD.state IN {_WITHDRAWN} AND NOT ({_same(Intake, but=('patient',))})"
    yield Guard(_table(Intake), "UPDATE", "withdrawn", f"({unexplained}) OR ({changed})")
    yield Guard(_table(Intake), "DELETE", "withdrawn", f"OLD.state IN {_WITHDRAWN}")
    takes_nothing: tuple[Model, ...] = (AnswerVersion, Review, Signature)
    for model in takes_nothing:
        yield Guard(_table(model), "INSERT", "withdrawn", _intake_is(_WITHDRAWN, "NEW.intake_id"))
    yield Guard(_table(Review), "UPDATE", "withdrawn", _intake_is(_WITHDRAWN, "NEW.intake_id"))


def _frozen_with_the_intake() -> Iterator[Guard]:
    """Nothing more is put to what was signed; and to what is void, no addendum and no document either."""
    of_signed: tuple[Model, ...] = (AnswerVersion, Alert, Review, Signature)
    of_void: tuple[Model, ...] = (Addendum, Voiding, Document)
    for model in of_signed:
        yield Guard(_table(model), "INSERT", "frozen", _intake_is(_FROZEN, "NEW.intake_id"))
    for model in of_void:
        yield Guard(_table(model), "INSERT", "frozen", _intake_is("('void')", "NEW.intake_id"))
    version = f"(SELECT a.intake_id FROM {_table(AnswerVersion)} a WHERE a.id = NEW.version_id)"  # noqa: S608
    yield Guard(_table(Assessment), "INSERT", "frozen", _intake_is(_FROZEN, version))
    before, after = _intake_is(_FROZEN, "OLD.intake_id"), _intake_is(_FROZEN, "NEW.intake_id")
    yield Guard(_table(Review), "UPDATE", "frozen", f"{before} OR {after}")
    yield Guard(_table(Review), "DELETE", "frozen", before)
    yield Guard(_table(Alert), "UPDATE", "frozen", f"{before} OR {after}")


def _alerts() -> Iterator[Guard]:
    """What was raised never changes, nor an acknowledgement once it is made."""
    acknowledged = ("acknowledged_at", "acknowledged_by", "outcome", "words")
    raised = _same(Alert, but=(*acknowledged, "lapsed_at", "settled_at", "mailed_at"))
    kept = _same(Alert, only=acknowledged)
    yield Guard(
        _table(Alert), "UPDATE", "kept", f"NOT ({raised}) OR (OLD.acknowledged_at IS NOT NULL AND NOT ({kept}))"
    )
    yield Guard(_table(Alert), "DELETE", "kept")


def _replaced() -> Iterator[Guard]:
    """SQLite's OR REPLACE deletes the old row; where a connection has recursive triggers off, without a trigger."""
    kept: tuple[Model, ...] = (*WrittenOnce.__subclasses__(), Alert)
    for model in kept:
        yield Guard(_table(model), "INSERT", "taken", _taken(model))
    yield Guard(_table(Intake), "INSERT", "taken", _taken(Intake, f"there.state IN {_FROZEN}"))
    other = f"there.state IN {_FROZEN} AND there.rowid <> OLD.rowid"
    yield Guard(_table(Intake), "UPDATE", "taken", _taken(Intake, other))


def _taken(model: Model, of: str = "1 = 1") -> str:
    """A row is there under one of the keys of the new one."""
    alone = [[field.name] for field in model._meta.concrete_fields if field.unique]
    together = [
        list(rule.fields)
        for rule in model._meta.constraints
        if isinstance(rule, models.UniqueConstraint) and rule.fields and rule.condition is None
    ]
    columns = {field.name: field.column for field in model._meta.concrete_fields}
    keys = [[columns[name] for name in key] for key in (*alone, *together)]
    same = [" AND ".join(f"there.{column} = NEW.{column}" for column in key) for key in (*keys, ["rowid"])]
    any_of = " OR ".join(f"({key})" for key in same)
    return f"EXISTS (SELECT 1 FROM {_table(model)} there WHERE {of} AND ({any_of}))"  # noqa: S608


def _intake_is(states: str, intake_id: str) -> str:
    return f"EXISTS (SELECT 1 FROM {_table(Intake)} i WHERE i.id = {intake_id} AND i.state IN {states})"  # noqa: S608


def _same(model: Model, *, but: tuple[str, ...] = (), only: tuple[str, ...] = ()) -> str:
    fields = model._meta.concrete_fields
    chosen = [field.column for field in fields if (field.name in only if only else field.name not in but)]
    return " AND ".join(f"NEW.{column} IS OLD.{column}" for column in chosen)


def _table(model: Model) -> str:
    return model._meta.db_table


# Putting them up ----------------------------------------------------------------------------------------------------


def put_up(connection: BaseDatabaseWrapper) -> None:
    """All of them, as the models are now. For ``migrate``, which has just made the tables."""
    take_down(connection)
    with connection.cursor() as cursor:
        for guard in guards(connection.vendor):
            for statement in _statements(guard, connection.vendor):
                cursor.execute(statement)


def take_down(connection: BaseDatabaseWrapper) -> None:
    """Only for ``migrate`` while it changes tables, which triggers would hinder. The application never does."""
    with connection.cursor() as cursor:
        for name, table in sorted(_there(connection)):
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER {name}{on}")


def tables_are_there(connection: BaseDatabaseWrapper) -> bool:
    """Not in a new database, nor after going back to an early migration."""
    tables = set(connection.introspection.table_names())
    return all(guard.table in tables for guard in guards(connection.vendor))


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Those that are not there."""
    there = {name for name, _ in _there(connection)}
    return [guard.name for guard in guards(connection.vendor) if guard.name not in there]


def _there(connection: BaseDatabaseWrapper) -> set[tuple[str, str]]:
    """Name and table of each."""
    if connection.vendor == "sqlite":
        query = "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s"
    else:
        query = "SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE %s AND NOT tgisinternal"
    with connection.cursor() as cursor:
        cursor.execute(query, [f"{_PREFIX}%"])
        return set(cursor.fetchall())


def _statements(guard: Guard, vendor: str) -> Iterator[str]:
    if vendor == "sqlite":
        refuse = f"SELECT RAISE(ABORT, '{guard.says}')"
        yield (
            f"CREATE TRIGGER {guard.name} BEFORE {guard.event} ON {guard.table} "
            f"FOR EACH ROW WHEN {guard.when} BEGIN {refuse}; END"
        )
        return
    refuse = f"RAISE EXCEPTION '{guard.says}' USING ERRCODE = 'integrity_constraint_violation'"
    row = "OLD" if guard.event == "DELETE" else "NEW"
    when = guard.when.replace(" IS OLD.", " IS NOT DISTINCT FROM OLD.")
    body = f"BEGIN IF {when} THEN {refuse}; END IF; RETURN {row}; END"
    yield f"CREATE OR REPLACE FUNCTION {guard.name}() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$"
    each = "STATEMENT" if guard.event == "TRUNCATE" else "ROW"
    yield (
        f"CREATE TRIGGER {guard.name} BEFORE {guard.event} ON {guard.table} "
        f"FOR EACH {each} EXECUTE FUNCTION {guard.name}()"
    )
