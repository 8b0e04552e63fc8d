"""The board on the front desk's first page: who is on it, in which state, for whom, and what its renewal costs."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from intake.actions.appointments import mark_appointment
from intake.actions.claims import claim_intake
from intake.actions.corrections import discard_draft, send_back
from intake.actions.hand_over import start_hand_over
from intake.actions.intakes import complete_intake
from intake.actions.merging import merge_patients
from intake.actions.preferences import choose_board
from intake.models import Appointment, Intake, Patient, Preferences
from intake.roles import FRONT_DESK
from intake.stored.today import Board, Row, State, board
from tests import factories
from tests.factories import People
from tests.views.browser import error_beside, form_with
from tests.views.pages import title, words

NOON = datetime.datetime(2026, 11, 30, 12, 0, tzinfo=datetime.UTC)
SCRIPT = "<script>alert(1)</script>"


def shown(people: People) -> Board:
    return board(people.front_desk, Preferences.of(people.front_desk))


def row_of(people: People, about: Patient | Appointment) -> Row:
    (found,) = [
        row for row in shown(people).rows if about.pk in (row.patient_id, row.appointment_id) or about == row.name
    ]
    return found


def yesterday(people: People, **details: Any) -> Intake:
    with time_machine.travel(timezone.now() - datetime.timedelta(days=1)):
        return factories.draft(people.front_desk, {"pain.present": True}, **details)


# States


def test_an_appointment_follows_the_person_from_expected_to_seen(people: People) -> None:
    ewa = factories.patient(people.front_desk)
    expected = factories.appointment(people.front_desk, patient=ewa, with_whom="Dr Lee")
    states = [row_of(people, ewa).state]
    mark_appointment(actor=people.front_desk, appointment=expected, status="here")
    states.append(row_of(people, ewa).state)
    draft = factories.draft(people.front_desk, {"pain.present": True}, patient=ewa)
    states.append(row_of(people, ewa).state)
    start_hand_over(actor=people.front_desk, intake=draft)
    states.append(row_of(people, ewa).state)
    done = factories.submitted(people.front_desk, {"phq.q9": 1}, patient=ewa)
    states.append(row_of(people, ewa).state)
    factories.acknowledged(people.clinician, done)
    states.append(row_of(people, ewa).state)
    claim_intake(actor=people.clinician, intake=done)
    assert "with clinician since" in " ".join(row_of(people, ewa).details)
    factories.sign(people.clinician, done)
    states.append(row_of(people, ewa).state)
    assert states == [
        *(State.EXPECTED, State.HERE, State.HALF_DONE, State.TABLET),
        *(State.CALLED, State.SUBMITTED, State.SEEN),
    ]
    assert "by Carol Clinician" in " ".join(row_of(people, ewa).details)
    assert row_of(people, ewa).with_whom == "Dr Lee"


@pytest.mark.parametrize("status", ["absent", "cancelled"])
def test_who_does_not_come_stands_at_the_end(status: str, people: People) -> None:
    first = factories.appointment(people.front_desk, family_name="Early", time="08:00")
    factories.appointment(people.front_desk, family_name="Later", time="11:00")
    factories.draft(people.front_desk, {"phq.q9": 1}, family_name="Called")
    mark_appointment(actor=people.front_desk, appointment=first, status=status)
    assert [row.name.partition(",")[0] for row in shown(people).rows] == ["CALLED", "LATER", "EARLY"]


def test_whoever_walks_in_is_there_and_what_is_withdrawn_is_not(people: People) -> None:
    draft = factories.draft(people.front_desk, {})
    assert row_of(people, draft.patient).walk_in
    discard_draft(actor=people.front_desk, intake=draft, revision=draft.revision, reason="Twice")
    assert shown(people).rows == ()


def test_who_is_late_is_marked_and_nobody_else(people: People) -> None:
    with time_machine.travel(NOON):
        for time in ("11:45", "11:55", "12:30"):
            factories.appointment(people.front_desk, family_name=time, time=time)
        assert [row.late for row in shown(people).rows] == [True, False, False]


def test_of_two_appointments_the_one_that_the_person_is_here_for_has_the_intake(people: People) -> None:
    ewa = factories.patient(people.front_desk)
    factories.appointment(people.front_desk, patient=ewa, time="09:00")
    second = factories.appointment(people.front_desk, patient=ewa, time="14:00")
    mark_appointment(actor=people.front_desk, appointment=second, status="here")
    factories.draft(people.front_desk, {}, patient=ewa)
    assert [(row.time, row.state) for row in shown(people).rows] == [
        ("09:00", State.EXPECTED),
        ("14:00", State.HALF_DONE),
    ]


def test_two_drafts_of_one_person_are_both_there(people: People) -> None:
    ewa = factories.patient(people.front_desk)
    factories.appointment(people.front_desk, patient=ewa)
    drafts = [factories.draft(author, {}, patient=ewa) for author in (people.front_desk, people.clinician)]
    assert {row.intake_id for row in shown(people).rows} == {draft.pk for draft in drafts}


def test_an_appointment_of_a_record_that_was_merged_goes_on_with_the_one_in_use(people: People) -> None:
    kept, merged = factories.patient(people.front_desk), factories.patient(people.front_desk)
    factories.appointment(people.front_desk, patient=merged)
    merge_patients(actor=people.clinician, kept=kept, merged=merged, reason="One person")
    factories.draft(people.front_desk, {}, patient=kept)
    (row,) = shown(people).rows
    assert (row.state, row.record) == (State.HALF_DONE, kept.record_number)


# Earlier days


def test_drafts_of_earlier_days_stand_apart_and_those_sent_back_first(people: People) -> None:
    with time_machine.travel(timezone.now() - datetime.timedelta(days=3)):
        done = factories.submitted(people.front_desk, "V11")
    left = yesterday(people)
    send_back(actor=people.clinician, intake=done, revision=done.revision, note="Which leg?")
    seen = shown(people)
    assert seen.rows == ()
    assert [(row.intake_id, row.sent_back) for row in seen.earlier] == [(done.pk, True), (left.pk, False)]


def test_an_old_draft_does_not_bring_the_person_here(people: People) -> None:
    left = yesterday(people)
    factories.appointment(people.front_desk, patient=left.patient)
    seen = shown(people)
    assert [row.state for row in seen.rows] == [State.EXPECTED]
    assert [row.intake_id for row in seen.earlier] == [left.pk]


def test_what_a_clinician_saves_of_an_earlier_day_is_not_todays(people: People) -> None:
    with time_machine.travel(timezone.now() - datetime.timedelta(days=3)):
        done = factories.submitted(people.front_desk, "V11")
    answer: dict[str, Any] = {"revision": done.revision, "changes": {"ex.hr": 88}, "token": uuid.uuid4()}
    complete_intake(actor=people.clinician, intake=done, **answer)
    assert shown(people).rows == ()


def test_no_appointment_of_another_day_is_there(people: People) -> None:
    for days in (-1, 1):
        day = timezone.localdate() + datetime.timedelta(days=days)
        factories.appointment(people.front_desk, family_name="Other", day=day)
    assert shown(people).rows == ()


# Mine, and short names


def test_mine_is_what_i_entered_or_started(desk: Client, people: People) -> None:
    colleague = factories.user("colleague", FRONT_DESK)
    theirs = factories.appointment(colleague, family_name="Theirs")
    factories.draft(colleague, {}, family_name="Walked")
    factories.appointment(people.front_desk, family_name="Mine", time="10:00")
    met = factories.patient(colleague, family_name="Met")
    factories.appointment(colleague, patient=met, time="11:00")
    factories.draft(people.front_desk, {}, patient=met)
    assert len(shown(people).rows) == 4
    assert desk.post("/desk/show/", {"only_mine": "1"}).headers["Location"] == "/desk/"
    assert [row.name for row in shown(people).rows] == ["MINE, —", "MET, Ewa"]
    page = desk.get("/desk/")
    assert theirs.family_name.upper() not in words(page)
    desk.post("/desk/show/", {"only_mine": "0"})
    assert len(shown(people).rows) == 4


def test_short_names_leave_no_name_and_no_birth_date_on_the_page(desk: Client, people: People) -> None:
    born = datetime.date(1971, 3, 2)
    ada = factories.patient(people.front_desk, family_name="Lovelace", given_name="Ada", date_of_birth=born)
    factories.appointment(people.front_desk, patient=ada, note="brings her sister")
    factories.draft(people.front_desk, {}, family_name="Élan", given_name="")
    yesterday(people, family_name="Hopper", given_name="Grace")
    desk.post("/desk/show/", {"names_short": "1"})
    for address in ("/desk/", "/desk/board/"):
        said = words(desk.get(address))
        assert f"A. L. record {ada.record_number}" in said
        assert "É. record" in said
        assert "G. H." in said
        for hidden in ("lovelace", "élan", "hopper", "1971", "sister"):
            assert hidden not in said.lower(), hidden
    assert Preferences.of(people.front_desk).single_keys  # what was not chosen stays


def test_each_user_chooses_for_themselves(people: People) -> None:
    choose_board(actor=people.front_desk, names_short=True)
    assert not Preferences.of(people.clinician).names_short


def test_nothing_chosen_is_refused(desk: Client) -> None:
    assert desk.post("/desk/show/", {"single_keys": "0"}).status_code == 400


# Renewal


def test_it_is_sent_again_only_when_something_is_another(desk: Client, people: People) -> None:
    expected = factories.appointment(people.front_desk, family_name="Nowak")
    stamp = shown(people).stamp
    same = desk.get("/desk/board/", {"shown": stamp})
    assert (same.status_code, same.content) == (204, b"")
    mark_appointment(actor=people.front_desk, appointment=expected, status="here")
    again = desk.get("/desk/board/", {"shown": stamp})
    assert again.status_code == 200
    assert "Here since" in words(again)
    assert "<h1" not in again.content.decode()


def test_a_renewal_writes_nothing_but_that_it_was_seen(desk: Client, people: People) -> None:
    factories.appointment(people.front_desk, family_name="Nowak")
    with CaptureQueriesContext(connection) as captured:
        desk.get("/desk/board/")
    written = [query["sql"] for query in captured if not query["sql"].startswith("SELECT")]
    assert [sql.split()[2] for sql in written] == ['"intake_auditevent"']


def test_it_costs_as_many_queries_whatever_waits(desk: Client, people: People, django_assert_num_queries: Any) -> None:
    for needed in (15, 13):  # that it was seen is noted once a minute
        for number in range(4):
            at = f"0{number}:{Appointment.objects.count():02}"
            factories.appointment(people.front_desk, patient=factories.patient(people.front_desk), time=at)
            factories.draft(people.front_desk, {"phq.q9": 1}, patient=Appointment.objects.get(time=at).patient)
            factories.draft(people.front_desk, {})
            yesterday(people)
        with django_assert_num_queries(needed):
            desk.get("/desk/board/")


def test_an_index_serves_every_query_of_drafts(people: People) -> None:
    """However many thousand drafts wait: none is looked at but those that are shown."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL looks at an almost empty table without an index")
    with CaptureQueriesContext(connection) as captured:
        shown(people)
    plans = []
    with connection.cursor() as cursor:
        for query in captured:
            if 'FROM "intake_intake"' in query["sql"] or 'FROM "intake_appointment"' in query["sql"]:
                cursor.execute(f"EXPLAIN QUERY PLAN {query['sql']}")
                plans += [line[3] for line in cursor.fetchall()]
    assert len(plans) > 4
    assert not [line for line in plans if line.startswith("SCAN intake_")]


