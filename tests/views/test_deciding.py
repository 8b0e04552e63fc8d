"""The clinician decides on the intake page, with and without JavaScript."""

from __future__ import annotations

import re
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from intake.actions.review import decide
from intake.clinical.rules.rule_set import STEPS
from intake.clinical.telling.closing_answers import closing_answers
from intake.models import Intake, Review
from intake.views.review.review_page import new_id
from tests import factories
from tests.factories import People
from tests.views.browser import form_with
from tests.views.pages import section, words

MOST_QUERIES = 18
HTMX = {"HX-Request": "true"}
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def clinician(client: Client, people: People) -> Client:
    client.force_login(people.clinician)
    return client


@pytest.fixture
def intake(people: People) -> Intake:
    return factories.submitted(people.front_desk, "V12")


def key_steps(intake: Intake) -> list[str]:
    return list(factories.found(intake).key_steps)


def fields(page: Any) -> dict[str, str]:
    """What the page's fields send; those of our form stand all over the page and name it."""
    sent: dict[str, str] = {}
    html = page.content.decode()
    for tag in re.findall(r'<input[^>]*form="deciding"[^>]*>', html):
        has = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if has.get("type") != "radio" or re.search(r"\bchecked\b", tag):
            sent[has["name"]] = has["value"]
    for name, text in re.findall(
        r'<textarea[^>]*form="deciding"[^>]*name="([^"]+)"[^>]*>\n(.*?)</textarea>', html, re.DOTALL
    ):
        sent[name] = text
    return sent | {name: values[0] for name, values in form_with(page, "revision").items()}


def look(client: Client, intake: Intake) -> Any:
    return client.get(reverse("review", args=[intake.pk]))


def save(client: Client, intake: Intake, page: Any, *, headers: Any = None, **typed: str) -> Any:
    sent = fields(page) | {name.replace("__", "-"): value for name, value in typed.items()}
    return client.post(reverse("review-decide", args=[intake.pk]), sent, headers=headers)


def stored() -> Review:
    return Review.objects.get()


def test_own_steps_added_in_the_same_second_stand_in_the_order_they_were_added() -> None:
    with time_machine.travel("2026-11-22T09:30:00Z", tick=False) as clock:
        ids = []
        for _ in range(20):
            ids.append(new_id())
            clock.shift(0.02)
    assert ids == sorted(ids)


def test_without_javascript_one_button_saves_everything(clinician: Client, intake: Intake) -> None:
    first, second = key_steps(intake)[:2]
    page = look(clinician, intake)
    present = factories.found(intake).present[0]
    flag = present.id
    own = next(name for name in fields(page) if name.startswith("own-") and name.endswith("-text"))
    typed = {
        f"step-{first}-choice": "accepted",
        f"step-{second}-choice": "not_needed",
        f"step-{second}-reason": "Done in May",
        f"flag-{flag}-words": "Spoke with her.",
        own: "Ring the daughter",
        "text": "Calm today.\r\nCome back.",
    }
    sent = save(clinician, intake, page, **typed)
    assert sent.headers["Location"] == reverse("review", args=[intake.pk])
    review = stored()
    assert review.steps[first]["choice"] == "accepted"
    assert (review.steps[second]["choice"], review.steps[second]["reason"]) == ("not_needed", "Done in May")
    assert review.flags[flag]["words"] == "Spoke with her."
    assert [step["text"] for step in review.own_steps.values()] == ["Ring the daughter"]
    assert review.text == "Calm today.\nCome back."
    again = look(clinician, intake)
    assert fields(again) == fields(again) | typed | {"text": "Calm today.\nCome back."}
    shown = words(again)
    assert f"2 of {len(key_steps(intake))} key steps decided" in shown
    assert "Not needed by clinician," in shown
    assert "Clinically reviewed by clinician," in section(again, "flags")
    assert present.title in section(again, "flags")


# Entries: several steps decided as one


