"""Somebody comes by the site's identity provider: whose account it is, with which roles, and what is not believed."""

from __future__ import annotations

import datetime
import logging
import time
from collections.abc import Iterator
from typing import Any

import jwt
import pytest
import time_machine
from django.contrib.auth.models import Group, User
from django.test import Client
from django.utils import timezone

from intake.actions import throttle
from intake.actions.staff import give_one_time_password
from intake.actions.throttle import Limit
from intake.middleware.second_factor import VERIFIED
from intake.models import AuditEvent, Identity, Intake, StaffSession
from intake.roles import ADMINISTRATOR, CLINICAL_LEAD, CLINICIAN, FRONT_DESK
from tests import factories
from tests.factories import PASSWORD, People
from tests.provider import SUBJECT, Provider, key_pair, provider
from tests.second_factor import code_of, set_up
from tests.views.browser import form_with
from tests.views.pages import words


@pytest.fixture
def there(settings: Any, db: None) -> Iterator[Provider]:
    with provider() as made:
        for name, value in made.settings().items():
            setattr(settings, name, value)
        yield made


def roles(user: User) -> set[str]:
    return set(user.groups.values_list("name", flat=True))


def is_refused(response: Any, client: Client) -> bool:
    told = response.status_code == 422 and "You are not signed in" in words(response)
    return told and "_auth_user_id" not in client.session


# Who comes


def test_a_newcomer_gets_the_roles_of_their_groups(there: Provider, client: Client) -> None:
    there.person |= {"groups": ["doctors", "desk", "cleaners"], "given_name": "Nora", "family_name": "Newcomer"}
    assert there.come_back(client, going_to="/discarded/").headers["Location"] == "/discarded/"
    user = User.objects.get()
    assert (user.get_username(), user.get_full_name(), user.has_usable_password()) == ("nora", "Nora Newcomer", False)
    assert (roles(user), user.is_staff, user.is_superuser) == ({CLINICIAN, FRONT_DESK}, False, False)
    assert client.get("/queue/").status_code == 200
    actions = AuditEvent.objects.filter(record_type="user").order_by("pk").values_list("action", flat=True)
    given = ["take on by single sign-on", "give Clinician", "give Front desk"]
    assert [action for action in actions if action != "sign in"] == [*given, "sign on"]


def test_without_a_mapped_group_no_page_opens(there: Provider, client: Client) -> None:
    there.person |= {"groups": ["Clinician", "cleaners"]}
    page = client.get(there.come_back(client).headers["Location"])
    assert (page.status_code, "Your account has no role yet" in words(page)) == (403, True)
    assert roles(User.objects.get()) == set()


@pytest.mark.parametrize("groups", [None, "doctors", {"doctors": 1}, 5, [["doctors"]], [None, "doctors"]])
def test_groups_of_any_shape_break_nothing(groups: Any, there: Provider, client: Client) -> None:
    there.person |= {"groups": groups}
    assert there.come_back(client).status_code == 302
    assert roles(User.objects.get()) == ({CLINICIAN} if groups in ("doctors", [None, "doctors"]) else set())


def test_roles_that_vanish_there_are_removed_here(there: Provider, client: Client) -> None:
    """Those that the provider does not give stay."""
    there.person |= {"groups": ["doctors", "admins"]}
    there.come_back(client)
    user = User.objects.get()
    assert (roles(user), user.is_staff) == ({CLINICIAN, ADMINISTRATOR}, True)
    user.groups.add(Group.objects.get(name=CLINICAL_LEAD))
    there.person["groups"] = ["desk"]
    there.come_back(Client())
    user.refresh_from_db()
    assert (roles(user), user.is_staff, user.is_superuser) == ({FRONT_DESK, CLINICAL_LEAD}, False, False)
    assert AuditEvent.objects.filter(action="remove Clinician", record_id=str(user.pk)).count() == 1


