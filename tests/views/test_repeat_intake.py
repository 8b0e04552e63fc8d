"""A repeat intake: the answers of the last one stand beside the questions, and are no answers until confirmed."""

from __future__ import annotations

import datetime
import re
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from intake.actions.corrections import mark_in_error, move_intake, restore_intake
from intake.actions.hand_over import start_hand_over
from intake.actions.intakes import correct_intake, reopen_intake, save_draft, start_intake, submit_intake
from intake.actions.merging import merge_patients
from intake.models import Intake, Patient
from tests import factories
from tests.factories import People
from tests.over_time import signed, visit, voided
from tests.views.at_the_desk import address, now, save, submit
from tests.views.browser import form_with
from tests.views.pages import words

GIVEN = {
    "pt.age_years": 50,
    "pain.present": True,
    "pain.nrs_now": 7,
    "sx.skin": ["red"],
    "hx.diabetes": True,
    "hx.gout": False,
    "hx.ivdu": True,
    "hx.ckd": "unknown",
    "hx.smoking": "never",
    "hx.surgery_12wk": True,
    "rx.current": ["statin"],
    "rx.list_complete": True,
    "rx.names": "<b>Simvastatin</b> 20 mg",
    "rx.allergies": "yes",
    "rx.allergy_text": "Penicillin",
    "phq.q9": 1,
    "pt.height_cm": 171,
}
ALL = {"still-right": "all"}
HISTORY = ("hx.diabetes", "hx.gout", "hx.smoking")


@pytest.fixture
def patient(people: People) -> Patient:
    return factories.patient(people.front_desk)


@pytest.fixture
def last(people: People, patient: Patient) -> Intake:
    return visit(people.front_desk, patient, 200, GIVEN)


@pytest.fixture
def draft(people: People, patient: Patient, last: Intake) -> Intake:
    return start_intake(actor=people.front_desk, patient=patient)


def day(intake: Intake) -> str:
    assert intake.current
    on = intake.current.assessed_on
    return f"{on.day} {on:%b %Y}"


def proposals(page: Any) -> list[str]:
    """The ids of the questions with an earlier answer beside them."""
    return re.findall(r'name="still-right" value="([a-z]+\.[^"]+)"', page.content.decode())


def opened(desk: Client, draft: Intake, part: str = "history") -> Any:
    return desk.get(address(draft, part))


def given(draft: Intake) -> dict[str, Any]:
    return {id_: answer for id_, answer in now(draft).answers.items() if not id_.startswith("ctx.")}


# What is shown


def test_the_first_intake_of_a_person_starts_from_nothing(desk: Client, people: People, patient: Patient) -> None:
    draft = start_intake(actor=people.front_desk, patient=patient)
    assert draft.carried_from is None
    for part in ("", "history", "medicines", "check"):
        page = opened(desk, draft, part)
        assert "till right" not in words(page)
        assert "confirm" not in words(page)
        assert proposals(page) == []


def test_history_stands_beside_its_questions_with_its_day(desk: Client, draft: Intake, last: Intake) -> None:
    page = opened(desk, draft)
    assert proposals(page) == list(HISTORY)
    assert f"As on {day(last)}: Yes . Still right?" in words(page).replace("Yes.", "Yes .")
    assert "All still right (3)" in words(page)
    assert f"3 answers as on {day(last)} stand beside their questions" in words(page)


def test_it_is_no_answer(desk: Client, draft: Intake) -> None:
    fields = form_with(opened(desk, draft), "revision")
    assert fields["hx-diabetes"] == [""]
    assert given(draft) == {}
    assert "hx.diabetes" not in now(draft).case.answers.given


def test_symptoms_pain_mood_and_what_is_private_are_asked_anew(desk: Client, draft: Intake) -> None:
    shown = {part: proposals(opened(desk, draft, part)) for part in ("location", "impact", "symptoms", "mood", "worry")}
    assert not any(shown.values())
    assert "hx.ivdu" not in proposals(opened(desk, draft))
    assert proposals(opened(desk, draft, "context")) == ["pt.height_cm"]


def test_medicines_may_be_confirmed_but_never_that_the_list_is_complete(desk: Client, draft: Intake) -> None:
    page = opened(desk, draft, "medicines")
    assert proposals(page) == ["rx.current", "rx.names", "rx.allergies", "rx.allergy_text"]
    assert "<b>Simvastatin" not in page.content.decode()
    save(desk, draft, "medicines", **ALL)
    assert given(draft)["rx.current"] == ["statin"]
    assert given(draft)["rx.names"] == GIVEN["rx.names"]
    assert "rx.list_complete" not in given(draft)


