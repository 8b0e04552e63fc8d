"""The front desk follows referrals and records what it hears. It sees neither why nor any letter."""

from __future__ import annotations

import datetime
import re
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from intake.actions.referrals import NotCompleteError
from intake.models import Referral, ReferralEvent
from intake.models.referral_details import LONGEST, MAY_TELL
from intake.models.referral_states import CHANGES, ReferralState
from intake.models.service import CONFIDENTIAL_SERVICE
from intake.roles import CLINICIAN, FRONT_DESK
from intake.views.referral.record_forms import ChangeForm
from tests import factories, over_time, referring
from tests.factories import People
from tests.referring import LETTER, now
from tests.views.browser import offered
from tests.views.pages import words
from tests.views.test_desk_sees_no_findings import findings_in

S = ReferralState
LIST = "/desk/referrals/"
LETTERS: dict[str, dict[str, Any]] = {
    "one": LETTER
    | {
        "reason": "Reasonone thoughts of self-harm",
        "question": "Questionone please assess risk",
        "parts": [{"id": "findings", "title": "Findings", "lines": [{"key": "a", "text": "Lineone PHQ-9 24 of 27"}]}],
        "told": "Toldone",
        "plain": {"reason": "Plainone"},
    },
    "the opposite": LETTER
    | {
        "reason": "Reasontwo varicose veins",
        "question": "Questiontwo stockings",
        "parts": [{"id": "findings", "title": "Findings", "lines": [{"key": "a", "text": "Linetwo PHQ-9 0 of 27"}]}],
        "told": "Toldtwo",
        "plain": {"reason": "Plaintwo"},
    },
}

SECRETS = [f"{part}{which}" for part in ("Reason", "Question", "Line", "Told", "Plain") for which in ("one", "two")]
SECRETS += ["Ward", "Secretwords", "PHQ", "self-harm", "varicose"]


@pytest.fixture
def desk(people: People) -> Client:
    client = Client()
    client.force_login(people.front_desk)
    return client


def page_of(referral: Referral) -> str:
    return reverse("desk-referral", args=[referral.pk])


def record(client: Client, referral: Referral, kind: str, **typed: Any) -> Any:
    sent = {"record": kind, "revision": referral.revision, "token": uuid.uuid4()}
    sent["happened_at"] = f"{timezone.localtime():%Y-%m-%dT%H:%M}"
    return client.post(reverse("desk-referral-record", args=[referral.pk]), sent | typed)


def everything_at_the_desk(desk: Client, referral: Referral) -> list[str]:
    """What every page says that has to do with it: also one that is out of date, and one with an error."""
    pages = [desk.get(LIST), desk.get(f"{LIST}?list=all"), desk.get(f"{LIST}?list=ended"), desk.get(page_of(referral))]
    pages += [desk.get(reverse("patient", args=[referral.patient_id])), desk.get(reverse("desk"))]
    stale = record(desk, referral, "contact", revision=referral.revision + 1)
    told = [page.content.decode() for page in (*pages, stale, record(desk, referral, "contact"))]
    return [re.sub(r'csrfmiddlewaretoken" value="\w+', "", page) for page in told]  # whose letters are drawn by lot


@pytest.mark.parametrize("state", [state for state in ReferralState if state != S.DRAFT])
def test_nothing_of_two_opposite_letters_stands_on_any_page(state: ReferralState, desk: Client, people: People) -> None:
    seen = []
    for which, letter in LETTERS.items():
        about = factories.patient(people.front_desk, family_name="Nowak", given_name="Ewa")
        intake = referring.accepted(people, patient=about)
        service = referring.service(f"Ward {which}", confidential=True)
        referral = referring.in_state(people, state, intake, letter=letter, service=service)
        if referral.is_open:
            referring.contacted(people.clinician, referral, words="Secretwords")
        pages = everything_at_the_desk(desk, now(referral))
        for html in pages:
            assert [secret for secret in SECRETS if secret in html] == []
        seen.append(words(desk.get(page_of(referral))))
    if state != S.REDIRECTED:
        assert CONFIDENTIAL_SERVICE in seen[0]
    assert findings_in(seen[0]) == findings_in(seen[1]) == []


