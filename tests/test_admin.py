"""The admin site: people, groups and the clinic's own settings, for administrators; nothing clinical, for nobody."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, Permission, User
from django.test import Client
from django.urls import URLResolver

from intake.clinical.rules.site_settings import SiteSettings
from intake.models import AuditEvent, ClinicProfile, Service
from intake.roles import ADMINISTRATOR, CLINICIAN, FRONT_DESK
from tests import factories
from tests.factories import People
from tests.views.browser import form_with
from tests.views.pages import words

CHANGED = {
    "User": "/admin/auth/user/",
    "Group": "/admin/auth/group/",
    "ClinicProfile": "/admin/intake/clinicprofile/",
    "Service": "/admin/intake/service/",
}
AUDIT = "/admin/intake/auditevent/"
ALLOWED = {
    "User": {"add", "change", "view"},
    "Group": {"change", "view"},
    "ClinicProfile": {"add", "change", "view"},
    "Service": {"add", "change", "view"},
    "AuditEvent": {"view"},
}
"""What an administrator may do with each kind of record. Nobody may delete any, not even a superuser."""


def addresses(entries: Any = None, path: str = "/admin/") -> Iterator[str]:
    """Every address of the admin site; every id is 1."""
    for entry in admin.site.get_urls() if entries is None else entries:
        route = path + re.sub(r"<\w*:?\w+>", "1", str(entry.pattern))
        if isinstance(entry, URLResolver):
            yield from addresses(entry.url_patterns, route)
        else:
            yield {"app_list": "/admin/auth/"}.get(entry.name, route.replace("(?P1.*)$", "no-such-page/"))


ADDRESSES = sorted(addresses())


@pytest.fixture
def administrator(people: People) -> Client:
    people.administrator.is_staff = True
    people.administrator.save()
    client = Client()
    client.force_login(people.administrator)
    return client


@pytest.fixture
def superuser(db: None) -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("superuser"))
    return client


# Who may open it


@pytest.mark.parametrize("role", ["", FRONT_DESK, CLINICIAN, ADMINISTRATOR, "signed out"])
def test_v8_2_1_without_the_mark_of_staff_nobody_gets_in(role: str, client: Client, db: None) -> None:
    """Whatever the role (ASVS V8.2.1)."""
    if role != "signed out":
        client.force_login(factories.user("somebody", role))
    for address in ADDRESSES:
        for method in ("get", "post"):
            response = getattr(client, method)(address)
            if address not in ("/admin/login/", "/admin/logout/"):
                assert response.status_code == 302, address
                assert response.headers["Location"].startswith(("/admin/login/", "/sign-in/")), address


@pytest.mark.parametrize("role", ["", FRONT_DESK, CLINICIAN])
def test_v8_2_1_the_mark_of_staff_alone_opens_no_record(role: str, client: Client, db: None) -> None:
    """It needs an administrator's permissions as well (ASVS V8.2.1)."""
    somebody = factories.user("somebody", role)
    User.objects.filter(pk=somebody.pk).update(is_staff=True)
    client.force_login(somebody)
    for address in (*CHANGED.values(), AUDIT):
        assert client.get(address).status_code == 403
        assert client.get(f"{address}add/").status_code == 403
        assert client.get(f"{address}{somebody.pk}/change/").status_code in (302, 403)


@pytest.mark.parametrize("who", ["administrator", "superuser"])
def test_no_address_of_the_admin_site_breaks(who: str, request: pytest.FixtureRequest, db: None) -> None:
    client = request.getfixturevalue(who)
    ClinicProfile().save()
    for address in ADDRESSES:
        for method in ("get", "post"):
            if address not in ("/admin/logout/", "/admin/password_change/done/"):
                assert getattr(client, method)(address).status_code < 500


def test_nothing_clinical_is_in_the_admin_site() -> None:
    assert {model.__name__ for model in admin.site._registry} == set(ALLOWED)