def test_v7_4_2_a_role_that_vanishes_there_ends_the_other_sign_ins(there: Provider, people: People) -> None:
    """Whoever had the screen of one could neither answer on it nor give it back (ASVS V7.4.2)."""
    there.person["groups"] = ["desk", "doctors"]
    tablet, again, draft = Client(), Client(), factories.draft(people.front_desk, {})
    there.come_back(tablet)
    tablet.post(f"/intakes/{draft.pk}/hand-over/")
    there.person["groups"] = ["doctors"]
    there.come_back(again)
    assert again.get("/queue/").status_code == 200
    assert tablet.get(f"/intakes/{draft.pk}/private/").headers["Location"].startswith("/sign-in/")
    there.person["groups"] = []
    there.come_back(again)  # in the very browser that is signed in
    assert again.get("/queue/").status_code == 403


def test_the_same_person_has_one_account_under_whatever_name(there: Provider) -> None:
    for name in ("nora", "nora.married", ""):
        there.person["preferred_username"] = name
        assert there.come_back(Client()).status_code == 302
    assert User.objects.get().identity.subject == SUBJECT  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "name", ["administrator", "ADMINISTRATOR", "", "x" * 151, "a b", "\0", "é\u202e", None, 5, ["x"]]
)
def test_a_name_that_is_taken_or_none_is_replaced(name: Any, there: Provider, people: People, client: Client) -> None:
    there.person |= {"preferred_username": name, "given_name": name, "groups": ["admins"]}
    assert there.come_back(client).status_code == 302
    made = Identity.objects.get().user
    assert made != people.administrator
    assert made.get_username().startswith("person-")


# Whose account it is


@pytest.mark.parametrize(
    ("by_setting", "verified", "linked"),
    [(True, True, True), (False, True, False), (True, False, False), (True, "true", False), (True, None, False)],
)
def test_an_account_is_linked_by_a_verified_address_and_by_setting(
    by_setting: bool, verified: Any, linked: bool, there: Provider, people: People, settings: Any
) -> None:
    settings.OIDC_LINK_BY_EMAIL = by_setting
    User.objects.filter(pk=people.front_desk.pk).update(email="carol@clinic.example")
    there.person |= {"email": "Carol@clinic.example", "email_verified": verified, "groups": ["desk"]}
    there.come_back(Client())
    assert (Identity.objects.get().user == people.front_desk) == linked


def test_an_account_that_may_do_everything_is_never_linked(there: Provider, settings: Any) -> None:
    settings.OIDC_LINK_BY_EMAIL = True
    operator = User.objects.create_superuser("operator", "op@clinic.example", PASSWORD)
    there.person |= {"email": "op@clinic.example", "email_verified": True}
    there.come_back(Client())
    assert Identity.objects.get().user != operator


@pytest.mark.parametrize("username", ["clinical-lead", "clinician", "administrator"])
def test_an_address_links_no_account_with_a_role_that_two_people_give(
    username: str, there: Provider, people: People, settings: Any, client: Client
) -> None:
    """An administrator writes addresses, and could write their own at such an account, whoever gives its role."""
    settings.OIDC_LINK_BY_EMAIL = True
    User.objects.filter(username=username).update(email="boss@clinic.example")
    there.person |= {"email": "boss@clinic.example", "email_verified": True, "groups": ["admins"]}
    assert is_refused(there.come_back(client), client)
    assert not Identity.objects.exists()


def test_an_address_of_two_accounts_links_neither(there: Provider, people: People, settings: Any) -> None:
    settings.OIDC_LINK_BY_EMAIL = True
    User.objects.filter(username__in=["clinician", "front-desk"]).update(email="shared@clinic.example")
    there.person |= {"email": "shared@clinic.example", "email_verified": True}
    there.come_back(Client())
    assert Identity.objects.get().user.get_username() == "nora"


def test_an_account_that_is_linked_already_is_nobody_elses(there: Provider, settings: Any, client: Client) -> None:
    settings.OIDC_LINK_BY_EMAIL = True
    there.person |= {"email": "nora@clinic.example", "email_verified": True}
    there.come_back(Client())
    there.person["sub"] = there.claims["sub"] = "somebody else"
    refused = there.come_back(client)
    assert is_refused(refused, client)
    assert "belongs to somebody else" in words(refused)


