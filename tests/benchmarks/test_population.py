"""What fills a database with very many intakes leaves it as the program itself would: whole, guarded, and opening."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOOK = """
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from intake.database import triggers
from intake.models import Alert, AuditEvent, Intake, Patient
from intake.stored.audit_check import faults
from intake.stored.people_search import search_terms

assert 50 <= Intake.objects.count() <= 53, Intake.objects.count()
assert not triggers.missing(connection)
assert not list(faults())
connection.check_constraints()
states = set(Intake.objects.values_list("state", flat=True))
assert states == set(Intake.State.values), states
waiting = Intake.objects.filter(state="submitted")
assert waiting.count() >= 6 and Alert.objects.still_open().exists()
for patient in Patient.objects.all():
    assert {term.term for term in patient.search_terms.all()} == search_terms(patient)
copied = Patient.objects.filter(record_number__startswith="POP-")
assert copied.count() > 15
for intake in Intake.objects.filter(patient__in=copied, current__isnull=False).select_related("current__version"):
    assert intake.current.version.intake_id == intake.pk
    assert intake.current.assessed_on == timezone.localdate(intake.started_at)
    assert intake.started_at <= timezone.now()
    told = AuditEvent.objects.filter(record_type="intake", record_id=str(intake.pk), action="submit")
    assert abs(told.first().at - intake.submitted_at).total_seconds() < 60
client = Client(HTTP_HOST="localhost")
for name, pages in {
    "clinician": ["queue", "alerts", "follow-up", "referrals"],
    "front-desk": ["desk", "desk-referrals"],
    "clinical-lead": ["service-view"],
}.items():
    client.force_login(User.objects.get(username=name))
    for page in pages:
        assert client.get(reverse(page)).status_code == 200, page
client.force_login(User.objects.get(username="clinician"))
for intake in Intake.objects.filter(patient__in=copied, current__isnull=False)[:5]:
    assert client.get(reverse("person", args=[intake.patient_id])).status_code == 200
    assert client.get(reverse("review", args=[intake.pk])).status_code == 200
print("as it should be")
"""


@pytest.mark.exhaustive
def test_a_filled_database_is_whole_guarded_and_opens(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path / 'many.sqlite3'}"
    command = [sys.executable, "-m", "tests.benchmarks.population", "50", "--database", address, "--originals", "12"]
    filled = subprocess.run([*command, "--waiting", "6"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert filled.returncode == 0, filled.stderr
    given = os.environ | {"CLINIC_MODE": "test", "DATABASE_URL": address}
    looked = [sys.executable, "manage.py", "shell", "--no-imports", "-c", LOOK]
    seen = subprocess.run(looked, cwd=ROOT, env=given, capture_output=True, text=True, check=False)
    assert seen.stdout.endswith("as it should be\n"), seen.stderr
    again = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert again.returncode == 1
    assert "There are intakes already" in again.stderr
