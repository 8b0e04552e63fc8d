"""The answers on paper, as they were submitted: for whoever asks for them at the desk."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from django.test import Client

from intake.actions.corrections import mark_in_error
from intake.actions.intakes import complete_intake, reopen_intake, save_draft
from intake.clinical.rules.questions import QUESTIONS, SCORES
from intake.models import AuditEvent, Intake
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
    with django_assert_max_num_queries(10):
        sheet(desk, intake)
