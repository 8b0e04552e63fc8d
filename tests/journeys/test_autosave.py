"""Nothing typed is ever lost: saving while somebody types, in a real browser."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from intake.management.commands.demo import PASSWORD
from intake.models import Intake
from tests import factories
from tests.factories import People
from tests.journeys.signing_in import signed_in

ROOT = Path(__file__).resolve().parent.parent.parent
SAVED = re.compile(r"Saved \d\d:\d\d")
STIFFNESS = "After waking, how many minutes until stiffness eases?"


@pytest.fixture
def draft(people: People) -> Intake:
    return factories.draft(people.front_desk, {"pain.present": True})


@pytest.fixture
def section(page: Page, people: People, draft: Intake) -> Callable[[str], Page]:
    signed_in(page, people.front_desk)

    def open_section(section_id: str) -> Page:
        page.goto(f"/intakes/{draft.pk}/{section_id}/")
        return page

    return open_section


def answer_of(draft: Intake, question_id: str) -> object:
    draft.refresh_from_db()
    return draft.answers.get(question_id)


def test_a_change_is_on_the_server_within_a_second(section: Callable[[str], Page], page: Page, draft: Intake) -> None:
    """A second of the page's own time: how busy this machine is does not count."""
    page.clock.install()
    section("time-course")
    page.clock.pause_at(page.evaluate("Date.now() + 1000"))
    page.get_by_label("Suddenly").check()
    with page.expect_response(lambda response: response.request.method == "POST"):
        page.clock.run_for(1000)
    page.clock.resume()
    expect(page.locator("#save-state")).to_have_text(SAVED)
    assert answer_of(draft, "pain.onset_speed") == "sudden"


def test_what_is_answered_before_the_scripts_arrive_is_saved(section: Callable[[str], Page], draft: Intake) -> None:
    """On a slow line the page can be used before its scripts are there."""
    page = section("mood")
    waiting: list[Route] = []
    page.route("**/autosave*.js", lambda route: waiting.append(route))
    page.goto(f"/intakes/{draft.pk}/time-course/", wait_until="commit")
    page.get_by_label("Suddenly").check()
    page.get_by_label(STIFFNESS).fill("25")
    assert page.locator("#save-state").inner_text() == ""
    for route in waiting:
        route.continue_()
    expect(page.locator("#save-state")).to_have_text(SAVED)
    assert (answer_of(draft, "pain.onset_speed"), answer_of(draft, "pain.morning_stiffness_min")) == ("sudden", 25)


@pytest.mark.any_database
def test_nothing_moves_when_it_is_saved(section: Callable[[str], Page]) -> None:
    page = section("time-course")
    place = "element => element.getBoundingClientRect().top + window.scrollY"
    before = page.get_by_text(STIFFNESS).evaluate(place)
    page.get_by_label("Suddenly").check()
    expect(page.locator("#save-state")).to_have_text(SAVED)
    assert page.get_by_text(STIFFNESS).evaluate(place) == before


def test_what_cannot_be_read_is_said_beside_its_field_and_goes_when_it_is_mended(
    section: Callable[[str], Page], draft: Intake
) -> None:
    page = section("time-course")
    page.get_by_label(STIFFNESS).fill("abc")
    late = page.locator("#late-pain-morning_stiffness_min")
    expect(late).to_contain_text("A whole number from 0 to 600")
    expect(page.get_by_label(STIFFNESS)).to_have_attribute("aria-describedby", "late-pain-morning_stiffness_min")
    page.get_by_label(STIFFNESS).fill("15")
    expect(late).to_be_empty()
    expect(page.locator("#problems")).to_be_empty()
    assert answer_of(draft, "pain.morning_stiffness_min") == 15


def test_questions_open_and_close_as_the_answers_tell(section: Callable[[str], Page]) -> None:
    page = section("quality")
    distance = page.get_by_text("How far can they walk before it starts?")
    page.locator("#id_pain-aggravating_2").check()  # stairs
    expect(distance).to_have_count(0)
    page.locator("#id_pain-aggravating_0").check()  # walking
    expect(distance).to_be_visible()


def test_answers_that_no_longer_apply_are_named_and_cleared_only_when_asked(
    section: Callable[[str], Page], draft: Intake
) -> None:
    page = section("location")
    page.locator("input[value=calf_L]").check()
    expect(page.locator("#save-state")).to_have_text(SAVED)
    page.locator("#id_pain-present_1").check()
    expect(page.locator("#closed")).to_contain_text("1 answer no longer applies")
    assert answer_of(draft, "pain.sites") == ["calf_L"]
    page.get_by_role("button", name="Clear this answer").click()
    expect(page.locator("#closed")).to_be_empty()
    assert answer_of(draft, "pain.sites") is None


def test_two_tabs_on_different_questions_disturb_nobody(section: Callable[[str], Page], draft: Intake) -> None:
    first = section("time-course")
    second = first.context.new_page()
    second.goto(first.url)
    second.get_by_label(STIFFNESS).fill("33")
    expect(second.locator("#save-state")).to_have_text(SAVED)
    first.get_by_label("Suddenly").check()
    expect(first.locator("#save-state")).to_have_text(SAVED)
    expect(first.get_by_label(STIFFNESS)).to_have_value("33")  # what the other tab typed shows here now
    assert (answer_of(draft, "pain.onset_speed"), answer_of(draft, "pain.morning_stiffness_min")) == ("sudden", 33)


