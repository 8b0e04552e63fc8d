"""What the database itself refuses, whoever asks: triggers that keep what was written once, and what was signed.

They are made from the columns that the tables have, so that a new column is kept too. intake/database/ puts them up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db import models

from .alert import Alert
from .assessed_score import AssessedScore
from .assessment import Assessment
from .correction import Correction, Merge
from .intake import AnswerVersion, Intake
from .referral import Referral, ReferralDocument
from .review import Review
from .signature import Addendum, Document, Signature, Voiding
from .told import ClinicianTold
from .written_once import WrittenOnce

PREFIX = "guard_"
_FROZEN = "('signed', 'void')"
_WITHDRAWN = "('discarded', 'in_error')"
_CLOSED = "('signed', 'void', 'discarded', 'in_error')"
Model = type[models.Model]
Columns = Mapping[str, Sequence[str]]
"""The columns of each table."""


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
        return f"{PREFIX}{self.table}_{self.event.lower()}_{self.why}"

    @property
    def says(self) -> str:
        said = {
            "kept": "is never changed or deleted",
            "frozen": "is signed",
            "taken": "is there already",
            "withdrawn": "is withdrawn, or no reason is stored",
        }[self.why]
        return f"{self.table}: {self.event} refused, the record {said}"

    def can_stand(self, columns: Columns) -> bool:
        """The table is there, and every column that the condition speaks of: not so half-way through the migrations."""
        named = re.findall(r'(\w+)\."?(\w+)', self.when)
        named = [(self.table if of in ("OLD", "NEW", "there") else of, column) for of, column in named]
        return self.table in columns and all(column in columns.get(of, ()) for of, column in named)


def guarded_models() -> tuple[Model, ...]:
    return (*WrittenOnce.__subclasses__(), Intake, Review, Alert, Referral)


def guards(vendor: str, columns: Columns) -> tuple[Guard, ...]:
    """All that this kind of database has to have on tables with these columns."""
    made = [
        Guard(_table(model), event, "kept") for model in WrittenOnce.__subclasses__() for event in ("UPDATE", "DELETE")
    ]
    made += [*_intakes(columns), *_withdrawn(columns), *_frozen_with_the_intake(), *_alerts(columns), _referrals()]
    if vendor == "sqlite":
        made += _replaced(columns)
        columns = {table: (*names, "rowid") for table, names in columns.items()}
    else:
        made += [Guard(_table(model), "TRUNCATE", "kept") for model in guarded_models()]
    return tuple(guard for guard in made if guard.can_stand(columns))


def every_guard(vendor: str) -> tuple[Guard, ...]:
    """All that this kind of database has to have when every migration has run."""
    return guards(
        vendor, {_table(model): [field.column for field in model._meta.concrete_fields] for model in guarded_models()}
    )


def _intakes(columns: Columns) -> Iterator[Guard]:
    """A signed intake becomes void, with its reason stored and nothing else changed; or follows its person's record."""
    same = _same(columns, Intake, but=("state",))
    voiding = _table(Voiding)
    reason = f"EXISTS (SELECT 1 FROM {voiding} WHERE {voiding}.intake_id = OLD.id)"  # noqa: S608 (our own names)
    voided = f"OLD.state = 'signed' AND NEW.state = 'void' AND {same} AND {reason}"
    changed = f"OLD.state IN {_FROZEN} AND NOT ({voided}) AND NOT ({_merged(columns)})"
    unsigned = "OLD.state NOT IN ('signed', 'void') AND NEW.state = 'void'"
    yield Guard(_table(Intake), "UPDATE", "frozen", f"({changed}) OR ({unsigned})")
    yield Guard(_table(Intake), "DELETE", "frozen", f"OLD.state IN {_FROZEN}")


def _merged(columns: Columns) -> str:
    """Nothing changes but whose record it stands in, and there is the row that merged these two, or undid it.

    Never, while the migrations have not come to that table: what is signed is guarded all the same.
    """
    merge, to, back = _table(Merge), ("OLD", "NEW"), ("NEW", "OLD")
    if not {"kind", "merged_id", "kept_id"} <= set(columns.get(merge, ())):
        return "1 = 0"
    ways = " OR ".join(
        f"({merge}.kind = '{kind}' AND {merge}.merged_id = {merged}.patient_id AND {merge}.kept_id = {kept}.patient_id)"
        for kind, (merged, kept) in (("merged", to), ("undone", back))
    )
    there = f"EXISTS (SELECT 1 FROM {merge} WHERE {ways})"  # noqa: S608 (our own names)
    return f"{_same(columns, Intake, but=('patient_id',))} AND {there}"


def _withdrawn(columns: Columns) -> Iterator[Guard]:
    """What is discarded or entered in error has its reason stored, and takes nothing more until it is restored."""
    correction = _table(Correction)
    stored = f"{correction}.intake_id = OLD.id AND {correction}.kind = NEW.state"
    reason = f"EXISTS (SELECT 1 FROM {correction} WHERE {stored})"  # noqa: S608 (our own names)
    same = _same(columns, Intake, but=("patient_id",))
    unexplained = f"NEW.state IN {_WITHDRAWN} AND NOT ({reason})"
    changed = f"OLD.state = NEW.state AND OLD.state IN {_WITHDRAWN} AND NOT ({same})"
    yield Guard(_table(Intake), "UPDATE", "withdrawn", f"({unexplained}) OR ({changed})")
    yield Guard(_table(Intake), "DELETE", "withdrawn", f"OLD.state IN {_WITHDRAWN}")
    takes_nothing: tuple[Model, ...] = (AnswerVersion, Review, Signature)
    for model in takes_nothing:
        yield Guard(_table(model), "INSERT", "withdrawn", _intake_is(_WITHDRAWN, "NEW.intake_id"))
    yield Guard(_table(Review), "UPDATE", "withdrawn", _intake_is(_WITHDRAWN, "NEW.intake_id"))


