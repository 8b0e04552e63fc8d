"""The originals' rows, copied table by table inside the database: other keys, other times, another person."""

from __future__ import annotations

import datetime
import uuid
from hashlib import md5
from typing import Any, NamedTuple

from django.db import connection, models

from intake.models import (
    Addendum,
    Alert,
    AnswerVersion,
    Appointment,
    AssessedScore,
    Assessment,
    Correction,
    CountedAssessment,
    CountedFlag,
    CountedSection,
    Document,
    FollowUp,
    HandoutGiven,
    Intake,
    Patient,
    QueueEntry,
    Referral,
    ReferralDocument,
    ReferralEvent,
    Review,
    Signature,
    SubmissionToken,
    UnansweredQuestion,
    Voiding,
)

from .bulk import put

Model = type[models.Model]

COPIED: dict[Model, tuple[str, ...]] = {
    Intake: (),
    AnswerVersion: ("intake",),
    SubmissionToken: ("version", "intake"),
    Assessment: ("version", "intake"),
    AssessedScore: ("assessment", "version", "intake"),
    CountedAssessment: ("assessment", "version", "intake"),
    CountedFlag: ("counted", "assessment", "version", "intake"),
    CountedSection: ("counted", "assessment", "version", "intake"),
    UnansweredQuestion: ("counted", "assessment", "version", "intake"),
    Alert: ("intake",),
    Review: ("intake",),
    QueueEntry: ("intake",),
    Signature: ("intake",),
    Addendum: ("intake",),
    Voiding: ("intake",),
    Document: ("intake",),
    FollowUp: ("intake",),
    Correction: ("intake",),
    HandoutGiven: ("intake",),
    Referral: ("intake",),
    ReferralEvent: ("referral", "intake"),
    ReferralDocument: ("referral", "intake"),
}
"""What belongs to an intake, and by which of its fields one comes to that."""
DOCUMENTS = {"result": "'{}'", "reasons": "'{}'", "result_packed": "NULL", "reasons_packed": "NULL"}
"""Of an assessment, what is left empty in copies that no page opens."""
LATER = ("acknowledged_at", "signed_at", "done_at")
"""What was not done in the moment of the rest, as it was with the originals."""


class Visit(NamedTuple):
    """An original intake."""

    intake: uuid.UUID
    patient: uuid.UUID
    gap: int
    """Days before the newest of the person."""


class Copy(NamedTuple):
    """Of all that an original person has."""

    patient: uuid.UUID
    """The original."""
    number: int
    """The how-many-th copy of that person, from 1 on."""
    days: int
    """How long before the original."""
    seconds: int
    """As ``days``, with the time of day."""
    wait: int
    """Seconds until somebody looked at it."""
    whole: bool
    """With its documents."""


def copied_id(original: uuid.UUID, number: int) -> uuid.UUID:
    return uuid.UUID(_copied(original.hex, number))


def copied_number(original: str, number: int) -> str:
    """Of a document or a letter."""
    made = str(_copied(original, number)).upper()
    return f"{made[:4]}-{made[4:8]}-{made[8:12]}"


def _copied(original: str | None, number: int) -> str | None:
    return original and md5(f"{original}-{number}".encode()).hexdigest()  # noqa: S324 (no secret)


