"""Whom a search finds although something is not quite as on record; and a number beside what is not its own."""

from __future__ import annotations

import datetime
import importlib
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from intake.actions.patients import correct_patient
from intake.models import Patient, SearchTerm, birth
from intake.models.search_term import near_terms, terms_of
from intake.stored.people_search import find_people, search_terms
from tests import factories
from tests.factories import People
from tests.views.pages import words

BORN = datetime.date(1968, 8, 4)
MODIFIER = "\N{MODIFIER LETTER APOSTROPHE}"
APOSTROPHES = (
    "'",
    "`",
    MODIFIER,
    "\N{RIGHT SINGLE QUOTATION MARK}",
    "\N{LEFT SINGLE QUOTATION MARK}",
    "\N{ACUTE ACCENT}",
    "\N{MODIFIER LETTER TURNED COMMA}",
)
PEOPLE: dict[str, dict[str, Any]] = {
    "DEMO-001": {"family_name": "Nguyễn", "given_name": "Thị Hương", "date_of_birth": BORN},
    "DEMO-002": {"family_name": "O'Brien-Smith", "given_name": "Ada", "date_of_birth": datetime.date(1971, 12, 13)},
    "DEMO-003": {"family_name": "Kowalski", "given_name": "Jan", "date_of_birth": None},
    "DEMO-004": {"family_name": f"O{MODIFIER} Hara", "given_name": "Zoë", "date_of_birth": datetime.date(1980, 1, 2)},
    "DEMO-005": {"family_name": "Wu", "given_name": "Li", "date_of_birth": datetime.date(1990, 5, 6)},
}
EXACT = {
    "DEMO-001": ["nguyen", "DEMO 001", "demo001", "DEMO 001 Nguyen", "Nguyen 1968 DEMO-001", "demo 001 4 8 1968"],
    "DEMO-002": [f"O{sign}Brien" for sign in APOSTROPHES] + ["OBrien Smith", "OBrienSmith", "o brien smith"],
    "DEMO-003": ["kowalski", "Jan Kowalski", "DEMO-003 Kowalski 1970"],
    "DEMO-004": ["O'Hara", "ohara", "O’Hara 1980"],
}
NEARLY = {
    "DEMO-001": [
        "nguyem",  # a letter wrong
        "nguyn",  # missing
        "nguyeen",  # too many
        "nugyen",  # two swapped
        "xguyen",
        "nguyen 8 4 1968",  # day and month swapped
        "8/4/1968",
        "1968-04-08 huong",
    ],
    "DEMO-002": ["OBrein", "O'Brian", "smiht ada", "obriensmih", "brian smith"],
    "DEMO-003": ["kowalsky", "kovalski jan", "Kowalski 1970", "Kowalski 1 2 1970"],
    "DEMO-004": ["ohra", "ohhara zoe"],
}
NOBODY = ["kovalsky", "nguymm", "wo", "lu", "nguyen 9 4 1968", "8 4 1969", "smith nowak"]


@pytest.fixture
def some(people: People) -> dict[str, Patient]:
    return {
        number: factories.patient(people.front_desk, record_number=number, **known) for number, known in PEOPLE.items()
    }


def numbers(people: list[Patient]) -> list[str]:
    return [patient.record_number for patient in people]


def test_marks_apostrophes_and_hyphens_are_no_difference(some: dict[str, Patient]) -> None:
    for number, typed in EXACT.items():
        for text in typed:
            found = find_people(text)
            assert numbers(found.people) == [number], text
            assert not found.mismatches, text


def test_one_letter_and_a_swapped_day_are_found_apart(some: dict[str, Patient]) -> None:
    for number, typed in NEARLY.items():
        for text in typed:
            found = find_people(text)
            assert (numbers(found.people), numbers(found.near)) == ([], [number]), text


def test_two_letters_are_nobody(some: dict[str, Patient]) -> None:
    for text in NOBODY:
        found = find_people(text)
        assert (found.people, found.near, found.mismatches) == ([], [], []), text


def test_who_is_spelt_so_stands_before_who_is_spelt_alike(desk: Client, people: People) -> None:
    for number, name in (("A", "Meyar"), ("B", "Meyer"), ("C", "Meier")):
        factories.patient(people.front_desk, record_number=number, family_name=name)
    page = desk.post(reverse("desk"), {"person": "meyer"})
    assert numbers(page.context["found"]) == ["B"]
    assert numbers(page.context["near"]) == ["C", "A"]
    said = words(page)
    assert said.index("MEYER") < said.index("Spelt alike") < said.index("MEIER")


