"""/health/, which something asks every few seconds: "ok", or that it is not, and nothing of why."""

from __future__ import annotations

import logging

import pytest
from django.db import OperationalError, connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from intake.database import triggers

GUARD = "guard_intake_signature_update_kept"


def test_ok_with_two_queries(client: Client, db: None, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(2):
        response = client.get("/health/")
    assert (response.status_code, response.content) == (200, b"ok")


def test_unavailable_while_a_guard_is_missing(client: Client, db: None, caplog: pytest.LogCaptureFixture) -> None:
    triggers.take_down(connection, [GUARD])
    with caplog.at_level(logging.ERROR):
        response = client.get("/health/")
    assert (response.status_code, response.content) == (503, b"unavailable")
    assert GUARD in caplog.text
    triggers.put_up(connection)
    assert client.get("/health/").status_code == 200


def test_unavailable_while_the_database_does_not_answer(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*args: object) -> None:
        raise OperationalError

    monkeypatch.setattr(triggers, "missing", away)
    response = client.get("/health/")
    assert (response.status_code, response.content) == (503, b"unavailable")
