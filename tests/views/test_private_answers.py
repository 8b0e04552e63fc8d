"""What the person answered alone is nowhere on a page of the front desk; the clinician sees it as ever."""

from __future__ import annotations

import io
import re
import uuid
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from intake.actions.hand_over import start_hand_over
from intake.actions.intakes import reopen_intake, save_draft, submit_intake
from intake.clinical.language.answers import as_json
from intake.clinical.language.kinds import FRONT_DESK
from intake.clinical.rules.questions import CATALOGUE, QUESTIONS
from intake.models import AuditEvent, Intake, OpenedAnswer
from intake.models.private_answer import ANSWERED, WHERE_IT_APPLIES
from intake.views.desk.form_pages import SECTION
from tests import factories
from tests.factories import People
from tests.views.at_the_desk import address, now, save, submit
from tests.views.browser import form_with, offered
from tests.views.pages import words

PRIVATE = {question.id: question for question in QUESTIONS.values() if question.private and question.by == FRONT_DESK}
PHQ, GAD = [f"phq.q{number}" for number in range(1, 10)], [f"gad.q{number}" for number in range(1, 8)]
TOLD_AT_DESK = {"pt.age_years": 30, "pt.sex": "female", "rx.current": ["none"], "rx.list_complete": True}
GIVEN_ONE_WAY = {
    **dict.fromkeys([*PHQ, *GAD[:2]], 0),
    "phq.q9": 1,
    "phq.difficulty": 0,
    "auditc.q1": 0,
    "pt.pregnancy": "no",
    "sx.belly_groin": ["none"],
    "sx.bladder_bowel": ["urinary_incontinence"],
    "sx.bladder_bowel_since": "within_14d",
    "hx.ivdu": False,
    "soc.support": "yes",
    "soc.strain": False,
}
"""By question id: so that the questions that hang on others do not apply."""


def other_way(question_id: str) -> Any:
    """The last of what may be answered, or the option before it where that stands alone."""
    question = PRIVATE[question_id]
    options = [as_json(answer) for answer, _ in question.choices_offered]
    return [next(option for option in reversed(options) if option != "none")] if question.several else options[-1]


GIVEN_THE_OTHER_WAY = {question_id: other_way(question_id) for question_id in PRIVATE}


@pytest.fixture
def draft(people: People) -> Intake:
    return factories.draft(people.front_desk, TOLD_AT_DESK, given_name="Rosalind", family_name="Franklin")


def answered_alone(people: People, draft: Intake, answers: dict[str, Any]) -> Intake:
    """As the pages of a hand-over save it."""
    intake = now(draft)
    return save_draft(
        actor=people.front_desk,
        intake=intake,
        revision=intake.revision,
        changes=answers,
        malformed={},
        in_private=True,
    )


def saved_at_desk(people: People, draft: Intake, answers: dict[str, Any], **more: Any) -> Intake:
    intake = now(draft)
    given = {"actor": people.front_desk, "intake": intake, "revision": intake.revision, "malformed": {}}
    return save_draft(**(given | {"changes": answers} | more))


def plain(response: Any) -> str:
    """The whole source of a page, or the text of a PDF, without what is another each time it is opened, and without the
    number of a new call for a clinician: that one came is for the desk to know."""
    if response.headers["Content-Type"] == "application/pdf":
        return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(response.content)).pages)
    numbered = r'name="(revision|alert)" value="\d+"|data-shown="[^"]+"|csrfmiddlewaretoken" value="\w+"'
    source = re.sub(numbered, "", response.content.decode())
    return re.sub(r"[0-9a-f]{32}|name=\"token\" value=\"[0-9a-f-]+\"", "", source)


def faces(desk: Client, draft: Intake) -> dict[str, str]:
    """Every page and part of a page that the front desk can open about this draft."""
    opened = ["/desk/", f"/patients/{draft.patient_id}/", address(draft), address(draft, "check")]
    opened += [address(draft, section) for section in SECTION]
    opened += [f"{address(draft)}private-answers/{question_id}/" for question_id in PRIVATE]
    opened += [f"{address(draft)}paper-form.pdf", f"{address(draft)}hand-over/state/"]
    shown = {where: plain(desk.get(where, follow=True)) for where in opened}
    for section in SECTION:
        sent = form_with(desk.get(address(draft, section)), "revision")
        for how, headers in (("typing", {"HX-Request": "true"}), ("sent", {})):
            reply = desk.post(address(draft, section), sent | {"fn-falls_12mo": ["many"]}, headers=headers, follow=True)
            shown[f"{section} {how}"] = plain(reply)
    return shown


