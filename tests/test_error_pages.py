"""The pages of faults say nothing of anybody, and where the database is away, hold what was typed."""

from __future__ import annotations

import html
import logging
import re
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import Http404
from django.test import Client

from clinic_site import logs
from tests.factories import People

CANARY = "Lovelace-canary"


def fail(error: Exception) -> Any:
    def failing(*args: Any, typed: str = CANARY, **kwargs: Any) -> Any:
        """With a value that pages for developers would show."""
        raise error

    return failing


@pytest.fixture
def desk(people: People) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(people.front_desk)
    return client


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (SuspiciousOperation(CANARY), 400),
        (PermissionDenied(CANARY), 403),
        (Http404(CANARY), 404),
        (ValueError(CANARY), 500),
        (OperationalError(CANARY), 503),
    ],
)
def test_v16_5_1_no_error_page_holds_a_value_a_frame_or_a_setting(
    error: Exception, status: int, desk: Client, people: People, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    """400, 403, 404, 500 and 503 with DEBUG off (ASVS V16.5.1)."""
    assert not settings.DEBUG
    monkeypatch.setattr("intake.views.access.roles_of", fail(error))
    response = desk.get(f"/desk/?q={CANARY}")
    assert response.status_code == status
    page = response.content.decode()
    for told in (CANARY, "Traceback", "OperationalError", "SECRET_KEY", "sqlite", "postgres", "site-packages"):
        assert told not in page


FIELDS = {"family_name": "Łovelace <b>", "notes": "one\r\ntwo", "token": "3f", "many": ["a", "b"]}


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_what_was_typed_is_kept_and_can_be_sent_again(
    error: type[Exception], desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("intake.views.access.roles_of", fail(error("database is locked")))
    response = desk.post("/patients/new/", FIELDS)
    assert (response.status_code, response.headers["Retry-After"]) == (503, "10")
    page = response.content.decode()
    assert "What you sent is kept in this page" in page
    kept = [
        (name, html.unescape(value)) for name, value in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page)
    ]
    sent = [(name, each) for name, value in FIELDS.items() for each in (value if isinstance(value, list) else [value])]
    assert [pair for pair in kept if pair[0] != "csrfmiddlewaretoken"] == sent


def test_a_password_is_not_in_the_page_and_is_asked_for_again(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("intake.views.access.roles_of", fail(OperationalError()))
    page = desk.post("/patients/new/", {"words": "kept", "password": CANARY, "otp_token": CANARY}).content.decode()
    assert CANARY not in page
    assert re.findall(r'type="password"[^>]* name="(\w+)"', page) == ["password", "otp_token"]


def test_a_page_that_was_only_read_offers_nothing_to_send(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("intake.views.access.roles_of", fail(OperationalError()))
    page = desk.get("/desk/").content.decode()
    assert "Nothing was changed" in page
    assert "<form" not in page


def test_the_page_asks_the_database_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """No database is allowed to this test: not for who is signed in, nor for the frame of the page."""

    def away(*args: Any) -> Any:
        raise OperationalError

    monkeypatch.setattr("django.contrib.auth.middleware.get_user", away)
    client = Client(raise_request_exception=False)
    client.cookies["sessionid"] = "x"
    monkeypatch.setattr("django.contrib.sessions.backends.db.SessionStore.load", away)
    assert client.post("/patients/new/", {"family_name": "x"}).status_code == 503


def test_v16_2_5_what_was_typed_is_in_no_line_of_the_log(
    people: People, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page that is sent, one that fails, one that is not there, a host that is not ours (ASVS V16.2.5)."""
    caplog.set_level(logging.INFO)
    caplog.set_level(logging.INFO, logger="clinic_site.requests")
    client = Client(raise_request_exception=False)
    client.force_login(people.front_desk)
    typed = {"family_name": CANARY, "given_name": CANARY, "record_number": CANARY, "notes": CANARY}
    client.post("/patients/new/", typed)
    client.get(f"/desk/?q={CANARY}")
    client.get(f"/{CANARY}/", HTTP_USER_AGENT=CANARY, HTTP_REFERER=f"https://x/{CANARY}")
    client.get("/desk/", HTTP_HOST=f"{CANARY}.example")
    client.post("/sign-in/", {"username": CANARY, "password": CANARY})
    monkeypatch.setattr("intake.views.access.roles_of", fail(OperationalError(CANARY)))
    client.post("/patients/new/", typed)
    lines = [logs.as_json().format(record) for record in caplog.records]
    assert len(lines) > 6
    assert [line for line in lines if CANARY in line] == []
