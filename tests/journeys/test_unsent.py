"""A bad day: no network, signed out elsewhere, a colleague at this screen. What was typed is kept, and saved once."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from contextlib import suppress

import pytest
from playwright.sync_api import BrowserContext, Dialog, Error, Page, Route, expect

from intake.models import AuditEvent, Intake, Review
from tests import factories
from tests.factories import People
from tests.journeys.signing_in import signed_in

SAVED = re.compile(r"Saved \d\d:\d\d")
ITEMS = [f"phq.q{number}" for number in range(1, 8)]
WORDS = "Notes about a private matter"
STORED = """async () => JSON.stringify([
  Object.entries(sessionStorage).filter(([name]) => name !== "htmx-current-path-for-history"),
  Object.entries(localStorage), await indexedDB.databases()])"""


@pytest.fixture
def draft(people: People) -> Intake:
    return factories.draft(people.front_desk, {"pain.present": True})


@pytest.fixture
def section(page: Page, people: People, draft: Intake) -> Callable[[str], Page]:
    signed_in(page, people.front_desk)

    def opened(section_id: str) -> Page:
        page.goto(f"/intakes/{draft.pk}/{section_id}/")
        return page

    return opened


def answers(draft: Intake) -> dict[str, object]:
    draft.refresh_from_db()
    return dict(draft.answers)


def becomes(draft: Intake, question_id: str, answer: object) -> None:
    """Without a page that says so: sent while it was left."""
    for _ in range(100):
        if answers(draft).get(question_id) == answer:
            return
        time.sleep(0.1)
    assert answers(draft).get(question_id) == answer


def sign_in_again(page: Page, username: str = "front-desk") -> None:
    again = page.get_by_role("dialog")
    again.get_by_label(f"Password of {username}").fill(factories.PASSWORD)
    again.get_by_role("button", name="Sign in and save").click()


def leave_all_the_same(dialog: Dialog) -> None:
    assert dialog.type == "beforeunload"
    dialog.accept()


def seven_answers(page: Page) -> None:
    expect(page.locator("[name=phq-q1]").first).to_be_focused()
    page.keyboard.type("1111111")
    page.keyboard.press("Control+Enter")


def test_offline_the_page_stays_and_all_of_it_is_saved_when_the_connection_is_back(
    section: Callable[[str], Page], context: BrowserContext, draft: Intake
) -> None:
    page = section("mood")
    context.set_offline(True)
    seven_answers(page)
    expect(page.locator("#offline")).to_contain_text("Not connected")
    expect(page.locator("#save-state")).to_have_text("Not saved yet")
    context.set_offline(False)
    expect(page.locator("#save-state")).to_have_text(SAVED)
    expect(page.locator("#offline")).to_be_hidden()
    assert [answers(draft).get(id_) for id_ in ITEMS] == [1] * 7
    page.keyboard.press("Control+Enter")
    expect(page).to_have_title(re.compile("^Worry"))


def test_after_an_ended_sign_in_the_button_does_what_it_was_pressed_for(
    section: Callable[[str], Page], context: BrowserContext, draft: Intake
) -> None:
    page = section("mood")
    here = page.url
    context.clear_cookies(name="sessionid")
    seven_answers(page)
    expect(page.get_by_role("dialog")).to_contain_text("Your sign-in has ended")
    page.get_by_role("button", name="Not now").click()
    expect(page.locator("#offline")).to_contain_text("front-desk has to sign in here")
    page.keyboard.press("Control+Enter")
    sign_in_again(page)
    expect(page).not_to_have_url(here)
    assert [answers(draft).get(id_) for id_ in ITEMS] == [1] * 7


@pytest.mark.parametrize("way", ["document.querySelector('.back a').click()", "history.back()", "closing", "Sign out"])
def test_a_tick_just_before_the_page_is_left_is_saved(way: str, section: Callable[[str], Page], draft: Intake) -> None:
    page = section("time-course")
    section("time-course")
    page.on("dialog", lambda dialog: pytest.fail(f"asked: {dialog.message}"))
    page.wait_for_function("window.htmx && document.readyState === 'complete'")
    tick = "document.getElementById('id_pain-onset_speed_0').click();"
    if way == "closing":
        page.evaluate(tick)
        page.close(run_before_unload=True)
    elif way == "Sign out":
        page.evaluate(f"{tick} document.querySelector('.sign-out button').click()")
        expect(page).to_have_title(re.compile("^Sign in"))
        page.wait_for_load_state()
        assert page.evaluate(STORED) == "[[],[],[]]"
    else:
        page.evaluate(f"{tick} {way}")
    becomes(draft, "pain.onset_speed", "sudden")


def test_what_was_typed_offline_outlives_a_reload_and_nobody_can_read_it_in_the_browser(
    section: Callable[[str], Page], context: BrowserContext, draft: Intake
) -> None:
    page = section("medicines")
    page.on("dialog", leave_all_the_same)
    context.set_offline(True)
    page.locator("textarea").first.fill(WORDS)
    expect(page.locator("#offline")).to_be_visible()
    stored = page.evaluate(STORED)
    assert "unsent/" in stored
    assert "Notes" not in stored
    with suppress(Error):  # the browser's own page: no connection
        page.reload()
    context.set_offline(False)
    section("medicines")
    expect(page.locator("textarea").first).to_have_value(WORDS)
    expect(page.locator("#save-state")).to_have_text(SAVED)
    assert WORDS in answers(draft).values()
    assert page.evaluate(STORED) == "[[],[],[]]"


def test_a_conflict_is_found_after_a_reload_too(
    section: Callable[[str], Page], context: BrowserContext, draft: Intake
) -> None:
    page = section("time-course")
    stiffness = page.locator("[name=pain-morning_stiffness_min]")
    page.on("dialog", leave_all_the_same)
    page.route("**/time-course/", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    stiffness.fill("55")
    expect(page.locator("#offline")).to_be_visible()
    other = context.new_page()
    other.goto(page.url)
    other.locator("[name=pain-morning_stiffness_min]").fill("33")
    expect(other.locator("#save-state")).to_have_text(SAVED)
    page.unroute("**/time-course/")
    page.reload()
    expect(page.locator("#conflict")).to_contain_text("Saved meanwhile: “33 minutes”")
    expect(stiffness).to_have_value("55")
    page.get_by_role("link", name="Take what was saved meanwhile").click()
    expect(stiffness).to_have_value("33")
    expect(page.locator("#conflict")).to_be_empty()
    assert answers(draft)["pain.morning_stiffness_min"] == 33


def test_a_colleague_at_the_same_screen_is_never_given_what_somebody_else_typed(
    section: Callable[[str], Page], context: BrowserContext, people: People, draft: Intake
) -> None:
    colleague = factories.user("colleague", "Front desk")
    page = section("medicines")
    page.on("dialog", leave_all_the_same)
    context.clear_cookies()
    signed_in(page, colleague)
    page.locator("textarea").first.fill(WORDS)
    again = page.get_by_role("dialog")
    expect(again).to_contain_text("colleague has signed in here meanwhile")
    expect(again).to_contain_text("front-desk has to sign in to save")
    expect(page.locator("textarea").first).to_have_value(WORDS)
    page.reload()
    expect(page.locator("[name=opened-by]").first).to_have_value(str(colleague.pk))
    expect(page.locator("textarea").first).to_have_value("")
    page.locator("input[type=radio]").first.check()
    expect(page.locator("#save-state")).to_have_text(SAVED)
    assert WORDS not in answers(draft).values()
    # Whoever typed it signs in again in this tab.
    context.clear_cookies()
    page.reload()
    page.get_by_label("Username").fill("front-desk")
    page.get_by_label("Password").fill(factories.PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator("textarea").first).to_have_value(WORDS)
    expect(page.locator("#save-state")).to_have_text(SAVED)
    assert WORDS in answers(draft).values()
    assert AuditEvent.objects.filter(action="save", actor=people.front_desk).count() == 2


def sign_out_and_in(page: Page, username: str) -> None:
    page.get_by_role("button", name="Sign out").click()
    page.get_by_label("Username").fill(username)
    page.get_by_label("Password").fill(factories.PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def test_item_9_in_a_second_tab_raises_the_alert_although_somebody_signed_in_again_in_the_first(
    section: Callable[[str], Page], context: BrowserContext, draft: Intake
) -> None:
    second = section("mood")
    first = context.new_page()
    first.goto("/desk/")
    sign_out_and_in(first, "front-desk")
    second.locator("#id_phq-q9_2").check()
    expect(second.locator("#call")).to_contain_text("clinician")
    assert draft.alerts.exists()


def test_a_decision_in_a_second_tab_is_saved_after_another_sign_in(page: Page, people: People) -> None:
    intake = factories.submitted(people.front_desk, "V04")
    signed_in(page, people.clinician).goto(f"/review/{intake.pk}/")
    first = page.context.new_page()
    first.goto("/queue/")
    sign_out_and_in(first, "clinician")
    page.get_by_label("Your assessment, in your own words").fill(WORDS)
    page.get_by_role("button", name="Save decisions").click()
    expect(page.locator("#save-state")).to_have_text(SAVED)
    assert Review.objects.get().text == WORDS
    # Not sent, it outlives a reload here, too; and only what was touched comes back.
    page.on("dialog", leave_all_the_same)
    page.route("**/decisions/", lambda route: route.abort())
    page.get_by_label("Your assessment, in your own words").fill("Second thoughts")
    expect(page.locator("#save-state")).to_have_text("Not saved yet")
    page.reload()
    expect(page.get_by_label("Your assessment, in your own words")).to_have_value("Second thoughts")
    page.unroute("**/decisions/")
    expect(page.locator("#save-state")).to_have_text(SAVED)
    assert Review.objects.get().text == "Second thoughts"


SAID = {
    500: "The server cannot save just now",
    429: "The server is busy",
    413: "more text than the server takes",
    404: "the server does not take it (404)",
    403: "you may not save this page any more",
}


def answered_with(status: int) -> Callable[[Route], None]:
    return lambda route: route.fulfill(status=status) if route.request.method == "POST" else route.continue_()


def test_whatever_the_server_answers_it_is_said_and_tried_again(section: Callable[[str], Page], draft: Intake) -> None:
    page = section("time-course")
    page.clock.install()
    stiffness = page.locator("[name=pain-morning_stiffness_min]")
    for status, said in SAID.items():
        page.route("**/time-course/", answered_with(status))
        stiffness.fill(str(status // 10))
        page.clock.run_for(1000)
        expect(page.locator("#offline")).to_contain_text(said)
        expect(page.locator("#save-state")).to_have_text("Not saved yet")
        page.unroute("**/time-course/")
        page.clock.run_for(16_000)
        expect(page.locator("#save-state")).to_have_text(SAVED)
        expect(page.locator("#offline")).to_be_hidden()
        assert answers(draft)["pain.morning_stiffness_min"] == status // 10


def test_a_slow_answer_is_waited_for_and_enter_pressed_again_saves_once(
    section: Callable[[str], Page], draft: Intake
) -> None:
    page = section("mood")
    waiting: list[Route] = []
    page.route("**/mood/", lambda route: waiting.append(route) if route.request.method == "POST" else route.continue_())
    before = AuditEvent.objects.filter(action="save").count()
    seven_answers(page)
    page.keyboard.press("Control+Enter")
    page.keyboard.type("3")  # meant for the next page
    expect(page.locator("#save-state")).to_have_text("Saving")
    page.wait_for_timeout(600)
    assert len(waiting) == 1
    waiting[0].continue_()
    expect(page).not_to_have_url(re.compile("/mood/"))
    assert [answers(draft).get(id_) for id_ in ["phq.q7", "phq.q8"]] == [1, None]
    assert AuditEvent.objects.filter(action="save").count() == before + 1


def test_while_the_person_has_the_screen_nothing_is_saved_or_shown_and_afterwards_all_of_it(
    section: Callable[[str], Page], context: BrowserContext, draft: Intake
) -> None:
    page = section("medicines")
    page.route("**/medicines/", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    page.locator("textarea").first.fill(WORDS)
    expect(page.locator("#offline")).to_be_visible()
    other = context.new_page()
    other.goto(f"/intakes/{draft.pk}/mood/")
    other.get_by_role("button", name="Hand over to the person").click()
    expect(other.get_by_role("heading", name="Some private questions")).to_be_visible()
    expect(page.get_by_role("heading", name="The screen is with a person")).to_be_visible()
    assert WORDS not in page.content()
    assert "Notes" not in page.evaluate(STORED)
    page.unroute("**/medicines/")
    other.get_by_role("link", name="For staff").click()
    other.get_by_label("password").fill(factories.PASSWORD)
    other.get_by_role("button", name=re.compile("Take")).click()
    expect(other.get_by_role("button", name="Sign out")).to_be_visible()
    # The page comes back by itself.
    expect(page.locator("textarea").first).to_have_value(WORDS)
    expect(page.locator("#save-state")).to_have_text(SAVED)
    assert WORDS in answers(draft).values()


def test_without_web_crypto_nothing_is_kept_but_the_page_itself(section: Callable[[str], Page], draft: Intake) -> None:
    page = section("medicines")
    page.add_init_script("Object.defineProperty(Crypto.prototype, 'subtle', { value: undefined })")
    section("medicines")
    page.context.set_offline(True)
    page.locator("textarea").first.fill(WORDS)
    expect(page.locator("#offline")).to_contain_text("Not connected")
    assert page.evaluate(STORED) == "[[],[],[]]"
    page.context.set_offline(False)
    expect(page.locator("#save-state")).to_have_text(SAVED)
    assert WORDS in answers(draft).values()


def test_a_link_is_followed_when_all_is_saved_and_the_browser_asks_only_where_that_fails(
    section: Callable[[str], Page], context: BrowserContext, draft: Intake
) -> None:
    page = section("time-course")
    here = page.url
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    context.set_offline(True)
    page.get_by_label("Suddenly").check()
    page.get_by_role("link", name="All sections").click()
    expect(page.locator("#offline")).to_be_visible()
    page.wait_for_timeout(200)
    assert (asked, page.url) == (["beforeunload"], here)
    context.set_offline(False)
    page.get_by_role("link", name="All sections").click()
    expect(page.get_by_role("heading", name="Intake", exact=True)).to_be_visible()
    assert (asked, answers(draft)["pain.onset_speed"]) == (["beforeunload"], "sudden")


def test_an_examination_is_done_when_the_server_can_be_reached_and_outlives_a_reload_until_then(
    page: Page, people: People
) -> None:
    intake = factories.submitted(people.front_desk, "V04")
    signed_in(page, people.clinician).goto(f"/review/{intake.pk}/complete/")
    here = page.url
    page.on("dialog", leave_all_the_same)
    page.context.set_offline(True)
    page.locator("#examination textarea:visible").first.fill(WORDS)
    page.get_by_role("button", name="Done").click()
    expect(page.locator("#offline")).to_contain_text("Not connected")
    assert page.url == here
    with suppress(Error):
        page.reload()
    page.context.set_offline(False)
    page.goto(here)
    expect(page.locator("#examination textarea:visible").first).to_have_value(WORDS)
    expect(page.locator("#save-state")).to_contain_text("Kept")
    page.get_by_role("button", name="Done").click()
    expect(page.get_by_text("Version 2 holds these answers")).to_be_visible()
    assert WORDS in intake.versions.get(number=2).answers.values()


def test_a_sign_out_that_is_taken_back_keeps_what_was_typed(section: Callable[[str], Page]) -> None:
    page = section("medicines")
    page.route("**/medicines/", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    page.locator("textarea").first.fill(WORDS)
    expect(page.locator("#offline")).to_be_visible()
    asked: list[str] = []
    page.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_timeout(500)
    assert asked == ["beforeunload"]
    page.on("dialog", leave_all_the_same)
    page.reload()
    expect(page.locator("textarea").first).to_have_value(WORDS)
    assert "unsent/" in page.evaluate(STORED)


def test_a_sign_out_on_any_page_takes_what_was_typed_in_the_tab(section: Callable[[str], Page]) -> None:
    page = section("medicines")
    page.on("dialog", leave_all_the_same)
    page.route("**/medicines/", lambda route: route.abort())
    page.locator("textarea").first.fill(WORDS)
    expect(page.locator("#offline")).to_be_visible()
    page.goto("/desk/")
    assert "unsent/" in page.evaluate(STORED)
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_title(re.compile("^Sign in"))
    page.wait_for_load_state()
    assert page.evaluate(STORED) == "[[],[],[]]"


def test_a_change_while_a_pressed_button_is_on_its_way_is_saved_and_nothing_is_said_twice(
    section: Callable[[str], Page], draft: Intake
) -> None:
    page = section("time-course")
    waiting: list[Route] = []

    def hold_the_first(route: Route) -> None:
        hold = not waiting and "pressed=1" in (route.request.post_data or "")
        waiting.append(route) if hold else route.continue_()

    page.route("**/time-course/", hold_the_first)
    page.locator("[name=pain-morning_stiffness_min]").fill("33")
    with page.expect_request(lambda request: "pressed=1" in (request.post_data or "")):
        page.get_by_role("button", name="Save and leave for now").click()
    expect(page.locator("#save-state")).to_have_text("Saving")
    page.get_by_label("Suddenly").check()
    waiting[0].continue_()
    expect(page.get_by_role("heading", name="Intake", exact=True)).to_be_visible()
    expect(page.locator(".message")).to_have_count(1)
    assert answers(draft)["pain.onset_speed"] == "sudden"
