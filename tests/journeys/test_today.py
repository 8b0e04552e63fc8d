"""The board of the day in a real browser: by keyboard from expected to submitted, renewed by itself, read from afar."""

from __future__ import annotations

import datetime
import re

import pytest
from playwright.sync_api import Locator, Page, expect

from intake.actions.appointments import mark_appointment
from intake.actions.intakes import save_draft, submit_intake
from intake.actions.preferences import choose_board, choose_keys
from intake.models import Appointment, Intake
from tests import factories
from tests.factories import People
from tests.journeys.signing_in import sign_in, signed_in
from tests.journeys.test_accessible import WIDE, accessible

RENEWED = 15_000
"""Milliseconds after which the page asks for the board again. Nobody waits: the page's clock is put forward."""


@pytest.fixture
def expected(people: People) -> Appointment:
    ada = factories.patient(people.front_desk, family_name="Lovelace", given_name="Ada", record_number="AL-1")
    return factories.appointment(people.front_desk, patient=ada, time="09:00", with_whom="Dr Lee")


@pytest.fixture
def desk(page: Page, people: People, expected: Appointment) -> Page:
    factories.appointment(people.front_desk, family_name="Hopper", given_name="Grace", time="10:00")
    page.clock.install()
    return opened(page, people)


def opened(page: Page, people: People) -> Page:
    signed_in(page, people.front_desk).goto("/desk/")
    expect(search(page)).to_be_focused()  # the keys are listened to
    return page


def search(page: Page) -> Locator:
    return page.get_by_label("record number")


def row(page: Page, name: str) -> Locator:
    return page.locator("#board tbody tr").filter(has_text=name)


def test_from_signed_out_over_expected_to_submitted_with_keys_alone(
    page: Page, people: People, expected: Appointment
) -> None:
    # Given the desk's first page, whose search has the focus
    sign_in(page, "front-desk")
    expect(search(page)).to_be_focused()

    # When one key leads to the board, one says that the person is here, and one starts the intake
    page.wait_for_load_state()  # the focus is there before the keys are listened to
    page.keyboard.press("ArrowDown")
    expect(row(page, "LOVELACE").get_by_role("link", name="LOVELACE, Ada", exact=True)).to_be_focused()
    page.keyboard.press("h")
    expect(row(page, "LOVELACE")).to_contain_text("Here since")
    expect(row(page, "LOVELACE").get_by_role("link", name="LOVELACE, Ada", exact=True)).to_be_focused()
    page.keyboard.press("s")
    expect(page.get_by_role("heading", name="Intake", exact=True)).to_be_visible()

    # Then it is filled in and submitted, and the board follows by itself
    draft = Intake.objects.get(patient=expected.patient)
    changes = {"pain.present": True}
    saved = save_draft(actor=people.front_desk, intake=draft, revision=0, changes=changes, malformed={})
    page.goto(f"/intakes/{draft.pk}/check/")
    page.get_by_role("button", name="Submit", exact=True).press("Enter")
    expect(page.get_by_role("heading", name="Submitted")).to_be_visible()
    page.get_by_role("link", name="Next person").press("Enter")
    expect(row(page, "LOVELACE")).to_contain_text("Submitted")
    assert saved.patient == expected.patient


