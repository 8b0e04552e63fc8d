"""A person is made on one page of the admin site, and comes in by an invitation or by a one-time password."""

from __future__ import annotations

import re
import smtplib
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client

from intake.models import AuditEvent, ClinicProfile, StaffMember
from intake.roles import ADMINISTRATOR, CLINICIAN, FRONT_DESK
from tests import factories
from tests.factories import People
from tests.views.browser import form_with, offered
from tests.views.pages import words

LIST, ADD = "/admin/auth/user/", "/admin/auth/user/add/"
CHOSEN = "a horse that nobody rides"


@pytest.fixture
def administrator(people: People) -> Client:
    User.objects.filter(pk=people.administrator.pk).update(is_staff=True, first_name="Ada", last_name="Admin")
    client = Client()
    client.force_login(people.administrator)
    return client


def typed(way: str, *roles: str, **changes: Any) -> dict[str, Any]:
    """The page as an administrator fills it in for a new colleague."""
    filled = {
        "first_name": "Nell",
        "last_name": "Newcomer",
        "job_title": "Physiotherapist",
        "registration_number": "HCPC PH123",
        "email": "nell@clinic.example",
        "username": "nell",
        "groups": [role.pk for role in Group.objects.filter(name__in=roles or (CLINICIAN,))],
        "way": way,
    }
    return filled | changes


def one_time_password(page: Any) -> str:
    found = re.search(r"<code>([a-z0-9-]+)</code>", page.content.decode())
    assert found, words(page)
    return found[1]


def link(sent: mail.EmailMessage) -> str:
    """The address in the mail, without the host."""
    found = re.search(r"https?://testserver(/set-password/\S+)", str(sent.body))
    assert found
    return found[1]


def audited(user: User) -> list[str]:
    rows = AuditEvent.objects.filter(record_type="user", record_id=str(user.pk))
    return list(rows.order_by("pk").values_list("action", flat=True))


# One page


def test_one_page_makes_a_person_who_is_invited(administrator: Client) -> None:
    ClinicProfile(name="Riverside", phone="01234 567").save()
    response = administrator.post(ADD, form_with(administrator.get(ADD), "username") | typed("invitation"))
    assert response.headers["Location"] == LIST
    user = User.objects.get(username="nell")
    assert (user.get_full_name(), user.email, user.is_staff, user.is_superuser) == (
        *("Nell Newcomer", "nell@clinic.example"),
        *(False, False),
    )
    assert not user.groups.exists()  # a clinical role waits: tests/test_second_person.py
    assert StaffMember.of(user).printed_role == "Physiotherapist, HCPC PH123"
    assert not user.has_usable_password()
    assert audited(user) == ["propose Clinician", "take on", "invite"]
    (sent,) = mail.outbox
    assert sent.to == ["nell@clinic.example"]
    for said in (
        "Dear Nell Newcomer",
        "Ada Admin has given you",
        "Riverside",
        "Your user name: nell",
        "3 days",
        "01234 567",
    ):
        assert said in sent.body
    assert "An invitation was sent to nell@clinic.example" in words(administrator.get(LIST))


def test_one_page_makes_a_person_with_a_one_time_password(administrator: Client) -> None:
    page = administrator.post(ADD, typed("one-time password", FRONT_DESK))
    password = one_time_password(page)
    assert "shown only now" in words(page)
    assert page.headers["Cache-Control"] == "no-store"
    user = User.objects.get(username="nell")
    assert user.check_password(password)
    assert audited(user) == ["give Front desk", "take on", "give one-time password"]
    assert not mail.outbox
    for later in (LIST, f"{LIST}{user.pk}/change/", "/admin/"):
        assert password not in administrator.get(later).content.decode()
    again = administrator.post(ADD, typed("one-time password", FRONT_DESK))
    assert "If you have added this person a moment ago, the account is there" in words(again)
    assert f'<a href="{LIST}{user.pk}/password/">' in again.content.decode()


