"""Discarding, restoring, withdrawing, moving and merging from the pages; a colleague's draft before a second one."""

from __future__ import annotations

import datetime
import re
import uuid
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from intake.actions.corrections import discard_draft, mark_in_error, move_intake
from intake.actions.hand_over import start_hand_over
from intake.actions.intakes import reopen_intake, save_draft, start_intake, submit_intake
from intake.actions.merging import merge_patients, undo_merge
from intake.models import AuditEvent, Correction, Intake, Merge, Patient
from intake.models.birth import about_year
from intake.stored import corrections
from intake.views.putting_right import withdrawing
from tests import factories
from tests.factories import People
from tests.views.at_the_desk import now
from tests.views.browser import error_beside, form_to, form_with
from tests.views.pages import forbidden, title, unfolded, words

SCRIPT = "<script>alert(1)</script>"
SAID = {"pain.present": True, "pain.nrs_now": 3}


@pytest.fixture
def clinician(people: People) -> Client:
    people.clinician.first_name, people.clinician.last_name = "Carol", "O'Clinician"
    people.clinician.save()
    client = Client()
    client.force_login(people.clinician)
    return client


@pytest.fixture
def colleague(people: People) -> User:
    made = factories.user("bea", "Front desk")
    made.first_name, made.last_name = "Bea", "Colleague"
    made.save()
    return made


@pytest.fixture
def draft(people: People) -> Intake:
    return factories.draft(people.front_desk, SAID, family_name="Franklin", age=60)


@pytest.fixture
def sister(people: People) -> Patient:
    return factories.patient(
        people.front_desk, family_name="Franklyn", given_name="Rosa", age=34, phone="020 7946 0111", record_number="S1"
    )


def discarding(intake: Intake) -> str:
    return f"/intakes/{intake.pk}/discard/"


def moving(intake: Intake) -> str:
    return f"/move/{intake.pk}/"


def merging(patient: Patient) -> str:
    return f"/patients/{patient.pk}/merge/"


def discarded(by: User, intake: Intake, reason: str = "Started twice") -> Intake:
    return discard_draft(actor=by, intake=intake, revision=now(intake).revision, reason=reason)


# Discarding a draft


def test_a_draft_is_discarded_with_a_reason_and_restored(desk: Client, draft: Intake, people: People) -> None:
    overview = desk.get(f"/intakes/{draft.pk}/")
    assert f'href="{discarding(draft)}"' in overview.content.decode()
    page = desk.get(discarding(draft))
    until = timezone.localdate() + datetime.timedelta(days=30)
    assert f"Until {until.day} {until:%b %Y}" in words(page)
    assert "Franklin" not in title(page)
    assert forbidden(page) == []
    sent = form_with(page, "revision") | {"reason": f" Started twice {SCRIPT}\r\nby mistake "}
    done = desk.post(discarding(draft), sent, follow=True)
    assert done.redirect_chain == [(f"/intakes/{draft.pk}/", 302)]
    assert now(draft).state == Intake.State.DISCARDED
    said = words(done)
    assert "The draft is discarded. It can be restored here." in said
    assert "Started twice <script>alert(1)</script>" in said
    assert SCRIPT not in done.content.decode()
    assert f"It can be restored until {until.day} {until:%b %Y}" in said
    for listed in ("/discarded/", f"/patients/{draft.patient_id}/"):
        assert f'action="/intakes/{draft.pk}/restore/"' in desk.get(listed).content.decode()
    assert "FRANKLIN, Ewa" in words(desk.get("/discarded/"))
    back = desk.post(f"/intakes/{draft.pk}/restore/", follow=True)
    assert "It is restored" in words(back)
    assert (now(draft).state, now(draft).answers["pain.nrs_now"]) == ("draft", 3)
    assert "None." in words(desk.get("/discarded/"))
    mine = AuditEvent.objects.filter(actor=people.front_desk).exclude(action__startswith="read")
    audited = mine.order_by("pk").values_list("action", flat=True)
    assert list(audited)[-2:] == ["discard", "restore"]


@pytest.mark.parametrize("reason", ["", " \n "])
def test_a_reason_is_asked_beside_the_field(reason: str, desk: Client, draft: Intake) -> None:
    page = desk.post(discarding(draft), {"revision": draft.revision, "reason": reason})
    assert page.status_code == 422
    assert title(page).startswith("Error: ")
    assert "Please write why" in error_beside(page, "reason")
    assert now(draft).is_draft


