"""What can be done with a referral in each state, and by whom: the table tried state by state, action and role."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction

from intake.actions.referrals import (
    StaleReferralError,
    amend_letter,
    hand_referral,
    note,
    note_contact,
    reopen_referral,
    save_letter,
)
from intake.actions.refused import NotPossibleError
from intake.models import AuditEvent, ClinicProfile, Referral
from intake.models.referral_due import next_owner
from intake.models.referral_limits import Stage, Urgency
from intake.models.referral_reasons import REASONS, REOPENED, reason_text
from intake.models.referral_states import (
    AT_ONCE,
    BESIDE,
    CHANGES,
    ENDED,
    FHIR_STATUS,
    FOR_THE_REFERRER,
    IN_ORDER,
    ReferralState,
    change_to,
    skipped,
)
from intake.roles import ADMINISTRATOR, CLINICAL_LEAD, CLINICIAN, FRONT_DESK, PRIVACY_OFFICER, ROLES
from tests import factories, referring
from tests.factories import People

S = ReferralState
Refused = (NotPossibleError, PermissionDenied, StaleReferralError)
STATES = pytest.mark.parametrize("state", list(S), ids=[state.value for state in S])


def of_role(people: People, role: str) -> User:
    found = {
        FRONT_DESK: people.front_desk,
        CLINICIAN: people.clinician,
        CLINICAL_LEAD: people.clinical_lead,
        ADMINISTRATOR: people.administrator,
        PRIVACY_OFFICER: people.privacy_officer,
    }
    return found[role]


# What is tried


def try_beside(name: str, actor: User, referral: Referral, colleague: User) -> None:
    """As its page would, with all that page asks for."""
    asked = {"actor": actor, "referral": referral}
    revised = asked | {"revision": referral.revision}
    other = referring.LETTER | {"question": "Is it the nerve?"}
    signed: dict[str, Any] = {"printer": referring.stand_in_pdf, **referring.SIGNER}
    acts: dict[str, Callable[[], object]] = {
        "save_letter": lambda: save_letter(**revised, letter=other, service=referral.service, urgency=referral.urgency),
        "sign_letter": lambda: referring.sign(actor, referral),
        "amend_letter": lambda: amend_letter(**revised, letter=other, reason="A result came", **signed),
        "note_contact": lambda: note_contact(**asked, channel="phone", reached="no"),
        "note": lambda: note(**asked, words="They moved to the ground floor"),
        "hand_referral": lambda: hand_referral(**asked, to=colleague),
        "reopen_referral": lambda: reopen_referral(**revised, reason="needed"),
    }
    acts[name]()


class Undone(Exception):
    """The trial is over: nothing of it stays."""


def does_something(act: Callable[[Referral], object], referral: Referral, prepare: Callable[[], object]) -> bool:
    """Whether the referral or what hangs on it is another afterwards, with an audit row."""
    done = False
    try:
        with transaction.atomic():
            prepare()
            before = everything(referral), AuditEvent.objects.count()
            try:
                with transaction.atomic():
                    act(referring.now(referral))
            except Refused:
                pass
            after = everything(referral), AuditEvent.objects.count()
            done = before[0] != after[0]
            assert done == (after[1] > before[1])
            raise Undone
    except Undone:
        return done


def everything(referral: Referral) -> list[Any]:
    rows = Referral.objects.filter(pk=referral.pk).values().get()
    return [rows, list(referral.events.values()), list(referral.documents.order_by("pk").values())]


@STATES
def test_each_change_is_recorded_where_the_table_has_it_by_those_whom_it_names(state: S, people: People) -> None:
    """All pairs of state and change, the allowed and the others (ASVS V2.3.1)."""
    referral = referring.in_state(people, state)
    assert referral.state == state
    wrong = []
    for role in ROLES:
        actor = of_role(people, role)
        for to in S:
            allowed = next((change for change in CHANGES[state] if change.to == to), None)

            def prepare(to: S = to) -> None:
                if state == S.DRAFT and to == S.SENT:
                    referring.sign(people.clinician, referral)
                elif state in (S.NOT_ATTENDED, S.APPOINTMENT_CANCELLED):
                    referring.contacted(people.front_desk, referral)

            done = does_something(lambda row, to=to, actor=actor: referring.change(actor, row, to), referral, prepare)
            if done != (allowed is not None and role in allowed.roles):
                wrong.append(f"{role}, {to}: {'recorded' if done else 'refused'}")
    assert wrong == []


@STATES
def test_what_is_done_beside_is_done_in_the_states_of_the_table_by_those_whom_it_names(
    state: S, people: People
) -> None:
    referral, colleague = referring.in_state(people, state), factories.user("colleague", CLINICIAN)
    wrong = []
    for name, beside in BESIDE.items():
        for role in ROLES:
            actor = of_role(people, role)

            def prepare(name: str = name) -> None:
                if name == "amend_letter" and not referral.documents.exists():
                    referring.sign(people.clinician, referral)

            done = does_something(
                lambda row, name=name, actor=actor: try_beside(name, actor, row, colleague), referral, prepare
            )
            if done != (state in beside.states and role in beside.roles):
                wrong.append(f"{role}, {name}: {'done' if done else 'refused'}")
    assert wrong == []


def test_all_that_is_done_beside_stands_in_the_table() -> None:
    from intake.actions import referrals

    writers = {name for name in referrals.__all__ if name[0].islower()} - {"begin_referral", "record_change"}
    assert writers == set(BESIDE)


# The table itself


def test_every_state_has_its_changes_its_fhir_status_and_its_owner() -> None:
    assert set(CHANGES) == set(FHIR_STATUS) == set(S)
    assert [state for state in S if not CHANGES[state]] == [S.ENTERED_IN_ERROR]
    assert all(change_to(state, S.ENTERED_IN_ERROR) for state in S if state != S.ENTERED_IN_ERROR)
    assert {next_owner(state) for state in ENDED} == {"nobody"}
    assert {next_owner(state) for state in FOR_THE_REFERRER} == {"referrer"}
    assert {next_owner(state) for state in set(S) - set(ENDED) - set(FOR_THE_REFERRER)} == {"desk"}
    assert set(AT_ONCE) <= set(FOR_THE_REFERRER)
    for state, changes in CHANGES.items():
        assert len({change.to for change in changes}) == len(changes), f"{state} has a change twice"


def test_nothing_closes_by_itself_or_at_the_desk() -> None:
    ending = [change for changes in CHANGES.values() for change in changes if change.to in ENDED]
    assert {change.roles for change in ending} == {(CLINICIAN,)}
    assert all(change.reason for change in ending if change.to != S.CLOSED)


def test_whatever_needs_a_reason_has_a_list_of_them_that_ends_with_another_one() -> None:
    needed = {change.to for changes in CHANGES.values() for change in changes if change.reason}
    assert needed == set(REASONS)
    assert {tuple(codes)[-1] for codes in (*REASONS.values(), REOPENED)} == {"other"}
    assert all(len(code) <= 40 for codes in (*REASONS.values(), REOPENED) for code in codes)


def test_a_reason_is_said_in_words_and_one_that_was_dropped_by_its_code() -> None:
    assert reason_text("declined", "capacity") == "No capacity"
    assert reason_text("draft", "mistake", reopened=True) == "It was ended by mistake"
    assert reason_text("declined", "of an earlier release") == "of an earlier release"
    assert reason_text("sent", "") == ""


@pytest.mark.parametrize(
    ("before", "after", "between"),
    [
        (S.SENT, S.RECEIVED, ()),
        (S.SENT, S.ACCEPTED, (S.RECEIVED,)),
        (S.SENT, S.REPORT_BACK, (S.RECEIVED, S.ACCEPTED, S.BOOKED, S.SEEN)),
        (S.REDIRECTED, S.BOOKED, (S.RECEIVED, S.ACCEPTED)),
        (S.RECEIVED, S.SEEN, (S.ACCEPTED, S.BOOKED)),
        (S.ACCEPTED, S.SEEN, (S.BOOKED,)),
        (S.BOOKED, S.REPORT_BACK, (S.SEEN,)),
        (S.DRAFT, S.SENT, ()),
        (S.NOT_ATTENDED, S.BOOKED, ()),
        (S.SENT, S.DECLINED, ()),
    ],
)
def test_what_is_passed_over_between_two_states(before: S, after: S, between: tuple[S, ...]) -> None:
    assert skipped(before, after) == between


def test_any_later_state_of_the_way_may_be_recorded_directly() -> None:
    for place, state in enumerate(IN_ORDER):
        for to in IN_ORDER[place + 1 :]:
            assert change_to(state, to), f"{state} to {to}"
        for to in IN_ORDER[: place + 1]:
            assert not change_to(state, to), f"{state} back to {to}"


# The table, to read


STATES_PAGE = Path(__file__).resolve().parents[2] / "docs" / "referral-states.md"
WRITTEN_BY = """\
Written by `tests/models/test_referral_states.py` from the tables in `intake/models/referral_states.py`,
`referral_reasons.py` and `referral_limits.py`, which actions and pages ask. The same test tries each state, change and
role."""
MARKS = """\
¹ with a reason · ² only after an attempt to contact the person since then · ³ states between are recorded as skipped"""
ABOUT_LIMITS = """\
"Sent" counts from the letter's beginning, "taken" (received or accepted) and "seen" from sending, "report" from being
seen. Each site can change them, and each service can have its own. `0 days` is the end of the same day. How the next
due time follows from them stands in `intake/models/referral_due.py`."""
_OWNERS = {"referrer": "whoever referred", "desk": "front desk", "nobody": ""}


def states_page() -> str:
    parts = [
        "# What can be recorded of a referral, when, and by whom",
        WRITTEN_BY,
        "Whatever the front desk records, a clinician may record, too. Nothing closes by itself.",
        "## States",
        table(["State", "FHIR Task", "Whose turn", "Front desk or clinician", "Only a clinician"], map(row, S)),
        MARKS,
        "At once on the list of whoever referred, whatever is due: " + ", ".join(S(state).label for state in AT_ONCE),
        "## Beside changes",
        table(["Action", "In which states", "By whom"], map(beside_row, BESIDE)),
        "## Reasons",
        table(["Recorded", "Because"], map(reason_row, REASONS)),
        "Reopened: " + " · ".join(REOPENED.values()),
        "## Time limits, as they come",
        table(["Urgency", *(str(stage) for stage in Stage)], map(limit_row, Urgency)),
        ABOUT_LIMITS,
    ]
    return "\n\n".join(parts) + "\n"


def table(head: list[str], rows: Any) -> str:
    return "\n".join(f"| {' | '.join(cells)} |" for cells in [head, ["---"] * len(head), *rows])


def row(state: S) -> list[str]:
    def said(*, desk: bool) -> str:
        chosen = [change for change in CHANGES[state] if (FRONT_DESK in change.roles) == desk]
        return ", ".join(
            f"{change.to.label}{'¹' * change.reason}{'²' * change.contact}{'³' * bool(skipped(state, change.to))}"
            for change in chosen
        )

    return [state.label, FHIR_STATUS[state], _OWNERS[next_owner(state)], said(desk=True), said(desk=False)]


def beside_row(name: str) -> list[str]:
    beside = BESIDE[name]
    where = {frozenset(S): "any", frozenset(set(S) - set(ENDED)): "any that has not ended"}
    states = where.get(frozenset(beside.states)) or ", ".join(state.label for state in beside.states)
    return [f"`{name}`", states, "front desk or clinician" if FRONT_DESK in beside.roles else "clinician"]


def reason_row(state: S) -> list[str]:
    label = "Closed without being seen" if state == S.CLOSED else state.label
    return [label, " · ".join(REASONS[state].values())]


def limit_row(urgency: Urgency) -> list[str]:
    limits = ClinicProfile().limits
    return [urgency.label, *(str(limits[urgency, stage]) for stage in Stage)]


def test_the_page_says_what_the_table_says() -> None:
    """After a change that is meant: UPDATE_DOCS=1 .venv/bin/python -m pytest -n 0 with this file."""
    if os.environ.get("UPDATE_DOCS") == "1":
        STATES_PAGE.write_text(states_page(), encoding="utf-8")
    assert STATES_PAGE.read_text(encoding="utf-8") == states_page()


def test_a_letter_cannot_be_sent_before_it_is_signed(people: People) -> None:
    draft = referring.begun(people)
    refused = referring.refusal(lambda: referring.change(people.clinician, draft, S.SENT), NotPossibleError)
    assert "signed before it is sent" in str(refused)
