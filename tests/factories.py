"""People and intakes for tests, made the way the application makes them: through its actions."""

from __future__ import annotations

import datetime
import functools
import itertools
import json
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

from django.contrib.auth.models import Group, User
from django.utils import timezone

from intake import fingerprint
from intake.actions.alerts import acknowledge_alerts
from intake.actions.appointments import enter_appointments
from intake.actions.handouts import give_handouts
from intake.actions.intakes import save_draft, start_intake, submit_intake
from intake.actions.patients import register_patient
from intake.actions.signing import sign_intake
from intake.clinical.rules.alert_kinds import ALERT_KINDS
from intake.clinical.rules.handouts import HANDOUTS
from intake.clinical.telling.still_open import still_open
from intake.clinical.working.findings import WholeAssessment
from intake.fingerprint import rule_set_fingerprint
from intake.models import Appointment, ClinicProfile, Document, HandoutGiven, Intake, Patient, Review
from intake.models.intake import FROM_PATIENT
from intake.roles import ADMINISTRATOR, CLINICAL_LEAD, CLINICIAN, FRONT_DESK, PRIVACY_OFFICER
from intake.stored.assessments import findings

EXAMPLES = Path(__file__).resolve().parent / "clinical" / "examples.jsonl"
PASSWORD = "a long enough password"

_record_numbers = itertools.count(1001)


@dataclass(frozen=True)
class People:
    """Somebody of each role."""

    front_desk: User
    clinician: User
    clinical_lead: User
    administrator: User
    privacy_officer: User


@functools.cache
def _examples() -> dict[str, dict[str, Any]]:
    lines = EXAMPLES.read_text(encoding="utf-8").splitlines()
    return {example["id"]: example for example in map(json.loads, lines)}


def example(name: str) -> dict[str, Any]:
    """The answers of a worked case of the rule book."""
    return dict(_examples()[name]["answers"])


def expected(name: str) -> dict[str, Any]:
    """What the rules say of it."""
    return dict(_examples()[name]["expected"])


def user(username: str, *roles: str) -> User:
    made = User.objects.create_user(username, password=PASSWORD)
    made.groups.set(Group.objects.filter(name__in=roles))
    return made


def people() -> People:
    return People(
        front_desk=user("front-desk", FRONT_DESK),
        clinician=user("clinician", CLINICIAN),
        clinical_lead=user("clinical-lead", CLINICAL_LEAD),
        administrator=user("administrator", ADMINISTRATOR),
        privacy_officer=user("privacy-officer", PRIVACY_OFFICER),
    )


def patient(actor: User, *, age: int | None = 50, **details: Any) -> Patient:
    """Somebody registered at the front desk, as old as this today."""
    born = None if age is None else datetime.date(timezone.localdate().year - age, 1, 1)
    invented = {
        "record_number": f"R{next(_record_numbers)}",
        "family_name": "Nowak",
        "given_name": "Ewa",
        "sex_at_birth": "female",
        "date_of_birth": born,
    }
    return register_patient(actor=actor, patient=Patient(**(invented | details)))


def appointment(actor: User, *, time: str = "09:00", **details: Any) -> Appointment:
    """Somebody who is expected today: a person of the register, or whose name is given."""
    day = details.pop("day", timezone.localdate())
    made = Appointment(day=day, time=datetime.time.fromisoformat(time), **details)
    return enter_appointments(actor=actor, appointments=[made])[0]


def draft(actor: User, answers: dict[str, Any], **details: Any) -> Intake:
    """A draft that holds these answers, of somebody whose age and sex are those in the answers."""
    known = {"age": answers.get("pt.age_years"), "sex_at_birth": answers.get("pt.sex", "")}
    about = details.pop("patient", None) or patient(actor, **(known | details))
    changes = {key: value for key, value in answers.items() if key not in FROM_PATIENT and value != "na"}
    intake = start_intake(actor=actor, patient=about)
    return save_draft(actor=actor, intake=intake, revision=intake.revision, changes=changes, malformed={})


def submitted(actor: User, answers: dict[str, Any] | str, **details: Any) -> Intake:
    """An intake that was submitted with these answers, or with those of a worked case."""
    intake = draft(actor, example(answers) if isinstance(answers, str) else answers, **details)
    submit_intake(actor=actor, intake=intake, revision=intake.revision, token=uuid.uuid4())
    return Intake.objects.get(pk=intake.pk)


def given_handout(people: People, intake: Intake, handout: str = "foot-care", **details: Any) -> HandoutGiven:
    """Noted as given on paper by the clinician. The clinic has a phone from then on."""
    if not ClinicProfile.load().phone:
        ClinicProfile.objects.update_or_create(pk=1, defaults={"phone": "020 7946 0123"})
    how = {"how": "printed", "with_name": False, "token": uuid.uuid4()} | details
    return give_handouts(actor=people.clinician, intake=intake, handouts=[HANDOUTS[handout]], **how)[0]


OTHER_RULES = "0f" * 32


@contextmanager
def other_rules() -> Iterator[None]:
    """While this lasts, other rules run, as far as the program can tell."""
    with mock.patch.object(fingerprint, "fingerprint_of", return_value=OTHER_RULES):
        rule_set_fingerprint.cache_clear()
        try:
            yield
        finally:
            rule_set_fingerprint.cache_clear()


FITTING = [
    outcome
    for outcome in ALERT_KINDS["suicide_safety"].outcomes
    if all(outcome in kind.outcomes for kind in ALERT_KINDS.values())
]
"""What can have been done about any alert, whatever its kind."""


def acknowledged(actor: User, intake: Intake) -> None:
    """All open alerts of the intake."""
    ids = [alert.pk for alert in intake.alerts.all()]
    acknowledge_alerts(actor=actor, intake=intake, alert_ids=ids, outcome=FITTING[0], words="")


def stand_in_pdf(document: Document) -> bytes:
    """In place of the printed one, for tests about anything but the print. As there, each document's differs."""
    return f"%PDF-1.4 {document.pk} {document.status}".encode()


def found(intake: Intake) -> WholeAssessment:
    """What the newest assessment says, the confidential included."""
    assert intake.current
    return findings(intake.current).whole()


def sign(actor: User, intake: Intake, **details: Any) -> Intake:
    """Signed as it stands: alerts acknowledged, and a word on all that is open.

    Tests that read the document pass ``printer=document_pdf``.
    """
    intake = Intake.objects.get(pk=intake.pk)
    acknowledged(actor, intake)
    review = Review.objects.filter(pk=intake.pk).first() or Review(intake=intake)
    assert intake.current
    todays = intake.current.is_of_todays_rules
    left = still_open(found(intake), review.decided, todays_rules=todays)
    given: dict[str, Any] = {
        "revision": intake.revision,
        "review_revision": review.revision,
        "fingerprint": rule_set_fingerprint(),
        "words": {item.key: "Not today" for item in left},
        "name": "Carol Clinician",
        "role": "GP",
        "printer": stand_in_pdf,
    }
    sign_intake(actor=actor, intake=intake, **(given | details))
    return Intake.objects.get(pk=intake.pk)


def signed(
    people: People,
    answers: dict[str, Any] | str = "V11",
    *,
    printer: Callable[[Document], bytes] = stand_in_pdf,
    **details: Any,
) -> Intake:
    """An intake with these answers, signed by the clinician."""
    return sign(people.clinician, submitted(people.front_desk, answers, **details), printer=printer)