def test_v7_4_2_whoever_is_made_inactive_is_out_at_once(there: Provider, client: Client) -> None:
    """And does not come back in (ASVS V7.4.2)."""
    there.person["groups"] = ["desk"]
    there.come_back(client)
    assert client.get("/desk/").status_code == 200
    User.objects.update(is_active=False)
    assert client.get("/desk/").headers["Location"].startswith("/sign-in/")
    again = Client()
    assert is_refused(there.come_back(again), again)


# The second factor


def test_v6_3_4_single_sign_on_asks_for_the_same_factor(there: Provider, settings: Any, client: Client) -> None:
    """(ASVS V6.3.4)"""
    settings.SECOND_FACTOR = True
    there.person["groups"] = ["desk"]
    there.claims["amr"] = ["pwd"]
    there.come_back(client)
    assert client.get("/desk/").headers["Location"].startswith("/second-step/")
    key = set_up(User.objects.get())
    client.post("/second-step/", {"code": code_of(key)})
    assert client.get("/desk/").status_code == 200


@pytest.mark.parametrize(("said", "counts"), [(["pwd", "mfa"], True), ("mfa", True), (None, False), (["mfaa"], False)])
def test_a_factor_that_the_provider_reports_counts_where_the_site_says_so(
    said: Any, counts: bool, there: Provider, settings: Any, client: Client
) -> None:
    settings.SECOND_FACTOR = True
    there.person |= {"groups": ["desk"], "amr": ["mfa"]}  # what anybody may edit in a profile does not count
    there.claims["amr"] = said
    there.come_back(client)
    assert (client.get("/desk/").status_code == 200) == counts
    assert client.session.get(VERIFIED, {}).get("by") == ("identity provider" if counts else None)
    settings.OIDC_FACTOR_CLAIMS = []
    other = Client()
    there.come_back(other)
    assert other.get("/desk/").headers["Location"].startswith("/second-step/")


def test_an_unused_one_time_password_is_asked_of_nobody_who_comes_by_the_provider(
    there: Provider, people: People, client: Client
) -> None:
    there.person["groups"] = ["desk"]
    there.come_back(Client())
    user = User.objects.get(username="nora")
    password = give_one_time_password(actor=people.administrator, user=user)
    there.come_back(client)
    assert client.get("/desk/").status_code == 200
    by_password = Client()
    by_password.post("/sign-in/", {"username": "nora", "password": password})
    assert by_password.get("/desk/").headers["Location"] == "/password/"


# What is noted


