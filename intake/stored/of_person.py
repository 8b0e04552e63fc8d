"""Every row about one person, found by how the tables refer to each other: a new table is in it by itself."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from django.apps import apps
from django.db import models

from intake.models import Correction, Patient

Rows = dict[type[models.Model], list[models.Model]]
NOT_FOLLOWED = {(Correction, "from_patient"), (Correction, "to_patient")}
"""An intake that stood in the wrong record is about somebody else, and its correction is found by the intake."""


def find_record(record_number: str) -> Patient | None:
    """The record in use, where that number was merged into another."""
    found = Patient.objects.with_number(record_number).first()
    return found.record_in_use if found else None


def rows_of(model: type[models.Model], keys: Collection[Any]) -> Rows:
    """These rows, and all that refer to them, directly or through others; each table in the order of its keys."""
    found: dict[type[models.Model], set[Any]] = {model: set(keys)}
    waiting = [model]
    while waiting:
        of = waiting.pop()
        for kind, name in _referring_to(of):
            known = found.setdefault(kind, set())
            new = set(_rows(kind).filter(**{f"{name}__in": list(found[of])}).values_list("pk", flat=True)) - known
            known |= new
            waiting += [kind] * bool(new)
    return {kind: list(_rows(kind).filter(pk__in=list(keys)).order_by("pk")) for kind, keys in found.items() if keys}


def _referring_to(model: type[models.Model]) -> Iterator[tuple[type[models.Model], str]]:
    for kind in apps.get_app_config("intake").get_models():
        for column in kind._meta.concrete_fields:
            if column.related_model is model and (kind, column.name) not in NOT_FOLLOWED:
                yield kind, column.name


def _rows(kind: type[models.Model]) -> models.QuerySet[models.Model]:
    return kind._base_manager.all()