# By hand


def sent(desk: Client, address: str, **changed: str) -> Any:
    fields = {name: value[0] for name, value in form_with(desk.get(address), "time").items()}
    return desk.post(address, fields | changed)


def test_entered_by_hand_it_leads_back_to_its_row(desk: Client, people: People) -> None:
    response = sent(desk, "/appointments/new/", family_name="Nowak", time="9.30", with_whom="Dr Lee")
    made = Appointment.objects.get()
    assert response.headers["Location"] == f"/desk/#row-{made.pk}"
    assert (made.time, made.with_whom, made.entered_by) == (datetime.time(9, 30), "Dr Lee", people.front_desk)
    assert "NOWAK, — born not known not linked" in words(desk.get("/desk/"))


def test_a_record_number_finds_the_person_and_never_somebody_else(desk: Client, people: People) -> None:
    ewa = factories.patient(people.front_desk, record_number="AB-17")
    wrong = sent(desk, "/appointments/new/", family_name="Smith", record_number="ab 17", time="09:30")
    assert wrong.status_code == 422
    assert error_beside(wrong, "record_number") == "Record AB-17 is of somebody with another family name."
    assert form_with(wrong, "time")["family_name"] == ["Smith"]
    assert not Appointment.objects.exists()
    sent(desk, "/appointments/new/", family_name="nowak", record_number="ab 17", time="09:30")
    assert Appointment.objects.get().patient == ewa


