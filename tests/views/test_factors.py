"""A person's own factors: each change asks for one that they have, so that an open session alone changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from django_otp_webauthn.models import WebAuthnCredential

from intake.models import Authenticator, RecoveryCode
from tests.factories import People
from tests.second_factor import (
    HOST,
    SecurityKey,
    add_passkey,
    code_of,
    codes_on,
    key_on,
    recovery_codes,
    set_up,
    signed_in,
    use_passkey,
    with_password,
)
from tests.views.pages import words

CHANGES = ["/second-factor/authenticator/", "/second-factor/recovery-codes/", "/second-factor/passkeys/new/"]
CHANGES += ["/second-factor/passkeys/remove/"]


@pytest.fixture(autouse=True)
def _asked(settings: Any) -> Iterator[None]:
    """The clock stands still: on a busy machine a code would not be that of a moment ago any more."""
    settings.SECOND_FACTOR = True
    with time_machine.travel(timezone.now(), tick=False):
        yield


def confirmed(client: Client, code: str, page: str) -> Any:
    return client.post("/second-factor/confirm/", {"code": code, "next": page})


@pytest.mark.parametrize("address", CHANGES)
def test_v6_3_3_a_stolen_session_changes_no_factor(address: str, people: People) -> None:
    """Right after signing in, too (ASVS V6.3.3)."""
    client, key = signed_in(people.front_desk, SERVER_NAME=HOST)
    before = Authenticator.objects.values().get()
    for asked in (client.get(address), client.post(address, {"code": code_of(key)})):
        if asked.status_code != 422:
            assert asked.headers["Location"].startswith("/second-factor/confirm/?next=%2Fsecond-factor")
    assert client.post("/second-factor/passkeys/new/ask/").status_code == 422
    assert confirmed(client, code_of(key), address).status_code == 422  # used to sign in
    assert client.get(address).status_code == 302
    assert Authenticator.objects.values().get() == before


@pytest.mark.parametrize("address", CHANGES)
def test_a_factor_given_for_a_change_opens_it_for_five_minutes(address: str, people: People) -> None:
    security_key = SecurityKey()
    client, key = signed_in(people.front_desk, SERVER_NAME=HOST)
    confirmed(client, code_of(key, later=1), address)
    add_passkey(client, security_key)
    use_passkey(client, security_key)
    assert client.get(address).status_code == 200
    session = client.session
    session["factor_confirmed_at"] -= 301
    session.save()
    assert client.get(address).status_code == 302


@pytest.mark.parametrize("address", CHANGES)
def test_a_request_from_before_the_first_factor_changes_none_that_came_meanwhile(
    address: str, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was let through when there was no factor; the owner set one up before it was done."""
    half = with_password(people.front_desk, SERVER_NAME=HOST)
    new = key_on(half.get("/second-factor/authenticator/"))
    options = half.post("/second-factor/passkeys/new/ask/")
    assert options.status_code == 200
    owners = set_up(people.front_desk)
    recovery_codes(people.front_desk)
    held = set(RecoveryCode.objects.values_list("hashed", flat=True)), WebAuthnCredential.objects.count()
    for module in ("factors", "passkeys"):
        monkeypatch.setattr(f"intake.views.account.{module}.asks_first", lambda request: None)
    half.post(address, {"code": code_of(new)})
    assert Authenticator.objects.get().fitting_step(code_of(owners))
    now = set(RecoveryCode.objects.values_list("hashed", flat=True)), WebAuthnCredential.objects.count()
    assert now == held


def test_one_change_for_each_factor_given(people: People) -> None:
    client, key = signed_in(people.front_desk)
    page = "/second-factor/recovery-codes/"
    assert confirmed(client, code_of(key, later=1), page).headers["Location"] == page
    assert "ten codes" in words(client.get(page))
    assert len(codes_on(client.post(page))) == 10
    assert client.post(page).headers["Location"].startswith("/second-factor/confirm/")


