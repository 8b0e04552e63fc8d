"""The directory of services in the admin site: one by one, and as a list from a file and to one."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from intake.actions.refused import NotPossibleError
from intake.actions.services import save_service, save_service_list
from intake.clinical.rules.steps import CATEGORIES
from intake.management.demo_services import SERVICES, keep_services
from intake.models import AuditEvent, Service
from intake.roles import CLINICAL_LEAD, CLINICIAN, FRONT_DESK
from intake.stored.services import FIELDS, service_values
from tests import factories
from tests.factories import People
from tests.views.browser import form_with, offered
from tests.views.pages import words

LIST, ADD = "/admin/intake/service/", "/admin/intake/service/add/"
FILE, UPLOAD = f"{LIST}services.csv", f"{LIST}upload/"
HEAD = ",".join(FIELDS)
REFERRING = {step.id for category in CATEGORIES for step in category.steps if step.refers}


@pytest.fixture
def administrator(people: People) -> Client:
    User.objects.filter(pk=people.administrator.pk).update(is_staff=True)
    client = Client()
    client.force_login(people.administrator)
    return client


def change(service: Service) -> str:
    return f"{LIST}{service.pk}/change/"


def saved(client: Client, address: str, **typed: Any) -> Any:
    return client.post(address, form_with(client.get(address), "wants") | typed)


def looked_at(client: Client, content: str | bytes) -> Any:
    content = content.encode() if isinstance(content, str) else content
    return client.post(UPLOAD, {"file": SimpleUploadedFile("services.csv", content, "text/csv")})


def taken(client: Client, page: Any, **typed: Any) -> Any:
    stamp = re.search(r'name="take" value="(\w+)"', page.content.decode())
    assert stamp
    return client.post(UPLOAD, form_with(page, "text") | {"take": stamp[1]} | typed, follow=True)


def row(**cells: str) -> str:
    return ",".join(cells.get(name, "") for name in FIELDS) + "\n"


def stored() -> dict[str, dict[str, Any]]:
    return {service.name: service_values(service) for service in Service.objects.all()}


# One by one


def test_a_service_is_added_and_changed_with_an_audit_row_each(administrator: Client) -> None:
    about = {
        "name": " Vascular  surgery ",
        "steps": ["R04", "R11"],
        "urgencies": ["routine"],
        "limits": "routine: seen 42 days",
    }
    assert saved(administrator, ADD, **about).status_code == 302
    service = Service.objects.get()
    assert (service.name, service.steps, service.urgencies) == ("Vascular surgery", ["R04", "R11"], ["routine"])
    assert service.active
    assert saved(administrator, change(service), phone="0113", steps=[]).status_code == 302
    service.refresh_from_db()
    assert (service.phone, service.steps) == ("0113", [])
    done = AuditEvent.objects.filter(record_type="service", record_id=str(service.pk))
    assert list(done.order_by("pk").values_list("action", flat=True)) == ["add", "change"]


def test_every_step_that_refers_is_offered_by_id_and_text_and_no_other(administrator: Client) -> None:
    page = administrator.get(ADD)
    assert set(offered(page)["steps"]) == REFERRING
    assert "R12: Pain service or pain-management programme." in words(page)


def test_a_step_that_the_rules_have_no_longer_stays_ticked(administrator: Client) -> None:
    service = Service.objects.create(name="Old", steps=["R99", "R12"])
    assert "R99: no step of today's rules" in words(administrator.get(change(service)))
    assert saved(administrator, change(service), phone="1").status_code == 302
    service.refresh_from_db()
    assert set(service.steps) == {"R99", "R12"}


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"name": ""}, "This field is required."),
        ({"name": "PAIN service"}, "There is a service with this name already."),
        ({"steps": ["R00"]}, "Select a valid choice."),
        ({"urgencies": ["soon"]}, "Select a valid choice."),
        ({"limits": "soon: seen 1 day"}, "“soon: seen 1 day” cannot be read."),
        ({"email": "vascular"}, "Enter a valid email address."),
    ],
)
def test_what_cannot_be_right_is_said(typed: dict[str, Any], told: str, administrator: Client) -> None:
    Service.objects.create(name="Pain service")
    page = saved(administrator, ADD, **({"name": "New"} | typed))
    assert page.status_code == 200
    assert told in words(page)
    assert Service.objects.count() == 1


def test_the_list_is_found_by_name_and_step_and_filtered_by_urgency(administrator: Client, people: People) -> None:
    keep_services(people.administrator)

    def names(query: str) -> set[str]:
        page = administrator.get(f"{LIST}?{query}")
        return {service.kind for service in page.context["cl"].result_list}

    assert names("q=vascular") == {"Vascular surgery"}
    assert names("q=r14") == {"Podiatry"}
    assert names("urgency=now") == {"Emergency department", "Spinal and musculoskeletal triage", "Crisis team"}
    assert names("confidential__exact=1") == {"Crisis team"}
    Service.objects.create(name="Anything goes")
    assert "" in names("urgency=now")


def test_none_is_deleted_but_made_inactive(administrator: Client) -> None:
    service = Service.objects.create(name="Pain service")
    assert administrator.post(f"{LIST}{service.pk}/delete/", {"post": "yes"}).status_code == 403
    assert saved(administrator, change(service), active=[]).status_code == 302
    assert not Service.objects.get().active


@pytest.mark.parametrize("role", [FRONT_DESK, CLINICIAN, CLINICAL_LEAD])
def test_v8_2_1_only_administrators_keep_it(role: str, client: Client, db: None) -> None:
    """Nobody else opens the directory in the admin (ASVS V8.2.1)."""
    somebody = factories.user("somebody", role)
    User.objects.filter(pk=somebody.pk).update(is_staff=True)
    client.force_login(somebody)
    for address in (LIST, ADD, FILE, UPLOAD):
        assert client.get(address).status_code == 403, address
    assert looked_at(client, f"{HEAD}\n{row(name='New')}").status_code == 403
    assert not Service.objects.exists()


# As a file


def test_what_is_downloaded_is_taken_back_unchanged(administrator: Client, people: People) -> None:
    keep_services(people.administrator)
    Service.objects.create(name="=1+1", phone="+44 113", wants="- one\n- two", active=False)
    Service.objects.create(name="'@quoted", address="one; two, three", kind="'=x")
    before = stored()
    page = administrator.get(FILE)
    assert page["Content-Type"] == "text/csv; charset=utf-8"
    assert b"\n=" not in page.content
    assert b",+44" not in page.content
    shown = looked_at(administrator, page.content)
    assert f"Of {len(before)} rows, 0 would be stored, {len(before)} are unchanged, and 0 cannot be read." in words(
        shown
    )
    assert "There is nothing to store." in words(shown)
    Service.objects.all().delete()
    taken(administrator, looked_at(administrator, page.content))
    assert stored() == before


def test_first_it_says_what_would_happen_and_stores_nothing(administrator: Client, people: People) -> None:
    Service.objects.create(name="Pain service", kind="Pain", phone="1", limits="routine: seen 42 days")
    Service.objects.create(name="Podiatry")
    before = stored()
    lines = [
        row(name="PAIN SERVICE", kind="Pain", phone="2", limits="routine: seen 42 days"),
        row(name="Podiatry"),
        row(name="New", steps="R12 R10", urgencies="routine now", confidential="yes"),
        row(name="", kind="x"),
        row(name="Steps", steps="R00"),
        row(name="Urgencies", urgencies="soon"),
        row(name="Mail", email="nobody"),
        row(name="Marks", active="perhaps"),
        row(name="Limits", limits="soon"),
        row(name="new", phone="3"),
        "short,row\n",
        row(name="x" * 151),
    ]
    page = looked_at(administrator, f"{HEAD}\n{''.join(lines)}")
    assert stored() == before
    shown = words(page)
    assert "Of 12 rows, 2 would be stored, 1 is unchanged, and 9 cannot be read." in shown
    assert "2 PAIN SERVICE Changed: name: Pain service becomes PAIN SERVICE phone: 1 becomes 2" in shown
    assert "4 New New" in shown
    assert "Podiatry (line 3)" in shown
    for told in (
        "5 – name: This field cannot be blank.",
        "6 Steps steps: “R00” is none of R01,",
        "7 Urgencies urgencies: “soon” is none of now, same_day, two_weeks, routine.",
        "8 Mail email: Enter a valid email address.",
        "9 Marks active: Write yes or no, not “perhaps”.",
        "10 Limits limits: “soon” cannot be read.",
        "11 new The name is in line 4 already.",
        "12 short It has 2 cells, not 11.",
        "Ensure this value has at most 150 characters (it has 151).",
    ):
        assert told in shown
    assert "2 new, 0 changed" not in shown
    done = taken(administrator, page)
    assert "1 new, 1 changed." in words(done)
    assert Service.objects.count() == 3
    new = Service.objects.get(name="New")
    kept = (new.steps, new.urgencies, new.confidential, new.active)
    assert kept == (["R12", "R10"], ["routine", "now"], True, True)
    assert Service.objects.get(name="PAIN SERVICE").phone == "2"
    assert AuditEvent.objects.filter(actor=people.administrator, record_type="service").count() == 2


def test_what_changed_meanwhile_is_looked_at_again(administrator: Client) -> None:
    service = Service.objects.create(name="Pain service")
    page = looked_at(administrator, f"{HEAD}\n{row(name='Pain service', phone='2')}{row(name='New')}")
    Service.objects.filter(pk=service.pk).update(kind="Pain")
    again = taken(administrator, page)
    assert again.status_code == 409
    assert "The directory has changed since. Nothing was stored: please look again." in words(again)
    assert "kind: Pain becomes (empty)" in words(again)
    assert Service.objects.count() == 1
    assert taken(administrator, again).status_code == 200
    assert Service.objects.count() == 2


@pytest.mark.parametrize("changed", ["one that is there", "one that is new", "one in other letters"])
def test_at_the_same_moment_nothing_is_half_written(changed: str, people: People) -> None:
    old = save_service(actor=people.administrator, service=Service(name="Pain service"))
    seen = {old.pk: service_values(old)}
    old.phone = "2"
    if changed == "one that is there":
        Service.objects.filter(pk=old.pk).update(kind="Pain")
    else:
        Service.objects.create(name="New" if changed == "one that is new" else "NEW")
    before = stored()
    with pytest.raises(NotPossibleError, match="Somebody changed the directory meanwhile"):
        save_service_list(actor=people.administrator, services=[old, Service(name="New")], seen=seen)
    assert stored() == before


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "The submitted file is empty."),
        (b"\xef\xbb\xbf", "The file is empty."),
        (b"name\nx\n", "A column is missing: kind, address"),
        (HEAD.encode() + b"\n", "no row below them"),
        (b"PK\x03\x04\0\0", "no CSV file"),
        (b"x" * (1024 * 1024 + 1), "larger than 1 MB"),
    ],
)
def test_a_file_that_is_no_such_list_says_why(content: bytes, told: str, administrator: Client) -> None:
    page = looked_at(administrator, content)
    assert page.status_code == 422
    assert told in words(page)


def test_without_a_file_it_asks_for_one(administrator: Client) -> None:
    page = administrator.post(UPLOAD, {})
    assert page.status_code == 422
    assert "Choose the file." in words(page)


def test_semicolons_and_windows_letters_are_read_and_said(administrator: Client) -> None:
    content = f"{HEAD}\n{row(name='Ärztehaus')}".replace(",", ";").encode("cp1252")
    page = looked_at(administrator, content)
    assert "The file is not UTF-8." in words(page)
    taken(administrator, page)
    assert Service.objects.get().name == "Ärztehaus"


def test_the_demo_has_eight_that_can_be_right(people: People) -> None:
    kept = keep_services(people.administrator)
    assert len(kept) == len(SERVICES) == 8
    for service in kept.values():
        service.full_clean()
        assert set(service.steps) <= REFERRING
        assert service.urgencies
        assert service.wants
    assert [service.kind for service in kept.values() if service.confidential] == ["Crisis team"]