def entry(intake: Intake) -> tuple[str, list[str]]:
    """A group of several steps: what the names of its fields begin with, and its steps."""
    found = factories.found(intake)
    group = next(group for group in found.step_groups if len(group.steps) > 2)
    return f"group-{group.steps[0]}", list(group.steps)


def choices_of(steps: list[str]) -> list[str]:
    return [stored().value(f"step:{step}").get("choice", "") for step in steps]


def test_what_is_chosen_for_an_entry_counts_for_its_steps(clinician: Client, intake: Intake) -> None:
    name, steps = entry(intake)
    page = look(clinician, intake)
    assert fields(page)[f"{name}-steps"] == " ".join(steps)
    save(clinician, intake, page, **{f"{name}-choice": "accepted", f"{name}-reason": "all today"})
    assert choices_of(steps) == ["accepted"] * len(steps)
    assert stored().steps[steps[1]]["reason"] == "all today"
    shown = fields(look(clinician, intake))
    assert (shown[f"{name}-choice"], shown[f"step-{steps[1]}-choice"]) == ("accepted", "accepted")


def test_one_of_them_decided_by_itself_keeps_its_own(clinician: Client, intake: Intake) -> None:
    name, steps = entry(intake)
    typed = {f"{name}-choice": "accepted", f"step-{steps[1]}-choice": "done"}
    save(clinician, intake, look(clinician, intake), **typed)
    assert choices_of(steps) == ["accepted", "done", *["accepted"] * (len(steps) - 2)]
    again = look(clinician, intake)
    assert f"{name}-choice" not in fields(again)  # none of the choices is that of all
    assert "Decided one by one" in words(again)
    save(clinician, intake, again)
    assert choices_of(steps)[1] == "done"


def test_only_the_steps_that_stood_there_are_meant(clinician: Client, intake: Intake) -> None:
    name, steps = entry(intake)
    save(clinician, intake, look(clinician, intake), **{f"{name}-choice": "done", f"{name}-steps": " ".join(steps[:2])})
    assert choices_of(steps[:3]) == ["done", "done", ""]


def test_a_group_taken_back_takes_its_steps_back(clinician: Client, intake: Intake) -> None:
    name, _ = entry(intake)
    save(clinician, intake, look(clinician, intake), **{f"{name}-choice": "accepted"})
    save(clinician, intake, look(clinician, intake), **{f"{name}-choice": ""})
    assert stored().steps == {}


def test_a_decision_of_somebody_else_on_one_of_them_is_a_conflict(
    clinician: Client, people: People, intake: Intake
) -> None:
    name, steps = entry(intake)
    page = look(clinician, intake)
    changes = {f"step:{steps[1]}": {"choice": "not_needed", "reason": ""}}
    decide(actor=people.clinical_lead, intake=intake, revision=0, changes=changes)
    sent = {key: value for key, value in fields(page).items() if key in ("revision", "page", f"{name}-steps")}
    chosen = sent | {f"{name}-choice": "accepted", f"{name}-reason": ""}
    assert clinician.post(reverse("review-decide", args=[intake.pk]), chosen, headers=HTMX).status_code == 409
    assert choices_of(steps[:2]) == ["", "not_needed"]


@pytest.mark.parametrize("steps", ["", "H01;DROP", "x" * 99])
def test_steps_that_are_none_change_nothing(steps: str, clinician: Client, intake: Intake) -> None:
    name, _ = entry(intake)
    typed = {f"{name}-choice": "accepted", f"{name}-steps": steps}
    assert save(clinician, intake, look(clinician, intake), **typed).status_code == 422
    assert not Review.objects.exists()


def test_an_own_step_begins_as_accepted(clinician: Client, intake: Intake) -> None:
    page = look(clinician, intake)
    own = next(name for name in fields(page) if name.startswith("own-") and name.endswith("-text"))
    save(clinician, intake, page, **{own: "Ring the daughter"})
    assert [step["choice"] for step in stored().own_steps.values()] == ["accepted"]


