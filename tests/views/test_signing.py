"""The pages to sign, to add an addendum and to declare void; and what is signed, seen by the others."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from intake.actions.intakes import complete_intake, reopen_intake
from intake.clinical.telling.still_open import still_open
from intake.models import Alert, AuditEvent, Document, DocumentCopy, Intake, Review, Signature
from intake.stored.printing import document_pdf
from tests import factories
from tests.factories import PASSWORD, People
from tests.views.browser import error_beside, form_with
from tests.views.pages import forbidden, section, title, words


@pytest.fixture
def clinician(people: People) -> Client:
    client = Client()
    client.force_login(people.clinician)
    return client


@pytest.fixture
def intake(people: People) -> Intake:
    """Its alerts are acknowledged."""
    done = factories.submitted(people.front_desk, "V35", family_name="Franklin")
    factories.acknowledged(people.clinician, done)
    return done


def address(intake: Intake, page: str = "sign") -> str:
    return f"/review/{intake.pk}/{page}/"


def filled_in(page: Any, **typed: Any) -> dict[str, Any]:
    return {**form_with(page, "role"), "nothing_decided": "on", "password": PASSWORD, **typed}


def test_what_is_open_is_shown_and_each_needs_a_word(clinician: Client, intake: Intake) -> None:
    page = clinician.get(address(intake))
    assert intake.current
    left = still_open(factories.found(intake), ())
    assert f"Still open: {len(left)}" in words(page)
    assert all(item.title in words(page) for item in left)
    assert forbidden(page) == []
    assert "Franklin" not in title(page)
    sent = filled_in(page, role="GP") | {f"word-{left[0].kind}-{left[0].id}": "Seen on Monday"}
    refused = clinician.post(address(intake), sent)
    assert refused.status_code == 422
    assert title(refused).startswith("Error: ")
    assert error_beside(refused, f"word-{left[1].kind}-{left[1].id}") == "Please say a word on this."
    kept = form_with(refused, "role")
    assert kept["role"] == ["GP"]
    assert kept[f"word-{left[0].kind}-{left[0].id}"] == ["Seen on Monday"]
    signed = clinician.post(address(intake), sent | {"same_words": "Next visit"}, follow=True)
    assert "SIGNED" in section(signed, "signing")
    assert {item["words"] for item in Signature.objects.get().still_open} == {"Seen on Monday", "Next visit"}
    assert Signature.objects.get().role == "GP"


def test_with_nothing_decided_and_nothing_written_it_asks_once(
    clinician: Client, intake: Intake, people: People
) -> None:
    sent = filled_in(clinician.get(address(intake)), same_words="Next visit")
    asked = clinician.post(address(intake), {name: value for name, value in sent.items() if name != "nothing_decided"})
    assert asked.status_code == 422
    assert "Nothing was decided and nothing was written. Is that meant?" in words(asked)
    assert not Signature.objects.exists()
    assert clinician.post(address(intake), filled_in(asked)).status_code == 302


def test_with_a_word_written_it_does_not_ask(clinician: Client, intake: Intake) -> None:
    Review.objects.create(intake=intake, text="Seen.", revision=1)
    assert "Nothing was decided" not in words(clinician.get(address(intake)))


@pytest.mark.parametrize("password", ["", "wrong", " " + PASSWORD, "x" * 5000])
def test_a_wrong_password_keeps_everything_typed(password: str, clinician: Client, intake: Intake) -> None:
    page = clinician.get(address(intake))
    refused = clinician.post(address(intake), filled_in(page, same_words="Next visit", role="GP", password=password))
    assert refused.status_code == 422
    assert form_with(refused, "role")["same_words"] == ["Next visit"]
    assert form_with(refused, "role")["password"] == [""]
    assert not Signature.objects.exists()


def test_somebody_elses_password_does_not_sign(clinician: Client, intake: Intake, people: People) -> None:
    people.front_desk.set_password("another long password")
    people.front_desk.save()
    sent = filled_in(clinician.get(address(intake)), same_words="Next visit", password="another long password")
    assert error_beside(clinician.post(address(intake), sent), "password") == "That password is not right."


@pytest.mark.parametrize("word", ["a\0b", "x" * 501])
def test_words_that_cannot_be_kept(word: str, clinician: Client, intake: Intake) -> None:
    sent = filled_in(clinician.get(address(intake)), same_words=word)
    assert clinician.post(address(intake), sent).status_code == 422


@pytest.mark.parametrize("field", ["revision", "review_revision"])
def test_a_form_that_is_not_ours(field: str, clinician: Client, intake: Intake) -> None:
    sent = filled_in(clinician.get(address(intake)), same_words="Next visit") | {field: "9" * 30}
    assert clinician.post(address(intake), sent).status_code == 400


def test_a_page_that_has_become_stale_is_shown_anew_with_the_words(
    clinician: Client, intake: Intake, people: People
) -> None:
    sent = filled_in(clinician.get(address(intake)), same_words="Next visit")
    Review.objects.create(intake=intake, text="Changed by a colleague.", revision=1)
    stale = clinician.post(address(intake), sent)
    assert stale.status_code == 409
    assert "The intake or the rules have changed since this page was opened" in words(stale)
    assert "Changed by a colleague." in words(stale)
    assert form_with(stale, "role")["same_words"] == ["Next visit"]
    assert not Signature.objects.exists()
    again = clinician.post(address(intake), filled_in(stale))
    assert again.status_code == 302
    assert Signature.objects.get().decisions["text"] == "Changed by a colleague."


def test_an_open_alert_and_a_draft_leave_no_form(clinician: Client, intake: Intake, people: People) -> None:
    page = clinician.get(address(intake))
    said = {"flag": "RF17a", "title": "Thoughts", "tier": 2, "because": [], "raised_by": people.front_desk}
    alert = Alert.objects.create(intake=intake, **said)
    shown = clinician.get(address(intake))
    assert "1 safety alert is open." in words(shown)
    assert 'id="id_password"' not in shown.content.decode()
    after = clinician.post(address(intake), filled_in(page, same_words="Next visit"), follow=True)
    assert "A safety alert is open." in words(after)
    by = {"acknowledged_at": timezone.now(), "acknowledged_by": people.clinician, "outcome": "Spoken with"}
    Alert.objects.filter(pk=alert.pk).update(**by)
    reopen_intake(actor=people.front_desk, intake=intake)
    assert "The front desk is correcting this intake." in words(clinician.get(address(intake)))


def test_signed_is_said_on_every_page_that_would_change_it(clinician: Client, people: People) -> None:
    done = factories.signed(people, "V12")
    for page in ("sign", "complete"):
        assert "is signed" in words(clinician.get(address(done, page), follow=True))
    review = clinician.get(f"/review/{done.pk}/")
    assert "Add answers and examination" not in words(review)
    assert "Signed by Carol Clinician, GP" in section(review, "signing")
    desk = Client()
    desk.force_login(people.front_desk)
    overview = desk.get(f"/intakes/{done.pk}/")
    assert "A clinician has signed this intake" in words(overview)
    assert "Correct an answer" not in words(overview)
    reopened = desk.post(f"/intakes/{done.pk}/reopen/", follow=True)
    assert "A signed intake is not reopened." in words(reopened)
    assert desk.post(f"/intakes/{done.pk}/hand-over/").headers["Location"] == f"/intakes/{done.pk}/"
    saved = desk.post(f"/intakes/{done.pk}/mood/", {"revision": done.revision, "phq-q1": "3"}, follow=True)
    assert "A clinician has signed this intake meanwhile." in words(saved)


def test_an_addendum_and_then_void(clinician: Client, people: People) -> None:
    done = factories.signed(people)
    page = clinician.get(address(done, "addendum"))
    assert form_with(page, "role")["role"] == ["GP"]
    assert clinician.post(address(done, "addendum"), {"number": "1"}).status_code == 422
    assert "This corrects what page 1 says about" in words(page)
    sent = form_with(page, "role") | {"reason": "late result", "text": "<b>CK</b> normal\nTSH normal"}
    assert error_beside(clinician.post(address(done, "addendum"), sent | {"corrects": ["leg"]}), "corrects")
    sent["corrects"] = ["scores", "places"]
    amended = clinician.post(address(done, "addendum"), sent, follow=True)
    assert "AMENDED" in section(amended, "signing")
    assert "&lt;b&gt;CK&lt;/b&gt; normal" in amended.content.decode()
    assert "Corrects what page 1 says about: Scores; Where it hurts" in section(amended, "signing")
    assert done.addenda.get().corrects == ["scores", "places"]
    stale = clinician.post(address(done, "addendum"), sent | {"text": "another"})
    assert stale.status_code == 409
    assert "Another addendum was written" in words(stale)
    page = clinician.get(address(done, "void"))
    sent = filled_in(page, kind="wrong_patient", reason="Entered for her sister")
    assert clinician.post(address(done, "void"), sent).status_code == 422
    assert clinician.post(address(done, "void"), sent | {"confirmed": "on", "password": "no"}).status_code == 422
    void = clinician.post(address(done, "void"), sent | {"confirmed": "on"}, follow=True)
    assert "VOID Not valid" in section(void, "signing")
    assert "Entered for her sister" in section(void, "signing")
    assert "Write an addendum" not in words(void)
    for after in ("addendum", "void"):
        assert "only for a signed intake that is not void" in words(clinician.get(address(done, after), follow=True))
    desk = Client()
    desk.force_login(people.front_desk)
    assert "has declared this intake void" in words(desk.get(f"/intakes/{done.pk}/"))


def test_the_pdf_of_what_is_signed_is_the_one_that_is_stored(clinician: Client, people: People) -> None:
    first = factories.submitted(people.front_desk, "V11")
    token = uuid.uuid4()
    complete_intake(
        actor=people.clinician, intake=first, revision=first.revision, changes={"mh.plan": False}, token=token
    )
    done = factories.sign(people.clinician, first, printer=document_pdf)
    document = done.documents.get()
    pdf = clinician.get(f"/review/{done.pk}/2/summary.pdf")
    assert pdf.content == bytes(document.pdf) == clinician.get(f"/documents/{document.pk}/").content
    assert pdf["Content-Disposition"] == f'attachment; filename="document-{document.pk}.pdf"'
    assert AuditEvent.objects.filter(action="download", record_type="document", record_id=document.pk).count() == 2
    older = clinician.get(f"/review/{done.pk}/1/summary.pdf")
    assert "summary-" in older["Content-Disposition"]


def test_a_copy_without_the_record_is_made_once_and_noted_each_time(clinician: Client, people: People) -> None:
    done = factories.sign(people.clinician, factories.submitted(people.front_desk, "V11"), printer=document_pdf)
    document, review = done.documents.get(), f"/review/{done.pk}/"
    page, copy = clinician.get(review).content.decode(), f"/documents/{document.pk}/without-record/"
    assert f'action="{copy}"' in page
    first, second = clinician.post(copy), clinician.post(copy)
    kept = DocumentCopy.objects.get(document=document)
    assert first.content == second.content == bytes(kept.pdf)
    assert first["Content-Disposition"] == f'attachment; filename="document-{document.pk}-without-record.pdf"'
    noted = AuditEvent.objects.filter(action="download", record_type="documentcopy", record_id=str(kept.pk))
    assert noted.count() == 2
    assert kept.sha256 not in page
    assert f"Without the record: SHA-256 {kept.sha256}" in section(clinician.get(review), "signing")
    # A link of before the signature leads to where it is asked for.
    assert clinician.get(f"{review}1/summary.pdf?record=no").headers["Location"] == review


def test_of_an_earlier_layout_no_copy_is_offered(clinician: Client, people: People) -> None:
    done = factories.signed(people)
    old = Document.objects.create(id="A1", intake=done, number=2, status="AMENDED", pdf=b"%PDF-1.7", sha256="0" * 64)
    assert f"/documents/{old.pk}/without-record/" not in clinician.get(f"/review/{done.pk}/").content.decode()
    refused = clinician.post(f"/documents/{old.pk}/without-record/", follow=True)
    assert "There is no copy without the record." in words(refused)
    assert clinician.get(f"/documents/{old.pk}/").content == b"%PDF-1.7"


def queries(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as found:
        client.get(path)
    return len(found)


def test_the_number_of_queries_does_not_grow(clinician: Client, people: People) -> None:
    few = factories.submitted(people.front_desk, "V01")
    many = factories.submitted(people.front_desk, "V35")
    assert queries(clinician, address(few)) == queries(clinician, address(many)) == 15
    few, many = factories.sign(people.clinician, few), factories.sign(people.clinician, many)
    for number in range(3):
        sent = {"number": number + 1, "reason": "late result", "text": "x", "role": "GP"}
        clinician.post(address(many, "addendum"), sent)
    assert many.addenda.count() == 3
    assert queries(clinician, f"/review/{few.pk}/") == queries(clinician, f"/review/{many.pk}/")
    assert queries(clinician, address(few, "void")) == queries(clinician, address(many, "void"))


def test_a_name_longer_than_fits_is_printed_as_far_as_it_does(
    clinician: Client, intake: Intake, people: People
) -> None:
    """An account holds a given and a family name of 150 characters each."""
    User.objects.filter(pk=people.clinician.pk).update(first_name="Ana" * 50, last_name="Lopez" * 30)
    page = clinician.get(address(intake))
    signed = clinician.post(address(intake), filled_in(page, role="GP", same_words="Next visit"))
    assert signed.status_code == 302
    assert Signature.objects.get().name == "Ana" * 50


def test_the_way_to_sign_is_there_while_it_can_be_signed(clinician: Client, intake: Intake, people: People) -> None:
    assert _to_sign(clinician, intake) == 2  # above, and where the decisions end
    reopen_intake(actor=people.front_desk, intake=intake)
    assert _to_sign(clinician, intake) == 0
    assert _to_sign(clinician, factories.signed(people, record_number="R-2")) == 0


def _to_sign(client: Client, intake: Intake) -> int:
    return client.get(f"/review/{intake.pk}/").content.decode().count(f'href="{address(intake)}"')


def test_the_same_words_for_all_are_offered_where_there_is_more_than_one(clinician: Client, people: People) -> None:
    several, one = (factories.submitted(people.front_desk, case, record_number=case) for case in ("V12", "V34"))
    factories.acknowledged(people.clinician, several)
    factories.acknowledged(people.clinician, one)
    assert "The same words for all" in words(clinician.get(address(several)))
    page = words(clinician.get(address(one)))
    assert "Still open: 1" in page
    assert "The same words for all" not in page
