"""An intake at the keyboard alone: how many keys it takes, and what each key does. No mouse anywhere."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Error, Page, expect

from intake.actions.preferences import choose_keys
from intake.clinical.language.answers import Answers
from intake.clinical.language.kinds import Choices, Control, Question
from intake.clinical.rules.questions import QUESTIONS
from intake.clinical.rules.questions.history import AT_ONCE
from intake.clinical.working.case import Case
from intake.forms.fields import ALONE
from intake.forms.keys import option_keys
from intake.models import Intake
from intake.views.desk.form_pages import QUESTIONS_OF, SECTION
from tests import factories
from tests.factories import People
from tests.journeys.signing_in import signed_in
from tests.lanes import handful, sweep
from tests.views.at_the_desk import address, in_numbers, is_typed, name, now

pytestmark = pytest.mark.any_database

CASE = "V04"
AT_MOST = 150
KNOWN, NEW = 190, 240
"""From signed-out to submitted, with a person who is on record or is registered on the way."""


class Typist:
    """Presses keys, counts them (a key held down counts too), and looks where the focus is."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.pressed = 0

    def press(self, *keys: str) -> None:
        assert self.pressed < 2 * NEW, f"no end in sight at {self.page.url}"
        for key in keys:
            self.page.keyboard.press(key)
            self.pressed += key.count("+") + 1

    def question(self) -> Question | None:
        """The question that has the focus."""
        asked = "document.activeElement.closest('.question') && document.activeElement.name"
        try:
            field = self.page.evaluate(asked)
        except Error:  # the next page has just come
            self.page.wait_for_load_state()
            field = self.page.evaluate(asked)
        return QUESTIONS[field.replace("-", ".", 1).removesuffix("-state")] if field else None

    def focused(self) -> str:
        return str(self.page.evaluate("document.activeElement.textContent.trim()"))


def keys_for(question: Question, answer: Any) -> list[str]:
    if is_typed(question):
        unit = "d" if question.control is Control.DURATION else ""
        return [*f"{answer}{unit}", "Enter"]
    keys = option_keys(question)
    if isinstance(question, Choices):
        alone = answer[0] in ALONE
        return [key for option in answer for key in keys[option]] + ([] if alone else ["Enter"])
    return list(keys[str(answer).lower() if isinstance(answer, bool) else str(answer)])


def opened(page: Page, people: People, draft: Intake, part: str) -> Typist:
    signed_in(page, people.front_desk).goto(address(draft, part))
    return Typist(page)


@pytest.fixture
def draft(people: People) -> Intake:
    return factories.draft(people.front_desk, {})


# The whole of it


def test_a_typical_intake_takes_at_most_150_keys(
    page: Page, people: People, capsys: pytest.CaptureFixture[str]
) -> None:
    given = of_case()
    person = factories.patient(people.front_desk, age=given["pt.age_years"], sex_at_birth=given["pt.sex"])
    draft = factories.draft(people.front_desk, {}, patient=person)
    typist = opened(page, people, draft, "")
    counts = all_of_it(typist, draft, given)
    with capsys.disabled():
        print(f"\n{typist.pressed} keys: {counts}")  # noqa: T201 the figure this test is about
    assert typist.pressed <= AT_MOST