def test_for_a_person_of_the_register_only_the_time_is_asked(desk: Client, people: People) -> None:
    ewa = factories.patient(people.front_desk)
    assert f"/patients/{ewa.pk}/appointment/" in desk.get(f"/patients/{ewa.pk}/").content.decode()
    assert "family_name" not in form_with(desk.get(f"/patients/{ewa.pk}/appointment/"), "time")
    sent(desk, f"/patients/{ewa.pk}/appointment/", time="09:30")
    assert Appointment.objects.get().patient == ewa
    again = sent(desk, f"/patients/{ewa.pk}/appointment/", time="09:30")
    assert again.status_code == 422
    assert "on the list for that time already" in words(again)


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("time", "half nine", "Write the time in hours and minutes, such as 09:30."),
        ("time", "", "Write the time in hours and minutes, such as 09:30."),
        ("time", "25:00", "Write the time in hours and minutes, such as 09:30."),
        ("day_year", "2020", "This day is past."),
        ("day_year", "2999", "This day is more than a year ahead."),
        ("day_day", "32", "There is no such date."),
        ("day_day", "x", "Write the date as day, month and year"),
        ("family_name", "", "This field is required."),
        ("family_name", "x" * 151, "at most 150 characters"),
        ("family_name", "a\0b", "Null characters are not allowed."),
        ("date_of_birth_year", "1800", "more than 120 years ago"),
        ("note", "x" * 301, "at most 300 characters"),
        ("date_of_birth_year", "1956", "Write day, month and year, or leave all three empty."),
    ],
)
def test_what_cannot_be_read_is_said_and_kept(field: str, value: str, told: str, desk: Client, people: People) -> None:
    usual = {"family_name": "Nowak", "time": "09:30", "date_of_birth_day": "", "date_of_birth_month": ""}
    if value == "1800":
        usual |= {"date_of_birth_day": "1", "date_of_birth_month": "1"}
    response = sent(desk, "/appointments/new/", **usual | {field: value})
    assert response.status_code == 422
    assert told in words(response)
    if "\0" not in value:
        assert form_with(response, "time")[field] == [value]
    assert not Appointment.objects.exists()


