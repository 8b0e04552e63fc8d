"""A duration on every face: shown back as it was said, asked back where it may be two, told as typed."""

from __future__ import annotations

import io
import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from intake.clinical.language.kinds import Control
from intake.clinical.rules.questions import QUESTIONS
from intake.clinical.rules.questions.pain import pain
from intake.models import ClinicProfile, Intake
from intake.stored.printing import document_pdf
from tests import factories
from tests.factories import People
from tests.views.at_the_desk import address, now, save, submit
from tests.views.browser import error_beside, form_with
from tests.views.pages import as_posted, unfolded, words

PART, FIELD = "time-course", "pain-duration_days"
DURATION, INJURY = pain.duration_days.id, pain.injury_days_ago.id
ON = "2026-11-29"
"""The day of the assessment: what is said is counted back from it."""
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def draft(people: People) -> Intake:
    answers = {"pain.present": True, "pain.mechanism": "fall_low", "ctx.encounter_date": ON}
    return factories.draft(people.front_desk, answers, age=50)


@pytest.fixture
def clinician(people: People) -> Client:
    client = Client()
    client.force_login(people.clinician)
    return client


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def printed(response: Any) -> str:
    return text_of(response.content)


def buttons(page: Any, field: str = FIELD) -> list[str]:
    return [unescape(value) for value in re.findall(rf'name="{field}-reading" value="(.*?)"', page.content.decode())]


def test_every_duration_of_the_catalogue_is_read_alike() -> None:
    assert [id_ for id_, q in QUESTIONS.items() if q.control is Control.DURATION] == [DURATION, INJURY]


@pytest.mark.parametrize(
    ("typed", "days", "said"),
    [
        ("2-3 weeks", 14, "2 to 3 weeks"),
        ("over 6 months", 181, "over 6 months"),
        ("on and off since 2019", 2525, "since 2019, comes and goes"),
        ("summer 2024", 820, "since summer 2024"),
    ],
)
def test_it_is_kept_and_shown_as_it_was_said_on_every_page(
    typed: str, days: int, said: str, desk: Client, clinician: Client, draft: Intake
) -> None:
    assert save(desk, draft, PART, **{FIELD: typed}).status_code == 302
    kept = now(draft)
    assert kept.answers[DURATION] == {"days": days, "said": said}
    assert kept.read_answers().given[DURATION] == days
    shown = desk.get(address(draft, PART))
    assert form_with(shown, "revision")[FIELD] == [said]
    assert said in words(desk.get(address(draft, "check")))
    assert said in printed(desk.get(f"{address(draft)}paper-form.pdf"))
    # The same page sent again changes nothing.
    assert save(desk, draft, PART).status_code == 302
    assert now(draft).answers[DURATION] == {"days": days, "said": said}
    submit(desk, draft)
    review = clinician.get(reverse("review", args=[draft.pk]))
    assert f"Duration of the pain {said}" in words(unfolded(clinician, review))
    summary = printed(clinician.get(reverse("summary-pdf", args=[draft.pk, 1])))
    assert f"Duration of the pain: {said}" in summary
    assert f"Pain: {said}" in summary


def test_what_an_earlier_release_stored_as_days_is_shown_as_before(
    desk: Client, clinician: Client, draft: Intake
) -> None:
    draft.answers |= {DURATION: 21}
    draft.save()
    assert form_with(desk.get(address(draft, PART)), "revision")[FIELD] == ["21 days"]
    save(desk, draft, PART)
    assert now(draft).answers[DURATION] == 21
    submit(desk, draft)
    review = clinician.get(reverse("review", args=[draft.pk]))
    assert "Duration of the pain 3 weeks" in words(unfolded(clinician, review))


def test_it_is_read_back_before_the_next_page_where_it_was_said_otherwise(desk: Client, draft: Intake) -> None:
    assert save(desk, draft, PART, **{FIELD: "2/52"}).headers["Location"] == address(draft, PART)
    assert "Duration of the pain is understood as “2 weeks”. Please check it." in words(desk.get(address(draft, PART)))
    for plain in ("2 weeks", "2wks", "14 days"):
        assert save(desk, draft, PART, **{FIELD: plain}).headers["Location"] != address(draft, PART)


def test_what_may_be_two_things_is_asked_back_with_a_button_for_each(desk: Client, draft: Intake) -> None:
    response = save(desk, draft, PART, **{FIELD: "6"})
    assert response.status_code == 422
    again = desk.get(address(draft, PART))
    for page in (response, again):
        assert "6 weeks or months?" in error_beside(page, FIELD)
        assert buttons(page) == ["6 weeks", "6 months"]
        assert form_with(page, "revision")[FIELD] == ["6"]
    assert DURATION not in now(draft).answers
    assert "Typed, not understood: “6”" in words(desk.get(address(draft, "check")))
    # Pressed without JavaScript, the page is saved with that reading.
    assert save(desk, draft, PART, **{f"{FIELD}-reading": "6 months"}).status_code == 302
    assert now(draft).answers[DURATION] == {"days": 180, "said": "6 months"}
    assert now(draft).malformed == {}
    assert buttons(desk.get(address(draft, PART))) == []


