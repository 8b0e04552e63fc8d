"""Saving by a page's own script: where it goes then, and by whom the page was opened."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from intake.models import Intake, Review
from tests import factories
from tests.factories import People
from tests.views.at_the_desk import address, now, save, submit
from tests.views.browser import form_with
from tests.views.pages import as_posted, words

SCRIPT = {"HX-Request": "true"}


@pytest.fixture
def desk(client: Client, people: People) -> Client:
    client.force_login(people.front_desk)
    return client


@pytest.fixture
def draft(people: People) -> Intake:
    return factories.draft(people.front_desk, {"pain.present": True})


def press(desk: Client, draft: Intake, part: str, **fields: Any) -> Any:
    """A button, as the page's script sends it."""
    shown = form_with(desk.get(address(draft, part)), "revision")
    return desk.post(address(draft, part), shown | {"pressed": "1"} | fields, headers=SCRIPT)


# Where a button leads

ODD = {
    "an answer that cannot be read": ("time-course", {"pain-morning_stiffness_min": "abc"}, "cannot be read"),
    "an answer that opens questions": ("location", {"pain-present": "true"}, "more questions apply in “"),
    "a duration to read back": ("time-course", {"pain-duration_days": "3/52"}, "understood as “3 weeks”"),
    "nothing odd": ("time-course", {"pain-onset_speed": "sudden"}, "Saved."),
}


@pytest.mark.parametrize("by_script", [False, True])
@pytest.mark.parametrize("odd", ODD)
def test_save_and_leave_always_leaves_and_says_what_there_is(
    odd: str, by_script: bool, desk: Client, people: People
) -> None:
    draft = factories.draft(people.front_desk, {"pain.present": "opens" not in odd})
    part, typed, said = ODD[odd]
    left = press(desk, draft, part, leave="1", **typed) if by_script else save(desk, draft, part, leave="1", **typed)
    assert left.headers["HX-Redirect" if by_script else "Location"] == address(draft)
    assert said in words(desk.get(address(draft)))
    if "cannot" in odd:
        assert now(draft).malformed["pain.morning_stiffness_min"]["pain-morning_stiffness_min"] == ["abc"]


def test_a_button_sent_by_script_is_answered_with_the_way(desk: Client, draft: Intake) -> None:
    went = press(desk, draft, "time-course", **{"pain-onset_speed": "sudden"})
    assert (went.status_code, went.headers["HX-Redirect"]) == (204, address(draft, "quality"))
    assert now(draft).answers["pain.onset_speed"] == "sudden"
    stayed = press(desk, draft, "time-course", **{"pain-morning_stiffness_min": "abc"})
    assert (stayed.status_code, stayed.headers["HX-Redirect"]) == (204, address(draft, "time-course"))
    assert "A whole number from 0 to 600" in words(desk.get(address(draft, "time-course")))


def test_what_is_read_back_on_the_screen_already_does_not_stop_going_on(desk: Client, draft: Intake) -> None:
    typed = {"pain-duration_days": "3/52"}
    shown = form_with(desk.get(address(draft, "time-course")), "revision") | typed
    live = desk.post(address(draft, "time-course"), shown, headers=SCRIPT)
    assert "3 weeks" in words(live)
    went = desk.post(address(draft, "time-course"), shown | {"pressed": "1"}, headers=SCRIPT)
    assert went.headers["HX-Redirect"] == address(draft, "quality")


def test_a_draft_that_was_submitted_meanwhile_takes_nothing_and_its_page_keeps_what_was_typed(
    desk: Client, draft: Intake
) -> None:
    shown = form_with(desk.get(address(draft, "mood")), "revision")
    submit(desk, draft)
    late = desk.post(address(draft, "mood"), shown | {"phq-q9": "2"}, headers=SCRIPT)
    assert (late.status_code, late.headers["HX-Redirect"]) == (409, address(draft))


# By whom the page was opened


def test_a_page_comes_back_from_whoever_opened_it(desk: Client, people: People, draft: Intake) -> None:
    page = form_with(desk.get(address(draft, "mood")), "revision") | {"phq-q9": "2"}
    assert page["opened-by"] == [str(people.front_desk.pk)]
    desk.force_login(factories.user("colleague", "Front desk"))
    assert desk.post(address(draft, "mood"), page, headers=SCRIPT).status_code == 401
    refused = desk.post(address(draft, "mood"), page)
    assert refused.status_code == 403
    assert "Since then colleague has signed in at this screen" in words(refused)
    assert desk.post(address(draft, "mood"), page | {"opened-by": "\x00 nobody"}, headers=SCRIPT).status_code == 401
    assert "phq.q9" not in now(draft).answers
    desk.force_login(people.front_desk)
    assert desk.post(address(draft, "mood"), page, headers=SCRIPT).status_code == 200
    assert now(draft).answers["phq.q9"] == 2


def test_a_clinicians_pages_too(client: Client, people: People) -> None:
    intake = factories.submitted(people.front_desk, "V04")
    client.force_login(people.clinician)
    review, complete = reverse("review", args=[intake.pk]), reverse("review-complete", args=[intake.pk])
    decided = form_with(client.get(review), "revision") | {"text": "Calm."}
    completed = as_posted(client.get(complete)) | {"opened-by": str(people.clinician.pk)}
    client.force_login(factories.user("colleague", "Clinician"))
    assert client.post(reverse("review-decide", args=[intake.pk]), decided, headers=SCRIPT).status_code == 401
    assert client.post(complete, completed, headers=SCRIPT).status_code == 401
    assert not Review.objects.filter(text="Calm.").exists()


def test_each_user_has_a_key_of_their_own_for_each_intake_the_same_at_every_sign_in(
    client: Client, people: People, draft: Intake
) -> None:
    def key(user: Any, intake: Intake) -> str:
        client.force_login(user)
        found = re.search(r'data-unsent-key="([^"]+)"', client.get(address(intake, "mood")).content.decode())
        assert found
        return found[1]

    colleague = factories.user("colleague", "Front desk")
    other = factories.draft(people.front_desk, {})
    keys = [key(user, intake) for user in (people.front_desk, colleague) for intake in (draft, other)]
    assert len({*keys}) == 4
    client.logout()
    assert key(people.front_desk, draft) == keys[0]


def test_a_request_that_is_cut_off_is_refused_without_an_error(people: People, draft: Intake) -> None:
    class CutOff(io.BytesIO):
        def read(self, *size: int | None) -> bytes:
            raise OSError("the connection was cut")

    desk = Client(enforce_csrf_checks=True)
    desk.force_login(people.front_desk)
    sent = {"wsgi.input": CutOff(), "CONTENT_LENGTH": "100", "CONTENT_TYPE": "application/x-www-form-urlencoded"}
    assert desk.post(address(draft, "mood"), **sent).status_code == 403
