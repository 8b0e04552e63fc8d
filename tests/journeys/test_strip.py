"""What has to be seen while somebody types is in sight, however far down the page they are, and said aloud once."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

from intake.actions.intakes import save_draft
from intake.models import Intake
from intake.views.desk.form_pages import SECTION
from tests import factories
from tests.factories import People
from tests.journeys.signing_in import signed_in
from tests.journeys.test_accessible import WIDE, accessible

LAPTOP: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 390, "height": 844}
SMALL: ViewportSize = {"width": 320, "height": 640}
ZOOMED: ViewportSize = {"width": 640, "height": 400}
"""1280 by 800 pixels at 200 %."""
TABLET: ViewportSize = {"width": 820, "height": 1180}
ITEM_9, TELL = "[name=phq-q9][value='1']", "Tell the clinician on duty now"
LONG = "W" * 75

COVERED = """element => {
  const box = element.getBoundingClientRect();
  const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  return !(top === element || element.contains(top) || top?.contains(element) && top.id !== "notices");
}"""
HEARD = """() => {
  window.heard = [];
  for (const region of [document.getElementById("notice-now"), document.getElementById("notice-later")])
    new MutationObserver(() => { if (region.textContent) heard.push(region.textContent); })
      .observe(region, { childList: true });
}"""


@pytest.fixture
def draft(people: People) -> Intake:
    return factories.draft(people.front_desk, {"pain.present": True, "pain.sites": ["calf_L"]})


@pytest.fixture
def section(page: Page, people: People, draft: Intake) -> Callable[..., Page]:
    signed_in(page, people.front_desk)

    def open_section(section_id: str, size: ViewportSize = LAPTOP) -> Page:
        page.set_viewport_size(size)
        page.goto(f"/intakes/{draft.pk}/{section_id}/")
        return page

    return open_section


def called(page: Page) -> Locator:
    return page.locator("#call-title").filter(has_text=TELL)


def strip(page: Page) -> Locator:
    return page.get_by_role("region", name="Notices")


@pytest.mark.parametrize("size", [LAPTOP, PHONE, SMALL, ZOOMED], ids=["laptop", "phone", "small", "zoomed"])
def test_notices_are_in_sight_where_somebody_types(size: ViewportSize, section: Callable[..., Page]) -> None:
    page = section("mood", size)
    item = page.locator(ITEM_9)
    item.check()
    call = called(page)
    expect(call).to_be_in_viewport(ratio=1)
    assert page.evaluate("scrollY") > 0
    assert page.evaluate(WIDE) <= 0
    assert not item.evaluate(COVERED)
    height = strip(page).bounding_box()
    assert height
    assert height["height"] <= size["height"] * 0.3
    page.context.set_offline(True)
    page.locator("[name=phq-difficulty]").first.check()
    expect(page.locator("#offline")).to_be_in_viewport(ratio=1)
    expect(call).to_be_in_viewport(ratio=1)
    page.context.set_offline(False)


def test_a_conflict_is_in_sight_and_chosen_there(section: Callable[..., Page], draft: Intake) -> None:
    first = section("mood", SMALL)
    second = first.context.new_page()
    second.goto(first.url)
    second.locator("[name=phq-difficulty]").nth(1).check()
    expect(second.locator("#save-state")).to_have_text(re.compile("^Saved"))
    first.locator("[name=phq-difficulty]").nth(2).check()
    expect(first.locator("#conflict-title")).to_have_text("Answered differently elsewhere: not saved")
    expect(first.locator("#conflict-title")).to_be_in_viewport(ratio=1)
    choice = first.get_by_role("button", name="Save what this page shows")
    expect(choice).to_be_in_viewport(ratio=1)
    first.get_by_text("Both answers").click()
    expect(first.get_by_text("Saved meanwhile: ")).to_be_in_viewport()
    choice.click()
    expect(first).not_to_have_url(re.compile("/mood/"))


def test_a_line_leads_to_answers_that_no_longer_apply(section: Callable[..., Page]) -> None:
    page = section("location", ZOOMED)
    page.locator("#id_pain-present_1").check()
    line = page.get_by_role("link", name="1 answer no longer applies")
    expect(line).to_be_in_viewport(ratio=1)
    line.click()
    expect(page.get_by_role("button", name="Clear this answer")).to_be_in_viewport()
    heading = page.get_by_role("heading", name="1 answer no longer applies")
    assert not heading.evaluate(COVERED)


def test_each_thing_is_said_aloud_once(section: Callable[..., Page]) -> None:
    page = section("mood")
    page.evaluate(HEARD)
    page.locator(ITEM_9).check()
    expect(called(page)).to_be_visible()
    for item in ("q1", "q2", "q3"):
        with page.expect_response(lambda response: response.request.method == "POST"):
            page.locator(f"[name=phq-{item}][value='2']").check()
    expect(page.locator("#notice-now")).to_be_empty()  # nobody comes upon it a second time
    heard = page.evaluate("heard")
    assert len(heard) == 2, heard
    assert sorted(re.sub(r" *\d\d:\d\d.*", "", said) for said in heard) == ["Saved", f"{TELL} since"]
    assert strip(page).locator("[role=alert], [role=status]").count() == 0


def test_whoever_tells_a_clinician_notes_it_in_the_strip(section: Callable[..., Page], people: People) -> None:
    page = section("mood", PHONE)
    page.locator(ITEM_9).check()
    page.get_by_text("I told a clinician").click()
    page.get_by_label("Whom you told").select_option("clinician")
    # What is being noted stays while the rest of the page is saved.
    with page.expect_response(lambda response: response.request.method == "POST"):
        page.locator("[name=phq-q1][value='2']").check()
    expect(page.get_by_label("Whom you told")).to_have_value(str(people.clinician.pk))
    page.get_by_role("button", name="Note it").click()
    told = page.locator("#call-title")
    expect(told).to_have_text(re.compile(r"^Told clinician at \d\d:\d\d$"))
    expect(told).to_be_focused()
    assert accessible(page) == []


def test_seen_by_a_clinician_shows_by_itself_and_a_further_answer_is_new(
    section: Callable[..., Page], people: People, draft: Intake
) -> None:
    page = section("mood")
    page.clock.install()
    page.reload()
    page.locator(ITEM_9).check()
    page.clock.run_for(1000)
    expect(called(page)).to_be_visible()
    factories.acknowledged(people.clinician, draft)
    page.clock.run_for(16_000)
    expect(page.locator("#call")).to_have_text(re.compile(r"^\s*Seen by clinician at \d\d:\d\d\s*$"))
    page.locator("[name=phq-q9][value='3']").check()
    page.clock.run_for(1000)
    expect(page.locator("#call-title")).to_have_text(re.compile("^New "))


@pytest.mark.parametrize("size", [PHONE, TABLET], ids=["phone", "tablet"])
def test_the_header_is_one_line_and_the_first_question_near_the_top(
    size: ViewportSize, page: Page, people: People
) -> None:
    draft = factories.draft(people.front_desk, factories.example("V11"), phone="0113 496 0018")
    signed_in(page, people.front_desk)
    page.set_viewport_size(size)
    for section_id in SECTION:
        page.goto(f"/intakes/{draft.pk}/{section_id}/")
        expect(called(page)).to_be_in_viewport(ratio=1)
        first = page.locator(".question").first.bounding_box()
        assert first, section_id
        assert first["y"] <= 400, section_id
    head = page.locator(".site-header").bounding_box()
    assert head
    assert head["height"] <= 56
    page.get_by_text("Menu", exact=True).click()
    expect(page.get_by_role("button", name="Sign out")).to_be_in_viewport(ratio=1)
    assert page.evaluate(WIDE) <= 0
    assert accessible(page) == []


def test_what_has_the_focus_is_never_behind_the_strip(section: Callable[..., Page]) -> None:
    page = section("mood", ZOOMED)
    page.emulate_media(reduced_motion="reduce")  # nothing is measured half-way
    page.locator(ITEM_9).check()
    expect(called(page)).to_be_visible()
    hidden = []
    for key in ["Tab"] * 6 + ["Shift+Tab"] * 14:
        page.keyboard.press(key)
        focused = page.locator("*:focus")
        if focused.count() and focused.evaluate(f"e => document.getElementById('main').contains(e) && ({COVERED})(e)"):
            hidden.append(focused.evaluate("e => e.outerHTML.slice(0, 90)"))
    assert hidden == []


@pytest.mark.any_database
def test_a_very_long_name_wraps_everywhere(page: Page, people: People) -> None:
    named = {"family_name": LONG, "given_name": LONG, "record_number": "R" * 30}
    draft = factories.draft(people.front_desk, {"phq.q9": 1}, **named)
    signed_in(page, people.front_desk)
    wide = []
    for width in (320, 820, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        for opened in (
            f"/intakes/{draft.pk}/",
            f"/intakes/{draft.pk}/mood/",
            f"/patients/{draft.patient_id}/",
            "/desk/",
        ):
            page.goto(opened)
            if page.evaluate(WIDE) > 0:
                wide.append((opened, width))
    assert wide == []


def test_without_scripts_the_strip_shows_and_takes_whom_the_desk_told(
    browser: Browser, base_url: str, people: People
) -> None:
    draft = factories.draft(people.front_desk, {"phq.q9": 1})
    context = browser.new_context(base_url=base_url, java_script_enabled=False, viewport=PHONE)
    page = signed_in(context.new_page(), people.front_desk)
    page.goto(f"/intakes/{draft.pk}/mood/")
    page.get_by_text("I told a clinician").click()
    page.get_by_label("or another name").fill("Dr Oduya")
    page.get_by_role("button", name="Note it").click()
    expect(page).to_have_url(re.compile("/mood/"))
    expect(strip(page)).to_contain_text("Told Dr Oduya at")
    context.close()


def test_a_call_that_comes_from_another_screen_shows_by_itself(section: Callable[..., Page], draft: Intake) -> None:
    page = section("mood")
    page.clock.install()
    page.goto(f"/intakes/{draft.pk}/")
    expect(page.locator("#call-title")).to_have_count(0)
    given = {"actor": draft.author, "intake": draft, "revision": draft.revision, "malformed": {}}
    save_draft(**given, changes={"phq.q9": 1}, in_private=True)
    page.clock.run_for(16_000)
    expect(called(page)).to_be_in_viewport(ratio=1)


def test_whom_the_desk_told_is_noted_after_a_sign_in_elsewhere(
    section: Callable[..., Page], people: People, draft: Intake
) -> None:
    page = section("mood")
    page.locator(ITEM_9).check()
    expect(called(page)).to_be_visible()
    page.goto(f"/intakes/{draft.pk}/check/")
    # Ended: the page asks for the password, and nothing typed is lost.
    page.context.clear_cookies(name="sessionid")
    page.get_by_text("I told a clinician").click()
    page.get_by_label("or another name").fill("Dr Oduya")
    page.get_by_role("button", name="Note it").click()
    again = page.get_by_role("dialog")
    again.get_by_label("Password of front-desk").fill(factories.PASSWORD)
    again.get_by_role("button", name="Sign in").click()
    expect(page.locator("#call-title")).to_have_text(re.compile("^Told Dr Oduya at"))
    # Signed in again in another tab: the page's own token is old.
    page.context.clear_cookies()
    signed_in(page, people.front_desk)
    page.get_by_text("I told somebody else").click()
    page.get_by_label("or another name").fill("Dr Lee")
    page.get_by_role("button", name="Note it").click()
    expect(page.locator("#call-title")).to_have_text(re.compile("^Told Dr Lee at"))


def test_keys_that_save_the_section_leave_what_is_being_noted(section: Callable[..., Page]) -> None:
    page = section("mood")
    page.locator(ITEM_9).check()
    page.get_by_text("I told a clinician").click()
    page.get_by_label("Whom you told").select_option("clinician")
    page.get_by_label("Whom you told").press("Control+Enter")
    page.wait_for_timeout(300)
    expect(page).to_have_url(re.compile("/mood/$"))
    expect(page.get_by_label("Whom you told")).to_be_focused()
