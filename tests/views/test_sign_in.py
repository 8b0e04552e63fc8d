"""Guessing a password, by whichever way in: slowly, without learning who has an account, and never unnoticed."""

from __future__ import annotations

import logging
import re
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clinic_site.logs import WithoutValues
from intake.actions import throttle
from intake.actions.throttle import LIMITS, Limit, account_mark
from intake.models import AuditEvent
from tests import factories
from tests.factories import PASSWORD, People
from tests.hashing import hashes_since_last_asked
from tests.views.pages import words

AT_ONCE = LIMITS["account"].at_once
WRONG = "wrong"
TOO_MANY = "There were too many tries. Please wait"


@pytest.fixture
def counting(settings: Any, people: People) -> Callable[[], int]:
    settings.PASSWORD_HASHERS = ["tests.hashing.Counting"]
    for each in (people.front_desk, people.clinician):
        each.set_password(PASSWORD)
        each.save()
    return hashes_since_last_asked


def guess(username: str = "front-desk", password: str = WRONG) -> Any:
    return Client().post("/sign-in/", {"username": username, "password": password, "next": ""})


def without_tokens(response: Any) -> str:
    return re.sub(r'(value|nonce)="[\w-]{20,}"', "", response.content.decode())


# How often


def test_one_guess_too_many_is_told_to_wait_and_keeps_the_name(people: People, counting: Callable[[], int]) -> None:
    """429, with the seconds to wait, before any password is looked at (ASVS V2.4.1, V6.3.1)."""
    assert [guess().status_code for _ in range(AT_ONCE)] == [200] * AT_ONCE
    counting()
    late = guess(password=PASSWORD)
    assert counting() == 0
    assert late.status_code == 429
    assert 0 < int(late.headers["Retry-After"]) <= 60
    assert TOO_MANY in words(late)
    assert 'value="front-desk"' in late.content.decode()
    assert guess("clinician", PASSWORD).status_code == 302


def test_of_forty_guesses_at_once_ten_are_looked_at(
    transactional_db: None, people: People, counting: Callable[[], int]
) -> None:
    """A token is spent before the hash (ASVS V6.3.1)."""
    counting()

    def one(number: int) -> int:
        try:
            return int(guess(password=f"guess number {number}").status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(one, range(40)))
    assert (statuses.count(200), statuses.count(429)) == (AT_ONCE, 40 - AT_ONCE)
    assert counting() == AT_ONCE


def test_every_way_in_spends_of_the_same_tokens(people: People) -> None:
    """The sign-in and the sign-in again; and for whoever is signed in, that one, the screen taken back, a signature, a
    void and a new password (ASVS V6.3.1)."""
    desk, doctor = Client(), Client()
    desk.force_login(people.front_desk)
    doctor.force_login(people.clinician)
    draft = factories.draft(people.front_desk, {})
    for _ in range(AT_ONCE):
        guess("clinician")
        desk.post("/confirm/", {"confirming-password": WRONG})
        doctor.post("/confirm/", {"confirming-password": WRONG})
    desk.post(reverse("hand-over", args=[draft.pk]))
    for client in (Client(), doctor):
        again = client.post("/sign-in-again/", {"username": "clinician", "password": PASSWORD})
        assert again.status_code == 429
    back = desk.post(reverse("take-back", args=[draft.pk]), {"password": PASSWORD})
    assert (back.status_code, TOO_MANY in words(back)) == (429, True)
    changed = doctor.post("/password/", {"old_password": PASSWORD, "new_password1": "x", "new_password2": "x"})
    assert changed.status_code == 429
    done = factories.signed(people)
    void = {"kind": "wrong_patient", "reason": "Not hers", "confirmed": "on", "role": "GP", "password": PASSWORD}
    asked = doctor.post(reverse("review-void", args=[done.pk]), void)
    assert (asked.status_code, "Not hers" in asked.content.decode()) == (429, True)
    assert "Retry-After" in asked.headers


def test_v6_3_1_a_stranger_who_guesses_stops_nobody_who_is_signed_in(people: People) -> None:
    """They unlock, sign and change their password as before; the stranger's own guesses go on waiting (ASVS V6.3.1)."""
    doctor = Client()
    doctor.force_login(people.clinician)
    for _ in range(AT_ONCE):
        guess("clinician")
    assert doctor.post("/confirm/", {"confirming-password": PASSWORD, "next": "/queue/"}).status_code == 302
    again = doctor.post("/sign-in-again/", {"username": "clinician", "password": PASSWORD})
    assert again.status_code == 200
    assert guess("clinician", PASSWORD).status_code == 429
    new = "another long enough one"
    changed = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert doctor.post("/password/", changed).status_code == 302


