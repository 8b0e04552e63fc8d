"""Scores of a stored assessment as rows, which say all about themselves, in the place of a pair of columns each.

What stood in the columns is moved without reading a result. Beside it: the combined level in words, for the queue; and
of an alert, whether it asks for a missing answer.
"""

from collections.abc import Iterator
from typing import Any

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Case, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from intake.database.operations import WithoutGuards

AT_ONCE = 500
COLUMNS = {
    "phq9": ("phq9_min", "phq9_max"),
    "gad7": ("gad7_min", "gad7_max"),
    "peg": ("peg_min", "peg_max"),
    "pain": ("pain_average", "pain_average"),
}

# As rule set 0.9.2 had them, by id: name, the greatest there can be, items, decimals, published bands.
SCORES: dict[str, tuple[str, float, int, int, list[list[Any]]]] = {
    "phq9": (
        "PHQ-9",
        27,
        9,
        0,
        [
            ["minimal", 0, 4],
            ["mild", 5, 9],
            ["moderate", 10, 14],
            ["moderately severe", 15, 19],
            ["severe", 20, 27],
        ],
    ),
    "gad7": ("GAD-7", 21, 7, 0, [["minimal", 0, 4], ["mild", 5, 9], ["moderate", 10, 14], ["severe", 15, 21]]),
    "peg": ("PEG", 10, 3, 1, []),
    "pain": ("Average pain in 7 days", 10, 1, 0, []),
}
BY_PROXY, NOT_ANSWERED, NOT_ASKED = "by proxy, not scored", "not answered", "not asked"
SCOPES = {"minor": "under 18, not scored", "age_missing": "age missing, not scored"}
NO_PAIN = "not asked: there was no leg, hip or foot pain in the past 7 days"
LEVELS = {
    "C0": "Neither pain nor low mood is prominent",
    "C1": "Pain is prominent, low mood is not",
    "C2": "Low mood is prominent, pain is not",
    "C3": "Pain and low mood occur together, both moderate",
    "C4": "Pain and low mood occur together, at least one high",
}
NO_LEVEL = {
    "adult": "Cannot be decided from the answers given",
    "minor": "Not worked out under 18",
    "age_missing": "Not worked out while the age is missing",
}
ASKING = "RF17c"


