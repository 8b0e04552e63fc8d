"""What is wrong as a whole is put right in a real browser: discarded, moved, merged, and each of it taken back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from intake.models import Intake, Patient
from tests import factories
from tests.factories import People
from tests.journeys.signing_in import signed_in
from tests.journeys.test_accessible import NARROW, WIDE, accessible
from tests.views.at_the_desk import address, now

pytestmark = pytest.mark.any_database

LONG = "Featherstonehaugh-Abernathy-Featherstonehaugh"


@pytest.fixture
def desk(page: Page, people: People) -> Page:
    return signed_in(page, people.front_desk)


@pytest.fixture
def draft(people: People) -> Intake:
    about = factories.patient(people.front_desk, family_name=LONG, given_name="Ada", record_number="A1", age=60)
    return factories.draft(people.front_desk, {"pain.nrs_now": 4}, patient=about)


@pytest.fixture
def sister(people: People) -> Patient:
    return factories.patient(
        people.front_desk, family_name=f"{LONG}s", given_name="Rosa", record_number="B2", age=34, sex_at_birth="male"
    )


def looked_at(page: Page) -> None:
    """Accessible, and not wider than a narrow screen."""
    assert accessible(page) == []
    size = page.viewport_size
    assert size
    page.set_viewport_size(NARROW)
    assert page.evaluate(WIDE) <= 0, page.url
    page.set_viewport_size(size)


def test_a_draft_is_discarded_and_restored(desk: Page, draft: Intake) -> None:
    desk.goto(address(draft))
    desk.get_by_role("link", name="Discard this draft").click()
    expect(desk.get_by_label("Reason")).to_be_focused()
    desk.get_by_role("button", name="Discard", exact=True).click()
    expect(desk.get_by_text("Please write why, in a few words.").first).to_be_visible()
    looked_at(desk)
    desk.get_by_label("Reason").fill("Started twice")
    desk.get_by_role("button", name="Discard", exact=True).click()
    expect(desk.get_by_role("heading", name="Discarded")).to_be_visible()
    expect(desk.get_by_text("Started twice")).to_be_visible()
    looked_at(desk)
    desk.goto("/desk/")
    desk.get_by_role("link", name="Discarded drafts").click()
    expect(desk.get_by_role("link", name=f"{LONG.upper()}, Ada")).to_be_visible()
    looked_at(desk)
    desk.get_by_role("button", name="Restore").click()
    expect(desk.get_by_text("It is restored, with all that was typed.")).to_be_visible()
    assert (now(draft).state, now(draft).answers["pain.nrs_now"]) == ("draft", 4)


def test_an_intake_is_moved_to_the_right_person_and_back(desk: Page, draft: Intake, sister: Patient) -> None:
    desk.goto(address(draft))
    desk.get_by_role("link", name="This intake is of somebody else").click()
    expect(desk.get_by_label("Name, record number")).to_be_focused()
    desk.keyboard.type("rosa")
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("button", name="Compare with record B2")).to_be_focused()
    looked_at(desk)
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("row", name="Sex recorded at birth Female Male Different")).to_be_visible()
    expect(desk.get_by_text("60 years, then")).to_be_visible()
    looked_at(desk)
    desk.get_by_label("Reason").fill("Her sister came")
    desk.get_by_role("button", name="Move it to").click()
    expect(desk.get_by_text("The intake is moved.")).to_be_visible()
    expect(desk.get_by_role("region", name="Person")).to_contain_text("Rosa")
    looked_at(desk)
    assert "rosa" not in desk.url.lower()
    desk.get_by_role("button", name="Move it back").click()
    desk.get_by_label("Reason").fill("It was hers after all")
    desk.get_by_role("button", name="Move it to").click()
    expect(desk.get_by_role("region", name="Person")).to_contain_text("Ada")
    assert now(draft).patient == draft.patient


def test_two_records_become_one_and_are_taken_apart(desk: Page, draft: Intake, sister: Patient) -> None:
    desk.goto(f"/patients/{sister.pk}/")
    desk.get_by_role("link", name="Another record is of the same person").click()
    desk.get_by_label("Name, record number").fill("A1")
    desk.keyboard.press("Enter")
    desk.get_by_role("button", name="Compare with record A1").click()
    desk.get_by_role("button", name="Make them one record").click()
    expect(desk.get_by_role("heading", name="Please check 3 answers")).to_be_visible()
    looked_at(desk)
    desk.get_by_role("link", name="Which record is kept").click()
    desk.get_by_label("Record B2").check()
    desk.get_by_label("Reason").fill("Registered twice")
    desk.get_by_label("I have compared both records").check()
    desk.get_by_role("button", name="Make them one record").click()
    expect(desk.get_by_text("The two records are one from now on.")).to_be_visible()
    expect(desk.get_by_text(f"Record A1: {LONG.upper()}, Ada")).to_be_visible()
    assert now(draft).patient == sister
    looked_at(desk)
    with desk.expect_navigation():
        desk.get_by_role("link", name="Undo: they are two people").click()
    looked_at(desk)
    desk.get_by_label("Reason").fill("They are sisters")
    desk.get_by_role("button", name="Take them apart").click()
    expect(desk.get_by_text("of two people again")).to_be_visible()
    assert now(draft).patient == draft.patient


def test_a_colleagues_draft_is_opened_with_one_key_or_left(desk: Page, people: People, sister: Patient) -> None:
    colleague = factories.user("bea", "Front desk")
    theirs = factories.draft(colleague, {"pain.nrs_now": 4}, patient=sister)
    desk.goto(f"/patients/{sister.pk}/")
    expect(desk.get_by_role("button", name="Start an intake")).to_be_focused()
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", name="Draft by bea")).to_be_visible()
    expect(desk.get_by_role("link", name="Open that one")).to_be_focused()
    looked_at(desk)
    desk.keyboard.press("Enter")
    expect(desk).to_have_url(re.compile(f"{address(theirs)}$"))
    desk.goto(f"/patients/{sister.pk}/")
    desk.get_by_role("button", name="Start an intake").click()
    desk.get_by_role("button", name="Start another all the same").click()
    expect(desk.get_by_role("heading", name="Intake", exact=True)).to_be_visible()
    assert Intake.objects.filter(patient=sister, author=people.front_desk).count() == 1


def test_enter_held_down_too_long_submits_nothing(desk: Page, draft: Intake) -> None:
    desk.goto(address(draft, "around-mood"))
    desk.get_by_role("button", name="Save and check").focus()
    desk.keyboard.down("Enter")
    expect(desk.get_by_role("button", name="Submit")).to_be_focused()
    desk.keyboard.down("Enter")  # the key was never up: it repeats
    desk.keyboard.up("Enter")
    desk.wait_for_timeout(300)  # milliseconds, in which it would have been submitted
    assert now(draft).is_draft
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", name="Submitted")).to_be_visible()
    looked_at(desk)


def test_a_clinician_marks_an_intake_as_entered_in_error_and_restores_it(page: Page, people: People) -> None:
    done = factories.submitted(people.front_desk, {"pain.nrs_now": 4})
    clinic = signed_in(page, people.clinician)
    clinic.goto(f"/review/{done.pk}/")
    clinic.get_by_role("link", name="Send back to the desk").click()
    clinic.get_by_role("link", name="Mark it as entered in error").click()
    expect(clinic.get_by_label("Reason")).to_be_focused()
    looked_at(clinic)
    clinic.get_by_label("Reason").fill("Entered twice")
    clinic.get_by_role("button", name="Mark as entered in error").click()
    expect(clinic.get_by_text("Entered in error: do not use for care.")).to_be_visible()
    clinic.get_by_role("button", name="Restore this intake").click()
    expect(clinic.get_by_text("It is restored, with all that was typed.")).to_be_visible()
    assert now(done).state == "submitted"
