"""A clinician's forms that are saved by their button, in a real browser: pressed twice, offline, signed out."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route, expect

from intake.models import Intake
from tests import factories
from tests.factories import People
from tests.journeys.signing_in import signed_in

NOTE = "Which leg is it?\nPlease ask again."


@pytest.fixture
def intake(people: People) -> Intake:
    return factories.submitted(people.front_desk, {"pain.present": True, "pain.sites": ["calf_L"]})


@pytest.fixture
def note(page: Page, people: People, intake: Intake) -> Page:
    """The page to send the intake back, with a note typed."""
    signed_in(page, people.clinician).goto(f"/review/{intake.pk}/send-back/")
    page.get_by_label("Note to the front desk").fill(NOTE)
    return page


def send(page: Page) -> None:
    page.get_by_role("button", name="Send back").click()


def is_sent(page: Page, intake: Intake) -> None:
    expect(page).to_have_title(re.compile("^Review"))
    expect(page.get_by_text("The intake is with the front desk, with your note.")).to_be_visible()
    assert intake.corrections.get().reason == NOTE


def test_offline_what_was_typed_stays_and_goes_when_the_connection_is_back(note: Page, intake: Intake) -> None:
    """The browser's own page, that it cannot be reached, would take the place of this one."""
    note.context.set_offline(True)
    send(note)
    expect(note.get_by_text("Not connected. Nothing was sent yet")).to_be_visible()
    expect(note.get_by_label("Note to the front desk")).to_have_value(NOTE)
    note.context.set_offline(False)
    send(note)
    is_sent(note, intake)


@pytest.mark.parametrize("meanwhile", ["nobody", "a colleague", "the same again"])
def test_signed_out_in_another_tab_it_is_still_this_persons_and_nothing_typed_is_lost(
    meanwhile: str, note: Page, intake: Intake, people: People
) -> None:
    note.context.clear_cookies()
    if meanwhile != "nobody":
        colleague = factories.user("colleague", "Clinician") if meanwhile == "a colleague" else people.clinician
        signed_in(note, colleague)
    send(note)
    if meanwhile != "the same again":
        again = note.get_by_role("dialog")
        again.get_by_label("Password of clinician").fill(factories.PASSWORD)
        again.get_by_role("button", name="Sign in").click()
    is_sent(note, intake)
    assert intake.corrections.get().made_by == people.clinician


def test_pressed_again_while_the_reply_is_on_its_way_it_is_sent_once(note: Page, intake: Intake) -> None:
    waiting: list[Route] = []
    note.route("**/sign-in-again/", lambda route: waiting.append(route))
    send(note)
    send(note)
    assert len(waiting) == 1
    waiting[0].continue_()
    is_sent(note, intake)


def test_a_long_note_that_is_pasted_is_not_cut_off_without_a_word(note: Page, intake: Intake) -> None:
    field = note.get_by_label("Note to the front desk")
    field.fill("")
    field.focus()
    note.keyboard.insert_text("x" * 10_000)
    send(note)
    expect(note.get_by_role("alert").get_by_text("Please keep it to 1000 characters: these are 10000.")).to_be_visible()
    expect(field).to_have_value("x" * 10_000)
    assert not intake.corrections.exists()


def test_a_correction_is_saved_by_its_own_button_too(page: Page, people: People, intake: Intake) -> None:
    signed_in(page, people.clinician).goto(f"/review/{intake.pk}/correct/location/")
    page.locator("input[value=calf_R]").check()
    page.context.set_offline(True)
    page.get_by_role("button", name="Save as a new version").click()
    expect(page.get_by_text("Not connected. Nothing was sent yet")).to_be_visible()
    page.context.set_offline(False)
    page.get_by_role("button", name="Save as a new version").click()
    expect(page).to_have_title(re.compile("^Review"))
    assert intake.versions.get(number=2).answers["pain.sites"] == ["calf_L", "calf_R"]


def test_while_another_page_has_to_be_finished_here_nothing_is_sent_and_nothing_lost(
    note: Page, intake: Intake
) -> None:
    note.route("**/sign-in-again/", lambda route: route.fulfill(status=403))
    send(note)
    expect(note.get_by_text("Not sent yet: another page has to be finished here first.")).to_be_visible()
    expect(note.get_by_label("Note to the front desk")).to_have_value(NOTE)
    note.unroute("**/sign-in-again/")
    send(note)
    is_sent(note, intake)