def test_an_administrator_gets_into_the_admin_site_by_the_role_alone(administrator: Client, people: People) -> None:
    people.clinical_lead.groups.clear()
    password = one_time_password(administrator.post(ADD, typed("one-time password", ADMINISTRATOR)))
    user = User.objects.get(username="nell")
    assert user.is_staff
    page = f"{LIST}{user.pk}/change/"
    fields = form_with(administrator.get(page), "username") | {"groups": [Group.objects.get(name=FRONT_DESK).pk]}
    assert administrator.post(page, fields).status_code == 302
    user.refresh_from_db()
    assert not user.is_staff
    assert user.check_password(password)
    assert audited(user)[-1] == "change"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"last_name": ""}, "This field is required."),
        ({"groups": []}, "This field is required."),
        ({"email": ""}, "An invitation needs an e-mail address."),
        ({"email": "nell"}, "Enter a valid email address."),
        ({"username": "clinician"}, "Somebody has this user name already."),
        ({"way": ""}, "This field is required."),
        ({"way": "by pigeon"}, "Select a valid choice."),
    ],
)
def test_what_is_missing_is_said_and_nobody_is_made(changes: dict[str, Any], said: str, administrator: Client) -> None:
    page = administrator.post(ADD, typed("invitation") | changes)
    assert page.status_code == 200
    assert said in words(page)
    assert not User.objects.filter(username="nell").exists()
    assert not mail.outbox


def test_a_user_name_that_differs_in_capitals_alone_is_taken(administrator: Client, people: People) -> None:
    page = administrator.post(ADD, typed("one-time password") | {"username": "CLINICIAN"})
    assert "Somebody has this user name already." in words(page)
    assert not User.objects.filter(username="CLINICIAN").exists()


def test_nobody_is_made_a_superuser_here(administrator: Client) -> None:
    extra = {"is_superuser": "on", "is_staff": "on", "user_permissions": [1, 2]}
    administrator.post(ADD, typed("one-time password") | extra)
    user = User.objects.get(username="nell")
    assert (user.is_superuser, user.is_staff, user.user_permissions.count()) == (False, False, 0)


@pytest.mark.parametrize("role", ["", FRONT_DESK, CLINICIAN])
def test_nobody_else_makes_a_person_or_a_password(role: str, client: Client, people: People) -> None:
    somebody = factories.user("somebody", role)
    User.objects.filter(pk=somebody.pk).update(is_staff=True)
    client.force_login(somebody)
    for address in (ADD, f"{LIST}{people.clinician.pk}/password/"):
        assert client.post(address, typed("one-time password")).status_code == 403
    assert not User.objects.filter(username="nell").exists()


def test_a_form_of_another_site_makes_nobody(people: People) -> None:
    User.objects.filter(pk=people.administrator.pk).update(is_staff=True)
    client = Client(enforce_csrf_checks=True)
    client.force_login(people.administrator)
    for address in (ADD, f"{LIST}{people.clinician.pk}/password/"):
        assert client.post(address, typed("one-time password")).status_code == 403


# The mail


def test_the_mail_holds_no_password_and_its_link_works_once(administrator: Client) -> None:
    administrator.post(ADD, typed("invitation", FRONT_DESK))
    address = link(mail.outbox[0])
    assert not re.search("password:|one-time", str(mail.outbox[0].body), re.IGNORECASE)
    client = Client()
    form_page = client.get(address).headers["Location"]
    assert "nell" in words(client.get(form_page))
    response = client.post(form_page, {"new_password1": CHOSEN, "new_password2": CHOSEN})
    assert response.headers["Location"] == "/sign-in/"
    assert "Your password is set." in words(client.get("/sign-in/"))
    user = User.objects.get(username="nell")
    assert audited(user) == ["give Front desk", "take on", "invite", "choose password"]
    assert client.post("/sign-in/", {"username": "nell", "password": CHOSEN}).headers["Location"] == "/"
    assert client.get("/desk/").status_code == 200
    other = Client()
    for used in (address, form_page):
        assert "This link does not work any more" in words(other.get(used))
        assert "This link does not work any more" in words(
            other.post(used, {"new_password1": "x", "new_password2": "x"})
        )


