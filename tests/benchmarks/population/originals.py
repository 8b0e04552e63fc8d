"""The intakes that are copied: of worked examples, made through the actions, by the people of one clinic."""

from __future__ import annotations

import itertools
import json
import random
from collections.abc import Callable, Iterator
from typing import NamedTuple

from intake.actions.audit import audited_block, record_event
from intake.actions.claims import claim_intake
from intake.actions.corrections import discard_draft, mark_in_error
from intake.actions.follow_up import close_follow_up
from intake.actions.intakes import reopen_intake
from intake.actions.review import decide
from intake.actions.signing import add_addendum, void_intake
from intake.clinical.rules.red_flags import RED_FLAGS
from intake.models import FollowUp, Intake, Patient, Review, Service, Voiding
from intake.models.referral_states import ENDED, ReferralState
from intake.roles import CLINICIAN, FRONT_DESK
from tests import factories, referring
from tests.factories import People

YEAR = 365
CLINICIANS, AT_DESK, SERVICES = 12, 6, 16


class Kind(NamedTuple):
    """Of people whose newest intake is at the same point."""

    name: str
    days: tuple[int, int]
    """How long ago the newest visit of a copy was, at least and at most."""
    make: Callable[[Clinic, int], Patient]


class Original(NamedTuple):
    kind: Kind
    patient: Patient


class Clinic:
    """Its people and services; in turn, they make the intakes. The worked examples come in turn, too."""

    def __init__(self, by: random.Random) -> None:
        self.by = by
        first = factories.people()
        desk = [first.front_desk, *(factories.user(f"front-desk-{n}", FRONT_DESK) for n in range(2, AT_DESK + 1))]
        doctors = [first.clinician, *(factories.user(f"clinician-{n}", CLINICIAN) for n in range(2, CLINICIANS + 1))]
        self.people = [
            People(at_desk, doctor, first.clinical_lead, first.administrator, first.privacy_officer)
            for at_desk, doctor in zip(itertools.cycle(desk), doctors, strict=False)
        ]
        self.services = [referring.service(f"Service of the region {n}") for n in range(1, SERVICES + 1)]
        lines = factories.EXAMPLES.read_text("utf-8").splitlines()
        examples = [json.loads(line) for line in lines]
        by.shuffle(examples)
        self._examples = itertools.cycle(each["id"] for each in examples)
        alarming = {flag.id for flag in RED_FLAGS if flag.alert_kind}
        self._alarming = itertools.cycle(
            each["id"]
            for each in examples
            if any(flag["status"] == "present" and flag["id"] in alarming for flag in each["expected"]["flags"])
        )

    def service(self, number: int) -> Service:
        return self.services[number % len(self.services)]

    def of(self, number: int) -> People:
        return self.people[number % len(self.people)]

    def submitted(self, number: int, *, patient: Patient | None = None, alarming: bool = False) -> Intake:
        given = {"patient": patient} if patient else {}
        name = next(self._alarming if alarming else self._examples)
        return factories.submitted(self.of(number).front_desk, name, **given)

    def worked_on(self, number: int, intake: Intake, share: float) -> None:
        """Claimed, looked at, and this share of what is to be decided is decided."""
        clinician = self.of(number).clinician
        claim_intake(actor=clinician, intake=intake)
        with audited_block():
            for page in ("review", "review", "summary-pdf"):
                record_event(actor=clinician, action=f"read {page}", record_type="intake", record_id=str(intake.pk))
        steps = [step.id for step in factories.found(intake).steps]
        changes = {
            f"step:{id_}": {"choice": self.by.choices(["accepted", "done", "not_needed"], [3, 5, 2])[0], "reason": ""}
            for id_ in steps
            if self.by.random() < share
        }
        changes |= {"text": {"text": "Seen together with the person. We agreed on what is planned below."}}
        decide(actor=clinician, intake=intake, revision=Review.of(intake).revision, changes=changes)

    def signed(self, number: int, *, patient: Patient | None = None, close: bool = True) -> Intake:
        clinician = self.of(number).clinician
        intake = self.submitted(number, patient=patient)
        self.worked_on(number, intake, 0.7)
        intake = factories.sign(clinician, intake)
        if close:
            for row in FollowUp.objects.filter(intake=intake, state="open"):
                row.refresh_from_db()  # closing one closes those in the same words
                if row.state == FollowUp.State.OPEN:
                    close_follow_up(actor=clinician, follow_up=row, state="done", words="Done on the telephone.")
        return intake


