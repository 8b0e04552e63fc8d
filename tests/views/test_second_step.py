"""A password alone opens nothing: whoever signs in, and on whichever way."""

from __future__ import annotations

import base64
import datetime
import re
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.contrib.auth.tokens import default_token_generator
from django.contrib.sessions.models import Session
from django.core import serializers
from django.test import Client
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from intake.actions import second_factor, throttle
from intake.actions.staff import give_one_time_password
from intake.middleware.second_factor import VERIFIED
from intake.models import AuditEvent, Authenticator, Intake, RecoveryCode
from tests import factories
from tests.factories import PASSWORD, People
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
from tests.test_access import ADDRESSES, Visitors
from tests.test_access import own_visitors as visitors
from tests.views.pages import words

__all__ = ["visitors"]

OPEN = {"second-step", "passkey-ask", "passkey-answer", "sign-out", "health", "healthz", "readyz", "sign-in-again"}
OPEN |= {"confirm"}
FOR_A_FIRST_FACTOR = {"authenticator", "passkey-new", "passkey-new-ask"}


@pytest.fixture(autouse=True)
def _asked(settings: Any) -> Iterator[None]:
    """The clock stands still: on a busy machine a code would not be that of a moment ago any more."""
    settings.SECOND_FACTOR = True
    with time_machine.travel(timezone.now(), tick=False):
        yield


def leads_to_second_step(response: Any) -> bool:
    return response.status_code == 302 and response.headers["Location"].startswith("/second-step/")


# What opens with a password alone


@pytest.mark.parametrize("role", ["front_desk", "clinician", "clinical_lead", "administrator"])
def test_v6_3_3_a_password_alone_opens_no_page(role: str, visitors: Visitors, people: People) -> None:
    """Whatever the role, whatever the method; with a factor and before the first is set up (ASVS V6.3.3)."""
    user = getattr(people, role)
    client = with_password(user)
    for has_factor in (False, True):
        if has_factor:
            set_up(user)
        for name in set(ADDRESSES) - OPEN - FOR_A_FIRST_FACTOR:
            for method in ("GET", "POST"):
                assert leads_to_second_step(client.generic(method, visitors.address(name))), (method, name)
        for other in ("/admin/", "/admin/auth/user/", "/admin/password_change/", "/no/such/page"):
            assert leads_to_second_step(client.get(other)), other


def test_v6_3_3_nor_for_whoever_runs_the_site(client: Client, db: None) -> None:
    """A superuser without a role is asked, too (ASVS V6.3.3)."""
    user = User.objects.create_superuser("operator", password=PASSWORD)
    half = with_password(user)
    assert leads_to_second_step(half.get("/admin/"))
    page = half.post(
        "/second-factor/authenticator/", {"code": code_of(key_on(half.get("/second-factor/authenticator/")))}
    )
    assert len(codes_on(page)) == 10
    assert half.get("/admin/").status_code == 200


def test_a_script_is_told_that_nobody_is_signed_in_yet(people: People) -> None:
    half = with_password(people.front_desk)
    for headers in ({"HX-Request": "true"}, {"Sec-Fetch-Mode": "cors"}):
        assert half.post("/desk/", headers=headers).status_code == 401
    assert half.get("/sign-in-again/").json()["username"] == ""
    assert half.get("/health/").status_code == 200
    assert half.post("/sign-out/").headers["Location"] == "/sign-in/"


def test_where_it_is_not_asked_nothing_changes(people: People, settings: Any) -> None:
    settings.SECOND_FACTOR = False
    half = with_password(people.front_desk)
    assert half.get("/desk/").status_code == 200
    assert half.get("/second-step/").headers["Location"] == "/"


def test_the_gate_asks_the_database_nothing(people: People, settings: Any, django_assert_num_queries: Any) -> None:
    client, _ = signed_in(people.front_desk)
    with django_assert_num_queries(2):  # the session and its user
        client.get("/no/such/page")
    settings.SECOND_FACTOR = False
    with django_assert_num_queries(2):
        client.get("/no/such/page")


# The second step


