"""A one-time password is changed first; who has no role is told whom to ask; a signature knows the job title."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client

from intake.actions.staff import give_one_time_password
from intake.middleware import FOR_EVERY_SESSION
from intake.models import AuditEvent, ClinicProfile, StaffMember
from intake.roles import ADMINISTRATOR, CLINICIAN, FRONT_DESK
from tests import factories
from tests.factories import People
from tests.test_access import ADDRESSES, EVERYBODY, WITH_ACCOUNT, Visitors
from tests.test_access import own_visitors as visitors
from tests.views.pages import title, words

__all__ = ["visitors"]

CHOSEN = "a horse that nobody rides"


@pytest.fixture
def newcomer(people: People) -> Client:
    """Signed in at the front desk with a one-time password."""
    password = give_one_time_password(actor=people.administrator, user=people.front_desk)
    client = Client()
    client.post("/sign-in/", {"username": "front-desk", "password": password})
    client.password = password  # type: ignore[attr-defined]
    return client


# A one-time password


def test_until_it_is_changed_no_other_page_opens(visitors: Visitors, newcomer: Client) -> None:
    for name in ADDRESSES:
        if name in ("password", *FOR_EVERY_SESSION):
            continue
        for method in ("GET", "POST"):
            response = newcomer.generic(method, visitors.address(name))
            assert (response.status_code, response.get("Location")) == (302, "/password/"), (method, name)
    for other in ("/admin/", "/admin/password_change/", "/no/such/page"):
        assert newcomer.get(other).headers["Location"] == "/password/"
    assert newcomer.get("/password/").status_code == 200
    saving = newcomer.post("/desk/", headers={"HX-Request": "true"})
    assert saving.status_code == 403


def test_its_page_says_so_and_offers_nothing_else(newcomer: Client) -> None:
    page = newcomer.get("/password/")
    shown = words(page)
    assert "Choose your own password" in shown
    assert "Use single keys" not in shown
    assert 'href="/desk/"' not in page.content.decode()


def test_once_it_is_changed_everything_opens(newcomer: Client, people: People) -> None:
    old = newcomer.password  # type: ignore[attr-defined]
    sent = {"old_password": old, "new_password1": CHOSEN, "new_password2": CHOSEN}
    assert newcomer.post("/password/", sent).headers["Location"] == "/"
    assert newcomer.get("/desk/").status_code == 200
    assert AuditEvent.objects.filter(action="choose password", actor=people.front_desk).count() == 1
    client = Client()
    assert client.login(username="front-desk", password=CHOSEN)
    assert client.get("/desk/").status_code == 200
    assert not client.login(username="front-desk", password=old)


@pytest.mark.parametrize("weak", ["short", "password1234", "front-desk-12", ""])
def test_v6_2_4_a_weak_one_does_not_end_it(weak: str, newcomer: Client) -> None:
    chosen = weak or newcomer.password  # type: ignore[attr-defined]
    sent = {"old_password": newcomer.password, "new_password1": chosen, "new_password2": chosen}  # type: ignore[attr-defined]
    assert newcomer.post("/password/", sent).status_code == 200
    assert newcomer.get("/desk/").headers["Location"] == "/password/"


def test_a_new_one_time_password_ends_the_sign_ins_of_before(people: People) -> None:
    client = Client()
    client.force_login(people.front_desk)
    give_one_time_password(actor=people.administrator, user=people.front_desk)
    assert client.get("/desk/").headers["Location"].startswith("/sign-in/")


def test_signing_in_again_on_a_page_that_saves_opens_nothing_either(people: People) -> None:
    password = give_one_time_password(actor=people.administrator, user=people.front_desk)
    client = Client()
    assert client.post("/sign-in-again/", {"username": "front-desk", "password": password}).status_code == 200
    assert client.get("/desk/").headers["Location"] == "/password/"


def test_who_has_no_role_changes_it_all_the_same(people: People) -> None:
    user = factories.user("no-role")
    password = give_one_time_password(actor=people.administrator, user=user)
    client = Client()
    client.post("/sign-in/", {"username": "no-role", "password": password})
    sent = {"old_password": password, "new_password1": CHOSEN, "new_password2": CHOSEN}
    page = client.post("/password/", sent, follow=True)
    assert "Your account has no role yet" in words(page)


# The link of an invitation


@pytest.mark.parametrize(
    "address", ["/set-password/MQ/no-such-token/", "/set-password/x/x/", "/set-password/MQ/set-password/"]
)
def test_a_link_that_nobody_sent_says_nothing_of_anybody(address: str, client: Client, people: People) -> None:
    for response in (client.get(address), client.post(address, {"new_password1": CHOSEN, "new_password2": CHOSEN})):
        assert "This link does not work any more" in words(response)
        assert "front-desk" not in response.content.decode()  # the first person there is


# Without a role


def test_who_has_no_role_is_told_on_every_page_whom_to_ask(visitors: Visitors, people: People) -> None:
    ClinicProfile.objects.update_or_create(
        pk=1, defaults={"name": "Riverside", "phone": "01234 567", "email": "desk@riverside.example"}
    )
    User.objects.filter(pk=people.administrator.pk).update(
        first_name="Ada", last_name="Admin", email="ada@riverside.example"
    )
    factories.user("former", ADMINISTRATOR)
    User.objects.filter(username="former").update(is_active=False)
    client = visitors.clients["no role"]
    for name, (audience, methods) in ADDRESSES.items():
        if audience in (EVERYBODY, WITH_ACCOUNT):
            continue
        response = client.generic(methods[0], visitors.address(name))
        assert response.status_code == 403, name
        shown = words(response)
        assert title(response).startswith("No role yet"), name
        for said in ("Ada Admin", "ada@riverside.example", "phone 01234 567", "desk@riverside.example", "no-role"):
            assert said in shown, name
        assert "former" not in shown
        leads = set(re.findall(r'<a [^>]*href="(/[^"]*)"', response.content.decode()))
        assert leads <= {"/"}, name


def test_a_site_without_an_administrator_says_so(client: Client, db: None) -> None:
    client.force_login(factories.user("no-role"))
    assert "whoever runs this site: nobody is its administrator yet" in words(client.get("/"))


def test_a_superuser_without_a_role_is_led_to_the_administration(client: Client, db: None) -> None:
    client.force_login(User.objects.create_superuser("superuser"))
    assert client.get("/").headers["Location"] == "/admin/"
    assert "manage.py confirm_role" in words(client.get("/admin/"))
    page = client.get("/password/")
    assert page.status_code == 403
    assert 'href="/admin/"' in page.content.decode()


def test_who_has_run_createsuperuser_signs_in_to_the_administration(client: Client, db: None) -> None:
    User.objects.create_superuser("superuser", password=factories.PASSWORD)
    page = client.post("/sign-in/", {"username": "superuser", "password": factories.PASSWORD}, follow=True)
    assert page.redirect_chain == [("/", 302), ("/admin/", 302)]
    assert "Your account has no role yet" in words(page)
    person = factories.user("admin", ADMINISTRATOR)
    User.objects.filter(pk=person.pk).update(is_staff=True)
    client.force_login(person)
    assert "has no role yet" not in words(client.get("/admin/"))


@pytest.mark.parametrize("role", [FRONT_DESK, CLINICIAN])
def test_who_has_a_role_is_led_back_to_a_page_that_opens(role: str, client: Client, db: None) -> None:
    client.force_login(factories.user("somebody", role))
    page = client.get("/rules/approval/" if role == FRONT_DESK else "/desk/")
    assert page.status_code == 403
    assert "Your account may not open this page" in words(page)
    assert client.get("/", follow=True).status_code == 200


# What is printed under a signature


@pytest.mark.parametrize(
    ("job_title", "number", "printed"),
    [("Physiotherapist", "HCPC PH1", "Physiotherapist, HCPC PH1"), ("GP", "", "GP"), ("", "GMC 1", "Clinician")],
)
def test_a_signature_begins_with_the_accounts_job_title(
    job_title: str, number: str, printed: str, client: Client, people: People
) -> None:
    StaffMember.objects.create(user=people.clinician, job_title=job_title, registration_number=number)
    client.force_login(people.clinician)
    done = factories.submitted(people.front_desk, "V11")
    page = client.get(f"/review/{done.pk}/sign/")
    assert page.context["form"].initial["role"] == printed