@pytest.mark.parametrize(
    ("typed", "rest"),
    [
        ("DEMO-001 Kowalska", "Kowalska"),
        ("demo 001 Kowalska 3/3/1970", "Kowalska 3-3-1970"),
        ("Ada DEMO-001", "Ada"),
        ("DEMO-001 8 4 1968", "8 4 1968"),
        ("DEMO-001 1970", "1970"),
    ],
)
def test_a_number_beside_what_is_not_theirs_says_whose_it_is(
    typed: str, rest: str, desk: Client, some: dict[str, Patient]
) -> None:
    page = desk.post(reverse("desk"), {"person": typed})
    (mismatch,) = page.context["mismatches"]
    assert (mismatch.patient, mismatch.typed.replace("/", "-")) == (some["DEMO-001"], rest)
    said = words(page)
    assert "The record DEMO-001 is of NGUYỄN, Thị Hương , born 4 Aug 1968" in said.replace(",  born", ", born").replace(
        "Hương,", "Hương ,"
    )
    assert page.context["found"] == []


def test_the_queue_finds_the_same_and_says_so(client: Client, people: People) -> None:
    client.force_login(people.clinician)
    factories.submitted(people.front_desk, "V01", record_number="DEMO-9", family_name="Nguyễn")
    near = client.post(reverse("queue"), {"person": "nguyem"})
    assert "NGUYỄN" in words(near)
    assert "These are spelt alike." in words(near)
    wrong = words(client.post(reverse("queue"), {"person": "DEMO-9 Kowalski"}))
    assert "You typed Kowalski" in wrong
    exact = client.post(reverse("queue"), {"person": "nguyen"})
    assert "These are spelt alike." not in words(exact)


def test_a_birth_date_that_is_estimated_is_found_by_its_years(people: People) -> None:
    for number, estimate in (
        ("YEAR", birth.in_year(1956)),
        ("MONTH", birth.in_month(1956, 4)),
        ("ABOUT", birth.about_year(1954)),
    ):
        person = Patient(record_number=number, family_name=f"Person {number}")
        person.estimate = estimate
        factories.register_patient(actor=people.front_desk, patient=person)
    assert numbers(find_people("1956").people) == ["ABOUT", "MONTH", "YEAR"]
    assert numbers(find_people("person 1949").people) == ["ABOUT"]
    assert numbers(find_people("18 4 1956").near) == ["ABOUT", "MONTH", "YEAR"]
    assert numbers(find_people("18 5 1956").near) == ["ABOUT", "YEAR"]


def test_every_search_is_four_queries_at_most(some: dict[str, Patient]) -> None:
    for text in (*EXACT["DEMO-001"], *NEARLY["DEMO-001"], *NOBODY, "DEMO-001 Kowalska 1970", "a b c d e f g h 1 2 3"):
        with CaptureQueriesContext(connection) as asked:
            find_people(text)
        assert len(asked) <= 4, text


def test_what_is_common_is_found_as_what_is_rare_and_says_where_it_stops(
    some: dict[str, Patient], monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = [*EXACT["DEMO-001"], *NEARLY["DEMO-001"], "DEMO-001 Kowalska 1970", "kowalska 1970"]
    before = [find_people(text) for text in texts]
    monkeypatch.setattr("intake.stored.people_search.MANY", 1)
    for text, found in zip(texts, before, strict=True):
        again = find_people(text)
        assert (again.people == found.people and again.near == found.near) or again.many or again.left_out, text
    monkeypatch.setattr("intake.stored.people_search.COUNTED", 1)
    assert find_people(NEARLY["DEMO-001"][0]).left_out


def test_what_is_spelt_alike_is_found_by_an_index(some: dict[str, Patient]) -> None:
    near = SearchTerm.objects.filter(term__in=near_terms("kovalski")).values("patient")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")  # for so few rows it would not look into an index
    plan = near.explain()
    assert "search_term" in plan
    assert "SCAN intake_searchterm" not in plan.upper().replace("SCAN INTAKE_SEARCHTERM USING", "")
    assert "Seq Scan" not in plan


def test_the_migration_gives_those_before_what_they_are_found_by() -> None:
    """What is written there is as it was then: the same, as long as nothing has changed since."""
    migration = importlib.import_module("intake.migrations.0018_people")
    before = importlib.import_module("intake.migrations.0012_queue_and_search")
    assert migration.added_terms.__module__ == migration.__name__
    for known in (("O'Brien-Smith", "Ada", BORN), (f"O{MODIFIER} Hara", "Zoë Marie", None), ("Wu", "", None)):
        family, given, born = known
        old = before.terms_of("AB-17", family, given, "020 7946 0018", born)
        assert old | migration.added_terms(*known) >= terms_of("AB-17", family, given, "020 7946 0018", born)


def test_a_corrected_name_is_found_no_more(desk: Client, some: dict[str, Patient]) -> None:
    person = some["DEMO-003"]
    person.family_name = "Nowak"
    correct_patient(actor=factories.user("other"), patient=person)
    assert find_people("kowalsky").near == []
    assert set(SearchTerm.objects.filter(patient=person).values_list("term", flat=True)) == search_terms(person)