def columns_to_rows(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    assessment_model: Any = apps.get_model("intake", "Assessment")
    score_model: Any = apps.get_model("intake", "AssessedScore")
    columns = sorted({column for pair in COLUMNS.values() for column in pair})
    stored = assessment_model.objects.annotate(in_pain=F("version__answers__pain.present")).order_by("pk")
    rows: list[Any] = []
    for row in stored.values("pk", "scope", "mood_screen", "in_pain", *columns).iterator(chunk_size=AT_ONCE):
        rows += (score_model(assessment_id=row["pk"], **values) for values in _scores(row))
        if len(rows) >= AT_ONCE:
            score_model.objects.bulk_create(rows)
            rows = []
    score_model.objects.bulk_create(rows)


def _scores(row: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for id_, (name, scale, items, decimals, bands) in SCORES.items():
        least, greatest = (row[column] for column in COLUMNS[id_])
        if least is None:
            least, greatest = 0, scale
        missing = round((greatest - least) / scale * items)
        without_pain = id_ in ("peg", "pain") and row["in_pain"] is False
        ends = (least,) if least == greatest else (least, greatest)
        value = " to ".join(f"{end:.{decimals}f}" for end in ends)
        if row["mood_screen"] == "proxy":
            value = BY_PROXY
        elif id_ == "phq9" and row["mood_screen"] == "not_applicable":
            value = NOT_ASKED
        elif missing == items:
            value = NOT_ANSWERED
        yield {
            "score": id_,
            "name": name,
            "value": value,
            "unscored": _unscored(row, without_pain=without_pain, answered=missing < items),
            "least": least,
            "greatest": greatest,
            "scale": scale,
            "items": items,
            "missing": missing,
            "decimals": decimals,
            "bands": bands,
        }


def _unscored(row: dict[str, Any], *, without_pain: bool, answered: bool) -> str:
    if row["mood_screen"] == "proxy":
        return BY_PROXY
    if row["scope"] in SCOPES:
        return SCOPES[row["scope"]]
    return NO_PAIN if without_pain else "" if answered else NOT_ANSWERED


def rows_to_columns(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Of the scores that had columns; rows of others are lost with their table."""
    assessment_model: Any = apps.get_model("intake", "Assessment")
    score_model: Any = apps.get_model("intake", "AssessedScore")

    def of(id_: str, end: str, **only: Any) -> Subquery:
        return Subquery(score_model.objects.filter(assessment=OuterRef("pk"), score=id_, **only).values(end)[:1])

    assessment_model.objects.update(
        phq9_min=Coalesce(of("phq9", "least"), Value(0.0)),
        phq9_max=Coalesce(of("phq9", "greatest"), Value(27.0)),
        gad7_min=Coalesce(of("gad7", "least"), Value(0.0)),
        gad7_max=Coalesce(of("gad7", "greatest"), Value(21.0)),
        peg_min=Coalesce(of("peg", "least"), Value(0.0)),
        peg_max=Coalesce(of("peg", "greatest"), Value(10.0)),
        pain_average=of("pain", "least", missing=0),
    )


def say_levels(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    assessment_model: Any = apps.get_model("intake", "Assessment")
    levels = [When(combined_level=level, then=Value(text)) for level, text in LEVELS.items()]
    scopes = [When(scope=scope, then=Value(text)) for scope, text in NO_LEVEL.items()]
    assessment_model.objects.update(combined_text=Case(*levels, *scopes, default=Value("")))


def mark_asking(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    alert_model: Any = apps.get_model("intake", "Alert")
    alert_model.objects.filter(flag=ASKING).update(asks_for_answer=True)


class Migration(migrations.Migration):
    dependencies = [("intake", "0006_clinical_lead_and_columns")]

    operations = [
        migrations.CreateModel(
            name="AssessedScore",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("score", models.CharField(max_length=40)),
                ("name", models.CharField(max_length=200)),
                ("value", models.CharField(max_length=200)),
                ("unscored", models.TextField(blank=True)),
                ("least", models.FloatField()),
                ("greatest", models.FloatField()),
                ("scale", models.FloatField()),
                ("items", models.PositiveSmallIntegerField()),
                ("missing", models.PositiveSmallIntegerField()),
                ("decimals", models.PositiveSmallIntegerField(default=0)),
                ("bands", models.JSONField(default=list)),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="scores", to="intake.assessment"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("assessment", "score"), name="assessed_score_once"),
                    models.CheckConstraint(
                        condition=Q(least__gte=0, least__lte=F("greatest"), greatest__lte=F("scale")),
                        name="assessed_score_on_its_scale",
                    ),
                    models.CheckConstraint(condition=Q(missing__lte=F("items")), name="assessed_score_missing_items"),
                ],
            },
        ),
        migrations.AddField("assessment", "combined_text", models.CharField(blank=True, default="", max_length=200)),
        migrations.AlterField("assessment", "combined_text", models.CharField(blank=True, max_length=200)),
        migrations.AddField("alert", "asks_for_answer", models.BooleanField(default=False)),
        # Going back, the columns come with these before they are filled.
        migrations.AlterField("assessment", "phq9_min", models.PositiveSmallIntegerField(default=0)),
        migrations.AlterField("assessment", "phq9_max", models.PositiveSmallIntegerField(default=27)),
        # Signed intakes get their rows too; going back, their columns are filled again.
        WithoutGuards(
            "assessment",
            ["UPDATE"],
            [WithoutGuards("assessedscore", ["INSERT"], [migrations.RunPython(columns_to_rows, rows_to_columns)])],
        ),
        WithoutGuards("assessment", ["UPDATE"], [migrations.RunPython(say_levels, migrations.RunPython.noop)]),
        WithoutGuards("alert", ["UPDATE"], [migrations.RunPython(mark_asking, migrations.RunPython.noop)]),
        migrations.RemoveConstraint("assessment", "assessment_phq9_0_to_27"),
        migrations.RemoveConstraint("assessment", "assessment_gad7_0_to_21"),
        migrations.RemoveConstraint("assessment", "assessment_peg_0_to_10"),
        migrations.RemoveConstraint("assessment", "assessment_pain_average_0_to_10"),
        *(
            migrations.RemoveField("assessment", column)
            for column in ("phq9_min", "phq9_max", "gad7_min", "gad7_max", "peg_min", "peg_max", "pain_average")
        ),
    ]
