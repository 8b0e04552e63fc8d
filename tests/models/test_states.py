"""What can be done with an intake in each stage: the one table in ``intake/models/states.py``, tried pair by pair."""

from __future__ import annotations

import inspect
import os
import uuid
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from intake.actions import (
    alerts,
    claims,
    copies,
    corrections,
    examination,
    hand_over,
    handouts,
    intakes,
    private_answers,
    review,
    signing,
)
from intake.actions.claims import ClaimRefusedError
from intake.actions.intakes import StaleError
from intake.actions.referrals import beginning
from intake.actions.refused import NotPossibleError
from intake.clinical.rules.handouts import HANDOUTS
from intake.clinical.rules.questions import QUESTIONS
from intake.clinical.telling.still_open import still_open
from intake.fingerprint import rule_set_fingerprint
from intake.models import AuditEvent, ClinicProfile, DocumentCopy, Intake, Patient, Review
from intake.models.states import ALLOWED, Stage
from tests import factories, referring
from tests.factories import People

Refused = (StaleError, NotPossibleError, ClaimRefusedError)
SIGNER: dict[str, Any] = {"name": "Carol Clinician", "role": "GP", "printer": factories.stand_in_pdf}


# An intake in each stage


def draft(people: People) -> Intake:
    return factories.draft(people.front_desk, {"pt.age_years": 50, "phq.q9": 1})


def with_person(people: People, made: Intake) -> Intake:
    hand_over.start_hand_over(actor=people.front_desk, intake=made)
    return now(made)


def submitted(people: People) -> Intake:
    """With a step that somebody can be referred for."""
    made = factories.submitted(people.front_desk, {"pt.age_years": 50, "phq.q9": 1})
    own = {"text": "Refer to the foot clinic", "choice": "accepted", "reason": ""}
    review.decide(actor=people.clinician, intake=made, revision=0, changes={"own:1": own})
    return now(made)


def reopened(people: People) -> Intake:
    return intakes.reopen_intake(actor=people.front_desk, intake=submitted(people))


def void(people: People) -> Intake:
    signed = factories.sign(people.clinician, submitted(people))
    signing.void_intake(actor=people.clinician, intake=signed, kind="identity", reason="wrong", **SIGNER)
    return now(signed)


def discarded(people: People) -> Intake:
    made = draft(people)
    return corrections.discard_draft(actor=people.front_desk, intake=made, revision=made.revision, reason="twice")


def in_error(people: People) -> Intake:
    made = submitted(people)
    return corrections.mark_in_error(actor=people.clinician, intake=made, revision=made.revision, reason="twice")


STAGES: dict[Stage, Callable[[People], Intake]] = {
    Stage.DRAFT: draft,
    Stage.WITH_PERSON: lambda people: with_person(people, draft(people)),
    Stage.REOPENED: reopened,
    Stage.REOPENED_WITH_PERSON: lambda people: with_person(people, reopened(people)),
    Stage.SUBMITTED: submitted,
    Stage.SIGNED: lambda people: factories.sign(people.clinician, submitted(people)),
    Stage.VOID: void,
    Stage.DISCARDED: discarded,
    Stage.IN_ERROR: in_error,
}


def now(intake: Intake) -> Intake:
    return Intake.objects.get(pk=intake.pk)


# What is tried


