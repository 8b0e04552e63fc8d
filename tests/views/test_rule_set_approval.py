"""A clinical lead decides on the rule set; every page and PDF says so until it is approved."""

from __future__ import annotations

import datetime
import io
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from intake.actions.governance import StaleRulesError, decide_rule_set
from intake.clinical.rules import rule_set
from intake.clinical.rules.red_flags import RED_FLAGS
from intake.fingerprint import rule_set_fingerprint
from intake.models import AuditEvent, RuleSetApproval
from tests import factories
from tests.actions.test_at_once import at_once
from tests.factories import PASSWORD, People
from tests.views.browser import Fields, error_beside, form_with
from tests.views.pages import forbidden, title, words

ADDRESS = "/rules/approval/"
NOT_APPROVED = f"Rule set {rule_set.VERSION} is not approved at this site: not for use on patients."
NOT_APPROVED_PDF = f"Rule set {rule_set.VERSION} is not approved at this site: not for use on patients."
APPROVED = f"Rule set {rule_set.VERSION}, approved at this site by Medical director on "


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def lead(people: People) -> Client:
    return signed_in(people.clinical_lead)


def typed(client: Client, **changes: str) -> Fields:
    """The form as a lead fills it in, with some of it typed otherwise; empty where it is None."""
    today = timezone.localdate()
    filled = {
        "decision": "approve",
        "name": "Dr Mary Lee",
        "role": "Medical director",
        "decided_on_day": str(today.day),
        "decided_on_month": str(today.month),
        "decided_on_year": str(today.year),
        "remarks": "Agreed with the pain team.",
        "reviewed": "on",
        "password": PASSWORD,
    }
    wanted = {name: [value] for name, value in (filled | changes).items() if value}
    return {**form_with(client.get(ADDRESS), "remarks"), **wanted}


def dated(day: datetime.date) -> dict[str, str]:
    return {"decided_on_day": str(day.day), "decided_on_month": str(day.month), "decided_on_year": str(day.year)}


def decide(people: People, *, approved: bool = True, **given: Any) -> RuleSetApproval:
    said: dict[str, Any] = {
        "fingerprint": rule_set_fingerprint(),
        "number": RuleSetApproval.objects.count() + 1,
        "name": "Dr Mary Lee",
        "role": "Medical director",
        "decided_on": timezone.localdate(),
        "remarks": "",
    }
    return decide_rule_set(actor=people.clinical_lead, approved=approved, **(said | given))


def approve_other_rules(people: People) -> None:
    with factories.other_rules():
        decide(people)


# The page


def test_the_page_says_what_runs_and_what_still_needs_confirming(lead: Client) -> None:
    page = lead.get(ADDRESS)
    shown = words(page)
    assert title(page).startswith("Rule set")
    for expected in (
        rule_set.VERSION,
        rule_set_fingerprint()[:12],
        rule_set.STATUS,
        "Not approved: nobody has decided yet",
        "thoughts of suicide), also where a person answers unsupervised",
        "Every source marked [K]",
        "sources marked [V]: read in the source",
        "sources marked [K]: from general knowledge, still to be checked",
        "sources marked [D]: a decision of this product",
        f"Assessment steps {len(rule_set.STEPS)}",
        f"Red flags {len(RED_FLAGS)}",
    ):
        assert expected in shown
    assert forbidden(page) == []


def test_an_approval_is_recorded_with_who_when_and_why(lead: Client, people: People) -> None:
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    response = lead.post(ADDRESS, typed(lead, **dated(yesterday)))
    assert response.headers["Location"] == ADDRESS
    made = RuleSetApproval.objects.get()
    assert (made.rule_set_version, made.fingerprint) == (rule_set.VERSION, rule_set_fingerprint())
    assert (made.approved, made.made_by) == (True, people.clinical_lead)
    assert (made.name, made.role, made.decided_on) == ("Dr Mary Lee", "Medical director", yesterday)
    assert made.remarks == "Agreed with the pain team."
    row = AuditEvent.objects.get(record_type="rulesetapproval")
    assert (row.actor, row.action, row.record_id) == (people.clinical_lead, "approve", str(made.pk))
    shown = words(lead.get(ADDRESS))
    assert "At this site Approved by Dr Mary Lee, Medical director, on" in shown
    assert "Agreed with the pain team." in shown


