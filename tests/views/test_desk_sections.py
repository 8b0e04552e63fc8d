"""The section pages, built from the catalogue: every question once, each with a way to say that there is no answer."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from django.test import Client
from django.utils import timezone

from intake.clinical.language.kinds import CLINICIAN, FRONT_DESK, Question, Text
from intake.clinical.rules.questions import QUESTIONS, SECTIONS
from intake.clinical.rules.questions.mood import auditc_score, gad7, phq9
from intake.clinical.rules.questions.pain import peg_score
from intake.clinical.rules.site_settings import SiteSettings
from intake.clinical.working.case import Case
from intake.exchange.contract import read_answers
from intake.models import ClinicProfile, Intake
from intake.models.intake import FROM_PATIENT
from intake.views.desk.form_pages import NUMBER, SECTION
from tests import factories
from tests.factories import People
from tests.lanes import sweep
from tests.views.at_the_desk import address, in_numbers, is_typed, name, now, save, submit
from tests.views.browser import offered
from tests.views.pages import words

ASKED = [q for q in QUESTIONS.values() if q.by == FRONT_DESK and q.id not in FROM_PATIENT]


def asked_at_desk(part: str) -> list[Question]:
    return [question for question in ASKED if question in SECTION[part].questions]


@pytest.fixture
def draft(people: People) -> Intake:
    """Nothing is known, so that no question is skipped."""
    nobody = factories.patient(people.front_desk, age=None, sex_at_birth="")
    return factories.draft(people.front_desk, {}, patient=nobody)


def on_page(desk: Client, intake: Intake, part: str) -> dict[str, list[str]]:
    return offered(desk.get(address(intake, part)))


def asked_on(desk: Client, intake: Intake, part: str) -> set[str]:
    fields = on_page(desk, intake, part)
    return {question.id for question in QUESTIONS.values() if name(question.id) in fields}


def progress(desk: Client, intake: Intake) -> dict[str, str]:
    rows = desk.get(address(intake)).context["rows"]
    return {row.section.id: row.state for row in rows}


# The catalogue on pages


def test_every_question_of_the_front_desk_stands_on_one_page(desk: Client, draft: Intake) -> None:
    asked = Counter(question for part in SECTION for question in asked_on(desk, draft, part))
    assert asked == Counter(question.id for question in ASKED)


def test_pages_come_in_the_order_of_the_catalogue(desk: Client, draft: Intake) -> None:
    order = [section.id for section in SECTIONS if section.id in SECTION]
    assert list(progress(desk, draft)) == order
    for part, following in zip(order, [*order[1:], "check"], strict=True):
        assert save(desk, draft, part).headers["Location"] == address(draft, following)


@pytest.mark.parametrize("part", SECTION)
def test_each_page_shows_its_wording_its_options_and_its_attribution(part: str, desk: Client, draft: Intake) -> None:
    section = SECTION[part]
    shown = words(desk.get(address(draft, part)))
    for question in asked_at_desk(part):
        assert " ".join(question.wording.split()) in shown
    assert section.intro in shown
    assert section.note in shown


@pytest.mark.parametrize("part", SECTION)
def test_beside_every_question_stand_does_not_know_and_declined(part: str, desk: Client, draft: Intake) -> None:
    fields = on_page(desk, draft, part)
    for question in asked_at_desk(part):
        if not isinstance(question, Text):
            field = f"{name(question.id)}-state" if is_typed(question) else name(question.id)
            assert {"unknown", "declined"} <= set(fields[field])


@pytest.mark.parametrize("state", ["unknown", "declined"])
@pytest.mark.parametrize("part", SECTION)
def test_no_answer_is_kept_as_what_it_is(part: str, state: str, desk: Client, draft: Intake) -> None:
    asked = [q.id for q in asked_at_desk(part)]
    answers = {id_: state for id_ in asked if not isinstance(QUESTIONS[id_], Text)}
    save(desk, draft, part, answers)
    kept = now(draft)
    assert {id_: kept.answers.get(id_) for id_ in answers} == answers
    assert kept.malformed == {}


def test_in_a_text_unknown_is_a_plain_word(desk: Client, draft: Intake) -> None:
    save(desk, draft, "medicines", {"rx.treatments_tried": "unknown"})
    assert now(draft).read_answers().given["rx.treatments_tried"] == "unknown"
    assert progress(desk, draft)["medicines"] == "part done"


@pytest.mark.parametrize("case", sweep(("V01", "V02", "V13", "V15", "AGE-8"), few=("V13", "AGE-8")))
def test_a_worked_case_typed_in_by_hand_is_kept_as_it_was_given(case: str, desk: Client, people: People) -> None:
    given = factories.example(case)
    person = factories.patient(people.front_desk, age=given["pt.age_years"], sex_at_birth=given["pt.sex"])
    draft = factories.draft(people.front_desk, {}, patient=person)
    left = {q.id: given[q.id] for q in ASKED if given.get(q.id) not in (None, "na")}
    for part in SECTION:
        while here := {id_: left.pop(id_) for id_ in asked_on(desk, draft, part) & set(left)}:
            assert save(desk, draft, part, here).status_code == 302
    kept = now(draft)
    assert kept.malformed == {}
    assert {id_: answer for id_, answer in in_numbers(kept.answers).items() if given.get(id_) != answer} == {
        "ctx.encounter_date": timezone.localdate().isoformat()
    }
    skipped = Case(kept.read_answers())
    assert not [id_ for id_ in left if skipped.is_asked(QUESTIONS[id_])]


@pytest.mark.parametrize("part", SECTION)
def test_saving_a_page_as_it_is_shown_changes_no_answer(part: str, desk: Client, people: People) -> None:
    draft = factories.draft(people.front_desk, factories.example("V13") | {"rx.treatments_tried": "  two\r\nlines "})
    before = draft.answers | {"rx.treatments_tried": "two\nlines" if part == "medicines" else "  two\r\nlines "}
    save(desk, draft, part)
    assert now(draft).answers == before


# Gates


def test_closed_gates_are_not_asked(desk: Client, draft: Intake) -> None:
    save(desk, draft, "location", {"pain.present": False})
    assert asked_on(desk, draft, "location") == {"pain.present", "pain.other_regions"}
    assert asked_on(desk, draft, "impact") == {"fn.work", "fn.falls_12mo", "act.active_days"}
    assert "No question of this section applies now" in words(desk.get(address(draft, "time-course")))
    assert progress(desk, draft)["time-course"] == "does not apply"
    assert progress(desk, draft)["location"] == "part done"
    save(desk, draft, "location", {"pain.other_regions": ["none"]})
    assert progress(desk, draft)["location"] == "done"


def test_newly_opened_questions_keep_the_page(desk: Client, draft: Intake) -> None:
    save(desk, draft, "location", {"pain.present": False})
    response = save(desk, draft, "location", {"pain.present": True})
    assert response.headers["Location"] == address(draft, "location")
    assert "2 more questions apply here now" in words(desk.get(address(draft, "location")))
    assert asked_on(desk, draft, "location") == {"pain.present", "pain.sites", "pain.main_region", "pain.other_regions"}
    assert save(desk, draft, "location").headers["Location"] == address(draft, "time-course")


def test_closing_a_gate_never_discards_an_answer(desk: Client, people: People) -> None:
    draft = factories.draft(people.front_desk, factories.example("V13"))
    before = draft.answers
    save(desk, draft, "location", {"pain.present": False})
    assert now(draft).answers == before | {"pain.present": False}
    assert {"pain.present", "pain.sites", "pain.main_region"} <= asked_on(desk, draft, "location")
    assert {"pain.duration_days", "pain.course"} <= asked_on(desk, draft, "time-course")


def test_an_answer_to_a_question_whose_gate_has_closed_is_kept_and_submitted(desk: Client, people: People) -> None:
    draft = factories.draft(people.front_desk, factories.example("V13"))
    save(desk, draft, "location", {"pain.present": False})
    submit(desk, draft)
    given = now(draft).versions.get().answers
    assert given["pain.present"] is False
    assert given["pain.sites"] == ["calf_L"]


def test_a_mood_question_opens_with_the_first_problem(desk: Client, people: People) -> None:
    calm = {f"phq.q{number}": 0 for number in range(1, 10)}
    draft = factories.draft(people.front_desk, calm)
    assert "phq.difficulty" not in asked_on(desk, draft, "mood")
    assert save(desk, draft, "mood", {"phq.q3": 1}).headers["Location"] == address(draft, "mood")
    assert "phq.difficulty" in asked_on(desk, draft, "mood")


@pytest.mark.parametrize(("age", "asked"), [(11, False), (12, True), (None, True)])
def test_a_child_under_12_is_not_asked_the_phq9(age: int | None, asked: bool, desk: Client, people: People) -> None:
    draft = factories.draft(people.front_desk, {}, patient=factories.patient(people.front_desk, age=age))
    assert ("phq.q9" in asked_on(desk, draft, "mood")) is asked


@pytest.mark.parametrize(
    ("sex", "age", "asked"),
    [("female", 30, True), ("male", 30, False), ("female", 56, False), ("intersex", 30, True), ("", 30, True)],
)
def test_pregnancy_is_asked_by_sex_and_age(sex: str, age: int, asked: bool, desk: Client, people: People) -> None:
    person = factories.patient(people.front_desk, age=age, sex_at_birth=sex)
    draft = factories.draft(people.front_desk, {}, patient=person)
    assert ("pt.pregnancy" in asked_on(desk, draft, "context")) is asked


# Who asks what


@pytest.mark.parametrize("part", [section.id for section in SECTIONS if section.id not in SECTION])
def test_pages_of_the_clinician_alone_do_not_exist_at_the_desk(part: str, desk: Client, draft: Intake) -> None:
    assert desk.get(address(draft, part)).status_code == 404
    assert desk.post(address(draft, part), {"revision": draft.revision}).status_code == 404


def test_v8_2_3_the_desk_cannot_write_what_is_not_its_to_ask(desk: Client, draft: Intake) -> None:
    not_asked = [q for q in QUESTIONS.values() if q.by == CLINICIAN or q.id in FROM_PATIENT]
    fields = {name(q.id): ["true", "1", "female", *getattr(q, "options", ())] for q in not_asked}
    for part in SECTION:
        assert save(desk, draft, part, **fields).status_code == 302
    kept = now(draft)
    assert not {q.id for q in not_asked} & {*kept.answers, *kept.malformed}


# In any order


@pytest.mark.parametrize("backwards", [False, True], ids=["forwards", "backwards"])
@pytest.mark.parametrize("case", sweep(("V02", "V05", "V10", "V31"), few=("V10",)))
def test_a_whole_intake_is_the_same_in_whatever_order_its_pages_are_filled_in(
    case: str, backwards: bool, desk: Client, people: People
) -> None:
    """Some gates look at questions of later pages: what is not known yet closes none."""
    answers = factories.example(case)
    whole = Case(read_answers(answers))

    def is_open(question: Question) -> bool:
        return question.asked_when().truth(whole) is not False

    expected = {q.id: answers[q.id] for q in ASKED if answers.get(q.id) not in (None, "na") and is_open(q)}
    known = {"age": answers.get("pt.age_years"), "sex_at_birth": answers.get("pt.sex", "")}
    draft = factories.draft(people.front_desk, {}, patient=factories.patient(people.front_desk, **known))
    for part in reversed(SECTION) if backwards else SECTION:
        here = {question.id for question in asked_at_desk(part)}
        given = {id_: answer for id_, answer in expected.items() if id_ in here}
        assert given.keys() <= asked_on(desk, draft, part)
        assert save(desk, draft, part, given).status_code == 302
    stored = now(draft)
    assert {id_: in_numbers(stored.answers).get(id_) for id_ in expected} == expected
    assert stored.malformed == {}
    assert submit(desk, draft).status_code == 302


def test_days_of_activity_are_a_row_of_numbers(desk: Client, draft: Intake) -> None:
    assert [value for value in on_page(desk, draft, "impact")["act-active_days"] if value.isdecimal()] == list(
        "01234567"
    )


def test_what_one_drink_is_stands_beside_audit_c_as_the_clinic_says(desk: Client, draft: Intake) -> None:
    assert SiteSettings().drink_words in words(desk.get(address(draft, "alcohol")))
    ClinicProfile(audit_drink_g=8).save()
    shown = words(desk.get(address(draft, "alcohol")))
    assert SiteSettings(audit_drink_g=8).drink_words in shown
    assert SiteSettings().drink_words not in shown
    for part in ("mood", "support"):
        assert "One drink here" not in words(desk.get(address(draft, part)))


def test_new_lines_count_as_one_character_each(desk: Client, draft: Intake) -> None:
    typed = "a\r\n" * 149 + "bc"
    assert save(desk, draft, "context", **{"ctx-own_words": typed}).status_code == 302
    assert now(draft).answers["ctx.own_words"] == typed.replace("\r\n", "\n")


def test_support_and_strain_are_private(desk: Client, draft: Intake) -> None:
    assert all(question.private for question in asked_at_desk("support"))
    assert "Some questions here are private" in words(desk.get(address(draft, "support")))


QUESTIONNAIRES = {"impact": peg_score, "mood": phq9, "worry": gad7, "alcohol": auditc_score}


@pytest.mark.parametrize("respondent", ["self", "proxy"])
def test_a_questionnaire_that_somebody_else_answers_is_asked_and_not_scored(
    respondent: str, desk: Client, people: People
) -> None:
    draft = factories.draft(people.front_desk, {"ctx.respondent": respondent, "pain.present": True}, age=50)
    by_proxy = respondent == "proxy"
    for part in (*QUESTIONNAIRES, "history"):
        told = re.findall("Asked, not scored: .*?Somebody else", words(desk.get(address(draft, part))))
        named = []
        if by_proxy and (score := QUESTIONNAIRES.get(part)):
            first, last = NUMBER[score.items[0].id], NUMBER[score.items[-1].id]
            named = [f"Asked, not scored: {score.name} (questions {first} to {last}). Somebody else"]
        assert told == named
    assert words(desk.get(address(draft, "check"))).count("Asked, not scored: ") == 4 * by_proxy
