"""What is counted of each assessment, as rows; and administrators look after the directory of services.

Of assessments made before, what has columns is counted: date, urgency and combined level. Their patterns, flags and
questions stand in their documents alone, are left out, and the page says of how many.
"""

from typing import Any

import django.core.validators
import django.db.models.deletion
from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from intake.database.operations import OF_A_NEW_DATABASE, WithoutGuards

AT_ONCE = 1000
TIER = [django.core.validators.MaxValueValidator(4)]
COLUMNS = ("assessed_on", "tier", "tier_open", "combined_level")
ADMINISTERED = {"intake": ["add_service", "change_service", "view_service"]}


def count_those_before(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    alias = schema_editor.connection.alias
    counted: Any = apps.get_model("intake", "CountedAssessment")
    assessments: Any = apps.get_model("intake", "Assessment").objects.using(alias)
    rows: list[Any] = []
    for pk, *columns in assessments.order_by("pk").values_list("pk", *COLUMNS).iterator(chunk_size=AT_ONCE):
        rows.append(counted(assessment_id=pk, **dict(zip(COLUMNS, columns, strict=True))))
        if len(rows) == AT_ONCE:
            counted.objects.using(alias).bulk_create(rows)
            rows = []
    counted.objects.using(alias).bulk_create(rows)


def let_administrators(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    alias = schema_editor.connection.alias
    group_model: Any = apps.get_model("auth", "Group")
    permission_model: Any = apps.get_model("auth", "Permission")
    config: Any = apps.get_app_config("intake")
    config.models_module = True  # permissions are otherwise made only after the last migration
    create_permissions(config, apps=apps, verbosity=0, using=alias)
    config.models_module = None
    allowed = permission_model.objects.using(alias).filter(
        content_type__app_label="intake", codename__in=ADMINISTERED["intake"]
    )
    group_model.objects.using(alias).get(name="Administrator").permissions.add(*allowed)


def key() -> tuple[str, Any]:
    return "id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


def of_counted(name: str) -> tuple[str, Any]:
    return "counted", models.ForeignKey(
        "intake.countedassessment", django.db.models.deletion.PROTECT, related_name=name, db_index=False
    )


class Migration(migrations.Migration):
    dependencies = [("intake", "0024_follow_up_of_person")]

    operations = [
        migrations.CreateModel(
            name="CountedAssessment",
            fields=[
                (
                    "assessment",
                    models.OneToOneField(
                        "intake.assessment",
                        django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="counted",
                        serialize=False,
                    ),
                ),
                ("assessed_on", models.DateField()),
                ("tier", models.PositiveSmallIntegerField(validators=TIER)),
                ("tier_open", models.PositiveSmallIntegerField(validators=TIER)),
                ("combined_level", models.CharField(blank=True, max_length=2)),
                ("pattern", models.CharField(blank=True, default="", max_length=40)),
                ("pattern_name", models.CharField(blank=True, default="", max_length=200)),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["assessed_on", "tier", "tier_open", "combined_level", "pattern"],
                        name="counted_assessment",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CountedFlag",
            fields=[
                key(),
                of_counted("flags"),
                ("flag", models.CharField(max_length=10)),
                ("title", models.CharField(max_length=200)),
                ("tier", models.PositiveSmallIntegerField(validators=TIER)),
                ("present", models.BooleanField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["counted", "flag", "title"], name="counted_flag_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="CountedSection",
            fields=[
                key(),
                of_counted("sections"),
                ("section", models.CharField(max_length=40)),
                ("asked", models.PositiveSmallIntegerField()),
                ("answered", models.PositiveSmallIntegerField()),
                ("unknown", models.PositiveSmallIntegerField()),
                ("declined", models.PositiveSmallIntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["counted", "section"], name="counted_section_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            asked__gte=models.F("answered") + models.F("unknown") + models.F("declined")
                        ),
                        name="counted_section_of_asked",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="UnansweredQuestion",
            fields=[key(), of_counted("unanswered"), ("question", models.CharField(max_length=60))],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["counted", "question"], name="unanswered_question_once"),
                ],
            },
        ),
        # Signed intakes get their rows, too.
        WithoutGuards(
            "countedassessment", ["INSERT"], [migrations.RunPython(count_those_before, migrations.RunPython.noop)]
        ),
        migrations.RunPython(let_administrators, migrations.RunPython.noop, hints=OF_A_NEW_DATABASE),
    ]