def _frozen_with_the_intake() -> Iterator[Guard]:
    """Nothing more is put to what was signed; and to what is void, no addendum and no document either."""
    of_signed: tuple[Model, ...] = (AnswerVersion, Alert, Review, Signature, ClinicianTold)
    of_void: tuple[Model, ...] = (Addendum, Voiding, Document)
    for model in of_signed:
        yield Guard(_table(model), "INSERT", "frozen", _intake_is(_FROZEN, "NEW.intake_id"))
    for model in of_void:
        yield Guard(_table(model), "INSERT", "frozen", _intake_is("('void')", "NEW.intake_id"))
    version, assessment = _table(AnswerVersion), _table(Assessment)
    of_version = f"(SELECT {version}.intake_id FROM {version} WHERE {version}.id = NEW.version_id)"  # noqa: S608
    yield Guard(_table(Assessment), "INSERT", "frozen", _intake_is(_FROZEN, of_version))
    of_assessment = (
        f"(SELECT {version}.intake_id FROM {assessment} JOIN {version} ON {version}.id = {assessment}.version_id "  # noqa: S608
        f"WHERE {assessment}.id = NEW.assessment_id)"
    )
    yield Guard(_table(AssessedScore), "INSERT", "frozen", _intake_is(_FROZEN, of_assessment))
    before, after = _intake_is(_FROZEN, "OLD.intake_id"), _intake_is(_FROZEN, "NEW.intake_id")
    yield Guard(_table(Review), "UPDATE", "frozen", f"{before} OR {after}")
    yield Guard(_table(Review), "DELETE", "frozen", before)
    yield Guard(_table(Alert), "UPDATE", "frozen", f"{before} OR {after}")


def _alerts(columns: Columns) -> Iterator[Guard]:
    """What was raised never changes, nor an acknowledgement once it is made."""
    acknowledged = ("acknowledged_at", "acknowledged_by_id", "outcome", "words")
    raised = _same(columns, Alert, but=(*acknowledged, "lapsed_at", "settled_at", "mailed_at"))
    kept = _same({_table(Alert): acknowledged}, Alert)
    yield Guard(
        _table(Alert), "UPDATE", "kept", f"NOT ({raised}) OR (OLD.acknowledged_at IS NOT NULL AND NOT ({kept}))"
    )
    yield Guard(_table(Alert), "DELETE", "kept")


def _referrals() -> Guard:
    """What a letter was signed for is never deleted."""
    letter = _table(ReferralDocument)
    signed = f"EXISTS (SELECT 1 FROM {letter} WHERE {letter}.referral_id = OLD.id)"  # noqa: S608 (our own names)
    return Guard(_table(Referral), "DELETE", "kept", signed)


def _replaced(columns: Columns) -> Iterator[Guard]:
    """SQLite's OR REPLACE deletes the old row; where a connection has recursive triggers off, without a trigger."""
    kept: tuple[Model, ...] = (*WrittenOnce.__subclasses__(), Alert)
    for model in kept:
        yield Guard(_table(model), "INSERT", "taken", _taken(columns, model))
    yield Guard(_table(Intake), "INSERT", "taken", _taken(columns, Intake, f"there.state IN {_CLOSED}"))
    other = f"there.state IN {_CLOSED} AND there.rowid <> OLD.rowid"
    yield Guard(_table(Intake), "UPDATE", "taken", _taken(columns, Intake, other))


def _taken(columns: Columns, model: Model, of: str = "1 = 1") -> str:
    """A row is there under one of the keys of the new one."""
    alone = [[field.name] for field in model._meta.concrete_fields if field.unique]
    together = [
        list(rule.fields)
        for rule in model._meta.constraints
        if isinstance(rule, models.UniqueConstraint) and rule.fields and rule.condition is None
    ]
    column = {field.name: field.column for field in model._meta.concrete_fields}
    keys = [[column[name] for name in key] for key in (*alone, *together)]
    standing = [key for key in keys if set(key) <= set(columns.get(_table(model), ()))]
    same = [" AND ".join(f'there."{name}" = NEW."{name}"' for name in key) for key in (*standing, ["rowid"])]
    any_of = " OR ".join(f"({key})" for key in same)
    return f"EXISTS (SELECT 1 FROM {_table(model)} there WHERE {of} AND ({any_of}))"  # noqa: S608


def _intake_is(states: str, intake_id: str) -> str:
    intake = _table(Intake)
    row = f"{intake}.id = {intake_id} AND {intake}.state IN {states}"
    return f"EXISTS (SELECT 1 FROM {intake} WHERE {row})"  # noqa: S608


def _same(columns: Columns, model: Model, *, but: tuple[str, ...] = ()) -> str:
    chosen = [column for column in sorted(columns.get(_table(model), ())) if column not in but]
    return " AND ".join(f'NEW."{column}" IS OLD."{column}"' for column in chosen)


def _table(model: Model) -> str:
    return model._meta.db_table
