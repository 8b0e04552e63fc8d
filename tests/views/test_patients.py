"""The front desk finds a person before registering a new one."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from intake.actions.merging import merge_patients
from intake.models import AuditEvent, Patient
from intake.views.desk import patients
from intake.views.search_form import SearchForm
from tests import factories
from tests.factories import People
from tests.views.browser import error_beside, form_to, form_with
from tests.views.pages import forbidden, title, words

NEW = "/patients/new/"
ADA: dict[str, Any] = {"record_number": "AB-17", "family_name": "Lovelace", "given_name": "Ada"}
SCRIPT = "<script>alert(1)</script>"
ONE_MEGABYTE = "x" * 1_000_000


def born(day: object, month: object, year: object) -> dict[str, Any]:
    return {"date_of_birth_day": day, "date_of_birth_month": month, "date_of_birth_year": year}


def search(desk: Client, person: str = "") -> Any:
    return desk.post("/desk/", {"person": person})


def found(response: Any) -> list[str]:
    return [patient.record_number for patient in response.context["found"]]


# Finding


@pytest.mark.parametrize("typed", ["AB-17", "ab-17", "  Ab-17 ", "ab17", "AB 17"])
def test_a_person_is_found_by_record_number_in_any_case(typed: str, desk: Client, people: People) -> None:
    factories.patient(people.front_desk, **ADA)
    assert "LOVELACE, Ada" in words(search(desk, typed))


@pytest.mark.parametrize("typed", ["AB", "AB-1", "AB-1%", "AB-1_", "%", "' OR 1=1 --", '"', "\\", "*", "AB-17 OR 1"])
def test_v1_2_4_only_the_very_record_number_finds_somebody(typed: str, desk: Client, people: People) -> None:
    factories.patient(people.front_desk, **ADA)
    response = search(desk, typed)
    assert response.status_code == 200
    assert found(response) == []


OTHERS = {
    "R1": ("O'Neill", "Sean"),
    "R2": ("García López", "Inés"),
    "R3": ("Smith-Jones", "Anne-Marie"),
    "R4": ("Nguyễn", "Thị Hương"),
    "R5": ("Łukasiewicz", "Søren"),
    "R6": ("Шевченко", "Олександр"),
    "R7": ("van der Berg", "Jo"),
    "R8": ("Großmann", "Zoë"),
    "R9": ("D’Arcy", ""),
    "R10": ("O'Brien-Smythe", "Ada"),
}


@pytest.fixture
def others(people: People) -> None:
    for number, (record_number, (family_name, given_name)) in enumerate(OTHERS.items()):
        factories.patient(
            people.front_desk,
            record_number=record_number,
            family_name=family_name,
            given_name=given_name,
            phone=f"+44 (0)7700 90012{number}",
            date_of_birth=datetime.date(1960 + number, 4, 18),
        )


FOUND_BY = {
    "R1": [
        "oneill",
        "O'NEILL",
        "O’Neill",
        "o neill",
        "neill",
        "ONEI",
        "sean o",
        "oneill 1960",
        "1960",
        "sean 18 4 1960",
    ],
    "R2": [
        "garcia",
        "GARCÍA",
        "lopez",
        "lóp",
        "Garci\N{COMBINING ACUTE ACCENT}a",
        "garcialopez",
        "ines garcia",
        "ine lop",
    ],
    "R3": ["smith", "jones", "smith-j", "smithjones", "anne", "marie", "Anne-Marie Smith-Jones", "annemarie jones"],
    "R4": [
        "Nguyễn",
        "nguyen",
        "NGUYE",
        "nguye\N{COMBINING CIRCUMFLEX ACCENT}\N{COMBINING TILDE}n ",
        "thi",
        "huong ngu",
    ],
    "R5": ["lukasiewicz", "soren", "SØREN", "łuka"],
    "R6": ["шевченко", "ШЕВ", "олекс шев"],
    "R7": [
        "van",
        "berg",
        "vanderberg",
        "der",
        "jo berg",
        "r7",
        "der-berg",
        "+44 7700 900126",
        "07700 900126",
        "07700900126",
    ],
    "R8": ["grossmann", "GROSS", "großm", "zoe", "18/4/1967", "18.04.1967", "1967-04-18", "18 4 1967"],
    "R9": ["darcy", "d'arcy", "arcy"],
    "R10": ["brien-smythe", "o'brien-smythe", "obrien", "Brien Smythe", "smythe"],
}


def test_a_person_is_found_by_the_beginning_of_any_part_of_the_name(desk: Client, others: None) -> None:
    for record_number, typed in FOUND_BY.items():
        for text in typed:
            assert found(search(desk, text)) == [record_number], text


@pytest.mark.parametrize(
    "typed",
    ["eill", "smith nowak", "garcia 1961 x", "oneill 1961", "196", "07700", "900126", "jones-smith"],
)
def test_what_does_not_tell_of_them_finds_nobody(typed: str, desk: Client, others: None) -> None:
    assert found(search(desk, typed)) == []


def test_a_corrected_person_is_found_by_what_is_corrected_alone(desk: Client, people: People) -> None:
    ada = factories.patient(people.front_desk, **ADA)
    desk.post(f"/patients/{ada.pk}/details/", ADA | {"family_name": "King-Noel", "phone": "020 7946 0018"})
    assert found(search(desk, "love")) == []
    assert found(search(desk, "noel")) == found(search(desk, "020 7946 0018")) == ["AB-17"]


@pytest.mark.parametrize("phone", ["020 7946 0018 ext. 12", "Work: 020 7946 0018", "2nd phone +44 (0)20 7946 0018"])
def test_a_phone_is_found_whatever_is_written_beside_it(phone: str, desk: Client, people: People) -> None:
    factories.patient(people.front_desk, **ADA, phone=phone)
    assert found(search(desk, "020 7946 0018")) == ["AB-17"]


def test_a_merged_record_leads_to_the_one_in_use(desk: Client, people: People) -> None:
    kept = factories.patient(people.front_desk, record_number="KEPT")
    merged = factories.patient(people.front_desk, record_number="GONE", family_name="Maiden")
    merge_patients(actor=people.clinician, kept=kept, merged=merged, reason="One person")
    assert found(search(desk, "gone")) == found(search(desk, "maiden")) == ["KEPT"]
    assert found(search(desk, "ewa")) == ["KEPT"]


@pytest.mark.parametrize("typed", ["", "   "])
def test_nothing_typed_searches_nothing(typed: str, desk: Client, people: People) -> None:
    factories.patient(people.front_desk, **ADA)
    response = search(desk, typed)
    assert response.status_code == 422
    assert "Write a name, a record number, a phone number or a year of birth." in words(response)
    assert "LOVELACE" not in words(response)


def test_v14_2_1_an_address_searches_nothing(desk: Client, people: People) -> None:
    """A search is sent as a form, which leaves no trace in addresses (ASVS V14.2.1)."""
    factories.patient(people.front_desk, **ADA)
    assert "LOVELACE" not in words(desk.get("/desk/?person=AB-17&searched=1"))


def test_the_search_shows_the_front_desk_no_findings(desk: Client, people: People) -> None:
    factories.submitted(people.front_desk, "V10", record_number="R1")
    page = search(desk, "nowak")
    assert found(page) == ["R1"]
    assert forbidden(page) == []
    assert "emergency" not in words(page)


def test_at_most_twenty_people_are_listed(desk: Client, people: People) -> None:
    for _ in range(21):
        factories.patient(people.front_desk)
    response = search(desk, "Nowak")
    assert len(found(response)) == 20
    assert "The first 20 found" in words(response)
    assert "There are more." in words(response)


# Registering


def test_who_is_not_found_is_registered_without_typing_twice(desk: Client) -> None:
    nobody = search(desk, "AB-17 Ada Lovelace 10 12 1985")
    assert "Nobody found" in words(nobody)
    form = desk.post(NEW, form_to(nobody, NEW) | {"from-search": "1"})
    typed = form_with(form, "given_name")
    assert typed["record_number"] == ["AB-17"]
    assert (typed["family_name"], typed["given_name"]) == (["Lovelace"], ["Ada"])
    assert typed["date_of_birth_year"] == ["1985"]
    assert not Patient.objects.exists()


def test_a_registered_person_is_stored_as_typed(desk: Client) -> None:
    details = {"sex_at_birth": "female", "phone": "0123", "preferred_language": "Polski", "interpreter_needed": "True"}
    response = desk.post(NEW, ADA | details | born(10, 12, 1985))
    ada = Patient.objects.get()
    assert response.headers["Location"] == f"/patients/{ada.pk}/"
    assert ada.date_of_birth == datetime.date(1985, 12, 10)
    assert (ada.sex_at_birth, ada.phone, ada.preferred_language) == ("female", "0123", "Polski")
    assert ada.interpreter_needed is True


@pytest.mark.parametrize(("chosen", "kept"), [("", None), ("True", True), ("False", False)])
def test_whether_an_interpreter_is_needed_may_be_unknown(chosen: str, kept: bool | None, desk: Client) -> None:
    desk.post(NEW, ADA | {"interpreter_needed": chosen})
    ada = Patient.objects.get()
    assert ada.interpreter_needed is kept
    form = desk.get(f"/patients/{ada.pk}/details/")
    assert form_with(form, "phone")["interpreter_needed"] == [chosen]


def test_errors_stand_beside_their_fields_and_what_was_typed_stays(desk: Client) -> None:
    response = desk.post(NEW, ADA | {"record_number": " ", "phone": "0" * 41} | born(31, 2, 1985))
    assert response.status_code == 422
    assert error_beside(response, "record_number") == "This field is required."
    assert "at most 40 characters" in error_beside(response, "phone")
    assert error_beside(response, "date_of_birth") == "There is no such date. Check day and month."
    typed = form_with(response, "given_name")
    assert typed["family_name"] == ["Lovelace"]
    assert typed["phone"] == ["0" * 41]
    assert [typed[f"date_of_birth_{part}"] for part in ("day", "month", "year")] == [["31"], ["2"], ["1985"]]
    assert not Patient.objects.exists()
    assert not AuditEvent.objects.filter(action="register").exists()


@pytest.mark.parametrize("number", ["AB-17", "ab-17"])
def test_a_record_number_that_is_taken_is_said_beside_its_field(number: str, desk: Client, people: People) -> None:
    factories.patient(people.front_desk, **ADA)
    response = desk.post(NEW, ADA | {"record_number": number})
    assert response.status_code == 422
    assert error_beside(response, "record_number") == "Another person has this record number."
    assert Patient.objects.count() == 1


def test_a_record_number_taken_in_the_same_moment_is_said_too(
    desk: Client, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patients.duplicates, "not_told_apart", lambda *_: _somebody_else_saves(people))
    response = desk.post(NEW, ADA)
    assert response.status_code == 422
    assert error_beside(response, "record_number") == "Another person has this record number."
    assert Patient.objects.count() == 1


def _somebody_else_saves(people: People) -> list[Any]:
    factories.patient(people.front_desk, **ADA)
    return []


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (born(29, 2, 2023), "There is no such date"),
        (born(0, 1, 2000), "There is no such date"),
        (born(1, 1, "0000"), "There is no such date"),
        (born("", 13, 1968), "There is no such month"),
        (born("", "", "0000"), "There is no such month"),
        (born(18, "", 1968), "Write the date as"),
        (born("", 4, ""), "Write the date as"),
        (born("", "", 1850), "more than 120 years ago"),
        (born("", "", 9999), "lies in the future"),
        (born(18, 4, 68), "Write the date as"),
        (born(18, "April", 1968), "Write the date as"),
        (born("١٨", "٤", "١٩٦٨"), "Write the date as"),
        (born("9" * 5000, 4, 1968), "Write the date as"),
        (born(18, 10**12, 1968), "Write the date as"),
        (born(1, 1, 1850), "more than 120 years ago"),
        (born(1, 1, 9999), "lies in the future"),
    ],
)
def test_v2_2_3_a_birth_date_that_cannot_be_is_refused(typed: dict[str, Any], said: str, desk: Client) -> None:
    """With the reason beside the field (ASVS V2.2.3)."""
    response = desk.post(NEW, ADA | typed)
    assert response.status_code == 422
    assert said in error_beside(response, "date_of_birth")


def test_v2_2_3_nobody_is_born_tomorrow(desk: Client) -> None:
    """No birth date is in the future (ASVS V2.2.3)."""
    today = timezone.localdate()
    tomorrow = today + datetime.timedelta(days=1)
    assert desk.post(NEW, ADA | born(tomorrow.day, tomorrow.month, tomorrow.year)).status_code == 422
    assert desk.post(NEW, ADA | born(today.day, today.month, today.year)).status_code == 302


def test_a_leap_day_is_a_birthday(desk: Client) -> None:
    desk.post(NEW, ADA | born(29, 2, 2008))
    assert Patient.objects.get().date_of_birth == datetime.date(2008, 2, 29)


@pytest.mark.parametrize("field", ["record_number", "family_name", "given_name", "phone", "preferred_language"])
@pytest.mark.parametrize("text", ["\0", "a\0b", ONE_MEGABYTE], ids=["NUL", "NUL within", "1 MB"])
def test_hostile_text_is_refused_and_never_stored(text: str, field: str, desk: Client) -> None:
    response = desk.post(NEW, ADA | {field: text})
    assert response.status_code == 422
    assert error_beside(response, field)
    assert search(desk, text).status_code == 422
    assert not Patient.objects.exists()


@pytest.mark.parametrize("field", ["sex_at_birth", "interpreter_needed"])
def test_an_option_of_ones_own_making_is_refused(field: str, desk: Client) -> None:
    assert desk.post(NEW, ADA | {field: "perhaps"}).status_code == 422


def test_v15_3_3_fields_that_were_not_asked_change_nothing(desk: Client) -> None:
    chosen = uuid.uuid4()
    desk.post(NEW, ADA | {"id": chosen, "registered_at": "1999-01-01", "family_name_folded": "somebody else"})
    ada = Patient.objects.get()
    assert ada.pk != chosen
    assert ada.registered_at.year > 1999
    assert ada.family_name_folded == "lovelace"


# Correcting


def test_details_are_corrected_in_place(desk: Client, people: People) -> None:
    ada = factories.patient(people.front_desk, **ADA)
    form = desk.get(f"/patients/{ada.pk}/details/")
    response = desk.post(f"/patients/{ada.pk}/details/", form_with(form, "phone") | {"phone": ["0123"]})
    assert response.headers["Location"] == f"/patients/{ada.pk}/"
    corrected = Patient.objects.get()
    assert corrected.phone == "0123"
    assert (corrected.date_of_birth, corrected.sex_at_birth) == (ada.date_of_birth, ada.sex_at_birth)


def opened(desk: Client, patient: Patient) -> tuple[str, dict[str, Any]]:
    """The address of somebody's details, and what the page sends untouched."""
    about = f"/patients/{patient.pk}/details/"
    return about, form_with(desk.get(about), "phone")