def test_a_code_opens_what_was_asked_for(people: People) -> None:
    key, half = set_up(people.front_desk), Client()
    sent = {"username": "front-desk", "password": PASSWORD, "next": "/discarded/?page=1"}
    asked = half.get(half.post("/sign-in/", sent).headers["Location"])
    assert asked.headers["Location"] == "/second-step/?next=%2Fdiscarded%2F%3Fpage%3D1"
    page = half.get(asked.headers["Location"])
    assert 'autocomplete="one-time-code"' in page.content.decode()
    before = half.session.session_key
    given = half.post("/second-step/", {"code": code_of(key), "next": page.context["next"]})
    assert given.headers["Location"] == "/discarded/?page=1"
    assert half.get("/discarded/").status_code == 200
    assert half.session.session_key != before
    assert half.session[VERIFIED]["by"] == "authenticator"


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"])
def test_it_leads_to_no_other_site(elsewhere: str, people: People) -> None:
    key, half = set_up(people.front_desk), with_password(people.front_desk)
    given = half.post("/second-step/", {"code": code_of(key), "next": elsewhere})
    assert given.headers["Location"] == "/"


@pytest.mark.parametrize("typed", ["", "000000", "abcdef", "12", "1" * 61, "\0", "१२३४५६", "١٢٣٤٥٦", "0" * 40])
def test_a_wrong_code_is_told_beside_the_field(typed: str, people: People) -> None:
    with time_machine.travel("2026-11-30 12:00:00 +0000", tick=False):
        set_up(people.front_desk)
        half = with_password(people.front_desk)
        page = half.post("/second-step/", {"code": typed})
        assert page.status_code == 422
        assert 'id="id_code_error"' in page.content.decode()
        assert leads_to_second_step(half.get("/desk/"))