def try_action(name: str, people: People, intake: Intake) -> None:
    """As its page would, with all that page asks for."""
    desk, clinician, revision = people.front_desk, people.clinician, intake.revision
    answer: dict[str, Any] = {"revision": revision, "changes": {"pain.nrs_now": 4}, "token": uuid.uuid4()}
    found = factories.found(intake) if intake.current else None
    first_step = found.steps[0].id if found else "H01"
    review_then = Review.objects.filter(pk=intake.pk).first()
    acts: dict[str, Callable[[], object]] = {
        "save_draft": lambda: intakes.save_draft(
            actor=desk, intake=intake, revision=revision, changes={"pain.nrs_now": 4}, malformed={}
        ),
        "submit_intake": lambda: intakes.submit_intake(
            actor=desk, intake=intake, revision=revision, token=uuid.uuid4()
        ),
        "reopen_intake": lambda: intakes.reopen_intake(actor=desk, intake=intake),
        "start_hand_over": lambda: hand_over.start_hand_over(actor=desk, intake=intake),
        "finish_hand_over": lambda: hand_over.finish_hand_over(actor=desk, intake=intake),
        "spend_try": lambda: hand_over.spend_try(actor=desk, intake=intake),
        "give_try_back": lambda: hand_over.give_try_back(actor=desk, intake=intake),
        "end_hand_over": lambda: hand_over.end_hand_over(actor=desk, intake=intake),
        "open_private_answer": lambda: private_answers.open_private_answer(
            actor=desk, intake=intake, question=QUESTIONS["phq.q9"], reason="mistyped, she says"
        ),
        "discard_draft": lambda: corrections.discard_draft(
            actor=desk, intake=intake, revision=revision, reason="started twice"
        ),
        "restore_draft": lambda: corrections.restore_draft(actor=desk, intake=intake),
        "note_told": lambda: alerts.note_told(
            actor=desk,
            intake=intake,
            alert_id=max(intake.alerts.values_list("pk", flat=True)),
            after=None,
            clinician=clinician,
            name="Dr Lee",
        ),
        "acknowledge_alerts": lambda: alerts.acknowledge_alerts(
            actor=clinician,
            intake=intake,
            alert_ids=list(intake.alerts.values_list("pk", flat=True)),
            outcome=factories.FITTING[0],
            words="",
        ),
        "claim_intake": lambda: claims.claim_intake(actor=clinician, intake=intake),
        "take_over_intake": lambda: claims.take_over_intake(actor=clinician, intake=intake, holder_id=desk.pk),
        "release_intake": lambda: claims.release_intake(actor=clinician, intake=intake),
        "decide": lambda: review.decide(
            actor=clinician,
            intake=intake,
            revision=review_then.revision if review_then else 0,
            changes={f"step:{first_step}": {"choice": "done", "reason": ""}},
        ),
        "save_examination": lambda: examination.save_examination(
            actor=clinician, intake=intake, typed=examination.Typed({"ex.hr": 88}, {}, revision, "page")
        ),
        "complete_intake": lambda: intakes.complete_intake(actor=clinician, intake=intake, **answer),
        "correct_intake": lambda: intakes.correct_intake(actor=clinician, intake=intake, **answer),
        "assess_again": lambda: intakes.assess_again(actor=clinician, intake=intake),
        "reassess_intake": lambda: intakes.reassess_intake(actor=clinician, intake=intake, token=uuid.uuid4()),
        "send_back": lambda: corrections.send_back(
            actor=clinician, intake=intake, revision=revision, note="Which leg?"
        ),
        "mark_in_error": lambda: corrections.mark_in_error(
            actor=clinician, intake=intake, revision=revision, reason="twice"
        ),
        "restore_intake": lambda: corrections.restore_intake(actor=clinician, intake=intake),
        "move_intake": lambda: corrections.move_intake(
            actor=clinician,
            intake=intake,
            revision=revision,
            to=Patient.objects.get(record_number="OTHER"),
            reason="the sister's",
        ),
        "sign_intake": lambda: signing.sign_intake(
            actor=clinician,
            intake=intake,
            revision=revision,
            review_revision=review_then.revision if review_then else 0,
            fingerprint=rule_set_fingerprint(),
            words={item.key: "Later" for item in (still_open(found, ()) if found else ())},
            **SIGNER,
        ),
        "add_addendum": lambda: signing.add_addendum(
            actor=clinician, intake=intake, number=1, reason="late", text="CK normal", **SIGNER
        ),
        "void_intake": lambda: signing.void_intake(
            actor=clinician, intake=intake, kind="identity", reason="wrong", **SIGNER
        ),
        "give_handouts": lambda: handouts.give_handouts(
            actor=clinician,
            intake=intake,
            handouts=[HANDOUTS["foot-care"]],
            how="shown",
            with_name=False,
            token=uuid.uuid4(),
        ),
        "copy_without_record": lambda: [
            copies.copy_without_record(actor=clinician, document=document, printer=factories.stand_in_pdf)
            for document in intake.documents.all()
        ],
        "begin_referral": lambda: beginning.begin_referral(
            actor=clinician,
            intake=intake,
            steps=[],
            service=referring.service(),
            urgency="routine",
            letter=referring.LETTER,
            version=referring.version_of(intake),
        ),
    }
    with factories.other_rules() if name == "reassess_intake" else nullcontext():
        acts[name]()


