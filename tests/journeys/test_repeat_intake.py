"""A repeat intake in a browser: how much it still asks when nothing has changed, and the page that compares."""

from __future__ import annotations

import datetime
import re
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from intake.actions.intakes import start_intake
from intake.clinical.language.answers import Answers
from intake.clinical.rules.questions import QUESTIONS
from intake.clinical.working.case import Case
from intake.models import Intake, Patient
from intake.views.desk.form_pages import QUESTIONS_OF, SECTION
from tests import factories
from tests.factories import People
from tests.journeys.signing_in import signed_in
from tests.journeys.test_accessible import NARROW, WIDE, accessible
from tests.journeys.test_keyboard import CASE, Typist, as_set, keys_for, of_case
from tests.over_time import signed, visit
from tests.views.at_the_desk import address, in_numbers, name, now

pytestmark = pytest.mark.any_database

WHOLE, HISTORY = 0.85, 0.25
"""Of the questions of a first intake, the most that are asked one by one when nothing changed. Symptoms, pain and mood
are asked anew each time, and are most of it."""


@pytest.fixture
def patient(people: People) -> Patient:
    given = of_case()
    return factories.patient(people.front_desk, age=given["pt.age_years"], sex_at_birth=given["pt.sex"])


@pytest.fixture
def last(people: People, patient: Patient) -> Intake:
    return visit(people.front_desk, patient, 200, of_case())


@pytest.fixture
def draft(people: People, patient: Patient, last: Intake) -> Intake:
    return start_intake(actor=people.front_desk, patient=patient)


def test_when_nothing_changed_the_history_takes_one_key_and_few_questions(
    page: Page, people: People, draft: Intake, capsys: pytest.CaptureFixture[str]
) -> None:
    given = of_case()
    for closed in Case(Answers.parse(given, QUESTIONS)).closed_answers():
        del given[closed.id]
    case = Case(Answers.parse(given, QUESTIONS))
    asked = {part: [q.id for q in questions if case.is_asked(q)] for part, questions in QUESTIONS_OF.items()}
    signed_in(page, people.front_desk).goto(address(draft, "context"))
    typist = Typist(page)
    met: dict[str, set[str]] = {}
    for part in SECTION:
        if not asked[part]:
            continue
        expect(page).to_have_url(re.compile(f"{address(draft, part)}$"))
        page.wait_for_load_state()
        met[part] = all_of_a_section(typist, draft, part, given, case)
    expect(page.get_by_role("heading", name="Check the answers")).to_be_visible()
    expect(page.get_by_text("not confirmed")).to_have_count(0)

    kept = in_numbers(now(draft).answers)
    ids = [id_ for ids in asked.values() for id_ in ids if id_ in given and id_ != "ctx.encounter_date"]
    assert {id_: as_set(kept.get(id_)) for id_ in ids} == {id_: as_set(given[id_]) for id_ in ids}
    # At a first intake the same are met, and those that are confirmed here; some close as soon as others are answered.
    whole = sum(map(len, met.values()))
    first = sum(len({*ids, *met[part]} - {CONFIRMING}) for part, ids in asked.items() if ids)
    with capsys.disabled():
        counts = {part: f"{len(met[part])} of {len(ids)}" for part, ids in asked.items() if ids}
        print(f"\n{whole} of {first} questions ({whole / first:.0%}), {typist.pressed} keys: {counts}")  # noqa: T201
    assert len(met["history"]) / len(asked["history"]) <= HISTORY
    assert whole / first <= WHOLE


def all_of_a_section(typist: Typist, draft: Intake, part: str, given: dict[str, Any], case: Case) -> set[str]:
    """The questions that were looked at one by one; confirming the section counts as one more."""
    page, met = typist.page, set[str]()
    if page.evaluate("document.activeElement.id") == "medicine-name":
        typist.press("Enter")
    if page.locator("#still-right button").count():
        met.add(CONFIRMING)
        typist.press("Shift+S")
        expect(page.get_by_text(re.compile(r"earlier answers? confirmed at"))).to_be_visible()
        page.wait_for_load_state()
        if not page.url.endswith(f"/{part}/"):
            return met
        if page.evaluate("document.activeElement.id") == "medicine-name":
            typist.press("Enter")
    while question := typist.question():
        if not case.is_asked(question):
            expect(page.locator(f"#row-{name(question.id)}")).to_have_count(0)  # the answer before closed it
            continue
        if typist.page.evaluate(ANSWERED):
            typist.press("Enter")  # it was confirmed or is known: on to the next
            continue
        met.add(question.id)
        typist.press(*(keys_for(question, given[question.id]) if question.id in given else ["Enter"]))
    typist.press("Enter")
    expect(page).not_to_have_url(re.compile(f"/{part}/$"))
    return met


CONFIRMING = "all still right"
ANSWERED = """() => [...document.activeElement.closest('.question').querySelectorAll('input, textarea')]
  .some((each) => /radio|checkbox/.test(each.type) ? each.checked && each.value : each.value)"""