def test_a_service_that_is_not_confidential_is_named(desk: Client, people: People) -> None:
    referral = referring.in_state(people, S.SENT, service=referring.service("Vascular ward"))
    assert "Referral to Vascular ward" in words(desk.get(page_of(referral)))


@pytest.mark.parametrize("state", [state for state in ReferralState if state != S.DRAFT])
def test_the_page_offers_what_the_table_allows_the_front_desk(
    state: ReferralState, desk: Client, people: People
) -> None:
    page = desk.get(page_of(referring.in_state(people, state)))
    offers = {value.removeprefix("to-") for value in offered(page).get("record", []) if value.startswith("to-")}
    assert offers == {change.to for change in CHANGES[state] if FRONT_DESK in change.roles}
    assert not {"note", "hand", "reopen"} & set(offered(page).get("record", []))


def test_what_only_a_clinician_records_is_refused(desk: Client, people: People) -> None:
    referral = referring.in_state(people, S.SENT)
    for kind in ("to-cancelled", "to-entered_in_error", "note", "hand"):
        assert record(desk, referral, kind, reason="not_needed", words="x").status_code == 400
    assert now(referral).state == S.SENT


def test_also_of_somebody_who_is_a_clinician_too(people: People) -> None:
    both = Client()
    both.force_login(factories.user("both", FRONT_DESK, CLINICIAN))
    referral = referring.in_state(people, S.SENT)
    assert record(both, referral, "to-cancelled", reason="not_needed").status_code == 400


def test_the_way_of_most(desk: Client, people: People) -> None:
    referral = referring.in_state(people, S.SENT)
    soon = f"{timezone.localtime() + datetime.timedelta(minutes=1):%Y-%m-%dT%H:%M}"
    for to, typed in (
        ("received", {"channel": "phone", "confirmation": "Ms Lee"}),
        ("accepted", {}),
        ("booked", {"appointment_at": soon, "appointment_where": "Room 3"}),
        ("not_attended", {}),
    ):
        assert record(desk, now(referral), f"to-{to}", **typed).status_code == 302, to
    assert record(desk, now(referral), "contact", channel="phone", reached="yes").status_code == 302
    assert record(desk, now(referral), "to-booked", appointment_at=soon).status_code == 302
    said = words(desk.get(page_of(referral)))
    assert "Attempts to contact the person: 1" in said
    assert "phone. Reached: yes" in said
    assert record(desk, now(referral), "to-seen").status_code == 302
    assert record(desk, now(referral), "to-report_back", report="Two pages, in the tray").status_code == 302
    assert now(referral).state == S.REPORT_BACK


def test_a_draft_is_the_clinicians_alone(desk: Client, people: People) -> None:
    referral = referring.signed(people)
    assert desk.get(page_of(referral)).status_code == 404
    assert record(desk, referral, "contact").status_code == 404
    assert "Nowak" not in words(desk.get(f"{LIST}?list=all"))


def test_a_page_that_is_out_of_date_says_who_and_keeps_what_was_typed(desk: Client, people: People) -> None:
    referral = referring.in_state(people, S.SENT)
    referring.change(people.clinician, referral, S.RECEIVED)
    page = record(desk, referral, "to-accepted", words="They rang")
    assert page.status_code == 409
    assert "clinician changed this referral" in words(page)
    assert "They rang" in page.content.decode()


# The lists


def due(referral: Referral, **ago: float) -> Referral:
    Referral.objects.filter(pk=referral.pk).update(due_at=referring.ago(**ago))
    return referral