def prepare(name: str, people: People, intake: Intake) -> None:
    """What has to be there for the action to have anything to do. What is closed takes none of it."""
    rows = Intake.objects.filter(pk=intake.pk)
    if name == "assess_again":
        Patient.objects.filter(pk=intake.patient_id).update(date_of_birth=None)
    if intake.is_closed:
        return
    if name in ("take_over_intake", "release_intake"):
        holder = people.clinician if name == "release_intake" else people.front_desk
        rows.update(claimed_by=holder, claimed_at=intake.saved_at)
    elif name == "sign_intake":
        factories.acknowledged(people.clinician, intake)
    elif name == "give_try_back":
        rows.update(take_back_tries=1)
    elif name == "open_private_answer":
        rows.update(given_in_private={"phq.q9": 1})


class Undone(Exception):
    """The trial is over: nothing of it stays."""


def does_something(name: str, people: People, intake: Intake) -> bool:
    """Whether the intake, its alerts, or what hangs on it is another afterwards, with an audit row."""
    done = False
    try:
        with transaction.atomic():
            prepare(name, people, intake)
            before = state_of(intake), AuditEvent.objects.count()
            try:
                with transaction.atomic():
                    try_action(name, people, intake)
            except Refused:
                pass
            after = state_of(intake), AuditEvent.objects.count()
            done = before[0] != after[0]
            assert not done or after[1] > before[1]
            raise Undone
    except Undone:
        return done


def state_of(intake: Intake) -> list[Any]:
    """All that an action can change of it."""
    row = Intake.objects.filter(pk=intake.pk).values().get()
    related = [
        intake.versions,
        intake.alerts,
        intake.told,
        intake.addenda,
        intake.documents,
        intake.corrections,
        intake.opened_answers,
        intake.handouts,
    ]
    related += [intake.referrals, intake.examinations, DocumentCopy.objects.filter(document__intake=intake)]
    rows = [list(each.order_by("pk").values()) for each in related]
    return [row, *rows, list(Review.objects.filter(pk=intake.pk).values())]


@pytest.mark.parametrize("stage", list(Stage), ids=[stage.name for stage in Stage])
def test_each_action_does_something_in_the_stages_of_the_table_and_in_no_other(stage: Stage, people: People) -> None:
    """All pairs of stage and action, the allowed and the others (ASVS V2.3.1)."""
    factories.patient(people.front_desk, age=50, record_number="OTHER")
    ClinicProfile.objects.create(phone="020 7946 0123")
    intake = STAGES[stage](people)
    assert now(intake).stage == stage
    wrong = []
    for name, stages in ALLOWED.items():
        done = does_something(name, people, now(intake))
        if done != (stage in stages):
            wrong.append(f"{name}: {'done' if done else 'refused'}")
        assert now(intake).stage == stage
    assert wrong == []


def test_every_action_on_an_intake_stands_in_the_table() -> None:
    modules: tuple[Any, ...] = (
        alerts,
        beginning,
        claims,
        copies,
        corrections,
        examination,
        hand_over,
        handouts,
        intakes,
        private_answers,
        review,
        signing,
    )
    parts = {"raise_alerts", "work_out_again", "start_intake", "open_draft"}
    writers = {
        name
        for module in modules
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__
        and {"intake", "document"} & set(inspect.signature(function).parameters)
    }
    assert {name for name in writers if not name.startswith("_")} - parts == set(ALLOWED)


def test_each_stage_is_told_from_the_row(people: People) -> None:
    assert [STAGES[stage](people).stage for stage in Stage] == list(Stage)


# The table, to read


STATES_PAGE = Path(__file__).resolve().parents[2] / "docs" / "states.md"


def states_page() -> str:
    head = ["Action", *Stage]
    rows = [[f"`{name}`", *("yes" if stage in stages else "" for stage in Stage)] for name, stages in ALLOWED.items()]
    lines = [head, ["---"] * len(head), *rows]
    table = "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
    return (
        "# What can be done with an intake, and when\n\n"
        "Written by `tests/models/test_states.py` from the table in `intake/models/states.py`, which actions ask.\n"
        f"The same test tries each pair.\n\n{table}\n"
    )


def test_the_page_says_what_the_table_says() -> None:
    """After a change that is meant: UPDATE_DOCS=1 .venv/bin/python -m pytest -n 0 tests/models/test_states.py"""
    if os.environ.get("UPDATE_DOCS") == "1":
        STATES_PAGE.parent.mkdir(exist_ok=True)
        STATES_PAGE.write_text(states_page(), encoding="utf-8")
    assert STATES_PAGE.read_text(encoding="utf-8") == states_page()