def listing(desk: Client, address: str) -> str:
    """What the page sends back as what it was opened on."""
    return form_with(desk.get(address), "seen")["seen"][0]


def test_pages_that_were_open_for_long_undo_nothing(desk: Client, people: People) -> None:
    ewa, eva = (factories.patient(people.front_desk) for _ in range(2))
    listed = factories.appointment(people.front_desk, family_name="Nowak", given_name="Ewa")
    address = f"/appointments/{listed.pk}/"
    seen, form = listing(desk, address), form_with(desk.get(address), "time")
    sent(desk, address, time="10:45", note="brings a letter")
    desk.post(f"{address}link/", {"patient": ewa.pk, "seen": listing(desk, address)})
    for choice in ({"patient": eva.pk}, {}):
        said = desk.post(f"{address}link/", choice | {"seen": seen}, follow=True)
        assert "Somebody changed this appointment while the page was open" in words(said)
    stale = desk.post(address, form | {"given_name": "Ewa Maria", "note": "by taxi"})
    assert stale.status_code == 409
    assert "On record now: brings a letter." in error_beside(stale, "note")
    assert "Somebody linked this to a person of the register" in words(stale)
    again = form_with(stale, "time")
    assert (again["time"], again["note"], again["given_name"]) == (["10:45"], ["by taxi"], ["Ewa Maria"])
    assert desk.post(address, again).status_code == 302
    stored = Appointment.objects.get()
    assert (stored.patient, stored.time, stored.note) == (ewa, datetime.time(10, 45), "by taxi")
    assert (stored.family_name, stored.given_name) == ("Nowak", "Ewa Maria")


