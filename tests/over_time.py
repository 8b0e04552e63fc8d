"""Visits on different days, and intakes as a signature leaves them, for tests of what happens over time."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from intake.actions.queueing import list_in_queue
from intake.clinical.telling.letter import Letter, letter_as_json
from intake.models import FollowUp, Intake, Patient, Referral, Service, Signature, Voiding
from tests import factories

ITEMS = {"phq": 9, "gad": 7}


def answers(*, phq: str = "", gad: str = "", peg: tuple[int | None, ...] = (), average: int | None = None) -> Any:
    """Answers to the items in order; a dash is left open."""
    said: dict[str, Any] = {"pain.present": True, "pt.age_years": 50}
    for group, items in (("phq", phq), ("gad", gad)):
        said |= {f"{group}.q{n}": int(item) for n, item in enumerate(items, start=1) if item != "-"}
    said |= {f"peg.{item}": value for item, value in zip("peg", peg, strict=False) if value is not None}
    return said | ({} if average is None else {"pain.nrs_avg": average})


def visit(actor: User, patient: Patient, days_ago: int, said: dict[str, Any]) -> Intake:
    """Submitted as many days ago."""
    then = timezone.now() - datetime.timedelta(days=days_ago)
    dated = said | {"ctx.encounter_date": timezone.localdate(then).isoformat()}
    intake = factories.submitted(actor, dated, patient=patient)
    Intake.objects.filter(pk=intake.pk).update(submitted_at=then, started_at=then)
    list_in_queue(intake)
    return Intake.objects.get(pk=intake.pk)


def signed(by: User, intake: Intake, *, days_ago: int = 0) -> Intake:
    """As a signature leaves it, as far as pages over time look."""
    assert intake.current
    Signature.objects.create(
        intake=intake,
        version=intake.current.version,
        signed_by=by,
        signed_at=timezone.now() - datetime.timedelta(days=days_ago),
        name="Chris Clinician",
        role="GP",
        person={},
        letterhead={},
        decisions={},
        still_open=[],
        rule_set_version="test",
        rule_set_approved=False,
    )
    Intake.objects.filter(pk=intake.pk).update(state=Intake.State.SIGNED, queue_place=None)
    list_in_queue(intake)
    return Intake.objects.get(pk=intake.pk)


def voided(by: User, intake: Intake) -> Intake:
    kind = Voiding.Kind.WRONG_PATIENT
    Voiding.objects.create(intake=intake, kind=kind, reason="Mixed up", voided_by=by, name="Chris", role="GP")
    Intake.objects.filter(pk=intake.pk).update(state=Intake.State.VOID)
    list_in_queue(intake)
    return Intake.objects.get(pk=intake.pk)


def planned(intake: Intake, *, due_in: int = 0, window: int = 0, step: str = "F01", **details: Any) -> FollowUp:
    """Due from so many days ahead, or behind; for a window of days."""
    due_from = timezone.localdate() + datetime.timedelta(days=due_in)
    due_by = due_from + datetime.timedelta(days=window)
    text = details.pop("text", "Repeat PHQ-9 and PEG in 2-4 weeks.")
    return FollowUp.objects.create(
        intake=intake, patient=intake.patient, step=step, text=text, due_from=due_from, due_by=due_by, **details
    )


def referral(
    intake: Intake, by: User, *, due_in: float = 0, state: str = "sent", steps: tuple[str, ...] = (), name: str = ""
) -> Referral:
    """As it stands, as far as pages over time look.

    Args:
        due_in: hours from now.
    """
    assert intake.current
    ended, decides = ("closed", "cancelled"), ("draft", "declined", "report_back")
    return Referral.objects.create(
        intake=intake,
        version=intake.current.version,
        patient=intake.patient,
        service=Service.objects.create(name=name or f"Service {Service.objects.count()}"),
        steps=list(steps),
        urgency="two_weeks",
        state=state,
        owner="nobody" if state in ended else "referrer" if state in decides else "desk",
        due_at=None if state in ended else timezone.now() + datetime.timedelta(hours=due_in),
        letter=letter_as_json(Letter("Pain", "Why?", "two_weeks", ())),
        referrer=by,
        made_by=by,
        changed_by=by,
    )
