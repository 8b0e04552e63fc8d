"""Where the database is locked, full, read-only or away: one page, nothing half done, nothing typed is lost."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client, RequestFactory

from clinic_site.errors import server_error
from intake.models import AuditEvent, Intake
from tests import factories
from tests.factories import PASSWORD, People
from tests.views.at_the_desk import address, entered
from tests.views.browser import form_with

pytestmark = pytest.mark.usefixtures("transactional_db")
WORDS = 'Pain "since" <Friday> & the fall' + 900 * "é"
"""More than what is left of any page of the database, so that a full one cannot take it."""


@contextmanager
def locked() -> Iterator[None]:
    """Somebody else writes, and does not end. As long as the site waits: a moment here, so that the test is quick."""
    other = connection.copy("other")
    patience = "PRAGMA busy_timeout = 200" if connection.vendor == "sqlite" else "SET lock_timeout = 200"
    with connection.cursor() as cursor:
        cursor.execute(patience)
    with other.cursor() as cursor:
        cursor.execute("BEGIN IMMEDIATE" if connection.vendor == "sqlite" else "BEGIN")
        if connection.vendor == "postgresql":
            cursor.execute("LOCK TABLE intake_intake, django_session IN EXCLUSIVE MODE")
    try:
        yield
    finally:
        other.close()
        connection.close()


@contextmanager
def said(on: str) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute(on)
    try:
        yield
    finally:
        connection.close()


@contextmanager
def full() -> Iterator[None]:
    """On PostgreSQL the answer is the same kind of error: see tests/trials."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA page_count")
        pages = cursor.fetchone()[0]
    with said(f"PRAGMA max_page_count = {pages}"):
        yield


def read_only() -> Any:
    return said("PRAGMA query_only = ON" if connection.vendor == "sqlite" else "SET default_transaction_read_only = on")


@contextmanager
def away() -> Iterator[None]:
    """Restarted, say: every attempt to reach it fails."""
    with pytest.MonkeyPatch.context() as patch:

        def refuse(*args: Any) -> None:
            raise OperationalError("connection refused: no patient data here")

        connection.close()
        patch.setattr(connection, "connect", refuse)
        yield


FAULTS = {"locked": locked, "read-only": read_only, "away": away} | (
    {"full": full} if connection.vendor == "sqlite" else {}
)


@pytest.mark.parametrize("fault", FAULTS)
def test_what_was_typed_is_in_the_page_and_is_saved_once_it_is_sent_again(fault: str, people: People) -> None:
    intake = factories.draft(people.front_desk, {})
    desk = Client(raise_request_exception=False)
    desk.force_login(people.front_desk)
    page = address(intake, "medicines")
    typed = form_with(desk.get(page), "revision") | entered("hx.investigations", WORDS)
    before = Intake.objects.values().get(), AuditEvent.objects.count()
    with FAULTS[fault]():
        began = time.monotonic()
        answer = desk.post(page, typed)
        took = time.monotonic() - began
        health = desk.get("/health/")
    assert (answer.status_code, answer["Cache-Control"], answer["Retry-After"]) == (503, "no-store", "10")
    assert took < 10
    assert (Intake.objects.values().get(), AuditEvent.objects.count()) == before
    content = answer.content.decode()
    assert "Not saved yet" in content
    assert WORDS in unescape(content)
    assert "<Friday>" not in content
    assert "no patient data here" not in content
    again = form_with(answer, "revision")
    assert {name: values for name, values in typed.items() if values} == again
    assert desk.post(page, again).status_code == 302
    assert Intake.objects.get().answers["hx.investigations"].startswith(WORDS)
    if fault == "away":
        assert health.status_code == 503


def test_a_page_that_is_only_opened_says_that_nothing_was_changed(people: People) -> None:
    desk = Client(raise_request_exception=False)
    desk.force_login(people.front_desk)
    with away():
        answer = desk.get("/desk/")
    assert answer.status_code == 503
    assert "Nothing was changed" in answer.content.decode()
    assert "<form" not in answer.content.decode()


def test_a_password_is_typed_anew(people: People) -> None:
    client = Client(raise_request_exception=False)
    with away():
        answer = client.post("/sign-in/", {"username": "front-desk", "password": PASSWORD})
    content = answer.content.decode()
    assert answer.status_code == 503
    assert PASSWORD not in content
    assert '<input class="form-control" type="password"' in content
    assert client.post("/sign-in/", form_with(answer, "username") | {"password": PASSWORD}).status_code == 302


def test_any_other_fault_gets_the_page_for_the_unforeseen(rf: RequestFactory) -> None:
    try:
        raise RuntimeError
    except RuntimeError:
        answer = server_error(rf.post("/", {"a": "b"}))
    assert (answer.status_code, b"Something went wrong" in answer.content) == (500, True)
