"""The clinician's form open twice, by one clinician or by two: nothing typed on either is lost or replaced unseen."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from intake.actions.intakes import complete_intake
from intake.models import AnswerVersion, AuditEvent, Examination, Intake
from intake.views.review import clinician
from tests import factories
from tests.factories import People
from tests.views.pages import as_posted, words


class Page:
    """An open page. What is typed stays on it until it is typed over."""

    def __init__(self, client: Client, intake: Intake) -> None:
        self.client = client
        self.address = reverse("review-complete", args=[intake.pk])
        self.open(client.get(self.address))

    def open(self, page: Any) -> None:
        self.shown = page
        self.fields = as_posted(page)

    def type(self, **answers: Any) -> Any:
        """It saves by itself while somebody types."""
        self.fields |= answers
        return self.client.post(self.address, self.fields, headers={"HX-Request": "true"})

    def done(self, **answers: Any) -> int:
        """Without saving by itself first, as where a browser runs no script. What comes back takes its place."""
        self.fields |= answers
        reply = self.client.post(self.address, self.fields)
        if reply.status_code != 302:
            self.open(reply)
        return int(reply.status_code)


@pytest.fixture
def intake(people: People) -> Intake:
    return factories.submitted(people.front_desk, "V12")


@pytest.fixture
def opened(client: Client, people: People, intake: Intake) -> Callable[[], Page]:
    client.force_login(people.clinician)
    return lambda: Page(client, intake)


def kept() -> dict[str, Any]:
    return Examination.objects.get().typed


def newest(intake: Intake) -> dict[str, Any]:
    answers: dict[str, Any] = AnswerVersion.objects.filter(intake=intake).latest("number").answers
    return answers


def test_what_one_page_typed_is_not_emptied_by_another_that_does_not_show_it(opened: Callable[[], Page]) -> None:
    first, second = opened(), opened()
    first.type(**{"ex-hr": "88"})
    second.type(**{"ex-rr": "14"})
    assert kept() == {"ex.hr": 88, "ex.rr": 14}


def test_what_cannot_be_read_is_not_emptied_either(opened: Callable[[], Page]) -> None:
    first, second = opened(), opened()
    first.type(**{"ex-hr": "about 88"})
    second.type(**{"ex-rr": "14"})
    assert (kept()["ex.hr"]["ex-hr"], kept()["ex.rr"]) == (["about 88"], 14)
    first.type(**{"ex-hr": "88"})
    third = opened()
    first.type(**{"ex-hr": ""})
    third.type(**{"ex-rr": "15"})
    assert kept() == {"ex.rr": 15}


def test_a_page_types_over_and_takes_back_its_own(opened: Callable[[], Page]) -> None:
    page = opened()
    for rate in ("8", "88", "89"):
        assert "another page" not in page.type(**{"ex-hr": rate}).content.decode()
    page.type(**{"ex-hr": ""})
    assert kept() == {}


def test_a_question_typed_on_both_is_named_and_neither_is_lost(opened: Callable[[], Page], intake: Intake) -> None:
    first, second = opened(), opened()
    first.type(**{"ex-hr": "88"})
    told = words(second.type(**{"ex-hr": "120", "ex-rr": "14"}))
    assert "Saved meanwhile: “88" in told
    assert "Yours is not kept yet: “Done” asks which of them stays." in told
    assert "except where another page differs" in told
    assert kept() == {"ex.hr": 88, "ex.rr": 14}
    assert second.done() == 409
    assert "Heart rate: Saved meanwhile: “88" in words(second.shown)
    assert second.fields["ex-hr"] == "120"
    assert second.done() == 302
    assert newest(intake)["ex.hr"] == 120
    assert "another page" in words(first.type(**{"ex-hr": "88"}))
    assert newest(intake)["ex.hr"] == 120


def test_what_another_page_holds_unread_is_said_as_it_was_typed(opened: Callable[[], Page]) -> None:
    first, second = opened(), opened()
    first.type(**{"ex-hr": "about <88>"})
    assert "Saved meanwhile: “about <88>”." in words(second.type(**{"ex-hr": "90"}))


def test_done_on_one_page_leaves_what_the_other_has_typed(opened: Callable[[], Page], intake: Intake) -> None:
    first, second = opened(), opened()
    second.type(**{"ex-rr": "14"})
    assert first.done(**{"ex-hr": "88"}) == 302
    assert newest(intake)["ex.hr"] == 88
    assert "ex.rr" not in newest(intake)
    assert kept() == {"ex.rr": 14}
    assert second.done() == 302
    assert (newest(intake)["ex.hr"], newest(intake)["ex.rr"]) == (88, 14)
    assert not Examination.objects.get().is_begun


def test_done_twice_empties_no_field_that_the_other_page_has_done(opened: Callable[[], Page], intake: Intake) -> None:
    first, second = opened(), opened()
    assert first.done(**{"ex-hr": "88", "ex-sbp": "128"}) == 302
    assert second.done(**{"ex-hr": "120", "ex-rr": "14"}) == 409
    assert (second.fields["ex-hr"], second.fields["ex-sbp"]) == ("120", "128")
    assert second.done() == 302
    assert [newest(intake)[id_] for id_ in ("ex.hr", "ex.sbp", "ex.rr")] == [120, 128, 14]


def test_what_a_colleague_has_done_is_not_replaced_by_what_was_typed_before(
    opened: Callable[[], Page], intake: Intake
) -> None:
    page = opened()
    page.type(**{"ex-hr": "88"})
    done_by_a_colleague(intake, {"ex.hr": 120, "ex.sbp": 128})
    assert "Saved meanwhile: “120" in words(page.type(**{"ex-rr": "14"}))
    assert page.done() == 409
    assert page.fields["ex-sbp"] == "128"
    assert page.done(**{"ex-hr": "120"}) == 302
    assert [newest(intake)[id_] for id_ in ("ex.hr", "ex.sbp", "ex.rr")] == [120, 128, 14]
    assert not Examination.objects.get().is_begun


def test_a_colleagues_other_answers_stay_and_ask_nothing(opened: Callable[[], Page], intake: Intake) -> None:
    page = opened()
    done_by_a_colleague(intake, {"ex.sbp": 128})
    assert page.done(**{"ex-hr": "88"}) == 302
    assert (newest(intake)["ex.hr"], newest(intake)["ex.sbp"]) == (88, 128)


def test_a_page_with_an_error_still_knows_what_it_was_opened_with(opened: Callable[[], Page], intake: Intake) -> None:
    page = opened()
    done_by_a_colleague(intake, {"ex.hr": 120})
    assert page.done(**{"ex-hr": "88", "ex-rr": "about 14"}) == 422
    assert page.done(**{"ex-rr": "14"}) == 409
    assert "Heart rate: Saved meanwhile: “120" in words(page.shown)


def test_a_page_that_comes_back_is_kept_as_it_says(opened: Callable[[], Page], intake: Intake) -> None:
    page, unread = opened(), opened()
    assert page.done(**{"ex-hr": "88", "ex-rr": "about 14"}) == 422
    assert "Everything else on this page is kept" in words(page.shown)
    assert (kept()["ex.hr"], kept()["ex.rr"]["ex-rr"]) == (88, ["about 14"])
    assert unread.done(**{"ex-hr": "90", "ex-sbp": "about 120"}) == 422
    assert "Heart rate: Saved meanwhile: “88" in words(unread.shown)
    assert "Yours is not kept yet" in words(unread.shown)
    done_by_a_colleague(intake, {"ex.hr": 120})
    assert page.done(**{"ex-rr": "14"}) == 409
    assert kept()["ex.rr"] == 14


def test_what_is_signed_while_it_is_sent_is_no_error_of_ours(
    opened: Callable[[], Page], intake: Intake, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = [opened(), opened()]
    pages[0].type(**{"ex-hr": "88"})
    intake.refresh_from_db()
    monkeypatch.setattr(clinician, "assessed_intake", lambda _: intake)  # as it was when the request came in
    factories.sign(people.clinician, Intake.objects.get(pk=intake.pk))
    assert pages[0].done(**{"ex-hr": ""}) == 302
    assert pages[1].done(**{"ex-hr": "about 88"}) == 302


def test_a_0_that_was_ticked_is_asked_back_no_more(opened: Callable[[], Page], intake: Intake) -> None:
    opened().type(**{"ex-hr": "0", "ex-hr-right": "on"})
    page = opened()
    assert "Yes, this was measured" not in words(page.type(**{"ex-rr": "14"}))
    assert kept() == {"ex.hr": 0, "ex.rr": 14}
    done_by_a_colleague(intake, {"ex.rr": 15})
    assert page.done() == 409
    assert "measured" not in " ".join(page.shown.context["form"].errors)
    assert page.done() == 302
    assert (newest(intake)["ex.hr"], newest(intake)["ex.rr"]) == (0, 14)


def test_what_cannot_be_read_is_asked_also_where_the_page_would_not_ask_it(
    opened: Callable[[], Page], intake: Intake
) -> None:
    page = opened()
    Examination.objects.create(
        intake=intake,
        author=page.shown.wsgi_request.user,
        malformed={"pain.morning_stiffness_min": {"pain-morning_stiffness_min": ["a while"]}},
    )
    assert "pain-morning_stiffness_min" not in page.fields
    page = opened()
    assert page.fields["pain-morning_stiffness_min"] == "a while"
    assert page.done(**{"pain-morning_stiffness_min": ""}) == 302
    assert kept() == {}


def test_what_was_typed_before_and_taken_back_makes_no_version(opened: Callable[[], Page], intake: Intake) -> None:
    opened().type(**{"ex-hr": "88"})
    page = opened()
    assert page.fields["ex-hr"] == "88"
    assert page.done(**{"ex-hr": ""}) == 302
    assert intake.versions.count() == 1
    assert kept() == {}
    assert AuditEvent.objects.filter(action="save examination").count() == 2


def test_a_page_that_says_nothing_of_how_it_was_opened_replaces_nothing_unseen(
    opened: Callable[[], Page], intake: Intake
) -> None:
    done_by_a_colleague(intake, {"ex.hr": 120, "ex.sbp": 128})
    page = opened()
    del page.fields["shown"], page.fields["page"]
    assert page.done(**{"ex-hr": "88", "ex-sbp": ""}) == 409
    assert page.fields["ex-sbp"] == "128"
    assert page.done() == 302
    assert (newest(intake)["ex.hr"], newest(intake)["ex.sbp"]) == (88, 128)


@pytest.mark.parametrize(
    "shown", ["{", "[]", "null", "1", "[" * 5000, '{"ex.hr": {"ex-hr": 3}, "no.such": [[1]], "": null}']
)
@pytest.mark.parametrize("by_itself", [True, False])
def test_no_hidden_field_is_an_error_of_ours(shown: str, by_itself: bool, opened: Callable[[], Page]) -> None:
    page = opened()
    page.fields |= {"shown": shown, "ex-hr": "88"}
    headers = {"HX-Request": "true"} if by_itself else {}
    assert page.client.post(page.address, page.fields, headers=headers).status_code in (200, 302, 400, 409)


def done_by_a_colleague(intake: Intake, changes: dict[str, Any]) -> None:
    intake.refresh_from_db()
    colleague = factories.user("colleague", "Clinician")
    complete_intake(actor=colleague, intake=intake, revision=intake.revision, changes=changes, token=uuid.uuid4())