def test_an_approval_is_withdrawn_with_words_and_the_history_keeps_both(lead: Client) -> None:
    lead.post(ADDRESS, typed(lead))
    assert RuleSetApproval.holds_for(rule_set_fingerprint())
    withdrawn = {"decision": "withdraw", "reviewed": "", "remarks": "A guideline <b>changed</b>."}
    refused = lead.post(ADDRESS, typed(lead, **withdrawn | {"remarks": ""}))
    assert refused.status_code == 422
    assert error_beside(refused, "remarks") == "Say why it is not approved."
    lead.post(ADDRESS, typed(lead, **withdrawn))
    assert not RuleSetApproval.holds_for(rule_set_fingerprint())
    assert [made.approved for made in RuleSetApproval.objects.all()] == [False, True]
    assert AuditEvent.objects.filter(action="withdraw approval").count() == 1
    page = lead.get(ADDRESS)
    assert "Not approved: decided by Dr Mary Lee" in words(page)
    assert "A guideline &lt;b&gt;changed&lt;/b&gt;." in page.content.decode()


TOMORROW = {"tomorrow": 1, "in ten years": 3650}


@pytest.mark.parametrize("days", TOMORROW.values(), ids=TOMORROW)
def test_a_date_in_the_future_is_refused(days: int, lead: Client) -> None:
    day = timezone.localdate() + datetime.timedelta(days=days)
    response = lead.post(ADDRESS, typed(lead, **dated(day)))
    assert response.status_code == 422
    assert error_beside(response, "decided_on") == "The date lies in the future."


@pytest.mark.parametrize(
    ("field", "changes", "message"),
    [
        ("password", {"password": "not my password"}, "That password is not right."),
        ("password", {"password": ""}, "This field is required."),
        ("reviewed", {"reviewed": ""}, "Tick this once you have reviewed them: an approval rests on it."),
        ("decision", {"decision": "perhaps"}, "Select a valid choice. perhaps is not one of the available choices."),
        ("name", {"name": "x" * 151}, "Ensure this value has at most 150 characters (it has 151)."),
        ("name", {"name": "Mary\x00Lee"}, "Null characters are not allowed."),
        ("role", {"role": "  "}, "This field is required."),
        ("remarks", {"remarks": "x" * 4001}, "Please keep it to 4000 characters: these are 4001."),
        ("decided_on", {"decided_on_month": "13"}, "There is no such date. Check day and month."),
        (
            "decided_on",
            {"decided_on_year": "1926"},
            "The date lies more than a year ago. A rule set is reviewed at least once a year.",
        ),
        ("decided_on", {"decided_on_day": "9" * 400}, "Write the date as day, month and year in numbers"),
    ],
)
def test_what_is_wrong_is_told_beside_its_field_and_the_rest_stays(
    field: str, changes: dict[str, str], message: str, lead: Client
) -> None:
    sent = typed(lead, **changes)
    response = lead.post(ADDRESS, sent)
    assert response.status_code == 422
    assert message in error_beside(response, field)
    assert title(response).startswith("Error: ")
    kept = form_with(response, "remarks")
    assert {name: kept.get(name) for name in ("name", "role", "remarks", "decided_on_day", "decided_on_year")} == {
        name: sent.get(name) for name in ("name", "role", "remarks", "decided_on_day", "decided_on_year")
    }
    assert PASSWORD not in response.content.decode()
    assert not RuleSetApproval.objects.exists()
    assert not AuditEvent.objects.filter(record_type="rulesetapproval").exists()


def test_a_page_from_before_the_rules_changed_approves_nothing(lead: Client) -> None:
    with factories.other_rules():
        before = typed(lead)
    response = lead.post(ADDRESS, before)
    assert response.status_code == 409
    assert "The rules, or the decisions on them, have changed since this page was opened" in words(response)
    assert title(response).startswith("Error: ")
    assert not RuleSetApproval.objects.exists()
    again = form_with(response, "remarks")
    assert {name: again[name] for name in ("name", "remarks")} == {name: before[name] for name in ("name", "remarks")}
    assert "reviewed" not in again  # that was said of what the page showed before
    assert PASSWORD not in response.content.decode()
    assert lead.post(ADDRESS, again | {"reviewed": ["on"], "password": [PASSWORD]}).status_code == 302
    assert RuleSetApproval.holds_for(rule_set_fingerprint())


