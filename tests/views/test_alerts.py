"""Open alerts: the count on every page, the list, acknowledging, and how long that takes."""

from __future__ import annotations

import datetime
import re
import uuid
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from intake.actions.alerts import acknowledge_alerts
from intake.actions.hand_over import start_hand_over
from intake.actions.intakes import save_draft, submit_intake
from intake.clinical.rules.alert_kinds import ALERT_KINDS, EXAMINED
from intake.middleware import HANDED_OVER
from intake.models import Alert, ClinicProfile, Intake
from intake.roles import CLINICAL_LEAD, CLINICIAN, FRONT_DESK
from intake.views.alerts.alert_list import PER_PAGE
from tests import factories, lanes
from tests.factories import People
from tests.many_intakes import many_intakes
from tests.views.browser import form_to, offered
from tests.views.pages import forbidden, section, title, words

SPOKE, STAYED = factories.FITTING[:2]
ITEM_9 = {"phq.q9": 1, "asq.q5": False, "mh.plan": False, "mh.intent": False}
"""One alert, RF17a."""
TWO = {**ITEM_9, "sx.stroke_signs": True}
"""Two: RF17a and RF30."""
LIST, COUNT, TIMES = "/alerts/", "/alerts/count/", "/alerts/times/"


@pytest.fixture
def clinician(client: Client, people: People) -> Client:
    client.force_login(people.clinician)
    return client


@pytest.fixture
def lead(people: People) -> Client:
    client = Client()
    client.force_login(people.clinical_lead)
    return client


def draft(people: People, answers: dict[str, Any], *, minutes_ago: float = 0, **details: Any) -> Intake:
    """A draft whose alerts were raised so long ago."""
    with time_machine.travel(timezone.now() - datetime.timedelta(minutes=minutes_ago)):
        return factories.draft(people.front_desk, answers, **details)


def sent(client: Client, intake: Intake, **typed: Any) -> Any:
    """Opens the list, fills in the form of this intake, and sends it."""
    address = reverse("alerts-acknowledge", args=[intake.pk])
    return client.post(address, form_to(client.get(LIST), address) | typed, follow=True)


def nav(page: Any) -> str:
    html = page.content.decode()
    return words(html[html.index('aria-label="Main"') : html.index("</nav>")])


# The count ------------------------------------------------------------------------------------------------------------


def test_every_page_of_a_clinician_says_how_many_are_open(clinician: Client, people: People) -> None:
    submitted = factories.submitted(people.front_desk, ITEM_9)
    pages = [LIST, TIMES, "/queue/", "/password/", f"/review/{submitted.pk}/", f"/review/{submitted.pk}/complete/"]
    assert [page for page in pages if "Alerts 1 open" not in nav(clinician.get(page))] == []
    draft(people, TWO, minutes_ago=11)
    assert "Alerts 3 open, 2 overdue" in nav(clinician.get("/queue/"))


def test_none_open_is_said_quietly(clinician: Client, people: People) -> None:
    page = clinician.get("/queue/")
    assert "Alerts 0 open" in nav(page)
    assert 'class="alert-count"' not in page.content.decode()
    assert "No open alerts." in words(clinician.get(LIST))


@pytest.mark.parametrize(
    ("minutes_ago", "limit", "shown"),
    [(9.9, 10, "0"), (10.1, 10, "1 open"), (10.1, 11, "0"), (5.1, 5, "1 open"), (300, 240, "1 open")],
)
def test_a_clinical_lead_sees_those_that_climbed(
    minutes_ago: float, limit: int, shown: str, lead: Client, people: People
) -> None:
    ClinicProfile(alert_minutes=limit).save()
    draft(people, ITEM_9, minutes_ago=minutes_ago, record_number="A1")
    assert f"Alerts {shown}" in nav(lead.get(LIST))
    assert words(lead.get(COUNT)).startswith(shown)
    assert ("record A1" in words(lead.get(LIST))) is (shown != "0")


def test_who_is_both_sees_all(client: Client, people: People) -> None:
    client.force_login(factories.user("both", CLINICIAN, CLINICAL_LEAD, FRONT_DESK))
    draft(people, ITEM_9, record_number="A1")
    assert "Alerts 1 open" in nav(client.get(LIST))
    assert "Alerts 1 open" in nav(client.get("/desk/"))
    assert "record A1" in words(client.get(LIST))


def test_the_front_desk_and_administrators_see_no_count(people: People) -> None:
    draft(people, ITEM_9)
    for somebody in (people.front_desk, people.administrator):
        client = Client()
        client.force_login(somebody)
        assert "lert" not in nav(client.get("/password/"))
        assert client.get(COUNT, headers={"HX-Request": "true"}).status_code == 403


def test_the_count_renews_itself_without_disturbing_anything(clinician: Client, people: People) -> None:
    draft(people, TWO)
    clinician.get("/queue/")
    before = clinician.session.get_expiry_date(modification=timezone.now())
    with CaptureQueriesContext(connection) as captured:
        page = clinician.get(COUNT, headers={"HX-Request": "true"})
    assert words(page) == "2 open"
    assert "<html" not in page.content.decode()
    assert not page.cookies
    assert not [query for query in captured if not query["sql"].startswith("SELECT")]
    assert len(captured) == 4  # session, user, roles, count
    assert clinician.session.get_expiry_date(modification=timezone.now()) - before < datetime.timedelta(seconds=5)


def test_in_the_header_it_costs_one_query(clinician: Client, lead: Client, people: People) -> None:
    for _ in range(3):
        draft(people, TWO, minutes_ago=30)
    for client in (clinician, lead):
        with CaptureQueriesContext(connection) as captured:
            client.get("/password/")
        assert len([query for query in captured if "intake_alert" in query["sql"]]) == 1
        assert len([query for query in captured if "intake_clinicprofile" in query["sql"]]) == 1  # within the same one


def test_signed_out_or_handed_over_the_page_is_told_and_nothing_breaks(people: People) -> None:
    asks = {"HX-Request": "true"}
    assert Client().get(COUNT, headers=asks).status_code == 401
    client = Client()
    client.force_login(factories.user("both", CLINICIAN, FRONT_DESK))
    session = client.session
    session[HANDED_OVER] = str(draft(people, {}).pk)
    session.save()
    assert client.get(COUNT, headers=asks).status_code == 403


# The list -------------------------------------------------------------------------------------------------------------


def test_the_most_urgent_and_newest_stands_first_with_all_of_one_person_together(
    clinician: Client, people: People
) -> None:
    draft(people, ITEM_9, minutes_ago=1, record_number="newest")
    draft(people, TWO, minutes_ago=30, record_number="most urgent")
    draft(people, ITEM_9, minutes_ago=5, record_number="oldest")
    shown = words(clinician.get(LIST))
    assert shown.index("record most urgent") < shown.index("record newest") < shown.index("record oldest")
    assert shown.count("record most urgent") == 1
    assert "Next page" not in shown


