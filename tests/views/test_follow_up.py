"""The worklist of follow-ups: what is due, and closing it."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from intake.actions.follow_up import close_follow_up
from intake.models import FollowUp, Intake, Referral
from intake.roles import CLINICIAN
from tests import factories, over_time
from tests.factories import People
from tests.management import stored_intakes
from tests.over_time import answers, planned, referral, visit
from tests.views.browser import form_to
from tests.views.pages import forbidden, words

MOST_QUERIES = 16
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def clinician(client: Client, people: People) -> Client:
    client.force_login(people.clinician)
    return client


@pytest.fixture
def intake(people: People) -> Intake:
    """Signed 20 days ago."""
    patient = factories.patient(people.front_desk, record_number="A1", family_name="Okafor", given_name="Chidi")
    made = visit(people.front_desk, patient, 20, answers(phq="111111110"))
    return over_time.signed(people.clinician, made, days_ago=20)


def worklist(client: Client, **query: Any) -> Any:
    return client.get(reverse("follow-up"), query)


def close(client: Client, follow_up: FollowUp, **typed: str) -> Any:
    return client.post(reverse("follow-up-close", args=[follow_up.pk]), typed)


def groups(page: Any) -> dict[str, str]:
    """Each heading, with the words below it."""
    found = re.findall(r"<section aria-labelledby=\"group-.*?</section>", page.content.decode(), re.DOTALL)
    headings = [re.search(r"<h2[^>]*>(.*?)</h2>", part) for part in found]
    return {heading[1]: words(part) for heading, part in zip(headings, found, strict=True) if heading}


@pytest.mark.parametrize(
    ("due_in", "window", "heading", "said"),
    [
        (-20, 14, "Overdue", "overdue by 6 days"),
        (-1, 0, "Overdue", "overdue by 1 day"),
        (-14, 14, "Due now", "due now"),
        (0, 0, "Due now", "due now"),
        (0, 14, "Due now", "due now"),
        (1, 0, "Coming in the next 4 weeks", ""),
        (28, 14, "Coming in the next 4 weeks", ""),
        (29, 0, "Later", ""),
    ],
)
def test_it_says_how_urgent(
    due_in: int, window: int, heading: str, said: str, clinician: Client, intake: Intake
) -> None:
    planned(intake, due_in=due_in, window=window)
    page = worklist(clinician, when="later" if heading == "Later" else "")
    assert list(groups(page)) == [heading]
    row = groups(page)[heading].replace("\xa0", " ")
    for text in ("OKAFOR, Chidi", "record A1", "Repeat PHQ-9 and PEG in 2-4 weeks.", said):
        assert text in row
    assert ("overdue by" in row, "due now" in row) == (heading == "Overdue", heading == "Due now")


def test_a_window_is_said_with_both_ends(clinician: Client, intake: Intake) -> None:
    days = {"due_from": datetime.date(2025, 12, 20), "due_by": datetime.date(2026, 1, 3)}
    FollowUp.objects.filter(pk=planned(intake).pk).update(**days)
    assert "20 Dec 2025 to 3 Jan 2026" in words(worklist(clinician))


def test_the_longest_overdue_stand_first_and_closed_ones_are_gone(
    clinician: Client, people: People, intake: Intake
) -> None:
    for step, due_in in (("a", 3), ("b", -9), ("c", 0), ("d", -2)):
        planned(intake, due_in=due_in, step=step, text=f"Step {step}")
    closed = planned(intake, due_in=-5, step="e", text="Step e")
    close_follow_up(actor=people.clinician, follow_up=closed, state="done", words="")
    page = worklist(clinician)
    assert re.findall(r"Step (\w)\n", page.content.decode()) == ["b", "d", "c", "a"]
    assert "Overdue: 2 Due now: 1 Coming in the next 4 weeks: 1 Later: 0" in words(page)


def test_what_is_due_later_stands_on_a_page_of_its_own(clinician: Client, intake: Intake) -> None:
    planned(intake, due_in=60)
    page = words(worklist(clinician))
    assert "Nothing is due now or in the next 4 weeks." in page
    assert "Later: 1" in page
    assert "Nothing is due later." not in words(worklist(clinician, when="later"))


def test_a_newer_intake_is_named_and_closes_nothing(clinician: Client, people: People, intake: Intake) -> None:
    planned(intake)
    assert "A new intake was submitted" not in words(worklist(clinician))
    factories.draft(people.front_desk, {}, patient=intake.patient)
    assert "A new intake was submitted" not in words(worklist(clinician))
    Intake.objects.filter(state="draft").delete()
    newer = visit(people.front_desk, intake.patient, 2, answers(phq="000000000"))
    visit(people.front_desk, intake.patient, 40, answers(phq="000000000"))
    on = timezone.localdate() - datetime.timedelta(days=2)
    assert f"A new intake was submitted on {on.day} {on:%b %Y}." in words(worklist(clinician))
    over_time.voided(people.clinician, over_time.signed(people.clinician, newer))
    assert "A new intake was submitted" not in words(worklist(clinician))


def test_those_of_a_void_intake_leave_the_list_and_are_told_on_the_persons_page(
    clinician: Client, people: People, intake: Intake
) -> None:
    planned(intake)
    over_time.voided(people.clinician, intake)
    page = words(worklist(clinician))
    assert "record A1" not in page
    assert "Overdue: 0 Due now: 0" in page
    person = words(clinician.get(reverse("person", args=[intake.patient_id])))
    assert "To be done: 0" in person
    assert "Left the list from a void intake: Repeat PHQ-9 and PEG in 2-4 weeks." in person


# The same, agreed at several visits


def again(people: People, intake: Intake) -> Intake:
    made = visit(people.front_desk, intake.patient, 2, answers(phq="111111110"))
    return over_time.signed(people.clinician, made)


def test_what_was_agreed_at_two_visits_stands_once(clinician: Client, people: People, intake: Intake) -> None:
    planned(intake, due_in=-3)
    planned(intake, step="own1", text="Ring the daughter")
    later = again(people, intake)
    planned(later, due_in=20)
    planned(later, step="own2", text="Ring the daughter")
    page = words(worklist(clinician))
    # Each with the labels of its form and of its link.
    assert page.count("Repeat PHQ-9 and PEG") == page.count("Ring the daughter") == 3
    assert page.count("Agreed before too, on ") == 2
    assert "; was due " in page
    assert "Overdue: 0 Due now: 1 Coming in the next 4 weeks: 1" in page


def test_of_visits_that_are_signed_in_another_order_the_newest_visit_stands(
    clinician: Client, people: People, intake: Intake
) -> None:
    newest = again(people, intake)
    planned(newest, due_in=20)
    planned(intake, due_in=-3)  # signed only now
    assert intake.current
    on = intake.current.assessed_on
    page = words(worklist(clinician))
    assert f"Agreed before too, on {on.day} {on:%b %Y}" in page
    assert "Overdue: 0 Due now: 0 Coming in the next 4 weeks: 1" in page


def test_closing_it_closes_both(clinician: Client, people: People, intake: Intake) -> None:
    planned(intake)
    later = planned(again(people, intake))
    close(clinician, later, state="done", words="Rang")
    assert set(FollowUp.objects.values_list("state", "words")) == {("done", "Rang")}


def test_when_the_later_visit_is_void_the_earlier_one_stands_again(
    clinician: Client, people: People, intake: Intake
) -> None:
    planned(intake, due_in=-3)
    later = again(people, intake)
    planned(later, due_in=20)
    over_time.voided(people.clinician, later)
    assert "Overdue: 1" in words(worklist(clinician))


def test_another_persons_stays_their_own(clinician: Client, people: People, intake: Intake) -> None:
    planned(intake)
    other = over_time.signed(people.clinician, factories.submitted(people.front_desk, "V11"))
    planned(other)
    assert "Due now: 2" in words(worklist(clinician))


# Whose it is


def colleague(name: str = "Zoe", username: str = "zoe") -> User:
    user = User.objects.create_user(username, first_name=name, last_name="Ash")
    user.groups.add(Group.objects.get(name=CLINICIAN))
    return user


def test_overdue_first_then_mine_each_colleagues_and_nobodys(clinician: Client, people: People, intake: Intake) -> None:
    zoe, ann = colleague(), colleague("Ann", "ann")
    for step, due_in, owner in (
        *(("a", -1, None), ("b", -9, zoe), ("c", -5, ann), ("d", -2, people.clinician), ("e", -3, people.clinician)),
        *(("f", 0, None), ("g", 3, people.clinician)),
    ):
        planned(intake, due_in=due_in, step=step, text=f"Step {step}", owner=owner)
    page = worklist(clinician)
    assert re.findall(r"Step (\w)\n", page.content.decode()) == ["e", "d", "c", "b", "a", "f", "g"]
    headings = re.findall(r"<h[23][^>]*>([^<]*)</h", page.content.decode().split("</ul>\n</section>")[-1])
    overdue = ["Overdue", "Yours", "Ann Ash’s", "Zoe Ash’s", "Nobody’s"]
    headings.remove("Please sign in again")
    assert headings[-9:] == [*overdue, "Due now", "Nobody’s", "Coming in the next 4 weeks", "Yours"]


def test_mine_alone(clinician: Client, people: People, intake: Intake) -> None:
    planned(intake, step="a", text="Mine to do", owner=people.clinician)
    planned(intake, step="b", text="Hers to do", owner=colleague())
    planned(intake, step="c", text="Nobody has it")
    page = words(worklist(clinician, whose="mine"))
    assert "Mine to do" in page
    assert "Hers to do" not in page
    assert "Nobody has it" not in page
    assert "Due now: 1" in page
    assert "Due now: 3" in words(worklist(clinician, whose="somebody else"))


def test_by_kind(clinician: Client, intake: Intake) -> None:
    planned(intake, step="F01", text="Ask the questionnaires again")
    planned(intake, step="R08", text="Ring the nurse")
    for kind, there in (("questionnaire", "Ask the questionnaires"), ("step", "Ring the nurse")):
        page = words(worklist(clinician, kind=kind))
        assert [text in page for text in ("Ask the questionnaires", "Ring the nurse")] == [
            text == there for text in ("Ask the questionnaires", "Ring the nurse")
        ]
        assert "Due now: 1" in page
    page = words(worklist(clinician, kind="referral"))
    assert "Nothing that is chosen above is due now or in the next 4 weeks." in page


def test_a_filter_keeps_the_others(clinician: Client) -> None:
    page = worklist(clinician, whose="mine", kind="step").content.decode()
    assert f'href="{reverse("follow-up")}?whose=mine&amp;kind=questionnaire"' in page
    assert f'href="{reverse("follow-up")}?whose=mine&amp;kind=step&amp;when=later"' in page
    assert page.count('aria-current="true"') == 3


# Referrals


def test_a_referral_stands_in_the_list_by_owner_and_date(clinician: Client, people: People, intake: Intake) -> None:
    planned(intake, due_in=-3, text="Ring the daughter", step="R08", owner=people.clinician)
    sent = referral(intake, people.clinician, due_in=-2)
    report = referral(intake, people.clinician, due_in=-90, state="report_back")
    hers = referral(intake, colleague(), due_in=-1, state="declined")
    coming = referral(intake, people.clinician, due_in=26)
    referral(intake, people.clinician, state="closed")
    page = worklist(clinician)
    assert "Overdue: 4 Due now: 0 Coming in the next 4 weeks: 1 Later: 0" in words(page)
    rows = re.findall(r"Referral to (Service \d)</a>|Ring the (daughter)\n", page.content.decode())
    assert [a or b for a, b in rows] == [
        *(report.service.name, "daughter", hers.service.name, sent.service.name, coming.service.name)
    ]
    assert f'href="{reverse("referral", args=[sent.pk])}"' in page.content.decode()
    shown = words(page)
    assert "Within 2 weeks; sent" in shown
    assert "overdue by 2 hours" in shown.replace("\xa0", " ")
    assert "The front desk’s" in shown


def test_mine_leaves_out_what_the_desk_chases(clinician: Client, people: People, intake: Intake) -> None:
    chased, own = referral(intake, people.clinician), referral(intake, people.clinician, state="declined")
    page = words(worklist(clinician, whose="mine"))
    assert chased.service.name not in page
    assert own.service.name in page


def test_a_step_that_a_referral_carries_out_is_not_listed_twice(
    clinician: Client, people: People, intake: Intake
) -> None:
    step = planned(intake, step="R08", text="See a vascular surgeon")
    planned(intake, step="R0", text="Another step")
    made = referral(intake, people.clinician, due_in=26, steps=("R08",))
    page = words(worklist(clinician))
    assert page.count("Carries out: See a vascular surgeon") == 1
    assert page.count("See a vascular surgeon") == 2  # with the label of its link
    assert "Due now: 1 Coming in the next 4 weeks: 1" in page
    person = worklist_of(clinician, intake)
    assert f"Carried out by the referral to {made.service.name}." in person
    FollowUp.objects.filter(pk=step.pk).update(state="done", closed_by=people.clinician, closed_at=timezone.now())
    assert "Carries out" not in words(worklist(clinician))


def test_what_is_due_this_very_minute_is_late_by_nothing(clinician: Client, people: People, intake: Intake) -> None:
    referral(intake, people.clinician, due_in=-0.001, state="declined")
    page = words(worklist(clinician)).replace("\xa0", " ")
    assert "Overdue: 1" in page
    assert "0 minutes" not in page


def test_steps_alone_say_where_the_others_are(clinician: Client, people: People, intake: Intake) -> None:
    planned(intake, step="R08", text="See a vascular surgeon")
    referral(intake, people.clinician, due_in=26, steps=("R08",))
    where = "What an open referral carries out stands with it, under “referrals”."
    for kind in ("step", "questionnaire"):
        page = words(worklist(clinician, kind=kind))
        assert "See a vascular surgeon" not in page
        assert where in page
    assert "See a vascular surgeon" in words(worklist(clinician, kind="referral"))
    assert where not in words(worklist(clinician)) + words(worklist(clinician, kind="referral"))


def worklist_of(client: Client, intake: Intake) -> str:
    return words(client.get(reverse("person", args=[intake.patient_id])))


def test_another_persons_referral_carries_out_nothing_here(clinician: Client, people: People, intake: Intake) -> None:
    planned(intake, step="R08", text="See a vascular surgeon")
    other = over_time.signed(people.clinician, factories.submitted(people.front_desk, "V11"))
    referral(other, people.clinician, due_in=26, steps=("R08",))
    assert "Carries out" not in words(worklist(clinician))


def test_once_the_referral_is_closed_the_step_stands_again_and_asks(
    clinician: Client, people: People, intake: Intake
) -> None:
    planned(intake, step="R08", text="See a vascular surgeon")
    made = referral(intake, people.clinician, state="closed", steps=("R08",))
    page = words(worklist(clinician))
    assert f"The referral to {made.service.name} is closed: is this done?" in page
    Referral.objects.filter(pk=made.pk).update(state="cancelled")
    page = words(worklist(clinician))
    assert "See a vascular surgeon" in page
    assert "is this done?" not in page


def test_the_page_of_a_closed_referral_offers_to_close_its_step(
    clinician: Client, people: People, intake: Intake
) -> None:
    step = planned(intake, step="R08", text="See a vascular surgeon")
    made = referral(intake, people.clinician, steps=("R08",))
    address = reverse("referral", args=[made.pk])
    assert "carried out a step" not in words(clinician.get(address))
    Referral.objects.filter(pk=made.pk).update(state="closed", owner="nobody", due_at=None)
    page = clinician.get(address)
    assert "This referral carried out a step that is still to be done: See a vascular surgeon" in words(page)
    assert f'href="{reverse("follow-up-close", args=[step.pk])}"' in page.content.decode()
    close(clinician, step, state="done", words="")
    assert "carried out a step" not in words(clinician.get(address))


# Handed to a colleague


def hand(client: Client, follow_up: FollowUp, to: User | None, seen: User | None) -> Any:
    address = reverse("follow-up-hand", args=[follow_up.pk])
    return client.post(address, {"to": to.pk if to else "", "owner": seen.pk if seen else ""})


def test_it_can_be_handed_to_a_colleague(clinician: Client, people: People, intake: Intake) -> None:
    follow_up, zoe = planned(intake, owner=people.clinician), colleague()
    address = reverse("follow-up-hand", args=[follow_up.pk])
    assert f'href="{address}"' in worklist(clinician).content.decode()
    fields = form_to(clinician.get(address), address)
    assert fields["owner"] == [str(people.clinician.pk)]
    assert hand(clinician, follow_up, zoe, people.clinician).headers["Location"] == reverse("follow-up")
    assert FollowUp.objects.get().owner == zoe
    page = words(worklist(clinician))
    assert "Handed to Zoe Ash." in page
    assert "Zoe Ash’s" in page


def test_only_a_clinician_takes_it(clinician: Client, people: People, intake: Intake) -> None:
    follow_up, gone = planned(intake, owner=people.clinician), colleague()
    User.objects.filter(pk=gone.pk).update(is_active=False)
    for to, said in (
        (people.front_desk, "Choose a clinician of the list."),
        (gone, "Choose a clinician of the list."),
        (None, "Choose who is to do it."),
    ):
        page = hand(clinician, follow_up, to, people.clinician)
        assert page.status_code == 422
        assert said in words(page)
    assert FollowUp.objects.get().owner == people.clinician


def test_handed_on_or_closed_meanwhile_is_told(clinician: Client, people: People, intake: Intake) -> None:
    follow_up, zoe, ann = planned(intake), colleague(), colleague("Ann", "ann")
    FollowUp.objects.update(owner=ann)
    page = hand(clinician, follow_up, zoe, None)
    assert page.status_code == 409
    assert "it is to be done by Ann Ash now. Nothing was changed." in words(page)
    close_follow_up(actor=people.clinical_lead, follow_up=follow_up, state="done", words="")
    page = hand(clinician, follow_up, zoe, ann)
    assert page.status_code == 409
    assert "by clinical-lead. It cannot be handed on." in words(page)
    assert FollowUp.objects.get().owner == ann


# Closing


def test_done_needs_no_words_and_leads_back(clinician: Client, people: People, intake: Intake) -> None:
    follow_up = planned(intake)
    fields = form_to(worklist(clinician), reverse("follow-up-close", args=[follow_up.pk]))
    assert set(fields) == {"csrfmiddlewaretoken", "opened-by", "words"}
    answer = close(clinician, follow_up, state="done", words="")
    assert answer.headers["Location"] == reverse("follow-up")
    assert FollowUp.objects.get().closed_by == people.clinician
    assert "Marked as done." in words(worklist(clinician))


def test_from_the_persons_page_it_leads_back_there(clinician: Client, intake: Intake) -> None:
    answer = close(clinician, planned(intake), state="done", words="", **{"from": "person"})
    assert answer.headers["Location"] == reverse("person", args=[intake.patient_id])


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"state": "not_needed", "words": ""}, "Say in a few words why it is not needed."),
        ({"state": "not_needed", "words": "  "}, "Say in a few words why it is not needed."),
        ({"state": "done", "words": "x" * 1001}, "at most 1000 characters"),
        ({"state": "done", "words": "a\x00b"}, "Null characters are not allowed."),
        ({"state": "open", "words": "kept"}, "Choose “Done” or “Not needed”."),
        ({"words": "kept"}, "Choose “Done” or “Not needed”."),
        ({}, "Choose “Done” or “Not needed”."),
    ],
)
def test_what_cannot_be_kept_is_said_beside_and_stays_typed(
    typed: dict[str, str], said: str, clinician: Client, intake: Intake
) -> None:
    follow_up = planned(intake)
    page = close(clinician, follow_up, **typed)
    assert page.status_code == 422
    assert said in words(page)
    assert FollowUp.objects.get().state == "open"
    if "kept" in typed.values():
        assert "kept</textarea>" in page.content.decode()


def test_closed_meanwhile_says_who_and_keeps_what_they_said(clinician: Client, people: People, intake: Intake) -> None:
    follow_up = planned(intake)
    close_follow_up(actor=people.clinical_lead, follow_up=follow_up, state="done", words=f"First {SCRIPT}")
    page = close(clinician, follow_up, state="not_needed", words="Second")
    assert page.status_code == 409
    shown = words(page)
    assert "by clinical-lead." in shown
    assert f"“First {SCRIPT}”" in shown
    assert "What you wrote was not saved: “Second”" in shown
    assert SCRIPT not in page.content.decode()
    assert FollowUp.objects.get().words == f"First {SCRIPT}"


def test_one_can_be_opened_again(clinician: Client, people: People, intake: Intake) -> None:
    follow_up = planned(intake)
    close_follow_up(actor=people.clinician, follow_up=follow_up, state="done", words="Rang")
    address = reverse("follow-up-reopen", args=[follow_up.pk])
    assert clinician.post(address).headers["Location"] == reverse("person", args=[intake.patient_id])
    assert "Opened again; said before: “Rang”" in words(worklist(clinician))
    assert "Rang</textarea>" in worklist(clinician).content.decode()
    assert "It is open already." in words(clinician.post(address, follow=True))


def test_the_text_of_a_step_is_escaped(clinician: Client, intake: Intake) -> None:
    follow_up = planned(intake, text=SCRIPT)
    for page in (worklist(clinician), clinician.get(reverse("follow-up-close", args=[follow_up.pk]))):
        assert SCRIPT not in page.content.decode()
        assert SCRIPT in words(page)
        assert forbidden(page) == []


# Many


def many(people: People, number: int) -> None:
    """With a referral each that carries out another step."""
    stored_intakes.many(people.front_desk, number, [{"pt.age_years": 50}])
    for place, made in enumerate(Intake.objects.filter(state=Intake.State.SUBMITTED)):
        intake, late = over_time.signed(people.clinician, made), 1 + place % 5
        planned(intake, due_in=-late, owner=people.clinician)
        planned(intake, due_in=-late, step="R08", text="See a vascular surgeon")
        referral(intake, people.clinician, due_in=-24 * late, state="report_back", steps=("R08",))


def listed(page: Any) -> list[Any]:
    rows = [row for _, owners in page.context["groups"] for _, of_owner in owners for row in of_owner]
    return [row.referral.pk if row.referral else row.follow_up.pk for row in rows]


def test_the_worklist_costs_the_same_for_3_and_for_100(clinician: Client, people: People) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert worklist(clinician).status_code == 200
        assert not any('"reasons"' in query["sql"] or '"letter"' in query["sql"] for query in captured)
        return len(captured)

    many(people, 3)
    few = queries()
    many(people, 97)
    assert queries() <= few <= MOST_QUERIES
    first = page = worklist(clinician)
    seen = listed(page)
    while following := page.context["following"]:
        assert page.content.count(b"record R") == 25
        page = worklist(clinician, after=following)
        seen += listed(page)
    assert len(seen) == len(set(seen)) == 200
    assert "Overdue: 200" in words(first)
    assert "First page" in words(page)
    assert listed(worklist(clinician, after="step-99999999999999999999")) == listed(first)


def test_20_000_rows_are_read_by_their_indexes(clinician: Client, intake: Intake) -> None:
    """Nothing is looked through from its beginning to its end, least of all once for each row."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL plans by what is stored, which is little here")
    planned(intake)
    with CaptureQueriesContext(connection) as captured:
        worklist(clinician)
    plans = []
    for query in captured:
        of_every_page = query["sql"].startswith("SELECT COUNT(*)")
        if not of_every_page and ("intake_followup" in query["sql"] or "intake_referral" in query["sql"]):
            with connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN QUERY PLAN {query['sql']}")
                plans += [row[3] for row in cursor.fetchall()]
    assert [step for step in plans if step.startswith("SCAN") and "intake_" in step] == []
    assert [step for step in plans if re.search(r"U\d USING INDEX follow_up_due", step)] == []
    assert any("follow_up_of_person (patient_id=? AND state=?)" in step for step in plans)
    assert any("referral_of_person (patient_id=?" in step for step in plans)
    assert any("referral_due (owner=?" in step for step in plans)
