"""Everything about one person as one ZIP file: all rows as JSON, with who did and saw what; and the signed PDFs."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

from django.contrib.auth.models import User
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone

from intake.clinical.rules.confidential import KEPT
from intake.models import Assessment, AuditEvent, Patient
from intake.stored.assessments import stored_documents
from intake.stored.of_person import Rows, rows_of

READ_ME = (
    "Everything stored about one person, what is kept from people at home included: rows with a list “confidential” "
    "hold that. Answers are by question; the rule book of the site has their wording. Files are beside this one."
)


def person_file(patient: Patient) -> bytes:
    rows = rows_of(Patient, [patient.pk])
    files: dict[str, bytes] = {}
    tables = {kind._meta.model_name: [_row(row, files) for row in rows[kind]] for kind in rows}
    events = _events(rows)
    document = {
        "read_me": READ_ME,
        "made_at": timezone.now(),
        "tables": tables,
        "who_did_and_saw_what": events,
        "staff": _staff(rows, events),
    }
    whole = json.dumps(document, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {"person.json": whole.encode("utf-8", "replace"), **files}.items():
            archive.writestr(name, content)
    return out.getvalue()


def _row(row: models.Model, files: dict[str, bytes]) -> dict[str, Any]:
    """Its columns by name; what is packed, as it reads. A file is named, and put beside."""
    told: dict[str, Any] = {}
    for column in row._meta.concrete_fields:
        if isinstance(row, Assessment) and column.name in Assessment.PACKED:
            continue
        value = getattr(row, column.attname)
        if isinstance(column, models.BinaryField):
            name = f"{row._meta.model_name}-{row.pk}.pdf"
            files[name], value = bytes(value), name
        told[column.attname] = value
    if isinstance(row, Assessment):
        told["result"], told["reasons"] = stored_documents(row)
    if marked := _confidential(told):
        told["confidential"] = marked
    return told


def _confidential(told: dict[str, Any]) -> list[str]:
    """The questions with answers in this row that are kept from the pages that others at home may read."""
    answers = told.get("answers")
    return sorted(question.id for question in KEPT if question.id in answers) if isinstance(answers, dict) else []


def _events(rows: Rows) -> list[dict[str, Any]]:
    of = models.Q(pk__in=[])
    for kind in rows:
        keys = [str(row.pk) for row in rows[kind]]
        of |= models.Q(record_type=kind._meta.model_name, record_id__in=keys)
    return list(AuditEvent.objects.filter(of).order_by("pk").values())


def _staff(rows: Rows, events: list[dict[str, Any]]) -> dict[int, str]:
    """The names of whoever is named by a number."""
    numbers = {event["actor_id"] for event in events}
    for kind in rows:
        for column in kind._meta.concrete_fields:
            if column.related_model is User:
                numbers |= {getattr(row, column.attname) for row in rows[kind]}
    people = User.objects.filter(pk__in=numbers - {None})
    return {user.pk: user.get_full_name() or user.get_username() for user in people}