def test_a_reason_without_a_choice_is_kept_and_decides_nothing(clinician: Client, intake: Intake) -> None:
    step = key_steps(intake)[0]
    page = look(clinician, intake)
    save(clinician, intake, page, **{f"step-{step}-reason": "ask her sister first"})
    shown = look(clinician, intake)
    assert fields(shown)[f"step-{step}-reason"] == "ask her sister first"
    assert "Left open, with a reason, by clinician" in section(shown, "key-steps")
    assert f"0 of {len(key_steps(intake))} key steps decided" in words(shown)
    assert Intake.objects.get().undecided == len(key_steps(intake))


def test_sending_an_unchanged_page_changes_nothing(clinician: Client, intake: Intake) -> None:
    save(clinician, intake, look(clinician, intake))
    assert not Review.objects.exists()


def test_saved_as_it_is_typed_only_the_parts_that_change_come_back(clinician: Client, intake: Intake) -> None:
    step = key_steps(intake)[0]
    hidden = {name: value for name, value in fields(look(clinician, intake)).items() if name in ("revision", "page")}
    typed = {f"step-{step}-choice": "done", f"step-{step}-reason": ""}
    answer = clinician.post(reverse("review-decide", args=[intake.pk]), hidden | typed, headers=HTMX)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert re.search(r'id="save-state"[^>]*>Saved \d\d:\d\d<', html)
    assert f'id="by-step-{step}"' in html
    assert 'name="revision" value="1"' in html
    assert f"1 of {len(key_steps(intake))} key steps decided" in words(html)
    assert "<main" not in html


def test_an_own_step_that_is_saved_makes_room_for_another(clinician: Client, intake: Intake) -> None:
    typed = {"revision": "0", "page": "abc", "own-0123456789ab-text": "Ring", "own-0123456789ab-choice": "done"}
    html = clinician.post(reverse("review-decide", args=[intake.pk]), typed, headers=HTMX).content.decode()
    assert stored().own_steps["0123456789ab"]["choice"] == "done"
    assert 'hx-swap-oob="beforeend:#own-steps"' in html
    assert len(re.findall(r'name="own-[0-9a-f]{12}-text"', html)) == 1


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("step-{step}-reason", "x" * 501, "Up to 500 characters; this has 501."),
        ("step-{step}-choice", "approved", "Please choose one of these."),
        ("flag-{flag}-words", "x" * 1001, "Up to 1,000 characters; this has 1,001."),
        ("flag-{flag}-words", "nul \x00", "cannot be stored"),
        ("own-0123456789ab-text", "x" * 501, "Up to 500 characters; this has 501."),
        ("text", "x" * 20_001, "Up to 20,000 characters; this has 20,001."),
        ("text", "lone \x00", "cannot be stored"),
    ],
)
def test_what_cannot_be_kept_stays_on_the_page_and_the_rest_is_kept(
    name: str, typed: str, said: str, clinician: Client, intake: Intake
) -> None:
    first, second = key_steps(intake)[:2]
    name = name.format(step=first, flag=factories.found(intake).present[0].id)
    wrong = {f"step-{first}-choice": "done", name: typed, f"step-{second}-choice": "done"}
    page = save(clinician, intake, look(clinician, intake), **wrong)
    assert page.status_code == 422
    assert said in words(page)
    if name.rpartition("-")[2] != "choice":
        assert fields(page)[name] == typed.replace("\x00", "\x00")
    assert second in stored().steps
    assert [stored().text, stored().flags, stored().own_steps] == ["", {}, {}]
    kept = clinician.post(reverse("review-decide", args=[intake.pk]), {"revision": "1", name: typed}, headers=HTMX)
    assert "Not all saved" in words(kept)