def test_a_page_from_before_another_lead_decided_decides_nothing(lead: Client, people: People) -> None:
    before = typed(lead)
    decide(people, approved=False, name="Dr Ann Roe", remarks="The leaflet is missing.")
    response = lead.post(ADDRESS, before)
    assert response.status_code == 409
    assert "The leaflet is missing." in words(response)
    assert RuleSetApproval.objects.get().name == "Dr Ann Roe"


def test_a_double_click_decides_once(lead: Client) -> None:
    sent = typed(lead)
    assert [lead.post(ADDRESS, sent).status_code for _ in range(2)] == [302, 302]
    assert RuleSetApproval.objects.count() == 1
    assert AuditEvent.objects.filter(record_type="rulesetapproval").count() == 1


@pytest.mark.parametrize("sent", [{"number": "one"}, {"number": ""}, {"fingerprint": ""}, {"fingerprint": "x" * 99}])
def test_hidden_fields_that_no_page_of_ours_has_decide_nothing(sent: dict[str, str], lead: Client) -> None:
    given = typed(lead) | {name: [value] for name, value in sent.items()}
    assert lead.post(ADDRESS, given).status_code in (400, 409)
    assert not RuleSetApproval.objects.exists()


def test_two_leads_decide_at_once_and_one_has(transactional_db: None, people: People) -> None:
    def one(number: int) -> object:
        try:
            return decide(people, number=1, approved=bool(number % 2), name=f"Dr {number}")
        except StaleRulesError as stale:
            return stale

    results = at_once(one)
    assert sum(isinstance(result, StaleRulesError) for result in results) == len(results) - 1
    assert RuleSetApproval.objects.count() == 1


# An approval is of these rules and no others


def test_an_approval_of_other_rules_is_told_and_does_not_count(lead: Client, people: People) -> None:
    approve_other_rules(people)
    made = RuleSetApproval.objects.get()
    assert made.rule_set_version == rule_set.VERSION
    shown = words(lead.get(ADDRESS))
    assert "Not approved: nobody has decided on these rules as they are now." in shown
    other = f"another state of the rules ({rule_set.VERSION}, fingerprint {factories.OTHER_RULES[:12]})"
    assert f"Dr Mary Lee, Medical director, approved {other} on " in shown
    assert "The rules need to be looked at again." in shown
    assert NOT_APPROVED in words(signed_in(people.clinician).get("/queue/"))
    with factories.other_rules():
        assert "At this site Approved by Dr Mary Lee" in words(lead.get(ADDRESS))
    decide(people)
    assert "At this site Approved by Dr Mary Lee" in words(lead.get(ADDRESS))


def test_an_approval_from_before_fingerprints_does_not_count(lead: Client, people: People) -> None:
    RuleSetApproval.objects.create(
        rule_set_version=rule_set.VERSION,
        approved=True,
        name="Dr Mary Lee",
        role="Medical director",
        decided_on=timezone.localdate(),
        made_by=people.clinical_lead,
    )
    assert not RuleSetApproval.holds_for("")
    shown = words(lead.get(ADDRESS))
    assert f"approved {rule_set.VERSION}, before the program recorded which state of the rules was decided on" in shown
    assert "fingerprint not recorded" in shown
    assert NOT_APPROVED in shown


def test_clinicians_and_administrators_read_and_do_not_decide(lead: Client, people: People) -> None:
    decide(people, remarks="For adults only.")
    sent = typed(lead)
    for user in (people.clinician, people.administrator):
        client = signed_in(user)
        page = client.get(ADDRESS)
        assert "For adults only." in words(page)
        assert "Record this decision" not in words(page)
        assert client.post(ADDRESS, sent).status_code == 403
    assert signed_in(people.front_desk).get(ADDRESS).status_code == 403
    assert RuleSetApproval.objects.count() == 1


