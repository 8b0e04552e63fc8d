"""What a row of the queue says and where it stands, in columns; and the words that a person is found by.

Assessments are written once: those made before have no line and name no flag, and nothing is worked out for them. What
waits gets its place by the columns it has. What is signed is not touched.
"""

import re
import unicodedata
from typing import Any

import django.core.validators
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, NullIf

AT_ONCE = 500
OPEN_STATES = ["draft", "submitted"]
DAYS = [django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(365)]


# What somebody was found by when this was written: as ``intake.models.search_term`` was then, which goes its own way.
_WITHOUT_MARK = str.maketrans(
    {
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "ħ": "h",
        "ŋ": "n",
        "ŧ": "t",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "\N{LATIN SMALL LETTER DOTLESS I}": "i",
    }
)


def bare(text: str) -> str:
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(letter for letter in apart.translate(_WITHOUT_MARK) if letter.isalnum())


def terms_of(record_number: str, family_name: str, given_name: str, phone: str, born: Any) -> set[str]:
    terms = {"#" + (bare(record_number) or record_number.strip())}
    for name in (family_name, given_name):
        parts = re.split(r"[^\w]+|_", unicodedata.normalize("NFC", name))
        terms |= {bare(part) for part in (*name.split(), *parts)}
        terms |= {bare("".join(parts[first:])) for first in range(len(parts))}
    for number in re.split("[/,;]", phone):
        if runs := re.findall(r"\d+", bare(number)):
            terms.add("+" + max(runs, key=len)[-9:])
    if born:
        terms.add(f"={born:%Y%m%d}")
    return {term[:60] for term in terms if term}


def give_places(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """As the queue was sorted: by tier, then by what is open. What was not asked was not told apart from that."""
    alias = schema_editor.connection.alias
    intakes: Any = apps.get_model("intake", "Intake").objects.using(alias)
    assessments: Any = apps.get_model("intake", "Assessment").objects.using(alias)
    tier, tier_open = (Coalesce(NullIf(column, Value(0)), Value(9)) for column in ("tier", "tier_open"))
    place = assessments.filter(pk=OuterRef("current")).values(place=tier * 100 + tier_open * 10 + 9)
    intakes.filter(state__in=OPEN_STATES, current__isnull=False).update(queue_place=Subquery(place))


def find_people(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    alias = schema_editor.connection.alias
    people: Any = apps.get_model("intake", "Patient").objects.using(alias)
    term_model: Any = apps.get_model("intake", "SearchTerm")
    rows: list[Any] = []
    details = people.values_list("pk", "record_number", "family_name", "given_name", "phone", "date_of_birth")
    for pk, *known in details.iterator(chunk_size=AT_ONCE):
        rows += (term_model(patient_id=pk, term=term) for term in sorted(terms_of(*known)))
        if len(rows) >= AT_ONCE:
            term_model.objects.using(alias).bulk_create(rows)
            rows = []
    term_model.objects.using(alias).bulk_create(rows)


class Migration(migrations.Migration):
    dependencies = [("intake", "0011_audit_settings")]

    operations = [
        migrations.AddField("assessment", "one_line", models.TextField(blank=True, default="")),
        migrations.AddField("assessment", "tier_flag", models.CharField(blank=True, default="", max_length=300)),
        migrations.AddField(
            "clinicprofile",
            "urgent_days",
            models.PositiveSmallIntegerField(
                default=14,
                help_text="The queue marks as late what waits longer. Tier 1 has the minutes above, tier 2 the same day.",
                validators=DAYS,
                verbose_name="days in which an urgent intake (tier 3) is to be seen",
            ),
        ),
        migrations.AddField(
            "clinicprofile",
            "routine_days",
            models.PositiveSmallIntegerField(
                default=28,
                help_text="Those of tier 4, and those without a red flag. The queue marks as late what waits longer.",
                validators=DAYS,
                verbose_name="days in which every other intake is to be seen",
            ),
        ),
        migrations.AddField("intake", "queue_place", models.PositiveSmallIntegerField(null=True)),
        migrations.AddField("intake", "open_tier", models.PositiveSmallIntegerField(null=True)),
        migrations.AddField("intake", "open_flag", models.CharField(blank=True, default="", max_length=300)),
        migrations.AddField("intake", "open_mark", models.CharField(blank=True, default="", max_length=100)),
        migrations.RunPython(give_places, migrations.RunPython.noop),
        migrations.AddConstraint(
            "intake",
            models.CheckConstraint(
                condition=Q(state__in=OPEN_STATES, current__isnull=False, queue_place__isnull=False)
                | Q(~Q(state__in=OPEN_STATES) | Q(current__isnull=True), queue_place__isnull=True),
                name="intake_waiting_has_a_place_in_the_queue",
            ),
        ),
        migrations.AddIndex(
            "intake",
            models.Index(
                fields=["queue_place", "submitted_at", "id"],
                condition=Q(queue_place__isnull=False),
                name="intake_queue",
            ),
        ),
        migrations.CreateModel(
            name="SearchTerm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "patient",
                    models.ForeignKey("intake.patient", models.CASCADE, related_name="search_terms", db_index=False),
                ),
                ("term", models.CharField(max_length=60)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=["patient", "term"], name="search_term_once")],
                "indexes": [
                    models.Index(
                        fields=["term", "patient"], name="search_term", opclasses=["varchar_pattern_ops", "uuid_ops"]
                    )
                ],
            },
        ),
        migrations.RunPython(find_people, migrations.RunPython.noop),
    ]