@pytest.mark.parametrize("headers", [None, HTMX])
def test_a_conflict_shows_both_and_writes_nothing(
    headers: Any, clinician: Client, intake: Intake, people: People
) -> None:
    step = key_steps(intake)[0]
    page = look(clinician, intake)
    theirs = {"choice": "not_needed", "reason": SCRIPT}
    decide(actor=people.clinical_lead, intake=intake, revision=0, changes={f"step:{step}": theirs}, page="other")
    typed = {f"step-{step}-choice": "done", "text": "mine"}
    answer = save(clinician, intake, page, headers=headers, **typed)
    assert answer.status_code == 409
    assert f"Not needed ({SCRIPT})”, by clinical-lead" in words(answer).replace("&lt;", "<")
    assert SCRIPT not in answer.content.decode()
    assert stored().text == ""
    replace = re.search(r'name="replace" value="([^"]+)"', answer.content.decode())
    assert replace
    save(clinician, intake, page, replace=replace[1], **typed)
    assert (stored().steps[step]["choice"], stored().text) == ("done", "mine")


def test_a_conflict_without_javascript_keeps_what_was_typed(clinician: Client, intake: Intake, people: People) -> None:
    page = look(clinician, intake)
    decide(actor=people.clinical_lead, intake=intake, revision=0, changes={"text": {"text": "theirs"}}, page="other")
    answer = save(clinician, intake, page, text="mine")
    assert fields(answer)["text"] == "mine"
    assert fields(answer)["revision"] == "0"


def test_after_the_signature_decisions_are_only_read(clinician: Client, intake: Intake, people: People) -> None:
    step = key_steps(intake)[0]
    page = look(clinician, intake)
    save(clinician, intake, page, **{f"step-{step}-choice": "done", f"step-{step}-reason": "by phone", "text": "Calm."})
    factories.sign(people.clinician, intake)
    signed = look(clinician, intake)
    assert 'form="deciding"' not in signed.content.decode()
    assert "Reason: by phone Done by clinician" in section(signed, "key-steps")
    assert "Calm." in section(signed, "own")
    late = save(clinician, intake, page, text="late")
    assert late.headers["Location"] == reverse("review", args=[intake.pk])
    typing = save(clinician, intake, page, headers=HTMX, text="late")
    assert typing.status_code == 409
    assert "is not saved. Copy your words before you leave" in words(typing)
    assert stored().text == "Calm."


def test_an_older_version_shows_decisions_and_changes_none(clinician: Client, intake: Intake, people: People) -> None:
    step = key_steps(intake)[0]
    save(clinician, intake, look(clinician, intake), **{f"step-{step}-choice": "done"})
    from tests.views.test_clinician import complete

    complete(clinician, intake, **{"mh-plan": "false"})
    older = clinician.get(reverse("review-version", args=[intake.pk, 1]))
    assert 'form="deciding"' not in older.content.decode()
    assert "Done by clinician" in words(older)
    assert "Done by clinician" in words(look(clinician, intake))


def test_a_signed_version_asks_no_rules_of_today(clinician: Client, intake: Intake, people: People) -> None:
    step = key_steps(intake)[0]
    found = factories.found(intake)
    raised = {each.id for each in found.steps}
    gone = next(each.id for each in STEPS if closing_answers(each.id, found) and each.id not in raised)
    kept = {"choice": "done", "reason": "", "by": "Somebody", "at": "2026-11-01T10:00:00+00:00"}
    Review.objects.create(intake=intake, steps={gone: kept, step: kept})
    assert "Answers now: " in section(look(clinician, intake), "own")
    factories.sign(people.clinician, intake)
    signed = section(look(clinician, intake), "own")
    assert f"no longer raised {gone}" in signed
    assert "Answers now: " not in signed