def test_a_reading_that_is_chosen_stands_in_the_field_though_something_else_is_wrong(
    desk: Client, draft: Intake
) -> None:
    wrong = {"pain-morning_stiffness_min": "long", FIELD: "6", f"{FIELD}-reading": "6 weeks"}
    response = save(desk, draft, PART, **wrong)
    assert response.status_code == 422
    assert form_with(response, "revision")[FIELD] == ["6 weeks"]
    assert buttons(response) == []


def test_a_vague_word_asks_for_a_number_and_keeps_the_word(desk: Client, draft: Intake) -> None:
    response = save(desk, draft, PART, **{FIELD: "ages"})
    assert buttons(response) == ["weeks: how many?", "months or years: how many?"]
    asked = save(desk, draft, PART, **{f"{FIELD}-reading": "weeks: how many?"})
    assert "How many weeks? Please type it, such as “3 weeks”." in error_beside(asked, FIELD)
    assert form_with(asked, "revision")[FIELD] == ["ages"]
    assert now(draft).malformed[DURATION][FIELD] == ["ages"]


def test_not_known_is_an_answer_once_it_is_chosen(desk: Client, draft: Intake) -> None:
    assert buttons(save(desk, draft, PART, **{FIELD: "dunno"})) == ["about how long?", "not known"]
    save(desk, draft, PART, **{f"{FIELD}-reading": "not known"})
    assert now(draft).answers[DURATION] == "unknown"


@pytest.mark.parametrize("field", [FIELD, "pain-injury_days_ago"])
def test_a_bare_year_is_never_taken_as_days(field: str, desk: Client, draft: Intake) -> None:
    response = save(desk, draft, PART, **{field: "2026"})
    assert "In 2026, or 2,026 days?" in error_beside(response, field)
    assert buttons(response, field) == ["some time in 2026", "2,026 days"]
    assert field.replace("-", ".", 1) not in now(draft).answers


def test_days_since_an_injury_need_no_unit(desk: Client, draft: Intake) -> None:
    save(desk, draft, PART, **{"pain-injury_days_ago": "5"})
    assert now(draft).answers[INJURY] == {"days": 5, "said": "5 days"}


def test_the_clinics_country_says_which_way_round_it_is(desk: Client, draft: Intake) -> None:
    ClinicProfile(region="US").save()
    assert buttons(save(desk, draft, PART, **{FIELD: "3/12"})) == ["3 months (shorthand)", "since 12 March 2026"]


def test_while_somebody_types_the_buttons_come_and_go(desk: Client, draft: Intake) -> None:
    shown = form_with(desk.get(address(draft, PART)), "revision")
    for typed, told in (("6", 'value="6 months"'), ("6 m", 'hx-swap-oob="true">6 months</output>')):
        response = desk.post(address(draft, PART), shown | {FIELD: typed}, headers={"HX-Request": "true"})
        assert told in response.content.decode()
        shown["revision"] = str(now(draft).revision)  # type: ignore[assignment]
    assert f'<div class="readings" id="readings-{FIELD}" hx-swap-oob="true"></div>' in response.content.decode()


# A clinician's pages


def test_a_clinician_adds_one_and_what_is_typed_meanwhile_is_kept_as_said(clinician: Client, people: People) -> None:
    done = factories.submitted(
        people.front_desk, {"pain.present": True, "pain.sites": ["calf_L"], "ctx.encounter_date": ON}
    )
    page = reverse("review-complete", args=[done.pk])
    for typed, kept in (("couple of weeks", {"days": 14, "said": "2 to 3 weeks"}), ("6", None)):
        clinician.post(page, as_posted(clinician.get(page), **{FIELD: typed}), headers={"HX-Request": "true"})
        assert done.examinations.get().answers.get(DURATION) == kept
    assert done.examinations.get().malformed[DURATION][FIELD] == ["6"]
    sent = as_posted(clinician.get(page)) | {f"{FIELD}-reading": "6 weeks"}
    assert clinician.post(page, sent).status_code == 302
    assert now(done).answers[DURATION] == {"days": 42, "said": "6 weeks"}


# What was typed and is neither


def test_what_is_not_understood_is_told_to_the_clinician_on_the_review_the_sign_page_and_the_pdf(
    desk: Client, clinician: Client, draft: Intake
) -> None:
    save(desk, draft, PART, **{FIELD: SCRIPT})
    check = desk.get(address(draft, "check"))
    assert f"Typed, not understood: “{SCRIPT}”".replace("<", "&lt;").replace(">", "&gt;") in check.content.decode()
    submit(desk, draft)
    version = now(draft).versions.get()
    assert version.malformed[DURATION][FIELD] == [SCRIPT]
    for page in (reverse("review", args=[draft.pk]), reverse("review-sign", args=[draft.pk])):
        shown = clinician.get(page).content.decode()
        assert "<dt>Duration of the pain</dt><dd>“&lt;script&gt;alert(1)&lt;/script&gt;”</dd>" in shown
        assert SCRIPT not in shown
    for record in ("", "?record=no"):
        text = printed(clinician.get(reverse("summary-pdf", args=[draft.pk, 1]) + record))
        assert "Typed, not understood" in text
        assert f"Duration of the pain: “{SCRIPT}”" in text


def test_it_is_printed_in_what_is_signed(desk: Client, people: People, draft: Intake) -> None:
    save(desk, draft, PART, **{FIELD: "since the flood, sort of"})
    submit(desk, draft)
    signed = factories.sign(people.clinician, now(draft))
    pdf = document_pdf(signed.documents.get())
    assert "since the flood, sort of" in text_of(pdf)