# Nothing tells what was answered


def test_every_face_of_the_desk_is_the_same_whatever_was_answered_alone(
    desk: Client, people: People, draft: Intake
) -> None:
    """Letter by letter: neither an answer nor what follows from it, such as which questions apply."""
    unreadable = {"fn.falls_12mo": {"fn-falls_12mo": ["many"]}}
    with time_machine.travel(timezone.now(), tick=False):
        saved_at_desk(people, draft, {"fn.falls_12mo": None}, malformed=unreadable)
        answered_alone(people, draft, GIVEN_ONE_WAY)
        one_way = faces(desk, draft)
        assert GIVEN_ONE_WAY.items() <= now(draft).answers.items(), "a page cleared what it did not show"
        answered_alone(people, draft, GIVEN_THE_OTHER_WAY)
        other = faces(desk, draft)
        assert GIVEN_THE_OTHER_WAY.items() <= now(draft).answers.items()
        assert [where for where in other if other[where] != one_way[where]] == []
        # The front desk's own answers do show: the comparison can fail.
        saved_at_desk(people, draft, {"phq.q1": 2, "sx.bladder_bowel": ["none"]})
        known = faces(desk, draft)
    differ = {where for where in known if known[where] != other[where]}
    assert {address(draft, "mood"), address(draft, "check"), f"{address(draft)}paper-form.pdf"} <= differ


def test_each_private_row_is_marked_and_says_that_it_was_answered(desk: Client, people: People, draft: Intake) -> None:
    answered_alone(people, draft, GIVEN_THE_OTHER_WAY)
    checked = words(desk.get(address(draft, "check")))
    printed = plain(desk.get(f"{address(draft)}paper-form.pdf"))
    for question in PRIVATE.values():
        assert f"{question.wording} private" in checked
        assert f"{question.wording} private" in words(desk.get(address(draft, CATALOGUE.section_of[question.id])))
    hang_on_others = sum(now(draft).in_private.hides_whether_asked(question) for question in PRIVATE.values())
    assert checked.count(ANSWERED) == len(PRIVATE) - hang_on_others
    assert checked.count(WHERE_IT_APPLIES) == hang_on_others
    assert " ".join(printed.split()).count("(Answered in private)") == len([*PHQ, *GAD[:2]])


def test_before_a_hand_over_private_questions_are_marked_and_asked(desk: Client, draft: Intake) -> None:
    page = desk.get(address(draft, "mood"))
    assert words(page).count("private") > 9
    assert "phq-q9" in offered(page)
    assert ANSWERED not in words(page)


def test_the_clinician_sees_it_as_ever(people: People, draft: Intake) -> None:
    answered_alone(people, draft, {"phq.q9": 2, "soc.support": "no"})
    done = now(draft)
    submit_intake(actor=people.front_desk, intake=done, revision=done.revision, token=uuid.uuid4())
    clinician = Client()
    clinician.force_login(people.clinician)
    for page in (f"/review/{done.pk}/", f"/review/{done.pk}/correct/mood/"):
        shown = clinician.get(page)
        assert "More than half the days" in words(shown)
        assert ANSWERED not in words(shown)


def test_a_page_of_the_hand_over_keeps_what_is_answered_there_as_private(desk: Client, draft: Intake) -> None:
    desk.post(address(draft, "hand-over"))
    page = address(draft, "private/mood")
    desk.post(page, form_with(desk.get(page), "revision") | {"phq-q9": ["3"]})
    assert now(draft).in_private.given == {"phq.q9"}


def test_what_cannot_be_read_is_hidden_too(desk: Client, people: People, draft: Intake) -> None:
    both = {"sx-bladder_bowel": ["urinary_incontinence", "declined"]}
    malformed: dict[str, Any] = {"malformed": {"sx.bladder_bowel": both}, "in_private": True}
    saved_at_desk(people, draft, {"sx.bladder_bowel": None}, **malformed)
    for page in ("symptoms", "check"):
        assert f"{ANSWERED}, cannot be read" in words(desk.get(address(draft, page)))
    assert "sx-bladder_bowel" not in offered(desk.get(address(draft, "symptoms")))
    desk.post(address(draft, "symptoms"), form_with(desk.get(address(draft, "symptoms")), "revision"))
    assert now(draft).malformed == {"sx.bladder_bowel": both}


