"""A clinician's lists: what is theirs to decide, what is late, for whom people wait. And the table of states."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from intake.models import Referral
from intake.models.referral_states import CHANGES, ReferralState
from intake.roles import CLINICIAN, FRONT_DESK
from intake.views.referral.lists import ROWS
from tests import factories, referring
from tests.factories import People
from tests.views.pages import words

S = ReferralState
LISTS = ("mine", "overdue", "all")


@pytest.fixture
def doctor(people: People) -> Client:
    client = Client()
    client.force_login(people.clinician)
    return client


def made(people: People, name: str, state: str, days: float | None = None, **details: object) -> Referral:
    """Of somebody with this name, due so many days ago."""
    about = factories.patient(people.front_desk, family_name=name)
    referral = referring.in_state(people, state, referring.accepted(people, patient=about), **details)
    if days is not None:
        Referral.objects.filter(pk=referral.pk).update(due_at=referring.ago(days=days))
    return referral


def names(client: Client, query: str) -> list[str]:
    page = client.get(reverse("referrals") + query)
    return [row.patient.family_name for row in page.context["page"]]


def test_mine_are_those_i_decide_at_once_ones_first(doctor: Client, people: People) -> None:
    made(people, "Report", S.REPORT_BACK, 5)
    made(people, "Draft", S.DRAFT, -2)
    made(people, "Missed", S.NOT_ATTENDED, 1)
    made(people, "Declined", S.DECLINED, 2)
    made(people, "Sent", S.SENT, 9)
    other = factories.user("other", CLINICIAN)
    theirs = made(people, "Theirs", S.DECLINED)
    Referral.objects.filter(pk=theirs.pk).update(referrer=other)
    assert names(doctor, "") == ["Declined", "Missed", "Report", "Draft"]
    assert names(doctor, "?list=overdue") == ["Report", "Declined", "Missed"]
    assert set(names(doctor, "?list=all")) == {"Report", "Draft", "Missed", "Declined", "Sent", "Theirs"}
    assert words(doctor.get(reverse("referrals"))).count("decide now") == 2


def test_what_a_colleague_who_left_had_to_decide_stands_on_every_list(doctor: Client, people: People) -> None:
    gone, elsewhere = (factories.user(name, CLINICIAN) for name in ("gone", "elsewhere"))
    for name, referrer in (("Left", gone), ("Moved", elsewhere)):
        Referral.objects.filter(pk=made(people, name, S.DECLINED, 1).pk).update(referrer=referrer)
    assert names(doctor, "") == []
    gone.is_active = False
    gone.save()
    elsewhere.groups.clear()
    assert set(names(doctor, "")) == {"Left", "Moved"}
    assert "Yours 2 Yours, overdue 2" in words(doctor.get(reverse("referrals")))


def test_for_whom_people_wait(doctor: Client, people: People) -> None:
    ward, clinic = referring.service("Ward"), referring.service("Clinic")
    made(people, "First", S.SENT, 2, service=ward)
    made(people, "Second", S.ACCEPTED, -2, service=ward)
    made(people, "Third", S.BOOKED, -2, service=clinic)
    made(people, "Decided", S.DECLINED, service=clinic)
    said = words(doctor.get(reverse("referrals") + "?list=waiting"))
    assert "Ward 2 open, 1 overdue Clinic 1 open" in said
    assert names(doctor, f"?list=waiting&service={ward.pk}") == ["First", "Second"]


@pytest.mark.parametrize("query", ["?list=no-such", "?list=waiting&service=x", "?list=waiting&service=99", "?page=99"])
def test_what_is_no_list_is_no_error(query: str, doctor: Client) -> None:
    assert doctor.get(reverse("referrals") + query).status_code == 200


def test_the_count_stands_on_every_page_of_who_owns_something_overdue(doctor: Client, people: People) -> None:
    assert "overdue" not in words(doctor.get(reverse("follow-up"))).partition("Follow-up Overdue")[0]
    made(people, "Missed", S.NOT_ATTENDED, 1)
    made(people, "Sent", S.SENT, 9)  # the front desk's
    for name in ("queue", "follow-up", "alerts", "password"):
        page = doctor.get(reverse(name))
        assert "Referrals 1 overdue" in words(page), name
    (address,) = re.findall(r'href="([^"]*)" class="referral-count"', page.content.decode())
    assert [row.patient.family_name for row in doctor.get(address).context["page"]] == ["Missed"]


def test_who_works_at_the_desk_too_finds_what_is_counted(people: People) -> None:
    both = Client()
    user = factories.user("both", CLINICIAN, FRONT_DESK)
    both.force_login(user)
    missed = made(people, "Missed", S.NOT_ATTENDED, 1)
    Referral.objects.filter(pk=missed.pk).update(referrer=user)
    made(people, "Sent", S.SENT, 9)
    made(people, "Theirs", S.DECLINED, 3)
    page = both.get(reverse("queue"))
    assert "Referrals 2 overdue" in words(page)
    (address,) = re.findall(r'href="([^"]*)" class="referral-count"', page.content.decode())
    listed = both.get(address)
    assert [row.patient.family_name for row in listed.context["page"]] == ["Sent", "Missed"]
    assert {key: number for key, _, number in listed.context["lists"]} == {
        "mine": 2,
        "overdue": 2,
        "waiting": None,
        "all": 3,
    }
    assert names(both, "") == ["Missed", "Sent"]


def test_the_count_costs_one_query(doctor: Client, people: People) -> None:
    made(people, "Missed", S.NOT_ATTENDED, 1)
    doctor.get(reverse("password"))
    with CaptureQueriesContext(connection) as found:
        doctor.get(reverse("password"))
    assert sum("intake_referral" in query["sql"] for query in found) == 1


@pytest.mark.parametrize("name", [*LISTS, "waiting"])
def test_a_list_is_paged_and_more_rows_ask_no_more_queries(name: str, doctor: Client, people: People) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            doctor.get(f"{reverse('referrals')}?list={name}{where}")
        return len(found)

    first = made(people, "First", S.DECLINED if name in ("mine", "overdue") else S.SENT, 1)
    where = f"&service={first.service_id}" if name == "waiting" else ""
    queries()
    few = queries()
    intake = first.intake
    for number in range(ROWS + 2):
        copy = Referral.objects.get(pk=first.pk)
        copy._state.adding, copy.pk, copy.number = True, None, f"N{number}"
        copy.patient = factories.patient(people.front_desk)
        copy.intake = intake
        copy.save(force_insert=True)
    assert queries() == few
    page = doctor.get(f"{reverse('referrals')}?list={name}{where}")
    assert len(page.context["page"]) == ROWS
    assert "Page 1 of 2" in words(page)


def test_the_referral_itself_asks_no_more_queries_the_more_happened(doctor: Client, people: People) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            doctor.get(reverse("referral", args=[referral.pk]))
        return len(found)

    referral = made(people, "Nowak", S.SENT)
    queries()
    few = queries()
    for _ in range(5):
        referring.contacted(people.clinician, referral)
    assert queries() == few


def test_the_states_are_those_of_the_code(doctor: Client) -> None:
    page = doctor.get(reverse("referral-states"))
    assert [row.state for row in page.context["rows"]] == list(ReferralState)
    said = words(page)
    for state in ReferralState:
        assert state.label in said
    html = page.content.decode()
    for state in (S.SENT, S.NOT_ATTENDED):
        row = html[html.index(f'scope="row">{state.label}<') :]
        told = words(row[: row.index("</tr>")])
        for change in CHANGES[state]:
            assert change.to.label.lower() in told
