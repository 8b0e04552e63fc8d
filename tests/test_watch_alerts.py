"""``manage.py watch_alerts``: one mail when nobody acknowledged in time, and nothing of the person in it."""

from __future__ import annotations

import datetime
import re
import signal
import smtplib
import time
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core import mail
from django.core.mail import EmailMessage
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.utils import timezone

from intake.management import service
from intake.models import Alert, AuditEvent, ClinicProfile, Heartbeat, Intake, StaffSession
from intake.operation import jobs, watching
from tests import factories
from tests.factories import People
from tests.migrated import Migrated
from tests.test_settings import PRODUCTION, manage

SMTP = "django.core.mail.backends.smtp.EmailBackend"


@pytest.fixture(autouse=True)
def clinic(db: None) -> ClinicProfile:
    profile = ClinicProfile(alert_mail="duty@clinic.example\n\n Second@clinic.example ")
    profile.save()
    return profile


def draft(people: People, *, minutes_ago: float = 11) -> Intake:
    answers = {"phq.q9": 1, "asq.q5": False, "mh.plan": False, "mh.intent": False}
    with time_machine.travel(timezone.now() - datetime.timedelta(minutes=minutes_ago)):
        return factories.draft(people.front_desk, answers, family_name="Lovelace", given_name="Augusta")


def once() -> None:
    call_command("watch_alerts", "--once")