# Confirming


def test_one_button_confirms_one_answer(desk: Client, draft: Intake) -> None:
    reply = save(desk, draft, "history", **{"still-right": "hx.diabetes"})
    assert reply["Location"] == address(draft, "history")
    assert given(draft) == {"hx.diabetes": True}
    page = opened(desk, draft)
    assert "1 earlier answer confirmed at" in words(page)
    assert proposals(page) == ["hx.gout", "hx.smoking"]


def test_one_button_confirms_the_section(desk: Client, draft: Intake) -> None:
    save(desk, draft, "history", **ALL)
    assert given(draft) == {"hx.diabetes": True, "hx.gout": False, "hx.smoking": "never"}
    page = opened(desk, draft)
    assert "3 earlier answers confirmed at" in words(page)
    assert proposals(page) == []
    assert "All still right" not in words(page)


def test_where_nothing_is_left_open_it_goes_on(desk: Client, draft: Intake) -> None:
    page = opened(desk, draft)
    others = {q.replace("-", ".", 1): False for q in form_with(page, "revision") if q.startswith("hx-")}
    others = {id_: answer for id_, answer in others.items() if id_ not in HISTORY} | {"hx.cancer": "none"}
    reply = save(desk, draft, "history", others, **ALL)
    assert reply["Location"] == address(draft, "medicines")


def test_what_is_answered_on_the_page_stays(desk: Client, draft: Intake) -> None:
    save(desk, draft, "history", {"hx.diabetes": False}, **ALL)
    assert given(draft) == {"hx.diabetes": False, "hx.gout": False, "hx.smoking": "never"}


def test_the_button_of_one_question_takes_the_place_of_what_was_picked(desk: Client, draft: Intake) -> None:
    save(desk, draft, "history", {"hx.diabetes": False}, **{"still-right": "hx.diabetes"})
    assert given(draft)["hx.diabetes"] is True


def test_what_cannot_be_read_stays_too(desk: Client, draft: Intake) -> None:
    reply = save(desk, draft, "context", {"pt.height_cm": "tall"}, **ALL)
    assert reply.status_code == 422
    assert "pt.height_cm" not in given(draft)
    assert now(draft).malformed["pt.height_cm"]["pt-height_cm"] == ["tall"]
    save(desk, draft, "context", **{"still-right": "pt.height_cm"})
    assert given(draft)["pt.height_cm"] == 171
    assert now(draft).malformed == {}


def test_it_is_an_answer_of_who_confirms_it_now(desk: Client, draft: Intake, people: People) -> None:
    revision = now(draft).revision
    save(desk, draft, "history", **{"still-right": "hx.gout"})
    changed = now(draft).changed["hx.gout"]
    assert (changed["before"], changed["revision"]) == (None, revision + 1)


@pytest.mark.parametrize("wrong", ["hx.ivdu", "phq.q9", "hx.ckd", "no.such", ""])
def test_nothing_else_can_be_confirmed(wrong: str, desk: Client, draft: Intake) -> None:
    save(desk, draft, "history", **{"still-right": wrong})
    assert given(draft) == {}


def test_while_somebody_types_the_earlier_answers_follow(desk: Client, draft: Intake) -> None:
    fields = form_with(opened(desk, draft), "revision") | {"hx-diabetes": ["false"]}
    reply = desk.post(address(draft, "history"), fields, headers={"HX-Request": "true"}).content.decode()
    assert re.search(r'<div id="still-hx-diabetes" hx-swap-oob="true"></div>', reply)
    assert 'value="hx.gout"' in reply
    assert "All still right (2)" in words(reply)
    assert given(draft) == {"hx.diabetes": False}


def test_pressed_where_a_script_runs_it_says_where_to_go(desk: Client, draft: Intake) -> None:
    fields = form_with(opened(desk, draft), "revision") | ALL | {"pressed": "1"}
    reply = desk.post(address(draft, "history"), fields, headers={"HX-Request": "true"})
    assert reply.headers["HX-Redirect"] == address(draft, "history")
    assert given(draft).keys() == set(HISTORY)


def test_none_of_these_leaves_a_yes_of_last_time_to_be_asked_by_itself(desk: Client, draft: Intake) -> None:
    page = words(opened(desk, draft))
    assert "questions above that are not answered yet, but for those that were Yes in the last intake." in page
    save(desk, draft, "history", **{"none-of-these": "1"})
    assert (given(draft)["hx.gout"], given(draft)["hx.pad"]) == (False, False)
    assert "hx.diabetes" not in given(draft)