def test_v16_3_1_coming_and_being_refused_is_logged_and_audited(
    there: Provider, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    """With the kind of reason, and nothing of what was sent (ASVS V16.3.1)."""
    caplog.set_level(logging.INFO, "intake.sign_in")
    there.come_back(client)
    User.objects.update(is_active=False)
    for _ in range(2):
        there.come_back(Client())
    Client().get("/single-sign-on/back/", {"code": "a-code", "state": "canary"})
    Client().get("/single-sign-on/back/", {"error": "canary"})
    there.claims["exp"] = LONG_AGO
    there.come_back(Client())
    notes: list[Any] = [record for record in caplog.records if record.name == "intake.sign_in"]
    reasons = ["not active", "not active", "incomplete", "by the provider", "ExpiredSignatureError"]
    assert [note.what for note in notes] == ["signed in", *[f"refused ({reason})" for reason in reasons]]
    assert {note.factor for note in notes} == {"identity provider"}
    refused = AuditEvent.objects.filter(action="sign-on refused").order_by("pk")
    assert list(refused.values_list("record_id", flat=True)) == reasons[1:]
    assert "canary" not in caplog.text


def test_v2_4_1_a_flood_of_ways_there_is_slowed_down(
    there: Provider, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each stores a session, which ends soon where nobody comes back (ASVS V2.4.1)."""
    monkeypatch.setitem(throttle.LIMITS, "address", Limit(2, 60))
    for _ in range(3):
        assert there.come_back(Client()).status_code == 302  # whoever comes back gives the token back
    answers = [Client().get("/single-sign-on/") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert "Retry-After" in answers[-1].headers
    of_nobody = StaffSession.objects.filter(user=None)
    assert of_nobody.count() == 2
    soon = timezone.now() + datetime.timedelta(minutes=11)
    assert not of_nobody.filter(expire_date__gt=soon).exists()
    assert not StaffSession.objects.exclude(user=None).filter(expire_date__lt=soon).exists()


# What is not believed


def unsigned(claims: dict[str, Any]) -> str:
    return jwt.encode(claims, None, "none", headers={"kid": "1"})


def with_another_key(claims: dict[str, Any]) -> str:
    return jwt.encode(claims, key_pair("somebody else's"), "RS256", headers={"kid": "1"})


def with_the_client_secret(claims: dict[str, Any]) -> str:
    return jwt.encode(claims, "a secret between the two" * 2, "HS256", headers={"kid": "1"})


def without_a_key_id(claims: dict[str, Any]) -> str:
    return jwt.encode(claims, key_pair(), "RS256")


LONG_AGO = int(time.time()) - 3600
WRONG_CLAIMS: dict[str, dict[str, Any]] = {
    "another nonce": {"nonce": "another"},
    "no nonce": {"nonce": None},
    "for another site": {"aud": "another-clinic"},
    "for nobody": {"aud": None},
    "of another provider": {"iss": "https://elsewhere.example"},
    "of no provider": {"iss": None},
    "too old": {"exp": LONG_AGO},
    "without an end": {"exp": None},
    "of tomorrow": {"iat": LONG_AGO + 90_000},
    "about nobody": {"sub": None},
    "about somebody else": {"sub": "somebody else"},
}


@pytest.mark.parametrize("claims", WRONG_CLAIMS.values(), ids=WRONG_CLAIMS)
def test_a_token_that_does_not_fit_signs_nobody_in(claims: dict[str, Any], there: Provider, client: Client) -> None:
    there.claims = claims
    assert is_refused(there.come_back(client), client)
    assert not User.objects.exists()


@pytest.mark.parametrize("sign", [unsigned, with_another_key, with_the_client_secret, without_a_key_id])
def test_a_token_that_the_provider_did_not_sign_signs_nobody_in(sign: Any, there: Provider, client: Client) -> None:
    there.sign = sign
    assert is_refused(there.come_back(client), client)


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "e30.e30.e30", "é", None, 5, {}])
def test_what_is_no_token_signs_nobody_in(token: Any, there: Provider, client: Client) -> None:
    there.sign = lambda claims: token
    assert is_refused(there.come_back(client), client)


@pytest.mark.parametrize("endpoint", ["/token", "/jwks", "/userinfo"])
@pytest.mark.parametrize("reply", [(500, b""), (404, b"{}"), (200, b""), (200, b"[]"), (200, b'"x"'), (200, b"{}")])
def test_a_provider_that_is_broken_breaks_nothing(
    reply: tuple[int, bytes], endpoint: str, there: Provider, client: Client
) -> None:
    there.replies[endpoint] = reply
    assert is_refused(there.come_back(client), client)


def test_a_provider_that_does_not_answer_is_told(there: Provider, settings: Any, client: Client) -> None:
    settings.OIDC_OP_TOKEN_ENDPOINT = "http://127.0.0.1:1/token"
    assert is_refused(there.come_back(client), client)


@pytest.mark.parametrize(
    "query",
    [{"state": "another"}, {"code": ""}, {"error": "access_denied", "error_description": "<script>alert(1)</script>"}],
)
def test_an_answer_that_nobody_asked_for_is_told(query: dict[str, str], there: Provider, client: Client) -> None:
    refused = there.come_back(client, **query)
    assert is_refused(refused, client)
    assert "<script>alert" not in refused.content.decode()


def test_an_answer_is_taken_once(there: Provider, client: Client) -> None:
    there.come_back(client)
    again = client.get("/single-sign-on/back/", {"code": "a-code", "state": there.asked["state"]})
    assert again.status_code == 422


def test_an_answer_without_a_question_signs_nobody_out(there: Provider, client: Client) -> None:
    there.person["groups"] = ["desk"]
    there.come_back(client)
    assert client.get("/single-sign-on/back/?error=access_denied").status_code == 422
    assert client.get("/desk/").status_code == 200


def test_the_way_there_is_the_code_flow_with_pkce(there: Provider, client: Client) -> None:
    there.come_back(client)
    asked = there.asked
    assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
    assert asked["redirect_uri"] == "http://testserver/single-sign-on/back/"
    assert {"state", "nonce", "code_challenge"} <= set(asked)
    for elsewhere in ("https://elsewhere.example/", "//elsewhere.example/"):
        assert there.come_back(Client(), going_to=elsewhere).headers["Location"] == "/"


def test_the_sign_in_page_offers_it_where_there_is_one(there: Provider, settings: Any, client: Client) -> None:
    assert 'href="/single-sign-on/?next=/desk/"' in client.get("/sign-in/?next=/desk/").content.decode()
    settings.SINGLE_SIGN_ON = False
    assert "single-sign-on" not in client.get("/sign-in/").content.decode()
    for address in ("/single-sign-on/", "/single-sign-on/back/"):
        assert "This site has no single sign-on" in words(client.get(address))


def test_a_password_is_no_way_around_the_provider(there: Provider, client: Client) -> None:
    sent = {"username": "nora", "password": "x", "nonce": "x", "code_verifier": "x"}
    there.come_back(Client())
    response = client.post(f"/sign-in/?code=a-code&state={there.asked['state']}", sent)
    assert "Please enter a correct" in words(response)


# Without a password, a code of the second factor stands for it


@pytest.fixture
def newcomer(there: Provider, people: People, client: Client) -> User:
    """Signed on in ``client``, with the role of a clinician and an authenticator."""
    there.person["groups"] = ["doctors", "desk"]
    there.come_back(client)
    return User.objects.get(username="nora")


def test_a_screen_that_is_locked_opens_by_a_code(newcomer: User, client: Client, settings: Any) -> None:
    key = set_up(newcomer)
    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=16), tick=False):
        asked = client.get(client.get("/queue/").headers["Location"])
        assert "Code of the authenticator app of nora" in words(asked)
        wrong = client.post("/confirm/", {"confirming-password": "000000", "next": "/queue/"})
        assert (wrong.status_code, "That code is not right" in words(wrong)) == (422, True)
        code = {"confirming-password": code_of(key), "next": "/queue/"}
        assert client.post("/confirm/", code).headers["Location"] == "/queue/"
        assert client.get("/queue/").status_code == 200
        assert client.post("/confirm/", code).status_code == 422  # a code works once
    assert AuditEvent.objects.filter(actor=newcomer, action="confirm").count() == 1


def test_whoever_guesses_codes_there_has_to_wait(newcomer: User, client: Client) -> None:
    set_up(newcomer)
    tried = [client.post("/confirm/", {"confirming-password": "000000"}) for _ in range(6)]
    assert [response.status_code for response in tried] == [422] * 5 + [429]


def test_without_an_authenticator_it_is_told_what_helps(newcomer: User, client: Client) -> None:
    told = client.post("/confirm/", {"confirming-password": "000000"})
    assert "Set up an authenticator app" in words(told)


def test_an_intake_is_signed_by_a_code(newcomer: User, people: People, client: Client) -> None:
    key, intake = set_up(newcomer), factories.submitted(people.front_desk, "V35")
    factories.acknowledged(people.clinician, intake)
    page = client.get(f"/review/{intake.pk}/sign/")
    assert "A code of your authenticator app" in words(page)
    typed = {"same_words": "Seen.", "nothing_decided": "on", "role": "GP", "password": code_of(key)}
    client.post(f"/review/{intake.pk}/sign/", form_with(page, "role") | typed)
    intake.refresh_from_db()
    assert intake.state == Intake.State.SIGNED


def test_a_screen_is_taken_back_by_a_code(newcomer: User, people: People, client: Client) -> None:
    key, draft = set_up(newcomer), factories.draft(people.front_desk, {})
    client.post(f"/intakes/{draft.pk}/hand-over/")
    address = f"/intakes/{draft.pk}/take-back/"
    assert "a code of their authenticator app" in words(client.get(address))
    assert client.post(address, {"password": code_of(key)}).headers["Location"] == f"/intakes/{draft.pk}/"