def test_it_is_corrected_marked_linked_and_taken_apart_again(desk: Client, people: People) -> None:
    ewa = factories.patient(people.front_desk, given_name="Ewa Maria")
    listed = factories.appointment(people.front_desk, family_name="Nowak", given_name="Ewa")
    address = f"/appointments/{listed.pk}/"
    sent(desk, address, time="10:45")
    assert Appointment.objects.get().time == datetime.time(10, 45)
    for status in ("here", "absent", "cancelled", "expected"):
        assert desk.post(f"{address}mark/", {"status": status}).headers["Location"] == f"/desk/#row-{listed.pk}"
        assert Appointment.objects.get().status == status
    assert str(ewa.pk) in desk.get(address).content.decode()  # who may be meant
    desk.post(f"{address}link/", {"patient": ewa.pk, "seen": listing(desk, address)})
    assert Appointment.objects.get().patient == ewa
    assert "Listed as Nowak, Ewa" in words(desk.get(address))
    desk.post(f"{address}link/", {"seen": listing(desk, address)})
    assert Appointment.objects.get().patient is None


def test_who_is_listed_with_one_letter_wrong_is_offered(desk: Client, people: People) -> None:
    ewa = factories.patient(people.front_desk, family_name="Kowalski")
    listed = factories.appointment(people.front_desk, family_name="Kowalsky", given_name="Ewa")
    assert str(ewa.pk) in desk.get(f"/appointments/{listed.pk}/").content.decode()


def test_fields_no_browser_sends_are_refused(desk: Client, people: People) -> None:
    address = f"/appointments/{factories.appointment(people.front_desk, family_name='Nowak').pk}/"
    for part, sending in (("mark", {"status": "lost"}), ("mark", {}), ("link", {"patient": "x"})):
        assert desk.post(f"{address}{part}/", sending).status_code == 400
    assert desk.post(f"{address}link/", {"patient": uuid.uuid4()}).status_code == 404


def test_a_refused_link_says_why(desk: Client, people: People) -> None:
    ewa = factories.patient(people.front_desk)
    factories.appointment(people.front_desk, patient=ewa)
    listed = factories.appointment(people.front_desk, family_name="Nowak")
    sending = {"patient": ewa.pk, "seen": listed.stamp}
    said = desk.post(f"/appointments/{listed.pk}/link/", sending, follow=True)
    assert "on the list for that time already" in words(said)


def test_an_appointment_of_another_day_leads_to_its_own_page(desk: Client, people: People) -> None:
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    listed = factories.appointment(people.front_desk, family_name="Nowak", day=tomorrow)
    response = desk.post(f"/appointments/{listed.pk}/mark/", {"status": "cancelled"})
    assert response.headers["Location"] == f"/appointments/{listed.pk}/"
    said = desk.post(f"/appointments/{listed.pk}/mark/", {"status": "here"}, follow=True)
    assert "This appointment is on another day." in words(said)
    assert 'value="here"' not in desk.get(f"/appointments/{listed.pk}/").content.decode()


def test_whoever_is_expected_and_not_registered_is_registered_with_what_is_known(desk: Client, people: People) -> None:
    born = datetime.date(1969, 5, 4)
    known: dict[str, Any] = {"family_name": "Le Blanc", "given_name": "Noé", "date_of_birth": born}
    listed = factories.appointment(people.front_desk, record_number="R204", **known)
    page = desk.get(f"/appointments/{listed.pk}/")
    assert f'name="from-appointment" value="{listed.pk}"' in page.content.decode()
    form = desk.post("/patients/new/", {"from-appointment": listed.pk})
    fields = form_with(form, "record_number")
    assert fields["record_number"] == ["R204"]
    assert fields["family_name"] == ["Le Blanc"]
    assert fields["date_of_birth_year"] == ["1969"]
    desk.post("/patients/new/", fields)
    assert Appointment.objects.get().patient == Patient.objects.get()


