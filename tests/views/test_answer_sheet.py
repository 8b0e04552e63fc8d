"""The answers on paper, as they were submitted: for whoever asks for them at the desk."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from django.test import Client

from intake.actions.corrections import mark_in_error
from intake.actions.intakes import complete_intake, reopen_intake, save_draft, submit_intake
from intake.clinical.rules.questions import QUESTIONS, SCORES
from intake.models import AnswerVersion, AuditEvent, Intake, birth
from intake.report.paper.answers import PRIVATE
from tests import factories
from tests.factories import People
from tests.report.printed import squeezed
from tests.views.at_the_desk import address, now, submit
from tests.views.test_desk_sees_no_findings import findings_in
from tests.views.test_paper_form import text_of


def sheet(desk: Client, intake: Intake) -> Any:
    return desk.get(f"/intakes/{intake.pk}/answers.pdf")


def printed(desk: Client, intake: Intake) -> str:
    return squeezed(text_of(sheet(desk, intake)))


def test_it_holds_the_answers_when_they_were_submitted_and_by_whom(desk: Client, people: People) -> None:
    people.front_desk.first_name, people.front_desk.last_name = "Fay", "Desk"
    people.front_desk.save()
    intake = factories.submitted(people.front_desk, "V04", family_name="Nguyễn", record_number="R-0815")
    response = sheet(desk, intake)
    assert re.fullmatch(r'attachment; filename="intake-answers-[0-9a-f]{8}\.pdf"', response["Content-Disposition"])
    text = text_of(response)
    assert "NGUYỄN, Ewa" in text
    assert "R-0815" in text
    assert re.search(r"Submitted \d+ \w+ \d{4}, \d\d:\d\d .*?by Fay Desk \(version 1\)\.", text)
    assert PRIVATE in text
    for id_, answer in intake.case.answers.given.items():
        question = QUESTIONS[id_]
        if question.by == "front_desk" and not question.private and id_ not in ("pt.age_years", "pt.sex"):
            assert squeezed(question.say_at_desk(answer)) in squeezed(text), id_
    assert AuditEvent.objects.filter(actor=people.front_desk, action="print", record_id=str(intake.pk)).count() == 1


@pytest.mark.parametrize("case", ["V04", "V10", "V31"])
def test_it_holds_nothing_private_and_no_score_or_flag(case: str, desk: Client, people: People) -> None:
    intake = factories.submitted(people.front_desk, case)
    response = sheet(desk, intake)
    text = squeezed(text_of(response))
    for question in QUESTIONS.values():
        if question.private:
            assert squeezed(question.wording) not in text, question.id
    assert [score.name for score in SCORES if squeezed(score.name) in text] == []
    assert "flag" not in text.lower()
    assert "score" not in text.lower()
    assert findings_in(text_of(response)) == []


def test_reopened_it_is_what_was_submitted_last_and_says_so(desk: Client, people: People) -> None:
    intake = factories.submitted(people.front_desk, {"pain.present": True, "ctx.hopes": "To walk"})
    intake = reopen_intake(actor=people.front_desk, intake=intake)
    save_draft(
        actor=people.front_desk,
        intake=intake,
        revision=intake.revision,
        changes={"ctx.hopes": "To sleep", "pain.duration_days": None},
        malformed={"pain.duration_days": {"pain-duration_days": ["long"]}},
    )
    text = text_of(sheet(desk, intake))
    assert "To walk" in text
    assert "To sleep" not in text
    assert "Typed, not understood" not in text
    assert "what is changed in it now is not on this sheet" in text
    assert 'answers.pdf">Print the answers' in desk.get(address(intake)).content.decode()
    submit(desk, intake)
    text = printed(desk, intake)
    assert squeezed("Tosleep") in text
    assert squeezed("Typed, not understood: “long”") in text
    assert squeezed("(version 2)") in text


def test_what_a_clinician_adds_is_the_clinicians(desk: Client, people: People) -> None:
    intake = factories.submitted(people.front_desk, {"pain.present": True, "ctx.hopes": "To walk"})
    complete_intake(
        actor=people.clinician,
        intake=now(intake),
        revision=intake.revision,
        token=uuid.uuid4(),
        changes={"ctx.hopes": "To run", "ctx.can_decide": "yes"},
    )
    text = text_of(sheet(desk, intake))
    assert "To walk" in text
    assert "(version 1)" in text
    assert "A clinician has added or corrected answers since; they are not on this sheet." in text
    assert "Able to decide" not in text


def test_signed_it_is_printed_still_and_withdrawn_it_is_not(desk: Client, people: People) -> None:
    intake = factories.signed(people)
    assert sheet(desk, intake)["Content-Type"] == "application/pdf"
    assert "Print the answers" in desk.get(address(intake)).content.decode()
    wrong = factories.submitted(people.front_desk, {})
    wrong = mark_in_error(actor=people.clinician, intake=wrong, revision=wrong.revision, reason="Another person's")
    assert sheet(desk, wrong)["Location"] == address(wrong)
    assert "Print the answers" not in desk.get(address(wrong)).content.decode()


def test_a_draft_that_was_never_submitted_has_none(desk: Client, people: People) -> None:
    draft = factories.draft(people.front_desk, {})
    assert sheet(desk, draft)["Location"] == address(draft)
    assert "Print the answers" not in desk.get(address(draft)).content.decode()
    assert not AuditEvent.objects.filter(action="print").exists()


def test_printing_needs_few_queries(desk: Client, people: People, django_assert_max_num_queries: Any) -> None:
    intake = factories.submitted(people.front_desk, "V10")
    with django_assert_max_num_queries(11):
        sheet(desk, intake)


LAST_DRINKS = {"auditc.q1": 4, "auditc.q2": 4, "auditc.q3": 4}
"""Which open a question that is not private."""


@pytest.mark.parametrize("in_private", [True, False])
def test_no_question_stands_on_it_because_of_a_private_answer(
    *, in_private: bool, desk: Client, people: People
) -> None:
    told = {"rx.current": ["none"], "rx.list_complete": True, "rx.allergies": "none_known"}
    sheets = []
    for drinks in ({"auditc.q1": 0}, LAST_DRINKS):
        intake = factories.draft(people.front_desk, told, record_number=f"R-{len(sheets)}")
        save_draft(
            actor=people.front_desk,
            intake=intake,
            revision=intake.revision,
            changes=drinks,
            malformed={},
            in_private=in_private,
        )
        submit(desk, intake)
        sheets.append(printed(desk, intake))
    wording = squeezed(QUESTIONS["sx.toxic"].wording)
    assert [text.count(wording) for text in sheets] == [1, 1]  # of another question with these words
    given = factories.submitted(people.front_desk, told | LAST_DRINKS | {"sx.toxic": ["agitated"]})
    assert printed(desk, given).count(wording) == 2  # what was answered stands there, whatever asked for it


def test_an_answer_given_alone_is_not_on_it_though_its_question_is_not_private(desk: Client, people: People) -> None:
    intake = factories.draft(people.front_desk, {"pain.present": True})
    save_draft(
        actor=people.front_desk,
        intake=intake,
        revision=intake.revision,
        changes={"ctx.hopes": "To leave him"},
        malformed={},
        in_private=True,
    )
    submit(desk, intake)
    text = printed(desk, intake)
    assert squeezed("To leave him") not in text
    assert squeezed(QUESTIONS["ctx.hopes"].wording) not in text


def test_what_could_not_be_read_is_that_of_the_submission(desk: Client, people: People) -> None:
    """However it was changed since, on an intake that is a draft again or not."""
    unreadable = {"pain.duration_days": {"pain-duration_days": ["long"]}}
    intake = factories.draft(people.front_desk, {"pain.present": True})
    nothing = {"pain.duration_days": None}
    who = {"actor": people.front_desk, "intake": intake}
    intake = save_draft(**who, revision=intake.revision, changes=nothing, malformed=unreadable)
    submit_intake(**who, revision=intake.revision, token=uuid.uuid4())
    intake = reopen_intake(actor=people.front_desk, intake=now(intake))
    said = squeezed("Typed, not understood: “long”")
    assert said in printed(desk, intake)
    save_draft(
        actor=people.front_desk,
        intake=intake,
        revision=intake.revision,
        changes={"pain.duration_days": 21},
        malformed=nothing,
    )
    assert said in printed(desk, intake)


def test_of_an_old_version_it_is_what_the_intake_still_keeps(desk: Client, people: People) -> None:
    intake = factories.submitted(people.front_desk, {"pain.present": True})
    Intake.objects.filter(pk=intake.pk).update(malformed={"pain.duration_days": {"pain-duration_days": ["long"]}})
    assert AnswerVersion.objects.get().malformed == {}
    assert squeezed("Typed, not understood: “long”") in printed(desk, intake)


def test_a_birth_date_that_is_estimated_is_told_as_one(desk: Client, people: People) -> None:
    person = factories.patient(people.front_desk, age=None)
    person.estimate = birth.in_year(1956)
    person.save()
    text = printed(desk, factories.submitted(people.front_desk, {}, patient=person))
    assert squeezed("Date of birth 1956 (estimated)") in text
    assert squeezed("born 1956 (estimated)") in text  # on the edge of each page