def test_the_authenticator_is_replaced(people: People) -> None:
    client, old = signed_in(people.front_desk)
    codes = recovery_codes(people.front_desk)
    page = "/second-factor/authenticator/"
    confirmed(client, codes[0], page)
    new = key_on(client.get(page))
    assert client.post(page, {"code": code_of(new)}).headers["Location"] == "/second-factor/"
    known = Authenticator.objects.get()
    assert known.fitting_step(code_of(new))
    assert not known.fitting_step(code_of(old))
    shown = words(client.get("/second-factor/"))
    assert "The new authenticator app counts from now on" in shown
    assert "9 of 10 left" in shown


def test_a_passkey_is_added_and_removed(people: People) -> None:
    client, key = signed_in(people.front_desk, SERVER_NAME=HOST)
    security_key, new, remove = SecurityKey(), "/second-factor/passkeys/new/", "/second-factor/passkeys/remove/"
    confirmed(client, code_of(key, later=1), new)
    add_passkey(client, security_key, name="<b>Blue</b> key")
    assert "<b>Blue</b> key" in words(client.get("/second-factor/"))
    assert "<b>Blue" not in client.get("/second-factor/").content.decode()
    assert use_passkey(client, security_key, next=remove).json() == {"next": remove}
    for wrong in ("", "0", "x", str(2**63)):
        client.post(remove, {"passkey": wrong})
    assert client.get(remove).context["passkeys"]
    client.post(remove, {"passkey": str(client.get(remove).context["passkeys"][0].pk)})
    assert "The passkey is removed." in words(client.get("/second-factor/"))
    assert use_passkey(client, security_key).status_code == 422


def test_the_same_key_is_not_added_twice_nor_to_two_people(people: People) -> None:
    security_key = SecurityKey()
    for user in (people.front_desk, people.clinician):
        client, key = signed_in(user, SERVER_NAME=HOST)
        confirmed(client, code_of(key, later=1), "/second-factor/passkeys/new/")
        added = add_passkey(client, security_key)
        assert added.status_code == (200 if user == people.front_desk else 422)
    assert "was not added" in added.json()["error"]


@pytest.mark.parametrize("name", ["", "x" * 65, "\0"])
def test_a_passkey_whose_name_is_no_name_has_a_plain_one(name: str, people: People) -> None:
    client, key = signed_in(people.front_desk, SERVER_NAME=HOST)
    confirmed(client, code_of(key, later=1), "/second-factor/passkeys/new/")
    assert add_passkey(client, SecurityKey(), name=name).status_code == 200
    assert client.get("/second-factor/").context["factors"].passkeys[0].name == "Passkey"


def test_where_no_factor_is_asked_the_page_says_so(people: People, settings: Any) -> None:
    settings.SECOND_FACTOR = False
    client = Client()
    client.force_login(people.front_desk)
    assert "This site signs in without a second factor" in words(client.get("/second-factor/"))
    for page in ("/second-factor/confirm/", "/second-factor/recovery-codes/", "/second-factor/passkeys/remove/"):
        assert client.get(page).headers["Location"] == "/second-factor/"


def test_the_demo_says_that_it_signs_in_without_one(client: Client, people: People, settings: Any) -> None:
    settings.SECOND_FACTOR = False
    assert "second factor" not in words(client.get("/sign-in/"))
    settings.MODE = "demo"
    assert "This demo signs in with a password alone" in words(client.get("/sign-in/"))
    client.force_login(people.front_desk)
    assert "A demo: it signs in without a second factor." in words(client.get("/desk/"))


def test_no_script_sends_a_form_as_multipart() -> None:
    """The server takes that only where a file is sent: a passkey was refused for it."""
    scripts = sorted(Path("intake/static/intake").glob("*.js"))
    assert scripts
    for script in scripts:
        assert "body: data" not in script.read_text(encoding="utf-8"), script.name