def test_the_key_of_one_answer_and_the_button_give_it_in_its_field(page: Page, people: People, draft: Intake) -> None:
    signed_in(page, people.front_desk).goto(address(draft, "history"))
    typist = Typist(page)
    row = page.locator("#row-hx-diabetes")
    expect(row.get_by_text("Still right?")).to_be_visible()
    typist.press("=")
    expect(row.get_by_text("Still right?")).to_have_count(0)
    typist.press("n")
    expect(page.locator("#row-hx-pad").get_by_text("Still right?")).to_have_count(0)
    page.locator("#row-hx-cvd").get_by_role("button").click()
    expect(page.locator("#row-hx-cvd").get_by_text("Still right?")).to_have_count(0)
    expect(page.locator("#save-state")).to_contain_text("Saved")
    given, earlier = now(draft).answers, of_case()
    assert given["hx.diabetes"] == earlier["hx.diabetes"]
    assert (given["hx.pad"], given["hx.cvd"]) == (False, earlier["hx.cvd"])


def test_an_answer_that_is_cleared_leaves_the_earlier_one_beside_it_again(
    page: Page, people: People, draft: Intake
) -> None:
    signed_in(page, people.front_desk).goto(address(draft, "history"))
    typist = Typist(page)
    typist.press("y", "Shift+Enter")
    row = page.locator("#row-hx-diabetes")
    expect(row.get_by_text("Still right?")).to_have_count(0)
    typist.press("Backspace")
    expect(row.get_by_text("Still right?")).to_be_visible()


def test_medicines_are_confirmed_by_hand(page: Page, people: People, patient: Patient) -> None:
    given = of_case() | {"rx.current": ["statin", "nsaid"], "rx.names": "Simvastatin", "rx.allergies": "none_known"}
    visit(people.front_desk, patient, 100, given)
    draft = start_intake(actor=people.front_desk, patient=patient)
    signed_in(page, people.front_desk).goto(address(draft, "medicines"))
    for field in ("rx-current", "rx-names", "rx-allergies"):
        page.locator(f"#still-{field}").get_by_role("button").click()
        expect(page.locator(f"#still-{field}").get_by_role("button")).to_have_count(0)
    expect(page.locator("#save-state")).to_contain_text("Saved")
    answers = now(draft).answers
    assert {id_: as_set(answers[id_]) for id_ in ("rx.current", "rx.names", "rx.allergies")} == {
        "rx.current": {"statin", "nsaid"},
        "rx.names": "Simvastatin",
        "rx.allergies": "none_known",
    }


@pytest.mark.parametrize("size", [{"width": 1280, "height": 800}, NARROW], ids=["wide", "narrow"])
def test_the_pages_are_accessible(size: Any, page: Page, people: People, draft: Intake) -> None:
    page.set_viewport_size(size)
    signed_in(page, people.front_desk)
    faults = []
    for part in ("", "history", "medicines", "check"):
        page.goto(address(draft, part))
        faults += accessible(page)
        assert page.evaluate(WIDE) == 0
    assert faults == []


@pytest.fixture
def compared(people: People, patient: Patient, last: Intake) -> Intake:
    signed(people.clinician, last)
    changed = {"phq.q1": 3, "phq.q9": 1, "hx.gout": True, "sx.sensory": ["saddle_numbness"], "pain.nrs_avg": 8}
    return visit(people.front_desk, patient, 0, of_case() | changed)


@pytest.mark.parametrize("size", [{"width": 1280, "height": 800}, NARROW], ids=["wide", "narrow"])
def test_since_last_time_is_accessible(size: Any, page: Page, people: People, compared: Intake) -> None:
    page.set_viewport_size(size)
    signed_in(page, people.clinician).goto(f"/review/{compared.pk}/")
    page.get_by_role("link", name="Since last time").click()
    expect(page.get_by_role("heading", name="Since last time")).to_be_visible()
    assert accessible(page) == []
    assert page.evaluate(WIDE) == 0


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("later", ["V04", "V12"], ids=["some changes", "another picture altogether"])
def test_since_last_time_prints_on_one_page(
    later: str, paper: str, page: Page, people: People, patient: Patient, compared: Intake, tmp_path: Path
) -> None:
    if later != CASE:
        compared = visit(people.front_desk, patient, 0, factories.example(later))
    signed_in(page, people.clinician).goto(f"/review/{compared.pk}/since/")
    page.pdf(path=tmp_path / "since.pdf", format=paper)
    assert len(PdfReader(tmp_path / "since.pdf").pages) == 1


def test_the_day_is_said_as_people_say_it(page: Page, people: People, draft: Intake) -> None:
    signed_in(page, people.front_desk).goto(address(draft, "history"))
    on = timezone.localdate() - datetime.timedelta(days=200)
    expect(page.locator("#row-hx-diabetes")).to_contain_text(f"As on {on.day} ")
