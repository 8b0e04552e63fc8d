"""The fourth role, and the new columns of what was stored before they came."""

import datetime
from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from intake.database.operations import OF_A_NEW_DATABASE, WithoutGuards


def make_role(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    group_model: Any = apps.get_model("auth", "Group")
    group_model.objects.using(schema_editor.connection.alias).get_or_create(name="Clinical lead")


def fill_columns(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Copied from the result as it was stored: nothing is worked out again."""
    assessment_model: Any = apps.get_model("intake", "Assessment")
    assessments = assessment_model.objects.using(schema_editor.connection.alias)
    for row in assessments.select_related("version__intake").iterator(chunk_size=100):
        scores = {score["id"]: score for score in row.result["scores"]}
        lines = {line["question"]: line for line in row.result["lines"]}
        average, day = lines["pain.nrs_avg"], lines["ctx.encounter_date"]
        started = row.version.intake.started_at.date()
        assessments.filter(pk=row.pk).update(
            gad7_min=scores["gad7"]["min"],
            gad7_max=scores["gad7"]["max"],
            peg_min=scores["peg"]["min"],
            peg_max=scores["peg"]["max"],
            pain_average=average["answer"] if average["state"] == "answered" else None,
            assessed_on=datetime.date.fromisoformat(day["answer"]) if day["state"] == "answered" else started,
        )


def count_undecided(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Nobody has decided on anything yet: all key steps of the newest assessment."""
    intake_model: Any = apps.get_model("intake", "Intake")
    intakes = intake_model.objects.using(schema_editor.connection.alias)
    for row in intakes.filter(current__isnull=False).select_related("current").iterator(chunk_size=100):
        intakes.filter(pk=row.pk).update(undecided=len(row.current.result["key_steps"]))


class Migration(migrations.Migration):
    dependencies = [("intake", "0005_clinician")]

    operations = [
        migrations.RunPython(make_role, migrations.RunPython.noop, hints=OF_A_NEW_DATABASE),
        WithoutGuards("assessment", ["UPDATE"], [migrations.RunPython(fill_columns, migrations.RunPython.noop)]),
        WithoutGuards("intake", ["UPDATE"], [migrations.RunPython(count_undecided, migrations.RunPython.noop)]),
    ]
