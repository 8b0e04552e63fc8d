"""Many stored intakes at little cost: rows copied from a few that were submitted the usual way."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Sequence
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from intake.models import AnswerVersion, Assessment, Intake, Patient
from tests import factories

AT_ONCE = 100


def many(desk: User, number: int, cases: Sequence[str | dict[str, Any]]) -> None:
    """So many submitted intakes, with the answers and results of these worked cases, or of these answers, in turn."""
    models = [factories.submitted(desk, case) for case in cases]
    versions = [intake.versions.select_related("assessment").get() for intake in models]
    turns = itertools.cycle(versions)
    for start in range(0, number - len(models), AT_ONCE):
        _copy(list(itertools.islice(turns, min(AT_ONCE, number - len(models) - start))))


@transaction.atomic
def _copy(versions: list[AnswerVersion]) -> None:
    ids = {version.intake_id for version in versions}
    models = {intake.pk: intake for intake in Intake.objects.filter(pk__in=ids).select_related("patient")}
    asked = [models[version.intake_id] for version in versions]
    people = [_again(intake.patient, id=(new := uuid.uuid4()), record_number=f"R{new.hex}") for intake in asked]
    Patient.objects.bulk_create(people)
    intakes = [
        _again(intake, id=uuid.uuid4(), patient=person, state=Intake.State.DRAFT, current=None, queue_place=None)
        for intake, person in zip(asked, people, strict=True)
    ]
    Intake.objects.bulk_create(intakes)
    made = AnswerVersion.objects.bulk_create(
        [_again(version, id=None, intake=intake) for version, intake in zip(versions, intakes, strict=True)]
    )
    results = Assessment.objects.bulk_create(
        [_again(old.assessment, id=None, version=new) for old, new in zip(versions, made, strict=True)]
    )
    for intake, result in zip(intakes, results, strict=True):
        intake.current, intake.state = result, Intake.State.SUBMITTED
    for intake, model in zip(intakes, asked, strict=True):
        intake.queue_place = model.queue_place
    Intake.objects.bulk_update(intakes, ["current", "state", "queue_place"])


def _again(row: Any, **differing: Any) -> Any:
    """The same row anew, but for these fields."""
    fields = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    for name in differing:
        fields.pop(row._meta.get_field(name).attname)
    return type(row)(**fields | differing)
