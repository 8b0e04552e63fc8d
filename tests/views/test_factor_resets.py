"""Somebody's factors end only when two people say so; on the server, when nobody can get in."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from django_otp_webauthn.models import WebAuthnCredential

from intake.actions.factor_resets import confirm_factor_reset, propose_factor_reset, withdraw_factor_reset
from intake.actions.refused import NotPossibleError
from intake.models import AuditEvent, Authenticator, FactorReset, RecoveryCode
from intake.roles import ADMINISTRATOR, CLINICIAN
from tests import factories
from tests.factories import People
from tests.second_factor import asked, recovery_codes, set_up, with_password
from tests.views.pages import words

PAGE = "/second-factor/resets/"


@pytest.fixture
def lost(people: People) -> User:
    """Has every kind of factor, and is signed in somewhere."""
    asked(people.front_desk)
    set_up(people.front_desk, is_first=False)
    recovery_codes(people.front_desk)
    return people.front_desk


@pytest.fixture
def other_administrator(people: People) -> User:
    return factories.user("other-administrator", ADMINISTRATOR)


def as_user(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def has_factors(user: User) -> list[bool]:
    kinds: tuple[Any, ...] = (Authenticator, RecoveryCode, WebAuthnCredential)
    return [kind.objects.filter(user=user).exists() for kind in kinds]


def audited(user: User) -> list[tuple[str, str | None]]:
    rows = AuditEvent.objects.filter(record_type="user", record_id=str(user.pk), action__contains="reset")
    return list(rows.order_by("pk").values_list("action", "actor__username"))


@pytest.mark.parametrize("second", ["clinical-lead", "other-administrator"])
def test_a_second_person_confirms(second: str, lost: User, people: People, other_administrator: User) -> None:
    there = as_user(lost)
    administrator, decides = as_user(people.administrator), as_user(User.objects.get(username=second))
    administrator.post(PAGE, {"person": lost.pk})
    assert has_factors(lost) == [True] * 3
    assert "You proposed it: somebody else confirms." in words(administrator.get(PAGE))
    reset = FactorReset.objects.get()
    assert "Confirm: end their factors" in words(decides.get(PAGE))
    told = words(decides.post(f"{PAGE}{reset.pk}/confirm/", follow=True))
    assert "front-desk is signed out everywhere, and sets up new factors." in told
    assert ("Nothing waits for you." if second == "clinical-lead" else "Nothing waits.") in told
    assert has_factors(lost) == [False] * 3
    assert there.get("/desk/").headers["Location"].startswith("/sign-in/")
    assert audited(lost) == [("propose factor reset", "administrator"), ("confirm factor reset", second)]


def test_afterwards_the_password_leads_to_new_factors(lost: User, people: People, settings: Any) -> None:
    settings.SECOND_FACTOR = True
    reset = propose_factor_reset(actor=people.administrator, user=lost)
    confirm_factor_reset(actor=people.clinical_lead, reset=reset)
    half = with_password(lost)
    assert half.get("/second-step/").headers["Location"].startswith("/second-factor/authenticator/")


def test_v6_3_3_one_person_alone_ends_nobodys_factors(lost: User, people: People) -> None:
    """Neither who proposed it, nor whom it is about, nor anybody without the role (ASVS V6.3.3)."""
    lost.groups.set(people.administrator.groups.all())
    reset = propose_factor_reset(actor=people.administrator, user=lost)
    for actor in (people.administrator, lost, people.clinician):
        assert as_user(actor).post(f"{PAGE}{reset.pk}/confirm/").status_code == 403
        with pytest.raises(PermissionDenied):
            confirm_factor_reset(actor=actor, reset=reset)
    assert "This is about you: somebody else decides." in words(as_user(lost).get(PAGE))
    assert has_factors(lost) == [True] * 3


@pytest.mark.parametrize("role", [CLINICIAN, ADMINISTRATOR])
def test_v6_3_3_an_administrator_with_a_second_account_ends_no_clinicians_factors(
    role: str, people: People, other_administrator: User
) -> None:
    """Administrators make administrators: of whom has a role that two people give, a clinical lead confirms it."""
    lost = factories.user("lost", role)
    set_up(lost)
    reset = propose_factor_reset(actor=people.administrator, user=lost)
    second = as_user(other_administrator)
    assert "A clinical lead confirms this one." in words(second.get(PAGE))
    assert second.post(f"{PAGE}{reset.pk}/confirm/").status_code == 403
    with pytest.raises(PermissionDenied):
        confirm_factor_reset(actor=other_administrator, reset=reset)
    assert Authenticator.objects.filter(user=lost).exists()
    confirm_factor_reset(actor=people.clinical_lead, reset=reset)
    assert not Authenticator.objects.filter(user=lost).exists()


def test_before_there_is_a_clinical_lead_administrators_confirm_one_another(
    people: People, other_administrator: User
) -> None:
    people.clinical_lead.groups.clear()
    reset = propose_factor_reset(actor=people.administrator, user=factories.user("lost", ADMINISTRATOR))
    confirm_factor_reset(actor=other_administrator, reset=reset)


def test_nobody_proposes_for_themselves(people: People) -> None:
    page = as_user(people.administrator).post(PAGE, {"person": people.administrator.pk})
    assert page.status_code == 422
    assert "Nobody resets their own factors." in words(page)
    with pytest.raises(NotPossibleError):
        propose_factor_reset(actor=people.administrator, user=people.administrator)
    with pytest.raises(PermissionDenied):
        propose_factor_reset(actor=people.clinical_lead, user=people.front_desk)
    assert as_user(people.clinical_lead).post(PAGE, {"person": people.front_desk.pk}).status_code == 403


@pytest.mark.parametrize("person", ["", "0", "x", str(2**63), "\0", "-1"])
def test_nobody_is_chosen(person: str, people: People) -> None:
    administrator = as_user(people.administrator)
    assert administrator.post(PAGE, {"person": person}).status_code == 422
    assert administrator.get(PAGE, {"person": person}).status_code == (400 if person == "\0" else 200)
    assert not FactorReset.objects.exists()


Act = Callable[[User, FactorReset], Any]
DECISIONS: list[Act] = [
    lambda actor, reset: confirm_factor_reset(actor=actor, reset=reset),
    lambda actor, reset: withdraw_factor_reset(actor=actor, reset=reset),
]


@pytest.mark.parametrize("again", DECISIONS, ids=["confirmed again", "taken back then"])
@pytest.mark.parametrize("first", DECISIONS, ids=["confirmed", "taken back"])
def test_it_is_decided_once(first: Act, again: Act, lost: User, people: People, other_administrator: User) -> None:
    reset = propose_factor_reset(actor=people.administrator, user=lost)
    first(other_administrator, reset)
    with pytest.raises(NotPossibleError):
        again(other_administrator, reset)


def test_after_seven_days_it_is_proposed_anew(lost: User, people: People) -> None:
    reset = propose_factor_reset(actor=people.administrator, user=lost)
    assert propose_factor_reset(actor=people.administrator, user=lost) == reset
    with time_machine.travel(timezone.now() + datetime.timedelta(days=7, seconds=1)):
        lead = as_user(people.clinical_lead)
        assert "Nothing waits." in words(lead.get(PAGE))
        assert "more than seven days old" in words(lead.post(f"{PAGE}{reset.pk}/confirm/", follow=True))
        assert has_factors(lost) == [True] * 3
        assert propose_factor_reset(actor=people.administrator, user=lost) != reset
    assert list(FactorReset.objects.values_list("outcome", flat=True)) == ["expired", ""]


def test_the_page_of_a_person_leads_there(people: People) -> None:
    User.objects.filter(pk=people.administrator.pk).update(is_staff=True)
    administrator = as_user(people.administrator)
    page = administrator.get(f"/admin/auth/user/{people.front_desk.pk}/change/")
    address = f"{PAGE}?person={people.front_desk.pk}"
    assert f'href="{address}"' in page.content.decode()
    assert f'<option value="{people.front_desk.pk}" selected>' in administrator.get(address).content.decode()


def test_on_the_server_it_is_done_by_nobody(lost: User, capsys: pytest.CaptureFixture[str]) -> None:
    there = as_user(lost)
    call_command("reset_second_factor", "front-desk", "--confirmed-by", " Pat  Manager ")
    said = capsys.readouterr().out
    assert "Ended for front-desk: authenticator app, passkeys, recovery codes, and every open sign-in." in said
    assert has_factors(lost) == [False] * 3
    assert there.get("/desk/").headers["Location"].startswith("/sign-in/")
    assert audited(lost) == [("reset factors on the server", None)]
    kept = FactorReset.objects.get()
    assert (kept.user, kept.second_person, kept.outcome, kept.proposed_by) == (lost, "Pat Manager", "confirmed", None)


@pytest.mark.parametrize("name", ["", " ", "front-desk", "x" * 151])
def test_on_the_server_somebody_else_confirms_it(name: str, lost: User) -> None:
    with pytest.raises(CommandError, match="takes the name of somebody else"):
        call_command("reset_second_factor", "front-desk", "--confirmed-by", name)
    with pytest.raises(CommandError, match="--confirmed-by"):
        call_command("reset_second_factor", "front-desk")
    assert has_factors(lost) == [True] * 3


def test_on_the_server_nobody_is_guessed(lost: User) -> None:
    with pytest.raises(CommandError, match="no account with this user name"):
        call_command("reset_second_factor", "front-des", "--confirmed-by", "Pat Manager")
    assert has_factors(lost) == [True] * 3


def test_a_clinical_lead_sees_it_among_all_that_waits(lost: User, people: People) -> None:
    lead = as_user(people.clinical_lead)
    assert "Nothing waits for you." in words(lead.get("/confirmations/"))
    propose_factor_reset(actor=people.administrator, user=lost)
    shown = words(lead.get("/confirmations/"))
    assert "Waiting for you 1" in shown
    assert "lost second factor" in shown
    assert "Confirm: end their factors" in shown


def test_what_is_about_the_lead_is_shown_and_not_counted(people: People) -> None:
    propose_factor_reset(actor=people.administrator, user=people.clinical_lead)
    shown = words(as_user(people.clinical_lead).get("/confirmations/"))
    assert "Somebody else has to decide this: it is about you." in shown
    assert "Confirm: end" not in shown
    assert "Waiting for you 1" not in shown