def test_only_the_lead_has_it_in_the_navigation(lead: Client, people: People) -> None:
    assert f'href="{ADDRESS}"' in lead.get("/password/").content.decode()
    assert ADDRESS not in signed_in(people.clinician).get("/password/").content.decode()


def test_a_long_history_needs_no_more_queries(lead: Client, people: People) -> None:
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as captured:
            lead.get(ADDRESS)
        counts.append(len(captured))
        for _ in range(20):
            decide(people)
    # Session, user, roles, decisions, the notice, climbed alerts; and two for what waits for a second person.
    assert counts[0] == counts[1] == 8


# The notice


def screens(people: People) -> dict[str, tuple[Client, str]]:
    intake = factories.submitted(people.front_desk, "V05")
    draft = factories.draft(people.front_desk, {})
    desk, clinician = signed_in(people.front_desk), signed_in(people.clinician)
    return {
        "sign-in": (Client(), reverse("sign-in")),
        "desk": (desk, reverse("desk")),
        "patient": (desk, reverse("patient", args=[intake.patient_id])),
        "section": (desk, reverse("intake-section", args=[draft.pk, "mood"])),
        "check": (desk, reverse("intake-check", args=[draft.pk])),
        "settings": (signed_in(people.administrator), reverse("password")),
        "rule set": (signed_in(people.clinical_lead), ADDRESS),
        "queue": (clinician, reverse("queue")),
        "review": (clinician, reverse("review", args=[intake.pk])),
        "complete": (clinician, reverse("review-complete", args=[intake.pk])),
    }


def test_every_screen_says_so_until_the_rule_set_is_approved(people: People) -> None:
    pages = screens(people)

    def saying(notice: str) -> set[str]:
        return {name for name, (client, address) in pages.items() if notice in words(client.get(address))}

    assert saying(NOT_APPROVED) == set(pages)
    approve_other_rules(people)
    assert saying(NOT_APPROVED) == set(pages)
    decide(people)
    assert saying(NOT_APPROVED) == set()
    assert saying(APPROVED) == {"queue", "review", "complete"}
    decide(people, approved=False)
    assert saying(NOT_APPROVED) == set(pages)
    assert saying(APPROVED) == set()


def test_the_notice_needs_one_query(people: People) -> None:
    client = Client()
    with CaptureQueriesContext(connection) as captured:
        client.get("/sign-in/")
    assert [query["sql"].count("rulesetapproval") > 0 for query in captured] == [True]


def test_a_person_who_answers_alone_sees_no_notice(people: People) -> None:
    draft = factories.draft(people.front_desk, {})
    desk = signed_in(people.front_desk)
    desk.post(reverse("hand-over", args=[draft.pk]))
    assert "not approved" not in words(desk.get(reverse("private", args=[draft.pk]), follow=True))


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (404, lambda client: client.get("/no-such-page/")),
        (403, lambda client: client.get("/queue/")),
        (403, lambda client: client.post("/desk/")),
    ],
    ids=["not found", "not for this role", "no token"],
)
def test_an_error_page_asks_the_database_nothing_about_the_rules(status: int, answer: Any, people: People) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(people.front_desk)
    with CaptureQueriesContext(connection) as captured:
        page = answer(client)
    assert page.status_code == status
    assert not [query for query in captured if "rulesetapproval" in query["sql"]]
    assert "Not for use on patients before this site's clinical lead has approved the rule set." in words(page)


# The PDF


def test_the_summary_says_so_until_its_own_rule_set_is_approved(people: People) -> None:
    intake = factories.submitted(people.front_desk, "V05")
    clinician = signed_in(people.clinician)

    def printed() -> str:
        pdf = clinician.get(reverse("summary-pdf", args=[intake.pk, 1])).content
        return " ".join(PdfReader(io.BytesIO(pdf)).pages[0].extract_text().split())

    assert NOT_APPROVED_PDF in printed()
    approve_other_rules(people)
    assert NOT_APPROVED_PDF in printed()
    decide(people)
    assert NOT_APPROVED_PDF not in printed()
    decide(people, approved=False)
    assert NOT_APPROVED_PDF in printed()
