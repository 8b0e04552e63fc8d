"""Filling in an intake: saved half-done, checked, submitted, corrected."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from intake.actions.intakes import save_draft
from intake.clinical.rules.questions import QUESTIONS
from intake.models import AnswerVersion, AuditEvent, Intake
from intake.views.desk.form_pages import SECTION
from tests import factories
from tests.factories import People
from tests.views.at_the_desk import address, now, save, submit
from tests.views.browser import error_beside, form_with
from tests.views.pages import words

ARABIC_ONE = "\N{ARABIC-INDIC DIGIT ONE}"
SUBMITTED_MEANWHILE = "This intake was submitted meanwhile. Reopen it to correct an answer."


@pytest.fixture
def draft(people: People) -> Intake:
    return factories.draft(people.front_desk, {})


# Starting


def test_starting_opens_the_sections_and_starting_again_the_same(desk: Client, people: People) -> None:
    start = f"/patients/{factories.patient(people.front_desk).pk}/start/"
    first = desk.post(start).headers["Location"]
    assert desk.post(start).headers["Location"] == first == address(Intake.objects.get())
    assert words(desk.get(first)).count("Open") > 5


def test_a_draft_is_listed_at_the_desk_until_it_is_submitted(desk: Client, draft: Intake) -> None:
    assert address(draft) in desk.get("/desk/").content.decode()
    assert "1 half-done" in words(desk.get("/desk/"))
    submit(desk, draft)
    assert "half-done" not in words(desk.get("/desk/"))
    assert "1 submitted" in words(desk.get("/desk/"))


# Saving


def test_a_half_filled_page_is_saved_as_it_is(desk: Client, draft: Intake) -> None:
    response = save(desk, draft, "impact", {"pain.nrs_now": 0, "fn.falls_12mo": 0})
    assert response.headers["Location"] == address(draft, "symptoms")
    assert {"pain.nrs_now": 0, "fn.falls_12mo": 0}.items() <= now(draft).answers.items()
    assert "Part done: 9 left" in words(desk.get(address(draft)))


def test_save_and_leave_goes_back_to_the_sections(desk: Client, draft: Intake) -> None:
    response = save(desk, draft, "impact", {"fn.falls_12mo": 0}, leave="1")
    assert response.headers["Location"] == address(draft)
    assert "Saved." in words(desk.get(address(draft)))


def test_unticking_everything_clears_the_answer(desk: Client, people: People) -> None:
    draft = factories.draft(people.front_desk, {"sx.skin": ["warm", "red"], "sx.joint": ["none"]})
    save(desk, draft, "symptoms", **{"sx-skin": []})
    assert "sx.skin" not in now(draft).answers
    assert now(draft).answers["sx.joint"] == ["none"]


MALFORMED = [
    ("impact", "fn.falls_12mo", "two", "A whole number from 0 to 99"),
    ("impact", "fn.falls_12mo", "-1", "A whole number from 0 to 99"),
    ("impact", "fn.falls_12mo", "100", "A whole number from 0 to 99"),
    ("impact", "fn.falls_12mo", "2.0", "A whole number from 0 to 99"),
    ("impact", "fn.falls_12mo", "1e1", "A whole number from 0 to 99"),
    ("impact", "fn.falls_12mo", ARABIC_ONE, "A whole number from 0 to 99"),
    ("impact", "fn.falls_12mo", "9" * 5000, "A whole number from 0 to 99"),
    ("impact", "fn.falls_12mo", str(2**63), "A whole number from 0 to 99"),
    ("impact", "fn.falls_12mo", "NaN", "A whole number from 0 to 99"),
    ("impact", "fn.falls_12mo", "unknown", "A whole number from 0 to 99"),
    ("time-course", "pain.duration_days", "200 years", "A whole number from 0 to 36500"),
    ("context", "ctx.encounter_date", "2023-02-29", "A date as YYYY-MM-DD"),
    ("context", "ctx.encounter_date", "yesterday", "A date as YYYY-MM-DD"),
    ("context", "ctx.encounter_date", "9999-12-31", "The date lies in the future"),
    ("medicines", "rx.treatments_tried", "x" * 1001, "Text of at most 1000 characters is allowed: these are 1001."),
    ("context", "ctx.own_words", "x" * 301, "Text of at most 300 characters is allowed: these are 301."),
    ("context", "ctx.hopes", "x" * 301, "Text of at most 300 characters is allowed: these are 301."),
    ("medicines", "rx.treatments_tried", "x" * 1_000_000, "Text of at most 1000 characters"),
]


@pytest.mark.parametrize(
    ("part", "question", "typed", "said"), MALFORMED, ids=[f"{q}={t[:20]}" for _, q, t, _ in MALFORMED]
)
def test_v2_2_1_what_cannot_be_read_stays_as_typed_with_an_error_beside_it(
    part: str, question: str, typed: str, said: str, desk: Client, draft: Intake
) -> None:
    field = question.replace(".", "-")
    response = save(desk, draft, part, **{field: typed})
    assert response.status_code == 422
    again = desk.get(address(draft, part))
    for shown in (response, again):
        assert said in error_beside(shown, field)
        assert form_with(shown, "revision")[field] == [typed]
        assert QUESTIONS[question].short in words(shown)
    assert question not in now(draft).answers
    check = desk.get(address(draft, "check"))
    assert "1 answer cannot be read and counts as not answered" in words(check)
    assert f"Typed, not understood: “{words(typed)}”" in words(check)
    assert "To check" in words(desk.get(address(draft)))


def test_beside_what_cannot_be_read_the_rest_of_the_page_is_saved(desk: Client, draft: Intake) -> None:
    save(desk, draft, "impact", {"pain.nrs_now": 7, "slp.nights_pain_disturbed": 3}, **{"fn-falls_12mo": "two"})
    assert {"pain.nrs_now": 7, "slp.nights_pain_disturbed": 3}.items() <= now(draft).answers.items()


def test_what_could_not_be_read_goes_once_it_is_mended(desk: Client, draft: Intake) -> None:
    save(desk, draft, "impact", **{"fn-falls_12mo": "two"})
    assert save(desk, draft, "impact", {"fn.falls_12mo": 2}).status_code == 302
    assert now(draft).answers["fn.falls_12mo"] == 2
    assert now(draft).malformed == {}


def test_an_answer_and_a_reason_for_none_are_not_both_kept(desk: Client, draft: Intake) -> None:
    response = save(desk, draft, "impact", **{"fn-falls_12mo": "2", "fn-falls_12mo-state": "declined"})
    assert error_beside(response, "fn-falls_12mo") == "Give an answer or say why there is none, not both."
    assert form_with(desk.get(address(draft, "impact")), "revision")["fn-falls_12mo-state"] == ["declined"]


def test_ticks_and_a_reason_for_none_are_not_both_kept(desk: Client, draft: Intake) -> None:
    response = save(desk, draft, "symptoms", {"sx.skin": ["warm", "declined"]})
    assert "not both" in words(response)
    assert form_with(desk.get(address(draft, "symptoms")), "revision")["sx-skin"] == ["warm", "declined"]


def test_v2_2_3_the_assessment_is_today_at_the_latest(desk: Client, draft: Intake) -> None:
    """No date of an assessment is in the future (ASVS V2.2.3)."""
    today = timezone.localdate()
    tomorrow = today + datetime.timedelta(days=1)
    assert save(desk, draft, "context", {"ctx.encounter_date": tomorrow.isoformat()}).status_code == 422
    assert save(desk, draft, "context", {"ctx.encounter_date": today.isoformat()}).status_code == 302


# Two people on one draft


def saved_by_somebody_else(people: People, draft: Intake, answers: dict[str, Any]) -> Intake:
    return save_draft(actor=people.clinician, intake=draft, revision=draft.revision, changes=answers, malformed={})


def test_v15_4_2_a_stale_page_overwrites_nothing_and_names_the_other_answer(
    desk: Client, people: People, draft: Intake
) -> None:
    shown = form_with(desk.get(address(draft, "impact")), "revision")
    saved_by_somebody_else(people, draft, {"fn.work": "off_sick", "pain.nrs_now": 5})
    response = desk.post(address(draft, "impact"), shown | {"fn-work": "reduced", "pain-nrs_now": "5"})
    assert response.status_code == 409
    assert "Somebody, perhaps you, saved this intake since you opened the page" in words(response)
    assert "Saved meanwhile: “Off sick”." in words(response)
    assert words(response).count("Saved meanwhile") == 2  # in the summary and beside the field
    assert form_with(response, "revision")["fn-work"] == ["reduced"]
    assert now(draft).answers["fn.work"] == "off_sick"


def test_saving_a_stale_page_again_is_a_choice(desk: Client, people: People, draft: Intake) -> None:
    shown = form_with(desk.get(address(draft, "impact")), "revision")
    saved_by_somebody_else(people, draft, {"fn.work": "off_sick"})
    stale = desk.post(address(draft, "impact"), shown | {"fn-work": "reduced"})
    assert desk.post(address(draft, "impact"), form_with(stale, "revision")).status_code == 302
    assert now(draft).answers["fn.work"] == "reduced"


def test_what_two_people_answer_on_different_pages_is_all_kept(desk: Client, people: People, draft: Intake) -> None:
    shown = form_with(desk.get(address(draft, "impact")), "revision")
    saved_by_somebody_else(people, draft, {"hx.gout": True})
    assert desk.post(address(draft, "impact"), shown | {"fn-work": "reduced"}).status_code == 302
    assert {"fn.work": "reduced", "hx.gout": True}.items() <= now(draft).answers.items()


def test_a_page_opened_before_submission_says_so_and_changes_nothing(desk: Client, draft: Intake) -> None:
    shown = form_with(desk.get(address(draft, "impact")), "revision")
    submit(desk, draft)
    response = desk.post(address(draft, "impact"), shown | {"fn-work": "reduced"}, follow=True)
    assert SUBMITTED_MEANWHILE in words(response)
    assert "fn.work" not in now(draft).answers


# Checking and submitting


def test_the_check_page_shows_every_answer_with_a_way_to_change_it(desk: Client, people: People) -> None:
    draft = factories.draft(people.front_desk, factories.example("V02"))
    part = desk.get(address(draft, "check"))
    said = words(part)
    assert "Other toes, left" in said
    assert "Burning, Like electric shocks" in said
    assert "18 months" in said
    for section in ("location", "mood", "medicines"):
        assert address(draft, section) in part.content.decode()


def test_open_questions_are_told_and_do_not_stop_submission(desk: Client, people: People) -> None:
    draft = factories.draft(people.front_desk, factories.example("V12"))
    check = desk.get(address(draft, "check"))
    assert f"{len(check.context['still_open'])} questions are not answered. You can submit all the same" in words(check)
    assert QUESTIONS["phq.q9"] in check.context["still_open"]
    assert submit(desk, draft).headers["Location"] == address(draft)
    assert now(draft).state == Intake.State.SUBMITTED


def test_an_empty_intake_can_be_submitted(desk: Client, draft: Intake) -> None:
    submit(desk, draft)
    assert now(draft).current


def test_what_cannot_be_read_does_not_stop_submission_and_is_not_submitted(desk: Client, draft: Intake) -> None:
    save(desk, draft, "impact", **{"fn-falls_12mo": "two"})
    submit(desk, draft)
    assert "fn.falls_12mo" not in now(draft).versions.get().answers
    assert now(draft).malformed


def test_a_double_click_submits_once(desk: Client, draft: Intake) -> None:
    sent = form_with(desk.get(address(draft, "check")), "token")
    answers = [desk.post(address(draft, "check"), sent) for _ in range(2)]
    assert [(answer.status_code, answer.headers["Location"]) for answer in answers] == [(302, address(draft))] * 2
    assert AnswerVersion.objects.count() == 1
    assert AuditEvent.objects.filter(action="submit").count() == 1


def test_back_and_submitting_again_changes_nothing_either(desk: Client, draft: Intake) -> None:
    two_tabs = [form_with(desk.get(address(draft, "check")), "token") for _ in range(2)]
    desk.post(address(draft, "check"), two_tabs[0])
    response = desk.post(address(draft, "check"), two_tabs[1], follow=True)
    assert SUBMITTED_MEANWHILE in words(response)
    assert AnswerVersion.objects.count() == 1


def test_answers_saved_since_the_check_are_shown_before_they_are_submitted(
    desk: Client, people: People, draft: Intake
) -> None:
    checked = form_with(desk.get(address(draft, "check")), "token")
    saved_by_somebody_else(people, draft, {"fn.work": "off_sick"})
    response = desk.post(address(draft, "check"), checked)
    assert response.status_code == 409
    assert "The answers have changed since you checked them" in words(response)
    assert "Off sick" in words(response)
    assert not AnswerVersion.objects.exists()
    assert desk.post(address(draft, "check"), form_with(response, "token")).status_code == 302
    assert AnswerVersion.objects.count() == 1


def test_what_is_submitted_shows_that_it_is_and_nothing_to_fill_in(desk: Client, draft: Intake) -> None:
    submit(desk, draft)
    assert "The intake is with the clinicians" in words(desk.get(address(draft)))
    for part in ("impact", "check"):
        assert desk.get(address(draft, part)).headers["Location"] == address(draft)


def test_a_submitted_intake_is_reopened_corrected_and_submitted_again(desk: Client, people: People) -> None:
    done = factories.submitted(people.front_desk, "V01")
    assert desk.post(address(done, "reopen")).headers["Location"] == address(done)
    save(desk, done, "impact", {"pain.nrs_now": 9})
    submit(desk, done)
    assert [version.answers["pain.nrs_now"] for version in done.versions.all()] == [4, 9]


def test_before_another_intake_is_reopened_the_open_draft_comes_first(desk: Client, people: People) -> None:
    done = factories.submitted(people.front_desk, "V01")
    open_draft = factories.draft(people.front_desk, {}, patient=done.patient)
    response = desk.post(address(done, "reopen"), follow=True)
    assert response.redirect_chain == [(address(open_draft), 302)]
    assert "You have another draft open for this person" in words(response)


def test_while_a_draft_is_corrected_malformed_text_of_another_section_is_counted(desk: Client, draft: Intake) -> None:
    save(desk, draft, "impact", **{"fn-falls_12mo": "two", "slp-nights_pain_disturbed": "many"})
    assert "2 answers cannot be read and count as not answered" in words(desk.get(address(draft, "check")))


# Addresses and hidden fields that we did not make


@pytest.mark.parametrize("revision", [None, "", "x", "-1", "1.0", ARABIC_ONE, "9" * 10, "1 "])
@pytest.mark.parametrize("part", ["impact", "check"])
def test_without_a_revision_nothing_is_done(part: str, revision: str | None, desk: Client, draft: Intake) -> None:
    sent = {"token": str(uuid.uuid4()), "fn-work": "reduced"} | ({} if revision is None else {"revision": revision})
    assert desk.post(address(draft, part), sent).status_code == 400
    assert now(draft).revision == draft.revision


@pytest.mark.parametrize("token", [None, "", "x", "0" * 31, "\0" * 32])
def test_without_a_token_nothing_is_submitted(token: str | None, desk: Client, draft: Intake) -> None:
    sent = {"revision": draft.revision} | ({} if token is None else {"token": token})
    assert desk.post(address(draft, "check"), sent).status_code == 400
    assert now(draft).is_draft


@pytest.mark.parametrize("part", ["", "impact", "check"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_an_unknown_intake_is_not_found(method: str, part: str, desk: Client) -> None:
    unknown = Intake(pk=uuid.uuid4())
    if (method, part) != ("post", ""):
        assert getattr(desk, method)(address(unknown, part)).status_code == 404


@pytest.mark.parametrize("part", ["no-such-section", "__proto__", "x" * 200])
def test_an_unknown_section_is_not_found(part: str, desk: Client, draft: Intake) -> None:
    assert desk.get(address(draft, part)).status_code == 404
    assert desk.post(address(draft, part), {"revision": draft.revision}).status_code == 404


@pytest.mark.parametrize("path", ["x", "..%2f..%2fadmin", "%00", "1", "'; DROP TABLE"])
def test_v5_3_2_only_ids_of_our_own_making_stand_in_addresses(path: str, desk: Client) -> None:
    """What somebody else wrote there is not found (ASVS V5.3.2)."""
    for prefix in ("intakes", "patients", "review"):
        assert desk.get(f"/{prefix}/{path}/").status_code == 404


# Hostile input: refused, never an error of ours


@pytest.mark.parametrize(
    ("part", "fields"),
    [
        ("location", {"pain-present": "maybe"}),
        ("location", {"pain-sites": ["calf_L", "moon"]}),
        ("location", {"pain-main_region": "\0"}),
        ("mood", {"phq-q9": "4"}),
        ("mood", {"phq-q9": "-1"}),
        ("mood", {"phq-q9": "1.5"}),
        ("mood", {"phq-q9": ARABIC_ONE}),
        ("impact", {"pain-nrs_now": "11"}),
        ("impact", {"fn-falls_12mo": "1\0"}),
        ("impact", {"fn-falls_12mo": "2", "fn-falls_12mo-state": "perhaps"}),
        ("time-course", {"pain-duration_days": "3", "pain-duration_days-state": "perhaps"}),
        ("medicines", {"rx-treatments_tried": "a\0b"}),
    ],
)
def test_v2_2_2_fields_no_browser_sends_are_refused_and_the_answer_before_stays(
    part: str, fields: dict[str, Any], desk: Client, people: People
) -> None:
    answers = {"pain.present": True, "pain.sites": ["calf_R"], "pain.main_region": "calf", "phq.q9": 1}
    answers |= {"pain.nrs_now": 3, "fn.falls_12mo": 1, "pain.duration_days": 30, "rx.treatments_tried": "rest"}
    draft = factories.draft(people.front_desk, answers)
    assert save(desk, draft, part, **fields).status_code == 422
    assert answers.items() <= now(draft).answers.items()
    assert now(draft).malformed == {}


def test_of_a_field_sent_twice_the_last_counts(desk: Client, draft: Intake) -> None:
    save(desk, draft, "mood", **{"phq-q9": ["0", "2"]})
    assert now(draft).answers["phq.q9"] == 2


def test_an_option_ticked_twice_is_said(desk: Client, draft: Intake) -> None:
    response = save(desk, draft, "symptoms", **{"sx-skin": ["warm", "warm"]})
    assert response.status_code == 422
    assert "An option is given twice." in words(response)


def test_ten_thousand_fields_are_too_many(desk: Client, draft: Intake) -> None:
    fields = {f"field-{number}": "x" for number in range(10_000)}
    assert desk.post(address(draft, "mood"), fields | {"revision": draft.revision}).status_code == 400
    assert now(draft).revision == draft.revision


def test_three_megabytes_are_too_much(desk: Client, draft: Intake) -> None:
    sent = f"revision={draft.revision}&rx-treatments_tried={'x' * 3_000_000}"
    response = desk.post(address(draft, "medicines"), sent, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 413


def test_broken_letters_are_replaced_and_never_an_error(desk: Client, draft: Intake) -> None:
    sent = f"revision={draft.revision}&rx-treatments_tried=%ED%A0%80%FF"
    response = desk.post(address(draft, "medicines"), sent, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 302
    assert desk.get(address(draft, "medicines")).status_code == 200


def test_notes_are_text_and_never_markup(desk: Client, draft: Intake) -> None:
    note = "</textarea><script>alert(1)</script>{{ 7|add:7 }}"
    save(desk, draft, "medicines", {"rx.treatments_tried": note}, **{"hx-investigations": note + "x" * 1000})
    for part in ("medicines", "check"):
        html = desk.get(address(draft, part)).content.decode()
        assert "<script>alert" not in html
        assert "&lt;script&gt;alert(1)" in html
    assert form_with(desk.get(address(draft, "medicines")), "revision")["rx-treatments_tried"] == [note]


# Queries


@pytest.mark.parametrize("part", ["", "location", "symptoms", "mood", "check"])
@pytest.mark.parametrize("case", ["EMPTY", "V02"])
def test_a_page_needs_few_queries_however_much_it_shows(
    case: str, part: str, desk: Client, people: People, django_assert_num_queries: Any
) -> None:
    draft = factories.draft(people.front_desk, factories.example(case))
    # One more for how this person works with keys, or for what was put right with the intake as a whole.
    with django_assert_num_queries(10 if part in SECTION or not part else 9):
        desk.get(address(draft, part))


def test_a_page_with_a_call_needs_3_queries_more(desk: Client, people: People, django_assert_num_queries: Any) -> None:
    draft = factories.draft(people.front_desk, {"phq.q9": 1})
    with django_assert_num_queries(13):  # who was told, what the clinic says, and the clinicians
        desk.get(address(draft, "mood"))


def test_saving_needs_few_queries(desk: Client, draft: Intake, django_assert_max_num_queries: Any) -> None:
    sent = form_with(desk.get(address(draft, "impact")), "revision")
    with django_assert_max_num_queries(16):  # Three of them write "Saved." into the session, for the next page.
        desk.post(address(draft, "impact"), sent)
