"""Check your answers: everything on one page, each a link to its very question, and what does not fit together."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from intake.clinical.language.kinds import CLINICIAN
from intake.clinical.rules.data_quality import NONE_AND_MORE, WARNINGS, desk_warnings
from intake.clinical.rules.instruments import INSTRUMENTS
from intake.clinical.working.case import Case
from intake.models import Intake
from intake.models.intake import FROM_PATIENT
from intake.views.desk.form_pages import NUMBER, QUESTIONS_OF, SECTION, visible_questions
from tests import factories
from tests.factories import People
from tests.views.at_the_desk import address
from tests.views.pages import words
from tests.views.test_desk_sees_no_findings import findings_in

FIT_TOGETHER_BADLY: dict[str, dict[str, Any]] = {
    "W01": {"pain.present": True, "pain.nrs_worst": 2, "pain.nrs_now": 5},
    "W02": {"pain.present": True, "pain.walk_relief": "le_10", "pain.starts_at_rest": True},
    "W03": {"pain.present": True, "pain.walk_relief": "gt_10", "pain.aggravating": ["stairs"]},
    "W04": {"pain.present": False, "pain.sites": ["calf_R"]},
    "W05": {"pt.sex": "male", "pt.age_years": 30, "pt.pregnancy": "pregnant"},
    "W08": {"sx.swelling": ["none"], "sx.swelling_side": "one"},
    "W10": {"pain.present": True, "pain.nrs_avg": 2, "peg.p": 8},
    "W11": {"pain.present": True, "sx.weight_bearing": "full", "pain.aggravating": ["weight_bearing"]},
}
FOR_THE_CLINICIAN: dict[str, dict[str, Any]] = {
    "W06": {f"phq.q{number}": 3 for number in range(1, 9)} | {"phq.q9": 0, "phq.difficulty": 0},
    "W07": {"phq.q9": 0, "asq.q1": True, "mh.plan": True},
}


def check(desk: Client, people: People, answers: dict[str, Any]) -> tuple[Intake, Any]:
    draft = factories.draft(people.front_desk, answers)
    return draft, desk.get(address(draft, "check"))


def links(page: Any) -> list[str]:
    return re.findall(r'<dd[^>]*>.*?<a href="([^"]*)">(?:Change|Answer)', page.content.decode(), re.DOTALL)


# Every answer


@pytest.mark.parametrize("case", ["EMPTY", "V02", "V13"])
def test_each_answer_leads_to_its_very_question(case: str, desk: Client, people: People) -> None:
    draft, page = check(desk, people, factories.example(case))
    asked = [question.id for part in SECTION for question in visible_questions(draft, part)]
    wanted = [
        f"{address(draft, part)}#div_id_{question.id.replace('.', '-')}"
        for part in SECTION
        for question in visible_questions(draft, part)
    ]
    assert links(page)[-len(asked) :] == wanted
    html = {part: desk.get(address(draft, part)).content.decode() for part in SECTION}
    for link in links(page):
        part, anchor = re.fullmatch(r".*/([a-z-]+)/#(\S+)", link).groups()  # type: ignore[union-attr]
        assert html[part].count(f'id="{anchor}"') == 1


def test_each_stands_with_the_number_it_has_on_paper(desk: Client, people: People) -> None:
    _, page = check(desk, people, factories.example("V02"))
    said = words(page)
    for questions in QUESTIONS_OF.values():
        for question in questions:
            assert f"{NUMBER[question.id]} {question.wording}" in said or question.wording not in said


def test_numbers_run_from_1_without_a_gap() -> None:
    assert list(NUMBER.values()) == list(range(1, len(NUMBER) + 1))
    assert list(NUMBER) == [question.id for questions in QUESTIONS_OF.values() for question in questions]


# What does not fit together


@pytest.mark.parametrize(
    "warning", [warning for warning in WARNINGS if warning.at_desk], ids=lambda warning: warning.id
)
def test_answers_that_do_not_fit_are_named_in_plain_words_and_linked(
    warning: Any, desk: Client, people: People
) -> None:
    answers = FIT_TOGETHER_BADLY[warning.id]
    draft, page = check(desk, people, answers)
    assert [warned.text for warned in page.context["warnings"]] == [warning.at_desk]
    assert "1 thing to look at again" in words(page)
    assert warning.at_desk in words(page)
    (warned,) = page.context["warnings"]
    assert {row.question.id for row in warned.rows} == {q.id for q in warning.questions if q.id in answers}
    for row in warned.rows:
        at = f"/patients/{draft.patient_id}/details/" if row.question.id in FROM_PATIENT else address(draft)
        assert row.change.startswith(at)
        assert row.change in links(page)


@pytest.mark.parametrize("id_", FOR_THE_CLINICIAN)
def test_what_cannot_be_said_without_a_score_or_a_safety_answer_is_the_clinicians(
    id_: str, desk: Client, people: People
) -> None:
    draft, page = check(desk, people, FOR_THE_CLINICIAN[id_])
    warning = next(warning for warning in WARNINGS if warning.id == id_)
    assert warning.applies(Case(draft.read_answers()))
    assert page.context["warnings"] == []
    assert "look at again" not in words(page)


def test_none_of_these_beside_another_option_is_named(desk: Client, people: People) -> None:
    _, page = check(desk, people, {"sx.systemic": ["none", "fever"], "mh.mania": ["none", "racing_thoughts"]})
    (warned,) = page.context["warnings"]
    assert (warned.text, [row.question.id for row in warned.rows]) == (NONE_AND_MORE, ["sx.systemic"])


def test_without_a_warning_nothing_is_said(desk: Client, people: People) -> None:
    _, page = check(desk, people, {})
    assert "look at again" not in words(page)


def test_no_warning_at_the_desk_speaks_of_scores_findings_or_clinicians_questions() -> None:
    for warning in WARNINGS:
        assert findings_in(warning.at_desk) == []
        assert not [tool.name for tool in INSTRUMENTS if tool.name in warning.at_desk]
        if warning.at_desk:
            assert not [question for question in warning.questions if question.by == CLINICIAN]
    assert {warning.id for warning in WARNINGS if warning.at_desk} == set(FIT_TOGETHER_BADLY)


def test_a_warning_holds_nothing_back(desk: Client, people: People) -> None:
    draft, page = check(desk, people, FIT_TOGETHER_BADLY["W04"])
    sent = {"revision": page.context["intake"].revision, "token": str(page.context["token"])}
    assert desk.post(address(draft, "check"), sent).headers["Location"] == address(draft)
    assert Intake.objects.get().state == Intake.State.SUBMITTED


def test_all_warnings_together_need_no_more_queries(
    desk: Client, people: People, django_assert_num_queries: Any
) -> None:
    answers = {key: value for badly in FIT_TOGETHER_BADLY.values() for key, value in badly.items()}
    many = factories.draft(people.front_desk, answers | {"pain.present": False})
    none = factories.draft(people.front_desk, {})
    assert len(list(desk_warnings(Case(many.read_answers())))) > 5
    desk.get(address(none, "check"))
    with django_assert_num_queries(9):
        desk.get(address(none, "check"))
    with django_assert_num_queries(9):
        desk.get(address(many, "check"))


def test_what_was_written_is_text_and_never_markup(desk: Client, people: People) -> None:
    _, page = check(desk, people, {"rx.treatments_tried": "<script>alert(1)</script>"})
    assert "<script>alert" not in page.content.decode()
    assert "alert(1)" in page.content.decode()