def refuse(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def send(self: EmailMessage, *args: Any, **options: Any) -> int:
        raise error

    monkeypatch.setattr(EmailMessage, "send", send)


def test_one_mail_tells_of_all_that_climbed_and_of_nobody(people: People) -> None:
    record_number = draft(people, minutes_ago=25).patient.record_number.lower()
    draft(people)
    draft(people, minutes_ago=9)
    once()
    [sent] = mail.outbox
    assert sent.subject == "2 safety alerts not acknowledged"
    assert sent.to == ["duty@clinic.example", "Second@clinic.example"]
    assert re.search(
        r"2 safety alerts have not .* The oldest has been open since \d\d:\d\d on \d+ \w+ \d{4}\.", sent.body
    )
    whole = str(sent.message()).lower()
    told = ["lovelace", "augusta", record_number, "rf17", "suicid", "item 9", "several", str(Intake.objects.first().pk)]  # type: ignore[union-attr]
    assert [word for word in told if word in whole] == []


def test_it_is_mailed_once(people: People) -> None:
    intake = draft(people)
    once()
    once()
    assert len(mail.outbox) == 1
    assert "It has been open since" in mail.outbox[0].body
    assert intake.alerts.get().mailed_at is not None
    row = AuditEvent.objects.get(action="mail")
    assert (row.actor, row.record_id) == (None, str(intake.alerts.get().pk))


@pytest.mark.parametrize("closed", ["acknowledged", "settled"])
def test_what_is_closed_is_not_mailed(closed: str, people: People) -> None:
    alerts = draft(people).alerts
    if closed == "settled":
        alerts.update(settled_at=timezone.now())
    else:
        alerts.update(acknowledged_at=timezone.now(), acknowledged_by=people.clinician, outcome="Spoke")
    once()
    assert mail.outbox == []


def test_clinical_leads_are_mailed_too_each_once(people: People) -> None:
    User.objects.filter(pk=people.clinical_lead.pk).update(email="lead@clinic.example")
    for name, email, active in (("second", "DUTY@clinic.example", True), ("gone", "gone@clinic.example", False)):
        somebody = factories.user(name, "Clinical lead")
        User.objects.filter(pk=somebody.pk).update(email=email, is_active=active)
    User.objects.filter(pk=people.clinician.pk).update(email="clinician@clinic.example")
    draft(people)
    once()
    assert sorted(address.casefold() for address in mail.outbox[0].to) == [
        "duty@clinic.example",
        "lead@clinic.example",
        "second@clinic.example",
    ]


@pytest.mark.parametrize(
    "error", [ConnectionRefusedError("10.0.0.1"), smtplib.SMTPException("for Lovelace"), TimeoutError()]
)
def test_a_mail_that_fails_is_tried_again(
    error: Exception, people: People, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    alert = draft(people).alerts.get()
    with monkeypatch.context() as broken:
        refuse(broken, error)
        with pytest.raises(CommandError, match="was not sent") as failed:
            once()
    assert failed.value.returncode == 1
    assert f"The mail about 1 safety alert was not sent: {type(error).__name__}." in caplog.text
    assert "Lovelace" not in caplog.text
    assert Alert.objects.get(pk=alert.pk).mailed_at is None
    assert Heartbeat.objects.get().at is None  # so that people are told after a while
    once()
    assert len(mail.outbox) == 1
    assert list(AuditEvent.objects.filter(record_type="alert").values_list("action", flat=True)) == ["mail"]


def test_stopped_while_sending_it_is_let_go(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    alert = draft(people).alerts.get()
    with monkeypatch.context() as stopped:
        refuse(stopped, KeyboardInterrupt())  # type: ignore[arg-type]
        with pytest.raises(KeyboardInterrupt):
            once()
    assert Alert.objects.get(pk=alert.pk).mailed_at is None
    once()
    assert len(mail.outbox) == 1


class Killed(BaseException):
    """Nothing runs after it."""


def killed(*args: Any, **given: Any) -> None:
    raise Killed


def test_killed_while_the_mail_server_hangs_it_is_sent_by_the_next(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the killed one held stays held, until its time is over."""
    draft(people)
    with monkeypatch.context() as broken:
        broken.setattr(EmailMessage, "send", killed)
        broken.setattr(jobs, "let_go", lambda **given: None)
        with pytest.raises(Killed):
            once()
    once()
    assert mail.outbox == []
    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=2, seconds=1)):
        once()
    assert len(mail.outbox) == 1


def test_killed_between_sending_and_marking_it_is_sent_again(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    alert = draft(people).alerts.get()
    with monkeypatch.context() as broken:
        broken.setattr(watching, "note_mailed", killed)
        with pytest.raises(Killed):
            once()
    assert len(mail.outbox) == 1
    assert Alert.objects.get(pk=alert.pk).mailed_at is None
    once()
    once()
    assert len(mail.outbox) == 2


@pytest.mark.parametrize("when", ["take_hold", "let_go"])
def test_the_database_away_while_claiming_loses_nothing(
    when: str, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(**given: Any) -> bool:
        raise OperationalError("no such host as lovelace")

    draft(people)
    with monkeypatch.context() as broken:
        broken.setattr(jobs, when, away)
        if when == "take_hold":
            with pytest.raises(CommandError, match="The database cannot be used"):
                once()
        else:
            once()
    Heartbeat.objects.update(held_until=timezone.now())
    once()
    assert len(mail.outbox) == 1


def test_of_two_watchers_one_mails(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second looks just after the first has taken hold, before its mail is out."""
    draft(people)
    send, looked = EmailMessage.send, []

    def send_while_another_looks(self: EmailMessage, *args: Any, **options: Any) -> int:
        if not looked:
            looked.append(True)
            once()
        return send(self, *args, **options)

    monkeypatch.setattr(EmailMessage, "send", send_while_another_looks)
    once()
    assert len(mail.outbox) == 1


def test_it_says_when_nobody_can_be_mailed(people: People, clinic: ClinicProfile) -> None:
    clinic.alert_mail = ""
    clinic.save()
    alert = draft(people).alerts.get()
    with pytest.raises(CommandError, match="Nobody can be mailed") as refused:
        once()
    assert refused.value.returncode == 2
    assert Alert.objects.get(pk=alert.pk).mailed_at is None


def test_it_says_when_no_mail_server_is_set(people: People, settings: Any) -> None:
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = SMTP, ""
    with pytest.raises(CommandError, match="EMAIL_HOST is not set") as refused:
        once()
    assert refused.value.returncode == 2


def test_a_clinic_without_a_mail_server_is_told_on_stderr(
    tmp_path: Path, django_db_setup: None, migrated: Migrated
) -> None:
    clinic = PRODUCTION | {"DATA_DIR": str(tmp_path)}
    migrated.copy_to(tmp_path / "clinic.sqlite3")
    assert manage("migrate", **clinic).returncode == 0
    done = manage("watch_alerts", "--once", **clinic)
    assert (done.returncode, done.stdout) == (2, "")
    assert "EMAIL_HOST is not set" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", ["watch_alerts", "run_jobs"])
def test_it_goes_on_watching_through_faults_until_it_is_stopped(
    command: str,
    people: People,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    draft(people)
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        if len(slept) == 3:
            raise KeyboardInterrupt

    load = ClinicProfile.load

    def load_at_second_try() -> ClinicProfile:
        if not slept:
            raise OperationalError("no such host as lovelace")
        return load()

    monkeypatch.setattr(time, "sleep", sleep)
    monkeypatch.setattr(ClinicProfile, "load", load_at_second_try)
    monkeypatch.setattr(service, "close_old_connections", lambda: None)  # this test's own is in a transaction
    monkeypatch.setattr(signal, "signal", lambda *given: None)
    call_command(command)
    assert slept == [service.SECONDS] * 3
    assert len(mail.outbox) == 1
    assert capsys.readouterr().err == "Stopped.\n"
    assert "The database did not answer (OperationalError). Trying again in 30 seconds." in caplog.text
    assert "lovelace" not in caplog.text


# The other jobs -------------------------------------------------------------------------------------------------------


@pytest.fixture
def only_rounds() -> jobs.Jobs:
    return jobs.Jobs()


def test_sessions_that_ended_are_cleared_and_others_stay(only_rounds: jobs.Jobs) -> None:
    for key, days in (("ended", -1), ("open", 1)):
        until = timezone.now() + datetime.timedelta(days=days)
        StaffSession.objects.create(session_key=key, session_data="", expire_date=until, last_used_at=timezone.now())
    assert only_rounds.round()
    assert [session.session_key for session in StaffSession.objects.all()] == ["open"]


def test_a_chore_that_fails_keeps_nothing_else_from_being_done(
    people: People, only_rounds: jobs.Jobs, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    done: list[str] = []

    def fail() -> None:
        raise ValueError("of Lovelace")

    monkeypatch.setattr(jobs, "CHORES", (("fail", fail, 10), ("do", lambda: done.append("done"), 3600)))
    draft(people)
    assert [only_rounds.round(), only_rounds.round()] == [True, True]
    assert done == ["done"]  # not again before its time
    assert [record.getMessage() for record in caplog.records] == ["Not done: fail."] * 2
    assert len(mail.outbox) == 1


def test_a_clinic_without_mail_has_the_rest_done_and_is_told_once(
    only_rounds: jobs.Jobs, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = SMTP, ""
    assert [only_rounds.round(), only_rounds.round()] == [True, True]
    assert Heartbeat.objects.get().at is not None
    assert [record.getMessage() for record in caplog.records] == [
        "EMAIL_HOST is not set, so that nobody can be mailed. Alerts are told on screen only."
    ]
