"""Finding and registering a person in a browser: what is wrong is in view, and nobody is taken for somebody else."""

from __future__ import annotations

import datetime

import pytest
from playwright.sync_api import Page, expect

from intake.models import Patient
from tests import factories
from tests.factories import People
from tests.journeys.signing_in import signed_in
from tests.journeys.test_accessible import NARROW, WIDE, accessible

BORN = datetime.date(1968, 8, 4)
SEEN = """element => {
  const box = element.getBoundingClientRect();
  const inside = box.top >= 0 && box.bottom <= innerHeight && box.left >= 0 && box.right <= innerWidth;
  const there = document.elementFromPoint(box.left + 4, box.top + box.height / 2);
  return box.height > 0 && inside && (element === there || element.contains(there) || there.contains(element));
}"""
"""In the window, and nothing lies over it."""


def at_the_desk(page: Page, people: People) -> Page:
    return signed_in(page, people.front_desk)


def register(page: Page, day: str, month: str, year: str, **typed: str) -> None:
    page.goto("/patients/new/")
    about = {"Record number": "NEW-1", "Family name": "Nowak", "Given names": "Ewa"} | typed
    for label, text in about.items():
        page.get_by_label(label).fill(text)
    born = page.locator("#div_id_date_of_birth")
    for label, text in (("Day", day), ("Month", month), ("Year", year)):
        born.get_by_label(label).fill(text)
    born.get_by_label("Year").press("Enter")


@pytest.mark.any_database
@pytest.mark.parametrize("size", [(1280, 720), (390, 700), (640, 400)])
def test_an_error_of_a_birth_date_is_in_view_and_no_digit_is_covered(
    size: tuple[int, int], page: Page, people: People
) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    register(at_the_desk(page, people), "31", "12", "2099")
    error = page.locator("#id_date_of_birth_error")
    expect(error).to_have_text("The date of birth lies in the future.")
    born = page.locator("#div_id_date_of_birth")
    expect(born.get_by_label("Day")).to_be_focused()
    page.wait_for_function(f"() => ({SEEN})(document.getElementById('id_date_of_birth_error'))")
    for part in ("Day", "Month", "Year"):
        field = born.get_by_label(part)
        assert field.evaluate(SEEN)
        assert field.evaluate("e => getComputedStyle(e).backgroundImage") == "none"
        assert field.evaluate("e => e.scrollWidth <= e.clientWidth")
    assert "id_date_of_birth_error" in (born.locator("fieldset").get_attribute("aria-describedby") or "")


@pytest.mark.any_database
def test_find_says_its_error_once_as_the_description_of_its_field(page: Page, people: People) -> None:
    at_the_desk(page, people).goto("/desk/")
    page.get_by_role("button", name="Find").click()
    said = page.get_by_text("Write a name, a record number, a phone number or a year of birth.")
    expect(said).to_have_count(1)
    assert said.evaluate(SEEN)
    expect(page.locator("#id_person")).to_have_accessible_description(
        "Write a name, a record number, a phone number or a year of birth."
    )


def test_a_number_of_somebody_else_is_said_before_their_record_opens(page: Page, people: People) -> None:
    factories.patient(people.front_desk, record_number="DEMO-001", family_name="Nguyễn", date_of_birth=BORN)
    at_the_desk(page, people).goto("/desk/")
    page.locator("#id_person").fill("DEMO-001 Kowalska 3 3 1970")
    page.locator("#id_person").press("Enter")
    said = page.locator(".mismatch")
    expect(said).to_contain_text("The record DEMO-001 is of NGUYỄN, Ewa, born 4 Aug 1968. You typed Kowalska 3 3 1970.")
    expect(said).to_be_focused()
    page.keyboard.press("Enter")  # it opens nothing
    expect(said).to_be_visible()
    said.get_by_role("link").click()
    expect(page.locator("h1")).to_have_text("Person")


def test_with_marks_letters_and_keys_as_they_come_the_person_opens_with_two_enters(page: Page, people: People) -> None:
    factories.patient(people.front_desk, record_number="DEMO-001", family_name="Nguyễn", date_of_birth=BORN)
    at_the_desk(page, people).goto("/desk/")
    page.locator("#id_person").fill("nguyem")
    page.locator("#id_person").press("Enter")
    expect(page.get_by_role("heading", name="Spelt alike")).to_be_focused()
    page.locator("#id_person").fill("nguyen")
    page.locator("#id_person").press("Enter")
    expect(page.get_by_role("link", name="NGUYỄN, Ewa")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Person")


def test_twins_and_a_swapped_day_are_warned_of_and_can_be_registered(page: Page, people: People) -> None:
    factories.patient(people.front_desk, record_number="OLD", date_of_birth=BORN)
    at_the_desk(page, people)
    for number, (given, day, month) in enumerate((("Maria", "4", "8"), ("Ewa", "8", "4"), ("Ewa", "5", "8"))):
        register(page, day, month, "1968", **{"Record number": f"NEW-{number}", "Given names": given})
        expect(page.locator("h1")).to_have_text("Is this person registered already?")
        expect(page.get_by_role("heading", name="NOWAK, Ewa").first).to_be_visible()
        page.get_by_role("button", name="Register as another person").click()
        expect(page.locator("h1")).to_have_text("Person")
    assert Patient.objects.count() == 4


def test_about_how_old_somebody_is_and_all_that_is_known_of_them(page: Page, people: People) -> None:
    at_the_desk(page, people).goto("/patients/new/")
    page.get_by_label("Record number").fill("NEW-1")
    page.get_by_label("Family name").fill("Nowak")
    page.get_by_text("Birth date not known, address").click()
    page.get_by_label("About how old").fill("about 70")
    page.get_by_label("Name of the GP").fill("Dr Grace Hopper")
    page.get_by_label("May we phone?").select_option("No")
    page.get_by_role("button", name="Save").last.click()
    banner = page.locator(".patient-banner")
    expect(banner).to_contain_text("(65 to 75 y) estimated")
    expect(banner).to_contain_text("do not phone")
    expect(page.get_by_text("Dr Grace Hopper")).to_be_visible()


@pytest.mark.any_database
def test_what_is_new_is_accessible_and_fits_320_pixels(page: Page, people: People) -> None:
    person = factories.patient(
        people.front_desk, age=None, record_number="DEMO-001", gp_name="Dr Hopper", safe_contact="Mornings"
    )
    at_the_desk(page, people).goto("/desk/")
    faults = []

    def look() -> None:
        faults.extend(accessible(page))
        page.set_viewport_size(NARROW)
        assert page.evaluate(WIDE) <= 0
        page.set_viewport_size({"width": 1280, "height": 720})

    for typed in ("DEMO-001 Kowalska", "Novak", "Nowak", "nobody at all"):
        page.locator("#id_person").fill(typed)
        page.locator("#id_person").press("Enter")
        expect(page.locator("#id_person")).to_have_value(typed)
        expect(page.locator(".found")).to_be_visible()
        look()
    for address in ("", "details/"):
        page.goto(f"/patients/{person.pk}/{address}")
        look()
    page.get_by_label("About how old").fill("old")
    page.get_by_role("button", name="Save").first.click()
    expect(page.get_by_label("About how old")).to_be_focused()
    look()
    assert faults == []
