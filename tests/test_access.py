"""Every address as every role (ASVS V8.2.1): each says whom it is for, and one that is not listed here fails."""

from __future__ import annotations

import datetime
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.contrib.auth.models import User
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from intake.actions.intakes import reopen_intake
from intake.actions.merging import merge_patients
from intake.models import (
    AuditEvent,
    FactorReset,
    FollowUp,
    Heartbeat,
    Intake,
    Merge,
    Proposal,
    Referral,
    StaffSession,
    TokenBucket,
)
from intake.roles import ADMINISTRATOR, CLINICAL_LEAD, CLINICIAN, FRONT_DESK, PRIVACY_OFFICER, ROLES
from intake.views.access import SIGNED_IN
from tests import factories, over_time, referring
from tests.factories import People
from tests.stored_once import stored_once

pytestmark = pytest.mark.django_db

EVERYBODY = ("everybody",)
WITH_ACCOUNT = (SIGNED_IN,)
DESK, DOCTOR, ON_DUTY = (FRONT_DESK,), (CLINICIAN,), (CLINICIAN, CLINICAL_LEAD)
EITHER = (FRONT_DESK, CLINICIAN)
PRIVACY = (PRIVACY_OFFICER,)
WITH_PATIENTS = (FRONT_DESK, CLINICIAN, CLINICAL_LEAD, ADMINISTRATOR)
GOVERNED = (CLINICAL_LEAD, CLINICIAN, ADMINISTRATOR)
READ, WRITE, BOTH = ("GET",), ("POST",), ("GET", "POST")