@pytest.mark.parametrize("known", [True, False], ids=["known", "registered new"])
def test_from_signed_out_to_submitted(
    known: bool, page: Page, people: People, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every key counts, those of the user name and the password, too. No page is opened but by keys."""
    given = of_case()
    born = datetime.date(timezone.localdate().year - given["pt.age_years"], 1, 1)
    if known:
        factories.patient(
            people.front_desk, date_of_birth=born, sex_at_birth="male", record_number="R1001", given_name="Jan"
        )
    typist = Typist(page)
    page.goto("/")

    expect(page.get_by_label("Username")).to_be_focused()
    typist.press(*people.front_desk.username, "Tab", *factories.PASSWORD, "Enter")
    expect(page.get_by_label("Name, record number")).to_be_focused()
    counts = {"signing in": typist.pressed}
    typist.press(*"R1001", "Enter")
    if known:
        expect(page.get_by_role("link", name="NOWAK, Jan")).to_be_focused()
        typist.press("Enter")
    else:
        expect(page.get_by_role("button", name="Register a new person")).to_be_focused()
        typist.press("Enter")
        expect(page.get_by_label("Family name")).to_be_focused()  # the number was typed before
        day_month_year = [*"1", "Tab", *"1", "Tab", *str(born.year), "Tab"]
        typist.press(*"Nowak", "Tab", *"Jan", "Tab", *day_month_year, "m", "Tab", "Enter")
    expect(page.get_by_role("button", name="Start an intake")).to_be_focused()
    typist.press("Enter")
    expect(page.get_by_role("heading", name="Intake", exact=True)).to_be_visible()
    counts["finding the person"] = typist.pressed - counts["signing in"]
    draft = Intake.objects.get()
    counts |= all_of_it(typist, draft, given)

    about = draft.patient
    assert (about.record_number, about.date_of_birth, about.sex_at_birth) == ("R1001", born, "male")
    with capsys.disabled():
        print(f"\n{typist.pressed} keys: {counts}")  # noqa: T201 the figure this test is about
    assert typist.pressed <= (KNOWN if known else NEW)


def of_case() -> dict[str, Any]:
    given = {id_: answer for id_, answer in factories.example(CASE).items() if answer is not None and answer != "na"}
    del given["pt.pregnancy"]  # not asked of a man
    return given


def all_of_it(typist: Typist, draft: Intake, given: dict[str, Any]) -> dict[str, int]:
    """From the overview to the end, by the keys that the focus asks for. How many keys each page took."""
    page, begun, counts = typist.page, typist.pressed, {}
    expect(page.get_by_role("link", name=SECTION["context"].title)).to_be_focused()
    typist.press("Enter")
    counts["opening it"] = typist.pressed - begun
    for part in SECTION:
        expect(page).to_have_url(re.compile(f"{address(draft, part)}$"))
        page.wait_for_load_state()  # the address changes before the keys are listened to
        before = typist.pressed
        fill_in(typist, part, given)
        counts[part] = typist.pressed - before
    before = typist.pressed
    expect(page).to_have_title("Check the answers – Leg pain and mood intake")
    page.wait_for_load_state()  # a title is there before what the focus can go to
    expect(page.get_by_role("button", name="Submit")).to_be_focused()
    typist.press("Enter")
    counts["submitting it"] = typist.pressed - before
    expect(page.get_by_role("heading", name="Submitted")).to_be_visible()
    expect(page.get_by_role("link", name="Next person")).to_be_focused()

    kept = in_numbers(now(draft).answers)
    assert {id_: as_set(answer) for id_, answer in kept.items()} == {
        id_: as_set(answer) for id_, answer in given.items() if id_ in kept
    } | {"ctx.encounter_date": kept["ctx.encounter_date"]}
    case = Case(now(draft).read_answers())
    asked = [question for questions in QUESTIONS_OF.values() for question in questions if case.is_asked(question)]
    assert not [question.id for question in asked if question.id in given and question.id not in kept]
    return counts


def as_set(answer: Any) -> Any:
    return frozenset(answer) if isinstance(answer, list) else answer


def fill_in(typist: Typist, part: str, given: dict[str, Any]) -> None:
    """Answers question after question, as the focus leads."""
    case = Case(Answers.parse(given, QUESTIONS))
    if typist.page.evaluate("document.activeElement.id") == "medicine-name":
        typist.press("Enter")  # no medicine is told by its name: on to the questions
    block = [question.id for question in AT_ONCE]
    while question := typist.question():
        rest = block[block.index(question.id) :] if question.id in block else []
        if not case.is_asked(question):
            expect(typist.page.locator(f"#row-{name(question.id)}")).to_have_count(0)  # the answer before closed it
        elif not any(id_ in given for id_ in remaining(part, question, case)):
            typist.press("Control+Enter")
            break
        elif rest and not any(given.get(id_) for id_ in rest):
            typist.press("Shift+N")
            expect(typist.page.get_by_text("answered No at")).to_be_visible()
            typist.page.wait_for_function("field => document.activeElement.name !== field", arg=name(question.id))
        elif question.id not in given:
            typist.press("Enter")
        else:
            typist.press(*keys_for(question, given[question.id]))
    else:
        typist.press("Enter")  # the focus is on the button that saves
    expect(typist.page).not_to_have_url(re.compile(f"/{part}/$"))


def remaining(part: str, question: Question, case: Case) -> list[str]:
    questions = [asked for asked in QUESTIONS_OF[part] if case.is_asked(asked)]
    return [asked.id for asked in questions[questions.index(question) :]] if question in questions else [question.id]


# Key by key


def test_a_phq9_takes_9_keys(page: Page, people: People, draft: Intake) -> None:
    typist = opened(page, people, draft, "mood")
    typist.press(*"012301230")
    assert typist.pressed == 9
    expect(page.locator("#save-state")).to_contain_text("Saved")
    expect(page.locator("#id_phq-q9_0")).to_be_checked()
    saved(page)
    assert [now(draft).answers[f"phq.q{number}"] for number in range(1, 10)] == [0, 1, 2, 3, 0, 1, 2, 3, 0]


def saved(page: Page) -> None:
    page.keyboard.press("Control+Shift+Enter")
    expect(page.get_by_role("heading", name="Intake", exact=True)).to_be_visible()


KEYS: list[tuple[str, str, dict[str, Any]]] = [
    ("impact", "5 1 0 7", {"pain.nrs_now": 5, "pain.nrs_worst": 10, "pain.nrs_avg": 7}),
    ("impact", "1 5", {"pain.nrs_now": 1, "pain.nrs_worst": 5}),
    ("impact", "1 Enter 0", {"pain.nrs_now": 1, "pain.nrs_worst": 0}),
    ("impact", "5 Shift+Enter Backspace 3", {"pain.nrs_now": 3}),
    ("impact", "u d", {"pain.nrs_now": "unknown", "pain.nrs_worst": "declined"}),
    ("location", "y Enter n", {"pain.present": True, "pain.main_region": None}),
    (
        "location",
        "d b l b r 1 Enter b",
        {"pain.sites": ["calf_L", "calf_R", "low_back"], "pain.main_region": "calf"},
    ),
    ("location", "u n", {"pain.present": "unknown", "pain.sites": None}),
    ("symptoms", "1 2 n y n", {"sx.swelling": ["none"], "sx.new_change_14d": True, "sx.stroke_signs": False}),
    ("symptoms", "1 2 Enter", {"sx.swelling": ["calf", "whole_leg"]}),
    ("symptoms", "1 2 1 Enter", {"sx.swelling": ["whole_leg"]}),
    ("symptoms", "n Shift+Enter 1 Enter", {"sx.swelling": ["calf"]}),
    ("symptoms", "u", {"sx.swelling": "unknown"}),
    ("symptoms", "1 Backspace", {"sx.swelling": None}),
    ("time-course", "2 Space w e e k s Enter 3", {"pain.duration_days": 14, "pain.onset_speed": "gradual"}),
    ("time-course", "Tab u 3", {"pain.duration_days": "unknown", "pain.onset_speed": "gradual"}),
    ("history", "y Shift+N", {"hx.diabetes": True, "hx.pad": False, "hx.aaa": False, "hx.cancer": None}),
    ("time-course", "Tab u Shift+Enter Tab Backspace", {"pain.duration_days": None}),
    ("history", "Control+Enter", {}),
]


def not_letters(row: tuple[str, str, dict[str, Any]]) -> set[str]:
    """The part of the intake, and the keys that are no answer."""
    part, keys, _ = row
    return {part, *(key for key in keys.split() if len(key) > 1)}


@pytest.mark.parametrize(("part", "keys", "kept"), sweep(KEYS, few=handful(KEYS, not_letters)))
def test_keys_answer(part: str, keys: str, kept: dict[str, Any], page: Page, people: People, draft: Intake) -> None:
    typist = opened(page, people, draft, part)
    typist.press(*keys.split())
    if "Shift+N" in keys:
        expect(page.get_by_text("answered No at")).to_be_visible()
    if keys == "Control+Enter":
        expect(page).to_have_title(re.compile("Medicines"))
        return
    saved(page)
    answers = in_numbers(now(draft).answers)
    assert {id_: as_set(answers.get(id_)) for id_ in kept} == {id_: as_set(answer) for id_, answer in kept.items()}


@pytest.mark.parametrize("leaves", [False, True])
def test_after_the_last_answer_the_focus_is_on_the_button_and_the_keys_that_save_act(
    leaves: bool, page: Page, people: People, draft: Intake
) -> None:
    typist = opened(page, people, draft, "worry")
    typist.press(*"1111111")
    assert typist.focused() == "Save and go on"
    typist.press("Control+Shift+Enter" if leaves else "Control+Enter")
    expect(page).to_have_url(re.compile(f"{address(draft)}$" if leaves else "/alcohol/$"))
    assert [now(draft).answers.get(f"gad.q{number}") for number in range(1, 8)] == [1] * 7


def test_the_sheet_opens_in_a_number_too_and_a_reading_on_the_screen_does_not_stop_going_on(
    page: Page, people: People
) -> None:
    draft = factories.draft(people.front_desk, {"pain.present": True})
    typist = opened(page, people, draft, "time-course")
    page.keyboard.type("9/52")
    expect(page.locator("#understood-pain-duration_days")).to_contain_text("9 weeks")
    page.locator("[name=pain-morning_stiffness_min]").focus()
    typist.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    typist.press("Escape", "Control+Enter")
    expect(page).to_have_url(re.compile("/quality/$"))


def test_a_1_alone_moves_on_after_a_moment(page: Page, people: People, draft: Intake) -> None:
    typist = opened(page, people, draft, "impact")
    typist.press("1")
    expect(page.locator("[name=pain-nrs_worst]").first).to_be_focused()
    typist.press("0")
    saved(page)
    assert {"pain.nrs_now": 1, "pain.nrs_worst": 0}.items() <= now(draft).answers.items()


def test_keys_begin_at_the_first_question_without_an_answer(page: Page, people: People) -> None:
    draft = factories.draft(people.front_desk, {"phq.q1": 1, "phq.q2": "declined"})
    typist = opened(page, people, draft, "mood")
    assert typist.question() == QUESTIONS["phq.q3"]


def test_outside_a_question_keys_do_nothing(page: Page, people: People, draft: Intake) -> None:
    typist = opened(page, people, draft, "mood")
    page.get_by_role("button", name="Save and go on").focus()
    typist.press("1", "2", "y", "?")
    expect(page.locator("dialog[open]")).to_have_count(0)
    saved_by_button(page)
    assert not [id_ for id_ in now(draft).answers if id_.startswith("phq.")]


def saved_by_button(page: Page) -> None:
    page.get_by_role("button", name="Save and leave for now").click()
    expect(page.get_by_role("heading", name="Intake", exact=True)).to_be_visible()


def test_the_sheet_opens_on_a_question_mark_and_gives_the_focus_back(page: Page, people: People, draft: Intake) -> None:
    typist = opened(page, people, draft, "mood")
    typist.press("2", "?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    typist.press("3")
    typist.press("Escape")
    expect(page.get_by_role("dialog", name="Keys")).to_be_hidden()
    assert typist.question() == QUESTIONS["phq.q2"]
    page.get_by_role("button", name="Keys").click()
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    saved_after_sheet = page.get_by_role("dialog", name="Keys").get_by_role("button", name="Close")
    saved_after_sheet.click()
    expect(page.get_by_role("button", name="Keys")).to_be_focused()


def test_who_turns_keys_off_has_none(page: Page, people: People, draft: Intake) -> None:
    choose_keys(actor=people.front_desk, single_keys=False)
    typist = opened(page, people, draft, "mood")
    expect(page.get_by_role("button", name="Keys")).to_have_count(0)
    page.locator("#id_phq-q1_0").focus()
    typist.press("2", "?")
    expect(page.locator("dialog[open]")).to_have_count(0)
    typist.press("ArrowDown")  # arrows pick, as in any browser
    saved_by_button(page)
    assert now(draft).answers["phq.q1"] == 1


def test_keys_are_turned_off_in_the_settings(page: Page, people: People) -> None:
    signed_in(page, people.front_desk).goto("/desk/")
    page.get_by_role("link", name="Settings").click()
    page.get_by_label("Use single keys").uncheck()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Single keys are off.")).to_be_visible()
    expect(page.get_by_label("Use single keys")).not_to_be_checked()
