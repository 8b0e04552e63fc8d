"""All that is known of a person, a birth date that is estimated, and names that are spelt alike.

The words that people are found by are filled in for those who were there before.
"""

import re
import unicodedata
from typing import Any

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

AT_ONCE = 5000

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
_APOSTROPHES = str.maketrans(dict.fromkeys([*range(0x2B9, 0x2E0), 0x60, 0xB4, 0x2018, 0x2019], "'"))


def bare(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).translate(_APOSTROPHES)
    apart = unicodedata.normalize("NFKD", plain.casefold())
    return "".join(letter for letter in apart.translate(_WITHOUT_MARK) if letter.isalnum())


def added_terms(family_name: str, given_name: str, born: Any) -> set[str]:
    """Those that were not kept before."""
    terms = set() if born else {"=?"}
    for name in (family_name, given_name):
        name = unicodedata.normalize("NFC", name).translate(_APOSTROPHES)
        parts = re.split(r"[^\w]+|_", name)
        joined = re.split(r"[^\w']+|_", name)
        words = {bare(part) for part in (name, *name.split(), *joined, *parts)}
        terms |= words | {bare("".join(parts[first:])) for first in range(len(parts))}
        for word in words:
            if 4 <= len(word) <= 20:
                terms |= {f"~{word}", *(f"~{word[:place]}{word[place + 1 :]}" for place in range(len(word)))}
    return {term[:60] for term in terms if term}


def find_alike(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    alias = schema_editor.connection.alias
    people: Any = apps.get_model("intake", "Patient").objects.using(alias)
    term_model: Any = apps.get_model("intake", "SearchTerm")
    rows: list[Any] = []
    details = people.values_list("pk", "family_name", "given_name", "date_of_birth")
    for pk, *known in details.iterator(chunk_size=AT_ONCE):
        rows += (term_model(patient_id=pk, term=term) for term in sorted(added_terms(*known)))
        if len(rows) >= AT_ONCE:
            _keep(term_model, alias, rows)
            rows = []
    _keep(term_model, alias, rows)


def _keep(term_model: Any, alias: str, rows: list[Any]) -> None:
    # Some were kept before.
    term_model.objects.using(alias).bulk_create(rows, ignore_conflicts=True, batch_size=AT_ONCE)


class Migration(migrations.Migration):
    dependencies = [("intake", "0017_private_answers")]

    operations = [
        *(
            migrations.AddField("patient", name, models.CharField(blank=True, default="", max_length=length))
            for name, length in (("second_phone", 40), ("address", 300))
        ),
        *(
            migrations.AddField(
                "patient", name, models.CharField(blank=True, default="", max_length=length, verbose_name=label)
            )
            for name, length, label in (
                ("gp_name", 150, "GP"),
                ("gp_practice", 150, "GP practice"),
                ("gp_phone", 40, "phone of the practice"),
                ("gp_address", 300, "address of the practice"),
                ("contact_name", 150, "next of kin or emergency contact"),
                ("contact_relation", 80, "who they are to the person"),
                ("contact_phone", 40, "their phone"),
                ("safe_contact", 300, "how to contact safely"),
            )
        ),
        *(
            migrations.AddField("patient", name, models.BooleanField(blank=True, null=True, verbose_name=label))
            for name, label in (
                ("may_phone", "may we phone?"),
                ("may_message", "may we send a text message?"),
                ("may_write", "may we send a letter?"),
            )
        ),
        migrations.AddField(
            "patient", "consent_asked_on", models.DateField(blank=True, null=True, verbose_name="asked on")
        ),
        migrations.AddField("patient", "born_first", models.DateField(editable=False, null=True)),
        migrations.AddField("patient", "born_last", models.DateField(editable=False, null=True)),
        migrations.AddField(
            "patient",
            "birth_precision",
            models.CharField(
                blank=True,
                choices=[("month", "Month known"), ("year", "Year known"), ("about", "About")],
                default="",
                editable=False,
                max_length=5,
            ),
        ),
        migrations.AddConstraint(
            "patient",
            models.CheckConstraint(
                condition=models.Q(born_first=None, born_last=None, birth_precision="")
                | models.Q(
                    date_of_birth=None,
                    born_first__isnull=False,
                    born_last__gte=models.F("born_first"),
                    birth_precision__in=["month", "year", "about"],
                ),
                name="patient_birth_known_or_estimated",
            ),
        ),
        migrations.RunPython(find_alike, migrations.RunPython.noop),
    ]
