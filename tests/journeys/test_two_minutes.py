"""Whole cases as a clinician meets them, in a real browser: an ordinary one in two minutes, and dangerous ones."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from intake.models import AnswerVersion, FollowUp, Intake, Review
from tests import factories
from tests.factories import People
from tests.journeys.signing_in import signed_in

KEYS_AT_MOST = 12


def opened(page: Page, people: People, case: str) -> Intake:
    """The review of a worked case; an alert it raised is acknowledged."""
    intake = factories.submitted(people.front_desk, case, record_number="R-TWO")
    factories.acknowledged(people.clinician, intake)
    signed_in(page, people.clinician).goto(f"/review/{intake.pk}/")
    return intake


class Keyboard:
    """A clinician who uses keys only, each of them counted. What is typed as words is not."""

    def __init__(self, page: Page) -> None:
        self.page, self.pressed = page, 0

    def press(self, keys: str) -> None:
        for key in keys.split():
            self.page.keyboard.press(key)
            self.pressed += 1


def test_an_ordinary_knee_is_decided_and_signed_with_keys_alone(page: Page, people: People) -> None:
    # Given a sore knee with nothing alarming about it
    intake = opened(page, people, "QUIET-O18-DESK")
    keyboard, entries = Keyboard(page), len(factories.found(intake).leading_groups)

    # When each entry that leads is decided with one key
    keyboard.press("a " * (entries - 1) + "n")
    assert keyboard.pressed == entries
    expect(page.locator("#progress")).to_have_text(f"{entries} of {entries} key steps decided")
    expect(page.locator("#save-state")).to_have_text(re.compile(r"Saved \d\d:\d\d"))

    # And what was found is typed on the page that one key opens
    keyboard.press("e")
    expect(page.get_by_role("heading", name="Answers and examination")).to_be_visible()
    page.wait_for_load_state()  # keys are heard once the page is whole
    keyboard.press("j")
    expect(page.locator("#id_ex-notes")).to_be_focused()
    page.keyboard.type("Full movement, no effusion.")
    expect(page.locator("#save-state")).to_contain_text("Kept")
    keyboard.press("Control+Enter")
    expect(page.get_by_text("Version 2 holds these answers")).to_be_visible()

    # Then it is signed, and what was accepted is to be done, each with somebody and a day
    assert keyboard.pressed <= KEYS_AT_MOST, keyboard.pressed
    page.goto(f"/review/{intake.pk}/sign/")
    for box in page.locator("[name^=word-]").all()[:1]:
        box.fill("Asked in passing.")
    if page.get_by_label("The same words").count():
        page.get_by_label("The same words").fill("Asked in passing.")
    page.get_by_label("Your password").fill(factories.PASSWORD)
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.locator("#signing")).to_contain_text("SIGNED")
    accepted = [id_ for id_, step in Review.objects.get().steps.items() if step["choice"] == "accepted"]
    assert set(FollowUp.objects.values_list("step", flat=True)) == set(accepted)
    assert set(FollowUp.objects.values_list("owner", flat=True)) == {people.clinician.pk}


def test_lithium_toxicity_stands_first_and_cannot_be_signed_past(page: Page, people: People) -> None:
    intake = factories.submitted(people.front_desk, "MISS-01")
    signed_in(page, people.clinician).goto(f"/review/{intake.pk}/")
    expect(page.locator("#urgent")).to_contain_text("Possible lithium toxicity")
    expect(page.locator("#urgent h2")).to_contain_text("1 emergency now")
    first = page.locator("#key-steps [data-step]").first
    expect(first).to_contain_text(re.compile("lithium", re.IGNORECASE))
    page.goto(f"/review/{intake.pk}/sign/")
    expect(page.get_by_text("to be acknowledged before")).to_be_visible()
    # What fits a medicine emergency is offered, and nothing that fits a conversation about mood.
    page.goto(f"/review/{intake.pk}/")
    page.locator("#alerts summary").click()
    offered = page.locator("#alerts select")
    expect(offered).to_contain_text("Prescriber, pharmacist or poisons service phoned")
    expect(offered).not_to_contain_text("Safety plan made")
    offered.select_option("Bloods taken today")
    page.locator("#alerts").get_by_role("button", name=re.compile("Acknowledge")).click()
    expect(page.locator("#alerts")).to_have_count(0)


def test_an_item_9_that_another_answer_contradicts_says_so_first(page: Page, people: People) -> None:
    intake = opened(page, people, "V13")
    conflict = factories.found(intake).item9.conflict
    assert conflict
    box = page.locator("#item9")
    expect(box).to_contain_text("thoughts about killing yourself: yes")
    expect(box).not_to_contain_text("Not reported in the last 2 weeks")


def test_a_corrected_side_is_marked_and_decisions_stay(page: Page, people: People) -> None:
    intake = opened(page, people, "QUIET-O18-DESK")
    page.keyboard.press("a")
    expect(page.locator("#save-state")).to_have_text(re.compile(r"Saved \d\d:\d\d"))
    decided = Review.objects.get().steps.keys()
    page.goto(f"/review/{intake.pk}/correct/location/")
    page.locator("input[value=knee_front_R]").uncheck()
    page.locator("input[value=knee_front_L]").check()
    page.get_by_role("button", name="Save as a new version").click()
    expect(page.get_by_text("Version 2 holds these answers")).to_be_visible()
    sites = [version.answers["pain.sites"] for version in AnswerVersion.objects.filter(intake=intake)]
    assert sites == [["knee_front_R"], ["knee_front_L"]]
    assert Review.objects.get().steps.keys() == decided
    page.locator("#answers > details > summary").click()
    expect(page.locator("#answers")).to_contain_text("was: Front of the knee, right")


def test_sent_back_it_waits_at_the_desk_and_says_so(page: Page, people: People) -> None:
    intake = opened(page, people, "QUIET-O18-DESK")
    page.get_by_role("link", name="Send back to the desk").click()
    page.get_by_label("Note to the front desk").fill("Which knee is it?")
    page.get_by_role("button", name=re.compile("Send back", re.IGNORECASE)).click()
    expect(page.get_by_text("With the front desk, sent back.")).to_be_visible()
    expect(page.get_by_role("link", name="Sign", exact=True)).to_have_count(0)
    # What is typed and decided meanwhile is still the clinician's.
    page.keyboard.press("a")
    expect(page.locator("#save-state")).to_have_text(re.compile(r"Saved \d\d:\d\d"))
    assert Intake.objects.get(pk=intake.pk).is_draft


def test_an_examination_open_in_two_tabs_loses_nothing(page: Page, people: People) -> None:
    # Given the examination open twice
    intake = opened(page, people, "V12")
    page.goto(f"/review/{intake.pk}/complete/")
    other = page.context.new_page()
    other.goto(page.url)
    for tab in (page, other):
        tab.get_by_role("button", name="Show the rest").click()

    # When the same question is answered differently, and another one on one of them only
    page.get_by_label("Heart rate", exact=True).fill("88")
    expect(page.locator("#save-state")).to_contain_text("Kept")
    other.locator("#id_ex-rr").fill("14")
    expect(other.locator("#save-state")).to_contain_text("Kept")
    other.get_by_label("Heart rate", exact=True).fill("120")
    expect(other.locator("#late-ex-hr")).to_contain_text("Saved meanwhile: “88")
    page.get_by_role("button", name="Done").click()
    expect(page.get_by_text("Version 2 holds these answers")).to_be_visible()

    # Then the second page names the first one's answer, and both pages' answers are in the version that is chosen
    other.get_by_role("button", name="Done").click()
    expect(other.get_by_text("Somebody, perhaps you")).to_be_visible()
    expect(other.get_by_label("Heart rate", exact=True)).to_have_value("120")
    other.get_by_role("button", name="Done").click()
    expect(other.get_by_text("Version 3 holds these answers")).to_be_visible()
    second, third = (intake.versions.get(number=number).answers for number in (2, 3))
    assert (second["ex.hr"], second.get("ex.rr")) == (88, None)
    assert (third["ex.hr"], third["ex.rr"]) == (120, 14)