def test_a_decision_on_a_step_no_longer_raised_is_still_shown(clinician: Client, intake: Intake) -> None:
    kept = {"choice": "done", "reason": "before", "by": "Somebody", "at": "2026-11-01T10:00:00+00:00"}
    marked = {"words": "was nothing", "by": "Somebody", "at": "2026-11-01T10:00:00+00:00"}
    Review.objects.create(intake=intake, steps={"ZZ1": kept}, flags={"ZZ2": marked})
    own = section(look(clinician, intake), "own")
    assert "Decided earlier, no longer raised ZZ1 Done by Somebody, 1 Nov" in own
    assert "ZZ2: was nothing" in own


@pytest.mark.parametrize("sent", [{}, {"revision": "x"}, {"revision": "-1"}, {"revision": "9" * 30}])
def test_a_form_that_is_not_ours_is_refused(sent: dict[str, str], clinician: Client, intake: Intake) -> None:
    assert clinician.post(reverse("review-decide", args=[intake.pk]), sent).status_code == 400


def test_names_that_are_not_ours_are_passed_over(clinician: Client, intake: Intake) -> None:
    odd = {
        "revision": "0",
        "step-../x-choice": "done",
        "own-zz-text": "x",
        "flag--words": "x",
        "replace": "x y",
        "step-H01": "done",
    }
    assert clinician.post(reverse("review-decide", args=[intake.pk]), odd).status_code == 302
    assert not Review.objects.exists()


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_no_field_is_an_error_of_ours(headers: Any, clinician: Client, intake: Intake) -> None:
    """Somebody signed in sends what no page of ours does."""
    address = reverse("review-decide", args=[intake.pk])
    step, flag = key_steps(intake)[0], factories.found(intake).present[0].id
    rows = [f"step-{step}", f"group-{step}", f"flag-{flag}", "group-ZZ9", "own-0123456789ab"]
    for name in rows:
        for part in ("choice", "reason", "steps", "words", "text"):
            for value in ("", "x"):
                sent = {"revision": Review.of(intake).revision, f"{name}-{part}": value}
                status = clinician.post(address, sent, headers=headers).status_code
                assert status in (200, 204, 302, 400, 409, 422), (sent, status)
    assert look(clinician, intake).status_code == 200
    assert all(flag.keys() == {"words", "by", "user", "at"} for flag in Review.of(intake).flags.values())
    assert all(step.keys() == {"choice", "reason", "by", "user", "at"} for step in Review.of(intake).steps.values())


def test_what_a_clinician_wrote_is_text(clinician: Client, intake: Intake) -> None:
    step, flag = key_steps(intake)[0], factories.found(intake).present[0].id
    typed = {f"step-{step}-choice": "done", f"step-{step}-reason": SCRIPT, "text": SCRIPT, f"flag-{flag}-words": SCRIPT}
    save(clinician, intake, look(clinician, intake), **typed)
    assert SCRIPT not in look(clinician, intake).content.decode()


def test_the_page_costs_the_same_with_every_step_decided(clinician: Client, intake: Intake, people: People) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert look(clinician, intake).status_code == 200
        return len(captured)

    before = queries()
    steps = factories.found(intake).steps
    changes = {f"step:{step.id}": {"choice": "done", "reason": ""} for step in steps}
    changes |= {f"own:{number:012x}": {"text": "x", "choice": "", "reason": ""} for number in range(20)}
    decide(actor=people.clinician, intake=intake, revision=0, changes=changes)
    assert queries() == before


def test_a_save_costs_the_same_for_one_and_for_all(clinician: Client, intake: Intake) -> None:
    def queries(sent: dict[str, str]) -> int:
        address = reverse("review-decide", args=[intake.pk])
        with CaptureQueriesContext(connection) as captured:
            assert clinician.post(address, sent, headers=HTMX).status_code == 200
        return len(captured)

    one, *others = key_steps(intake)
    queries({"revision": "0", "text": "first: the row is made"})
    few = queries({"revision": "1", f"step-{one}-choice": "done"})
    assert queries({"revision": "2", **{f"step-{id_}-choice": "done" for id_ in others}}) == few <= MOST_QUERIES
