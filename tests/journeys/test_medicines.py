"""Medicines by name, at the keyboard alone: what is ticked, what is written, and what the desk is told of it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from intake.models import Intake
from tests import factories
from tests.factories import People
from tests.journeys.signing_in import signed_in
from tests.journeys.test_accessible import accessible
from tests.views.at_the_desk import address, now


@pytest.fixture
def draft(people: People) -> Intake:
    return factories.draft(people.front_desk, {"pain.present": True})


@pytest.fixture
def desk(page: Page, people: People, draft: Intake) -> Page:
    signed_in(page, people.front_desk).goto(address(draft, "medicines"))
    return page


def field(page: Page) -> Locator:
    return page.get_by_role("combobox", name="Medicines by name: type a few letters")


def told(page: Page) -> Locator:
    """What was said of the name that was added last."""
    return page.get_by_role("log").get_by_role("listitem").first


def add(page: Page, typed: str) -> None:
    expect(field(page)).to_be_focused()
    page.keyboard.type(typed)
    page.keyboard.press("Enter")
    expect(field(page)).to_have_value("")


def kept(page: Page, draft: Intake) -> dict[str, object]:
    page.keyboard.press("Enter")  # with nothing typed: on to the first question, where the keys leave the page
    page.keyboard.press("Control+Shift+Enter")
    expect(page.get_by_role("heading", name="Intake", exact=True)).to_be_visible()
    return {id_: answer for id_, answer in now(draft).answers.items() if id_.startswith("rx.")}


def test_names_are_written_and_their_kinds_ticked(desk: Page, draft: Intake) -> None:
    add(desk, "amitrip 10 mg")
    expect(told(desk)).to_have_text(
        "amitriptyline 10 mg Ticked: “Tricyclic antidepressant”. Looks like nortriptyline, a tricyclic antidepressant: "
        "check the name."
    )
    add(desk, "coumad")  # a brand
    expect(told(desk)).to_contain_text("Coumadin Ticked: “Blood thinner (anticoagulant)”. Looks like Avandia")
    add(desk, "triptaf")  # two in one
    expect(told(desk)).to_contain_text("Ticked: “Tricyclic antidepressant” and “Antipsychotic”.")
    add(desk, "aspirin")
    expect(told(desk)).to_contain_text("Ask the dose")
    add(desk, "Foozle 5 mg")
    expect(told(desk)).to_have_text("Foozle 5 mg Not in the list: nothing was ticked, the name is kept.")
    add(desk, "coumadin 3 mg")  # it stood there without a dose
    add(desk, "coumadin")
    expect(told(desk)).to_contain_text("Coumadin, which stands there already")
    assert accessible(desk) == []
    assert kept(desk, draft) == {
        "rx.current": ["anticoagulant", "antiplatelet", "tca", "antipsychotic"],
        "rx.names": "amitriptyline 10 mg; Coumadin 3 mg; Triptafen; aspirin; Foozle 5 mg",
    }  # and nothing says that the list is complete


def test_the_list_is_gone_through_with_the_arrows(desk: Page, draft: Intake) -> None:
    desk.keyboard.type("ser")
    options = desk.get_by_role("option")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(options.first).to_contain_text("looks like cetirizine")
    expect(desk.locator("#medicine-status")).to_contain_text("4 names. Enter adds sertraline")
    assert accessible(desk) == []
    desk.keyboard.press("ArrowDown")
    expect(field(desk)).to_have_attribute("aria-activedescendant", "medicine-option-1")
    desk.keyboard.press("ArrowUp")
    desk.keyboard.press("ArrowUp")  # round, to the last
    expect(desk.locator("[aria-selected=true]")).to_contain_text("Keep “ser” as it is typed")
    desk.keyboard.press("Escape")
    expect(options).to_have_count(0)
    expect(field(desk)).to_have_value("ser")
    desk.keyboard.press("Escape")
    expect(field(desk)).to_have_value("")
    assert kept(desk, draft) == {}


def test_a_misspelt_name_is_suggested_and_chosen_on_purpose(desk: Page, draft: Intake) -> None:
    desk.keyboard.type("amytriptiline")
    desk.keyboard.press("Enter")
    expect(desk.locator("#medicine-status")).to_contain_text("choose with the arrow keys")
    expect(desk.get_by_label("Tricyclic antidepressant")).not_to_be_checked()
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("Enter")
    expect(told(desk)).to_contain_text("amitriptyline")
    assert kept(desk, draft) == {"rx.current": ["tca"], "rx.names": "amitriptyline"}


def test_what_holds_only_for_some_is_ticked_once_it_was_asked(desk: Page, draft: Intake) -> None:
    bone = desk.get_by_label("Bone medicine for 3 years or more")
    add(desk, "fosam")
    expect(told(desk)).to_contain_text("Not ticked yet. Please ask")
    expect(bone).not_to_be_checked()
    desk.keyboard.press("Tab")
    expect(desk.get_by_role("button", name="Yes, taken for 3 years or more: tick it")).to_be_focused()
    desk.keyboard.press("Enter")
    expect(bone).to_be_checked()
    expect(field(desk)).to_be_focused()
    assert kept(desk, draft) == {"rx.current": ["bisphosphonate_ge3y"], "rx.names": "Fosamax"}


def test_taking_a_name_out_unticks_nothing_and_says_so(page: Page, people: People) -> None:
    given = {"rx.names": "warfarin 3 mg; Zocor", "rx.current": ["anticoagulant", "statin"]}
    draft = factories.draft(people.front_desk, given)
    signed_in(page, people.front_desk).goto(address(draft, "medicines"))
    names = page.get_by_label("Names and doses")
    names.press("Control+Home")
    for _ in "warfarin 3 mg; ":
        names.press("Delete")
    notice = page.locator("#row-rx-names").get_by_text("Taken out of the names: warfarin. Nothing was unticked")
    expect(notice).to_be_visible()
    assert accessible(page) == []
    expect(page.get_by_label("Blood thinner")).to_be_checked()
    page.get_by_label("Blood thinner").press("Space")
    expect(notice).to_be_hidden()


def test_a_name_that_was_typed_and_not_added_is_not_lost_with_the_page(desk: Page, draft: Intake) -> None:
    desk.keyboard.type("amitrip")
    desk.get_by_role("button", name="Save and go on").click()
    expect(desk.get_by_text("“amitrip” is not added yet. Choose what it is")).to_be_visible()
    expect(field(desk)).to_be_focused()
    desk.keyboard.press("Enter")
    expect(told(desk)).to_contain_text("amitriptyline")
    expect(desk.get_by_text("is not added yet")).to_have_count(0)
    assert kept(desk, draft) == {"rx.current": ["tca"], "rx.names": "amitriptyline"}


def test_who_leaves_for_now_keeps_it_as_it_was_typed(desk: Page, draft: Intake) -> None:
    desk.keyboard.type("amitrip")
    desk.get_by_role("button", name="Save and leave for now").click()
    expect(desk.get_by_text("Saved.")).to_be_visible()
    assert now(draft).answers["rx.names"] == "amitrip"


def test_who_types_faster_than_the_list_comes_loses_nothing(desk: Page, draft: Intake) -> None:
    def slowly(route: Route) -> None:
        desk.wait_for_timeout(300)
        route.continue_()

    desk.route("**/medicines/suggestions/", slowly)
    desk.keyboard.type("amitrip 10 mg\nfosamax\nfoozle\nzoco")
    expect(desk.get_by_role("log").get_by_role("listitem")).to_have_count(3)
    expect(field(desk)).to_have_value("zoco")
    expect(desk.get_by_role("option").first).to_contain_text("Zocor")
    desk.keyboard.press("Enter")
    assert kept(desk, draft) == {
        "rx.current": ["statin", "tca"],
        "rx.names": "amitriptyline 10 mg; Fosamax; foozle; Zocor",
    }


def test_where_names_cannot_be_looked_up_it_is_said_and_the_typed_one_stays(desk: Page) -> None:
    desk.context.set_offline(True)
    desk.keyboard.type("amitrip")
    expect(desk.locator("#medicine-status")).to_contain_text("Names cannot be looked up just now")
    expect(field(desk)).to_have_value("amitrip")
    desk.context.set_offline(False)
    add(desk, "tyline")
    expect(desk.get_by_label("Tricyclic antidepressant")).to_be_checked()


def test_a_clinician_has_it_where_answers_are_corrected(page: Page, people: People) -> None:
    intake = factories.submitted(people.front_desk, {"rx.current": ["none"]})
    signed_in(page, people.clinician).goto(f"/review/{intake.pk}/correct/medicines/")
    field(page).focus()
    add(page, "zoloft")
    page.get_by_role("button", name="Save as a new version").click()
    expect(page).to_have_title("Review – Leg pain and mood intake")
    corrected = now(intake).answers
    assert (corrected["rx.current"], corrected["rx.names"]) == (["ssri"], "Zoloft")
