"""Whether the site is alive and can serve, which something asks every few seconds; and what its operator is told."""

from __future__ import annotations

import datetime
import json
import logging
import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import time_machine
from django.db import OperationalError, connection, transaction
from django.test import Client, override_settings
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from intake.actions.audit import record_event
from intake.database import triggers
from intake.management.audit_anchor import anchor
from intake.models import ClinicProfile, Heartbeat
from intake.operation import readiness
from intake.views.account import health
from tests.factories import People

GUARD = "guard_intake_signature_update_kept"
HERE = {"HTTP_HOST": "127.0.0.1:8000", "REMOTE_ADDR": "127.0.0.1"}
CLINIC = override_settings(
    ALLOWED_HOSTS=["intake.clinic.example"], SECURE_SSL_REDIRECT=True, BEHIND_TLS_PROXY=True, JOBS_EXPECTED=True
)


class Disk(NamedTuple):
    total: int
    used: int
    free: int


@pytest.fixture
def clinic() -> Iterator[None]:
    with CLINIC:
        yield


@pytest.mark.parametrize("address", ["/health/", "/readyz"])
def test_ready_with_four_queries_and_no_row_the_more(
    address: str, client: Client, db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    assert client.get(address, **HERE).content == b"ok"
    before, rows = Heartbeat.objects.get().at, Heartbeat.objects.count()
    with django_assert_num_queries(6):  # four, and a savepoint around the one that writes
        response = client.get(address, **HERE)
    assert (response.status_code, response.content) == (200, b"ok")
    assert Heartbeat.objects.count() == rows
    after = Heartbeat.objects.get().at
    assert before is not None
    assert after is not None
    assert after > before


def test_alive_asks_no_database(client: Client) -> None:
    assert client.get("/healthz").content == b"ok"


def no_guard(monkeypatch: pytest.MonkeyPatch) -> str:
    triggers.take_down(connection, [GUARD])
    return GUARD


def no_database(monkeypatch: pytest.MonkeyPatch) -> str:
    def away(*args: object) -> None:
        raise OperationalError("no such host as lovelace")

    monkeypatch.setattr(triggers, "missing", away)
    return "The database cannot be used (OperationalError)."


def read_only(monkeypatch: pytest.MonkeyPatch) -> str:
    def refused(**given: object) -> None:
        raise OperationalError("attempt to write a readonly database")

    monkeypatch.setattr(readiness, "beat", refused)
    return "The database cannot be used (OperationalError)."


def full_disk(monkeypatch: pytest.MonkeyPatch) -> str:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL looks after its own disk")
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: Disk(10**9, 10**9, 10**6))
    return "The disk of the database is nearly full"