def test_what_the_desk_does_next_stands_first_overdue_oldest_first(desk: Client, people: People) -> None:
    names = []
    for name, state, days in (("Late", "sent", 1), ("Later", "accepted", 9), ("Coming", "booked", -3)):
        about = factories.patient(people.front_desk, family_name=name)
        due(referring.in_state(people, state, referring.accepted(people, patient=about)), days=days)
    about = factories.patient(people.front_desk, family_name="Clinicians")
    referring.in_state(people, "declined", referring.accepted(people, patient=about))
    page = desk.get(LIST)
    names = [row.person.partition(",")[0] for row in page.context["rows"]]
    assert names == ["LATER", "LATE", "COMING"]
    assert words(page).count("overdue by") == 2
    assert "CLINICIANS" in words(desk.get(f"{LIST}?list=all"))


def test_the_count_in_the_head_is_of_what_the_desk_owns(desk: Client, people: People) -> None:
    referral = referring.in_state(people, S.SENT)
    assert "1 overdue" not in words(desk.get(reverse("desk")))
    due(referral, hours=1)
    assert "Referrals 1 overdue" in words(desk.get(reverse("desk")))
    doctor = Client()
    doctor.force_login(people.clinician)
    assert "1 overdue" not in words(doctor.get(reverse("queue")))


def test_more_referrals_ask_no_more_queries(desk: Client, people: People) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            desk.get(LIST)
        return len(found)

    referring.in_state(people, S.SENT)
    desk.get(LIST)
    few = queries()
    for _ in range(3):
        about = factories.patient(people.front_desk)
        referring.in_state(people, S.SENT, referring.accepted(people, patient=about))
    assert queries() == few


def test_what_has_ended_stays_to_be_found(desk: Client, people: People) -> None:
    for state in ("cancelled", "closed", "entered_in_error", "sent"):
        about = factories.patient(people.front_desk, family_name=state)
        referring.in_state(people, state, referring.accepted(people, patient=about))
    about = factories.patient(people.front_desk, family_name="never sent")
    draft = referring.begun(people, referring.accepted(people, patient=about))
    referring.change(people.clinician, draft, S.CANCELLED)
    page = desk.get(f"{LIST}?list=ended")
    assert [row.person.partition(",")[0] for row in page.context["rows"]] == ["CLOSED", "CANCELLED"]
    assert 'aria-current="page">Ended' in page.content.decode()
    Referral.objects.filter(state__in=("cancelled", "closed")).update(sent_at=None)
    assert "No referral has ended" in words(desk.get(f"{LIST}?list=ended"))