@pytest.mark.parametrize(("later", "fits"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_phones_clock_may_be_one_step_off(later: int, fits: bool, people: People) -> None:
    with time_machine.travel("2026-11-30 12:00:10 +0000", tick=False):
        key, half = set_up(people.front_desk), with_password(people.front_desk)
        given = half.post("/second-step/", {"code": code_of(key, later=later)})
        assert given.status_code == (302 if fits else 422)


def test_v6_5_1_a_code_is_used_once(people: People) -> None:
    """Nor is one of an earlier step used after it (ASVS V6.5.1)."""
    with time_machine.travel("2026-11-30 12:00:10 +0000", tick=False):
        _, key = signed_in(people.front_desk)
        for later in (0, -1):
            again = with_password(people.front_desk).post("/second-step/", {"code": code_of(key, later=later)})
            assert again.status_code == 422
            assert "was used already" in words(again)
        assert (
            with_password(people.front_desk).post("/second-step/", {"code": code_of(key, later=1)}).status_code == 302
        )


def test_v6_5_1_a_recovery_code_is_used_once(people: People) -> None:
    """It may be typed with capitals and spaces (ASVS V6.5.1)."""
    set_up(people.front_desk)
    code = recovery_codes(people.front_desk)[3]
    half = with_password(people.front_desk)
    sent = {"code": f" {code.replace('-', ' ').upper()} ", "way": "recovery"}
    assert half.post("/second-step/", sent).status_code == 302
    assert "Codes left: 9." in words(half.get("/desk/"))
    again = with_password(people.front_desk).post("/second-step/", sent)
    assert again.status_code == 422
    assert 'id="id_recovery_code_error"' in again.content.decode()


def test_a_recovery_code_is_no_factor_of_somebody_else(people: People) -> None:
    code = recovery_codes(people.clinician)[0]
    set_up(people.front_desk)
    assert with_password(people.front_desk).post("/second-step/", {"code": code}).status_code == 422


def test_v16_3_1_each_use_of_a_factor_is_audited_and_logged(people: People, caplog: pytest.LogCaptureFixture) -> None:
    """With the factor, and without the code (ASVS V16.3.1)."""
    caplog.set_level("INFO")
    key, half = set_up(people.front_desk), with_password(people.front_desk)
    code = recovery_codes(people.front_desk)[0]
    for typed in ("000000", code_of(key)):
        half.post("/second-step/", {"code": typed})
    with_password(people.front_desk).post("/second-step/", {"code": code})
    passkeys = with_password(people.front_desk)
    passkeys.post("/second-step/passkey/", {"answer": "{}"})
    rows = AuditEvent.objects.filter(record_type="user", record_id=str(people.front_desk.pk)).order_by("pk")
    rows = rows.exclude(action="sign in")
    actions = list(rows.values_list("action", flat=True))
    assert actions == [
        *("set up authenticator", "renew recovery codes"),
        *("wrong code", "use authenticator", "use recovery code"),
    ]
    told = caplog.text
    for said in ("refused: code", ": authenticator", ": recovery code"):
        assert f"Second factor of user {people.front_desk.pk} {said}".replace(" :", ":") in told
    for never in (code, code_of(key), "000000", "front-desk"):
        assert never not in told


def test_a_key_sealed_with_another_secret_opens_nothing_and_breaks_nothing(people: People, settings: Any) -> None:
    key = set_up(people.front_desk)
    code = recovery_codes(people.front_desk)[0]
    settings.SECRET_KEY = "another " * 10
    half = with_password(people.front_desk)
    assert half.post("/second-step/", {"code": code_of(key)}).status_code == 422
    assert half.post("/second-step/", {"code": code}).status_code == 302


def test_a_secret_is_changed_while_its_predecessor_still_opens(people: People, settings: Any) -> None:
    """A code that was taken is sealed anew, so that the old secret can go."""
    key, old = set_up(people.front_desk), settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another " * 10, [old]
    assert with_password(people.front_desk).post("/second-step/", {"code": code_of(key)}).status_code == 302
    settings.SECRET_KEY_FALLBACKS = []
    assert Authenticator.objects.get().fitting_step(code_of(key))


# Every way in asks for the same


def finish(client: Client, key: bytes) -> None:
    assert leads_to_second_step(client.get("/desk/"))
    assert client.post("/second-step/", {"code": code_of(key)}).status_code == 302
    assert client.get("/desk/").status_code == 200


def test_v6_3_4_the_sign_in_page(people: People) -> None:
    """(ASVS V6.3.4)"""
    finish(with_password(people.front_desk), set_up(people.front_desk))


def test_v6_3_4_the_admin_site_has_no_other_way_in(people: People) -> None:
    """(ASVS V6.3.4)"""
    User.objects.filter(pk=people.administrator.pk).update(is_staff=True)
    key, client = set_up(people.administrator), Client()
    assert client.get("/admin/").headers["Location"] == "/admin/login/?next=/admin/"
    for response in (client.get("/admin/login/?next=/admin/"), client.post("/admin/login/?next=/admin/")):
        assert response.headers["Location"] == "/sign-in/?next=/admin/"
    sent = {"username": "administrator", "password": PASSWORD, "next": "/admin/"}
    assert leads_to_second_step(client.get(client.post("/sign-in/", sent).headers["Location"]))
    assert client.post("/second-step/", {"code": code_of(key), "next": "/admin/"}).headers["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_who_may_not_open_the_admin_site_is_told_so(people: People) -> None:
    client, _ = signed_in(people.front_desk)
    page = client.get("/admin/", follow=True)
    assert (page.status_code, [to for to, _ in page.redirect_chain]) == (403, ["/admin/login/?next=/admin/"])


def test_v6_3_4_a_link_to_choose_a_password(people: People) -> None:
    """It signs nobody in (ASVS V6.3.4)."""
    key, client = set_up(people.front_desk), Client()
    uid, token = (
        urlsafe_base64_encode(force_bytes(people.front_desk.pk)),
        default_token_generator.make_token(people.front_desk),
    )
    address = client.get(f"/set-password/{uid}/{token}/").headers["Location"]
    chosen = "a horse that nobody rides"
    client.post(address, {"new_password1": chosen, "new_password2": chosen})
    assert client.get("/desk/").headers["Location"].startswith("/sign-in/")
    client.post("/sign-in/", {"username": "front-desk", "password": chosen})
    finish(client, key)


def test_v6_3_4_a_one_time_password(people: People) -> None:
    """The second step comes before the page that changes it (ASVS V6.3.4)."""
    key = set_up(people.front_desk)
    password, client = give_one_time_password(actor=people.administrator, user=people.front_desk), Client()
    client.post("/sign-in/", {"username": "front-desk", "password": password})
    assert leads_to_second_step(client.get("/password/"))
    client.post("/second-step/", {"code": code_of(key)})
    assert client.get("/desk/").headers["Location"] == "/password/"
    assert client.get("/password/").status_code == 200


def test_v6_3_4_the_dialog_that_signs_in_again(people: People) -> None:
    """It says that it needs the code, and takes both at once (ASVS V6.3.4)."""
    key, client = set_up(people.front_desk), Client()
    sent = {"username": "front-desk", "password": PASSWORD}
    asked = client.post("/sign-in-again/", sent)
    assert (asked.status_code, asked.json()["code"]) == (422, True)
    assert not client.session.keys()
    wrong = client.post("/sign-in-again/", sent | {"code": "000000"})
    assert (wrong.status_code, wrong.json()["code"]) == (422, True)
    assert client.get("/desk/").headers["Location"].startswith("/sign-in/")
    bad = client.post("/sign-in-again/", sent | {"password": "wrong", "code": code_of(key)})
    assert "code" not in bad.json()
    assert client.post("/sign-in-again/", sent | {"code": code_of(key)}).json()["token"]
    assert client.get("/desk/").status_code == 200
    assert Client().post("/sign-in-again/", sent | {"code": code_of(key)}).status_code == 422  # it was used


def test_v6_3_4_a_sign_in_over_an_open_one_is_asked_anew(people: People) -> None:
    """(ASVS V6.3.4)"""
    client, key = signed_in(people.front_desk)
    client.force_login(people.front_desk)
    assert leads_to_second_step(client.get("/desk/"))
    assert client.post("/second-step/", {"code": code_of(key, later=1)}).status_code == 302


def test_v6_3_4_taking_back_a_screen_gives_no_factor(people: People) -> None:
    """Only whoever gave one hands over; and a sign-in without one comes back without (ASVS V6.3.4)."""
    draft = factories.draft(people.front_desk, {})
    assert leads_to_second_step(with_password(people.front_desk).post(f"/intakes/{draft.pk}/hand-over/"))
    client, _ = signed_in(people.front_desk)
    client.post(f"/intakes/{draft.pk}/hand-over/")
    assert client.get("/second-step/").headers["Location"] == f"/intakes/{draft.pk}/private/"
    back = client.post(f"/intakes/{draft.pk}/take-back/", {"password": PASSWORD})
    assert client.get(back.headers["Location"]).status_code == 200
    client.post(f"/intakes/{draft.pk}/hand-over/")
    session = client.session
    del session[VERIFIED]
    session.save()
    assert client.get(f"/intakes/{draft.pk}/take-back/").status_code == 200
    back = client.post(f"/intakes/{draft.pk}/take-back/", {"password": PASSWORD})
    assert leads_to_second_step(client.get(back.headers["Location"]))
    assert Intake.objects.get().hand_over_ended_at


# The first factor


def test_whoever_has_none_sets_one_up(people: People) -> None:
    half = with_password(people.front_desk)
    to = half.get(half.get("/desk/").headers["Location"]).headers["Location"]
    assert to == "/second-factor/authenticator/?next=%2Fdesk%2F"
    page = half.get(to)
    assert key_on(half.get(to)) == key_on(page)
    assert re.search(r'<path class="qr-dark" d="M4 4h1v1h-1z', page.content.decode())
    wrong = half.post(to, {"code": "12345x"})
    assert (wrong.status_code, key_on(wrong)) == (422, key_on(page))
    done = half.post(to, {"code": code_of(key_on(page)), "next": "/desk/"})
    assert len(codes_on(done)) == 10
    assert 'href="/desk/"' in done.content.decode()
    assert half.get("/desk/").status_code == 200
    assert half.session[VERIFIED]["by"] == "authenticator"


def test_v6_5_1_the_code_that_sets_it_up_is_used_by_that(people: People) -> None:
    """(ASVS V6.5.1)"""
    half = with_password(people.front_desk)
    key = key_on(half.get("/second-factor/authenticator/"))
    half.post("/second-factor/authenticator/", {"code": code_of(key)})
    again = with_password(people.front_desk).post("/second-step/", {"code": code_of(key)})
    assert again.status_code == 422


def test_a_second_sign_in_sets_up_no_other_first_factor(people: People) -> None:
    """Whoever stole the password and was a moment later."""
    here, thief = with_password(people.front_desk), with_password(people.front_desk)
    page = "/second-factor/authenticator/"
    key, other = key_on(here.get(page)), key_on(thief.get(page))
    here.post(page, {"code": code_of(key)})
    late = thief.post(page, {"code": code_of(other)})
    assert leads_to_second_step(late)
    assert Authenticator.objects.get().fitting_step(code_of(key))


def test_v6_5_2_a_dump_holds_neither_key_nor_codes(people: People) -> None:
    """Of whoever set them up, and of whoever is about to (ASVS V6.5.2)."""
    half, waiting = with_password(people.front_desk), with_password(people.clinician)
    key = key_on(half.get("/second-factor/authenticator/"))
    codes = codes_on(half.post("/second-factor/authenticator/", {"code": code_of(key)}))
    unused = key_on(waiting.get("/second-factor/authenticator/"))
    rows = [*Authenticator.objects.all(), *RecoveryCode.objects.all(), *User.objects.all(), *AuditEvent.objects.all()]
    sessions = [str(session.get_decoded()) for session in Session.objects.all()]
    dump = serializers.serialize("json", rows) + " ".join(sessions)
    assert len(codes) == 10
    for secret in (key, unused):
        for form in (secret.hex(), base64.b32encode(secret).decode(), base64.b64encode(secret).decode()):
            assert form.lower() not in dump.lower()
    for code in codes:
        assert code not in dump
        assert code.replace("-", "") not in dump
    assert "pbkdf2" in dump or "md5$" in dump or "argon2" in dump


# Passkeys


def test_a_passkey_is_a_second_factor(people: People) -> None:
    security_key = SecurityKey()
    client, _ = signed_in(people.front_desk, SERVER_NAME=HOST)
    session = client.session
    session["factor_confirmed_at"] = 9_999_999_999
    session.save()
    assert add_passkey(client, security_key).json() == {"next": "/second-factor/"}
    assert "Key ring" in words(client.get("/second-factor/"))
    half = with_password(people.front_desk, SERVER_NAME=HOST)
    assert "Use a passkey" in words(half.get("/second-step/"))
    assert use_passkey(half, security_key, next="/discarded/").json() == {"next": "/discarded/"}
    assert half.get("/desk/").status_code == 200
    assert half.session[VERIFIED]["by"] == "passkey"


def test_a_passkey_can_be_the_first_factor_and_leads_to_recovery_codes(people: People) -> None:
    security_key = SecurityKey()
    half = with_password(people.front_desk, SERVER_NAME=HOST)
    assert 'href="/second-factor/passkeys/new/"' in half.get("/second-factor/authenticator/").content.decode()
    assert half.get("/second-factor/passkeys/new/").status_code == 200
    assert add_passkey(half, security_key).json() == {"next": "/second-factor/recovery-codes/"}
    assert len(codes_on(half.post("/second-factor/recovery-codes/"))) == 10
    assert half.get("/desk/").status_code == 200
    late = with_password(people.front_desk, SERVER_NAME=HOST)
    assert late.post("/second-factor/passkeys/new/ask/").status_code == 422
    assert leads_to_second_step(late.get("/second-factor/passkeys/new/"))


def with_a_passkey(user: User) -> tuple[Client, SecurityKey]:
    """Half signed in, with a passkey to go on."""
    security_key = SecurityKey()
    add_passkey(with_password(user, SERVER_NAME=HOST), security_key)
    return with_password(user, SERVER_NAME=HOST), security_key


def test_v6_5_1_an_answer_of_a_passkey_is_used_once(people: People) -> None:
    """(ASVS V6.5.1)"""
    half, security_key = with_a_passkey(people.front_desk)
    asked = half.post("/second-step/passkey/ask/").json()
    sent = {"answer": security_key.get(asked)}
    assert half.post("/second-step/passkey/", sent).status_code == 200
    assert half.post("/second-step/passkey/", sent).status_code == 422
    other = with_password(people.front_desk, SERVER_NAME=HOST)
    other.post("/second-step/passkey/ask/")
    assert other.post("/second-step/passkey/", sent).status_code == 422


@pytest.mark.parametrize(
    "wrong",
    [
        SecurityKey(),
        SecurityKey(origin="https://elsewhere.example"),
        SecurityKey(host="elsewhere.example"),
    ],
    ids=["a key nobody knows", "asked by another site", "of another site"],
)
def test_a_passkey_that_does_not_fit_is_refused(wrong: SecurityKey, people: People) -> None:
    half, right = with_a_passkey(people.front_desk)
    if wrong.origin != right.origin or wrong.host != right.host:
        wrong.id, wrong.private = right.id, right.private
    refused = use_passkey(half, wrong)
    assert (refused.status_code, list(refused.json())) == (422, ["error"])
    assert leads_to_second_step(half.get("/desk/"))


def test_somebody_elses_passkey_is_refused(people: People) -> None:
    half, _ = with_a_passkey(people.front_desk)
    _, of_another = with_a_passkey(people.clinician)
    assert use_passkey(half, of_another).status_code == 422
    assert leads_to_second_step(half.get("/desk/"))


HOSTILE = [
    "",
    "x",
    "[]",
    "null",
    "{}",
    '{"id": 1}',
    '{"id": "AA", "rawId": "AA", "type": "public-key", "response": {}}',
]
HOSTILE += [
    '{"response": []}',
    "[" * 100_000,
    '{"id": "\\u0000"}',
    '{"id": "\\ud800", "rawId": "\\ud800", "response": {}}',
]
HOSTILE += ['{"id":"AA","rawId":"AA","type":"public-key","response":{"clientDataJSON":"e30","attestationObject":"AA"}}']


@pytest.mark.parametrize("address", ["/second-step/passkey/", "/second-factor/passkeys/new/"])
@pytest.mark.parametrize("answer", HOSTILE, ids=range(len(HOSTILE)))
def test_an_answer_that_no_browser_sends_is_refused(answer: str, address: str, people: People) -> None:
    half = with_password(people.front_desk, SERVER_NAME=HOST)
    if address == "/second-step/passkey/":
        half, _ = with_a_passkey(people.front_desk)
    for asked_before in (False, True):
        if asked_before:
            half.post(f"{address}ask/")
        assert half.post(address, {"answer": answer}).status_code == 422


def test_at_an_address_without_a_name_no_passkey_is_offered(people: People) -> None:
    half = with_password(people.front_desk, SERVER_NAME="127.0.0.1")
    assert "passkeys/new" not in half.get("/second-factor/authenticator/").content.decode()
    assert "browsers know no passkeys" in words(half.get("/second-factor/passkeys/new/"))


# Guessing


def test_v2_4_1_codes_are_not_tried_without_end(people: People) -> None:
    """By the throttle that sign-ins have, too; the right code is refused then, on every page (ASVS V2.4.1)."""
    key, half = set_up(people.front_desk), with_password(people.front_desk)
    limit = throttle.LIMITS["code"].at_once
    tried = [half.post("/second-step/", {"code": "000000"}).status_code for _ in range(limit + 1)]
    assert tried == [422] * limit + [429]
    assert half.post("/second-step/", {"code": code_of(key)}).status_code == 429


def test_v2_4_1_where_too_many_were_tried_every_page_says_so(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    """With 429 and in words; nobody gets in by a code or a passkey meanwhile (ASVS V2.4.1)."""
    half, security_key = with_a_passkey(people.front_desk)
    client, key = with_password(people.clinician), set_up(people.clinician)

    def refuse(user: User) -> None:
        raise second_factor.TooManyTriesError

    monkeypatch.setattr(second_factor, "_spend_try", refuse)
    page = client.post("/second-step/", {"code": code_of(key)})
    assert (page.status_code, "Too many codes were tried." in words(page)) == (429, True)
    assert leads_to_second_step(client.get("/queue/"))
    dialog = client.post("/sign-in-again/", {"username": "clinician", "password": PASSWORD, "code": code_of(key)})
    assert (dialog.status_code, "Too many codes" in dialog.json()["error"]) == (429, True)
    assert use_passkey(half, security_key).status_code == 429
    assert leads_to_second_step(half.get("/desk/"))


def test_a_second_step_that_was_left_for_a_while_asks_for_the_password_first(people: People) -> None:
    """And leads in no circle between the two pages that ask."""
    key = set_up(people.front_desk)
    half = with_password(people.front_desk)
    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=16), tick=False):
        locked = half.get("/desk/", follow=True)
        assert (locked.status_code, locked.request["PATH_INFO"]) == (200, "/confirm/")
        wanted = {"confirming-password": PASSWORD, "next": "/second-step/?next=/desk/"}
        assert half.post("/confirm/", wanted).headers["Location"] == wanted["next"]
        assert leads_to_second_step(half.get("/desk/"))
        assert half.post(wanted["next"], {"code": code_of(key)}).headers["Location"] == "/desk/"
        assert half.get("/desk/").status_code == 200
