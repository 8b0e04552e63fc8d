"""What is in a database: rows by table, and whether each signed document is still as it was signed."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from hashlib import sha256

from django.db import models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from intake.models import AuditEvent, Document, DocumentCopy, ReferralDocument
from intake.models.written_once import WrittenOnce

DOCUMENTS: tuple[type[models.Model], ...] = (Document, DocumentCopy, ReferralDocument)
AT_ONCE = 20


@dataclass(frozen=True)
class Contents:
    rows: dict[str, int]
    """By table, those of this application."""
    signed: int
    """Signed documents and letters, and their copies."""
    altered: int
    """Of these, how many are not what was signed."""
    digest: str
    """Over the SHA-256 of every one of them: equal where the documents are."""

    def __str__(self) -> str:
        people, intakes = self.rows.get("intake_patient", 0), self.rows.get("intake_intake", 0)
        return f"{people} people, {intakes} intakes, {self.signed} signed documents ({self.digest[:16]})"


def contents(connection: BaseDatabaseWrapper) -> Contents:
    """Reads every document. Of an earlier release, too, which has other tables."""
    rows, signed, altered, digest = count_rows(connection), 0, 0, sha256()
    for table, key in _documents(rows):
        with transaction.atomic(using=connection.alias), connection.chunked_cursor() as cursor:
            cursor.execute(f"SELECT sha256, pdf FROM {table} ORDER BY {key}")  # noqa: S608 (names of our own tables)
            while some := cursor.fetchmany(AT_ONCE):
                for stored, pdf in some:
                    signed += 1
                    altered += sha256(pdf).hexdigest() != stored
                    digest.update(stored.encode())
    return Contents(rows, signed, altered, digest.hexdigest())


def count_rows(connection: BaseDatabaseWrapper) -> dict[str, int]:
    """By table of this application, and accounts."""
    names = connection.introspection.table_names()
    mine = [name for name in names if name.startswith("intake_") or name == "auth_user"]
    counted = {}
    with connection.cursor() as cursor:
        for name in mine:
            cursor.execute(f"SELECT COUNT(*) FROM {name}")  # noqa: S608 (names of our own tables)
            counted[name] = cursor.fetchone()[0]
    return counted


def lost(before: dict[str, int], after: dict[str, int]) -> list[str]:
    """Tables of rows that are never deleted, and hold fewer than before: the copy is not whole."""
    kept = {model._meta.db_table for model in WrittenOnce.__subclasses__()} & before.keys()
    return sorted(table for table in kept if after.get(table, 0) < before[table])


def newest_event(connection: BaseDatabaseWrapper) -> tuple[int, datetime.datetime] | None:
    """What was done last, by number and not by time: a clock can be set back."""
    newest: tuple[int, datetime.datetime] | None = (
        AuditEvent.objects.using(connection.alias).order_by("-pk").values_list("pk", "at").first()
    )
    return newest


def _documents(rows: dict[str, int]) -> list[tuple[str, str]]:
    pairs = [(model._meta.db_table, model._meta.pk.column) for model in DOCUMENTS]
    return [(table, key) for table, key in pairs if table in rows]
