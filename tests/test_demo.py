"""The demo: invented people for every situation, one sign-in for each role, and never in a clinic's own database."""

from __future__ import annotations

import io
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from intake.clinical.rules.patterns import PATTERNS
from intake.management.demo_over_time import VISITS
from intake.management.demo_people import PEOPLE
from intake.management.demo_referrals import REFERRED
from intake.models import (
    Assessment,
    AuditEvent,
    Document,
    FollowUp,
    Intake,
    Patient,
    QueueEntry,
    Referral,
    ReferralDocument,
    Service,
)
from intake.roles import ROLES
from intake.stored.assessments import findings
from tests import factories
from tests.stored_once import stored_once
from tests.test_settings import PRODUCTION, manage


@pytest.fixture(scope="module")
def printed_once(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The demo is made once: it takes some seconds."""
    said = io.StringIO()
    with stored_once(django_db_blocker):
        call_command("demo", "--no-serve", stdout=said)
        yield said.getvalue()


@pytest.fixture
def printed(printed_once: str, db: None) -> str:
    """What it prints the first time."""
    return printed_once


def everything_stored() -> dict[str, list[Any]]:
    models = [*apps.get_app_config("intake").get_models(), User, Group]
    return {model.__name__: list(model._default_manager.order_by("pk").values()) for model in models}


def assessments() -> list[Assessment]:
    return list(Assessment.objects.all())


def test_it_prints_a_sign_in_for_each_role_that_works(printed: str) -> None:
    sign_ins = re.findall(r"(.+?)\s+user name\s+(\S+)\s+password\s+(\S+)", printed)
    assert [role.strip() for role, _, _ in sign_ins] == list(ROLES)
    first_pages = []
    for _, username, password in sign_ins:
        client = Client()
        home = client.post("/sign-in/", {"username": username, "password": password}, follow=True)
        assert home.status_code == 200
        first_pages.append(home.redirect_chain[-1][0])
    assert first_pages == ["/desk/", "/queue/", "/alerts/", "/admin/", "/privacy/"]


def test_it_says_that_everybody_is_invented(printed: str) -> None:
    assert f"The demo holds {Patient.objects.count()} people, all invented." in printed
    assert "http://" not in printed


def test_a_second_time_it_keeps_what_is_there(printed: str, capsys: pytest.CaptureFixture[str]) -> None:
    Patient.objects.filter(record_number="DEMO-001").update(phone="0123")
    factories.patient(User.objects.get(username="desk"), record_number="ADDED")
    before = everything_stored()
    call_command("demo", "--no-serve")
    assert everything_stored() == before
    assert "password" in capsys.readouterr().out


def test_every_situation_has_its_person(printed: str) -> None:
    made = assessments()
    assert Patient.objects.count() >= 12
    assert {row.tier for row in made} == {0, 1, 2, 3, 4}
    assert {row.combined_level for row in made} >= {"C0", "C1", "C2", "C3", "C4"}
    assert {row.scope for row in made} >= {"adult", "minor"}
    assert {row.mood_screen for row in made} >= {"complete", "partial", "declined"}
    assert Intake.objects.filter(state="draft").exists()
    assert Intake.objects.filter(call="emergency").exists()
    assert Intake.objects.filter(call="safety").exists()


def test_every_pattern_has_somebody_who_shows_it(printed: str) -> None:
    shown = {
        pattern.id
        for row in assessments()
        for pattern in findings(row).patterns or ()
        if pattern.category in ("some", "several")
    }
    assert shown == {pattern.id for pattern in PATTERNS}


def test_everybody_is_as_old_as_told(printed: str) -> None:
    told = {(person.family_name, person.given_name): person.age for person in PEOPLE}
    assert len(told) == len(PEOPLE)
    known = {(patient.family_name, patient.given_name): patient.age for patient in Patient.objects.all()}
    assert told.items() <= known.items()


def test_they_have_waited_for_different_times(printed: str) -> None:
    times = Intake.objects.filter(submitted_at__isnull=False).values_list("submitted_at", flat=True)
    assert len(set(times)) == len(PEOPLE) + len(VISITS) + len(REFERRED)
    assert set(QueueEntry.objects.values_list("since", flat=True)) == set(times)


def test_it_goes_through_the_actions_like_everybody(printed: str) -> None:
    assert AuditEvent.objects.filter(action="submit").count() == len(PEOPLE) + len(VISITS) + len(REFERRED)


def test_one_person_came_often_and_is_followed_up(printed: str) -> None:
    often = Patient.objects.get(family_name="Lindqvist")
    states = list(often.intakes.order_by("submitted_at").values_list("state", flat=True))
    assert states == ["signed", "signed", "signed", "submitted"]
    assert Document.objects.filter(intake__patient=often).count() == 3
    agreed = FollowUp.objects.filter(patient=often)
    assert agreed.filter(state="open", due_by__gte=timezone.localdate()).exists()
    assert agreed.filter(state="settled", step="F01").exists()  # by the PHQ-9 and PEG of a later visit


def test_referrals_stand_in_several_states(printed: str) -> None:
    states = {referral.service.kind: referral.state for referral in Referral.objects.select_related("service")}
    assert states == {
        "Vascular surgery": "sent",
        "Physiotherapy": "report_back",
        "Podiatry": "not_attended",
        "Community mental health": "declined",
        "Crisis team": "closed",
    }
    overdue = Referral.objects.filter(due_at__lt=timezone.now(), state="sent")
    assert [referral.service.kind for referral in overdue] == ["Vascular surgery"]
    assert Service.objects.count() == 8
    assert {referral.intake.state for referral in Referral.objects.all()} == {"signed"}  # none of them waits
    assert {referral.patient.family_name for referral in Referral.objects.all()} == {
        person.family_name for person in REFERRED
    }
    for document in ReferralDocument.objects.all():
        assert bytes(document.pdf).startswith(b"%PDF")
    told = Referral.objects.get(state="not_attended").events.values_list("kind", "happened_at")
    assert [kind for kind, _ in told] == ["signed", "changed", "skipped", "skipped", "changed", "changed", "contact"]
    assert [at for _, at in told] == sorted(at for _, at in told)


def test_from_an_empty_folder_it_makes_its_own_database(tmp_path: Path) -> None:
    done = manage("demo", "--no-serve", DATA_DIR=str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert "user name" in done.stdout
    assert (tmp_path / "demo.sqlite3").exists()
    again = manage("demo", "--no-serve", DATA_DIR=str(tmp_path))
    assert (again.returncode, again.stdout) == (0, done.stdout)


@pytest.mark.exhaustive
def test_a_demo_that_lacks_a_guard_is_mended(tmp_path: Path) -> None:
    """As one made by an earlier release, which had other guards."""
    assert manage("demo", "--no-serve", DATA_DIR=str(tmp_path)).returncode == 0
    with closing(sqlite3.connect(tmp_path / "demo.sqlite3")) as database:
        guard = "guard_intake_signature_update_kept"
        database.execute(f"DROP TRIGGER {guard}")
        again = manage("demo", "--no-serve", DATA_DIR=str(tmp_path))
        assert (again.returncode, again.stderr) == (0, "")
        assert database.execute("SELECT 1 FROM sqlite_master WHERE name = ?", [guard]).fetchone()


def test_v6_3_2_it_stays_out_of_a_clinics_own_database(tmp_path: Path) -> None:
    done = manage("demo", "--no-serve", **(PRODUCTION | {"DATA_DIR": str(tmp_path)}))
    assert done.returncode == 2
    assert "CLINIC_MODE is production" in done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []
