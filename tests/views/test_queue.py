"""The queue: what it is narrowed down to, who works on what, and what it costs."""

from __future__ import annotations

import datetime
import itertools
import re
import uuid
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from intake.actions.claims import claim_intake
from intake.actions.corrections import mark_in_error, restore_intake
from intake.actions.intakes import complete_intake, reopen_intake, submit_intake
from intake.actions.preferences import choose_keys
from intake.actions.queueing import list_in_queue, mend_queue
from intake.actions.review import decide
from intake.clinical.rules.questions import CATALOGUE
from intake.database import triggers
from intake.models import Alert, AnswerVersion, ClinicProfile, Intake, QueueEntry, Signature
from intake.roles import CLINICIAN
from intake.views.queue import waiting, worklist
from intake.views.queue.queue_filters import STATES, Filters
from tests import factories, over_time
from tests.factories import People
from tests.plans import scans
from tests.views.pages import forbidden, title, words

MOST_QUERIES = 16
TAKEN = "Carla Colleague works on this intake since "


@pytest.fixture
def clinician(client: Client, people: People) -> Client:
    client.force_login(people.clinician)
    return client


@pytest.fixture
def colleague(people: People) -> User:
    made = factories.user("colleague", CLINICIAN)
    made.first_name, made.last_name = "Carla", "Colleague"
    made.save()
    return made


def listed(page: Any) -> set[str]:
    """The record numbers."""
    return set(re.findall(r">record (\w+)<", page.content.decode()))


def alert(intake: Intake, people: People, *, acknowledged: bool = False) -> Alert:
    done = {"acknowledged_at": timezone.now(), "acknowledged_by": people.clinician, "outcome": "Spoke with the person"}
    about = {"flag": "RF17a", "title": "Thoughts", "tier": 2, "because": []}
    return Alert.objects.create(intake=intake, raised_by=people.front_desk, **about, **(done if acknowledged else {}))


def sign(intake: Intake, people: People, *, hours_ago: float = 1, state: str = Intake.State.SIGNED) -> None:
    """Signed as far as the queue can tell."""
    frozen = {"person": {}, "letterhead": {}, "decisions": {}, "still_open": [], "rule_set_approved": False}
    Signature.objects.create(
        intake=intake,
        version=intake.versions.get(),
        signed_by=people.clinician,
        signed_at=timezone.now() - datetime.timedelta(hours=hours_ago),
        name="Dr Chen",
        role="Clinician",
        rule_set_version="0",
        **frozen,
    )
    Intake.objects.filter(pk=intake.pk).update(state=Intake.State.SIGNED, queue_place=None)
    list_in_queue(intake)
    if state == Intake.State.VOID:
        over_time.voided(people.clinician, intake)


@pytest.fixture
def some(people: People, colleague: User) -> None:
    """One intake of each kind, by record number."""

    def made(case: str, record_number: str) -> Intake:
        return factories.submitted(people.front_desk, case, record_number=record_number)

    made("V10", "now")
    mine = claim_intake(actor=people.clinician, intake=made("V09", "mine"))
    Intake.objects.filter(pk=mine.pk).update(undecided=3)
    alert(mine, people, acknowledged=True)
    both = claim_intake(actor=people.clinician, intake=made("V12", "both"))
    claim_intake(actor=colleague, intake=made("V01", "hers"))
    reopen_intake(actor=people.front_desk, intake=made("V02", "corrected"))
    Intake.objects.exclude(pk=mine.pk).update(undecided=0)
    Intake.objects.filter(pk=both.pk).update(undecided=1)
    list_in_queue(*Intake.objects.all())
    sign(made("V34", "signed"), people)
    sign(made("V34", "void"), people, state=Intake.State.VOID)
    factories.draft(people.front_desk, factories.example("V01"), record_number="draft")


WAITING = {"now", "mine", "both", "hers", "corrected"}


NARROWED: list[tuple[str, set[str]]] = [
    ("", WAITING),
    ("state=waiting", WAITING),
    ("state=correcting", {"corrected"}),
    ("state=signed", {"signed"}),
    ("state=void", {"void"}),
    ("state=all", WAITING | {"signed", "void"}),
    ("tier=1", {"now"}),
    ("tier=2", {"mine", "both"}),
    ("tier=3", set()),
    ("tier=4", set()),
    ("tier=4&state=all", {"signed", "void"}),
    ("tier=0", {"hers", "corrected"}),
    ("alert=1", {"now", "both"}),
    ("mine=1", {"mine", "both"}),
    ("undecided=1", {"mine", "both"}),
    ("alert=1&mine=1", {"both"}),
    ("alert=1&mine=1&undecided=1&tier=2&state=waiting", {"both"}),
    ("alert=1&tier=2", {"both"}),
    ("mine=1&state=signed", set()),
    # What is not known is not a filter.
    ("tier=9&state=lost&alert=yes&mine=&undecided=0", WAITING),
    ("tier=٣&state=SIGNED", WAITING),
    ("tier=-1&tier=", WAITING),
    ("tier=99999999999999999999999&page=-7", WAITING),
    ("state=%ED%A0%80&tier=1%20OR%201=1", WAITING),
    ("name=Nowak&record_number=now", WAITING),
]


def test_the_queue_narrows_down(clinician: Client, some: None) -> None:
    for asked, shown in NARROWED:
        page = clinician.get(f"{reverse('queue')}?{asked}")
        assert page.status_code == 200, asked
        assert listed(page) == shown, asked
        assert forbidden(page) == [], asked


def test_each_tier_says_how_many_pass_the_other_filters(clinician: Client, some: None) -> None:
    assert (
        "any 5 1 emergency now 1 2 same day 2 3 urgent (within 2 weeks) 0 4 routine, noted 0 none present 2"
        in words(clinician.get(reverse("queue")))
    )
    assert "any 2 1 emergency now 1 2 same day 1" in words(clinician.get(reverse("queue"), {"alert": "1", "tier": "3"}))


def test_the_filters_that_are_on_stand_in_words_and_each_can_be_let_go(clinician: Client, some: None) -> None:
    page = clinician.get(reverse("queue"), {"tier": "2", "mine": "1", "state": "all"})
    for said in ("state: all Remove", "urgency: same day Remove", "mine Remove", "Clear all"):
        assert said in words(page)
    html = page.content.decode()
    assert 'href="?tier=2&amp;mine=1">Remove' in html
    assert 'href="?state=all&amp;mine=1">Remove' in html
    assert 'href="?state=all&amp;tier=2">Remove' in html
    assert "Clear all" not in words(clinician.get(reverse("queue")))


def test_a_search_that_finds_more_than_are_shown_says_so(
    clinician: Client, some: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    narrower = "The first 2; please narrow the search."
    assert narrower not in words(clinician.post(reverse("queue"), {"person": "ewa"}))
    monkeypatch.setattr("intake.views.queue.queue.FOUND_AT_MOST", 2)
    assert narrower in words(clinician.post(reverse("queue"), {"person": "ewa"}))


def test_a_search_looks_in_every_state_and_goes_with_the_filters(clinician: Client, some: None) -> None:
    search = {"person": "signed"}
    everywhere = clinician.post(reverse("queue"), search)
    assert listed(everywhere) == {"signed"}
    assert listed(clinician.post(f"{reverse('queue')}?state=signed&tier=4", search)) == {"signed"}
    assert listed(clinician.post(f"{reverse('queue')}?state=waiting", search)) == set()
    assert listed(clinician.post(f"{reverse('queue')}?mine=1", search)) == set()
    # Each filter sends the search again, since no name may stand in an address.
    html = everywhere.content.decode()
    assert 'form="queue-search" formaction="?state=waiting"' in html
    assert 'value="signed"' in html
    assert 'href="?' not in html


def test_what_is_signed_says_by_whom_and_the_newest_stands_first(clinician: Client, people: People) -> None:
    for record_number, hours_ago in (("older", 5), ("newest", 1), ("oldest", 30)):
        sign(factories.submitted(people.front_desk, "V01", record_number=record_number), people, hours_ago=hours_ago)
    page = clinician.get(reverse("queue"), {"state": "signed"})
    assert re.findall(r">record (\w+)<", page.content.decode()) == ["newest", "older", "oldest"]
    assert "by Dr Chen" in words(page)
    assert "Newest first." in words(page)
    assert ">Claim<" not in page.content.decode()


def test_a_row_says_what_is_open_and_who_works_on_it(clinician: Client, some: None, people: People) -> None:
    both = words(clinician.get(reverse("queue"), {"alert": "1", "mine": "1"}))
    assert "1 open alert " in both
    assert "undecided" not in both.partition("In one line")[2]
    assert f"with you since {timezone.localtime():%H:}" in both
    hers = words(clinician.get(reverse("queue"), {"tier": "0"}))
    assert f"with Carla Colleague since {timezone.localtime():%H:}" in hers
    assert "open alert " not in hers.partition("Person")[2]
    mine = Intake.objects.get(patient__record_number="mine")
    Intake.objects.filter(pk=mine.pk).update(claimed_at=timezone.now() - datetime.timedelta(days=40))
    since = timezone.localtime(timezone.now() - datetime.timedelta(days=40))
    page = words(clinician.get(reverse("queue"), {"mine": "1"}))
    assert f"with you since {since.day} {since:%b}, " in page


def test_the_queue_costs_the_same_whatever_stands_in_its_rows(
    clinician: Client, people: People, colleague: User
) -> None:
    def queries(**asked: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert clinician.get(reverse("queue"), asked).status_code == 200
        return len(captured)

    def add(number: int) -> None:
        for count in range(number):
            intake = factories.submitted(people.front_desk, "V12")
            claim_intake(actor=colleague if count % 2 else people.clinician, intake=intake)
            alert(intake, people)
            alert(intake, people)
            Intake.objects.filter(pk=intake.pk).update(undecided=2)
            list_in_queue(intake)
            factories.draft(people.front_desk, factories.example("V10"))
            sign(factories.submitted(people.front_desk, "V02"), people)

    asked: list[dict[str, str]] = [{}, {"state": "all", "alert": "1"}, {"state": "signed"}, {"tier": "2", "mine": "1"}]
    add(3)
    few = [queries(**one) for one in asked]
    add(27)
    assert [queries(**one) for one in asked] == few
    assert max(few) <= MOST_QUERIES


def test_pages_keep_the_filters_both_ways(clinician: Client, people: People) -> None:
    for _ in range(26):
        factories.submitted(people.front_desk, "V09")
    first = clinician.get(reverse("queue"), {"tier": "2"})
    (onwards,) = re.findall(r'href="(\?tier=2&amp;after=[0-9a-f.]+)">Less urgent<', first.content.decode())
    last = clinician.get(f"{reverse('queue')}{unescape(onwards)}")
    assert len(listed(last)) == 1
    assert "any 26" in words(last)
    (back,) = re.findall(r'href="(\?tier=2&amp;before=[0-9a-f.]+)">More urgent<', last.content.decode())
    again = clinician.get(f"{reverse('queue')}{unescape(back)}")
    assert listed(again) == listed(first)
    assert "More urgent<" not in again.content.decode()
    # A position of another order is none, and what was an address of a page before is the first.
    signed = onwards.replace("tier=2", "state=signed")
    for asked in (unescape(signed), "?page=2", "?after=209.1.x", f"?before={'9' * 400}"):
        assert clinician.get(f"{reverse('queue')}{asked}").status_code == 200, asked
    assert len(listed(clinician.get(f"{reverse('queue')}?page=2"))) == 25


def test_what_is_many_is_not_counted_to_the_end(clinician: Client, some: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("intake.views.queue.worklist.MANY", 1)
    page = clinician.get(reverse("queue"))
    assert "any 3+ 1 emergency now 1 2 same day 1+ 3 urgent (within 2 weeks) 0 4 routine, noted 0" in words(page)
    assert "Waiting for a clinician: 3+" in words(page)
    assert "Waiting for a clinician: 1 " in words(clinician.get(reverse("queue"), {"tier": "1"}))


# What a row says ------------------------------------------------------------------------------------------------------


def row_of(clinician: Client) -> str:
    """The words of the first row, from its urgency to its line."""
    html = clinician.get(reverse("queue")).content.decode()
    row = re.search(r'<tr role="row">\s*<td.*?</tr>', html, re.DOTALL)
    assert row
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", row[0])).split())


def sent(people: People, case: str, **details: Any) -> Intake:
    return factories.submitted(people.front_desk, case, **details)


NAMED = {
    "V05": "1 emergency now 1 open alert of NOWAK, Ewa Suspected hip or major limb fracture NOWAK, Ewa",
    "V09": "2 same day Possible deep vein thrombosis NOWAK, Ewa",
    "V34": "4 routine, noted",
    # Nothing points to what is open here, so that the row says nothing of it.
    "EMPTY": "none present NOWAK, Ewa",
    "V01": "none present NOWAK, Ewa",
    "V02": "open: 2 Suicide-safety question answered yes (item 9, ASQ, a past attempt, or recent self-harm) NOWAK",
    # Confidential: its pointer, whether it is present or open.
    "RF21-fires": "2 same day Safeguarding: see the clinician-only page",
    "RF21-hint": "open: 2 Safeguarding, to be asked only in private and never through a family member",
    # Marks of their own.
    "MISS-09": "cauda equina question open open: 3",
    "V15": "open: 1 Current suicidal thoughts, plan, intent or recent attempt mood screen declined NOWAK",
}


@pytest.mark.parametrize("case", NAMED)
def test_a_row_names_the_flag_that_makes_it(case: str, clinician: Client, people: People) -> None:
    sent(people, case)
    assert NAMED[case] in row_of(clinician)


@pytest.mark.parametrize("case", ["V05", "V01", "EMPTY", "ONE-DECLINED"])
def test_open_stands_only_where_something_points_to_it(case: str, clinician: Client, people: People) -> None:
    sent(people, case)
    assert "open:" not in row_of(clinician)
    assert "question open" not in row_of(clinician)


def test_the_case_stands_in_one_line_where_there_is_one(
    clinician: Client, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("intake.clinical.assessment.one_line", lambda *_: "68 M. <b>Right</b> calf cramp.")
    sent(people, "V12")
    assert row_of(clinician).endswith("68 M. <b>Right</b> calf cramp.")
    assert "<b>Right" not in clinician.get(reverse("queue")).content.decode()


def test_without_a_line_the_row_says_score_and_level(
    clinician: Client, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("intake.clinical.assessment.one_line", lambda *_: "")
    sent(people, "V12")
    assert row_of(clinician).endswith("PHQ-9 11 to 20. Cannot be decided from the answers given.")


def test_what_waits_since_before_flags_were_named_says_what_there_is(clinician: Client, people: People) -> None:
    old = sent(people, "V02")
    Intake.objects.filter(pk=old.pk).update(open_tier=None, open_flag="", open_mark="")
    assert "none present open: 2 NOWAK, Ewa" in row_of(clinician)


MARK = "cauda equina question open"


def test_reviewed_with_words_takes_the_open_mark_off(clinician: Client, people: People) -> None:
    intake = sent(people, "MISS-09")
    before = intake.queue_place
    decided = decide(
        actor=people.clinician, intake=intake, revision=0, changes={"flag:RF02a": {"words": "Asked: no change at all"}}
    )
    row = row_of(clinician)
    assert MARK not in row
    assert "open: 3" in row
    assert Intake.objects.get().queue_place > before
    decide(actor=people.clinician, intake=intake, revision=decided.revision, changes={"flag:RF02a": {}})
    assert MARK in row_of(clinician)
    assert Intake.objects.get().queue_place == before


def complete(people: People, intake: Intake, **changes: Any) -> None:
    intake = Intake.objects.get(pk=intake.pk)
    answers = {key.replace("__", "."): value for key, value in changes.items()}
    complete_intake(
        actor=people.clinician, intake=intake, revision=intake.revision, changes=answers, token=uuid.uuid4()
    )


def test_declined_takes_the_open_mark_off_once_it_was_asked_again(clinician: Client, people: People) -> None:
    # Declined at first, it stays open, whatever else is answered later.
    intake = sent(people, "MISS-D03b")
    assert MARK in row_of(clinician)
    complete(people, intake, ex__temp_c=36.6)
    assert MARK in row_of(clinician)
    # Left blank, asked again by the clinician, and declined.
    again = sent(people, "MISS-09", record_number="again")
    assert clinician.get(reverse("queue")).content.decode().count(MARK) == 2
    complete(people, again, sx__bladder_bowel="declined")
    again.refresh_from_db()
    assert again.open_mark == ""
    assert MARK in row_of(clinician)


def test_declined_under_an_earlier_id_of_its_question_was_not_asked_again(
    clinician: Client, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = CATALOGUE.questions["sx.bladder_bowel"]
    monkeypatch.setitem(CATALOGUE.renamed, "sx.bladder", question)
    stored = factories.submitted(people.front_desk, factories.example("MISS-D03b"))
    before = stored.document() | {question.id: None, "sx.bladder": "declined"}
    reopened = reopen_intake(actor=people.front_desk, intake=stored)
    triggers.take_down(connection, triggers.on(connection, "intake_answerversion", ("UPDATE",)))
    QuerySet(AnswerVersion).filter(pk=stored.current.version_id).update(answers=before)
    submit_intake(actor=people.front_desk, intake=reopened, revision=reopened.revision, token=uuid.uuid4())
    assert MARK in row_of(clinician)


def test_what_is_missing_in_the_queue_or_astray_there_is_put_into_its_place(clinician: Client, people: People) -> None:
    """As an earlier release leaves it that still runs after the entries have come."""
    for number in ("missing", "astray", "right"):
        factories.submitted(people.front_desk, "V10", record_number=number)
    signed = factories.sign(people.clinician, factories.submitted(people.front_desk, "V01", record_number="signed"))
    before = list(QueueEntry.objects.order_by("pk").values())
    QueueEntry.objects.filter(intake__patient__record_number="missing").delete()
    QueueEntry.objects.filter(intake__patient__record_number="astray").update(place=1)
    QueueEntry.objects.filter(intake=signed.pk).update(state="waiting", place=199, done_at=None)
    mend_queue()
    assert list(QueueEntry.objects.order_by("pk").values()) == before
    with CaptureQueriesContext(connection) as captured:
        mend_queue()
    assert len(captured) == 1


def test_nothing_is_open_of_what_is_signed(clinician: Client, people: People) -> None:
    sign(sent(people, "V02"), people)
    page = clinician.get(reverse("queue"), {"state": "signed"})
    assert "open:" not in page.content.decode()


@pytest.mark.parametrize(
    ("tier", "hours", "target", "late"),
    [
        (1, 0.1, "10 min", False),
        (1, 0.2, "10 min", True),
        (2, 0, "same day", False),
        (2, 24, "same day", True),
        (3, 14 * 24 - 1, "14 days", False),
        (3, 14 * 24 + 1, "14 days", True),
        (4, 28 * 24 - 1, "28 days", False),
        (4, 28 * 24 + 1, "28 days", True),
        (0, 28 * 24 + 1, "28 days", True),
    ],
)
def test_waiting_is_held_against_the_target_of_the_tier(tier: int, hours: float, target: str, late: bool) -> None:
    since = timezone.now() - datetime.timedelta(hours=hours)
    assert waiting.target(tier, since, ClinicProfile()) == (target, late)


def test_the_targets_are_the_clinics_own(clinician: Client, people: People) -> None:
    ClinicProfile(alert_minutes=90, urgent_days=1, routine_days=2).save()
    then = timezone.now() - datetime.timedelta(days=3)
    for case in ("V05", "V34"):
        intake = sent(people, case)
        Intake.objects.filter(pk=intake.pk).update(submitted_at=then)
        list_in_queue(intake)
    page = words(clinician.get(reverse("queue")))
    assert "late 3 days 0 h target 90 min" in page
    assert "late 3 days 0 h target 2 days" in page


def test_what_nothing_points_to_comes_after_what_something_points_to(clinician: Client, people: People) -> None:
    for case, record_number in (("V01", "nothing"), ("EMPTY", "unasked"), ("V02", "open2"), ("V15", "open1")):
        sent(people, case, record_number=record_number)
    html = clinician.get(reverse("queue")).content.decode()
    assert re.findall(r">record (\w+)<", html) == ["open1", "open2", "unasked", "nothing"]


EVERY_CHOICE = [
    Filters(state=state, tier=tier, alert=alert, mine=mine, undecided=undecided)
    for state in STATES
    for tier in ("", "0", "1")
    for alert, mine, undecided in itertools.product((False, True), repeat=3)
]


def test_whatever_is_asked_for_an_index_gives_the_order(people: People) -> None:
    """Nothing is sorted, and nobody's intake is looked at that an index could have left out."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # for so few rows it would not look into an index
            cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
    for asked in EVERY_CHOICE:
        entries = worklist.chosen(asked, people.clinician)
        entries = worklist.of_tier(entries, asked, int(asked.tier)) if asked.tier else entries
        plan = entries.query.is_empty() or worklist.order(asked).sorted(entries)[:26].explain()
        assert plan is True or "queue_" in plan.replace("intake_queueentry", ""), asked
        assert plan is True or not re.search("TEMP B-TREE|Sort|Seq Scan", plan), (asked, plan)


def test_no_query_of_the_queue_looks_through_a_table(clinician: Client, some: None) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL looks at an almost empty table without an index")
    signed = {"state": "signed", "after": "1764489600123456.00000000000000000000000000000000"}
    with CaptureQueriesContext(connection) as captured:
        clinician.get(reverse("queue"))
        clinician.get(reverse("queue"), signed)
        clinician.get(reverse("queue"), {"state": "all", "tier": "1", "undecided": "1"})
        clinician.post(reverse("queue"), {"person": "ewa now 1968"})
    assert [line for query in captured for line in scans(query["sql"])] == []


def test_what_is_withdrawn_leaves_the_queue_and_comes_back_to_its_place(people: People) -> None:
    intake = sent(people, "V02")
    before = intake.queue_place
    mark_in_error(actor=people.clinician, intake=intake, revision=intake.revision, reason="Two at once")
    assert Intake.objects.get().queue_place is None
    restore_intake(actor=people.clinician, intake=intake)
    assert Intake.objects.get().queue_place == before
    assert factories.sign(people.clinician, intake).queue_place is None


def test_the_database_refuses_what_waits_without_a_place(people: People) -> None:
    intake = sent(people, "V02")
    with pytest.raises(IntegrityError), transaction.atomic():
        Intake.objects.filter(pk=intake.pk).update(queue_place=None)


# Claims ---------------------------------------------------------------------------------------------------------------


def claim(client: Client, intake: Intake, name: str = "claim", **posted: str) -> Any:
    return client.post(reverse(name, args=[intake.pk]), posted, follow=True)


def test_claiming_from_the_queue_leads_back_to_the_same_row(clinician: Client, people: People) -> None:
    intake = factories.submitted(people.front_desk, "V09")
    done = claim(clinician, intake, at="queue", filters="tier=2&name=x&state=nonsense")
    assert done.redirect_chain == [(f"/queue/?tier=2#open-{intake.pk}", 302)]
    assert "You work on this intake now." in words(done)
    assert "with you since" in words(done)
    released = claim(clinician, intake, "release", at="queue", filters="")
    assert "The intake is released." in words(released)
    assert "with you since" not in words(released)


@pytest.mark.parametrize("at", ["", "review", "https://elsewhere.example/", "//elsewhere.example", "\x00"])
def test_from_anywhere_else_it_leads_to_the_intake(at: str, clinician: Client, people: People) -> None:
    intake = factories.submitted(people.front_desk, "V09")
    done = claim(clinician, intake, at=at)
    assert done.redirect_chain == [(reverse("review", args=[intake.pk]), 302)]
    assert "You work on this intake since " in words(done)


def test_what_a_colleague_has_says_so_and_stays_readable(clinician: Client, people: People, colleague: User) -> None:
    intake = factories.submitted(people.front_desk, "V02")
    claim_intake(actor=colleague, intake=intake)
    page = clinician.get(reverse("review", args=[intake.pk]))
    assert TAKEN in words(page)
    assert "Take over from Carla Colleague" in words(page)
    assert "PHQ-9 17" in words(page)
    refused = claim(clinician, intake)
    assert re.search(rf"{TAKEN}\d+ \w+, \d\d:\d\d\. Nothing was changed\.", words(refused))
    assert "Nothing was changed." in words(claim(clinician, intake, "release"))
    assert Intake.objects.get(pk=intake.pk).claimed_by == colleague


def test_taking_over_names_the_colleague(clinician: Client, people: People, colleague: User) -> None:
    intake = factories.submitted(people.front_desk, "V02")
    claim_intake(actor=colleague, intake=intake)
    elsewhere = claim(clinician, intake, "take-over", holder=str(people.front_desk.pk))
    assert TAKEN in words(elsewhere)
    taken = claim(clinician, intake, "take-over", holder=str(colleague.pk))
    assert "You work on this intake since " in words(taken)
    assert Intake.objects.get(pk=intake.pk).claimed_by == people.clinician


def test_what_was_released_meanwhile_is_not_taken_over(clinician: Client, people: People, colleague: User) -> None:
    intake = factories.submitted(people.front_desk, "V02")
    page = claim(clinician, intake, "take-over", holder=str(colleague.pk))
    assert "Nobody works on this intake any more: you can claim it." in words(page)


@pytest.mark.parametrize("holder", ["", "me", "-1", "1.0", "٣", "9" * 30, "\x00", "1 OR 1=1"])
def test_a_holder_that_is_no_number_is_refused(holder: str, clinician: Client, people: People) -> None:
    intake = factories.submitted(people.front_desk, "V02")
    assert claim(clinician, intake, "take-over", holder=holder).status_code == 400


@pytest.mark.parametrize(("state", "said"), [("signed", "is signed:"), ("void", "is void:")])
def test_a_frozen_intake_is_not_claimed(state: str, said: str, clinician: Client, people: People) -> None:
    intake = factories.signed(people, "V02")
    if state == "void":
        over_time.voided(people.clinician, intake)
    assert f"This intake {said} nothing is left to work on." in words(claim(clinician, intake))
    assert "Claim" not in words(clinician.get(reverse("review", args=[intake.pk])))


def test_a_mere_draft_is_not_claimed(clinician: Client, people: People) -> None:
    intake = factories.draft(people.front_desk, {})
    for name in ("claim", "release", "take-over"):
        assert claim(clinician, intake, name, holder="1").status_code == 404


def test_a_claim_costs_the_review_no_query(clinician: Client, people: People, colleague: User) -> None:
    intake = factories.submitted(people.front_desk, "V02")

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            clinician.get(reverse("review", args=[intake.pk]))
        return len(captured)

    before = queries()
    claim_intake(actor=colleague, intake=intake)
    assert queries() == before


def test_a_name_that_holds_markup_is_shown_as_it_is(clinician: Client, people: People, colleague: User) -> None:
    colleague.first_name = "<script>alert(1)</script>"
    colleague.save()
    intake = factories.submitted(people.front_desk, "V02")
    claim_intake(actor=colleague, intake=intake)
    for page in (
        clinician.get(reverse("queue")),
        clinician.get(reverse("review", args=[intake.pk])),
        claim(clinician, intake),
    ):
        assert "<script>alert" not in page.content.decode()
        assert title(page) in ("Queue – Leg pain and mood intake", "Review – Leg pain and mood intake")


def test_keys_come_with_the_page_only_for_those_who_have_them_on(clinician: Client, people: People) -> None:
    assert "queue.js" in clinician.get(reverse("queue")).content.decode()
    choose_keys(actor=people.clinician, single_keys=False)
    page = clinician.get(reverse("queue")).content.decode()
    assert "queue.js" not in page
    assert "keys-sheet" not in page