def test_v6_3_1_the_decision_on_the_rules_spends_of_them_too(people: People) -> None:
    """At a screen that somebody left open, the password could be found out there without end (ASVS V6.3.1)."""
    lead = Client()
    lead.force_login(people.clinical_lead)
    today = timezone.localdate()
    decided_on = {"decided_on_day": today.day, "decided_on_month": today.month, "decided_on_year": today.year}
    said = {"decision": "withdraw", "name": "Dr Lee", "role": "Lead", "remarks": "Not agreed.", **decided_on}
    tried = [lead.post("/rules/approval/", said | {"password": "a guess"}) for _ in range(AT_ONCE + 1)]
    assert [response.status_code for response in tried] == [422] * AT_ONCE + [429]
    assert TOO_MANY in words(tried[-1])


def test_whoever_is_signed_in_is_not_led_in_a_circle(people: People) -> None:
    """By an address of this page that names this page as the next."""
    client = Client()
    client.force_login(people.front_desk)
    assert client.get("/sign-in/?next=/sign-in/").headers["Location"] == "/"


def test_a_sign_in_that_succeeds_gives_the_tries_back(people: People) -> None:
    for _ in range(3):
        for _ in range(AT_ONCE - 1):
            guess()
        assert guess(password=PASSWORD).status_code == 302