def test_what_has_ended_goes_on_after_the_last_row_and_is_not_counted(desk: Client, people: People) -> None:
    intake = referring.accepted(people)
    for number in range(60):
        made = over_time.referral(intake, people.clinician, state="closed")
        sent_at = timezone.now() - datetime.timedelta(days=number // 3)
        Referral.objects.filter(pk=made.pk).update(sent_at=sent_at)
    address, seen = f"{LIST}?list=ended", list[Any]()
    for size in (25, 25, 10):
        with CaptureQueriesContext(connection) as captured:
            page = desk.get(address)
        assert len(page.context["rows"]) == size
        counting = [query["sql"] for query in captured if "COUNT(*)" in query["sql"]]
        assert not [query for query in counting if '"sent_at" IS NOT NULL' in query]
        seen += [row.id for row in page.context["rows"]]
        address = f"{LIST}?list=ended&after={page.context['following']}"
    assert seen == list(Referral.objects.order_by("-sent_at", "pk").values_list("pk", flat=True))
    assert page.context["following"] is None
    listed = next(query["sql"] for query in captured if query["sql"].endswith("LIMIT 26"))
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {listed}")
            plan = " ".join(row[3] for row in cursor.fetchall())
        assert "SEARCH intake_referral USING INDEX referral_sent (sent_at>? AND sent_at<?)" in plan


@pytest.mark.parametrize("after", ["x", "", "1", "9" * 40])
def test_after_nothing_that_is_there_it_begins_anew(after: str, desk: Client, people: People) -> None:
    referring.in_state(people, S.CLOSED)
    assert len(desk.get(f"{LIST}?list=ended&after={after}").context["rows"]) == 1


def test_the_list_tells_the_appointment_and_the_attempts(desk: Client, people: People) -> None:
    booked = referring.in_state(people, S.BOOKED)
    referring.contacted(people.front_desk, booked)
    said = words(desk.get(LIST))
    at = timezone.localtime(now(booked).appointment_at)
    assert f"Booked {at.day} {at:%b %Y, %H:%M}, Room 3 1 " in said


# Confidential services


def redirected_to(desk: Client, referral: Referral, service: Any) -> Any:
    typed = {"reason": "better_placed", "service": service.pk}
    return record(desk, referral, "to-redirected", **typed)


def test_only_a_clinician_redirects_to_a_confidential_service(desk: Client, people: People) -> None:
    hidden = [referring.service(name, confidential=True) for name in ("Ward one", "Ward two")]
    shown = referring.service("Foot clinic")
    referral = referring.in_state(people, S.RECEIVED)
    html = desk.get(page_of(referral)).content.decode()
    assert CONFIDENTIAL_SERVICE not in html
    assert "A clinician records it where the service is a confidential one." in html
    doctor = Client()
    doctor.force_login(people.clinician)
    named = doctor.get(reverse("referral", args=[referral.pk])).content.decode()
    assert "Ward one" in named
    assert "Ward two" in named
    assert redirected_to(desk, now(referral), hidden[1]).status_code == 422
    assert redirected_to(desk, now(referral), shown).status_code == 302


def test_where_an_appointment_is_must_not_name_a_confidential_service(people: People) -> None:
    doctor = Client()
    doctor.force_login(people.clinician)
    said = []
    for confidential in (True, False):
        referral = referring.in_state(people, S.ACCEPTED, service=referring.service(confidential=confidential))
        said.append(words(doctor.get(reverse("referral", args=[referral.pk]))))
    hint = "The front desk reads this: a place that does not tell which service it is."
    assert [hint in each for each in said] == [True, False]


# What the forms ask, and the actions take


@pytest.mark.parametrize("state", ReferralState)
def test_a_form_asks_what_the_action_takes_and_as_much_of_it(state: ReferralState, people: People) -> None:
    referral = referring.in_state(people, state)
    for change in CHANGES[state]:
        fields = ChangeForm(change, referral, (CLINICIAN,)).fields
        declined = (state, change.to) == (S.DECLINED, S.CLOSED)
        asked = set(fields) - {"happened_at", "channel", "reason", "words"}
        assert asked == ({"told_on"} if declined else set(MAY_TELL.get(change.to, ()))), change.to
        longest = {name: field.max_length for name, field in fields.items() if getattr(field, "max_length", None)}
        assert longest == {name: LONGEST[name] for name in longest}


def test_an_action_takes_no_more_than_its_form(people: People) -> None:
    for state, to, name, told in (
        (S.SEEN, S.REPORT_BACK, "report", {}),
        (S.REPORT_BACK, S.CLOSED, "advice", {"question_answered": "yes", "told_on": timezone.localdate().isoformat()}),
    ):
        referral = referring.in_state(people, state)
        details = told | {name: "x" * (LONGEST[name] + 1)}
        with pytest.raises(NotCompleteError) as refused:
            referring.change(people.clinician, referral, to, details=details, happened_at=timezone.now())
        assert refused.value.errors == {name: f"Please use at most {LONGEST[name]} characters."}


@pytest.mark.parametrize("reached", ReferralEvent.Reached)
def test_whether_the_person_was_reached_is_said_alike_on_both_pages(
    reached: ReferralEvent.Reached, desk: Client, people: People
) -> None:
    referral = referring.in_state(people, S.SENT)
    assert record(desk, referral, "contact", channel="phone", reached=reached).status_code == 302
    doctor = Client()
    doctor.force_login(people.clinician)
    assert f"Reached: {reached.label.lower()}" in words(desk.get(page_of(referral)))
    assert reached.label in words(doctor.get(reverse("referral", args=[referral.pk])))
