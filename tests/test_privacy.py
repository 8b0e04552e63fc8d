"""What the clinic is told of where people's data are is what the program stores."""

from __future__ import annotations

import re
from pathlib import Path

from django.apps import apps

PRIVACY = Path(__file__).resolve().parent.parent / "docs" / "privacy.md"
ROW = re.compile(
    r"^\| (\w+) \| ([^|]+) \| (person|person, clinical|staff|staff, person|nobody) \| ([^|]+) \| ([^|]+) \|$", re.M
)


def test_every_table_and_column_is_described() -> None:
    """A new table or column fails here until docs/privacy.md says what it holds, about whom, and for how long."""
    described = {
        name: columns.split(", ") for name, _, _, _, columns in ROW.findall(PRIVACY.read_text(encoding="utf-8"))
    }
    stored = {model.__name__: [column.name for column in model._meta.concrete_fields] for model in apps.get_models()}
    assert described == stored


def test_what_leads_to_a_person_is_described_as_about_a_person() -> None:
    about = {name: whom for name, _, whom, _, _ in ROW.findall(PRIVACY.read_text(encoding="utf-8"))}
    for model in apps.get_app_config("intake").get_models():
        names = {column.name for column in model._meta.concrete_fields}
        if names & {"patient", "intake", "version", "assessment", "counted", "referral", "document"}:
            assert about[model.__name__].startswith("person"), model