def test_names_longer_than_a_search_and_numbers_without_a_digit_are_not_lost(desk: Client, people: People) -> None:
    known = {"record_number": "NEW", "family_name": "Nowak " * 20 + "Nowak", "given_name": "Ewa " * 30 + "Ewa"}
    listed = factories.appointment(people.front_desk, **known)
    fields = form_with(desk.post("/patients/new/", {"from-appointment": listed.pk}), "record_number")
    assert {name: fields[name] for name in known} == {name: [text] for name, text in known.items()}
    assert desk.post("/patients/new/", {"from-appointment": "x"}).status_code == 400
    assert desk.post("/patients/new/", {"from-appointment": uuid.uuid4()}).status_code == 404


def test_what_was_typed_is_text_and_titles_and_addresses_say_nothing(desk: Client, people: People) -> None:
    marked = {"family_name": SCRIPT, "given_name": '"><img src=x>', "with_whom": SCRIPT, "note": SCRIPT}
    listed = factories.appointment(people.front_desk, **marked)
    for address in ("/desk/", "/desk/board/", f"/appointments/{listed.pk}/"):
        page = desk.get(address)
        html = page.content.decode().lower()
        assert "alert(1)" in html
        assert "<script>alert" not in html
        assert "<img" not in html
        assert "alert" not in title(page)


# From a list


HEAD = "record_number,family_name,given_name,date_of_birth,time,with\n"


def upload(desk: Client, content: str | bytes, **changed: Any) -> Any:
    content = content.encode() if isinstance(content, str) else content
    fields = {name: value[0] for name, value in form_with(desk.get("/appointments/list/"), "day_day").items()}
    return desk.post("/appointments/list/", fields | {"file": SimpleUploadedFile("list.csv", content)} | changed)


def taking(page: Any) -> dict[str, str]:
    fields = {name: value[0] for name, value in form_with(page, "text").items()}
    return fields | {"take": page.context["stamp"]}


def outcomes(page: Any) -> list[tuple[int, str, str]]:
    return [(each.line.number, str(each.outcome), each.reason) for each in page.context["planned"]]


def test_a_list_is_looked_at_first_and_taken_only_then(desk: Client, people: People) -> None:
    ewa = factories.patient(people.front_desk, record_number="R1", date_of_birth=datetime.date(1976, 4, 18))
    page = upload(
        desk,
        HEAD
        + "R1,Nowak,Ewa,1976-04-18,09:00,Dr Lee\n"
        + "r 1,NOWAK,,,09:10,Dr Lee\n"
        + "R1,Nowak,Ewa,1976-04-19,09:20,\n"
        + "R1,Smith,Ewa,1976-04-19,09:30,\n"
        + "R9,Le Blanc,Noé,,09:40,=1+1\n"
        + "R9,Le Blanc,Noé,,09:40,\n"
        + ",Nowak,Ewa,,nine,\n",
    )
    assert outcomes(page) == [
        (2, "known", ""),
        (3, "known", ""),
        (4, "refused", "Record R1 is of somebody with another birth date."),
        (5, "refused", "Record R1 is of somebody with another family name and birth date."),
        (6, "not registered", ""),
        (7, "refused", "The same person and time stand in another row."),
        (8, "refused", "“nine” is no time such as 09:30."),
    ]
    assert "Nothing is taken yet. 3 of 7 rows would be entered; 4 are refused." in words(page)
    assert not Appointment.objects.exists()

    assert desk.post("/appointments/list/", taking(page)).headers["Location"] == "/desk/"
    made = {(each.patient, each.family_name, each.with_whom) for each in Appointment.objects.all()}
    assert made == {(ewa, "Nowak", "Dr Lee"), (ewa, "NOWAK", "Dr Lee"), (None, "Le Blanc", "=1+1")}
    assert {each.day for each in Appointment.objects.all()} == {timezone.localdate()}