def test_it_shows_what_a_colleague_did_and_focus_and_scroll_stay(
    desk: Page, people: People, expected: Appointment
) -> None:
    for number in range(30):
        factories.appointment(people.front_desk, family_name=f"Person {number}", time=f"11:{number:02}")
    desk.reload()
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("j")
    focused = row(desk, "HOPPER").get_by_role("link", name="HOPPER, Grace", exact=True)
    expect(focused).to_be_focused()
    desk.evaluate("scrollTo(0, 300)")
    before = desk.evaluate("scrollY")
    mark_appointment(actor=people.clinician, appointment=expected, status="here")
    desk.clock.fast_forward(RENEWED)
    expect(row(desk, "LOVELACE")).to_contain_text("Here since")
    expect(focused).to_be_focused()
    assert desk.evaluate("scrollY") == before
    # Not a word of it is read out: nothing was asked of anybody.
    expect(desk.locator("#board-said")).to_be_empty()
    assert desk.locator("#board").get_attribute("aria-live") is None

    # When a clinician is called, that is said once
    assert expected.patient
    draft = factories.draft(people.clinician, {"phq.q9": 1}, patient=expected.patient)
    desk.clock.fast_forward(RENEWED)
    expect(row(desk, "LOVELACE")).to_contain_text("Clinician to see now")
    expect(desk.locator("#board-said")).to_have_text("A clinician is to see somebody now.")
    assert draft.call == "safety"


def test_the_focus_goes_on_where_what_had_it_is_gone(desk: Page, people: People, expected: Appointment) -> None:
    # A link of another row that changes keeps it; the button of a row that is done goes, and the row has it.
    row(desk, "HOPPER").get_by_role("link", name=re.compile("^Change")).focus()
    Appointment.objects.filter(pk=expected.pk).update(with_whom="Dr Khan")
    desk.clock.fast_forward(RENEWED)
    expect(row(desk, "LOVELACE")).to_contain_text("Dr Khan")
    expect(row(desk, "HOPPER").get_by_role("link", name=re.compile("^Change"))).to_be_focused()
    row(desk, "LOVELACE").get_by_role("button", name=re.compile("^Here")).focus()
    mark_appointment(actor=people.front_desk, appointment=expected, status="here")
    desk.clock.fast_forward(RENEWED)
    expect(row(desk, "LOVELACE").get_by_role("link", name="LOVELACE, Ada", exact=True)).to_be_focused()
    Appointment.objects.filter(pk=expected.pk).update(day=expected.day - datetime.timedelta(days=1))
    desk.clock.fast_forward(RENEWED)
    expect(row(desk, "HOPPER").get_by_role("link", name="HOPPER, Grace", exact=True)).to_be_focused()


def test_offline_it_says_that_it_is_not_renewed_and_goes_on_by_itself(
    desk: Page, people: People, expected: Appointment
) -> None:
    unsure = desk.locator("#board-unsure")
    expect(unsure).to_be_empty()
    desk.context.set_offline(True)
    desk.clock.fast_forward(RENEWED)
    expect(unsure).to_have_text(re.compile(r"^Not renewed since \d\d:\d\d\."))
    mark_appointment(actor=people.front_desk, appointment=expected, status="here")
    desk.context.set_offline(False)
    desk.clock.fast_forward(RENEWED)
    expect(row(desk, "LOVELACE")).to_contain_text("Here since")
    expect(unsure).to_be_empty()


def test_signed_out_elsewhere_it_shows_nobody_any_more_and_asks_no_more(desk: Page) -> None:
    desk.context.clear_cookies()
    desk.clock.fast_forward(RENEWED)
    expect(desk.get_by_text("you are not signed in here any more")).to_be_visible()
    expect(desk.get_by_text("LOVELACE")).to_have_count(0)
    asked: list[str] = []
    desk.on("request", lambda request: asked.append(request.url))
    desk.clock.fast_forward(3 * RENEWED)
    assert asked == []


@pytest.mark.any_database
def test_names_are_short_at_the_counter(desk: Page) -> None:
    desk.get_by_role("button", name="Names short").click()
    expect(desk.get_by_role("button", name="Names short")).to_have_attribute("aria-pressed", "true")
    expect(row(desk, "AL-1").get_by_role("link", name="A. L.", exact=True)).to_be_visible()
    assert "Lovelace" not in desk.content()
    assert "Hopper" not in desk.content()


