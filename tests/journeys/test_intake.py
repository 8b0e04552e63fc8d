"""The main job, end to end, in a real browser: an intake goes in, flags and a PDF summary come out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from pypdf import PdfReader

from intake.clinical.language.kinds import Control, Item, Question
from intake.clinical.rules.questions.mood import phq
from intake.clinical.rules.red_flags import RED_FLAGS
from intake.models import Intake
from intake.views.desk.form_pages import QUESTIONS_OF, SECTION
from tests import factories
from tests.factories import People
from tests.journeys.signing_in import sign_in
from tests.views.at_the_desk import in_numbers

CASE = "V11"
"""Knee pain, low mood, and item 9 answered with "Several days"."""

ADA = {"Record number": "AB-17", "Family name": "Lovelace", "Given names": "Ada"}
SAFETY_FLAG = next(flag for flag in RED_FLAGS if flag.id == "RF17a")


@pytest.fixture
def without_javascript(browser: Browser, base_url: str) -> Iterator[Page]:
    context = browser.new_context(base_url=base_url, java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_an_intake_goes_in_and_flags_and_a_pdf_come_out(page: Page, people: People, tmp_path: Path) -> None:
    the_whole_story(page, people, tmp_path)


@pytest.mark.exhaustive
def test_the_same_without_javascript(without_javascript: Page, people: People, tmp_path: Path) -> None:
    the_whole_story(without_javascript, people, tmp_path)


def the_whole_story(page: Page, people: People, tmp_path: Path) -> None:
    given_somebody_at_the_front_desk(page, people)
    when_they_register_a_person_whom_the_search_does_not_find(page)
    when_they_fill_in_every_section_by_hand(page)
    then_every_answer_stands_on_the_check_page(page)
    when_they_submit(page)

    given_a_clinician(page, people)
    when_they_open_the_intake_from_the_queue(page)
    then_they_read_item_9_in_words_and_why_it_was_flagged(page)
    then_the_pdf_says_the_same(page, tmp_path)


# Given


def given_somebody_at_the_front_desk(page: Page, people: People) -> None:
    sign_in(page, people.front_desk.username)
    expect(page).to_have_title("Today – Leg pain and mood intake")


def given_a_clinician(page: Page, people: People) -> None:
    page.get_by_role("button", name="Sign out").click()
    sign_in(page, people.clinician.username)


# When


def when_they_register_a_person_whom_the_search_does_not_find(page: Page) -> None:
    page.get_by_label("Record number").fill(ADA["Record number"])
    page.get_by_role("button", name="Find").click()
    expect(page.get_by_text("Nobody found")).to_be_visible()
    page.get_by_role("button", name="Register a new person").click()
    expect(page.get_by_label("Record number")).to_have_value(ADA["Record number"])
    for label, typed in ADA.items():
        page.get_by_label(label).fill(typed)
    for part, typed in {"Day": "10", "Month": "12", "Year": "1972"}.items():
        page.locator("#div_id_date_of_birth").get_by_label(part, exact=True).fill(typed)
    page.get_by_label("Sex recorded at birth").select_option("Female")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Start an intake").click()


def when_they_fill_in_every_section_by_hand(page: Page) -> None:
    answers = {question_id: answer for question_id, answer in factories.example(CASE).items() if answer != "na"}
    page.get_by_role("link", name=SECTION["context"].title).click()
    for section in SECTION.values():
        expect(page.get_by_role("heading", level=1)).to_have_text(section.title)
        fill_in(page, section.id, answers)
        if section.id == "mood":
            then_they_are_told_at_once_to_fetch_the_clinician(page)


def fill_in(page: Page, section_id: str, answers: dict[str, Any]) -> None:
    """Answers what the page asks, and what opens while it is answered, until the next page comes."""
    title, left = SECTION[section_id].title, {q.id for q in QUESTIONS_OF[section_id]} & set(answers)
    while page.get_by_role("heading", level=1).inner_text() == title:
        for question in QUESTIONS_OF[section_id]:
            if question.id in left and asked(page, question).count():
                left.discard(question.id)
                answer(page, question, answers[question.id])
        with page.expect_navigation():  # once the server has answered
            page.get_by_role("button", name="Save and").first.click()


def asked(page: Page, question: Question) -> Locator:
    return page.locator(f"[name={question.id.replace('.', '-')}]")


def answer(page: Page, question: Question, given: Any) -> None:
    if question is phq.q9:
        press_the_keys_for(page, question, given)
    elif isinstance(question, Item) and question.labels:
        group(page, question).get_by_role("radio", name=question.labels[given], exact=True).check()
    elif asked(page, question).first.get_attribute("type") in ("radio", "checkbox"):
        for value in given if isinstance(given, list) else [given]:
            asked(page, question).and_(page.locator(f"[value='{as_sent(value)}']")).check()
    else:
        asked(page, question).fill(f"{given} days" if question.control is Control.DURATION else str(given))


def as_sent(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def group(page: Page, question: Question) -> Locator:
    return page.get_by_role("group", name=re.compile(f"^{re.escape(question.wording)}( private)?$"))


def press_the_keys_for(page: Page, question: Question, given: int) -> None:
    """Without a mouse: Space picks the first answer, the arrow goes on from there."""
    group(page, question).get_by_role("radio").first.focus()
    page.keyboard.press("Space")
    for _ in range(given):
        page.keyboard.press("ArrowDown")


def when_they_submit(page: Page) -> None:
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Submitted")


def when_they_open_the_intake_from_the_queue(page: Page) -> None:
    expect(page).to_have_title("Queue – Leg pain and mood intake")
    page.get_by_role("link", name="LOVELACE, Ada", exact=True).click()


# Then


def then_they_are_told_at_once_to_fetch_the_clinician(page: Page) -> None:
    notice = page.get_by_role("region", name="Tell the clinician on duty now")
    expect(notice).to_be_visible()
    expect(notice).to_contain_text("Do not leave the person alone")
    expect(page.locator("body")).not_to_contain_text(SAFETY_FLAG.title)


def then_every_answer_stands_on_the_check_page(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("Check the answers")
    expect(page.get_by_role("region", name="Tell the clinician on duty now")).to_be_visible()
    kept = in_numbers(Intake.objects.get().answers)
    example = factories.example(CASE)
    assert {id_: given for id_, given in kept.items() if id_ in example} == {
        id_: given for id_, given in example.items() if id_ in kept
    }
    assert kept["phq.q9"] == 1


def then_they_read_item_9_in_words_and_why_it_was_flagged(page: Page) -> None:
    item9 = page.locator("#item9")
    expect(item9).to_contain_text("Several days")
    expect(item9).to_contain_text("Reported on several days")
    expect(page.locator("main")).to_contain_text(SAFETY_FLAG.title)
    expect(page.locator("#flags")).to_contain_text(phq.q9.wording)


def then_the_pdf_says_the_same(page: Page, tmp_path: Path) -> None:
    with page.expect_download() as download:
        page.get_by_role("link", name="PDF summary", exact=True).click()
    assert "lovelace" not in download.value.suggested_filename.lower()
    download.value.save_as(tmp_path / "summary.pdf")
    text = " ".join(" ".join(part.extract_text() for part in PdfReader(tmp_path / "summary.pdf").pages).split())
    for said in ("LOVELACE, Ada", "Several days", SAFETY_FLAG.title):
        assert said in text