def test_an_administrator_has_these_permissions_and_no_others(people: People) -> None:
    granted = Group.objects.get(name=ADMINISTRATOR).permissions.values_list("codename", flat=True)
    assert set(granted) == {f"{verb}_{name.lower()}" for name, verbs in ALLOWED.items() for verb in verbs}
    for role in (FRONT_DESK, CLINICIAN):
        assert not Group.objects.get(name=role).permissions.exists()


@pytest.mark.parametrize("address", [*CHANGED.values(), AUDIT])
def test_nothing_is_deleted_not_even_by_a_superuser(address: str, superuser: Client, people: People) -> None:
    ClinicProfile().save()
    factories.patient(people.front_desk)
    service = Service.objects.create(name="Pain service")
    keys = {
        AUDIT: AuditEvent.objects.get(action="register").pk,
        CHANGED["User"]: people.front_desk.pk,
        CHANGED["Service"]: service.pk,
        CHANGED["Group"]: Group.objects.get(name=CLINICIAN).pk,
    }
    key = keys.get(address, 1)
    assert superuser.get(f"{address}{key}/change/").status_code == 200
    assert superuser.post(f"{address}{key}/delete/", {"post": "yes"}).status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": key, "post": "yes"}
    superuser.post(address, chosen)
    assert superuser.get(f"{address}{key}/change/").status_code == 200


# People


def saved(client: Client, address: str, **typed: Any) -> Any:
    """Opens a page of the admin site, types, and saves."""
    return client.post(address, form_with(client.get(address), "_save") | typed)


def test_an_administrator_lets_somebody_go(administrator: Client, people: People) -> None:
    page = f"{CHANGED['User']}{people.clinician.pk}/change/"
    fields = form_with(administrator.get(page), "username")
    del fields["is_active"]
    assert administrator.post(page, fields).status_code == 302
    assert not User.objects.get(pk=people.clinician.pk).is_active


@pytest.mark.parametrize("whom", ["administrator", "front_desk"])
def test_an_administrator_makes_no_superuser(whom: str, administrator: Client, people: People) -> None:
    person = getattr(people, whom)
    every = [*Permission.objects.values_list("pk", flat=True)]
    page = f"{CHANGED['User']}{person.pk}/change/"
    assert saved(administrator, page, username=[whom], is_superuser="on", user_permissions=every).status_code == 302
    person = User.objects.get(pk=person.pk)
    assert not person.is_superuser
    assert not person.user_permissions.exists()


def test_an_administrator_changes_no_superuser_and_not_their_password(administrator: Client, superuser: Client) -> None:
    boss = User.objects.get(username="superuser")
    page = f"{CHANGED['User']}{boss.pk}"
    assert administrator.post(f"{page}/change/", {"username": "boss", "is_active": ""}).status_code == 403
    new = {"password1": "a long enough password", "password2": "a long enough password"}
    assert administrator.get(f"{page}/password/").status_code == 403
    assert administrator.post(f"{page}/password/", new).status_code == 403
    boss.refresh_from_db()
    assert (boss.username, boss.has_usable_password()) == ("superuser", False)


# Roles, the clinic, the audit rows


def test_a_role_keeps_its_name(administrator: Client) -> None:
    role = Group.objects.get(name=CLINICIAN)
    page = f"{CHANGED['Group']}{role.pk}/change/"
    assert saved(administrator, page, permissions=[], name="Doctors").status_code == 302
    assert Group.objects.get(pk=role.pk).name == CLINICIAN
    assert administrator.get(f"{CHANGED['Group']}add/").status_code == 403


def test_the_clinic_says_from_which_phq2_total_the_phq9_is_suggested(administrator: Client) -> None:
    page = CHANGED["ClinicProfile"]
    assert "manage.py replay" in words(administrator.get(f"{page}add/"))
    assert saved(administrator, f"{page}add/", name="Riverside", phq2_step_up="3").status_code == 302
    assert ClinicProfile.load().phq2_step_up == 3
    assert saved(administrator, f"{page}1/change/", phq2_step_up="4").status_code == 200
    assert ClinicProfile.load().phq2_step_up == 3