ADDRESSES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "home": (ROLES, READ),
    "sign-in": (EVERYBODY, BOTH),
    "sign-in-again": (EVERYBODY, BOTH),
    "sign-out": (EVERYBODY, WRITE),
    "confirm": (ROLES, BOTH),
    "still-here": (ROLES, WRITE),
    "sign-ins-end": (ROLES, WRITE),
    "password": (ROLES, BOTH),
    "set-password": (EVERYBODY, BOTH),
    "preferences": (ROLES, WRITE),
    "second-step": (WITH_ACCOUNT, BOTH),
    "passkey-ask": (WITH_ACCOUNT, WRITE),
    "passkey-answer": (WITH_ACCOUNT, WRITE),
    "factors": (WITH_ACCOUNT, READ),
    "factor-confirm": (WITH_ACCOUNT, BOTH),
    "authenticator": (WITH_ACCOUNT, BOTH),
    "recovery-codes": (WITH_ACCOUNT, BOTH),
    "passkey-new": (WITH_ACCOUNT, BOTH),
    "passkey-new-ask": (WITH_ACCOUNT, WRITE),
    "passkey-remove": (WITH_ACCOUNT, BOTH),
    "factor-resets": ((ADMINISTRATOR, CLINICAL_LEAD), BOTH),
    "factor-reset-confirm": ((ADMINISTRATOR, CLINICAL_LEAD), WRITE),
    "factor-reset-withdraw": ((ADMINISTRATOR,), WRITE),
    "single-sign-on": (EVERYBODY, READ),
    "single-sign-on-back": (EVERYBODY, READ),
    "health": (EVERYBODY, READ),
    "healthz": (EVERYBODY, READ),
    "readyz": (EVERYBODY, READ),
    "status": ((ADMINISTRATOR,), READ),
    "check-document": (EVERYBODY, BOTH),
    "handout": (EVERYBODY, READ),
    "desk": (DESK, BOTH),
    "desk-board": (DESK, READ),
    "desk-show": (DESK, WRITE),
    "appointment-new": (DESK, BOTH),
    "appointment-for": (DESK, BOTH),
    "appointment-list": (DESK, BOTH),
    "appointment-sample": (DESK, READ),
    "appointment": (DESK, BOTH),
    "appointment-mark": (DESK, WRITE),
    "appointment-link": (DESK, WRITE),
    "paper-form": (DESK, READ),
    "patient-new": (DESK, BOTH),
    "patient": (DESK, READ),
    "patient-details": (DESK, BOTH),
    "intake-start": (DESK, WRITE),
    "intake": (DESK, READ),
    "intake-call": (DESK, BOTH),
    "intake-check": (DESK, BOTH),
    "intake-paper-form": (DESK, READ),
    "intake-answers": (DESK, READ),
    "intake-reopen": (DESK, WRITE),
    "intake-section": (DESK, BOTH),
    "desk-referrals": (DESK, READ),
    "desk-referral": (DESK, READ),
    "desk-referral-record": (DESK, WRITE),
    "medicine-suggestions": ((FRONT_DESK, CLINICIAN), WRITE),
    "discarded": (DESK, READ),
    "intake-discard": (DESK, BOTH),
    "intake-restore": (DESK, WRITE),
    "intake-move": (EITHER, BOTH),
    "patient-merge": (EITHER, BOTH),
    "take-apart": (EITHER, BOTH),
    "hand-over": (DESK, WRITE),
    "hand-over-state": (DESK, READ),
    "hand-over-end": (DESK, WRITE),
    "private-answer": (DESK, BOTH),
    "private": (DESK, READ),
    "private-section": (DESK, BOTH),
    "private-done": (DESK, READ),
    "take-back": (DESK, BOTH),
    "alerts": (ON_DUTY, READ),
    "alerts-count": (ON_DUTY, READ),
    "alerts-times": (ON_DUTY, READ),
    "alerts-acknowledge": (ON_DUTY, WRITE),
    "queue": (DOCTOR, BOTH),
    "review": (ON_DUTY, READ),
    "review-since": (DOCTOR, READ),
    "review-complete": (DOCTOR, BOTH),
    "review-assess-again": (DOCTOR, WRITE),
    "review-correct": (DOCTOR, BOTH),
    "review-send-back": (DOCTOR, BOTH),
    "review-in-error": (DOCTOR, BOTH),
    "review-restore": (DOCTOR, WRITE),
    "review-version": (ON_DUTY, READ),
    "review-part": (ON_DUTY, READ),
    "review-reassess": (DOCTOR, WRITE),
    "review-decide": (DOCTOR, WRITE),
    "summary-pdf": (DOCTOR, READ),
    "summary-text": (DOCTOR, READ),
    "summary-copy": (DOCTOR, READ),
    "person": (DOCTOR, READ),
    "refer": (DOCTOR, BOTH),
    "referrals": (DOCTOR, READ),
    "referral": (DOCTOR, READ),
    "referral-record": (DOCTOR, WRITE),
    "referral-elsewhere": (DOCTOR, BOTH),
    "referral-letter": (DOCTOR, BOTH),
    "referral-preview": (DOCTOR, READ),
    "referral-text": (DOCTOR, READ),
    "referral-copy": (DOCTOR, READ),
    "referral-sign": (DOCTOR, BOTH),
    "referral-amend": (DOCTOR, BOTH),
    "referral-document": (DOCTOR, READ),
    "referral-states": (WITH_PATIENTS, READ),
    "follow-up": (DOCTOR, READ),
    "follow-up-close": (DOCTOR, BOTH),
    "follow-up-reopen": (DOCTOR, WRITE),
    "follow-up-hand": (DOCTOR, BOTH),
    "rule-set-approval": (GOVERNED, BOTH),
    "claim": (DOCTOR, WRITE),
    "release": (DOCTOR, WRITE),
    "take-over": (DOCTOR, WRITE),
    "rule-book": (GOVERNED, READ),
    "privacy": (PRIVACY, BOTH),
    "privacy-person": (PRIVACY, READ),
    "privacy-person-csv": (PRIVACY, READ),
    "privacy-user": (PRIVACY, READ),
    "privacy-user-csv": (PRIVACY, READ),
    "service-view": ((CLINICAL_LEAD,), READ),
    "confirmations": ((CLINICAL_LEAD,), READ),
    "confirmation-decide": ((CLINICAL_LEAD,), WRITE),
    "review-sign": (DOCTOR, BOTH),
    "review-addendum": (DOCTOR, BOTH),
    "review-void": (DOCTOR, BOTH),
    "review-handouts": (DOCTOR, BOTH),
    "handout-given": (DOCTOR, READ),
    "handout-pdf": (GOVERNED, READ),
    "document": (DOCTOR, READ),
    "document-copy": (DOCTOR, WRITE),
}
"""Who may open what, and how. Everything below "admin/" is the admin site's, and stands further down."""