def many_open(people: People, number: int, *, closed: int = 0) -> None:
    """An alert for each of so many intakes, some of each urgency; and so many to each that are closed."""
    intakes = many_intakes(people.front_desk, [{} for _ in range(number)])
    now = timezone.now()
    Alert.objects.bulk_create(
        (
            Alert(
                intake=intake,
                flag="RF17a",
                title="Suicide-safety question answered yes",
                tier=1 + place % 2,
                because=[{"question": "phq.q9", "label": "Item 9", "said": "Several days", "answer": 1}],
                raised_by=people.front_desk,
                raised_at=now - datetime.timedelta(minutes=20, seconds=place // 3),
                settled_at=now if is_closed else None,
            )
            for is_closed in (False, *[True] * closed)
            for place, intake in enumerate(intakes)
        ),
        2000,
    )


@pytest.mark.parametrize("role", ["clinician", "lead"])
def test_every_open_alert_is_on_a_page_and_no_page_is_long(
    role: str, request: pytest.FixtureRequest, people: People
) -> None:
    many_open(people, 123)
    client, address, seen, places = request.getfixturevalue(role), LIST, [], []
    while address:
        page = client.get(address)
        content = page.content.decode()
        assert len(page.content) < 60_000
        assert "123 alerts are open." in words(page)
        seen += re.findall(r"record (MANY-\d+)", words(page))
        places += re.findall(r"tier-(\d)", content)
        found = re.search(r'href="(/alerts/\?after=\d+)"', content)
        address = found[1] if found else ""
    assert len(seen) == len(set(seen)) == 123
    assert places == sorted(places)


@pytest.mark.parametrize("after", ["x", "-1", "0", "9" * 30, "٣", "1.5", "%00", ""])
def test_a_page_after_nothing_that_is_there_is_the_first(after: str, clinician: Client, people: People) -> None:
    draft(people, ITEM_9, record_number="A1")
    response = clinician.get(f"{LIST}?after={after}")
    assert response.status_code == (400 if after == "%00" else 200)
    assert response.status_code == 400 or "record A1" in words(response)


def test_what_was_acknowledged_meanwhile_still_leads_to_the_next_page(clinician: Client, people: People) -> None:
    many_open(people, 22)
    found = re.search(r'href="(/alerts/\?after=\d+)"', clinician.get(LIST).content.decode())
    assert found
    shown = words(clinician.get(found[1])).count("record MANY")
    with CaptureQueriesContext(connection):
        Alert.objects.filter(pk=int(found[1].split("=")[1])).update(settled_at=timezone.now())
    assert words(clinician.get(found[1])).count("record MANY") == shown == 10


@pytest.mark.parametrize("number", lanes.sweep((1100, 20_000), few=(1100,)))
def test_among_many_open_ones_a_page_is_read_by_its_index(
    number: int, clinician: Client, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And the count that every page asks for again and again looks at no more than it says."""
    if connection.vendor != "sqlite" and number < 20_000:
        pytest.skip("PostgreSQL plans by what is stored, which is little here")
    many_open(people, number, closed=3)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    third = Alert.objects.still_open().order_by("tier", "-raised_at", "-pk")[600].pk
    for address in (LIST, f"{LIST}?after={third}", COUNT):
        with CaptureQueriesContext(connection) as captured:
            page = clinician.get(address)
        assert "over 1000" in words(page)
        plans = []
        for query in (query["sql"] for query in captured if '"intake_alert"' in query["sql"]):
            with connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN {'QUERY PLAN ' * (connection.vendor == 'sqlite')}{query}")
                plans.append(" ".join(str(row[-1]) for row in cursor.fetchall()))
        assert any("alert_open" in plan for plan in plans)
        assert address == COUNT or any("alert_urgent" in plan for plan in plans)
        assert not [plan for plan in plans if re.search(r"SCAN intake_alert(?! USING)|Seq Scan on intake_alert", plan)]


def test_it_says_who_what_why_and_since_when(clinician: Client, people: People) -> None:
    people.front_desk.first_name = "Dana"
    people.front_desk.save()
    draft(people, ITEM_9, minutes_ago=12, record_number="A1", family_name="Okafor", given_name="Chidi")
    page = clinician.get(LIST)
    shown = words(page)
    for text in (
        "OKAFOR, Chidi",
        "record A1",
        "still being filled in, with Dana at the front desk",
        "2 same day Suicide-safety question answered yes",
        "RF17a",
        "Several days",
        "(12 min)",
        "overdue: not acknowledged within 10 minutes, so the clinical leads see it too",
    ):
        assert text in shown
    assert forbidden(page) == []
    assert title(page) == "Alerts – Leg pain and mood intake"
    assert "/review/" not in page.content.decode()


def test_it_says_where_the_intake_is(clinician: Client, people: People) -> None:
    handed_over = draft(people, ITEM_9)
    start_hand_over(actor=people.front_desk, intake=handed_over)
    assert "the person has the screen and is answering alone" in words(clinician.get(LIST))
    submitted = factories.submitted(people.front_desk, TWO)
    page = clinician.get(LIST)
    assert "submitted Review" in words(page)
    assert f"/review/{submitted.pk}/" in page.content.decode()


def test_an_answer_taken_back_leaves_the_alert_open_and_says_so(clinician: Client, people: People) -> None:
    intake = draft(people, ITEM_9)
    save_draft(actor=people.front_desk, intake=intake, revision=intake.revision, changes={"phq.q9": 0}, malformed={})
    assert "the answers have changed since" in words(clinician.get(LIST))
    assert "Alerts 1 open" in nav(clinician.get(LIST))


def test_text_from_people_is_escaped(clinician: Client, people: People) -> None:
    draft(people, ITEM_9, family_name="<script>alert(1)</script>")
    intake = draft(people, ITEM_9)
    page = sent(clinician, intake, outcome=["<script>alert(2)</script>"], words=["<script>alert(3)</script>"])
    assert "<script>alert" not in page.content.decode().lower()
    assert "&lt;script&gt;alert(3)" in page.content.decode()


@pytest.mark.parametrize("address", [LIST, TIMES])
def test_a_page_costs_the_same_for_13_and_for_23(address: str, clinician: Client, people: People) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert clinician.get(address).status_code == 200
        return len(captured)

    for _ in range(PER_PAGE + 1):
        draft(people, TWO)
    few = queries()
    for _ in range(10):
        draft(people, TWO)
    assert queries() == few <= 14


# Acknowledging --------------------------------------------------------------------------------------------------------


def test_what_was_done_is_chosen_from_what_fits_the_kind_and_the_clinics_own_list(
    clinician: Client, people: People
) -> None:
    draft(people, ITEM_9)
    fitting = list(ALERT_KINDS["suicide_safety"].outcomes)
    assert offered(clinician.get(LIST))["outcome"] == ["", *fitting]
    ClinicProfile(alert_outcomes="Rang the duty doctor\nSomething else").save()
    assert offered(clinician.get(LIST))["outcome"] == ["", *fitting, "Rang the duty doctor", "Something else"]


def test_beside_alerts_of_two_kinds_each_kind_has_its_own(clinician: Client, people: People) -> None:
    intake = draft(people, TWO)
    content = clinician.get(LIST).content.decode()
    assert '<optgroup label="Suicide and safety">' in content
    assert '<optgroup label="Physical emergency">' in content
    page = sent(clinician, intake, outcome=["Ambulance called"])
    assert page.status_code == 422
    assert "“Ambulance called” does not fit “" in words(page)
    stroke = intake.alerts.get(flag="RF30")
    sent(clinician, intake, alert=[str(stroke.pk)], outcome=["Ambulance called"])
    assert [alert.flag for alert in intake.alerts.still_open()] == ["RF17a"]


def test_examined_and_excluded_asks_for_a_line(clinician: Client, people: People) -> None:
    intake = draft(people, {"sx.stroke_signs": True})
    page = sent(clinician, intake, outcome=[EXAMINED])
    assert page.status_code == 422
    assert "Say in a line what you found." in words(page)
    assert "1 alert acknowledged." in words(sent(clinician, intake, outcome=[EXAMINED], words=["Speech as usual."]))


def test_several_are_acknowledged_together(clinician: Client, people: People) -> None:
    intake = draft(people, TWO)
    page = sent(clinician, intake, outcome=[SPOKE], words=["She is with\r\nher sister."])
    assert "2 alerts acknowledged." in words(page)
    assert "No open alerts." in words(page)
    stored = intake.alerts.values_list("acknowledged_by", "outcome", "words")
    assert list(stored) == [(people.clinician.pk, SPOKE, "She is with\nher sister.")] * 2


def test_one_can_be_left_open(clinician: Client, people: People) -> None:
    intake = draft(people, TWO)
    stroke = intake.alerts.get(flag="RF30")
    page = sent(clinician, intake, alert=[str(stroke.pk)], outcome=[STAYED])
    assert "1 alert acknowledged." in words(page)
    assert [alert.flag for alert in intake.alerts.still_open()] == ["RF17a"]


def test_one_raised_meanwhile_stays_open(clinician: Client, people: People) -> None:
    intake = draft(people, ITEM_9)
    address = reverse("alerts-acknowledge", args=[intake.pk])
    fields = form_to(clinician.get(LIST), address)
    save_draft(actor=people.front_desk, intake=intake, revision=intake.revision, changes={"phq.q9": 3}, malformed={})
    clinician.post(address, fields | {"outcome": SPOKE})
    assert [alert.because[0]["answer"] for alert in intake.alerts.still_open()] == [3]


def test_one_that_somebody_else_acknowledged_is_theirs_and_the_page_says_so(clinician: Client, people: People) -> None:
    intake = draft(people, TWO)
    address = reverse("alerts-acknowledge", args=[intake.pk])
    fields = form_to(clinician.get(LIST), address)
    people.clinical_lead.first_name, people.clinical_lead.last_name = "Lena", "Lead"
    people.clinical_lead.save()
    acknowledge_alerts(
        actor=people.clinical_lead,
        intake=intake,
        alert_ids=[intake.alerts.get(flag="RF30").pk],
        outcome=STAYED,
        words="",
    )
    shown = words(clinician.post(address, fields | {"outcome": SPOKE}, follow=True))
    assert "1 alert acknowledged." in shown
    assert f"{STAYED}. Yours was not stored." in shown
    assert "Already acknowledged by Lena Lead, " in shown
    assert intake.alerts.get(flag="RF30").acknowledged_by == people.clinical_lead


def test_one_that_closed_by_itself_meanwhile_is_said(clinician: Client, people: People) -> None:
    intake = draft(people, {"phq.q1": 2})
    address = reverse("alerts-acknowledge", args=[intake.pk])
    fields = form_to(clinician.get(LIST), address)
    save_draft(actor=people.front_desk, intake=intake, revision=intake.revision, changes={"phq.q9": 0}, malformed={})
    shown = words(clinician.post(address, fields | {"outcome": SPOKE}, follow=True))
    assert "An alert had closed by itself: the answer it asked for has come." in shown
    assert "acknowledged." not in shown
    assert words(clinician.post(address, fields)).count("These alerts are not open any more.") == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"outcome": [""]}, "Choose what was done."),
        ({"outcome": ["Nothing at all"]}, "Choose what was done from this list."),
        ({"outcome": [SPOKE], "alert": []}, "Tick what you acknowledge."),
        ({"outcome": [SPOKE], "alert": ["9" * 30]}, "That alert is not one of this intake."),
        ({"outcome": [SPOKE], "alert": ["1\0"]}, "That alert is not one of this intake."),
        ({"outcome": [SPOKE], "words": ["x" * 1001]}, "Please keep it to 1000 characters: these are 1001."),
        ({"outcome": [SPOKE], "words": ["a\0b"]}, "Null characters are not allowed."),
        ({"outcome": [SPOKE], "words": ["\ud800".encode("utf-8", "surrogatepass").decode("latin-1")]}, ""),
    ],
)
def test_what_cannot_be_stored_is_said_and_what_was_typed_is_kept(
    typed: dict[str, Any], said: str, clinician: Client, people: People
) -> None:
    intake = draft(people, TWO)
    page = sent(clinician, intake, **({"words": ["Typed."]} | typed))
    assert page.status_code == (422 if said else 200)
    if said:
        assert said in words(page)
        assert title(page).startswith("Error: ")
        assert typed.get("words", ["Typed."])[0].replace("\0", "") in page.content.decode().replace("\0", "")
        assert intake.alerts.still_open().count() == 2


def test_the_page_opens_where_something_is_wrong(clinician: Client, people: People) -> None:
    draft(people, ITEM_9, minutes_ago=5)
    page = sent(clinician, draft(people, TWO), outcome=[""])
    assert page.content.decode().count("autofocus") == 1


def test_alerts_of_another_intake_are_refused(clinician: Client, people: People) -> None:
    mine, other = draft(people, TWO), draft(people, TWO)
    page = sent(clinician, mine, alert=[str(alert.pk) for alert in other.alerts.all()], outcome=[SPOKE])
    assert "That alert is not one of this intake." in words(page)
    assert Alert.objects.still_open().count() == 4


def test_a_lead_acknowledges_what_climbed_and_nothing_else(lead: Client, people: People) -> None:
    intake = draft(people, {"sx.stroke_signs": True}, minutes_ago=11)
    save_draft(actor=people.front_desk, intake=intake, revision=intake.revision, changes=ITEM_9, malformed={})
    climbed, new = intake.alerts.get(flag="RF30"), intake.alerts.get(flag="RF17a")
    page = sent(lead, intake, alert=[str(climbed.pk), str(new.pk)], outcome=[SPOKE])
    assert page.status_code == 422
    sent(lead, intake, outcome=[SPOKE])
    assert list(intake.alerts.still_open()) == [new]


# On the review --------------------------------------------------------------------------------------------------------


def test_the_review_begins_with_the_open_alerts_of_this_intake(clinician: Client, people: People) -> None:
    intake = factories.submitted(people.front_desk, TWO)
    factories.submitted(people.front_desk, {"mh.plan": True})
    address = f"/review/{intake.pk}/"
    page = clinician.get(address)
    assert "2 open alerts" in section(page, "alerts")
    assert "RF17b" not in section(page, "alerts")
    fields = form_to(page, reverse("alerts-acknowledge", args=[intake.pk]))
    done = clinician.post(reverse("alerts-acknowledge", args=[intake.pk]), fields | {"outcome": SPOKE}, follow=True)
    assert done.redirect_chain == [(address, 302)]
    assert "2 alerts acknowledged." in words(done)
    assert section(done, "alerts") == ""


def test_a_lead_reads_the_review_of_an_alert_that_climbed_and_acknowledges_there(lead: Client, people: People) -> None:
    intake = draft(people, {"sx.stroke_signs": True}, minutes_ago=11)
    save_draft(actor=people.front_desk, intake=intake, revision=intake.revision, changes=ITEM_9, malformed={})
    intake.refresh_from_db()
    submit_intake(actor=people.front_desk, intake=intake, revision=intake.revision, token=uuid.uuid4())
    address = f"/review/{intake.pk}/"
    assert lead.get(f"/review/{factories.submitted(people.front_desk, TWO).pk}/").status_code == 403
    page = lead.get(address)
    assert page.status_code == 200
    assert f'href="{address}"' in lead.get(LIST).content.decode()
    assert "1 open alert" in section(page, "alerts")
    # Nothing leads to what is a clinician's, and none of it can be sent.
    content = page.content.decode()
    for name in ("sign", "complete", "send-back", "decisions", "claim", "correct"):
        assert f"{address}{name}/" not in content
    for name in ("review-sign", "review-decide", "review-complete"):
        assert lead.post(reverse(name, args=[intake.pk])).status_code == 403
    fields = form_to(page, reverse("alerts-acknowledge", args=[intake.pk]))
    done = lead.post(reverse("alerts-acknowledge", args=[intake.pk]), fields | {"outcome": SPOKE}, follow=True)
    assert done.redirect_chain == [(address, 302)]
    assert "1 alert acknowledged." in words(done)
    assert [alert.flag for alert in intake.alerts.still_open()] == ["RF17a"]


def test_one_that_was_acknowledged_in_time_opens_nothing_for_a_lead(lead: Client, people: People) -> None:
    intake = factories.submitted(people.front_desk, TWO)
    factories.acknowledged(people.clinician, intake)
    with time_machine.travel(timezone.now() + datetime.timedelta(hours=1)):
        lead.force_login(people.clinical_lead)
        assert lead.get(f"/review/{intake.pk}/").status_code == 403


# The times ------------------------------------------------------------------------------------------------------------


def acknowledged(people: People, *, days_ago: float, after: datetime.timedelta) -> None:
    raised = timezone.now() - datetime.timedelta(days=days_ago)
    with time_machine.travel(raised, tick=False):
        alert = factories.draft(people.front_desk, ITEM_9).alerts.get()
    with time_machine.travel(raised + after, tick=False):
        acknowledge_alerts(actor=people.clinician, intake=alert.intake, alert_ids=[alert.pk], outcome=SPOKE, words="")


def test_how_long_it_took_is_reported(clinician: Client, people: People) -> None:
    for minutes in (0.5, 2, 3, 4, 10, 11, 12, 13, 90, 60 * 26):
        acknowledged(people, days_ago=20, after=datetime.timedelta(minutes=minutes))
    acknowledged(people, days_ago=60, after=datetime.timedelta(minutes=1))
    acknowledged(people, days_ago=91, after=datetime.timedelta(minutes=1))
    draft(people, {"sx.stroke_signs": True}, minutes_ago=60)
    settled = draft(people, {"phq.q1": 2})
    save_draft(actor=people.front_desk, intake=settled, revision=settled.revision, changes={"phq.q9": 0}, malformed={})
    month, quarter = clinician.get(TIMES).context["periods"]
    total = month.total
    assert (total.raised, total.acknowledged, total.settled, total.still_open, total.in_time) == (12, 10, 1, 1, 5)
    assert total.median == datetime.timedelta(minutes=10, seconds=30)
    assert total.most == datetime.timedelta(minutes=90)
    assert total.longest == datetime.timedelta(hours=26)
    assert (quarter.total.raised, quarter.total.acknowledged) == (13, 11)
    assert [(row.raised, row.acknowledged, row.still_open) for row in month.by_flag] == [
        (10, 10, 0),
        (1, 0, 0),
        (1, 0, 1),
    ]
    shown = words(clinician.get(TIMES))
    assert "All alerts 12 10 5 1 1 10 min 1 h 30 min 1 day 2 h" in shown
    assert "Raised in the last 90 days: 13" in shown


def test_what_was_raised_in_a_period_is_read_by_its_index(clinician: Client, people: People) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL plans by what is stored, which is little here")
    with CaptureQueriesContext(connection) as captured:
        clinician.get(TIMES)
    plans = []
    for query in (query["sql"] for query in captured if "GROUP BY" in query["sql"] or "ROW_NUMBER" in query["sql"]):
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {query}")
            plans += [row[3] for row in cursor.fetchall() if "intake_alert" in row[3]]
    assert plans == ["SEARCH intake_alert USING INDEX alert_raised (raised_at>?)"] * 4


def test_without_alerts_there_is_nothing_to_report(clinician: Client, people: People) -> None:
    shown = words(clinician.get(TIMES))
    assert "Raised in the last 30 days: 0" in shown
    assert "Median" not in shown


@pytest.mark.parametrize(
    ("seconds", "said"), [(59, "under 1 min"), (60, "1 min"), (3600, "1 h 0 min"), (2 * 86400 + 3600, "2 days 1 h")]
)
def test_a_time_is_said_in_words(seconds: int, said: str, clinician: Client, people: People) -> None:
    acknowledged(people, days_ago=5, after=datetime.timedelta(seconds=seconds))
    assert f"{said} {said} {said}" in words(clinician.get(TIMES))