def test_what_was_asked_differently_before_stays_closed_also_when_the_desk_answers_anew(
    desk: Client, people: People, draft: Intake
) -> None:
    """Under another rule set: its option is none of today."""
    Intake.objects.filter(pk=draft.pk).update(
        answers=draft.answers | {"soc.support": "a neighbour"}, given_in_private={"soc.support": 2}
    )
    save(desk, draft, "support", {"soc.support": "yes"})
    assert "before:soc.support" in now(draft).answers
    for page in ("", "support", "check"):
        shown = words(desk.get(address(draft, page)))
        assert f"{QUESTIONS['soc.support'].wording}: {ANSWERED}" in shown
        assert "neighbour" not in shown


# A page that did not show it neither clears nor overwrites it


def test_a_page_from_before_the_hand_over_clears_nothing(desk: Client, people: People, draft: Intake) -> None:
    before = form_with(desk.get(address(draft, "mood")), "revision")
    answered_alone(people, draft, {"phq.q1": 2, "phq.q9": 1})
    reply = desk.post(address(draft, "mood"), before | {"phq-q2": ["1"]}, headers={"HX-Request": "true"})
    assert reply.status_code == 200
    assert {"phq.q1": 2, "phq.q2": 1, "phq.q9": 1}.items() <= now(draft).answers.items()
    # Its fields make way for the rows, since it knows the new revision from now on.
    for row in ("row-phq-q1", "row-phq-q9"):
        assert f'hx-swap-oob="outerHTML:#{row}"' in reply.content.decode()
    assert words(reply).count(ANSWERED) == 2
    late = before | {"revision": [str(now(draft).revision)], "phq-q2": ["1"]}
    desk.post(address(draft, "mood"), late)
    assert {"phq.q1": 2, "phq.q9": 1}.items() <= now(draft).answers.items()


def test_a_conflict_does_not_say_what_the_person_answered(desk: Client, people: People, draft: Intake) -> None:
    before = form_with(desk.get(address(draft, "mood")), "revision") | {"phq-q1": ["1"]}
    answered_alone(people, draft, {"phq.q1": 3, "phq.q2": 3})
    for headers in ({"HX-Request": "true"}, {}):
        conflict = desk.post(address(draft, "mood"), before, headers=headers)
        assert conflict.status_code == 409
        assert f"Saved meanwhile: “{ANSWERED}”" in words(conflict)
    # Chosen after that, the desk's own answer is kept, and clears nothing else.
    overwrite = before | {"overwrite": [str(now(draft).revision)]}
    assert desk.post(address(draft, "mood"), overwrite).status_code == 302
    assert {"phq.q1": 1, "phq.q2": 3}.items() <= now(draft).answers.items()
    assert now(draft).in_private.given == {"phq.q2"}


def test_rows_without_answers_are_put_in_once(desk: Client, people: People, draft: Intake) -> None:
    answered_alone(people, draft, {"phq.q1": 3})
    sent = form_with(desk.get(address(draft, "mood")), "revision")
    reply = desk.post(address(draft, "mood"), sent | {"phq-q2": ["1"]}, headers={"HX-Request": "true"})
    assert 'id="row-phq-q1"' not in reply.content.decode()
    # Cleared in another tab, the question is asked here again.
    saved_at_desk(people, draft, {"phq.q1": None}, clears=["phq.q1"])
    reply = desk.post(
        address(draft, "mood"),
        sent | {"phq-q2": ["2"], "revision": [str(now(draft).revision)]},
        headers={"HX-Request": "true"},
    )
    assert 'hx-swap-oob="outerHTML:#row-phq-q1"' in reply.content.decode()
    assert 'name="phq-q1"' in reply.content.decode()


# Asking again, clearing, opening


