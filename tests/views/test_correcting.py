"""The clinician corrects a section or sends the intake back; what each page says of what was put right or withdrawn."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from intake.actions.corrections import discard_draft, mark_in_error, move_intake
from intake.actions.intakes import complete_intake, correct_intake, reopen_intake, save_draft, submit_intake
from intake.actions.merging import merge_patients
from intake.clinical.rules.questions import QUESTIONS, SECTIONS
from intake.models import AuditEvent, Intake, Patient
from tests import factories, over_time
from tests.factories import People
from tests.views.at_the_desk import entered, now
from tests.views.browser import error_beside, form_with, offered
from tests.views.pages import forbidden, section, title, unfolded, words

SAID = {"pain.present": True, "pain.sites": ["calf_L"], "pain.main_region": "calf", "pain.nrs_now": 3}


@pytest.fixture
def clinician(people: People) -> Client:
    people.clinician.first_name, people.clinician.last_name = "Carol", "O'Clinician"
    people.clinician.save()
    client = Client()
    client.force_login(people.clinician)
    return client


@pytest.fixture
def intake(people: People) -> Intake:
    return factories.submitted(people.front_desk, SAID, family_name="Franklin")


def page_of(intake: Intake, part: str = "pain-where") -> str:
    return reverse("review-correct", args=[intake.pk, part])


PART = next(part.id for part in SECTIONS if QUESTIONS["pain.sites"] in part.questions)


def correct(client: Client, intake: Intake, **answers: Any) -> Any:
    shown = form_with(client.get(page_of(intake, PART)), "asked")
    for key, answer in answers.items():
        shown |= entered(key.replace("_", ".", 1), answer)
    return client.post(page_of(intake, PART), shown)


def review(client: Client, intake: Intake) -> Any:
    return client.get(reverse("review", args=[intake.pk]))


# Correcting


def test_every_section_has_its_quiet_link_and_its_page(clinician: Client, intake: Intake) -> None:
    page = unfolded(clinician, review(clinician, intake))
    for part in SECTIONS:
        assert f'href="{page_of(intake, part.id)}"' in page
        opened = clinician.get(page_of(intake, part.id))
        assert opened.status_code == 200
        assert title(opened).startswith(f"Correct: {part.title}")
        assert "Franklin" not in title(opened)
        assert forbidden(opened) == []


def test_the_page_holds_what_the_desk_entered(clinician: Client, intake: Intake) -> None:
    page = clinician.get(page_of(intake, PART))
    assert form_with(page, "asked")["pain-sites"] == ["calf_L"]
    assert set(offered(page)["pain-sites"]) >= set(QUESTIONS["pain.sites"].options)  # type: ignore[attr-defined]


def test_age_and_sex_are_named_as_the_persons_details(clinician: Client, intake: Intake) -> None:
    page = clinician.get(page_of(intake, "context"))
    assert "Age and Sex recorded at birth: from the person's details, which the front desk keeps" in words(page)
    assert "pt-age_years" not in form_with(page, "asked")


def test_a_side_is_corrected_and_both_answers_can_be_read(clinician: Client, intake: Intake) -> None:
    done = correct(clinician, intake, pain_sites=["calf_R"])
    assert done.headers["Location"] == reverse("review", args=[intake.pk])
    said = section(unfolded(clinician, review(clinician, intake)), "answers")
    assert "Calf, right" in said
    assert "corrected by Carol O'Clinician" in said
    assert "was: Calf, left, by front-desk" in said
    assert said.count("corrected by") == 1
    first, second = intake.versions.all()
    assert (first.answers["pain.sites"], second.answers["pain.sites"]) == (["calf_L"], ["calf_R"])
    assert second.cause == "corrected"
    older = clinician.get(reverse("review-version", args=[intake.pk, 1]))
    before = section(unfolded(clinician, older), "answers")
    assert "corrected by" not in before
    assert "Calf, left" in before
    assert "Correct" not in before  # no link on an older version
    assert "2, shown here" in section(review(clinician, intake), "versions")
    assert "corrected" in section(review(clinician, intake), "versions")


def test_sent_twice_it_is_one_version(clinician: Client, intake: Intake) -> None:
    sent = form_with(clinician.get(page_of(intake, PART)), "asked") | entered("pain.sites", ["calf_R"])
    for _ in range(2):
        assert clinician.post(page_of(intake, PART), sent).status_code == 302
    assert intake.versions.count() == 2
    assert "Version 2 holds these answers already." in words(review(clinician, intake))


def test_sent_again_with_another_answer_before_the_reply_has_come_it_is_not_passed_over(
    clinician: Client, intake: Intake
) -> None:
    sent = form_with(clinician.get(page_of(intake, PART)), "asked") | entered("pain.sites", ["calf_R"])
    assert clinician.post(page_of(intake, PART), sent).status_code == 302
    again = clinician.post(page_of(intake, PART), sent | entered("pain.sites", ["shin_R"]))
    assert again.status_code == 409
    assert "What this page shows is not saved yet" in words(again)
    for _ in range(2):
        assert clinician.post(page_of(intake, PART), form_with(again, "asked")).status_code == 302
    assert [version.answers["pain.sites"] for version in intake.versions.all()] == [["calf_L"], ["calf_R"], ["shin_R"]]


def test_nothing_changed_is_no_version(clinician: Client, intake: Intake) -> None:
    correct(clinician, intake)
    assert "Version 1 holds these answers already." in words(review(clinician, intake))
    assert intake.versions.count() == 1
    assert not AuditEvent.objects.filter(action="correct").exists()


def test_an_answer_that_somebody_else_saved_meanwhile_stays_where_it_was_not_touched(
    clinician: Client, intake: Intake, people: People
) -> None:
    sent = form_with(clinician.get(page_of(intake, PART)), "asked") | entered("pain.sites", ["calf_R"])
    complete_intake(
        actor=people.clinician,
        intake=intake,
        revision=intake.revision,
        changes={"pain.worst_side": "left"},
        token=uuid.uuid4(),
    )
    assert clinician.post(page_of(intake, PART), sent).status_code == 302
    newest = intake.versions.get(number=3).answers
    assert (newest["pain.sites"], newest["pain.worst_side"]) == (["calf_R"], "left")


def test_saved_by_somebody_else_meanwhile_nothing_is_overwritten(
    clinician: Client, intake: Intake, people: People
) -> None:
    sent = form_with(clinician.get(page_of(intake, PART)), "asked") | entered("pain.sites", ["calf_R"])
    complete_intake(
        actor=people.clinician,
        intake=intake,
        revision=intake.revision,
        changes={"pain.sites": ["knee_front_L"]},
        token=uuid.uuid4(),
    )
    stale = clinician.post(page_of(intake, PART), sent)
    assert stale.status_code == 409
    saved = QUESTIONS["pain.sites"].say_answer(("knee_front_L",))
    assert f"Saved meanwhile: “{saved}”" in words(stale)
    assert form_with(stale, "asked")["pain-sites"] == ["calf_R"]
    assert intake.versions.count() == 2
    assert clinician.post(page_of(intake, PART), form_with(stale, "asked")).status_code == 302
    assert intake.versions.get(number=3).answers["pain.sites"] == ["calf_R"]


def test_what_cannot_be_read_stays_as_typed(clinician: Client, people: People) -> None:
    done = factories.submitted(people.front_desk, {"pain.present": True})
    part = next(part.id for part in SECTIONS if QUESTIONS["fn.falls_12mo"] in part.questions)
    sent = form_with(clinician.get(page_of(done, part)), "asked") | {"fn-falls_12mo": ["two"]}
    refused = clinician.post(page_of(done, part), sent)
    assert refused.status_code == 422
    assert "A whole number" in error_beside(refused, "fn-falls_12mo")
    assert form_with(refused, "asked")["fn-falls_12mo"] == ["two"]
    assert done.versions.count() == 1


def test_what_the_desk_typed_and_could_not_be_taken_stands_there_and_can_be_mended(
    clinician: Client, people: People
) -> None:
    draft = factories.draft(people.front_desk, {"pain.present": True})
    typed = {"fn.falls_12mo": {"fn-falls_12mo": ["two"], "fn-falls_12mo-state": [""]}}
    draft = save_draft(
        actor=people.front_desk, intake=draft, revision=draft.revision, changes={"fn.falls_12mo": None}, malformed=typed
    )
    submit_intake(actor=people.front_desk, intake=draft, revision=draft.revision, token=uuid.uuid4())
    part = next(part.id for part in SECTIONS if QUESTIONS["fn.falls_12mo"] in part.questions)
    shown = form_with(clinician.get(page_of(draft, part)), "asked")
    assert shown["fn-falls_12mo"] == ["two"]
    assert clinician.post(page_of(draft, part), shown | {"fn-falls_12mo": ["2"]}).status_code == 302
    assert now(draft).answers["fn.falls_12mo"] == 2
    assert now(draft).malformed == {}


def test_a_date_over_a_year_ago_is_asked_back_here_too(clinician: Client, intake: Intake) -> None:
    born = intake.patient.date_of_birth
    shown = form_with(clinician.get(page_of(intake, "context")), "asked")
    old = f"{(born.year if born else 1990) + 2}-05-05"
    asked = clinician.post(page_of(intake, "context"), shown | {"ctx-encounter_date": [old]})
    assert asked.status_code == 422
    assert "over a year ago. Is it right?" in words(asked)
    right = form_with(asked, "asked") | {"ctx-encounter_date-right": ["on"]}
    assert clinician.post(page_of(intake, "context"), right).status_code == 302
    assert now(intake).answers["ctx.encounter_date"] == old


def test_what_is_signed_is_not_corrected(clinician: Client, intake: Intake, people: People) -> None:
    sent = form_with(clinician.get(page_of(intake, PART)), "asked") | entered("pain.sites", ["calf_R"])
    factories.sign(people.clinician, intake)
    for response in (clinician.get(page_of(intake, PART)), clinician.post(page_of(intake, PART), sent)):
        assert response.headers["Location"] == reverse("review", args=[intake.pk])
    assert "Corrections are addenda" in words(review(clinician, intake))
    assert page_of(intake, PART) not in review(clinician, intake).content.decode()
    assert intake.versions.count() == 1


def test_while_the_desk_corrects_it_the_page_says_so(clinician: Client, intake: Intake, people: People) -> None:
    reopen_intake(actor=people.front_desk, intake=intake)
    assert "The front desk is correcting this intake" in words(clinician.get(page_of(intake, PART)))
    assert correct(clinician, intake, pain_sites=["calf_R"]).status_code == 302
    assert now(intake).is_draft


def test_a_section_that_does_not_exist_is_not_found(clinician: Client, intake: Intake) -> None:
    assert clinician.get(page_of(intake, "nosuch")).status_code == 404


def test_answers_are_text_and_never_markup(clinician: Client, people: People) -> None:
    done = factories.submitted(people.front_desk, {"rx.treatments_tried": "<b>rest</b> & ice"})
    correct_intake(
        actor=people.clinician,
        intake=done,
        revision=done.revision,
        changes={"rx.treatments_tried": "<script>alert(1)</script>"},
        token=uuid.uuid4(),
    )
    page = unfolded(clinician, review(clinician, done))
    assert "<script>alert(1)</script>" not in page
    assert "was: &lt;b&gt;rest&lt;/b&gt; &amp; ice" in page


def test_many_corrections_need_no_more_queries(clinician: Client, intake: Intake) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert review(clinician, intake).status_code == 200
        return len(captured)

    correct(clinician, intake, pain_sites=["calf_R"])
    review(clinician, intake)  # shows the message of the save
    few = queries()
    for side in ("L", "R", "L"):
        correct(clinician, intake, pain_sites=[f"calf_{side}"])
    review(clinician, intake)
    assert queries() == few


# Sending back


NOTE = "Which leg is it?\nPlease ask again, and don't guess <b>."


def send_back(client: Client, intake: Intake, note: str = NOTE) -> Any:
    address = reverse("review-send-back", args=[intake.pk])
    return client.post(address, {**form_with(client.get(address), "note"), "note": note})


def test_sent_back_the_desk_reads_the_note_on_every_page_of_the_draft(
    clinician: Client, desk: Client, intake: Intake
) -> None:
    assert send_back(clinician, intake).status_code == 302
    assert now(intake).is_draft
    for part in ("", "check/", "mood/"):
        page = desk.get(f"/intakes/{intake.pk}/{part}")
        said = words(page)
        assert "Carol O'Clinician sent this intake back" in said
        assert "Which leg is it? Please ask again, and don't guess <b>." in said
        assert "&lt;b&gt;." in page.content.decode()
        assert "PHQ-9 total" not in said
        assert "tier" not in said.lower()
    assert "sent back by a clinician, with a note" in words(desk.get("/desk/"))


def test_a_busy_desk_finds_what_was_sent_back_first(
    clinician: Client, desk: Client, intake: Intake, people: People
) -> None:
    send_back(clinician, intake)
    for _ in range(3):
        factories.draft(people.front_desk, {}, patient=factories.patient(people.front_desk))
    rows = desk.get("/desk/").context["board"].rows
    assert [row.intake_id for row in rows].index(intake.pk) == 0
    assert len(rows) == 4


def test_the_queue_and_the_review_say_where_it_is(clinician: Client, desk: Client, intake: Intake) -> None:
    send_back(clinician, intake)
    assert "with the desk, sent back" in words(clinician.get("/queue/"))
    page = words(review(clinician, intake))
    assert "With the front desk, sent back. “Which leg is it?" in page
    assert 'href="' + reverse("review-sign", args=[intake.pk]) not in review(clinician, intake).content.decode()
    check = f"/intakes/{intake.pk}/check/"
    desk.post(check, form_with(desk.get(check), "token"))
    assert "sent back, answered" in words(clinician.get("/queue/"))
    page = words(review(clinician, intake))
    assert "Sent back, answered. “Which leg is it?" in page
    assert "submitted again by front-desk" in page
    assert "sent this intake back" not in words(desk.get(f"/intakes/{intake.pk}/"))


@pytest.mark.parametrize("note", ["", "   ", "x" * 1001])
def test_without_a_note_or_with_too_long_a_one_nothing_is_sent_back(
    note: str, clinician: Client, intake: Intake
) -> None:
    refused = send_back(clinician, intake, note)
    assert refused.status_code == 422
    assert title(refused).startswith("Error: ")
    assert error_beside(refused, "note")
    assert form_with(refused, "note")["note"] == [note] or not note.strip()
    assert now(intake).state == Intake.State.SUBMITTED


def test_sent_back_from_an_old_page_it_is_shown_again_with_the_note(
    clinician: Client, intake: Intake, people: People
) -> None:
    address = reverse("review-send-back", args=[intake.pk])
    sent = {**form_with(clinician.get(address), "note"), "note": NOTE}
    complete_intake(
        actor=people.clinician,
        intake=intake,
        revision=intake.revision,
        changes={"pain.nrs_now": 5},
        token=uuid.uuid4(),
    )
    stale = clinician.post(address, sent)
    assert stale.status_code == 409
    assert form_with(stale, "note")["note"] == [NOTE]
    assert clinician.post(address, form_with(stale, "note")).status_code == 302


def test_sent_back_twice_it_is_sent_once_and_the_last_reply_says_so(clinician: Client, intake: Intake) -> None:
    address = reverse("review-send-back", args=[intake.pk])
    sent = {**form_with(clinician.get(address), "note"), "note": NOTE}
    for _ in range(2):
        assert clinician.post(address, sent).headers["Location"] == reverse("review", args=[intake.pk])
    assert intake.corrections.count() == 1
    said = words(review(clinician, intake))
    assert "The intake is with the front desk, with your note." in said
    assert "Nothing was changed." not in said
    clinician.post(address, sent | {"note": "Something else"})
    assert "The front desk is correcting this intake. Nothing was changed." in words(review(clinician, intake))


def test_a_note_is_as_long_as_it_was_typed(clinician: Client, intake: Intake) -> None:
    """A browser sends two characters for each new line, and cuts off what is longer than it was told."""
    note = "\r\n".join(["x"] * 500)
    page = clinician.get(reverse("review-send-back", args=[intake.pk])).content.decode()
    assert "maxlength" not in re.findall(r"<textarea[^>]*>", page)[0]
    assert send_back(clinician, intake, note).status_code == 302
    assert intake.corrections.get().reason == "\n".join(["x"] * 500)


def test_an_author_with_another_draft_is_named_and_the_note_kept(
    clinician: Client, intake: Intake, people: People
) -> None:
    factories.draft(people.front_desk, {}, patient=intake.patient)
    refused = send_back(clinician, intake)
    assert refused.status_code == 409
    assert "front-desk has another draft open for this person" in words(refused)
    assert form_with(refused, "note")["note"] == [NOTE]


# Withdrawn


def in_error(people: People, intake: Intake) -> Intake:
    return mark_in_error(
        actor=people.clinician, intake=intake, revision=intake.revision, reason="Entered twice & <i>wrong</i>"
    )


def test_entered_in_error_it_is_readable_and_nothing_can_be_done(
    clinician: Client, intake: Intake, people: People
) -> None:
    in_error(people, intake)
    page = review(clinician, intake)
    said = words(page)
    assert "Entered in error: do not use for care. Entered twice & <i>wrong</i>" in said
    html = page.content.decode()
    assert "&lt;i&gt;" in html
    for name in ("review-complete", "review-send-back", "review-sign", "claim", "review-assess-again"):
        assert f'"{reverse(name, args=[intake.pk])}"' not in html
    assert page_of(intake, PART) not in html
    for name in ("review-complete", "review-send-back", "review-sign"):
        response = clinician.get(reverse(name, args=[intake.pk]))
        assert response.headers["Location"] == reverse("review", args=[intake.pk])
    assert "This intake was entered in error" in words(review(clinician, intake))
    assert clinician.get(reverse("summary-pdf", args=[intake.pk, 1])).status_code == 302


def test_entered_in_error_it_leaves_queue_and_trend_and_is_found_under_its_own(
    clinician: Client, people: People
) -> None:
    person = factories.patient(people.front_desk, family_name="Franklin")
    for days in (60, 5):
        newest = over_time.visit(people.front_desk, person, days, over_time.answers(phq="111111110"))
    in_error(people, newest)
    queue = clinician.get("/queue/")
    (left,) = queue.context["page"].rows
    assert left.intake_id != newest.pk
    assert "entered in error" in words(clinician.get("/queue/?state=in-error"))
    page = clinician.get(reverse("person", args=[person.pk]))
    assert "Entered in error not counted" in words(page)
    assert [len(each.trend.points) for each in page.context["measured"] if each.measure.id == "phq9"] == [1]


def test_the_desk_reads_that_it_was_withdrawn_and_cannot_reopen_it(
    desk: Client, intake: Intake, people: People
) -> None:
    in_error(people, intake)
    page = words(desk.get(f"/intakes/{intake.pk}/"))
    assert "Entered in error" in page
    assert "Correct an answer" not in page
    desk.post(f"/intakes/{intake.pk}/reopen/")
    assert now(intake).state == Intake.State.IN_ERROR


def test_a_page_of_a_draft_that_was_discarded_meanwhile_says_so(desk: Client, people: People) -> None:
    draft = factories.draft(people.front_desk, {})
    open_page = form_with(desk.get(f"/intakes/{draft.pk}/mood/"), "revision")
    discard_draft(actor=people.front_desk, intake=draft, revision=draft.revision, reason="Started twice")
    for headers in ({}, {"HX-Request": "true"}):
        desk.post(f"/intakes/{draft.pk}/mood/", open_page, headers=headers)
        page = words(desk.get(f"/intakes/{draft.pk}/"))
        assert "This intake was withdrawn meanwhile. What you typed here was not saved." in page
        assert "Discarded By front-desk" in page
        assert "Started twice" in page
    assert f"/intakes/{draft.pk}/" not in desk.get("/desk/").content.decode()


# Moved and merged


@pytest.fixture
def sister(people: People) -> Patient:
    return factories.patient(people.front_desk, record_number="SISTER-1", given_name="Sasha")


def test_both_records_say_that_it_was_moved(
    clinician: Client, desk: Client, intake: Intake, sister: Patient, people: People
) -> None:
    brother = intake.patient
    move_intake(
        actor=people.clinician, intake=intake, revision=intake.revision, to=sister, reason="Her sister came <b>"
    )
    pages = {"person": clinician, "patient": desk}
    for name, client in pages.items():
        here = client.get(reverse(name, args=[sister.pk]))
        there = client.get(reverse(name, args=[brother.pk]))
        assert f"was moved here from record {brother.record_number}: Her sister came <b>" in words(here)
        assert "was moved to record SISTER-1: Her sister came <b>" in words(there)
        assert "Her sister came <b>" not in here.content.decode()
    assert "Moved from record" in words(review(clinician, intake))
    assert "assessed again because the intake was moved to this person's record" in words(clinician.get("/queue/"))


def test_a_merged_record_leads_on_and_its_number_finds_the_one_in_use(
    clinician: Client, desk: Client, intake: Intake, sister: Patient, people: People
) -> None:
    kept = intake.patient
    merge_patients(actor=people.clinician, kept=kept, merged=sister, reason="Registered twice")
    for name, client in {"person": clinician, "patient": desk}.items():
        led = client.get(reverse(name, args=[sister.pk]))
        assert led.headers["Location"] == reverse(name, args=[kept.pk])
        page = words(client.get(led.headers["Location"]))
        assert "was merged into this one: both are of the same person" in page
        assert f"Record SISTER-1 was merged into record {kept.record_number}: Registered twice" in page
    for address in ("details", "start"):
        response = desk.post(f"/patients/{sister.pk}/{address}/", {"family_name": "x"})
        assert response.headers["Location"] == reverse("patient", args=[sister.pk])
    found = desk.post("/desk/", {"person": "sister-1"})
    assert found.context["found"] == [kept]
    born = sister.date_of_birth
    assert born
    by_name = {"person": f"{sister.family_name} {born.year}"}
    assert desk.post("/desk/", by_name).context["found"] == [kept]
    assert "FRANKLIN" in words(clinician.post("/queue/", {"person": "SISTER-1"}))


def test_correcting_the_kept_record_does_not_ask_whether_it_is_the_merged_one(
    desk: Client, people: People, sister: Patient
) -> None:
    kept = factories.patient(people.front_desk, given_name="Sasha", record_number="KEPT-1")
    merge_patients(actor=people.clinician, kept=kept, merged=sister, reason="Registered twice")
    address = reverse("patient-details", args=[kept.pk])
    typed = form_with(desk.get(address), "family_name") | {"given_name": ["Sascha"]}
    assert desk.post(address, typed).status_code == 302


def test_a_number_of_a_merged_record_is_still_taken(desk: Client, people: People, sister: Patient) -> None:
    kept = factories.patient(people.front_desk)
    merge_patients(actor=people.clinician, kept=kept, merged=sister, reason="Registered twice")
    refused = desk.post("/patients/new/", {"record_number": "SISTER-1", "family_name": "Other"})
    assert refused.status_code == 422
    assert "Another person has this record number" in words(refused)