def test_two_tabs_on_one_question_the_stale_one_sees_both_and_chooses(
    section: Callable[[str], Page], draft: Intake
) -> None:
    first = section("time-course")
    second = first.context.new_page()
    second.goto(first.url)
    second.get_by_label(STIFFNESS).fill("33")
    expect(second.locator("#save-state")).to_have_text(SAVED)

    first.get_by_label(STIFFNESS).fill("55")
    expect(first.locator("#conflict")).to_contain_text("Saved meanwhile: “33 minutes”")
    expect(first.get_by_label(STIFFNESS)).to_have_value("55")
    assert answer_of(draft, "pain.morning_stiffness_min") == 33

    first.get_by_role("button", name="Save what this page shows").click()
    expect(first).to_have_title(re.compile("What it is like"))
    assert answer_of(draft, "pain.morning_stiffness_min") == 55


def test_an_ended_sign_in_asks_for_the_password_and_goes_on_where_it_was(
    section: Callable[[str], Page], context: BrowserContext, draft: Intake
) -> None:
    page = section("time-course")
    context.clear_cookies(name="sessionid")
    page.get_by_label(STIFFNESS).fill("20")
    again = page.get_by_role("dialog")
    expect(again).to_be_visible()
    again.get_by_label("Password").fill("not the password")
    again.get_by_role("button", name="Sign in").click()
    expect(again).to_contain_text("That password is not right")
    again.get_by_label("Password").fill(factories.PASSWORD)
    again.get_by_role("button", name="Sign in").click()
    expect(again).to_be_hidden()
    expect(page.locator("#save-state")).to_have_text(SAVED)
    expect(page.get_by_label(STIFFNESS)).to_have_value("20")
    expect(page.get_by_label(STIFFNESS)).to_be_focused()
    assert answer_of(draft, "pain.morning_stiffness_min") == 20


def test_only_what_is_unsent_is_worth_a_warning(section: Callable[[str], Page]) -> None:
    page = section("time-course")
    page.get_by_label("Suddenly").check()
    expect(page.locator("#save-state")).to_have_text(SAVED)
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto("/desk/")
    assert asked == []


# The server goes away


class OwnServer:
    """The demo as a process of its own, that can be killed and started again."""

    def __init__(self, data: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.environment = os.environ | {"CLINIC_MODE": "demo", "DATA_DIR": str(data)}
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [sys.executable, str(ROOT / "manage.py"), "demo", "--port", str(self.port)]
        silent = subprocess.DEVNULL
        self.process = subprocess.Popen(command, env=self.environment, stdout=silent, stderr=silent)
        wait_for(self.port)

    def kill(self) -> None:
        if self.process:
            self.process.kill()
            self.process.wait()


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[OwnServer]:
    server = OwnServer(tmp_path)
    server.start()
    yield server
    server.kill()


def wait_for(port: int) -> None:
    for _ in range(3000):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError("the demo does not answer")


@pytest.mark.any_database
def test_the_server_is_killed_while_somebody_types_and_nothing_is_lost(page: Page, own_server: OwnServer) -> None:
    page.goto(f"http://127.0.0.1:{own_server.port}")
    page.get_by_label("Username").fill("desk")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="DRAFT, Dora", exact=True).click()
    page.get_by_role("link", name="Since when, and how it started").click()
    page.get_by_label("Suddenly").check()
    expect(page.locator("#save-state")).to_have_text(SAVED)

    own_server.kill()
    page.get_by_label(STIFFNESS).fill("25")
    expect(page.locator("#offline")).to_be_visible()
    expect(page.locator("#save-state")).to_have_text("Not saved yet")

    own_server.start()
    expect(page.locator("#offline")).to_be_hidden(timeout=60_000)
    expect(page.locator("#save-state")).to_have_text(SAVED)
    page.reload()
    expect(page.get_by_label(STIFFNESS)).to_have_value("25")
    expect(page.get_by_label("Suddenly")).to_be_checked()


def test_a_date_over_a_year_ago_is_asked_back_while_typing(section: Callable[[str], Page], draft: Intake) -> None:
    page = section("context")
    page.get_by_label("Date of this assessment", exact=True).fill("2020-05-05")
    right = page.get_by_label("Yes, this date is right")
    expect(right).to_be_visible()
    expect(page.get_by_text("That is over a year ago. Is it right?").first).to_be_visible()
    assert answer_of(draft, "ctx.encounter_date") is None
    right.check()
    expect(page.get_by_text("That is over a year ago.")).to_have_count(0)
    expect(right).to_be_checked()
    expect(page.get_by_label("Date of this assessment", exact=True)).not_to_have_attribute("aria-invalid", "true")
    assert answer_of(draft, "ctx.encounter_date") == "2020-05-05"
