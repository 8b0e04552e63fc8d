"""Clinicians are told on every page that nobody is mailed about alerts any more; a clinic without mail is not."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from intake.models import Heartbeat
from intake.views.alerts import alert_list
from tests import factories
from tests.factories import People
from tests.views.pages import words

SILENT = "Nobody is mailed about alerts at the moment"
SMTP = "django.core.mail.backends.smtp.EmailBackend"


def beat(*, minutes_ago: float) -> None:
    Heartbeat.objects.create(name="jobs", at=timezone.now() - datetime.timedelta(minutes=minutes_ago))


@pytest.fixture(autouse=True)
def _clinic(settings: Any) -> None:
    settings.JOBS_EXPECTED = True


@pytest.mark.parametrize(("minutes", "told"), [(2, False), (3.1, True)])
@pytest.mark.parametrize("address", ["/alerts/", "/rules/", "/alerts/count/"])
def test_after_three_minutes_every_page_of_a_clinician_says_so(
    address: str, minutes: float, told: bool, client: Client, people: People
) -> None:
    beat(minutes_ago=minutes)
    client.force_login(people.clinician)
    response = client.get(address)
    assert response.status_code == 200
    assert (SILENT in words(response)) is told
    assert ("has been silent since" in words(response)) is told


def test_the_front_desk_is_not_told(client: Client, people: People) -> None:
    beat(minutes_ago=10)
    client.force_login(people.front_desk)
    assert SILENT not in words(client.get("/desk/"))


def test_a_clinic_with_mail_that_never_ran_it_is_told(client: Client, people: People) -> None:
    client.force_login(people.clinical_lead)
    assert f"{SILENT}: the program that does it does not run" in words(client.get("/alerts/"))


def test_a_clinic_without_mail_is_told_once_and_quietly(client: Client, people: People, settings: Any) -> None:
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = SMTP, ""
    client.force_login(people.clinician)
    assert SILENT not in words(client.get("/alerts/"))
    assert "alerts are told on screen only" in words(client.get("/alerts/"))
    assert "alerts are told on screen only" not in words(client.get("/rules/"))


def test_the_demo_is_quiet(client: Client, people: People, settings: Any) -> None:
    settings.JOBS_EXPECTED = False
    beat(minutes_ago=10)
    client.force_login(people.clinician)
    assert SILENT not in words(client.get("/alerts/"))


@pytest.mark.parametrize("alerts", [0, 2])
def test_it_costs_no_query_and_is_not_counted_as_an_alert(
    alerts: int, people: People, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(alerts):
        factories.draft(people.front_desk, {"phq.q9": 1, "asq.q5": False, "mh.plan": False, "mh.intent": False})
    beat(minutes_ago=10)
    with django_assert_num_queries(1):
        counted = alert_list.count(frozenset(["Clinician"]))
    assert (counted["number"], counted["silent"]) == (alerts, True)
