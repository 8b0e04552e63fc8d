"""The trial: a lead approves, and somebody adds a red flag and leaves the version alone. In programs of their own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from intake.clinical.rules import rule_set
from tests.migrated import Migrated
from tests.test_settings import ROOT, SETTINGS

BEFORE = """
import datetime, json
from django.core.management import call_command
from intake.actions.governance import decide_rule_set
from intake.fingerprint import rule_set_fingerprint
from tests import factories

call_command("migrate", verbosity=0)
people = factories.people()
intake = factories.submitted(people.front_desk, "V05")
said = {"name": "Dr Lee", "role": "Medical director", "decided_on": datetime.date.today(), "remarks": ""}
decide_rule_set(actor=people.clinical_lead, fingerprint=rule_set_fingerprint(), number=1, approved=True, **said)
"""

PAGES = """
import io, json, uuid
from django.contrib.auth.models import User
from django.test import Client
from pypdf import PdfReader
from intake.clinical.rules import rule_set
from intake.models import Intake

def client(name):
    made = Client(SERVER_NAME="127.0.0.1")
    made.force_login(User.objects.get(username=name))
    return made

def text(page):
    return " ".join(page.content.decode().split())

def printed(number):
    pdf = clinician.get(f"/review/{intake.pk}/{number}/summary.pdf").content
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages)

clinician, lead, intake = client("clinician"), client("clinical-lead"), Intake.objects.get()
told = {
    "version": rule_set.VERSION,
    "rule set": text(lead.get("/rules/approval/")),
    "queue": text(clinician.get("/queue/")),
    "review": text(clinician.get(f"/review/{intake.pk}/")),
    "pdf": printed(1),
}
form = "application/x-www-form-urlencoded"
clinician.post(f"/review/{intake.pk}/reassess/", f"token={uuid.uuid4()}", content_type=form)
again = Intake.objects.get().current
told |= {"reassessed": text(clinician.get(f"/review/{intake.pk}/")), "new pdf": printed(again.version.number)}
print(json.dumps(told))
"""

NEW_FLAG = 'RedFlag("RF99", "A flag that is new", 1, adult | minor, "Consider it.", ("TOOL",)),'


def run(folder: Path, program: str, data: Path) -> str:
    """This program in that checkout, on one database for all of them."""
    inherited = {name: value for name, value in os.environ.items() if name not in SETTINGS}
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "--command", program],
        cwd=folder,
        env=inherited | {"CLINIC_MODE": "demo", "DATA_DIR": str(data)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    """A copy of this program with one red flag more, and the same version."""
    copy = tmp_path / "changed"
    copy.mkdir()
    shutil.copy(ROOT / "manage.py", copy)
    for part in ("intake", "clinic_site", "templates"):
        shutil.copytree(ROOT / part, copy / part, ignore=shutil.ignore_patterns("*.pyc.*"))
    file = copy / "intake" / "clinical" / "rules" / "red_flags.py"
    text, start = file.read_text(encoding="utf-8"), "RED_FLAGS: tuple[RedFlag, ...] = ("
    assert text.count(start) == 1
    file.write_text(text.replace(start, f"{start}\n    {NEW_FLAG}"), encoding="utf-8")
    return copy


def test_an_approval_does_not_survive_a_change_of_the_rules(
    changed: Path, tmp_path: Path, django_db_setup: None, migrated: Migrated
) -> None:
    data = tmp_path / "data"
    data.mkdir()
    migrated.copy_to(data / "demo.sqlite3")
    run(ROOT, BEFORE, data)
    before: dict[str, Any] = json.loads(run(ROOT, PAGES, data))
    after: dict[str, Any] = json.loads(run(changed, PAGES, data))
    assert after["version"] == before["version"] == rule_set.VERSION
    notice = f"Rule set {rule_set.VERSION} is not approved at this site"
    pages = ("rule set", "queue", "review", "reassessed")
    assert not any(notice in before[page] for page in pages)
    assert all(notice in after[page] for page in pages)
    assert "Not assessed with today's rules" in after["review"].replace("&#x27;", "'")
    assert "Dr Lee, Medical director, approved another state of the rules" in after["rule set"]
    assert "A flag that is new" not in after["review"]
    assert "A flag that is new" in after["reassessed"]
    unapproved = f"Rule set {rule_set.VERSION} is not approved at this site"
    # What the approved rules made is theirs still.
    assert [unapproved in text for text in (before["pdf"], before["new pdf"], after["pdf"], after["new pdf"])] == [
        False,
        False,
        False,
        True,
    ]