SENT_BY = {"rule-set-approval": (CLINICAL_LEAD,), "factor-resets": (ADMINISTRATOR,)}
"""Who may send a form, where fewer may than may read the page."""


def patterns() -> Iterator[URLPattern]:
    """Every address of the site but the admin's."""
    for entry in get_resolver().url_patterns:
        if isinstance(entry, URLResolver) and entry.namespace != "admin":
            yield from entry.url_patterns
        elif isinstance(entry, URLPattern):
            yield entry


def stated_audience(pattern: URLPattern) -> Any:
    view = pattern.callback
    return getattr(view, "audience", None) or getattr(getattr(view, "view_class", None), "audience", None)


def test_every_address_is_listed_and_says_whom_it_is_for() -> None:
    """The table is that of the site: an address more fails here (ASVS V8.2.1)."""
    assert {pattern.name: stated_audience(pattern) for pattern in patterns()} == {
        name: audience for name, (audience, _) in ADDRESSES.items()
    }


# Who comes


@dataclass(frozen=True)
class Visitors:
    clients: dict[str, Client]
    users: dict[str, User]
    roles: dict[str, str]
    """The role of those who have one."""
    intake: Intake
    """With a version to read and a draft to fill in. An alert of it climbed, so that the clinical lead may read it."""
    follow_up: FollowUp
    document_id: str
    """Of another intake, which is signed."""
    appointment_id: uuid.UUID
    merge_id: int
    referral: Referral
    """Of the same person, and sent."""
    given_id: int
    proposal_id: int
    user_id: int
    reset_id: int
    """Proposed by nobody of them, and about nobody of them."""

    def of(self, audience: tuple[str, ...]) -> Client:
        """Of somebody whom the page is for."""
        return self.clients[{EVERYBODY: "signed out", WITH_ACCOUNT: "no role"}.get(audience, audience[0].lower())]

    def address(self, name: str, **other_ids: Any) -> str:
        ids = {"patient_id": self.intake.patient_id, "intake_id": self.intake.pk, "section_id": "mood", "number": 1}
        ids |= {"kind": "answers", "place": 0}
        ids |= {"follow_up_id": self.follow_up.pk, "document_id": self.document_id}
        ids |= {"appointment_id": self.appointment_id, "merge_id": self.merge_id}
        ids |= {"referral_id": self.referral.pk, "letter_id": self.referral.documents.all()[0].pk}
        ids |= {"handout_id": "foot-care", "given_id": self.given_id, "proposal_id": self.proposal_id}
        ids |= {"reset_id": self.reset_id}
        ids |= {"user_id": self.user_id}
        ids |= {"uidb64": "MQ", "token": "no-such-token", "question_id": "phq.q9"}
        pattern = next(pattern for pattern in patterns() if pattern.name == name)
        return reverse(name, kwargs={key: (ids | other_ids)[key] for key in pattern.pattern.converters})