def prepare(visits: list[Visit]) -> dict[Model, int]:
    """Tables beside those of the program, until ``clear``: the originals' rows, and which copies are to be made.

    Returns:
        By model with a counted key, what is added to it a copy.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.connection.create_function("copied_id", 2, _copied, deterministic=True)
        kind = "uuid" if connection.vendor == "postgresql" else "text"
        cursor.execute(f"CREATE TABLE many_visit (intake {kind}, patient {kind}, gap integer)")
        columns = f"original {kind}, number integer, days integer, seconds integer, wait integer, whole boolean"
        cursor.execute(f"CREATE TABLE many_copy ({columns})")
        put("many_visit", Visit._fields, [(_key(v.intake), _key(v.patient), v.gap) for v in visits])
        for model, path in COPIED.items():
            cursor.execute(_originals_of(model, path))
        table = Appointment._meta.db_table
        of_people = f"SELECT t.*, t.patient_id AS many_person, 0 AS many_gap FROM {table} t"
        cursor.execute(f"CREATE TABLE many_{table} AS {of_people} WHERE patient_id IN (SELECT patient FROM many_visit)")
        steps: dict[Model, int] = {}
        for model in (*COPIED, Appointment):
            pk = model._meta.pk
            if isinstance(pk, models.AutoField | models.BigAutoField):
                cursor.execute(f'SELECT max("{pk.column}") FROM {model._meta.db_table}')
                steps[model] = cursor.fetchone()[0] or 0
    return steps


def clear() -> None:
    with connection.cursor() as cursor:
        for table in ("many_visit", "many_copy", *(f"many_{m._meta.db_table}" for m in (*COPIED, Appointment))):
            cursor.execute(f"DROP TABLE {table}")


def _originals_of(model: Model, path: tuple[str, ...]) -> str:
    """With the person and the gap of each row beside it."""
    table, joins, at, alias = model._meta.db_table, "", model, "t"
    for place, name in enumerate(path):
        field: Any = at._meta.get_field(name)
        at = field.related_model
        if at is Intake:
            joins += f" JOIN many_visit v ON v.intake = {alias}.{field.column}"
            break
        key = at._meta.pk.column
        joins += f" JOIN {at._meta.db_table} j{place} ON j{place}.{key} = {alias}.{field.column}"
        alias = f"j{place}"
    else:
        joins += f" JOIN many_visit v ON v.intake = {alias}.id"
    return f"CREATE TABLE many_{table} AS SELECT t.*, v.patient AS many_person, v.gap AS many_gap FROM {table} t{joins}"


def copy(copies: list[Copy], steps: dict[Model, int]) -> None:
    """The rows of the people themselves are made elsewhere."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM many_copy")
        put("many_copy", ("original", *Copy._fields[1:]), [(_key(each.patient), *each[1:]) for each in copies])
        for model in (*COPIED, Appointment):
            fields = model._meta.concrete_fields
            values = ", ".join(_value(model, field, steps) for field in fields)
            names = ", ".join(f'"{field.column}"' for field in fields)
            table = model._meta.db_table
            rows = f"SELECT {values} FROM many_copy c JOIN many_{table} t ON t.many_person = c.original"
            cursor.execute(f"INSERT INTO {table} ({names}) {rows}")


def _value(model: Model, field: Any, steps: dict[Model, int]) -> str:
    column = f't."{field.column}"'
    if field.is_relation:
        to, key = _end(field)
        if to is Patient or to in COPIED:
            return f"{column} + {steps[to]} * c.number" if to in steps else _copied_key(key, column)
        return column
    if isinstance(field, models.DateTimeField):
        return _earlier(column, f"c.seconds + t.many_gap * 86400 {'- c.wait' if field.name in LATER else ''}")
    if isinstance(field, models.DateField):
        return _day(column, "c.days + t.many_gap")
    if field.primary_key and model in steps:
        return f"{column} + {steps[model]} * c.number"
    if field.unique or field.name == "token" or (model is Appointment and field.name == "whose"):
        return _copied_key(field, column)
    if model is Assessment and field.name in DOCUMENTS:
        cast = "::jsonb" if connection.vendor == "postgresql" and isinstance(field, models.JSONField) else ""
        return f"CASE WHEN c.whole THEN {column} ELSE {DOCUMENTS[field.name]}{cast} END"
    return column


def _end(field: Any) -> tuple[Model, Any]:
    """The model whose key this refers to, over keys that refer on; and that key."""
    to = field.model
    while field.is_relation:
        to, field = field.related_model, field.related_model._meta.pk
    return to, field


def _copied_key(field: Any, column: str) -> str:
    on_postgresql = connection.vendor == "postgresql"
    if isinstance(field, models.UUIDField):
        made = f"md5(replace({column}::text, '-', '') || '-' || c.number)::uuid"
        return made if on_postgresql else f"copied_id({column}, c.number)"
    made = f"md5({column} || '-' || c.number)" if on_postgresql else f"copied_id({column}, c.number)"
    if field.max_length > 20:
        return made
    parts = " || '-' || ".join(f"substr({made}, {first}, 4)" for first in (1, 5, 9))
    return f"upper({parts})"


def _earlier(column: str, seconds: str) -> str:
    if connection.vendor == "postgresql":
        return f"{column} - make_interval(secs => {seconds})"
    return f"strftime('%Y-%m-%d %H:%M:%f', {column}, (-({seconds})) || ' seconds')"


def _day(column: str, days: str) -> str:
    if connection.vendor == "postgresql":
        return f"{column} - ({days})"
    return f"date({column}, (-({days})) || ' days')"


def _key(id_: uuid.UUID) -> Any:
    return id_ if connection.vendor == "postgresql" else id_.hex


def earlier(at: datetime.datetime, copied: Copy, gap: int) -> datetime.datetime:
    return at - datetime.timedelta(days=gap, seconds=copied.seconds)
