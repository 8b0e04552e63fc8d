"""A clinician decides in a real browser: saved as it is typed, by keys or by mouse, and never lost."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from intake.actions.preferences import choose_keys
from intake.actions.review import decide
from intake.models import Intake, Review
from tests import factories
from tests.factories import People
from tests.journeys.signing_in import signed_in

SAVED = re.compile(r"Saved \d\d:\d\d")


@pytest.fixture
def intake(people: People) -> Intake:
    return factories.submitted(people.front_desk, "V11")


@pytest.fixture
def review(page: Page, people: People, intake: Intake) -> Page:
    signed_in(page, people.clinician).goto(f"/review/{intake.pk}/")
    return page


def steps_of(intake: Intake) -> list[str]:
    return [step.id for step in factories.found(intake).leading_steps]


def step(page: Page, step_id: str) -> Locator:
    return page.locator(f"#row-step-{step_id}")


def saved(page: Page) -> None:
    expect(page.locator("#save-state")).to_have_text(SAVED)


def choice_of(step_id: str) -> str:
    return str(Review.objects.get().value(f"step:{step_id}").get("choice", ""))


def test_a_decision_is_saved_without_a_button_and_is_there_after_a_reload(review: Page, intake: Intake) -> None:
    first, second = steps_of(intake)[:2]
    step(review, first).get_by_label("Accept").check()
    step(review, second).get_by_label("Not needed").check()
    step(review, second).get_by_label("Reason (optional)").fill("seen last week")
    review.get_by_label("Your assessment, in your own words").fill("Calm today.")
    saved(review)
    expect(step(review, first)).to_contain_text("Accepted by clinician,")
    expect(review.locator("#progress")).to_have_text(f"2 of {len(steps_of(intake))} key steps decided")
    review.reload()
    expect(step(review, first).get_by_label("Accept")).to_be_checked()
    expect(step(review, second).get_by_label("Reason (optional)")).to_have_value("seen last week")
    expect(review.get_by_label("Your assessment, in your own words")).to_have_value("Calm today.")


def pressed(page: Page, keys: str) -> int:
    """One key after the other; how many."""
    for key in keys.split():
        page.keyboard.press(key)
    return len(keys.split())


def rows(page: Page) -> list[str]:
    """What the keys go through, in their order on the page."""
    ids: list[str] = page.eval_on_selector_all(
        "[data-step]",
        """all => all.filter((row) => !row.closest('.entry-steps:not([open])'))
            .map((row) => row.id.replace('row-', ''))""",
    )
    return ids


def chosen(page: Page, row: str) -> str:
    return str(page.locator(f"input[name='{row}-choice']:checked").get_attribute("value"))


def test_ten_decisions_in_ten_keys_as_soon_as_the_page_is_open(review: Page) -> None:
    ten = [row for row in rows(review) if not row.startswith("own-")][:10]
    expect(review.locator("[data-step].is-current")).to_have_attribute("id", f"row-{ten[0]}")
    assert pressed(review, "a d n a d n a a a a") == 10
    saved(review)
    words = {"a": "accepted", "d": "done", "n": "not_needed"}
    assert [chosen(review, row) for row in ten] == [words[key] for key in "adnadnaaaa"]
    review.reload()
    assert [chosen(review, row) for row in ten] == [words[key] for key in "adnadnaaaa"]


def test_j_and_k_go_between_steps_and_o_leaves_open(review: Page) -> None:
    first, second, third = rows(review)[:3]
    pressed(review, "j j d k k a")
    # After "d" on the second, the third is next; two steps up from there is the first.
    saved(review)
    assert [chosen(review, row) for row in (first, second)] == ["accepted", "done"]
    expect(review.locator(f"#row-{third} input[type=radio]:checked")).to_be_focused()
    pressed(review, "k o")
    expect(review.locator(f"#row-{second} input[type=radio]:checked")).to_be_focused()
    assert chosen(review, second) == ""


def test_the_reason_of_the_last_decision_is_one_key_away(review: Page) -> None:
    first = rows(review)[0]
    pressed(review, "n r")
    review.keyboard.type("seen last week")
    saved(review)
    expect(review.locator(f"[name={first}-reason]")).to_have_value("seen last week")


def test_an_entry_stands_for_its_steps_at_once(review: Page, intake: Intake) -> None:
    found = factories.found(intake)
    group = next(group for group in found.leading_groups if len(group.steps) > 1)
    entry = review.locator(f"#row-group-{group.steps[0]}")
    entry.get_by_label("Accept").check()
    saved(review)
    assert [choice_of(step_id) for step_id in group.steps] == ["accepted"] * len(group.steps)
    row = entry.locator("xpath=..")
    row.locator("details.entry-steps > summary").click()
    expect(step(review, group.steps[1]).get_by_label("Accept")).to_be_checked()
    step(review, group.steps[1]).get_by_label("Not needed").check()
    expect(entry.locator("input:checked")).to_have_count(0)
    expect(entry).to_contain_text("Decided one by one")


def test_keys_do_nothing_while_somebody_types(review: Page) -> None:
    first = rows(review)[0]
    review.keyboard.press("d")
    reason = review.locator(f"[name={first}-reason]")
    reason.press_sequentially("an odd join, ?")
    expect(reason).to_have_value("an odd join, ?")
    saved(review)
    assert chosen(review, first) == "done"
    expect(review.get_by_role("heading", name="Keys")).to_be_hidden()


def test_who_turned_the_keys_off_has_none(review: Page, intake: Intake, people: People) -> None:
    choose_keys(actor=people.clinician, single_keys=False)
    review.reload()
    first = step(review, steps_of(intake)[0])
    first.get_by_label("Leave open").focus()
    review.keyboard.press("a")
    expect(first.get_by_label("Leave open")).to_be_checked()
    expect(review.get_by_role("button", name="Keys")).to_have_count(0)


def test_the_sheet_of_keys(review: Page, intake: Intake) -> None:
    review.keyboard.press("?")
    expect(review.get_by_role("heading", name="Keys")).to_be_visible()
    review.keyboard.press("Escape")
    expect(review.get_by_role("heading", name="Keys")).to_be_hidden()


def test_own_steps_are_added_one_after_the_other(review: Page) -> None:
    own = review.locator(".own-step")
    own.last.get_by_label("Own step, in words").fill("Ring the daughter")
    own.first.get_by_label("Accept").check()
    expect(own).to_have_count(2)
    own.last.get_by_label("Own step, in words").fill("Write to the school")
    expect(own).to_have_count(3)
    saved(review)
    review.reload()
    texts = [own.nth(place).get_by_label("Own step, in words").input_value() for place in range(3)]
    assert texts == ["Ring the daughter", "Write to the school", ""]
    expect(own.first.get_by_label("Accept")).to_be_checked()


def test_a_flag_is_marked_in_words_and_stays(review: Page, intake: Intake) -> None:
    flag = factories.found(intake).present[0]
    article = review.locator("#flags article")
    article.get_by_text("Mark as clinically reviewed").click()
    article.get_by_role("textbox").fill("Spoke; no plan, safety plan made.")
    saved(review)
    expect(article).to_contain_text("Clinically reviewed by clinician,")
    review.reload()
    expect(review.locator("#urgent")).to_contain_text(flag.title)
    expect(article.get_by_role("textbox")).to_have_value("Spoke; no plan, safety plan made.")


def test_two_tabs_on_different_steps_disturb_nobody(review: Page, intake: Intake) -> None:
    first, second = steps_of(intake)[:2]
    other = review.context.new_page()
    other.goto(review.url)
    step(other, first).get_by_label("Done").check()
    saved(other)
    step(other, first).get_by_label("Accept").check()
    expect(step(other, first)).to_contain_text("Accepted by")
    step(review, second).get_by_label("Done").check()
    saved(review)
    assert [choice_of(first), choice_of(second)] == ["accepted", "done"]


def test_two_tabs_on_one_step_show_both_and_the_choice_is_made(review: Page, intake: Intake) -> None:
    first = steps_of(intake)[0]
    other = review.context.new_page()
    other.goto(review.url)
    step(other, first).get_by_label("Done").check()
    saved(other)
    step(review, first).get_by_label("Not needed").check()
    conflict = review.locator("#conflict")
    expect(conflict).to_contain_text("Decided differently elsewhere")
    expect(conflict).to_contain_text("Done")
    expect(step(review, first).get_by_label("Not needed")).to_be_checked()
    assert choice_of(first) == "done"

    # What is decided next does not make it look saved.
    second = steps_of(intake)[1]
    step(review, second).get_by_label("Done").check()
    expect(review.locator("#save-state")).to_have_text("Not saved")
    expect(conflict).to_contain_text("Decided differently elsewhere")
    conflict.get_by_role("button", name="Save what this page shows").click()
    saved(review)
    expect(conflict).to_be_empty()
    assert (choice_of(first), choice_of(second)) == ("not_needed", "done")


def test_words_typed_after_it_was_signed_elsewhere_stay_to_be_copied(
    review: Page, intake: Intake, people: People
) -> None:
    factories.sign(people.clinician, intake)
    text = review.get_by_label("Your assessment, in your own words")
    text.fill("too late")
    expect(review.get_by_text("What you chose or typed here since then is not saved.")).to_be_visible()
    expect(text).to_have_value("too late")
    expect(review.locator("#save-state")).to_have_text("Not saved")


def test_a_key_held_down_is_one_decision(review: Page, intake: Intake) -> None:
    for _ in range(5):
        review.keyboard.down("a")  # from the second on, repeated
    saved(review)
    review.keyboard.up("a")
    assert [choice_of(each) for each in steps_of(intake)].count("accepted") == 1


def gone(route: Route) -> None:
    route.abort()


def test_offline_keeps_what_was_typed_and_sends_it_later(review: Page) -> None:
    review.route("**/decisions/", gone)
    text = review.get_by_label("Your assessment, in your own words")
    text.fill("written in a tunnel")
    expect(review.locator("#offline")).to_be_visible()
    review.unroute("**/decisions/", gone)
    expect(review.locator("#offline")).to_be_hidden()
    saved(review)
    assert Review.objects.get().text == "written in a tunnel"


def test_an_entry_and_then_one_of_its_steps_chosen_in_a_tunnel_are_all_sent(review: Page, intake: Intake) -> None:
    group = next(group for group in factories.found(intake).leading_groups if len(group.steps) > 1)
    entry = review.locator(f"#row-group-{group.steps[0]}")
    review.route("**/decisions/", gone)
    entry.get_by_label("Accept").check()
    entry.get_by_label("Reason (optional)").fill("all today")
    expect(review.locator("#offline")).to_be_visible()
    entry.locator("xpath=..").locator("details.entry-steps > summary").click()
    step(review, group.steps[1]).get_by_label("Not needed").check()
    expect(entry.get_by_label("Reason (optional)")).to_be_hidden()
    review.unroute("**/decisions/", gone)
    saved(review)
    expect(review.locator("#offline")).to_be_hidden()
    assert [choice_of(id_) for id_ in group.steps] == ["accepted", "not_needed", *["accepted"] * (len(group.steps) - 2)]
    assert Review.objects.get().steps[group.steps[0]]["reason"] == "all today"


def test_what_is_chosen_before_the_scripts_arrive_is_saved(review: Page, intake: Intake) -> None:
    first = steps_of(intake)[0]
    waiting: list[Route] = []
    review.route("**/autosave*.js", lambda route: waiting.append(route))
    review.goto(review.url, wait_until="commit")
    step(review, first).get_by_label("Done").check()
    for route in waiting:
        route.continue_()
    saved(review)
    assert choice_of(first) == "done"


def test_the_keys_find_what_is_open_behind_an_entry_decided_one_by_one(review: Page, intake: Intake) -> None:
    group = next(group for group in factories.found(intake).leading_groups if len(group.steps) > 1)
    changes = {f"step:{each.id}": {"choice": "done", "reason": ""} for each in factories.found(intake).steps}
    changes[f"step:{group.steps[1]}"] = {"choice": "", "reason": ""}
    decide(actor=intake.author, intake=intake, revision=0, changes=changes)
    review.reload()
    expect(review.locator(".is-current")).to_have_attribute("id", f"row-step-{group.steps[1]}")
    expect(step(review, group.steps[1])).to_be_visible()
    expect(review.locator(f"#group-{group.steps[0]}-reason")).to_be_hidden()
    review.locator(f"#row-group-{group.steps[0]} + details > summary").click()
    step(review, next(each for each in steps_of(intake) if each not in group.steps)).get_by_label("Done").focus()
    pressed(review, "d")
    expect(review.locator("#said")).to_have_text("Done")
    expect(step(review, group.steps[1]).get_by_label("Leave open")).to_be_focused()


def test_a_reason_for_leaving_a_step_open_is_seen_and_one_key_away(review: Page, intake: Intake) -> None:
    first = rows(review)[0]
    reason = review.locator(f"[name={first}-reason]")
    expect(reason).to_be_hidden()
    pressed(review, "o r")
    expect(reason).to_be_focused()
    review.keyboard.type("ask her sister")
    saved(review)
    review.reload()
    expect(reason).to_be_visible()


def test_an_ended_sign_in_keeps_what_was_typed(review: Page) -> None:
    review.context.clear_cookies(name="sessionid")
    review.get_by_label("Your assessment, in your own words").fill("long thoughts")
    expect(review.get_by_role("heading", name="Please sign in again")).to_be_visible()
    review.get_by_label(re.compile("Password of")).fill(factories.PASSWORD)
    review.get_by_role("button", name="Sign in and save").click()
    saved(review)
    assert Review.objects.get().text == "long thoughts"


def test_without_javascript_the_button_saves(browser: Browser, base_url: str, people: People, intake: Intake) -> None:
    context = browser.new_context(base_url=base_url, java_script_enabled=False)
    page = context.new_page()
    signed_in(page, people.clinician).goto(f"/review/{intake.pk}/")
    first = steps_of(intake)[0]
    step(page, first).get_by_label("Done").check()
    page.get_by_label("Your assessment, in your own words").fill("Calm.")
    page.get_by_role("button", name="Save decisions").click()
    expect(page.get_by_text("Decisions saved.")).to_be_visible()
    expect(step(page, first)).to_contain_text("Done by clinician")
    assert Review.objects.get().text == "Calm."
    context.close()