@pytest.fixture(scope="module")
def people(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[People]:
    """With all that is stored below, once for all tests of this file."""
    with stored_once(django_db_blocker):
        yield factories.people()


def store(people: People) -> Visitors:
    """All that the addresses are about. The visitors are not signed in yet."""
    with time_machine.travel(timezone.now() - datetime.timedelta(hours=1)):
        submitted = factories.submitted(people.front_desk, "V11")
    reopened = reopen_intake(actor=people.front_desk, intake=submitted)
    users = {
        "front desk": people.front_desk,
        "clinician": people.clinician,
        "clinical lead": people.clinical_lead,
        "administrator": people.administrator,
        "privacy officer": people.privacy_officer,
        "no role": factories.user("no-role"),
        "superuser without role": User.objects.create_superuser("superuser"),
    }
    roles = {
        "front desk": FRONT_DESK,
        "clinician": CLINICIAN,
        "clinical lead": CLINICAL_LEAD,
        "administrator": ADMINISTRATOR,
        "privacy officer": PRIVACY_OFFICER,
    }
    document = factories.signed(people, patient=reopened.patient).documents.get()
    planned = over_time.planned(reopened)
    expected = factories.appointment(people.front_desk, patient=reopened.patient)
    merged = factories.patient(people.front_desk)
    merge_patients(actor=people.clinician, kept=reopened.patient, merged=merged, reason="Registered twice")
    done = Merge.objects.get()
    sent = referring.in_state(people, "sent", referring.accepted(people, patient=reopened.patient))
    given = factories.given_handout(people, reopened)
    reset = FactorReset.objects.create(user=factories.user("lost"), proposed_by=factories.user("proposer"))
    proposal = Proposal.objects.create(user=people.front_desk, role=CLINICIAN, proposed_by=people.administrator)
    known = (
        reopened,
        planned,
        document.pk,
        expected.pk,
        done.pk,
        sent,
        given.pk,
        proposal.pk,
        people.clinician.pk,
        reset.pk,
    )
    return Visitors({}, users, roles, *known)


@pytest.fixture(scope="module")
def stored(people: People) -> Visitors:
    return store(people)


@pytest.fixture
def visitors(stored: Visitors, db: None) -> Visitors:
    """Each test signs them in anew."""
    return signed_in(stored)


@pytest.fixture
def own_visitors(people: People) -> Visitors:
    """For the tests of another file, which import it as ``visitors``: stored for each of them."""
    return signed_in(store(people))


def signed_in(stored: Visitors) -> Visitors:
    clients = {who: Client() for who in stored.users}
    for who, client in clients.items():
        client.force_login(stored.users[who])
    return replace(stored, clients=clients | {"signed out": Client()})


def outcome(response: Any) -> str:
    if response.status_code == 302 and response.headers["Location"].startswith(("/sign-in/", "/admin/login/")):
        return "to sign in"
    said = {403: "refused", 404: "not found", 405: "no such method"}
    return said.get(response.status_code, "open" if response.status_code < 500 else "broken")


def expected(who: str, role: str | None, method: str, name: str) -> set[str]:
    audience, methods = ADDRESSES[name]
    if audience != EVERYBODY and who == "signed out":
        return {"to sign in"}
    if method == "POST":
        audience = SENT_BY.get(name, audience)
    meant = (
        audience in (EVERYBODY, WITH_ACCOUNT) or role in audience or (name, who) == ("home", "superuser without role")
    )
    if method not in methods:
        return {"no such method"} if meant else {"no such method", "refused"}
    return {"to sign in" if name == "sign-out" else "open"} if meant else {"refused"}


@pytest.mark.parametrize("name", ADDRESSES)
def test_v8_2_1_an_address_opens_for_its_audience_only(name: str, visitors: Visitors) -> None:
    """And nothing that is shown to somebody signed in is stored by a browser (ASVS V8.2.1, V14.3.2)."""
    wrong = []
    for method in ("GET", "POST"):
        for who, client in visitors.clients.items():
            right = expected(who, visitors.roles.get(who), method, name)
            response = client.generic(method, visitors.address(name))
            if outcome(response) not in right:
                wrong.append(f"{method} by {who}: {outcome(response)}, not {' or '.join(sorted(right))}")
            if who != "signed out" and "no-store" not in response.headers["Cache-Control"]:
                wrong.append(f"{method} by {who}: may be stored")
    assert wrong == []


def test_v14_3_2_nothing_shown_to_somebody_signed_in_is_stored(visitors: Visitors) -> None:
    for name in ADDRESSES:
        for who, client in visitors.clients.items():
            if who != "signed out":
                assert "no-store" in client.get(visitors.address(name)).headers["Cache-Control"], (name, who)


UNLIKE_READING = (AuditEvent, StaffSession, TokenBucket, Heartbeat)
"""What notes that somebody reads: who, when last, and how often; and that the database can be written."""


def test_v3_5_3_reading_changes_nothing(visitors: Visitors) -> None:
    """A crawler opens every address as every role, and asks for the headers of those it may open (ASVS V3.5.3)."""
    tables = [model for model in apps.get_app_config("intake").get_models() if model not in UNLIKE_READING]

    def stored() -> list[Any]:
        return [list(table.objects.order_by("pk").values()) for table in tables]

    before = stored()
    for who, client in visitors.clients.items():
        for name, (audience, _) in ADDRESSES.items():
            client.get(visitors.address(name))
            if visitors.roles.get(who) in audience:
                client.head(visitors.address(name))
    assert stored() == before


def test_v3_5_1_a_form_of_another_site_is_refused(visitors: Visitors) -> None:
    """Without a token no form is taken (ASVS V3.5.1)."""
    for name, (audience, methods) in ADDRESSES.items():
        if "POST" in methods:
            client = Client(enforce_csrf_checks=True)
            if audience != EVERYBODY:
                client.cookies = visitors.of(audience).cookies
            response = client.post(visitors.address(name), {"revision": visitors.intake.revision})
            assert response.status_code == 403, name
            assert "This page was not saved" in response.content.decode(), name


def test_v3_5_1_a_token_does_not_help_another_site(people: People) -> None:
    """A right token from another origin is refused, too (ASVS V3.5.1)."""
    client = Client(enforce_csrf_checks=True, headers={"Origin": "https://elsewhere.example"})
    client.force_login(people.front_desk)
    page = client.get("/patients/new/").content.decode()
    token = re.findall('name="csrfmiddlewaretoken" value="([^"]+)"', page)[0]
    details = {"record_number": "R1", "family_name": "Lovelace", "given_name": "Ada", "csrfmiddlewaretoken": str(token)}
    assert client.post("/patients/new/", details).status_code == 403
    assert client.post("/patients/new/", details, headers={"Origin": "http://testserver"}).status_code == 302


def test_v8_2_2_ids_of_something_else_are_not_found(visitors: Visitors) -> None:
    """Swapped with those of other kinds of record, or of none (ASVS V8.2.2)."""
    intake = visitors.intake
    unlike = {"follow_up_id": 2**63, "document_id": intake.pk}
    unlike |= {"appointment_id": intake.pk, "merge_id": 2**63, "referral_id": intake.pk, "letter_id": intake.pk}
    unlike |= {"handout_id": "no-such-handout", "given_id": 2**63, "proposal_id": 2**63, "reset_id": 2**63}
    lost = {"follow_up_id": 2**31 - 1, "document_id": "0000-0000-0000", "appointment_id": uuid.uuid4()}
    lost |= {"merge_id": 2**31 - 1, "referral_id": uuid.uuid4(), "letter_id": "0000-0000-0000"}
    lost |= {"handout_id": "x", "given_id": 2**31 - 1, "proposal_id": 2**31 - 1, "reset_id": 2**31 - 1}
    unlike |= {"user_id": 2**63}
    lost |= {"user_id": 2**31 - 1}
    for name in (pattern.name for pattern in patterns() if pattern.pattern.converters):
        audience, methods = ADDRESSES[name]
        if audience == EVERYBODY:
            continue  # a link that was used up is told in words: tests/views/test_account.py
        client = visitors.of(audience)
        swapped = visitors.address(name, patient_id=intake.pk, intake_id=intake.patient_id, **unlike)
        unknown = visitors.address(name, patient_id=uuid.uuid4(), intake_id=uuid.uuid4(), **lost)
        for method in methods:
            for wrong in (swapped, unknown):
                assert client.generic(method, wrong).status_code == 404, (method, wrong)


# Coming and going


def test_the_sign_in_page_leads_on_to_the_page_that_was_asked_for(visitors: Visitors) -> None:
    address = visitors.address("intake")
    client = Client()
    to_sign_in = client.get(address)
    assert to_sign_in.headers["Location"] == f"/sign-in/?next={address}"
    sent = {"username": "front-desk", "password": factories.PASSWORD, "next": address}
    assert client.post("/sign-in/", sent).headers["Location"] == address


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"])
def test_signing_in_leads_to_no_other_site(elsewhere: str, people: People) -> None:
    sent = {"username": "front-desk", "password": factories.PASSWORD, "next": elsewhere}
    assert Client().post("/sign-in/", sent).headers["Location"] == "/"


@pytest.mark.parametrize(
    ("roles", "first"),
    [
        ((FRONT_DESK,), "/desk/"),
        ((CLINICIAN,), "/queue/"),
        ((CLINICAL_LEAD,), "/alerts/"),
        ((ADMINISTRATOR,), "/admin/"),
        ((PRIVACY_OFFICER,), "/privacy/"),
        ((FRONT_DESK, CLINICIAN), "/queue/"),
        ((FRONT_DESK, ADMINISTRATOR), "/desk/"),
    ],
)
def test_everybody_begins_where_their_work_is(roles: tuple[str, ...], first: str, client: Client, db: None) -> None:
    client.force_login(factories.user("somebody", *roles))
    assert client.get("/").headers["Location"] == first


def test_v7_2_4_signing_in_starts_a_new_session(people: People) -> None:
    client = Client()
    client.session.save()
    before = client.session.session_key
    client.post("/sign-in/", {"username": "front-desk", "password": factories.PASSWORD})
    assert client.session.session_key != before


def test_v7_4_1_a_cookie_from_before_signing_out_opens_nothing(visitors: Visitors) -> None:
    for who, client in visitors.clients.items():
        if who in visitors.roles:
            old = Client()
            old.cookies["sessionid"] = client.cookies["sessionid"].value
            client.post("/sign-out/")
            for name, (audience, _) in ADDRESSES.items():
                if audience != EVERYBODY:
                    assert outcome(old.get(visitors.address(name))) == "to sign in"


def test_signing_out_again_in_another_tab_is_no_error(client: Client, db: None) -> None:
    response = client.post("/sign-out/")
    assert response.headers["Location"] == "/sign-in/"


def test_v7_4_2_who_loses_a_role_is_refused_at_once(visitors: Visitors, people: People) -> None:
    client = visitors.clients["front desk"]
    assert client.get("/desk/").status_code == 200
    people.front_desk.groups.clear()
    for name, (audience, _) in ADDRESSES.items():
        if audience == DESK:
            assert outcome(client.post(visitors.address(name))) in ("refused", "no such method")
    assert client.get("/desk/").status_code == 403


def test_v7_4_2_who_is_made_inactive_is_signed_out_at_once(visitors: Visitors, people: People) -> None:
    User.objects.filter(pk=people.clinician.pk).update(is_active=False)
    assert outcome(visitors.clients["clinician"].get("/queue/")) == "to sign in"
    sent = {"username": "clinician", "password": factories.PASSWORD}
    assert "Please enter a correct" in Client().post("/sign-in/", sent).content.decode()


def test_a_changed_password_ends_other_sessions_and_not_ones_own(people: People) -> None:
    here, elsewhere = Client(), Client()
    for client in (here, elsewhere):
        client.force_login(people.front_desk)
    new = "another long enough one"
    sent = {"old_password": factories.PASSWORD, "new_password1": new, "new_password2": new}
    assert here.post("/password/", sent).headers["Location"] == "/"
    assert here.get("/desk/").status_code == 200
    assert outcome(elsewhere.get("/desk/")) == "to sign in"


@pytest.mark.parametrize("weak", ["short", "password1234", "front-desk-12"])
def test_v6_2_4_a_weak_password_is_refused(weak: str, people: People) -> None:
    client = Client()
    client.force_login(people.front_desk)
    sent = {"old_password": factories.PASSWORD, "new_password1": weak, "new_password2": weak}
    assert client.post("/password/", sent).status_code == 200
    people.front_desk.refresh_from_db()
    assert people.front_desk.check_password(factories.PASSWORD)


def test_health_says_ok_and_nothing_more(client: Client, db: None) -> None:
    assert client.get("/health/").content == b"ok"