def test_ipv4_that_is_written_as_ipv6_is_no_network_of_all(
    people: People, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server that listens on both hands it on like that (ASVS V6.3.1)."""
    monkeypatch.setitem(throttle.LIMITS, "address", Limit(1, 60))
    statuses = [
        Client(REMOTE_ADDR=f"::ffff:10.0.0.{number}")
        .post("/sign-in/", {"username": f"user-{number}", "password": "x"})
        .status_code
        for number in range(3)
    ]
    assert statuses == [200] * 3


def test_behind_a_proxy_the_address_is_the_one_that_the_proxy_adds(
    people: People, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of IPv6 its network: a machine has as many addresses as it likes (ASVS V6.3.1)."""
    settings.BEHIND_TLS_PROXY = True
    monkeypatch.setitem(throttle.LIMITS, "address", Limit(5, 60))
    statuses = [
        Client(headers={"X-Forwarded-For": f"10.0.0.{number}, 2001:db8::{number:x}"})
        .post("/sign-in/", {"username": f"user-{number}", "password": "x"})
        .status_code
        for number in range(6)
    ]
    assert statuses == [200] * 5 + [429]


@pytest.mark.parametrize(
    ("kind", "role", "method", "name"),
    [
        ("pdf", "clinician", "get", "summary-pdf"),
        ("export", "clinician", "get", "summary-text"),
        ("search", "front_desk", "post", "desk"),
        ("search", "clinician", "post", "queue"),
    ],
)
def test_a_flood_of_costly_pages_is_slowed_down(
    kind: str, role: str, method: str, name: str, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One more than allowed: 429, and a page that says when it goes on (ASVS V2.4.1)."""
    monkeypatch.setitem(throttle.LIMITS, kind, Limit(2, 60))
    client = Client()
    client.force_login(getattr(people, role))
    done = factories.submitted(people.front_desk, "V11")
    address = reverse(name, args=[done.pk, 1] if name.startswith("summary") else [])
    responses = [getattr(client, method)(address, {"person": "R1"}) for _ in range(3)]
    assert [response.status_code for response in responses] == [200, 200, 429]
    assert 0 < int(responses[-1].headers["Retry-After"]) <= 60
    assert re.search(r"Please wait \d+ seconds?, then", words(responses[-1]))


# Who has an account


def of_each_kind(people: People) -> list[str]:
    User.objects.create_user("inactive", password=PASSWORD, is_active=False)
    User.objects.create_user("invited").set_unusable_password()
    return ["front-desk", "inactive", "invited", "nobody-at-all"]


def test_a_name_that_nobody_has_answers_like_one_that_somebody_has(people: People, counting: Callable[[], int]) -> None:
    """Same body, same status, as many hashes and statements (ASVS V6.3.8); the time: see the exhaustive lane."""
    seen = set()
    for name in of_each_kind(people):
        counting()
        with connection.execute_wrapper(tally := Tally()):
            response = guess(name)
        seen.add((response.status_code, without_tokens(response).replace(name, ""), counting(), tally.statements))
    assert len(seen) == 1
    assert next(iter(seen))[2] == 1


class Tally:
    statements = 0

    def __call__(self, execute: Any, sql: str, *rest: Any) -> Any:
        self.statements += 1
        return execute(sql, *rest)


@pytest.mark.exhaustive
def test_it_takes_as_long_too(people: People, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Medians over 200 tries each, with the hashes of a clinic, within 10 % (ASVS V6.3.8)."""
    settings.PASSWORD_HASHERS = ["intake.hashers.Argon2"]
    for kind in ("account", "address"):
        monkeypatch.setitem(throttle.LIMITS, kind, Limit(10_000, 1))
    people.front_desk.set_password(PASSWORD)
    people.front_desk.save()
    took: dict[str, list[float]] = {"front-desk": [], "nobody-at-all": []}
    for _ in range(200):
        for name, times in took.items():
            began = time.perf_counter()
            guess(name)
            times.append(time.perf_counter() - began)
    known, unknown = (statistics.median(times) for times in took.values())
    assert abs(known - unknown) < 0.1 * known


# What is noted


def test_coming_and_going_is_logged_and_audited(people: People, caplog: pytest.LogCaptureFixture) -> None:
    """Signed in, refused, throttled, confirmed, signed out; and by which factor (ASVS V16.3.1)."""
    caplog.set_level(logging.INFO, "intake.sign_in")
    client = Client()
    client.post("/sign-in/", {"username": "front-desk", "password": PASSWORD})
    client.post("/confirm/", {"confirming-password": PASSWORD, "next": "/desk/"})
    client.post("/sign-out/")
    for _ in range(AT_ONCE + 3):
        guess("Nobody At All")
    notes: list[Any] = [record for record in caplog.records if record.name == "intake.sign_in"]
    said = [(note.what, note.factor, note.address) for note in notes]
    expected = ["signed in", "confirmed", "signed out", *["refused"] * AT_ONCE, *["throttled"] * 3]
    assert said == [(what, "password", "127.0.0.1") for what in expected]
    of_people = AuditEvent.objects.exclude(action="begin chain").order_by("pk")
    actions = list(of_people.values_list("action", "actor__username"))
    assert actions[:3] == [(each, "front-desk") for each in ("sign in", "confirm", "sign out")]
    assert actions[3:] == [*[("sign-in refused", None)] * AT_ONCE, ("sign-in throttled", None)]
    assert "nobody at all" not in caplog.text.lower()
    assert AuditEvent.objects.filter(record_id=account_mark("nobody at all")).count() == AT_ONCE + 1


@pytest.mark.parametrize("typed", ["a\r\nINFO forged", "\x1b[31mred", "my own password", "x" * 150])
def test_what_was_typed_as_a_name_makes_one_line_and_stands_in_none(
    typed: str, db: None, caplog: pytest.LogCaptureFixture
) -> None:
    """CR, LF and what colours a terminal never reach a log (ASVS V16.4.1)."""
    guess(typed)
    note = next(record for record in caplog.records if record.name == "intake.sign_in")
    line = WithoutValues("{levelname} {name} {message}", style="{").format(note)
    assert re.fullmatch(r"WARNING intake.sign_in Sign-in: refused, account \w{16}, from 127.0.0.1, by password", line)
    assert typed not in str(vars(note))


def test_a_forged_address_is_no_address(db: None, settings: Any, caplog: pytest.LogCaptureFixture) -> None:
    """(ASVS V16.4.1)"""
    settings.BEHIND_TLS_PROXY = True
    Client(headers={"X-Forwarded-For": "\x1b[31m1.2.3.4"}).post("/sign-in/", {"username": "a", "password": "b"})
    assert "from unknown, by password" in caplog.text


# What is left behind


def test_signing_out_clears_the_browser(people: People) -> None:
    """(ASVS V14.3.1) What a colleague has typed and not sent yet is not in it: docs/decisions/unsent.md."""
    client = Client()
    client.force_login(people.front_desk)
    out = client.post("/sign-out/")
    assert out.headers["Clear-Site-Data"] == '"cache", "cookies"'
    assert out.cookies["sessionid"].value == ""
    assert client.get("/desk/").status_code == 302


def test_the_back_button_has_nothing_to_show_and_no_message_is_left(people: People) -> None:
    """Nothing was stored (ASVS V14.3.1), and what was to be said next is gone, too."""
    client = Client()
    client.force_login(people.clinician)
    assert client.get("/queue/").headers["Cache-Control"] == "no-store"
    client.post("/preferences/", {"single_keys": "on"})
    client.post("/sign-out/")
    client.force_login(people.front_desk)
    assert "Single keys are on" not in client.get("/desk/", follow=True).content.decode()


def test_a_new_site_has_nobody_who_could_sign_in(db: None) -> None:
    """Migrations make no account, and no password is anybody's default (ASVS V6.3.2)."""
    assert not User.objects.exists()


def test_signing_in_again_gives_the_session_another_key(people: People) -> None:
    """At the sign-in and each time the password is asked for again (ASVS V7.2.4)."""
    client = Client()
    client.force_login(people.front_desk)
    keys = [client.session.session_key]
    client.post("/sign-in-again/", {"username": "front-desk", "password": PASSWORD})
    keys.append(client.session.session_key)
    client.post("/confirm/", {"confirming-password": PASSWORD, "next": "/desk/"})
    keys.append(client.session.session_key)
    assert len(set(keys)) == 3
    old = Client()
    old.cookies["sessionid"] = str(keys[0])
    assert old.get("/desk/").status_code == 302


def test_the_admin_site_has_no_door_of_its_own(people: People) -> None:
    """Whoever comes there signs in where a token is spent (ASVS V6.3.1)."""
    asked = Client().get("/admin/login/?next=/admin/auth/user/")
    assert asked.headers["Location"] == "/sign-in/?next=/admin/auth/user/"
    guessed = Client().post("/admin/login/", {"username": "front-desk", "password": PASSWORD})
    assert guessed.headers["Location"] == "/sign-in/?next=/admin/"
    client = Client()
    client.force_login(people.front_desk)
    assert client.get("/admin/login/").status_code == 403