def test_the_clinic_says_what_one_drink_is_and_which_total_counts(administrator: Client) -> None:
    page = CHANGED["ClinicProfile"]
    shown = words(administrator.get(f"{page}add/"))
    assert "10 grams (WHO)" in shown
    assert "5 or more for everybody" in shown
    assert saved(administrator, f"{page}add/", audit_drink_g="8", audit_cut="5").status_code == 302
    assert ClinicProfile.load().rule_settings == SiteSettings(audit_drink_g=8, audit_cut="5")
    for wrong in ({"audit_drink_g": "12"}, {"audit_cut": "4"}):
        assert saved(administrator, f"{page}1/change/", **wrong).status_code == 200
    assert ClinicProfile.load().rule_settings == SiteSettings(audit_drink_g=8, audit_cut="5")


def test_the_clinic_profile_is_made_once_and_then_changed(administrator: Client) -> None:
    page = CHANGED["ClinicProfile"]
    assert saved(administrator, f"{page}add/", name="Riverside").status_code == 302
    assert administrator.get(f"{page}add/").status_code == 403
    changed = saved(administrator, f"{page}1/change/", safety_text="Ring the bell.", own_contacts="Duty: 12 34")
    assert changed.status_code == 302
    clinic = ClinicProfile.load()
    assert (clinic.name, clinic.safety_text, clinic.contacts) == ("Riverside", "Ring the bell.", (("Duty", "12 34"),))


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("own_contacts", "Duty 12 34", "Write each line as “service: number”, not “Duty 12 34”."),
        ("own_contacts", "Duty:", "Write each line as"),
        ("emergency_text", "", "This field is required."),
        ("safety_text", "", "This field is required."),
        ("safety_text", "x" * 1001, "at most 1000 characters"),
        ("name", "", "This field is required."),
        ("region", "XX", "Select a valid choice."),
        ("alert_outcomes", " \n ", "This field is required."),
        ("alert_outcomes", "x" * 201, "each of at most 200 characters"),
        ("alert_minutes", "0", "greater than or equal to 1"),
        ("alert_minutes", "241", "less than or equal to 240"),
        ("alert_mail", "duty@clinic.example\nnobody", "Enter a valid email address."),
        ("name", "a\0b", "Null characters are not allowed."),
    ],
)
def test_a_clinic_profile_that_would_mislead_is_refused(
    field: str, typed: str, said: str, administrator: Client
) -> None:
    ClinicProfile(name="Riverside").save()
    response = saved(administrator, f"{CHANGED['ClinicProfile']}1/change/", **{field: typed})
    assert response.status_code == 200
    assert said in words(response)
    assert ClinicProfile.load().name == "Riverside"


def test_v16_4_2_audit_rows_are_read_and_never_written(administrator: Client, people: People) -> None:
    factories.patient(people.front_desk)
    row = AuditEvent.objects.get(action="register")
    listed = administrator.get(AUDIT, {"action": "register"})
    assert "register" in words(listed)
    assert words(administrator.get(f"{AUDIT}{row.pk}/change/"))
    assert administrator.post(f"{AUDIT}{row.pk}/change/", {"action": "nothing"}).status_code == 403
    assert administrator.post(f"{AUDIT}add/", {"action": "nothing"}).status_code == 403
    assert AuditEvent.objects.get(action="register") == row


def test_audit_rows_name_no_patient(administrator: Client, people: People) -> None:
    factories.patient(people.front_desk, record_number="XYZ-17", family_name="Lovelace", given_name="Augusta")
    for address in (AUDIT, f"{AUDIT}{AuditEvent.objects.get(action='register').pk}/change/", "/admin/"):
        page = administrator.get(address).content.decode().lower()
        assert not [name for name in ("xyz-17", "lovelace", "augusta") if name in page]