@pytest.mark.any_database
def test_the_keys_of_the_board(desk: Page, people: People) -> None:
    press = desk.keyboard.press
    desk.keyboard.type("jkhsf?")  # letters, in the search
    expect(search(desk)).to_have_value("jkhsf?")
    press("ArrowDown")
    press("ArrowDown")
    expect(desk.get_by_role("link", name="HOPPER, Grace", exact=True)).to_be_focused()
    press("ArrowDown")
    expect(desk.locator("#board-said")).to_have_text("This is the last row.")
    press("k")
    expect(desk.get_by_role("link", name="LOVELACE, Ada", exact=True)).to_be_focused()
    press("s")
    expect(desk.locator("#board-said")).to_contain_text("somebody registered who is here")
    press("?")
    expect(desk.get_by_role("dialog", name="Keys")).to_be_visible()
    press("Escape")
    press("f")
    expect(search(desk)).to_be_focused()
    press("ArrowDown")
    press("Enter")
    expect(desk).to_have_url(re.compile("/patients/"))

    choose_keys(actor=people.front_desk, single_keys=False)
    desk.goto("/desk/")
    expect(search(desk)).to_be_focused()
    press("ArrowDown")
    expect(search(desk)).to_be_focused()
    expect(desk.get_by_role("button", name="Keys")).to_have_count(0)


@pytest.mark.any_database
def test_after_a_search_enter_opens_the_first_who_was_found(desk: Page) -> None:
    search(desk).fill("lovelace")
    desk.keyboard.press("Enter")
    expect(desk.locator(".found a").first).to_be_focused()
    desk.keyboard.press("Enter")
    expect(desk).to_have_url(re.compile("/patients/"))


def test_a_list_is_taken_from_a_file(desk: Page) -> None:
    desk.get_by_role("link", name="Take a list from a file").click()
    rows = "AL-1;Lovelace;Ada;;11:30;Dr Lee\n;Curie;;;12:00;\n;Curie;;;noon;\n"
    content = f"record_number;family_name;given_name;date_of_birth;time;with\n{rows}".encode()
    desk.get_by_label("CSV file").set_input_files({"name": "day.csv", "mimeType": "text/csv", "buffer": content})
    desk.get_by_role("button", name="Look at the list").click()
    expect(desk.get_by_text("“noon” is no time")).to_be_visible()
    faults = accessible(desk)
    assert Appointment.objects.count() == 2
    desk.get_by_role("button", name="Take these 2").click()
    expect(desk.get_by_text("2 appointments entered")).to_be_visible()
    expect(row(desk, "CURIE")).to_contain_text("Expected")
    assert faults == []


@pytest.mark.any_database
def test_its_pages_are_accessible_and_fit_any_screen(page: Page, people: People, expected: Appointment) -> None:
    listed = factories.appointment(people.front_desk, family_name="Lovelace" * 12, note="x" * 300, time="09:10")
    done = factories.submitted(people.front_desk, {"phq.q9": 1}, family_name="Called")
    draft = factories.draft(people.front_desk, {})
    submit_intake(actor=people.front_desk, intake=draft, revision=draft.revision, token=done.pk)
    mark_appointment(actor=people.front_desk, appointment=expected, status="here")
    opened(page, people)
    faults = []
    pages = ("/desk/", f"/appointments/{listed.pk}/", f"/appointments/{expected.pk}/", "/appointments/new/")
    for address in (*pages, "/appointments/list/"):
        page.goto(address)
        faults += accessible(page)
        for width in (320, 640, 820, 1000):
            page.set_viewport_size({"width": width, "height": 640})
            assert page.evaluate(WIDE) <= 0, (address, width)
        page.set_viewport_size({"width": 390, "height": 640})
        faults += accessible(page)
        page.set_viewport_size({"width": 1280, "height": 800})
    page.get_by_role("button", name="Look at the list").click()
    expect(page).to_have_title(re.compile("^Error: "))
    faults += accessible(page)
    choose_board(actor=people.front_desk, names_short=True, only_mine=True)
    page.goto("/desk/")
    faults += accessible(page)
    page.get_by_role("button", name="Keys").click()
    assert faults + accessible(page, within="#keys-sheet") == []
