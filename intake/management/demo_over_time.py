"""One invented person of the demo who came four times: low mood that eased, once with questions left open.

The first three visits are signed, the last waits.

Nobody here exists.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from intake.actions.alerts import acknowledge_alerts
from intake.actions.intakes import save_draft, start_intake, submit_intake
from intake.actions.queueing import list_in_queue
from intake.actions.review import decide
from intake.actions.signing import sign_intake
from intake.clinical.rules.steps.follow_up import FOLLOW_UP
from intake.clinical.telling.still_open import still_open
from intake.fingerprint import rule_set_fingerprint
from intake.management.demo_people import Invented, items, rated
from intake.models import Assessment, ClinicProfile, Intake, Patient
from intake.models.intake import ENCOUNTER_DATE
from intake.stored.assessments import findings
from intake.stored.printing import document_pdf


def _visit(phq: str, gad: str, peg: tuple[int, int, int], average: int) -> Invented:
    answers = {
        "pain.sites": ["knee_front_R"],
        "pain.main_region": "knee_front",
        "pain.duration_days": 400,
        "pain.quality": ["dull_ache"],
        "pain.aggravating": ["stairs"],
        "hx.osteoarthritis": True,
        "phq.difficulty": 1,
        **rated(average, min(10, average + 1), average, peg=peg),
        **items(phq=phq, gad=gad),
    }
    return Invented("Four visits", "Lindqvist", "Maja", 55, "female", answers)


VISITS = (
    (154, _visit("233212210", "2211111", (7, 7, 6), 7)),
    (112, _visit("222211-1-", "1111110", (6, 6, 6), 6)),
    (21, _visit("111111110", "1111000", (5, 4, 4), 5)),
    (1, _visit("110110000", "1100000", (4, 3, 3), 4)),
)
"""Days before today, and what was answered. The PHQ-9 comes to 16, 11 to 17, 8 and 4."""


def come_four_times(*, desk: User, clinician: User, patient: Patient) -> list[Intake]:
    """The four visits of this person, dated back; each but the last is signed before the next."""
    visits: list[Intake] = []
    for days_ago, visit in VISITS:
        if visits:
            _sign(clinician, visits[-1])
        then = timezone.now() - datetime.timedelta(days=days_ago)
        answers = visit.answers | {ENCOUNTER_DATE: timezone.localdate(then).isoformat()}
        visits.append(submitted_intake(desk, patient, answers, started_at=then, submitted_at=then))
    return visits


def submitted_intake(desk: User, patient: Patient, answers: dict[str, Any], **at: datetime.datetime) -> Intake:
    """``at``: the times that it is dated back to."""
    intake = start_intake(actor=desk, patient=patient)
    intake = save_draft(actor=desk, intake=intake, revision=intake.revision, changes=answers, malformed={})
    submit_intake(actor=desk, intake=intake, revision=intake.revision, token=uuid.uuid4())
    Intake.objects.filter(pk=intake.pk).update(**at)
    list_in_queue(intake)
    return Intake.objects.get(pk=intake.pk)


def _sign(clinician: User, intake: Intake) -> None:
    """Follow-up steps are accepted, so that the worklist has something to show."""
    found = findings(Assessment.objects.get(version__intake=intake)).whole()
    sign_visit(clinician, intake, [step.id for step in found.steps if step.category == FOLLOW_UP.title])


def sign_visit(clinician: User, intake: Intake, accepted: Iterable[str]) -> None:
    """With these steps accepted, its alerts acknowledged, and a word on all that is open."""
    found = findings(Assessment.objects.get(version__intake=intake)).whole()
    changes = {f"step:{step_id}": {"choice": "accepted", "reason": ""} for step_id in accepted}
    review = decide(actor=clinician, intake=intake, revision=0, changes=changes)
    for alert in intake.alerts.still_open():
        outcome = alert.outcomes(ClinicProfile.load())[0]
        acknowledge_alerts(actor=clinician, intake=intake, alert_ids=[alert.pk], outcome=outcome, words="")
    sign_intake(
        actor=clinician,
        intake=intake,
        revision=intake.revision,
        review_revision=review.revision,
        fingerprint=rule_set_fingerprint(),
        words={item.key: "To be asked at the next visit" for item in still_open(found, review.decided)},
        name=clinician.get_full_name(),
        role="GP",
        printer=document_pdf,
    )