def test_a_page_that_was_open_for_long_changes_only_what_was_changed_on_it(desk: Client, people: People) -> None:
    ada = factories.patient(people.front_desk, **ADA, address="1 High Street\r\nLondon", interpreter_needed=True)
    (about, first), (_, second) = opened(desk, ada), opened(desk, ada)
    theirs = {"address": "2 Low Road", "interpreter_needed": "False", "record_number": "AB-18", **born(1, 2, 1950)}
    desk.post(about, first | theirs)
    factories.patient(people.front_desk, record_number="AB-17", family_name="Else")
    assert desk.post(about, second | {"phone": "0123"}).status_code == 302
    ada.refresh_from_db()
    assert (ada.phone, ada.address, ada.interpreter_needed) == ("0123", "2 Low Road", False)
    assert (ada.record_number, ada.date_of_birth) == ("AB-18", datetime.date(1950, 2, 1))


def test_what_two_pages_changed_differently_stands_beside_the_field_until_it_is_saved_again(
    desk: Client, people: People
) -> None:
    ada = factories.patient(people.front_desk, **ADA, phone="0100")
    (about, first), (_, second) = opened(desk, ada), opened(desk, ada)
    desk.post(about, first | {"phone": "0111", "gp_name": "Dr Lee", **born("", "", 1956)})
    told = desk.post(about, second | {"phone": "0222", "given_name": "Ada M.", "gp_name": "Dr Lee", **born(3, 4, 1957)})
    assert told.status_code == 409
    assert "On record now: 0111. Here stands what you typed" in error_beside(told, "phone")
    assert "On record now: 1956." in error_beside(told, "date_of_birth")
    assert error_beside(told, "gp_name") == ""
    ada.refresh_from_db()
    assert (ada.phone, ada.given_name) == ("0111", "Ada")
    again = form_with(told, "phone")
    assert (again["phone"], again["given_name"], again["gp_name"]) == (["0222"], ["Ada M."], ["Dr Lee"])
    assert desk.post(about, again).status_code == 302
    ada.refresh_from_db()
    assert (ada.phone, ada.given_name, ada.gp_name) == ("0222", "Ada M.", "Dr Lee")
    assert (ada.date_of_birth, ada.estimate) == (datetime.date(1957, 4, 3), None)