# Counts as not answered in every face


def test_it_counts_as_not_answered_everywhere(desk: Client, draft: Intake, last: Intake) -> None:
    overview, check = words(desk.get(address(draft))), words(opened(desk, draft, "check"))
    assert f"8 answers of the intake of {day(last)} stand beside their questions" in overview
    assert "3 to confirm" in overview
    assert "History : 3 not confirmed" in check.replace("History:", "History :")
    assert f"Of the intake of {day(last)}, these answers are not confirmed. They count as not answered." in check
    assert "Diabetes Not answered" in re.sub(r" \d+ ", " ", check)
    assert f"not confirmed, as on {day(last)}: Yes" in check
    submit(desk, draft)
    version = now(draft).versions.get()
    assert "hx.diabetes" not in version.answers
    assert factories.found(now(draft)).line("hx.diabetes").state == "blank"
    assert factories.found(now(draft)).medicines.allergies == "Not answered"


def test_the_paper_form_prints_it_as_not_answered(desk: Client, draft: Intake) -> None:
    with_it = desk.get(reverse("intake-paper-form", args=[draft.pk])).content
    Intake.objects.filter(pk=draft.pk).update(carried_from=None)
    without = desk.get(reverse("intake-paper-form", args=[draft.pk])).content
    assert len(with_it) == len(without)


def test_submitting_does_not_wait_for_it(desk: Client, draft: Intake) -> None:
    submit(desk, draft)
    assert now(draft).state == Intake.State.SUBMITTED
    page = desk.get(address(draft))
    assert "to confirm" not in words(page)


def test_the_next_starts_from_the_newest(desk: Client, people: People, draft: Intake) -> None:
    save(desk, draft, "history", {"hx.gout": True})
    submit(desk, draft)
    following = start_intake(actor=people.front_desk, patient=draft.patient)
    assert following.carried_from_id == draft.pk
    assert proposals(opened(desk, following)) == ["hx.gout"]


# Where it comes from


def test_it_goes_with_its_source(desk: Client, people: People, draft: Intake, last: Intake) -> None:
    last = Intake.objects.get(pk=last.pk)
    gone = mark_in_error(actor=people.clinician, intake=last, revision=last.revision, reason="Another person")
    assert proposals(opened(desk, draft)) == []
    assert "not confirmed" not in words(opened(desk, draft, "check"))
    restore_intake(actor=people.clinician, intake=gone)
    assert proposals(opened(desk, draft)) == list(HISTORY)


def test_what_is_void_shows_nothing(desk: Client, people: People, draft: Intake, last: Intake) -> None:
    voided(people.clinician, signed(people.clinician, last))
    assert proposals(opened(desk, draft)) == []


def test_what_was_moved_to_another_person_shows_nothing(
    desk: Client, people: People, draft: Intake, last: Intake
) -> None:
    other = factories.patient(people.front_desk)
    last = Intake.objects.get(pk=last.pk)
    move_intake(actor=people.clinician, intake=last, revision=last.revision, to=other, reason="Mixed up")
    assert proposals(opened(desk, draft)) == []


def test_merged_records_keep_it(desk: Client, people: People, draft: Intake) -> None:
    kept = factories.patient(people.front_desk)
    merge_patients(actor=people.clinician, kept=kept, merged=draft.patient, reason="Registered twice")
    assert now(draft).patient_id == kept.pk
    assert proposals(opened(desk, draft)) == list(HISTORY)


def test_what_the_clinician_corrected_since_is_what_is_shown(
    desk: Client, people: People, draft: Intake, last: Intake
) -> None:
    page = form_with(opened(desk, draft), "revision")
    last = Intake.objects.get(pk=last.pk)
    correct_intake(
        actor=people.clinician,
        intake=last,
        revision=last.revision,
        changes={"hx.diabetes": False},
        token=uuid.uuid4(),
    )
    # A page that was open before showed another answer: nothing of it is confirmed, and what was typed is kept.
    desk.post(address(draft, "history"), page | ALL | {"hx-af": ["true"]})
    assert given(draft) == {"hx.af": True}
    again = opened(desk, draft)
    assert "The earlier answers have changed meanwhile. None was confirmed" in words(again)
    save(desk, draft, "history", **ALL)
    assert given(draft)["hx.diabetes"] is False


