"""The queue and the rule book in a real browser: at the keyboard alone, with two clinicians, without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Browser, Locator, Page, expect

from intake.actions.claims import claim_intake
from intake.actions.preferences import choose_keys
from intake.models import Intake
from intake.roles import CLINICIAN
from tests import factories
from tests.factories import People
from tests.journeys.signing_in import signed_in
from tests.journeys.test_accessible import WIDE, accessible
from tests.lanes import sweep

NAMES = ("Adler", "Berg", "Curie")


@pytest.fixture
def waiting(people: People) -> list[Intake]:
    """Three, the most urgent first."""
    cases = zip(("V10", "V09", "V01"), NAMES, strict=True)
    return [factories.submitted(people.front_desk, case, family_name=name) for case, name in cases]


@pytest.fixture
def colleague(people: People) -> User:
    made = factories.user("colleague", CLINICIAN)
    made.first_name, made.last_name = "Carla", "Colleague"
    made.save()
    return made


@pytest.fixture
def queue(page: Page, people: People, waiting: list[Intake]) -> Page:
    signed_in(page, people.clinician).goto("/queue/")
    expect(page.get_by_role("heading", name="Waiting for a clinician: 3")).to_be_visible()
    expect(page.get_by_role("button", name="Keys")).to_be_visible()  # the keys are listened to
    return page


@pytest.fixture
def without_javascript(browser: Browser, base_url: str) -> Iterator[Page]:
    context = browser.new_context(base_url=base_url, java_script_enabled=False)
    yield context.new_page()
    context.close()


def person(page: Page, name: str) -> Locator:
    return page.get_by_role("link", name=re.compile(f"^{name.upper()},"))


def test_the_queue_at_the_keyboard_alone(queue: Page, people: People, waiting: list[Intake]) -> None:
    press = queue.keyboard.press

    # When j and k are pressed, the focus goes down and up, and stays within.
    press("j")
    expect(person(queue, "Adler")).to_be_focused()
    press("j")
    press("j")
    expect(person(queue, "Curie")).to_be_focused()
    press("j")
    expect(person(queue, "Curie")).to_be_focused()
    expect(queue.locator("#said")).to_have_text("This is the last row.")
    press("k")
    expect(person(queue, "Berg")).to_be_focused()

    # When c is pressed, the row is claimed, and the focus is back on it; pressed again, it is released.
    press("c")
    expect(queue.get_by_text("with you since")).to_be_visible()
    expect(person(queue, "Berg")).to_be_focused()
    assert Intake.objects.get(pk=waiting[1].pk).claimed_by == people.clinician
    press("c")
    expect(queue.get_by_text("The intake is released.")).to_be_visible()
    expect(person(queue, "Berg")).to_be_focused()
    assert Intake.objects.get(pk=waiting[1].pk).claimed_by is None

    # When ? is pressed, the keys are explained; Escape leads back.
    press("?")
    expect(queue.get_by_role("dialog", name="Keys")).to_be_visible()
    press("Escape")
    expect(queue.get_by_role("dialog", name="Keys")).to_be_hidden()

    # When / is pressed, somebody can be searched for, and the keys are letters there.
    press("/")
    expect(queue.get_by_label("record number")).to_be_focused()
    queue.keyboard.type("jkc?/")
    expect(queue.get_by_label("record number")).to_have_value("jkc?/")

    # When Enter is pressed on a row, its intake opens.
    queue.goto("/queue/")
    press("j")
    press("Enter")
    expect(queue).to_have_url(re.compile(f"/review/{waiting[0].pk}/"))


def test_keys_work_as_soon_as_the_page_is_open(page: Page, people: People, waiting: list[Intake]) -> None:
    signed_in(page, people.clinician).goto("/queue/")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.goto("/queue/")
    page.keyboard.press("k")
    expect(person(page, "Adler")).to_be_focused()
    # Enter opens the first, where no row has the focus yet; and is the browser's own on whatever else has it.
    page.goto("/queue/")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"/review/{waiting[0].pk}/"))
    page.goto("/queue/")
    page.locator("a.filter").nth(2).focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/queue/\?tier=2"))


@pytest.mark.any_database
def test_eight_rows_stand_above_the_fold(
    page: Page, people: People, waiting: list[Intake], monkeypatch: pytest.MonkeyPatch
) -> None:
    line = (
        "68 M. Right calf cramp on walking for 8 months, gone within 10 minutes of standing; average 5/10; "
        "walks 200 m. Smokes; heart disease; takes a statin, an antiplatelet. "
        "Item 9: not at all. PHQ-9 11 (moderate band)."
    )
    monkeypatch.setattr("intake.clinical.assessment.one_line", lambda *_: line)
    for case in ("V02", "V11", "V12", "V13", "V14", "V34", "V09", "V05"):
        factories.submitted(people.front_desk, case)
    signed_in(page, people.clinician)
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto("/queue/")
    box = page.locator("#queue-table tbody tr").nth(7).bounding_box()
    assert box
    assert box["y"] + box["height"] <= 800


@pytest.mark.any_database
def test_keys_pressed_at_once_after_escape_are_not_lost(queue: Page) -> None:
    """The button of the closed sheet keeps the focus until the browser draws the next frame; nobody waits for that."""
    queue.keyboard.press("?")
    queue.evaluate("""() => {
      document.getElementById('keys-sheet').close();
      document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: '/', bubbles: true }));
    }""")
    expect(queue.get_by_label("record number")).to_be_focused()


@pytest.mark.any_database
def test_keys_stay_away_from_everything_else(queue: Page) -> None:
    queue.locator("a.filter").first.focus()
    queue.keyboard.press("j")
    expect(queue.locator("a.filter").first).to_be_focused()
    queue.keyboard.press("Control+j")
    expect(queue.locator("a.filter").first).to_be_focused()


def test_no_key_acts_for_those_who_turned_them_off(queue: Page, people: People) -> None:
    choose_keys(actor=people.clinician, single_keys=False)
    queue.goto("/queue/")
    queue.keyboard.press("j")
    queue.keyboard.press("/")
    expect(queue.locator("body")).to_be_focused()
    expect(queue.get_by_role("button", name="Keys")).to_have_count(0)


def test_two_clinicians_and_one_intake(
    queue: Page, browser: Browser, base_url: str, people: People, colleague: User, waiting: list[Intake]
) -> None:
    # Given a queue that was opened before a colleague claimed the first intake
    claim_intake(actor=colleague, intake=waiting[0])

    # When its button is pressed, then the colleague is named and nothing is taken
    queue.get_by_role("button", name="Claim ADLER").click()
    expect(queue.get_by_text(re.compile("Carla Colleague works on this intake since"))).to_be_visible()
    assert Intake.objects.get(pk=waiting[0].pk).claimed_by == colleague

    # and its row says who has it, and c does not take it either
    expect(person(queue, "Adler")).to_be_focused()  # the keys are listened to again
    queue.keyboard.press("c")
    expect(queue.locator("#said")).to_have_text(re.compile("with Carla Colleague since .*Open it to take over."))

    # When it is opened, then it can be read, says who works on it, and can be taken over by name
    person(queue, "Adler").click()
    expect(queue.get_by_text("Carla Colleague works on this intake since")).to_be_visible()
    expect(queue.get_by_role("heading", name="Pain and mood in short")).to_be_visible()
    queue.get_by_role("button", name="Take over from Carla Colleague").click()
    expect(queue.get_by_text("You work on this intake since")).to_be_visible()
    assert Intake.objects.get(pk=waiting[0].pk).claimed_by == people.clinician


def test_filters_and_search_without_javascript(without_javascript: Page, people: People, waiting: list[Intake]) -> None:
    page = without_javascript
    signed_in(page, people.clinician).goto("/queue/")
    page.get_by_role("link", name="2 same day").click()
    expect(page.locator("#queue-table tbody tr")).to_have_count(1)
    page.get_by_role("button", name="Claim BERG").click()
    expect(page).to_have_url(re.compile(r"/queue/\?tier=2"))
    page.get_by_text("More filters").click()
    page.get_by_role("link", name="mine", exact=True).click()
    expect(page.locator("#queue-table tbody tr")).to_have_count(1)
    page.get_by_role("link", name="Clear all").click()
    expect(page.locator("#queue-table tbody tr")).to_have_count(3)
    page.get_by_label("record number").fill(waiting[0].patient.record_number)
    page.get_by_role("button", name="Find").click()
    expect(page.get_by_role("heading", name="Found: 1")).to_be_visible()
    page.get_by_role("button", name="2 same day").click()
    expect(page.get_by_role("heading", name="Found: 0")).to_be_visible()
    page.get_by_role("button", name="Clear all").click()
    expect(page.get_by_role("heading", name="Found: 1")).to_be_visible()
    assert waiting[0].patient.record_number not in page.url


@pytest.mark.any_database
def test_the_queue_is_accessible_and_fits_any_screen(
    queue: Page, colleague: User, people: People, waiting: list[Intake]
) -> None:
    claim_intake(actor=colleague, intake=waiting[2])
    claim_intake(actor=people.clinician, intake=waiting[1])
    faults = []
    for address in ("/queue/", "/queue/?state=all&tier=1", "/queue/?state=void", f"/review/{waiting[2].pk}/"):
        queue.goto(address)
        faults += accessible(queue)
        for width in (320, 640, 1000):  # 640: 200 % zoom of a usual screen
            queue.set_viewport_size({"width": width, "height": 640})
            assert queue.evaluate(WIDE) <= 0, (address, width)
        queue.set_viewport_size({"width": 1280, "height": 800})
    queue.goto("/queue/")
    queue.keyboard.press("?")
    expect(queue.get_by_role("dialog", name="Keys")).to_be_visible()
    faults += accessible(queue)
    queue.keyboard.press("Escape")
    expect(queue.get_by_role("dialog", name="Keys")).to_be_hidden()
    queue.keyboard.press("/")
    expect(queue.get_by_label("record number")).to_be_focused()
    queue.get_by_label("record number").fill(waiting[0].patient.record_number)
    queue.keyboard.press("Enter")
    expect(queue.get_by_role("heading", name="Found: 1")).to_be_visible()
    assert faults + accessible(queue) == []


# The rule book --------------------------------------------------------------------------------------------------------


@pytest.mark.any_database
def test_the_rule_book_is_searched_while_one_types(page: Page, people: People) -> None:
    signed_in(page, people.clinical_lead).goto("/")
    page.get_by_role("link", name="Rule book").click()
    expect(page).to_have_title(re.compile("^Rule book"))
    field, count = page.get_by_label("Search the rule book"), page.locator("#book-count")

    # When two words are typed, what holds both stays, and the number is announced.
    field.fill("clot SWOLLEN")
    expect(count).to_have_text(re.compile(r"^\d+ of \d+ entries hold “clot SWOLLEN”\.$"))
    expect(page.locator("#RF03")).to_be_visible()
    expect(page.locator("#RF01")).to_be_hidden()
    expect(page.locator("#questions")).to_be_hidden()

    # When a link leads to what is hidden, everything is shown again.
    page.locator("#RF03 .used-by").get_by_role("link", name="H12", exact=True).click()
    expect(page.locator("#H12")).to_be_in_viewport()
    expect(field).to_have_value("")

    # When an abbreviation is typed, what it stands for is found.
    for typed, rule in (("DVT", "#RF03"), ("ces", "#RF02a")):
        field.fill(typed)
        expect(count).to_contain_text(f"“{typed}”")
        expect(page.locator(rule)).to_be_visible()

    # When nothing holds the words, the page says so.
    field.fill("unicorn")
    expect(count).to_have_text(re.compile("^0 of "))
    expect(page.get_by_text("Nothing in the rule book holds all of these words.")).to_be_visible()
    field.fill("")
    expect(page.locator(".entry:visible")).to_have_count(page.locator(".entry").count())


@pytest.mark.any_database
@pytest.mark.parametrize("search", sweep(("RF17a", ""), few=("RF17a",), ids=["one rule", "the whole book"]))
def test_the_rule_book_is_accessible(search: str, page: Page, people: People) -> None:
    signed_in(page, people.administrator).goto(f"/rules/?q={search}")
    assert accessible(page) == []


@pytest.mark.any_database
def test_the_rule_book_fits_and_prints_whole(page: Page, people: People) -> None:
    signed_in(page, people.administrator).goto("/rules/")
    page.emulate_media(media="print")
    expect(page.locator(".book-side")).to_be_hidden()
    expect(page.get_by_role("navigation", name="Main")).to_be_hidden()
    expect(page.locator(".entry:visible")).to_have_count(page.locator(".entry").count())
    page.emulate_media(media="screen")
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate(WIDE) <= 0
