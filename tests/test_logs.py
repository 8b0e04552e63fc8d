"""A clinic's logs: lines of JSON, of keys from a list, with no value that somebody typed."""

from __future__ import annotations

import json
import logging
import sqlite3
from typing import Any

import psycopg
import pytest
from django.db import OperationalError
from django.test import Client

from clinic_site import logs
from intake import request_context
from tests.factories import People


def line(record: logging.LogRecord) -> dict[str, Any]:
    text = logs.as_json().format(record)
    assert len(text.splitlines()) == 1
    assert text.isprintable()
    return dict(json.loads(text))


def record(
    message: str, *arguments: Any, name: str = "intake.x", error: BaseException | None = None, **extra: Any
) -> Any:
    told = (type(error), error, error.__traceback__) if error else None
    made = logging.LogRecord(name, logging.ERROR, "x.py", 1, message, arguments, told)
    made.__dict__.update(extra)
    return made


@pytest.mark.parametrize("name", ["intake.x", "django.request", "other"])
@pytest.mark.parametrize("typed", ['ada\r\n{"event": "forged"}', "\x1b[2J\x1b[1;31mada", "ada\u2028next", "\x9b31mada"])
def test_v16_4_1_line_breaks_and_terminal_codes_make_no_second_line(name: str, typed: str) -> None:
    """CR, LF and ANSI in a name are one line of JSON (ASVS V16.4.1)."""
    said = line(record(f"%s: %s {typed}", typed, typed, name=name))
    assert set(said) <= set(logs.KEYS)
    assert not [character for character in said["event"] if not character.isprintable()]


def test_v16_2_5_only_keys_of_the_list_are_told() -> None:
    """What else a record carries stays out (ASVS V16.2.5)."""
    said = line(record("seen", request="GET /?q=Lovelace", patient="Lovelace", status=200, user=7))
    assert said["status"] == 200
    assert "Lovelace" not in json.dumps(said)


def test_v16_2_5_of_others_only_the_pattern_is_told() -> None:
    """What a library fills into its sentence may have been typed (ASVS V16.2.5)."""
    assert line(record("Invalid HTTP_HOST header: %r.", "Lovelace", name="django.security"))["event"] == (
        "Invalid HTTP_HOST header: %r."
    )
    put_together = record("Invalid HTTP_HOST header: 'Lovelace'.", name="django.security.DisallowedHost")
    assert line(put_together)["event"] == "Refused: DisallowedHost"
    assert line(record("%s: %s", "Not Found", "/Lovelace", name="django.request"))["event"] == "Not Found"
    assert line(record("%s alerts", 3))["event"] == "3 alerts"


TYPED = "Lovelace"


def wrapped(cause: BaseException) -> BaseException:
    try:
        raise OperationalError(TYPED) from cause
    except OperationalError as error:
        return error


class Full(sqlite3.OperationalError):
    sqlite_errorname = "SQLITE_FULL"


class Unknown(sqlite3.IntegrityError):
    sqlite_errorname = "SQLITE_CONSTRAINT_UNIQUE"


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (Full("Lovelace"), "SQLITE_FULL: database or disk is full"),
        (Unknown("Lovelace"), "[SQLITE_CONSTRAINT_UNIQUE]"),
        (psycopg.errors.DiskFull("Lovelace"), "SQLSTATE 53100"),
        (psycopg.errors.UniqueViolation("Lovelace"), "SQLSTATE 23505"),
        (OSError(28, "Lovelace"), "ENOSPC"),
        (ValueError("Lovelace"), "builtins.ValueError, raised at"),
    ],
)
def test_v16_2_5_an_operator_is_told_the_code_and_nobody_the_value(error: Exception, code: str) -> None:
    """Frames, kinds and the database's own code; no message of an exception (ASVS V16.2.5)."""
    whole = wrapped(error)
    said = line(record("Not saved.", error=whole))
    plain = logs.WithoutValues().formatException((type(whole), whole, whole.__traceback__))
    assert code in said["exception"]
    assert code in plain
    assert "test_logs.py" in said["exception"]
    assert "Lovelace" not in json.dumps(said) + plain


def test_a_real_error_of_sqlite_has_its_name() -> None:
    with pytest.raises(sqlite3.OperationalError) as missing:
        sqlite3.connect(":memory:").execute("SELECT * FROM lovelace")
    assert logs.code_of(missing.value) == "SQLITE_ERROR"


# Each request ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def requests(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.INFO, logger="clinic_site.requests")
    return caplog


def test_each_request_has_a_line_and_an_id_of_its_own(people: People, requests: pytest.LogCaptureFixture) -> None:
    client = Client()
    client.force_login(people.front_desk)
    ids = [client.get("/desk/?q=Lovelace", HTTP_X_REQUEST_ID="Lovelace").headers["X-Request-ID"] for _ in range(2)]
    told = [found for found in requests.records if found.name == "clinic_site.requests"]
    assert len(set(ids)) == 2
    assert "Lovelace" not in "".join(ids) + "".join(json.dumps(line(found)) for found in told)
    said = line(told[0])
    assert (said["view"], said["method"], said["status"], said["user"]) == ("desk", "GET", 200, people.front_desk.pk)
    assert said["milliseconds"] >= 0
    assert request_context.request_id.get() == ""


def test_a_line_within_a_request_names_it(client: Client, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[str, str]] = []

    def look(**given: Any) -> list[str]:
        seen.append((line(record("x")).get("request_id", ""), request_context.address.get()))
        return []

    monkeypatch.setattr("intake.operation.readiness.faults", look)
    response = client.get("/readyz", REMOTE_ADDR="192.0.2.7")
    assert seen == [(response.headers["X-Request-ID"], "192.0.2.7")]


@pytest.mark.parametrize(
    ("behind", "forwarded", "address"),
    [
        (False, "198.51.100.4", "192.0.2.7"),
        (True, "198.51.100.4", "198.51.100.4"),
        (True, "forged, 198.51.100.4", "198.51.100.4"),
        (True, "Lovelace", ""),
        (True, "", "192.0.2.7"),
    ],
)
def test_the_address_is_that_which_the_proxy_wrote_last(
    behind: bool, forwarded: str, address: str, client: Client, db: None, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.BEHIND_TLS_PROXY = behind
    seen: list[str] = []
    monkeypatch.setattr(
        "intake.operation.readiness.faults", lambda **given: seen.append(request_context.address.get()) or []
    )
    client.get("/readyz", REMOTE_ADDR="192.0.2.7", HTTP_X_FORWARDED_FOR=forwarded)
    assert seen == [address]