def test_an_earlier_day_is_not_told_by_a_later_one(desk: Client, draft: Intake, last: Intake) -> None:
    """A form on paper from before the last intake, typed in late."""
    assert last.current
    before = last.current.assessed_on - datetime.timedelta(days=1)
    save(desk, draft, "context", {"ctx.encounter_date": before.isoformat()})
    assert proposals(opened(desk, draft)) == []
    save(desk, draft, "context", {"ctx.encounter_date": last.current.assessed_on.isoformat()})
    assert proposals(opened(desk, draft)) == list(HISTORY)


@pytest.mark.parametrize("state", ["signed", "submitted", "reopened"])
def test_it_starts_from_what_is_submitted_or_signed(state: str, people: People, patient: Patient, last: Intake) -> None:
    if state == "signed":
        signed(people.clinician, last)
    if state == "reopened":
        reopen_intake(actor=factories.user("other", "Front desk"), intake=last)
    started = start_intake(actor=people.front_desk, patient=patient)
    assert started.carried_from_id == (None if state == "reopened" else last.pk)


def test_a_draft_that_was_never_submitted_is_no_source(people: People, patient: Patient) -> None:
    start_intake(actor=factories.user("other", "Front desk"), patient=patient)
    assert start_intake(actor=people.front_desk, patient=patient).carried_from is None


# Several pages, and the person's own


def test_two_tabs_that_both_confirm(desk: Client, draft: Intake) -> None:
    first, second = (form_with(opened(desk, draft), "revision") for _ in range(2))
    desk.post(address(draft, "history"), first | ALL)
    assert desk.post(address(draft, "history"), second | ALL).status_code == 302
    assert given(draft) == {"hx.diabetes": True, "hx.gout": False, "hx.smoking": "never"}


def test_a_stale_page_confirms_nothing_that_was_answered_meanwhile(desk: Client, draft: Intake) -> None:
    stale = form_with(opened(desk, draft), "revision")
    save(desk, draft, "history", {"hx.diabetes": False})
    desk.post(address(draft, "history"), stale | ALL)
    assert given(draft) == {"hx.diabetes": False, "hx.gout": False, "hx.smoking": "never"}


def test_a_stale_page_that_confirms_one_that_was_answered_otherwise_is_a_conflict(desk: Client, draft: Intake) -> None:
    stale = form_with(opened(desk, draft), "revision")
    save(desk, draft, "history", {"hx.diabetes": False})
    reply = desk.post(address(draft, "history"), stale | {"still-right": "hx.diabetes"})
    assert reply.status_code == 409
    assert "Saved meanwhile: “No”" in words(reply)
    assert given(draft)["hx.diabetes"] is False


def test_the_persons_own_pages_show_nothing_of_it(desk: Client, draft: Intake, people: People) -> None:
    desk.post(reverse("hand-over", args=[draft.pk]))
    page = desk.get(reverse("private", args=[draft.pk]), follow=True)
    pages = [page]
    while "done" not in page.redirect_chain[-1][0]:
        fields = form_with(page, "revision")
        page = desk.post(page.redirect_chain[-1][0], fields, follow=True)
        pages.append(page)
    assert len(pages) > 3
    for shown in pages:
        assert "till right" not in words(shown)
        assert proposals(shown) == []


def test_what_the_person_answered_alone_is_not_shown_at_the_next_desk(
    desk: Client, people: People, patient: Patient
) -> None:
    source = start_intake(actor=people.front_desk, patient=patient)
    source = start_hand_over(actor=people.front_desk, intake=source)
    changes = {"hx.ivdu": True, "hx.gout": True}
    source = save_draft(
        actor=people.front_desk,
        intake=source,
        revision=source.revision,
        changes=changes,
        malformed={},
        in_private=True,
    )
    submit_intake(actor=people.front_desk, intake=source, revision=source.revision, token=uuid.uuid4())
    draft = start_intake(actor=people.front_desk, patient=patient)
    assert draft.carried_from_id == source.pk
    assert proposals(opened(desk, draft)) == []


@pytest.mark.parametrize("part", ["", "history", "medicines", "check"])
def test_it_costs_one_query_however_much_is_shown(
    part: str, desk: Client, draft: Intake, django_assert_num_queries: Any
) -> None:
    # Seven as without it, or six where nothing is asked of single keys: see tests/views/test_front_desk.py.
    with django_assert_num_queries(10 if part == "check" else 11):
        opened(desk, draft, part)


def test_today_is_the_day_of_the_new_one(draft: Intake) -> None:
    assert draft.answers["ctx.encounter_date"] == timezone.localdate().isoformat()