def not_migrated(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(readiness, "_on_disk", lambda: (("intake", "0001_initial"), ("intake", "9999_next")))
    return "1 migrations are left"


@pytest.mark.parametrize("wrong", [no_guard, no_database, read_only, full_disk, not_migrated])
def test_unavailable_and_only_the_log_says_why(
    wrong: Callable[[pytest.MonkeyPatch], str],
    client: Client,
    db: None,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    with monkeypatch.context() as broken, transaction.atomic(), caplog.at_level(logging.ERROR):
        said = wrong(broken)
        response = client.get("/readyz", **HERE)
        triggers.put_up(connection)
    assert (response.status_code, response.content) == (503, b"unavailable")
    assert said in caplog.text
    assert "lovelace" not in "".join(record.getMessage() for record in caplog.records)
    assert client.get("/readyz", **HERE).status_code == 200


@pytest.mark.parametrize("address", ["/health/", "/readyz"])
def test_for_anybody_else_nothing_is_written_and_the_answer_is_remembered_for_seconds(
    address: str, db: None, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """Whoever asks without end costs a look in five seconds."""
    with django_assert_num_queries(3):
        assert Client().get(address).content == b"ok"
    with django_assert_num_queries(0):
        assert Client().get(address).content == b"ok"
    assert not Heartbeat.objects.exists()
    triggers.take_down(connection, [GUARD])
    health.remembered["at"] -= health.REMEMBERED_SECONDS + 1
    assert Client().get(address).status_code == 503
    assert Client().get(address, **HERE).status_code == 503


# Who asks -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["/healthz", "/readyz", "/health/"])
@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost", "[::1]:8000"])
def test_the_machine_itself_asks_by_address_over_plain_http(
    address: str, host: str, clinic: None, db: None, client: Client
) -> None:
    assert client.get(address, HTTP_HOST=host, REMOTE_ADDR="127.0.0.1").content == b"ok"


@pytest.mark.parametrize("address", ["/healthz", "/readyz", "/health/", "/status"])
@pytest.mark.parametrize(
    "other",
    [
        {"REMOTE_ADDR": "192.0.2.7"},
        {"HTTP_X_FORWARDED_FOR": "192.0.2.7"},
        {"HTTP_X_FORWARDED_PROTO": "http"},
        {"HTTP_HOST": "another.clinic.example"},
    ],
    ids=["from elsewhere", "through a proxy", "through a proxy's plain http", "by a name"],
)
def test_anybody_else_is_led_to_https_or_refused(address: str, other: dict[str, Any], clinic: None, db: None) -> None:
    """A host that is not the clinic's is refused before anything else is said."""
    assert Client().get(address, **(HERE | other)).status_code in (301, 400, 403)


def test_another_page_is_no_probe(clinic: None, db: None) -> None:
    assert Client().get("/sign-in/", **HERE).status_code != 200
    assert Client().post("/readyz", **HERE).status_code != 200


# What the operator is told --------------------------------------------------------------------------------------------


def told(client: Client) -> dict[str, Any]:
    return dict(json.loads(client.get("/status", **HERE).content))


@pytest.fixture
def stamp(tmp_path: Path, settings: Any) -> Path:
    settings.BACKUP_STAMP = tmp_path / "backup-stamp.json"
    return tmp_path / "backup-stamp.json"


def write(stamp: Path, *, hours_ago: float = 1, verified: bool = True) -> None:
    at = timezone.now() - datetime.timedelta(hours=hours_ago)
    stamp.write_text(json.dumps({"at": at.isoformat(), "file": "clinic.age", "verified": verified}))


def test_status_of_a_site_that_is_well(client: Client, clinic: None, db: None, stamp: Path) -> None:
    write(stamp)
    ClinicProfile(alert_mail="duty@clinic.example").save()
    Heartbeat.objects.create(name="jobs", at=timezone.now() - datetime.timedelta(seconds=20))
    status = told(client)
    assert [each for each in status["wrong"] if "database_accounts" not in each] == []  # PostgreSQL's owner runs tests
    assert (status["backup"]["hours_ago"], status["jobs"]["seconds_ago"]) == (1.0, 20)
    assert client.get("/status", **HERE).status_code == (503 if status["wrong"] else 200)


@pytest.mark.parametrize(
    ("backup", "said"),
    [
        (None, "No backup has been made here"),
        ({"hours_ago": 27}, "The last backup is 27.0 hours old."),
        ({"verified": False}, "The last backup was not found whole, or not opened."),
    ],
)
def test_status_tells_of_the_backup(
    backup: dict[str, Any] | None, said: str, client: Client, clinic: None, db: None, stamp: Path
) -> None:
    if backup is not None:
        write(stamp, **backup)
    assert [each for each in told(client)["wrong"] if said in each]
    assert client.get("/status", **HERE).status_code == 503


def test_a_stamp_that_cannot_be_read_is_none(client: Client, clinic: None, db: None, stamp: Path) -> None:
    stamp.write_text("[")
    assert told(client)["backup"] == {}


@pytest.mark.parametrize("minutes", [None, 4])
def test_status_tells_that_the_jobs_are_silent(minutes: int | None, client: Client, clinic: None, db: None) -> None:
    if minutes:
        Heartbeat.objects.create(name="jobs", at=timezone.now() - datetime.timedelta(minutes=minutes))
    ClinicProfile(alert_mail="duty@clinic.example").save()
    assert [each for each in told(client)["wrong"] if "nobody is mailed about alerts" in each]


def test_status_tells_that_audit_events_wait_to_be_noted_elsewhere(
    client: Client, clinic: None, db: None, tmp_path: Path, settings: Any
) -> None:
    """As where systemd lets the jobs write no other folder. Nothing new to note is no fault, however old the file."""
    settings.AUDIT_ANCHOR = file = tmp_path / "anchor.txt"

    def wrong() -> list[str]:
        return [each for each in told(client)["wrong"] if "AUDIT_ANCHOR" in each]

    assert wrong() == []
    with time_machine.travel(timezone.now() - datetime.timedelta(hours=3), tick=False) as clock:
        record_event(actor=None, action="a", record_type="x", record_id="1")
        assert wrong() == []
        clock.shift(datetime.timedelta(minutes=16))
        assert wrong()
    anchor()
    os.utime(file, (time.time() - 2 * 3600,) * 2)
    assert wrong() == []
    assert told(client)["anchor"]["hours_ago"] == 2.0
    with time_machine.travel(timezone.now() - datetime.timedelta(hours=1), tick=False):
        record_event(actor=None, action="a", record_type="x", record_id="2")
    assert wrong()


def test_status_is_for_administrators_and_the_machine_itself(people: People, client: Client) -> None:
    assert client.get("/status").status_code == 302
    client.force_login(people.clinician)
    assert client.get("/status").status_code == 403
    client.force_login(people.administrator)
    assert "wrong" in client.get("/status").json()