def test_opening_one_answer_needs_a_reason_and_is_shown_with_who_opened_it(
    desk: Client, people: People, draft: Intake
) -> None:
    answered_alone(people, draft, {"soc.support": "no", "phq.q9": 3})
    page = f"{address(draft)}private-answers/soc.support/"
    label = QUESTIONS["soc.support"].say_at_desk("no")
    refused = desk.post(page, {"reason": "  "})
    assert refused.status_code == 422
    assert "Please write why" in words(refused)
    assert f"Answer: {label}" not in words(refused)
    shown = desk.post(page, {"reason": "She <b>rang</b>: a slip"}, follow=True)
    assert f"Answer: {label}" in words(shown)
    for opened in (shown, desk.get(address(draft, "check")), desk.get(address(draft, "support"))):
        assert "Opened by front-desk" in words(opened)
        assert "She &lt;b&gt;rang&lt;/b&gt;: a slip" in opened.content.decode()
    assert form_with(desk.get(address(draft, "support")), "revision")["soc-support"] == ["no"]
    assert "Nearly every day" not in words(desk.get(address(draft, "check")))
    assert OpenedAnswer.objects.get().opened_by == people.front_desk
    assert AuditEvent.objects.filter(action="open private answer", record_id=str(draft.pk)).count() == 1
    # Saving its page as it stands leaves it as it is; answered alone again it is closed again.
    save(desk, draft, "support")
    assert now(draft).in_private.opened.keys() == {"soc.support"}
    answered_alone(people, draft, {"soc.support": "some"})
    assert "Opened by" not in words(desk.get(address(draft, "check")))


def test_clearing_tells_nothing_and_lets_the_desk_ask_again(desk: Client, people: People, draft: Intake) -> None:
    answered_alone(people, draft, {"phq.q9": 3})
    page = f"{address(draft)}private-answers/phq.q9/"
    sent = form_with(desk.get(page), "revision") | {"clear": "1"}
    cleared = desk.post(page, sent, follow=True)
    assert cleared.redirect_chain[-1][0] == f"{address(draft, 'mood')}#row-phq-q9"
    assert "phq.q9" not in now(draft).answers
    assert "phq-q9" in offered(cleared)
    assert AuditEvent.objects.filter(action="clear private answer", record_id=str(draft.pk)).count() == 1
    save(desk, draft, "mood", {"phq.q9": 1})
    assert "Several days" in words(desk.get(address(draft, "check")))


def test_an_answer_given_again_meanwhile_is_not_cleared(desk: Client, people: People, draft: Intake) -> None:
    answered_alone(people, draft, {"phq.q9": 3})
    page = f"{address(draft)}private-answers/phq.q9/"
    sent = form_with(desk.get(page), "revision") | {"clear": "1"}
    answered_alone(people, draft, {"phq.q9": 2})
    assert "answered this question again meanwhile" in words(desk.post(page, sent, follow=True))
    assert now(draft).answers["phq.q9"] == 2


def test_what_does_not_apply_any_more_is_named_without_its_answer_and_can_be_cleared(
    desk: Client, people: People, draft: Intake
) -> None:
    answered_alone(people, draft, {"pt.pregnancy": "pregnant"})
    patient = draft.patient
    patient.sex_at_birth = "male"
    patient.save()
    page = desk.get(address(draft, "context"))
    assert f"{QUESTIONS['pt.pregnancy'].short}: {ANSWERED}" in words(page)
    assert "yet a pregnancy" not in words(desk.get(address(draft, "check")))
    desk.post(address(draft, "context"), form_with(page, "revision") | {"clear-closed": "1"})
    assert "pt.pregnancy" not in now(draft).answers


def test_what_does_not_apply_any_more_is_the_same_whatever_was_answered_alone(
    desk: Client, people: People, draft: Intake
) -> None:
    """The question is not private, and an answer that is decides whether it is asked."""
    saved_at_desk(people, draft, {"sx.toxic": ["agitated"], "rx.allergies": "none_known"})
    told = []
    for drinks in (0, 4):
        answered_alone(people, draft, dict.fromkeys(["auditc.q1", "auditc.q2", "auditc.q3"], drinks))
        told.append("no longer applies" in words(desk.get(address(draft, "symptoms"))))
    assert told == [True, True]