def test_what_somebody_saves_in_the_same_moment_is_not_written_over(
    desk: Client, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = factories.patient(people.front_desk, **ADA, phone="0100", address="1 High Street")
    about, form = opened(desk, ada)
    write, theirs = patients.correct_patient, iter([{"phone": "0111", "address": "2 Low Road"}])

    def meanwhile(**given: Any) -> Patient:
        Patient.objects.filter(pk=ada.pk).update(**next(theirs, {"address": "3 Low Road"}))
        return write(**given)

    monkeypatch.setattr(patients, "correct_patient", meanwhile)
    told = desk.post(about, form | {"phone": "0222"})
    assert (told.status_code, form_with(told, "phone")["phone"]) == (409, ["0222"])
    assert desk.post(about, form_with(told, "phone")).status_code == 302
    ada.refresh_from_db()
    assert (ada.phone, ada.address) == ("0222", "3 Low Road")


def test_correcting_cannot_take_somebody_elses_record_number(desk: Client, people: People) -> None:
    ada = factories.patient(people.front_desk, **ADA)
    factories.patient(people.front_desk, record_number="R1")
    response = desk.post(f"/patients/{ada.pk}/details/", ADA | {"record_number": "r1"})
    assert error_beside(response, "record_number") == "Another person has this record number."
    assert form_with(response, "phone")["record_number"] == ["r1"]
    assert Patient.objects.get(pk=ada.pk).record_number == "AB-17"


@pytest.mark.parametrize("part", ["", "details/"])
def test_an_unknown_person_is_not_found(part: str, desk: Client) -> None:
    assert desk.get(f"/patients/{uuid.uuid4()}/{part}").status_code == 404


# What pages may hold


def test_names_are_text_and_never_markup(desk: Client, people: People) -> None:
    marked = {"record_number": f"{SCRIPT}"[:40], "family_name": SCRIPT, "given_name": f'"><img src=x onerror={SCRIPT}'}
    intake = factories.draft(people.front_desk, {}, patient=factories.patient(people.front_desk, **marked))
    addresses = [f"/patients/{intake.patient.pk}/", f"/patients/{intake.patient.pk}/details/", "/desk/"]
    responses = [desk.get(address) for address in addresses] + [search(desk, SCRIPT)]
    responses.append(desk.post(NEW, marked))
    for response in responses:
        html = response.content.decode().lower()
        assert "alert(1)" in html
        assert "<script>alert" not in html
        assert "<img" not in html


def test_v14_2_1_titles_and_addresses_say_nothing_of_the_person(desk: Client, people: People) -> None:
    """Nor does where the site leads on to (ASVS V14.2.1)."""
    someone = {"record_number": "XYZ-17", "family_name": "Lovelace", "given_name": "Augusta"}
    intake = factories.draft(people.front_desk, {}, patient=factories.patient(people.front_desk, **someone))
    about = f"/patients/{intake.patient.pk}/"
    shown = [desk.get(address) for address in (about, f"{about}details/", "/desk/", f"/intakes/{intake.pk}/")]
    assert all(b"lovelace" in part.content.lower() for part in shown)
    redirects = [
        desk.post(f"{about}details/", someone),
        desk.post(f"{about}start/"),
        desk.post(NEW, someone | {"record_number": "XYZ-18", "register-anyway": intake.patient.pk}),
    ]
    public = " ".join([title(part) for part in shown] + [response.headers["Location"] for response in redirects])
    assert not [name for name in ("lovelace", "augusta", "xyz") if name in public.lower()]


def test_the_persons_page_lists_their_intakes(desk: Client, people: People) -> None:
    done = factories.submitted(people.front_desk, "V11")
    draft = factories.draft(people.front_desk, {}, patient=done.patient)
    html = desk.get(f"/patients/{done.patient.pk}/").content.decode()
    assert f"/intakes/{done.pk}/" in html
    assert f"/intakes/{draft.pk}/" in html


# Queries: few, and as many for thirty as for three


def test_the_desk_needs_as_many_queries_for_thirty_drafts_as_for_three(
    desk: Client, people: People, django_assert_num_queries: Any
) -> None:
    for wanted in (3, 30):
        while len(desk.get("/desk/").context["board"].rows) < wanted:
            factories.draft(people.front_desk, {})
        with django_assert_num_queries(14):
            desk.get("/desk/")


def test_the_persons_page_needs_as_many_queries_for_ten_intakes_as_for_one(
    desk: Client, people: People, django_assert_num_queries: Any
) -> None:
    done = factories.submitted(people.front_desk, {})
    about = f"/patients/{done.patient.pk}/"
    for _ in range(2):
        with django_assert_num_queries(13):
            desk.get(about)
        for _ in range(9):
            factories.submitted(people.front_desk, {}, patient=done.patient)


def test_a_search_needs_as_few_queries_for_thirty_people_as_for_three(
    desk: Client, people: People, django_assert_max_num_queries: Any
) -> None:
    for wanted in (3, 30):
        while Patient.objects.count() < wanted:
            factories.patient(people.front_desk)
        for typed in ("nowak", "ewa nowak 1976", "R1", "novak", "R1 novak 18 4 1968"):
            with django_assert_max_num_queries(18):  # one of them spends a token
                search(desk, typed)


TOLD_APART: dict[str, dict[str, Any]] = {
    "Lovelace": {"family_name": "Lovelace", "given_name": ""},
    "Ada Maria Lovelace": {"family_name": "Lovelace", "given_name": "Ada Maria"},
    "Lovelace King, Ada": {"family_name": "Lovelace King", "given_name": "Ada"},
    "07700 900123": {"phone": "07700 900123"},
    "12345": {"record_number": "12345", "family_name": "", "given_name": ""},
    "ab-17": {"record_number": "ab-17", "family_name": "", "given_name": ""},
    "Lovelace 31.2.1985": {"family_name": "Lovelace", "given_name": ""},
    "Lovelace 1968": {"family_name": "Lovelace", "given_name": ""},
    "Lovelace 2999": {"record_number": "2999", "family_name": "Lovelace", "given_name": ""},
    "Ada Lovelace 1968-04-18": {
        "date_of_birth": datetime.date(1968, 4, 18),
        "family_name": "Lovelace",
        "given_name": "Ada",
    },
}


@pytest.mark.parametrize("typed", TOLD_APART)
def test_what_was_typed_is_told_apart_as_far_as_it_can_be(typed: str) -> None:
    form = SearchForm({"person": typed})
    assert form.is_valid()
    assert form.details() == TOLD_APART[typed]
