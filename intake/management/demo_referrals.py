"""Three invented people of the demo who were referred: what is overdue, was missed, was declined, and came back.

Nobody here exists.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from intake.actions.referrals import begin_referral, note_contact, record_change, sign_letter
from intake.clinical.telling.letter import letter_as_json
from intake.management.demo_over_time import sign_visit, submitted_intake
from intake.management.demo_people import PEOPLE, Invented
from intake.models import Intake, Patient, Referral, ReferralEvent, Service
from intake.models.intake import ENCOUNTER_DATE
from intake.models.referral_limits import Urgency
from intake.models.referral_states import ReferralState
from intake.stored.referrals.letter_printing import first_draft, signed_pdf

S = ReferralState
_BY_SITUATION = {person.title: person for person in PEOPLE}


def _like(situation: str, family_name: str, given_name: str, **differs: Any) -> Invented:
    return replace(_BY_SITUATION[situation], family_name=family_name, given_name=given_name, **differs)


REFERRED = (
    _like("Walking pain in the calf, low mood", "Marchetti", "Aldo", age=71),
    _like("Burning feet, low mood", "Okonkwo", "Grace", age=61),
    _like("Severe low mood with a plan", "Hallam", "Peter", age=48),
)


@dataclass(frozen=True)
class Event:
    """What was recorded, so many days after the letter was sent."""

    day: float
    to: ReferralState
    reason: str = ""
    details: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Story:
    person: int
    kind: str
    """Of the service."""
    steps: tuple[str, ...]
    """The accepted steps that it carries out."""
    urgency: Urgency
    days_ago: int
    """When it was sent."""
    happened: tuple[Event, ...] = ()


STORIES = (
    Story(0, "Vascular surgery", ("R04",), Urgency.ROUTINE, 16),  # nobody has taken it: overdue
    Story(
        0,
        "Physiotherapy",
        ("R11",),
        Urgency.ROUTINE,
        45,
        (
            Event(2, S.ACCEPTED),
            Event(5, S.BOOKED, details={"appointment_in": 16, "appointment_where": "Invented Street, room 2"}),
            Event(21, S.SEEN),
            Event(
                43,
                S.REPORT_BACK,
                details={"report": "Letter of the physiotherapist, filed under letters: walks 400 m without a stop."},
            ),
        ),
    ),
    Story(
        1,
        "Podiatry",
        ("R14",),
        Urgency.TWO_WEEKS,
        15,
        (
            Event(1, S.BOOKED, details={"appointment_in": 11, "appointment_where": "3 Invented Court"}),
            Event(13, S.NOT_ATTENDED),
        ),
    ),
    Story(1, "Community mental health", ("R08",), Urgency.TWO_WEEKS, 9, (Event(4, S.DECLINED, "done_first"),)),
    Story(
        2,
        "Crisis team",
        ("R09",),
        Urgency.NOW,
        6,
        (
            Event(0.02, S.ACCEPTED),
            Event(0.2, S.SEEN),
            Event(1, S.REPORT_BACK, details={"report": "Phoned by the team; letter filed under letters."}),
            Event(1.2, S.CLOSED, details={"question_answered": "yes", "told_in": 1.1}),
        ),
    ),
)


def refer(*, desk: User, clinician: User, patients: list[Patient], services: Mapping[str, Service]) -> list[Referral]:
    """Each through the actions, dated back by what these take; recorded it is today."""
    now = timezone.now()
    first = {number: max(s.days_ago for s in STORIES if s.person == number) for number in range(len(patients))}
    intakes = {
        number: _assessed(desk, clinician, patient, REFERRED[number], now - datetime.timedelta(days=first[number]))
        for number, patient in enumerate(patients)
    }
    return [_told(story, intakes[story.person], clinician, services[story.kind], now) for story in STORIES]


def _assessed(desk: User, clinician: User, patient: Patient, person: Invented, then: datetime.datetime) -> Intake:
    """Signed, with its referring steps accepted."""
    answers = person.answers | {ENCOUNTER_DATE: timezone.localdate(then).isoformat()}
    of_person = [story for story in STORIES if REFERRED[story.person] is person]
    intake = submitted_intake(desk, patient, answers, started_at=then, submitted_at=then)
    sign_visit(clinician, intake, [step for story in of_person for step in story.steps])
    return Intake.objects.get(pk=intake.pk)


def _told(story: Story, intake: Intake, clinician: User, service: Service, now: datetime.datetime) -> Referral:
    sent = now - datetime.timedelta(days=story.days_ago)
    referral = _signed(story, intake, clinician, service, sent)
    referral = record_change(
        actor=clinician,
        referral=referral,
        revision=referral.revision,
        to=S.SENT,
        happened_at=sent,
        channel="phone" if story.urgency == Urgency.NOW else "secure_mail",
        details={"confirmation": "Sam Duty, who took the call"} if story.urgency == Urgency.NOW else {},
        token=uuid.uuid4(),
    )
    for step in story.happened:
        then = sent + datetime.timedelta(days=step.day)
        referral = record_change(
            actor=clinician,
            referral=referral,
            revision=referral.revision,
            to=step.to,
            happened_at=then,
            reason=step.reason,
            details=_details(step, sent),
            token=uuid.uuid4(),
        )
        if step.to == S.NOT_ATTENDED:
            note_contact(
                actor=clinician,
                referral=referral,
                channel="phone",
                reached=ReferralEvent.Reached.MESSAGE,
                words="No answer; a message was left to ring back.",
                happened_at=then,
            )
    return referral


def _signed(story: Story, intake: Intake, clinician: User, service: Service, then: datetime.datetime) -> Referral:
    assert intake.current is not None  # noqa: S101 (it was submitted)
    draft = first_draft(intake.current.version, intake.patient, story.steps, (), story.urgency)
    by = clinician.get_full_name()
    consent = {"asked": "yes", "by": by, "on": timezone.localdate(then).isoformat()}
    told = "Why you are referred, and what to do if it gets worse before you are seen."
    letter = letter_as_json(replace(draft, consent=consent, copies=("patient",), told=told))
    referral = begin_referral(
        actor=clinician,
        intake=intake,
        steps=story.steps,
        service=service,
        urgency=story.urgency,
        letter=letter,
        at=then,
        version=intake.current.version,
    )
    return sign_letter(
        actor=clinician,
        referral=referral,
        revision=referral.revision,
        name=by,
        role="GP",
        registration_number="Invented 12345",
        printer=signed_pdf,
        at=then,
    )


def _details(step: Event, sent: datetime.datetime) -> dict[str, Any]:
    """With dates in the place of days after the sending."""
    details = dict(step.details or {})
    if "appointment_in" in details:
        details["appointment_at"] = sent + datetime.timedelta(days=details.pop("appointment_in"))
    if "told_in" in details:
        then = sent + datetime.timedelta(days=details.pop("told_in"))
        details["told_on"] = timezone.localdate(then).isoformat()
    return details