def test_too_long_a_reason_is_kept_and_refused(desk: Client, draft: Intake) -> None:
    page = desk.post(discarding(draft), {"revision": draft.revision, "reason": "é" * 1001})
    assert page.status_code == 422
    assert "é" * 1001 in page.content.decode()
    assert now(draft).is_draft


def test_pressed_twice_it_is_discarded_once(desk: Client, draft: Intake) -> None:
    sent = {"revision": draft.revision, "reason": "Started twice"}
    first, second = (desk.post(discarding(draft), sent) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"] == f"/intakes/{draft.pk}/"
    assert "Nothing was changed" not in words(desk.get(f"/intakes/{draft.pk}/"))
    assert draft.corrections.count() == 1
    for _ in range(2):
        desk.post(f"/intakes/{draft.pk}/restore/")
    assert draft.corrections.count() == 2
    assert "not discarded" not in words(desk.get(f"/intakes/{draft.pk}/"))


def test_saved_meanwhile_it_is_looked_at_again(desk: Client, draft: Intake, colleague: User) -> None:
    save_draft(actor=colleague, intake=draft, revision=draft.revision, changes={"pain.nrs_now": 8}, malformed={})
    page = desk.post(discarding(draft), {"revision": draft.revision, "reason": "Started twice"})
    assert page.status_code == 409
    assert "Somebody saved this draft" in words(page)
    assert form_with(page, "revision") == {
        "csrfmiddlewaretoken": form_with(page, "revision")["csrfmiddlewaretoken"],
        "revision": [str(now(draft).revision)],
        "reason": ["Started twice"],
    }
    desk.post(discarding(draft), form_with(page, "revision"))
    assert now(draft).state == Intake.State.DISCARDED


def test_what_was_submitted_or_is_with_the_person_is_not_discarded(desk: Client, draft: Intake, people: People) -> None:
    start_hand_over(actor=people.front_desk, intake=draft)
    overview = words(desk.get(f"/intakes/{draft.pk}/"))
    assert "Take the screen back first, to move or discard this draft" in overview
    page = desk.post(discarding(draft), {"revision": now(draft).revision, "reason": "x"}, follow=True)
    assert "Nothing was changed. The person is answering" in words(page)
    done = factories.submitted(people.front_desk, SAID)
    page = desk.post(discarding(done), {"revision": done.revision, "reason": "x"}, follow=True)
    assert "Nothing was changed. This intake is submitted by now." in words(page)
    reopen_intake(actor=people.front_desk, intake=done)
    page = desk.get(f"/intakes/{done.pk}/")
    assert discarding(done) not in page.content.decode()
    assert "A clinician can mark it as entered in error" in words(page)
    assert "was submitted before" in words(desk.get(discarding(done), follow=True))


def test_a_draft_whose_author_began_another_is_not_restored_and_says_why(desk: Client, draft: Intake) -> None:
    actor = draft.author
    discarded(actor, draft)
    start_intake(actor=actor, patient=draft.patient)
    page = desk.post(f"/intakes/{draft.pk}/restore/", follow=True)
    assert "front-desk has another draft open for this person" in words(page)
    assert now(draft).state == Intake.State.DISCARDED


def test_after_thirty_days_it_is_offered_nowhere(
    desk: Client, draft: Intake, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    discarded(people.front_desk, draft)
    later = timezone.now() + datetime.timedelta(days=31)
    monkeypatch.setattr("intake.stored.corrections.timezone.now", lambda: later)
    desk.force_login(people.front_desk)  # nobody stays signed in for so long
    for address in ("/discarded/", f"/patients/{draft.patient_id}/", f"/intakes/{draft.pk}/"):
        page = desk.get(address)
        assert (page.status_code, "/restore/" in page.content.decode()) == (200, False), address
    assert "more than 30 days ago" in words(desk.post(f"/intakes/{draft.pk}/restore/", follow=True))


def test_of_thousands_of_discarded_drafts_only_the_newest_are_looked_at(
    desk: Client, draft: Intake, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    discarded(people.front_desk, draft)
    desk.post(f"/intakes/{draft.pk}/restore/")
    discarded(people.front_desk, draft, "Once more")
    other = factories.draft(people.front_desk, {})
    discarded(people.front_desk, other)
    assert [row.intake for row in corrections.discarded()] == [other, draft]
    assert [row.by.reason for row in corrections.discarded(draft.patient)] == ["Once more"]
    monkeypatch.setattr(withdrawing, "LISTED", 1)
    said = words(desk.get("/discarded/"))
    assert "These are the newest 1." in said
    with CaptureQueriesContext(connection) as captured:
        corrections.discarded(at_most=1)
    (query,) = captured
    assert "LIMIT 1" in query["sql"]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {query['sql']}")
            plan = "\n".join(line[3] for line in cursor.fetchall())
        assert "INDEX correction_in_time" in plan
        assert "SCAN" not in plan


def test_lists_take_as_many_queries_for_many_as_for_one(desk: Client, draft: Intake, people: People) -> None:
    def queries(address: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as counted:
            assert desk.get(address).status_code == 200
        return len(counted)

    kept = draft.patient
    addresses = ("/discarded/", f"/patients/{kept.pk}/", f"/intakes/{draft.pk}/")

    def one_more() -> None:
        discarded(people.front_desk, factories.draft(factories.user(uuid.uuid4().hex, "Front desk"), {}, patient=kept))
        other = factories.patient(people.front_desk)
        merge_patients(actor=people.front_desk, kept=kept, merged=other, reason="Registered twice")
        factories.user(uuid.uuid4().hex, "Clinician")

    one_more()
    before = [queries(address) for address in addresses]
    for _ in range(3):
        one_more()
    assert [queries(address) for address in addresses] == before


# Entered in error


def test_the_desk_is_told_whom_to_ask_and_a_clinician_marks_and_restores_it(
    desk: Client, clinician: Client, people: People
) -> None:
    done = factories.submitted(people.front_desk, SAID, family_name="Franklin")
    gone = factories.user("gone", "Clinician")
    gone.is_active = False
    gone.save()
    asked = "A clinician can mark it as entered in error: it then counts nowhere, and stays readable. Please ask"
    assert f"{asked} Carol O'Clinician." in words(desk.get(f"/intakes/{done.pk}/"))
    address = f"/review/{done.pk}/in-error/"
    assert f'href="{address}"' in unfolded(clinician, clinician.get(f"/review/{done.pk}/"))
    assert desk.get(address).status_code == 403
    page = clinician.get(address)
    assert forbidden(page) == []
    empty = clinician.post(address, form_with(page, "revision"))
    assert (empty.status_code, "Please write why" in error_beside(empty, "reason")) == (422, True)
    sent = form_with(page, "revision") | {"reason": "Entered twice"}
    for _ in range(2):
        marked = clinician.post(address, sent, follow=True)
        assert "marked as entered in error. It can be restored here" in words(marked)
    assert (now(done).state, done.corrections.count()) == ("in_error", 1)
    at_desk = words(desk.get(f"/intakes/{done.pk}/"))
    assert "Entered in error" in at_desk
    assert "A clinician can restore it. Please ask Carol O'Clinician." in at_desk
    for _ in range(2):
        back = clinician.post(f"/review/{done.pk}/restore/", follow=True)
        assert "It is restored" in words(back)
    assert (now(done).state, done.corrections.count()) == ("submitted", 2)


def test_signed_meanwhile_it_is_not_marked(clinician: Client, people: People) -> None:
    done = factories.submitted(people.front_desk, SAID)
    page = clinician.get(f"/review/{done.pk}/in-error/")
    factories.sign(people.clinician, done)
    late = clinician.post(f"/review/{done.pk}/in-error/", form_with(page, "revision") | {"reason": "x"}, follow=True)
    assert "Nothing was changed. This intake is signed by now." in words(late)
    assert now(done).state == Intake.State.SIGNED


# Moved


def compared(client: Client, intake: Intake, to: Patient, **more: Any) -> Any:
    return client.post(moving(intake), {"picked": to.pk, **more})


def test_an_intake_is_moved_after_both_were_seen_and_moved_back(desk: Client, draft: Intake, sister: Patient) -> None:
    find = desk.get(moving(draft))
    assert 'name="person"' in find.content.decode()
    found = desk.post(moving(draft), {"person": "frankl", "reason": "Her sister"})
    said = words(found)
    assert "1 found" in said  # and not the one it stands with
    for detail in ("FRANKLYN, Rosa", "record S1", "sex: female", "phone 020 7946 0111", "Compare"):
        assert detail in said
    page = desk.post(moving(draft), form_with(found, "picked"))
    said = words(page)
    assert title(page) == "Move this intake – Leg pain and mood intake"
    for detail in ("Franklin", "Franklyn", "S1", draft.patient.record_number, "60 years, then 34 years"):
        assert detail in said
    assert form_with(page, "confirm")["reason"] == ["Her sister"]
    moved = desk.post(moving(draft), form_with(page, "confirm"), follow=True)
    assert moved.redirect_chain == [(f"/intakes/{draft.pk}/", 302)]
    assert now(draft).patient == sister
    assert "FRANKLYN, Rosa" in words(moved)
    back = desk.post(moving(draft), form_to(moved, moving(draft)))
    desk.post(moving(draft), form_with(back, "confirm") | {"reason": "It was hers"})
    assert now(draft).patient == draft.patient
    assert [row.reason for row in draft.corrections.all()] == ["Her sister", "It was hers"]


def test_what_was_submitted_is_worked_out_again_and_the_page_says_so(
    desk: Client, people: People, sister: Patient
) -> None:
    done = factories.submitted(people.front_desk, {**SAID, "pt.age_years": 60, "pt.sex": "male"})
    page = compared(desk, done, sister)
    assert "worked out again" in words(page)
    assert "male, then female" in words(page)
    desk.post(moving(done), form_with(page, "confirm") | {"reason": "Her sister"})
    assert [version.answers["pt.age_years"] for version in done.versions.all()] == [60, 34]
    assert now(done).patient == sister


def test_moving_asks_why_and_pressed_twice_it_moves_once(desk: Client, draft: Intake, sister: Patient) -> None:
    page = compared(desk, draft, sister)
    empty = desk.post(moving(draft), form_with(page, "confirm"))
    assert (empty.status_code, "Please write why" in error_beside(empty, "reason")) == (422, True)
    sent = form_with(page, "confirm") | {"reason": "Her\r\nsister"}
    for _ in range(2):
        assert "The intake is moved" in words(desk.post(moving(draft), sent, follow=True))
    assert draft.corrections.count() == 1


def test_another_draft_of_its_author_is_in_the_way_and_can_be_opened(
    desk: Client, draft: Intake, sister: Patient, people: People
) -> None:
    page = compared(desk, draft, sister)
    other = start_intake(actor=people.front_desk, patient=sister)
    late = desk.post(moving(draft), form_with(page, "confirm") | {"reason": "Her sister"})
    assert late.status_code == 409
    assert "front-desk has another draft open" in words(late)
    assert f'href="/intakes/{other.pk}/"' in late.content.decode()
    assert 'name="confirm"' not in compared(desk, draft, sister).content.decode()
    assert now(draft).patient == draft.patient


def test_saved_or_signed_or_moved_meanwhile_nothing_is_moved(
    desk: Client, people: People, sister: Patient, colleague: User
) -> None:
    done = factories.submitted(people.front_desk, SAID)
    sent = form_with(compared(desk, done, sister), "confirm") | {"reason": "Her sister"}
    reopened = reopen_intake(actor=people.front_desk, intake=done)
    stale = desk.post(moving(done), sent)
    assert (stale.status_code, "Somebody saved this intake" in words(stale)) == (409, True)
    assert form_with(stale, "confirm")["reason"] == ["Her sister"]
    submit_intake(actor=people.front_desk, intake=reopened, revision=now(reopened).revision, token=uuid.uuid4())
    third = factories.patient(people.front_desk)
    move_intake(actor=colleague, intake=now(done), revision=now(done).revision, to=third, reason="Her brother")
    assert desk.post(moving(done), sent).status_code == 409
    factories.sign(people.clinician, done)
    late = desk.post(moving(done), sent, follow=True)
    assert "Nothing was changed. This intake is signed by now." in words(late)
    assert now(done).patient == third


def test_a_person_not_born_yet_or_the_same_or_merged_is_told(desk: Client, draft: Intake, people: People) -> None:
    same = compared(desk, draft, draft.patient)
    assert (same.status_code, "stands in already" in words(same)) == (409, True)
    tomorrow = timezone.localdate() - datetime.timedelta(days=1)
    save_draft(
        actor=people.front_desk,
        intake=draft,
        revision=draft.revision,
        changes={"ctx.encounter_date": (tomorrow - datetime.timedelta(days=9)).isoformat()},
        malformed={},
    )
    baby = factories.patient(people.front_desk, date_of_birth=tomorrow)
    page = compared(desk, draft, baby)
    refused = desk.post(moving(draft), form_with(page, "confirm") | {"reason": "x"})
    assert (refused.status_code, "Not moved. They were not born yet" in words(refused)) == (409, True)
    merged = factories.patient(people.front_desk)
    kept = factories.patient(people.front_desk, record_number="KEPT")
    merge_patients(actor=people.front_desk, kept=kept, merged=merged, reason="Registered twice")
    assert "Move this intake to record KEPT?" in words(compared(desk, draft, merged))


def test_a_clinician_moves_from_the_review_and_comes_back_there(
    clinician: Client, people: People, sister: Patient
) -> None:
    done = factories.submitted(people.front_desk, SAID)
    assert f'href="{moving(done)}"' in unfolded(clinician, clinician.get(f"/review/{done.pk}/"))
    page = compared(clinician, done, sister)
    moved = clinician.post(moving(done), form_with(page, "confirm") | {"reason": "Her sister"})
    assert moved.headers["Location"] == f"/review/{done.pk}/"
    draft = factories.draft(people.front_desk, SAID)
    assert f"/people/{draft.patient_id}/" in clinician.get(moving(draft)).content.decode()


@pytest.mark.parametrize("picked", ["x", "0" * 400, "../../x"])
def test_what_no_page_of_ours_sends_is_refused(picked: str, desk: Client, draft: Intake) -> None:
    for address in (moving(draft), merging(draft.patient)):
        assert desk.post(address, {"picked": picked}).status_code == 400
        assert desk.post(address, {"picked": uuid.uuid4()}).status_code == 404
    assert desk.post(f"/patients/{draft.patient_id}/start/", {"seen": picked}).status_code == 400


# Merged


def merged_page(client: Client, here: Patient, there: Patient) -> Any:
    return client.post(merging(here), {"picked": there.pk})


def test_two_records_are_made_one_after_both_were_seen_and_taken_apart(
    desk: Client, draft: Intake, sister: Patient
) -> None:
    here = draft.patient
    assert f'href="{merging(here)}"' in desk.get(f"/patients/{here.pk}/").content.decode()
    found = desk.post(merging(here), {"person": "S1"})
    page = desk.post(merging(here), form_with(found, "picked"))
    said = words(page)
    assert f"Intakes: 1 in record {here.record_number}, 0 in record S1." in said
    for detail in ("Franklin", "Franklyn", "Date of birth", "Interpreter needed", "020 7946 0111"):
        assert detail in said
    assert "None" not in said.split("Detail", 1)[1].split("What changes")[0]  # each detail has its name
    empty = desk.post(merging(here), form_with(page, "confirm"))
    assert empty.status_code == 422
    assert "Please write why" in error_beside(empty, "reason")
    for asked in ("Please choose the record that is kept.", "Please compare both, and tick this."):
        assert words(empty).count(asked) == 2  # in the summary, and beside the field
    sent = form_with(page, "confirm") | {"kept": [str(sister.pk)], "reason": "Twice", "same_person": "on"}
    for _ in range(2):
        done = desk.post(merging(here), sent, follow=True)
        assert done.redirect_chain[-1][0] == f"/patients/{sister.pk}/"
        assert "The two records are one from now on" in words(done)
    assert Merge.objects.count() == 1
    assert now(draft).patient == sister
    assert f"Record {here.record_number}: FRANKLIN, Ewa, born" in words(done)
    apart = f"/merges/{Merge.objects.get().pk}/take-apart/"
    assert f'href="{apart}"' in done.content.decode()
    assert error_beside(desk.post(apart), "reason")
    for _ in range(2):
        undone = desk.post(apart, {"reason": "Two cousins"}, follow=True)
        assert "of two people again" in words(undone)
    assert Merge.objects.count() == 2
    assert now(draft).patient == here
    again = desk.post(apart, {"reason": "Something else"})
    assert (again.status_code, "taken apart already" in words(again)) == (409, True)


def test_every_detail_of_both_stands_side_by_side_estimates_and_days_of_consent_too(
    desk: Client, people: People
) -> None:
    asked: dict[str, Any] = {"may_phone": True, "consent_asked_on": datetime.date(2026, 3, 2)}
    here, there = (factories.patient(people.front_desk, age=None, **asked) for _ in range(2))
    here.estimate = about_year(1956)
    here.save()
    page = merged_page(desk, here, there)
    assert page.status_code == 200
    assert "about 1956" in words(page)
    assert "Asked on 2 Mar 2026 2 Mar 2026 Same" in words(page)


def test_the_misspelt_record_of_the_same_person_is_found(desk: Client, people: People) -> None:
    here = factories.patient(people.front_desk, family_name="Kowalski", record_number="R1")
    misspelt = factories.patient(people.front_desk, family_name="Kowalsky", record_number="R2")
    other = factories.patient(people.front_desk, family_name="Smith", record_number="R3")
    found = desk.post(merging(here), {"person": "Kowalski"})
    assert "Spelt alike KOWALSKY, Ewa" in words(found)
    assert form_with(found, "picked")["picked"] == [str(misspelt.pk)]
    warned = desk.post(merging(here), {"person": "R3 Kowalski"})
    assert "R3 is of somebody else than you typed: Kowalski" in words(warned)
    assert form_with(warned, "picked")["picked"] == [str(other.pk)]


def test_once_signed_it_cannot_be_undone_and_each_page_says_why(
    desk: Client, clinician: Client, people: People, sister: Patient
) -> None:
    done = factories.submitted(people.front_desk, SAID)
    merge_patients(actor=people.front_desk, kept=sister, merged=done.patient, reason="Registered twice")
    apart = f"/merges/{Merge.objects.get().pk}/take-apart/"
    assert "Undo: they are two people" in words(clinician.get(f"/people/{sister.pk}/"))
    factories.sign(people.clinician, done)
    why = "An intake that moved was signed since. The records stay together."
    for page in (desk.get(f"/patients/{sister.pk}/"), clinician.get(f"/people/{sister.pk}/"), desk.get(apart)):
        assert why in words(page)
        assert "Undo: they are two people" not in words(page)
    late = desk.post(apart, {"reason": "Two cousins"})
    assert (late.status_code, why in words(late)) == (409, True)


def test_a_draft_on_both_or_a_screen_away_is_told(desk: Client, draft: Intake, people: People, sister: Patient) -> None:
    sent = form_with(merged_page(desk, draft.patient, sister), "confirm")
    sent |= {"kept": [str(sister.pk)], "reason": "Twice", "same_person": "on"}
    start_hand_over(actor=people.front_desk, intake=draft)
    late = desk.post(merging(draft.patient), sent)
    assert (late.status_code, "Not merged. The person is answering" in words(late)) == (409, True)
    assert form_with(late, "confirm")["reason"] == ["Twice"]
    Intake.objects.filter(pk=draft.pk).update(handed_over_at=None)
    start_intake(actor=people.front_desk, patient=sister)
    late = desk.post(merging(draft.patient), sent)
    assert "has a draft open on both records" in words(late)
    assert not Merge.objects.exists()


def test_a_record_that_was_merged_meanwhile_leads_on(
    desk: Client, people: People, draft: Intake, sister: Patient, colleague: User
) -> None:
    here = draft.patient
    sent = form_with(merged_page(desk, here, sister), "confirm")
    sent |= {"kept": [str(here.pk)], "reason": "Twice", "same_person": "on"}
    merge_patients(actor=colleague, kept=sister, merged=here, reason="Registered twice")
    late = desk.post(merging(here), sent, follow=True)
    assert late.redirect_chain[-1][0] == f"/patients/{sister.pk}/"
    assert Merge.objects.count() == 1
    itself = merged_page(desk, sister, here)
    assert (itself.status_code, "leads to it" in words(itself)) == (409, True)
    undo_merge(actor=colleague, merge=Merge.objects.get(), reason="Two people")
    assert "Records that were made one" not in words(desk.get(f"/patients/{sister.pk}/"))


# A colleague's open draft


def starting(patient: Patient) -> str:
    return f"/patients/{patient.pk}/start/"


def test_a_colleagues_draft_is_shown_before_a_second_one_starts(
    desk: Client, people: People, colleague: User, sister: Patient
) -> None:
    theirs = factories.draft(colleague, SAID, patient=sister)
    page = desk.post(starting(sister))
    assert page.status_code == 409
    said = words(page)
    assert "Draft by Bea Colleague" in said
    assert f"saved last {timezone.localtime(theirs.saved_at):%-d %b %Y, %H:%M}" in said
    assert "3 of" in said
    assert forbidden(page) == []
    assert f'href="/intakes/{theirs.pk}/" autofocus' in page.content.decode()
    assert Intake.objects.count() == 1
    started = desk.post(starting(sister), form_to(page, starting(sister)))
    mine = Intake.objects.get(author=people.front_desk)
    assert started.headers["Location"] == f"/intakes/{mine.pk}/"
    # Mine opens as ever, whatever others have.
    assert desk.post(starting(sister)).headers["Location"] == f"/intakes/{mine.pk}/"


def test_one_that_came_since_is_shown_too(desk: Client, people: People, colleague: User, sister: Patient) -> None:
    factories.draft(colleague, SAID, patient=sister)
    page = desk.post(starting(sister))
    factories.draft(people.clinician, SAID, patient=sister)
    again = desk.post(starting(sister), form_to(page, starting(sister)))
    assert (again.status_code, "There are 2 intakes" in words(again)) == (409, True)


def test_what_was_submitted_today_is_shown_and_no_older_or_withdrawn_one(
    desk: Client, people: People, sister: Patient
) -> None:
    done = factories.submitted(people.front_desk, SAID, patient=sister)
    page = desk.post(starting(sister))
    assert (page.status_code, "Submitted today by you" in words(page)) == (409, True)
    Intake.objects.filter(pk=done.pk).update(submitted_at=timezone.now() - datetime.timedelta(days=1, hours=1))
    assert desk.post(starting(sister)).status_code == 302
    discarded(people.front_desk, Intake.objects.get(patient=sister, state="draft"))
    twice = factories.submitted(people.front_desk, SAID, patient=sister)
    mark_in_error(actor=people.clinician, intake=twice, revision=twice.revision, reason="Entered twice")
    assert desk.post(starting(sister)).status_code == 302


def test_that_page_takes_as_many_queries_for_many_as_for_one(desk: Client, sister: Patient) -> None:
    def queries() -> int:
        factories.draft(factories.user(uuid.uuid4().hex, "Front desk"), SAID, patient=sister)
        with CaptureQueriesContext(connection) as counted:
            assert desk.post(starting(sister)).status_code == 409
        return len(counted)

    assert queries() == queries() == queries()


# Where the next keystroke belongs


@pytest.mark.parametrize(("typed", "focused"), [("S1", "FRANKLYN, Rosa"), ("nobody", "Register"), ("f", "2 found")])
def test_what_was_found_has_the_focus(typed: str, focused: str, desk: Client, sister: Patient, draft: Intake) -> None:
    assert re.findall(r" autofocus[^>]*>([^<]*)<", desk.post("/desk/", {"person": typed}).content.decode())[
        0
    ].startswith(focused)


def test_the_first_page_begins_in_the_search_and_registering_in_the_first_field_that_is_empty_or_wrong(
    desk: Client, db: None
) -> None:
    assert desk.get("/desk/").content.decode().count(" autofocus") == 1
    page = desk.post("/patients/new/", {"person": "R77", "from-search": "1"}).content.decode()
    assert page.count(" autofocus") == 1
    assert "autofocus" in page.split('name="family_name"')[1].split(">")[0]
    wrong = {"record_number": "R1", "family_name": "Nowak", "date_of_birth_day": "31", "date_of_birth_month": "2"}
    page = desk.post("/patients/new/", wrong | {"date_of_birth_year": "1960"}).content.decode()
    assert page.count(" autofocus") == 1
    assert "autofocus" in page.split('name="date_of_birth_day"')[1].split(">")[0]


def test_on_the_check_page_what_does_not_fit_comes_before_the_button(desk: Client, people: People) -> None:
    fits = factories.draft(people.front_desk, {"pain.nrs_now": 4})
    assert "autofocus>Submit" in desk.get(f"/intakes/{fits.pk}/check/").content.decode()
    clashes = factories.draft(people.front_desk, {"pain.nrs_now": 9, "pain.nrs_worst": 2})
    page = desk.get(f"/intakes/{clashes.pk}/check/").content.decode()
    assert "to look at again" in page
    assert "autofocus>Submit" not in page
    assert page.count(" autofocus") == 1


def test_no_correction_is_without_its_audit_row(desk: Client, draft: Intake, sister: Patient) -> None:
    page = compared(desk, draft, sister)
    desk.post(moving(draft), form_with(page, "confirm") | {"reason": "Her sister"})
    assert Correction.objects.get().kind == "moved"
    assert AuditEvent.objects.latest("pk").action == "move"