def test_an_opened_answer_that_cannot_be_read_is_shown_as_it_was_typed(
    desk: Client, people: People, draft: Intake
) -> None:
    intake = now(draft)
    save_draft(
        actor=people.front_desk,
        intake=intake,
        revision=intake.revision,
        changes={"soc.support": None},
        malformed={"soc.support": {"soc-support": ["a bit"]}},
        in_private=True,
    )
    page = desk.post(f"{address(draft)}private-answers/soc.support/", {"reason": "She rang"}, follow=True)
    assert "Answer: Typed, not understood: “a bit”" in words(page)


def test_nothing_but_a_closed_answer_is_cleared_unseen(desk: Client, people: People, draft: Intake) -> None:
    saved_at_desk(people, draft, {"soc.support": "no", "ctx.hopes": "To walk"})
    sent = {"revision": now(draft).revision, "clear": "1"}
    for question_id in ("soc.support", "ctx.hopes"):
        page = desk.post(f"{address(draft)}private-answers/{question_id}/", sent, follow=True)
        assert "This answer is not closed any more" in words(page)
    assert {"soc.support": "no", "ctx.hopes": "To walk"}.items() <= now(draft).answers.items()


@pytest.mark.parametrize("question_id", ["no.such", "ctx.hope", "pain.sites", "mh.plan"])
def test_no_page_where_nothing_is_closed(question_id: str, desk: Client, draft: Intake) -> None:
    page = f"{address(draft)}private-answers/{question_id}/"
    assert desk.get(page).status_code in (302, 404)
    assert desk.post(page, {"reason": "why not"}).status_code in (302, 404)
    assert not OpenedAnswer.objects.exists()


# For how long


def test_it_stays_closed_when_submitted_reopened_moved_and_merged(desk: Client, people: People, draft: Intake) -> None:
    from intake.actions.corrections import move_intake
    from intake.actions.merging import merge_patients

    answered_alone(people, draft, {"phq.q9": 3})
    submit(desk, draft)
    other = factories.patient(people.front_desk, age=30)
    move_intake(actor=people.clinician, intake=draft, revision=now(draft).revision, to=other, reason="Her sister")
    kept = factories.patient(people.front_desk, age=30)
    merge_patients(actor=people.clinician, kept=kept, merged=other, reason="One person")
    reopen_intake(actor=people.front_desk, intake=now(draft))
    assert "phq-q9" not in offered(desk.get(address(draft, "mood")))
    assert now(draft).in_private.given == {"phq.q9"}


def test_it_follows_a_question_that_is_renamed(people: People, draft: Intake) -> None:
    renamed = next(iter(CATALOGUE.renamed))
    today = CATALOGUE.renamed[renamed].id
    Intake.objects.filter(pk=draft.pk).update(given_in_private={renamed: 2}, answers={renamed: "asked then"})
    assert now(draft).in_private.hides_stored(renamed)
    assert now(draft).in_private.marks == {today: 2}


def test_a_row_from_before_this_was_kept_takes_each_private_answer_as_given_alone_once_a_screen_was_out(
    desk: Client, people: People
) -> None:
    never, was_out = (factories.draft(people.front_desk, {"phq.q9": 3, "soc.support": "no"}) for _ in range(2))
    start_hand_over(actor=people.front_desk, intake=was_out)
    Intake.objects.update(given_in_private=None, handed_over_at=None)
    assert now(never).in_private.given == set()
    assert now(was_out).in_private.given == {"phq.q9", "soc.support"}
    assert "Nearly every day" not in words(desk.get(address(was_out, "check")))
    save(desk, was_out, "support")
    assert now(was_out).given_in_private == {"phq.q9": 0, "soc.support": 0}
    # Opened, and then answered at the desk, it is the desk's own.
    desk.post(f"{address(was_out)}private-answers/soc.support/", {"reason": "She rang: it was a slip"})
    assert now(was_out).in_private.opened.keys() == {"soc.support"}
    save(desk, was_out, "support", {"soc.support": "yes"})
    assert not now(was_out).in_private.opened


def test_few_queries_whatever_was_answered_alone(
    desk: Client, people: People, draft: Intake, django_assert_max_num_queries: Any
) -> None:
    answered_alone(people, draft, GIVEN_THE_OTHER_WAY)
    for page in ("", "mood", "check"):
        with django_assert_max_num_queries(14):  # four of them of the call
            desk.get(address(draft, page))