def _signed(clinic: Clinic, number: int) -> Patient:
    """One to three visits; every sixth person was referred, and that has ended."""
    clinician = clinic.of(number).clinician
    if number % 6 == 5:
        return _referred_to(clinic, number, sorted(ENDED)[number // 6 % len(ENDED)])
    intake = clinic.signed(number)
    for _ in range((0, 1, 0, 2, 0)[number % 5]):
        intake = clinic.signed(number, patient=intake.patient)
    if number % 7 == 0:
        factories.given_handout(clinic.of(number), intake)
    if number % 9 == 0:
        given = {"reason": "A result came", "text": "The blood test was normal.", "name": "Carol", "role": "GP"}
        add_addendum(actor=clinician, intake=intake, number=1, printer=factories.stand_in_pdf, **given)
    return intake.patient


def _agreed(clinic: Clinic, number: int) -> Patient:
    return clinic.signed(number, close=False).patient


def _referred(clinic: Clinic, number: int) -> Patient:
    open_states = [state for state in ReferralState if state not in ENDED]
    return _referred_to(clinic, number, open_states[number % len(open_states)])


def _referred_to(clinic: Clinic, number: int, state: str) -> Patient:
    people = clinic.of(number)
    intake = referring.accepted(people)
    referring.in_state(people, state, intake, service=clinic.service(number))
    factories.sign(people.clinician, intake)
    return intake.patient


def _waiting(clinic: Clinic, number: int) -> Patient:
    before = clinic.signed(number).patient if number % 3 == 0 else None
    intake = clinic.submitted(number, patient=before)
    if intake.alerts.exists():
        factories.acknowledged(clinic.of(number).clinician, intake)
    if number % 2:
        clinic.worked_on(number, intake, (0.1, 0.5, 1)[number % 3])
    return intake.patient


def _calling(clinic: Clinic, number: int) -> Patient:
    return clinic.submitted(number, alarming=True).patient


def _reopened(clinic: Clinic, number: int) -> Patient:
    intake = clinic.submitted(number)
    return reopen_intake(actor=clinic.of(number).front_desk, intake=intake).patient


def _draft(clinic: Clinic, number: int) -> Patient:
    answers = list(factories.example(next(clinic._examples)).items())
    return factories.draft(clinic.of(number).front_desk, dict(answers[: len(answers) // (1 + number % 3)])).patient


def _discarded(clinic: Clinic, number: int) -> Patient:
    intake = factories.draft(clinic.of(number).front_desk, {"pain.present": True})
    given = {"revision": intake.revision, "reason": "The person left before it was done."}
    return discard_draft(actor=clinic.of(number).front_desk, intake=intake, **given).patient


def _in_error(clinic: Clinic, number: int) -> Patient:
    intake = clinic.submitted(number)
    given = {"revision": intake.revision, "reason": "Entered under the wrong name."}
    return mark_in_error(actor=clinic.of(number).clinician, intake=intake, **given).patient


def _void(clinic: Clinic, number: int) -> Patient:
    intake, clinician = clinic.signed(number), clinic.of(number).clinician
    given = {"kind": Voiding.Kind.WRONG_PATIENT, "reason": "Of somebody else.", "name": "Carol", "role": "GP"}
    void_intake(actor=clinician, intake=intake, printer=factories.stand_in_pdf, **given)
    return intake.patient


SIGNED = Kind("signed", (40, 5 * YEAR), _signed)
AGREED = Kind("agreed", (1, 60), _agreed)
REFERRED = Kind("referred", (1, 45), _referred)
WAITING = Kind("waiting", (0, 9), _waiting)
CALLING = Kind("calling", (0, 1), _calling)
REOPENED = Kind("reopened", (0, 5), _reopened)
DRAFT = Kind("draft", (0, 25), _draft)
DISCARDED = Kind("discarded", (1, 3 * YEAR), _discarded)
IN_ERROR = Kind("in error", (1, 4 * YEAR), _in_error)
VOID = Kind("void", (20, 4 * YEAR), _void)
PARTS = {SIGNED: 100, AGREED: 24, REFERRED: 26, WAITING: 48, CALLING: 16, REOPENED: 6, DRAFT: 10, DISCARDED: 2}
PARTS |= {IN_ERROR: 4, VOID: 4}
"""How many originals of each kind there are, where there are 240."""


def originals(clinic: Clinic, number: int) -> Iterator[Original]:
    """About so many people, at least one of each kind."""
    for kind, part in PARTS.items():
        for place in range(max(1, part * number // sum(PARTS.values()))):
            patient = kind.make(clinic, place)
            if place % 8 == 0:
                factories.appointment(clinic.of(place).front_desk, patient=patient, time=f"{9 + place % 7:02}:15")
            yield Original(kind, patient)
