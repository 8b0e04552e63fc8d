"""The body map: a drawing that is the list of places, by mouse and by keys."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from intake.clinical.rules.questions.pain import pain
from intake.clinical.telling.body_map import BACK, FRONT, HEIGHT, VIEWS, WIDTH
from intake.models import Intake
from tests import factories
from tests.factories import People
from tests.journeys.signing_in import signed_in
from tests.views.at_the_desk import address, now

pytestmark = pytest.mark.any_database


@pytest.fixture
def draft(people: People) -> Intake:
    return factories.draft(people.front_desk, {"pain.present": True})


@pytest.fixture
def opened(page: Page, people: People, draft: Intake) -> Page:
    signed_in(page, people.front_desk).goto(address(draft, "location"))
    return page


def area(page: Page, site: str) -> Locator:
    return page.locator(f"[data-site={site}]")


def saved(page: Page) -> None:
    page.get_by_role("button", name="Save and leave for now").click()
    expect(page.get_by_role("heading", name="Intake", exact=True)).to_be_visible()


# The drawing


def test_every_place_is_drawn_once_and_nothing_else() -> None:
    drawn = [area.site for view in VIEWS for area in view.areas]
    assert sorted(drawn) == sorted(pain.sites.options)


@pytest.mark.parametrize(("view", "ours"), [(FRONT, "R"), (BACK, "L")], ids=["front", "back"])
def test_the_persons_right_is_on_our_left_from_the_front_and_on_our_right_from_the_back(
    view: object, ours: str
) -> None:
    for drawn in view.areas:  # type: ignore[attr-defined]
        xs = [x for x, _ in drawn.points]
        ys = [y for _, y in drawn.points]
        assert min(xs) >= 0
        assert max(xs) <= WIDTH
        assert 0 <= min(ys) < max(ys) <= HEIGHT
        if drawn.site.endswith(("_L", "_R")):
            assert (max(xs) <= WIDTH / 2) == drawn.site.endswith(f"_{ours}")


def test_both_sides_are_named_in_both_views(opened: Page) -> None:
    for name, left, right in (("Front", "Right", "Left"), ("Back", "Left", "Right")):
        sides = {
            text.text_content(): (text.bounding_box() or {})["x"]
            for text in opened.get_by_role("group", name=name, exact=True).locator("text").all()
        }
        assert sides[left] < sides[right]


def test_every_place_is_large_enough_to_hit(opened: Page) -> None:
    smallest = """areas => Math.min(...areas.map(area => area.getBoundingClientRect())
      .map(box => Math.min(box.width, box.height)))"""
    for width in (1280, 820, 390):
        opened.set_viewport_size({"width": width, "height": 900})
        assert opened.locator(".body-area").evaluate_all(smallest) >= 24, width
        assert opened.evaluate("document.documentElement.scrollWidth") <= width


# Marking


def test_the_drawing_and_the_list_are_one(opened: Page, draft: Intake) -> None:
    area(opened, "calf_R").click()
    expect(opened.get_by_label("Calf, right").and_(opened.locator("input"))).to_be_checked()
    opened.locator("#div_id_pain-sites input[value=low_back]").check()
    expect(area(opened, "low_back")).to_have_attribute("aria-checked", "true")
    expect(opened.get_by_text("Picked: Low back; Calf, right.")).to_be_visible()
    area(opened, "low_back").click()
    expect(opened.get_by_text("Picked: Calf, right.")).to_be_visible()
    saved(opened)
    assert now(draft).answers["pain.sites"] == ["calf_R"]


def test_one_place_is_marked_worst_in_words_and_by_hatching(opened: Page, draft: Intake) -> None:
    area(opened, "calf_R").click()
    area(opened, "groin_L").click()
    choice = opened.get_by_role("group", name="Which one place is worst?").get_by_role("button")
    expect(choice).to_have_text(["Groin", "Calf"])
    choice.filter(has_text="Calf").click()
    expect(choice.filter(has_text="Calf")).to_have_attribute("aria-pressed", "true")
    expect(opened.get_by_text("Picked: Groin, left; Calf, right, worst.")).to_be_visible()
    expect(area(opened, "calf_R")).to_have_attribute("fill", "url(#worst-Back)")
    choice.filter(has_text="Groin").click()
    expect(area(opened, "calf_R")).not_to_have_attribute("fill", "url(#worst-Back)")
    saved(opened)
    assert now(draft).answers["pain.main_region"] == "groin"


def test_it_is_saved_while_one_marks(opened: Page, draft: Intake) -> None:
    area(opened, "calf_R").click()
    expect(opened.locator("#save-state")).to_contain_text("Saved")
    assert now(draft).answers["pain.sites"] == ["calf_R"]


def test_a_reason_for_no_answer_clears_the_drawing(opened: Page) -> None:
    area(opened, "calf_R").click()
    opened.locator("#div_id_pain-sites input[value=declined]").check()
    expect(area(opened, "calf_R")).to_have_attribute("aria-checked", "false")
    expect(opened.get_by_text("Nothing picked yet.")).to_be_visible()


def test_by_keys_the_drawing_is_one_stop_and_arrows_go_on(opened: Page) -> None:
    area(opened, "hip_side_R").focus()
    opened.keyboard.press("ArrowRight")
    expect(area(opened, "hip_side_L")).to_be_focused()
    opened.keyboard.press("Space")
    expect(area(opened, "hip_side_L")).to_have_attribute("aria-checked", "true")
    expect(opened.locator(".body-area[tabindex='0']")).to_have_count(1)
    opened.keyboard.press("Enter")
    expect(opened.locator("[name=pain-main_region]").first).to_be_focused()


def test_what_was_marked_before_is_drawn(page: Page, people: People) -> None:
    draft = factories.draft(people.front_desk, {"pain.sites": ["calf_L", "calf_R"], "pain.main_region": "calf"})
    signed_in(page, people.front_desk).goto(address(draft, "location"))
    expect(page.get_by_text("Picked: Calf, left, worst; Calf, right, worst.")).to_be_visible()


def test_without_javascript_the_list_stands_alone(people: People, draft: Intake, client: object) -> None:
    client.force_login(people.front_desk)  # type: ignore[attr-defined]
    html = client.get(address(draft, "location")).content.decode()  # type: ignore[attr-defined]
    assert '<figure class="body-map" hidden>' in html
    assert 'value="calf_R"' in html