def test_taken_twice_it_makes_nobody_twice(desk: Client, people: People) -> None:
    page = upload(desk, HEAD + ",Nowak,Ewa,,09:00,\n")
    for _ in range(2):
        again = desk.post("/appointments/list/", taking(page))
    assert again.status_code == 409
    assert "The register or the list has changed since. Nothing was taken" in words(again)
    assert outcomes(again) == [(2, "entered already", "")]
    assert "There is nothing to take." in words(upload(desk, HEAD + ",Nowak,Ewa,,09:00,\n"))
    assert Appointment.objects.count() == 1


def test_taken_again_it_makes_nobody_twice_who_was_linked_meanwhile(desk: Client, people: People) -> None:
    content = HEAD + "R9,Nowak,Ewa,,09:00,\n,Nowak,Ewa,,09:10,\n"
    desk.post("/appointments/list/", taking(upload(desk, content)))
    ewa = factories.patient(people.front_desk, record_number="R1")
    for listed in Appointment.objects.all():
        desk.post(f"/appointments/{listed.pk}/link/", {"patient": ewa.pk, "seen": listed.stamp})
    assert {listed.patient for listed in Appointment.objects.all()} == {ewa}
    assert [outcome for _, outcome, _ in outcomes(upload(desk, content))] == ["entered already"] * 2


def test_what_was_looked_at_is_what_is_taken(desk: Client, people: People) -> None:
    page = upload(desk, HEAD + "R1,Nowak,Ewa,,09:00,\n")
    factories.patient(people.front_desk, record_number="R1")
    again = desk.post("/appointments/list/", taking(page))
    assert again.status_code == 409
    assert not Appointment.objects.exists()
    desk.post("/appointments/list/", taking(again))
    assert Appointment.objects.get().patient


def test_the_sample_is_taken_as_it_is(desk: Client, people: People) -> None:
    sample = desk.get("/appointments/sample.csv")
    assert sample.headers["Content-Disposition"] == 'attachment; filename="appointments.csv"'
    assert outcomes(upload(desk, sample.content)) == [(number, "not registered", "") for number in (2, 3, 4)]


def test_a_guessed_encoding_is_said(desk: Client, people: People) -> None:
    page = upload(desk, (HEAD + ",García,,,09:00,\n").encode("cp1252"))
    assert "The file is not UTF-8" in words(page)
    desk.post("/appointments/list/", taking(page))
    assert Appointment.objects.get().family_name == "García"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "The submitted file is empty."),
        (b"\xef\xbb\xbf", "The file is empty."),
        (b"\xff\xfea\0", "This is no CSV file"),
        (b"x" * (1024 * 1024 + 1), "larger than 1 MB"),
        (b"name,time\n", "not known: “name”"),
        ((HEAD + ",a,,,09:00,\n" * 2001).encode(), "more than 2,000 rows"),
    ],
)
def test_a_file_that_is_no_list_is_refused_in_words(content: bytes, told: str, desk: Client, people: People) -> None:
    page = upload(desk, content)
    assert page.status_code == 422
    assert told in error_beside(page, "file") or told in words(page)
    assert title(page).startswith("Error: ")


@pytest.mark.parametrize("fields", [{"day_year": "2020"}, {"day_year": "2999"}, {"day_day": "x"}, {"file": ""}])
def test_without_a_day_or_a_file_nothing_is_looked_at(fields: dict[str, str], desk: Client, people: People) -> None:
    page = upload(desk, HEAD + ",Nowak,,,09:00,\n", **fields)
    assert page.status_code == 422
    assert "planned" not in page.context


def test_a_long_list_costs_as_many_queries_as_a_short_one(
    desk: Client, people: People, django_assert_num_queries: Any
) -> None:
    for rows in (2, 40):
        lines = [f"R{number},Nowak,Ewa,,09:{number:02},\n" for number in range(rows)]
        with CaptureQueriesContext(connection) as captured:
            assert upload(desk, HEAD + "".join(lines)).context["new"] == rows
        assert len(captured) == 14  # of two pages


def test_a_list_is_text_and_never_markup(desk: Client, people: People) -> None:
    html = upload(desk, f'{HEAD},{SCRIPT},,,09:00,"{SCRIPT}"\n,{SCRIPT},,,x,\n').content.decode()
    assert "&lt;script&gt;alert(1)" in html
    assert "<script>alert" not in html