def test_a_new_invitation_ends_the_old_one_and_the_password(administrator: Client, people: People) -> None:
    User.objects.filter(pk=people.front_desk.pk).update(email="dana@clinic.example")
    page = f"{LIST}{people.front_desk.pk}/password/"
    signed_in = Client()
    signed_in.force_login(people.front_desk)
    assert "The password used until now ends at once" in words(administrator.get(page))
    for _ in range(2):
        assert administrator.post(page, {"way": "invitation"}).headers["Location"] == LIST
    first, second = map(link, mail.outbox)
    assert "does not work any more" in words(Client().get(first))
    assert Client().get(second).status_code == 302
    assert signed_in.get("/desk/").status_code == 302
    assert not Client().login(username="front-desk", password=factories.PASSWORD)


def test_an_invitation_of_somebody_who_has_left_opens_nothing(administrator: Client) -> None:
    administrator.post(ADD, typed("invitation"))
    User.objects.filter(username="nell").update(is_active=False)
    assert "does not work any more" in words(Client().get(link(mail.outbox[0])))


def test_where_the_mail_is_not_sent_the_person_is_there_and_it_is_said(
    administrator: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(*args: Any) -> int:
        raise smtplib.SMTPRecipientsRefused({"nell@clinic.example": (550, b"no such user")})

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    page = administrator.post(ADD, typed("invitation"), follow=True)
    assert "the mail to nell@clinic.example was not sent" in words(page)
    assert User.objects.filter(username="nell").exists()
    assert "An invitation was not sent: SMTPRecipientsRefused" in caplog.text
    assert "nell" not in caplog.text


def test_without_a_mail_server_no_invitation_is_offered(administrator: Client, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    page = administrator.get(ADD)
    assert offered(page)["way"] == ["one-time password"]
    assert "this site has no mail server" in words(page)
    assert "Select a valid choice." in words(administrator.post(ADD, typed("invitation")))


def test_an_invitation_needs_an_address(administrator: Client, people: People) -> None:
    page = administrator.post(f"{LIST}{people.clinician.pk}/password/", {"way": "invitation"})
    assert "An invitation needs an e-mail address." in words(page)
    people.clinician.refresh_from_db()
    assert people.clinician.has_usable_password()


def test_a_page_for_nobody_is_not_found(administrator: Client) -> None:
    assert administrator.post(f"{LIST}999999/password/", {"way": "one-time password"}).status_code == 404


# The list


def test_the_list_says_role_active_and_last_sign_in_in_two_queries_more(
    administrator: Client, django_assert_max_num_queries: Any
) -> None:
    administrator.post(ADD, typed("one-time password"))
    administrator.post(ADD, typed("one-time password", username="other", email="", groups=[1], job_title=""))
    factories.user("no-role")
    with django_assert_max_num_queries(12):
        page = administrator.get(LIST)
    shown = words(page)
    for said in (
        "Nell Newcomer",
        "Physiotherapist",
        "Clinician",
        "Active",
        "Last sign-in",
        "never",
        "none: no page opens",
    ):
        assert said in shown


def test_the_last_sign_in_is_read_and_not_written(administrator: Client, people: People) -> None:
    page = f"{LIST}{people.clinician.pk}/change/"
    before = User.objects.get(pk=people.clinician.pk)
    fields = form_with(administrator.get(page), "username")
    assert not {"last_login", "password", "date_joined"} & {name.removesuffix("_0") for name in fields}
    changed = fields | {
        "last_login": "2020-01-01",
        "last_login_0": "2020-01-01",
        "password": "x",
        "first_name": "Carol",
    }
    administrator.post(page, changed)
    after = User.objects.get(pk=people.clinician.pk)
    assert (after.first_name, after.last_login, after.password) == ("Carol", before.last_login, before.password)


def test_people_are_not_found_by_their_passwords(administrator: Client) -> None:
    assert administrator.get(LIST, {"password__startswith": "md5"}).status_code in (302, 400)
